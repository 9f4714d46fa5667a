"""Text in lines of a width, broken between words only. Knows nothing about where it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"(\s*)((?:`[^`\n]*`|\S)+)")
"""A gap, and a word; a command in backticks counts as one word, so that it can be copied."""


def wrap(text: str, width: int, *, first: str = "", then: str = "") -> Iterator[str]:
    """The lines of a paragraph. A word that is wider than a line has a line of its own.

    Args:
        width: columns of a line, with its indent.
        first: the indent of the first line.
        then: the indent of the others.
    """
    line, is_empty = first, True
    for gap, word in _words(text, width - cells(then)):
        gap = "" if is_empty else " " if "\n" in gap else gap
        if not is_empty and cells(line) + cells(gap) + cells(word) > width:
            yield line
            line, gap = then, ""
        line, is_empty = line + gap + word, False
    if not is_empty:
        yield line


def _words(text: str, room: int) -> Iterator[tuple[str, str]]:
    for gap, word in _WORD.findall(text):
        if cells(word) <= room:
            yield gap, word
        else:
            for index, part in enumerate(word.split()):
                yield gap if index == 0 else " ", part


def cut(text: str, width: int) -> str:
    """A text of at most this many columns; `…` where something is missing."""
    if cells(text) <= width:
        return text
    out, used = "", 1
    for character in text:
        used += _cell(character)
        if used > width:
            break
        out += character
    return out + "…"


def padded(text: str, width: int) -> str:
    """A text of at least this many columns."""
    return text + " " * (width - cells(text))


def cells(text: str) -> int:
    """The columns that a text takes on a terminal. Source: Unicode Standard Annex 11."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
