"""The tokens of people who have logged in: read from the store, and renewed in it by any process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import TokenError
from .grants import TokenEndpoint, refresh
from .steps import AskElsewhere, Flow
from .store import TokenStore
from .stored_token import StoredToken, StoreKey

if TYPE_CHECKING:
    from .source import HeldToken


def store_key(endpoint: TokenEndpoint) -> StoreKey:
    """Whose tokens an endpoint gives: the server's by its issuer where that is named, else by its token endpoint."""
    known = endpoint.endpoints
    server = known.issuer if known.is_named and known.issuer else known.token
    return StoreKey(server, endpoint.identity.client_id, " ".join((endpoint.audience, *endpoint.resources)).strip())


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
    lock = yield from store.locked()
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
