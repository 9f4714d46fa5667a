"""The merged content of one schema, each fact read on first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ..types import MISSING
from .parts import (
    LIMITS,
    both_types,
    both_values,
    examples_in,
    is_null_schema,
    listed_in,
    only_requires,
    proper_branches,
    unions_in,
)


class SchemaView:
    """One schema with its references and `allOf` merged; a fact that it lacks is `MISSING`.

    A union of one alternative and null is read as that alternative, nullable. A keyword in several parts must hold in
    all of them: types and constants are those that every part allows, limits are the narrowest.

    Attributes:
        parts: the schemas that describe the same value, outer first.
        levels: the parts by union: those of the schema, then those of an alternative merged into it.
        merged: the identities of the merged unions.
        references: the references from the schema to its content, in order; empty if it is written inline.
        followed: every reference that was followed.
        is_false: whether a part is the schema `false`.
    """

    def __init__(
        self,
        levels: tuple[tuple[Mapping[str, Any], ...], ...],
        references: tuple[str, ...],
        merged: frozenset[int],
        *,
        followed: tuple[str, ...] = (),
        is_false: bool,
    ) -> None:
        self.parts = levels[0] if len(levels) == 1 else tuple(part for level in levels for part in level)
        self.references = references
        self.followed = followed
        self.is_false = is_false
        self.levels = levels
        self.merged = merged

    @property
    def reference(self) -> str:
        """The reference that names the schema, or ""."""
        return self.references[0] if self.references else ""

    def _all(self, keyword: str) -> list[Any]:
        return [part[keyword] for part in self.parts if keyword in part]

    def first(self, keyword: str, default: Any = None) -> Any:
        """The value of a keyword in the outermost part that has it; for keywords without a property below."""
        for part in self.parts:
            if keyword in part:
                return part[keyword]
        return default

    def _flag(self, keyword: str) -> bool:
        return any(part.get(keyword) is True for part in self.parts)

    # words

    @property
    def title(self) -> str:
        """The outermost title, or ""."""
        return next((text for text in self._all("title") if text), "")

    @property
    def description(self) -> str:
        """The outermost description that is not empty, or ""."""
        return next((text for text in self._all("description") if text), "")

    @property
    def default(self) -> Any:
        """The outermost default."""
        return self.first("default", MISSING)

    @property
    def examples(self) -> tuple[Any, ...]:
        """Every example, outer first."""
        return tuple(example for part in self.parts for example in examples_in(part))

    # Source: JSON Schema 2020-12 Validation, sections 9.3 and 9.4: these hold if any occurrence is true.

    @property
    def deprecated(self) -> bool:
        """Whether the value is deprecated."""
        return self._flag("deprecated")

    @property
    def read_only(self) -> bool:
        """Whether the value is only part of responses."""
        return self._flag("readOnly")

    @property
    def write_only(self) -> bool:
        """Whether the value is only part of requests."""
        return self._flag("writeOnly")

    # types and values

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The JSON types without null; if the schema has no `type`, those that its other keywords imply."""
        declared: tuple[str, ...] | None = None
        for kinds in self._all("type"):
            named = tuple(kinds) if isinstance(kinds, list) else (kinds,)
            declared = named if declared is None else both_types(declared, named)
        return tuple(_implied(self)) if declared is None else tuple(kind for kind in declared if kind != "null")

    @cached_property
    def nullable(self) -> bool:
        """Whether null is allowed beside other types."""
        allows_null = False
        if any(part.get("nullable") is True for part in self.parts[: len(self.references) + 1]):
            return True  # `nullable` beside a reference or `allOf`: a relief of `policy`
        for level in self.levels:
            for part in level:
                kinds = part.get("type")
                names_null = kinds == "null" or (isinstance(kinds, list) and "null" in kinds)
                if kinds and not names_null and part.get("nullable") is not True:
                    return False
                allows_null = allows_null or names_null or part.get("nullable") is True
                allows_null = allows_null or None in part.get("enum", ()) or part.get("const", MISSING) is None
            if any(is_null_schema(branch) for part in level for union in unions_in(part) for branch in union):
                return True
        return allows_null

    @cached_property
    def types_and_null(self) -> tuple[str, ...]:
        """The types, with null last if it is allowed."""
        return (*self.types, "null") if self.nullable else self.types

    @property
    def is_null(self) -> bool:
        """Whether only null is allowed."""
        return not self.types and self.nullable and any("type" in part or "const" in part for part in self.parts)

    @cached_property
    def constants(self) -> tuple[Any, ...]:
        """The values that `enum` and `const` allow, including null if listed; empty if any value is allowed."""
        found: list[Any] | None = None
        for part in self.parts:
            for values in ([part["const"]] if "const" in part else None, part.get("enum")):
                if values is not None:
                    found = list(values) if found is None else both_values(found, values)
        return tuple(found or ())

    @property
    def values(self) -> tuple[Any, ...]:
        """The constants without null."""
        return tuple(value for value in self.constants if value is not None)

    @cached_property
    def limits(self) -> Mapping[str, Any]:
        """Limit keyword → value, in the order of `LIMITS`."""
        found: dict[str, Any] = {}
        for part in self.parts:
            for keyword, value in part.items():
                if keyword in LIMITS:
                    found[keyword] = LIMITS[keyword](found[keyword], value) if keyword in found else value
        return {keyword: found[keyword] for keyword in LIMITS if keyword in found} if len(found) > 1 else found

    @property
    def patterns(self) -> tuple[str, ...]:
        """Every pattern that a string must match."""
        return tuple(self._all("pattern"))

    @property
    def is_binary(self) -> bool:
        """Whether the value is bytes. Source: OAS 3.1.1, "Working with Binary Data"; 3.0.4, `format: binary`."""
        limits = self.limits
        if limits.get("format") == "binary":
            return True
        return "contentMediaType" in limits and "contentEncoding" not in limits and set(self.types) <= {"string"}

    # objects and arrays

    @cached_property
    def properties(self) -> Mapping[str, Any]:
        """Schemas by name; a property in several parts has their schemas merged."""
        found: dict[str, Any] = {}
        for given in self._all("properties"):
            for name, described in given.items():
                # The last part is usually the more specific one, so its description comes first.
                found[name] = {"allOf": [described, *listed_in(found[name])]} if name in found else described
        return found

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Required names, including those with a default."""
        return tuple(dict.fromkeys(name for names in self._all("required") for name in names))

    @property
    def extra(self) -> Any:
        """The schema of other properties; False if there may be none, None if the schema does not say."""
        found = self._all("additionalProperties")
        if found:
            return False if False in found else found[0]
        return next((schema for table in self._all("patternProperties") for schema in table.values()), None)

    @cached_property
    def items(self) -> Any:
        """The schema of the items, or `MISSING`."""
        found = self._all("items")
        return MISSING if not found else found[0] if len(found) == 1 else {"allOf": found}

    @property
    def prefix_items(self) -> tuple[Any, ...]:
        """The schemas of the first items."""
        return tuple(self.first("prefixItems", ()))

    # alternatives

    @cached_property
    def unions(self) -> tuple[tuple[Any, ...], ...]:
        """The branches of each `anyOf` and `oneOf` as written, except merged ones."""
        return tuple(tuple(union) for part in self.parts for union in unions_in(part) if id(union) not in self.merged)

    @cached_property
    def alternatives(self) -> tuple[Any, ...]:
        """The branches of the first union of different kinds of values, without null."""
        return next(
            (proper for union in self.unions if (proper := proper_branches(union)) and not only_requires(proper)), ()
        )

    @property
    def together(self) -> tuple[tuple[str, ...], ...]:
        """Sets of names, one of which must be given completely: from unions that contain only `required`."""
        return tuple(
            tuple(branch["required"])
            for union in self.unions
            if only_requires(proper := proper_branches(union))
            for branch in proper
            if branch.get("required")
        )

    def with_alternative(self, chosen: SchemaView) -> SchemaView:
        """This schema merged with one alternative of its union; remaining unions are the alternative's."""
        seen = {id(part) for part in self.parts}
        levels = (*self.levels, *(tuple(p for p in level if id(p) not in seen) for level in chosen.levels))
        return SchemaView(
            levels,
            self.references,
            self.merged | chosen.merged | {id(union) for part in self.parts for union in unions_in(part)},
            followed=(*self.followed, *chosen.followed),
            is_false=self.is_false or chosen.is_false,
        )

    @property
    def discriminator(self) -> Mapping[str, Any] | None:
        """The Discriminator Object."""
        return self.first("discriminator", None)  # type: ignore[no-any-return]


def _implied(found: SchemaView) -> Iterator[str]:
    """The types that the other keywords of a schema without `type` imply."""
    values = found.values
    if values:
        for kind, name in ((bool, "boolean"), (str, "string"), (dict, "object"), (list, "array")):
            if any(isinstance(value, kind) for value in values):
                yield name
        if any(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
            yield "number" if any(isinstance(value, float) for value in values) else "integer"
    elif not found.alternatives:
        if found.properties or isinstance(found.extra, Mapping):
            yield "object"
        if found.items is not MISSING or found.prefix_items:
            yield "array"
