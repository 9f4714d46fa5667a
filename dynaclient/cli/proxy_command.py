"""`proxy`: the judge between any two programs, until it is interrupted."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import click

from .._support.urls import without_secrets
from .failures import FAILED
from .options import command, setup_of
from .serving import started
from .terminal import clean

if TYPE_CHECKING:
    from ..verify import Finding, Proxy
    from .setup import Setup


@command("proxy", "Pass requests on to a server, and verify what passes.")
@click.option("--target", metavar="URL", required=True, help="The server that requests are sent on to.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8780, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free port.")
@click.option("--strict", is_flag=True, help="Answer 400 or 502 in place of what breaks the document.")
@click.option("--record", metavar="FILE", help="Add what passes to a HAR file, without secrets.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="An origin whose pages may call it, or *. Repeatable.")
@click.pass_context
def proxy_command(
    ctx: click.Context, target: str, host: str, port: int, strict: bool, record: str | None, cors: tuple[str, ...]
) -> int:
    """Stand between a program and a server, and print a line for each difference from the document.

    Requests and answers pass as they are, bodies while they arrive. Ctrl-C ends it, with 7 if anything differed.
    """
    from ..verify import Proxy

    setup = setup_of(ctx)

    def tell(finding: Finding) -> None:
        name = f" {finding.operation_id}" if finding.operation_id else ""
        setup.terminal.line(clean(f"{finding.call}{name}: {finding}"))
        setup.terminal.stdout.flush()

    proxy = Proxy(setup.document, target, strict=strict, tell=tell, record=record)
    try:
        return _served(setup, proxy, host, port, cors)
    finally:
        proxy.close()


def _served(setup: Setup, proxy: Proxy, host: str, port: int, cors: tuple[str, ...]) -> int:
    server = started(lambda: proxy.serve(host, port, cors=cors), host, port)
    try:
        target = without_secrets(proxy.target.url)
        setup.terminal.line(clean(f"Requests to {server.url} go to {target} until Ctrl-C."))
        setup.terminal.stdout.flush()
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
    found = proxy.findings
    kinds = f"{len(found)} finding{'' if len(found) == 1 else 's'}" if found else "nothing found"
    count = proxy.exchanges
    setup.terminal.line(f"{count:,} exchange{'' if count == 1 else 's'}, {kinds}")
    return FAILED if found else 0
