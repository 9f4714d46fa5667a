"""Why there is no TLS connection: what servers refuse, what cannot be read, in the same words for both libraries."""

from __future__ import annotations

import os
import re
import ssl

_REFUSED_CERTIFICATE = (
    "ALERT_BAD_CERTIFICATE",
    "ALERT_CERTIFICATE_EXPIRED",
    "ALERT_CERTIFICATE_REVOKED",
    "ALERT_CERTIFICATE_UNKNOWN",
    "ALERT_UNKNOWN_CA",
    "ALERT_UNSUPPORTED_CERTIFICATE",
)
"""The reasons of a server that refuses the client's certificate. Source: RFC 8446 section 6.2."""

_BEFORE_ANYTHING = (
    "WRONG_VERSION_NUMBER",
    "UNSUPPORTED_PROTOCOL",
    "PROTOCOL_VERSION",
    "HANDSHAKE_FAILURE",
    "NO_PROTOCOLS",
    "CERTIFICATE_REQUIRED",
    *_REFUSED_CERTIFICATE,
)
"""The TLS library's reasons for a connection that was refused: another attempt is refused too."""


def reason_of_tls(error: ssl.SSLError) -> str:
    """Why there is no TLS connection."""
    reason, words = error.reason or "", in_words(error)
    if is_unreadable(error):
        return reason_of_unreadable(words)
    if "CERTIFICATE_REQUIRED" in reason:
        return "the server demands a client certificate, and none was sent (cert= names one)"
    if any(known in reason for known in _REFUSED_CERTIFICATE):
        return f"the server refused the client certificate (cert=): {words}"
    return f"the TLS connection was refused: {words or type(error).__name__}"


def reason_of_unreadable(why: str) -> str:
    """Why the authorities to trust cannot be read, and what names them."""
    return (
        f"the certificates to trust cannot be read: {why} (verify=, or the file that REQUESTS_CA_BUNDLE, "
        "CURL_CA_BUNDLE or SSL_CERT_FILE names)"
    )


def in_words(error: BaseException) -> str:
    """What an error of the operating system or of TLS says, the same for both libraries; "" if it says nothing."""
    number, text = getattr(error, "errno", None), getattr(error, "strerror", None)
    if not isinstance(text, str):
        reason = getattr(error, "reason", None)
        return reason if isinstance(reason, str) else ""
    if isinstance(number, int) and text.startswith("Connect call failed"):  # asyncio, with the address
        return os.strerror(number)
    return _OF_TLS.sub("", text)


_OF_TLS = re.compile(r"^\[[^]]*\] | \(_ssl\.c:\d+\)$")
"""What the TLS library writes around its reason."""


class MissingFile(FileNotFoundError):
    """A file that the TLS settings name does not exist."""


class UnreadableFile(OSError):
    """A file that the TLS settings name has no certificates."""


def is_unreadable(error: BaseException) -> bool:
    """Whether the file of authorities to trust could not be read."""
    return isinstance(error, UnreadableFile) or (
        isinstance(error, ssl.SSLError) and getattr(error, "library", "") in ("X509", "PEM")
    )


def is_closed_early(error: BaseException) -> bool:
    """Whether the server closed the connection while the request was sent."""
    return isinstance(error, (BrokenPipeError, ssl.SSLEOFError))


def is_refused(error: BaseException) -> bool:
    """Whether the server or the TLS library refused the connection, and would again."""
    reason = getattr(error, "reason", None)  # aiohttp's own errors of TLS have none
    return isinstance(error, ssl.SSLError) and any(known in (reason or "") for known in _BEFORE_ANYTHING)
