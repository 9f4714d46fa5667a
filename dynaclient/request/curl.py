"""A prepared request as a curl command for a POSIX shell, which fetches the credentials: none is in the text.

Each credential goes through the client as a placeholder, which the command replaces by what the shell expands.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from .._support.urls import host_and_port
from .._support.wording import MASK, variable_name
from ..model import SecurityScheme
from .writing.files import FilePart
from .writing.multipart import FormPart

_OWN = frozenset(("content-length", "user-agent", "accept-encoding", "connection", "transfer-encoding"))
"""Headers that curl writes itself."""

_UNREMARKABLE = frozenset(("accept", "idempotency-key"))
"""Headers that change nothing, or that are made anew for each call."""


class UnreadableBody(ValueError):
    """A body of bytes that are not text."""


@dataclass(frozen=True, slots=True)
class ShellCredential:
    """A credential as a shell knows it.

    Attributes:
        number: tells its placeholders from those of others.
        parts: what the shell expands, inside double quotes, to each text that the credential is made of.
        whole: the same for all of it, with `:` between the parts; "" for one that is not text.
    """

    scheme: SecurityScheme
    number: int
    parts: tuple[str, ...]
    whole: str

    @property
    def placeholders(self) -> tuple[str, ...]:
        """What goes through the client in place of each part."""
        return tuple(f"CREDENTIAL{self.number}PART{index}END" for index in range(len(self.parts)))

    @property
    def value(self) -> Any:
        """What the client is given: one placeholder, or all of them."""
        return self.placeholders[0] if len(self.parts) == 1 else self.placeholders


def _nothing(name: str) -> bool:
    return False


class CurlWriter:
    """Writes the commands of requests that were prepared with placeholders.

    Args:
        credentials: those that the client was given.
        is_secret: whether a header or query parameter of this name holds a secret that is not to be shown.
        for_reading: leave out what changes nothing, and spell out the method; else the command is exact.
    """

    def __init__(
        self,
        credentials: Iterable[ShellCredential],
        *,
        is_secret: Callable[[str], bool] = _nothing,
        for_reading: bool = False,
    ) -> None:
        self._credentials = tuple(credentials)
        self._shells = dict(pair for c in self._credentials for pair in zip(c.placeholders, c.parts, strict=True))
        self._is_secret = is_secret
        self._for_reading = for_reading
        self._left_out = _OWN | _UNREMARKABLE if for_reading else _OWN

    def words(
        self,
        request: Any,
        chosen: Iterable[str] = (),
        *,
        show: Callable[[str], str] | None = None,
        body_file: str | None = None,
    ) -> list[str]:
        """`curl`, the method and the address, then each option with its value.

        Args:
            request: a prepared request of requests.
            chosen: the names of the schemes whose credentials the request carries.
            show: lays out the text of a body.
            body_file: the file that holds the body.

        Raises:
            UnreadableBody: the body cannot be shown on a line.
        """
        usual = "GET" if request.body is None else "POST"  # what curl chooses by itself
        is_plain = request.method == usual and not (self._for_reading and usual == "POST")
        method = "" if is_plain else f" -X {request.method}"
        headers = {name: _text(value) for name, value in request.headers.items()}
        options = list(self._credential_options(headers, frozenset(chosen)))
        is_form = hasattr(request.body, "parts")
        for name, value in headers.items():
            if not (name.lower() in self._left_out or (is_form and name.lower() == "content-type")):
                options.append(self._header(name, value))
        words = [f"curl{method} {self._quoted(self._url(str(request.url)))}", *options]
        return [*words, *self._body(request.body, show, body_file)]

    def _credential_options(self, headers: dict[str, str], chosen: frozenset[str]) -> Iterator[str]:
        """Curl's own options for credentials that it writes itself; their headers are taken out."""
        for credential in self._credentials:
            scheme = credential.scheme
            if scheme.kind.curl is None or scheme.key not in chosen:
                continue
            place, proof = scheme.place, scheme.kind.write(scheme, credential.value)
            written = {name.lower(): before + text for name, before, text in proof.headers} if proof else {}
            present = {name.lower(): name for name in headers}
            if place is not None and place[1] in present:
                if headers[present[place[1]]] != written.get(place[1]):
                    continue  # a header of the caller's own
                del headers[present[place[1]]]
            yield scheme.kind.curl(credential.whole)

    def _header(self, name: str, value: str) -> str:
        if self._is_secret(name) and not self._has_placeholder(value):
            return f'-H "{name}: ${variable_name(name)}"'  # a secret of the caller's own: named, not shown
        return f"-H {self._quoted(f'{name}: {value}')}"

    def _url(self, url: str) -> str:
        """The URL, with what a secret query parameter holds masked."""
        parts = urlsplit(url)
        pairs = [pair.partition("=") for pair in parts.query.split("&") if pair]
        query = "&".join(
            name + sep + (MASK if self._is_secret(unquote(name)) and not self._has_placeholder(value) else value)
            for name, sep, value in pairs
        )
        return parts._replace(netloc=host_and_port(parts.netloc), query=query).geturl()

    def _has_placeholder(self, text: str) -> bool:
        return any(placeholder in text for placeholder in self._shells)

    def _quoted(self, text: str) -> str:
        """A word in quotes in which the shell expands nothing but credentials."""
        if not self._has_placeholder(text):
            return shlex.quote(text)
        inner = re.sub(r'([\\"$`])', r"\\\1", text)
        for placeholder, shell in self._shells.items():
            inner = inner.replace(placeholder, shell)
        return f'"{inner}"'

    def _body(self, body: Any, show: Callable[[str], str] | None, file: str | None) -> Iterator[str]:
        if body is None or (self._for_reading and body in (b"", "")):
            return
        if file is not None and not hasattr(body, "parts"):
            yield f"--data-binary {shlex.quote(f'@{file}')}"
        elif isinstance(body, (bytes, str)):
            text = body if isinstance(body, str) else body.decode("utf-8", errors="replace")
            if "\ufffd" in text or "\0" in text:
                raise UnreadableBody
            yield f"--data-raw {self._quoted(text if show is None else show(text))}"
        elif hasattr(body, "parts"):
            write = _short_part if self._for_reading else _exact_part
            for part in body.parts:
                yield write(part)
        else:
            path = getattr(body, "path", None) or "-"
            yield f"--data-binary {shlex.quote(f'@{path}')}"


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _exact_part(part: FormPart) -> str:
    """A form part, with every header that the client gives it."""
    kind = f";type={part.content_type}" if part.content_type else ""
    if isinstance(part.content, FilePart):
        kind = kind or f";type={part.content.content_type}"
        name = f";filename={_form_quoted(part.content.filename)}"
        path = _form_quoted(part.content.path or "-")
        return f"-F {shlex.quote(f'{part.name}=@{path}{kind}{name}')}"
    text = part.content.decode("utf-8", errors="replace")
    flag = "-F" if kind else "--form-string"
    return f"{flag} {shlex.quote(f'{part.name}={_form_quoted(text) if kind else text}{kind}')}"


def _short_part(part: FormPart) -> str:
    """A part as a person writes it: curl guesses the type of a file, and quotes come only where they must."""
    if isinstance(part.content, FilePart):
        return f"-F {shlex.quote(f'{part.name}=@{_form_quoted_if_needed(part.content.filename)}')}"
    text = part.content.decode()
    if part.content_type:
        return f"-F {shlex.quote(f'{part.name}={_form_quoted_if_needed(text)};type={part.content_type}')}"
    flag = "--form-string" if text[:1] in ("@", "<") or ";" in text else "-F"
    return f"{flag} {shlex.quote(f'{part.name}={text}')}"


def _form_quoted(text: str) -> str:
    """A value in which `;` and `,` mean themselves. Source: curl's manual, `--form`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _form_quoted_if_needed(text: str) -> str:
    return _form_quoted(text) if re.search(r'[,;"\\]', text) else text
