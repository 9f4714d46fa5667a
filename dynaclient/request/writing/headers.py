"""Headers that describe a request or a part of its body, apart from parameters and credentials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..._support.headers import is_token
from ...model import Operation
from ...model.media_types import JSON, essence, is_json
from ..plain import NotJSON, plain
from .styles import HEADER, defined, is_undefined


def accept_of(operation: Operation) -> str:
    """The media types of successful responses with their parameters, JSON first; `*/*` if none is declared.

    Source: RFC 9110 section 12.5.1, which has parameters but no `application/*+json`: `application/json` goes with it.
    """
    successes = [r for status, r in operation.responses.items() if status.startswith(("2", "d"))]
    names = [name for r in successes for name in r.content if name.isascii() and name.isprintable()]
    asked: dict[str, str] = {}
    for name in sorted(names, key=lambda name: not is_json(name)):
        for each in _AS_RANGES.get(essence(name), (name,)):
            asked.setdefault(each.replace(" ", "").lower(), each.strip() if ";" in each else essence(each))
    return ", ".join(asked.values()) if asked and "*/*" not in asked else "*/*"


_AS_RANGES = {"application/*+json": (JSON, "application/*+json")}


def cookie_names(text: str) -> set[str]:
    """The names in a Cookie header. Source: RFC 6265 section 4.2.1."""
    return {pair.partition("=")[0].strip() for pair in text.split(";") if pair.strip()}


def is_one_line(text: Any) -> bool:
    """Whether this is a text that a header can carry. Source: RFC 9110 section 5.5."""
    return isinstance(text, str) and text.isascii() and text.isprintable()


_OWN = frozenset(("content-disposition", "content-type"))
"""Headers that the other members of a file's tuple give."""


def header_texts(given: Any, *, takes_disposition: bool = False) -> dict[str, str]:
    """The fourth member of `(name, data, type, headers)` as texts.

    Raises:
        NotJSON: it is not a mapping of names to texts that a header can carry.
    """
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise NotJSON((), f"the headers of a part must be a mapping, not {type(given).__name__}")
    out: dict[str, str] = {}
    for name, value in given.items():
        if not isinstance(name, str) or not is_token(name):
            raise NotJSON((), f"a header of a part cannot be named {str(name)[:40]!r}")
        if name.lower() in _OWN and not (takes_disposition and name.lower() == "content-disposition"):
            raise NotJSON((), f"{name} of a part is given by its file name and its media type: (name, data, type)")
        value = defined(plain(value))
        if is_undefined(value):
            continue
        text = HEADER["simple"](name, value, False, str)
        if not is_one_line(text) or text != text.strip():
            raise NotJSON((), f"the header {name} of a part must be one line of ASCII text")
        out[name] = text
    return out
