"""The reliefs: where real descriptions say less than they mean, and a correct value would be refused.

1. An overlapping `oneOf` is no error.
2. `readOnly` properties are not required in requests, `writeOnly` ones not in responses.
3. A required property that declares a default may be left out.
4. `nullable` admits null also beside `enum` and `$ref`.
5. A `required` name that the same schema neither declares nor admits is not demanded.

The first and the fourth are matters of shape and happen where schemas are copied (`closure`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from .._support.record import record
from ..document import Document
from .properties import target_of_reference

Direction = Literal["request", "response"]

_UNSENT = {"request": "readOnly", "response": "writeOnly"}
"""OAS 3.0.4 Schema Object: such a property MUST NOT / SHOULD NOT be part of that message, even when required."""


@record
class Relief:
    """The reliefs for one direction."""

    direction: Direction

    def demanded(
        self, document: Document, schema: Mapping[str, Any], family: tuple[Mapping[str, Any], ...]
    ) -> list[str]:
        """The names in `required` that a value must really have.

        Args:
            family: the schemas that describe the same value together with `schema` through `allOf`.
        """
        return [name for name in schema["required"] if self._is_demanded(document, name, schema, family)]

    def _is_demanded(
        self, document: Document, name: str, schema: Mapping[str, Any], family: tuple[Mapping[str, Any], ...]
    ) -> bool:
        declared = False
        for relative in (schema, *family):
            for described in iter_property(document, relative, name):
                declared = True
                if any(part.get(_UNSENT[self.direction]) is True or "default" in part for part in described):
                    return False
        closed = schema.get("additionalProperties") is False and not schema.get("patternProperties")
        return declared or not closed

    def excuses(self, document: Document, reference: str, family: tuple[Mapping[str, Any], ...]) -> bool:
        """Whether what a reference leads to demands a name that only `family` says may be left out."""
        target = target_of_reference(document, reference)
        if not isinstance(target, dict) or any(target is relative for relative in family):
            return False
        return any(
            self._is_demanded(document, name, part, (target,))
            and not self._is_demanded(document, name, part, (target, *family))
            for part in iter_parts(document, target)
            for name in part.get("required", ())
        )


def iter_property(document: Document, schema: Mapping[str, Any], name: str) -> Iterator[list[Mapping[str, Any]]]:
    """Each description of a property, in the schema and the parts it is composed of, with what that refers to."""
    for part in iter_parts(document, schema):
        properties = part.get("properties")
        if properties and name in properties:
            yield _chain(document, properties[name])


def iter_parts(document: Document, schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schema and all that it is composed of through `allOf` and `$ref`, each once."""
    seen: set[int] = set()
    stack: list[Any] = [schema]
    while stack:
        part = stack.pop()
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        stack.extend(part.get("allOf", ()))
        if "$ref" in part:
            stack.append(target_of_reference(document, part["$ref"]))


def _chain(document: Document, schema: Any) -> list[Mapping[str, Any]]:
    """A schema and the schemas that its `$ref` leads to, one after the other."""
    out: list[Mapping[str, Any]] = []
    while isinstance(schema, dict) and all(schema is not part for part in out):
        out.append(schema)
        schema = target_of_reference(document, schema["$ref"]) if "$ref" in schema else None
    return out
