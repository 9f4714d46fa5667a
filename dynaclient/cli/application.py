"""The table of commands, and the one place where errors become exit codes. The commands themselves are elsewhere."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from .commands import COMMANDS, FAMILIAR, FIRST, PROGRAM
from .options import client_options, command_option, help_option, setup_of, setup_options, show_help, version_option
from .setup import Setup
from .terminal import Terminal


class Commands(click.Group):
    """Commands by name; any other word is an operation to call."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which they are explained."""
        return [name for name in COMMANDS if not name.startswith("_")]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of this name."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(f".{module}", __package__), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """`dynaclient createRun …` means `dynaclient call createRun …`; `words` has the rest of the rule."""
        setup, word = setup_of(ctx), args[0]
        if word in FIRST:
            setup.command_name = word
            return super().resolve_command(ctx, args)
        if word in COMMANDS or word in FAMILIAR or setup.means_command:
            from .words import command_line

            args = command_line(setup, args)
            return super().resolve_command(ctx, args) if args else self._help_itself(ctx)
        setup.command_guessed = True
        return super().resolve_command(ctx, ["call", *args])

    def _help_itself(self, ctx: click.Context) -> Any:
        show_help(ctx)
        ctx.exit()


@click.group(
    cls=Commands,
    name=PROGRAM,
    add_help_option=False,
    epilog="An operation's name alone calls it: dynaclient listModels. With --help, it describes it. "
    "Exit codes: 0 done, 2 refused before it was sent, "
    "3 document, 4 HTTP 4xx, 5 HTTP 5xx, 6 network, 7 a comparison or check failed, 8 rows failed, 130 interrupted, "
    "1 a bug of dynaclient.",
)
@client_options
@command_option
@setup_options
@version_option
@help_option
def dynaclient() -> None:
    """Call any operation of an OpenAPI document by name.

    Without --spec, the document that DYNACLIENT_SPEC names, or else the bundled description of the OpenAI API.
    """


def _note_hidden_operation(setup: Setup) -> None:
    """Tell a person which operation is hidden by the command that ran."""
    if setup.command_name and setup.has_read_document and setup.terminal.shows_progress:
        from .words import hidden_operation

        if note := hidden_operation(setup):
            setup.terminal.note(note)


def run(argv: list[str], terminal: Terminal) -> int:
    """Run one command and turn whatever goes wrong into a paragraph and an exit code."""
    setup = Setup(terminal)
    setup.words = tuple(argv)
    setup.json_errors = "--json-errors" in argv  # also for what is wrong with the words before it
    try:
        with dynaclient.make_context(PROGRAM, argv or ["--help"], obj=setup) as context:
            result: Any = dynaclient.invoke(context)
        terminal.stdout.flush()
        _note_hidden_operation(setup)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, click.Abort):
        terminal.note("")
        return 130
    except Exception as error:  # noqa: BLE001  # the outermost place: every error becomes an exit code here
        from .error_report import report

        return report(error, setup)
    finally:
        setup.close()
