"""What `validate=True` relaxes, and what "strict" adds beyond JSON Schema. Nothing else decides this.

A relief accepts a call that the standard, read strictly, refuses, because real descriptions often say less than they
mean. `closure` asks here how to copy a keyword; the request stage asks how to treat a missing parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from .._support.record import record
from ..document import Document
from ..document.names import SUBTYPES
from ..types import MISSING
from .marks import ADDED, UNSENT, WAS, WRAPS
from .modes import Mode
from .view import SchemaView, view

if TYPE_CHECKING:
    from .subtypes import Refer

Direction = Literal["request", "response"]

_NOTHING: Mapping[str, Any] = {}

_UNSENT = {"request": "read_only", "response": "write_only"}
"""Direction of a message → the flag of properties that are not part of it."""


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
        'the property is not part of that message; "strict" grants this too, and refuses the property',
        "OAS 3.0.4 Schema Object, `readOnly` and `writeOnly`; JSON Schema 2020-12 Validation, section 9.4",
    ),
    Relief(
        "default",
        "a request without a required property that declares a default",
        "the server assumes the default; a required name with a default is an author's mistake",
        "JSON Schema 2020-12 Validation, sections 6.5.3 and 9.2",
    ),
    Relief(
        "parameter",
        "a call without a required parameter that declares a default, unless it is in the path: the default is sent",
        "the same mistake, but a required parameter must be present; in a path a default would choose a resource",
        "OAS 3.1.1 Parameter Object, `required`; Schema Object, `default`",
    ),
    Relief(
        "nullable",
        "null if `nullable` is beside `$ref`, `enum`, `const` or a composition, which refuse null, or in 3.1",
        "authors mean it; before 3.0.3 the standard did not say that `nullable` needs a `type` beside it",
        "OAS 3.0.4 Schema Object, `nullable`",
    ),
    Relief(
        "undeclared",
        "a request without a required name that the same schema neither declares nor allows",
        "otherwise no value could fit",
        "JSON Schema 2020-12 Validation, section 6.5.3; Core, section 10.3.2.3",
    ),
)
"""Every relief of `validate=True`, `"warn"` and False. An answer is held to the letter but for "overlap", "unsent" and
"nullable"; with `strict_responses=True` it is treated as "strict" treats a request.

`nullable` beside a `type` is not one in 2.0 and 3.0: it widens that type when a document is read into its normal
form (`document.schema_form`). In 3.1, which has no `nullable`, it is a relief.
"""

_Excuse = Callable[[Direction, Mapping[str, Any], list[SchemaView]], bool]
"""Whether a required name may be missing, by the schema that requires it and the declarations of the property."""


class _Rules:
    """What a closure asks about one schema, whatever the mode."""

    __slots__ = ()

    direction: Direction
    _excuses: Mapping[Direction, tuple[_Excuse, ...]]

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
        return not any(excuse(self.direction, schema, declared) for excuse in self._excuses[self.direction])


def stands_in(location: str, default: Any, mode: Mode) -> bool:
    """Whether the default of a required parameter replaces a missing value (relief "parameter").

    Source: OAS 2.0 Parameter Object, `default` ("has no meaning for required parameters").
    """
    return mode.relieves and default is not MISSING and location != "path"


def _unsent(direction: Direction, schema: Mapping[str, Any], declared: list[SchemaView]) -> bool:
    return any(getattr(each, _UNSENT[direction]) for each in declared)


def _default(direction: Direction, schema: Mapping[str, Any], declared: list[SchemaView]) -> bool:
    return any(each.default is not MISSING for each in declared)


def _undeclared(direction: Direction, schema: Mapping[str, Any], declared: list[SchemaView]) -> bool:
    return not declared and schema.get("additionalProperties") is False and not schema.get("patternProperties")


_BY_LETTER: Mapping[Direction, tuple[_Excuse, ...]] = {"request": (_unsent,), "response": (_unsent,)}
_BY_RELIEF: Mapping[Direction, tuple[_Excuse, ...]] = {
    "request": (_unsent, _default, _undeclared),
    "response": (_unsent,),  # a server that promises a member sends it: its reader has no default to assume
}
"""Direction → what excuses a required name that is missing."""


@record
class Reliefs(_Rules):
    """The reliefs, for messages of one direction."""

    direction: Direction
    _excuses = _BY_RELIEF

    def shaped(
        self, document: Document, schema: Mapping[str, Any], copied: dict[str, Any], refer: Refer
    ) -> dict[str, Any]:
        """The copy of a schema after the reliefs that change its shape."""
        for keyword, widen in _SHAPES.items():
            if keyword in schema:
                copied = widen(schema, copied)
        return copied


@record
class Letter(_Rules):
    """What OpenAPI says beyond JSON Schema, applied by "strict" to messages of one direction.

    A property that is not part of the message is refused, and so not demanded. A base schema with a discriminator
    holds a value against the schema that it names.

    Source: OAS 3.0.4 Schema Object, `readOnly` and `writeOnly`; Discriminator Object; OAS 2.0 Schema Object,
    `discriminator`.
    """

    direction: Direction
    _excuses = _BY_LETTER

    def shaped(
        self, document: Document, schema: Mapping[str, Any], copied: dict[str, Any], refer: Refer
    ) -> dict[str, Any]:
        """The copy of a schema with what the letter adds."""
        for name, described in schema.get("properties", _NOTHING).items():
            if getattr(view(document, described), _UNSENT[self.direction]):
                keyword = "readOnly" if self.direction == "request" else "writeOnly"
                copied["properties"][name] = {"not": {}, UNSENT: keyword}
        if SUBTYPES not in schema:
            return copied
        from .subtypes import held_against  # rare

        return held_against(document, schema, copied, refer)


def rules_for(direction: Direction, *, relieves: bool) -> Reliefs | Letter:
    """What a closure asks about messages of one direction: the reliefs, or else the letter."""
    return Reliefs(direction) if relieves else Letter(direction)


def _overlap(schema: Mapping[str, Any], copied: dict[str, Any]) -> dict[str, Any]:
    alternatives = copied.pop("oneOf")
    if "anyOf" in copied:
        added = {"anyOf": alternatives, WAS: {"anyOf": "oneOf"}, ADDED: True}
        return {**copied, "allOf": [*copied.get("allOf", ()), added]}
    return {**copied, "anyOf": alternatives, WAS: {**copied.get(WAS, {}), "anyOf": "oneOf"}}


def _nullable(schema: Mapping[str, Any], copied: dict[str, Any]) -> dict[str, Any]:
    if schema.get("nullable") is not True:
        return copied
    others = copied.keys() - {"type", "format", "pattern"}
    if "type" in copied and (others <= {"enum"} or others.isdisjoint(_REFUSING)):
        types = copied["type"] if isinstance(copied["type"], list) else [copied["type"]]
        copied = {**copied, "type": types if "null" in types else [*types, "null"]}
    if "enum" in copied and others == {"enum"}:
        return {**copied, "enum": [*copied["enum"], None]}
    if "type" in copied and others.isdisjoint(_REFUSING):
        return copied
    return {"anyOf": [{"type": "null"}, copied], WRAPS: 1}


_REFUSING = frozenset(("$ref", "enum", "const", "allOf", "anyOf", "oneOf", "not", "if"))
"""Keywords that may refuse null beside a `type` that admits it."""


_SHAPES = {"oneOf": _overlap, "nullable": _nullable}
"""Keyword → the relief that changes the copy of a schema that has it."""
