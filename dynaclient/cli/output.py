"""Where an answer goes and how it is written: a terminal, a pipe or a file. Knows nothing of requests to come."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from ..errors import ConnectionFailed, DeadlineExceeded
from ..request.media import essence, family
from .failures import CommandError
from .terminal import clean

if TYPE_CHECKING:
    from ..model import Operation
    from ..response import Response
    from .terminal import Terminal

_STREAMS = frozenset(("text/event-stream", "application/x-ndjson", "application/jsonl", "application/json-seq"))
"""Media types whose text is written as it arrives."""

_CHUNK = 1 << 16


class Output:
    """How an answer is to be written.

    Attributes:
        path: the file to write, or None for standard output, as `-`.
        select: the part to write, or None for all of it.
        form: one of the `FORMATS`, or None to choose.
    """

    def __init__(self, terminal: Terminal, path: str | None, select: str | None, form: str | None) -> None:
        self.terminal = terminal
        self.path = path
        self.select = select
        self.form = form

    @contextmanager
    def opened(self, operation: Operation) -> Iterator[Writer]:
        """A writer, once it is certain that the answer can be written: before anything is sent for it."""
        if self.select is not None:
            from .selecting import check_path

            check_path(self.select)
        if self.path in (None, "-"):
            if self._is_screen and _is_always_binary(operation):
                names = ", ".join(_answers(operation))
                raise CommandError(
                    f"{operation.operation_id} answers with {names}, which is not written to a terminal. "
                    "Nothing was sent.",
                    fix="Write it to a file with -o FILE.",
                )
            yield Writer(self, None)
            return
        with replacing(str(self.path)) as file:
            yield Writer(self, file)

    @property
    def _is_screen(self) -> bool:
        return self.terminal.is_interactive and self.path is None


def _answers(operation: Operation) -> list[str]:
    return [name for r in operation.responses.values() if r.status.startswith("2") for name in r.content]


def _is_always_binary(operation: Operation) -> bool:
    names = _answers(operation)
    return bool(names) and all(family(name) == "binary" for name in names)


class Writer:
    """Writes one answer to an open file, or to standard output."""

    def __init__(self, output: Output, file: IO[bytes] | None) -> None:
        self.output = output
        self.file = file

    def write(self, response: Response) -> None:
        """Write the answer, or the part of it that is wanted."""
        output = self.output
        kind = essence(response.content_type)
        if output.select is None and output.form in (None, "raw"):
            if kind in _STREAMS:
                self._write_stream(response)
                return
            if self.file is not None or not output.terminal.is_interactive or output.path == "-":
                self._copy(response)
                return
            if output.form == "raw" and family(kind) != "binary":
                output.terminal.write(clean(response.content.decode("utf-8", errors="replace")))
                return
        self._write_value(response, kind)

    def _write_value(self, response: Response, kind: str) -> None:
        from .formats import write_value

        output = self.output
        if kind in _STREAMS:
            raise CommandError(
                "the answer is a stream, which is written as it arrives.", fix="Leave --select and --format out."
            )
        value = response.data
        if isinstance(value, bytes) and not kind:  # the server does not say what it sent
            value = _text_or_bytes(value)
        if isinstance(value, bytes):
            raise CommandError(
                f"the answer is {len(value):,} bytes of {kind or 'an unknown type'}, not text to be shown.",
                fix="The call itself was made; -o FILE would have written it to a file.",
            )
        if value is None and output.select is None:
            return
        if output.select is not None:
            from .selecting import select

            value = select(value, output.select)
        elif isinstance(value, str):
            value = clean(value.removesuffix("\n"))
        if self.file is None:
            write_value(output.terminal, value, output.form)
            return
        text = io.TextIOWrapper(self.file, encoding="utf-8", newline="\n")
        write_value(output.terminal.with_stdout(text), value, output.form)
        text.flush()
        text.detach()

    def _write_stream(self, response: Response) -> None:
        """Line by line, as they arrive."""
        for line in _iter_lines(response):
            if self.file is not None:
                self.file.write(line)
                self.file.flush()
            elif self.output.terminal.is_interactive:
                self.output.terminal.write(clean(line.decode("utf-8", errors="replace")))
                self.output.terminal.stdout.flush()
            else:
                self.output.terminal.write_bytes(line)

    def _copy(self, response: Response) -> None:
        """Byte for byte, never held whole; with a bar where a person would wait for it."""
        write = self.output.terminal.write_bytes if self.file is None else self.file.write
        if not self.output.terminal.shows_progress:
            for chunk in response.raw.iter_content(_CHUNK):
                write(chunk)
            return
        from .progress import Bar

        length = response.headers.get("Content-Length", "")
        encoded = "Content-Encoding" in response.headers
        total = int(length) if length.isdecimal() and not encoded else None
        with Bar(self.output.terminal, "download", total) as bar:
            for chunk in response.raw.iter_content(_CHUNK):
                write(chunk)
                bar.advance(len(chunk))


def _iter_lines(response: Response) -> Iterator[bytes]:
    """Lines with their ends, each as soon as it is there; the last may have none."""
    raw: Any = response.raw
    size = None if getattr(raw.raw, "chunked", False) else 1  # without chunks, more would wait for the end
    rest = b""
    for piece in raw.iter_content(size):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line + b"\n"
    if rest:
        yield rest


def _text_or_bytes(value: bytes) -> str | bytes:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return value
    return value if "\0" in text else text


@contextmanager
def broken_answers(operation_id: str) -> Iterator[None]:
    """Turns what the sending library raises while an answer is read into the errors of this package."""
    try:
        yield
    except OSError as error:
        import requests

        if not isinstance(error, requests.RequestException):
            raise
        place: dict[str, Any] = {"operation_id": operation_id, "method": "reading", "url": "the answer"}
        if isinstance(error, requests.Timeout) or "timed out" in str(error):
            raise DeadlineExceeded("the time between two bytes of the answer ran out (--timeout)", **place) from None
        raise ConnectionFailed("the connection broke before the answer was complete", **place) from None


@contextmanager
def replacing(path: str) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` once it is complete. Devices and pipes are written directly."""
    target = os.path.realpath(os.path.expanduser(path))
    try:
        special = os.path.exists(target) and not stat.S_ISREG(os.stat(target).st_mode)
        if special and os.path.isdir(target):
            raise IsADirectoryError(21, "it is a directory")
        if os.path.exists(target) and not os.access(target, os.W_OK):
            raise PermissionError(13, os.strerror(13))
        part = target if special else f"{target}.{os.getpid()}.part"
        file = open(part, "wb" if special else "xb")  # noqa: SIM115  # closed below, on every way out
    except OSError as error:
        raise CommandError(
            f"the file {path!r} cannot be written: {error.strerror}. Nothing was sent.",
            fix="Name another one with -o FILE.",
        ) from None
    try:
        with file:
            yield file
        if not special:
            os.replace(part, target)
    except BaseException:
        if not special and os.path.exists(part):
            os.unlink(part)
        raise
