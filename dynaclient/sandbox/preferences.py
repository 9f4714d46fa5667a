"""What a request prefers: the `Prefer` header, and Prism's query parameters `__code`, `__example` and `__dynamic`.

`code=404`, `example=name`, `dynamic=true` and `callback` are the sandbox's; others are ignored, as the standard wants.
Source: RFC 7240 section 2; https://docs.stoplight.io/docs/prism, "HTTP Mocking".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_plus

from .message import Arrival

_PART = re.compile(r'\s*(?P<name>[^\s=;,"]+)\s*(?:=\s*(?P<value>"(?:[^"\\]|\\.)*"|[^;,"]*))?\s*(?P<end>[;,]|$)')
_QUERY = {"__code": "code", "__example": "example", "__dynamic": "dynamic"}
_APPLIED = ("code", "example", "dynamic", "callback")


class BadPreference(Exception):
    """A preference of the sandbox has an impossible value."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a request prefers.

    Attributes:
        code: the status of the answer.
        example: the name of the document's example to answer with.
        dynamic: whether to make the answer up rather than to use examples; None where it does not say.
        callback: the name of the callback to send afterwards, "" for all; None for none.
    """

    code: int | None = None
    example: str = ""
    dynamic: bool | None = None
    callback: str | None = None

    @property
    def chooses(self) -> bool:
        """Whether it asks for another answer than the usual one."""
        return self.code is not None or bool(self.example) or self.dynamic is not None

    @property
    def applied(self) -> str:
        """The value of `Preference-Applied`, or "". Source: RFC 7240 section 3."""
        parts = []
        if self.code is not None:
            parts.append(f"code={self.code}")
        if self.example:
            parts.append(f"example={_quoted(self.example)}")
        if self.dynamic is not None:
            parts.append(f"dynamic={'true' if self.dynamic else 'false'}")
        if self.callback is not None:
            parts.append(f"callback={_quoted(self.callback)}" if self.callback else "callback")
        return ", ".join(parts)


def _quoted(text: str) -> str:
    if re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if text.isascii() else '""'


def parse_prefer(header: str) -> dict[str, str]:
    """Name in lower case → value; of several with one name the first. Parameters of a preference are left out.

    What is not a preference ends the reading, as an unknown one would be ignored.
    """
    found: dict[str, str] = {}
    at, is_parameter = 0, False
    while at < len(header):
        match = _PART.match(header, at)
        if match is None:
            separator = header.find(",", at)  # an empty or broken element
            if separator < 0:
                break
            at, is_parameter = separator + 1, False
            continue
        if not is_parameter:
            value = (match["value"] or "").strip()
            if value[:1] == '"':
                value = re.sub(r"\\(.)", r"\1", value[1:-1])
            found.setdefault(match["name"].lower(), value)
        is_parameter = match["end"] == ";"
        if match.end() == at:
            break
        at = match.end()
    return found


def preferences_of(arrival: Arrival, declared: Iterable[str] = ()) -> tuple[Preferences, Arrival]:
    """What a request prefers, and the request without Prism's query parameters, which count where no header prefers.

    Args:
        declared: the names of the query parameters that the operation itself has.

    Raises:
        BadPreference: a value is impossible.
    """
    header = arrival.headers.text("Prefer")
    if not header and "__" not in arrival.query:
        return _NO_PREFERENCES, arrival
    given = parse_prefer(header)
    found = {name: value for name, value in given.items() if name in _APPLIED}
    if "__" in arrival.query:
        own = set(declared)
        asked: dict[str, str] = {}
        kept = []
        for part in arrival.query.split("&"):
            name, _, value = part.partition("=")
            name = unquote_plus(name)
            if name in _QUERY and name not in own:
                asked.setdefault(_QUERY[name], unquote_plus(value))
            else:
                kept.append(part)
        if asked:
            arrival = arrival._replace(query="&".join(kept))
            found = found or asked
    return _read(found), arrival


_NO_PREFERENCES = Preferences()


def _read(found: dict[str, str]) -> Preferences:
    code, dynamic = found.get("code"), found.get("dynamic")
    if code is not None and not re.fullmatch(r"[2-5][0-9]{2}", code):
        raise BadPreference(f"Prefer: code={code}: a status from 200 to 599 is needed.")
    if dynamic is not None and dynamic.lower() not in ("true", "false"):
        raise BadPreference(f"Prefer: dynamic={dynamic}: it is true or false.")
    if "example" in found and not found["example"]:
        raise BadPreference("Prefer: example needs the name of an example: example=name.")
    return Preferences(
        code=None if code is None else int(code),
        example=found.get("example", ""),
        dynamic=None if dynamic is None else dynamic.lower() == "true",
        callback=found.get("callback"),
    )
