"""Repeats the first answer for the same Idempotency-Key, so that nothing is created twice.

Source: draft-ietf-httpapi-idempotency-key-header-07: reusing a key for another request is 422 (section 2.7); a
repeated request waits while the first one is still being answered.
"""

from __future__ import annotations

import hashlib
import re
import threading
import weakref
from collections.abc import Callable

from .memory import Memory, Reply
from .message import Arrival, SandboxAnswer
from .refusal import Refusal

HEADER = "Idempotency-Key"
_SAFE = frozenset(("get", "head", "options", "trace", "query"))
REPLAYED = ("Idempotent-Replayed", "true")


class _Lock:
    """A lock that supports weak references."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


class Idempotency:
    """Remembers first answers. Server errors (5xx) are not kept, so that a retry can succeed."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._locks: weakref.WeakValueDictionary[str, _Lock] = weakref.WeakValueDictionary()
        self._guard = threading.Lock()

    def answer(
        self, arrival: Arrival, make: Callable[[], SandboxAnswer], refuse: Callable[[Refusal], SandboxAnswer]
    ) -> SandboxAnswer:
        """The answer to a request: the remembered one, or a new one from `make`."""
        key = arrival.headers.get(HEADER)
        if not key or arrival.method in _SAFE:
            return make()
        fingerprint = _fingerprint(arrival)
        with self._guard:
            holder = self._locks.setdefault(key, _Lock())
        with holder.lock:
            known = self._memory.reply(key)
            if known is not None and known.fingerprint != fingerprint:
                text = f"The {HEADER} {key!r} was already used for another request."
                return refuse(Refusal(422, text, location="header", code="idempotency_key_reused"))
            if known is not None and known.status is not None:
                return SandboxAnswer(known.status, known.body, known.content_type, (*known.headers, REPLAYED))
            answer = make()
            if answer.status < 500:
                chunks = list(answer.chunks())
                kept = Reply(fingerprint, answer.status, answer.content_type, answer.headers, b"".join(chunks))
                self._memory.keep_reply(key, kept)
                if not isinstance(answer.body, bytes):
                    answer = answer._replace(body=chunks)
            return answer


def _fingerprint(arrival: Arrival) -> str:
    """What identifies a request; the random boundary of a multipart body is left out."""
    body = arrival.body
    boundary = re.search(r'boundary="?([^";,\s]+)', arrival.content_type)
    if boundary:
        body = body.replace(boundary[1].encode(), b"")
    digest = hashlib.sha256()
    for part in (arrival.method.encode(), arrival.path.encode(), arrival.query.encode(), body):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
