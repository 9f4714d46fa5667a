"""Refusals in the API's own error shape: a value of the declared error response, with the reason filled in.

Recognizes the members for the message, the code and the field at fault by the names that APIs commonly give them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from http import HTTPStatus
from typing import Any

from ..model import MediaType, Operation, Operations
from ..model.xml_content import is_xml_value
from ..types import MISSING
from .media import kind_of_media
from .message import SandboxAnswer, json_answer
from .refusal import Refusal
from .values import Values

_SHOWN = 3

_MEMBERS: tuple[tuple[frozenset[str], Callable[[Refusal], tuple[Any, ...]]], ...] = (
    (
        frozenset(
            (
                "message",
                "msg",
                "detail",
                "details",
                "description",
                "error_description",
                "errormessage",
                "error_message",
                "reason",
                "text",
                "longmessage",
                "developermessage",
                "error",
                "title",
                "issue",
            )
        ),
        lambda refusal: (refusal.message,),
    ),
    (
        frozenset(("param", "field", "parameter", "target", "pointer")),
        lambda refusal: (refusal.param or None, refusal.param),
    ),
    (
        frozenset(("status", "status_code", "statuscode", "http_status", "httpstatus")),
        lambda refusal: (refusal.status, str(refusal.status)),
    ),
    (
        frozenset(("code", "error_code", "errorcode")),
        lambda refusal: (refusal.code, refusal.status, str(refusal.status)),
    ),
    (frozenset(("type",)), lambda refusal: (_type(refusal.status),)),
)
"""Names of members of an error → the values that fit there, best first."""


def _type(status: int) -> str:
    return "server_error" if status >= 500 else "invalid_request_error"


class ErrorShape:
    """Writes the errors of one API."""

    def __init__(self, operations: Operations, values: Values) -> None:
        self._operations = operations
        self._values = values
        self._common: MediaType | bool | None = False
        self._made: dict[str, Any] = {}

    def answer(self, operation: Operation | None, refusals: Sequence[Refusal]) -> SandboxAnswer:
        """The answer to a request that is refused for these reasons; the first determines the status."""
        first = refusals[0]
        status = _status(operation, first)
        more = [item.message for item in refusals[1:_SHOWN] if item.message != first.message]
        left = len(refusals) - _SHOWN
        message = " ".join([first.message, *more, *([f"{left} more."] if left > 0 else [])])
        refusal = Refusal(status, message, first.param, first.location, first.code)
        media_type = self._declared(operation, status) if operation else None
        if media_type is None:
            media_type = self._usual()
        value: Any = MISSING
        if media_type is not None and media_type.schema is not None:
            value = self._shaped(media_type, refusal)
        if value is MISSING:
            media_type = None
            value = {
                "error": {"message": message, "type": _type(status), "param": first.param or None, "code": first.code}
            }
        if media_type is not None and kind_of_media(media_type.name) == "xml":
            from .xml_writing import xml_of

            written = xml_of(self._values.document, media_type.schema, value)
            return SandboxAnswer(status, written, media_type.name, tuple(first.headers))
        answer = json_answer(
            status, value, media_type.name if media_type and "*" not in media_type.name else "application/json"
        )
        return answer.with_headers(*first.headers)

    def _usual(self) -> MediaType | None:
        """The error shape of the first operation that declares one, for requests that match no operation."""
        if isinstance(self._common, bool):
            found = (self._declared(operation, 400) for operation in self._operations.values())
            self._common = next((item for item in found if item is not None), None)
        return self._common

    def _declared(self, operation: Operation, status: int) -> MediaType | None:
        """The error that an operation declares for a status, or for its range: in JSON, else in XML."""
        found = [item for name in _names(operation, status) for item in operation.responses[name].content.values()]
        in_json = (item for item in found if kind_of_media(item.name) == "json" or "*" in item.name)
        in_xml = (
            item
            for item in found
            if kind_of_media(item.name) == "xml" and is_xml_value(self._values.document, item.schema)
        )
        return next(in_json, None) or next(in_xml, None)

    def _shaped(self, media_type: MediaType, refusal: Refusal) -> Any:
        schema = media_type.schema
        at = media_type.pointer or str(id(media_type))
        if at not in self._made:
            self._made[at] = self._values.value(schema, examples=media_type.examples.values(), key="error")
        value = self._made[at]
        if value is MISSING:
            return MISSING
        return self._explained(schema, value, refusal)

    def _explained(self, schema: Any, value: Any, refusal: Refusal) -> Any:
        """The value with the reason in every member that can hold it."""
        out = deepcopy(value)
        for node in _objects(out):
            for name in list(node):
                for names, choices in _MEMBERS:
                    if name.lower() not in names or isinstance(node[name], (dict, list)):
                        continue
                    before = node[name]
                    for choice in choices(refusal):
                        node[name] = choice
                        if self._values.is_valid(schema, out):
                            break
                        node[name] = before
        return out


def _objects(value: Any) -> Iterable[dict[str, Any]]:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


def _status(operation: Operation | None, refusal: Refusal) -> int:
    """422 instead of 400 for a value that violates its schema, if the operation declares 422 and not 400."""
    if refusal.status == 400 and refusal.is_schema and operation is not None:
        declared: Mapping[str, Any] = operation.responses
        if "422" in declared and "400" not in declared:
            return int(HTTPStatus.UNPROCESSABLE_ENTITY)
    return refusal.status


def _names(operation: Operation, status: int) -> Iterable[str]:
    """The keys of the responses that describe an error of a status, best first."""
    responses = operation.responses
    succeeds = any(name.startswith("2") for name in responses)
    names = [str(status), f"{status // 100}XX", f"{status // 100}xx", *(("default",) if succeeds else ())]
    names += [name for name in responses if name[:1] == str(status // 100)]
    names += [name for name in responses if name[:1] == "4"]
    return (name for name in names if name in responses)
