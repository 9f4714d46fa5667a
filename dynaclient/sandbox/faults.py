"""Fault injection: statuses, delays, slow or broken answers, requested by headers or when the sandbox is created.

Changes finished answers; knows nothing about documents. The same seed and the same calls give the same faults.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any, Literal

from .message import Arrival, SandboxAnswer

Malformed = Literal["truncated", "html", "empty"]
PREFIX = "Sandbox-"
"""The prefix of the headers: `Sandbox-Status`, `Sandbox-Retry-After`, `Sandbox-Cut`, …"""


LONGEST_DELAY = 3600.0
"""Seconds that an answer, or a piece of one, can be delayed."""

_PREFIX = PREFIX.lower()
_ASKED = "the sandbox cut the connection, as requested"


class ConnectionCut(ConnectionResetError):
    """Raised instead of an answer, or within one of unknown length, to make the server close the connection.

    In process, where there is no connection, a client treats it as a broken one. An answer with a Content-Length just
    ends early.
    """

    cuts_connection = True


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that goes wrong. As headers: `Sandbox-Status: 503`, `Sandbox-Times: 2`, `Sandbox-Retry-After: 1`.

    Attributes:
        status: answer this status instead of doing anything, in the API's error shape.
        retry_after: the Retry-After header to send with it: seconds, or a date as text.
        delay: seconds before the answer begins.
        trickle: seconds between pieces of the body.
        piece: bytes in a piece, if the body trickles.
        cut: close the connection after this many bytes of the body.
        drop: close the connection before anything is sent; the operation is still carried out.
        malformed: "truncated", "html" or "empty": a body that is not what its Content-Type says.
        times: affect only this many matching requests; headers count each request with its retries separately.
        rate: the share of matching requests to affect, chosen by the seed.
        operation: affect only this operationId.
    """

    status: int | None = None
    retry_after: float | str | None = None
    delay: float = 0.0
    trickle: float = 0.0
    piece: int = 16
    cut: int | None = None
    drop: bool = False
    malformed: Malformed | None = None
    times: int | None = None
    rate: float = 1.0
    operation: str | None = None


class BadTrouble(Exception):
    """A `Sandbox-` header has an unknown name or an invalid value. The message lists what is allowed."""


_READERS: dict[str, Any] = {
    "status": int,
    "retry_after": str,
    "delay": float,
    "trickle": float,
    "piece": int,
    "cut": int,
    "drop": lambda text: text.lower() in ("1", "true"),
    "malformed": lambda text: {"1": "truncated", "true": "truncated"}.get(text.lower(), text.lower()),
    "times": int,
    "rate": float,
}


_NO_FAULTS = frozenset(("outcome",))
"""Headers with the prefix that ask for something else: `behaviour` reads them."""


def trouble_in(headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> Trouble | None:
    """The faults that the headers of a request ask for.

    Raises:
        BadTrouble: a header has an unknown name or an invalid value.
    """
    asked: dict[str, str] = {}
    pairs = headers if headers.__class__ is list or not isinstance(headers, Mapping) else headers.items()
    for name, text in pairs:
        if not name.lower().startswith(_PREFIX):
            continue
        field = name[len(PREFIX) :].lower().replace("-", "_")
        if field not in _NO_FAULTS:
            if field not in _READERS:
                known = ", ".join(PREFIX + key.replace("_", "-").title() for key in _READERS)
                raise BadTrouble(f"Unknown header {name}; use one of {known}.")
            asked[field] = text
    return _read(asked, lambda field: PREFIX + field.replace("_", "-").title()) if asked else None


def read_trouble(text: str) -> Trouble:
    """The faults in a text such as `status=503,rate=0.1,operation=createPet`.

    Raises:
        BadTrouble: a name is unknown or a value invalid.
    """
    asked: dict[str, str] = {}
    for part in text.split(","):
        name, equals, value = part.strip().partition("=")
        field = name.strip().replace("-", "_")
        if field not in _READERS and field != "operation":
            known = ", ".join([*_READERS, "operation"])
            raise BadTrouble(f"Unknown fault {name!r}; use one of {known}, as in status=503,rate=0.1.")
        asked[field] = value if equals else "1"
    operation = asked.pop("operation", None)
    return replace(_read(asked, str), operation=operation)


def _read(asked: Mapping[str, str], shown: Callable[[str], str]) -> Trouble:
    values: dict[str, Any] = {}
    for field, text in asked.items():
        try:
            values[field] = _READERS[field](text)
        except ValueError:
            raise BadTrouble(f"Invalid value for {shown(field)}: {text!r}.") from None
    return checked_trouble(Trouble(**values), shown)


_RANGES: Mapping[str, tuple[float, float | None]] = {
    "status": (200, 599),
    "delay": (0, LONGEST_DELAY),
    "trickle": (0, LONGEST_DELAY),
    "piece": (1, None),
    "cut": (0, None),
    "times": (0, None),
    "rate": (0, 1),
}
"""Field → the least and the greatest value that it can have."""

_FRACTIONS = frozenset(("delay", "trickle", "rate"))
"""Those that need not be whole numbers."""


def checked_trouble(trouble: Trouble, shown: Callable[[str], str] = str) -> Trouble:
    """The faults, if all of them are possible.

    Args:
        shown: names a field in the error.

    Raises:
        BadTrouble: one of them is not.
    """
    if trouble.malformed not in (None, "truncated", "html", "empty"):
        raise BadTrouble(f"{shown('malformed')} must be truncated, html or empty, not {trouble.malformed!r}.")
    for field, (least, most) in _RANGES.items():
        value: Any = getattr(trouble, field)
        if value is None:
            continue
        kind = (int, float) if field in _FRACTIONS else int
        is_number = isinstance(value, kind) and not isinstance(value, bool)
        if not is_number or not least <= value <= (value if most is None else most):
            end = f" to {most:g}" if most is not None else ""
            raise BadTrouble(f"{shown(field)} must be from {least:g}{end}, not {value!r}.")
    return trouble


class Troubles:
    """Decides which faults affect a request. Thread-safe.

    Args:
        configured: the faults given when the sandbox was created; the first that matches a request is used.
    """

    def __init__(self, configured: Sequence[Trouble], seed: int) -> None:
        self._configured = tuple(configured)
        self._seed = seed
        self._seen: Counter[Any] = Counter()
        self._lock = threading.Lock()

    def reset(self) -> None:
        """Count anew."""
        with self._lock:
            self._seen.clear()

    def met(self, arrival: Arrival, operation_ids: Sequence[str]) -> Trouble | None:
        """The fault for a request, if any: the one in its headers, else the first configured one that matches.

        Raises:
            BadTrouble: a header has an unknown name or an invalid value.
        """
        asked = trouble_in(arrival.headers.pairs()) if arrival.headers.has_any(_PREFIX) else None
        if asked is not None:
            own = arrival.headers.get("Idempotency-Key", "")
            if self._strikes(asked, (arrival.method, arrival.path, own, repr(asked))):
                return asked
            return None
        for place, trouble in enumerate(self._configured):
            if trouble.operation is not None and trouble.operation not in operation_ids:
                continue
            if self._strikes(trouble, place):
                return trouble
        return None

    def _strikes(self, trouble: Trouble, key: Any) -> bool:
        with self._lock:
            self._seen[key] += 1
            count = self._seen[key]
        if trouble.times is not None and count > trouble.times:
            return False
        return trouble.rate >= 1 or Random(f"{self._seed}:{key}:{count}").random() < trouble.rate  # noqa: S311


def damaged(answer: SandboxAnswer, trouble: Trouble) -> SandboxAnswer:
    """The answer with the fault applied. Waits here if there is a delay."""
    if trouble.delay:
        time.sleep(trouble.delay)
    if trouble.drop:
        raise ConnectionCut(_ASKED)
    if trouble.malformed is not None:
        answer = _malformed(answer, trouble.malformed)
    if not trouble.trickle and trouble.cut is None:
        return answer
    headers = answer.headers
    is_sized = isinstance(answer.body, bytes)
    if is_sized:  # the length of the complete body
        headers = (*headers, ("Content-Length", str(len(b"".join(answer.chunks())))))
    return answer._replace(headers=headers, body=_broken(answer.chunks(), trouble, is_sized))


def _malformed(answer: SandboxAnswer, how: Malformed) -> SandboxAnswer:
    body = answer.body if isinstance(answer.body, bytes) else b"".join(answer.body)
    if how == "html":
        return answer._replace(body=b"<!doctype html><title>Bad gateway</title><p>Not what you asked for.</p>")
    return answer._replace(body=b"" if how == "empty" else body[: max(len(body) // 2, 1)])


def _broken(chunks: Iterator[bytes], trouble: Trouble, is_sized: bool) -> Iterator[bytes]:
    left = trouble.cut
    is_first = True
    for chunk in chunks:
        pieces = [chunk]
        if trouble.trickle:
            pieces = [chunk[i : i + trouble.piece] for i in range(0, len(chunk), trouble.piece)]
        for piece in pieces:
            if trouble.trickle and not is_first:
                time.sleep(trouble.trickle)
            is_first = False
            yield piece if left is None else piece[:left]
            if left is not None:
                left -= len(piece)
                if left <= 0 and not is_sized:
                    raise ConnectionCut(_ASKED)
                if left <= 0:
                    return


HEADERS = tuple(PREFIX + field.name.replace("_", "-").title() for field in fields(Trouble) if field.name in _READERS)
"""The supported headers."""
