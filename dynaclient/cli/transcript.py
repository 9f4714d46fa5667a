"""Requests and responses as text: `-v` and `--dry-run`. Secrets are masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from .._support.urls import host_and_port
from .._support.wording import MASK, is_secret_name, masked
from ..model import build_security_schemes
from .terminal import clean

if TYPE_CHECKING:
    from ..response import Response
    from ..transport import Attempt
    from .setup import Setup

_WORDS = frozenset(("basic", "bearer", "digest", "negotiate", "token"))
"""First words of a secret header that are not secret themselves."""


class Secrets:
    """The names in a document that contain secrets, in addition to well-known ones."""

    def __init__(self, setup: Setup) -> None:
        self._texts = setup.terminal.secrets
        places = [scheme.place for scheme in build_security_schemes(setup.document).values()]
        self._names = {place[1].lower() for place in places if place is not None and place[1]} | setup.secret_names

    def is_secret(self, name: str) -> bool:
        """Whether a header or query parameter with this name contains a secret."""
        return name.lower() in self._names or is_secret_name(name) or name.lower() == "proxy-authorization"

    def header(self, name: str, value: str) -> str:
        """The value of a header, with secrets masked."""
        if not self.is_secret(name):
            return clean(masked(value, self._texts))
        word, separator, rest = value.partition(" ")
        return f"{word} {MASK}" if separator and rest and word.lower() in _WORDS else MASK

    def target(self, url: str, *, whole: bool = False) -> str:
        """The path and query of a URL, or all of it without user info, with the secrets masked."""
        parts = urlsplit(url)
        pairs = [pair.partition("=") for pair in parts.query.split("&") if pair]
        query = "&".join(
            f"{name}={MASK}" if separator and self.is_secret(unquote(name)) else name + separator + value
            for name, separator, value in pairs
        )
        front = f"{parts.scheme}://{host_and_port(parts.netloc)}" if whole else ""
        return clean(masked(f"{front}{parts.path or '/'}{'?' + query if query else ''}", self._texts))


class Transcript:
    """Writes requests and responses on standard error, as hooks of a client."""

    def __init__(self, setup: Setup) -> None:
        self._terminal = setup.terminal
        self._secrets = Secrets(setup)

    def request(self, request: Any) -> None:
        """A request, before it is sent."""
        for line in request_head(self._secrets, request):
            self._terminal.note(f"> {line}", is_verbatim=True)

    def attempt(self, attempt: Attempt) -> None:
        """A failed attempt, and when the next one is made."""
        after = f"; trying again in {attempt.wait:.3g} s" if attempt.wait is not None else ""
        what = attempt.error.message if attempt.error is not None else f"status {attempt.status_code}"
        self._terminal.note(f"* attempt {attempt.number}: {what}, {attempt.seconds:.2f} s: {attempt.reason}{after}")

    def response(self, response: Response) -> None:
        """Every response, redirects first, and why there are no more attempts."""
        for raw in (*response.raw.history, response.raw):
            version = {10: "1.0", 20: "2"}.get(getattr(raw.raw, "version", 11), "1.1")
            self._terminal.note(f"< HTTP/{version} {raw.status_code} {raw.reason or ''}".rstrip(), is_verbatim=True)
            for name, value in raw.headers.items():
                self._terminal.note(f"< {name}: {self._secrets.header(name, value)}", is_verbatim=True)
        if response.attempts and not response.ok:
            self.attempt(response.attempts[-1])


def request_head(secrets: Secrets, request: Any) -> Iterator[str]:
    """The request line and headers. Source: RFC 9112 section 3."""
    yield f"{request.method} {secrets.target(request.url)} HTTP/1.1"
    headers: Mapping[str, str] = request.headers
    if "Host" not in headers:
        yield f"Host: {host_and_port(urlsplit(request.url).netloc)}"
    for name, value in headers.items():
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        yield f"{name}: {secrets.header(name, text)}"


def write_request(setup: Setup, request: Any) -> None:
    """The whole request as it would be sent: `--dry-run`."""
    secrets, terminal = Secrets(setup), setup.terminal
    for line in request_head(secrets, request):
        terminal.line(clean(line))
    for line in _body_lines(request.body):
        terminal.line(clean(masked(line, terminal.secrets)))


def _body_lines(body: Any) -> Iterator[str]:
    if body is None:
        return
    yield ""
    if isinstance(body, str):
        body = body.encode()
    if isinstance(body, bytes):
        text = body.decode("utf-8", errors="replace")
        yield text if "\ufffd" not in text else f"({len(body):,} bytes)"
        return
    for index, part in enumerate(getattr(body, "parts", ())):
        size = part.size()
        declared = part.content_type or getattr(part.content, "content_type", "")
        kind = f" {declared}" if declared else ""
        name = index if part.name is None else part.name
        yield f"(part {name}:{kind} {'size unknown' if size is None else f'{size:,} bytes'})"
    size = getattr(body, "known_size", None)
    yield f"({'size unknown' if size is None else f'{size:,} bytes'})"
