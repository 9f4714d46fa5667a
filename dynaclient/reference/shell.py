"""Commands for a POSIX shell, broken over lines."""

from __future__ import annotations

import json
from typing import Any


def as_json(value: Any) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def wrapped(words: list[str]) -> str:
    """One line where it is short, else a line for each word after the first few."""
    line = " ".join(words)
    if len(line) <= 88 and "\n" not in line:
        return line
    at = 2 if words[0] == "curl" else next(i for i, word in enumerate(words) if word == "call") + 2
    if words[0] == "curl" and words[1] == "-X":
        at = 4
    head, rest = words[:at], words[at:]
    grouped: list[str] = []
    for word in rest:
        if grouped and grouped[-1] in ("-b", "-o", "--base-url", "--cert", "--output"):
            grouped[-1] += f" {word}"
        else:
            grouped.append(word)
    return " \\\n  ".join([" ".join(head), *grouped])
