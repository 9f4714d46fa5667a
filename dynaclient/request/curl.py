"""Write a prepared request as a curl command for a POSIX shell, with shell variables in place of credentials.

The client is given placeholders as credentials; the command replaces each with a text that the shell expands.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from .._support.secret_names import MASK
from .._support.urls import host_and_port
from .._support.wording import variable_name
from ..model import SecurityScheme
from .writing.files import FilePart
from .writing.multipart import FormPart

_OWN = frozenset(("content-length", "user-agent", "accept-encoding", "connection", "transfer-encoding"))
"""Headers that curl adds itself."""

_UNREMARKABLE = frozenset(("accept", "idempotency-key"))
"""Headers that make no difference or change with every call."""


class UnreadableBody(ValueError):
    """The body is not text."""


@dataclass(frozen=True, slots=True)
class ShellCredential:
    """A credential in a shell command.

    Attributes:
        number: makes its placeholders unique.
        parts: for each part of the credential, the text that the shell expands to it inside double quotes.
        whole: the same for the whole credential, its parts joined with `:`; "" if it is not text.
    """

    scheme: SecurityScheme
    number: int
    parts: tuple[str, ...]
    whole: str

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The text that the client gets in place of each part."""
        return tuple(f"CREDENTIAL{self.number}PART{index}END" for index in range(len(self.parts)))

    @property
    def value(self) -> Any:
        """The credential that the client gets: one placeholder, or a tuple of them."""
        return self.placeholders[0] if len(self.parts) == 1 else self.placeholders


def _nothing(name: str) -> bool:
    return False


class CurlWriter:
    """Writes commands for requests that were prepared with placeholders.

    Args:
        credentials: those that the client got.
        is_secret: whether a header or query parameter with this name holds a secret.
        for_reading: omit headers that make no difference and always name the method; otherwise the command is exact.
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
        """`curl`, the method and the URL, then each option with its value.

        Args:
            request: a prepared request of requests.
            chosen: the names of the schemes whose credentials the request carries.
            show: formats the text of a body.
            body_file: the file that holds the body.

        Raises:
            UnreadableBody: the body is not text.
        """
        usual = "GET" if request.body is None else "POST"  # curl's default
        is_plain = request.method == usual and not (self._for_reading and usual == "POST")
        method = "" if is_plain else f" -X {request.method}"
        headers = {name: _text(value) for name, value in request.headers.items()}
        options = list(self._credential_options(headers, frozenset(chosen)))
        body = _unnamed(request.body)
        is_form = hasattr(body, "parts")
        for name, value in headers.items():
            is_unremarkable = name.lower() in self._left_out and not (name.lower() == "accept" and ";" in value)
            if not (is_unremarkable or (is_form and name.lower() == "content-type")):
                options.append(self._header(name, value))
        words = [f"curl{method} {self._quoted(self._url(str(request.url)))}", *options]
        return [*words, *self._body(body, show, body_file)]

    def _credential_options(self, headers: dict[str, str], chosen: frozenset[str]) -> Iterator[str]:
        """Curl's options for credentials that it writes itself; removes their headers."""
        for credential in self._credentials:
            scheme = credential.scheme
            if scheme.kind.curl is None or scheme.key not in chosen:
                continue
            place, proof = scheme.place, scheme.kind.write(scheme, credential.value)
            written = {name.lower(): before + text for name, before, text in proof.headers} if proof else {}
            present = {name.lower(): name for name in headers}
            if place is not None and place[1] in present:
                if headers[present[place[1]]] != written.get(place[1]):
                    continue  # the caller's own header
                del headers[present[place[1]]]
            yield scheme.kind.curl(credential.whole)

    def _header(self, name: str, value: str) -> str:
        if self._is_secret(name) and not self._has_placeholder(value):
            return f'-H "{name}: ${variable_name(name)}"'  # the caller's own secret: a variable in its place
        return f"-H {self._quoted(f'{name}: {value}')}"

    def _url(self, url: str) -> str:
        """The URL, with secret query parameters masked."""
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
        """A quoted word in which the shell expands only credentials."""
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


def _unnamed(body: Any) -> Any:
    """A multipart body whose parts have no names as its bytes, since curl writes only forms; any other as it is."""
    parts = getattr(body, "parts", ())
    if not parts or any(part.name is not None for part in parts) or not body.seekable():
        return body
    data = body.read()
    body.seek(0)
    return data


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _exact_part(part: FormPart) -> str:
    """A form part with every header that the client sends."""
    kind = f";type={part.content_type}" if part.content_type else ""
    more = _more_headers(part)
    if isinstance(part.content, FilePart):
        kind = kind or f";type={part.content.content_type}"
        name = f";filename={_form_quoted(part.content.filename)}" if part.content.filename else ""
        path = _form_quoted(part.content.path or "-")
        return f"-F {shlex.quote(f'{part.name}=@{path}{kind}{name}{more}')}"
    text = part.content.decode("utf-8", errors="replace")
    is_exact = kind or more
    flag = "-F" if is_exact else "--form-string"
    return f"{flag} {shlex.quote(f'{part.name}={_form_quoted(text) if is_exact else text}{kind}{more}')}"


def _short_part(part: FormPart) -> str:
    """A form part as a person would write it: curl guesses file types, and quotes are used only if needed."""
    more = _more_headers(part)
    if isinstance(part.content, FilePart):
        name = part.content.filename or part.content.path or "-"
        return f"-F {shlex.quote(f'{part.name}=@{_form_quoted_if_needed(name)}{more}')}"
    text = part.content.decode("utf-8", errors="replace")
    if part.content_type:
        kind = f";type={part.content_type}"
        return f"-F {shlex.quote(f'{part.name}={_form_quoted_if_needed(text)}{kind}{more}')}"
    flag = "--form-string" if not more and (text[:1] in ("@", "<") or ";" in text) else "-F"
    return f"{flag} {shlex.quote(f'{part.name}={_form_quoted_if_needed(text) if more else text}{more}')}"


def _more_headers(part: FormPart) -> str:
    """The other headers of a part. Source: curl's manual, `--form`: `headers=`."""
    return "".join(f";headers={_form_quoted(f'{name}: {text}')}" for name, text in part.headers.items())


def _form_quoted(text: str) -> str:
    """A value quoted so that `;` and `,` are literal. Source: curl's manual, `--form`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _form_quoted_if_needed(text: str) -> str:
    return _form_quoted(text) if re.search(r'[,;"\\]', text) else text
