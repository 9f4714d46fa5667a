"""`list --tags` and `list --webhooks`: what a document has besides operations."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..model.tags import tag_tree
from .failures import CommandError
from .formats import draw_table, json_text, write_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .setup import Setup

_BELOW = "› "
"""Before a tag, for each tag above it."""


def write_other_list(
    setup: Setup, pattern: str | None, tag: str | None, *, tags: bool, webhooks: bool, as_json: bool
) -> None:
    """Write the tags or the webhooks.

    Raises:
        CommandError: both are asked for, or operations with a tag.
    """
    if tags and webhooks:
        raise CommandError("--tags and --webhooks are two lists.", fix="Leave one of them out.")
    if tag is not None:
        raise CommandError(f"--tag {tag} is about operations.", fix="Leave it out, or --tags or --webhooks.")
    (write_tags if tags else write_webhooks)(setup, pattern, as_json=as_json)


def write_tags(setup: Setup, pattern: str | None, *, as_json: bool) -> None:
    """Write the tags as a tree, with the number of operations that have each."""
    overviews = setup.client.operations.overviews
    count = Counter(name for line in overviews for name in line.tags)
    found = [
        tag for tag in tag_tree(setup.document, count) if pattern is None or pattern.casefold() in tag.name.casefold()
    ]
    if not found:
        setup.terminal.note("No tag matches." if pattern else "The document has no tags.")
    if as_json:
        for tag in found:
            value = {
                "tag": tag.name,
                "parent": tag.parent or None,
                "kind": tag.kind,
                "summary": tag.summary,
                "operations": count[tag.name],
            }
            setup.terminal.line(json_text(value, pretty=False))
        return
    rows = [
        (
            f"{'' if pattern else _BELOW * tag.depth}{tag.name}",
            tag.kind,
            str(count[tag.name]),
            tag.summary or tag.description,
        )
        for tag in found
    ]
    _write(setup, ("tag", "kind", "operations", "summary"), rows)


def write_webhooks(setup: Setup, pattern: str | None, *, as_json: bool) -> None:
    """Write the webhooks, and the callbacks of operations as OPERATION.NAME."""
    everything = setup.client.webhooks
    found = [
        (name, hook) for name, hook in everything.items() if pattern is None or pattern.casefold() in name.casefold()
    ]
    if not found:
        nothing = (
            "No webhook or callback matches." if everything else "The document declares no webhooks and no callbacks."
        )
        setup.terminal.note(nothing)
    if as_json:
        for name, hook in found:
            value = {"name": name, "method": hook.operation.sent_method, "summary": hook.operation.summary}
            setup.terminal.line(json_text(value, pretty=False))
        return
    rows = [(name, hook.operation.sent_method, hook.operation.summary) for name, hook in found]
    _write(setup, ("webhook", "method", "summary"), rows)


def _write(setup: Setup, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for a person, lines for other programs."""
    if rows and setup.terminal.is_interactive:
        draw_table(setup.terminal, columns, rows)
    elif rows:
        write_columns(setup.terminal, rows)
