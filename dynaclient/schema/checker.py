"""Check values against a schema: interpreted for the first few values, then compiled; failures are explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..document import Document
from ..document.names import UNCHECKED, Schema
from ..types import JSONObject
from .closure import DEFS, Closure, build_closure
from .failure import Finding
from .formats import NO_FORMATS
from .interpreter import Interpreter
from .policy import Letter, Reliefs

if TYPE_CHECKING:
    from .engine import Engine


class SchemaChecker:
    """Checks values against one schema of a document.

    Args:
        schema: in its normal form.
        rules: the reliefs for the direction, or the letter of OpenAPI; None for JSON Schema alone.
        origin: the place of the schema, as a reference into the document.
        formats: the names in `formats.FORMATS` of those that are asserted.

    Attributes:
        is_valid: function that returns whether a value fits; the engine's own once that is loaded. Raises ValueError or
            TypeError if the value is not JSON, RecursionError if it is nested too deeply.
    """

    is_valid: Callable[[Any], bool]

    def __init__(
        self,
        document: Document,
        schema: Schema | JSONObject,
        rules: Reliefs | Letter | None,
        origin: str = "",
        formats: frozenset[str] = NO_FORMATS,
    ) -> None:
        self._document = document
        self._schema = schema
        self._rules = rules
        self._origin = origin
        self._formats = formats
        self._closure: Closure | None = None
        self._engine: Engine | None = None
        self._interpreter: Interpreter | None = None
        self.is_valid = self._reads_valid

    @property
    def closure(self) -> Closure:
        """The schema with everything it refers to."""
        if self._closure is None:
            self._closure = build_closure(self._document, self._schema, self._rules, self._origin, self._formats)
        return self._closure

    @property
    def engine(self) -> Engine:
        """The compiled schema, for all values but the first few."""
        if self._engine is None:
            from .engine import compile_closure  # imports the engine, which many processes never need

            self._engine = compile_closure(self.closure, self._drop)
            self.is_valid = self._engine.is_valid
        return self._engine

    def _drop(self, reference: str, kind: str, what: str) -> None:
        self._document.report_schema(reference or self._origin or "a schema", kind, what, UNCHECKED)

    def _reads_valid(self, value: Any) -> bool:
        if self._interpreter is None:
            self._interpreter = Interpreter(self.closure)
        if not self._interpreter.is_spent and self._interpreter.fits(value):
            return True
        return self.engine.is_valid(value)

    def _start(self) -> str:
        """The place of the schema, or of its target if it is only a reference."""
        schema = self.closure.schema
        name = schema["$ref"].removeprefix(DEFS) if isinstance(schema, dict) and "$ref" in schema else ""
        return self.closure.origins.get(name) or self._origin or "the schema"

    def findings(self, value: Any, name: str = "") -> list[Finding]:
        """Every reason why the value does not fit; empty if it fits.

        Args:
            name: the name of the value; the value of a secret name is not shown.
        """
        try:
            if self.is_valid(value):
                return []
            from .explain import explain

            return explain(self.closure, value, self.engine.failures(value), name)
        except RecursionError as error:
            from .engine import TooComplexError

            what = "is nested too deeply to be checked"
            if isinstance(error, TooComplexError):
                what = f"is too complex to be checked: {self._start()} leads to its schemas in too many ways"
            return [Finding("", "type", f"this {what}", value, self._origin)]
