"""XML Objects of every version → that of 3.2, in which `nodeType` says what `attribute` and `wrapped` said.

Source: OAS 3.2.0 XML Object; OAS 3.1.1 and 2.0 XML Object.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.wording import either, kind_of, shown
from .place import Place, ReportProblem

NODE_TYPES = ("element", "attribute", "text", "cdata", "none")
"""The values of `nodeType`."""

_TEXTS = ("name", "namespace", "prefix")
_FLAGS = {"attribute": "attribute", "wrapped": "element"}
"""Field up to 3.1 that is true or false → the node type that it means."""

_IGNORED = "it is ignored"


def xml_object(value: Any, schema: Mapping[str, Any], place: Place, report: ReportProblem) -> Any:
    """The XML Object of a schema (as written) in the words of 3.2; None if it is not an object."""
    if not isinstance(value, Mapping):
        report(place, "wrong-type", f"`xml` must be an object, this is {kind_of(value)}", _IGNORED)
        return None
    out: dict[str, Any] = {}
    for key, item in value.items():
        if key in _TEXTS and not isinstance(item, str):
            report(place.child(key), "wrong-type", f"`{key}` must be text, this is {shown(item)}", _IGNORED)
        elif key in _FLAGS and not isinstance(item, bool):
            report(place.child(key), "wrong-type", f"`{key}` must be true or false, this is {shown(item)}", _IGNORED)
        elif key == "nodeType":
            _node_type(out, item, place.child(key), report)
        elif key not in _FLAGS:
            out[key] = item
    for key, meant in _FLAGS.items():
        if key in value and "nodeType" in value:
            text = f"`{key}` may not be given beside `nodeType`"
            report(place.child(key), "standard", text, "`nodeType` is obeyed")
        elif value.get(key) is True and (key == "attribute" or _is_array(schema)):
            out.setdefault("nodeType", meant)
    return out


def _node_type(out: dict[str, Any], value: Any, place: Place, report: ReportProblem) -> None:
    if value in NODE_TYPES:
        out["nodeType"] = value
    else:
        text = f"`nodeType` must be {either(NODE_TYPES)}, this is {shown(value)}"
        report(place, "wrong-type", text, "the usual one is used")


def _is_array(schema: Mapping[str, Any]) -> bool:
    declared = schema.get("type")
    return "array" in declared if isinstance(declared, list) else declared in ("array", None)
