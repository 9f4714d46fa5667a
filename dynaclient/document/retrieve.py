"""Reads documents from files and web addresses, and decides which of them a reference may reach.

The only module besides `transport/` that opens anything.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .._support.record import record
from .._support.urls import without_userinfo
from ..errors import DocumentError, UnresolvableReference

MAX_BYTES = 512 * 1024 * 1024
"""The largest text that is read, in bytes."""

TIMEOUT = (10.0, 60.0)
"""Seconds to connect to a web address, and to wait between bytes from it."""

ANYWHERE = "*"


def uri_of(source: str | os.PathLike[str]) -> str:
    """The absolute URI of a path or web address."""
    text = os.fspath(source)
    if is_web(text) or text.startswith("file:"):
        return text
    try:
        return Path(text).expanduser().resolve().as_uri()
    except (
        ValueError,
        OSError,
        RuntimeError,
    ) as error:  # a null byte, a name that is too long, a circle of links, an unknown user
        raise DocumentError(f"this is not a valid path: {error}", source=text[:200]) from None


def is_web(text: str) -> bool:
    """Whether the text is an http or https address."""
    return text[:8].lower().startswith(("http://", "https://"))


@record
class ReferencePolicy:
    """Which resources the references of a document may reach: its own folder, and what the caller allows.

    Attributes:
        root_uri: the document's own URI, or "" for a text or a mapping.
        allowed: further folders and addresses (a prefix allows everything below it), or `*` for any.
    """

    root_uri: str
    allowed: tuple[str, ...] = ()

    @classmethod
    def of(cls, root_uri: str, allowed: Sequence[str | os.PathLike[str]]) -> ReferencePolicy:
        """The policy for a document at `root_uri`."""
        return cls(root_uri, tuple(ANYWHERE if item == ANYWHERE else uri_of(item) for item in allowed))

    def check(self, uri: str) -> None:
        """Raise `UnresolvableReference` if `uri` may not be read."""
        if ANYWHERE in self.allowed:
            return
        address = _real(uri)
        folder = _real(self.root_uri).rpartition("/")[0] + "/" if self.root_uri else None
        if folder and address.startswith(folder):
            return
        if any(_is_below(address, _real(item)) for item in self.allowed):
            return
        where = (
            f"outside the document's own folder {folder}" if folder else "and the document has no address of its own"
        )
        raise UnresolvableReference(
            f"the reference leads to {uri}, {where}; allow it with allow_references=[…] if you trust it"
        )


def _is_below(address: str, prefix: str) -> bool:
    return address == prefix or address.startswith(prefix if prefix.endswith("/") else prefix + "/")


def _real(uri: str) -> str:
    """The URI with symbolic links and dot segments resolved, so that neither can lead out of a folder unnoticed."""
    parts = urlsplit(uri)
    if parts.scheme == "file":
        return Path(path_of_uri(uri)).resolve().as_uri()
    segments: list[str] = []
    for segment in unquote(parts.path).split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    return f"{parts.scheme}://{parts.netloc}/" + "/".join(segments).lstrip("/")


def retrieve(uri: str, policy: ReferencePolicy | None = None) -> tuple[bytes, str]:
    """Read the text at a URI.

    Args:
        policy: what may be read; None for the document that the caller named.

    Returns:
        The bytes, and the URI they came from after redirects.

    Raises:
        DocumentError: nothing can be read there.
        UnresolvableReference: the policy forbids it.
    """
    if policy is not None:
        policy.check(uri)
    try:
        scheme = urlsplit(uri).scheme
    except ValueError as error:  # such as a bracket that is not closed
        raise DocumentError(f"this is not a valid address: {error}", source=without_userinfo(uri)) from None
    if scheme == "file":
        return _read_file(uri), uri
    if scheme in ("http", "https"):
        return _read_web(uri, policy)
    raise DocumentError(
        f"a document is read from a path or an http(s) address, not from the scheme {scheme!r}", source=uri
    )


def path_of_uri(uri: str) -> str:
    """The path that a file URI names."""
    path = urlsplit(uri).path
    if os.name == "nt":
        from urllib.request import url2pathname  # takes longer to load than the rest of this module

        return url2pathname(path)
    return unquote(path)


def _read_file(uri: str) -> bytes:
    path = path_of_uri(uri)
    try:
        size = os.stat(path).st_size
        if size > MAX_BYTES:
            raise DocumentError(f"{size:,} bytes are more than the limit of {MAX_BYTES:,}", source=path)
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise DocumentError("there is no such file", source=path) from None
    except IsADirectoryError:
        raise DocumentError("this is a directory; give the path of the document in it", source=path) from None
    except OSError as error:
        raise DocumentError(f"the file cannot be read: {error.strerror or error}", source=path) from None
    except ValueError as error:  # an embedded null byte
        raise DocumentError(f"this is not a valid path: {error}", source=path) from None


def _read_web(uri: str, policy: ReferencePolicy | None) -> tuple[bytes, str]:
    import requests

    try:
        with requests.Session() as session:
            address = uri
            for _ in range(10):
                with session.get(address, timeout=TIMEOUT, stream=True, allow_redirects=False) as response:
                    if response.next is not None and response.next.url:
                        address = response.next.url
                        if policy is not None:  # a redirect may lead only where a reference may
                            policy.check(address)
                        continue
                    if not response.ok:
                        raise DocumentError(f"the server answered {response.status_code} {response.reason}", source=uri)
                    return _bounded(response, uri), address
            raise DocumentError("redirected more than 10 times", source=uri)
    except requests.RequestException as error:
        raise DocumentError(f"the address cannot be read: {_reason(error)}", source=without_userinfo(uri)) from None


def _reason(error: BaseException) -> str:
    """The reason, in the operating system's words if there are any, without the address."""
    deepest = error
    while deepest.__cause__ or deepest.__context__:
        deepest = deepest.__cause__ or deepest.__context__ or deepest
    reason = getattr(deepest, "strerror", None)
    return reason if isinstance(reason, str) and reason else f"no complete response ({type(deepest).__name__})"


def _bounded(response: object, uri: str) -> bytes:
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_content(1 << 16):  # type: ignore[attr-defined]
        size += len(chunk)
        if size > MAX_BYTES:
            raise DocumentError(f"the text is longer than the limit of {MAX_BYTES:,} bytes", source=uri)
        chunks.append(chunk)
    return b"".join(chunks)
