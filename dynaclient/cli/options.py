"""Options that several commands share. Each sets a field of the `Setup`, wherever it is on the line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from .commands import PROGRAM
from .setup import ANSWER_MODES, Setup

F = TypeVar("F", bound=Callable[..., Any])


def setup_of(ctx: click.Context) -> Setup:
    """The setup of this run."""
    setup = ctx.find_object(Setup)
    if setup is None:
        raise RuntimeError("the command was started without its setup")
    return setup


def _store(field: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def store(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value not in (None, False, ()):
            setattr(setup_of(ctx), field, value)

    return store


def _field(*names: str, field: str, **attributes: Any) -> Callable[[F], F]:
    return click.option(*names, expose_value=False, callback=_store(field), **attributes)


def _append(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    setup = setup_of(ctx)
    setup.overlays += tuple(overlay for overlay in value if overlay not in setup.overlays)  # words.py may know it


_SETUP_OPTIONS = {
    "--no-pager": _field(
        "--no-pager", field="no_pager", is_flag=True, help="Write long pages to the terminal at once."
    ),
    "--json-errors": _field(
        "--json-errors", field="json_errors", is_flag=True, help="Print errors as JSON, for other programs."
    ),
    "--profile": _field(
        "--profile", field="profile_name", metavar="NAME", help="The profile to use from the profiles file."
    ),
    "--overlay": click.option(
        "--overlay", expose_value=False, callback=_append, metavar="FILE", multiple=True,
        help="An overlay to apply to the document: a path or a URL. May be given several times.",
    ),
    "--spec": _field("--spec", field="spec", metavar="S", help="The OpenAPI document: a path or a URL."),
}  # fmt: skip


def setup_options(function: F) -> F:
    """--spec, --overlay, --profile, --json-errors and --no-pager, apart from those that mean something else here."""
    own = {name for parameter in getattr(function, "__click_params__", ()) for name in parameter.opts}
    for name, option in _SETUP_OPTIONS.items():
        if name not in own:
            function = option(function)
    return function


def client_options(function: F) -> F:
    """Options for the address and the credentials of a call."""
    for option in (
        _field(
            "--credential", field="credential_sources", metavar="SCHEME=SOURCE", multiple=True,
            help="The source of a key: env:NAME, keyring:SERVICE/USER, command:WORDS, oauth:CLIENT_ID. Never the key.",
        ),
        _field("--base-url", field="base_url", metavar="URL", help="The server, instead of the document's."),
        _field(
            "--query", field="queries", metavar="NAME=VALUE", multiple=True,
            help="A query parameter to send, declared or not; without a VALUE it is left out of --base-url.",
        ),
        _field("--header", field="headers", metavar="'NAME: VALUE'", multiple=True, help="A header to send."),
        _field(
            "--replay", field="replay", metavar="FILE",
            help="Answer from a recording, without the network and without keys.",
        ),
        _field(
            "--record", field="record", metavar="FILE",
            help="Add requests and answers to a HAR file, without secrets.",
        ),
    ):  # fmt: skip
        function = option(function)
    return function


command_option = _field(
    "--command", field="means_command", is_flag=True,
    help="The next word is a command, although the document has an operation of that name.",
)  # fmt: skip

validation_of_answers = _field(
    "--validate-responses", field="validate_responses", metavar="MODE", type=click.Choice(ANSWER_MODES),
    help="Hold answers against the document: warn, raise, or off.",
)  # fmt: skip


_LONGEST = 1e9
"""Seconds (31 years); the system cannot wait for much longer."""


def seconds(text: str) -> float:
    """The seconds in an option: a number above 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= _LONGEST:
        raise click.BadParameter(f"{text!r} is not a number of seconds above 0 and up to {_LONGEST:,.0f}.")
    return number


def rate(text: str) -> float | str:
    """The rate in an option: a number of requests a second, or a text that the library reads."""
    try:
        return float(text)
    except ValueError:
        return text


def count(text: str) -> int:
    """The count in an option: a whole number from 0."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise click.BadParameter(f"{text!r} is not a whole number from 0.")
    return int(text)


def _show_help(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        show_help(ctx)
        ctx.exit()


def show_help(ctx: click.Context) -> None:
    """Write the help of a command, and which operation its name hides."""
    from .help_text import HelpText
    from .words import hidden_operation

    setup = setup_of(ctx)
    ctx.formatter_class = HelpText
    with setup.page() as page:
        page.line(ctx.get_help())
        if hidden := hidden_operation(setup):
            page.line(f"\n{hidden}")


def _show_version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        from .._version import __version__

        setup_of(ctx).terminal.line(f"{PROGRAM} {__version__}")
        ctx.exit()


help_option = click.option(
    "-h", "--help", is_flag=True, is_eager=True, expose_value=False, callback=_show_help, help="Show this and exit."
)
version_option = click.option(
    "-V", "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
    help="Show the version and exit.",
)  # fmt: skip


def command(
    name: str, summary: str, *, cls: type[click.Command] = click.Command
) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a command with the options that every command has.

    Args:
        summary: the description in the list of commands.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        made = click.command(name, cls=cls, short_help=summary, add_help_option=False)
        return made(setup_options(help_option(function)))

    return decorate
