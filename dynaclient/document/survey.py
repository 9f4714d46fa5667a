"""A walk through all of a document, so that its problems are known before they are met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import UnresolvableReference
from .schema_form import UNCHECKED
from .walk import iter_references

if TYPE_CHECKING:
    from .document import Document


def survey(document: Document) -> None:
    """Read every operation and every schema that they reach; what is wrong with them is reported on the way."""
    seen: set[str] = set()
    waiting: list[tuple[str, str]] = []
    _ = document.security_schemes
    for operation_id in document.entries:
        waiting.extend((ref, operation_id) for ref in iter_references(document.operation(operation_id)))
    while waiting:
        reference, where = waiting.pop()
        if reference in seen:
            continue
        seen.add(reference)
        try:
            schema = document.schema(reference)
        except UnresolvableReference as error:
            document.report_schema(reference, error.message, f"{UNCHECKED} (met from {where})")
            continue
        _check_patterns(document, reference, schema)
        waiting.extend((ref, reference) for ref in iter_references(schema))


def _check_patterns(document: Document, reference: str, value: Any) -> None:
    from ..patterns import usable_pattern

    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            pattern = node.get("pattern")
            if isinstance(pattern, str) and not usable_pattern(pattern):
                document.report_schema(reference, f"the pattern {pattern!r} is no regular expression", UNCHECKED)
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
