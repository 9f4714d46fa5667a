"""`sandbox`: the embedded server, until it is interrupted."""

from __future__ import annotations

import shlex
import threading
from typing import TYPE_CHECKING

import click

from .._support.urls import without_secrets
from ..openai.variables import BASE_URL, KEY
from .commands import PROGRAM
from .failures import CommandError
from .options import command, setup_of
from .terminal import clean

if TYPE_CHECKING:
    from .setup import Setup


@command("sandbox", "Serve a sandbox generated from the document.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free port.")
@click.option("--seed", default=0, type=int, help="The same seed gives the same answers to the same calls.")
@click.option("--db", default=":memory:", show_default=True, metavar="FILE", help="The database file.")
@click.pass_context
def sandbox_command(ctx: click.Context, host: str, port: int, seed: int, db: str) -> int:
    """Serve an API generated from the document, to try calls without a key, a network or a bill. Ctrl-C stops it."""
    from ..sandbox import Sandbox

    setup = setup_of(ctx)
    try:
        server = Sandbox(setup.document, seed=seed, db=db).serve(host, port)
    except OSError as error:
        raise CommandError(
            f"cannot listen on {host}, port {port}: {error.strerror}.", fix="Choose another with --port."
        ) from None
    try:
        for line in _welcome(setup, server.url):
            setup.terminal.line(clean(line))
        setup.terminal.stdout.flush()
        threading.Event().wait()
    finally:
        server.close()
    return 0


def _welcome(setup: Setup, url: str) -> list[str]:
    lines = [f"{setup.document.title} is served at {url} until Ctrl-C. Call it from another terminal:"]
    if setup.is_openai:
        return [*lines, f"  export {BASE_URL}={url} {KEY}=sandbox", f"  {PROGRAM} list"]
    spec = f" --spec {shlex.quote(without_secrets(setup.source))}" if setup.source else ""
    spec += "".join(f" --overlay {shlex.quote(without_secrets(overlay))}" for overlay in setup.overlays)
    return [
        *lines,
        f"  {PROGRAM}{spec} --base-url {url} list",
    ]
