"""The exchanges of a recording, to be found by call: each once, in their order. Opens nothing."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from .._support.wording import shown
from .calls import RecordedCall
from .exchange import Exchange, value_of

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_NOT_MODIFIED = 304
_MOST_DIFFERENCES = 4
_MISSING = object()


@dataclass(slots=True)
class _Kept:
    exchange: Exchange
    call: RecordedCall
    is_played: bool = False


class Cassette:
    """Recorded exchanges. Thread-safe.

    Args:
        exchanges: in the order in which they are played.
        read: the call of an exchange; None for what is not of the API, which is left out.
    """

    def __init__(self, exchanges: Iterable[Exchange], read: Callable[[Exchange], RecordedCall | None]) -> None:
        self._lock = threading.Lock()
        self._kept: list[_Kept] = []
        self._queues: dict[str, deque[_Kept]] = {}
        for exchange in with_redirects_followed(list(exchanges)):
            call = read(exchange)
            if call is not None:
                kept = _Kept(exchange, call)
                self._kept.append(kept)
                self._queues.setdefault(call.key, deque()).append(kept)

    def __len__(self) -> int:
        return len(self._kept)

    def next_of(self, call: RecordedCall, *, is_conditional: bool = False) -> Exchange | None:
        """The next exchange of a call, which is then played; None if there is none left.

        Args:
            is_conditional: whether who calls has an answer already. Anybody else gets in place of a recorded 304, as a
                cache was sent, the answer that it confirms.
        """
        with self._lock:
            queue = self._queues.get(call.key)
            if not queue:
                return None
            kept = queue.popleft()
            kept.is_played = True
            if kept.exchange.answer.status != _NOT_MODIFIED or is_conditional:
                return kept.exchange
            before = self._kept[: self._kept.index(kept)]
            same = (item.exchange for item in reversed(before) if item.call.key == call.key)
            return next((item for item in same if 200 <= item.answer.status < 300), kept.exchange)

    def last_of(self, call: RecordedCall) -> Exchange | None:
        """The last exchange of a call, played or not: tokens are asked for as often as they run out."""
        with self._lock:
            return next((kept.exchange for kept in reversed(self._kept) if kept.call.key == call.key), None)

    def has(self, operation_id: str) -> bool:
        """Whether an exchange of an operation has not been played."""
        with self._lock:
            return any(kept.call.operation_id == operation_id and not kept.is_played for kept in self._kept)

    def unplayed(self) -> list[Exchange]:
        """The exchanges that nobody has asked for."""
        with self._lock:
            return [kept.exchange for kept in self._kept if not kept.is_played]

    def why_not(self, call: RecordedCall) -> tuple[str, int]:
        """A message that says why no exchange matches a call, and the number of the nearest in the file (0: none)."""
        with self._lock:
            kept = list(self._kept)
        same = [item for item in kept if item.call.key == call.key]
        if same:
            times = "once" if len(same) == 1 else f"{len(same)} times"
            return f"it was recorded {times}, and each has been played", same[-1].exchange.place
        own = [item for item in kept if item.call.operation_id == call.operation_id]
        if not own:
            others = list(dict.fromkeys(item.call.operation_id for item in kept))
            what = f"it has {', '.join(others[:6])}{', …' if len(others) > 6 else ''}" if others else "it is empty"
            return f"no call of {call.operation_id} was recorded: {what}", 0
        nearest = min(own, key=lambda item: (len(_different(call, item.call)), item.is_played))
        names = _different(call, nearest.call)
        texts = [_difference(name, nearest.call.arguments, call.arguments) for name in names[:_MOST_DIFFERENCES]]
        more = f" and {len(names) - _MOST_DIFFERENCES} more" if len(names) > _MOST_DIFFERENCES else ""
        number = nearest.exchange.place
        return f"the nearest recorded call, number {number}, differs in {'; '.join(texts)}{more}", number


def _different(one: RecordedCall, other: RecordedCall) -> list[str]:
    names = dict.fromkeys((*one.arguments, *other.arguments))
    return [name for name in names if one.arguments.get(name, _MISSING) != other.arguments.get(name, _MISSING)]


def _difference(name: str, recorded: Mapping[str, Any], called: Mapping[str, Any]) -> str:
    if name not in recorded:
        return f"{name} ({shown(called[name])}, recorded without it)"
    given = shown(called[name]) if name in called else "left out"
    return f"{name} (recorded {shown(recorded[name])}, now {given})"


def with_redirects_followed(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """The exchanges, where a browser recorded redirects, with the answer that they led to."""
    from dataclasses import replace

    left = list(exchanges)
    out: list[Exchange] = []
    while left:
        exchange = left.pop(0)
        answer, hops = exchange, 0
        while answer.answer.status in _REDIRECTS and not exchange.is_own and hops < len(exchanges):
            target = urljoin(answer.request.url, value_of(answer.answer.headers, "Location"))
            following = next((item for item in left if item.request.url == target and target), None)
            if following is None:
                break
            left.remove(following)
            answer, hops = following, hops + 1
        out.append(exchange if answer is exchange else replace(exchange, answer=answer.answer))
    return out
