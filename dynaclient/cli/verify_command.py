"""`verify`: hold recordings, or the answers of a real server, against the document."""

from __future__ import annotations

from typing import Any

import click

from .failures import FAILED, CommandError
from .options import client_options, command, seconds, setup_of

FORMATS = ("text", "json", "markdown", "junit")


@command("verify", "Hold what was really answered against the document.")
@client_options
@click.argument("recordings", nargs=-1, metavar="[FILE]...")
@click.option("--live", is_flag=True, help="Call the server, and verify what it answers.")
@click.option(
    "--operation", "globs", multiple=True, metavar="GLOB",
    help="What --live calls: an operationId, a tag, or 'METHOD /path'.  [default: GET *]",
)  # fmt: skip
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="An argument for what --live calls.")
@click.option("--deadline", type=seconds, default=60.0, metavar="SECONDS", help="The limit for each call of --live.")
@click.option("--strict", is_flag=True, help="The letter of the document, without reliefs.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.pass_context
def verify_command(
    ctx: click.Context,
    recordings: tuple[str, ...],
    live: bool,
    globs: tuple[str, ...],
    params: tuple[str, ...],
    deadline: float,
    strict: bool,
    form: str,
) -> int:
    """Say where requests and answers differ from the document. Exits with 7 if they do.

    FILE is a HAR archive: a recording (--record), or what a browser exports. --live calls operations of the server
    instead, which `GET *` keeps to what changes nothing. Their arguments are examples of the document, keys that lists
    answered before, and what -p gives.
    """
    from ..verify import verify

    setup = setup_of(ctx)
    if live == bool(recordings):
        raise CommandError(
            "verify takes the files of recordings, or --live."
            if not live
            else "--live verifies what a server answers now, and a FILE what it answered before.",
            fix="Write `dynaclient verify cassette.har`, or `dynaclient verify --live --operation 'GET *'`.",
        )
    if not live:
        if globs or params:
            raise CommandError("--operation and -p choose what --live calls.", fix="Add --live, or leave them out.")
        report = verify(recordings, setup.document, strict=strict)
    else:
        report = _live(setup, globs or ("GET *",), params, deadline, strict=strict)
    setup.terminal.line(report.format(form))
    return FAILED if report.findings else 0


def _live(setup: Any, globs: tuple[str, ...], params: tuple[str, ...], deadline: float, *, strict: bool) -> Any:
    from ..verify.live import verify_live

    given = {}
    for text in params:
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise CommandError(f"-p takes NAME=VALUE, not {text!r}.", fix="Write -p petId=7.")
        given[name] = value
    credentials = setup.credentials(setup.document.security_schemes)
    client = setup.client.with_options(credentials=credentials, deadline=deadline, retries=0)
    return verify_live(client, globs, given, strict=strict)
