"""The rule by which an operation pages: the caller's, one that the document states, or one that its names suggest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..model import Operation
from .page_hints import hinted, with_changes
from .page_names import recognised
from .page_rule import Certainty, PageRule

__all__ = ["PageRule", "find_rule", "rule_of"]


def rule_of(document: Document, operation: Operation, given: Any = None) -> PageRule:
    """The rule of an operation; see `find_rule`."""
    return find_rule(document, operation, given)[0]


def find_rule(document: Document, operation: Operation, given: Any = None) -> tuple[PageRule, Certainty]:
    """The rule of an operation and how sure it is: the one given, else that of an extension, else by names.

    Args:
        given: a `PageRule`, or a mapping of fields that replace those of the rule that is found without them.

    Raises:
        RequestError: `given` is not a valid rule.
    """
    if isinstance(given, PageRule):
        return given, "stated"
    rule = recognised(document, operation)
    has_kind = isinstance(given, Mapping) and "kind" in given
    hint = None if has_kind else hinted(document, operation, rule)
    rule = hint or rule
    if given is not None:
        rule = with_changes(rule, given, "rule=", operation.operation_id)
    if hint is not None or has_kind:
        return rule, "stated"
    shows = given is not None or rule.kind != "link" or rule.next or _declares_link(operation)
    return rule, "recognised" if shows else "unknown"


def _declares_link(operation: Operation) -> bool:
    return any(name.lower() == "link" for response in operation.responses.values() for name in response.headers)
