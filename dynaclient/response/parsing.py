"""`client.parse`: what a call sends so that its answer fits a class, and how the answer is read. Sends nothing."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..errors import ResponseError
from ..model import Operation
from ..request.values import Arguments
from .refusals import refuse_stream
from .response import Response
from .structured import answer_form, schema_slot, value_of_text
from .unmarshal_into import misfit, read_body, reader_for


class Parsing:
    """One call whose answer is read into a type.

    If the operation takes a schema for its answer and answers with a model's text, the schema of the type is sent and
    the text read; any other answer is read as it is.

    Attributes:
        arguments: those of the call, with the schema.

    Raises:
        RequestError: nothing can be read into the type, or the call asks for a stream.
    """

    def __init__(self, document: Document, operation: Operation, into: Any, arguments: Arguments) -> None:
        self._reader = reader_for(into, operation.operation_id)
        self._operation_id = operation.operation_id
        refuse_stream(document, operation, arguments, "is not read into a class")
        self.arguments = arguments
        self._is_wrapped = False
        slot = schema_slot(document, operation)
        self._form = None if slot is None else answer_form(document, operation)
        if slot is not None and self._form is not None:
            from .class_schema import schema_for

            schema = schema_for(into)
            self._is_wrapped = schema.is_wrapped
            name = slot.path[0]
            given = arguments.get((f"body:{name}", name), in_body=True)
            filled = {f"body:{name}": slot.filled(schema, given)}
            self.arguments = arguments.with_params(filled, instead_of=frozenset((name, f"body:{name}")))

    def read(self, response: Response) -> Any:
        """The answer as a value of the type.

        Raises:
            HTTPStatusError: the answer is a 4xx or 5xx.
            RefusedAnswer, IncompleteAnswer: a model refused, or was cut short.
            InvalidResponse: the answer does not fit the type.
        """
        response.raise_for_status()
        if not response.is_read:
            response.close()
            raise ResponseError(
                "the answer is a stream, which is not read into a class; iterate it with `call`",
                response=response,
                operation_id=self._operation_id,
            )
        if self._form is None:
            return read_body(response, self._reader)
        value, place = value_of_text(response, self._form, is_wrapped=self._is_wrapped)
        read, found = self._reader.read(value, place)
        if found:
            raise misfit(response, self._reader.name, found)
        return read
