"""`diff`: what changed between two documents, and whether it breaks the calls of a program."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

import click

from .failures import FAILED, CommandError
from .options import command, setup_of

FORMATS = ("text", "json", "markdown", "junit", "github", "sarif")


@command("diff", "Compare two documents.")
@click.argument("old")
@click.argument("new")
@click.option("--used", metavar="LOCK", help="Only what a lock file says is used.")
@click.option("--operation", "globs", metavar="GLOB", multiple=True, help="Only operations whose id matches.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--fail-on", type=click.Choice(("breaking", "risky")), help="Exit with 7 if there is such a change, or a worse one."
)
@click.pass_context
def diff_command(
    ctx: click.Context, old: str, new: str, used: str | None, globs: tuple[str, ...], form: str, fail_on: Any
) -> int:
    """Say what changed from OLD to NEW, two documents, and what it means for calls: breaking, risky or safe.

    Safe changes and different texts are only counted in the text; the JSON lists everything but texts. Overlays that
    --overlay names are applied to both documents.
    """
    from ..document import Document
    from ..swap import compare, read_lock

    setup = setup_of(ctx)
    before = Document(old, overlays=setup.overlays)
    after = Document(new, overlays=setup.overlays, replaces=before.extended_as)
    wanted: Any = None if used is None else read_lock(used).used
    missing = [] if wanted is None else [name for name in wanted.operations if name not in before.entries]
    if missing:
        more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        raise CommandError(
            f"{used} uses {missing[0]!r}{more}, which {old} does not have.",
            fix="OLD is the document that the lock was written for; `dynaclient lock --check` needs none.",
        )
    if globs:
        names = [name for name in before.entries if any(fnmatchcase(name, glob) for glob in globs)]
        if not names:
            raise CommandError(
                f"no operation of {old} matches {' or '.join(map(repr, globs))}.",
                fix=f"See `dynaclient --spec {old} list`.",
            )
        known = wanted.operations if wanted is not None else dict.fromkeys(names)
        wanted = {name: arguments for name, arguments in known.items() if name in names}
    report = compare(before, after, wanted)
    setup.terminal.line(report.format(form))
    return FAILED if fail_on and report.fails(fail_on) else 0
