"""What a person does: log in, so that a token is kept, and log out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ..errors import RequestError, TokenError
from .authorization import authorize_device, authorize_in_browser
from .endpoint_search import find_revocation
from .oauth_client import OF_PEOPLE
from .steps import AskElsewhere, Flow
from .stored_login import store_key
from .stored_token import StoredToken

if TYPE_CHECKING:
    from .endpoints import Endpoints
    from .oauth_source import OAuthSource
    from .source import Needs


def log_in(source: OAuthSource, needs: Needs, scopes: Iterable[str] | None, *, device: bool) -> Flow:
    """A new token of a person, which is kept; returns the `StoredToken`.

    Args:
        scopes: what to ask for, instead of what the `OAuth` and the operations say.

    Raises:
        TokenError: it was refused, or the server does not offer it.
        RequestError: calls would not use it.
    """
    if source.flow not in OF_PEOPLE:
        raise RequestError(
            f"client {source.client.client_id!r} acts for itself ({source.flow}), so its calls would not use a login: "
            "pass flow='authorizationCode' to OAuth(…)"
        )
    flow = "deviceAuthorization" if device else "authorizationCode"
    endpoint = yield from source.endpoint(needs, flow, is_login=True)
    known = endpoint.endpoints
    if not (known.device_authorization if device else known.authorization):
        what, advice = "authorization", "Pass authorization_url= or issuer= to OAuth(…)"
        if device:
            what, advice = "device authorization", "Pass device_authorization_url= or issuer= to OAuth(…)"
        raise TokenError(f"the address of the {what} endpoint is not known. {advice}", scheme=source.name)
    asked = tuple(scopes) if scopes is not None else _with_openid(source, known, source.scopes(needs))
    store, key = source.store, store_key(endpoint)
    with (yield from store.locked()):  # a store that cannot be used is reported before a person does anything
        yield AskElsewhere(lambda: store.find(key))
    token = yield from (authorize_device if device else authorize_in_browser)(endpoint, asked)
    stored = StoredToken.of(token, asked)
    with (yield from store.locked()):
        yield AskElsewhere(lambda: store.write(key, stored))
    source.forget()
    return stored


def _with_openid(source: OAuthSource, known: Endpoints, scopes: tuple[str, ...]) -> tuple[str, ...]:
    """The scopes, with what OpenID Connect needs to say who logged in, and to renew the token without them.

    Source: OpenID Connect Core 1.0 sections 3.1.2.1 and 11.
    """
    if source.scheme.type != "openIdConnect" or source.client.scopes is not None:
        return scopes
    added = ["openid", *(["offline_access"] if "offline_access" in known.scopes else [])]
    return tuple(dict.fromkeys((*added, *scopes)))


def log_out(source: OAuthSource, needs: Needs) -> Flow:
    """Forget every token of a person; returns how many there were. A server that cannot be asked changes nothing.

    Source: RFC 7009 section 2.1.
    """
    endpoint = yield from source.endpoint(needs, "authorizationCode")
    source.forget()
    store, key = source.store, store_key(endpoint)
    with (yield from store.locked()):
        gone: list[StoredToken] = yield AskElsewhere(lambda: store.remove(key))
    url = (yield from find_revocation(source.name, endpoint.endpoints)) if gone else ""
    for item in gone if url else ():
        token = item.refresh_token or item.value
        hint = "refresh_token" if item.refresh_token else "access_token"
        try:
            yield from endpoint.post(url, urlencode({"token": token, "token_type_hint": hint}), (token,))
        except TokenError:
            break
    return len(gone)
