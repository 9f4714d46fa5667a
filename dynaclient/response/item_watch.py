"""Checks the items of a stream as a program reads them: logs, raises or records what does not fit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .._support.wording import either
from ..document import Document
from ..errors import InvalidResponse, Violation
from ..model import ItemRules
from ..model.media_types import covers, family_of
from ..model.sequences import schema_at
from ..schema import Finding, Mode, SchemaChecker
from ..schema.item_checks import ItemChecks
from ..schema.policy import Letter, Reliefs
from .decoders import xml_as_text
from .events import Event
from .header_values import read_header, schema_of_header
from .parts import Part
from .violations import of_answer

_MOST_RECORDED = 1000
"""Violations of a stream that are kept on its response."""


_BYTES = "the bytes of a part"
"""Replaces bytes in a nested multipart body when it is checked, since a schema takes them for text."""


class ItemWatch:
    """Checks the items of one answer. Called with the index and the item, before the program gets it.

    Args:
        attributed: adds to violations the overlays that brought their rules.

    Raises:
        InvalidResponse: an item does not fit, and the mode raises.
    """

    def __init__(
        self,
        response: Any,
        checks: ItemChecks,
        rules: ItemRules,
        mode: Mode,
        schema_rules: Reliefs | Letter,
        attributed: Callable[[list[Violation]], list[Violation]],
    ) -> None:
        self._response = response
        self._checks = checks
        self._rules = rules
        self._mode = mode
        self._schema_rules = schema_rules
        self._attributed = attributed

    def __call__(self, index: int, item: Any) -> None:
        """Check the item at an index."""
        if isinstance(item, Event):
            item = item.sent
        found: list[Violation] = []
        if isinstance(item, Part):
            found = [*self._of_part(index, item)]
            item = item.data
        if isinstance(item, list):
            item = [_BYTES if isinstance(each, bytes) else each for each in item]
        if not isinstance(item, bytes):  # of which a schema says nothing
            found += map(_violation, self._checks.findings(index, item))
        if found:
            self._act(found)

    def end(self, count: int) -> None:
        """Check how many items there were."""
        found = [*map(_violation, self._checks.ending(count))]
        if found:
            self._act(found)

    def _act(self, found: list[Violation]) -> None:
        response, mode = self._response, self._mode
        found = of_answer(self._attributed(found), response)
        response.violations = (*response.violations, *found)[:_MOST_RECORDED]
        if mode.raises:
            raise InvalidResponse(violations=found, response=response, operation_id=response.operation_id)
        if mode.logs:
            for violation in found:
                logging.getLogger("dynaclient").warning("%s: response %s", response.operation_id, violation)

    def _of_part(self, index: int, part: Part) -> Iterator[Violation]:
        """What is wrong with the headers of a part. Source: OAS 3.2.0 Encoding Object, `contentType`, `headers`."""
        encoding = self._rules.encoding_at(index)
        path = f"/body/{index}"
        if family_of(part.content_type).name == "xml":
            from .xml_answer import departures

            document: Document = self._response.document
            schema = schema_at(document, self._rules, index)
            text = xml_as_text(part.content, part.content_type)
            yield from departures(document, schema, self._rules.pointer or self._rules.whole_pointer, text, path)
        if encoding is None:
            return
        names = [name.strip() for name in (encoding.content_type or "").split(",") if name.strip()]
        if names and not any(covers(name, part.content_type) for name in names):
            text = f"expected a part of {either(names)}, given {part.content_type}"
            yield Violation("body", path, "unknown", text, part.content_type, self._rules.pointer)
        for name, described in encoding.headers.items():
            if name.lower() != "content-type":
                yield from self._of_header(path, name, described, part.headers.get(name))

    def _of_header(self, path: str, name: str, described: Mapping[str, Any], text: str | None) -> Iterator[Violation]:
        schema, origin = schema_of_header(described)
        if text is None:
            if described.get("required"):
                yield Violation("body", path, "required", f"the part has no header {name}", None, origin)
            return
        document: Document = self._response.document
        try:
            value = read_header(document, described, text)
        except ValueError as error:
            yield Violation("body", path, "type", f"header {name} of the part cannot be read: {error}", text, origin)
            return
        checker = SchemaChecker(document, schema, self._schema_rules, origin, self._mode.formats)
        for finding in checker.findings(value, name):
            text = f"header {name}: {finding.message}"
            yield Violation("body", path, finding.keyword, text, finding.value, finding.schema_pointer)


def _violation(finding: Finding) -> Violation:
    path = f"/body{finding.path}"
    return Violation("body", path, finding.keyword, finding.message, finding.value, finding.schema_pointer)
