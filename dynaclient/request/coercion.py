"""Convert text to the type that a schema declares: in parameters and forms, on the command line, and in rows.

Inside JSON bodies, nothing is converted.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..schema.view import items_of, properties_of, types_of, view
from ..types import MISSING

_INTEGER = r"-?(0|[1-9][0-9]*)"
_NUMBER = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?"  # compiled by `re` on first use, as few values are text
_LONGEST = 640
"""Python reads an integer of this length, whatever its limit is set to. Source: `sys.set_int_max_str_digits`."""

_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def coerce(document: Document, schema: Any, value: Any) -> Any:
    """`value` with text converted to the type in the schema, unless the schema allows text.

    Text that cannot be converted stays unchanged, so that validation refuses it.
    """
    if isinstance(value, str):
        return _from_text(types_of(document, schema), value)
    if isinstance(value, (list, tuple)):
        items = items_of(document, schema)
        return value if items is MISSING else [coerce(document, items, item) for item in value]
    if isinstance(value, Mapping):
        properties, further = properties_of(document, schema), view(document, schema).extra
        return {name: coerce(document, properties.get(name, further), item) for name, item in value.items()}
    return value


def _from_text(types: tuple[str, ...], text: str) -> Any:
    if not types or "string" in types:
        return text
    if "integer" in types and re.fullmatch(_INTEGER, text):
        return int(text) if len(text) <= _LONGEST else text
    if "number" in types and re.fullmatch(_NUMBER, text):
        if re.fullmatch(_INTEGER, text) and len(text) <= 300:
            return int(text)
        number = float(text)
        return number if math.isfinite(number) else text
    if "boolean" in types and text in _BOOLEANS:
        return _BOOLEANS[text]
    return text


def typed(document: Document, schema: Any, text: str) -> Any:
    """The value of a text, typed by the schema.

    Text stays text wherever the schema allows text; it becomes a number, true, false, null, an array or an object if
    the schema allows only those. Text that does not fit stays text, so that validation quotes it as typed.
    """
    types = types_of(document, schema) if schema is not None else ()
    if not types or "string" in types:
        return text
    if text == "null" and "null" in types:
        return None
    found = _structured(text) if {"array", "object"} & set(types) else MISSING
    if found is not MISSING:
        return found
    if "array" in types:
        return [typed(document, items_of(document, schema), text)]
    return coerce(document, schema, text)


def _structured(text: str) -> Any:
    if text.lstrip()[:1] not in ("[", "{"):
        return MISSING
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return MISSING
