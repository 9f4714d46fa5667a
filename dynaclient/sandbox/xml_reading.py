"""Bodies in XML, read with ElementTree, apart from the client's `xml`, which the sandbox judges.

Strict where the client is tolerant: another root, or another namespace, is refused, and what is not described is read
under its own name, so that its schema decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from .._support.xml_text import DOCTYPE_REFUSED, has_doctype, xml_codec
from ..document import Document
from ..model.media_types import parameters_of
from ..schema.view import extra_of, items_of, properties_of, types_of, view
from ..types import MISSING
from .decode import Decoder
from .media import codec_for
from .xml_names import NO_SCOPE, Layer, Scope, is_default, item_name_of, items_in, layers_of, members_of, tags_of
from .xml_writing import NIL

_MAX_DEPTH = 100
"""Levels of nested elements that are read."""


def value_of_xml(document: Document, decoder: Decoder, schema: Any, body: bytes, content_type: str) -> Any:
    """The value of a body.

    Raises:
        ValueError: it is not XML, has a DOCTYPE, or is not what the document describes.
    """
    try:
        named = codec_for(content_type) if "charset" in parameters_of(content_type) else None
        text = body.decode(xml_codec(body, named))
        root = _parsed(text)
    except (ValueError, ET.ParseError) as error:
        raise ValueError(f"it is not XML: {error}") from None
    return _Reading(document, decoder).root(schema, root)


def _parsed(text: str) -> ET.Element:
    if has_doctype(text):
        raise ValueError(DOCTYPE_REFUSED)
    root = ET.fromstring(text.encode(), ET.XMLParser(encoding="utf-8"))  # noqa: S314  # it has no DOCTYPE
    level = [root]
    for _ in range(_MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return root
    raise ValueError(f"it is nested deeper than {_MAX_DEPTH} levels")


class _Reading:
    def __init__(self, document: Document, decoder: Decoder) -> None:
        self._document = document
        self._decoder = decoder

    def root(self, schema: Any, root: ET.Element) -> Any:
        layers = layers_of(self._document, schema, "", "root")
        if [layer.kind for layer in layers] == ["none"]:
            around = ET.Element("around")
            around.append(root)
            return self._content(schema, around, "", NO_SCOPE, layers[-1])
        first = layers[0]
        if root.tag != first.tag(NO_SCOPE):
            raise ValueError(f"its root element is {root.tag!r}, not {first.tag(NO_SCOPE)!r}")
        return self._within(schema, layers, root, "", first.inner(NO_SCOPE))

    def _within(self, schema: Any, layers: list[Layer], element: ET.Element, inferred: str, scope: Scope) -> Any:
        """The value of an element that is the first of these layers."""
        if element.get(NIL, "") in ("true", "1"):
            return None
        for layer in layers[1:]:
            if layer.kind == "element":
                found = [child for child in element if child.tag == layer.tag(scope)]
                if not found:
                    raise ValueError(f"it has no element {layer.name!r} in {element.tag!r}")
                element, scope = found[0], layer.inner(scope)
            elif layer.kind in ("text", "cdata"):
                return self._decoder.coerced(schema, "".join(element.itertext()))
        name = item_name_of(inferred, layers[-1])
        return self._content(schema, element, name, scope, layers[-1])

    def _content(self, schema: Any, element: ET.Element, name: str, scope: Scope, layer: Layer) -> Any:
        """The value of what is in an element."""
        types = set(types_of(self._document, schema))
        if layer.kind == "none" and view(self._document, schema).alternatives:
            value = self._taken(schema, [*element], element, name, "root", scope)
            if value is not MISSING:
                return value
        is_empty = len(element) == 0 and not (element.text or "").strip() and not element.attrib
        if "array" in types and (len(element) or is_empty or types <= {"array", "null"}):
            return self._items(schema, element, name, scope)
        holds_nodes = len(element) or any(not key.startswith("{") for key in element.attrib)
        if "object" in types or properties_of(self._document, schema):
            if holds_nodes or types.isdisjoint({"string", "integer", "number", "boolean"}):
                return self._object(schema, element, scope)
        elif len(element) or (holds_nodes and not types):
            return self._members({}, element, scope)
        return self._decoder.coerced(schema, _text_of(element))

    def _object(self, schema: Any, element: ET.Element, scope: Scope) -> Any:
        """The value of an element by the alternative that describes it best."""
        outline = view(self._document, schema)
        if not outline.alternatives:
            return self._members(schema, element, scope)
        best: tuple[tuple[bool, ...], Any] = ((), None)
        each = [properties_of(self._document, branch) for branch in outline.alternatives]
        every = properties_of(self._document, schema)
        common = {key: every[key] for key in every if not any(key in members for members in each)}
        for branch, members in zip(outline.alternatives, each, strict=True):
            own = {**common, **members, **outline.properties}
            value = self._members(schema, element, scope, own)
            tag = value.get(outline.discriminator["propertyName"]) if outline.discriminator else None
            is_named = tag is None or tag in tags_of(outline, branch)
            fits = self._decoder.fits(branch, value)
            rank = is_named, fits, is_default(outline, branch), own.keys() >= value.keys()
            if rank > best[0]:
                best = rank, value
        return best[1]

    def _members(
        self, schema: Any, element: ET.Element, scope: Scope, own: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The members of an object.

        Args:
            own: the schemas of those that are described, if not all that the schema describes are meant.
        """
        members = dict(members_of(self._document, schema) if own is None else own)
        out: dict[str, Any] = {}
        left = list(element)
        attributes = dict(element.attrib)
        for _ in range(2):  # again if the discriminator names a type with more members
            for key, described in members.items():
                if key in out:
                    continue
                value = self._taken(described, left, element, key, "property", scope, attributes)
                if value is not MISSING:
                    out[key] = value
            more = members_of(self._document, schema, out) if own is None else {}
            members = {key: described for key, described in more.items() if key not in members}
        extra = extra_of(self._document, schema)
        further = extra if isinstance(extra, Mapping) else {}
        while left:
            key = left[0].tag.rpartition("}")[2]
            value = self._taken(further, left, element, key, "property", scope, attributes)
            if value is MISSING:
                value = self._members({}, left.pop(0), scope)
            out[key] = value
        for tag, text in attributes.items():
            key = tag.rpartition("}")[2]
            if layers_of(self._document, further, key, "property")[0].kind == "attribute":
                out[key] = self._decoder.coerced(further, text)
            elif not tag.startswith("{http://www.w3.org/"):
                out[f"@{key}"] = text
        if not view(self._document, schema).properties and (element.text or "").strip():
            out["#text"] = (element.text or "").strip()
        return out

    def _taken(
        self,
        schema: Any,
        left: list[ET.Element],
        parent: ET.Element,
        inferred: str,
        role: str,
        scope: Scope,
        attributes: dict[str, str] | None = None,
    ) -> Any:
        """The value of a schema, taken from what is left of an element; `MISSING` if it is not there."""
        layers = layers_of(self._document, schema, inferred, role)
        first = layers[0]
        if first.kind == "attribute":
            text = (attributes if attributes is not None else parent.attrib).pop(first.tag(scope), None)
            types = types_of(self._document, schema)
            if text is None:
                return None if "null" in types else MISSING
            items = items_of(self._document, schema)
            if "array" in types and items is not MISSING:
                return [self._decoder.coerced(items, item) for item in text.split()]
            return self._decoder.coerced(schema, text)
        if first.kind in ("text", "cdata"):
            text = (parent.text or "") + "".join(child.tail or "" for child in parent)
            if not text and "string" not in types_of(self._document, schema):
                return MISSING
            return self._decoder.coerced(schema, text.strip() if len(parent) else text)
        if first.kind == "element":
            found = [child for child in left if child.tag == first.tag(scope)]
            left[:] = [child for child in left if child not in found]
            values = [self._within(schema, layers, child, inferred, first.inner(scope)) for child in found]
            return MISSING if not values else values[0] if len(values) == 1 else values
        for branch in view(self._document, schema).alternatives:  # each of them is a node
            value = self._taken(branch, left, parent, "", "root", scope, attributes)
            if value is not MISSING:
                return value
        return self._taken_without_node(schema, left, parent, inferred, scope)

    def _taken_without_node(
        self, schema: Any, left: list[ET.Element], parent: ET.Element, inferred: str, scope: Scope
    ) -> Any:
        items = items_of(self._document, schema)
        if items is MISSING or set(types_of(self._document, schema)) - {"null"} != {"array"}:
            bag = ET.Element("around")
            names = {
                layers_of(self._document, described, key, "property")[0].tag(scope)
                for key, described in properties_of(self._document, schema).items()
            }
            bag.extend([child for child in left if child.tag in names])
            left[:] = [child for child in left if child.tag not in names]
            return self._members(schema, bag, scope) if len(bag) else MISSING
        choices = view(self._document, items).alternatives or (items,)
        layers = [layers_of(self._document, choice, inferred, "item") for choice in choices]
        names = {each[0].tag(scope) for each in layers}
        found = [child for child in left if child.tag in names]
        left[:] = [child for child in left if child.tag not in names]
        if not found and not view(self._document, schema).limits.get("minItems"):
            return []
        bag = ET.Element("around")
        bag.extend(found)
        return self._items(schema, bag, inferred, scope) if found else MISSING

    def _items(self, schema: Any, element: ET.Element, name: str, scope: Scope) -> Any:
        first, others = items_in(self._document, schema)
        out: list[Any] = []
        left = list(element)
        texts = [element.text or "", *(child.tail or "" for child in element)]
        for described in first:
            kind = layers_of(self._document, described, name, "item")[0].kind
            if kind in ("text", "cdata"):
                out.append(self._decoder.coerced(described, texts[len(element) - len(left)]))
            elif left:
                out.append(self._item(described, left.pop(0), name, scope))
        return [*out, *(self._item(others, child, name, scope) for child in left)]

    def _item(self, schema: Any, child: ET.Element, name: str, scope: Scope) -> Any:
        value = self._taken(schema, [child], child, name, "item", scope)
        if value is MISSING:
            bag = ET.Element("around")
            bag.append(child)
            return self._members({}, bag, scope)
        return value


def _text_of(element: ET.Element) -> str:
    return "".join(element.itertext())
