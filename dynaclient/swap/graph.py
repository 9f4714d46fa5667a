"""Walks the graph of pairs: what a pair leads to, and which pairs lead to something that is different."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .findings import Pair

Explore = Callable[[Pair], Pair]


def reachable(start: Pair, explore: Explore, leads: Callable[[Pair], bool]) -> Iterator[Pair]:
    """The pair and those that it leads to; of those that are closed only what `leads` says is worth the walk."""
    if not start.is_closed:
        close(start, explore)
    seen = {id(start)}
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if one.is_closed and not leads(one):
            continue
        yield explore(one)
        for _, other in one.edges:
            if id(other) not in seen:
                seen.add(id(other))
                waiting.append(other)


def close(start: Pair, explore: Explore) -> None:
    """Explore everything that a pair leads to, and note on each pair whether it leads to something different.

    A pair that leads to one which is being explored at the moment stays open: not all of it is known.
    """
    if start.is_closed:
        return
    found = [start]
    seen = {id(start)}
    sources: dict[int, list[Pair]] = {}
    for one in found:  # the list grows
        for _, other in explore(one).edges:
            sources.setdefault(id(other), []).append(one)
            if not other.is_closed and id(other) not in seen:
                seen.add(id(other))
                found.append(other)
    still_open = _leading_to([one for one in found if one.is_exploring], sources)
    differing = [one for one in found if one.findings or any(other.differs for _, other in one.edges)]
    changed = [one for one in found if one.texts or any(other.is_changed for _, other in one.edges)]
    for one in _leading_to(differing, sources).values():
        one.differs = one.is_changed = True
    for one in _leading_to(changed, sources).values():
        one.is_changed = True
    for one in found:
        one.is_closed = id(one) not in still_open


def _leading_to(ends: list[Pair], sources: dict[int, list[Pair]]) -> dict[int, Pair]:
    """The pairs that lead to any of these, and these."""
    reached = {id(one): one for one in ends}
    waiting = list(ends)
    while waiting:
        for source in sources.get(id(waiting.pop()), ()):
            if id(source) not in reached:
                reached[id(source)] = source
                waiting.append(source)
    return reached
