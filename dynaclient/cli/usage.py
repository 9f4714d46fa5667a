"""What click refuses about a line, in the words of the other errors. Knows nothing about what to do instead."""

from __future__ import annotations

import click

from .._support.wording import did_you_mean


def usage_text(error: click.UsageError) -> str:
    """What is wrong with the line, as a sentence."""
    if isinstance(error, click.NoSuchOption):
        known = [flag for option in error.ctx.command.params for flag in option.opts] if error.ctx else []
        near = did_you_mean(error.option_name, (flag for flag in known if flag.startswith("--")))
        return f"there is no option {error.option_name}.{near}"
    if isinstance(error, click.BadParameter) and error.param is not None:
        flag = error.param.opts[-1]
        name = flag if flag.startswith("-") else flag.upper()
        return f"{name} is missing." if isinstance(error, click.MissingParameter) else f"{name}: {error.message}"
    text = error.format_message().rstrip(".")
    return f"{text[:1].lower()}{text[1:]}{'' if text.endswith('?') else '.'}"
