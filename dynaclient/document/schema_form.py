"""Schemas of every dialect → JSON Schema 2020-12 as OpenAPI 3.2 uses it.

Converts one schema in place: references are rewritten so that they can be followed from the root, but they are not
followed. An invalid keyword is dropped and reported, so that it does not affect the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from .._support.wording import kind_of, shown
from ..errors import UnresolvableReference
from .names import ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS, SUBTYPES, UNCHECKED, UNRESOLVABLE, Schema
from .place import Place, ReportProblem
from .pointer import target_of
from .version import dialect_of

MAX_DEPTH = 120
"""The deepest nesting of schemas that is read; references do not count."""

_TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
_ONE = ONE_SCHEMA | {"contentSchema"}
_APPLICATORS = _ONE | SCHEMA_LISTS | SCHEMA_MAPS | {"$defs", "dependencies"}
_UNIONS = frozenset(("oneOf", "anyOf"))
_RENAMED = {"definitions": "$defs"}
_DROPPED = frozenset(("$schema", "$id", "id", "$vocabulary", "x-nullable", "$recursiveAnchor"))
_ANNOTATIONS = frozenset(
    [
        "title",
        "description",
        "summary",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "externalDocs",
        "nullable",
        "x-nullable",
    ]
)
_SCALARS: dict[str, tuple[Callable[[Any], bool], str]] = {}
"""Keyword → (test of its value, what the value must be)."""


def _rule(names: str, test: Callable[[Any], bool], must: str) -> None:
    _SCALARS.update(dict.fromkeys(names.split(), (test, must)))


def _is_number(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return _is_number(value) and value >= 0 and value == int(value)


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_rule("minimum maximum exclusiveMinimum exclusiveMaximum", _is_number, "a number")
_rule("multipleOf", lambda value: _is_number(value) and value > 0, "a number above 0")
_rule(
    "minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains",
    _is_count,
    "a whole number of at least 0",
)
_rule("uniqueItems readOnly writeOnly deprecated", lambda value: isinstance(value, bool), "true or false")
_rule("pattern format $anchor $comment title description", lambda value: isinstance(value, str), "text")
_rule("enum", lambda value: isinstance(value, list), "a list of values")
_rule("required", _is_names, "a list of property names")
_rule("examples", lambda value: isinstance(value, list), "a list of values")
_rule(
    "dependentRequired",
    lambda value: isinstance(value, dict) and all(_is_names(names) for names in value.values()),
    "lists of property names by property",
)


class SchemaForm:
    """Converts schemas to the normal form.

    Args:
        version: the version that the document declares. Since 3.1 schemas are JSON Schema 2020-12: keywords beside
            `$ref` count, a schema with an `$id` is a resource of its own, and `nullable` is not a keyword. In 2.0 and
            3.0, keywords beside `$ref` only describe, and every mode obeys `nullable`.
        subtypes: the schemas that inherit from the one at a place, by name, where a discriminator chooses among them
            (2.0, 3.0); None where it is only a hint (3.1).
        reference: turns a reference at a place into one that can be followed from the root document.
        named: the reference to the schema of a name that is written at a place, and where that reference counts.
        report: records what is dropped.

    Attributes:
        is_dynamic: whether a `$dynamicRef` was read.
    """

    def __init__(
        self,
        *,
        version: str,
        subtypes: Callable[[Place], Mapping[str, str]] | None,
        reference: Callable[[str, Place], str],
        named: Callable[[str, Place], tuple[str, Place]],
        report: ReportProblem,
    ) -> None:
        self.is_dynamic = False
        dialect = dialect_of(version)
        self._is_json_schema = dialect.is_json_schema
        self._older = version if dialect.is_before("3.2") else ""
        self._subtypes = subtypes
        self._reference = reference
        self._named = named
        self._report = report

    def read(self, raw: Any, place: Place, depth: int = 0, recursive_root: Place | None = None) -> Schema:
        """The normal form of the schema `raw` at `place`. `raw` is not changed."""
        if isinstance(raw, bool):
            return raw
        if not isinstance(raw, Mapping):
            self._report(place, "wrong-type", f"a schema must be an object, this is {kind_of(raw)}", UNCHECKED)
            return {}
        if depth > MAX_DEPTH:
            self._report(place, "too-deep", f"schemas are nested deeper than {MAX_DEPTH} levels", UNCHECKED)
            return {}
        out: dict[str, Any] = {}
        if self._is_json_schema and isinstance(raw.get("$id"), str):
            place = self._rebased(out, place, raw["$id"])
        if self._older and ("xml" in raw or "discriminator" in raw):
            self._report_newer(raw, place)
        if raw.get("$recursiveAnchor") is True:
            recursive_root = place
        for key, value in raw.items():
            self._keyword(out, str(key), value, place, depth, recursive_root)
        if isinstance(raw.get("items"), list) and "additionalItems" in raw:  # the items after a tuple, before 2020-12
            rest = self.read(raw["additionalItems"], place.child("additionalItems"), depth + 1, recursive_root)
            out["items"] = rest
        out.pop("additionalItems", None)
        if "xml" in out:
            self._xml(out, raw, place.child("xml"))
        if "$ref" in out and not self._is_json_schema:
            out = {key: value for key, value in out.items() if key == "$ref" or key in _ANNOTATIONS}
        self._bounds(out)
        if self._subtypes is not None and "discriminator" in out and _UNIONS.isdisjoint(out):
            named = {**self._subtypes(place), **out["discriminator"].get("mapping", {})}
            if named:
                out[SUBTYPES] = named
        return self._nullable(out, raw)

    def _report_newer(self, raw: Mapping[str, Any], place: Place) -> None:
        from .newer_words import report_newer_schema_words  # rare

        report_newer_schema_words(raw, place, self._older, self._report)

    def _keyword(
        self, out: dict[str, Any], key: str, value: Any, place: Place, depth: int, recursive_root: Place | None
    ) -> None:
        here = place.child(key)
        key = _RENAMED.get(key, key)
        if key in _APPLICATORS:
            self._applicator(out, key, value, here, depth, recursive_root)
        elif key in ("$ref", "$dynamicRef", "$recursiveRef"):
            self._reference_keyword(out, key, value, place, recursive_root)
        elif key == "type":
            self._type(out, value, here)
        elif key == "discriminator":
            self._discriminator(out, value, here)
        elif key in ("exclusiveMinimum", "exclusiveMaximum") and isinstance(value, bool):
            out[key] = value
        elif key == "required" and isinstance(value, bool):
            pass  # draft 3 style, on the property itself: it does not constrain the value
        elif key in _SCALARS:
            self._scalar(out, key, value, here)
        elif key not in _DROPPED:
            out[key] = value
        elif key == "$schema" and self._is_json_schema:
            self._dialect(value, here)

    def _dialect(self, given: Any, place: Place) -> None:
        from .dialects import report_dialect  # rare

        report_dialect(given, place, self._report)

    def _xml(self, out: dict[str, Any], raw: Mapping[str, Any], place: Place) -> None:
        from .xml_form import xml_object  # few documents have one

        read = xml_object(raw["xml"], raw, place, self._report)
        if read is None:
            del out["xml"]
        else:
            out["xml"] = read

    def _applicator(
        self, out: dict[str, Any], key: str, value: Any, here: Place, depth: int, recursive_root: Place | None
    ) -> None:
        """A keyword that contains schemas."""
        if key == "items" and isinstance(value, list):  # a tuple in every dialect before 2020-12
            out["prefixItems"] = self._list(value, here, depth, recursive_root)
        elif key in _ONE:
            out[key] = self.read(value, here, depth + 1, recursive_root)
        elif key in SCHEMA_LISTS:
            if isinstance(value, list) and value:
                further = out.get(key, ()) if key == "allOf" else ()  # a second reference, see `_reference_keyword`
                out[key] = [*self._list(value, here, depth, recursive_root), *further]
            else:
                what = f"`{key}` must be a list of schemas, this is {shown(value)}"
                self._report(here, "wrong-type", what, UNCHECKED)
        elif not isinstance(value, Mapping):
            what = f"`{key}` must be an object of schemas, this is {kind_of(value)}"
            self._report(here, "wrong-type", what, UNCHECKED)
        else:
            for name, schema in value.items():
                split = key == "dependencies"  # two keywords since 2019-09
                if split and _is_names(schema):
                    out.setdefault("dependentRequired", {})[str(name)] = schema
                else:
                    read = self.read(schema, here.child(name), depth + 1, recursive_root)
                    out.setdefault("dependentSchemas" if split else key, {})[str(name)] = read
            if not value:
                out[key] = {}

    def _list(self, value: list[Any], place: Place, depth: int, recursive_root: Place | None) -> list[Schema]:
        return [self.read(item, place.child(i), depth + 1, recursive_root) for i, item in enumerate(value)]

    def _reference_keyword(
        self, out: dict[str, Any], key: str, value: Any, place: Place, recursive_root: Place | None
    ) -> None:
        """A reference, as `$ref`; a dynamic one keeps its anchor's name in `$dynamicRef` beside it (`dynamic_scope`).

        `$recursiveRef`, which 2020-12 no longer has, leads to the nearest schema around it that says
        `$recursiveAnchor`. Source: JSON Schema 2020-12 Core, section 8.2.3.2.
        """
        if not isinstance(value, str):
            what = f"a reference must be text, this is {kind_of(value)}"
            self._report(place.child(key), "wrong-type", what, UNCHECKED)
            return
        if key == "$recursiveRef" and recursive_root is not None:
            value, place = "#" + recursive_root.pointer, Place(recursive_root.uri)
        try:
            read: dict[str, Any] = {"$ref": self._reference(value, place)}
            name = target_of(value, place.base).fragment
        except UnresolvableReference as error:
            self._report(place.child(key), UNRESOLVABLE, error.message, UNCHECKED)
            return
        if key == "$dynamicRef" and name and not name.startswith("/"):
            read["$dynamicRef"] = f"#{name}"
            self.is_dynamic = True
        if "$ref" in out:  # two references in one schema: the second is one more `allOf`
            out.setdefault("allOf", []).append(read)
        else:
            out.update(read)

    def _rebased(self, out: dict[str, Any], place: Place, identifier: str) -> Place:
        """The place as the root of a schema with an `$id`, which the normal form has as an absolute URI."""
        try:
            inner = place.within(identifier)
        except UnresolvableReference as error:
            self._report(place.child("$id"), UNRESOLVABLE, error.message, "it is ignored")
            return place
        if inner is not place:
            out["$id"] = inner.base
        return inner

    def _type(self, out: dict[str, Any], value: Any, place: Place) -> None:
        if value == "file":  # 2.0's uploads and downloads
            out["type"] = "string"
            out.setdefault("format", "binary")
            return
        names = value if isinstance(value, list) else [value]
        known = [name for name in names if name in _TYPES] if all(isinstance(n, str) for n in names) else []
        if len(known) != len(names) or not known:
            what = f"{shown(value)} is not a type; the types are {', '.join(_TYPES)}"
            self._report(place, "unknown-type", what, UNCHECKED)
        elif isinstance(value, list):
            out["type"] = list(dict.fromkeys(known))
        else:
            out["type"] = value

    def _discriminator(self, out: dict[str, Any], value: Any, place: Place) -> None:
        if isinstance(value, str):  # 2.0 only names the property
            value = {"propertyName": value}
        if isinstance(value, Mapping) and isinstance(value.get("propertyName"), str):
            mapping = value.get("mapping")
            out["discriminator"] = {"propertyName": value["propertyName"]}
            if isinstance(mapping, Mapping):
                out["discriminator"]["mapping"] = {
                    str(name): reference
                    for name, target in mapping.items()
                    if isinstance(target, str) and (reference := self._mapped(target, place.child("mapping", name)))
                }
            default = value.get("defaultMapping")
            if isinstance(default, str) and (reference := self._mapped(default, place.child("defaultMapping"))):
                out["discriminator"]["defaultMapping"] = reference
        else:
            self._report(place, "missing-field", "a discriminator needs a `propertyName`", "it is ignored")

    def _mapped(self, target: str, place: Place) -> str:
        """A mapping names a schema, or refers to it. Source: OAS 3.2.0 Discriminator Object, "Mapping Values"."""
        if "/" not in target and "#" not in target and "." not in target:
            target, place = self._named(target, place)
        try:
            return self._reference(target, place)
        except UnresolvableReference as error:
            self._report(place, UNRESOLVABLE, error.message, "it is ignored")
            return ""

    def _scalar(self, out: dict[str, Any], key: str, value: Any, place: Place) -> None:
        test, must = _SCALARS[key]
        if not test(value):
            consequence = UNCHECKED if key not in ("title", "description") else "it is left out"
            self._report(place, "wrong-type", f"`{key}` must be {must}, this is {shown(value)}", consequence)
        elif key == "required":
            out[key] = list(dict.fromkeys(value))
        else:
            if key == "enum" and not value:
                self._report(place, "empty-enum", "`enum` lists no value", "no value fits here")
            out[key] = value

    @staticmethod
    def _bounds(out: dict[str, Any]) -> None:
        """Boolean `exclusiveMinimum` (up to 3.0, and left over in 3.1 files) becomes the bound itself."""
        for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if isinstance(out.get(exclusive), bool) and out.pop(exclusive) and bound in out:
                out[exclusive] = out.pop(bound)

    def _nullable(self, out: dict[str, Any], raw: Mapping[str, Any]) -> Schema:
        """`nullable` widens `type` where it is a keyword; if null is still refused, it is kept for `schema.policy`.

        Source: OAS 3.0.4 Schema Object, `nullable`; 3.0.3 clarifies that it needs a `type` beside it.
        """
        is_nullable = raw.get("nullable") is True or raw.get("x-nullable") is True
        out.pop("nullable", None)
        if not is_nullable:
            return out
        declared = out.get("type")
        if self._is_json_schema:
            out["nullable"] = True
            return out
        if declared is not None and "$ref" not in out:
            types = declared if isinstance(declared, list) else [declared]
            out["type"] = types if "null" in types else [*types, "null"]
        refuses_null = ("enum" in out and None not in out["enum"]) or "const" in out
        if declared is None or refuses_null or any(word in out for word in ("$ref", "allOf", "anyOf", "oneOf")):
            out["nullable"] = True
        return out
