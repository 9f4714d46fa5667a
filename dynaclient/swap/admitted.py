"""What a schema admits, as plain values by JSON type that can be compared: no references, `allOf` or unions are left.

`schema.view` reads a schema for people and forms, and merges what cannot be merged exactly. Whether one schema admits
everything that another does needs the exact set, with the reliefs of the client's own checks (`schema.policy`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Part = tuple[Any, str]
"""A schema in its normal form, and its place as a reference."""

Node = tuple[Part, ...]
"""Schemas that all describe the same value; empty if any value is admitted."""

TYPES = ("boolean", "number", "string", "array", "object")
"""The types that are compared one by one. An integer is a number with `integer`; null is apart."""


@dataclass(slots=True, frozen=True)
class Bound:
    """A limit of numbers; `None` as the value means that there is none."""

    value: Any = None
    is_exclusive: bool = False


@dataclass(slots=True, eq=False)
class Case:
    """Values of one type that are described together. A union has several cases of a type.

    Attributes:
        pointer: the place of the schema that describes it best.
        name: the name of the component that it is written in, or "".
        values: the only values that are admitted, or None for any.
        rules: further rules (`not`, `if`, `contains`, …) in a form in which equal rules are equal.
        rest: what members without a name must be; `is_open` if the document does not say, `is_free` if it says that
            any member is welcome.
    """

    type: str
    pointer: str
    name: str = ""
    values: tuple[Any, ...] | None = None
    rules: frozenset[Any] = frozenset()
    is_integer: bool = False
    lower: Bound = Bound()
    upper: Bound = Bound()
    limits: dict[str, Any] = field(default_factory=dict)
    patterns: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    properties: dict[str, Node] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    rest: Node = ()
    is_open: bool = True
    is_free: bool = False
    by_pattern: dict[str, Node] = field(default_factory=dict)
    prefix: tuple[Node, ...] = ()
    items: Node = ()

    @property
    def is_plain(self) -> bool:
        """Whether every value of the type is admitted, integers apart."""
        bare = not (self.rules or self.limits or self.patterns or self.formats or self.properties or self.required)
        return (
            bare
            and self.values is None
            and self.lower.value is None
            and self.upper.value is None
            and not (self.rest or self.by_pattern or self.prefix or self.items)
        )


@dataclass(slots=True, eq=False)
class Admitted:
    """What a schema admits.

    Attributes:
        pointer: the place of the schema.
        cases: type → its cases; a type that is not admitted is missing.
        discriminator: the member that names the kind of the object, and the names that are known.
        meanings: those names → references to the schemas that they mean.
        texts: what only describes: title, description and examples.
    """

    pointer: str
    nullable: bool
    cases: Mapping[str, list[Case]]
    default: Any
    read_only: bool
    write_only: bool
    deprecated: bool
    discriminator: tuple[str, frozenset[str]] | None
    meanings: Mapping[str, str]
    texts: tuple[Any, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The types in words, null last."""
        names = tuple(
            "integer" if kind == "number" and all(case.is_integer for case in cases) else kind
            for kind, cases in self.cases.items()
        )
        return (*names, "null") if self.nullable else names

    @property
    def is_nothing(self) -> bool:
        """Whether no value is admitted."""
        return not self.cases and not self.nullable

    @property
    def is_anything(self) -> bool:
        """Whether every value is admitted."""
        return self.nullable and all(
            kind in self.cases and any(case.is_plain and not case.is_integer for case in self.cases[kind])
            for kind in TYPES
        )
