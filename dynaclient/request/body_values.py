"""Convert the caller's body to what is judged and written: JSON, form fields with their files, text, or a file.

Only this module decides whether a value is JSON, a file or neither; judging and writing rely on it. Does no I/O.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .._support.json_writer import json_writer
from .._support.record import record
from .._support.wording import kind_of
from ..document import Document
from ..model import MediaType
from ..model.media_types import MediaFamily, family_of, is_anything, parameters_of
from ..schema.view import types_of
from ..types import MISSING
from .media import is_raw, is_ready_made, sent_name
from .plain import MAX_DEPTH, NotJSON, TooDeep, names_are_text, nests_too_deep, plain, plain_scalar
from .writing.files import file_part, is_chunks, is_stream

if TYPE_CHECKING:
    from .writing.item_body import ItemBody


@record(frozen=False)
class BodyValue:
    """A body in plain form.

    Attributes:
        media_type: the declared media type that it is sent as.
        content_type: its name on the wire, without what only the writer adds (a boundary, a charset).
        given: what the caller passed.
        writer: the family that writes it.
        content: what is written: JSON text or XML as bytes, a mapping of fields, text, a `FilePart`, or an iterator.
        instance: the value to check against the schema; `MISSING` if no schema applies.
        errors: the parts that cannot be written.
        items: what is known of the items, if the body is a sequence of them.
    """

    media_type: MediaType
    content_type: str
    given: Any
    writer: MediaFamily
    content: Any
    instance: Any
    errors: list[NotJSON]
    items: Any

    def __init__(self, media_type: MediaType, writer: MediaFamily, given: Any) -> None:
        self.media_type = media_type
        self.content_type = sent_name(media_type, given) if "*" in media_type.name else media_type.name
        self.given = given
        self.writer = writer
        self.content = self.instance = MISSING
        self.errors = []
        self.items = None

    @property
    def stream(self) -> ItemBody | None:
        """The content if it is written as it is sent."""
        return self.content if hasattr(self.content, "judge") else None

    @property
    def written(self) -> tuple[bytes, str] | None:
        """The content with its media type if it is bytes already, like JSON; else None."""
        return (self.content, self.content_type) if type(self.content) is bytes else None

    def judged(self) -> Any:
        """The value to check against the schema, as plain JSON; text that the caller serialised is parsed.

        Raises:
            NotJSON: that text cannot be parsed, or is nested too deeply.
        """
        if not isinstance(self.instance, (bytes, bytearray)):
            return plain(self.instance)
        read = self.writer.read
        try:
            value = _read_json(self.instance) if read is None else read(bytes(self.instance), self.content_type)
        except ValueError as error:
            what = "JSON" if read is None else self.content_type
            raise NotJSON((), f"these bytes are not {what}: {error}") from None
        except RecursionError:
            raise TooDeep from None
        if nests_too_deep(value):
            raise TooDeep
        return value


def plain_body(document: Document, media_type: MediaType, value: Any) -> BodyValue:
    """The plain form of a body in a media type. The caller's value is not changed."""
    family = family_of(media_type.name)
    holds = family.holds
    if "*" in media_type.name and is_anything(media_type.name) and is_raw(value):
        family, holds = family_of("application/octet-stream"), "bytes"
    body = BodyValue(media_type, family, value)
    try:
        _READERS[holds](document, body)
    except NotJSON as error:
        body.errors = [error]
    return body


def ready_made_body(content_type: str | None, value: Any) -> BodyValue:
    """The plain form of a body that is written already: text, bytes, a path, an open file or an iterator of bytes.

    Args:
        content_type: its media type; by default that of text, or of the file's name.
    """
    body = BodyValue(MediaType(content_type or "*/*"), family_of("application/octet-stream"), value)
    if content_type is None and isinstance(value, str):
        body.content_type = "text/plain; charset=utf-8"
    try:
        make_ready(body)
    except NotJSON as error:
        body.errors = [error]
    return body


def _json(document: Document, body: BodyValue) -> None:
    value = body.given
    if type(value) is list and value and type(value[0]) is bytes and is_chunks(value):
        value = b"".join(value)
    body.instance = value
    if isinstance(value, (bytes, bytearray, memoryview)):  # serialised by the caller
        body.content = body.instance = data = bytes(value)
        if b"NaN" in data or b"Infinity" in data or b"\0" in data[:4]:  # UTF-16 and UTF-32 are read too
            with suppress(ValueError, RecursionError):  # reported where it is judged
                _read_json(data)
        return
    if body.writer.write is None:
        try:
            data = json_bytes(value)
            body.content = data if ";" not in body.content_type else _in_charset(data, body.content_type)
        except NotJSON as error:
            body.errors = [error]
        else:
            return
    found: list[NotJSON] = []
    body.instance = body.content = plain(value, found=found)  # null is judged in place of a value that is not JSON
    body.errors = found or body.errors


def _in_charset(data: bytes, content_type: str) -> bytes:
    from .writing.text import json_in_charset  # most JSON names no charset

    return json_in_charset(data, content_type)


def _read_json(data: bytes | bytearray) -> Any:
    """Parse JSON text. Raises `NotJSON` for the constants of Python that JSON lacks. Source: RFC 8259 section 6."""
    try:
        return json.loads(data, parse_constant=_refuse_constant)
    except ValueError as error:
        if "int_max_str_digits" in str(error):  # Python's advice, which is not for the caller
            raise NotJSON((), "these bytes hold an integer that is too long to be read") from None
        raise


def _refuse_constant(name: str) -> Any:
    raise NotJSON((), f"JSON has no {name}")


def _text(document: Document, body: BodyValue) -> None:
    if not isinstance(body.given, str):
        _bytes(document, body)
        return
    if "charset" not in parameters_of(body.content_type):
        body.content_type += "; charset=utf-8"
    make_ready(body)
    types = types_of(document, body.media_type.schema)
    if not types or "string" in types:  # any other type describes the content of XML
        body.instance = body.given


def _xml(document: Document, body: BodyValue) -> None:
    if is_ready_made(body.given):
        _text(document, body)
        return
    from ..model.xml_content import is_xml_value  # XML is rare beside JSON
    from .xml_value import xml_bytes

    found: list[NotJSON] = []
    value = plain(body.given, found=found)
    if not found:
        try:
            body.content, body.content_type = xml_bytes(document, body.media_type.schema, value, body.content_type)
        except NotJSON as error:
            found = [error]
    body.errors = found
    body.instance = value if is_xml_value(document, body.media_type.schema) else MISSING


def _bytes(document: Document, body: BodyValue) -> None:
    value = body.given
    if not is_ready_made(value) and types_of(document, body.media_type.schema):
        raise NotJSON((), f"{body.media_type.name} is sent from bytes, text, a path or an open file")
    make_ready(body)


def make_ready(body: BodyValue) -> None:
    """Content that is bytes already, or text in the charset of its media type."""
    value = body.given
    if isinstance(value, str):
        from .writing.text import encoded  # text is rare beside JSON

        body.content = encoded(value, body.content_type)
    elif isinstance(value, (bytes, bytearray, memoryview)):
        body.content = bytes(value)
    elif is_chunks(value):
        body.content = b"".join(value)
    elif is_stream(value):
        from .writing.item_body import body_of_pieces  # bodies of unknown size are rare beside others

        body.content = body_of_pieces(value)
    else:
        body.content = file = file_part(value, "body")
        if "*" in body.media_type.name and file.path is not None:
            body.content_type = file.content_type


def _items(document: Document, body: BodyValue) -> None:
    from .item_values import is_written, plain_items, text_items  # sequences are rare beside JSON
    from .writing.multipart import boundary_of, with_boundary

    value, media_type, framing = body.given, body.media_type, body.writer.framing
    if type(value) is list and value and framing != "parts" and is_chunks(value):
        value = b"".join(value)
    if framing == "parts" and is_stream(value) and "boundary" in parameters_of(body.content_type):
        make_ready(body)  # the caller's own bytes
    elif not is_written(value, framing):
        found = body.items = plain_items(document, media_type, framing, value, json_bytes)
        body.content, body.errors = found.content, found.errors
        if found.boundary:
            body.content_type = with_boundary(body.content_type, found.boundary)
    else:
        make_ready(body)
        if framing == "parts":
            body.content_type = with_boundary(body.content_type, boundary_of(body.content_type, body.content))
        elif framing != "events":
            body.items = text_items(media_type, framing, body.content, json_bytes)


def _fields(document: Document, body: BodyValue) -> None:
    from .form_values import plain_fields  # forms are rare beside JSON
    from .writing.multipart import boundary_of, with_boundary

    value, media_type = body.given, body.media_type
    if media_type.items is not None:
        _items(document, body)
        return
    if is_ready_made(value):
        make_ready(body)
        if body.writer.takes_files:
            body.content_type = with_boundary(body.content_type, boundary_of(body.content_type, body.content))
        if isinstance(value, str) and "string" in types_of(document, media_type.schema):
            body.instance = value
        return
    if not isinstance(value, Mapping):
        raise NotJSON((), f"{media_type.name} is sent from a mapping of fields, bytes or text, not {kind_of(value)}")
    fields = plain_fields(document, media_type, value, takes_files=body.writer.takes_files)
    body.content, body.instance, body.errors = fields.content, fields.instance, fields.errors


def json_bytes(value: Any) -> bytes:
    """Compact JSON text in UTF-8. Source: RFC 8259 (which has no NaN and no unpaired surrogates).

    Raises:
        NotJSON: a part of the value is not JSON; its path says which.
    """
    try:
        data = "".join(_written(value)).encode()
    except (NotJSON, TypeError, ValueError, RecursionError):
        value = plain(value)  # converts the value, or raises what is wrong and where
        data = "".join(_written(value)).encode()
    if len(data) > MAX_DEPTH and _may_nest(data, value) and nests_too_deep(value):
        raise TooDeep
    if _may_have_other_names(data, value) and not names_are_text(value):
        plain(value)  # raises which name is not text
    return data


_NAME_END = re.compile(rb'":(?<=[0-9el]":)(?:(?<=[0-9]":)|(?<="true":)|(?<="false":)|(?<="null":))')
"""The end of a property name that may not have been text: the encoder writes both 2 and "2" as `"2":`.

The pattern starts with the end of a name because long texts contain few of them; the character before it already rules
out most."""


def _may_have_other_names(data: bytes, value: Any) -> bool:
    """Whether a property name may be something other than text."""
    return (len(data) > _LARGE and _is_flat(value)) or _NAME_END.search(data) is not None


_LARGE = 1 << 16
"""Size in bytes above which searching for brackets takes longer than inspecting a few values."""


def _may_nest(data: bytes, value: Any) -> bool:
    """Whether a body has enough brackets to be nested too deeply. A large text is not searched for them."""
    if len(data) > _LARGE and _is_flat(value):
        return False
    return data.count(b"[") + data.count(b"{") > MAX_DEPTH


def _is_flat(value: Any) -> bool:
    """Whether a value is an object that contains only text."""
    return type(value) is dict and all(type(item) is str for item in value.values())


_written = json_writer(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain_scalar)
"""Raises RecursionError for a value that contains itself or is nested too deeply."""


_READERS: dict[str, Callable[[Document, BodyValue], None]] = {
    "json": _json,
    "fields": _fields,
    "xml": _xml,
    "items": _items,
    "text": _text,
    "bytes": _bytes,
}
"""By the `holds` of a media family."""
