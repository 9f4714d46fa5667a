"""Errors of the command line itself, which the library does not have."""

from __future__ import annotations

from ..errors import DynaclientError

FAILED = 7
"""The exit code of a comparison or check that failed."""


class CommandError(DynaclientError):
    """The command cannot be run as given.

    Attributes:
        fix: what to do instead, as a sentence.
        exit_code: what the process ends with.
    """

    def __init__(self, message: str, *, fix: str = "", exit_code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.exit_code = exit_code

    def __str__(self) -> str:
        return self.message
