"""How connections are made, for both clients: whose certificates are trusted, the client's own one, and proxies."""

from __future__ import annotations

import errno
import os
import re
import ssl
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, prepend_scheme_if_needed, select_proxy

from .._support.record import made, record
from .._support.urls import without_userinfo
from .._support.wording import shown_option
from ..errors import MissingExtra, RequestError
from .tls_failures import MissingFile, UnreadableFile, in_words

_FOR = re.compile(r"(http|https|all)(://[^/]+)?")
"""What a proxy may be for, as requests has it: a scheme, or a scheme and a host."""

_PROXIES = ("http", "https", "socks4", "socks4a", "socks5", "socks5h")


@record
class Network:
    """The values of `verify=`, `cert=` and `proxies=`.

    Attributes:
        verify: True, False, the path of a file or folder of authorities, or an SSLContext, which is used as it is.
        cert: the path of a certificate with its key, or (certificate, key) or (certificate, key, password).
        proxies: "http", "https" or "scheme://host" → the URL of its proxy; None leaves it to the environment.
        contexts: the TLS contexts made from these, by the certificate of a credential.
    """

    verify: bool | str | ssl.SSLContext = True
    cert: Any = None
    proxies: Mapping[str, str] | None = None
    contexts: dict[Any, ssl.SSLContext] = made(dict)

    def context(self, cert: Any = None) -> ssl.SSLContext:
        """The TLS context of a connection.

        Args:
            cert: the client certificate of a credential, which takes the place of the client's own; a context that has
                one is used as it is.

        Raises:
            RequestError: a certificate cannot be read, or `verify` is a context, which holds its own.
        """
        if isinstance(cert, ssl.SSLContext):
            return cert
        if isinstance(self.verify, ssl.SSLContext):
            if cert is not None:
                raise RequestError("verify= is an SSLContext: load the client certificate of the credential into it")
            return self.verify
        given = self.cert if cert is None else cert
        if given not in self.contexts:
            self.contexts[given] = _context(self.verify, given)
        return self.contexts[given]

    def for_others(self) -> Network:
        """The same for servers that must not see the client's certificate."""
        return Network(self.verify, None, self.proxies)

    def to_pickle(self, *, with_secrets: bool) -> Network:
        """The same without the contexts; without the password of a key or a proxy, unless they are asked for.

        Raises:
            TypeError: `verify` is an SSLContext.
        """
        if isinstance(self.verify, ssl.SSLContext):
            raise TypeError(
                "a client whose verify= is an SSLContext cannot be pickled; give the path of a file instead"
            )
        cert, proxies = self.cert, self.proxies
        if not with_secrets:
            cert = cert[:2] if isinstance(cert, tuple) else cert
            proxies = proxies and {scheme: _without_password(url) for scheme, url in proxies.items()}
        return Network(self.verify, cert, proxies)


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{without_userinfo(rest)}"


def checked_network(verify: Any, cert: Any, proxies: Any, *, is_async: bool = False) -> Network | None:
    """The values of the three options; None if all are as they are by default.

    Raises:
        RequestError: one has another type, names a file that cannot be read, or a proxy that this client cannot use.
    """
    if verify is True and cert is None and proxies is None:
        return None
    network = Network(_verify(verify), _cert(cert), _checked_proxies(proxies))
    if cert is not None and isinstance(verify, ssl.SSLContext):
        raise RequestError("pass cert= or an SSLContext as verify=, not both: load the certificate into the context")
    for url in (network.proxies or {}).values():
        _check_kind(url, is_async=is_async)
    failed = None
    try:
        network.context()
    except (MissingFile, UnreadableFile) as error:
        failed = f"the certificates of {shown_option(error.filename)} cannot be read: {error.strerror}"
    if failed is not None:
        raise RequestError(failed)
    return network


def environment_proxy(url: str, *, is_async: bool = False) -> str | None:
    """The proxy that the environment names for a URL, by the rules of requests, for both clients.

    Raises:
        RequestError: it is not the URL of a proxy, or not of one that this client can use.
    """
    named = select_proxy(url, get_environ_proxies(url, None))
    if not named:
        return None
    proxy: str = prepend_scheme_if_needed(named, "http")  # type: ignore[no-untyped-call]
    if not _is_proxy(proxy):
        raise RequestError(
            f"the environment names {shown_option(without_userinfo(proxy))} as the proxy, which is not a URL such as "
            "http://proxy:8080: change HTTP_PROXY, HTTPS_PROXY or ALL_PROXY, or pass proxies="
        )
    _check_kind(proxy, is_async=is_async)
    return proxy


def _check_kind(proxy: str, *, is_async: bool) -> None:
    """Refuse a SOCKS proxy where nothing can use it."""
    if not proxy.lower().startswith("socks"):
        return
    if is_async:
        raise RequestError("an async client goes through HTTP proxies only: a SOCKS proxy is for Client")
    if find_spec("socks") is None:
        raise MissingExtra("a SOCKS proxy", "socks")


def trusted_authorities() -> str:
    """The file or folder of authorities that both clients trust by default.

    It is the one that REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE or SSL_CERT_FILE names, in this order, or certifi's.
    """
    named = (os.environ.get(name) for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"))
    path = next((path for path in named if path), "")
    if path:
        return path
    import certifi

    return certifi.where()


def _verify(given: Any) -> bool | str | ssl.SSLContext:
    if isinstance(given, (bool, ssl.SSLContext)):
        return given
    if isinstance(given, (str, os.PathLike)):
        return _existing("verify", given)
    raise RequestError(
        f"verify= must be True, False, the path of a file or folder of certificates, or an SSLContext, "
        f"not {shown_option(given)}"
    )


def _cert(given: Any) -> Any:
    if given is None:
        return None
    if isinstance(given, (str, os.PathLike)):
        return _existing("cert", given)
    if isinstance(given, (tuple, list)) and len(given) in (2, 3):
        paths = [_existing("cert", path) for path in given[:2] if isinstance(path, (str, os.PathLike))]
        if len(paths) == 2 and all(isinstance(password, str) for password in given[2:]):
            return (*paths, *given[2:])
    kind = type(given).__name__  # not the value: it may hold a password
    raise RequestError(
        f"cert= must be the path of a certificate with its key, or (certificate, key), or (certificate, key, "
        f"password), not a value of type {kind}"
    )


def _existing(option: str, given: Any) -> str:
    path = os.fspath(given)
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    if "\0" in path or not os.path.exists(path):
        raise RequestError(f"{option}=: there is no file or folder {shown_option(path)}")
    return str(path)


def _checked_proxies(given: Any) -> Mapping[str, str] | None:
    """One proxy for all, a mapping, False for none; None leaves it to the environment."""
    if given is None:
        return None
    if given is False:
        return {}
    if isinstance(given, str):
        if not _is_proxy(given):
            raise RequestError(
                f"proxies= must be the URL of a proxy, such as http://proxy:8080, not "
                f"{shown_option(without_userinfo(given))}"
            )
        given = {"http": given, "https": given}
    if not isinstance(given, Mapping):
        raise RequestError(
            f"proxies= must be a URL, a mapping such as {{'https': 'http://proxy:8080'}}, or False for none, "
            f"not {shown_option(given)}"
        )
    for scheme, url in given.items():
        if not (isinstance(scheme, str) and _FOR.fullmatch(scheme)):
            raise RequestError(
                f"proxies=: a proxy is for 'http', 'https', 'all', or an address such as 'https://api.example', "
                f"not for {shown_option(scheme)}"
            )
        if not _is_proxy(url):
            shown = shown_option(without_userinfo(url) if isinstance(url, str) else url)
            raise RequestError(
                f"proxies=: {shown_option(scheme)} needs the URL of a proxy, such as http://proxy:8080, not {shown}"
            )
    return dict(given)


def _is_proxy(url: Any) -> bool:
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
        return parts is not None and parts.scheme in _PROXIES and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _context(verify: bool | str, cert: Any) -> ssl.SSLContext:
    """A TLS context; what it cannot read is named."""
    path = verify if isinstance(verify, str) else trusted_authorities()
    try:
        if verify is False:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        elif os.path.isdir(path):
            context = ssl.create_default_context(capath=path)
        else:
            context = ssl.create_default_context(cafile=path)
    except FileNotFoundError:
        raise MissingFile(errno.ENOENT, os.strerror(errno.ENOENT), path) from None
    except (OSError, ValueError) as error:
        raise UnreadableFile(errno.EINVAL, _reason(error), path) from None
    if cert is not None:
        files = (cert,) if isinstance(cert, str) else tuple(cert)
        for path in files[:2]:
            if not os.path.exists(path):
                raise MissingFile(errno.ENOENT, os.strerror(errno.ENOENT), path)
        failed = None
        try:
            key, password = (*files[1:], None, None)[:2]
            context.load_cert_chain(files[0], key, password or "")  # without any, the library would ask on the terminal
        except (OSError, ValueError) as error:
            failed = _reason(error)
        if failed is not None:
            raise RequestError(f"the client certificate {shown_option(files[0])} cannot be read: {failed}")
    return context


def _reason(error: Exception) -> str:
    """The reason in the library's words: such as "PEM lib" or "No such file or directory"."""
    return in_words(error) or type(error).__name__
