"""A body value and the media type it is sent as → the bytes or stream that go out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..document import Document
from ..model import Encoding, MediaType
from ..schema.properties import properties_of, resolved, types_of
from .files import FilePart, file_part, is_file_like, is_iterable_of_bytes
from .media import essence, family, is_json, sent_name
from .multipart import MultipartBody, Part
from .percent import encode, encode_query
from .plain import NotJSON, plain, plain_scalar
from .styles import QUERY, text_of


@dataclass(frozen=True, slots=True)
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
    return _WRITERS[family(media_type.name)](document, media_type, value)


def json_bytes(value: Any) -> bytes:
    """Compact JSON text in UTF-8. Source: RFC 8259 (which has no NaN and no half surrogate pairs)."""
    try:
        return _dump(value)
    except (TypeError, ValueError, RecursionError):
        value = plain(value)  # says what is wrong and where
    try:
        return _dump(value)
    except UnicodeEncodeError as error:
        raise NotJSON((), f"half a surrogate pair cannot be sent: {error.object[error.start]!r}") from None
    except (ValueError, RecursionError) as error:
        raise NotJSON((), f"this cannot be written as JSON: {error}") from None


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain_scalar).encode()


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
    if encoding is not None and (encoding.style is not None or encoding.explode is not None):
        style = encoding.style or "form"
        explode = encoding.explode if encoding.explode is not None else style == "form"
        reserved = encoding.allow_reserved
        return QUERY[style](name, value, explode, lambda text: encode_query(text, allow_reserved=reserved))
    items = value if isinstance(value, list) else [value]
    return [(encode(name), encode(text_of(item))) for item in items]


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


def _parts(document: Document, name: str, value: Any, schema: Any, encoding: Encoding | None) -> Iterator[Part]:
    """The parts of one field. An array sends one part for each item, under the same name.

    Source: OAS 3.1.1 "Encoding multipart Media Types"; RFC 7578 section 4.3.
    """
    if encoding is not None and encoding.style is not None and isinstance(value, (Mapping, list)):
        explode = encoding.explode if encoding.explode is not None else encoding.style == "form"
        for key, text in QUERY[encoding.style](name, plain(value, (name,)), explode, str):
            yield Part(key.replace("%5B", "[").replace("%5D", "]"), text.encode())
        return
    if isinstance(value, list) and not _is_json_part(encoding):
        items = resolved(document, schema).get("items")
        for item in value:
            yield _part(document, name, item, items, encoding)
        return
    yield _part(document, name, value, schema, encoding)


def _part(document: Document, name: str, value: Any, schema: Any, encoding: Encoding | None) -> Part:
    declared = encoding.content_type if encoding else None
    if is_file_like(value) or (isinstance(value, str) and is_binary(document, schema)):
        file = _located(value, name)
        return Part(name, file, _fitting(declared, file))
    value = plain(value, (name,))
    if isinstance(value, (dict, list)) or _is_json_part(encoding):
        return Part(name, json_bytes(value), _single(declared) or "application/json")
    return Part(name, text_of(value).encode(), _single(declared))


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
    """The type of a file part: the one declared, or, among several or a wildcard, what the file is."""
    return _single(declared) or file.content_type


def is_binary(document: Document, schema: Any) -> bool:
    """Whether a form field holds a file.

    Source: OAS 3.0.4 "Considerations for File Uploads" (`format: binary`); 3.1.1 (`contentMediaType`, or no type).
    """
    described = resolved(document, schema)
    if described.get("format") == "binary":
        return True
    if "contentMediaType" in described and "contentEncoding" not in described:
        return bool(described.get("type", "string") == "string")
    if described.get("type") == "array":
        return is_binary(document, described.get("items"))
    for word in ("anyOf", "oneOf", "allOf"):
        if any(is_binary(document, part) for part in described.get(word, ())):
            return True
    return False


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
    if is_iterable_of_bytes(value) and not is_file_like(value):
        return EncodedBody(value, name)
    if types_of(document, media_type.schema) and not is_file_like(value):
        raise NotJSON((), f"{media_type.name} is sent from bytes, text, a path or an open file")
    file = file_part(value, "body")
    if "*" in media_type.name and file.path is not None:
        name = file.content_type
    return EncodedBody(file.data if isinstance(file.data, bytes) else FileBody(file), name)


class FileBody:
    """A file sent as the whole body: opened when it is read, closed when it was read to its end."""

    def __init__(self, file: FilePart) -> None:
        self._file = file
        self._size = file.size()
        self._stream: Any = None
        start = None if file.path is not None or file.data is None else _tell(file.data)
        self._start = start

    def __len__(self) -> int:
        if self._size is None:
            raise TypeError("a file of unknown size")
        return self._size

    def __bool__(self) -> bool:
        return True

    @property
    def path(self) -> str | None:
        """Where the file is, if it was named by its path."""
        return self._file.path

    @property
    def known_size(self) -> int | None:
        """Bytes in all, or None where that is unknown."""
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.read(1 << 16):
            yield chunk

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the file."""
        if self._stream is None:
            self._stream = self._file.open()
        data: bytes = self._stream.read(size)
        if self._file.path is not None and (not data or size < 0):
            self.close()
        return data

    def tell(self) -> int:
        """Where the file stands; a body that cannot be sent again has no place."""
        if self._file.path is None and self._start is None:
            raise OSError("this file cannot go back")
        return 0 if self._stream is None else int(self._stream.tell())

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go back to where the body began."""
        if self._file.path is not None:
            self.close()
        elif self._start is not None:
            self._file.data.seek(self._start)  # type: ignore[union-attr]
        else:
            raise OSError("this file cannot go back")
        return 0

    def close(self) -> None:
        """Close the file, if it was opened here."""
        if self._file.path is not None and self._stream is not None:
            self._stream.close()
        self._stream = None


def _tell(file: Any) -> int | None:
    try:
        return int(file.tell()) if file.seekable() else None
    except (OSError, AttributeError, ValueError):
        return None


_WRITERS: dict[str, Writer] = {
    "json": _json,
    "form": _form,
    "multipart": _multipart,
    "text": _text,
    "binary": _binary,
}
