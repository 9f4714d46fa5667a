"""Requests and responses as text: `-v` and `--dry-run`. Secrets are masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .._support.masking import Masking
from .._support.urls import host_and_port
from .._support.wording import masked
from ..model.build import secret_names
from .terminal import clean

if TYPE_CHECKING:
    from ..response import Response
    from ..transport import Attempt
    from .setup import Setup


class Secrets:
    """Masks what is secret in the heads of requests and responses, by the document, telling names and known texts."""

    def __init__(self, setup: Setup) -> None:
        self._texts = setup.terminal.secrets
        self._names = secret_names(setup.document) | setup.secret_names

    def _masking(self) -> Masking:
        return Masking(self._texts, self._names)  # texts may have been added

    def is_secret(self, name: str) -> bool:
        """Whether a header or query parameter with this name contains a secret."""
        return self._masking().is_secret(name)

    def header(self, name: str, value: str) -> str:
        """The value of a header, with secrets masked."""
        return clean(self._masking().header(name, value))

    def target(self, url: str, *, whole: bool = False) -> str:
        """The path and query of a URL, or all of it without user info, with the secrets masked."""
        shown = self._masking().url(url)
        if not whole:
            parts = urlsplit(shown)
            shown = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        return clean(shown)


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
