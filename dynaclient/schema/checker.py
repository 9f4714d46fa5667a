"""A schema ready to check values: compiled when it is first needed, explained when a value fails."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..document.names import UNCHECKED, Schema
from ..types import JSONObject
from .closure import Closure, build_closure
from .engine import Engine, compile_closure
from .explain import Finding, explain
from .relief import Relief


class SchemaChecker:
    """Checks values against one schema of a document.

    Args:
        schema: in its 3.1 form.
        relief: the reliefs for the direction, or None for the letter of the standard.
        origin: where the schema stands, as a reference into the document.
    """

    def __init__(
        self, document: Document, schema: Schema | JSONObject, relief: Relief | None, origin: str = ""
    ) -> None:
        self._document = document
        self._schema = schema
        self._relief = relief
        self._origin = origin
        self._compiled: tuple[Closure, Engine] | None = None

    def _ready(self) -> tuple[Closure, Engine]:
        if self._compiled is None:
            closure = build_closure(self._document, self._schema, self._relief, self._origin)
            engine = compile_closure(closure, self._drop)
            self._compiled = closure, engine
        return self._compiled

    def _drop(self, reference: str, what: str) -> None:
        self._document.report_schema(reference or self._origin or "a schema", what, UNCHECKED)

    def is_valid(self, value: Any) -> bool:
        """Whether the value fits; a value that is no JSON at all raises ValueError or TypeError."""
        try:
            return self._ready()[1].is_valid(value)
        except RecursionError:
            return False

    def findings(self, value: Any, name: str = "") -> list[Finding]:
        """Every reason why the value does not fit; none when it does.

        Args:
            name: what the value is called; the value of a name that says "secret" is not shown.
        """
        closure, engine = self._ready()
        try:
            if engine.is_valid(value):
                return []
            return explain(closure, value, engine.failures(value), name)
        except RecursionError:
            return [Finding("", "type", "this nests too deep to be checked", value, self._origin)]
