"""`OAuth(…)`: what a caller says about a client of OAuth 2 or OpenID Connect. `oauth_source.py` obtains its tokens."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .._support.urls import without_secrets
from .._support.wording import did_you_mean, either, shown, shown_option
from ..errors import RequestError
from ..model.schemes import MUTUAL_TLS, certificate_of
from .client_authentication import METHODS, ClientIdentity
from .endpoints import Endpoints
from .oauth_client import FLOWS, SUBJECT_TYPES, OAuthClient

if TYPE_CHECKING:
    from ..model.schemes import SecurityScheme
    from .oauth_source import OAuthSource
    from .store import TokenStore

_TAKEN = ("oauth2", "openIdConnect", "http")
"""Types of schemes that take a bearer token."""


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
            other arguments: clientCredentials if the client can prove who it is, unless the document has only flows in
            which a person logs in.
        refresh_token: one that you have already, which renews without a person.
        assertion: a signed JWT, or a function that returns one, for jwtBearer (RFC 7523).
        subject_token: a token, or a function that returns one, for tokenExchange (RFC 8693).
        subject_token_type: access_token, refresh_token, id_token, saml1, saml2 or jwt.
        issuer: the authorization server, which describes itself (RFC 8414, OpenID Connect Discovery).
        metadata_url: the address of that description.
        token_url, authorization_url, device_authorization_url: its endpoints.
        client_authentication: basic, post, none, private_key_jwt or tls; None chooses by what is given and supported.
        private_key: a PEM text that signs for private_key_jwt; `key_id` names it.
        cert: the path of a certificate, (certificate, key), or an SSLContext that has loaded them, for tls.
        audience: for whom the token is, for servers that ask.
        resource: the address, or addresses, that the token is for (RFC 8707).
        extra: more fields of token requests.
        store: the file in which the tokens of people are kept; None for the user's own store: `dynaclient login` puts
            them there.

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
        store: TokenStore | str | os.PathLike[str] | None = None,
    ) -> None:
        identity = ClientIdentity(
            _checked("client_id", client_id),
            _checked("client_secret", client_secret),
            _checked("private_key", private_key),
            _checked("key_id", key_id),
            _certificate(cert),
        )
        endpoints = Endpoints(
            token=_address("token_url", token_url),
            authorization=_address("authorization_url", authorization_url),
            device_authorization=_address("device_authorization_url", device_authorization_url),
        )
        self.client = OAuthClient(
            identity,
            None if scopes is None else _texts("scopes", scopes.split() if isinstance(scopes, str) else scopes),
            _one_of("flow", flow or "", ("", *FLOWS)),
            _checked("refresh_token", refresh_token),
            assertion,
            subject_token,
            _one_of("subject_token_type", subject_token_type, SUBJECT_TYPES),
            _address("issuer", issuer),
            _address("metadata_url", metadata_url),
            endpoints,
            _one_of("client_authentication", client_authentication or "", ("", *METHODS)),
            _checked("audience", audience),
            _texts("resource", [resource] if isinstance(resource, str) else resource or ()),
            _pairs("extra", extra or {}),
            _checked_store(store),
        )
        if not client_id and self.client.flow_for() not in ("jwtBearer", "tokenExchange"):
            raise RequestError("OAuth needs the client's id, as in OAuth('my-client', …)")
        needed = METHODS[client_authentication].needs if client_authentication else ""
        if needed and not getattr(identity, needed):
            raise RequestError(f"OAuth with client_authentication={client_authentication!r} needs {needed}=")
        self._sources: dict[Any, OAuthSource] = {}
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<OAuth of client {self.client.client_id!r}>"

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
        from .oauth_source import OAuthSource

        with self._lock:
            found = self._sources.get(scheme)
            if found is None:
                found = self._sources[scheme] = OAuthSource(self.client, scheme)
            return found


def _checked(name: str, value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise RequestError(f"{name}= of OAuth must be text, not {type(value).__name__}")
    return (value or "").strip() if name.endswith(("url", "issuer", "id")) else value or ""


def _address(name: str, value: Any) -> str:
    text = _checked(name, value)
    try:
        is_whole = not text or bool(urlsplit(text).hostname and urlsplit(text).scheme in ("https", "http"))
    except ValueError:
        is_whole = False
    if not is_whole:
        raise RequestError(
            f"{name}= of OAuth must be an address such as https://login.example, not {shown(without_secrets(text))}"
        )
    return text


def _texts(name: str, given: Any) -> tuple[str, ...]:
    found = tuple(given) if isinstance(given, Iterable) and not isinstance(given, (bytes, Mapping)) else (None,)
    if not all(isinstance(text, str) for text in found):
        raise RequestError(f"{name}= of OAuth must be text or a list of texts, not {shown_option(given)}")
    return found


def _pairs(name: str, given: Any) -> tuple[tuple[str, str], ...]:
    pairs = tuple(given.items()) if isinstance(given, Mapping) else (None,)
    if not all(pair is not None and all(isinstance(text, str) for text in pair) for pair in pairs):
        raise RequestError(f"{name}= of OAuth must be a mapping of texts to texts")
    return pairs  # type: ignore[return-value]


def _certificate(given: Any) -> Any:
    if given is None:
        return None
    found = certificate_of(given)
    if found is None:
        raise RequestError(f"cert= of OAuth must be {MUTUAL_TLS.takes}")
    return found


def _checked_store(given: Any) -> Any:
    if given is None or hasattr(given, "try_lock"):
        return given
    if not isinstance(given, (str, os.PathLike)):
        raise RequestError(f"store= of OAuth must be the path of a file, not {type(given).__name__}")
    from .store import TokenStore

    return TokenStore(given)


def _one_of(name: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        words = [word for word in allowed if word]
        raise RequestError(
            f"{name}= of OAuth cannot be {shown(value)}.{did_you_mean(str(value), words)} It is {either(words)}"
        )
    return str(value)
