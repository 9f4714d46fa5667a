"""What one answer says against the document: violations, members that are not declared, refusals of valid calls.

Makes notes; values appear only in short examples, with secrets masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from .._support.secret_names import MASK, is_secret_name
from .._support.wording import kind_of, shown
from ..document import Document
from ..document.names import POINTER
from ..document.pointer import escape, tokens_of
from ..errors import UnresolvableReference, Violation
from ..model import DeclaredResponse
from ..model.media_types import declared_for, essence
from ..model.xml_content import is_described
from ..response import Response, ResponseChecker
from ..response.status import declared_response, detail_of
from .admitted import Case, Node
from .drift_notes import Note
from .reading import SchemaReader

REFUSALS = frozenset((400, 415, 422))
"""Statuses by which servers refuse a request for what is in it."""

_LONGEST = 160
"""Characters of an example."""

_MOST_VALUES = 5_000
"""Values of one answer that are searched for members that are not declared."""

_KINDS = {"required": "member-missing", "type": "type", "enum": "value", "const": "value"}
"""Keyword → kind of note; any other is a rule."""


_OF_NAMES = frozenset(("required", "additionalProperties", "unevaluatedProperties"))
"""Keywords whose violations are about the name at the end of the path."""


class DriftFinder:
    """Finds what answers say against one document. Schemas are read and compiled when they are first needed."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._checkers: dict[str, ResponseChecker] = {}
        self._reader = SchemaReader(document, "response")

    def notes(self, response: Response, now: str) -> list[Note]:
        """What an answer says against the document.

        Args:
            now: the time in UTC.
        """
        operation = response.operation
        if operation.operation_id not in self.document.entries:
            return []
        checker = self._checkers.get(operation.operation_id)
        if checker is None:
            checker = self._checkers[operation.operation_id] = ResponseChecker(self.document, operation)
        blank = Note(operation.operation_id, "", "", "", "", 1, now, now, version=self.document.version)
        return [replace(blank, **_masked(found, response)) for found in self._found(response, checker)]

    def _found(self, response: Response, checker: ResponseChecker) -> Iterator[dict[str, Any]]:
        declared = declared_response(response.operation, response.status_code)
        for violation in checker.violations(response):
            yield self._of_violation(violation, response, declared)
        if response.status_code in REFUSALS:
            yield self._refusal(response)
        if declared is not None and response.is_read:
            yield from self._new_members(response, declared)

    # violations

    def _of_violation(
        self, violation: Violation, response: Response, declared: DeclaredResponse | None
    ) -> dict[str, Any]:
        status = str(response.status_code)
        pointer = violation.schema_pointer
        if violation.location == "status":
            return _note("status", status, pointer, status, f"the answer is {status}")
        if violation.location == "header":
            name = tokens_of(violation.path)[0]
            where = f"{status} header {name}"
            if violation.keyword == "required":
                place = _header_place(declared, name) or pointer
                return _note("header-missing", where, place, name, "")
            return self._of_rule(violation, where, name)
        if violation.keyword == "unknown":
            given = essence(response.content_type) or "none"
            return _note("media-type", f"{status} body", _content_place(declared) or pointer, given, given)
        path = self._general(violation, response, declared)
        name = (tokens_of(path) or [""])[-1]
        return self._of_rule(violation, f"{status} body{f' {path}' if path else ''}", name)

    def _of_rule(self, violation: Violation, where: str, name: str) -> dict[str, Any]:
        kind = _KINDS.get(violation.keyword, "rule")
        is_secret = is_secret_name(name) or violation.value == MASK
        given = violation.keyword
        if kind == "type":
            given = kind_of(violation.value)
        elif kind == "value":
            given = MASK if is_secret else shown(violation.value, limit=60)
        elif kind == "member-missing":
            given = name
        example = violation.message if not is_secret else ""
        pointer = violation.schema_pointer
        return {**_note(kind, where, pointer, given, example), "declared": self._declared(pointer, kind)}

    def _declared(self, pointer: str, kind: str) -> Any:
        """The types at a place, which a correction has to repeat."""
        if kind != "type" or not pointer.endswith("/type"):
            return None
        try:
            schema = self.document.schema(pointer.removesuffix("/type"))
        except UnresolvableReference:
            return None
        return schema.get("type") if isinstance(schema, Mapping) else None

    def _general(self, violation: Violation, response: Response, declared: DeclaredResponse | None) -> str:
        """The path of a violation with `*` for the index of an item, and for a name that the document does not have."""
        tokens = tokens_of(violation.path.removeprefix("/body"))
        name = declared_for(declared.content, response.content_type) if declared is not None else None
        schema = declared.content[name] if declared is not None and name is not None else None
        nodes: tuple[Node, ...] = () if schema is None else (((schema.schema, schema.pointer),),)
        found = []
        for i, token in enumerate(tokens):
            is_named = i == len(tokens) - 1 and violation.keyword in _OF_NAMES
            objects = self._cases(nodes, "object")
            is_known = is_named or any(token in case.properties for case in objects)
            found.append(token if is_known or not (objects or token.isdigit()) else "*")
            nodes = (
                *(node for case in objects if (node := _member(case, token)) is not None),
                *(case.items for case in self._cases(nodes, "array")),
            )
        return "".join(f"/{escape(token)}" for token in found)

    # refusals

    def _refusal(self, response: Response) -> dict[str, Any]:
        try:
            detail = response.masked(detail_of(response.data)) if response.is_read else ""
        except Exception:  # noqa: BLE001  # a body that cannot be decoded; the status says enough
            detail = ""
        names = [parameter.name for parameter in response.operation.parameters]
        blamed = next((name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", detail)), "")
        where = f"{response.status_code}{f' for {blamed}' if blamed else ''}"
        pointer = next((p.pointer for p in response.operation.parameters if p.name == blamed and p.pointer), "")
        return _note("refused", where, pointer or response.operation.pointer, str(response.status_code), detail)

    # members that are not declared

    def _new_members(self, response: Response, declared: DeclaredResponse) -> Iterator[dict[str, Any]]:
        name = declared_for(declared.content, response.content_type)
        media_type = declared.content.get(name) if name is not None else None
        if media_type is None or media_type.schema is None:
            return
        if not is_described(response.document, response.content_type, media_type.schema):
            return
        try:
            data = response.data
        except Exception:  # noqa: BLE001  # reported as a violation
            return
        status = str(response.status_code)
        for path, pointer, value in self._undeclared(((media_type.schema, media_type.pointer),), data):
            kind = kind_of(value)
            member = tokens_of(path)[-1]
            example = f"{member}: {MASK if is_secret_name(member) else response.masked(_short(value))}"
            yield _note("member-new", f"{status} body {path}", pointer, kind, example)

    def _undeclared(self, node: Node, data: Any) -> Iterator[tuple[str, str, Any]]:
        """(path, place of the schema around it, value) of each member that no schema describes."""
        waiting: list[tuple[tuple[Node, ...], Any, str]] = [((node,), data, "")]
        left = _MOST_VALUES
        while waiting and left > 0:
            nodes, value, path = waiting.pop()
            left -= 1
            if isinstance(value, Mapping):
                cases = self._meant(self._cases(nodes, "object"), value)
                for name, item in value.items():
                    inner = [found for case in cases if (found := _member(case, name)) is not None]
                    step = f"{path}/{escape(str(name))}"
                    if not inner and cases and any(case.properties for case in cases):
                        if all(case.is_open for case in cases):
                            yield step, cases[0].pointer, item
                    elif isinstance(item, (Mapping, list)):
                        is_map = all(name not in case.properties for case in cases)
                        waiting.append((tuple(inner), item, f"{path}/*" if is_map else step))
            elif isinstance(value, list):
                cases = self._cases(nodes, "array")
                for i, item in enumerate(value):
                    if isinstance(item, (Mapping, list)):
                        inner_nodes = tuple(case.prefix[i] if i < len(case.prefix) else case.items for case in cases)
                        waiting.append((inner_nodes, item, f"{path}/*"))

    def _cases(self, nodes: tuple[Node, ...], kind: str) -> list[Case]:
        return [case for node in nodes for case in self._reader.read(node).cases.get(kind, ())]

    def _meant(self, cases: list[Case], value: Mapping[Any, Any]) -> list[Case]:
        """The cases of a union that the constants in a value do not rule out."""
        if len(cases) < 2:
            return cases
        fitting = [case for case in cases if all(self._may_be(case, str(name), item) for name, item in value.items())]
        return fitting or cases

    def _may_be(self, case: Case, name: str, item: Any) -> bool:
        if not isinstance(item, str) or name not in case.properties:
            return True
        texts = self._reader.read(case.properties[name]).cases.get("string")
        return texts is None or any(text.values is None or item in text.values for text in texts)


def _note(kind: str, where: str, pointer: str, given: str, example: str) -> dict[str, Any]:
    short = example if len(example) <= _LONGEST else f"{example[: _LONGEST - 1]}…"
    return {"kind": kind, "where": where, "pointer": pointer, "given": given, "example": short}


def _member(case: Case, name: Any) -> Node | None:
    """What describes a member, or None if nothing does; empty if it may be anything."""
    if name in case.properties:
        return case.properties[name]
    for pattern, node in case.by_pattern.items():
        if re.search(pattern, str(name)):
            return node
    if case.rest:
        return case.rest
    return () if case.is_free or not case.properties else None


def _masked(found: dict[str, Any], response: Response) -> dict[str, Any]:
    """What was found without secrets, also in the names that the server chose."""
    return found | {name: response.masked(found[name]) for name in ("where", "given", "example")}


def _short(value: Any) -> str:
    """A value in short, without the members that are probably secret."""
    if isinstance(value, Mapping):
        shown_members = {str(name): MASK if is_secret_name(str(name)) else item for name, item in value.items()}
        return shown(shown_members)
    return shown(value)


def _content_place(declared: DeclaredResponse | None) -> str:
    for media_type in declared.content.values() if declared is not None else ():
        if media_type.pointer.endswith("/schema"):
            return media_type.pointer.removesuffix("/schema").rpartition("/")[0]
    return ""


def _header_place(declared: DeclaredResponse | None, name: str) -> str:
    header = declared.headers.get(name, {}) if declared is not None else {}
    return str(header.get(POINTER, "")).removesuffix("/schema")
