"""The names of arguments as a lock has them: `path:id`, `query:limit`, `body:name`, or `body` for the whole of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._support.wording import did_you_mean, shown
from ..document import Document
from ..errors import RequestError
from ..model import Operation, Operations
from ..model.naming import python_name
from ..model.xml_content import has_fields
from ..schema.view import properties_of
from .used import Used

_LOCATIONS = frozenset(("path", "query", "querystring", "header", "cookie", "body"))

BODY = "body"


def with_places(used: Used, document: Document, operations: Operations) -> Used:
    """What is used, with the place of each argument, which a person may leave out: `limit` is `query:limit`.

    Raises:
        UnknownOperation: the document does not have the operation.
        RequestError: an operation has no argument of this name.
    """
    return Used(
        {
            name: arguments
            if arguments is None or all(map(_has_place, arguments))
            else ArgumentNames(document, operations[name]).placed(arguments)
            for name, arguments in used.operations.items()
        }
    )


def _has_place(name: str) -> bool:
    return name == BODY or name.partition(":")[0] in _LOCATIONS


class ArgumentNames:
    """The names that calls of one operation may use, and what each means, found in the order of `request.binding`."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self.operation = operation
        self._found: dict[str, str] = {}
        for parameter in operation.parameters:
            self._found.setdefault(parameter.name, f"{parameter.location}:{parameter.name}")
        for parameter in operation.parameters:
            self._found.setdefault(parameter.python_name, f"{parameter.location}:{parameter.name}")
        body = operation.request_body
        self.properties: dict[str, Any] = {}
        for media_type in body.content.values() if body else ():
            if has_fields(document, media_type):
                for name, schema in properties_of(document, media_type.schema).items():
                    self.properties.setdefault(name, schema)
        for name in self.properties:
            self._found.setdefault(name, f"body:{name}")
        for name in self.properties:
            self._found.setdefault(python_name(name), f"body:{name}")
        for parameter in operation.parameters:
            if parameter.location == "header":
                for name in (parameter.name, parameter.python_name):
                    self._found.setdefault(name.lower(), f"header:{parameter.name}")
        if body is not None:
            self._found.setdefault(BODY, BODY)
            self._found.setdefault(body.name or BODY, BODY)

    @property
    def needed(self) -> frozenset[str]:
        """The arguments of every call: those in the path."""
        return frozenset(f"path:{p.name}" for p in self.operation.parameters if p.location == "path")

    def meant(self, names: Iterable[str]) -> frozenset[str]:
        """What names mean, without those that the document does not declare, which are not part of its contract."""
        return frozenset(found for name in names if (found := self.one(name)))

    def placed(self, names: Iterable[str]) -> frozenset[str]:
        """What names mean; those that have a place already are as they are."""
        return frozenset(name if _has_place(name) else self._known(name) for name in names)

    def _known(self, name: str) -> str:
        found = self.one(name)
        if not found:
            hint = did_you_mean(name, self._found)
            message = f"used= names the argument {shown(name)}, which the operation does not have.{hint}"
            raise RequestError(message, operation_id=self.operation.operation_id)
        return found

    def one(self, name: str) -> str:
        """What a name means, or "" if the document does not declare it."""
        location, separator, rest = name.partition(":")
        if name not in self._found and separator and location in _LOCATIONS:
            return self._located(location, rest)
        return self._found.get(name) or self._found.get(name.lower(), "")

    def _located(self, location: str, name: str) -> str:
        if location == BODY:
            return f"body:{name}" if name in self.properties else BODY
        for parameter in self.operation.parameters:
            same = name in (parameter.name, parameter.python_name)
            if parameter.location == location and (same or name.lower() == parameter.name.lower()):
                return f"{location}:{parameter.name}"
        return ""
