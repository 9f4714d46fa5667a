"""`pull`: keeps a list in a file, and reads only what is new. The library does the work; this connects the parts."""

from __future__ import annotations

from typing import Any

import click

from .call_command import argument_options
from .call_line import ArgumentLine
from .options import command, count, rate, seconds, setup_of
from .prepared_call import configured, read_call


@command("pull", "Keep a list in a file, and read only what is new.", cls=ArgumentLine)
@argument_options
@click.option("--since", metavar="FIELD", help="The field that grows when an item is new: a time, a date or a number.")
@click.option(
    "--since-param", metavar="NAME", help="The parameter that takes its highest value, if its name does not show it."
)
@click.option("--state", metavar="FILE", help="Keeps the highest value, and the page reached; OUTPUT.state by default.")
@click.option("--key", metavar="FIELD", help="The field that names an item; a new one replaces an older one.")
@click.option("-o", "--output", metavar="FILE", help="JSON lines, or a folder of Parquet parts; without it, stdout.")
@click.option(
    "--format", "form", type=click.Choice(("jsonl", "parquet")), help="The output, if its name does not show it."
)
@click.option("--select", metavar="PATH", help="The part of each item that is kept: JMESPath, or a JSON Pointer.")
@click.option("--page-rule", "page_rules", multiple=True, metavar="FIELD=VALUE", help="How to find the next page.")
@click.option("--no-validate", is_flag=True, help="Send the request even if it does not fit the document.")
@click.option(
    "--timeout", type=seconds, metavar="SECONDS", help="The limit to connect, and between bytes of an answer."
)
@click.option("--deadline", type=seconds, metavar="SECONDS", help="The total for each page, with its retries.")
@click.option("--retries", type=count, metavar="N", help="How often to retry a failed attempt; 0 for never.")
@click.option("--rate", type=rate, metavar="RATE", help="The most requests: 60/s, 500/min or 10/h.")
@click.pass_context
def pull_command(
    ctx: click.Context, /, operation: str, items: tuple[str, ...], params: tuple[str, ...], **options: Any
) -> int:
    """Read all pages of a list into a file. The next time, read what is new since then.

    With --since FIELD the highest value is kept in the state file, and passed to the parameter that the document has
    for it, such as updated_since or updated_at[gte]; without one, all pages are read, and what was seen is dropped.
    With --key FIELD, an item that has changed replaces the older one. A run that is killed goes on with the same
    command, asks at most for one page again, and loses none.
    """  # fmt: skip
    from ..bulk.pull_run import PullOptions
    from .paging import read_rule
    from .pulling import selecting, write_pull

    setup = setup_of(ctx)
    call = read_call(setup, operation, params, items, options)
    rule = read_rule(setup, call, options["page_rules"])
    output = None if options["output"] in (None, "-") else options["output"]
    pull = PullOptions(
        call.arguments,
        call.body,
        rule=rule or None,
        into=output,
        state=options["state"],
        since=options["since"],
        since_param=options["since_param"],
        key=options["key"],
        form=options["form"],
        select=selecting(options["select"]),
        select_name=options["select"] or "",
    )
    if output is not None:
        return write_pull(setup, configured(setup, call, options), call, pull)
    from .formats import json_text

    def write(item: Any) -> None:
        setup.terminal.line(json_text(item, pretty=False, colour=setup.terminal.has_colour))
        setup.terminal.stdout.flush()

    return write_pull(setup, configured(setup, call, options), call, pull, write)
