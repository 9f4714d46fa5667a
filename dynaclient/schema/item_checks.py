"""Checks the items of a sequence one by one, without holding them.

By the schema of the items, by what a schema of their list says about each position, and by what it says about the JSON
in the text of an event. Knows no messages.
Source: OAS 3.2.0 Media Type Object, "Streaming Sequential Media Types", "Special Considerations for Server-Sent
Events".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .._support.headers import essence
from ..document import Document
from ..document.pointer import extended, pointer_to
from ..types import MISSING
from .checker import SchemaChecker
from .failure import Finding
from .formats import NO_FORMATS
from .policy import Letter, Reliefs
from .view import view

Described = tuple[Any, str]
"""A schema and its place, as a reference into the document."""

_DEEPEST = 8
"""Levels of alternatives that are searched for schemas of JSON in text."""


class ItemChecks:
    """Checks items by their index.

    Args:
        item: the schema of each item, or None.
        whole: the schema of the list of items, or None. Of it `prefixItems`, `items`, `minItems` and `maxItems` count;
            what looks at several items at once does not.
        reads_content: whether text in members of an item is checked by `contentSchema`, as JSON.
    """

    def __init__(
        self,
        document: Document,
        item: Described | None,
        whole: Described | None,
        rules: Reliefs | Letter | None,
        formats: frozenset[str] = NO_FORMATS,
        *,
        reads_content: bool = False,
    ) -> None:
        self._document = document
        self._rules = rules
        self._formats = formats
        self._item = item
        self._checkers: dict[int, tuple[Any, SchemaChecker]] = {}
        self._prefix: list[Described] = []
        self._rest: Described | None = None
        self._least = 0
        self._most: int | None = None
        self._pointer = ""
        self._reads_content = reads_content and item is not None
        if whole is not None:
            self._read_whole(*whole)

    def _read_whole(self, schema: Any, pointer: str) -> None:
        described = view(self._document, schema)
        self._prefix = [
            (each, extended(pointer, ("prefixItems", str(index)))) for index, each in enumerate(described.prefix_items)
        ]
        if described.items is not MISSING:
            self._rest = described.items, extended(pointer, ("items",))
        self._least = described.limits.get("minItems", 0)
        self._most = described.limits.get("maxItems")
        self._pointer = pointer

    def findings(self, index: int, value: Any) -> list[Finding]:
        """Why the item at an index does not fit; paths begin with the index."""
        found: list[Finding] = []
        described = self._prefix[index] if index < len(self._prefix) else self._rest
        for schema, pointer in filter(None, (self._item, described)):
            checker = self._checker(schema, pointer)
            found += (_inside(finding, str(index)) for finding in checker.findings(value))
        if self._most is not None and index >= self._most:
            text = f"expected at most {self._most} items, and this is the one after them"
            found.append(Finding(f"/{index}", "maxItems", text, value, extended(self._pointer, ("maxItems",))))
        if self._reads_content and not found and isinstance(value, Mapping):
            schema, pointer = self._item  # type: ignore[misc]  # there is one
            found += (_inside(finding, str(index)) for finding in self._of_content(schema, pointer, value))
        return found

    def ending(self, count: int) -> list[Finding]:
        """Why there may not be only so many items."""
        if count >= self._least:
            return []
        text = f"expected at least {self._least} items, given {count}"
        return [Finding("", "minItems", text, count, extended(self._pointer, ("minItems",)))]

    def _checker(self, schema: Any, pointer: str) -> SchemaChecker:
        kept = self._checkers.get(id(schema))
        if kept is None:
            checker = SchemaChecker(self._document, schema, self._rules, pointer, self._formats)
            kept = self._checkers[id(schema)] = schema, checker
        return kept[1]

    # JSON in text

    def _of_content(self, schema: Any, pointer: str, value: Mapping[str, Any], depth: int = 0) -> list[Finding]:
        """What `contentSchema` finds in the members that are text.

        It counts where the alternatives that hold it fit. Source: JSON Schema 2020-12 Validation, section 8; Core,
        section 7.7.1.
        """
        described = view(self._document, schema)
        found: list[Finding] = []
        for name, text in value.items():
            if isinstance(text, str) and name in described.properties:
                found += self._of_text(described.properties[name], extended(pointer, ("properties", name)), name, text)
        for branches in described.unions if depth < _DEEPEST else ():
            results = [
                self._of_content(branch, pointer, value, depth + 1)
                for branch in branches
                if self._checker(branch, pointer).is_valid(value)
            ]
            if results and all(results):
                found += results[0]
        return found

    def _of_text(self, schema: Any, pointer: str, name: str, text: str) -> Iterator[Finding]:
        described = view(self._document, schema)
        kind = described.first("contentMediaType", "")
        inner = described.first("contentSchema")
        if not isinstance(kind, str) or essence(kind) != "application/json":
            return
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield Finding(f"/{name}", "contentMediaType", f"expected JSON in the text: {error}", text, pointer)
            return
        if inner is not None:
            for finding in self._checker(inner, extended(pointer, ("contentSchema",))).findings(value):
                yield _inside(finding, name)


def _inside(finding: Finding, token: str) -> Finding:
    path = f"{pointer_to((token,))}{finding.path}"
    return Finding(path, finding.keyword, finding.message, finding.value, finding.schema_pointer)
