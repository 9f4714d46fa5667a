"""What an authorization server, or an API that it protects, says about itself.

Source: OpenID Connect Discovery 1.0; RFC 8414 (authorization server metadata); RFC 9728 (protected resource metadata).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from .._support.urls import origin_of
from ..errors import TokenError
from .answers import fetched, json_object
from .endpoints import Endpoints
from .steps import Fetch, Flow

OPENID_PATH = "/.well-known/openid-configuration"
_METADATA_PATH = "/.well-known/oauth-authorization-server"
_RESOURCE_PATH = "/.well-known/oauth-protected-resource"
_MOST_REDIRECTS = 3


def metadata_addresses(issuer: str) -> list[str]:
    """Where an issuer may describe itself, in the order in which to look.

    Source: RFC 8414 sections 3.1 and 5; OpenID Connect Discovery 1.0 section 4.
    """
    parts = urlsplit(issuer)
    origin, path = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")
    found = [f"{origin}{_METADATA_PATH}{path}", f"{origin}{path}{OPENID_PATH}", f"{origin}{OPENID_PATH}{path}"]
    return list(dict.fromkeys(found))


def discover_issuer(scheme: str, issuer: str) -> Flow:
    """The endpoints of an issuer.

    Raises:
        TokenError: it does not describe itself, or describes another.
    """
    failure: TokenError | None = None
    for address in metadata_addresses(issuer):
        try:
            return (yield from read_metadata(scheme, address, issuer))
        except TokenError as error:
            if not is_silent(error):
                raise
            failure = failure or error
    assert failure is not None
    raise failure


def is_silent(error: TokenError) -> bool:
    """Whether a server answered, but has no description at that address."""
    return error.status_code is not None and not error.may_pass


def read_metadata(scheme: str, address: str, issuer: str = "") -> Flow:
    """The endpoints that a description lists.

    Args:
        issuer: whose description it must be; "" takes it from the address, if that is well-known.

    Raises:
        TokenError: there is no description, or it is that of another issuer.
    Source: RFC 8414 section 3.3; OpenID Connect Discovery 1.0 section 4.3.
    """
    data = yield from _described(scheme, address, "the description of the authorization server")
    expected = issuer or (address.removesuffix(OPENID_PATH) if address.endswith(OPENID_PATH) else "")
    found = _text(data, "issuer")
    if expected and not _is_issuer(found, expected):
        raise TokenError(f"{address} describes the issuer {found!r}, not {expected!r}", scheme=scheme, url=address)
    methods, scopes = data.get("token_endpoint_auth_methods_supported"), data.get("scopes_supported")
    return Endpoints(
        found,
        _text(data, "token_endpoint"),
        "",
        _text(data, "authorization_endpoint"),
        _text(data, "device_authorization_endpoint"),
        _text(data, "revocation_endpoint"),
        tuple(map(str, methods)) if isinstance(methods, list) else (),
        tuple(map(str, scopes)) if isinstance(scopes, list) else (),
        data.get("authorization_response_iss_parameter_supported") is True,
    )


def _is_issuer(found: str, expected: str) -> bool:
    """Whether a description is that of the expected issuer; one for many tenants leaves out which."""
    pattern = re.escape(found.rstrip("/")).replace(re.escape("{tenantid}"), "[^/]+")
    return re.fullmatch(pattern, expected.rstrip("/")) is not None


def resource_address(base_url: str) -> str:
    """Where a protected resource describes itself. Source: RFC 9728 section 3.1."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}{_RESOURCE_PATH}{parts.path.rstrip('/')}"


def discover_resource(scheme: str, address: str, base_url: str) -> Flow:
    """The endpoints of the first authorization server that a protected resource names.

    Args:
        address: of its description; the resource must be on the origin of the call's server.

    Raises:
        TokenError: it is not described, or another resource is.
    Source: RFC 9728 section 3.3.
    """
    data = yield from _described(scheme, address, "the description of the protected resource")
    resource, servers = _text(data, "resource"), data.get("authorization_servers")
    if not resource:
        raise TokenError(
            f"{address} does not describe a protected resource", scheme=scheme, url=address, status_code=200
        )
    if origin_of(resource) != origin_of(base_url):
        raise TokenError(
            f"{address} describes the resource {resource!r}, which is not on the server of the call",
            scheme=scheme,
            url=address,
        )
    if not isinstance(servers, list) or not servers or not isinstance(servers[0], str):
        raise TokenError(f"{address} names no authorization server", scheme=scheme, url=address)
    return (yield from discover_issuer(scheme, servers[0]))


def _described(scheme: str, address: str, what: str) -> Flow:
    """A JSON description; redirects are followed on the same origin only."""
    for _ in range(_MOST_REDIRECTS):
        answer = yield from fetched(Fetch("GET", address), scheme)
        target = urljoin(address, answer.headers.get("Location") or "")
        if not 300 <= answer.status_code < 400 or target == address or origin_of(target) != origin_of(address):
            break
        address = target
    return json_object(answer, scheme, address, what)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
