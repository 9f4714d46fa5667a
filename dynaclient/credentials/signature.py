"""`Signature(…)`: a credential that signs requests for AWS, by botocore or requests-aws4auth.

Source: AWS Signature Version 4 (SigV4) of the AWS Identity and Access Management User Guide.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from .._support.record import record
from ..errors import MissingExtra, RequestError
from .aws_names import scope_of_host

_CHUNK = 1 << 20
"""Bytes of a file that are read at once."""


class Signature:
    """A credential that signs each request with AWS Signature Version 4.

    `Client("api.yaml", credentials={"sigv4": Signature("AKIA…", secret, region="eu-west-1", service="execute-api")})`.
    It needs `botocore` (`pip install 'dynaclient[aws]'`), or `requests-aws4auth` for keys that you pass. Bodies are
    signed too, so that a file is read twice; one that can be read only once is refused, except by S3 over https.

    Args:
        access_key: the id of the key; without it, botocore finds keys where other programs of AWS do (environment,
            profile, role), and renews them.
        secret_key: the key.
        session_token: what temporary keys have besides.
        region: such as `eu-west-1`; None takes it from the server's name.
        service: the name in signatures, such as `execute-api`; None takes it from the server's name.

    Raises:
        MissingExtra: neither library is installed, or keys have to be found and botocore is not.
        RequestError: an argument is not text, or only one of the keys is given.
    """

    is_handler = True

    def __init__(
        self,
        access_key: str | None = None,
        secret_key: str | None = None,
        session_token: str | None = None,
        *,
        region: str | None = None,
        service: str | None = None,
    ) -> None:
        texts = {
            "access_key": access_key,
            "secret_key": secret_key,
            "session_token": session_token,
            "region": region,
            "service": service,
        }
        for name, value in texts.items():
            if value is not None and (not isinstance(value, str) or not value.strip()):
                kind = "empty" if isinstance(value, str) else type(value).__name__
                raise RequestError(f"{name}= of Signature must be text, not {kind}")
        if (access_key is None) != (secret_key is None) or (session_token is not None and access_key is None):
            raise RequestError("Signature(…) takes access_key and secret_key together, or neither to have them found")
        self._keys = (access_key, secret_key, session_token)
        self._region, self._service = region, service
        self._found: Any = None
        self._sign = _signer(needs_search=access_key is None)

    def __repr__(self) -> str:
        where = f" in {self._region}" if self._region else ""
        return f"<Signature{f' for {self._service}' if self._service else ''}{where}>"

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_found": None}

    def texts(self) -> set[str]:
        """Every text that no message may show."""
        return {text for text in self._keys[1:] if text}

    def __call__(self, request: Any) -> Any:
        """Sign a prepared request of requests, which is changed and returned.

        Raises:
            RequestError: the region or service is not known, there are no keys, or the body can be read only once.
        """
        region, service = self._scope(request.url)
        access_key, secret_key, token = self._current_keys()
        request.headers["X-Amz-Date"] = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        request.headers["X-Amz-Content-SHA256"] = _digest(request, service)
        if token:
            request.headers["X-Amz-Security-Token"] = token
        headers = {name: value for name, value in request.headers.items() if _is_signed(name.lower())}
        url = _canonical_url(request.url, service)
        scope, names, signature = self._sign(
            (access_key, secret_key), (region, service), Signable(request.method, url, headers)
        )
        request.headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders={names}, Signature={signature}"
        )
        return request

    def _scope(self, url: str) -> tuple[str, str]:
        host = urlsplit(url).hostname or ""
        region, service = scope_of_host(host)
        region, service = self._region or region, self._service or service
        if not region or not service:
            missing = " and ".join(name for name, value in (("region", region), ("service", service)) if not value)
            arguments = " and ".join(f"{name}=" for name in missing.split(" and "))
            raise RequestError(
                f"the {missing} that AWS signs for cannot be read from the server's name {host!r}: pass {arguments} to "
                "Signature(…)"
            )
        return region, service

    def _current_keys(self) -> tuple[str, str, str | None]:
        access_key, secret_key, token = self._keys
        if access_key is not None and secret_key is not None:
            return access_key, secret_key, token
        if self._found is None:
            from botocore.session import Session

            self._found = Session().get_credentials()
        if self._found is None:
            raise RequestError(
                "there are no keys of AWS: neither in the environment (AWS_ACCESS_KEY_ID) nor in a profile, and this "
                "machine has no role. Pass them to Signature(…)"
            )
        frozen = self._found.get_frozen_credentials()
        return frozen.access_key, frozen.secret_key, frozen.token


@record(hidden=("headers",))
class Signable:
    """What is signed of a request; the headers have its date and the digest of its body."""

    method: str
    url: str
    headers: dict[str, str]


def _is_signed(name: str) -> bool:
    """Whether a header is: those that nobody changes on the way, and those of AWS."""
    return name in ("content-type", "content-md5", "host") or name.startswith("x-amz-")


def _digest(request: Any, service: str) -> str:
    """The digest of the body, which is at its start again afterwards.

    Raises:
        RequestError: it can be read only once, and has to be signed.
    """
    body = request.body or b""
    if isinstance(body, (str, bytes, bytearray)):
        return hashlib.sha256(body.encode() if isinstance(body, str) else body).hexdigest()
    digest: Any = hashlib.sha256()
    try:
        body.seek(0)
    except (AttributeError, OSError, ValueError):
        digest = None
    if digest is None:
        if service == "s3" and request.url.startswith("https:"):
            return "UNSIGNED-PAYLOAD"
        raise RequestError("AWS signs the body of a request, and this one can be read only once: pass bytes")
    while piece := body.read(_CHUNK):
        digest.update(piece)
    body.seek(0)
    return str(digest.hexdigest())


def _canonical_url(url: str, service: str) -> str:
    """The address as AWS writes it before it computes the signature: everything but unreserved characters is encoded.

    The path is encoded as it is sent, by the libraries; that of S3 is encoded once only.
    """
    parts = urlsplit(url)

    def encoded(text: str, safe: str = "-_.~") -> str:
        return quote(unquote(text), safe=safe)

    pairs = [pair.partition("=")[::2] for pair in parts.query.split("&")] if parts.query else []
    query = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in pairs)
    path = encoded(parts.path, "/-_.~") if service == "s3" else parts.path
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], path=path, query=query, fragment="").geturl()


def _signer(*, needs_search: bool) -> Any:
    """The function of the library that signs.

    Raises:
        MissingExtra: none is installed.
    """
    try:
        import botocore.auth  # noqa: F401
    except ModuleNotFoundError:
        pass
    else:
        return _by_botocore
    if not needs_search:
        try:
            import requests_aws4auth  # noqa: F401
        except ModuleNotFoundError:
            pass
        else:
            return _by_aws4auth
    raise MissingExtra("Signature(…)" if not needs_search else "Signature() without keys", "botocore")


def _by_botocore(keys: tuple[str, str], where: tuple[str, str], what: Signable) -> tuple[str, str, str]:
    """The scope, the names of the signed headers, and the signature."""
    from botocore.auth import S3SigV4Auth, SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    region, service = where
    signer = (S3SigV4Auth if service == "s3" else SigV4Auth)(Credentials(*keys), service, region)
    request = AWSRequest(what.method, what.url, what.headers)
    request.context["timestamp"] = what.headers["X-Amz-Date"]
    text = signer.string_to_sign(request, signer.canonical_request(request))
    names = signer.signed_headers(signer.headers_to_sign(request))
    return signer.scope(request), names, signer.signature(text, request)


def _by_aws4auth(keys: tuple[str, str], where: tuple[str, str], what: Signable) -> tuple[str, str, str]:
    """The same by the other library."""
    from requests_aws4auth import AWS4Auth

    access_key, secret_key = keys
    headers = {name.lower(): value for name, value in what.headers.items()}
    signer = AWS4Auth(access_key, secret_key, *where, headers["x-amz-date"][:8], include_hdrs=["host", *headers])
    request = Signable(what.method, what.url, headers)
    canonical_headers, names = signer.get_canonical_headers(request, signer.include_hdrs)
    canonical = signer.get_canonical_request(request, canonical_headers, names)
    key = signer.signing_key
    text = signer.get_sig_string(request, canonical, key.scope)
    return f"{access_key}/{key.scope}", names, hmac.new(key.key, text.encode(), hashlib.sha256).hexdigest()
