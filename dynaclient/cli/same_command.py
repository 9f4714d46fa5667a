"""The command that was given, to be shown as the one that goes on; without what may be secret in it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .._support.secret_names import is_secret_name
from .commands import PROGRAM

if TYPE_CHECKING:
    from .setup import Setup


def same_command(setup: Setup) -> str:
    """The words of this run, as a line for a shell."""
    return f"{PROGRAM} {shlex.join(_without_secrets(setup.words))}"


def _without_secrets(words: Iterable[str]) -> list[str]:
    """The words of a line; the value of a header or argument that may be secret is left out."""
    shown = []
    for word in words:
        name, separator, _ = word.replace(":", "=", 1).partition("=")
        is_secret = bool(separator) and not word.startswith("-") and is_secret_name(name)
        shown.append(f"{word[: len(name) + 1]}…" if is_secret else word)
    return shown
