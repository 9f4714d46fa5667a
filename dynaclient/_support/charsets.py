"""The charsets of mail and the web, and the codecs of Python that write and read them. Knows no media types.

Python has more codecs; some of them are not charsets (`rot13`, `punycode`, `unicode_escape`), and some take quadratic
time.
"""

from __future__ import annotations

import codecs
from functools import lru_cache

UTF_8 = "utf-8"

_CODECS = frozenset(
    [
        "ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
        *(f"iso8859-{number}" for number in range(1, 17) if number != 12),
        *(f"cp{number}" for number in (437, 850, 852, 858, 862, 866, 874, 932, 949, 950, *range(1250, 1259))),
        "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "tis-620",
        "shift_jis", "euc_jp", "iso2022_jp", "iso2022_kr", "euc_kr", "gb2312", "gbk", "gb18030", "hz", "big5",
        "big5hkscs",
    ]
)  # fmt: skip
"""Names of Python's codecs. Source: WHATWG Encoding, section 4.2; RFC 2978 (the registry of charsets)."""

_OTHER_NAMES = {
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso8859-8",
}


@lru_cache(256)
def codec_of(charset: str) -> str | None:
    """Python's codec for a charset by its name in a Content-Type; None if it is unknown or not a charset of the web."""
    name = charset.strip().lower()
    try:
        found = codecs.lookup(_OTHER_NAMES.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return found if found in _CODECS else None
