"""Compares pairs of schemas: by type, case by case, member by member. Each pair is compared once, also in circles.

Knows nothing of operations. Whether a pair is part of a request or of an answer decides which side has to cover the
other where the alternatives of a union are matched.
"""

from __future__ import annotations

from collections.abc import Iterator

from .._support.patterns import python_search
from .._support.wording import shown
from ..document.pointer import pointer_to
from .admitted import TYPES, Admitted, Case, Node
from .alternatives import affinity, split_values
from .case_changes import iter_changes
from .findings import Finding, Pair
from .graph import close, reachable
from .kinds import BREAKING, KINDS, SAFE
from .reading import SchemaReader
from .similar import similar_pairs
from .value_changes import iter_value_changes

_STRONG = 4
"""The affinity from which two alternatives are the same one, changed or not."""

_LEAST = 1.5
"""The affinity from which the change of an alternative is shown, instead of its removal."""


_DEEPEST = 40
"""Unions in unions whose alternatives are matched by trying; below, by what distinguishes them."""


class SchemaPairs:
    """The pairs of schemas of two documents, in one direction."""

    def __init__(self, old: SchemaReader, new: SchemaReader) -> None:
        self.old = old
        self.new = new
        self.direction = old.direction
        self._pairs: dict[tuple[int, int, str, str], Pair] = {}
        self._depth = 0

    # pairs

    def pair(self, old: Node, new: Node, old_pointer: str = "", new_pointer: str = "") -> Pair:
        """The pair of two nodes; the pointers are for nodes without a place of their own."""
        return self._pair(self.old.read(old), self.new.read(new), old_pointer, new_pointer)

    def _pair(self, old: Admitted | Case, new: Admitted | Case, old_pointer: str = "", new_pointer: str = "") -> Pair:
        # what is not described has no place of its own, and is another pair wherever it is
        key = (id(old), id(new), "" if old.pointer else old_pointer, "" if new.pointer else new_pointer)
        if key not in self._pairs:
            self._pairs[key] = Pair(old, new, old.pointer or old_pointer, new.pointer or new_pointer)
        return self._pairs[key]

    def explored(self, pair: Pair) -> Pair:
        """The pair with its own findings and edges."""
        if not pair.is_explored:
            pair.is_explored = pair.is_exploring = True
            self._depth += 1
            if isinstance(pair.old, Case) and isinstance(pair.new, Case):
                self._compare_cases(pair, pair.old, pair.new)
            elif isinstance(pair.old, Admitted) and isinstance(pair.new, Admitted):
                self._compare(pair, pair.old, pair.new)
            self._depth -= 1
            pair.is_exploring = False
        return pair

    def changed(self, pair: Pair) -> Iterator[tuple[str, Pair]]:
        """The pair and those that its members lead to, where anything is different, with the shortest way to each."""
        close(pair, self.explored)
        seen = {id(pair)}
        level = [("", pair)] if pair.is_changed else []
        while level:
            following = []
            for way, one in level:
                yield way, one
                for step, other in one.edges:
                    if other.is_changed and id(other) not in seen:
                        seen.add(id(other))
                        following.append((way + step, other))
            level = following

    def is_equal(self, pair: Pair) -> bool:
        """Whether nothing is different, apart from texts."""
        return not any(one.findings for one in reachable(pair, self.explored, lambda one: one.differs))

    def covers(self, pair: Pair) -> bool:
        """Whether the side that reads admits all that the other side may send, as far as it can be shown."""
        found = reachable(pair, self.explored, lambda one: one.differs)
        return not any(self._is_uncovered(finding.kind) for one in found for finding in one.findings)

    def _is_uncovered(self, kind: str) -> bool:
        verdict = KINDS[kind].verdict(self.direction)
        return verdict == BREAKING if self.direction == "request" else verdict != SAFE

    # schemas

    def _compare(self, pair: Pair, old: Admitted, new: Admitted) -> None:
        for kind, text in iter_value_changes(old, new, self.direction):
            self._found(pair, kind, text)
        if old.meanings != new.meanings and self._depth <= _DEEPEST:
            self._meanings(pair, old, new)
        pair.texts = sum(one != other for one, other in zip(old.texts, new.texts, strict=False))
        for kind in TYPES:
            if kind in old.cases and kind in new.cases:
                self._match(pair, old.cases[kind], new.cases[kind])

    def _meanings(self, pair: Pair, old: Admitted, new: Admitted) -> None:
        """Names of a discriminator that mean another schema now, which is not the same one under a new name."""
        for name, before in old.meanings.items():
            after = new.meanings.get(name, before)
            was, now = self.old.node(before), self.new.node(after)
            if before == after or was is None or now is None:
                continue
            is_renamed = self.new.node(before) is None and self.old.node(after) is None
            if not is_renamed and not self.is_equal(self.pair(was, now)):
                text = f"its discriminator means {_last(after)} by {shown(name)} now, and meant {_last(before)}"
                self._found(pair, "discriminator-changed", text)

    def _found(self, pair: Pair, kind: str, text: str, step: str = "", other: str = "", place: Node = ()) -> None:
        old, new = pair.old_pointer, pair.new_pointer
        if place:
            is_old = kind.endswith(("removed", "renamed"))
            old, new = (place[0][1], new) if is_old else (old, place[0][1])
        pair.findings.append(Finding(kind, text, old, new, step, other))

    # unions

    def _match(self, pair: Pair, old: list[Case], new: list[Case]) -> None:
        if len(old) == len(new) == 1:
            pair.edges.append(("", self._pair(old[0], new[0])))
            return
        if old[0].type not in ("object", "array"):
            old, new = split_values(old, new)
        is_request = self.direction == "request"
        subjects, others = (old, new) if is_request else (new, old)
        partners = self._equal(subjects, others)
        taken = {id(other) for other in partners.values()}
        for i, subject in enumerate(subjects):
            if i not in partners:
                partner = self._partner(subject, others, taken)
                if partner is None:
                    kind = "alternative-removed" if is_request else "alternative-added"
                    text = f"{self._words(subject)} is {'no longer' if is_request else 'now'} one of them"
                    self._found(pair, kind, text)
                else:
                    partners[i] = partner
                    taken.add(id(partner))
        for i, partner in partners.items():
            pair.edges.append(("", self._sided(subjects[i], partner)))
        for other in others:
            if id(other) not in taken:
                kind = "alternative-added" if is_request else "alternative-removed"
                self._found(pair, kind, f"{self._words(other)} is {'now' if is_request else 'no longer'} one of them")

    def _sided(self, subject: Case, other: Case) -> Pair:
        return self._pair(subject, other) if self.direction == "request" else self._pair(other, subject)

    def _equal(self, subjects: list[Case], others: list[Case]) -> dict[int, Case]:
        """Index of a case → the case on the other side that is the same, each taken once."""
        found: dict[int, Case] = {}
        taken: set[int] = set()
        if self._depth > _DEEPEST:
            return found
        for i, subject in enumerate(subjects):
            nearest = sorted(range(len(others)), key=lambda j, i=i: (abs(i - j), j))  # type: ignore[misc]
            for j in nearest:
                if j not in taken and self._are_equal(subject, others[j]):
                    found[i] = others[j]
                    taken.add(j)
                    break
        return found

    def _are_equal(self, subject: Case, other: Case) -> bool:
        alike = subject.required == other.required and subject.properties.keys() == other.properties.keys()
        return alike and self.is_equal(self._sided(subject, other))

    def _partner(self, subject: Case, others: list[Case], taken: set[int]) -> Case | None:
        """The case that covers a case of a union, or else the one that it became."""
        readers = (self.old, self.new) if self.direction == "request" else (self.new, self.old)
        ranked = sorted(
            ((affinity(subject, other, *readers), id(other) not in taken, -i, other) for i, other in enumerate(others)),
            key=lambda one: one[:3],
        )[::-1]
        ranked = [one for one in ranked if one[0] >= 0]
        if not ranked:
            return None
        best = ranked[0]
        if best[0] >= _STRONG and (len(ranked) == 1 or ranked[1][0] < best[0]):
            return best[3]
        if self._depth <= _DEEPEST:
            for _, _, _, other in ranked:
                if self.covers(self._sided(subject, other)):
                    return other
        return best[3] if best[0] >= _LEAST and best[1] else None

    @staticmethod
    def _words(case: Case) -> str:
        if case.name:
            return f"the alternative {case.name}"
        if case.values is not None:
            return f"the value {', '.join([shown(value, limit=40) for value in case.values[:4]])}"
        return f"an alternative of type {'integer' if case.is_integer else case.type}"

    # cases

    def _compare_cases(self, pair: Pair, old: Case, new: Case) -> None:
        for kind, text in iter_changes(old, new):
            self._found(pair, kind, text)
        if old.type == "object":
            self._members(pair, old, new)
        elif old.type == "array":
            self._items(pair, old, new)

    def _members(self, pair: Pair, old: Case, new: Case) -> None:
        lost = [name for name in old.properties if name not in new.properties and self._is_possible(old, name)]
        gained = [name for name in new.properties if name not in old.properties]
        for before, after in self._renamed(pair, old, new, lost, gained):
            lost.remove(before)
            gained.remove(after)
            text = f"it is called {after!r} now"
            self._found(pair, "property-renamed", text, pointer_to((before,)), after, old.properties[before])
        for name in old.properties:
            if name in new.properties:
                self._edge(pair, pointer_to((name,)), old.properties[name], new.properties[name])
            elif name in lost:
                self._lost(pair, old, new, name)
        for name in gained:
            self._gained(pair, old, new, name)
        for name in sorted(new.required - old.required):
            if name not in gained:
                self._found(pair, "property-required", "it is required now", pointer_to((name,)))
        for name in sorted(old.required - new.required):
            if name in new.properties or name not in old.properties:
                self._found(pair, "property-optional", "it is no longer required", pointer_to((name,)))
        self._rest(pair, old, new)

    def _is_possible(self, case: Case, name: str) -> bool:
        return not self.old.read(case.properties[name]).is_nothing

    def _renamed(
        self, pair: Pair, old: Case, new: Case, lost: list[str], gained: list[str]
    ) -> Iterator[tuple[str, str]]:
        yield from similar_pairs(
            lost,
            gained,
            lambda before, after: (
                (before in old.required) == (after in new.required)
                and self.is_equal(self.pair(old.properties[before], new.properties[after]))
            ),
        )

    def _lost(self, pair: Pair, old: Case, new: Case, name: str) -> None:
        step, node = pointer_to((name,)), _unnamed(new, name)
        where = old.properties[name]
        if node and not self.new.read(node).is_nothing:
            self._edge(pair, step, where, node)
            return
        is_refused = bool(node)
        if self.direction == "request":
            kind = "property-removed" if is_refused else "optional-property-removed"
        else:
            kind = "property-removed" if name in old.required else "optional-property-removed"
        self._found(pair, kind, "it is gone" + (", and refused" if is_refused else ""), step, place=where)

    def _gained(self, pair: Pair, old: Case, new: Case, name: str) -> None:
        step, node = pointer_to((name,)), _unnamed(old, name)
        where = new.properties[name]
        if name in new.required and name not in old.required:
            self._found(pair, "required-property-added", "it is new, and required", step, place=where)
            if not node:
                return
        if node and not self.old.read(node).is_nothing:
            self._edge(pair, step, node, where)
        elif name not in new.required:
            self._found(pair, "property-added", "it is new", step, place=where)
            if not node and (old.is_free or not old.properties):
                self._edge(pair, step, node, where)  # a member of this name was welcome with any value

    def _rest(self, pair: Pair, old: Case, new: Case) -> None:
        for pattern in dict.fromkeys((*old.by_pattern, *new.by_pattern)):
            before = old.by_pattern.get(pattern, old.rest)
            after = new.by_pattern.get(pattern, new.rest)
            self._edge(pair, f"/{pattern}", before, after)
        if not old.rest and not new.rest:
            return
        was_admitted, is_admitted = self.old.read(old.rest), self.new.read(new.rest)
        was_closed, is_closed = was_admitted.is_nothing, is_admitted.is_nothing
        if was_closed != is_closed:
            text = "members that it does not name are refused now" if is_closed else "it may have further members now"
            self._found(pair, "members-closed" if is_closed else "members-opened", text)
        elif not is_closed:
            self._edge(pair, "/*", old.rest, new.rest)

    def _items(self, pair: Pair, old: Case, new: Case) -> None:
        for i in range(max(len(old.prefix), len(new.prefix))):
            before = old.prefix[i] if i < len(old.prefix) else old.items
            after = new.prefix[i] if i < len(new.prefix) else new.items
            self._edge(pair, f"/{i}", before, after)
        if old.items or new.items:
            self._edge(pair, "/*", old.items, new.items)

    def _edge(self, pair: Pair, step: str, old: Node, new: Node) -> None:
        pair.edges.append((step, self.pair(old, new, pair.old_pointer, pair.new_pointer)))


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]


def _unnamed(case: Case, name: str) -> Node:
    """What describes a member whose name the case does not list; empty if anything is admitted."""
    found: list[tuple[object, str]] = []
    for pattern, node in case.by_pattern.items():
        search = python_search(pattern)
        if search is not None and search(name):
            found += node
    return tuple(found) or case.rest
