"""Call operations of a real server and hold its answers against the document. Calls only what was chosen.

Arguments come from the caller, from the document (examples, constants, defaults), and for the keys of items in paths
from the lists that were read before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .._support.wording import either
from ..client import Client
from ..errors import DynaclientError, RequestError, TransportError
from ..model import Operation, Parameter
from ..model.media_types import family_of
from ..model.operation_globs import matches
from ..recording import Exchange
from ..recording.watcher import Watcher
from ..sandbox.envelopes import at
from ..sandbox.recognition import recognise
from ..sandbox.resource_model import ITEM, emptied
from ..schema.view import properties_of
from ..types import MISSING
from .report import Report
from .verification import Verification

_MOST_KEPT = 16 * 1024 * 1024
"""Bytes of a body that are judged."""


def verify_live(
    client: Client,
    operations: Sequence[str] = ("GET *",),
    arguments: Mapping[str, Any] | None = None,
    *,
    strict: bool = False,
) -> Report:
    """Call the operations that match, once each, and report where the answers differ from the document.

    Args:
        client: of the server, with its credentials.
        operations: operationIds, tags or `METHOD /path`, with `*` or `?` for what varies.
        arguments: values by the names of parameters and members, for every operation that has one of that name; text
            gets its type from the document.
        strict: hold them to the letter of the document, without the reliefs.

    Raises:
        RequestError: a pattern matches no operation.
    """
    return _Live(client, operations, arguments or {}, strict=strict).report()


class _Live:
    def __init__(self, client: Client, globs: Sequence[str], arguments: Mapping[str, Any], *, strict: bool) -> None:
        self._exchanges: list[Exchange] = []
        self._client = client.with_options(
            plugins=[Watcher(self._exchanges.append, _MOST_KEPT)], raise_for_status=False, validate_responses=False
        )
        self._document = client.document
        self._verification = Verification(client.document, strict=strict)
        self._given = arguments
        self._notes: list[str] = []
        everything = list(client.operations.values())
        for glob in globs:
            if not any(matches(operation, (glob,)) for operation in everything):
                raise RequestError(
                    f"{glob!r} matches no operation: a pattern is an operationId, a tag or 'METHOD /path', with * or ? "
                    "for what varies"
                )
        chosen = [operation for operation in everything if matches(operation, globs)]
        self._operations = sorted(chosen, key=lambda operation: operation.path.count("{"))  # lists before their items
        self._model = recognise(client.document, everything)
        self._keys: dict[str, Any] = {}

    def report(self) -> Report:
        for operation in self._operations:
            self._call(operation)
        return self._verification.report(self._exchanges, self._notes)

    def _call(self, operation: Operation) -> None:
        arguments = self._arguments(operation)
        body = self._body(operation)
        missing = [p.name for p in operation.parameters if p.required and f"{p.location}:{p.name}" not in arguments]
        request_body = operation.request_body
        if request_body is not None and request_body.required and body is MISSING:
            missing.append("the body")
        if missing:
            self._notes.append(
                f"{operation.operation_id} was not called: the document has no example of {either(missing, word='and')}"
            )
            return
        try:
            response = self._client.call(operation.operation_id, arguments, body=body)
            try:
                self._learn(operation, response)
            finally:
                response.close()
        except TransportError as error:
            self._notes.append(f"{operation.operation_id}: no answer: {error.message}")
        except DynaclientError as error:
            self._notes.append(f"{operation.operation_id} was not called: {error}")

    def _arguments(self, operation: Operation) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for parameter in operation.parameters:
            value = self._value(operation, parameter)
            if value is not MISSING:
                found[f"{parameter.location}:{parameter.name}"] = value
        return found

    def _value(self, operation: Operation, parameter: Parameter) -> Any:
        for name in (parameter.name, parameter.python_name):
            if name in self._given:
                return self._typed(operation, parameter.name, self._given[name])
        if not parameter.required:
            return MISSING
        if parameter.location == "path":
            place = emptied(operation.path.partition(f"{{{parameter.name}}}")[0])
            if place in self._keys:
                return self._keys[place]
        known = (
            parameter.example,
            *(parameter.enum or ())[:1],
            parameter.default,
            parameter.schema.get("const", MISSING),
            *_examples(parameter.schema),
        )
        return next((value for value in known if value is not MISSING and value is not None), MISSING)

    def _typed(self, operation: Operation, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self._client.coerce(operation.operation_id, {name: value}).get(name, value)
        except DynaclientError:  # the call says what is wrong with it
            return value

    def _body(self, operation: Operation) -> Any:
        """The body: the document's example, with the members that the caller gave."""
        request_body = operation.request_body
        if request_body is None:
            return MISSING
        for media_type in request_body.content.values():
            if family_of(media_type.name).name == "json":
                examples = list(media_type.examples.values())
                names = properties_of(self._document, media_type.schema)
                given = {name: value for name, value in self._given.items() if name in names}
                if not examples:
                    examples = list(_examples(media_type.schema or {}))
                if not examples:
                    return given or MISSING
                return {**examples[0], **given} if isinstance(examples[0], dict) else examples[0]
        return MISSING

    def _learn(self, operation: Operation, response: Any) -> None:
        """Read an answer to its end, and keep the key of the first item of a list."""
        part = self._model.operations.get(operation.operation_id)
        if not response.ok or part is None or part.resource is None or part.items is None:
            _ = response.content
            return
        item = at(at(response.data, (*part.items, ITEM)), part.wrapped)
        key = at(item, part.resource.key)
        if key is not MISSING:
            self._keys[part.resource.collection] = key


def _examples(schema: Mapping[str, Any]) -> Iterable[Any]:
    if "example" in schema:
        yield schema["example"]
    found = schema.get("examples")
    if isinstance(found, list):
        yield from found
