"""Operations chosen by patterns: an operationId, a tag, or `METHOD /path`, with `*` or `?` for what varies. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import lru_cache
from typing import Protocol

SAFE_METHODS = frozenset(("get", "head", "options", "query"))
"""Methods that change nothing. Source: RFC 9110 section 9.2.1; QUERY: draft-ietf-httpbis-safe-method-w-body."""


class Line(Protocol):
    """What is matched: a line of the catalogue, or an operation."""

    @property
    def operation_id(self) -> str:
        """Its id."""

    @property
    def method(self) -> str:
        """Its method, in any case."""

    @property
    def sent_method(self) -> str:
        """Its method as it is sent."""

    @property
    def path(self) -> str:
        """Its path, as in the document."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""


@lru_cache(maxsize=1024)
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile(translate(glob))


def matches(line: Line, globs: Iterable[str]) -> bool:
    """Whether one of the globs is for an operation: its operationId, one of its tags, or `METHOD /path`."""
    texts = (line.operation_id, *line.tags, f"{line.sent_method} {line.path}")
    return any(_pattern(glob).match(text) for glob in globs for text in texts)
