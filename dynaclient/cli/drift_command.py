"""`drift`: show what the plugin `Drift` noted, and write the overlay that makes the document true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from .._support.wording import clean
from .failures import FAILED
from .formats import json_text, write_value
from .options import command, setup_of

if TYPE_CHECKING:
    from ..swap.drift_notes import Note
    from .terminal import Terminal


@command("drift", "Show how answers differ from the document.")
@click.argument("file")
@click.option("--format", "form", type=click.Choice(("text", "json", "markdown")), default="text", show_default=True)
@click.option("--overlay", metavar="OUT", help="Write the overlay that makes the document true.")
@click.option("--fail", is_flag=True, help="Exit with 7 if anything differs.")
@click.pass_context
def drift_command(ctx: click.Context, file: str, form: str, overlay: str | None, fail: bool) -> int:
    """Show what a program with the plugin Drift(FILE) noted: where a server's answers differ from the document."""
    from ..swap.drift_notes import read_notes

    terminal = setup_of(ctx).terminal
    notes = read_notes(file)
    _FORMATS[form](terminal, notes)
    if overlay is not None:
        _write(terminal, notes, overlay)
    return FAILED if fail and notes else 0


def _write(terminal: Terminal, notes: list[Note], output: str) -> None:
    from ..swap.drift_overlay import overlay_of

    made, left = overlay_of(notes)
    count = len(made["actions"])
    if count:
        _replace(terminal, output, made)
        terminal.note(clean(f"{output}: {count} action{'s' if count != 1 else ''}."))
    else:
        terminal.note(clean(f"{output} is not written: there is nothing that an overlay can mend."))
    for note in left:
        terminal.note(clean(f"{note.operation_id}: {note.where}: {note.text}: no overlay can mend this."))


def _replace(terminal: Terminal, output: str, made: Mapping[str, Any]) -> None:
    from io import StringIO

    from .files import replacing

    text = StringIO()
    write_value(terminal.with_stdout(text), made, "json" if output.endswith(".json") else "yaml")
    with replacing(output) as file:
        file.write(text.getvalue().encode())


def _text(terminal: Terminal, notes: list[Note]) -> None:
    if not notes:
        terminal.line("Nothing differs.")
    name = ""
    for note in notes:
        if note.operation_id != name:
            name = note.operation_id
            terminal.line(clean(name))
        times = f"{note.count} time{'s' if note.count != 1 else ''}, {_when(note)}"
        terminal.line(clean(f"  {note.where}: {note.text} ({times})"))
        terminal.line(clean(f"    {note.pointer}{f'; for example: {note.example}' if note.example else ''}"))


def _when(note: Note) -> str:
    return note.last if note.first == note.last else f"{note.first} to {note.last}"


def _json(terminal: Terminal, notes: list[Note]) -> None:
    from dataclasses import asdict

    terminal.line(json_text([{**asdict(note), "text": note.text} for note in notes], pretty=True))


def _markdown(terminal: Terminal, notes: list[Note]) -> None:
    terminal.line("| operation | where | what | times | last |")
    terminal.line("| --- | --- | --- | ---: | --- |")
    for note in notes:
        cells = (note.operation_id, note.where, note.text, str(note.count), note.last)
        terminal.line(f"| {' | '.join(clean(cell).replace('|', '&#124;').replace('<', '&lt;') for cell in cells)} |")


_FORMATS = {"text": _text, "json": _json, "markdown": _markdown}
