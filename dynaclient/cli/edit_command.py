"""`edit`: opens what an operation writes in a text editor, shows what changed, asks, and sends it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from .arguments import ArgumentReader
from .call_line import ArgumentLine
from .failures import CommandError
from .options import client_options, command, setup_of
from .terminal import clean

if TYPE_CHECKING:
    from ..editing.edit import Edit
    from .editor import EditedFile
    from .setup import Setup
    from .terminal import Terminal


@command("edit", "Change a resource in your text editor.", cls=ArgumentLine)
@client_options
@click.argument("operation")
@click.argument("items", nargs=-1, metavar="[VALUE]... [NAME=VALUE]...")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=…", help="An argument, like NAME=VALUE.")
@click.option("--read", metavar="OPERATION", help="The operation that reads; by default the GET of the same path.")
@click.option("--from", "source", metavar="FILE", help="The changed value, instead of an editor; - for stdin.")
@click.option("-y", "--yes", is_flag=True, help="Send without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would change; send nothing.")
@click.option("--unconditional", is_flag=True, help="Write even if the server gives no ETag and no Last-Modified.")
@click.pass_context
def edit_command(
    ctx: click.Context,
    /,
    operation: str,
    items: tuple[str, ...],
    params: tuple[str, ...],
    read: str | None,
    source: str | None,
    yes: bool,
    dry_run: bool,
    unconditional: bool,
) -> int:
    """Read what OPERATION, a PUT, PATCH or POST, writes; change it in $VISUAL or $EDITOR; check it; ask; and send it.

    It is sent under the condition that nobody else changed it. If somebody did, changes of different members go
    together, and those of the same ones are an error. Nothing is sent if nothing changed. If it could not be sent, your
    text is kept in a file that --from takes.
    """
    setup = setup_of(ctx)
    terminal = setup.terminal
    if not (yes or dry_run) and (source is not None or not terminal.stdin.isatty()):
        raise CommandError(
            "edit asks before it sends, and there is nobody to ask.",
            fix="Add --yes to send without asking, or --dry-run to see what would change.",
        )
    edit = _edit(setup, operation, (*params, *items), read, unconditional)
    terminal.note(f"{edit.reads} reads what {edit.operation_id} writes.")
    edit.open()
    if isinstance(edit.value, bytes):
        raise CommandError(f"{edit.reads} answers with bytes, which a text editor cannot change. Nothing was sent.")
    if source is not None:
        _take(edit, _text_of(terminal, source))
        problem = _problem(edit)
        if problem:
            raise CommandError(f"{problem}\nNothing was sent.")
        return _finish(setup, edit, yes=yes, dry_run=dry_run)
    from .editor import EditedFile

    with EditedFile(terminal, edit.operation_id, _as_text(edit.writable), _suffix(edit.value)) as file:
        _edited(terminal, edit, file)
        return _finish(setup, edit, yes=yes, dry_run=dry_run)


def _edit(setup: Setup, name: str, given: tuple[str, ...], read: str | None, unconditional: bool) -> Edit:
    operation = setup.operation(name)
    arguments = ArgumentReader(setup.document, operation, setup.terminal).read((), given)
    client: Any = setup.client
    reader = client.edit(operation.operation_id, arguments, read=read, unconditional=unconditional).reads
    schemes = (name for one in (operation, setup.operation(reader)) for names in one.security for name in names)
    client = client.with_options(credentials=setup.credentials(schemes))
    edit: Edit = client.edit(operation.operation_id, arguments, read=read, unconditional=unconditional)
    return edit


def _edited(terminal: Terminal, edit: Edit, file: EditedFile) -> None:
    """Open the editor until the text is right.

    Raises:
        CommandError: the text is wrong, and the person leaves it at that.
    """
    while problem := _taken(edit, file.edit()):
        terminal.note(problem)
        if not _agrees(terminal, "Open it again? [Y/n]", otherwise=True):
            raise CommandError("the text is not right, so nothing was sent.")


def _finish(setup: Setup, edit: Edit, *, yes: bool, dry_run: bool) -> int:
    """Show what changed, ask, and send it."""
    from ..editing.differences import is_same

    terminal = setup.terminal
    if edit.written is None:
        terminal.note("Nothing changed, so nothing was sent.")
        return 0
    _show_change(terminal, edit)
    if dry_run:
        terminal.note("Nothing was sent.")
        return 0
    if not yes and not _agrees(terminal, f"Send it with {edit.operation_id}? [y/N]", otherwise=False):
        raise CommandError("nothing was sent.")
    ours = edit.writable
    edit.write()
    if not is_same(ours, edit.writable):
        terminal.note("Somebody else changed it meanwhile: both changes are in it now.")
    _write_answer(setup, edit)
    return 0


def _write_answer(setup: Setup, edit: Edit) -> None:
    from .output import Output

    operation = setup.operation(edit.operation_id)
    with Output(setup.terminal, None, None, None).opened(operation) as writer:
        writer.write(edit.response)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _suffix(value: Any) -> str:
    return ".txt" if isinstance(value, str) else ".json"


def _text_of(terminal: Terminal, source: str) -> str:
    if source == "-":
        return terminal.read_bytes().decode("utf-8-sig", errors="replace")
    try:
        with open(source, encoding="utf-8-sig") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise CommandError(f"the file {source!r} of --from cannot be read: {why}.") from None


def _take(edit: Edit, text: str) -> None:
    """Make a text the value of an edit.

    Raises:
        CommandError: it is not JSON.
    """
    if isinstance(edit.value, str):
        edit.value = text
        return
    try:
        edit.value = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise CommandError(
            f"the text is not JSON{where}: {getattr(error, 'msg', 'it is nested too deeply')}."
        ) from None


def _problem(edit: Edit) -> str:
    """What is wrong with the changed value, in lines; "" if it can be sent."""
    from ..errors import DynaclientError

    try:
        found = edit.violations()
    except DynaclientError as error:
        return str(error)
    lines = [f"  {violation}" for violation in found]
    return "\n".join([f"{edit.operation_id}: the text does not fit the document.", *lines]) if lines else ""


def _taken(edit: Edit, text: str) -> str:
    """Make a text the value; returns what is wrong with it."""
    try:
        _take(edit, text)
    except CommandError as error:
        return str(error)
    return _problem(edit)


def _show_change(terminal: Terminal, edit: Edit) -> None:
    """The difference, line by line, with colours on a terminal."""
    from difflib import unified_diff

    before, after = (_as_text(value).splitlines(keepends=True) for value in (edit.before, edit.writable))
    colours = {"+": "\x1b[32m", "-": "\x1b[31m"} if terminal.has_colour else {}
    for line in unified_diff(before, after, edit.reads, edit.operation_id):
        text, colour = clean(line.rstrip("\n")), colours.get(line[0], "")
        terminal.line(f"{colour}{text}\x1b[0m" if colour else text)


def _agrees(terminal: Terminal, question: str, *, otherwise: bool) -> bool:
    """Whether the person says yes.

    Args:
        otherwise: what an empty line means; the end of the input means no.
    """
    terminal.stderr.write(f"{question} ")
    terminal.stderr.flush()
    answer = terminal.stdin.readline()
    word = answer.strip().lower()
    if not answer:
        terminal.stderr.write("\n")
        return False
    return word in ("y", "yes") if word else otherwise
