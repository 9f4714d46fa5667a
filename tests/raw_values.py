"""Values for the schemas of a document as it is written, confirmed by `jsonschema` on that same text.

Nothing here asks the checker of the package, so what it makes can be held against that checker. Versions 2.0, 3.0 and
3.1 are read by the rules of each; references within one text are followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any
from urllib.parse import unquote

import jsonschema
from openapi_schema_validator import OAS30Validator, OAS31Validator
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from dynaclient.sandbox import texts

ADDRESS = "urn:example:document"
DEEPEST = 7
TRIES = 12
_FILE_TYPES = {"file": "string"}  # 2.0's own type of a form field


class CannotMake(Exception):
    """No value was found that `jsonschema` confirms."""


class RawValues:
    """Makes and confirms values for the schemas of one text.

    Args:
        root: the document as it is written.
        seed: the same seed, the same values.
    """

    def __init__(self, root: Mapping[str, Any], seed: int = 0) -> None:
        self._root = root
        self._rng = Random(seed)
        self._is_30 = str(root.get("openapi", "")).startswith("3.0")
        kind = OAS31Validator
        if self._is_30:
            kind = OAS30Validator
        elif "swagger" in root:
            kind = jsonschema.Draft4Validator
        self._kind: Any = kind
        self._registry: Any = Registry().with_resource(ADDRESS, DRAFT202012.create_resource(dict(root)))

    def value(self, pointer: str, *, everything: bool) -> Any:
        """A value for the schema at a pointer (`#/…`).

        Args:
            everything: give optional members too, as far as a few levels down.

        Raises:
            CannotMake: none was found.
        """
        schema = self.at(pointer)
        validator = self._kind({"$ref": f"{ADDRESS}{pointer}"}, registry=self._registry)
        for attempt in range(TRIES):
            try:
                made = self._make(schema, 0, everything and attempt < TRIES // 2)
                if validator.is_valid(made):
                    return made
            except (RecursionError, Unresolvable, LookupError, ValueError, TypeError, AttributeError, re.error):
                continue  # a wrong schema, or a pattern that `re` cannot read
        raise CannotMake(pointer)

    def at(self, pointer: str) -> Any:
        """The value at a pointer."""
        value: Any = self._root
        for token in pointer.removeprefix("#").split("/")[1:]:
            key = unquote(token).replace("~1", "/").replace("~0", "~")
            value = value[int(key)] if isinstance(value, list) else value[key]
        return value

    def _merged(self, schema: Any) -> dict[str, Any]:
        """A schema merged with its reference and `allOf`."""
        out: dict[str, Any] = {}
        for part in self._parts(schema, 0):
            for key, value in part.items():
                if key in ("properties", "patternProperties"):
                    out[key] = {**value, **out.get(key, {})}
                elif key == "required" and isinstance(value, list):
                    out[key] = [*out.get(key, []), *value]
                elif key == "enum" and "enum" in out:
                    out[key] = [item for item in out[key] if item in value]
                elif key in ("anyOf", "oneOf"):
                    out.setdefault("unions", []).append(value)
                elif key not in ("allOf", "$ref"):
                    out.setdefault(key, value)
        return out

    def _parts(self, schema: Any, depth: int) -> Iterator[Mapping[str, Any]]:
        if not isinstance(schema, Mapping) or depth > 12:
            return
        reference = schema.get("$ref")
        if isinstance(reference, str):
            yield from self._parts(self.at(reference), depth + 1)
            if self._kind is not OAS31Validator:  # before 3.1, what stands beside a reference does not count
                return
        yield schema
        for item in schema.get("allOf", ()):
            yield from self._parts(item, depth + 1)

    def _make(self, schema: Any, depth: int, everything: bool) -> Any:
        if depth > 40:
            raise RecursionError
        merged = self._merged(schema)
        for union in merged.get("unions", ()):
            branch = self._merged(self._rng.choice(union))
            merged = {**merged, **{k: v for k, v in branch.items() if k not in ("properties", "required")}}
            merged["properties"] = {**merged.get("properties", {}), **branch.get("properties", {})}
            merged["required"] = [*merged.get("required", ()), *branch.get("required", ())]
        if "const" in merged:
            return merged["const"]
        if merged.get("enum"):
            return self._rng.choice(merged["enum"])
        return self._of_type(merged, depth, everything)

    def _of_type(self, merged: dict[str, Any], depth: int, everything: bool) -> Any:
        kind = merged.get("type")
        if isinstance(kind, list):
            kind = self._rng.choice([item for item in kind if item != "null"] or ["null"])
        if kind is None:
            kind = "object" if merged.get("properties") else "array" if "items" in merged else "string"
        kind = _FILE_TYPES.get(kind, kind)
        if kind == "object":
            return self._object(merged, depth, everything)
        if kind == "array":
            count = max(merged.get("minItems", 0), 1 if depth < DEEPEST and merged.get("maxItems") != 0 else 0)
            return [self._make(merged.get("items", {}), depth + 1, everything) for _ in range(count)]
        if kind in ("integer", "number"):
            return self._number(merged, kind)
        return {"boolean": True, "null": None}.get(kind) if kind != "string" else self._text(merged)

    def _object(self, merged: dict[str, Any], depth: int, everything: bool) -> dict[str, Any]:
        properties = merged.get("properties", {})
        wanted = list(dict.fromkeys(merged.get("required", ())))
        if everything and depth < 3:
            wanted += [name for name in properties if name not in wanted]
        out = {name: self._make(properties.get(name, {}), depth + 1, everything) for name in wanted}
        extra = merged.get("additionalProperties")
        while len(out) < merged.get("minProperties", 0):
            name = next((name for name in properties if name not in out), f"extra{len(out)}")
            out[name] = self._make(properties.get(name, extra if isinstance(extra, Mapping) else {}), depth + 1, False)
        return out

    def _number(self, merged: dict[str, Any], kind: str) -> int | float:
        least, most = merged.get("minimum"), merged.get("maximum")
        over, under = merged.get("exclusiveMinimum"), merged.get("exclusiveMaximum")
        step = merged.get("multipleOf") or 1
        if over is not None and over is not False:
            least = (least if over is True else over) + step
        if under is not None and under is not False:
            most = (most if under is True else under) - step
        value = least if least is not None else min(1, most) if most is not None else 1
        value = -(-value // step) * step if step != 1 else value
        return int(value) if kind == "integer" else value

    def _text(self, merged: dict[str, Any]) -> str:
        patterns = [merged["pattern"]] if isinstance(merged.get("pattern"), str) else []
        form = str(merged.get("format", ""))
        least, most = merged.get("minLength", 0), merged.get("maxLength")
        return texts.text(self._rng, form=form, patterns=patterns, least=least, most=most)
