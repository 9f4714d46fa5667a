"""`sandbox`: the embedded server, until it is interrupted."""

from __future__ import annotations

import threading

import click

from . import PROGRAM
from .options import command, setup_of


@command("sandbox", "A server made from the document.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 for any free one.")
@click.pass_context
def sandbox_command(ctx: click.Context, host: str, port: int) -> int:
    """A server made from the document, to try calls without a key, a network or a bill. Ctrl-C ends it."""
    from ..sandbox import Sandbox

    setup = setup_of(ctx)
    server = Sandbox(setup.document).serve(host, port)
    try:
        setup.terminal.line(f"{setup.document.title} is served at {server.url}")
        setup.terminal.line(f"Call it with: {PROGRAM} --base-url {server.url} …")
        setup.terminal.stdout.flush()
        threading.Event().wait()
    finally:
        server.close()
    return 0
