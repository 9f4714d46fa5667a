"""Which elements and attributes a schema asks for, on the server's side: written apart from the client's `xml`.

Source: OAS 3.2.0 XML Object; OAS 3.1.1 and 2.0 XML Object.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..document import Document
from ..document.names import SUBTYPES
from ..errors import UnresolvableReference
from ..schema.schema_view import SchemaView
from ..schema.view import items_of, properties_of, types_of, view
from ..types import MISSING

_MAX_REFERENCES = 64


Scope = Mapping[str, str]
"""Prefix → namespace, as far as the elements around a value declare them; "" is the one without a prefix."""

NO_SCOPE: Scope = {"xml": "http://www.w3.org/XML/1998/namespace"}


class Layer(NamedTuple):
    """One node around a value.

    Attributes:
        kind: element, attribute, text, cdata or none.
        name: without prefix.
        prefix: "" if it has none.
        namespace: its own, or "".
    """

    kind: str
    name: str
    prefix: str = ""
    namespace: str = ""

    def tag(self, scope: Scope) -> str:
        """The name as ElementTree writes it: `{namespace}name`, or without one."""
        is_bare = self.kind == "attribute" and not self.prefix
        namespace = self.namespace or ("" if is_bare else scope.get(self.prefix, ""))
        return f"{{{namespace}}}{self.name}" if namespace else self.name

    def inner(self, scope: Scope) -> Scope:
        """The scope of what is in it."""
        return {**scope, self.prefix: self.namespace} if self.namespace and self.kind == "element" else scope


class Reference(NamedTuple):
    """A schema on the way to the one that describes the content, and the name of the component that it is."""

    schema: Mapping[str, Any]
    component: str

    @property
    def xml(self) -> Mapping[str, Any]:
        """Its XML Object, or an empty one."""
        found = self.schema.get("xml")
        return found if isinstance(found, Mapping) else {}


def way_of(document: Document, schema: Any) -> list[Reference]:
    """The schema and what it refers to, in order."""
    way = [Reference(schema if isinstance(schema, Mapping) else {}, "")]
    while "$ref" in way[-1].schema and len(way) < _MAX_REFERENCES:
        reference = way[-1].schema["$ref"]
        try:
            target = document.schema(reference)
        except UnresolvableReference:
            break
        parent, _, name = reference.partition("\x01")[0].rpartition("/")
        is_named = parent.endswith(("/components/schemas", "/definitions"))
        way.append(Reference(target if isinstance(target, Mapping) else {}, name if is_named else ""))
    return way


def layers_of(document: Document, schema: Any, inferred: str, role: str) -> list[Layer]:
    """The nodes around a value, outermost first; the last one may be none.

    Args:
        inferred: the name that its place gives it, or "".
        role: root, property or item.
    """
    way = way_of(document, schema)
    own = "none" if _is_list(document, schema) else "element"
    if not document.keeps_xml_names:  # one node for the whole way
        merged: dict[str, Any] = {}
        for step in way:
            merged = {**step.xml, **merged}
        is_property = role == "property"
        given = [step.xml["name"] for step in way if step.xml.get("name") and not (is_property and step.component)]
        component = next((step.xml.get("name") or step.component for step in way if step.component), "")
        names = {"root": [*given, component], "property": [*given, inferred], "item": [*given, inferred, component]}
        name = next(filter(None, names[role]), "") or ("" if inferred else _made_of(document, schema))
        return [_layer(merged.get("nodeType") or own, {**merged, "name": name}, name)]
    layers: list[Layer] = []
    for step in way:
        inferred = step.component or inferred
        is_last = step is way[-1]
        kind = step.xml.get("nodeType") or (own if is_last else "none")
        name = inferred or (_made_of(document, schema) if is_last and not layers else "")
        if kind != "none" or is_last:
            layers.append(_layer(kind, step.xml, name))
        if kind in ("attribute", "text", "cdata"):
            break
    return layers


def _layer(kind: str, xml: Mapping[str, Any], inferred: str) -> Layer:
    before, _, name = (xml.get("name") or inferred).rpartition(":")
    if kind == "element" and not name:
        return Layer("none", "")
    return Layer(kind, name, xml.get("prefix") or before, xml.get("namespace") or "")


def _made_of(document: Document, schema: Any) -> str:
    """The name of the only component that a schema without a name is made of, as in `allOf`."""
    parts = schema.get("allOf", ()) if isinstance(schema, Mapping) else ()
    named = [part["$ref"] for part in parts if isinstance(part, Mapping) and "$ref" in part]
    for reference in view(document, schema).references or named[: len(named) == 1]:
        step = way_of(document, {"$ref": reference})[-1]
        if step.xml.get("name") or step.component:
            return str(step.xml.get("name") or step.component)
    return ""


def _is_list(document: Document, schema: Any) -> bool:
    return set(types_of(document, schema)) - {"null"} == {"array"}


def item_name_of(inferred: str, layer: Layer) -> str:
    """The name of the items of a list that have none of their own."""
    return layer.name if layer.kind == "element" else inferred


def members_of(document: Document, schema: Any, value: Any = None) -> Mapping[str, Any]:
    """The members that a value may have, those of all alternatives, and of the type that its discriminator names."""
    found = dict(properties_of(document, schema))
    outline = view(document, schema)
    tag = value.get(outline.discriminator["propertyName"]) if outline.discriminator and value is not None else None
    subtype = (outline.first(SUBTYPES) or {}).get(tag) if isinstance(tag, str) else None
    if subtype is not None:
        for name, described in properties_of(document, {"$ref": subtype}).items():
            found.setdefault(name, described)
    return found


def items_in(document: Document, schema: Any) -> tuple[tuple[Any, ...], Any]:
    """The schemas of the first items, and of the others; `{}` if nothing describes them."""
    items = items_of(document, schema)
    return view(document, schema).prefix_items, {} if items is MISSING else items


def is_default(outline: SchemaView, branch: Any) -> bool:
    """Whether an alternative is that of values whose discriminator names none."""
    default = (outline.discriminator or {}).get("defaultMapping")
    return default is not None and isinstance(branch, Mapping) and branch.get("$ref") == default


def tags_of(outline: SchemaView, branch: Any) -> set[str]:
    """The values of a discriminator that name an alternative."""
    reference = branch.get("$ref", "") if isinstance(branch, Mapping) else ""
    mapping = (outline.discriminator or {}).get("mapping", {})
    return {value for value, target in mapping.items() if target == reference} | {reference.rpartition("/")[2]}
