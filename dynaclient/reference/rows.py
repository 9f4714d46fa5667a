"""Schema → rows to read: fields with everything known about them, nested fields below, unions as named alternatives.

A schema that contains itself is shown once and linked from there on. What would make a page too long is linked to
the schema's own page. Knows nothing of the form that rows are written in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..document import Document
from ..schema.view import SchemaView, values_of, view
from ..schema.wording import facts_of, type_words
from ..types import MISSING
from .names import SchemaNames

Kind = Literal["field", "alternative", "other"]
MAX_DEPTH = 24
"""Levels of rows; only schemas written inside one another get there."""

WRITTEN_OUT = 20_000
"""About how many characters more of rows a page may get from schemas that have no page of their own yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of fields.

    Attributes:
        kind: a field; an alternative of a union; or "other" for fields of any name.
        type: in words: `string`, `array of Message`, `string or null`.
        schema: the file name of the schema's page where it has a name, or "".
        schema_title: that name.
        limits: the limits of the value, in words.
        enum: the allowed values; if `is_open`, only the known ones.
        default, example: values, or `MISSING`.
        children: rows below, or none.
        cut: why there are none though the schema has some: they are above ("above"), or on the schema's page ("page").
    """

    name: str
    kind: Kind
    type: str
    required: bool = False
    description: str = ""
    schema: str = ""
    schema_title: str = ""
    enum: tuple[Any, ...] = ()
    is_open: bool = False
    limits: tuple[str, ...] = ()
    default: Any = MISSING
    example: Any = MISSING
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    children: tuple[Row, ...] = ()
    cut: Literal["", "above", "page"] = ""

    @property
    def is_in_description(self) -> bool:
        """Whether the description contains the only value, so it need not be repeated."""
        return len(self.enum) == 1 and not self.is_open and f"`{self.enum[0]}`" in self.description


@dataclass(slots=True)
class _Node:
    """A row being made from `schema`: `inside` is what its children come from."""

    row: dict[str, Any]
    schema: Any
    inside: SchemaView
    family: frozenset[str]
    depth: int
    children: list[_Node] = field(default_factory=list)
    cut: Literal["", "above", "page"] = ""


class RowBuilder:
    """Makes rows for one page.

    Args:
        budget: about how many characters of rows to show before named schemas are only linked.
    """

    def __init__(self, document: Document, names: SchemaNames, budget: int) -> None:
        self._document = document
        self._names = names
        self._left = budget
        self._floor = -max(budget, WRITTEN_OUT)

    def rows(self, schema: Any) -> tuple[Row, ...]:
        """The rows inside a schema: its fields, or its alternatives; none for a plain value."""
        return self.value(schema).children

    def value(self, schema: Any, name: str = "", *, required: bool = False) -> Row:
        """A schema as one row with all that is below it, the rows nearest to it first when there are too many."""
        root = self._node(name, "field", schema, frozenset(), 0, required=required)
        self._expand(root, deque(), forced=True)
        waiting = deque(root.children)
        while waiting:
            self._expand(waiting.popleft(), waiting)
        return _frozen(root)

    def _node(self, name: str, kind: Kind, schema: Any, family: frozenset[str], depth: int, *, required: bool) -> _Node:
        outline = view(self._document, schema)
        inside, innermost = outline, schema
        while inside.items is not MISSING and not inside.properties and not inside.alternatives:
            following = view(self._document, inside.items)
            if following.reference and following.reference in family:
                inside, innermost = following, inside.items
                break
            if following.items is inside.items:
                break
            inside, innermost = following, inside.items
        named = next((r for r in (*inside.references, *outline.references) if self._names.is_named(r)), "")
        facts = facts_of(self._document, schema, self._title)
        values, is_open = ((), False) if self._tells_apart(outline) else (facts.values, facts.is_open)
        if not values and inside is not outline and not self._tells_apart(inside):
            values, is_open = values_of(self._document, innermost)
        row: dict[str, Any] = {
            "name": name,
            "kind": kind,
            "type": facts.type,
            "required": required,
            "description": outline.description,
            "schema": self._names.file(named) if named else "",
            "schema_title": self._names.title(named) if named else "",
            "enum": values,
            "is_open": bool(values) and is_open,
            "limits": ((f"format {facts.format}",) if facts.format else ()) + facts.limits,
            "default": facts.default,
            "example": next(iter(outline.examples), MISSING),
            "deprecated": facts.deprecated,
            "read_only": facts.read_only,
            "write_only": facts.write_only,
        }
        self._left -= 260 + len(outline.description) + 12 * len(row["enum"])
        return _Node(row, schema, inside, family, depth)

    def _expand(self, node: _Node, waiting: deque[_Node], *, forced: bool = False) -> None:
        inside = node.inside
        if not self._has_rows(inside) or node.depth > MAX_DEPTH:
            return
        named = bool(node.row["schema"])
        if not node.family.isdisjoint(inside.references):
            node.cut = "above"
            if not named:
                self._link(node, inside.reference)
            return
        if self._left < (0 if named else self._floor) and not forced:
            if not named:
                known = view(self._document, node.schema).reference
                self._link(node, known or self._names.name_inline(node.row["name"], node.schema))
            node.cut = "page"
            return
        family = node.family.union(inside.references)
        for name, kind, schema, required in self._inner(inside):
            child = self._node(name, kind, schema, family, node.depth + 1, required=required)
            node.children.append(child)
            waiting.append(child)
        _tell_apart(node.children)

    def _link(self, node: _Node, reference: str) -> None:
        node.row["schema"] = self._names.file(reference)
        node.row["schema_title"] = self._names.title(reference)

    def _inner(self, outline: SchemaView) -> Iterator[tuple[str, Kind, Any, bool]]:
        for name, schema in outline.properties.items():
            yield name, "field", schema, name in outline.required
        for name in outline.required:
            if name not in outline.properties:
                yield name, "field", {}, True
        if self._has_shape(outline.extra):
            yield "*", "other", outline.extra, False
        if self._tells_apart(outline):
            for i, branch in enumerate(outline.alternatives):
                yield self._alternative(outline, branch, i), "alternative", branch, False

    def _alternative(self, outline: SchemaView, branch: Any, index: int) -> str:
        """The name of an alternative: its distinguishing constant, its title, its schema, or its type."""
        inner = view(self._document, branch)
        discriminator = outline.discriminator or {}
        tag = str(discriminator.get("propertyName"))
        for name in (tag, "type", "object", "role", "event"):
            if name in inner.properties:
                constant = view(self._document, inner.properties[name])
                if len(constant.values) == 1:
                    return f"{name}: {constant.values[0]}"
        title = inner.title or (self._names.title(inner.reference) if inner.reference else "")
        title = title or type_words(self._document, branch, self._title) or f"alternative {index + 1}"
        is_default = isinstance(branch, Mapping) and branch.get("$ref", 0) == discriminator.get("defaultMapping")
        return f"{title} (any other {tag}, or none)" if is_default else title

    def _has_rows(self, outline: SchemaView) -> bool:
        return bool(outline.properties) or self._has_shape(outline.extra) or self._tells_apart(outline)

    def _has_shape(self, schema: Any) -> bool:
        if not isinstance(schema, Mapping):
            return False
        outline = view(self._document, schema)
        return bool(outline.properties or outline.alternatives or outline.items is not MISSING)

    def _tells_apart(self, outline: SchemaView) -> bool:
        """Whether the alternatives have more to show than their types and values."""
        return any(self._has_shape(branch) for branch in outline.alternatives) or (
            len(outline.alternatives) > 1 and any(view(self._document, b).description for b in outline.alternatives)
        )

    def _title(self, outline: SchemaView) -> str:
        named = next((r for r in outline.references if self._names.is_named(r)), "")
        return self._names.title(named) if named else ""


def _tell_apart(nodes: list[_Node]) -> None:
    """Number alternatives that would have the same name."""
    names = [node.row["name"] for node in nodes if node.row["kind"] == "alternative"]
    count: dict[str, int] = {}
    for node in nodes:
        name = node.row["name"]
        if node.row["kind"] == "alternative" and names.count(name) > 1:
            count[name] = count.get(name, 0) + 1
            node.row["name"] = f"{name} ({count[name]})"


def _frozen(node: _Node) -> Row:
    return Row(**node.row, children=tuple(_frozen(child) for child in node.children), cut=node.cut)
