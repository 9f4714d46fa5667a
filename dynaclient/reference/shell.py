"""Commands for a POSIX shell, broken over lines."""

from __future__ import annotations

import json
from typing import Any


def as_json(value: Any) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def wrapped(words: list[str]) -> str:
    """One line if it is short, else one line per word; the first word is the whole first line."""
    line = " ".join(words)
    return line if len(line) <= 88 and "\n" not in line else " \\\n  ".join(words)
