"""How a client says who it is at a token endpoint: one row for each method.

Source: RFC 6749 section 2.3.1; RFC 7523 section 2.2 (private_key_jwt); RFC 8705 (certificates).
"""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

from .._support.record import made, record
from ..errors import MissingExtra, RequestError

_LASTS = 60
"""Seconds that an assertion is good for."""


@record(hidden=("client_secret", "private_key"))
class ClientIdentity:
    """Who the client is.

    Attributes:
        private_key: a PEM text, which signs assertions; `key_id` names it.
        cert: the path of a certificate, (certificate, key), or an SSLContext that has loaded them.
    """

    client_id: str
    client_secret: str = ""
    private_key: str = ""
    key_id: str = ""
    cert: Any = None

    @property
    def is_confidential(self) -> bool:
        """Whether it can prove who it is."""
        return bool(self.client_secret or self.private_key or self.cert)

    def texts(self) -> set[str]:
        """Every text that no message may show, also as it is sent."""
        return {*_basic(self, "").secrets, self.private_key} if self.client_secret else {self.private_key}


@record(hidden=("headers", "fields", "secrets", "cert"))
class Authentication:
    """What authentication adds to a token request."""

    headers: dict[str, str] = made(dict)
    fields: dict[str, str] = made(dict)
    secrets: tuple[str, ...] = ()
    cert: Any = None


def _basic(identity: ClientIdentity, audience: str) -> Authentication:
    """Both parts are form-encoded first. Source: RFC 6749 section 2.3.1."""
    pair = f"{quote_plus(identity.client_id)}:{quote_plus(identity.client_secret)}"
    token = base64.b64encode(pair.encode()).decode()
    return Authentication({"Authorization": f"Basic {token}"}, {}, (identity.client_secret, token))


def _post(identity: ClientIdentity, audience: str) -> Authentication:
    fields = {"client_id": identity.client_id, "client_secret": identity.client_secret}
    return Authentication({}, fields, (identity.client_secret,))


def _none(identity: ClientIdentity, audience: str) -> Authentication:
    return Authentication({}, {"client_id": identity.client_id} if identity.client_id else {})


def _private_key_jwt(identity: ClientIdentity, audience: str) -> Authentication:
    now = int(time.time())
    claims = {
        "iss": identity.client_id,
        "sub": identity.client_id,
        "aud": audience,
        "jti": os.urandom(16).hex(),
        "iat": now,
        "exp": now + _LASTS,
    }
    assertion = signed_jwt(claims, identity.private_key, identity.key_id)
    fields = {
        "client_id": identity.client_id,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
    }
    return Authentication({}, fields, (assertion,))


def _tls(identity: ClientIdentity, audience: str) -> Authentication:
    return Authentication({}, {"client_id": identity.client_id}, (), identity.cert)


@record
class Method:
    """A way of authenticating.

    Attributes:
        needs: the argument of `OAuth` that it needs, or "".
        registered: its names in a server's metadata.
    """

    write: Callable[[ClientIdentity, str], Authentication]
    needs: str
    registered: tuple[str, ...]


METHODS = {
    "basic": Method(_basic, "client_secret", ("client_secret_basic",)),
    "post": Method(_post, "client_secret", ("client_secret_post",)),
    "private_key_jwt": Method(_private_key_jwt, "private_key", ("private_key_jwt",)),
    "tls": Method(_tls, "cert", ("tls_client_auth", "self_signed_tls_client_auth")),
    "none": Method(_none, "", ("none",)),
}
"""In the order in which they are tried."""


def choose_method(identity: ClientIdentity, asked: str, supported: tuple[str, ...]) -> str:
    """The method to use.

    Args:
        asked: what the caller names, or "".
        supported: what the server's metadata lists; empty if unknown.
    """
    if asked:
        return asked
    possible = [name for name, method in METHODS.items() if method.needs and getattr(identity, method.needs)]
    for name in possible:
        if not supported or any(word in supported for word in METHODS[name].registered):
            return name
    return possible[0] if possible else "none"


def signed_jwt(claims: dict[str, Any], private_key: str, key_id: str = "") -> str:
    """A signed JSON Web Token; the key's kind decides the algorithm: RS256, ES256, ES384, ES512 or EdDSA.

    Raises:
        MissingExtra: cryptography is not installed.
        RequestError: the key cannot be used.
    Source: RFC 7515 section 7.1; RFC 7518 section 3.1; RFC 8037 section 3.1.
    """
    try:
        from cryptography.hazmat.primitives import serialization
    except ModuleNotFoundError:
        raise MissingExtra("private_key=", "cryptography") from None
    try:
        key: Any = serialization.load_pem_private_key(private_key.encode(), None)
    except (ValueError, TypeError):
        key = None
    algorithm, sign = _signer(key)
    header = {"alg": algorithm, "typ": "JWT", **({"kid": key_id} if key_id else {})}
    text = ".".join(_base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return f"{text}.{_base64url(sign(text.encode()))}"


def _signer(key: Any) -> tuple[str, Callable[[bytes], bytes]]:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

    if isinstance(key, rsa.RSAPrivateKey):
        return "RS256", lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "EdDSA", key.sign
    curves: dict[str, tuple[str, Any]] = {
        "secp256r1": ("ES256", hashes.SHA256()),
        "secp384r1": ("ES384", hashes.SHA384()),
        "secp521r1": ("ES512", hashes.SHA512()),
    }
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in curves:
        algorithm, digest = curves[key.curve.name]
        size = (key.curve.key_size + 7) // 8

        def sign(data: bytes) -> bytes:
            r, s = utils.decode_dss_signature(key.sign(data, ec.ECDSA(digest)))
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")

        return algorithm, sign
    raise RequestError("private_key= of OAuth must be the PEM text of an RSA, EC or Ed25519 key without a password")


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
