"""Texts of XML as JSON values and back. Knows no elements.

Source: OAS 3.2.0 appendix B; XML Schema 1.1 part 2, sections 3.3.2 (boolean), 3.3.3 (decimal) and 3.3.5 (double).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any

from ..schema.schema_view import SchemaView

_INTEGER = re.compile(r"[+-]?[0-9]{1,640}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,640}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_BLANKS = " \t\r\n"
"""White space of XML. Source: XML 1.0 section 2.3."""

_NOT_CHARACTERS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can have, not even as a reference. Source: XML 1.0 section 2.2."""


def is_blank(text: str) -> bool:
    """Whether a text is only white space."""
    return not text.strip(_BLANKS)


def unwritable(text: str) -> str:
    """Why a text cannot be in an XML document; "" if it can."""
    found = _NOT_CHARACTERS.search(text)
    return "" if found is None else f"XML cannot hold the character U+{ord(found[0]):04X}"


def text_of(value: Any) -> str:
    """The text of a scalar."""
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def value_of(found: SchemaView, text: str) -> Any:
    """The value of a text, by the types that a schema allows; a text that fits none stays as it is."""
    types: Sequence[str] = found.types
    if found.constants and (constant := _constant(found.constants, text)) is not None:
        return constant
    inner = text.strip(_BLANKS)
    if "integer" in types and _INTEGER.fullmatch(inner):
        return int(inner)
    if "number" in types and _NUMBER.fullmatch(inner):
        number = int(inner) if _INTEGER.fullmatch(inner) else float(inner)
        return number if math.isfinite(number) else text
    if "boolean" in types and inner in _BOOLEANS:
        return _BOOLEANS[inner]
    if not inner and found.nullable and "string" not in types:
        return None
    return text


def _constant(constants: Sequence[Any], text: str) -> Any:
    """The constant that a text is, white space around it aside; None if it is none."""
    for given in (text, text.strip(_BLANKS)):
        for constant in constants:
            if constant is not None and not isinstance(constant, (dict, list)) and text_of(constant) == given:
                return constant
    return None
