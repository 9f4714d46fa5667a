"""Media types: one record per family, and which names and ranges cover which others.

The client, the sandbox, the reference, the stubs and the command line all look up media types here. The standard
families are written and read in `request` and `response`, and independently in the sandbox; a family with its own
`write` and `read` works everywhere without more code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal

from .._support.headers import essence as essence  # noqa: PLC0414  # exported
from .._support.record import record

Holds = Literal["json", "fields", "items", "xml", "text", "bytes"]
"""The value of a body before it is written: any JSON value, an object of form fields, items in order, any JSON value
that its schema describes as XML or else text, text, or bytes."""

Framing = Literal["", "lines", "records", "events", "parts"]
"""How the items of a sequence follow each other: as lines of JSON, as JSON text sequences (RFC 7464), as server-sent
events, or as the parts of a multipart body; "" if a media type is not a sequence. Source: OAS 3.2.0 Media Type Object,
"Sequential Media Types"."""

ValueKind = Literal["object", "object with files", "value", "text", "raw"]
"""The kind of a Python value, used to choose a media type: a mapping, a mapping with files in it, text, bytes (a file,
an iterator or a list of bytes), or any other value."""

ANY_JSON: frozenset[ValueKind] = frozenset(("object", "value", "text"))


@record
class MediaFamily:
    """Media types that are written, read and shown in the same way.

    Attributes:
        name: json, form, multipart, lines, records, events, xml, text, binary, or what `register` was given.
        holds: the value of a body before it is written.
        accepts: the kinds of Python values that can be written.
        types: full names.
        prefixes: beginnings of names.
        suffixes: endings of names, such as `+json`.
        ranges: media ranges that mean this family when a document uses them for a body.
        answer: the type of `response.data`: the value that the schema describes, text or bytes.
        framing: how items follow each other, if a body is a sequence.
        is_readable: whether people can read a body as it is sent.
        write: value → bytes; None for the standard families.
        read: (bytes, Content-Type) → value, or ValueError if the bytes are invalid; None for the standard families.
        show: formats the text of a body for a page; None to show it as it is sent.
    """

    name: str
    holds: Holds = "json"
    accepts: frozenset[ValueKind] = ANY_JSON
    types: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    ranges: frozenset[str] = frozenset()
    answer: Literal["schema", "text", "bytes"] = "schema"
    framing: Framing = ""
    is_readable: bool = True
    write: Callable[[Any], bytes] | None = None
    read: Callable[[bytes, str], Any] | None = None
    show: Callable[[str], str] | None = None

    @property
    def has_fields(self) -> bool:
        """Whether a body can be an object whose fields are passed by name."""
        return self.holds in ("json", "fields", "xml")

    @property
    def takes_files(self) -> bool:
        """Whether a field of a body can be a file."""
        return "object with files" in self.accepts

    def covers(self, name: str) -> bool:
        """Whether a media type, in lower case and without parameters, belongs to this family."""
        return name in self.types or name.startswith(self.prefixes) or name.endswith(self.suffixes)


JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

ANYTHING = frozenset(("*/*", "application/*"))
"""Ranges that cover JSON and any file."""

JSON_LINES = frozenset(
    ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines",
     "application/jsonlines", "application/stream+json", "application/x-json-stream"]
)  # fmt: skip
"""Media types of JSON lines: one JSON value per line."""


EVENTS = "text/event-stream"

ANY_ITEMS: frozenset[ValueKind] = frozenset(("value", "text", "raw"))


def _indented(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2)


_JSON_FAMILY = MediaFamily(
    "json",
    types=frozenset((JSON, "text/json")),
    suffixes=("+json",),
    ranges=ANYTHING,
    show=_indented,
)
_BINARY = MediaFamily("binary", holds="bytes", accepts=frozenset(("text", "raw")), answer="bytes", is_readable=False)

FAMILIES: tuple[MediaFamily, ...] = (
    _JSON_FAMILY,
    MediaFamily("form", "fields", frozenset(("object",)), types=frozenset((FORM,)), answer="text"),
    MediaFamily(
        "multipart",
        "fields",
        frozenset(("object", "object with files")),
        prefixes=("multipart/",),
        answer="bytes",
        framing="parts",
    ),
    MediaFamily("lines", "items", ANY_ITEMS, types=JSON_LINES, framing="lines"),
    MediaFamily(
        "records",
        "items",
        ANY_ITEMS,
        types=frozenset(("application/json-seq",)),
        suffixes=("+json-seq",),
        framing="records",
    ),
    MediaFamily("events", "items", ANY_ITEMS, types=frozenset((EVENTS,)), answer="text", framing="events"),
    MediaFamily(
        "xml",
        "xml",
        frozenset(("object", "value", "text", "raw")),
        suffixes=("/xml", "+xml"),
    ),
    MediaFamily(
        "text",
        "text",
        frozenset(("text", "raw")),
        prefixes=("text/",),
        suffixes=("/yaml", "+yaml", "/javascript"),
        answer="text",
    ),
)
"""The standard families, in lookup order; a name that belongs to none of them is binary."""

_added: list[MediaFamily] = []


def register(family: MediaFamily) -> None:
    """Add a family, which takes its media types over from other families. Replaces a family of the same name."""
    unregister(family.name)
    _added.insert(0, family)
    family_of.cache_clear()
    framing_of.cache_clear()


def unregister(name: str) -> None:
    """Remove a family that was added with `register`."""
    _added[:] = [family for family in _added if family.name != name]
    family_of.cache_clear()
    framing_of.cache_clear()


@lru_cache(1024)
def family_of(name: str) -> MediaFamily:
    """The family of a media type, or of a media range that describes a body."""
    name = essence(name)
    families = (*_added, *FAMILIES)
    return next((family for family in families if name in family.ranges or family.covers(name)), _BINARY)


def is_json(name: str) -> bool:
    """Whether this is `application/json`, any `+json` type, or a range that covers JSON."""
    return family_of(name).name == "json"


@lru_cache(1024)
def framing_of(name: str) -> Framing:
    """How the items of a body of this media type follow each other; "" if it is not a sequence.

    A form is a sequence of parts too, but its parts have names.
    """
    return "" if essence(name) == "multipart/form-data" else family_of(name).framing


def is_anything(name: str) -> bool:
    """Whether this is a range that covers JSON and any file."""
    return "*" in name and essence(name) in ANYTHING


def covers(declared: str, given: str) -> bool:
    """Whether a declared media type or range covers a given one: `*/*`, `image/*`, `application/*+json`.

    A parameter that both have must be the same; one that only one of them has decides nothing. `application/*+json`,
    which is not a range of RFC 9110, covers any type with that suffix.
    """
    return _covers_essence(essence(declared), essence(given)) and not _differ(declared, given)


def declared_for(names: Iterable[str], given: str) -> str | None:
    """The most specific of the declared names that covers the given one.

    First one with the same parameters, then one without parameters, then ranges, then one with parameters that the
    given type leaves open. Source: OAS 3.1.1 Request Body Object and Response Object, `content`.
    """
    found = [name for name in names if covers(name, given)]
    return found[0] if len(found) == 1 else min(found, key=lambda name: _breadth(name, given), default=None)


@lru_cache(1024)
def parameters_of(name: str) -> Mapping[str, str]:
    """The parameters of a media type, names in lower case, values without quotes. Source: RFC 9110 section 5.6.6."""
    if ";" not in name:
        return _NO_PARAMETERS
    found: dict[str, str] = {}
    for key, value in re.findall(_PARAMETER, name):
        found.setdefault(key.lower(), re.sub(r"\\(.)", r"\1", value[1:-1]) if value[:1] == '"' else value)
    return found


_NO_PARAMETERS: Mapping[str, str] = {}
_PARAMETER = r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]*)'

_OF_BYTES = frozenset(("charset", "boundary", "q"))
"""Parameters that do not choose a schema: they tell how the bytes are written, or in Accept what is preferred."""


def _significant(name: str) -> dict[str, str]:
    return {key: value for key, value in parameters_of(name).items() if key not in _OF_BYTES}


def _differ(declared: str, given: str) -> bool:
    """Whether a parameter has one value here and another one there."""
    if ";" not in declared or ";" not in given:
        return False
    other = _significant(given)
    return any(other.get(key, value) != value for key, value in _significant(declared).items())


def _covers_essence(declared: str, given: str) -> bool:
    if declared in (given, "*/*"):
        return True
    kind, star, suffix = declared.partition("/*")
    if not star:
        return False
    if not suffix:
        return given.startswith(f"{kind}/")
    if kind not in ("application", "*") and not given.startswith(f"{kind}/"):
        return False
    return given.endswith(suffix) or given.partition("/")[2] == suffix.removeprefix("+")


def _breadth(name: str, given: str) -> tuple[bool, int, int, bool]:
    """A rank by how much a declared name covers: parameters left open, range, parameters it has, its charset."""
    own, other = _significant(name), _significant(given)
    is_open = any(key not in other for key in own)
    same_text = parameters_of(name).get("charset", "").lower() == parameters_of(given).get("charset", "").lower()
    return is_open, _width(name), -len(own), not same_text


def _width(name: str) -> int:
    """The rank of a name by how much it covers: a media type, `application/*+json`, `application/*`, `*/*`."""
    name = essence(name)
    return 0 if "*" not in name else {"*/*": 3}.get(name, 2 if name.endswith("*") else 1)
