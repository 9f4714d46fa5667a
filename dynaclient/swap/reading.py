"""Reads what schemas of a document admit: follows references, merges `allOf`, and spreads unions into their cases.

Nothing is checked against values, except constants against the other keywords beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._support.record import record
from ..document import Document
from ..errors import UnresolvableReference
from ..schema.marks import WRAPS
from ..schema.policy import Direction
from ..schema.view import view
from ..types import MISSING
from .admitted import TYPES, Admitted, Case, Node, Part
from .cases import OBJECT_RULES, case_of, joined, only_values_of, within_limits
from .conjunction import ANNOTATIONS, TEXTS, below, first, is_reference, named, of_index, of_name, types_and_values
from .rules import RuleKeys

_MOST_CASES = 256
"""Cases of one schema; a union that would make more is compared as it is written."""


@record
class _Group:
    """Parts that require names together: those of a schema, or of one branch of a union in it."""

    parts: tuple[Part, ...]


_Groups = tuple[_Group, ...]


class SchemaReader:
    """Reads the schemas of one document as a client checks them in one direction.

    Args:
        direction: of the messages: a request need not contain `readOnly` properties.
    """

    def __init__(self, document: Document, direction: Direction) -> None:
        self.document = document
        self.direction = direction
        self._read: dict[tuple[int, ...], Admitted] = {}
        self._kept: list[Any] = []
        self._wrapped: dict[int, Any] = {}
        self._rules = RuleKeys(self._target)

    def read(self, node: Node) -> Admitted:
        """What a node admits; read once."""
        key = tuple(id(schema) for schema, _ in node)
        found = self._read.get(key)
        if found is None:
            self._kept.append(node)  # so that no other schema has the identity of one of its parts
            found = self._read[key] = self._admitted(node)
        return found

    def node(self, reference: str) -> Node | None:
        """The node that a reference leads to; None if there is none."""
        try:
            return ((self.document.schema(reference), self.document.written(reference)),)
        except UnresolvableReference:
            return None

    def _target(self, reference: str) -> Any:
        node = self.node(reference)
        return True if node is None else node[0][0]

    def _admitted(self, node: Node) -> Admitted:
        parts = self._parts(node)
        pointer = node[0][1] if node else ""
        if parts is None:
            return Admitted(pointer, False, {}, MISSING, False, False, False, None, {}, ())
        schemas = [schema for schema, _ in parts]
        pointer = next((at for schema, at in parts if not is_reference(schema)), pointer)
        discriminator = first(schemas, "discriminator", None)
        meanings = {} if discriminator is None else discriminator.get("mapping", {})
        nullable, cases = self._cases(parts)
        return Admitted(
            pointer=pointer,
            nullable=nullable,
            cases=cases,
            default=first(schemas, "default", MISSING),
            read_only=any(schema.get("readOnly") is True for schema in schemas),
            write_only=any(schema.get("writeOnly") is True for schema in schemas),
            deprecated=any(schema.get("deprecated") is True for schema in schemas),
            discriminator=None if discriminator is None else (discriminator["propertyName"], frozenset(meanings)),
            meanings=meanings,
            texts=tuple([first(schemas, keyword, "") for keyword in TEXTS]),
        )

    def _parts(self, node: Iterable[Part]) -> list[Part] | None:
        """The schemas without references and `allOf`, outer first; None if one of them is false."""
        parts: list[Part] = []
        seen: set[int] = set()
        waiting = list(node)[::-1]
        while waiting:
            schema, at = waiting.pop()
            if schema is False:
                return None
            if not isinstance(schema, Mapping) or id(schema) in seen:
                continue
            if schema.get("not", False) in (True, {}):
                return None
            seen.add(id(schema))
            if schema.get("nullable") is True:
                schema = self._or_null(schema)
            parts.append((schema, at))
            waiting += [
                (item, below(at, ("allOf", i))) for i, item in reversed(list(enumerate(schema.get("allOf", ()))))
            ]
            if "$ref" in schema:
                waiting.append((self._target(schema["$ref"]), self.document.written(schema["$ref"])))
        return parts

    def _or_null(self, schema: Mapping[str, Any]) -> Any:
        """The schema or null, if the schema refuses null in spite of `nullable` (relief "nullable")."""
        if id(schema) not in self._wrapped:
            self._kept.append(schema)
            rest = {key: value for key, value in schema.items() if key != "nullable"}
            texts = {key: rest.pop(key) for key in ANNOTATIONS if key in rest}
            self._wrapped[id(schema)] = {**texts, "anyOf": [{"type": "null"}, rest], WRAPS: True}
        return self._wrapped[id(schema)]

    # unions

    def _cases(self, parts: list[Part]) -> tuple[bool, dict[str, list[Case]]]:
        nullable = False
        found: dict[str, list[Case]] = {}
        for groups in self._spread((_Group(tuple(parts)),), frozenset()):
            admits_null, cases = self._of_groups(groups)
            nullable = nullable or admits_null
            for case in cases:
                found.setdefault(case.type, []).append(case)
        return nullable, {kind: joined(found[kind]) for kind in TYPES if kind in found}

    def _spread(self, groups: _Groups, path: frozenset[int]) -> list[_Groups]:
        """One list of groups for each way to choose a branch of every union in the last group."""
        ways: list[_Groups] = [groups]
        for schema, at in groups[-1].parts:
            for keyword in ("anyOf", "oneOf"):
                if keyword not in schema or id(schema[keyword]) in path:
                    continue
                branches = self._branches(schema[keyword], at if WRAPS in schema else below(at, (keyword,)), path)
                if len(ways) * len(branches) <= _MOST_CASES:
                    ways = [(*way, *branch) for way in ways for branch in branches]
                else:
                    ways = [(*way, _Group((({"not": {"not": {"anyOf": schema[keyword]}}}, at),))) for way in ways]
        return ways

    def _branches(self, union: list[Any], at: str, path: frozenset[int]) -> list[_Groups]:
        """The ways to choose a branch; `at` is the place of the union, or of the schema that was wrapped in one."""
        found = []
        for i, branch in enumerate(union):
            parts = self._parts([(branch, below(at, (i,)) if at.endswith(("/anyOf", "/oneOf")) else at)])
            if parts is not None and not any(schema.get(k) is union for schema, _ in parts for k in ("anyOf", "oneOf")):
                found += self._spread((_Group(tuple(parts)),), path | {id(union)})
        return found

    # one case

    def _of_groups(self, groups: _Groups) -> tuple[bool, Iterator[Case]]:
        parts = [part for group in groups for part in group.parts]
        types, values = types_and_values([schema for schema, _ in parts])
        admits_null = "null" in types and (values is None or None in values)
        return admits_null, self._by_type(groups, parts, types, values)

    def _by_type(
        self, groups: _Groups, parts: list[Part], types: frozenset[str], values: list[Any] | None
    ) -> Iterator[Case]:
        rules = frozenset(key for schema, _ in parts for key in self._rules.of(schema, OBJECT_RULES))
        general = frozenset(key for schema, _ in parts for key in self._rules.of(schema))
        name, pointer = named([group.parts for group in groups])
        for kind in TYPES:
            if kind not in types and not (kind == "number" and "integer" in types):
                continue
            admitted = None if values is None else only_values_of(kind, types, values)
            if admitted == ():
                continue
            case = case_of(kind, parts, pointer, rules | general if kind == "object" else general)
            case.name = name
            case.is_integer = kind == "number" and "number" not in types
            case.values = None if admitted is None else within_limits(case, admitted)
            if case.values == ():
                continue
            if kind == "object":
                self._members(case, parts)
                case.required = frozenset(self._required(groups))
            elif kind == "array":
                self._items(case, parts)
            yield case

    def _required(self, groups: _Groups) -> Iterator[str]:
        """The names that a value must have after the reliefs of `schema.policy`."""
        for group in groups:
            tables = [schema.get("properties", {}) for schema, _ in group.parts]
            for schema, _ in group.parts:
                for name in schema.get("required", ()):
                    declared = [view(self.document, table[name]) for table in tables if name in table]
                    if not self._is_excused(schema, declared):
                        yield name

    def _is_excused(self, schema: Mapping[str, Any], declared: list[Any]) -> bool:
        if self.direction == "response":
            return any(each.write_only for each in declared)
        if any(each.read_only or each.default is not MISSING for each in declared):
            return True
        return not declared and schema.get("additionalProperties") is False and not schema.get("patternProperties")

    @staticmethod
    def _members(case: Case, parts: list[Part]) -> None:
        names = dict.fromkeys(name for schema, _ in parts for name in schema.get("properties", ()))
        case.properties = {name: tuple(of_name(name, parts)) for name in names}
        for schema, at in parts:
            for pattern, described in schema.get("patternProperties", {}).items():
                here = (described, below(at, ("patternProperties", pattern)))
                case.by_pattern[pattern] = (*case.by_pattern.get(pattern, ()), here)
            if "additionalProperties" in schema:
                extra = schema["additionalProperties"]
                case.is_open = False
                case.is_free = case.is_free or extra is True or extra == {}
                if extra is not True and extra != {}:
                    case.rest = (*case.rest, (extra, below(at, ("additionalProperties",))))

    @staticmethod
    def _items(case: Case, parts: list[Part]) -> None:
        most = max((len(schema.get("prefixItems", ())) for schema, _ in parts), default=0)
        case.prefix = tuple(tuple(of_index(i, parts)) for i in range(most))
        case.items = tuple(
            (schema["items"], below(at, ("items",)))
            for schema, at in parts
            if "items" in schema and schema["items"] is not True
        )
