"""Strings that satisfy a format, a pattern and bounds of length. Knows nothing about schemas."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
import uuid
from collections.abc import Callable, Sequence
from importlib import import_module
from random import Random
from typing import Any

from .._support.patterns import python_pattern
from .dice import number_below
from .ecma_pattern import TooComplex, matches

# The parser of `re` moved in 3.11 and is not public. If it goes away, strings are generated without their pattern.
sre_parse: Any = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")

_WORDS = (
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "harbor",
    "indigo",
    "juniper",
    "kelp",
    "lumen",
    "maple",
    "north",
    "ocean",
    "prairie",
)
_TOKEN = "abcdefghijkmnpqrstuvwxyz23456789"
_TOKENS_OF_BYTES = bytes(ord(_TOKEN[number % len(_TOKEN)]) for number in range(256))
_PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F))
_LIKED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


def words(rng: Random, count: int = 2) -> str:
    """A few words."""
    return " ".join([_WORDS[number_below(rng, len(_WORDS))] for _ in range(count)])


def token(rng: Random, length: int = 12) -> str:
    """Letters and digits."""
    draw, count = rng.getrandbits, len(_TOKEN)
    bits = count.bit_length()
    out: list[str] = []
    while len(out) < length:  # as `number_below` draws, which takes twice as long
        drawn = draw(bits)
        if drawn < count:
            out.append(_TOKEN[drawn])
    return "".join(out)


def token_of(seed: str, length: int) -> str:
    """Letters and digits, always the same for one seed: several times as fast as drawing them."""
    return hashlib.shake_128(seed.encode()).digest(length).translate(_TOKENS_OF_BYTES).decode("ascii")


def digits_of(seed: str, length: int) -> str:
    """Hexadecimal digits, always the same for one seed."""
    return hashlib.shake_128(seed.encode()).hexdigest(length)[:length]


def text(rng: Random, *, form: str = "", patterns: Sequence[str] = (), least: int = 0, most: int | None = None) -> str:
    """A string of this format that matches every pattern and has `least` to `most` characters, if there is one.

    A best effort: the caller checks the result.
    """
    for pattern in patterns:
        found = from_pattern(pattern, rng, least, most, patterns)
        if found is not None:
            return found
    made = _FORMATS[form](rng) if form in _FORMATS else words(rng)
    if len(made) < least:
        made = (made + " " + words(rng, least // 4 + 1))[:least] if form not in _FORMATS else made.ljust(least, "a")
        made = made[:-1] + "x" if made.endswith(" ") else made
    if most is not None and len(made) > most:
        made = made[:most].rstrip() or token(rng, most)
        made = made.ljust(least, "a")
    return made


def _date(rng: Random) -> str:
    return f"2025-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def _time(rng: Random) -> str:
    return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:00Z"


def _uuid(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _url(rng: Random) -> str:
    return f"https://{rng.choice(_WORDS)}.example/{rng.choice(_WORDS)}"


_FORMATS: dict[str, Callable[[Random], str]] = {
    "date": _date,
    "date-time": lambda rng: f"{_date(rng)}T{_time(rng)}",
    "time": _time,
    "duration": lambda rng: f"P{rng.randint(1, 9)}D",
    "uuid": _uuid,
    "guid": _uuid,
    "email": lambda rng: f"{rng.choice(_WORDS)}@example.com",
    "idn-email": lambda rng: f"{rng.choice(_WORDS)}@example.com",
    "uri": _url,
    "url": _url,
    "iri": _url,
    "uri-reference": _url,
    "uri-template": _url,
    "hostname": lambda rng: f"{rng.choice(_WORDS)}.example",
    "idn-hostname": lambda rng: f"{rng.choice(_WORDS)}.example",
    "ipv4": lambda rng: f"192.0.2.{rng.randint(1, 254)}",
    "ip": lambda rng: f"192.0.2.{rng.randint(1, 254)}",
    "ipv6": lambda rng: f"2001:db8::{rng.randint(1, 0xFFFF):x}",
    "byte": lambda rng: base64.b64encode(words(rng).encode()).decode(),
    "base64": lambda rng: base64.b64encode(words(rng).encode()).decode(),
    "json-pointer": lambda rng: f"/{rng.choice(_WORDS)}",
    "regex": lambda rng: f"^{rng.choice(_WORDS)}$",
    "decimal": lambda rng: f"{rng.randint(1, 99)}.50",
    "int64": lambda rng: str(rng.randint(1, 999)),
    "uint64": lambda rng: str(rng.randint(1, 999)),
    "snowflake": lambda rng: str(rng.randint(10**17, 10**18)),
}
"""Source: JSON Schema 2020-12 validation, 7.3; the OpenAPI format registry."""


def from_pattern(
    pattern: str, rng: Random, least: int = 0, most: int | None = None, also: Sequence[str] = ()
) -> str | None:
    """A string that matches the pattern (and every one in `also`), or None if none was found."""
    expression = _expression(pattern)
    if expression is None:
        return None
    parsed = sre_parse.parse(expression)
    checks = list(dict.fromkeys((pattern, *also)))
    anchored = pattern.endswith("$") and not pattern.endswith(r"\$")
    for extra in (0, 1, 2, 4, 8, max(least, 1), max(least // 2, 1), 16, 32):
        for _ in range(4):
            made = _Writer(rng, extra).write(parsed)
            if len(made) < least and not anchored:
                made += token(rng, least - len(made))
            if len(made) >= least and (most is None or len(made) <= most) and _fits_all(checks, made):
                return made
    return None


def _fits_all(patterns: Sequence[str], text: str) -> bool:
    try:
        return all(matches(pattern, text) is not False for pattern in patterns)
    except TooComplex:
        return False


def _expression(pattern: str) -> str | None:
    r"""An ECMA-262 expression translated for the parser of `re`, or None if that cannot parse it.

    `\p{…}` becomes letters, digits or ASCII: strings are generated from these, and checked afterwards.
    """
    compiled = python_pattern(_TOKENS.sub(_narrowed, pattern))
    return None if compiled is None else compiled.pattern


_TOKENS = re.compile(r"\[\^?(?:\\.|[^\]\\])*\]|\\p\{[^}]*\}|\\u\{[0-9A-Fa-f]{1,6}\}|\\.", re.DOTALL)
"""A class, a character property, a character by its number, or any other escape."""

_INNER = re.compile(r"\\p\{[^}]*\}|\\u\{[0-9A-Fa-f]{1,6}\}|\\.", re.DOTALL)


def _narrowed(match: re.Match[str]) -> str:
    text = match[0]
    if text.startswith("["):
        return _INNER.sub(lambda inner: _members_of(inner[0]), text)
    return f"[{_members_of(text)}]" if text.startswith(r"\p") else _members_of(text)


def _members_of(escape: str) -> str:
    """The replacement for an escape inside a character class."""
    if escape.startswith(r"\u{"):
        return f"\\U{int(escape[3:-1], 16):08x}"
    if not escape.startswith(r"\p{"):
        return escape
    name = escape[3:-1]
    return "0-9" if name.startswith(("N", "Digit")) else "A-Z" if name == "Lu" else "a-zA-Z"


_CATEGORIES = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_NOT_DIGIT": _LIKED[:52],
    "CATEGORY_WORD": _LIKED[:62] + "_",
    "CATEGORY_NOT_WORD": "-.",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": _LIKED,
}


class _Writer:
    """Generates a string from a parsed expression, with up to `extra` repetitions beyond each minimum."""

    def __init__(self, rng: Random, extra: int) -> None:
        self._rng = rng
        self._extra = extra
        self._groups: dict[int, str] = {}

    def write(self, parsed: Any) -> str:
        return "".join(self._one(str(op), argument) for op, argument in parsed)

    def _one(self, op: str, argument: Any) -> str:
        if op == "LITERAL":
            return chr(argument)
        if op == "NOT_LITERAL":
            return self._pick([c for c in _PRINTABLE if ord(c) != argument])
        if op == "ANY":
            return self._rng.choice(_LIKED)
        if op == "IN":
            return self._pick(self._members(argument))
        if op == "CATEGORY":
            return self._pick(list(_CATEGORIES.get(str(argument), _LIKED)))
        if op == "BRANCH":
            return self.write(self._rng.choice(argument[1]))
        if op == "SUBPATTERN":
            made = self.write(argument[3])
            if argument[0] is not None:
                self._groups[argument[0]] = made
            return made
        if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inner = argument
            count = min(int(least) + self._extra, int(most))
            return "".join(self.write(inner) for _ in range(count))
        if op == "ATOMIC_GROUP":
            return self.write(argument)
        if op == "GROUPREF":
            return self._groups.get(argument, "")
        return ""  # AT, ASSERT, ASSERT_NOT: generate nothing; the result is checked

    def _members(self, items: Any) -> list[str]:
        found: set[str] = set()
        negated = False
        for op, argument in items:
            name = str(op)
            if name == "NEGATE":
                negated = True
            elif name == "LITERAL":
                found.add(chr(argument))
            elif name == "RANGE":
                low, high = argument
                found.update(chr(code) for code in range(low, min(high, low + 128) + 1))
            elif name == "CATEGORY":
                found.update(_CATEGORIES.get(str(argument), ""))
        return [c for c in _PRINTABLE if c not in found] if negated else sorted(found)

    def _pick(self, characters: list[str]) -> str:
        liked = [c for c in characters if c in _LIKED]
        return self._rng.choice(liked or characters or [""])
