"""Output files that replace `path` once they are complete. Knows nothing about their content."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from .._support.whole_file import WholeFile
from .failures import CommandError


@contextmanager
def replacing(path: str, *, state: str = "") -> Iterator[IO[bytes]]:
    """A file that replaces `path` once it is complete. Devices and pipes are written directly.

    Args:
        state: what an error adds, such as that nothing was sent.
    """
    target = os.path.realpath(os.path.expanduser(path))
    try:
        special = os.path.exists(target) and not stat.S_ISREG(os.stat(target).st_mode)
        if special and os.path.isdir(target):
            raise IsADirectoryError(21, "it is a directory")
        if os.path.exists(target) and not os.access(target, os.W_OK):
            raise PermissionError(13, os.strerror(13))
        file = open(target, "wb") if special else WholeFile(target)  # noqa: SIM115  # entered below
    except OSError as error:
        raise CommandError(
            f"the file {path!r} cannot be written: {error.strerror}.{state}",
            fix="Choose another one with -o FILE.",
        ) from None
    with file as opened:
        yield opened
