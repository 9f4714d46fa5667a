"""`mcp`: one or several documents as an MCP server, with their profiles and keys, until it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .failures import CommandError
from .options import client_options, command, count, seconds, setup_of
from .setup import Setup
from .terminal import clean

if TYPE_CHECKING:
    from ..client.sync import Client

TOKEN_VARIABLE = "DYNACLIENT_MCP_TOKEN"
_OF_FILES, _OF_ADDRESSES = 2.0, 60.0
"""Seconds between two looks at a document."""

_GLOBS: dict[str, Any] = {"multiple": True, "metavar": "GLOB"}


@command("mcp", "Serve a document's operations to language models.")
@click.option(
    "--spec", "specs", multiple=True, metavar="S", help="A document: a path or a URL. May be given several times."
)
@click.option("--profile", "profiles", multiple=True, metavar="NAME", help="A profile. May be given several times.")
@click.option("--allow", **_GLOBS, help="Only these operations: by operationId, tag or 'METHOD /path'.")
@click.option("--deny", **_GLOBS, help="Not these operations, in the same form.")
@click.option("--tag", "tags", multiple=True, metavar="T", help="Only operations with this tag.")
@click.option(
    "--writes", type=click.Choice(("no", "ask", "yes")), default="no", show_default=True,
    help="What happens to calls that may change data: refused, sent after a person agrees, or sent.",
)  # fmt: skip
@click.option(
    "--read-only-operation", "read_only", **_GLOBS, help="An operation that changes nothing, whatever its method."
)
@click.option(
    "--budget", type=count, default="3000", show_default=True, metavar="TOKENS", help="The most tokens of an answer."
)
@click.option("--files", metavar="DIR", help="The folder for files that are sent and saved.")
@click.option("--audit", metavar="FILE", help="Append a line of JSON for each call, without values.")
@click.option("--deadline", type=seconds, metavar="SECONDS", help="The total for each call, with its retries.")
@click.option("--transport", type=click.Choice(("stdio", "http")), default="stdio", show_default=True)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help=f"With http; another needs a token in {TOKEN_VARIABLE}."
)
@click.option(
    "--port", default=8766, show_default=True, type=click.IntRange(0, 65535), help="With http; 0 picks a free one."
)
@client_options
@click.pass_context
def mcp_command(ctx: click.Context, /, specs: tuple[str, ...], profiles: tuple[str, ...], **options: Any) -> int:
    """Serve the operations of a document to language models, by the Model Context Protocol, until it is stopped.

    By default, only operations that change nothing are called. Three tools find, describe and call operations; where 12
    or fewer are allowed, each is a tool of its own.
    """
    from ..mcp import serve

    setup = setup_of(ctx)
    setups = list(_setups(setup, specs, profiles))
    deadline = options.pop("deadline")
    clients = [_client(one, setups, deadline) for one in setups]
    watches = [watch for client in clients if (watch := _watched(setup, client)) is not None]
    try:
        serve(
            clients,
            **options,
            token=setup.terminal.env.get(TOKEN_VARIABLE) or None,
            on_ready=lambda url: setup.terminal.note(f"Serving models at {url} until Ctrl-C."),
        )
    finally:
        for watch in watches:
            watch.stop()
        for one in setups:
            one.close()
    return 0


def _setups(setup: Setup, specs: tuple[str, ...], profiles: tuple[str, ...]) -> Any:
    """A setup for each document: of the options before the command too, and the given one if there is only one."""
    specs = tuple(dict.fromkeys(filter(None, (setup.spec, *specs))))
    profiles = tuple(dict.fromkeys(filter(None, (setup.profile_name, *profiles))))
    if len(profiles) > 1 and specs:
        raise CommandError(
            "several profiles and --spec: it is not clear which profile is for which document.",
            fix="Give each profile its spec in the profiles file.",
        )
    if len(profiles) < 2 and len(specs) < 2:
        setup.spec, setup.profile_name = (*specs, None)[0], (*profiles, None)[0]
        yield setup
        return
    for spec, profile in (
        [(None, name) for name in profiles] if len(profiles) > 1 else [(s, (*profiles, None)[0]) for s in specs]
    ):
        one = Setup(setup.terminal)
        for name in ("overlays", "base_url", "headers", "queries", "credential_sources", "json_errors"):
            setattr(one, name, getattr(setup, name))
        one.spec, one.profile_name = spec, profile
        yield one


def _client(setup: Setup, setups: list[Setup], deadline: float | None) -> Client:
    """The client of a document, with every key that is known for it."""
    if len(setups) > 1:  # a key belongs to the documents that have its scheme
        _refuse_unknown_schemes(setups)
        schemes = setup.document.security_schemes
        setup.credential_sources = tuple(text for text in setup.credential_sources if text.partition("=")[0] in schemes)
    client = setup.client
    credentials = setup.credentials(setup.document.security_schemes)
    client = client.with_options(credentials=credentials) if credentials else client
    return client if deadline is None else client.with_options(deadline=deadline)


def _refuse_unknown_schemes(setups: list[Setup]) -> None:
    known = {name for setup in setups for name in setup.document.security_schemes}
    for text in setups[0].credential_sources:
        name, separator, _ = text.partition("=")
        if not separator or name not in known:
            raise CommandError(
                f"--credential needs the name of a security scheme: the documents have {', '.join(known) or 'none'}.",
                fix="Write --credential SCHEME=SOURCE.",
            )


def _watched(setup: Setup, client: Client) -> Any:
    """What looks for a newer version of the document; None if it has no place of its own."""
    from ..openai import bundled_description
    from ..swap import watch

    origin = client.document.origin
    if not origin or client.document.source == str(bundled_description()):
        return None
    every = _OF_ADDRESSES if origin.startswith(("http://", "https://")) else _OF_FILES
    return watch(client, every, lambda swap: setup.terminal.note(clean(str(swap))))
