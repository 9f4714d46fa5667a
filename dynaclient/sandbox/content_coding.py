"""Request bodies that arrive compressed, unpacked within a limit. Source: RFC 9110 section 8.4.1."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from .limits import MEGABYTE
from .message import Arrival
from .refusal import Refusal

MOST = 64 * MEGABYTE
"""Bytes that a body may have once it is unpacked."""

_GZIP, _ZLIB, _BARE = 31, 15, -15
"""What `zlib.decompressobj` calls the formats; "deflate" is meant to be the second, and is the third from some."""

_FORMATS: dict[str, tuple[int, ...]] = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _BARE)}
_CODE = "content_encoding"


def unpacked(arrival: Arrival) -> Arrival | Refusal:
    """The request with its body as it was before it was compressed; the request itself if it was not."""
    given = arrival.headers.text("Content-Encoding")
    if not given:
        return arrival
    body = unpacked_body(arrival.body, given)
    return body if isinstance(body, Refusal) else arrival._replace(body=body)


def unpacked_body(body: bytes, content_encoding: str) -> bytes | Refusal:
    """A body as it was before it was compressed.

    Args:
        content_encoding: the header that says how.
    """
    for coding in reversed([name.strip().lower() for name in content_encoding.split(",")]):
        if coding in ("", "identity"):
            continue
        formats = _FORMATS.get(coding)
        if formats is None:
            text = f"The content coding {coding!r} is not supported; gzip and deflate are."
            return Refusal(415, text, location="header", code=_CODE, headers=(("Accept-Encoding", "gzip, deflate"),))
        found = _first(body, formats)
        if found is None:
            return Refusal(400, f"The body is not {coding}, as its Content-Encoding says.", location="body", code=_CODE)
        if len(found) > MOST:
            text = f"The body is larger than {MOST} bytes once it is unpacked."
            return Refusal(413, text, location="body", code=_CODE)
        body = found
    return body


def _first(data: bytes, formats: Iterable[int]) -> bytes | None:
    """The data unpacked in the first format that it has, cut off one byte after the limit; None if it has none."""
    for form in formats:
        try:
            return _unpacked(data, form)
        except (zlib.error, EOFError):
            continue
    return None


def _unpacked(data: bytes, form: int) -> bytes:
    out = b""
    while data:  # gzip: one member after the other, RFC 1952 section 2.2
        unpacker = zlib.decompressobj(form)
        out += unpacker.decompress(data, MOST + 1 - len(out))
        if len(out) > MOST:
            return out
        if not unpacker.eof:
            raise EOFError
        data = unpacker.unused_data if form == _GZIP else b""
    return out
