"""Where dynamic references lead: schemas read within the schema resources that were entered before them.

A `$dynamicRef` leads to the outermost of those resources that has its anchor, so one schema can mean different things
in different places. Here each meaning gets a reference of its own, which every later stage follows like any other.
Documents without dynamic references never come here.

Source: JSON Schema 2020-12 Core, sections 7.1 and 8.2.3.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import UnresolvableReference
from .names import SCOPE, Schema
from .walk import DATA, NAMED

Anchors = Mapping[str, str]
"""Name of a dynamic anchor → the reference to its schema."""


class DynamicScopes:
    """Reads schemas in dynamic scopes.

    Args:
        schema: reference → its schema in the normal form, in which a `$dynamicRef` is only a name beside a `$ref`.
        anchors: reference → the dynamic anchors of the schema resource that it leads into.
    """

    def __init__(self, schema: Callable[[str], Schema], anchors: Callable[[str], Anchors]) -> None:
        self._schema = schema
        self._anchors = anchors
        self._scopes: list[Anchors] = []

    def schema(self, reference: str) -> Schema:
        """The target of a reference that `entered` or this method made."""
        plain, _, number = reference.partition(SCOPE)
        schema: Schema = self._in_scope(self._schema(plain), self._grown(self._scopes[int(number)], plain))
        return schema

    def entered(self, schema: Any, origin: str) -> Any:
        """A copy of a schema whose scope begins at its own place, `origin`."""
        return self._in_scope(schema, self._grown({}, origin) if origin else {})

    def _grown(self, scope: Anchors, reference: str) -> Anchors:
        """The scope after entering the schema resource of a reference: what is there already stays."""
        try:
            return {**self._anchors(reference), **scope}
        except UnresolvableReference:
            return scope

    def _in_scope(self, value: Any, scope: Anchors, *, names: bool = False) -> Any:
        if isinstance(value, list):
            return [self._in_scope(item, scope) for item in value]
        if not isinstance(value, Mapping):
            return value
        if not names and isinstance(value.get("$id"), str):
            scope = self._grown(scope, value["$id"])
        out: dict[str, Any] = {}
        for key, item in value.items():
            if not names and key == "$ref" and isinstance(item, str):
                out[key] = self._scoped(self._target(item, value.get("$dynamicRef"), scope), scope)
            elif names or (key not in DATA and key not in ("$dynamicRef", "discriminator")):
                out[key] = self._in_scope(item, scope, names=not names and key in NAMED)
            elif key != "$dynamicRef":
                out[key] = item
        return out

    def _target(self, reference: str, dynamic: Any, scope: Anchors) -> str:
        """Where a reference leads in a scope: it is dynamic if its anchor is, and the scope then decides."""
        if not isinstance(dynamic, str):
            return reference
        name = dynamic.removeprefix("#")
        return scope.get(name, reference) if self._grown({}, reference).get(name) == reference else reference

    def _scoped(self, reference: str, scope: Anchors) -> str:
        if scope not in self._scopes:
            self._scopes.append(scope)
        return f"{reference}{SCOPE}{self._scopes.index(scope)}"
