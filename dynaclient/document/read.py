"""Bytes → one JSON object: detects JSON or YAML, and reports where the text is invalid.

Knows nothing about OpenAPI, except that a description is an object.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from .._support.wording import kind_of
from ..errors import DocumentSyntaxError
from .walk import nests_deeper
from .yaml_events import MAX_ALIASED, MAX_DEPTH, TOO_DEEP, load_yaml

Note = Callable[[str, str, int | None], None]
"""Called with (kind, what, line) for each oddity that was tolerated; the line is None if it is unknown."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def load_value(data: bytes, *, source: str = "", note: Note | None = None) -> Any:
    """Read JSON or YAML text.

    Raises:
        DocumentSyntaxError: the text is invalid, with the line and column.
    """
    text = decode_text(data, source)
    stripped = text.lstrip()
    if not stripped:
        raise DocumentSyntaxError("the text is empty", source=source)
    if stripped[0] == "<":
        raise DocumentSyntaxError(
            "this looks like HTML or XML, not YAML or JSON; is this the URL of a web page about the document?",
            source=source,
        )
    if stripped[0] not in "{[":
        return load_yaml(text, source=source, note=note)
    try:
        value = json.loads(text, object_pairs_hook=_noting_duplicates(note) if note else None)
    except RecursionError:
        raise DocumentSyntaxError(TOO_DEEP, source=source) from None
    except ValueError as error:
        return _as_flow_yaml(text, error, source, note)
    if nests_deeper(value, MAX_DEPTH):
        raise DocumentSyntaxError(TOO_DEEP, source=source)
    return value


def _noting_duplicates(note: Note) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def to_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        out = dict(pairs)
        if len(out) != len(pairs):
            keys = [key for key, _ in pairs]
            for key in out:
                if keys.count(key) > 1:
                    note("duplicate-key", f"the key {key!r} appears twice; the last one is used", None)
        return out

    return to_object


def _as_flow_yaml(text: str, error: ValueError, source: str, note: Note | None) -> Any:
    """YAML may start with a bracket too (`{openapi: 3.1.0}`); if the text is neither, the JSON error is clearer."""
    try:
        return load_yaml(text, source=source, note=note)
    except DocumentSyntaxError as refused:
        if refused.message == TOO_DEEP:
            raise
        if isinstance(error, json.JSONDecodeError):
            raise DocumentSyntaxError(
                f"this is not JSON: {error.msg}", source=source, line=error.lineno, column=error.colno
            ) from None
        raise DocumentSyntaxError(f"this is not JSON: {error}", source=source) from None


def load_object(data: bytes, *, source: str = "", note: Note | None = None) -> Mapping[str, Any]:
    """Read a text whose top level must be an object, as in every description."""
    value = load_value(data, source=source, note=note)
    if isinstance(value, Mapping):
        return value
    raise DocumentSyntaxError(
        f"an OpenAPI document is an object with `openapi` or `swagger` at the top level; this is {kind_of(value)}",
        source=source,
    )


def check_mapping(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The caller's mapping, if it is finite: unlike a text, it may contain itself.

    Raises:
        DocumentSyntaxError: it is nested too deeply, or its shared parts expand too far.
    """
    if nests_deeper(value, MAX_DEPTH, widest=MAX_ALIASED):
        raise DocumentSyntaxError(
            f"the mapping is nested deeper than {MAX_DEPTH} levels, or its shared parts expand without end; "
            "does it contain itself?"
        )
    return value


def decode_text(data: bytes, source: str = "") -> str:
    """Text from UTF-8, or UTF-16/32 with a byte order mark. Source: RFC 8259 section 8.1; YAML 1.2.2 section 5.2."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise DocumentSyntaxError(
            f"byte 0x{data[error.start]:02x} is not {encoding.upper()} text", source=source, line=line, column=column
        ) from None
