"""Texts as a language model would have them: answers to a text, and how many tokens a text counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .wishes import TEXT_NAMES

_PIECE = re.compile(r"\s*\S+")


def tokens_of(text: str) -> list[str]:
    """The text in pieces that add up to it: words with the space before them."""
    pieces = _PIECE.findall(text)
    left = text[sum(map(len, pieces)) :]
    return [*pieces[:-1], pieces[-1] + left] if pieces else [text] if text else []


def tokens_in(text: str) -> int:
    """How many tokens a text counts."""
    return len(_PIECE.findall(text))


def reply_to(text: str) -> str:
    """An answer to a text, which repeats its beginning, so that a reader sees what it answers."""
    short = " ".join(text.split())
    short = short if len(short) <= 80 else short[:79] + "…"
    return f"The sandbox answers: {short}" if short else "The sandbox answers."


def text_of(value: Any) -> str:
    """The text in a message's content: a text, or the texts of its parts."""
    return " ".join(texts_in(value))


def texts_in(value: Any) -> Iterable[str]:
    """Every text in a structured value, by the names of the members that hold texts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        for name in TEXT_NAMES:
            if name in value:
                yield from texts_in(value[name])
                return
