"""`tools` and `skill`: function definitions for programs that run a model, and a page for agents with a shell."""

from __future__ import annotations

import click

from .failures import CommandError
from .formats import json_text
from .options import command, count, setup_of

FORMATS = ("openai", "openai-responses", "anthropic", "gemini", "json-schema")


@command("tools", "Write function definitions for language models.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="json-schema", show_default=True)
@click.option("--operation", "operations", multiple=True, metavar="GLOB", help="By operationId, tag or 'METHOD /path'.")
@click.option("--budget", type=count, metavar="N", help="The most tokens, counted as bytes divided by 4.")
@click.option("--strict", is_flag=True, help="In the vendor's strict mode, where it has one.")
@click.pass_context
def tools_command(ctx: click.Context, form: str, operations: tuple[str, ...], budget: int | None, strict: bool) -> int:
    """Write function definitions of operations as JSON, as a vendor of models takes them for `tools`.

    In Python, client.tools(…) gives the same, and client.run_tool(name, arguments) runs what a model calls.
    """
    setup = setup_of(ctx)
    found = setup.client.tools(format=form, operations=operations, budget=budget, strict=strict)
    setup.terminal.line(json_text(found, colour=setup.terminal.has_colour))
    return 0


@command("skill", "Write a page for agents that have a shell.")
@click.option("-o", "--output", metavar="DIR", required=True, help="The folder to write SKILL.md into.")
@click.pass_context
def skill_command(ctx: click.Context, output: str) -> int:
    """Write a SKILL.md with the few commands by which an agent uses this API through dynaclient."""
    from ..mcp.skill import write_skill

    setup = setup_of(ctx)
    try:
        path = write_skill(setup.client, setup.source, output)
    except OSError as error:
        raise CommandError(
            f"SKILL.md cannot be written into {output!r}: {error.strerror or error}.",
            fix="Choose another folder with -o.",
        ) from None
    setup.terminal.line(f"Written: {path}")
    return 0
