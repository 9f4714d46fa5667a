"""Answers that were too large to show whole, kept for a while so that ranges of them can be read without a new call."""

from __future__ import annotations

import json
import secrets
import threading
from collections import OrderedDict
from typing import Any, NamedTuple

from .text import json_line, visible

MOST_KEPT = 100
MOST_BYTES = 64 << 20
"""Together; the oldest go."""

PREFIX = "kept:"
"""What the `operation` of `call` begins with to read one: `kept:KEY`."""


class KeptAnswer(NamedTuple):
    """One answer.

    Attributes:
        text: its JSON; of an answer that is text, that.
        items: the JMESPath of its list of items; None if it has none.
    """

    text: bytes
    is_json: bool
    items: str | None

    @property
    def value(self) -> Any:
        """The answer, decoded."""
        return json.loads(self.text) if self.is_json else self.text.decode("utf-8", "replace")


class KeptAnswers:
    """Answers by key. The keys cannot be guessed: sessions share the store and do not see each other's."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, KeptAnswer] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, value: Any, items: str | None) -> str:
        """Keep an answer and return its key."""
        key, is_json = secrets.token_hex(8), not isinstance(value, str)
        text = json_line(value) if is_json else visible(value)
        kept = KeptAnswer(text.encode("utf-8", "replace"), is_json, items)
        with self._lock:
            self._answers[key] = kept
            while len(self._answers) > MOST_KEPT or (
                len(self._answers) > 1 and sum(len(kept.text) for kept in self._answers.values()) > MOST_BYTES
            ):
                self._answers.popitem(last=False)
        return key

    def get(self, key: str) -> KeptAnswer | None:
        """The answer with a key."""
        with self._lock:
            return self._answers.get(key)
