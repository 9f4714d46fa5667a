"""Check a response against the document. Off by default: documents are wrong more often than servers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .._support.wording import either
from ..document import Document
from ..document.pointer import extended
from ..errors import InvalidResponse, UndecodableBody, Violation
from ..model import DeclaredResponse, ItemRules, Operation
from ..model.media_types import declared_for, family_of
from ..model.xml_content import is_described
from ..request.options import ValidateResponses
from ..schema import Finding, Mode, SchemaChecker, rules_for
from ..schema.formats import DEFAULT_FORMATS, Formats
from .decoders import xml_as_text
from .response import Response
from .status import declared_response

if TYPE_CHECKING:
    from ..schema.item_checks import ItemChecks

_log = logging.getLogger("dynaclient")


class ResponseChecker:
    """Checks responses of one operation. Schemas are compiled on first use.

    Args:
        strict: whether to hold them to the letter of the document.
    """

    def __init__(self, document: Document, operation: Operation, *, strict: bool = False) -> None:
        self._document = document
        self._operation = operation
        self._is_strict = strict
        self._rules = rules_for("response", relieves=not strict)
        self._checkers: dict[tuple[str, frozenset[str]], SchemaChecker] = {}

    def violations(self, response: Response, formats: frozenset[str] = DEFAULT_FORMATS) -> list[Violation]:
        """Where the response does not fit the document: status, headers, media type and body, in this order.

        Empty if the document describes no responses. The items of a stream are not there yet; see `check`.
        """
        if not self._operation.responses:
            return []
        declared = declared_response(self._operation, response.status_code)
        if declared is None:
            found = [self._undeclared(response)]
        else:
            found = [*self._headers(response, declared, formats), *self._body(response, declared, formats)]
        if not found:
            return []
        from .violations import of_answer  # most answers fit

        return of_answer(self._document.attributed(found), response)

    def _undeclared(self, response: Response) -> Violation:
        text = f"the document declares {either(list(self._operation.responses))}, not status {response.status_code}"
        return Violation("status", "/status", "unknown", text, response.status_code, self._pointer())

    def _pointer(self, *tokens: str) -> str:
        """The place of something in the responses, as a reference."""
        return extended(self._operation.pointer, ("responses", *tokens)) if self._operation.pointer else ""

    def _headers(self, response: Response, declared: DeclaredResponse, formats: frozenset[str]) -> Iterator[Violation]:
        if not declared.headers:
            return
        from .header_values import UNCHECKED_HEADERS, is_text_of_another_form, read_header, schema_of_header

        for name, described in declared.headers.items():
            text = response.headers.get(name)
            if name.lower() in UNCHECKED_HEADERS or (text is None and not described.get("required")):
                continue
            schema, origin = schema_of_header(described)
            if text is None:
                pointer = self._pointer(declared.status, "headers", name)
                yield Violation("header", f"/{name}", "required", "the required header is missing", None, pointer)
                continue
            if "content" in described and is_text_of_another_form(self._document, described):
                continue
            try:
                value = read_header(self._document, described, text)
            except ValueError as error:
                yield Violation("header", f"/{name}", "type", f"the value cannot be read: {error}", text, origin)
                continue
            checker = self._checker(f"{declared.status} header {name}", schema, origin, formats)
            for finding in checker.findings(value, name):
                yield _violation(finding, "header", name)

    def _body(self, response: Response, declared: DeclaredResponse, formats: frozenset[str]) -> list[Violation]:
        if not declared.content or self._operation.method == "head":
            return []
        name = declared_for(declared.content, response.content_type)
        if name is None:
            names = either(list(declared.content))
            text = f"the document has {names} for status {declared.status}, not {response.content_type or 'no type'}"
            pointer = self._pointer(declared.status, "content")
            return [Violation("body", "/body", "unknown", response.masked(text), None, pointer)]
        media_type = declared.content[name]
        is_value = is_described(self._document, response.content_type, media_type.schema)
        if media_type.schema is None or not is_value or not response.is_read:
            return []
        try:
            data = response.data
        except UndecodableBody as error:
            return [Violation("body", "/body", "type", error.message, None, media_type.pointer)]
        if media_type.items is not None:
            return self._items(media_type.items, data, formats)
        checker = self._checker(f"{declared.status} body {name}", media_type.schema, media_type.pointer, formats)
        found = [_violation(finding, "body", "body") for finding in checker.findings(data)]
        if family_of(response.content_type).name == "xml" and response.content:
            from .xml_answer import departures

            text = xml_as_text(response.content, response.content_type)
            found += departures(self._document, media_type.schema, media_type.pointer, text)
        if found and not response.content:
            from ..schema.wording import type_words

            words = type_words(self._document, media_type.schema)
            text = f"expected {'a value' if words == 'any' else words}, given an empty body"
            return [Violation("body", "/body", "type", text, None, media_type.pointer)]
        return found

    def _items(self, rules: ItemRules, data: Any, formats: frozenset[str]) -> list[Violation]:
        """The violations of a list of items that was read as a whole."""
        values = data if isinstance(data, list) else []
        checks = self._item_checks(rules, formats, is_whole=False)
        found = [finding for index, value in enumerate(values) for finding in checks.findings(index, value)]
        if rules.whole is not None:
            checker = self._checker(f"items {rules.whole_pointer}", rules.whole, rules.whole_pointer, formats)
            found += checker.findings(values)
        return [_violation(finding, "body", "body") for finding in found]

    def _item_checks(self, rules: ItemRules, formats: frozenset[str], *, is_whole: bool = True) -> ItemChecks:
        """The checks of items by their index.

        Args:
            is_whole: whether to check them by the schema of their list too.
        """
        from ..schema.item_checks import ItemChecks  # only sequences need it

        item = None if rules.schema is None else (rules.schema, rules.pointer)
        listed = (rules.whole, rules.whole_pointer) if is_whole and rules.whole is not None else None
        is_events = rules.framing == "events"
        return ItemChecks(self._document, item, listed, self._rules, formats, reads_content=is_events)

    def _watch(self, response: Response, mode: Mode) -> None:
        """Have the items of a stream checked as they are read, if the document describes them."""
        from .streams import described_items

        rules = described_items(response)
        if rules is not None:
            from .item_watch import ItemWatch

            checks = self._item_checks(rules, mode.formats)
            response.item_check = ItemWatch(response, checks, rules, mode, self._rules, self._document.attributed)

    def _checker(self, name: str, schema: Any, origin: str, formats: frozenset[str]) -> SchemaChecker:
        key = (name, formats)
        if key not in self._checkers:
            self._checkers[key] = SchemaChecker(self._document, schema, self._rules, origin, formats)
        return self._checkers[key]

    def check(self, response: Response, mode: ValidateResponses, formats: Formats = True) -> None:
        """Find violations and, as the mode says, log them, raise, or keep them on the response.

        An error status that is not declared does not raise by itself: a document need not know every error.
        Source: OAS 3.1.1 Responses Object.
        """
        meaning = Mode.of_answers(mode, formats, strict=self._is_strict)
        found = self.violations(response, meaning.formats)
        if not response.is_read:
            self._watch(response, meaning)
        if not found:
            return
        response.violations = tuple(found)
        is_unknown_error = response.status_code >= 400 and found[0].location == "status"
        if meaning.raises and not is_unknown_error:
            raise InvalidResponse(violations=found, response=response, operation_id=response.operation_id)
        if meaning.logs:
            for violation in found:
                _log.warning("%s: response %s", response.operation_id, violation)


def _violation(finding: Finding, location: str, name: str) -> Violation:
    path = f"/{name}{finding.path}"
    return Violation(location, path, finding.keyword, finding.message, finding.value, finding.schema_pointer)
