"""The line of a call: what `--help` means after an operation, and options that are meant as arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from .commands import PROGRAM
from .options import setup_of

if TYPE_CHECKING:
    from ..model import Operation
    from .failures import CommandError
    from .setup import Setup

HELP = ("-h", "--help")


class ArgumentLine(click.Command):
    """A command that takes an operation and its arguments. `--model x` is answered with `model=x`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words; an unknown option may be an argument in the style of other programs."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            meant = _meant_argument(setup_of(ctx), self, given, error.option_name)
            raise error if meant is None else meant from None


class CallLine(ArgumentLine):
    """The same, with `--help` after an operation for the description of that operation."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words, and remember whether help for the operation is wanted."""
        if not set(HELP).isdisjoint(args):
            options, _, _ = self.make_parser(ctx).parse_args(args=list(args))
            if options.get("help") and isinstance(options.get("operation"), str):
                ctx.meta[_WANTS_PAGE] = True
                args = [word for word in args if word not in HELP]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Call the operation, or describe it."""
        if ctx.meta.get(_WANTS_PAGE):
            from .show_command import show_page
            from .words import hidden_command

            setup = setup_of(ctx)
            options = f"`{PROGRAM} call --help` lists the options of a call."
            return show_page(setup, ctx.params["operation"], options, hidden_command(setup))
        return super().invoke(ctx)


_WANTS_PAGE = f"{__name__}.wants_page"


def _meant_argument(setup: Setup, command: click.Command, given: Sequence[str], option: str) -> CommandError | None:
    """The answer to an unknown option, or None if the line has no known operation."""
    from .._support.spelling import plain_name
    from .._support.wording import did_you_mean
    from ..errors import DynaclientError
    from .failures import CommandError
    from .words import read_ahead

    read_ahead(setup, given)
    try:
        operations = setup.client.operations
    except DynaclientError:  # the unknown option is what to mend first
        return None
    name = next((word for word in given if word in operations or word in operations.aliases), None)
    index = next((i for i, word in enumerate(given) if word.startswith(option)), None)
    if name is None or index is None:  # no operation, or one of several letters after a dash
        return None
    operation, word = setup.operation(name), given[index]
    if _NUMBER.match(word):
        return _number_by_place(command, operation, given[: given.index(name)], given[given.index(name) : index], word)
    wanted, separator, value = word.lstrip("-").partition("=")
    following = given[index + 1] if index + 1 < len(given) else "-"
    if not separator and not following.startswith("-"):
        value = following
    names = list(_names(setup, operation))
    argument = next((known for known in names if plain_name(known) == plain_name(wanted)), None)
    shown = f"{operation.operation_id}: there is no option {word.partition('=')[0]}"
    if argument is None:
        options = [flag for parameter in command.params for flag in parameter.opts if flag.startswith("--")]
        near = did_you_mean(f"--{wanted}", options) or did_you_mean(wanted, names)
        return CommandError(f"{shown}.{near}", fix="Arguments are written NAME=VALUE, without dashes.")
    return CommandError(
        f"{shown}; an argument is written NAME=VALUE.", fix=f"Write {_written(setup, operation, argument, value)}."
    )


_NUMBER = re.compile(r"-\.?[0-9]")


def _number_by_place(
    command: click.Command, operation: Operation, options: Sequence[str], before: Sequence[str], word: str
) -> CommandError:
    """The answer to `-5` as a value for the path, which reads as an option.

    Args:
        options: the words before the operation.
        before: the operation, and the words between it and the number.
    """
    from .arguments import free_path_parameters
    from .failures import CommandError

    ctx = click.Context(command, resilient_parsing=True)
    values, _, _ = command.make_parser(ctx).parse_args(args=[*options, *before])
    given = _texts(values.get("items"))
    names = {text.partition("=")[0] for text in (*given, *_texts(values.get("params"))) if "=" in text}
    free = free_path_parameters(operation, names)[sum("=" not in text for text in given) :]
    name = free[0].name if free else "NAME"
    return CommandError(
        f"{operation.operation_id}: {word} begins with a dash, so it reads as an option.", fix=f"Write {name}={word}."
    )


def _texts(values: Any) -> list[str]:
    """The words that were given for an argument, for which the parser may have a mark that there are none."""
    return [text for text in values if isinstance(text, str)] if isinstance(values, (list, tuple)) else []


def _names(setup: Setup, operation: Operation) -> Iterator[str]:
    from ..request.binding import Binder

    yield from (parameter.name for parameter in operation.parameters)
    yield from Binder(setup.document, operation).properties


def _written(setup: Setup, operation: Operation, name: str, value: str) -> str:
    import shlex

    if not value:
        from ..request.binding import Binder
        from ..schema.view import types_of

        schema = Binder(setup.document, operation).schema_of(name)
        return f"{name}=true" if "boolean" in types_of(setup.document, schema) else f"{name}=…"
    return shlex.quote(f"{name}={value}")
