"""What a server for models may do and how much it may say, as the caller set it. Decides nothing about operations."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .._support.wording import either, shown_option
from ..errors import RequestError

Writes = Literal["no", "ask", "yes"]
WRITES: tuple[Writes, ...] = ("no", "ask", "yes")

DEFAULT_BUDGET = 3_000
LEAST_BUDGET = 200
"""Tokens that an answer needs to say what is left out of it."""

TOOL_LIST = 1_500
"""Tokens that the list of tools may have."""

DEADLINE = 120.0
"""Seconds for a call of a client that has no deadline of its own."""

MOST_BODY = 16 << 20
"""Bytes of an answer that are read into memory, unless the client allows fewer."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a server.

    Attributes:
        allow: what may be called: globs for an operationId, a tag, or `METHOD /path`; empty for everything.
        deny: what may not, in the same form; wins over `allow`.
        tags: only operations with one of these tags; empty for all.
        writes: "no" refuses what may change something, "ask" asks the person for each call, "yes" sends it.
        read_only: globs for operations that change nothing, whatever their method.
        budget: tokens of an answer, counted as bytes divided by 4.
        files: the folder for files that are sent and saved; None for neither.
        audit: the file that gets a line for each call; None for none.
    """

    allow: Sequence[str] = ()
    deny: Sequence[str] = ()
    tags: Sequence[str] = ()
    writes: Writes = "no"
    read_only: Sequence[str] = ()
    budget: int = DEFAULT_BUDGET
    files: str | None = None
    audit: str | None = None


def checked_settings(**given: Any) -> Settings:
    """Settings from options, checked.

    Raises:
        RequestError: one of them cannot be used.
    """
    lists = {name: globs_of(name, given.get(name)) for name in ("allow", "deny", "tags", "read_only")}
    writes, budget = given.get("writes", "no"), given.get("budget", DEFAULT_BUDGET)
    if writes not in WRITES:
        raise RequestError(f"writes= is {either([repr(mode) for mode in WRITES])}, not {shown_option(writes)}")
    if isinstance(budget, bool) or not isinstance(budget, int) or budget < LEAST_BUDGET:
        raise RequestError(f"budget= is a number of tokens from {LEAST_BUDGET}, not {shown_option(budget)}")
    files, audit = given.get("files"), given.get("audit")
    if files is not None:
        files = os.fspath(files)
        if not os.path.isdir(files):
            raise RequestError(f"files= is a folder, and there is none at {shown_option(files)}")
    return Settings(
        **lists, writes=writes, budget=budget, files=files, audit=None if audit is None else os.fspath(audit)
    )


def globs_of(name: str, given: Any) -> tuple[str, ...]:
    """The globs of an option, of which one may be given as text.

    Raises:
        RequestError: one of them is not text.
    """
    if given is None:
        return ()
    globs = (given,) if isinstance(given, str) else tuple(given)
    for glob in globs:
        if not isinstance(glob, str) or not glob.strip():
            raise RequestError(f"{name}= takes names or patterns as text, not {shown_option(glob)}")
    return globs
