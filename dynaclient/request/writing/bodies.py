"""Write a plain body as bytes or a stream, with its Content-Type. Opens nothing until it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from ...model import Encoding
from ...model.media_types import JSON
from ..body_values import BodyValue, json_bytes
from ..form_values import has_style, is_json_part, is_whole, single_type
from ..part_headers import default_headers
from .files import FileBody, FilePart, fitting_type
from .multipart import FormPart, MultipartBody, with_boundary
from .percent import encode, encode_query
from .styles import QUERY, json_text, text_of, with_whole_names
from .text import codec_for, encoded, json_in_charset

Written = tuple[Any, str]
"""A body ready to send, and its Content-Type."""


def write_body(body: BodyValue) -> Written:
    """Write a judged body."""
    writer = body.writer
    if writer.write is not None and not isinstance(body.content, FilePart):
        return writer.write(body.content), body.content_type
    return _WRITERS[writer.name](body) if isinstance(body.content, dict) else _binary(body)


# urlencoded


def _form(body: BodyValue) -> Written:
    text = form_text(body.content, body.media_type.encoding, codec_for(body.content_type))
    return text.encode(), body.content_type


def form_text(fields: Mapping[str, Any], encodings: Mapping[str, Encoding], codec: str = "utf-8") -> str:
    """The fields of a form as its text."""
    pairs = [pair for name, item in fields.items() for pair in _form_pairs(name, item, encodings.get(name), codec)]
    return "&".join(f"{key}={text}" for key, text in pairs)


def _form_pairs(name: str, value: Any, encoding: Encoding | None, codec: str) -> list[tuple[str, str]]:
    """One field: by its style if one is declared, else by its type (arrays repeat, objects are JSON).

    Source: OAS 3.1.1 Encoding Object; "Encoding the x-www-form-urlencoded Media Type".
    """
    if encoding is not None and has_style(encoding):
        reserved = encoding.allow_reserved
        pairs = _styled(name, value, encoding, lambda text: encode_query(text, allow_reserved=reserved, codec=codec))
        return with_whole_names(pairs) if reserved else pairs
    items = value if isinstance(value, list) and not is_whole(encoding) else [value]
    written = json_text if is_json_part(encoding) else text_of
    return [(encode(name, codec=codec), encode(written(item), codec=codec)) for item in items]


def _styled(name: str, value: Any, encoding: Encoding, enc: Callable[[str], str]) -> list[tuple[str, str]]:
    style = encoding.style or "form"
    explode = encoding.explode if encoding.explode is not None else style == "form"
    return QUERY[style](name, value, explode, enc)


# multipart


def _multipart(body: BodyValue) -> Written:
    encodings = body.media_type.encoding
    parts = [part for name, item in body.content.items() for part in _parts(name, item, encodings.get(name))]
    written = MultipartBody(parts)
    return written, with_boundary(body.content_type, written.boundary)


def _parts(name: str, value: Any, encoding: Encoding | None) -> Iterator[FormPart]:
    """The parts of one field. An array becomes one part per item, with the same name.

    Source: OAS 3.1.1 "Encoding multipart Media Types"; RFC 7578 section 4.3.
    """
    if encoding is not None and has_style(encoding) and isinstance(value, (Mapping, list)) and not _holds_file(value):
        for key, text in _styled(name, value, encoding, encode):
            yield FormPart(unquote(key), unquote(text).encode())  # nothing is percent-encoded in a part
        return
    items = value if isinstance(value, list) and not is_whole(encoding) else [value]
    for item in items:
        yield _part(name, item, encoding)


def _part(name: str, value: Any, encoding: Encoding | None) -> FormPart:
    declared = encoding.content_type if encoding else None
    headers = default_headers(encoding) if encoding and encoding.headers else {}
    if isinstance(value, FilePart):
        content_type = value.content_type if value.is_typed else fitting_type(declared, value)
        given = {key.lower() for key in value.headers}
        headers = {**{key: text for key, text in headers.items() if key.lower() not in given}, **value.headers}
        content = value.data if not value.filename and isinstance(value.data, bytes) else value
        return FormPart(name, content, content_type, headers)
    kind = single_type(encoding)
    if isinstance(value, (dict, list)) or is_json_part(encoding):
        kind = kind or JSON
        return FormPart(name, json_in_charset(json_bytes(value), kind), kind, headers)
    return FormPart(name, encoded(text_of(value), kind or ""), kind, headers)


def _holds_file(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, FilePart) for item in value)


# everything else


def _binary(body: BodyValue) -> Written:
    content = body.content
    if not isinstance(content, FilePart):
        return content, body.content_type
    if content.size() == 0:
        return b"", body.content_type  # an empty stream would be sent in chunks
    return content.data if isinstance(content.data, bytes) else FileBody(content), body.content_type


_WRITERS: dict[str, Callable[[BodyValue], Written]] = {
    "form": _form,
    "multipart": _multipart,
}
"""By family. Any other body is bytes, a file or a stream already when it is made plain."""
