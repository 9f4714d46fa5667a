"""Words of OpenAPI 3.2 in a document that declares an older version: they are read all the same, and reported.

Source: OAS 3.2.0, whose words 3.1.2 and 3.0.4 do not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .place import ReportProblem
from .written import iter_written

_SINCE = "3.2"

_WORDS: Mapping[str, frozenset[str]] = {
    "root": frozenset(("$self",)),
    "components": frozenset(("mediaTypes",)),
    "pathItem": frozenset(("query", "additionalOperations")),
    "server": frozenset(("name",)),
    "tag": frozenset(("summary", "parent", "kind")),
    "response": frozenset(("summary",)),
    "mediaType": frozenset(("itemSchema", "itemEncoding", "prefixEncoding")),
    "encoding": frozenset(("encoding", "itemEncoding", "prefixEncoding")),
    "example": frozenset(("dataValue", "serializedValue")),
    "securityScheme": frozenset(("deprecated", "oauth2MetadataUrl")),
    "flows": frozenset(("deviceAuthorization",)),
}
"""Kind of object → its members that are new."""

_IN_SCHEMAS: Mapping[str, frozenset[str]] = {"discriminator": frozenset(("defaultMapping",))}
"""Object in a schema → its members that are new."""

_VALUES: Mapping[str, str] = {"in": "querystring", "style": "cookie"}
"""Member of a parameter → its value that is new."""

_RESERVED = frozenset(("path", "cookie"))
"""Locations of parameters that may have `allowReserved` now, besides the query."""


def report_newer_words(root: Mapping[str, Any], uri: str, version: str, report: ReportProblem) -> None:
    """Report each word that the version of a document does not have."""
    if version.startswith(_SINCE):
        return
    for kind, value, place in iter_written(root, uri, is_2=version.startswith("2"), with_schemas=True):
        for what, *where in _newer(kind, value):
            text = f"`{what}` is a word of OpenAPI {_SINCE}, and the document declares {version}"
            report(place.child(*where), "newer-word", text, "it is read as that version says")


def _newer(kind: str, value: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The new words of one object: each as written, and the members that lead to it."""
    if kind == "schema":
        for member, words in _IN_SCHEMAS.items():
            found = value.get(member)
            yield from ((word, member, word) for word in words if isinstance(found, Mapping) and word in found)
        return
    for word in _WORDS.get(kind, ()):
        if word in value:
            yield word, word
    if kind == "mediaType" and "$ref" in value:
        yield "$ref in place of a media type", "$ref"
    if kind == "parameter":
        for member, new in _VALUES.items():
            if value.get(member) == new:
                yield f"{member}: {new}", member
        if "allowReserved" in value and value.get("in") in _RESERVED:
            yield f"allowReserved in {value['in']}", "allowReserved"
