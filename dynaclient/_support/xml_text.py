"""The text of an XML document in bytes, and whether it has a DOCTYPE. Knows no elements.

Source: XML 1.0, appendix F; RFC 7303 section 3, by which a byte order mark comes before a charset parameter, and that
before the document's own declaration.
"""

from __future__ import annotations

import codecs
import re

from .charsets import codec_of

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, and the codecs that take them off. That of UTF-32 begins like that of UTF-16."""

_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How a document of two bytes a character begins without a mark."""

_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_LOOKED_AT = 400
"""Bytes in which the declaration is looked for."""

_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
"""What may come before a DOCTYPE: the declaration, instructions, comments."""

DOCTYPE_REFUSED = "it has a DOCTYPE, which is refused: one may declare entities, and name other files"


def xml_codec(content: bytes, charset: str | None) -> str:
    """The codec of a document.

    Args:
        charset: the codec that its Content-Type names, or None.

    Raises:
        ValueError: the document declares an encoding that is not one of the web.
    """
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return codec
    if charset is not None:
        return charset
    for start, codec in _UNMARKED:
        if content.startswith(start):
            return codec
    found = _DECLARED.match(content[:_LOOKED_AT].lstrip())
    if found is None:
        return "utf-8"
    name = found[1].decode()
    declared = codec_of(name)
    if declared is None:
        raise ValueError(f"its encoding {name[:40]!r} is not one that mail and the web use")
    return "utf-8" if declared.startswith(("utf-16", "utf-32")) else declared  # else it could not be read so far


def has_doctype(text: str) -> bool:
    """Whether a document has a Document Type Declaration. Source: XML 1.0 section 2.8."""
    start = _PROLOG.match(text.removeprefix("\ufeff"))
    return start is not None and text.removeprefix("\ufeff").startswith("<!DOCTYPE", start.end())
