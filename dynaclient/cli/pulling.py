"""Runs a pull for a command line: its progress, what it says at the end, and how it goes on after an interruption."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import DynaclientError
from .progress import PageCount
from .same_command import same_command
from .selection import check_path, select

if TYPE_CHECKING:
    from ..bulk.pull_run import PullOptions
    from .prepared_call import PreparedCall
    from .setup import Setup


def selecting(path: str | None) -> Callable[[Any], Any] | None:
    """What takes the part of an item that `--select` names; None for all of it."""
    if path is None:
        return None
    check_path(path)
    return lambda item: select(item, path)


def write_pull(
    setup: Setup,
    client: Any,
    call: PreparedCall,
    options: PullOptions,
    each: Callable[[Any], Any] = lambda item: None,
) -> int:
    """Read the pages, and say what came of it.

    Args:
        each: takes every new item, after it is written.
    """
    from ..bulk.pull import pull_of

    terminal = setup.terminal
    with PageCount(terminal, is_shown=options.into is not None) as count:
        pull = pull_of(client.with_options(on_request=count.asked), call.operation.operation_id, options)
        try:
            for item in pull:
                each(item)
                count.came(pull.report.new)
        except KeyboardInterrupt:
            count.__exit__()
            terminal.note(f"{_so_far(pull.report)} This goes on:\n  {same_command(setup)}")
            return 130
        except DynaclientError:
            setup.items_written = pull.report.new
            if pull.report.pages or pull.report.earlier:
                setup.goes_on = "The same command goes on after them."
            raise
    terminal.note(str(pull.report) if pull.report.pages else _nothing(pull.report, options))
    return 0


def write_resumed(
    setup: Setup, client: Any, call: PreparedCall, rule: Mapping[str, Any], options: Mapping[str, Any]
) -> int:
    """`--all --resume`: write the items of a list to a file, once, however often it is interrupted."""
    from ..bulk.pull_run import PullOptions

    pull = PullOptions(
        call.arguments,
        call.body,
        rule=rule or None,
        into=options["output"],
        form="jsonl",
        state=options["resume"],
        select=selecting(options["select"]),
        select_name=options["select"] or "",
        once=True,
    )
    return write_pull(setup, client, call, pull)


def _so_far(report: Any) -> str:
    pages = f"{report.pages:,} page{'' if report.pages == 1 else 's'}"
    return f"{report.new:,} new items from {pages} are kept."


def _nothing(report: Any, options: PullOptions) -> str:
    if options.once:
        return f"{report.operation_id}: the list was read to its end before. To read it again, delete {options.state}."
    return str(report)
