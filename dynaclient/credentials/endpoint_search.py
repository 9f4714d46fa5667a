"""Find the endpoints for a flow: from the caller, else the document, else what servers say about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .._support.record import replaced
from ..errors import TokenError
from .answers import fetched
from .challenges import bearer_challenge
from .discovery import discover_issuer, discover_resource, is_silent, read_metadata, resource_address
from .endpoints import Endpoints, declared_endpoints
from .oauth_client import OF_PEOPLE, OAuthClient
from .steps import Fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.schemes import SecurityScheme
    from .steps import Flow

_OF_LOGIN = {"authorizationCode": "authorization", "deviceAuthorization": "device_authorization"}
"""Flow → the endpoint that a login needs besides the token endpoint."""


def find_endpoints(client: OAuthClient, scheme: SecurityScheme, flow: str, base_url: str, *, is_login: bool) -> Flow:
    """The `Endpoints` for a flow, with a token endpoint.

    Args:
        is_login: whether a person logs in, which needs another endpoint.

    Raises:
        TokenError: the address of the token endpoint is not known.
        RequestError: an address may not be used.
    """
    known = client.endpoints.with_known(declared_endpoints(scheme, flow, base_url))
    if known.token and flow not in OF_PEOPLE:
        return known
    found = Endpoints()
    address = client.metadata_url or ("" if client.issuer else scheme.openid_connect_url or scheme.metadata_url)
    if address:
        found = replaced((yield from read_metadata(scheme.key, address, client.issuer)), is_named=True)
    elif client.issuer:
        found = replaced((yield from discover_issuer(scheme.key, client.issuer)), is_named=True)
    elif not known.token or (is_login and not getattr(known, _OF_LOGIN[flow])):
        found = yield from _described_by_servers(scheme.key, known, base_url)
    whole = known.with_known(found)
    if not whole.token:
        raise TokenError(_nowhere(scheme, flow), scheme=scheme.key)
    return whole


def find_revocation(scheme: str, known: Endpoints) -> Flow:
    """The address of the revocation endpoint, which no document declares; "" if it is not to be found."""
    for origin in () if known.revocation else dict.fromkeys(_origins(known)):
        try:
            found = yield from discover_issuer(scheme, origin)
        except TokenError:
            continue
        if found.token == known.token:
            return found.revocation
    return known.revocation


def _described_by_servers(scheme: str, known: Endpoints, base_url: str) -> Flow:
    """What the server of a known endpoint says about itself, or else the API; nothing if neither does."""
    for origin in dict.fromkeys(_origins(known)):
        try:
            return (yield from discover_issuer(scheme, origin))
        except TokenError as error:
            if error.may_pass:
                raise
    try:
        return (yield from discover_resource(scheme, resource_address(base_url), base_url))
    except TokenError as error:
        if not is_silent(error):
            raise
    answer = yield from fetched(Fetch("GET", base_url), scheme)
    address = bearer_challenge(answer.headers).get("resource_metadata") if answer.status_code == 401 else None
    return (yield from discover_resource(scheme, address, base_url)) if address else Endpoints()


def _origins(known: Endpoints) -> Iterator[str]:
    """Those of the endpoints that are known. Source: RFC 8414 section 3."""
    for address in (known.authorization, known.device_authorization, known.token):
        parts = urlsplit(address)
        if parts.netloc:
            yield f"{parts.scheme}://{parts.netloc}"


def _nowhere(scheme: SecurityScheme, flow: str) -> str:
    offered = [item.name for item in scheme.flows]
    has = f"The document has the flow{'s' if len(offered) > 1 else ''} {', '.join(offered)}. " if offered else ""
    return (
        f"the address of the token endpoint for {flow} is not known, and no server describes itself. {has}Pass "
        "token_url= or issuer= to OAuth(…)"
    )
