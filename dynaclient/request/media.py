"""The media type that a body is sent as, chosen by what the value is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._support.headers import Headers
from ..errors import Violation
from ..model import MediaType, Parameter, RequestBody
from ..model.media_types import JSON, ValueKind, declared_for, essence, family_of, is_anything, is_json
from .options import RequestOptions
from .writing.files import is_chunks, is_file_like, is_stream

BYTES = "application/octet-stream"

ANY_BODY = MediaType("*/*")
"""What a Request Body Object without content says: something is sent."""


def holds_files(value: Any) -> bool:
    """Whether an object carries a file in one of its fields, or in a list there."""
    if not isinstance(value, Mapping):
        return False
    return any(
        is_file_like(item) or (isinstance(item, (list, tuple)) and any(is_file_like(member) for member in item))
        for item in value.values()
    )


def is_raw(value: Any) -> bool:
    """Whether a value is bytes: a file, something that gives bytes, or a list of them."""
    return is_file_like(value) or is_stream(value) or is_chunks(value)


def kind_of_value(value: Any) -> ValueKind:
    """What a value is for the choice of a media type."""
    if isinstance(value, str):
        return "text"
    if is_raw(value):
        return "raw"
    if isinstance(value, Mapping):
        return "object with files" if holds_files(value) else "object"
    return "value"


def choose_media_type(body: RequestBody, value: Any, content_type: str | None) -> MediaType | None:
    """The declared media type that a value is sent as, or None when none can carry it.

    JSON comes first, then the document's order; the first that can carry the value is taken.

    Args:
        content_type: what the caller asked for; it need only match a declared type, ranges included.
    """
    content = body.content
    if content_type is not None:
        name = declared_for(content, content_type)
        return None if name is None else content[name]
    only = only_json(body)
    if only is not None and type(value) in (dict, list, str):  # a large body is not looked through for files
        return only
    kind = kind_of_value(value)
    ordered = sorted(content.values(), key=lambda item: not is_json(item.name))
    fitting = next((item for item in ordered if _accepts(item.name, kind)), None)
    if fitting is None and (isinstance(value, (bytes, bytearray, Mapping)) or is_chunks(value)):
        # bytes are a value that the caller wrote; for the others the writer of JSON says what in them is none
        fitting = next((item for item in ordered if family_of(item.name).holds == "json"), None)
    return fitting


def asked_content_type(options: RequestOptions, values: Iterable[tuple[Parameter, Any]]) -> str | None:
    """The media type that the caller asked for: by option, by header parameter, or by a header of the client."""
    if options.content_type is not None:
        return options.content_type
    for parameter, value in values:
        if parameter.location == "header" and parameter.name.lower() == "content-type":
            return str(value)
    return Headers(options.headers.items()).get("Content-Type") or None


def media_type_for(declared: RequestBody, value: Any, asked: str | None, *, check: bool) -> MediaType | None:
    """The media type that a value is sent as, under the name that the caller asked for; None when none can carry it.

    Args:
        check: whether what is asked for has to be declared.
    """
    if not declared.content:
        return ANY_BODY
    found = choose_media_type(declared, value, asked)
    if found is not None and asked is not None:  # sent under the name asked for, parameters and all
        return MediaType(asked, found.schema, found.encoding, found.examples, found.pointer)
    if found is None and asked is not None and not check:
        return MediaType(asked)
    return found


def no_media_type(declared: RequestBody, value: Any, asked: str | None) -> Violation:
    """Why a value cannot be sent as any of the declared media types."""
    names = ", ".join(declared.content)
    if asked is not None:
        return Violation("body", "/body", "unknown", f"this operation takes {names}, not {asked}", value)
    text = f"a body of Python type {type(value).__name__} cannot be sent as {names}"
    if all("xml" in essence(name) for name in declared.content):
        text += "; pass the XML as text"
    return Violation("body", "/body", "type", text, value)


def only_json(body: RequestBody | None) -> MediaType | None:
    """The one declared media type of a body where it is JSON, so that there is nothing to choose for a JSON value."""
    content = body.content if body is not None else {}
    only = next(iter(content.values())) if len(content) == 1 else None
    return only if only is not None and is_json(only.name) else None


def _accepts(name: str, kind: ValueKind) -> bool:
    return kind in family_of(name).accepts or is_anything(name)


def sent_name(media_type: MediaType, value: Any) -> str:
    """The Content-Type to send for a declared media type; a range becomes what the value is."""
    name = media_type.name
    if "*" not in name:
        return name
    if is_anything(name):
        return BYTES if is_raw(value) else JSON
    if is_json(name):
        return JSON
    return "text/plain; charset=utf-8" if essence(name) == "text/*" else BYTES
