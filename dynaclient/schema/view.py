"""What a schema says: the one reader, through `$ref`, `allOf` and unions with null.

Reads just the schema asked for; its properties, items and alternatives are asked for one by one, so a schema that
contains itself needs no care here. Judges no values: that is what `checker` is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any
from weakref import WeakKeyDictionary

from ..document import Document
from ..errors import UnresolvableReference
from ..types import MISSING

MAX_DEPTH = 64
"""Levels of `$ref`, `allOf` and alternatives inside one another that are read as one schema."""

_MAX_KEPT = 20_000
"""Views that are kept for one document; then they are made anew."""

Lookup = Callable[[str], Any]
"""Reference → the schema it leads to, or None."""


class SchemaView:
    """What one schema says, with its references and `allOf` merged; `MISSING` where it says nothing of a value.

    A union of one alternative and null is read as that alternative, or null. What several parts say of one keyword
    must hold together: types and constants are those that all parts admit, limits the narrowest.

    Attributes:
        parts: the schemas that describe the same value, outer before inner.
        levels: the parts by union: those of the schema, then those of an alternative that was merged into it.
        merged: the identities of the unions that were merged.
        references: the references that lead from the schema to what it says, in order; none where it is written out.
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
        """The reference under which the schema is known, or ""."""
        return self.references[0] if self.references else ""

    def _all(self, keyword: str) -> list[Any]:
        return [part[keyword] for part in self.parts if keyword in part]

    def first(self, keyword: str, default: Any = None) -> Any:
        """What the outermost part that has a keyword says there: for keywords that are not read below."""
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
        """Every example, outer before inner."""
        return tuple(example for part in self.parts for example in _examples(part))

    # Source: JSON Schema 2020-12 Validation, sections 9.3 and 9.4: these hold where any occurrence is true.

    @property
    def deprecated(self) -> bool:
        """Whether it is deprecated."""
        return self._flag("deprecated")

    @property
    def read_only(self) -> bool:
        """Whether it is only part of answers."""
        return self._flag("readOnly")

    @property
    def write_only(self) -> bool:
        """Whether it is only part of requests."""
        return self._flag("writeOnly")

    # types and values

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The JSON types without null; of a schema that names none, those that the rest of it shows."""
        declared: tuple[str, ...] | None = None
        for kinds in self._all("type"):
            named = tuple(kinds) if isinstance(kinds, list) else (kinds,)
            declared = named if declared is None else _both_types(declared, named)
        return tuple(_implied(self)) if declared is None else tuple(kind for kind in declared if kind != "null")

    @cached_property
    def nullable(self) -> bool:
        """Whether null is admitted beside other types."""
        said = False
        if any(part.get("nullable") is True for part in self.parts[: len(self.references) + 1]):
            return True  # the word beside a reference or `allOf`: meant, and admitted by `policy`
        for level in self.levels:
            for part in level:
                kinds = part.get("type")
                names_null = kinds == "null" or (isinstance(kinds, list) and "null" in kinds)
                if kinds and not names_null and part.get("nullable") is not True:
                    return False
                said = said or names_null or part.get("nullable") is True
                said = said or None in part.get("enum", ()) or part.get("const", MISSING) is None
            if any(_is_null(branch) for part in level for union in _unions(part) for branch in union):
                return True
        return said

    @property
    def is_null(self) -> bool:
        """Whether null is the only value."""
        return not self.types and self.nullable and any("type" in part or "const" in part for part in self.parts)

    @cached_property
    def constants(self) -> tuple[Any, ...]:
        """The values that `enum` and `const` admit, null among them where it is listed; none where any value goes."""
        found: list[Any] | None = None
        for part in self.parts:
            for values in ([part["const"]] if "const" in part else None, part.get("enum")):
                if values is not None:
                    found = list(values) if found is None else _both_values(found, values)
        return tuple(found or ())

    @property
    def values(self) -> tuple[Any, ...]:
        """The constants without null."""
        return tuple(value for value in self.constants if value is not None)

    @cached_property
    def limits(self) -> Mapping[str, Any]:
        """Keyword → value, in the order of `LIMITS`."""
        found: dict[str, Any] = {}
        for part in self.parts:
            for keyword, value in part.items():
                if keyword in LIMITS:
                    found[keyword] = LIMITS[keyword](found[keyword], value) if keyword in found else value
        return {keyword: found[keyword] for keyword in LIMITS if keyword in found} if len(found) > 1 else found

    @property
    def patterns(self) -> tuple[str, ...]:
        """Every pattern that a text must match."""
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
        """Schemas by name; a name that several parts describe has all that they say."""
        found: dict[str, Any] = {}
        for given in self._all("properties"):
            for name, described in given.items():
                # The part written last is the more exact one, and its words come first.
                found[name] = {"allOf": [described, *_listed(found[name])]} if name in found else described
        return found

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Names that must be there, those with a default among them."""
        return tuple(dict.fromkeys(name for names in self._all("required") for name in names))

    @property
    def extra(self) -> Any:
        """The schema of other properties; False for none, None where nothing is said."""
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
        """The branches of each `anyOf` and `oneOf` as they are written, but of those that were merged."""
        return tuple(tuple(union) for part in self.parts for union in _unions(part) if id(union) not in self.merged)

    @cached_property
    def alternatives(self) -> tuple[Any, ...]:
        """The branches of the first union that tells kinds of values apart, null left out."""
        return next((proper for union in self.unions if (proper := _proper(union)) and not _only_requires(proper)), ())

    @property
    def together(self) -> tuple[tuple[str, ...], ...]:
        """Sets of names of which one must be given completely: what unions of nothing but `required` say."""
        return tuple(
            tuple(branch["required"])
            for union in self.unions
            if _only_requires(proper := _proper(union))
            for branch in proper
            if branch.get("required")
        )

    def with_alternative(self, chosen: SchemaView) -> SchemaView:
        """What this and one alternative of a union of it say together; the unions left are the alternative's."""
        seen = {id(part) for part in self.parts}
        levels = (*self.levels, *(tuple(p for p in level if id(p) not in seen) for level in chosen.levels))
        return SchemaView(
            levels,
            self.references,
            self.merged | chosen.merged | {id(union) for part in self.parts for union in _unions(part)},
            followed=(*self.followed, *chosen.followed),
            is_false=self.is_false or chosen.is_false,
        )

    @property
    def discriminator(self) -> Mapping[str, Any] | None:
        """The Discriminator Object."""
        return self.first("discriminator", None)  # type: ignore[no-any-return]


_NOTHING = SchemaView(((),), (), frozenset(), is_false=False)
_FALSE = SchemaView(((),), (), frozenset(), is_false=True)

_views: WeakKeyDictionary[Document, dict[int, SchemaView]] = WeakKeyDictionary()
"""By document and the identity of the schema, which the view itself keeps alive."""


def view(document: Document, schema: Any) -> SchemaView:
    """What a schema says; nothing for a reference that leads nowhere.

    Args:
        schema: in its 3.1 form, a boolean included.
    """
    if type(schema) is not dict and not isinstance(schema, Mapping):
        return _FALSE if schema is False else _NOTHING
    known = _views.get(document)
    if known is None:
        known = _views.setdefault(document, {})
    found = known.get(id(schema))
    if found is None:
        if len(known) >= _MAX_KEPT:
            known.clear()
        found = known[id(schema)] = read_schema(partial(_target, document), schema)
    return found


def read_schema(lookup: Lookup, schema: Any) -> SchemaView:
    """`view` for schemas that are in no document; nothing is kept."""
    if type(schema) is not dict and not isinstance(schema, Mapping):
        return _FALSE if schema is False else _NOTHING
    if schema.keys().isdisjoint(_COMPOSING):  # most of them
        return SchemaView(((schema,),), (), frozenset(), is_false=False)
    followed: list[str] = []
    parts, chain, is_false = _read_parts(lookup, schema, followed)
    levels, merged = [tuple(parts)], set()
    seen = {id(part) for part in parts}
    while len(levels) <= MAX_DEPTH:
        union = _told_apart(levels[-1])
        if union is None or len(proper := _proper(union)) != 1:
            break
        merged.add(id(union))
        inner, inner_chain, _ = _read_parts(lookup, proper[0], followed)
        if not inner or not seen.isdisjoint(map(id, inner)):
            break
        chain = chain or ([] if any("properties" in part for part in levels[0]) else inner_chain)
        seen.update(map(id, inner))
        levels.append(tuple(inner))
    return SchemaView(tuple(levels), tuple(chain), frozenset(merged), followed=tuple(followed), is_false=is_false)


def variants(document: Document, schema: Any) -> list[SchemaView]:
    """What a schema says, and what each of its alternatives says, unions within unions spread out; each once."""
    found = [view(document, schema)]
    if not found[0].unions:
        return found
    return _spread(found, lambda branch: view(document, branch))


def read_variants(lookup: Lookup, schema: Any) -> list[SchemaView]:
    """`variants` for schemas that are in no document."""
    return _spread([read_schema(lookup, schema)], lambda branch: read_schema(lookup, branch))


def types_of(document: Document, schema: Any) -> tuple[str, ...]:
    """The JSON types that a schema admits, alternatives and null among them; none where it says nothing of types."""
    found = variants(document, schema)
    kinds = dict.fromkeys(kind for item in found for kind in item.types)
    return (*kinds, "null") if any(item.nullable for item in found) else tuple(kinds)


def properties_of(document: Document, schema: Any) -> Mapping[str, Any]:
    """The properties that a value may have, those of its alternatives among them. A schema's own come first."""
    own, *others = variants(document, schema)
    if not others:
        return own.properties
    found = dict(own.properties)
    for item in others:
        for name, described in item.properties.items():
            found.setdefault(name, described)
    return found


def items_of(document: Document, schema: Any) -> Any:
    """The schema of the items that an array has, be it in an alternative; `MISSING` where nothing is said."""
    return next((item.items for item in variants(document, schema) if item.items is not MISSING), MISSING)


def values_of(document: Document, schema: Any) -> tuple[tuple[Any, ...], bool]:
    """The constants that a schema or its alternatives list, and whether other values are admitted beside them."""
    found = variants(document, schema)
    values: list[Any] = []
    for item in found:
        values += [value for value in item.values if not any(_same(value, known) for known in values)]
    bare = [item for item in found if not item.constants and not item.alternatives]
    return tuple(values), any(item.types or not item.nullable for item in bare)


def holds_file(document: Document, schema: Any) -> bool:
    """Whether a form field of this schema is a file, or an array of files.

    Source: OAS 3.0.4 and 3.1.1, "Considerations for File Uploads".
    """
    for _ in range(MAX_DEPTH):
        found = variants(document, schema)
        if any(item.is_binary for item in found):
            return True
        schema = next((item.items for item in found if item.items is not MISSING), MISSING)
        if schema is MISSING:
            break
    return False


# how it is read


def _target(document: Document, reference: str) -> Any:
    try:
        return document.schema(reference)
    except UnresolvableReference:
        return None


_COMPOSING = frozenset(("$ref", "allOf", "anyOf", "oneOf"))
_ADDS = frozenset(("properties", "required", "anyOf", "oneOf", "items", "additionalProperties", "enum"))
"""What makes a schema another one than that it refers to."""
_CONSTRAINTS = frozenset(("required", "not", "title", "description"))
"""What a branch of a union may hold that only says which properties go together."""


def _read_parts(lookup: Lookup, schema: Any, followed: list[str]) -> tuple[list[Mapping[str, Any]], list[str], bool]:
    """The schemas that describe the same value, outer before inner; the references they begin with; is one false."""
    parts: list[Mapping[str, Any]] = []
    chain: list[str] = []
    seen: set[int] = set()
    is_false = False
    waiting: list[tuple[Any, bool, int]] = [(schema, True, 0)]
    while waiting:
        part, head, depth = waiting.pop()
        is_false = is_false or part is False
        if not isinstance(part, Mapping) or id(part) in seen or depth > MAX_DEPTH:
            continue
        seen.add(id(part))
        parts.append(part)
        all_of = part.get("allOf", ())
        # Beside a reference, and around an `allOf` of one, words of its own still leave it that other schema.
        same = head and len(all_of) + ("$ref" in part) == 1 and _ADDS.isdisjoint(part)
        waiting += [(item, same, depth + 1) for item in reversed(all_of)]
        if "$ref" in part:
            followed.append(part["$ref"])
            if same:
                chain.append(part["$ref"])
            waiting.append((lookup(part["$ref"]), same, depth + 1))
    return parts, chain, is_false


def _spread(found: list[SchemaView], read: Callable[[Any], SchemaView]) -> list[SchemaView]:
    seen = {id(found[0].parts[0])} if found[0].parts else set()
    level = found
    for _ in range(MAX_DEPTH):
        following = []
        for item in level:
            for branch in (branch for union in item.unions for branch in union):
                inner = read(branch)
                if inner.parts and id(inner.parts[0]) not in seen:
                    seen.add(id(inner.parts[0]))
                    following.append(inner)
        if not following:
            break
        found = [*found, *following]
        level = following
    return found


def _unions(part: Mapping[str, Any]) -> Iterator[list[Any]]:
    if "anyOf" in part:
        yield part["anyOf"]
    if "oneOf" in part:
        yield part["oneOf"]


def _told_apart(parts: tuple[Mapping[str, Any], ...]) -> list[Any] | None:
    """The first union that tells kinds of values apart."""
    for part in parts:
        for union in _unions(part):
            proper = _proper(union)
            if proper and not _only_requires(proper):
                return union
    return None


def _proper(union: Any) -> tuple[Any, ...]:
    return tuple(branch for branch in union if branch is not True and not _is_null(branch))


def _only_requires(branches: tuple[Any, ...]) -> bool:
    return bool(branches) and all(isinstance(item, Mapping) and _CONSTRAINTS.issuperset(item) for item in branches)


def _is_null(schema: Any) -> bool:
    return isinstance(schema, Mapping) and (
        schema.get("type") in ("null", ["null"]) or schema.get("enum") == [None] or schema.get("const", 0) is None
    )


def _listed(schema: Any) -> list[Any]:
    """The schemas that a merged property already has."""
    return schema["allOf"] if isinstance(schema, Mapping) and schema.keys() == {"allOf"} else [schema]


def _both_types(known: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    both = [name for name in known if name in new or (name == "integer" and "number" in new)]
    both += [name for name in new if name == "integer" and "number" in known and name not in both]
    return tuple(both) or known


def _both_values(known: list[Any], new: list[Any]) -> list[Any]:
    return [value for value in known if any(_same(value, other) for other in new)] or known


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _outer(known: Any, new: Any) -> Any:
    return known


LIMITS: Mapping[str, Callable[[Any, Any], Any]] = {
    "format": _outer,
    "contentMediaType": _outer,
    "contentEncoding": _outer,
    "minimum": max,
    "exclusiveMinimum": max,
    "maximum": min,
    "exclusiveMaximum": min,
    "multipleOf": _outer,
    "minLength": max,
    "maxLength": min,
    "pattern": _outer,
    "minItems": max,
    "maxItems": min,
    "uniqueItems": lambda known, new: known or new,
    "minProperties": max,
    "maxProperties": min,
}
"""Keywords that narrow a value of a type, in the order in which they are shown → which of two such limits holds."""


def _implied(found: SchemaView) -> Iterator[str]:
    """The types of a schema that names none, where the rest of it shows them."""
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


def _examples(part: Mapping[str, Any]) -> Iterator[Any]:
    if "example" in part:
        yield part["example"]
    examples = part.get("examples", ())
    yield from examples if isinstance(examples, list) else ()
