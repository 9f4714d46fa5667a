"""Words of OpenAPI 3.2 in a document that declares an older version: they are read all the same, and reported.

Source: OAS 3.2.0, whose words 3.1.2 and 3.0.4 do not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .place import Place, ReportProblem
from .walk import iter_nodes, iter_objects
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

_VALUES: Mapping[str, str] = {"in": "querystring", "style": "cookie"}
"""Member of a parameter → its value that is new."""

_RESERVED = frozenset(("path", "cookie"))
"""Locations of parameters that may have `allowReserved` now, besides the query."""


def report_newer_words(root: Mapping[str, Any], uri: str, version: str, report: ReportProblem) -> None:
    """Report each word that the version of a document does not have."""
    if version.startswith(_SINCE):
        return
    found: list[tuple[str, Place]] = []
    for kind, value, place in iter_written(root, uri, is_2=version.startswith("2")):
        found += [(what, place.child(where)) for what, where in _newer(kind, value)]
    if any(map(_has_node_type, iter_nodes(root))):
        found += [
            ("xml.nodeType", Place(uri).child(*path, "xml", "nodeType"))
            for node, path in iter_objects(root)
            if _has_node_type(node)
        ]
    for what, place in found:
        text = f"`{what}` is a word of OpenAPI {_SINCE}, and the document declares {version}"
        report(place, "newer-word", text, "it is read as that version says")


def _has_node_type(node: Mapping[str, Any]) -> bool:
    """Whether an object is a schema whose XML Object has the word."""
    xml = node.get("xml")
    return isinstance(xml, Mapping) and isinstance(xml.get("nodeType"), str)


def _newer(kind: str, value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The new words of one object: each as written, and the member that has it."""
    for word in _WORDS.get(kind, ()):
        if word in value:
            yield word, word
    if kind == "parameter":
        for member, new in _VALUES.items():
            if value.get(member) == new:
                yield f"{member}: {new}", member
        if "allowReserved" in value and value.get("in") in _RESERVED:
            yield f"allowReserved in {value['in']}", "allowReserved"
