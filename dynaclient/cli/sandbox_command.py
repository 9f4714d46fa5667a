"""`sandbox`: the embedded server, until it is interrupted."""

from __future__ import annotations

import shlex
import threading
from typing import TYPE_CHECKING

import click

from .._support.urls import without_secrets
from .._support.wording import variable_name
from ..model import build_security_schemes
from ..openai.variables import BASE_URL, KEY
from .advice import overlay_options
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
    spec += overlay_options(setup)
    keys = _made_up_keys(setup)
    exports = [f"  export {' '.join(f'{variable}={key}' for variable, key in keys.values())}"] if keys else []
    options = "".join(f" --credential {shlex.quote(name)}=env:{variable}" for name, (variable, _) in keys.items())
    return [*lines, *exports, f"  {PROGRAM}{spec} --base-url {url}{options} list"]


def _made_up_keys(setup: Setup) -> dict[str, tuple[str, str]]:
    """Security scheme → a variable and a key for it, which the sandbox takes; of the first operation that needs any."""
    schemes = build_security_schemes(setup.document)
    for operation in setup.client.operations.values():
        for names in operation.security:
            parts = {name: schemes[name].kind.parts for name in names if name in schemes}
            keys = {name: (variable_name(name), ":".join(["sandbox"] * len(texts))) for name, texts in parts.items()}
            if all(key for _, key in keys.values()) and keys:
                return keys
    return {}
