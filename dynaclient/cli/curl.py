"""A prepared request as a curl command that holds no key: `$OPENAI_API_KEY` stands where the key would be."""

from __future__ import annotations

import base64
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ..errors import MissingCredentials
from .failures import CommandError
from .prepared_call import PreparedCall, configured
from .transcript import Secrets

if TYPE_CHECKING:
    from .setup import Setup

_OWN = frozenset(("content-length", "user-agent", "accept-encoding", "connection", "transfer-encoding"))
"""Headers that curl writes itself."""

_BASIC = re.compile(r"Basic ([A-Za-z0-9+/=]+)\Z")


def write_curl(setup: Setup, call: PreparedCall, options: Mapping[str, Any]) -> int:
    """Print the command. No key is fetched: what stands for each is a name that goes through the request unchanged."""
    names = {name: f"DYNACLIENTKEY{index}END" for index, name in enumerate(setup.document.security_schemes)}
    sources = setup.sources()
    try:
        request = _prepared(setup, call, options, {name: names[name] for name in sources if name in names})
    except MissingCredentials:
        request = _prepared(setup, call, options, names)
    shells = {
        placeholder: sources[name].shell if name in sources else f"${_variable(name)}"
        for name, placeholder in names.items()
    }
    setup.terminal.line(" \\\n  ".join(_Command(Secrets(setup), shells).words(request)))
    return 0


def _prepared(setup: Setup, call: PreparedCall, options: Mapping[str, Any], credentials: Mapping[str, str]) -> Any:
    client = configured(setup, call, options, credentials)
    return client.prepare(call.operation.operation_id, call.arguments, body=call.body)


def _variable(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()).strip("_") or "KEY"


class _Command:
    """The words of one command, quoted for a POSIX shell."""

    def __init__(self, secrets: Secrets, shells: Mapping[str, str]) -> None:
        self._secrets = secrets
        self._shells = shells

    def words(self, request: Any) -> Iterator[str]:
        """Each option with its value."""
        method = "" if request.method == ("GET" if request.body is None else "POST") else f" -X {request.method}"
        yield f"curl{method} {self._quoted(self._url(request.url))}"
        for name, value in request.headers.items():
            text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
            yield from self._header(name, text, has_parts=hasattr(request.body, "parts"))
        yield from self._body(request.body)

    def _header(self, name: str, value: str, *, has_parts: bool) -> Iterator[str]:
        if name.lower() in _OWN or (has_parts and name.lower() == "content-type"):
            return
        basic = _BASIC.match(value)
        pair = base64.b64decode(basic[1]).decode("utf-8", errors="replace").rstrip(":") if basic else ""
        if self._is_placed(pair):
            yield f"-u {self._quoted(pair)}"
        elif self._secrets.is_secret(name) and not self._is_placed(value):
            yield f'-H "{name}: ${_variable(name)}"'  # a secret of the caller's own: named, not shown
        else:
            yield f"-H {self._quoted(f'{name}: {value}')}"

    def _url(self, url: str) -> str:
        """The URL, with what a secret query parameter holds named instead of shown."""
        parts = urlsplit(url)
        pairs = [pair.partition("=") for pair in parts.query.split("&") if pair]
        query = "&".join(
            name + sep + (value if not self._secrets.is_secret(unquote(name)) or self._is_placed(value) else "***")
            for name, sep, value in pairs
        )
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query=query).geturl()

    def _is_placed(self, text: str) -> bool:
        return any(placeholder in text for placeholder in self._shells)

    def _quoted(self, text: str) -> str:
        """A word in quotes in which only what stands for a key is expanded by the shell."""
        if not self._is_placed(text):
            return shlex.quote(text)
        inner = re.sub(r'([\\"$`])', r"\\\1", text)
        for placeholder, shell in self._shells.items():
            inner = inner.replace(placeholder, shell)
        return f'"{inner}"'

    def _body(self, body: Any) -> Iterator[str]:
        if body is None:
            return
        if isinstance(body, (bytes, str)):
            text = body if isinstance(body, str) else body.decode("utf-8", errors="replace")
            if "\ufffd" in text or "\0" in text:
                raise CommandError("a binary body cannot stand on a line.", fix="Put it into a file: -b @FILE.")
            yield f"--data-raw {self._quoted(text)}"
            return
        if not hasattr(body, "parts"):
            path = getattr(body, "path", None)
            yield f"--data-binary {shlex.quote(f'@{path}' if path else '@-')}"
            return
        for part in body.parts:
            yield from _part(part)


def _part(part: Any) -> Iterator[str]:
    kind = f";type={part.content_type}" if part.content_type else ""
    if isinstance(part.content, bytes):
        text = part.content.decode("utf-8", errors="replace")
        flag = "-F" if kind else "--form-string"
        yield f"{flag} {shlex.quote(f'{part.name}={_form_quoted(text) if kind else text}{kind}')}"
        return
    place = part.content.path or "-"
    name = f";filename={_form_quoted(part.content.filename)}"
    kind = kind or f";type={part.content.content_type}"
    yield f"-F {shlex.quote(f'{part.name}=@{_form_quoted(place)}{kind}{name}')}"


def _form_quoted(text: str) -> str:
    """A value in which `;` and `,` mean themselves. Source: curl's manual, `--form`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
