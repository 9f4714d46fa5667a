"""Percent-encoding as defined for URI templates. Handles characters, not parameters."""

from __future__ import annotations

import re
from urllib.parse import quote

UNRESERVED = "-._~"
"""Characters that are never encoded, besides letters and digits. Source: RFC 3986 section 2.3."""

RESERVED = ":/?#[]@!$&'()*+,;="
"""Characters that `allowReserved` leaves unencoded. Source: RFC 3986 section 2.2; RFC 6570 section 3.2.3."""

_TRIPLET = re.compile(r"(%[0-9A-Fa-f]{2})")


def encode(text: str, *, allow_reserved: bool = False, codec: str = "utf-8") -> str:
    """Encode all but unreserved characters; `allow_reserved` also keeps reserved ones and percent-encoded triplets.

    Args:
        codec: Python's name of the charset whose bytes are written, for forms that declare one.

    Raises:
        UnicodeEncodeError: the text contains an unpaired surrogate.
    """
    if not allow_reserved:
        return quote(text, safe=UNRESERVED, encoding=codec)
    return "".join(
        part if i % 2 else quote(part, safe=UNRESERVED + RESERVED, encoding=codec)
        for i, part in enumerate(_TRIPLET.split(text))
    )


def encode_cookie(text: str, *, allow_reserved: bool = False) -> str:
    """Encode for a cookie, which `;` would end and which cannot contain `,`. Source: RFC 6265 section 4.1.1."""
    encoded = encode(text, allow_reserved=allow_reserved)
    return encoded.replace(";", "%3B").replace(",", "%2C") if allow_reserved else encoded


def encode_query(text: str, *, allow_reserved: bool = False, codec: str = "utf-8") -> str:
    """Encode for a query string.

    `allow_reserved` keeps only what a query may contain: `#` would end it, `&` and `+` would be misread, and `[` `]`
    are not allowed. Source: OAS 3.1.1 Parameter Object, `allowReserved`; RFC 3986 section 3.4.
    """
    encoded = encode(text, allow_reserved=allow_reserved, codec=codec)
    if allow_reserved:
        for character in "#&+[]":
            encoded = encoded.replace(character, f"%{ord(character):02X}")
    return encoded
