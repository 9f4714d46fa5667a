"""What each kind of change means: a table of pairs that differ in one thing, in both directions."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient.swap import Report, compare
from dynaclient.swap.kinds import KINDS, VERDICTS

from .pairs import ROWS, Row, document


def worst(report: Report) -> tuple[str, set[str]]:
    """The worst verdict, and the kinds that have it."""
    for verdict in VERDICTS:
        found = {change.kind for change in report.of(verdict)}
        if found:
            return verdict, found
    return "none", {""}


def both(row: Row) -> tuple[Any, Any]:
    return document(row.place, row.old), document(row.place, row.new)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_change_has_the_verdict_of_the_table(row: Row) -> None:
    verdict, kinds = worst(compare(*both(row)))
    assert (verdict, row.kind) == (row.verdict, row.kind if row.kind in kinds else kinds), row.reason


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_reverse_has_its_own(row: Row) -> None:
    verdict, kinds = worst(compare(*reversed(both(row))))
    assert (verdict, row.kind_back) == (row.back, row.kind_back if row.kind_back in kinds else kinds), row.reason


def test_the_table_is_large_and_has_no_pair_twice() -> None:
    assert len(ROWS) >= 120
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_every_kind_is_in_the_table_or_needs_more_than_one_operation() -> None:
    shown = {kind for row in ROWS for kind in (row.kind, row.kind_back)}
    assert set(KINDS) - shown == {"operation-added", "operation-removed"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_is_breaking_or_risky_says_what_to_do_and_where(row: Row) -> None:
    for change in compare(*both(row)).changes:
        assert change.text
        assert bool(change.advice) == (change.verdict != "safe")
        assert change.old_pointer.startswith("#/")
        assert change.new_pointer.startswith("#/")
