"""`check` and `bundle`: list a document's problems, and write it as one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..document.place import HARMLESS
from .formats import json_text, write_value
from .options import command, setup_of
from .own_words import in_own_words
from .terminal import clean

if TYPE_CHECKING:
    from ..document.place import Problem
    from .setup import Setup


@command("check", "List the problems of a document.")
@click.argument("document", required=False, metavar="[S]")
@click.option("--quick", is_flag=True, help="Only problems that affect calls, not the letter of the standard.")
@click.option("--strict", is_flag=True, help="Exit with 3 for any problem, also one that affects no call.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each problem.")
@click.pass_context
def check_command(ctx: click.Context, document: str | None, quick: bool, strict: bool, as_json: bool) -> int:
    """List the problems of a document: those that affect calls, then deviations from the standard.

    Exits with 3 if a call would meet one; with --strict, if there is any.

    S is a path or a URL; by default, the document given by --spec or the environment.
    """
    setup = _named(ctx, document)
    found = setup.document
    for problem in found.problems:
        _write(setup, problem, "use", as_json=as_json)
    count = len(found.problems)
    met = sum(problem.kind not in HARMLESS for problem in found.problems)
    if not quick:
        from ..document.standard import iter_departures

        for problem in iter_departures(found):
            count += 1
            _write(setup, problem, "standard", as_json=as_json)
    operations = len(found.entries)
    size = f"{operations} operation{'' if operations == 1 else 's'}, OpenAPI {found.version}"
    problems = f"{count or 'no'} problem{'' if count == 1 else 's'}"
    setup.terminal.note(f"{found.title}: {size}, {problems}.")
    return 3 if met or (strict and count) else 0


@command("bundle", "Write a document as one self-contained file.")
@click.argument("document", required=False, metavar="[S]")
@click.option("--format", "form", type=click.Choice(("json", "yaml")), default="yaml", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="The file to write instead of standard output.")
@click.pass_context
def bundle_command(ctx: click.Context, document: str | None, form: str, output: str | None) -> int:
    """Write a document and everything that its references reach as one self-contained file."""
    from io import StringIO

    from ..document.bundle import bundle
    from .files import replacing

    setup = _named(ctx, document)
    bundled = bundle(setup.document)
    if output in (None, "-"):
        write_value(setup.terminal, bundled, form)
        return 0
    text = StringIO()
    write_value(setup.terminal.with_stdout(text), bundled, form)
    with replacing(str(output)) as file:
        file.write(text.getvalue().encode())
    return 0


def _named(ctx: click.Context, document: str | None) -> Setup:
    setup = setup_of(ctx)
    if document is not None:
        setup.spec = document
    return setup


def _write(setup: Setup, problem: Problem, kind: str, *, as_json: bool) -> None:
    if as_json:
        record: dict[str, Any] = {"kind": kind, "pointer": problem.pointer, "what": problem.what}
        record |= {"consequence": problem.consequence, "problem": problem.kind}
        if problem.overlay:
            record["overlay"] = problem.overlay
        if problem.line is not None:
            record["line"] = problem.line
        setup.terminal.line(json_text(record, pretty=False))
    else:
        setup.terminal.text(clean(in_own_words(str(problem))))
