"""How often the schemas that one reaches apply to one place of a value: counted before an engine sees it.

An engine has no limit of its own: it follows every branch of `allOf`, `anyOf`, `oneOf` and `$ref` that applies to a
place, however often they lead to the same schema, and jsonschema-rs keeps the interpreter's lock meanwhile. 26 schemas
that refer to the next one ten times each are 10^25 steps. One level further into the value, every application of a
schema applies the schemas of its members and items, so the count may grow with the depth of the value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .._support.record import record
from ..document.names import LISTS_IN_PLACE, ONE_IN_PLACE, ONE_INSIDE, ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS
from ..document.walk import nests_deeper
from .marks import EXCLUSIVE

LIMIT = 1_000_000
"""How often schemas may apply to one place of a value; jsonschema-rs takes about 10 ms for as many."""

REPORTED = 100_000
"""The same where every failure is listed, which takes about 3 s for as many."""

_LONG, _CIRCLES, _STEPS = 5, 100, 200_000
"""References in a long circle, the most such circles, and the most steps taken to look for them."""

_LEVELS = 40
"""Levels that are counted; growth beyond them is estimated."""

_APPLICATORS = ONE_SCHEMA | SCHEMA_LISTS | SCHEMA_MAPS | {"$ref"}
_LEAF = 0
"""The number of every schema that applies no other."""


class _Node:
    """A schema, by the numbers of the schemas that it applies.

    Attributes:
        in_place: those for the same place of the value.
        exclusive: those of which one applies to the same place.
        chosen: those of which one applies to a member or item.
        each: those that may all apply to a member or item.
        references: whether the first of `in_place` is the target of a reference.
    """

    __slots__ = ("chosen", "each", "exclusive", "in_place", "references")

    def __init__(self) -> None:
        self.in_place: list[int] = []
        self.exclusive: list[int] = []
        self.chosen: list[int] = []
        self.each: list[int] = []
        self.references = False


@record
class Depths:
    """How many levels of a value can be checked, and how many with every failure listed.

    None is any number, and -1 means that not even a number or a text can be checked.
    """

    checked: int | None = None
    reported: int | None = None


def checked_depths(schema: Any, target: Callable[[str], Any]) -> Depths:
    """How deep values may nest for `LIMIT` and `REPORTED` to hold.

    Args:
        schema: JSON Schema 2020-12.
        target: reference → the schema it leads to.
    """
    nodes, root = _nodes(schema, target)
    order, has_circles = _in_order(nodes)
    if has_circles and _is_tangled(nodes):
        return Depths(-1, -1)
    highest = [0]  # per level, the most that schemas apply to one place there or above
    for counts in _levels(nodes, order):
        highest.append(max(highest[-1], counts[root]))
        if highest[-1] > LIMIT:
            break
    else:
        if len(highest) <= _LEVELS or highest[-1] <= highest[_LEVELS // 2]:
            return Depths(None, _within(highest, REPORTED) if highest[-1] > REPORTED else None)
    return Depths(_within(highest, LIMIT), _within(highest, REPORTED))


def exceeds(value: Any, levels: int | None) -> bool:
    """Whether a value has more levels than these below it."""
    if levels is None or levels < 0:
        return levels is not None
    return isinstance(value, (Mapping, list)) and (not levels or nests_deeper(value, levels - 1))


def _within(highest: list[int], limit: int) -> int | None:
    """The last level at which the limit holds; beyond those counted, growth goes on as it was."""
    if highest[-1] > limit:
        return next(level for level, count in enumerate(highest) if count > limit) - 2
    half = highest[len(highest) // 2]
    growth = math.log(highest[-1] / half) / (len(highest) - len(highest) // 2)
    return len(highest) - 1 + int(math.log(limit / highest[-1]) / growth)


def _levels(nodes: list[_Node], order: list[int]) -> Iterator[list[int]]:
    """For each level of a value, how often each schema and all it applies do so; ends when nothing changes."""
    counts = [0] * len(nodes)
    for level in range(_LEVELS):
        before, counts = counts, [0] * len(nodes)
        left = []
        for i in order:
            node = nodes[i]
            if level == 0:
                count = 1
            else:
                count = max([before[inner] for inner in node.chosen]) if node.chosen else 0
                for inner in node.each:
                    count += before[inner]
            for inner in node.in_place:
                count += counts[inner]
            if node.exclusive:
                count += max([counts[inner] for inner in node.exclusive])
            if count:
                counts[i] = count if count <= LIMIT else LIMIT + 1
                left.append(i)
        order = left  # a schema that applies to nothing on one level applies to nothing below it
        yield counts
        if counts == before:
            return


def _nodes(whole: Any, lookup: Callable[[str], Any]) -> tuple[list[_Node], int]:
    """Every schema that applies others, and the number of the root."""
    nodes = [_Node()]
    numbers: dict[str, int] = {}
    waiting: list[tuple[Any, int]] = []

    def numbered(schema: Any) -> int:
        if not isinstance(schema, Mapping) or _APPLICATORS.isdisjoint(schema):
            return _LEAF
        nodes.append(_Node())
        waiting.append((schema, len(nodes) - 1))
        return len(nodes) - 1

    def target(reference: str) -> int:
        if reference not in numbers:
            numbers[reference] = numbered(lookup(reference))
        return numbers[reference]

    root = numbered(whole)
    while waiting:
        schema, i = waiting.pop()
        node = nodes[i]
        if "$ref" in schema:
            node.in_place.append(target(schema["$ref"]))
            node.references = True
        for key, value in schema.items():
            if key not in _APPLICATORS or key == "$ref":
                continue
            if key == "allOf" and EXCLUSIVE in schema:
                node.exclusive += map(numbered, value)
            elif key in LISTS_IN_PLACE:
                node.in_place += map(numbered, value)
            elif key in ONE_IN_PLACE:
                node.in_place.append(numbered(value))
            elif key == "dependentSchemas":
                node.in_place += map(numbered, value.values())
            elif key in ONE_INSIDE:
                node.each.append(numbered(value))
            elif key == "patternProperties":
                node.each += map(numbered, value.values())
            else:
                items = value.values() if isinstance(value, Mapping) else value
                node.chosen += {target(item["$ref"]) if _is_reference(item) else numbered(item) for item in items}
    return nodes, root


def _is_reference(schema: Any) -> bool:
    return isinstance(schema, Mapping) and len(schema) == 1 and "$ref" in schema


def _in_order(nodes: list[_Node]) -> tuple[list[int], bool]:
    """The numbers of the nodes, each after those that apply in its place; and whether some form a circle.

    A circle is cut: its last reference counts as nothing.
    """
    order: list[int] = []
    state = bytearray(len(nodes))  # 1: entered, 2: done
    has_circles = False
    for start in range(len(nodes)):
        stack = [start]
        while stack:
            i = stack[-1]
            if state[i] == 0:
                state[i] = 1
                for inner in nodes[i].in_place + nodes[i].exclusive:
                    if state[inner] == 0:
                        stack.append(inner)
                    elif state[inner] == 1:
                        has_circles = True
            else:
                stack.pop()
                if state[i] == 1:
                    state[i] = 2
                    order.append(i)
    return order, has_circles


def _is_tangled(nodes: list[_Node]) -> bool:
    """Whether there are many long circles of references in place.

    An engine leaves a circle when it comes back to where it was, but not before it has tried every way around: six
    schemas that all refer to one another take it half a minute. Circles of a base and what extends it are short.
    """
    following = _references(nodes)
    circles = steps = 0
    for start in following:  # each circle is found from its lowest number
        used = {start}
        stack = [iter(following[start])]
        path = [start]
        while stack:
            steps += 1
            inner = next(stack[-1], None)
            if inner is None:
                stack.pop()
                used.discard(path.pop())
            elif inner == start:
                circles += len(path) >= _LONG
            elif inner > start and inner not in used:
                used.add(inner)
                path.append(inner)
                stack.append(iter(following[inner]))
            if circles > _CIRCLES or steps > _STEPS:
                return True
    return False


def _references(nodes: list[_Node]) -> dict[int, list[int]]:
    """For each target of a reference, the targets of the references in its place."""
    targets = {node.in_place[0] for node in nodes if node.references} - {_LEAF}
    found: dict[int, list[int]] = {}
    for target in targets:
        reached: dict[int, None] = {}
        seen: set[int] = set()
        waiting = nodes[target].in_place + nodes[target].exclusive
        while waiting:
            i = waiting.pop()
            if i in targets:
                reached[i] = None
            elif i not in seen:
                seen.add(i)
                waiting += nodes[i].in_place + nodes[i].exclusive
        found[target] = list(reached)
    return found
