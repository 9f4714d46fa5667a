"""When a rule of a script applies: its `when`, read against an operation, held against accepted requests.

A name is one that a call of the operation takes: a parameter's wire name or its name in Python, or a field of the body;
`body` is the whole body, and `query:limit`, `header:X-Trace`, `body:note` say the place. A value matches as
`templates.fits` has it: an object needs the members that are named and may have others, a list needs an item for each
one that is named, and `"*"` is anything. In parameters and forms, `1` and `"1"` are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .._support.wording import did_you_mean, either, shown
from ..document import Document
from ..model import Operation
from ..model.naming import python_name
from ..schema.view import properties_of
from ..types import MISSING
from .judge import Accepted
from .message import Arrival
from .script_answers import ScriptError
from .templates import fits

Condition = Callable[[Accepted, Arrival], bool]
Read = Callable[[Accepted, Arrival], Any]

_PLACES = ("path", "query", "header", "cookie", "body")


def condition(document: Document, operation: Operation, when: Mapping[str, Any]) -> Condition:
    """Whether an accepted request of the operation is one that `when` describes.

    Raises:
        ScriptError: the operation has no argument of a name.
    """
    if not isinstance(when, Mapping):
        raise ScriptError(f"`when` must be an object of arguments and their values, not {shown(when)}", place=["when"])
    reads = [(_reader(document, operation, str(name)), value) for name, value in when.items()]
    return lambda accepted, arrival: all(_matches(value, read(accepted, arrival)) for read, value in reads)


def _matches(wanted: Any, given: Any) -> bool:
    if wanted is None:
        return given is None or given is MISSING
    if fits(wanted, given):
        return True
    if isinstance(given, _Text):
        return _text(wanted) == _text(given.value) or fits(wanted, given.value)
    return False


class _Text:
    """A value that the wire has as text."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return [_text(item) for item in value]
    return str(value) if isinstance(value, (int, float, str)) else value


def _reader(document: Document, operation: Operation, name: str) -> Read:
    place, colon, rest = name.partition(":")
    if colon and place in _PLACES:
        return _from_body(rest) if place == "body" else _from_parameters(operation, place, rest)
    found = [item for item in operation.parameters if name in (item.name, item.python_name)]
    if len(found) > 1:
        forms = either([f"{item.location}:{item.name}" for item in found])
        raise ScriptError(
            f"{operation.operation_id} has several arguments {name!r}: write {forms}", place=["when", name]
        )
    if found:
        return _from_parameters(operation, found[0].location, found[0].name)
    fields = _fields(document, operation)
    if name in fields:
        return _from_body(name)
    if name == "body" and operation.request_body is not None:
        return lambda accepted, arrival: accepted.body
    aliases = [field for field in fields if python_name(field) == name]
    if len(aliases) == 1:
        return _from_body(aliases[0])
    raise ScriptError(_unknown(operation, name, fields), place=["when", name])


def _unknown(operation: Operation, name: str, fields: Iterable[str]) -> str:
    known = [*(item.name for item in operation.parameters), *fields]
    hint = did_you_mean(name, known)
    places = ["header", "query", *(["body"] if operation.request_body is not None else [])]
    forms = either([f"{place}:{name}" for place in places])
    return (
        f"{operation.operation_id} has no argument {name!r}.{hint} "
        f"To match a name that the document does not declare, write its place in front: {forms}"
    )


def _fields(document: Document, operation: Operation) -> list[str]:
    content = operation.request_body.content.values() if operation.request_body is not None else ()
    return list(dict.fromkeys(name for item in content for name in properties_of(document, item.schema)))


def _from_body(name: str) -> Read:
    def read(accepted: Accepted, arrival: Arrival) -> Any:
        value = accepted.body.get(name, MISSING) if isinstance(accepted.body, Mapping) else MISSING
        is_form = "json" not in accepted.media_type and value is not MISSING
        return _Text(value) if is_form else value

    return read


def _from_parameters(operation: Operation, location: str, name: str) -> Read:
    declared = {item.name for item in operation.parameters if item.location == location}

    def read(accepted: Accepted, arrival: Arrival) -> Any:
        value: Any = accepted.parameters[location].get(name, MISSING)
        if value is MISSING and name not in declared:
            value = _undeclared(arrival, location, name)
        return value if value is MISSING else _Text(value)

    return read


def _undeclared(arrival: Arrival, location: str, name: str) -> Any:
    if location == "header":
        return arrival.headers.get(name, MISSING)
    if location == "cookie":
        return arrival.cookies.get(name, MISSING)
    if location == "query":
        values = [value for key, value in arrival.pairs if key == name]
        return MISSING if not values else values[0] if len(values) == 1 else values
    return MISSING
