"""Judge the items of a body: all of a list at once, those of an iterable as each is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..document import Document
from ..errors import Violation
from ..model import ItemRules
from ..schema import Finding, Mode, SchemaChecker, rules_for
from ..schema.item_checks import ItemChecks
from .item_values import BodyItems
from .part_headers import headers_of_part
from .plain import NotJSON
from .writing.files import FILE
from .writing.items import JSONText


class ItemJudge:
    """Judges the items of one media type in one mode."""

    def __init__(self, document: Document, rules: ItemRules, mode: Mode) -> None:
        self._document = document
        self._rules = rules
        self._mode = mode
        reliefs = rules_for("request", relieves=mode.relieves)
        item = None if rules.schema is None else (rules.schema, rules.pointer)
        whole = None if rules.whole is None else (rules.whole, rules.whole_pointer)
        is_events = rules.framing == "events"
        self._checks = ItemChecks(document, item, whole, reliefs, mode.formats, reads_content=is_events)
        self._items = ItemChecks(document, item, None, reliefs, mode.formats, reads_content=is_events)
        self._whole: SchemaChecker | None = None
        if rules.whole is not None and not is_events:
            self._whole = SchemaChecker(document, rules.whole, reliefs, rules.whole_pointer, mode.formats)

    def listed(self, items: BodyItems) -> list[Violation]:
        """What is wrong with a list of items."""
        values = [*(items.values or [])]
        failed = {error.path[0] for error in items.errors}
        violations: list[Violation] = []
        for index, value in enumerate(values):
            if isinstance(value, JSONText):
                try:
                    values[index] = value.value()
                except NotJSON as error:
                    violations.append(Violation("body", f"/body/{index}", "type", error.what, value.text))
                    failed.add(index)
                    values[index] = None
        found = []
        for index, value in enumerate(values):
            if index not in failed and value is not FILE:
                found += self._items.findings(index, value)
        if self._whole is not None:
            found += self._whole.findings(values)
        places = tuple(f"/{index}/" for index in failed)
        violations += [
            _violation(finding)
            for finding in found
            if finding.value is not FILE and not f"{finding.path}/".startswith(places or ("\0",))
        ]
        for index, part in enumerate(items.parts):
            violations += self._headers(index, part)
        return violations

    def one(self, index: int, value: Any, part: Any) -> Sequence[Violation]:
        """What is wrong with the item at an index."""
        if isinstance(value, JSONText):
            value = value.value()
        found = [] if value is FILE else [*map(_violation, self._checks.findings(index, value))]
        return found if part is None else [*found, *self._headers(index, part)]

    def _headers(self, index: int, part: Any) -> list[Violation]:
        encoding = self._rules.encoding_at(index)
        if encoding is None or not encoding.headers:
            return []
        return [*headers_of_part(self._document, str(index), encoding, part.headers, self._mode)]


def _violation(finding: Finding) -> Violation:
    path = f"/body{finding.path}"
    return Violation("body", path, finding.keyword, finding.message, finding.value, finding.schema_pointer)
