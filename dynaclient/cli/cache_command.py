"""`cache`: shows the compiled documents on disk and removes them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from .failures import CommandError
from .formats import json_text, write_columns
from .options import command, setup_of
from .terminal import one_line

if TYPE_CHECKING:
    from ..document.cache_upkeep import CacheEntry

ACTIONS = ("show", "clear", "prune")


@command("cache", "Show or remove compiled documents.")
@click.argument("action", metavar="ACTION", type=click.Choice(ACTIONS), default="show")
@click.option("--json", "as_json", is_flag=True, help="With show: one JSON object.")
@click.pass_context
def cache_command(ctx: click.Context, action: str, as_json: bool) -> int:
    """Compiled documents, which make the next start with a document fast: their folder, and what is in it.

    show lists them, clear removes them all, prune removes what interrupted processes left, and the documents used least
    recently while all together take more than 500 MB, which also happens by itself.
    """
    from ..document.cache import LIMIT, VARIABLE, cache_folder
    from ..document.cache_upkeep import cache_entries, clear, prune

    folder = cache_folder()
    if folder is None:
        raise CommandError("the cache is off.", fix=f"Unset {VARIABLE}, or name a folder in it.")
    terminal = setup_of(ctx).terminal
    if action != "show":
        freed = clear(folder) if action == "clear" else prune(folder)
        terminal.line(f"{_megabytes(freed)} freed in {folder}")
        return 0
    entries = cache_entries(folder)
    held = sum(entry.size for entry in entries)
    if as_json:
        shown = [{"path": entry.path, "bytes": entry.size, "title": entry.title} for entry in entries]
        terminal.line(json_text({"folder": folder, "bytes": held, "limit": LIMIT, "entries": shown}))
        return 0
    count = f"{len(entries)} document{'' if len(entries) == 1 else 's'}"
    terminal.line(f"{folder}: {count}, {_megabytes(held)} of {_megabytes(LIMIT)}")
    write_columns(terminal, [_row(entry) for entry in entries])
    return 0


def _row(entry: CacheEntry) -> tuple[str, ...]:
    used = time.strftime("%Y-%m-%d", time.localtime(entry.used))
    return used, _megabytes(entry.size), one_line(entry.title) or "(unreadable)"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
