"""Rules for what is asked for in one request and answered at once: one vector for each input, `n` choices, a format.

A rule gives what the answer is wished to hold; the table says which operation it is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..model import MediaType, Operation
from ..types import MISSING
from .judge import Accepted
from .values import Values

if TYPE_CHECKING:
    from .resource_store import ResourceStore


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as rules need it."""

    accepted: Accepted
    media_type: MediaType | None
    values: Values
    store: ResourceStore


class AskedRules:
    def __init__(self, operations: Iterable[Operation]) -> None:
        pass

    def answer(self, asked: Asked) -> Any:
        return MISSING
