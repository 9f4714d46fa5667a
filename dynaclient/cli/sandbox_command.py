"""`sandbox`: the embedded server, until it is interrupted."""

from __future__ import annotations

import shlex
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import click

from .._support.urls import without_secrets
from .._support.wording import variable_name
from ..model import build_security_schemes
from ..openai.variables import BASE_URL, KEY, WEBHOOK_SECRET
from .advice import overlay_options
from .commands import PROGRAM
from .failures import CommandError
from .options import command, setup_of
from .serving import started
from .terminal import clean
from .webhook_options import host_of, secrets_of

if TYPE_CHECKING:
    from ..document import Document
    from ..recording import RecordedAnswers
    from ..sandbox import Sandbox, Serving, Trouble
    from ..sandbox.watching import Watched
    from .setup import Setup

_TROUBLE = "What goes wrong, such as status=503,rate=0.1 or cut=20,operation=listModels. Repeatable."
_WEBHOOK = "Where webhooks go when something has finished; the sandbox's time runs then."
_UNKNOWN = "What becomes of a key that no request created."
_CORS = "An origin whose pages may call it, or *. Repeatable. Pages of this machine may, on a loopback address."


@command("sandbox", "Serve a sandbox generated from the document.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free port.")
@click.option("--seed", default=0, type=int, help="The same seed gives the same answers to the same calls.")
@click.option("--db", default=":memory:", show_default=True, metavar="FILE", help="The database file.")
@click.option("--model", default=None, metavar="FILE", help="Corrections of what --explain shows, as YAML or JSON.")
@click.option("--script", "scripts", multiple=True, metavar="FILE", help="Answers to chosen requests. Repeatable.")
@click.option(
    "--from", "recorded", default=None, metavar="FILE", help="Answer as recorded in this HAR file, then by itself."
)
@click.option("--no-admin", is_flag=True, help="Do not let programs control the sandbox under /_sandbox/.")
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="HOST", help="Where callbacks may go besides this machine."
)
@click.option("--webhook-url", metavar="URL", help=_WEBHOOK)
@click.option(
    "--webhook-secret", metavar="SOURCE", help="The source of the secret that signs them.  [default: one made up]"
)
@click.option("--trouble", "troubles", multiple=True, metavar="FAULTS", help=_TROUBLE)
@click.option(
    "--unknown", default="auto", show_default=True, type=click.Choice(("auto", "refuse", "invent")), help=_UNKNOWN
)
@click.option("--stateless", is_flag=True, help="Remember nothing: no request has an effect on later ones.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help=_CORS)
@click.option("--watch", is_flag=True, help="Make the sandbox anew when a file that it is made of changes.")
@click.option("--explain", is_flag=True, help="Show the resources that the sandbox recognises, and do not serve.")
@click.pass_context
def sandbox_command(
    ctx: click.Context,
    host: str,
    port: int,
    seed: int,
    db: str,
    model: str | None,
    scripts: tuple[str, ...],
    recorded: str | None,
    no_admin: bool,
    hosts: tuple[str, ...],
    webhook_url: str | None,
    webhook_secret: str | None,
    troubles: tuple[str, ...],
    unknown: Literal["auto", "refuse", "invent"],
    stateless: bool,
    cors: tuple[str, ...],
    watch: bool,
    explain: bool,
) -> int:
    """Serve an API generated from the document, to try calls without a key, a network or a bill. Ctrl-C stops it."""
    from ..sandbox import Sandbox

    setup = setup_of(ctx)
    faults = _faults(troubles)
    allowed, secret = hosts, None
    if webhook_url is not None:
        allowed = (*hosts, host_of(webhook_url, "--webhook-url"))
    if webhook_secret is not None:
        (secret,) = secrets_of(setup, (webhook_secret,))

    def made(document: Document) -> Sandbox:
        return Sandbox(
            document,
            seed=seed,
            db=":memory:" if explain else db,
            model=model,
            unknown=unknown,
            remember=not stateless,
            trouble=faults,
            script=scripts,
            admin=not no_admin,
            allow_hosts=allowed,
            webhook_url=None if explain else webhook_url,
            webhook_secret=secret,
            recorded=None if recorded is None else _recorded(recorded, document),
            clock=None if webhook_url is None else time.time,
        )

    sandbox = made(setup.document)
    if explain:
        for line in str(sandbox.model).splitlines():
            setup.terminal.line(clean(line))
        return 0
    own = [*([model] if model else []), *scripts, *([recorded] if recorded else [])]
    application = _watched(setup, sandbox, made, own) if watch else sandbox
    server = _served(application, host, port, cors)
    try:
        taken = () if no_admin else sandbox.admin_paths_taken
        told = [] if webhook_url is None or secret else _told_secret(setup)
        for line in [*_welcome(setup, server.url), *told, *map(_own_path, taken[:1])]:
            setup.terminal.line(clean(line))
        setup.terminal.stdout.flush()
        threading.Event().wait()
    finally:
        server.close()
    return 0


def _recorded(path: str, document: Document) -> RecordedAnswers:
    from ..recording import RecordedAnswers

    found = RecordedAnswers(path, document)
    if not found.operations:
        raise CommandError(
            f"--from: {path} has no answer to any operation of this document.",
            fix="Name the document that it was recorded with as --spec, or leave --from out.",
        )
    return found


def _told_secret(setup: Setup) -> list[str]:
    """How to verify the webhooks: the secret is made up, and the same for every sandbox."""
    from ..sandbox.signing import SECRET

    name = WEBHOOK_SECRET if setup.is_openai else "WEBHOOK_SECRET"
    more = "" if setup.is_openai else f", and listen with --secret env:{name}"
    return [
        f"Its webhooks are signed with a secret that is made up{more}:",
        f"  export {name}={SECRET}",
    ]


def _own_path(path: str) -> str:
    return f"The document has {path} itself, so there are no controls under /_sandbox/."


def _faults(texts: tuple[str, ...]) -> list[Trouble]:
    from ..sandbox.faults import BadTrouble, read_trouble

    try:
        return [read_trouble(text) for text in texts]
    except BadTrouble as error:
        raise CommandError(f"--trouble: {error}") from None


def _served(application: Any, host: str, port: int, cors: tuple[str, ...]) -> Serving:
    from ..sandbox import Serving

    serving: Serving = started(lambda: Serving(application, host, port, cors=cors), host, port)
    return serving


def _watched(
    setup: Setup, sandbox: Sandbox, made: Callable[[Document], Sandbox], own: Sequence[str]
) -> Watched[Sandbox]:
    """The sandbox, made anew when a file that it is made of changes.

    Args:
        own: the files of corrections and scripts.
    """
    from ..document.cache import digest_of_file
    from ..sandbox.watching import Watched

    def files(now: Sandbox) -> dict[str, str | None]:
        given = _files(now.document) if setup.source or setup.overlay_sources else {}
        return {**given, **{path: digest_of_file(path) for path in own}}

    if not files(sandbox):
        raise CommandError(
            "--watch needs a document, a model or a script in a file.", fix="Name one with --spec, --model or --script."
        )

    def tell(text: str) -> None:
        setup.terminal.line(clean(text))
        setup.terminal.stdout.flush()

    return Watched(sandbox, lambda: made(setup.read_document()), files, tell)


def _files(document: Document) -> dict[str, str | None]:
    """The files that a document was read from, with its overlays: path → hash of the text."""
    from ..document.retrieve import path_of_uri

    document.read_whole()
    texts = {document.origin: document.digest, **document.texts()}
    return {path_of_uri(uri): known for uri, known in texts.items() if uri.startswith("file:")}


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
