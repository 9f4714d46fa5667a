"""The requests of OAuth 2 at a token endpoint, as flows. Their bodies are built by oauthlib."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from .._support.record import record
from .._support.wording import shown
from .answers import clock_in_words, fetched, oauthlib_client, token_of
from .client_authentication import METHODS, ClientIdentity, choose_method
from .endpoints import Endpoints
from .steps import Fetch, FetchAnswer, Flow
from .token import Token

TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"

_MOST_SCOPES = 12
"""Scopes that an error lists."""

FORM = "application/x-www-form-urlencoded"


@record(hidden=("identity", "secrets"))
class TokenEndpoint:
    """A token endpoint, as one client uses it.

    Attributes:
        scheme: the name of the security scheme, for messages.
        authentication: the method that the caller names, or "".
        audience: for whom the token is; "" leaves it to the server.
        resources: the addresses that it is for (RFC 8707).
        extra: more fields of every request.
        secrets: every text that no message may show, whatever the server says.
    """

    scheme: str
    endpoints: Endpoints
    identity: ClientIdentity
    authentication: str = ""
    audience: str = ""
    resources: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    secrets: frozenset[str] = frozenset()

    def request(
        self, grant: str, scopes: Iterable[str] = (), *, url: str = "", secrets: Iterable[str] = (), **fields: Any
    ) -> Flow:
        """A `Token`, by a grant.

        Args:
            url: where to ask, if not at the token endpoint.
            secrets: those among the fields.

        Raises:
            TokenError: the server gives none, or cannot be reached.
        """
        url = url or self.endpoints.token
        answer, known = yield from self.post(url, _prepared(grant, self.common(scopes), fields), secrets)
        return token_of(answer, self.scheme, url, known, self._hints(answer, "assertion" in fields))

    @property
    def method(self) -> str:
        """How the client proves who it is."""
        return choose_method(self.identity, self.authentication, self.endpoints.authentication_methods)

    @property
    def offer(self) -> dict[str, str]:
        """What to say where a scope is refused."""
        known = self.endpoints.scopes
        scopes = f"{', '.join(map(shown, known[:_MOST_SCOPES]))}{', …' if len(known) > _MOST_SCOPES else ''}"
        return {"invalid_scope": f"the server offers {scopes}"} if known else {}

    def _hints(self, answer: FetchAnswer, is_signed: bool) -> dict[str, str]:
        """Advice by error code, from what is known here."""
        clock = clock_in_words(answer.headers, time.time()) if is_signed or self.method == "private_key_jwt" else ""
        return {**self.offer, "invalid_client": clock, "invalid_grant": clock, "invalid_request": clock}

    def common(self, scopes: Iterable[str]) -> list[tuple[str, str]]:
        """The fields that every request for a token has: scope, audience, resource and the caller's own."""
        words = " ".join(scopes)
        found = [("scope", words)] if words else []
        found += [("audience", self.audience)] if self.audience else []
        return [*found, *(("resource", address) for address in self.resources), *self.extra]

    def post(self, url: str, body: str, secrets: Iterable[str] = ()) -> Flow:
        """Send a body with the client's authentication; returns the answer, and every secret that was sent.

        Raises:
            TokenError: the server cannot be reached.
        """
        audience = self.endpoints.issuer or self.endpoints.token
        proof = METHODS[self.method].write(self.identity, audience)
        known = tuple(filter(None, (*secrets, *proof.secrets, *self.secrets)))
        body = "&".join(filter(None, (body, urlencode(proof.fields))))
        headers = {"Content-Type": FORM, **proof.headers}
        answer = yield from fetched(Fetch("POST", url, body, None, headers, known, proof.cert), self.scheme)
        return answer, known


def _prepared(grant: str, common: list[tuple[str, str]], fields: dict[str, Any]) -> str:
    """The body of a token request. The client's own id and secret are added where it authenticates."""
    oauthlib_client()  # says what to install
    from oauthlib.oauth2.rfc6749.parameters import prepare_token_request

    body: str = prepare_token_request(grant, body=urlencode(common), include_client_id=False, **fields)
    return body


def client_credentials(endpoint: TokenEndpoint, scopes: Iterable[str]) -> Flow:
    """Source: RFC 6749 section 4.4.2."""
    return endpoint.request("client_credentials", scopes)


def refresh(endpoint: TokenEndpoint, token: Token, scopes: Iterable[str] = ()) -> Flow:
    """A newer token; it has the refresh token to use from now on, which may be another. Source: RFC 6749 section 6."""
    newer = yield from endpoint.request(
        "refresh_token",
        scopes,
        url=endpoint.endpoints.refresh,
        secrets=(token.refresh_token,),
        refresh_token=token.refresh_token,
    )
    return Token(
        newer.value,
        newer.expires_in,
        refresh_token=newer.refresh_token or token.refresh_token,
        scopes=newer.scopes if newer.scopes is not None else token.scopes,
        subject=newer.subject or token.subject,
        id_token=newer.id_token,
    )


def authorization_code(endpoint: TokenEndpoint, code: str, verifier: str, redirect_uri: str) -> Flow:
    """Source: RFC 6749 section 4.1.3; RFC 7636 section 4.5."""
    return endpoint.request(
        "authorization_code", secrets=(code, verifier), code=code, code_verifier=verifier, redirect_uri=redirect_uri
    )


def jwt_bearer(endpoint: TokenEndpoint, assertion: str, scopes: Iterable[str]) -> Flow:
    """Source: RFC 7523 section 2.1."""
    return endpoint.request(JWT_BEARER, scopes, secrets=(assertion,), assertion=assertion)


def token_exchange(endpoint: TokenEndpoint, subject_token: str, subject_type: str, scopes: Iterable[str]) -> Flow:
    """Source: RFC 8693 section 2.1."""
    return endpoint.request(
        TOKEN_EXCHANGE,
        scopes,
        secrets=(subject_token,),
        subject_token=subject_token,
        subject_token_type=f"urn:ietf:params:oauth:token-type:{subject_type}",
    )
