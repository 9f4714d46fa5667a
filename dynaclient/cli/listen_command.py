"""`listen`: webhooks as they arrive, verified and on one line each, until it is interrupted."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import click

from ..errors import DynaclientError, InvalidEvent, InvalidSignature
from ..openai.variables import WEBHOOK_SECRET
from .failures import CommandError
from .formats import json_text
from .options import command, setup_of
from .terminal import clean, one_line
from .webhook_options import host_of, scheme_of, secrets_of, shown_event, signature_options

if TYPE_CHECKING:
    from .setup import Setup
    from .webhook_listener import Received

_HELD_BACK = frozenset(("connection", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade"))
"""Headers of one connection, which are not forwarded."""


@command("listen", "Receive webhooks, and show those that are verified.")
@click.option("--port", default=8766, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--forward", metavar="URL", help="Send each verified request on to this address, as it arrived.")
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="End after so many events.")
@click.option(
    "--format", "form", type=click.Choice(("text", "ndjson")), help="Default: text on a terminal, else ndjson."
)
@signature_options
@click.pass_context
def listen_command(
    ctx: click.Context,
    port: int,
    host: str,
    forward: str | None,
    count: int | None,
    form: str | None,
    secrets: tuple[str, ...],
    hmac: str | None,
) -> int:
    """Listen for webhooks of the document: each verified event is shown, and answered at once. Ctrl-C ends it.

    A request without a right signature is answered 400, and the reason is written to standard error. The API reaches an
    address of yours only through a tunnel; the sandbox reaches this one: `dynaclient sandbox --webhook-url URL`.
    """
    from .webhook_listener import WebhookListener

    setup = setup_of(ctx)
    scheme = scheme_of(hmac)
    keys = secrets_of(setup, secrets)
    if not keys:
        raise CommandError("there is no secret to verify webhooks with.", fix=_where_secrets_are(setup))
    if forward is not None:
        host_of(forward, "--forward")
    form = form or ("text" if setup.terminal.is_interactive else "ndjson")
    listening = _Listening(setup, keys, scheme, form, forward, count)
    try:
        listener = WebhookListener(host, port, listening.judge, listening.send_on if forward is not None else None)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(
            f"cannot listen on {host}, port {port}: {reason}.", fix="Choose another with --port."
        ) from None
    try:
        setup.terminal.note(f"Listening for webhooks at {listener.url} until Ctrl-C.")
        listening.done.wait()
    finally:
        listener.close()
    return 0


def _where_secrets_are(setup: Setup) -> str:
    if setup.is_openai:
        return f"Set {WEBHOOK_SECRET}, or name another place with --secret env:NAME."
    return "Name its place: --secret env:NAME."


class _Listening:
    """Judges requests, and shows the events that are in them."""

    def __init__(
        self, setup: Setup, keys: list[str], scheme: Any, form: str, forward: str | None, count: int | None
    ) -> None:
        self._terminal = setup.terminal
        self._webhooks = setup.client.webhooks
        self._keys = keys
        self._scheme = scheme
        self._form = form
        self._forward = forward
        self._left = count
        self._lock = threading.Lock()
        self.done = threading.Event()

    def judge(self, received: Received) -> int:
        """The status for a request: 204 if it is verified, else 400."""
        with self._lock:
            try:
                event = self._webhooks.unwrap(received.body, received.headers, self._keys, scheme=self._scheme)
            except (InvalidSignature, InvalidEvent) as error:
                self._terminal.note(one_line(f"refused: {error}"))
                return 400
            except DynaclientError as error:
                self._terminal.note(one_line(f"not read: {error}"))
                return 500
            self._show(event)
            if self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    self.done.set()
            return 204

    def _show(self, event: Any) -> None:
        if self._form == "ndjson":
            self._terminal.line(json_text(shown_event(event), pretty=False))
        else:
            marks = [*(["again"] if event.replayed else []), *([] if event.known else ["unknown"])]
            mark = f"  ({', '.join(marks)})" if marks else ""
            what = (
                json_text(event.data, pretty=False) if not isinstance(event.data, bytes) else f"{len(event.data)} bytes"
            )
            at = time.strftime("%H:%M:%S")
            self._terminal.line(clean(f"{at}  {event.type}  {one_line(what)}{mark}"))
        self._terminal.stdout.flush()

    def send_on(self, received: Received) -> None:
        """Send a request to --forward, and say what is answered there."""
        from ..sandbox.deliveries import DeliveryError, send

        url = str(self._forward)
        headers = [(name, value) for name, value in received.headers if name.lower() not in _HELD_BACK]
        try:
            status, _, _ = send("POST", url, headers, received.body, [host_of(url, "--forward")])
            text = f"forwarded: {status}"
        except DeliveryError as error:
            text = f"not forwarded: {error}"
        self._terminal.note(one_line(text))
