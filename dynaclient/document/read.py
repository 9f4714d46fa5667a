"""Bytes → one JSON object: finds out whether the text is JSON or YAML, and says where it goes wrong.

Knows nothing of OpenAPI except that a description is an object.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import DocumentSyntaxError
from ..wording import kind_of
from .yaml_events import load_yaml

Note = Callable[[str, int], None]

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
        DocumentSyntaxError: with line and column where the text stops making sense.
    """
    text = decode_text(data, source)
    stripped = text.lstrip()
    if not stripped:
        raise DocumentSyntaxError("the text is empty", source=source)
    if stripped[0] == "<":
        raise DocumentSyntaxError(
            "this looks like HTML or XML, not YAML or JSON; is the address that of a web page about the document?",
            source=source,
        )
    if stripped[0] not in "{[":
        return load_yaml(text, source=source, note=note)
    try:
        return json.loads(text)
    except RecursionError:
        raise DocumentSyntaxError("nested too deep to be read", source=source) from None
    except ValueError as error:
        return _as_flow_yaml(text, error, source, note)


def _as_flow_yaml(text: str, error: ValueError, source: str, note: Note | None) -> Any:
    """YAML may open with a bracket too (`{openapi: 3.1.0}`); if it is neither, the JSON reader's reason is better."""
    try:
        return load_yaml(text, source=source, note=note)
    except DocumentSyntaxError:
        if isinstance(error, json.JSONDecodeError):
            raise DocumentSyntaxError(
                f"this is not JSON: {error.msg}", source=source, line=error.lineno, column=error.colno
            ) from None
        raise DocumentSyntaxError(f"this is not JSON: {error}", source=source) from None


def load_object(data: bytes, *, source: str = "", note: Note | None = None) -> Mapping[str, Any]:
    """Read text whose top level must be an object, as that of every description is."""
    value = load_value(data, source=source, note=note)
    if isinstance(value, Mapping):
        return value
    raise DocumentSyntaxError(
        f"an OpenAPI document is an object with `openapi` or `swagger` at its top; this is {kind_of(value)}",
        source=source,
    )


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
