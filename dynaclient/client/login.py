"""Let a person log in for a client, see who has, and log out. Needs somebody who can use a browser."""

# ruff: noqa: SLF001  # written as a part of the client

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from .._support.wording import did_you_mean
from ..credentials import login
from ..credentials.oauth_source import OAuthSource
from ..credentials.source import Needs
from ..errors import RequestError

if TYPE_CHECKING:
    from ..credentials.steps import Flow, ShowCode
    from ..credentials.stored_token import StoredToken, StoreKey
    from .sync import Client

PATIENCE = 300.0
"""Seconds that a person is waited for."""


def oauth_source(client: Client, scheme: str = "") -> OAuthSource:
    """The tokens of a scheme that has an `OAuth` credential.

    Args:
        scheme: its name; "" if there is only one.

    Raises:
        RequestError: there is none, or there are several.
    """
    credentials = client._options.request.credentials
    known = {
        name: found
        for name in credentials.schemes
        if name in credentials and isinstance(found := credentials.source(name), OAuthSource)
    }
    if scheme in known:
        return known[scheme]
    if not scheme and len(known) == 1:
        return next(iter(known.values()))
    names = ", ".join(map(repr, known)) or "none"
    if not scheme:
        raise RequestError(f"name the security scheme to log in to: those with an OAuth credential are {names}")
    raise RequestError(
        f"the security scheme {scheme!r} has no OAuth credential.{did_you_mean(scheme, known)} Those that have: {names}"
    )


def needs_of(client: Client, source: OAuthSource, scopes: Iterable[str] | None, operations: Iterable[str]) -> Needs:
    """What to log in for.

    Args:
        scopes: None for those of the operations.
        operations: ids; empty for all.
    """
    found: set[str] = set()
    base_url = ""
    for name in operations or client.operations:
        operation = client.operations[name]
        requirement = next((item for item in operation.security if source.name in item), None)
        if requirement is None:
            continue
        found.update(requirement[source.name])
        if not base_url:
            base_url = client._planned(name, client._current_plans())[1].base_url()
    return Needs(tuple(sorted(found if scopes is None else scopes)), base_url)


def log_in(
    client: Client,
    scheme: str = "",
    *,
    scopes: Iterable[str] | None = None,
    operations: Iterable[str] = (),
    device: bool = False,
    open_page: Callable[[str], bool] | None = None,
    show_code: Callable[[ShowCode], None] | None = None,
    seconds: float = PATIENCE,
) -> StoredToken:
    """Let a person log in; their token is kept, and every later client with the same `OAuth` uses it.

    Args:
        scheme: the security scheme; "" if only one has an `OAuth`.
        scopes: what to ask for; None for what the operations need.
        operations: their ids; empty for all.
        device: show a code to type elsewhere instead of opening a browser here.
        open_page: opens a page; None for the system's browser.
        show_code: shows a code; None prints it.
        seconds: how long to wait.

    Raises:
        TokenError: it was refused, or nobody answered.
        RequestError: there is no such scheme.
    """
    source = oauth_source(client, scheme)
    operations = tuple(operations)
    needs = needs_of(client, source, scopes, operations)
    flow = login.log_in(source, needs, needs.scopes if scopes is not None or operations else None, device=device)
    return _carried_out(client, source, flow, open_page or _open, show_code or _print, seconds)  # type: ignore[no-any-return]


def logged_in(client: Client, scheme: str = "") -> tuple[StoreKey, StoredToken | None]:
    """Who has logged in: whose tokens, and the one that is kept.

    Raises:
        TokenError: the authorization server is not known.
        RequestError: there is no such scheme.
    """
    source = oauth_source(client, scheme)
    found: tuple[StoreKey, StoredToken | None] = _carried_out(client, source, source.kept(_all(client, source)))
    return found


def log_out(client: Client, scheme: str = "") -> int:
    """Forget the tokens of a person, and revoke them where the server can; returns how many there were.

    Raises:
        TokenError: the authorization server is not known.
        RequestError: there is no such scheme.
    Source: RFC 7009.
    """
    source = oauth_source(client, scheme)
    count: int = _carried_out(client, source, login.log_out(source, _all(client, source)))
    return count


def access_token(client: Client, scheme: str = "") -> str:
    """A token that is good now, for other programs.

    Raises:
        TokenError: there is none to be had.
        RequestError: there is no such scheme.
    """
    source = oauth_source(client, scheme)
    token: str = _carried_out(client, source, source.obtain(_all(client, source)))
    return token


def _all(client: Client, source: OAuthSource) -> Needs:
    return needs_of(client, source, None, ())


def _carried_out(
    client: Client,
    source: OAuthSource,
    flow: Flow,
    open_page: Callable[[str], bool] = bool,
    show_code: Callable[[ShowCode], None] = id,  # type: ignore[assignment]
    seconds: float = PATIENCE,
) -> Any:
    from ..transport.deadlines import Deadline
    from ..transport.login_steps import carry_out_login
    from ..transport.token_requests import TokenCall

    options, in_process = client._options.delivery, client._core.app is not None
    call = TokenCall("", options, Deadline.after(seconds), client._token_sender, in_process)
    return carry_out_login(flow, source.name, call, open_page, show_code)


def _open(url: str) -> bool:
    import webbrowser

    return webbrowser.open(url)


def _print(step: ShowCode) -> None:
    print(f"Open {step.url} and type {step.code}")  # noqa: T201  # for the person who called `log_in`
