"""Which node of an XML document a schema describes: its kind, its name, its namespace. Reads no values.

Source: OAS 3.2.0 XML Object, "XML Node Types" and "XML Node Names"; OAS 3.1.1 and 2.0 XML Object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..document import Document
from ..document.names import SCOPE
from ..document.pointer import tokens_of
from ..errors import UnresolvableReference
from ..schema.view import view

Kind = Literal["element", "attribute", "text", "cdata", "none"]
"""What a value becomes; "none" adds no node of its own, so that its content is that of the node around it."""

Place = Literal["root", "property", "item"]
"""Where a schema is used."""

_MAX_REFERENCES = 64
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """The node that the values of a schema become.

    Attributes:
        kind: which.
        name: without prefix; "" for text, and where the document gives none.
        namespace: None if the document gives none: an element then has that of what it is in.
        prefix: "" if it has none.
        schema: describes its content.
        item_name: the name of the items of an array in it that have none of their own.
        others: other names under which it is read.
        inner: the node in it, if this one only wraps what its schema refers to; else None.
    """

    kind: Kind
    name: str
    namespace: str | None
    prefix: str
    schema: Any
    item_name: str = ""
    others: frozenset[str] = frozenset()
    inner: Node | None = None


def node_of(document: Document, schema: Any, inferred: str, place: Place) -> Node:
    """The node of a schema.

    Args:
        inferred: the name that its place gives it, or "".
    """
    chain = list(_chain(document, schema))
    if document.keeps_xml_names:
        return _by_components(document, chain, inferred, place)
    return _by_properties(document, chain, inferred, place)


@dataclass(frozen=True, slots=True, eq=False)
class _Link:
    """One schema of a chain of references: its XML Object, and its name if it is a component."""

    schema: Any
    xml: Mapping[str, Any]
    component: str
    is_reference: bool


def _chain(document: Document, schema: Any) -> Iterator[_Link]:
    """The schema, and those that it refers to by `$ref`."""
    component = ""
    for _ in range(_MAX_REFERENCES):
        is_mapping = isinstance(schema, Mapping)
        found = schema.get("xml") if is_mapping else None
        reference = schema.get("$ref") if is_mapping else None
        yield _Link(schema, found if isinstance(found, Mapping) else _NOTHING, component, reference is not None)
        if reference is None:
            return
        component = component_name(reference)
        try:
            schema = document.schema(reference)
        except UnresolvableReference:
            return


def component_name(reference: str) -> str:
    """The name of the component that a reference leads to; "" if it leads to another place."""
    tokens = tokens_of(reference.partition("#")[2].partition(SCOPE)[0])
    is_component = len(tokens) == 3 and tokens[:2] == ["components", "schemas"]
    is_definition = len(tokens) == 2 and tokens[0] in ("definitions", "$defs")  # in a file of 2.0, or of schemas
    return tokens[-1] if is_component or is_definition else ""


# 3.2: each schema is a node


def _by_components(document: Document, chain: list[_Link], inferred: str, place: Place) -> Node:
    last = chain[-1]
    given = inferred
    levels: list[tuple[_Link, str]] = []
    for link in chain:
        inferred = link.component or inferred
        kind = link.xml.get("nodeType")
        if link is last:
            break
        if kind in ("attribute", "text", "cdata"):  # holds only text, so that nothing in it is a node
            return _node(kind, link.xml, inferred, last.schema, inferred)
        if kind == "element":
            levels.append((link, inferred))
    own = _own_node(document, last, inferred, given, place, is_wrapped=bool(levels))
    for link, name in reversed(levels):
        own = _node("element", link.xml, name, last.schema, own.item_name, inner=own if own.kind != "none" else None)
    return own


def _own_node(document: Document, last: _Link, inferred: str, given: str, place: Place, *, is_wrapped: bool) -> Node:
    others = {given, _first_name(document, last.schema)} if place != "root" else {given}
    name = inferred or ("" if is_wrapped else _first_name(document, last.schema))
    kind = _kind(document, last.xml, last.schema)
    return _node(kind, last.xml, name, last.schema, given, others=others)


# up to 3.1: references describe the same node


def _by_properties(document: Document, chain: list[_Link], inferred: str, place: Place) -> Node:
    last = chain[-1]
    xml: dict[str, Any] = {}
    for link in chain:
        for key, value in link.xml.items():
            xml.setdefault(key, value)
    components = [name for link in chain if (name := link.xml.get("name") or link.component)]
    component = next(iter(components), "") or _first_name(document, last.schema)
    if place == "property":  # the name of a schema is that of a root element
        own = next((name for link in chain if not link.component and (name := link.xml.get("name"))), "")
        name = own or inferred
    elif place == "item":
        name = next((name for link in chain if (name := link.xml.get("name"))), "") or inferred or component
    else:
        name = component or inferred
    xml.pop("name", None)
    kind = _kind(document, xml, last.schema)
    others = {inferred, component} if place != "root" else set()
    return _node(kind, xml, name, last.schema, inferred, others=others)


# both


def _kind(document: Document, xml: Mapping[str, Any], schema: Any) -> Kind:
    """The kind of a node: by default, an array adds none. A scalar without a node is text in the one around it."""
    kind: Kind | None = xml.get("nodeType")
    types = view(document, schema).types
    if kind is None:
        return "none" if types == ("array",) else "element"
    return "text" if kind == "none" and types and not {"array", "object"} & {*types} else kind


def _first_name(document: Document, schema: Any) -> str:
    """The name of the only component that a schema without a name is made of."""
    named = [item["$ref"] for item in _all_of(schema) if isinstance(item, Mapping) and "$ref" in item]
    for reference in view(document, schema).references or (named if len(named) == 1 else ()):
        name = component_name(reference)
        try:
            target = document.schema(reference)
        except UnresolvableReference:
            continue
        found = target.get("xml") if isinstance(target, Mapping) else None
        own = found.get("name") if isinstance(found, Mapping) else None
        if own or name:
            return str(own or name)
    return ""


def _all_of(schema: Any) -> Sequence[Any]:
    return schema.get("allOf", ()) if isinstance(schema, Mapping) else ()


def _node(
    kind: Kind,
    xml: Mapping[str, Any],
    inferred: str,
    schema: Any,
    item_name: str,
    *,
    others: set[str] | frozenset[str] = frozenset(),
    inner: Node | None = None,
) -> Node:
    name, prefix = xml.get("name") or inferred, xml.get("prefix") or ""
    if ":" in name and not prefix:  # documents write `name: soap:Envelope` too
        prefix, _, name = name.partition(":")
    if kind in ("text", "cdata"):
        name = ""
    elif kind == "element" and not name:
        kind = "none"
    item_name = name if kind == "element" else item_name
    return Node(
        kind,
        name if kind != "none" else "",
        xml.get("namespace") or None,
        prefix,
        schema,
        item_name,
        frozenset(others - {name, ""}) if kind in ("element", "attribute") else frozenset(),
        inner,
    )
