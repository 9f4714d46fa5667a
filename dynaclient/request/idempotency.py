"""Idempotency keys: where a request carries one, and when to add one.

Source: draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from .._support.record import record
from .._support.wording import shown_option
from ..errors import RequestError
from ..model import Operation
from .values import BoundArguments, Key

HEADER = "Idempotency-Key"
_NAMES = r"(?:x-|[a-z0-9]+-)?(?:idempotency|idempotent)(?:-?(?:key|token|id))?"
_UNSAFE = frozenset(["post", "patch"])

Idempotency = bool | str | None
"""When to send a key. None: if the document declares a header for it; True: with every POST and PATCH; a text: the
same, in a header of that name; False: never."""


@lru_cache(1024)
def is_key_header(name: str) -> bool:
    """Whether a header of this name carries an idempotency key."""
    return re.fullmatch(_NAMES, name.replace("_", "-"), re.IGNORECASE) is not None


def has_key(headers: Iterable[str]) -> bool:
    """Whether one of these headers is an idempotency key."""
    return _has_key(tuple(headers))


@lru_cache(1024)
def _has_key(names: tuple[str, ...]) -> bool:
    return any(is_key_header(name) for name in names)


def checked_idempotency(given: Any) -> Idempotency:
    """Return `idempotency=` if it is valid."""
    if given is None or isinstance(given, bool):
        return given
    if isinstance(given, str) and is_key_header(given):
        return given
    raise RequestError(
        f"idempotency= must be True, False, None or a header name such as {HEADER!r}, not {shown_option(given)}"
    )


@record
class KeyRule:
    """Where calls of one operation carry a key.

    Attributes:
        header: the header that the client adds, or "".
        parameter: the name of the header that the document declares for it, or "".
        declared: the parameters that are a key.
    """

    header: str = ""
    parameter: str = ""
    declared: tuple[Key, ...] = ()

    def add_key(self, bound: BoundArguments, new_key: Callable[[], str]) -> Mapping[str, str]:
        """Add a key if one is due: to the arguments, or to the headers that are returned."""
        if any(key in bound.parameters for key in self.declared):
            return NOTHING_ADDED
        if bound.undeclared and has_key(p.name for p in bound.undeclared if p.location == "header"):
            return NOTHING_ADDED
        if self.header:
            return {self.header: new_key()}
        bound.parameters["header", self.parameter] = new_key()
        return NOTHING_ADDED


NO_KEY = KeyRule()

NOTHING_ADDED: Mapping[str, str] = {}


def key_rule(operation: Operation, mode: Idempotency, headers: Mapping[str, str | None]) -> KeyRule:
    """Where calls of an operation carry a key.

    A declared header gets its key as an argument, so that a required one is present when arguments are checked.

    Args:
        headers: those of the client.
    """
    if mode is False or operation.method not in _UNSAFE or has_key(n for n, v in headers.items() if v is not None):
        return NO_KEY
    declared = [p for p in operation.parameters if p.location == "header" and is_key_header(p.name)]
    if declared:
        return KeyRule(parameter=declared[0].name, declared=tuple((p.location, p.name) for p in declared))
    if mode is None:
        return NO_KEY
    return KeyRule(header=mode if isinstance(mode, str) else HEADER)
