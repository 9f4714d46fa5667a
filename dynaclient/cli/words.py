"""What the first word of a line means if it may be several things: a command, an operation, a word of other programs.

An operation of the document wins over every command that is not in `commands.FIRST`. Runs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .._support.wording import did_you_mean
from ..errors import DynaclientError
from .commands import COMMANDS, FAMILIAR, FIRST, PROGRAM
from .failures import CommandError

if TYPE_CHECKING:
    from .setup import Setup

_EARLY = (("--spec", "spec"), ("--profile", "profile_name"))
"""Options that choose the document, wherever they are on the line → the field of the setup."""


def command_line(setup: Setup, args: Sequence[str]) -> list[str]:
    """The line with the command that its first word means; nothing for the program's own help.

    Raises:
        CommandError: the word is not a command, or leads to several.
    """
    word, rest = args[0], list(args[1:])
    if not setup.means_command and is_operation(setup, word, rest):
        setup.command_guessed = True
        setup.hidden_command = word if word in COMMANDS else ""
        return ["call", *args]
    setup.command_name = word
    if word in COMMANDS:
        return [word, *rest]
    if word in FAMILIAR:
        return _MEANINGS[word](setup, rest)
    hint = did_you_mean(word, command_names())
    raise CommandError(f"there is no command {word!r}.{hint}", fix=f"See `{PROGRAM} --help`.")


def command_names() -> list[str]:
    """The commands that are shown, and `help`."""
    return [*(name for name in COMMANDS if not name.startswith("_")), "help"]


def is_operation(setup: Setup, word: str, rest: Sequence[str] = ()) -> bool:
    """Whether the document in use has an operation of this name; not if it cannot be read.

    Args:
        rest: the words that follow, whose `--spec` or `--profile` chooses the document.
    """
    read_ahead(setup, rest)
    if word not in COMMANDS:  # `drift` has another option of this name
        _read_overlays(setup, rest)
    try:
        return setup.has_operation(word)
    except DynaclientError:  # whatever needs the document reports it
        return False


def read_ahead(setup: Setup, args: Sequence[str]) -> None:
    """Apply the options that choose the document before the words around them are parsed."""
    for index, word in enumerate(args):
        flag, separator, value = word.partition("=")
        field = dict(_EARLY).get(flag)
        if field is not None and (separator or index + 1 < len(args)):
            setattr(setup, field, value if separator else args[index + 1])


def _read_overlays(setup: Setup, args: Sequence[str]) -> None:
    """Apply the overlays among options: they may add the operation."""
    for index, word in enumerate(args):
        flag, separator, value = word.partition("=")
        if flag == "--overlay" and (separator or index + 1 < len(args)):
            overlay = value if separator else args[index + 1]
            setup.overlays += () if overlay in setup.overlays else (overlay,)


def hidden_operation(setup: Setup) -> str:
    """How to call the operation that the command of this run hides, or ""."""
    name = setup.command_name
    if name not in COMMANDS or not is_operation(setup, name):
        return ""
    return f"This document also has an operation `{name}`: `{PROGRAM} call {name}` calls it."


def hidden_command(setup: Setup) -> str:
    """How to run the command that the operation of this run hides, or ""."""
    name = setup.hidden_command
    return f"`{PROGRAM} --command {name}` is the command of that name." if name else ""


def _help(setup: Setup, rest: list[str]) -> list[str]:
    """`help` alone, or `help WORD`, which is `WORD --help`."""
    if not rest:
        return []
    word, line = rest[0], [*rest, "--help"]
    if word in FIRST:
        setup.command_name = word
        return line
    if word in COMMANDS or word in FAMILIAR or setup.means_command:
        return command_line(setup, line)
    setup.command_guessed = True
    return ["call", *line]


def _mock(setup: Setup, rest: list[str]) -> list[str]:
    return ["sandbox", *rest]


def _test(setup: Setup, rest: list[str]) -> list[str]:
    raise CommandError(
        "`test` is neither a command nor an operation of this document.",
        fix=f"`{PROGRAM} check` tests the document, `{PROGRAM} OPERATION … --dry-run` shows a request without sending "
        f"it, and `{PROGRAM} sandbox` serves the document to test a program against.",
    )


_MEANINGS: dict[str, Callable[[Setup, list[str]], list[str]]] = {"help": _help, "mock": _mock, "test": _test}
"""A word of `FAMILIAR` → what it means. Add a line here and there for another one."""
