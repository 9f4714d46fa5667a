"""Which overlay brought each place into a document: kept as a tree while overlays are applied, then as a table.

Also which one a violation is of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from ..errors import UnresolvableReference, Violation
from .pointer import extended, pointer_to, tokens_of

Location = Sequence[str | int]


class Origins:
    """The origin of places, by the tokens that lead to them; a place without one has that of the nearest above it."""

    __slots__ = ("children", "origin")

    def __init__(self) -> None:
        self.origin = ""
        self.children: dict[str | int, Origins] = {}

    def set(self, location: Location, origin: str) -> None:
        """Everything at a place comes from this origin."""
        node = self
        for token in location:
            node = node.children.setdefault(token, Origins())
        node.origin, node.children = origin, {}

    def remove(self, location: Location, tokens: Sequence[str | int]) -> None:
        """Some members, or some items in ascending order, of the value at a place are gone; later items move up."""
        node: Origins | None = self
        for token in location:
            node = node.children.get(token) if node is not None else None
        if node is None or not node.children:
            return
        for token in tokens:
            node.children.pop(token, None)
        if isinstance(tokens[0], int):
            node.children = {
                token - bisect_left(tokens, token) if isinstance(token, int) else token: child
                for token, child in node.children.items()
            }

    def table(self) -> dict[str, str]:
        """JSON Pointer → origin, for each place that has its own."""
        return {pointer_to(location): origin for location, origin in self.places(())}

    def places(self, location: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The places that have an origin of their own, below the place that leads here."""
        if self.origin:
            yield location, self.origin
        for token, child in self.children.items():
            yield from child.places((*location, token))


def origin_of(pointer: str, table: Mapping[str, str]) -> str:
    """The origin of a place in a table; "" if no overlay brought it in."""
    while table:
        if pointer in table:
            return table[pointer]
        if not pointer:
            break
        pointer = pointer.rpartition("/")[0]
    return ""


class Overlaid(Protocol):
    """A document with overlays."""

    def overlay_of(self, reference: str) -> str:
        """The overlay that brought in what a reference leads to, or ""."""

    def resolve(self, reference: str) -> Any:
        """What a reference leads to."""


def overlay_of_violation(document: Overlaid, violation: Violation) -> str:
    """The overlay that brought in the rule that a violation is of; of `required`, the name that is missing."""
    found = document.overlay_of(violation.schema_pointer)
    if found or violation.keyword != "required" or not violation.schema_pointer.endswith("/required"):
        return found
    try:
        names = document.resolve(violation.schema_pointer)
    except UnresolvableReference:
        return ""
    name = tokens_of(violation.path)[-1]
    if not isinstance(names, list) or name not in names:
        return ""
    return document.overlay_of(extended(violation.schema_pointer, [names.index(name)]))
