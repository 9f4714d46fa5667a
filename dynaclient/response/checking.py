"""Whether an answer fits the document. Off unless it is asked for: documents are wrong more often than servers."""

from __future__ import annotations

import logging

from ..document import Document
from ..errors import InvalidResponse, UndecodableBody, Violation
from ..model import Operation
from ..request.media import declared_for, is_json
from ..request.options import ValidateResponses
from ..schema import Relief, SchemaChecker
from .response import Response, declared_response

_log = logging.getLogger("dynaclient")


class ResponseChecker:
    """The response schemas of one operation, compiled when they are first needed."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self._document = document
        self._operation = operation
        self._checkers: dict[str, SchemaChecker] = {}

    def violations(self, response: Response) -> list[Violation]:
        """Where the body does not fit; none where the document says nothing of such a body."""
        declared = declared_response(self._operation, response.status_code)
        if declared is None or not declared.content:
            return []
        media_type = declared_for(declared.content, response.content_type)
        if media_type is None:
            names = ", ".join(declared.content)
            text = f"the document has {names} for status {declared.status}, not {response.content_type or 'no type'}"
            return [Violation("body", "/body", "unknown", text)]
        if media_type.schema is None or not is_json(response.content_type):
            return []
        try:
            data = response.data
        except UndecodableBody as error:
            return [Violation("body", "/body", "type", error.message)]
        if media_type.pointer not in self._checkers:
            self._checkers[media_type.pointer] = SchemaChecker(
                self._document, media_type.schema, Relief("response"), media_type.pointer
            )
        return [
            Violation("body", f"/body{f.path}", f.keyword, f.message, f.value, f.schema_pointer)
            for f in self._checkers[media_type.pointer].findings(data)
        ]

    def check(self, response: Response, mode: ValidateResponses) -> None:
        """Do with violations what the mode says: log them, raise, or keep them on the response."""
        found = self.violations(response)
        if not found:
            return
        response.violations = tuple(found)
        if mode == "raise":
            raise InvalidResponse(violations=found, response=response, operation_id=response.operation_id)
        if mode == "warn":
            for violation in found:
                _log.warning("%s: response %s", response.operation_id, violation)
