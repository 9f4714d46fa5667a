"""Walks a whole document to find its problems before a call meets them."""

from __future__ import annotations

from typing import Any

from .._support.patterns import pattern_problem, usable_pattern
from ..errors import UnresolvableReference
from .names import ITEM_POINTER, POINTER, UNCHECKED, UNRESOLVABLE
from .parts import SurveyedDocument
from .pointer import extended
from .walk import iter_nodes, iter_objects, iter_references


def survey(document: SurveyedDocument) -> None:
    """Read every operation and every schema that they reach; reading them reports their problems."""
    seen: set[str] = set()
    waiting: list[tuple[str, str]] = []
    _ = document.servers, document.security, document.security_schemes  # reading these reports their problems
    if any("parent" in tag for tag in document.tags):
        from .tag_check import check_tags  # rare

        check_tags(document)
    for operation_id in document.entries:
        try:
            operation = document.operation(operation_id)
        except UnresolvableReference as error:  # it is in another text, which `x-operation-ids` lists it for
            pointer = document.entries[operation_id].pointer
            document.report_schema(pointer, UNRESOLVABLE, error.message, f"{operation_id} cannot be called")
            continue
        for node in iter_nodes(operation):
            if POINTER in node:  # a parameter, header or media type with an inline schema
                _check_patterns(document, node[POINTER], node.get("schema"))
        if any("links" in response for response in operation["responses"].values()):
            from .link_check import check_links  # rare

            check_links(document, operation)
            if ITEM_POINTER in node:
                _check_patterns(document, node[ITEM_POINTER], node.get("itemSchema"))
        waiting.extend((ref, operation_id) for ref in iter_references(operation))
    while waiting:
        reference, where = waiting.pop()
        if reference in seen:
            continue
        seen.add(reference)
        try:
            schema = document.schema(reference)
        except UnresolvableReference as error:
            document.report_schema(reference, UNRESOLVABLE, error.message, f"{UNCHECKED} (used by {where})")
            continue
        _check_patterns(document, reference, schema)
        waiting.extend((ref, reference) for ref in iter_references(schema))


def _check_patterns(document: SurveyedDocument, reference: str, value: Any) -> None:
    nodes = iter_nodes(value)
    if all("patternProperties" not in node and "pattern" not in node for node in nodes):
        return  # most of them, and they need no paths
    for node, path in iter_objects(value):
        patterns = [((*path, "pattern"), node.get("pattern"), False)]
        patterns += [((*path, "patternProperties", name), name, True) for name in node.get("patternProperties", ())]
        for where, pattern, of_names in patterns:
            if isinstance(pattern, str) and not usable_pattern(pattern, of_names=of_names):
                place = extended(reference, where)
                document.report_schema(place, "unusable-pattern", pattern_problem(pattern), UNCHECKED)
