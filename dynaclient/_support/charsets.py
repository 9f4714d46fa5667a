"""The charsets that mail and the web use, by their names. Python knows more encodings, some slow, some no charsets.

Source: WHATWG Encoding, section 4.2 (names and labels); IANA, "Character Sets".
"""

from __future__ import annotations

import codecs
from functools import lru_cache

_CODECS = frozenset(
    """ascii utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be
    iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11
    iso8859-13 iso8859-14 iso8859-15 iso8859-16
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp850 cp852 cp866 cp874 koi8-r koi8-u
    mac-roman mac-cyrillic tis-620 big5 big5hkscs gb2312 gbk gb18030 hz
    euc_jp euc_jis_2004 shift_jis shift_jisx0213 cp932 iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3
    euc_kr cp949 iso2022_kr""".split()  # noqa: SIM905  # a list of this size is read as words
)
"""Python's names of the codecs."""

_LABELS = {
    **dict.fromkeys(("unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "utf8mb4"), "utf-8"),
    **dict.fromkeys(("unicode", "ucs-2", "iso-10646-ucs-2", "csunicode"), "utf-16-le"),
    **dict.fromkeys(("windows-874", "dos-874"), "cp874"),
    **dict.fromkeys(("iso-8859-6-e", "iso-8859-6-i"), "iso8859-6"),
    **dict.fromkeys(("iso-8859-8-e", "iso-8859-8-i", "logical", "visual"), "iso8859-8"),
    **dict.fromkeys(("x-mac-roman", "mac", "csmacintosh"), "mac-roman"),
    **dict.fromkeys(("x-mac-cyrillic", "x-mac-ukrainian"), "mac-cyrillic"),
    **dict.fromkeys(("windows-31j", "x-sjis"), "cp932"),
    **dict.fromkeys(("windows-949", "ks_c_5601-1987", "ks_c_5601-1989", "ksc_5601", "cseuckr"), "cp949"),
    **dict.fromkeys(("gb_2312", "gb_2312-80", "csgb2312"), "gb2312"),
    "x-gbk": "gbk",
    "cn-big5": "big5",
    "x-x-big5": "big5",
    "x-euc-jp": "euc_jp",
    "koi8-ru": "koi8-u",
    "koi8": "koi8-r",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "csisolatin9": "iso8859-15",
}
"""Labels that Python does not know."""

_LONGEST_NAME = 40


def codec_of(charset: str) -> str | None:
    """Python's name of a charset, or None if it is not one that mail and the web use."""
    name = charset.strip().lower()
    if not name.isascii() or len(name) > _LONGEST_NAME:
        return None
    if name in _LABELS:
        return _LABELS[name]
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return found if found in _CODECS else None


def decoded_text(content: bytes, codec: str) -> str:
    """Decode bytes to text. Bytes that are not characters become U+FFFD."""
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        table = _table(codec)
        return (
            content.decode(codec, errors="replace")
            if table is None
            else codecs.charmap_decode(content, "strict", table)[0]
        )


@lru_cache(maxsize=16)
def _table(codec: str) -> str | None:
    """The characters of a charset of single bytes: Python would look for the replacement of each byte anew, slowly."""
    if not codec.startswith(("cp12", "cp4", "cp8", "iso8859", "koi8", "mac", "tis")):
        return None
    return "".join(bytes([code]).decode(codec, errors="replace") for code in range(256))
