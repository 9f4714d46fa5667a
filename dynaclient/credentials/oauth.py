"""`OAuth(…)`: a credential for OAuth 2 and OpenID Connect, and the source of its tokens.

Which grant: the one that `flow=` names; else a refresh token, else what the given arguments are for. Where: what the
caller names, else the document, else the server's metadata.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.wording import did_you_mean, either, shown
from ..errors import RequestError, TokenError
from .challenges import bearer_challenge
from .client_authentication import METHODS, ClientIdentity
from .endpoints import (
    Endpoints,
    declared_endpoints,
    discover_issuer,
    discover_resource,
    read_metadata,
    resource_address,
)
from .source import HeldToken, Needs, TokenSource
from .steps import Fetch
from .token import Token

if TYPE_CHECKING:
    from ..model.schemes import SecurityScheme
    from .grants import TokenEndpoint
    from .steps import Flow
    from .store import TokenStore

OF_PEOPLE = frozenset(("authorizationCode", "deviceAuthorization"))
"""The flows in which a person decides."""

FLOWS = ("clientCredentials", "authorizationCode", "deviceAuthorization", "jwtBearer", "tokenExchange")
"""Values of `flow=`."""

_TAKEN = ("oauth2", "openIdConnect", "http")
"""Types of schemes that take a bearer token."""

_SUBJECT_TYPES = ("access_token", "refresh_token", "id_token", "saml1", "saml2", "jwt")
"""Source: RFC 8693 section 3."""


class OAuth:
    """A credential for OAuth 2 and OpenID Connect, which obtains its token when a call needs it, and renews it.

    `Client("api.yaml", credentials={"oauth": OAuth("id", client_secret=secret)})`. Its addresses come from the
    document; `token_url` and the others override them. All calls, copies and clients with the same `OAuth` share its
    tokens.

    Args:
        client_id: the client's, as registered with the authorization server.
        client_secret: its secret.
        scopes: what to ask for; None for those of the operation.
        flow: clientCredentials, authorizationCode, deviceAuthorization, jwtBearer or tokenExchange; None chooses by the
            other arguments: clientCredentials if the client can prove who it is.
        refresh_token: one that you have already, which renews without a person.
        assertion: a signed JWT, or a function that returns one, for jwtBearer (RFC 7523).
        subject_token: a token, or a function that returns one, for tokenExchange (RFC 8693).
        subject_token_type: access_token, refresh_token, id_token, saml1, saml2 or jwt.
        issuer: the authorization server, which describes itself (RFC 8414, OpenID Connect Discovery).
        metadata_url: the address of that description.
        token_url, authorization_url, device_authorization_url: its endpoints.
        client_authentication: basic, post, none, private_key_jwt or tls; None chooses by what is given and supported.
        private_key: a PEM text that signs for private_key_jwt; `key_id` names it.
        cert: the path of a certificate, or (certificate, key), for tls.
        audience: for whom the token is, for servers that ask.
        resource: the address, or addresses, that the token is for (RFC 8707).
        extra: more fields of token requests.
        store: where the tokens of people are kept; None for the user's own: `dynaclient login` puts them there.

    Raises:
        RequestError: an argument cannot have this value.
    """

    def __init__(
        self,
        client_id: str = "",
        *,
        client_secret: str | None = None,
        scopes: Iterable[str] | str | None = None,
        flow: str | None = None,
        refresh_token: str | None = None,
        assertion: str | Callable[[], str] | None = None,
        subject_token: str | Callable[[], str] | None = None,
        subject_token_type: str = "access_token",  # noqa: S107  # a kind of token
        issuer: str | None = None,
        metadata_url: str | None = None,
        token_url: str | None = None,
        authorization_url: str | None = None,
        device_authorization_url: str | None = None,
        client_authentication: str | None = None,
        private_key: str | None = None,
        key_id: str | None = None,
        cert: Any = None,
        audience: str | None = None,
        resource: str | Iterable[str] | None = None,
        extra: Mapping[str, str] | None = None,
        store: TokenStore | None = None,
    ) -> None:
        self.identity = ClientIdentity(
            _checked("client_id", client_id),
            _checked("client_secret", client_secret),
            _checked("private_key", private_key),
            _checked("key_id", key_id),
            cert,
        )
        self.scopes = None if scopes is None else tuple(scopes.split() if isinstance(scopes, str) else scopes)
        self.flow = _one_of("flow", flow or "", ("", *FLOWS))
        self.refresh_token = _checked("refresh_token", refresh_token)
        self.assertion = assertion
        self.subject_token = subject_token
        self.subject_token_type = _one_of("subject_token_type", subject_token_type, _SUBJECT_TYPES)
        self.issuer = _checked("issuer", issuer)
        self.metadata_url = _checked("metadata_url", metadata_url)
        self.endpoints = Endpoints(
            token=_checked("token_url", token_url),
            authorization=_checked("authorization_url", authorization_url),
            device_authorization=_checked("device_authorization_url", device_authorization_url),
        )
        self.client_authentication = _one_of("client_authentication", client_authentication or "", ("", *METHODS))
        self.audience = _checked("audience", audience)
        self.resources = tuple([resource] if isinstance(resource, str) else resource or ())
        self.extra = tuple((extra or {}).items())
        self.store = store
        needed = METHODS[self.client_authentication].needs if self.client_authentication else ""
        if needed and not getattr(self.identity, needed):
            raise RequestError(f"OAuth with client_authentication={self.client_authentication!r} needs {needed}=")
        self._sources: dict[Any, OAuthSource] = {}
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<OAuth of client {self.identity.client_id!r}>"

    def __getstate__(self) -> dict[str, Any]:
        """What it was made with, and no token."""
        return {**self.__dict__, "_sources": {}, "_lock": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _lock=threading.Lock())

    def source_for(self, scheme: SecurityScheme) -> OAuthSource:
        """The source of its tokens for a security scheme.

        Raises:
            RequestError: the scheme takes no bearer token.
        """
        if scheme.type not in _TAKEN or (scheme.type == "http" and scheme.scheme != "bearer"):
            raise RequestError(
                f"the security scheme {scheme.key!r} takes {scheme.kind.takes}, and OAuth(…) gives bearer tokens"
            )
        with self._lock:
            found = self._sources.get(scheme)
            if found is None:
                found = self._sources[scheme] = OAuthSource(self, scheme)
            return found

    @property
    def chosen_flow(self) -> str:
        """The flow that `flow=` names, or that the other arguments are for."""
        if self.flow:
            return self.flow
        if self.assertion is not None:
            return "jwtBearer"
        if self.subject_token is not None:
            return "tokenExchange"
        return "clientCredentials" if self.identity.is_confidential and not self.refresh_token else "authorizationCode"


class OAuthSource(TokenSource):
    """The tokens of an `OAuth` for one security scheme."""

    def __init__(self, oauth: OAuth, scheme: SecurityScheme) -> None:
        super().__init__(scheme.key)
        self.oauth = oauth
        self.scheme = scheme
        self._found: dict[str, Endpoints] = {}
        self._refresh_token = oauth.refresh_token

    def __reduce__(self) -> Any:
        return OAuth.source_for, (self.oauth, self.scheme)

    def scopes(self, needs: Needs) -> tuple[str, ...]:
        """The scopes to ask for."""
        return needs.scopes if self.oauth.scopes is None else self.oauth.scopes

    def key(self, needs: Needs) -> Any:
        """Calls that need the same scopes share a token; those of a person share one, whatever they need."""
        return None if self.oauth.chosen_flow in OF_PEOPLE else self.scopes(needs)

    def texts(self) -> set[str]:
        """Every text that no message may show."""
        identity = self.oauth.identity
        own = {identity.client_secret, self.oauth.refresh_token, self._refresh_token}
        return super().texts() | (own - {""})

    def fetch(self, needs: Needs, held: HeldToken | None) -> Generator[Any, Any, Any]:
        """Renew the token, or obtain one by the grant; see `TokenSource.fetch`."""
        flow = self.oauth.chosen_flow
        endpoint = yield from self.endpoint(needs, flow)
        renewable = held.token.refresh_token if held is not None else ""
        if flow in OF_PEOPLE and not self._refresh_token:
            from .person import stored_token

            return (yield from stored_token(endpoint, self._store(), self.scopes(needs), held, self._how()))
        if renewable or self._refresh_token:
            newer = yield from self._refreshed(endpoint, renewable or self._refresh_token)
            if newer is not None:
                return newer
        return (yield from self._by_grant(endpoint, flow, self.scopes(needs)))

    def log_in(self, needs: Needs, *, device: bool) -> Flow:
        """Let a person log in, and keep the token; returns the `StoredToken`.

        Raises:
            TokenError: it was refused, or the server does not offer it.
        """
        from .person import log_in

        flow = "deviceAuthorization" if device else "authorizationCode"
        endpoint = yield from self.endpoint(needs, flow)
        found = endpoint.endpoints.device_authorization if device else endpoint.endpoints.authorization
        if not found:
            what = "device authorization" if device else "authorization"
            raise TokenError(
                f"the address of the {what} endpoint is not known. Pass {what.replace(' ', '_')}_url= or issuer= to "
                "OAuth(…)",
                scheme=self.name,
            )
        stored = yield from log_in(endpoint, self._store(), self.scopes(needs), device=device)
        with self._lock:
            self._held.clear()
        return stored

    def kept(self, needs: Needs) -> Flow:
        """Whose tokens are kept for a person, and the one that allows most; None if there is none."""
        from .person import store_key

        endpoint = yield from self.endpoint(needs, "authorizationCode")
        key = store_key(endpoint)
        return key, self._store().find(key, self.scopes(needs))

    def log_out(self, needs: Needs) -> Flow:
        """Forget a person's tokens, and revoke them where the server can; returns how many there were."""
        from .person import log_out

        endpoint = yield from self.endpoint(needs, "authorizationCode")
        with self._lock:
            self._held.clear()
        return (yield from log_out(endpoint, self._store()))

    def describe(self, needs: Needs) -> str:
        """Where the token comes from, and until when it is good."""
        flow, client = self.oauth.chosen_flow, self.oauth.identity.client_id
        held = self.held(needs)
        if held is not None:
            return f"{_until(held.token.expires_in, held.end, self._clock())} of client {client!r} ({flow})"
        if flow not in OF_PEOPLE or self._refresh_token:
            words = " ".join(self.scopes(needs))
            return f"a token that the call fetches for client {client!r} ({flow}{f', scopes {words}' if words else ''})"
        store = self._store()
        known = self.kept(needs)
        try:
            next(known)
        except StopIteration as end:
            stored = end.value[1]
        else:
            known.close()  # a request would say whose it is
            return f"the token of whoever has logged in to client {client!r}, from {store.place}"
        if stored is None:
            return f"no token: nobody has logged in to client {client!r}"
        who = stored.subject or "a login"
        return f"the token of {who} to client {client!r}, from {store.place}, {stored.end_in_words}"

    def _store(self) -> TokenStore:
        if self.oauth.store is None:
            from .store import TokenStore

            self.oauth.store = TokenStore()
        return self.oauth.store

    def _how(self) -> str:
        return (
            f": run `dynaclient login {self.name} --credential {self.name}=oauth:{self.oauth.identity.client_id}`, or "
            "pass client_secret= to OAuth(…) for a program that acts for itself"
        )

    def _refreshed(self, endpoint: TokenEndpoint, refresh_token: str) -> Flow:
        """A newer token; None if the refresh token is used up, and another grant may do.

        Raises:
            TokenError: there is none, and only a person can change that.
        """
        from .grants import refresh

        failure: TokenError | None = None
        try:
            newer = yield from refresh(endpoint, Token("", refresh_token=refresh_token))
        except TokenError as error:
            if error.error != "invalid_grant":
                raise
            failure = error
        if failure is None:
            self._refresh_token = newer.refresh_token
            return newer
        self._refresh_token = ""
        if self.oauth.chosen_flow in OF_PEOPLE:
            raise failure
        return None

    def _by_grant(self, endpoint: TokenEndpoint, flow: str, scopes: tuple[str, ...]) -> Flow:
        from .grants import client_credentials, jwt_bearer, token_exchange

        oauth = self.oauth
        if flow == "clientCredentials":
            return (yield from client_credentials(endpoint, scopes))
        if flow == "jwtBearer":
            assertion = yield from self._text("assertion", oauth.assertion)
            return (yield from jwt_bearer(endpoint, assertion, scopes))
        subject = yield from self._text("subject_token", oauth.subject_token)
        return (yield from token_exchange(endpoint, subject, oauth.subject_token_type, scopes))

    def _text(self, name: str, given: Any) -> Flow:
        """A text that a caller gives as it is, or by a function."""
        from .steps import Ask

        found = (yield Ask(given)) if callable(given) else given
        if not isinstance(found, str) or not found:
            raise TokenError(f"{name}= of OAuth(…) must be text, or a function that returns it", scheme=self.name)
        return found

    def endpoint(self, needs: Needs, flow: str) -> Flow:
        """The token endpoint, found once.

        Raises:
            TokenError: it is not known where it is.
        """
        found = self._found.get(flow)
        if found is None:
            found = yield from self._endpoints(needs, flow)
            if not found.token:
                raise TokenError(self._nowhere(flow), scheme=self.name)
            self._found[flow] = found
        from .grants import TokenEndpoint

        oauth = self.oauth
        return TokenEndpoint(
            self.name,
            found,
            oauth.identity,
            oauth.client_authentication,
            oauth.audience,
            oauth.resources,
            oauth.extra,
        )

    def _endpoints(self, needs: Needs, flow: str) -> Flow:
        """What the caller names, else the document, else the server's metadata."""
        oauth, scheme = self.oauth, self.scheme
        known = oauth.endpoints.with_known(declared_endpoints(scheme, flow, needs.base_url))
        if known.token and flow not in ("authorizationCode", "deviceAuthorization"):
            return known
        address = oauth.metadata_url or ("" if oauth.issuer else scheme.openid_connect_url or scheme.metadata_url)
        if address:
            return known.with_known((yield from read_metadata(self.name, address, oauth.issuer)))
        if oauth.issuer:
            return known.with_known((yield from discover_issuer(self.name, oauth.issuer)))
        needed = {
            "authorizationCode": known.authorization,
            "deviceAuthorization": known.device_authorization,
        }.get(flow, known.token)
        if known.token and needed:
            return known
        try:
            found = yield from self._of_resource(needs)
        except TokenError:
            if not known.token:
                raise
            return known
        return known.with_known(found)

    def _of_resource(self, needs: Needs) -> Flow:
        """What the API says about itself: at its well-known address, or where its 401 says."""
        try:
            return (yield from discover_resource(self.name, resource_address(needs.base_url), needs))
        except TokenError as error:
            if error.status_code is None or error.status_code < 400:
                raise
            failure = error
        answer = yield Fetch("GET", needs.base_url)
        address = bearer_challenge(answer.headers).get("resource_metadata") if answer.status_code == 401 else None
        if not address:
            raise failure
        return (yield from discover_resource(self.name, address, needs))

    def _nowhere(self, flow: str) -> str:
        offered = [item.name for item in self.scheme.flows]
        has = f"The document has the flow{'s' if len(offered) > 1 else ''} {', '.join(offered)}. " if offered else ""
        return f"the address of the token endpoint for {flow} is not known. {has}Pass token_url= or issuer= to OAuth(…)"


def _until(lasts: float | None, end: float | None, now: float) -> str:
    if lasts is None or end is None:
        return "the present token, good until it is refused,"
    import time

    clock = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(time.time() + end - now))
    return f"the present token, good until {clock},"


def _checked(name: str, value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise RequestError(f"{name}= of OAuth must be text, not {type(value).__name__}")
    return value or ""


def _one_of(name: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        words = [word for word in allowed if word]
        raise RequestError(
            f"{name}= of OAuth cannot be {shown(value)}.{did_you_mean(str(value), words)} It is {either(words)}"
        )
    return str(value)
