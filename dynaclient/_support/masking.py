"""Masks the secrets in what is shown or kept of a call: by the names of schemes, by telling names, and by value.

A value is found in any encoding that a server may send it back in: percent-encoded, escaped as in JSON or HTML, in
hexadecimal, and in base64, also as a part of what was encoded. Knows neither documents nor calls; whoever makes a
`Masking` says which texts and names are secret.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, unquote_plus

from .secret_names import LEAST_SECRET, MASK, holds_key, is_secret_name
from .urls import without_userinfo

_LEAST_PART = 6
"""Characters of the shortest piece of base64 that is masked inside of a longer one."""

_MIXED = "[A-Za-z0-9+/_-]?"
"""A character of base64 that has bits of a secret and of what is beside it."""

_PADDING = r"(?:=|%(?:25)*3[Dd]|\\+u003[Dd]){0,2}"

_DEEPEST = 200

_CONTENTS = frozenset(("value", "key", "text", "data", "raw"))
"""Members of an object with a secret name that are the secret: `"client_secret": {"value": "…", "expires_at": 1}`."""

_OF_WORDS = frozenset(("logprobs", "top_logprobs"))
"""Members whose tokens are the words of a model's answer."""

_LINES = ("event-stream", "ndjson", "jsonl", "jsonlines", "json-stream", "stream+json")
"""Parts of the media types whose lines are JSON values, in events after `data:`."""

_NEXT_COOKIE = re.compile(r",\s*(?=[^;,=\s]+=)")
"""What is before the name of the next cookie; the comma of a date is not followed by a name."""

_LINE = re.compile(rb"(?m)^((?:data:)?[ \t]*)([{\[][^\r\n]*)")

_ENTITIES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}

_SCHEMES = frozenset(("basic", "bearer", "digest", "dpop", "negotiate", "token", "apikey"))
"""First words of a secret header that are not secret themselves."""

_QUERY = re.compile(r"(?<=[?&;])([^=&#;?\s\"'<>]+)=([^&#;\s\"'<>]+)")
_MEMBER = re.compile(
    r'("(?P<name>[^"\\]{1,100})"\s*:\s*)(?P<value>"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d[^\s,}\]]*)', re.DOTALL
)
"""A member of JSON text, wherever it is and wherever the text ends."""

_FIELD = re.compile(r"(?P<all>(?:^|(?<=&))(?P<name>[^=&\s]+)=)(?P<value>[^&\s]+)")
_PART = re.compile(
    r'(content-disposition:[^\r\n]*?\bname="?(?P<name>[^";\r\n]+)"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)'
    r"(?P<value>.*?)(?=\r?\n--|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ELEMENT = re.compile(r"(<(?:[\w.-]+:)?(?P<name>[\w.-]+)(?:\s[^<>]*)?>)(?P<value>[^<>]+)(?=</|\Z)")

_TEXTS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("form-urlencoded", _FIELD, MASK),
    ("multipart/", _PART, MASK),
    ("xml", _ELEMENT, MASK),
    ("json", _MEMBER, f'"{MASK}"'),
    ("text/", _MEMBER, f'"{MASK}"'),
)
"""How the members of a body are found by their names: a part of its media type, the pattern, what replaces a value."""


class Masking:
    """Replaces secrets by `***`.

    Args:
        secrets: texts to mask wherever they occur, in any encoding; those of fewer than four characters match too much
            and are left alone.
        names: of headers, parameters and cookies whose values are secret, besides those that tell, such as `password`.
            Their case does not matter.
    """

    def __init__(self, secrets: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        known = {secret for secret in secrets if len(secret) >= LEAST_SECRET}
        self._secrets = sorted(known, key=len, reverse=True)
        self._names = frozenset(name.lower() for name in names)

    @property
    def longest(self) -> int:
        """Characters of the longest secret."""
        return len(self._secrets[0]) if self._secrets else 0

    def is_secret(self, name: str) -> bool:
        """Whether a header, parameter, cookie or member of this name has a secret value."""
        return name.lower() in self._names or is_secret_name(name)

    def text(self, text: str) -> str:
        """A text without the secrets, whatever their encoding."""
        for secret in self._secrets:
            for needle, pattern in _spellings(secret):
                if needle not in text:
                    continue
                text = text.replace(needle, MASK) if pattern is None else pattern.sub(MASK, text)
        return text

    def data(self, data: bytes) -> bytes:
        """The same for bytes, of whatever charset that has ASCII in it."""
        text = data.decode("latin-1")
        clean = self.text(text)
        return data if clean is text else clean.encode("latin-1")

    def url(self, url: str) -> str:
        """A URL without user information, and without the secrets in its path and query."""
        start, question_mark, rest = url.partition("?")
        start = without_userinfo(start) if "://" in start else start
        return self.text(start + self._query(question_mark + rest))

    def header(self, name: str, value: str) -> str:
        """The value of a header. Names of cookies, schemes of authentication and attributes remain."""
        low = name.lower()
        if low in ("cookie", "set-cookie"):
            return self._cookies(value, of_server=low == "set-cookie")
        if not self.is_secret(name):
            return self.text(self._query(value))
        word, separator, rest = value.partition(" ")
        return f"{word} {MASK}" if separator and rest and word.lower() in _SCHEMES else MASK

    def headers(self, headers: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
        """The pairs of names and values, in their order."""
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        return [(self.text(name), self.header(name, as_text(value))) for name, value in pairs]

    def body(self, data: bytes, content_type: str) -> bytes:
        """A body, or its beginning: members with secret names are masked by the way its type writes them.

        Mask a body of lines or events by whole lines, since a secret that is cut in two is not found.
        """
        low = content_type.lower()
        if ("json" in low or not low) and data[:1] in b"{[":
            value = _parsed(data)
            if value is not None:
                clean = self._by_name(value)
                return self.data(data if clean is value else json.dumps(clean, ensure_ascii=False).encode())
        if any(part in low for part in _LINES):
            return self.data(_LINE.sub(self._line, data))
        for part, pattern, mask in _TEXTS:
            if part in low:
                text = data.decode("latin-1")
                clean = pattern.sub(self._replacing(mask), text)
                return self.data(data if clean == text else clean.encode("latin-1"))
        return self.data(data)

    def value(self, value: Any) -> Any:
        """A JSON value, with the secrets in its names and texts masked; what has none is returned as it is."""
        return self._within(self._by_name(value), 0)

    def _within(self, value: Any, depth: int) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, bytes):
            return self.data(value)
        if depth == _DEEPEST or not isinstance(value, (Mapping, list, tuple)):
            return value
        if isinstance(value, Mapping):
            return {self.text(str(name)): self._within(item, depth + 1) for name, item in value.items()}
        return [self._within(item, depth + 1) for item in value]

    def _by_name(self, value: Any, depth: int = 0, *, is_secret: bool = False) -> Any:
        """A JSON value without what is secret by its name, or by the name of its object; the same one if unchanged."""
        if depth == _DEEPEST:
            return value
        if isinstance(value, Mapping):
            members = {
                name: item
                if name in _OF_WORDS
                else self._by_name(
                    item, depth + 1, is_secret=self.is_secret(str(name)) or (is_secret and name in _CONTENTS)
                )
                for name, item in value.items()
            }
            return members if any(members[name] is not item for name, item in value.items()) else value
        if isinstance(value, (list, tuple)):
            items = [self._by_name(item, depth + 1, is_secret=is_secret) for item in value]
            return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
        return MASK if is_secret and value not in (None, "") and not isinstance(value, bool) else value

    def _query(self, text: str) -> str:
        """A text without the secrets in the queries of its addresses."""

        def clean(found: re.Match[str]) -> str:
            name = unquote_plus(found[1])
            return f"{found[1]}={MASK}" if self.is_secret(name) or holds_key(name) else found[0]

        return _QUERY.sub(clean, text) if "=" in text else text

    def _cookies(self, value: str, *, of_server: bool) -> str:
        """Cookies without their values. Source: RFC 6265 section 4."""
        if not of_server:
            return self.text(";".join(map(_without_value, value.split(";"))))
        found = (cookie.partition(";") for cookie in set_cookies(value))
        return self.text(", ".join(f"{_without_value(pair)}{sep}{rest}" for pair, sep, rest in found))

    def _line(self, found: re.Match[bytes]) -> bytes:
        """A line of events or of JSON lines; one that is cut off is searched as text."""
        value = _parsed(found[2])
        if value is None:
            text = _MEMBER.sub(self._replacing(f'"{MASK}"'), found[2].decode("latin-1"))
            return found[1] + text.encode("latin-1")
        clean = self._by_name(value)
        return found[0] if clean is value else found[1] + json.dumps(clean, ensure_ascii=False).encode()

    def _replacing(self, mask: str) -> Callable[[re.Match[str]], str]:
        def replaced(found: re.Match[str]) -> str:
            is_secret = self.is_secret(unquote(found["name"])) and found["value"].strip('"')
            return found[1] + mask if is_secret else found[0]

        return replaced


def as_text(value: Any) -> str:
    """The value of a header as text. Source: RFC 9110 section 5.5."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def set_cookies(value: str) -> list[str]:
    """The cookies of a Set-Cookie header, of which several may be joined. Source: RFC 9110 section 5.3."""
    return _NEXT_COOKIE.split(value)


def _without_value(pair: str) -> str:
    name, equals, _ = pair.partition("=")
    return f"{name}={MASK}" if equals else MASK


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


@lru_cache(maxsize=256)
def _spellings(secret: str) -> tuple[tuple[str, re.Pattern[str] | None], ...]:
    """The ways to write a secret: a text that each contains, and the pattern of the whole if that text is not it."""
    data = secret.encode("utf-8", "surrogatepass")
    found = [(_plain_part(secret), _pattern(secret))]
    for core, before, after in _base64_cores(data):
        whole = f"{_MIXED if before else ''}{_pattern_text(core)}{_MIXED if after else ''}{_PADDING}"
        found.append((_plain_part(core), re.compile(whole)))
    units = secret.encode("utf-16-be", "surrogatepass")
    codes = [f"{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)]
    whole_texts = {"".join(f"%{byte:02x}" for byte in data), "".join(f"\\u{code}" for code in codes), data.hex()}
    whole_texts |= {"".join(f"%{byte:02X}" for byte in data), "".join(f"\\u{code.upper()}" for code in codes)}
    whole_texts |= {data.hex().upper(), "".join(f"&#{ord(c)};" for c in secret)}
    return (*found, *((text, None) for text in sorted(whole_texts, key=len, reverse=True)))


def _base64_cores(data: bytes) -> list[tuple[str, bool, bool]]:
    """What base64 makes of bytes, alone or with others before and after them; without the characters that mix both.

    Returns the characters, and whether one before and one after them has bits of the bytes too.
    """
    found = []
    for shift in range(3):
        skipped = (shift * 8 + 5) // 6
        end = (shift + len(data)) * 8 // 6
        for coded in (base64.b64encode, base64.urlsafe_b64encode):
            core = coded(b"\0" * shift + data).decode()[skipped:end]
            if len(core) >= (_LEAST_PART if shift else 5):
                found.append((core, shift > 0, (shift + len(data)) % 3 > 0))
    return list(dict.fromkeys(found))


def _pattern(text: str) -> re.Pattern[str] | None:
    return None if text.isalnum() and text.isascii() else re.compile(_pattern_text(text))


def _pattern_text(text: str) -> str:
    return "".join(map(_spelled, text))


def _plain_part(text: str) -> str:
    """The longest piece of a text that no encoding but base64 changes."""
    return max(re.split(r"[^A-Za-z0-9]+", text), key=len)


@lru_cache(maxsize=256)
def _spelled(character: str) -> str:
    """A pattern of the ways to write a character that some encodings escape."""
    if character.isascii() and character.isalnum():
        return character
    data = character.encode("utf-8", "surrogatepass")
    units = character.encode("utf-16-be", "surrogatepass")
    escapes = "".join(rf"\\+u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
    code = ord(character)
    ways = [
        rf"\\*{re.escape(character)}",
        "".join(f"%(?:25)*{byte:02x}" for byte in data),
        escapes,
        rf"&(?:amp;)*#0*{code};",
        rf"&(?:amp;)*#x0*{code:x};",
    ]
    if code < 256:
        ways += [rf"\\+x{code:02x}", f"%(?:25)*{code:02x}"]
    if len(data) > 1:
        ways.append(re.escape(data.decode("latin-1")))
    if character in _ENTITIES:
        ways.append(f"&(?:amp;)*{_ENTITIES[character]};")
    if character == " ":
        ways.append(r"\+")
    if code < 32:
        ways.append(rf"\\+{re.escape(json.dumps(character)[2:-1])}")
    return f"(?i:{'|'.join(dict.fromkeys(ways))})"
