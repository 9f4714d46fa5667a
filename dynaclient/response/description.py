"""A response in words: its body in a phrase, in an excerpt and in full, and how a member of it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from .._support.wording import did_you_mean, shown
from ..errors import ResponseError, UndecodableBody
from ..model.naming import python_name, snake_case
from ..types import ResponseLike

MOST_EXCERPT = 200
"""Characters of the body that an error shows if the server sent no message."""

MOST_SHOWN = 20_000
"""Characters of a body that a notebook shows."""

_MOST_NAMES = 20
"""Members of a body that an error lists."""


def how_to_read(response: ResponseLike, name: str, *, is_read: bool) -> str:
    """How a member of the body that was mistaken for an attribute is read; "" if the body has none like it."""
    try:
        data = response.data if is_read else None
    except ResponseError:
        return ""
    if not isinstance(data, Mapping):
        return "; the body is empty" if is_read and not response.content else ""
    names = [key for key in data if isinstance(key, str)]
    alike = (key for key in names if name in (python_name(key), snake_case(key)))
    key = name if name in names else next(alike, None)
    if key is not None:
        return f"; the members of the body are read by key: response[{shown(key)}]"
    hint = did_you_mean(name, [*names, *_own_names(type(response))])
    text = described(data, response.content)
    return f".{hint} The body is {text}" if hint else f"; the body is {text}"


def pretty(response: ResponseLike) -> str:
    """The body as a notebook shows it: JSON indented."""
    try:
        data = response.data
    except UndecodableBody:
        data = response.content
    if isinstance(data, (dict, list)) and len(response.content) <= MOST_SHOWN:
        return json.dumps(data, indent=2, ensure_ascii=False)
    return data if isinstance(data, str) else shown(data, limit=MOST_SHOWN)


def excerpt(response: ResponseLike, data: Any, coding: str, secrets: Iterable[str]) -> str:
    """The start of an error body, for the error message; secrets are masked before it is cut.

    Args:
        coding: the content coding that the body is still in, or "".
    """
    if data is None or data in ("", b"", {}, []) or (isinstance(data, str) and not data.strip()):
        return ""
    if isinstance(data, bytes) and coding:
        return f"{shown(data)} in the Content-Encoding {shown(response.masked(coding))}"
    text = response.masked(shown(data, limit=MOST_EXCERPT + max(map(len, secrets), default=0)))
    return text if len(text) <= MOST_EXCERPT else f"{text[: MOST_EXCERPT - 1]}…"


def described(data: Any, content: bytes) -> str:
    """A body in a few words, like "an object. It has id, object."."""
    if not content:
        return "empty."
    if not isinstance(data, Mapping):
        return f"{shown(data)}."
    names = list(data)
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"an object. It has {', '.join(map(str, names[:_MOST_NAMES]))}{more}." if names else "an empty object."


def _own_names(kind: type) -> list[str]:
    return [name for name in dir(kind) if not name.startswith("_")]
