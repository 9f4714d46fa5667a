"""What is in the node of a schema: the nodes of its members and items, and who owns what is in an element.

Each is found once for a document. Reads no values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ..document import Document
from ..schema import SchemaChecker, rules_for
from ..schema.schema_view import SchemaView
from ..schema.view import properties_of, view
from ..types import MISSING
from .nodes import Node, Place, node_of
from .tree import CData, Element

_MAX_KEPT = 20_000
_ANY: Mapping[str, Any] = {}
"""The schema of what a document does not describe."""

EXACT, OTHER_NAME = 0, 1
"""How well a name fits: as the document says, or as another one of the names that a node is read by."""


class DocumentNodes:
    """The nodes of the schemas of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._nodes: dict[tuple[int, str, str], tuple[Any, Node]] = {}
        self._contents: dict[int, tuple[Node, Content]] = {}
        self._checkers: dict[tuple[int, str], tuple[Any, SchemaChecker]] = {}

    def node(self, schema: Any, inferred: str, place: Place = "property") -> Node:
        """The node of a schema, as `node_of`."""
        key = id(schema), inferred, place  # the schema is kept alive
        found = self._nodes.get(key)
        if found is None:
            if len(self._nodes) >= _MAX_KEPT:
                self._nodes.clear()
            found = self._nodes[key] = schema, node_of(self.document, schema, inferred, place)
        return found[1]

    def content(self, node: Node) -> Content:
        """What is in a node."""
        found = self._contents.get(id(node))
        if found is None:
            if len(self._contents) >= _MAX_KEPT:
                self._contents.clear()
            found = self._contents[id(node)] = node, Content(self, view(self.document, node.schema), node.item_name)
        return found[1]

    def branch(self, node: Node, branch: Any) -> Node:
        """The node of one alternative of a schema that has none of its own."""
        return self.node(branch, node.item_name, "root")

    def owned(self, node: Node, seen: frozenset[int] = frozenset()) -> Iterator[Node]:
        """The nodes that a value is directly made of: its own, or if it has none, those in it."""
        if node.kind != "none":
            yield node
            return
        if id(node) in seen:
            return
        seen |= {id(node)}
        content = self.content(node)
        for branch, _ in content.branches:
            yield from self.owned(self.branch(node, branch), seen)
        if "array" in content.found.types:
            for item in (*content.prefix, content.items):
                yield from self.owned(item, seen)
        for member in content.members.values():
            yield from self.owned(member, seen)

    def fits(self, schema: Any, value: Any, direction: Any) -> bool:
        """Whether a value fits a schema, with the reliefs of a direction: "request" or "response"."""
        key = id(schema), direction
        found = self._checkers.get(key)
        if found is None:
            if len(self._checkers) >= _MAX_KEPT:
                self._checkers.clear()
            checker = SchemaChecker(self.document, schema, rules_for(direction, relieves=True))
            found = self._checkers[key] = schema, checker
        try:
            return bool(found[1].is_valid(value))
        except (ValueError, TypeError, RecursionError):
            return False


def nodes_of(document: Document) -> DocumentNodes:
    """The nodes of a document."""
    return document.derived(DocumentNodes)


class Content:
    """What a node has in it, by one view of its schema: with or without an alternative of it chosen.

    Attributes:
        found: the view.
        item_name: the name of items that have none of their own.
    """

    def __init__(
        self, nodes: DocumentNodes, found: SchemaView, item_name: str, others: Mapping[str, Any] = _ANY
    ) -> None:
        self.found = found
        self.item_name = item_name
        self._nodes = nodes
        self._others = others
        self._subtypes: dict[str, Content] = {}

    @cached_property
    def members(self) -> Mapping[str, Node]:
        """The nodes of the properties by name, in the order of the document."""
        described = {**self._others, **self.found.properties}
        return {name: self._nodes.node(schema, name) for name, schema in described.items()}

    @cached_property
    def prefix(self) -> tuple[Node, ...]:
        """The nodes of the first items, in order."""
        return tuple(self._nodes.node(schema, self.item_name, "item") for schema in self.found.prefix_items)

    @cached_property
    def items(self) -> Node:
        """The node of the other items."""
        schema = self.found.items
        return self._nodes.node(_ANY if schema is MISSING else schema, self.item_name, "item")

    @cached_property
    def branches(self) -> tuple[tuple[Any, Content], ...]:
        """Each alternative, and the content if that is chosen."""
        found, document = self.found, self._nodes.document
        others: dict[str, Any] = dict(self._others)
        own = set(map(id, found.alternatives))
        for union in found.unions if own else ():
            if own.isdisjoint(map(id, union)):  # a second union, of which none is chosen
                for branch in union:
                    others.update(properties_of(document, branch))
        return tuple(
            (
                branch,
                Content(self._nodes, found.with_alternative(view(document, branch)), self.item_name, others),
            )
            for branch in found.alternatives
        )

    def subtype(self, reference: str) -> Content:
        """The content if the value is of the schema that a reference leads to, which inherits from this one."""
        found = self._subtypes.get(reference)
        if found is None:
            described = view(self._nodes.document, {"$ref": reference})
            found = self._subtypes[reference] = Content(self._nodes, described, self.item_name)
        return found

    def undeclared(self, name: str) -> Node:
        """The node of a member that is not declared."""
        schema = self.found.extra
        return self._nodes.node(schema if isinstance(schema, Mapping) else _ANY, name)

    @cached_property
    def owners(self) -> Owners:
        """Which member owns what is in an element."""
        return Owners(self._nodes, self.members)


class Owners:
    """Which of several nodes own the elements, attributes and texts of one element."""

    def __init__(self, nodes: DocumentNodes, owners: Mapping[str, Node]) -> None:
        self._elements: dict[str, list[tuple[int, str | None, str]]] = {}
        self._attributes: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        for key, owner in owners.items():
            for node in nodes.owned(owner):
                if node.kind in ("text", "cdata"):
                    self._texts.setdefault(node.kind, key)
                    continue
                for name, rank in ((node.name, EXACT), *((other, OTHER_NAME) for other in node.others)):
                    if node.kind == "attribute":
                        self._attributes.setdefault(name, key)
                    else:
                        self._elements.setdefault(name, []).append((rank, node.namespace, key))

    def of_element(self, element: Element) -> str | None:
        """The key of the node that owns an element; None if none does."""
        found = self._elements.get(element.name)
        if not found:
            return None
        return min(found, key=lambda item: (item[0], item[1] is not None and item[1] != element.namespace))[2]

    def of_attribute(self, name: str) -> str | None:
        """The key of the node that owns an attribute; None if none does."""
        return self._attributes.get(name)

    def of_text(self, text: str) -> str | None:
        """The key of the node that owns a text: one that is a CDATA section, if the text is one; None if none does."""
        kind = "cdata" if isinstance(text, CData) else "text"
        return self._texts.get(kind) or next(iter(self._texts.values()), None)
