"""Choose the media type of a body by the kind of its value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import Violation
from ..model import MediaType, Parameter, RequestBody
from ..model.media_types import JSON, ValueKind, declared_for, essence, family_of, framing_of, is_anything, is_json
from .writing.files import is_chunks, is_file_like, is_stream

if TYPE_CHECKING:
    from .body_fields import BodyFields

BYTES = "application/octet-stream"

ANY_BODY = MediaType("*/*")
"""The media type of a Request Body Object without content."""


def holds_files(value: Any) -> bool:
    """Whether an object has a file in one of its fields, or in a list in one."""
    if not isinstance(value, Mapping):
        return False
    return any(
        is_file_like(item) or (isinstance(item, (list, tuple)) and any(is_file_like(member) for member in item))
        for item in value.values()
    )


def is_raw(value: Any) -> bool:
    """Whether a value is bytes: bytes, a file, an iterator of bytes, or a list of bytes."""
    return is_file_like(value) or is_stream(value) or is_chunks(value)


def kind_of_value(value: Any) -> ValueKind:
    """The kind of a value, to choose a media type."""
    if isinstance(value, str):
        return "text"
    if is_raw(value):
        return "raw"
    if isinstance(value, Mapping):
        return "object with files" if holds_files(value) else "object"
    return "value"


def choose_media_type(
    body: RequestBody, value: Any, content_type: str | None, fields: BodyFields | None = None
) -> MediaType | None:
    """The declared media type that a value is sent as, or None if none can carry it.

    The names in an object choose first (`BodyFields.candidates`), then the kind of the value; among those that are
    left, JSON comes first, of which the kind of the value decides which one, then the document's order, and for
    values XML comes last. Bytes that may
    go as several are none of them; see `media_of_bytes`.

    Args:
        content_type: the type that the caller asked for; it must match a declared type or range.
        fields: what each media type declares, if names may choose.
    """
    content = body.content
    if content_type is not None:
        name = declared_for(content, content_type)
        return None if name is None else content[name]
    only = only_json(body)
    if only is not None and type(value) in (dict, list, str):  # a large body is not searched for files
        return only
    kind = kind_of_value(value)
    if kind == "raw":
        from .media_of_bytes import media_types_of_bytes  # bytes are rare beside JSON

        ready = media_types_of_bytes(content, value)
        return ready[0] if len(ready) == 1 else None
    offered: Iterable[MediaType] = content.values()
    if fields is not None and fields.has_choice and isinstance(value, Mapping) and value:
        found = fields.candidates(value, lambda name: _accepts(name, kind))
        offered = fields.holding_paths(found, value) if kind == "object" and len(found) > 1 else found
    ordered = sorted(offered, key=lambda item: _rank(item.name, kind))
    fitting = [item for item in ordered if _accepts(item.name, kind) or (kind == "value" and item.items is not None)]
    if not fitting and kind == "text":  # a form that the caller wrote
        fitting = [item for item in ordered if family_of(item.name).holds == "fields"]
    elif not fitting and isinstance(value, Mapping):  # the writer reports what is not a value
        fitting = [item for item in ordered if family_of(item.name).holds in ("json", "xml")]
    if len(fitting) > 1 and is_json(fitting[0].name) and is_json(fitting[1].name):
        from .json_types import best_json

        return best_json((item for item in fitting if is_json(item.name)), value)
    return fitting[0] if fitting else None


def is_ready_made(value: Any) -> bool:
    """Whether a value may be a body that the caller wrote: text, bytes, or a source of bytes."""
    return isinstance(value, str) or is_raw(value)


def content_type_among(values: Iterable[tuple[Parameter, Any]], otherwise: str | None) -> str | None:
    """The value of the header parameter Content-Type, or `otherwise` if none was given."""
    for parameter, value in values:
        if parameter.location == "header" and parameter.name.lower() == "content-type":
            return str(value)
    return otherwise


def media_type_for(
    declared: RequestBody, value: Any, asked: str | None, fields: BodyFields | None = None, *, check: bool
) -> MediaType | None:
    """The media type that a value is sent as, under the name that the caller asked for; None if none can carry it.

    Args:
        fields: what each media type declares, if names may choose.
        check: whether the type asked for must be declared.
    """
    if not declared.content:
        return ANY_BODY
    found = choose_media_type(declared, value, asked, fields)
    if found is not None and asked is not None:  # sent under the name asked for, with its parameters
        return MediaType(asked, found.schema, found.encoding, found.examples, found.pointer, found.items)
    if found is None and asked is not None and not check:
        return MediaType(asked)
    return found


def no_media_type(declared: RequestBody, value: Any, asked: str | None) -> Violation:
    """Why a value cannot be sent as any of the declared media types."""
    names = ", ".join(declared.content)
    if asked is not None:
        return Violation("body", "/body", "unknown", f"this operation takes {names}, not {asked}", value)
    if is_raw(value):
        from .media_of_bytes import media_types_of_bytes, several

        found = media_types_of_bytes(declared.content, value)
        if len(found) > 1:
            return Violation("body", "/body", "type", several(found), value)
    text = f"a body of Python type {type(value).__name__} cannot be sent as {names}"
    if is_raw(value) and any(map(is_json, declared.content)):
        text += "; JSON is sent from a value or from bytes: body=path.read_bytes()"
    if any(map(framing_of, declared.content)) and isinstance(value, Mapping):
        text += "; pass a list or another iterable of items"
    return Violation("body", "/body", "type", text, value)


def only_json(body: RequestBody | None) -> MediaType | None:
    """The media type of a body if it declares only one and that is JSON: then a JSON value needs no choice."""
    content = body.content if body is not None else {}
    only = next(iter(content.values())) if len(content) == 1 else None
    return only if only is not None and is_json(only.name) else None


def _rank(name: str, kind: ValueKind) -> int:
    """JSON comes first; a value goes as XML if nothing else takes it."""
    if is_json(name):
        return 0
    return 2 if kind not in ("text", "raw") and family_of(name).name == "xml" else 1


def _accepts(name: str, kind: ValueKind) -> bool:
    return kind in family_of(name).accepts or is_anything(name)


def sent_name(media_type: MediaType, value: Any) -> str:
    """The Content-Type to send for a declared media type; a range is replaced by the type of the value."""
    name = media_type.name
    if "*" not in name:
        return name
    if is_anything(name):
        return BYTES if is_raw(value) else JSON
    if is_json(name):
        return JSON
    return "text/plain; charset=utf-8" if essence(name) == "text/*" else BYTES
