"""`overlay`: applies overlays, writes the one between two documents, and proposes one that repairs a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from .failures import FAILED, CommandError
from .formats import json_text
from .options import command, help_option, setup_of, show_help
from .terminal import clean

if TYPE_CHECKING:
    from ..document import Document
    from .terminal import Terminal


@click.group(
    "overlay", short_help="Apply, compare and propose overlays.", add_help_option=False, invoke_without_command=True
)
@help_option
@click.pass_context
def overlay_command(ctx: click.Context) -> None:
    """Overlays patch a document that you do not own: OAS Overlay 1.0 and 1.1."""
    if ctx.invoked_subcommand is None:
        show_help(ctx)


def _output_options(function: Any) -> Any:
    for option in (
        click.option("-o", "--output", metavar="FILE", help="The file to write instead of standard output."),
        click.option("--format", "form", type=click.Choice(("json", "yaml")), default="yaml", show_default=True),
    ):
        function = option(function)
    return function


@command("apply", "Write a document with overlays applied.")
@click.argument("files", nargs=-1, required=True, metavar="[S] OVERLAY…")
@click.option("--strict", is_flag=True, help="Exit with 7 if an action changes nothing.")
@_output_options
@click.pass_context
def apply_command(ctx: click.Context, files: tuple[str, ...], strict: bool, form: str, output: str | None) -> int:
    """Write the document S with overlays applied, in their order. S and OVERLAY are paths or URLs.

    Without S, the document that the first overlay `extends`. Actions that change nothing are listed.
    """
    from ..document import load_document
    from ..document.overlays import extended_by, is_overlay, read_overlays
    from ..swap.overlay_diff import raw_of

    setup = setup_of(ctx)
    source, overlays = files[0], [*files[1:], *setup.overlays]
    if is_overlay(_content(source)):
        first = read_overlays([source])[0]
        overlays = [source, *overlays]
        source = setup.source or extended_by(first)
        if not source:
            raise CommandError(
                f"{files[0]} is an overlay that extends no document.", fix="Name the document first: overlay apply S …"
            )
    if not overlays:
        raise CommandError("there is no overlay to apply.", fix="Name one or more after the document.")
    document = load_document(source, overlays=overlays)
    _write(setup.terminal, raw_of(document), form, output)
    for problem in document.stale_actions:
        setup.terminal.note(clean(str(problem)))
    return FAILED if strict and document.stale_actions else 0


@command("diff", "Write the overlay that makes one document of another.")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@_output_options
@click.pass_context
def diff_command(ctx: click.Context, old: str, new: str, form: str, output: str | None) -> int:
    """Write the overlay that makes the document NEW of the document OLD. Both are paths or URLs.

    Overlays that --overlay names are applied to both documents first. For the question whether NEW breaks your calls,
    see `dynaclient diff`.
    """
    from ..document import Document
    from ..swap.overlay_diff import overlay_between

    setup = setup_of(ctx)
    terminal = setup.terminal
    before = Document(old, overlays=setup.overlays)
    overlay = overlay_between(before, Document(new, overlays=setup.overlays, replaces=before.extended_as))
    if not overlay["actions"]:
        terminal.note("The documents are equal: there is nothing to write.")
        return 0
    _write(terminal, overlay, form, output)
    return 0


@command("fix", "Propose an overlay that repairs a document.")
@click.argument("document", required=False, metavar="[S]")
@_output_options
@click.pass_context
def fix_command(ctx: click.Context, document: str | None, form: str, output: str | None) -> int:
    """Propose an overlay that repairs what `dynaclient check --quick` finds.

    That is: path parameters that are not declared, references that lead nowhere, and operationIds that are taken.

    S is a path or a URL; by default, the document given by --spec or the environment.
    """
    from ..swap.overlay_fixes import propose_fixes

    setup = setup_of(ctx)
    if document is not None:
        setup.spec = document
    fixes = propose_fixes(setup.document)
    repaired = fixes.count - len(fixes.left)
    if fixes.overlay["actions"]:
        _write(setup.terminal, fixes.overlay, form, output)
    for problem in fixes.left:
        setup.terminal.note(clean(f"left: {problem}"))
    found = f"{repaired} of {fixes.count} problem{'' if fixes.count == 1 else 's'} repaired."
    if not fixes.count:
        found = "no problems, so there is nothing to repair."
    setup.terminal.note(f"{_name(setup.document)}: {found}")
    return 0


def _name(document: Document) -> str:
    return clean(document.title)


def _content(source: str) -> Any:
    """The value of a text, to see what it is."""
    from ..document.read import load_value
    from ..document.retrieve import retrieve, uri_of

    return load_value(retrieve(uri_of(source))[0], source=source)


def _write(terminal: Terminal, value: Mapping[str, Any], form: str, output: str | None) -> None:
    from ..document.yaml_text import yaml_text
    from .files import replacing

    text = json_text(value, pretty=True) + "\n" if form == "json" else yaml_text(value)
    if output in (None, "-"):
        terminal.write(text)
        return
    with replacing(str(output)) as file:
        file.write(text.encode("utf-8", "surrogatepass"))


for _command in (apply_command, diff_command, fix_command):
    overlay_command.add_command(_command)
