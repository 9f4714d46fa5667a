"""Security schemes, and one record per kind: where a credential is sent, how it is written and described.

To add a kind, add a record to `SCHEME_KINDS`, or call `register` from a program. `request.security` chooses among
schemes and encodes the credentials that they write.
"""

from __future__ import annotations

import base64
import os
import sys
from collections import ChainMap
from collections.abc import Callable, Mapping
from typing import Any

from .._support.record import record

Place = tuple[str, str]
"""(location, name) of a header, query parameter or cookie."""


@record
class OAuthFlow:
    """A flow of an OAuth 2 scheme; what the document leaves out is "".

    Attributes:
        name: implicit, password, clientCredentials, authorizationCode or deviceAuthorization.
        scopes: the names that it offers.
    Source: OAS 3.2.0 OAuth Flow Object.
    """

    name: str
    authorization_url: str = ""
    token_url: str = ""
    refresh_url: str = ""
    device_authorization_url: str = ""
    scopes: tuple[str, ...] = ()


@record
class SecurityScheme:
    """A security scheme of the document.

    Attributes:
        key: its name in the document, which `credentials` uses.
        type: apiKey, http, oauth2, openIdConnect or mutualTLS.
        location: query, header or cookie, for an apiKey.
        parameter: the name of the header, query parameter or cookie of an apiKey.
        scheme: the HTTP authentication scheme in lower case (`bearer`, `basic`), for http; `awssigv4` for an apiKey
            that is a signature of AWS.
        flows: those of an oauth2 scheme.
        openid_connect_url: where an openIdConnect scheme describes itself.
        metadata_url: where an oauth2 scheme describes its authorization server (3.2).
        address: the document's own, which relative addresses are resolved against.
        deprecated: whether another scheme is preferred (3.2).
    """

    key: str
    type: str
    location: str = ""
    parameter: str = ""
    scheme: str = ""
    description: str = ""
    flows: tuple[OAuthFlow, ...] = ()
    openid_connect_url: str = ""
    metadata_url: str = ""
    address: str = ""
    deprecated: bool = False

    @property
    def kind(self) -> SchemeKind:
        """The kind of this scheme; a scheme of an unknown type takes a bearer token."""
        return _kinds.get(f"{self.type} {self.scheme}") or _kinds.get(self.type) or _UNKNOWN

    @property
    def place(self) -> Place | None:
        """Where the credential is sent, header names in lower case; None for a client certificate."""
        place = self.kind.place(self)
        return (place[0], place[1].lower()) if place is not None and place[0] == "header" else place

    @property
    def place_in_words(self) -> str:
        """The same in words: `header X-Key`, `header Authorization, bearer`, `client certificate`."""
        place, word = self.kind.place(self), self.kind.word(self)
        if place is None:
            return "client certificate"
        return f"{place[0]} {place[1]}{f', {word}' if word else ''}"

    @property
    def in_words(self) -> str:
        """What a caller must provide: `a key in the header X-Key`, with the name as Markdown code."""
        words = (
            self.kind.words.format(location=self.location, parameter=self.parameter, scheme=self.scheme) or self.type
        )
        return f"{words} (deprecated)" if self.deprecated else words

    def received(self) -> dict[str, Any] | None:
        """A Security Scheme Object that accepts any credential in the right place.

        It uses only `apiKey` and `http`, for servers that support no other types; None for a credential that a plain
        HTTP server cannot see.
        """
        place, word = self.kind.place(self), self.kind.word(self)
        if place is None:
            return None
        return {"type": "http", "scheme": word} if word else {"type": "apiKey", "in": place[0], "name": place[1]}


@record(hidden=("headers", "query", "cookies", "auth", "cert", "secrets"))
class Proof:
    """What a credential adds to a request, as plain text, which `request.security` checks and encodes.

    Attributes:
        headers: (name, text before the credential, credential) for each header.
        query: (name, value) pairs.
        cookies: (name, value) pairs.
        auth: an authentication handler of the sending library.
        cert: a client certificate in the form of the sending library.
        secrets: texts that no message may show.
    """

    headers: tuple[tuple[str, str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    cookies: tuple[tuple[str, str], ...] = ()
    auth: Any = None
    cert: Any = None
    secrets: tuple[str, ...] = ()


def _no_word(scheme: SecurityScheme) -> str:
    return ""


@record
class SchemeKind:
    """A kind of security scheme.

    Attributes:
        name: the `type` of its schemes; for some of `http`, the type and the `scheme`: `http basic`.
        place: where the credential is sent; None if it belongs to the connection, such as a client certificate.
        write: builds the proof from a credential; None if the value is not a credential of this kind (then it must be
            an authentication handler of the sending library).
        takes: what a caller may pass, for error messages.
        words: what a caller needs, for the reference; `{location}`, `{parameter}` and `{scheme}` are filled in.
        word: the HTTP authentication scheme before the credential in `Authorization`; "" for none.
        parts: the texts that make up a credential, as suffixes of environment variables: ("",) for a single text, ()
            if it is not text.
        curl: builds curl's option for the credential from its shell text (`$NAME`; parts joined with `:`; "" without
            any); None if the request itself shows the credential.
        docs_filler: the function of Swagger UI that fills it in; "" for a token that requires a login.
    """

    name: str
    place: Callable[[SecurityScheme], Place | None]
    write: Callable[[SecurityScheme, Any], Proof | None]
    takes: str
    words: str
    word: Callable[[SecurityScheme], str] = _no_word
    parts: tuple[str, ...] = ("",)
    curl: Callable[[str], str] | None = None
    docs_filler: str = ""


def pair_of(value: Any) -> tuple[str, str] | None:
    """A user name and password from a pair, a mapping or `user:password`; None from anything else.

    Source: RFC 7617 section 2: the first colon ends the user name.
    """
    if isinstance(value, str):
        user, _, password = value.partition(":")
        return user, password
    if isinstance(value, Mapping):
        if not value or not value.keys() <= {"username", "password"}:
            return None
        value = (value.get("username", ""), value.get("password", ""))
    if not isinstance(value, (list, tuple)) or len(value) != 2 or not all(type(part) in (str, int) for part in value):
        return None
    return str(value[0]), str(value[1])  # a configuration file may hold a password of digits


def _authorization(scheme: SecurityScheme) -> Place:
    return "header", "Authorization"


def _write_key(scheme: SecurityScheme, value: Any) -> Proof | None:
    if not isinstance(value, str):
        return None
    if scheme.location == "query":
        return Proof(query=((scheme.parameter, value),), secrets=(value,))
    if scheme.location == "cookie":
        return Proof(cookies=((scheme.parameter, value),), secrets=(value,))
    return Proof(headers=((scheme.parameter, "", value),), secrets=(value,))


def _http_word(scheme: SecurityScheme) -> str:
    return scheme.scheme or "bearer"


def _bearer(scheme: SecurityScheme) -> str:
    return "bearer"


def _write_token(scheme: SecurityScheme, value: Any) -> Proof | None:
    """A token after the scheme's name. Source: RFC 6750 section 2.1."""
    if not isinstance(value, str):
        return None
    return Proof(headers=(("Authorization", f"{scheme.kind.word(scheme).capitalize()} ", value),), secrets=(value,))


def _write_basic(scheme: SecurityScheme, value: Any) -> Proof | None:
    """Source: RFC 7617 section 2."""
    pair = pair_of(value)
    if pair is None:
        return None
    token = base64.b64encode(":".join(pair).encode()).decode()
    return Proof(headers=(("Authorization", "Basic ", token),), secrets=(pair[1], token))


def _write_digest(scheme: SecurityScheme, value: Any) -> Proof | None:
    """A handler, since digest answers a challenge. Source: RFC 7616."""
    pair = pair_of(value)
    if pair is None:
        return None
    ":".join(pair).encode()  # raises now what would be raised when the challenge is answered
    from requests.auth import HTTPDigestAuth

    return Proof(auth=HTTPDigestAuth(*pair), secrets=(pair[1],))


def certificate_of(value: Any) -> Any:
    """A client certificate: the path of one file, those of certificate and key, or a TLS context that has them.

    None from anything else.
    """
    if _is_tls_context(value):
        return value
    is_pair = isinstance(value, (list, tuple))
    paths = value if is_pair else [value]
    if len(paths) != 1 + is_pair or not all(path and isinstance(path, (str, os.PathLike)) for path in paths):
        return None
    texts = tuple(map(os.fsdecode, paths))
    if any("\0" in text for text in texts):
        return None
    return texts if is_pair else texts[0]


def _write_certificate(scheme: SecurityScheme, value: Any) -> Proof | None:
    found = certificate_of(value)
    return None if found is None else Proof(cert=found)


def _is_tls_context(value: Any) -> bool:
    ssl = sys.modules.get("ssl")
    return ssl is not None and isinstance(value, ssl.SSLContext)


_FILLS_KEY, _FILLS_PAIR = "preauthorizeApiKey", "preauthorizeBasic"
_TOKEN = "a token as text"
_PAIR = "a user name and password: (user, password) or 'user:password'"

API_KEY = SchemeKind(
    "apiKey",
    place=lambda scheme: (scheme.location, scheme.parameter),
    write=_write_key,
    takes="a key as text",
    words="a key in the {location} `{parameter}`",
    docs_filler=_FILLS_KEY,
)
HTTP = SchemeKind(
    "http", _authorization, _write_token, _TOKEN, "HTTP {scheme}", word=_http_word, docs_filler=_FILLS_KEY
)
BASIC = SchemeKind(
    "http basic",
    _authorization,
    _write_basic,
    takes=_PAIR,
    words="HTTP {scheme}",
    word=_http_word,
    parts=("USER", "PASSWORD"),
    curl='-u "{}"'.format,
    docs_filler=_FILLS_PAIR,
)
DIGEST = SchemeKind(
    "http digest",
    _authorization,
    _write_digest,
    takes=_PAIR,
    words="HTTP {scheme}",
    word=_http_word,
    parts=("USER", "PASSWORD"),
    curl='--digest -u "{}"'.format,
    docs_filler=_FILLS_KEY,
)
OAUTH2 = SchemeKind("oauth2", _authorization, _write_token, _TOKEN, "an OAuth 2 access token", word=_bearer)
OPENID_CONNECT = SchemeKind(
    "openIdConnect", _authorization, _write_token, _TOKEN, "an OpenID Connect token", word=_bearer
)
AWS_SIGNATURE = SchemeKind(
    "apiKey awssigv4",
    place=lambda scheme: (scheme.location, scheme.parameter),
    write=lambda scheme, value: None,
    takes="(access key, secret key) or (access key, secret key, session token) of AWS, or Signature(…)",
    words="a signature of AWS (Signature Version 4)",
    parts=("ACCESS_KEY", "SECRET_KEY"),
    curl='--aws-sigv4 "aws:amz" -u "{}"'.format,
    docs_filler=_FILLS_KEY,
)
"""What API Gateway describes as an API key with `x-amazon-apigateway-authtype: awsSigv4`."""

MUTUAL_TLS = SchemeKind(
    "mutualTLS",
    place=lambda scheme: None,
    write=_write_certificate,
    takes="the path of a PEM file, (certificate, key), or an SSLContext that has loaded them",
    words="a client certificate",
    parts=(),
    curl=lambda text: f'--cert "{text}"' if text else "--cert client.pem",
)
_UNKNOWN = SchemeKind("", _authorization, _write_token, _TOKEN, "", word=_http_word)
"""The kind of types that the standard does not define."""

SCHEME_KINDS: dict[str, SchemeKind] = {
    kind.name: kind for kind in (API_KEY, HTTP, BASIC, DIGEST, OAUTH2, OPENID_CONNECT, MUTUAL_TLS, AWS_SIGNATURE)
}
"""The standard's kinds, and an extension's, by name. Source: OAS 3.1.1 Security Scheme Object."""

_added: dict[str, SchemeKind] = {}
_kinds = ChainMap(_added, SCHEME_KINDS)


def register(kind: SchemeKind) -> None:
    """Add a kind. Replaces one of the same name."""
    _added[kind.name] = kind


def unregister(name: str) -> None:
    """Remove a kind that was added with `register`."""
    _added.pop(name, None)
