"""The person's text editor: a text goes into a file of their own and comes back changed. It outlives mistakes."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING

from .._support.wording import either
from .failures import CommandError

if TYPE_CHECKING:
    from typing_extensions import Self

    from .terminal import Terminal

VARIABLES = ("VISUAL", "EDITOR")
_USUAL = ("editor", "nano", "vi", "notepad")


class EditedFile:
    """A file that only its owner may read, as a context: an error or Ctrl-C leaves a changed text, and says where.

    Args:
        name: what it is about.
        suffix: tells the editor what kind of text it is.

    Attributes:
        path: where it is.
    """

    def __init__(self, terminal: Terminal, name: str, text: str, suffix: str) -> None:
        self._terminal = terminal
        self._words = editor_words(terminal)
        self._begun = text
        prefix = re.sub(r"[^A-Za-z0-9_-]+", "-", name)[:60]
        descriptor, self.path = tempfile.mkstemp(suffix, f"{prefix}-")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)

    def edit(self) -> str:
        """Open the editor; returns the text when it is closed.

        Raises:
            CommandError: the editor cannot be run, or failed.
        """
        try:
            ended = subprocess.run([*self._words, self.path], env=dict(self._terminal.env), check=False)  # noqa: S603
        except OSError as error:
            raise CommandError(
                f"the editor {self._words[0]!r} cannot be run: {error.strerror}. Nothing was sent.",
                fix=f"Name another one in {VARIABLES[0]} or {VARIABLES[1]}.",
            ) from None
        if ended.returncode:
            raise CommandError(f"the editor ended with {ended.returncode}, so nothing was sent.")
        return self._read()

    def _read(self) -> str:
        with open(self.path, encoding="utf-8-sig", errors="replace") as file:
            return file.read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None and os.path.exists(self.path) and self._read() != self._begun:
            self._terminal.note(f"Your text is in {self.path}; --from {self.path} takes it up again.")
        elif os.path.exists(self.path):
            os.unlink(self.path)


def editor_words(terminal: Terminal) -> list[str]:
    """The command of the editor and its arguments.

    Raises:
        CommandError: there is none, or no terminal for one that nobody named.
    """
    env = terminal.env
    for variable in VARIABLES:
        if env.get(variable, "").strip():
            try:
                return shlex.split(env[variable])
            except ValueError:  # a quotation that does not end
                raise CommandError(f"{variable} cannot be read: a quotation does not end.") from None
    if not terminal.stdin.isatty():
        raise CommandError(
            "there is no terminal for a text editor.",
            fix=f"Give the changed value with --from, or name an editor in {either(VARIABLES)}.",
        )
    found = next((name for name in _USUAL if shutil.which(name, path=env.get("PATH"))), None)
    if found is None:
        raise CommandError("there is no text editor.", fix=f"Name one in {VARIABLES[0]} or {VARIABLES[1]}.")
    return [found]
