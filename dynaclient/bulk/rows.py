"""A row on its way: its number, key, arguments, and what is wrong with it. Knows nothing of files or calls."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .._support.json_writer import json_writer

if TYPE_CHECKING:
    from ..request import WireRequest

DIGEST = 8
"""Bytes of the digest of a row."""


@dataclass(slots=True)
class Row:
    """One row of the input.

    Attributes:
        number: from 1, in the order of the input.
        values: the row as it was read.
        key: what names the row in the output; the number if no column is the key.
        arguments: of the operation; None if they could not be made.
        problems: (column, reason) of each thing that is wrong with it.
        round: how often the row was refused for good, so that another attempt is another request.
        request: the one that was built to check it, if it is kept.
    """

    number: int
    values: Any
    key: Any = None
    arguments: Mapping[str, Any] | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    round: int = 0
    request: WireRequest | None = None

    def digest(self) -> bytes:
        """What differs when the key or an argument differs. Of a row with problems, its values count."""
        content = [self.key, as_json(self.values) if self.arguments is None else self.arguments]
        try:
            text = "".join(_SORTED(content))
        except (TypeError, ValueError, RecursionError):
            text = repr(content)
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


@dataclass(slots=True)
class Unreadable:
    """A row that could not be read.

    Attributes:
        reason: why.
        column: where, or "".
        text: what there is of it, to show it again.
    """

    reason: str
    column: str = ""
    text: str = ""


def as_json(values: Any) -> Any:
    """A row that JSON can write."""
    if isinstance(values, Unreadable):
        return values.text
    if isinstance(values, Mapping):
        return {str(name): value for name, value in values.items()}
    return values


def dumped(value: Any) -> str:
    """One line of JSON; values that JSON does not have become text."""
    if type(value) is int:  # the key of most rows
        return str(value)
    try:
        return "".join(_WRITTEN(value))
    except (TypeError, ValueError, RecursionError):  # such as keys that are not text
        return json.dumps(repr(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    """Values of Python and numpy as text, or as a name that is the same in every run."""
    if isinstance(value, (bytes, bytearray)):
        return f"{len(value)} bytes, {hashlib.blake2b(value, digest_size=DIGEST).hexdigest()}"
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "__fspath__") or type(value).__module__ in ("uuid", "decimal", "fractions"):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(map(repr, value))
    return type(value).__name__


_SORTED = json_writer(sort_keys=True, default=_plain)
_WRITTEN = json_writer(ensure_ascii=False, default=_plain)
