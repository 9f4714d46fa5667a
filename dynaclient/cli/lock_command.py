"""`lock`: write down what a program uses of a document, and check that a document still keeps it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from .._support.wording import clean
from .failures import FAILED, CommandError
from .options import command, setup_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..swap import Lock, Used
    from ..swap.source import SourceUse
    from .setup import Setup


@command("lock", "Lock what a program uses, or check it.")
@click.argument("sources", nargs=-1, metavar="[SRC]...")
@click.option("--lock", "path", default="dynaclient.lock", show_default=True, metavar="FILE", help="The lock file.")
@click.option("--usage", "usages", metavar="FILE", multiple=True, help="What a running program noted with Usage(FILE).")
@click.option("--check", is_flag=True, help="Write nothing; exit with 7 if the document breaks the lock.")
@click.option("--update", is_flag=True, help="Accept what breaks: show it, and write the lock.")
@click.pass_context
def lock_command(
    ctx: click.Context, sources: tuple[str, ...], path: str, usages: tuple[str, ...], check: bool, update: bool
) -> int:
    """Write the operations and arguments that a program uses, with their contract, to a lock file.

    SRC is Python files or folders, whose calls are read, not run. Without SRC and --usage, the lock keeps what it has.
    A lock that exists is only replaced by what breaks nothing that is still used, unless --update is given.
    """
    from ..swap import read_lock
    from ..swap.lock import Lock
    from ..swap.source import SourceUse, read_source
    from ..swap.usage import read_usage

    setup = setup_of(ctx)
    if check and update:
        raise CommandError("--check writes nothing, and --update writes the lock.", fix="Give one of them.")
    known = read_lock(path) if check or os.path.exists(path) else None
    if known is None and not (sources or usages):
        raise CommandError(
            f"there is no {path}, and nothing to write into it.",
            fix="Name the source of the program: dynaclient lock src",
        )
    found = read_source(setup.document, sources) if sources else SourceUse()
    used = found.used
    for usage in usages:
        used = used.merged(read_usage(usage))
    if known is not None and not (sources or usages):
        used = known.used
    for unknown in found.unknown:
        setup.terminal.note(clean(str(unknown)))
    if check and known is not None:
        return _check(setup, known, used, found)
    if known is not None and not _is_accepted(setup, known, used, path, update=update):
        return FAILED
    lock = Lock.of(setup.document, _without_missing(setup, used) if update else used)
    lock.write(path)
    files = f", from {found.files} file{'s' if found.files != 1 else ''}" if found.files else ""
    setup.terminal.note(clean(f"{path}: {_count(len(lock.used.operations))} of {_title(lock)}{files}."))
    return 0


def _check(setup: Setup, lock: Lock, used: Used, found: SourceUse) -> int:
    """Say what breaks, and what is used that the lock does not have."""
    report = lock.compare(setup.document)
    if report.changes:
        setup.terminal.line(report.format())
    stale = [
        f"{found.places.get(name, name)}: {', '.join(more)}{' of ' if more else ''}{name} is not in the lock"
        for name, more in _not_in(lock.used, used)
    ]
    for line in stale:
        setup.terminal.line(clean(line))
    if report.breaking or stale:
        setup.terminal.note("Failed. `dynaclient lock --update` shows and accepts what changed.")
        return FAILED
    setup.terminal.note(clean(f"{_count(len(lock.used.operations))} of {_title(lock)}: nothing breaks."))
    return 0


def _not_in(locked: Used, used: Used) -> Iterator[tuple[str, list[str]]]:
    """Operation → the arguments that are used beyond a lock; none if the lock does not have the operation at all."""
    for name, arguments in used.operations.items():
        if name not in locked.operations:
            yield name, []
            continue
        known = locked.operations[name]
        if known is None:
            continue
        more = ["any argument"] if arguments is None else sorted(arguments - known)
        if more and not (arguments is not None and "body" in known and all(name.startswith("body") for name in more)):
            yield name, more


def _is_accepted(setup: Setup, known: Lock, used: Used, path: str, *, update: bool) -> bool:
    """Show what changes for what is still used; whether the lock may be replaced."""
    from ..swap import compare

    kept = {name: names for name, names in known.used.operations.items() if name in used.operations}
    report = compare(known, setup.document, kept)
    if report.changes:
        setup.terminal.line(report.format())
    if report.breaking and not update:
        setup.terminal.note(f"{path} stays as it is. --update accepts these changes.")
        return False
    return True


def _without_missing(setup: Setup, used: Used) -> Used:
    """What is used, without operations that the document no longer has; their loss was shown."""
    from ..swap import Used

    return Used({name: names for name, names in used.operations.items() if name in setup.document.entries})


def _count(number: int) -> str:
    return f"{number} operation{'s' if number != 1 else ''}"


def _title(lock: Lock) -> str:
    return f"{lock.title} {lock.version}".strip()
