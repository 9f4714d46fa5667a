"""`login`, `logout`, `whoami` and `token`: a person's tokens, which calls then use. Only `token` prints one."""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import click

from .commands import PROGRAM
from .failures import CommandError
from .formats import json_text
from .options import client_options, command, seconds, setup_of
from .terminal import clean

if TYPE_CHECKING:
    from ..client.sync import Client
    from ..credentials.steps import ShowCode
    from .setup import Setup

_TYPES = ("oauth2", "openIdConnect")

scheme_argument = click.argument("scheme", required=False, default="")


@command("login", "Log in, so that calls have a token.")
@client_options
@click.option("--device", is_flag=True, help="Show a code to type on another device, instead of opening a browser.")
@click.option("--operation", "globs", metavar="GLOB", multiple=True, help="Ask for what these operations need.")
@click.option("--scope", "scopes", metavar="SCOPE", multiple=True, help="Ask for this scope, whatever they need.")
@click.option("--wait", type=seconds, metavar="SECONDS", default="300", help="How long to wait for you (300).")
@scheme_argument
@click.pass_context
def login_command(
    ctx: click.Context, scheme: str, device: bool, globs: tuple[str, ...], scopes: tuple[str, ...], wait: float
) -> int:
    """Log in to the authorization server of a security scheme, in a browser or with --device.

    The token is kept in the system's keyring, or else in a file that only you can read, and is renewed by itself. The
    client's id comes from --credential SCHEME=oauth:CLIENT_ID or from a profile.
    """
    from ..client.login import log_in

    setup = setup_of(ctx)
    terminal = setup.terminal
    client = _client(setup)
    operations = [name for name in client.operations if any(fnmatchcase(name, glob) for glob in globs)]
    if globs and not operations:
        raise CommandError(f"no operation is called {' or '.join(globs)}.", fix=f"See `{PROGRAM} list`.")

    def open_page(url: str) -> bool:
        import webbrowser

        if not _has_browser(setup):
            return False
        terminal.note(f"If no browser opens, visit {url}", is_verbatim=True)
        webbrowser.open(url)
        return True

    def show_code(step: ShowCode) -> None:
        terminal.note(f"Open {clean(step.url)} and type {clean(step.code)}", is_verbatim=True)

    token = log_in(
        client,
        scheme,
        scopes=scopes or None,
        operations=operations,
        device=device,
        open_page=open_page,
        show_code=show_code,
        seconds=wait,
    )
    who = f" as {token.subject}" if token.subject else ""
    terminal.line(clean(f"logged in{who}{_scopes(token)}"))
    return 0


@command("logout", "Forget the token of a login.")
@client_options
@scheme_argument
@click.pass_context
def logout_command(ctx: click.Context, scheme: str) -> int:
    """Forget the tokens of a login, and revoke them at the authorization server where it can."""
    from ..client.login import log_out

    setup = setup_of(ctx)
    count = log_out(_client(setup), scheme)
    setup.terminal.line("logged out" if count else "nobody had logged in")
    return 0


@command("whoami", "Show who has logged in, for which scopes, until when.")
@client_options
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@scheme_argument
@click.pass_context
def whoami_command(ctx: click.Context, scheme: str, as_json: bool) -> int:
    """Show who has logged in, for which scopes, and until when. Never shows a token."""
    from ..client.login import logged_in

    setup = setup_of(ctx)
    key, token = logged_in(_client(setup), scheme)
    terminal = setup.terminal
    if token is None:
        raise CommandError("nobody has logged in.", fix=f"Run `{PROGRAM} login`.")
    if as_json:
        shown = {
            "subject": token.subject or None,
            "issuer": key.issuer,
            "client_id": key.client_id,
            "scopes": list(token.scopes),
            "expires_at": token.expires_at,
            "renews": bool(token.refresh_token),
        }
        terminal.line(json_text(shown, colour=terminal.has_colour))
        return 0
    renews = ", renewed by itself" if token.refresh_token else ""
    who = f"{token.subject}, " if token.subject else ""
    terminal.line(clean(f"{who}client {key.client_id} at {key.issuer}{_scopes(token)}, {token.end_in_words}{renews}"))
    return 0


@command("token", "Print a token, for another program.")
@client_options
@scheme_argument
@click.pass_context
def token_command(ctx: click.Context, scheme: str) -> int:
    """Print an access token that is good now, for another program. It is a secret: do not log it."""
    from ..client.login import access_token

    setup = setup_of(ctx)
    setup.terminal.line(access_token(_client(setup), scheme))
    return 0


def _scopes(token: Any) -> str:
    return f" for {' '.join(token.scopes)}" if token.scopes else ""


def _client(setup: Setup) -> Client:
    """The client, with the OAuth credentials that were named and no other.

    Raises:
        CommandError: none was named.
    """
    sources = {name: source for name, source in setup.sources().items() if source.kind == "oauth"}
    if not sources:
        schemes = [name for name, raw in setup.document.security_schemes.items() if raw.get("type") in _TYPES]
        if not schemes:
            raise CommandError(
                "the document has no security scheme of OAuth 2 or OpenID Connect.",
                fix=f"`{PROGRAM} explain OPERATION` shows what a call needs.",
            )
        raise CommandError(
            "the client's id is missing, by which the authorization server knows this program.",
            fix=f"Write --credential {schemes[0]}=oauth:CLIENT_ID, or put [profile.NAME.credentials.{schemes[0]}] "
            'client_id = "…" into the profiles.',
        )
    return setup.client.with_options(credentials=setup.credentials(sources))


def _has_browser(setup: Setup) -> bool:
    """Whether a browser can be opened here: not in CI, nor on another machine."""
    env = setup.terminal.env
    if env.get("BROWSER"):
        return True
    if env.get("CI"):
        return False
    return sys.platform in ("win32", "darwin") or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))
