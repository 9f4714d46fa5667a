"""Bodies that were compressed for the way, as they were before: to be read, judged, and searched for secrets. Pure."""

from __future__ import annotations

import dataclasses
import zlib
from typing import Any

from ..response.decoders import undecoded_coding
from ..sandbox.content_coding import MOST, unpacked_body
from .bodies import BodyKeeper, boundary_of
from .exchange import KeptBody, Pairs, value_of

_CODING = "content-encoding"
_GZIP = 31
"""What `zlib.decompressobj` calls the format."""


def plain_request(headers: Pairs, body: KeptBody, most: int | None) -> tuple[Pairs, KeptBody]:
    """The headers and body of a request as they were before compression; of a body that stays packed, its digest.

    Args:
        most: the most bytes of a body that are kept; None for no limit.
    """
    coding = value_of(headers, _CODING)
    if not coding or body.data is None:
        return headers, body
    plain = plain_body(body, coding, most, value_of(headers, "Content-Type"))
    if plain.digest == body.digest:  # still packed
        return headers, plain
    return tuple(pair for pair in headers if pair[0].lower() != _CODING), plain


def plain_body(body: KeptBody, coding: str, most: int | None, content_type: str = "") -> KeptBody:
    """A body as it was before compression. What cannot be unpacked may hide a secret, and has only a digest.

    Args:
        coding: the Content-Encoding.
        content_type: of a multipart body, whose boundary is left out of the digest.
    """
    if not body.data or not coding:
        return body
    plain: Any = unpacked_body(body.data, coding)
    if not isinstance(plain, bytes) and not body.is_whole and coding.strip().lower() in ("gzip", "x-gzip"):
        plain = _beginning(body.data)
    if not isinstance(plain, bytes):
        return dataclasses.replace(body, data=None)
    keeper = BodyKeeper(most, boundary_of(content_type))
    keeper.take(plain)
    return keeper.body(is_whole=body.is_whole)


def readable(body: KeptBody, headers: Pairs) -> KeptBody:
    """The body of an answer as its client reads it; its digest alone if the client cannot undo its compression."""
    return dataclasses.replace(body, data=None) if undecoded_coding(value_of(headers, _CODING)) else body


def _beginning(data: bytes) -> bytes | None:
    """What is readable of a body in gzip that breaks off."""
    try:
        return zlib.decompressobj(_GZIP).decompress(data, MOST)
    except zlib.error:
        return None
