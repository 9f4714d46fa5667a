"""Which operations a model sees, and which of them may change something. Pure.

An operation that may not be called is not shown at all. One that may change something is shown and refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .._support.wording import either
from ..errors import RequestError
from ..model import Operation
from ..model.operation_globs import SAFE_METHODS, Line, matches
from .settings import Settings

READ_ONLY = "x-read-only"
"""The extension by which a document says whether an operation changes anything."""

OVERRIDES = re.compile(
    r"(x[-_])?http[-_]method[-_]override|x[-_]http[-_]method|x[-_]method[-_]override|_method", re.IGNORECASE
)
"""Names of headers and parameters by which servers take another method than the request's."""

_MOST_TAGS = 12
"""Tags that an error names."""


def is_offered(line: Line, settings: Settings) -> bool:
    """Whether a model may see and call an operation."""
    if settings.deny and matches(line, settings.deny):
        return False
    if settings.tags and {tag.casefold() for tag in settings.tags}.isdisjoint(map(str.casefold, line.tags)):
        return False
    return not settings.allow or matches(line, settings.allow)


def check_patterns(lines: Sequence[Line], settings: Settings) -> None:
    """Refuse what is for no operation: one who misspells what to deny must hear of it.

    Raises:
        RequestError: a pattern or tag is for none, or together they leave none.
    """
    given = {"allow= has": settings.allow, "deny= has": settings.deny, "read_only= has": settings.read_only}
    for what, globs in given.items():
        for glob in globs:
            if not any(matches(line, (glob,)) for line in lines):
                raise RequestError(
                    f"{what} {glob!r}, which matches no operation: a pattern is an operationId, a tag or "
                    "'METHOD /path', with * or ? for what varies"
                )
    known = list(dict.fromkeys(tag for line in lines for tag in line.tags))
    for tag in settings.tags:
        if tag.casefold() not in map(str.casefold, known):
            there = f"there are {either(known[:_MOST_TAGS], word='and')}" if known else "the document has none"
            raise RequestError(f"tags= has {tag!r}, which no operation has: {there}")
    if not any(is_offered(line, settings) for line in lines):
        raise RequestError("allow=, deny= and tags= together leave no operation" if lines else "there is no operation")


def may_change(operation: Operation, settings: Settings) -> bool:
    """Whether an operation may change something at the server.

    What the caller marked as read-only does not, nor what the document marks so; a document may mark a GET as changing.
    """
    if settings.read_only and matches(operation, settings.read_only):
        return False
    declared = operation.extensions.get(READ_ONLY)
    if isinstance(declared, bool):
        return not declared
    return operation.method.lower() not in SAFE_METHODS


def overriding(arguments: Mapping[str, Any]) -> str:
    """The name of an argument by which the server would take another method than the request's; "" if there is none."""
    for name, value in arguments.items():
        bare = name.rpartition(":")[2]
        if OVERRIDES.fullmatch(bare) and str(value).strip().lower() not in SAFE_METHODS:
            return name
        if name == "body" and isinstance(value, Mapping) and (found := overriding(value)):
            return f"body:{found}"
    return ""


def hints_of(operation: Operation, settings: Settings) -> dict[str, bool]:
    """The hints of MCP about an operation: readOnly, destructive and idempotent.

    Source: MCP 2025-11-25, ToolAnnotations; RFC 9110 section 9.2.2.
    """
    method = operation.method.lower()
    changes = may_change(operation, settings)
    return {
        "read_only_hint": not changes,
        "destructive_hint": changes and method in ("put", "patch", "delete"),
        "idempotent_hint": not changes or method in ("put", "delete"),
    }
