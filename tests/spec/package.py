"""The bundled description beside the facts of the official Python package: what both say of each operation.

Types are walked in parallel. Where the package has several alternatives, each is held against the alternative of ours
that its constants choose, and that shares most fields with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dynaclient.document import Document

MOST = 4000
"""How many alternatives of a schema are looked at."""


@dataclass
class Alternative:
    """One form that a value may have."""

    properties: dict[str, list[Any]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    values: list[Any] | None = None
    types: frozenset[str] | None = None
    items: list[Any] = field(default_factory=list)
    members: list[Any] = field(default_factory=list)

    def and_(self, other: Alternative) -> Alternative:
        """What fits both."""
        both = {
            name: [*self.properties.get(name, ()), *other.properties.get(name, ())]
            for name in {**self.properties, **other.properties}
        }
        known = [values for values in (self.values, other.values) if values is not None]
        values = [v for v in known[0] if all(v in more for more in known[1:])] if known else None
        kinds = [kinds for kinds in (self.types, other.types) if kinds is not None]
        return Alternative(
            both,
            self.required | other.required,
            values,
            frozenset.intersection(*kinds) if kinds else None,
            [*self.items, *other.items],
            [*self.members, *other.members],
        )


class Comparison:
    """Counts what agrees, and notes what does not.

    Attributes:
        counts: subject (`fields`, `enums`, `required`) → how many were compared.
        differences: subject → lines.
    """

    def __init__(self, document: Document, facts: Mapping[str, Any]) -> None:
        self.document = document
        self.facts = facts
        self.objects: Mapping[str, Any] = facts["objects"]
        self.counts: Counter[str] = Counter()
        self.differences: dict[str, list[str]] = {"fields": [], "enums": [], "required": []}
        self.routes = {(r["method"], _emptied(r["path"])): r for r in facts["routes"]}
        self._seen: set[Any] = set()

    def run(self) -> set[str]:
        """Compare every operation; returns those that the package does not have."""
        missing = set()
        for entry in self.document.entries.values():
            route = self.routes.get((entry.method, _emptied(entry.path)))
            if route is None:
                missing.add(entry.operation_id)
                continue
            self._operation(entry.operation_id, route)
        return missing

    def _operation(self, operation_id: str, route: Mapping[str, Any]) -> None:
        form = self.document.operation(operation_id)
        given = Alternative()
        for parameter in form.get("parameters", ()):
            name = parameter["name"].removesuffix("[]")
            given.properties[name] = [parameter.get("schema", {})]
            given.required |= {name} if parameter.get("required") else set()
        contents = (form.get("requestBody") or {}).get("content", {})
        bodies = [a for name, media in contents.items() if _is_read(name) for a in self._of(media.get("schema", {}))]
        for alternative in bodies:  # in forms, lists have brackets
            renamed = {name.partition("[")[0]: inner for name, inner in alternative.properties.items()}
            alternative.properties = {**renamed, **alternative.properties}
        sent = [given.and_(body) for body in bodies or [Alternative()]]
        for part in ("query", "body"):  # the package keeps both, and places in the path, in one class
            self._pair(route.get(part, []), sent, operation_id, "sent")
        answers, events = [], []
        for status, response in form.get("responses", {}).items():
            for name, media in response.get("content", {}).items() if status.startswith("2") else ():
                found = list(self._of(media.get("schema", {})))
                (events if name == "text/event-stream" else answers if "json" in name else []).extend(found)
        if "item" in route:
            lists = [inner for a in answers for inner in a.properties.get("data", ())]
            answers = [
                a for schema in lists for page in self._of(schema) for items in page.items for a in self._of(items)
            ]
        self._pair(route.get("item", route.get("answer", [])), answers, f"{operation_id} answer", "read")
        if events and "event" in route:
            self._pair(route["event"], events, f"{operation_id} event", "read")

    def _pair(self, theirs: list[Any], ours: list[Alternative], where: str, way: str) -> None:
        for alternative in theirs:
            if "object" in alternative:
                self._object(str(alternative["object"]), ours, where, way)
            elif "list" in alternative:
                inner = [a for our in ours for schema in our.items for a in self._of(schema)]
                self._pair(alternative["list"], inner, f"{where}[]", way)
            elif "map" in alternative:
                inner = [a for our in ours for schema in our.members for a in self._of(schema)]
                self._pair(alternative["map"], inner, f"{where}{{}}", way) if inner else None
            elif "values" in alternative:
                self._values(alternative["values"], ours, where)

    def _values(self, values: list[Any], ours: list[Alternative], where: str) -> None:
        known = [value for our in ours for value in our.values or ()]
        for value in values:
            kinds = (
                {"boolean"}
                if isinstance(value, bool)
                else {"string"}
                if isinstance(value, str)
                else {"integer", "number"}
            )
            is_open = any(our.values is None and (our.types is None or our.types & kinds) for our in ours)
            if (where, "value", value) in self._seen:
                continue
            self._seen.add((where, "value", value))
            self.counts["enums"] += 1
            if value not in known and not is_open:
                self.differences["enums"].append(f"{where}: {value!r}")

    def _object(self, number: str, ours: list[Alternative], where: str, way: str) -> None:
        fields, name = self.objects[number]["fields"], self.objects[number]["name"]
        chosen, fitting = self._chosen(fields, ours)
        if (number, id(chosen) if chosen is None else tuple(sorted(chosen.properties))) in self._seen:
            return
        self._seen.add((number, id(chosen) if chosen is None else tuple(sorted(chosen.properties))))
        if chosen is None:
            if fields and not any(our.types is None or our.members for our in ours):
                self.counts["fields"] += len(fields)
                self.differences["fields"] += [f"{where} ({name}): {one}" for one in fields]
            return
        for one, fact in fields.items():
            self.counts["fields"] += 1
            inner_schemas = chosen.properties.get(one)
            if inner_schemas is None:
                self.differences["fields"].append(f"{where} ({name}): {one}")
                continue
            inner = list(self._all_of(inner_schemas))
            self.counts["required"] += 1
            is_null = any(our.types is not None and "null" in our.types for our in inner) or any(
                our.values is not None and None in our.values for our in inner
            )
            demands = {one in our.required for our in fitting}  # both, where one of several fields is needed
            is_required = demands == {True}
            differs = fact["required"] not in demands
            if self.objects[number]["kind"] == "read" and is_required and not fact["required"] and is_null:
                differs = False  # the package reads null as missing
            if differs and one != "stream":  # which tells two overloads of the package apart
                self.differences["required"].append(
                    f"{where} ({name}): {one} is {'' if is_required else 'not '}required"
                )
            self._pair(fact["type"], inner, f"{where}.{one}", way)

    def _chosen(
        self, fields: Mapping[str, Any], ours: list[Alternative]
    ) -> tuple[Alternative | None, list[Alternative]]:
        """The alternative of ours that their constants choose and that shares most fields; and all with its fields."""
        fitting = [our for our in ours if our.properties and self._fits(fields, our)]
        if not fitting:
            return None, []
        union = [len(our.properties.keys() | fields.keys()) or 1 for our in fitting]
        shares = [len(our.properties.keys() & fields.keys()) / all_ for our, all_ in zip(fitting, union, strict=True)]
        chosen = fitting[shares.index(max(shares))]
        return chosen, [our for our in fitting if our.properties.keys() == chosen.properties.keys()]

    def _fits(self, fields: Mapping[str, Any], our: Alternative) -> bool:
        """Whether no constant of ours excludes theirs."""
        for name, fact in fields.items():
            kinds = [a for a in fact["type"] if a != {"plain": "null"}]
            theirs = {str(v) for a in kinds for v in a.get("values", ())}
            if not theirs or any("values" not in a for a in kinds) or name not in our.properties:
                continue
            known = [a for a in self._all_of(our.properties[name]) if a.types != {"null"}]
            if all(a.values is not None for a in known) and not theirs & {
                str(v) for a in known for v in a.values or ()
            }:
                return False
        return True

    # ours

    def _all_of(self, schemas: list[Any]) -> Iterator[Alternative]:
        yield from self._of({"allOf": schemas} if len(schemas) > 1 else schemas[0])

    def _of(self, schema: Any, chain: tuple[str, ...] = ()) -> Iterator[Alternative]:
        """The alternatives of a schema."""
        if not isinstance(schema, Mapping):
            yield Alternative()
            return
        own = Alternative(
            {name: [inner] for name, inner in (schema.get("properties") or {}).items()},
            set(schema.get("required") or ()),
            [schema["const"]] if "const" in schema else list(schema["enum"]) if "enum" in schema else None,
            _types(schema.get("type")),
            [schema["items"]] if isinstance(schema.get("items"), Mapping) else [],
            [schema["additionalProperties"]] if isinstance(schema.get("additionalProperties"), Mapping) else [],
        )
        found = [own]
        reference = schema.get("$ref")
        if isinstance(reference, str):
            if reference in chain:
                return
            inner = list(self._of(self.document.schema(reference), (*chain, reference)))
            found = [a.and_(b) for a in found for b in inner][:MOST]
        for part in schema.get("allOf", ()):
            inner = list(self._of(part, chain))
            found = [a.and_(b) for a in found for b in inner][:MOST]
        for key in ("anyOf", "oneOf"):
            if schema.get(key):
                inner = [a for part in schema[key] for a in self._of(part, chain)]
                found = [a.and_(b) for a in found for b in inner][:MOST]
        yield from found


def _types(given: Any) -> frozenset[str] | None:
    return None if given is None else frozenset([given] if isinstance(given, str) else given)


def _emptied(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def _is_read(name: str) -> bool:
    return "json" in name or name.startswith(("multipart/", "application/x-www"))
