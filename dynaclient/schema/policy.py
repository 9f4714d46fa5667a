"""What each validation mode means, and every relief that the default mode grants: all of it, and nowhere else.

A relief lets a call pass that the letter of the standard refuses, where real descriptions say less than they mean.
`closure` copies schemas and asks here what becomes of a keyword; the request stage asks what a missing parameter is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from .._support.record import record
from ..document import Document
from ..types import MISSING
from .view import SchemaView, view

Direction = Literal["request", "response"]

_UNSENT = {"request": "read_only", "response": "write_only"}
"""The flag of a property that is not part of a message, by the message's direction."""


@record
class Mode:
    """What becomes of values and of what is wrong with them.

    Attributes:
        checks: whether values are held against their schemas.
        relieves: whether the reliefs below apply.
        raises: whether a violation is an error.
        logs: whether a violation is logged, and the call goes on.
    """

    checks: bool
    relieves: bool
    raises: bool = False
    logs: bool = False

    @staticmethod
    def of(validate: Any) -> Mode:
        """The mode that `validate=` names."""
        return REQUEST_MODES[validate]

    @staticmethod
    def of_answers(validate_responses: Any) -> Mode:
        """The mode that `validate_responses=` names."""
        return RESPONSE_MODES[validate_responses]


REQUEST_MODES: Mapping[Any, Mode] = {
    True: Mode(checks=True, relieves=True, raises=True),
    "strict": Mode(checks=True, relieves=False, raises=True),
    "warn": Mode(checks=True, relieves=True, logs=True),
    False: Mode(checks=False, relieves=True),  # defaults of required parameters are still sent
}
"""`validate=` → what it means. What cannot be sent at all, or not safely, is an error in every mode."""

RESPONSE_MODES: Mapping[Any, Mode] = {
    True: Mode(checks=True, relieves=True, raises=True),
    "raise": Mode(checks=True, relieves=True, raises=True),
    "warn": Mode(checks=True, relieves=True, logs=True),
    "record": Mode(checks=True, relieves=True),  # they are on `response.violations` in every mode that checks
    False: Mode(checks=False, relieves=True),
}
"""`validate_responses=` → what it means."""


@record
class Relief:
    """One relief.

    Attributes:
        name: what the code below calls it.
        admits: what passes.
        reason: why a correct call needs it.
        source: the section that the letter follows from.
    """

    name: str
    admits: str
    reason: str
    source: str


RELIEFS = (
    Relief(
        "overlap",
        "a value that fits more than one alternative of `oneOf`",
        "alternatives are told apart by a discriminator or not at all, and many documents mean `anyOf`",
        "JSON Schema 2020-12 Core, section 10.2.1.3",
    ),
    Relief(
        "unsent",
        "a request without a required `readOnly` property, an answer without a required `writeOnly` one",
        "the property is not part of that message",
        "OAS 3.0.4 Schema Object, `readOnly` and `writeOnly`; JSON Schema 2020-12 Validation, section 9.4",
    ),
    Relief(
        "default",
        "a value without a required property that declares a default",
        "the server knows what to assume; a required name with a default is a slip of the author",
        "JSON Schema 2020-12 Validation, sections 6.5.3 and 9.2",
    ),
    Relief(
        "parameter",
        "a call without a required parameter that declares a default: the default is sent",
        "the same slip, but a required parameter has to be there",
        "OAS 3.1.1 Parameter Object, `required`; Schema Object, `default`",
    ),
    Relief(
        "nullable",
        "null where `nullable` stands beside `$ref`, `enum`, `const` or a composition, which refuse it",
        "authors mean it; before 3.0.3 nothing said that the word needs a `type` beside it",
        "OAS 3.0.4 Schema Object, `nullable`",
    ),
    Relief(
        "undeclared",
        "an object without a required name that the same schema neither declares nor admits",
        "no value could fit otherwise",
        "JSON Schema 2020-12 Validation, section 6.5.3; Core, section 10.3.2.3",
    ),
)
"""Every relief of `validate=True`, `"warn"` and False; `"strict"` has none.

One thing is done before any mode is asked: `nullable` beside a `type` widens that type when a document is brought to
its 3.1 form (`document.schema_form`), as OAS 3.0 has it, also in 3.1 documents, where the word means nothing.
"""

WAS = "x-was"
"""Marks a copied schema whose keyword was renamed by a relief: {copied keyword: the document's keyword}."""

WRAPS = "x-wraps"
"""Marks a copied schema around the document's own: the index of that one in `anyOf`."""

ADDED = "x-added"
"""Marks a copied schema that a relief put into `allOf`: in the document its keywords are one level higher."""


@record
class Reliefs:
    """The reliefs, for messages of one direction."""

    direction: Direction

    def demanded(
        self, document: Document, schema: Mapping[str, Any], family: tuple[Mapping[str, Any], ...]
    ) -> list[str]:
        """The names in `required` that a value must really have.

        Args:
            family: the schemas that describe the same value together with `schema` through `allOf`.
        """
        relatives = [view(document, relative) for relative in (schema, *family)]
        return [name for name in schema["required"] if self._is_demanded(document, name, schema, relatives)]

    def excuses(self, document: Document, target: Any, family: tuple[Mapping[str, Any], ...]) -> bool:
        """Whether a schema that a reference leads to demands a name that only `family` says may be left out."""
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
        declared = [view(document, said.properties[name]) for said in relatives if name in said.properties]
        return not any(excuse(self.direction, schema, declared) for excuse in _EXCUSES)

    @staticmethod
    def widened(schema: Mapping[str, Any], copied: dict[str, Any]) -> dict[str, Any]:
        """The copy of a schema as the reliefs of shape leave it."""
        for keyword, widen in _SHAPES.items():
            if keyword in schema:
                copied = widen(schema, copied)
        return copied


def stands_in(default: Any, mode: Mode) -> bool:
    """Whether the default of a required parameter takes the place of a value (relief "parameter")."""
    return mode.relieves and default is not MISSING


def _unsent(direction: Direction, schema: Mapping[str, Any], declared: list[SchemaView]) -> bool:
    return any(getattr(said, _UNSENT[direction]) for said in declared)


def _default(direction: Direction, schema: Mapping[str, Any], declared: list[SchemaView]) -> bool:
    return any(said.default is not MISSING for said in declared)


def _undeclared(direction: Direction, schema: Mapping[str, Any], declared: list[SchemaView]) -> bool:
    return not declared and schema.get("additionalProperties") is False and not schema.get("patternProperties")


_EXCUSES = (_unsent, _default, _undeclared)
"""Whether a relief excuses a required name, by the schema that requires it and the declarations of the property."""


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
"""Keyword → what a relief makes of the copy of a schema that has it."""
