"""Words of a later version of the standard than a text declares: they are read all the same, and reported.

Source: OAS 3.2.0, whose words 3.1.2, 3.0.4 and 2.0 do not have; OAS 3.1.2, whose words 3.0.4 does not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .place import Place, ReportProblem
from .version import dialect_of
from .written import iter_written

_WORDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "3.2": {
        "root": frozenset(("$self",)),
        "components": frozenset(("mediaTypes",)),
        "pathItem": frozenset(("query", "additionalOperations")),
        "server": frozenset(("name",)),
        "tag": frozenset(("summary", "parent", "kind")),
        "response": frozenset(("summary",)),
        "mediaType": frozenset(("$ref", "itemSchema", "itemEncoding", "prefixEncoding")),
        "encoding": frozenset(("encoding", "itemEncoding", "prefixEncoding")),
        "example": frozenset(("dataValue", "serializedValue")),
        "securityScheme": frozenset(("deprecated", "oauth2MetadataUrl")),
        "flows": frozenset(("deviceAuthorization",)),
    },
    "3.1": {
        "root": frozenset(("webhooks", "jsonSchemaDialect")),
        "components": frozenset(("pathItems",)),
    },
}
"""Version → kind of object → its members that are new in that version."""

_BY_KIND: Mapping[str, tuple[tuple[str, str], ...]] = {
    kind: tuple((word, since) for since, kinds in _WORDS.items() for word in sorted(kinds.get(kind, ())))
    for kinds in _WORDS.values()
    for kind in kinds
}

_VALUES: Mapping[str, str] = {"in": "querystring", "style": "cookie"}
"""Member of a parameter → its value that is new in 3.2."""

_RESERVED = frozenset(("path", "cookie"))
"""Locations of parameters that may have `allowReserved` since 3.2, besides the query."""

_IN_SCHEMAS: Mapping[str, str] = {"xml": "nodeType", "discriminator": "defaultMapping"}
"""Keyword of a schema → the member of its value that is new in 3.2."""


def report_newer_words(texts: Iterable[tuple[str, Mapping[str, Any], str]], report: ReportProblem) -> None:
    """Report each word that the version of a text does not have.

    Args:
        texts: (address, value, version) of each text that has an OpenAPI Object at its root.
    """
    for uri, root, version in texts:
        dialect = dialect_of(version)
        if not dialect.is_before("3.2"):
            continue
        for kind, value, place in iter_written(root, uri, is_2=dialect.is_2):
            for what, where, since in _newer(kind, value):
                if dialect.is_before(since):
                    report(place.child(where), "newer-word", *newer_word(what, version, since))


def report_newer_schema_words(schema: Mapping[str, Any], place: Place, version: str, report: ReportProblem) -> None:
    """Report each word of 3.2 in a schema of a document that declares an older version."""
    for keyword, word in _IN_SCHEMAS.items():
        value = schema.get(keyword)
        if isinstance(value, Mapping) and word in value:
            report(place.child(keyword, word), "newer-word", *newer_word(word, version))


def newer_word(what: str, version: str, since: str = "3.2") -> tuple[str, str]:
    """What is wrong with a newer word, and what becomes of it."""
    text = f"`{what}` is a word of OpenAPI {since}, and the document declares {version}"
    return text, "it is read as that version says"


def _newer(kind: str, value: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The new words of one object: each as written, the member that has it, and the version that brought it."""
    for word, since in _BY_KIND.get(kind, ()):
        if word in value:
            yield "$ref in place of a media type" if word == "$ref" else word, word, since
    if kind == "parameter":
        for member, new in _VALUES.items():
            if value.get(member) == new:
                yield f"{member}: {new}", member, "3.2"
        if "allowReserved" in value and value.get("in") in _RESERVED:
            yield f"allowReserved in {value['in']}", "allowReserved", "3.2"
