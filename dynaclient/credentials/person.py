"""The tokens of a person: obtained by logging in, kept in the store, renewed from it by any process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ..errors import TokenError
from .authorization import authorize_device, authorize_in_browser
from .grants import TokenEndpoint, refresh
from .steps import AskElsewhere, Flow
from .store import StoredToken, StoreKey, TokenStore

if TYPE_CHECKING:
    from .source import HeldToken


def store_key(endpoint: TokenEndpoint) -> StoreKey:
    """Whose tokens an endpoint gives."""
    return StoreKey(
        endpoint.endpoints.issuer or endpoint.endpoints.token, endpoint.identity.client_id, endpoint.audience
    )


def log_in(endpoint: TokenEndpoint, store: TokenStore, scopes: tuple[str, ...], *, device: bool) -> Flow:
    """A new token of a person, which is kept.

    Raises:
        TokenError: it was refused.
    """
    token = yield from (authorize_device if device else authorize_in_browser)(endpoint, scopes)
    stored = StoredToken.of(token, scopes)
    yield AskElsewhere(lambda: _with_lock(store, lambda: store.write(store_key(endpoint), stored)))
    return stored


def log_out(endpoint: TokenEndpoint, store: TokenStore) -> Flow:
    """Forget every token of a person; returns how many there were. A server that cannot be asked changes nothing.

    Source: RFC 7009 section 2.1.
    """
    key = store_key(endpoint)
    gone: list[StoredToken] = []
    yield AskElsewhere(lambda: _with_lock(store, lambda: gone.extend(store.remove(key))))
    url = endpoint.endpoints.revocation
    for item in gone if url else ():
        token = item.refresh_token or item.value
        hint = "refresh_token" if item.refresh_token else "access_token"
        try:
            yield from endpoint.post(url, urlencode({"token": token, "token_type_hint": hint}), (token,))
        except TokenError:
            break
    return len(gone)


def stored_token(
    endpoint: TokenEndpoint, store: TokenStore, scopes: tuple[str, ...], held: HeldToken | None, how: str
) -> Flow:
    """The token of a person who has logged in, renewed if it is due or was refused.

    Args:
        held: the token that the process has used so far.
        how: how a person logs in, for the error.

    Raises:
        TokenError: nobody has logged in, or has to again.
    """
    key = store_key(endpoint)
    refused = held.token.value if held is not None and held.refused else None

    def find() -> StoredToken | None:
        return store.find(key, scopes)

    def is_good(found: StoredToken | None) -> bool:
        return found is not None and found.is_fresh and found.value != refused

    found = yield AskElsewhere(find)
    if is_good(found):
        return found.token()
    if found is None:
        raise TokenError(f"nobody has logged in{how}", scheme=endpoint.scheme)
    lock = yield AskElsewhere(store.lock)
    try:
        found = yield AskElsewhere(find)  # another process may have renewed it meanwhile
        if is_good(found):
            return found.token()
        if found is None or not found.refresh_token:
            raise TokenError(f"the login has ended{how}", scheme=endpoint.scheme)
        return (yield from _renewed(endpoint, store, key, found, how))
    finally:
        lock.close()


def _renewed(endpoint: TokenEndpoint, store: TokenStore, key: StoreKey, found: StoredToken, how: str) -> Flow:
    """A newer token, kept before it is used."""
    failure: TokenError | None = None
    newer: Any = None
    try:
        newer = yield from refresh(endpoint, found.token())
    except TokenError as error:
        if error.error != "invalid_grant":
            raise
        failure = error
    if failure is not None:
        yield AskElsewhere(lambda: store.remove(key, found))
        raise TokenError(
            f"the login has ended: the authorization server says {failure.error}{how}",
            scheme=endpoint.scheme,
            url=failure.url,
            status_code=failure.status_code,
            error=failure.error,
            description=failure.description,
        )
    kept = StoredToken.of(newer, found.scopes)
    if kept.scopes != found.scopes:
        yield AskElsewhere(lambda: store.remove(key, found))
    yield AskElsewhere(lambda: store.write(key, kept))
    return newer


def _with_lock(store: TokenStore, act: Any) -> None:
    with store.lock():
        act()
