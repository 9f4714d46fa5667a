"""The formats that are checked: the only table of them, for both engines and the interpreter.

`formats=` chooses among them; `closure` leaves the others out, so that no engine checks what another does not. A format
of numbers becomes limits. Patterns are compiled by `re` on first use, since most programs meet two formats or none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .._support.record import record
from .._support.wording import did_you_mean
from ..errors import RequestError

Formats = bool | frozenset[str]
"""The option `formats=`: True for those of the validation mode, False for none, or the names of some."""

LENIENT_DATE_TIME = "date-time, offset optional"
"""What `date-time` means outside "strict"; the name in a closure only."""


@record
class Format:
    """One format.

    Attributes:
        admits: whether it admits a text; None for a format of numbers.
        words: what it admits, for errors.
        limits: the smallest and largest number that it admits.
        is_default: whether every mode asserts it, instead of "strict" alone.
        is_native: whether jsonschema-rs has its own check, which is used there.
    """

    admits: Callable[[str], bool] | None
    words: str
    limits: tuple[int, int] | None = None
    is_default: bool = False
    is_native: bool = True


def chosen_formats(formats: Formats, *, is_strict: bool) -> frozenset[str]:
    """The names in `FORMATS` that are asserted."""
    if formats is True:
        return STRICT_FORMATS if is_strict else DEFAULT_FORMATS
    names = formats or NO_FORMATS
    if is_strict or "date-time" not in names:
        return names
    return names - {"date-time"} | {LENIENT_DATE_TIME}


def checked_formats(formats: Any) -> Formats:
    """The value of `formats=`; None is True.

    Raises:
        RequestError: it is neither True, False nor a collection of names in the table.
    """
    if formats is None or isinstance(formats, bool):
        return formats is not False
    known = [name for name in FORMATS if name != LENIENT_DATE_TIME]
    if not isinstance(formats, (set, frozenset, list, tuple)):
        raise RequestError(f"formats= must be True, False or a set of names, not {formats!r}")
    for name in formats:
        if name not in known:
            raise RequestError(
                f"there is no check for the format {name!r}.{did_you_mean(str(name), known)} formats= takes "
                f"{', '.join(known)}"
            )
    return frozenset(formats)


def with_format(name: str, out: dict[str, Any], chosen: frozenset[str], was: str) -> dict[str, Any]:
    """The copy of a schema with its format, if that is asserted.

    Args:
        was: the keyword under which `policy` notes that a keyword has another name in the document.
    """
    key = LENIENT_DATE_TIME if name == "date-time" and LENIENT_DATE_TIME in chosen else name
    if key not in chosen:
        return out
    out = {**out, "format": key}
    limits = FORMATS[key].limits
    for keyword, limit, narrower in zip(("minimum", "maximum"), limits or (), (max, min)):  # noqa: B905
        if keyword not in out or narrower(out[keyword], limit) != out[keyword]:
            out[keyword] = limit
            out[was] = {**out.get(was, {}), keyword: "format"}
    return out


def _is(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text) is not None


_DATE = "([0-9]{4})-([0-9]{2})-([0-9]{2})"
_TIME = r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(?:\.[0-9]+)?"
_OFFSET = "[Zz]|([-+])([01][0-9]|2[0-3]):([0-5][0-9])"


def _is_date(text: str) -> bool:
    found = re.fullmatch(_DATE, text)
    if found is None:
        return False
    year, month, day = map(int, found.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= 12 and 1 <= day <= days[month - 1]


def _is_time(text: str, offset: str = f"(?:{_OFFSET})") -> bool:
    """A time; the second 60 is the last one of a day in UTC. Source: RFC 3339 sections 5.6 and 5.7."""
    found = re.fullmatch(_TIME + offset, text)
    if found is None or found[3] != "60":
        return found is not None
    minutes = int(found[1]) * 60 + int(found[2])
    if found[4]:
        minutes -= int(found[4] + "1") * (int(found[5]) * 60 + int(found[6]))
    return minutes % 1440 == 1439


def _is_date_time(text: str) -> bool:
    return text[10:11] in ("T", "t") and _is_date(text[:10]) and _is_time(text[11:])


def _is_lenient_date_time(text: str) -> bool:
    return text[10:11] in ("T", "t") and _is_date(text[:10]) and _is_time(text[11:], f"(?:{_OFFSET})?")


def _is_ipv4(text: str) -> bool:
    number = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    return re.fullmatch(rf"(?:{number}\.){{3}}{number}", text) is not None


def _is_ipv6(text: str) -> bool:
    import ipaddress

    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return "%" not in text and text.isascii()


_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"


def _is_hostname(text: str) -> bool:
    """Source: RFC 1123 section 2.1; RFC 5891 section 4.2.3.1 for labels with two hyphens."""
    if len(text) > 253 or re.fullmatch(rf"{_LABEL}(?:\.{_LABEL})*", text) is None:
        return False
    return all(label[2:4] != "--" or _is_a_label(label) for label in text.split("."))


def _is_a_label(label: str) -> bool:
    """Source: RFC 5890 section 2.3.2.1; RFC 5892 for the characters."""
    import idna  # a dependency of requests

    try:
        return label[:4] == "xn--" and idna.ulabel(label) != label
    except (idna.IDNAError, UnicodeError):
        return False


def _is_email(text: str) -> bool:
    """Source: RFC 5321 section 4.1.2, Mailbox."""
    atom = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    local = rf'{atom}(?:\.{atom})*|"(?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"'
    found = re.fullmatch(rf"({local})@(.+)", text)
    if found is None:
        return False
    domain = found[2]
    if domain[0] != "[" or domain[-1] != "]":
        return _is_hostname(domain)
    literal = domain[1:-1]
    return _is_ipv6(literal[5:]) if literal[:5].lower() == "ipv6:" else _is_ipv4(literal)


_ENCODED = "%[0-9A-Fa-f]{2}"
_PLAIN = r"A-Za-z0-9._~!$&'()*+,;=\-"
_PCHAR = rf"(?:[{_PLAIN}:@]|{_ENCODED})"
_HOST = rf"(?:\[[^\[\]]*\]|(?:[{_PLAIN}]|{_ENCODED})*)"
_AUTHORITY = rf"(?:(?:[{_PLAIN}:]|{_ENCODED})*@)?(?P<host>{_HOST})(?::[0-9]*)?"
_AFTER = rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
_SCHEME = "[A-Za-z][A-Za-z0-9+.-]*:"
_ABSOLUTE = rf"(?://{_AUTHORITY}(?:/{_PCHAR}*)*|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?"
_URI = rf"{_SCHEME}{_ABSOLUTE}|{_PCHAR}+(?:/{_PCHAR}*)*|){_AFTER}"
_SEGMENT = rf"(?:[{_PLAIN}@]|{_ENCODED})+"
_RELATIVE = rf"{_ABSOLUTE}|{_SEGMENT}(?:/{_PCHAR}*)*|){_AFTER}"


def _is_reference(pattern: str) -> Callable[[str], bool]:
    """Source: RFC 3986 appendix A."""

    def check(text: str) -> bool:
        found = re.fullmatch(pattern, text)
        if found is None:
            return False
        host = found["host"] or ""
        future = r"[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+"
        return host[:1] != "[" or _is_ipv6(host[1:-1]) or re.fullmatch(future, host[1:-1]) is not None

    return check


def _is_regex(text: str) -> bool:
    from .._support.patterns import usable_pattern

    return usable_pattern(text)


_is_uri, _is_relative = _is_reference(_URI), _is_reference(_RELATIVE)

_DURATION_TIME = "T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)"
_DURATION_DATE = "(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)"
_UUID = "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
_BASE64 = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"

_INT32, _INT64 = (-(2**31), 2**31 - 1), (-(2**63), 2**63 - 1)


def _integer(name: str, limits: tuple[int, int]) -> Format:
    return Format(None, f"an {name}, {limits[0]:,} to {limits[1]:,}", limits, is_default=True)


FORMATS: Mapping[str, Format] = {
    "int32": _integer("int32", _INT32),
    "int64": _integer("int64", _INT64),
    "date": Format(_is_date, "a date such as 2026-01-31", is_default=True),
    "uuid": Format(_is(_UUID), "a UUID such as 123e4567-e89b-12d3-a456-426614174000", is_default=True),
    "ipv4": Format(_is_ipv4, "an IPv4 address such as 192.0.2.1", is_default=True),
    "ipv6": Format(_is_ipv6, "an IPv6 address such as 2001:db8::1", is_default=True),
    LENIENT_DATE_TIME: Format(
        _is_lenient_date_time, "a date-time such as 2026-01-31T12:00:00Z", is_default=True, is_native=False
    ),
    "date-time": Format(_is_date_time, "a date-time with an offset, such as 2026-01-31T12:00:00Z"),
    "time": Format(_is_time, "a time with an offset, such as 12:00:00Z"),
    "duration": Format(
        _is(f"P(?:[0-9]+W|{_DURATION_DATE}(?:{_DURATION_TIME})?|{_DURATION_TIME})"),
        "a duration of whole units, such as P1D or PT36H",
    ),
    "email": Format(_is_email, "an email address such as a@example.com", is_native=False),  # theirs admits `A <a@b.c>`
    "hostname": Format(_is_hostname, "a host name such as www.example.com"),
    "uri": Format(_is_uri, "an absolute URI such as https://example.com/a"),
    "uri-reference": Format(
        lambda text: _is_uri(text) or _is_relative(text), "a URI or a relative reference such as /a?b=c"
    ),
    "json-pointer": Format(_is(r"(?:/(?:[^~/]|~[01])*)*"), "a JSON Pointer such as /a/0"),
    "regex": Format(_is_regex, "a regular expression of ECMA-262", is_native=False),
    "byte": Format(_is(_BASE64), "base64 text such as aGVsbG8=", is_native=False),
}
"""Name in a closure → the format.

Source: JSON Schema 2020-12 Validation section 7.3; OAS 3.0.4, "Data Type Format"; RFC 4648 section 4 for `byte`.
"""

NO_FORMATS: frozenset[str] = frozenset()
DEFAULT_FORMATS = frozenset(name for name, form in FORMATS.items() if form.is_default)
STRICT_FORMATS = frozenset(FORMATS.keys() - {LENIENT_DATE_TIME})
