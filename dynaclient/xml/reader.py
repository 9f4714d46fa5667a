"""Read XML as a JSON value, by the XML Objects of its schema. Tolerant: what departs from the document is noted.

What the document does not describe is read all the same: an element as its text, or as an object if it has elements or
attributes in it, whose attributes begin with `@` and whose text is `#text`.

Source: OAS 3.2.0 XML Object.
"""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..types import MISSING
from .choice import Chooser
from .content import Content, Owners, nodes_of
from .nodes import Node
from .pieces import bag_of, runs_of, whole_text
from .scalars import is_blank, value_of
from .tree import XML, XSI, CData, Element, parse
from .writer import ATTRIBUTE, TEXT, Path

Departure = tuple[Path, str]
"""Where a document departs from its description, though a value was read: the path of the value, and what is wrong."""

_TEXTUAL = frozenset(("text", "cdata"))
_SCALARS = frozenset(("string", "integer", "number", "boolean"))
_KINDS = {
    "attribute": "an attribute",
    "text": "text",
    "cdata": "text",
    "element": "one of another name",
    "none": "those of its items",
}
_OF_XML = (XSI, XML)
"""Namespaces of attributes that say something of the document, not of the value."""


def read(document: Document, schema: Any, text: str) -> tuple[Any, list[Departure]]:
    """The value of an XML document, and where the document departs from its schema.

    Raises:
        ValueError: it is not well-formed, has a DOCTYPE, or is too deep or too large.
    """
    root = parse(text)
    reader = _Reader(document)
    try:
        return reader.root(schema, root), reader.departures
    except RecursionError:
        raise ValueError("its elements are nested too deeply") from None


class _Reader:
    def __init__(self, document: Document) -> None:
        self.departures: list[Departure] = []
        self._nodes = nodes_of(document)
        self._chooser = Chooser(self._nodes, "response")
        self._known: dict[tuple[int, int], tuple[Element, Any, list[Departure]]] = {}

    def _note(self, path: Path, what: str) -> None:
        self.departures.append((path, what))

    # elements

    def root(self, schema: Any, root: Element) -> Any:
        node = self._nodes.node(schema, "", "root")
        if node.kind == "element":
            self._check_name(node, root, ())
            return self._in_element(node, root, ())
        around = bag_of([root])
        owners = Owners(self._nodes, {"": node})
        content = self._nodes.content(node)
        holds_it = owners.of_element(root) is not None
        if content.branches:
            found = self._without_node(node, around if holds_it else root, ())
            return None if found is MISSING else found
        is_around_it = any(owners.of_element(child) is not None for child in root.elements)
        return self._in_content(content, around if holds_it and not is_around_it else root, ())

    def _check_name(self, node: Node, element: Element, path: Path) -> None:
        if element.name != node.name and element.name not in node.others:
            self._note(path, f"expected the element <{node.name}>, given <{element.name}>")
        elif node.namespace is not None and element.namespace != node.namespace:
            given = f"the namespace {element.namespace[:80]!r}" if element.namespace else "none"
            self._note(path, f"expected <{node.name}> in the namespace {node.namespace!r}, given {given}")

    def _in_element(self, node: Node, element: Element, path: Path) -> Any:
        """The value of an element that is this node."""
        if element.is_nil:
            return None
        if node.inner is None:
            return self._in_content(self._nodes.content(node), element, path)
        found = self._of(node.inner, element, path)
        return None if found is MISSING else found

    def _of(self, node: Node, bag: Element, path: Path) -> Any:
        """The value of a node among what is in an element; `MISSING` if it is not there."""
        if node.kind == "element":
            found = list(bag.elements)
            for element in found:
                self._check_name(node, element, path)
            if len(found) > 1:
                self._note(path, f"expected one <{node.name}>, given {len(found)}")
                return [self._in_element(node, element, path) for element in found]
            return self._in_element(node, found[0], path) if found else MISSING
        if node.kind == "none":
            if self._nodes.content(node).branches:
                return self._without_node(node, bag, path)
            return self._in_content(self._nodes.content(node), bag, path)
        texts = list(bag.attributes.values()) if node.kind == "attribute" else bag.children
        pieces: list[Element | str] = [item for item in texts if isinstance(item, str)]
        return self._in_content(self._nodes.content(node), bag_of(pieces), path) if pieces else MISSING

    def _without_node(self, node: Node, bag: Element, path: Path) -> Any:
        """The value of alternatives each of which is a node: the one that owns what there is."""
        content = self._nodes.content(node)
        first: Any = MISSING
        for owning in (True, False):
            for branch, _ in content.branches:
                inner = self._nodes.branch(node, branch)
                owners = Owners(self._nodes, {"": inner})
                if owning and any(owners.of_element(child) is None for child in bag.elements):
                    continue
                kept = len(self.departures)
                is_read_by_name = owning or inner.kind != "element"
                value = self._of(inner, bag, path) if is_read_by_name else self._in_element(inner, bag, path)
                if self._chooser.is_of(content, branch, value):
                    return value
                first = value if first is MISSING else first
                del self.departures[kept:]
            if first is not MISSING:
                return first
        return first

    # content

    def _in_content(self, content: Content, element: Element, path: Path) -> Any:
        """The value of what is in an element."""
        if content.branches:
            return self._alternative(content, element, path)
        found = content.found
        if found.discriminator:
            content = self._subtype(content, element, path)
            found = content.found
        types = found.types
        holds_nodes = any(True for _ in element.elements) or any(uri not in _OF_XML for uri, _ in element.attributes)
        if types == ("array",) or ("array" in types and holds_nodes and not content.members):
            return self._array(content, element, path)
        if "object" in types or content.members:
            if holds_nodes or _SCALARS.isdisjoint(types):
                return self._object(content, element, path)
        elif holds_nodes:
            if not types:
                return self._object(content, element, path)
            return self._unexpected(content, element, path)
        return value_of(found, whole_text(element.children))

    def _unexpected(self, content: Content, element: Element, path: Path) -> Any:
        """The value of an element that should have only text."""
        names = [f"<{child.name}>" for child in element.elements] or [
            f"the attribute {n}" for _, n in element.attributes
        ]
        self._note(path, f"expected only text, given {names[0]} too")
        if any(True for _ in element.elements):
            return self._object(content, element, path)
        return value_of(content.found, whole_text(element.children))

    def _alternative(self, content: Content, element: Element, path: Path) -> Any:
        """The value by the first alternative that it fits; else by the one with the fewest departures."""
        key = id(content), id(element)
        if key in self._known:  # within alternatives of what is around it
            _, value, departures = self._known[key]
            self.departures += departures
            return value
        kept = self.departures
        tries: list[tuple[Any, list[Departure]]] = []
        for branch, inner in content.branches:
            self.departures = []
            value = self._in_content(inner, element, path)
            tries.append((value, self.departures))
            if self._chooser.is_of(content, branch, value):
                tries = tries[-1:]
                break
        value, departures = min(tries, key=lambda item: len(item[1]))
        self._known[key] = element, value, departures
        self.departures = [*kept, *departures]
        return value

    def _subtype(self, content: Content, element: Element, path: Path) -> Content:
        """The content by the schema that the discriminator names."""
        name = content.found.discriminator["propertyName"]  # type: ignore[index]  # there is one
        node = content.members.get(name)
        if node is None:
            return content
        owned = self._owned(content, element)[0].get(name)
        tag = self._of(node, owned, (*path, name)) if owned is not None else None
        return self._chooser.subtype(content, tag)

    # objects

    def _owned(self, content: Content, element: Element) -> tuple[dict[str, Element], Element]:
        """What each member owns of an element, and what no member does."""
        owners = content.owners
        found: dict[str, Element] = {}
        rest = Element("")
        is_mixed = any(True for _ in element.elements)
        for child in element.children:
            if is_mixed and isinstance(child, str) and is_blank(child) and not isinstance(child, CData):
                continue  # indentation
            key = owners.of_element(child) if isinstance(child, Element) else owners.of_text(child)
            if key is None:
                rest.children.append(child)
            else:
                found.setdefault(key, Element("")).children.append(child)
        for (uri, name), text in element.attributes.items():
            if uri not in _OF_XML or owners.of_attribute(name) is not None:
                key = owners.of_attribute(name)
                owner = rest if key is None else found.setdefault(key, Element(""))
                owner.attributes[uri, name] = text
        return found, rest

    def _object(self, content: Content, element: Element, path: Path) -> Any:
        owned, rest = self._owned(content, element)
        out: dict[str, Any] = {}
        for name, node in content.members.items():
            bag = owned.get(name)
            value = MISSING if bag is None else self._of(node, bag, (*path, name))
            if value is MISSING:
                value = self._of_nothing(content, name, node)
            if value is not MISSING:
                out[name] = value
        if rest.children or rest.attributes:
            self._add_rest(content, rest, out, path)
        return out

    def _of_nothing(self, content: Content, name: str, node: Node) -> Any:
        """The value of a member of which there is nothing in an element; `MISSING` if it has none."""
        found = self._nodes.content(node).found
        if node.kind == "attribute":
            return None if found.nullable else MISSING  # Source: OAS 3.2.0, "Handling `null` Values"
        if node.kind == "none" and found.types == ("array",) and not found.limits.get("minItems"):
            return []  # an array without items has no elements
        is_text = node.kind in _TEXTUAL and "string" in found.types
        return "" if is_text and name in content.found.required else MISSING

    def _add_rest(self, content: Content, rest: Element, out: dict[str, Any], path: Path) -> None:
        """Add what the document does not describe."""
        groups: dict[str, list[Element]] = {}
        for child in rest.elements:
            groups.setdefault(child.name, []).append(child)
        for name, elements in groups.items():
            node, here = content.undeclared(name), (*path, name)
            if name in content.members and name not in out:  # described as something else
                self._note(here, f"expected no element <{name}>, but {_KINDS[content.members[name].kind]}")
                out[name] = self._in_content(self._nodes.content(content.members[name]), elements[0], here)
                continue
            values = [self._in_element(node, item, here) for item in elements] if node.kind == "element" else []
            value = values[0] if len(values) == 1 else values or self._of(node, bag_of(elements), here)
            if out.setdefault(name, value) is not value:
                self._note(here, f"expected one <{name}>, given another one, in another namespace")
        for (_, name), text in rest.attributes.items():
            node = content.undeclared(name)
            if name in content.members and name not in out:
                self._note((*path, name), f"expected an element <{name}>, given an attribute")
                out[name] = self._in_content(self._nodes.content(content.members[name]), bag_of([text]), (*path, name))
            elif node.kind == "attribute":
                out[name] = self._in_content(self._nodes.content(node), bag_of([text]), (*path, name))
            else:
                out.setdefault(f"{ATTRIBUTE}{name}", text)
        text = whole_text([child for child in rest.children if isinstance(child, str)])
        if not is_blank(text):
            out.setdefault(TEXT, text.strip())
            if content.members:
                self._note(path, f"expected only elements, given the text {text.strip()[:40]!r} too")

    # arrays

    def _array(self, content: Content, element: Element, path: Path) -> Any:
        waiting = runs_of(element.children)
        out: list[Any] = []
        for node in content.prefix:
            is_text = bool(waiting) and not isinstance(waiting[0], Element)
            if node.kind in _TEXTUAL:
                pieces = waiting.pop(0) if is_text else [""]
                assert isinstance(pieces, list)
                out.append(self._in_content(self._nodes.content(node), bag_of(pieces), (*path, len(out))))
                continue
            if is_text:
                self._note(path, f"expected an element, given the text {whole_text(waiting.pop(0))[:40]!r}")  # type: ignore[arg-type]
            if not waiting:
                break
            out.append(self._item(node, waiting.pop(0), (*path, len(out))))
        items = content.items
        if len(waiting) == 1 and not isinstance(waiting[0], Element) and items.kind not in _TEXTUAL:
            return [*out, *self._listed(items, whole_text(waiting[0]), path, len(out))]
        for given in waiting:
            if isinstance(given, Element) or items.kind in _TEXTUAL:
                out.append(self._item(items, given, (*path, len(out))))
            else:
                self._note(path, f"expected only elements, given the text {whole_text(given)[:40]!r} too")
        return out

    def _item(self, node: Node, given: Element | list[str], path: Path) -> Any:
        if isinstance(given, Element) and node.kind == "element":
            self._check_name(node, given, path)
            return self._in_element(node, given, path)
        found = self._of(node, bag_of([given] if isinstance(given, Element) else given), path)
        return None if found is MISSING else found

    def _listed(self, items: Node, text: str, path: Path, first: int) -> list[Any]:
        """The items of a list that is written as text. Source: XML Schema 1.1 part 2, section 2.4.1.2."""
        content = self._nodes.content(items)
        texts = enumerate(text.split(), first)
        return [self._in_content(content, bag_of([item]), (*path, i)) for i, item in texts]
