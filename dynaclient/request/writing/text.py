"""Text as bytes, in the charset that its Content-Type names. Knows no schemas."""

from __future__ import annotations

import json
import re

from ..._support.charsets import codec_of
from ...model.media_types import parameters_of
from ..plain import HALF_SURROGATE, NotJSON

UTF_8 = "utf-8"


def codec_for(content_type: str) -> str:
    """Python's codec for the charset in a Content-Type, UTF-8 if it names none.

    Raises:
        NotJSON: the charset is unknown.
    Source: RFC 9110 section 8.3.2.
    """
    charset = parameters_of(content_type).get("charset") if ";" in content_type else None
    if not charset:
        return UTF_8
    codec = codec_of(charset)
    if codec is None:
        raise NotJSON((), f"the charset {charset[:40]!r} is unknown; pass bytes, or choose one with content_type=")
    return codec


def encoded(text: str, content_type: str) -> bytes:
    """The bytes of a text.

    Raises:
        NotJSON: the charset is unknown, or lacks a character.
    """
    codec = codec_for(content_type)
    try:
        return text.encode(codec)
    except UnicodeEncodeError as error:
        character = text[error.start]
    if "\ud800" <= character <= "\udfff":
        raise NotJSON((), HALF_SURROGATE)
    charset = parameters_of(content_type)["charset"]
    raise NotJSON(
        (), f"the charset {charset} has no character {character!r}; pass bytes, or choose one with content_type="
    )


def json_in_charset(data: bytes, content_type: str) -> bytes:
    """JSON text in the charset of its Content-Type: in any but UTF-8, other characters than ASCII are escaped.

    Source: RFC 8259 section 8.1, by which JSON has no charset; a server may read it by the parameter all the same.
    """
    codec = codec_for(content_type)
    if codec == UTF_8:
        return data
    return _NOT_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], data.decode()).encode(codec)


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
