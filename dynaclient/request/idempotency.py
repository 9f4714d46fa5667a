"""Idempotency keys: where a request carries one, and where it should get one. Makes no keys: they are given.

Source: draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from ..errors import RequestError
from ..model import Operation

HEADER = "Idempotency-Key"
_NAMES = re.compile(r"(?:x-|[a-z0-9]+-)?(?:idempotency|idempotent)(?:-?(?:key|token|id))?", re.IGNORECASE)
_UNSAFE = frozenset(["post", "patch"])

Idempotency = bool | str | None
"""None: where the document declares a header for it; True: for every POST and PATCH; a text: in a header of that name;
False: never."""


@lru_cache(1024)
def is_key_header(name: str) -> bool:
    """Whether a header of this name carries an idempotency key."""
    return _NAMES.fullmatch(name.replace("_", "-")) is not None


def has_key(headers: Iterable[str]) -> bool:
    """Whether one of these headers is an idempotency key."""
    return any(is_key_header(name) for name in headers)


def checked_idempotency(given: Any) -> Idempotency:
    """What was given as `idempotency=`, if it means anything."""
    if given is None or isinstance(given, bool):
        return given
    if isinstance(given, str) and is_key_header(given):
        return given
    raise RequestError(f"idempotency= is True, False, None or the name of a header such as {HEADER!r}, not {given!r}")


def with_key(
    operation: Operation, mode: Idempotency, headers: Mapping[str, str | None],
    params: Mapping[str, Any] | None, arguments: Mapping[str, Any], make_key: Callable[[], str],
) -> tuple[Mapping[str, Any] | None, Mapping[str, str | None]]:  # fmt: skip
    """The arguments and headers of a call with a key among them, where it should have one and has none.

    A header that the document declares gets it as an argument, so that a required one is there when it is checked.

    Args:
        headers: those of the client.
    """
    if mode is False or operation.method not in _UNSAFE or has_key(n for n, v in headers.items() if v is not None):
        return params, headers
    declared = [p for p in operation.parameters if p.location == "header" and is_key_header(p.name)]
    for parameter in declared:
        given = (parameter.name, parameter.python_name, f"header:{parameter.name}")
        if any(name in (params or {}) or name in arguments for name in given):
            return params, headers
    if declared:
        return {**(params or {}), f"header:{declared[0].name}": make_key()}, headers
    if mode is None:
        return params, headers
    return params, {**headers, (mode if isinstance(mode, str) else HEADER): make_key()}
