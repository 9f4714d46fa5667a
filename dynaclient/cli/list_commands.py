"""`list` and `search`: find operations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from shlex import quote
from typing import TYPE_CHECKING

import click

from .._support.wording import did_you_mean
from .formats import json_text, write_columns
from .operation_table import COLUMNS, write_table
from .options import command, setup_of

if TYPE_CHECKING:
    from ..document.catalogue import Overview
    from .operation_table import Row
    from .setup import Setup


@command("list", "List the operations.")
@click.argument("pattern", required=False)
@click.option("--tag", metavar="T", help="Only operations with this tag.")
@click.option("--tags", "shows_tags", is_flag=True, help="The tags instead, as a tree.")
@click.option("--webhooks", "shows_webhooks", is_flag=True, help="What the API sends instead: webhooks and callbacks.")
@click.option("--deprecated", is_flag=True, help="Only deprecated operations.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each line.")
@click.pass_context
def list_command(
    ctx: click.Context,
    pattern: str | None,
    tag: str | None,
    *,
    shows_tags: bool,
    shows_webhooks: bool,
    deprecated: bool,
    as_json: bool,
) -> int:
    """List the operations of the document: id, method, path, summary.

    PATTERN is a part of the id or path, in any case; with *, ? or [ it must match the whole id or path.
    """
    setup = setup_of(ctx)
    if shows_tags or shows_webhooks:
        from .other_lists import write_other_list

        write_other_list(setup, pattern, tag, tags=shows_tags, webhooks=shows_webhooks, as_json=as_json)
        return 0
    operations = setup.client.operations
    found = [
        operation
        for operation in (operations if tag is None else operations.tagged(tag)).overviews
        if (pattern is None or matches(operation, pattern)) and (operation.deprecated or not deprecated)
    ]
    if not found:
        setup.terminal.note(_nothing_found(operations.overviews, pattern, tag))
    found.sort(key=lambda operation: (operation.operation_id.casefold(), operation.operation_id))
    write_operations(setup, found, as_json=as_json)
    return 0


@command("search", "Search the operations.")
@click.argument("words", nargs=-1, required=True)
@click.option("-n", "--limit", type=click.IntRange(min=1), metavar="N", help="At most this many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each operation.")
@click.pass_context
def search_command(ctx: click.Context, words: tuple[str, ...], limit: int | None, as_json: bool) -> int:
    """Find the operations that fit WORDS best: a few words or a whole question.

    Any word may match, also in another form, misspelt, or a related one.
    """
    setup = setup_of(ctx)
    found = setup.client.operations.search(" ".join(words)).overviews
    if not found:
        setup.terminal.note("Nothing was found. Try other words, or: dynaclient list")
    write_operations(setup, found[:limit], as_json=as_json)
    return 0


def _nothing_found(operations: Sequence[Overview], pattern: str | None, tag: str | None) -> str:
    """Why the list is empty, and what to try."""
    tags = list(dict.fromkeys(name for operation in operations for name in operation.tags))
    if tag is not None and tag.casefold() not in map(str.casefold, tags):
        known = did_you_mean(tag, tags) or (f" There are: {', '.join(tags)}." if tags else " No operation has a tag.")
        return f"No operation has the tag {tag!r}.{known}"
    if pattern is None:
        return "No operation matches."
    ids = (operation.operation_id for operation in operations)
    return (
        f"No operation matches {pattern!r}.{did_you_mean(pattern, ids)} Or by words: dynaclient search {quote(pattern)}"
    )


def matches(operation: Overview, pattern: str) -> bool:
    """Whether the id or path contains the text or, for a pattern, matches it completely."""
    wanted = pattern.casefold()
    texts = (operation.operation_id.casefold(), operation.path.casefold())
    if any(character in wanted for character in "*?["):
        from fnmatch import fnmatchcase

        return any(fnmatchcase(text, wanted) for text in texts)
    return any(wanted in text for text in texts)


def write_operations(setup: Setup, operations: Iterable[Overview], *, as_json: bool) -> None:
    """Print a table for a person, lines for other programs."""
    terminal, operations = setup.terminal, list(operations)
    if as_json:
        for operation in operations:
            record = dict(zip(COLUMNS, _row(operation), strict=True))
            record |= {"tags": operation.tags, "deprecated": operation.deprecated}  # type: ignore[dict-item]
            terminal.line(json_text(record, pretty=False))
        return
    rows = [_row(operation) for operation in operations]
    if terminal.is_interactive and rows:
        with setup.page() as page:
            write_table(page, rows)
    else:
        write_columns(terminal, rows)


def _row(operation: Overview) -> Row:
    summary = f"(deprecated) {operation.summary}" if operation.deprecated else operation.summary
    return operation.operation_id, operation.sent_method, operation.path, summary
