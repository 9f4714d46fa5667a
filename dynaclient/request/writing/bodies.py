"""A body value and the media type it is sent as → the bytes or stream that go out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from ..._support.record import record
from ...document import Document
from ...model import Encoding, MediaType
from ...model.media_types import MediaFamily, essence, family_of, is_json
from ...schema.view import holds_file, properties_of, types_of, view
from ..media import sent_name
from ..plain import HALF_SURROGATE, MAX_DEPTH, NotJSON, TooDeep, nests_too_deep, plain, plain_scalar
from .files import FileBody, FilePart, file_part, is_chunks, is_file_like, is_stream
from .multipart import FormPart, MultipartBody
from .percent import encode, encode_query
from .styles import QUERY, text_of


@record(frozen=False)
class EncodedBody:
    """A body ready to be sent, with its Content-Type."""

    content: Any
    content_type: str


Writer = Callable[[Document, MediaType, Any], EncodedBody]


def encode_body(document: Document, media_type: MediaType, value: Any) -> EncodedBody:
    """Write a body.

    Args:
        value: valid for the media type's schema.

    Raises:
        NotJSON: a part of the value cannot be written in this media type; its path says which.
    """
    try:
        family = family_of(media_type.name)
        if family.write is not None:
            return _brought(family, media_type, value)
        return _WRITERS[family.name](document, media_type, value)
    except UnicodeEncodeError:
        raise NotJSON((), HALF_SURROGATE) from None


def _brought(family: MediaFamily, media_type: MediaType, value: Any) -> EncodedBody:
    """A body of a family that brings its own writer."""
    name = sent_name(media_type, value)
    if isinstance(value, (bytes, bytearray)):  # written by the caller
        return EncodedBody(bytes(value), name)
    write = family.write
    assert write is not None  # for the type checker
    return EncodedBody(write(plain(value)), name)


def json_bytes(value: Any) -> bytes:
    """Compact JSON text in UTF-8. Source: RFC 8259 (which has no NaN and no half surrogate pairs)."""
    try:
        data = _dump(value)
    except (NotJSON, TypeError, ValueError, RecursionError):
        value = plain(value)  # says what is wrong and where, or makes JSON of it
        data = _dump(value)
    if len(data) > MAX_DEPTH and _may_nest(data, value) and nests_too_deep(value):
        raise TooDeep
    return data


_LARGE = 1 << 16
"""Bytes from which looking for brackets takes longer than looking at a few values."""


def _may_nest(data: bytes, value: Any) -> bool:
    """Whether a body has as many brackets as it takes to nest too deep. A large text is not looked through for them."""
    if len(data) > _LARGE and type(value) is dict and all(type(item) is str for item in value.values()):
        return False
    return data.count(b"[") + data.count(b"{") > MAX_DEPTH


_written = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":"), default=plain_scalar
).encode
"""What nests in itself ends in a RecursionError, as what nests too deep does."""


def _dump(value: Any) -> bytes:
    return _written(value).encode()


def _json(document: Document, media_type: MediaType, value: Any) -> EncodedBody:
    name = sent_name(media_type, value)
    if isinstance(value, (bytes, bytearray)):  # JSON that the caller wrote
        return EncodedBody(bytes(value), name)
    if not is_json(name):
        return _binary(document, media_type, value)
    return EncodedBody(json_bytes(value), name)


# urlencoded


def _form(document: Document, media_type: MediaType, value: Mapping[str, Any]) -> EncodedBody:
    pairs = [
        pair
        for name, item in value.items()
        for pair in _form_pairs(str(name), plain(item, (str(name),)), media_type.encoding.get(str(name)))
    ]
    content = "&".join(f"{key}={text}" for key, text in pairs)
    return EncodedBody(content.encode(), sent_name(media_type, value))


def _form_pairs(name: str, value: Any, encoding: Encoding | None) -> list[tuple[str, str]]:
    """One field: by its style where one is declared, else by its type (arrays repeat, objects are JSON).

    Source: OAS 3.1.1 Encoding Object; "Encoding the x-www-form-urlencoded Media Type".
    """
    if encoding is not None and _has_style(encoding):
        reserved = encoding.allow_reserved
        return _styled(name, value, encoding, lambda text: encode_query(text, allow_reserved=reserved))
    items = value if isinstance(value, list) and not _is_json_part(encoding) else [value]
    return [(encode(name), encode(text_of(item))) for item in items]


def _has_style(encoding: Encoding) -> bool:
    return encoding.style is not None or encoding.explode is not None


def _styled(name: str, value: Any, encoding: Encoding, enc: Callable[[str], str]) -> list[tuple[str, str]]:
    style = encoding.style or "form"
    explode = encoding.explode if encoding.explode is not None else style == "form"
    return QUERY[style](name, value, explode, enc)


# multipart


def _multipart(document: Document, media_type: MediaType, value: Mapping[str, Any]) -> EncodedBody:
    properties = properties_of(document, media_type.schema)
    parts = [
        part
        for name, item in value.items()
        for part in _parts(document, str(name), item, properties.get(name), media_type.encoding.get(name))
    ]
    body = MultipartBody(parts)
    return EncodedBody(body, f"{essence(media_type.name)}; boundary={body.boundary}")


def _parts(document: Document, name: str, value: Any, schema: Any, encoding: Encoding | None) -> Iterator[FormPart]:
    """The parts of one field. An array sends one part for each item, under the same name.

    Source: OAS 3.1.1 "Encoding multipart Media Types"; RFC 7578 section 4.3.
    """
    if encoding is not None and _has_style(encoding) and isinstance(value, (Mapping, list)) and not _holds_file(value):
        for key, text in _styled(name, plain(value, (name,)), encoding, encode):
            yield FormPart(unquote(key), unquote(text).encode())  # nothing is percent-encoded in a part
        return
    if isinstance(value, list) and not _is_json_part(encoding):
        items = view(document, schema).items
        for item in value:
            yield _part(document, name, item, items, encoding)
        return
    yield _part(document, name, value, schema, encoding)


def _part(document: Document, name: str, value: Any, schema: Any, encoding: Encoding | None) -> FormPart:
    declared = encoding.content_type if encoding else None
    if is_file(document, schema, value):
        file = _located(value, name)
        given = isinstance(value, tuple) and len(value) == 3 and value[2]
        return FormPart(name, file, file.content_type if given else _fitting(declared, file))
    value = plain(value, (name,))
    if isinstance(value, (dict, list)) or _is_json_part(encoding):
        return FormPart(name, json_bytes(value), _single(declared) or "application/json")
    return FormPart(name, text_of(value).encode(), _single(declared))


def _located(value: Any, name: str) -> FilePart:
    try:
        return file_part(value, name)
    except NotJSON as error:
        raise NotJSON((name,), error.what) from None


def _is_json_part(encoding: Encoding | None) -> bool:
    return encoding is not None and encoding.content_type is not None and is_json(encoding.content_type.split(",")[0])


def _single(declared: str | None) -> str | None:
    """The declared type of a part, where it is one and not a list or a wildcard."""
    return declared if declared and "*" not in declared and "," not in declared else None


def _fitting(declared: str | None, file: FilePart) -> str:
    """The type of a file part: what the file is, where that is among the declared ones, else the first declared."""
    names = [name.strip() for name in (declared or "*/*").split(",")]
    kind = file.content_type.partition("/")[0]
    if any(name in (file.content_type, f"{kind}/*", "*/*") for name in names):
        return file.content_type
    return next((name for name in names if "*" not in name), file.content_type)


def _holds_file(value: Any) -> bool:
    return isinstance(value, list) and any(map(is_file_like, value))


def is_file(document: Document, schema: Any, value: Any) -> bool:
    """Whether a value is a file: it can only be one, or it is text (a path, or name and text) for a field of files."""
    if is_file_like(value):
        return True
    named = isinstance(value, tuple) and len(value) in (2, 3) and all(isinstance(item, str) for item in value)
    if not named and not isinstance(value, str):
        return False
    return holds_file(document, schema) and (not named or types_of(document, schema) != ("array",))


# text and everything else


def _text(document: Document, media_type: MediaType, value: Any) -> EncodedBody:
    name = sent_name(media_type, value)
    if isinstance(value, str):
        return EncodedBody(value.encode(), name if "charset" in name.lower() else f"{name}; charset=utf-8")
    return _binary(document, media_type, value)


def _binary(document: Document, media_type: MediaType, value: Any) -> EncodedBody:
    name = sent_name(media_type, value)
    if isinstance(value, str):
        return EncodedBody(value.encode(), name)
    if is_chunks(value):
        return EncodedBody(b"".join(value), name)
    if is_stream(value):
        return EncodedBody(value, name)
    if types_of(document, media_type.schema) and not is_file_like(value):
        raise NotJSON((), f"{media_type.name} is sent from bytes, text, a path or an open file")
    file = file_part(value, "body")
    if "*" in media_type.name and file.path is not None:
        name = file.content_type
    if file.size() == 0:
        return EncodedBody(b"", name)  # a stream of no bytes would be sent in chunks
    return EncodedBody(file.data if isinstance(file.data, bytes) else FileBody(file), name)


_WRITERS: dict[str, Writer] = {
    "json": _json,
    "form": _form,
    "multipart": _multipart,
    "text": _text,
    "binary": _binary,
}
