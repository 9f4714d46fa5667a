"""Strings by what their name and description call them: an e-mail address, a country, a value quoted as code.

Only for strings that nothing else in their schema describes. Knows nothing about schemas.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from functools import lru_cache
from random import Random

_FIRST = ("ada", "grace", "alan", "edith", "emmy", "kurt", "mary", "hedy")
_LAST = ("Holm", "Okoye", "Rossi", "Tanaka", "Novak", "Silva", "Moreau", "Lind")
_CITIES = ("Lisbon", "Oslo", "Nairobi", "Kyoto", "Quito", "Riga", "Cork", "Hobart")

Maker = Callable[[Random], str]


def _hex(digits: int) -> Maker:
    return lambda rng: f"{rng.getrandbits(4 * digits):0{digits}x}"


def _host(rng: Random) -> str:
    return f"{rng.choice(_FIRST)}.example"


_KINDS: tuple[tuple[str, str, Maker], ...] = (
    (r"e_?mail(_?address)?$", r"\be-?mail address\b", lambda rng: f"{rng.choice(_FIRST)}@example.com"),
    (
        r"(^|_)(url|uri|href|link|homepage|website|webhook|endpoint_url)$",
        r"\b(an?|the) (URL|URI|link)\b",
        lambda rng: f"https://{_host(rng)}/{rng.choice(_FIRST)}",
    ),
    (r"(^|_)country(_?code)?$", r"\bISO 3166", lambda rng: rng.choice(("NO", "PT", "KE", "JP", "EC", "LV"))),
    (r"(^|_)currency(_?code)?$", r"\bISO 4217", lambda rng: rng.choice(("EUR", "USD", "NOK", "JPY", "KES"))),
    (r"(phone|mobile|fax)(_?number)?$", r"\bphone number\b", lambda rng: f"+1555{rng.randint(100000, 999999)}"),
    (r"(^|_)ip(v4)?(_?address)?$", r"\bIP(v4)? address\b", lambda rng: f"192.0.2.{rng.randint(1, 254)}"),
    (r"(^|_)ipv6(_?address)?$", r"\bIPv6 address\b", lambda rng: f"2001:db8::{rng.randint(1, 0xFFFF):x}"),
    (r"(^|_)(uuid|guid)$", r"\bUUID\b", lambda rng: str(uuid.UUID(int=rng.getrandbits(128), version=4))),
    (r"(^|_)(sha_?256|digest|fingerprint)$", r"\bSHA-?256\b", _hex(64)),
    (r"(^|_)(sha_?1?|commit_id|commit_sha)$", r"\bSHA-?1\b", _hex(40)),
    (r"(^|_)(md5|etag|hash|checksum)$", r"\b(MD5|hash of)\b", _hex(32)),
    (r"(^|_)(locale|language|lang)(_?code)?$", r"\bISO 639", lambda rng: rng.choice(("en", "pt", "no", "ja", "sw"))),
    (r"(^|_)time_?zone$", r"\btime ?zone\b", lambda rng: rng.choice(("Europe/Oslo", "Asia/Tokyo", "UTC"))),
    (r"(^|_)(first|given)_?name$", "", lambda rng: rng.choice(_FIRST).title()),
    (r"(^|_)(last|family|sur)_?name$", "", lambda rng: rng.choice(_LAST)),
    (r"(^|_)(user_?name|login|screen_name|handle)$", "", lambda rng: f"{rng.choice(_FIRST)}{rng.randint(1, 99)}"),
    (r"(^|_)(full|display|real)_?name$", "", lambda rng: f"{rng.choice(_FIRST).title()} {rng.choice(_LAST)}"),
    (r"(^|_)(city|town)$", "", lambda rng: rng.choice(_CITIES)),
    (r"(^|_)(zip|postal)(_?code)?$", r"\bpostal code\b", lambda rng: f"{rng.randint(10000, 99999)}"),
    (r"(^|_)(mime|content|media)_?type$", r"\b(MIME|media) type\b", lambda rng: "text/plain"),
    (r"(^|_)host(_?name)?$", r"\bhost ?name\b", _host),
    (r"(^|_)file_?name$", "", lambda rng: f"{rng.choice(_FIRST)}.txt"),
    (r"(^|_)(colou?r)$", "", lambda rng: f"#{rng.getrandbits(24):06x}"),
    (r"(created|updated|modified|deleted|expires|started|ended|finished)_?(at|on)$", r"\b(ISO 8601|RFC 3339)\b",
     lambda rng: f"2025-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T12:00:00Z"),
)  # fmt: skip
"""What a name ends in, or a description mentions → a text of that kind."""

_COMPILED = [
    (re.compile(name, re.IGNORECASE), re.compile(text, re.IGNORECASE) if text else None, make)
    for name, text, make in _KINDS
]
_CODE = re.compile(r"`([^`\n]{1,40})`")
_QUOTING = re.compile(
    r"\b(one of|either|can be|may be|must be|always|such as|for example|e\.g\.|values?|defaults? to|is)\b",
    re.IGNORECASE,
)
_NOT_A_VALUE = re.compile(r"[\s(){}<>/]|^(true|false|null|none)$|_id$", re.IGNORECASE)


def hinted_text(name: str, description: str, rng: Random) -> str | None:
    """A text of the kind that the name or the description says, or None.

    Args:
        name: the member that holds it, in any case style.
    """
    hint = hint_of(name, description)
    return hint(rng) if callable(hint) else hint


@lru_cache(maxsize=16384)
def hint_of(name: str, description: str) -> Maker | str | None:
    """What makes such texts, or the one text, or None."""
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_")
    for named, _, make in _COMPILED:
        if plain and named.search(plain):
            return make
    if not description:
        return None
    for _, text, make in _COMPILED:
        if text is not None and text.search(description[:300]):
            return make
    return _quoted(name, description)


def _quoted(name: str, description: str) -> str | None:
    """The first value that the description quotes as code after words that introduce one: "one of `a`, `b`"."""
    for match in _CODE.finditer(description[:400]):
        value = match[1].strip("\"'")
        before = description[max(match.start() - 40, 0) : match.start()]
        if value and value != name and not _NOT_A_VALUE.search(value) and _QUOTING.search(before):
            return value
    return None
