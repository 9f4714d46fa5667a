"""Percent-encoding as URI templates define it. Knows characters, not parameters."""

from __future__ import annotations

import re
from urllib.parse import quote

UNRESERVED = "-._~"
"""With letters and digits, what is never encoded. Source: RFC 3986 section 2.3."""

RESERVED = ":/?#[]@!$&'()*+,;="
"""What `allowReserved` leaves alone. Source: RFC 3986 section 2.2; RFC 6570 section 3.2.3."""

_TRIPLET = re.compile(r"(%[0-9A-Fa-f]{2})")


def encode(text: str, *, allow_reserved: bool = False) -> str:
    """Encode all but unreserved characters; with `allow_reserved`, reserved ones and triplets stay too.

    Raises:
        UnicodeEncodeError: the text holds half of a surrogate pair.
    """
    if not allow_reserved:
        return quote(text, safe=UNRESERVED)
    return "".join(
        part if i % 2 else quote(part, safe=UNRESERVED + RESERVED) for i, part in enumerate(_TRIPLET.split(text))
    )


def encode_query(text: str, *, allow_reserved: bool = False) -> str:
    """Encode for a query string.

    `allow_reserved` leaves what a query may hold: `#` would end it, `&` and `+` would be read as something else,
    and `[` `]` are not allowed there. Source: OAS 3.1.1 Parameter Object, `allowReserved`; RFC 3986 section 3.4.
    """
    encoded = encode(text, allow_reserved=allow_reserved)
    if allow_reserved:
        for character in "#&+[]":
            encoded = encoded.replace(character, f"%{ord(character):02X}")
    return encoded
