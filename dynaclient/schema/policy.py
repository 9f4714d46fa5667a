"""What each validation mode means, and every relief of the default mode. Nothing else decides this.

A relief accepts a call that the standard, read strictly, refuses, because real descriptions often say less than they
mean. `closure` asks here how to copy a keyword; the request stage asks how to treat a missing parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from .._support.record import record
from .._support.wording import did_you_mean, either
from ..document import Document
from ..types import MISSING
from .view import SchemaView, view

Direction = Literal["request", "response"]

_UNSENT = {"request": "read_only", "response": "write_only"}
"""Direction of a message → the flag of properties that are not part of it."""


@record
class Mode:
    """How values are checked and how violations are treated.

    Attributes:
        checks: whether values are checked against their schemas.
        relieves: whether the reliefs below apply.
        raises: whether a violation is an error.
        logs: whether a violation is logged and the call continues.
    """

    checks: bool
    relieves: bool
    raises: bool = False
    logs: bool = False

    @staticmethod
    def of(validate: Any) -> Mode:
        """The mode for `validate=`."""
        return REQUEST_MODES[validate]

    @staticmethod
    def of_answers(validate_responses: Any) -> Mode:
        """The mode for `validate_responses=`."""
        return RESPONSE_MODES[validate_responses]


REQUEST_MODES: Mapping[Any, Mode] = {
    True: Mode(checks=True, relieves=True, raises=True),
    "strict": Mode(checks=True, relieves=False, raises=True),
    "warn": Mode(checks=True, relieves=True, logs=True),
    False: Mode(checks=False, relieves=True),  # defaults of required parameters are still sent
}
"""`validate=` → its mode. A value that cannot be sent, or not safely, is an error in every mode."""

RESPONSE_MODES: Mapping[Any, Mode] = {
    True: Mode(checks=True, relieves=True, raises=True),
    "raise": Mode(checks=True, relieves=True, raises=True),
    "warn": Mode(checks=True, relieves=True, logs=True),
    "record": Mode(checks=True, relieves=True),  # every mode that checks fills `response.violations`
    False: Mode(checks=False, relieves=True),
}
"""`validate_responses=` → its mode."""


def unknown_mode(option: str, given: Any, modes: Iterable[Any]) -> str:
    """What to say of a value that is not one of the modes of an option."""
    hint = did_you_mean(str(given), [mode for mode in modes if isinstance(mode, str)])
    return f"{option}= must be {either(list(map(repr, modes)))}, not {given!r}.{hint}"


@record
class Relief:
    """One relief.

    Attributes:
        name: its name in the code below.
        admits: what it accepts.
        reason: why a correct call needs it.
        source: the section of the standard that it relaxes.
    """

    name: str
    admits: str
    reason: str
    source: str


RELIEFS = (
    Relief(
        "overlap",
        "a value that fits more than one alternative of `oneOf`",
        "alternatives are distinguished by a discriminator or not at all, and many documents mean `anyOf`",
        "JSON Schema 2020-12 Core, section 10.2.1.3",
    ),
    Relief(
        "unsent",
        "a request without a required `readOnly` property, or a response without a required `writeOnly` one",
        "the property is not part of that message",
        "OAS 3.0.4 Schema Object, `readOnly` and `writeOnly`; JSON Schema 2020-12 Validation, section 9.4",
    ),
    Relief(
        "default",
        "a value without a required property that declares a default",
        "the server assumes the default; a required name with a default is an author's mistake",
        "JSON Schema 2020-12 Validation, sections 6.5.3 and 9.2",
    ),
    Relief(
        "parameter",
        "a call without a required parameter that declares a default: the default is sent",
        "the same mistake, but a required parameter must be present",
        "OAS 3.1.1 Parameter Object, `required`; Schema Object, `default`",
    ),
    Relief(
        "nullable",
        "null if `nullable` is beside `$ref`, `enum`, `const` or a composition, which refuse null",
        "authors mean it; before 3.0.3 the standard did not say that `nullable` needs a `type` beside it",
        "OAS 3.0.4 Schema Object, `nullable`",
    ),
    Relief(
        "undeclared",
        "an object without a required name that the same schema neither declares nor allows",
        "otherwise no value could fit",
        "JSON Schema 2020-12 Validation, section 6.5.3; Core, section 10.3.2.3",
    ),
)
"""Every relief of `validate=True`, `"warn"` and False; `"strict"` has none.

One relaxation applies in every mode: `nullable` beside a `type` widens that type when a document is converted to its
3.1 form (`document.schema_form`). OAS 3.0 requires this; 3.1 documents get it too, although 3.1 has no `nullable`.
"""

WAS = "x-was"
"""Marks a copied schema whose keyword was renamed by a relief: {copied keyword: the document's keyword}."""

WRAPS = "x-wraps"
"""Marks a copied schema that wraps the document's own: the index of that one in `anyOf`."""

ADDED = "x-added"
"""Marks a copied schema that a relief moved into `allOf`: in the document its keywords are one level higher."""


@record
class Reliefs:
    """The reliefs, for messages of one direction."""

    direction: Direction

    def demanded(
        self, document: Document, schema: Mapping[str, Any], family: tuple[Mapping[str, Any], ...]
    ) -> list[str]:
        """The names in `required` that a value must have after the reliefs.

        Args:
            family: the schemas that describe the same value together with `schema` through `allOf`.
        """
        relatives = [view(document, relative) for relative in (schema, *family)]
        return [name for name in schema["required"] if self._is_demanded(document, name, schema, relatives)]

    def excuses(self, document: Document, target: Any, family: tuple[Mapping[str, Any], ...]) -> bool:
        """Whether the target of a reference requires a name that only `family` allows to omit."""
        if not isinstance(target, Mapping) or any(target is relative for relative in family):
            return False
        own = [view(document, target)]
        every = [*own, *(view(document, relative) for relative in family)]
        return any(
            self._is_demanded(document, name, part, own) and not self._is_demanded(document, name, part, every)
            for part in own[0].parts
            for name in part.get("required", ())
        )

    def _is_demanded(
        self, document: Document, name: str, schema: Mapping[str, Any], relatives: list[SchemaView]
    ) -> bool:
        declared = [view(document, each.properties[name]) for each in relatives if name in each.properties]
        return not any(excuse(self.direction, schema, declared) for excuse in _EXCUSES)

    @staticmethod
    def widened(schema: Mapping[str, Any], copied: dict[str, Any]) -> dict[str, Any]:
        """The copy of a schema after the reliefs that change its shape."""
        for keyword, widen in _SHAPES.items():
            if keyword in schema:
                copied = widen(schema, copied)
        return copied


def stands_in(default: Any, mode: Mode) -> bool:
    """Whether the default of a required parameter replaces a missing value (relief "parameter")."""
    return mode.relieves and default is not MISSING


def _unsent(direction: Direction, schema: Mapping[str, Any], declared: list[SchemaView]) -> bool:
    return any(getattr(each, _UNSENT[direction]) for each in declared)


def _default(direction: Direction, schema: Mapping[str, Any], declared: list[SchemaView]) -> bool:
    return any(each.default is not MISSING for each in declared)


def _undeclared(direction: Direction, schema: Mapping[str, Any], declared: list[SchemaView]) -> bool:
    return not declared and schema.get("additionalProperties") is False and not schema.get("patternProperties")


_EXCUSES = (_unsent, _default, _undeclared)
"""Functions that decide whether a relief excuses a required name, from the schema that requires it and the
declarations of the property."""


def _overlap(schema: Mapping[str, Any], copied: dict[str, Any]) -> dict[str, Any]:
    alternatives = copied.pop("oneOf")
    if "anyOf" in copied:
        added = {"anyOf": alternatives, WAS: {"anyOf": "oneOf"}, ADDED: True}
        return {**copied, "allOf": [*copied.get("allOf", ()), added]}
    return {**copied, "anyOf": alternatives, WAS: {"anyOf": "oneOf"}}


def _nullable(schema: Mapping[str, Any], copied: dict[str, Any]) -> dict[str, Any]:
    if schema.get("nullable") is not True:
        return copied
    if "enum" in copied and len(copied.keys() - {"enum", "type", "format", "pattern"}) == 0:
        return {**copied, "enum": [*copied["enum"], None]}
    return {"anyOf": [{"type": "null"}, copied], WRAPS: 1}


_SHAPES = {"oneOf": _overlap, "nullable": _nullable}
"""Keyword → the relief that changes the copy of a schema that has it."""
