"""Form bodies → the JSON value that their schema describes, and the uploaded files. Does not validate the value.

openapi-core parses forms with the email parser, which changes bytes, and only one level of brackets, so this module
parses forms and openapi-core judges the value.
Source: OAS 3.1.1 "Encoding multipart Media Types", "Encoding the x-www-form-urlencoded Media Type"; RFC 7578.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_plus

from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, Preamble

from ..document import Document
from ..model import MediaType, Parameter
from ..model.build import as_mapping
from ..model.xml_content import is_xml_value
from ..schema.view import holds_file, items_of, properties_of, types_of
from ..types import MISSING
from .decode import Decoder, Pairs, nest
from .json_text import load_json
from .media import kind_of_media
from .xml_reading import value_of_xml

_XML = "application/xml; charset=utf-8"
"""The type of a field's XML, which is decoded already."""

STAND_IN = "file"
"""Replaces a file when a form is judged: a schema cannot constrain bytes."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived."""

    name: str
    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a value. Placeholders replace files; `uploads` has the files in wire order."""

    value: Any
    uploads: tuple[Upload, ...] = ()


class Unreadable(Exception):
    """The body does not match its media type. The message says why."""


def read_form(
    document: Document,
    decoder: Decoder,
    media_type: MediaType,
    body: bytes,
    content_type: str,
    read_nested: Callable[[Document, Decoder, Any, str, bytes], Any] | None = None,
) -> Form:
    """Read an urlencoded or multipart body.

    Args:
        read_nested: the value of a multipart body in a part, by its schema and media type.

    Raises:
        Unreadable: the body cannot be parsed.
    """
    if kind_of_media(content_type) == "form":
        try:
            text = body.decode("ascii")
        except ValueError:
            raise Unreadable("the body is not a form: it contains bytes that are not percent-encoded") from None
        halves = [part.partition("=") for part in text.split("&") if part]
        fields = [(unquote_plus(name), value) for name, _, value in halves]
        return Form(_value(document, decoder, media_type, fields, _declared_types(media_type)))
    parts = read_multipart(body, content_type)
    pairs: Pairs = []
    types: dict[str, str] = {}
    uploads: list[Upload] = []
    nested: dict[str, Any] = {}
    properties = properties_of(document, media_type.schema)
    for part in parts:
        schema = properties.get(part.name)
        if read_nested is not None and kind_of_media(part.content_type) == "multipart" and not part.filename:
            nested[part.name] = read_nested(document, decoder, schema or {}, part.content_type, part.data)
        elif part.filename or (schema is not None and holds_file(document, schema) and not _is_json(part.content_type)):
            uploads.append(part)
            pairs.append((part.name, STAND_IN))
        else:
            pairs.append((part.name, quote(part.data.decode("utf-8", "replace"), safe=",|")))
            types[part.name] = part.content_type
    return Form({**_value(document, decoder, media_type, pairs, types), **nested}, tuple(uploads))


def _is_json(name: str) -> bool:
    return kind_of_media(name) == "json"


def _value(
    document: Document, decoder: Decoder, media_type: MediaType, pairs: Pairs, types: dict[str, str]
) -> dict[str, Any]:
    """The fields as a value. The values of `pairs` are percent-encoded."""
    properties = properties_of(document, media_type.schema)
    out: dict[str, Any] = {}
    for name in dict.fromkeys(name if name in properties else name.split("[")[0] or name for name, _ in pairs):
        texts = [text for key, text in pairs if key == name]
        schema = properties.get(name, {})
        if not texts:
            nested = nest(pairs, name, unquote_plus)
            out[name] = decoder.coerced(schema, nested) if nested else ""
        else:
            out[name] = _field(document, decoder, media_type, name, schema, texts, types.get(name, ""))
    return out


def _field(
    document: Document,
    decoder: Decoder,
    media_type: MediaType,
    name: str,
    schema: Any,
    encoded: list[str],
    content_type: str,
) -> Any:
    if _is_json(content_type):
        try:
            values = [load_json(unquote_plus(text)) for text in encoded]
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"the part {name!r} is not valid JSON: {error}") from None
        return values if len(values) > 1 or _is_one_item(document, media_type, name, schema, values[0]) else values[0]
    encoding = media_type.encoding.get(name)
    if encoding is not None and encoding.style:
        style = encoding.style
        explode = encoding.explode if encoding.explode is not None else style == "form"
        field = Parameter(name, name, "query", False, as_mapping(schema), style=style, explode=explode)
        value = decoder.query(field, [(name, text) for text in encoded])
        if value is not MISSING:
            return value
    kind = content_type or (encoding.content_type if encoding is not None else None) or ""
    if kind_of_media(kind) == "xml" and is_xml_value(document, schema):
        items = items_of(document, schema) if _is_list(document, schema) else schema
        try:
            values = [value_of_xml(document, decoder, items, unquote_plus(text).encode(), _XML) for text in encoded]
        except ValueError as error:
            raise Unreadable(f"the field {name!r} cannot be read: {error}") from None
        return values if _is_list(document, schema) else values[0]
    texts = [unquote_plus(text) for text in encoded]
    return decoder.coerced(schema, texts[0] if len(texts) == 1 else texts)


def _declared_types(media_type: MediaType) -> dict[str, str]:
    """The content types that a document declares for a form's fields, except for those with a style."""
    declared = ((name, encoding.content_type) for name, encoding in media_type.encoding.items() if not encoding.style)
    return {name: content_type.split(",")[0] for name, content_type in declared if content_type}


def _is_one_item(document: Document, media_type: MediaType, name: str, schema: Any, value: Any) -> bool:
    """Whether the only JSON value of a field is an item of its list, rather than the whole list."""
    if not _is_list(document, schema):
        return False
    encoding = media_type.encoding.get(name)
    is_whole = encoding is not None and encoding.whole
    return not isinstance(value, list) or (not is_whole and _is_list(document, items_of(document, schema)))


def _is_list(document: Document, schema: Any) -> bool:
    return "array" in types_of(document, schema)


def read_multipart(body: bytes, content_type: str) -> list[Upload]:
    """The parts of a multipart body, with their bytes unchanged."""
    found = re.search(r'boundary=(?:"([^"]*)"|([^;,\s]+))', content_type, re.IGNORECASE)
    if not found:
        raise Unreadable("the Content-Type has no boundary")
    decoder = MultipartDecoder((found[1] or found[2]).encode())
    parts: list[Upload] = []
    try:
        decoder.receive_data(body)
        decoder.receive_data(None)
        current: Field | File | None = None
        data = bytearray()
        while not isinstance(event := decoder.next_event(), Epilogue):
            if isinstance(event, (Field, File)):
                current, data = event, bytearray()
            elif isinstance(event, Data):
                data += event.data
                if not event.more_data and current is not None:
                    name = current.name
                    filename = current.filename if isinstance(current, File) else ""
                    parts.append(Upload(name, filename or "", current.headers.get("content-type", ""), bytes(data)))
            elif not isinstance(event, Preamble):
                break
    except ValueError as error:
        raise Unreadable(f"the multipart body cannot be parsed: {error}") from None
    return parts
