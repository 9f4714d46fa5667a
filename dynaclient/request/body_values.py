"""A body as the caller gave it → what is judged and written: JSON, form fields with their files, text, or a file.

This is where a value is found to be JSON, a file or neither, once; judging and writing do not ask again. Opens nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from .._support.record import record
from .._support.wording import kind_of
from ..document import Document
from ..model import Encoding, MediaType
from ..model.media_types import MediaFamily, family_of, is_anything, is_json
from ..schema.view import holds_file, properties_of, types_of, view
from ..types import MISSING
from .coercion import coerce
from .media import is_raw, sent_name
from .plain import HALF_SURROGATE, NotJSON, TooDeep, json_bytes, nests_too_deep, plain
from .writing.files import FilePart, file_part, is_chunks, is_file_like, is_stream

FILE = "the content of a file"
"""Stands for a file where a form is judged: its schema says nothing that can be checked but that it is text."""


@record(frozen=False)
class BodyValue:
    """A body, plain.

    Attributes:
        media_type: the declared media type that it is sent as.
        content_type: its name on the wire, without what only the writer adds (a boundary, a charset).
        given: what the caller passed.
        writer: the family whose writer it is for.
        content: what is written: JSON text as bytes, a mapping of fields, text, a `FilePart`, or an iterator.
        instance: the value that is held against the schema; `MISSING` where a schema says nothing of it.
        errors: the parts that cannot be written.
    """

    media_type: MediaType
    content_type: str
    given: Any
    writer: MediaFamily
    content: Any
    instance: Any
    errors: list[NotJSON]

    def __init__(self, media_type: MediaType, writer: MediaFamily, given: Any) -> None:
        self.media_type = media_type
        self.content_type = sent_name(media_type, given)
        self.given = given
        self.writer = writer
        self.content = self.instance = MISSING
        self.errors = []

    def judged(self) -> Any:
        """The value that is held against the schema as plain JSON: what the caller wrote is read for it.

        Raises:
            NotJSON: what the caller wrote cannot be read, or it nests too deep.
        """
        if not isinstance(self.instance, (bytes, bytearray)):
            return plain(self.instance)
        read = self.writer.read
        try:
            value = json.loads(self.instance) if read is None else read(bytes(self.instance), self.content_type)
        except ValueError as error:
            what = "JSON" if read is None else self.content_type
            raise NotJSON((), f"these bytes are no {what}: {error}") from None
        except RecursionError:
            raise TooDeep from None
        if nests_too_deep(value):
            raise TooDeep
        return value


def plain_body(document: Document, media_type: MediaType, value: Any) -> BodyValue:
    """What a body means in a media type. The caller's value is not changed."""
    family = family_of(media_type.name)
    holds = family.holds
    if is_anything(media_type.name) and is_raw(value):
        family, holds = family_of("application/octet-stream"), "bytes"
    body = BodyValue(media_type, family, value)
    try:
        _READERS[holds](document, body)
    except NotJSON as error:
        body.errors = [error]
    return body


def _json(document: Document, body: BodyValue) -> None:
    value = body.given
    body.instance = value
    if isinstance(value, (bytes, bytearray)):  # written by the caller
        body.content = bytes(value)
        return
    if body.writer.write is None:
        try:
            body.content = json_bytes(value)
        except NotJSON as error:
            body.errors = [error]
        else:
            return
    found: list[NotJSON] = []
    body.instance = body.content = plain(value, found=found)  # null is judged where there is no JSON value
    body.errors = found or body.errors


def _text(document: Document, body: BodyValue) -> None:
    if not isinstance(body.given, str):
        _bytes(document, body)
        return
    body.content = _encodable(body.given)
    types = types_of(document, body.media_type.schema)
    if not types or "string" in types:  # a schema of anything else describes what XML holds
        body.instance = body.given


def _bytes(document: Document, body: BodyValue) -> None:
    value = body.given
    if isinstance(value, str):
        body.content = _encodable(value)
    elif is_chunks(value):
        body.content = b"".join(value)
    elif is_stream(value):
        body.content = value
    elif types_of(document, body.media_type.schema) and not is_file_like(value):
        raise NotJSON((), f"{body.media_type.name} is sent from bytes, text, a path or an open file")
    else:
        body.content = file = file_part(value, "body")
        if "*" in body.media_type.name and file.path is not None:
            body.content_type = file.content_type


def _encodable(text: str, errors: str = "strict") -> str:
    try:
        text.encode("utf-8", errors)
    except UnicodeEncodeError:
        raise NotJSON((), HALF_SURROGATE) from None
    return text


# forms


def _fields(document: Document, body: BodyValue) -> None:
    value, media_type = body.given, body.media_type
    if not isinstance(value, Mapping):
        raise NotJSON((), f"{media_type.name} is sent from a mapping of fields, not from {kind_of(value)}")
    read = _part if body.writer.takes_files else _plain_field
    properties = properties_of(document, media_type.schema)
    content: dict[str, Any] = {}
    instance: dict[str, Any] = {}
    for name, item in value.items():
        name = str(name)
        try:
            _encodable(name, "surrogateescape" if body.writer.takes_files else "strict")
        except NotJSON as error:
            body.errors.append(error)
            continue
        try:
            content[name], instance[name] = read(
                document, name, properties.get(name), item, media_type.encoding.get(name)
            )
        except NotJSON as error:
            instance[name] = None
            body.errors.append(NotJSON((name, *error.path), error.what))
    body.content, body.instance = content, instance


def _plain_field(document: Document, name: str, schema: Any, item: Any, encoding: Encoding | None) -> tuple[Any, Any]:
    """One field as it will be written, and as it is judged, in a form that holds no files."""
    if is_file(document, schema, item):
        return plain(item), FILE
    value = coerce(document, schema, plain(item))
    return value, value


def _part(document: Document, name: str, schema: Any, item: Any, encoding: Encoding | None) -> tuple[Any, Any]:
    """One field as it will be written, and as it is judged: there a file is a word."""
    if is_file(document, schema, item):
        return _file(item, name), FILE
    is_list = isinstance(item, (list, tuple)) and not is_json_part(encoding)
    if is_list and any(is_file_like(member) for member in item):
        items = view(document, schema).items
        pairs = [_part(document, name, items, member, None) for member in item]
        return [content for content, _ in pairs], [instance for _, instance in pairs]
    value = coerce(document, schema, plain(item))
    if is_list and isinstance(value, list) and not has_style(encoding):  # text is a path where it stands for a file
        items = view(document, schema).items
        return [_file(each, name) if is_file(document, items, each) else each for each in value], value
    return value, value


def _file(value: Any, name: str) -> FilePart:
    file = file_part(value, name)
    _encodable(file.filename, "surrogateescape")  # as file names are read
    return file


def has_style(encoding: Encoding | None) -> bool:
    """Whether an Encoding Object asks for a style, as a parameter has one."""
    return encoding is not None and (encoding.style is not None or encoding.explode is not None)


def is_json_part(encoding: Encoding | None) -> bool:
    """Whether an Encoding Object asks for JSON."""
    return encoding is not None and encoding.content_type is not None and is_json(encoding.content_type.split(",")[0])


def is_file(document: Document, schema: Any, value: Any) -> bool:
    """Whether a value is a file: it can only be one, or it is text (a path, or name and text) for a field of files."""
    if is_file_like(value):
        return True
    named = isinstance(value, tuple) and len(value) in (2, 3) and all(isinstance(item, str) for item in value)
    if not named and not isinstance(value, str):
        return False
    return holds_file(document, schema) and (not named or types_of(document, schema) != ("array",))


_READERS: dict[str, Callable[[Document, BodyValue], None]] = {
    "json": _json,
    "fields": _fields,
    "text": _text,
    "bytes": _bytes,
}
"""By what a body holds."""
