"""`explain`: which server, credentials, styles and media type a call would use, and why. Sends nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from .call_command import argument_options
from .call_line import ArgumentLine
from .formats import json_text
from .options import command, setup_of
from .own_words import in_own_words
from .prepared_call import configured, read_call
from .terminal import clean


@command("explain", "Explain how a call would be sent.", cls=ArgumentLine)
@argument_options
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_context
def explain_command(
    ctx: click.Context, /, operation: str, items: tuple[str, ...], params: tuple[str, ...], **options: Any
) -> int:
    """Explain how a call would be sent: server, credentials, styles, media type, defaults, and what is refused.

    Takes the arguments of `call`. Sends nothing.
    """
    setup = setup_of(ctx)
    call = read_call(setup, operation, params, items, options)
    client = configured(setup, call, options)
    explanation = client.explain(call.operation.operation_id, call.arguments, body=call.body)
    terminal = setup.terminal
    if options["as_json"]:
        record = asdict(explanation)
        for violation in (*record["violations"], *record["warnings"]):
            del violation["value"]
        terminal.line(json_text(record, colour=terminal.has_colour))
    else:
        with setup.page() as page:
            page.text(clean(in_own_words(str(explanation))))
    return 2 if explanation.violations else 0
