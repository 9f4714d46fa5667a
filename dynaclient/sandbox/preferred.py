"""Answers by preference: `Prefer: code=404`, `example=name`, `dynamic=true`, alone or together."""

from __future__ import annotations

import threading
from collections import Counter

from ..model import Operation
from .answers import media_type_of, success_of
from .declared_answers import DeclaredAnswers, NotDeclared, needed_response
from .message import Arrival, SandboxAnswer
from .preferences import Preferences


class Preferred:
    """Makes the answers that requests prefer. Thread-safe; nothing is carried out for them."""

    def __init__(self, declared: DeclaredAnswers) -> None:
        self._declared = declared
        self._turns: Counter[str] = Counter()
        self._lock = threading.Lock()

    def answer(self, operation: Operation, arrival: Arrival, prefers: Preferences, *, created: bool) -> SandboxAnswer:
        """The answer that is preferred: by its status, else the operation's success.

        Args:
            created: whether the operation creates something.

        Raises:
            NotDeclared: the operation has no such answer.
        """
        accept = arrival.headers.get("Accept", "") or ""
        if prefers.code is None:
            status, response = success_of(operation, created=created)
        else:
            status, response = prefers.code, needed_response(operation, prefers.code)
        if prefers.example:
            return self._declared.of_example(operation, status, response, prefers.example)
        if prefers.dynamic and media_type_of(response, accept) is not None:
            with self._lock:
                self._turns[operation.operation_id] += 1
                turn = self._turns[operation.operation_id]
            return self._declared.made_up(operation, status, response, accept, turn)
        return self._declared.of_status(operation, status, response, accept)

    def reset(self) -> None:
        """Begin the made-up answers anew."""
        with self._lock:
            self._turns.clear()


__all__ = ["NotDeclared", "Preferred"]
