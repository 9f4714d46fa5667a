"""Decode a body by its Content-Type: JSON, text, bytes, or None for an empty body."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from ..model.media_types import essence, family_of, is_anything

_TOO_DEEP = "the JSON is nested too deeply"
_SHOWN = 40
_JSON = json.JSONDecoder()
_SPACE = " \t\n\r"
_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


def decode(content: bytes, content_type: str) -> Any:
    """Decode a body.

    Returns:
        The JSON value; a list of values for JSON lines and text sequences; a str for `text/*`, XML (which `xml_answer`
        reads into values) and the like; bytes for anything else; None for an empty body.

    Raises:
        ValueError: the bytes are not what the Content-Type says.
    """
    if not content:
        return None
    kind = essence(content_type)
    family = family_of(kind)
    if family.read is not None:
        return family.read(content, content_type)
    is_range = "*" in kind and is_anything(kind)  # a range is not a type that a server can send
    reader = _bytes if is_range else _READERS.get(family.name, _bytes)
    return reader(content, content_type)


def _lines(content: bytes, content_type: str) -> Any:
    try:
        return [json.loads(line) for line in content.split(b"\n") if line.strip()]
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None


def _records(content: bytes, content_type: str) -> Any:
    from .events import RecordParser  # rare

    parser = RecordParser()
    try:
        return [*parser.feed(content), *parser.end()]
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None


def _text(content: bytes, content_type: str) -> str:
    from .._support.charsets import decoded_text  # most bodies are JSON

    return decoded_text(content, charset_of(content_type))


def xml_as_text(content: bytes, content_type: str) -> str:
    """The text of an XML document, in the encoding that its bytes, its Content-Type or its declaration say."""
    from .._support.charsets import decoded_text
    from .._support.xml_text import xml_codec

    charset = charset_of(content_type) if _CHARSET.search(content_type) else None
    return decoded_text(content, xml_codec(content, charset))


def readable_text(content: bytes, content_type: str) -> str:
    """A body as text, whatever its type: JSON and XML in the encoding that their bytes show, others by their charset.

    What cannot be decoded becomes U+FFFD, and a charset that is not known is read as UTF-8.
    """
    if family_of(content_type).name == "json":
        return content.decode(json.detect_encoding(content), "replace")
    try:
        if family_of(content_type).name == "xml":
            return xml_as_text(content, content_type)
        codec = charset_of(content_type)
    except ValueError:
        codec = "utf-8-sig"
    return content.decode(codec, "replace")


def _bytes(content: bytes, content_type: str) -> bytes:
    return content


def _json(content: bytes, content_type: str) -> Any:
    """Decode as UTF-8, 16 or 32, whichever the bytes are; else by the charset that the server names."""
    try:
        text = content.decode()
        value, end = _JSON.raw_decode(text)
        return value if not text[end:].strip(_SPACE) else json.loads(text)
    except (ValueError, RecursionError):  # not UTF-8, or with a byte order mark, or invalid: the next attempt decides
        pass
    try:
        return json.loads(content)
    except UnicodeDecodeError:
        text = content.decode(charset_of(content_type))
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None


_READERS: dict[str, Callable[[bytes, str], Any]] = {
    "json": _json,
    "form": _text,
    "xml": xml_as_text,
    "text": _text,
    "events": _text,
    "lines": _lines,
    "records": _records,
}
"""Readers of the standard media families; the body of any other is bytes."""


_DECODED = frozenset(("gzip", "x-gzip", "deflate", "identity"))
"""Content codings that every sending library undoes. Source: RFC 9110 section 8.4.1."""


def undecoded_coding(content_encoding: str) -> str:
    """The content coding that a body is probably still in, or "": one that nobody asked for stays as it is."""
    names = [name.strip() for name in content_encoding.split(",")]
    left = [name for name in names if name and name.lower() not in _DECODED]
    if not left:
        return ""
    from ..transport.content_codings import decoded_codings  # most bodies are in one of the usual codings

    return next((name for name in left if name.lower() not in decoded_codings()), "")


def is_text_of(content: bytes, content_type: str) -> bool:
    """Whether bytes are text in the charset of a Content-Type."""
    try:
        content.decode(charset_of(content_type))
    except ValueError:
        return False
    return True


def charset_of(content_type: str) -> str:
    """The codec of the charset in a Content-Type, or UTF-8 without one; leaves out the byte order mark of UTF-8.

    Raises:
        ValueError: it is not a charset that mail and the web use.
    """
    from .._support.charsets import codec_of

    found = _CHARSET.search(content_type)
    codec = codec_of(found[1]) if found else "utf-8"
    if codec is None:
        raise ValueError(f"its charset {found[1][:_SHOWN]!r} is not one that mail and the web use")  # type: ignore[index]
    return "utf-8-sig" if codec == "utf-8" else codec
