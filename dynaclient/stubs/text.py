"""Turn descriptions into docstrings: one line for a field, a few for a method. Their text cannot end the docstring."""

from __future__ import annotations

import re
import textwrap

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_END = re.compile(r"(?<=[.!?])\s")


def plain_of(text: str) -> str:
    """A description without Markdown links and HTML, safe between triple quotes."""
    text = _LINK.sub(r"\1", _TAG.sub("", text))
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').strip()


def summary_of(text: str, limit: int = 200) -> str:
    """The first sentences of a description on one line, at most `limit` characters."""
    line = re.sub(r"\s+", " ", plain_of(text.strip().split("\n\n")[0]))
    if len(line) > limit:
        kept = ""
        for sentence in _END.split(line):
            if len(kept) + len(sentence) > limit:
                break
            kept = f"{kept} {sentence}".strip()
        line = kept or line[: limit - 1].rstrip("\\") + "…"
    return f"{line} " if line.endswith(('"', "\\")) else line


def wrapped(text: str, indent: str, *, hanging: str = "") -> list[str]:
    """A paragraph in lines of at most 110 characters."""
    return textwrap.wrap(text, 110, initial_indent=indent, subsequent_indent=indent + hanging, break_on_hyphens=False)
