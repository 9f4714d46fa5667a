"""Save a body to a file: under a temporary name until it is complete, its length and digest checked.

`Download` decides and writes; `save` and `save_async` read the bytes and request them again.
Source: RFC 9110 sections 13.1.5 (If-Range) and 14 (Range requests); RFC 9530 (Repr-Digest, Content-Digest).
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from .._support.whole_file import WholeFile
from .._support.wording import shown
from ..errors import DamagedBody, TransportError

Progress = Callable[[int, "int | None"], Any]
"""A function of (bytes received so far, total bytes or None)."""

Resume = Callable[[Mapping[str, str]], Any]
"""A function that sends the request again with more headers and returns the new body, or an awaitable of it."""


class Downloaded(Protocol):
    """The part of a response that saving needs."""

    raw: Any

    @property
    def operation_id(self) -> str:
        """The operation that was called."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""

    @property
    def incoming(self) -> Any:
        """The body as it arrives."""


_MOST_FAILURES = 3
"""How many times in a row a download is resumed without receiving a byte."""

_DIGESTS = {"sha-512": "sha512", "sha-256": "sha256", "sha": "sha1", "md5": "md5"}
"""Digest fields' names → hashlib's, the strongest first. Source: RFC 9530 section 5, RFC 3230 section 4.1.1."""

_LENGTH = re.compile(r"[0-9]{1,18}")
_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")


class Download:
    """A download in progress.

    Args:
        path: the final path of the file.
        resumable: whether the request may be sent again.
    """

    def __init__(
        self, response: Downloaded, path: str | os.PathLike[str], progress: bool | Progress, *, resumable: bool
    ):
        self.path = Path(path)
        self.received = 0
        self._response = response
        self._resumable = resumable and response.raw.request.method == "GET"
        self._failures = 0
        self._received_before = 0
        self._start(response.headers)
        self._whole = WholeFile(self.path)
        self._report, self._bar = _reporter(progress, self.path.name, self.total)

    def _start(self, headers: Mapping[str, str]) -> None:
        """Read the length, digest and validator from the headers."""
        encoded = (headers.get("Content-Encoding") or "identity").lower() != "identity"
        length = headers.get("Content-Length") or ""
        self.total = int(length) if _LENGTH.fullmatch(length) and not encoded else None
        self._name, self._expected = ("", b"") if encoded else announced_digest(headers)
        self._hash = hashlib.new(self._name, usedforsecurity=False) if self._name else None
        etag = headers.get("ETag") or ""
        validator = etag if etag and not etag.startswith("W/") else headers.get("Last-Modified")
        allowed = (headers.get("Accept-Ranges") or "bytes").strip().lower() != "none"
        self._validator = validator if allowed and not encoded else None

    def write(self, chunk: bytes) -> None:
        """Write a chunk, and report the progress."""
        self._whole.file.write(chunk)
        self.received += len(chunk)
        if self._hash is not None:
            self._hash.update(chunk)
        if self._report is not None:
            self._report(self.received, self.total)

    def again(self, error: TransportError) -> dict[str, str]:
        """The headers that request the rest after a failure.

        Raises:
            TransportError: the failure itself, if the download cannot be resumed.
        """
        self._failures = 1 if self.received > self._received_before else self._failures + 1
        self._received_before = self.received
        late = getattr(error, "ran_out", "") == "deadline"
        if late or not self._resumable or self._validator is None or self._failures > _MOST_FAILURES:
            raise error
        return {"Range": f"bytes={self.received}-", "If-Range": self._validator}

    def take_up(self, status: int, headers: Mapping[str, str]) -> None:
        """Continue with a new answer: the rest, or the whole if it has changed or the server ignores ranges."""
        if status == 206:
            found = _CONTENT_RANGE.match(headers.get("Content-Range") or "")
            if found is None or int(found[1]) != self.received:
                raise self._damaged(f"the server answered with the range {shown(headers.get('Content-Range'))}")
            return
        self.received = self._received_before = 0
        self._whole.file.seek(0)
        self._whole.file.truncate()
        self._start(headers)

    def finish(self) -> Path:
        """Check the file and move it to its final path."""
        if self.total is not None and self.received != self.total:
            raise self._damaged(f"only {self.received:,} of {self.total:,} bytes arrived")
        if self._hash is not None and self._hash.digest() != self._expected:
            raise self._damaged(f"its {self._name} does not match the one that the server sent")
        self._whole.finish()
        return self.path

    def close(self) -> None:
        """Remove the file unless it is complete."""
        self._whole.close()
        if self._bar is not None:
            self._bar.close()

    def _damaged(self, what: str) -> DamagedBody:
        return DamagedBody(
            f"the download is damaged: {what}. Nothing was saved",
            response=self._response,  # type: ignore[arg-type]  # the response itself
            operation_id=self._response.operation_id,
        )


def save(response: Downloaded, path: str | os.PathLike[str], progress: bool | Progress, resume: Resume | None) -> Path:
    """Save a body to a file."""
    download = Download(response, path, progress, resumable=resume is not None)
    incoming: Any = response.incoming
    try:
        while True:
            try:
                for chunk in incoming.chunks():
                    download.write(chunk)
                return download.finish()
            except TransportError as error:
                headers = download.again(error)
            if resume is not None:
                incoming = resume(headers)
                download.take_up(incoming.raw.status_code, incoming.raw.headers)
    finally:
        incoming.close()
        download.close()


async def save_async(
    response: Downloaded, path: str | os.PathLike[str], progress: bool | Progress, resume: Resume | None
) -> Path:
    """Save a body to a file, awaiting its chunks."""
    download = Download(response, path, progress, resumable=resume is not None)
    incoming: Any = response.incoming
    try:
        while True:
            try:
                async for chunk in incoming.chunks():
                    download.write(chunk)
                return download.finish()
            except TransportError as error:
                headers = download.again(error)
            if resume is not None:
                incoming = await resume(headers)
                download.take_up(incoming.raw.status_code, incoming.raw.headers)
    finally:
        incoming.close()
        download.close()


def announced_digest(headers: Mapping[str, str]) -> tuple[str, bytes]:
    """The strongest digest in the headers: its name in hashlib and its bytes; empty if there is none."""
    for field in ("Repr-Digest", "Content-Digest", "Digest"):
        named = _digests(headers.get(field) or "")
        for name, ours in _DIGESTS.items():
            if name in named:
                with contextlib.suppress(binascii.Error, ValueError):
                    return ours, base64.b64decode(named[name], validate=True)
    md5 = headers.get("Content-MD5")
    if md5:
        with contextlib.suppress(binascii.Error, ValueError):
            return "md5", base64.b64decode(md5, validate=True)
    return "", b""


def _digests(text: str) -> dict[str, str]:
    """`sha-256=:…:, md5=…` as a mapping. Source: RFC 9530 section 2; RFC 3230 section 4.3.2."""
    pairs = (member.strip().partition("=") for member in text.split(","))
    return {name.strip().lower(): value.partition(";")[0].strip().strip(":") for name, _, value in pairs}


def _reporter(progress: bool | Progress, name: str, total: int | None) -> tuple[Progress | None, Any]:
    """The function to call after each chunk, and the progress bar to close."""
    if callable(progress):
        return progress, None
    if not progress or not sys.stderr.isatty():
        return None, None
    try:
        from tqdm import tqdm
    except ImportError:
        return None, None
    bar = tqdm(total=total, unit="B", unit_scale=True, unit_divisor=1024, desc=name)

    def report(received: int, _: int | None) -> None:
        bar.update(received - bar.n)

    return report, bar
