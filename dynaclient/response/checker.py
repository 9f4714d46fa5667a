"""Check a response against the document. Off by default: documents are wrong more often than servers."""

from __future__ import annotations

import logging

from .._support.wording import MASK
from ..document import Document
from ..errors import InvalidResponse, UndecodableBody, Violation
from ..model import Operation
from ..model.media_types import declared_for, family_of
from ..request.options import ValidateResponses
from ..schema import Finding, Mode, Reliefs, SchemaChecker
from .response import Response, declared_response

_log = logging.getLogger("dynaclient")


class ResponseChecker:
    """Checks responses of one operation. Schemas are compiled on first use."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self._document = document
        self._operation = operation
        self._checkers: dict[tuple[str, str], SchemaChecker] = {}

    def violations(self, response: Response) -> list[Violation]:
        """Where the body does not fit the document; empty if the document does not describe such a body."""
        declared = declared_response(self._operation, response.status_code)
        if declared is None or not declared.content or self._operation.method == "head":
            return []
        name = declared_for(declared.content, response.content_type)
        if name is None:
            names = ", ".join(declared.content)
            text = f"the document has {names} for status {declared.status}, not {response.content_type or 'no type'}"
            return [Violation("body", "/body", "unknown", response.masked(text))]
        media_type = declared.content[name]
        if media_type.schema is None or family_of(response.content_type).answer != "schema":
            return []
        try:
            data = response.data
        except UndecodableBody as error:
            return [Violation("body", "/body", "type", error.message)]
        key = (declared.status, media_type.name)
        if key not in self._checkers:
            self._checkers[key] = SchemaChecker(
                self._document, media_type.schema, Reliefs("response"), media_type.pointer
            )
        return [_violation(finding, response) for finding in self._checkers[key].findings(data)]

    def check(self, response: Response, mode: ValidateResponses) -> None:
        """Find violations and, as the mode says, log them, raise, or keep them on the response."""
        found = self.violations(response)
        if not found:
            return
        response.violations = tuple(found)
        meaning = Mode.of_answers(mode)
        if meaning.raises:
            raise InvalidResponse(violations=found, response=response, operation_id=response.operation_id)
        if meaning.logs:
            for violation in found:
                _log.warning("%s: response %s", response.operation_id, violation)


def _violation(finding: Finding, response: Response) -> Violation:
    message = response.masked(finding.message)  # the server may have echoed a secret
    value = finding.value if message == finding.message else MASK
    return Violation("body", f"/body{finding.path}", finding.keyword, message, value, finding.schema_pointer)
