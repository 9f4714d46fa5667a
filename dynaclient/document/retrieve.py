"""Reads documents from files and web addresses, and decides which of them a reference may reach.

With `web`, the only module besides `transport/` that opens anything.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from .._support.record import record
from .._support.urls import host_and_port, without_secrets
from .._support.wording import shown_option
from ..errors import DocumentError, RequestError, UnresolvableReference

MAX_BYTES = 512 * 1024 * 1024
"""The largest text that is read, in bytes."""

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
        """The policy for a document at `root_uri`.

        Raises:
            RequestError: `allowed` is not a list of paths and addresses; the characters of one text would be paths too.
        """
        if isinstance(allowed, (str, bytes, os.PathLike, Mapping)) or not isinstance(allowed, Iterable):
            raise RequestError(
                "allow_references= must be a list of folders and addresses, such as ['/srv/schemas'], "
                f"not {shown_option(allowed)}"
            )
        items = tuple(allowed)
        for item in items:
            if not item or not isinstance(item, (str, os.PathLike)) or not isinstance(os.fspath(item), str):
                raise RequestError(
                    f"allow_references=: a folder or an address must be text or a path, not {shown_option(item)}"
                )
        return cls(root_uri, tuple(ANYWHERE if item == ANYWHERE else uri_of(item) for item in items))

    @property
    def texts(self) -> tuple[str, ...]:
        """The allowed addresses of single texts: a reference may name them by the address that they give themselves.

        Source: OAS 3.2.0 OpenAPI Object, `$self`; "Establishing the Base URI".
        """
        return tuple(item for item in self.allowed if _is_text(item))

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
        shown = without_secrets(uri)
        raise UnresolvableReference(
            f"the reference leads to {shown}, {where}; allow it with allow_references=[…] if you trust it"
        )


def _is_text(uri: str) -> bool:
    """Whether an address is that of a text, rather than of a folder: of the web, it ends like one."""
    if is_web(uri):
        return urlsplit(uri).path.endswith((".json", ".yaml", ".yml"))
    return uri.startswith("file:") and os.path.isfile(path_of_uri(uri))


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
    return f"{parts.scheme}://{host_and_port(parts.netloc)}/" + "/".join(segments).lstrip("/")


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
        raise DocumentError(f"this is not a valid address: {error}", source=without_secrets(uri)) from None
    if scheme == "file":
        return _read_file(path_of_uri(uri)), uri
    if scheme in ("http", "https"):
        from .web import read_web

        return read_web(uri, MAX_BYTES, policy.check if policy is not None else None)
    raise DocumentError(
        f"a document is read from a path or an http(s) address, not from the scheme {scheme!r}",
        source=without_secrets(uri),
    )


def path_of_uri(uri: str) -> str:
    """The path that a file URI names."""
    path = urlsplit(uri).path
    if os.name == "nt":
        from urllib.request import url2pathname  # takes longer to load than the rest of this module

        return url2pathname(path)
    return unquote(path)


def open_file(path: str) -> IO[bytes]:
    """A regular file that is short enough to be read, opened.

    Anything else, such as a pipe, a device or a folder, is refused without waiting for it.

    Raises:
        DocumentError: it cannot be read.
    """
    try:
        _check_file(path, os.stat(path))
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        descriptor = os.open(path, flags)
        try:
            _check_file(path, os.fstat(descriptor))  # the file may have been replaced since
            return os.fdopen(descriptor, "rb")
        except BaseException:
            os.close(descriptor)
            raise
    except FileNotFoundError:
        raise DocumentError("there is no such file", source=path) from None
    except OSError as error:
        raise DocumentError(f"the file cannot be read: {error.strerror or error}", source=path) from None
    except ValueError as error:  # an embedded null byte
        raise DocumentError(f"this is not a valid path: {error}", source=path) from None


def _check_file(path: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise DocumentError("this is a directory; give the path of the document in it", source=path)
    if not stat.S_ISREG(status.st_mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "something else")
        raise DocumentError(f"a document is a regular file, and this is {kind}; pass its text as bytes", source=path)
    if status.st_size > MAX_BYTES:
        raise DocumentError(f"{status.st_size:,} bytes are more than the limit of {MAX_BYTES:,}", source=path)


_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def _read_file(path: str) -> bytes:
    with open_file(path) as file:
        try:
            data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise DocumentError(f"the file cannot be read: {error.strerror or error}", source=path) from None
    if len(data) > MAX_BYTES:  # the system says 0 for some files that it makes up
        raise DocumentError(f"more bytes than the limit of {MAX_BYTES:,}", source=path)
    return data
