"""One short call of an operation that the document accepts, as `call` takes it: with the document's values if any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import DynaclientError
from ..model import Operation
from ..model.media_types import family_of
from ..model.xml_content import has_fields
from ..reference.samples import sample
from ..types import MISSING
from .fields import Value, body_of

_SHORT = 500
"""Characters of an example of the document that is taken as it is."""

_FILE = ("file.bin", b"content")


def example_of(client: Any, operation: Operation) -> dict[str, Any] | None:
    """Arguments of a valid call, or None if none was found; files are shown by a name."""
    for given in (True, False):
        found = _arguments(client, operation, given=given)
        if found is not None and _is_valid(client, operation, found):
            return {name: _named(value) for name, value in found.items()}
    return None


def _arguments(client: Any, operation: Operation, *, given: bool) -> dict[str, Any] | None:
    document = client.document
    found: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.must_be_given:
            value = parameter.example if given and parameter.example is not MISSING else MISSING
            value = sample(document, parameter.schema, parameter.name) if value is MISSING else value
            found[_unique(operation, parameter)] = parameter.name if value is MISSING else value
    body, media_type = operation.request_body, body_of(operation)
    if body is None or media_type is None:
        return found
    family = family_of(media_type.name)
    if family.holds == "bytes":
        return found if not body.required else {**found, "body": "content"}
    value = MISSING
    if given:
        shorter = sorted(media_type.examples.values(), key=lambda item: len(str(item)))
        value = next((item for item in shorter if len(str(item)) <= _SHORT), MISSING)
        if value is MISSING:
            return None
    elif body.required:
        value = sample(document, media_type.schema if media_type.schema is not None else {})
    if value is MISSING:
        return found if not body.required else None
    if family.takes_files and isinstance(value, Mapping):
        value = _with_files(document, media_type.schema, value)
    taken = {parameter.name for parameter in operation.parameters} | {"body"}
    if isinstance(value, Mapping) and value and has_fields(document, media_type) and taken.isdisjoint(value):
        return {**found, **value}
    return {**found, "body": value}


def _unique(operation: Operation, parameter: Any) -> str:
    same = [other for other in operation.parameters if other.name == parameter.name]
    return parameter.name if len(same) == 1 else f"{parameter.location}:{parameter.name}"


def _with_files(document: Any, schema: Any, value: Mapping[str, Any]) -> dict[str, Any]:
    from ..schema.view import holds_file

    properties = Value(document, "", schema, "").view.properties
    return {name: _FILE if holds_file(document, properties.get(name, {})) else item for name, item in value.items()}


def _named(value: Any) -> Any:
    return value[0] if value is _FILE else value


def _is_valid(client: Any, operation: Operation, arguments: Mapping[str, Any]) -> bool:
    params = {name: value for name, value in arguments.items() if name != "body"}
    try:
        checking = client.with_options(credentials=False)
        return not checking.validate(operation.operation_id, params, body=arguments.get("body", MISSING))
    except DynaclientError:
        return False
