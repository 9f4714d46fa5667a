"""Turn the body of a response into a class of the caller's."""

from __future__ import annotations

from typing import Any

from ..errors import InvalidResponse, RequestError, Violation
from ..types import ResponseLike
from .class_reader import ClassReader
from .violations import of_answer


def reader_for(into: Any, operation_id: str) -> ClassReader:
    """The reader of a type.

    Raises:
        RequestError: nothing can be read into it.
    """
    try:
        return ClassReader(into)
    except RequestError as error:
        error.operation_id = operation_id
        raise


def unmarshal_into(response: ResponseLike, into: Any) -> Any:
    """The body of a response as a value of a type.

    Raises:
        InvalidResponse: it does not fit.
        RequestError: nothing can be read into the type.
    """
    return read_body(response, reader_for(into, response.operation_id))


def read_body(response: ResponseLike, reader: ClassReader) -> Any:
    """The body of a response, read by a reader; `InvalidResponse` if it does not fit."""
    value, found = reader.read(response.data, "/body")
    if found and not response.content:
        expected = found[0].message.partition(", given ")[0]
        found = [Violation("body", "/body", "type", f"{expected}, given an empty body")]
    if found:
        raise misfit(response, reader.name, found)
    return value


def misfit(response: ResponseLike, expected: str, found: list[Violation]) -> InvalidResponse:
    """The error of an answer that does not fit a class."""
    return InvalidResponse(
        violations=of_answer(found, response),
        response=response,
        operation_id=response.operation_id,
        expected=expected,
    )
