"""Which alternative of a schema a value is of: by its discriminator, then by what the value fits.

Source: OAS 3.2.0 Discriminator Object; OAS 3.0.4, by which a schema may be chosen among those that inherit from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ..document.names import SUBTYPES
from ..schema.view import types_of
from .content import Content, DocumentNodes
from .nodes import component_name

_MAX_DEPTH = 16
"""Levels of alternatives within alternatives."""

Direction = Literal["request", "response"]


def is_object(value: Any) -> bool:
    """Whether a value is a JSON object."""
    return isinstance(value, Mapping)


class Chooser:
    """Chooses alternatives for the values of one direction."""

    def __init__(self, nodes: DocumentNodes, direction: Direction) -> None:
        self._nodes = nodes
        self._direction = direction

    def content(self, content: Content, value: Any) -> Content:
        """The content of a value, with the alternatives that it is of."""
        for _ in range(_MAX_DEPTH):
            if not content.branches:
                break
            content = next(
                (inner for branch, inner in content.branches if self.is_of(content, branch, value)),
                self._nearest(content, value),
            )
        described = content.found.discriminator
        return (
            self.subtype(content, value.get(described["propertyName"])) if described and is_object(value) else content
        )

    def branch(self, content: Content, value: Any) -> Any:
        """The alternative that a value is of."""
        branches = [branch for branch, _ in content.branches]
        nearest = self._nearest(content, value)
        other = next(branch for branch, inner in content.branches if inner is nearest)
        return next((branch for branch in branches if self.is_of(content, branch, value)), other)

    def is_of(self, content: Content, branch: Any, value: Any) -> bool:
        """Whether a value is of an alternative."""
        names = list(_tags(content, branch))
        if names and is_object(value):
            tag = value.get(content.found.discriminator["propertyName"])  # type: ignore[index]  # there are names
            is_named = isinstance(tag, str) and _names_one(content, tag)
            if (is_named and tag not in names) or (not is_named and _is_not_default(content, branch)):
                return False
        return self._nodes.fits(branch, value, self._direction)

    @staticmethod
    def subtype(content: Content, tag: Any) -> Content:
        """The content of the schema that a value of the discriminator names, if that inherits from this one."""
        named = content.found.first(SUBTYPES)
        reference = named.get(tag) if named and isinstance(tag, str) else None
        return content if reference is None else content.subtype(reference)

    def _nearest(self, content: Content, value: Any) -> Content:
        """The alternative for a value that fits none: the first of its type, of which most names are declared."""

        def rank(item: tuple[Any, Content]) -> tuple[bool, int]:
            branch, inner = item
            types = types_of(self._nodes.document, branch)
            known = sum(name in inner.members for name in value) if is_object(value) else 0
            return bool(types) and _type_of(value) not in types, -known

        return min(content.branches, key=rank)[1]


def _tags(content: Content, branch: Any) -> Iterator[str]:
    """The values of the discriminator that name an alternative."""
    described = content.found.discriminator
    reference = branch.get("$ref") if isinstance(branch, Mapping) else None
    if described and isinstance(reference, str):
        yield from (value for value, target in described.get("mapping", {}).items() if target == reference)
        yield component_name(reference)


def _names_one(content: Content, tag: str) -> bool:
    """Whether a value of the discriminator names any of the alternatives."""
    return any(tag in _tags(content, branch) for branch, _ in content.branches)


def _is_not_default(content: Content, branch: Any) -> bool:
    """Whether another alternative is that of values which name none. Source: OAS 3.2.0 Discriminator Object."""
    default = (content.found.discriminator or {}).get("defaultMapping")
    references = [one.get("$ref") for one, _ in content.branches if isinstance(one, Mapping)]
    return default in references and branch.get("$ref") != default


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    kinds = ((str, "string"), (int, "integer"), (float, "number"), (list, "array"), (Mapping, "object"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "null")
