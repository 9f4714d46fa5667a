"""The rate of a job, shared by workers that cannot see each other: each has a part of it to itself.

Knows the clock only as a value. What a worker gives up is free for others after the period of the rate, when no request
counts any more that it has sent; a worker whose part changes rests for that time.
"""

from __future__ import annotations

from collections.abc import Collection

from ...transport.rates import Rate

_LONGEST = 60.0
"""Seconds: the longest period after which parts are dealt out again when workers come or go."""

_LOOK = 0.5


class RateShares:
    """Divides a rate into whole requests for each worker.

    Args:
        rate: of the job, or None: then every worker may send what it likes.
    """

    def __init__(self, rate: Rate | None) -> None:
        self._rate = rate
        self._held: dict[str, int] = {}
        self._ended: dict[str, float] = {}
        self._free: list[tuple[float, int]] = [] if rate is None else [(float("-inf"), rate.count)]

    def ask(self, worker: str, workers: Collection[str], now: float) -> tuple[Rate | None, float]:
        """What a worker may send until it asks again.

        Args:
            workers: all that there are.
            now: the time in seconds.

        Returns:
            Its rate, or None if there is none for the job; and the seconds to wait before it asks again, if it may
            send nothing now.
        """
        rate = self._rate
        if rate is None:
            return None, 0.0
        held, target = self._held.get(worker, 0), self._target(worker, workers, rate.count)
        if held and held != target and rate.seconds <= _LONGEST:
            rests = self._ended.get(worker, float("-inf")) + rate.seconds - now
            is_more = target > held and any(at <= now for at, _ in self._free)
            if target < held or is_more:
                if rests > 0:
                    return rate, rests
                self._free.append((float("-inf"), held))
                held = self._held[worker] = self._taken(target, now)
        elif not held:
            held = self._held[worker] = self._taken(target, now)
        return (Rate(held, rate.seconds), 0.0) if held else (rate, _LOOK)

    def ended(self, worker: str, now: float) -> None:
        """A worker has sent what it was asked to."""
        self._ended[worker] = now

    def leave(self, worker: str, now: float) -> None:
        """A worker is gone."""
        held = self._held.pop(worker, 0)
        if held and self._rate is not None:
            self._free.append((now + self._rate.seconds, held))

    @staticmethod
    def _target(worker: str, workers: Collection[str], count: int) -> int:
        place = sorted(workers).index(worker)
        each, more = divmod(count, len(workers))
        return each + (1 if place < more else 0)

    def _taken(self, target: int, now: float) -> int:
        """Take what is free, up to this many."""
        taken, left = 0, []
        for at, count in self._free:
            here = min(count, target - taken) if at <= now else 0
            taken += here
            if count > here:
                left.append((at, count - here))
        self._free = left
        return taken
