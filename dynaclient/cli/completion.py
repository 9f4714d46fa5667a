"""`completion`: the script for a shell, and the command that it runs while a line is typed. Never prints an error."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import click

from .options import command, setup_of

if TYPE_CHECKING:
    from .setup import Setup

SHELLS = ("bash", "zsh", "fish")


@command("completion", "Completion for a shell.")
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> int:
    """Completion of commands, operations, argument names, values and files, as a script for a SHELL: bash, zsh or fish.

    bash: eval "$(dynaclient completion bash)" in ~/.bashrc. zsh: the same with zsh in ~/.zshrc, after compinit.
    fish: dynaclient completion fish > ~/.config/fish/completions/dynaclient.fish
    """
    setup_of(ctx).terminal.write(
        files(__package__).joinpath("shells").joinpath(f"dynaclient.{shell}").read_text("utf-8")
    )
    return 0


@click.command("__complete", hidden=True, add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("line")
@click.argument("breaks", default="")
@click.pass_context
def complete_command(ctx: click.Context, line: str, breaks: str) -> int:
    """The candidates for the last word of LINE, one per line: the text, a tab, its meaning.

    BREAKS are the characters at which the shell itself splits words: only the text after the last one is printed.
    """
    from .candidates import candidates, split_line

    setup: Setup = setup_of(ctx)
    words, last = split_line(line)
    cut = max((last.rfind(character) for character in breaks), default=-1)
    cut += last[cut : cut + 1] != "@" or cut < 0  # readline keeps an @ at the head of the word it breaks there
    try:
        for text, meaning in candidates(setup, words, last):
            if not text.isprintable():  # it cannot be typed, and a shell would show it as it is
                continue
            setup.terminal.line(f"{text[cut:]}\t{meaning}" if meaning else text[cut:])
    except Exception:  # noqa: BLE001  # a line that is being typed may be anything; no candidates is the answer then
        return 1
    return 0
