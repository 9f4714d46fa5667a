"""What the sandbox remembers: resources by family and parent, and the first answers to idempotent requests.

In dicts, under one lock; `memory_file` keeps a copy where there is a file. Every call is its own transaction. Knows
nothing about documents or HTTP.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from .memory_file import MemoryFile
from .memory_rows import Collection, Later, Making, Reply, Row

__all__ = ["Memory", "Reply", "Resource", "keys_of", "parent_of"]


class Resource(NamedTuple):
    """One stored resource.

    Attributes:
        number: increases with each resource created, across all families.
        content: the bytes uploaded with it, or None.
        life: its states and when it entered the present one, as `lives` keeps them; None if it has none.
    """

    number: int
    key: str
    value: Any
    content: bytes | None = None
    content_type: str = ""
    deleted: bool = False
    life: dict[str, Any] | None = None


def parent_of(keys: Sequence[str]) -> str:
    """The keys of the parent resources, outermost first, as one string."""
    return (
        "".join([f"/{key if key.isascii() and key.isalnum() else quote(key, safe='')}" for key in keys]) if keys else ""
    )


def keys_of(parent: str) -> list[str]:
    """The inverse of `parent_of`."""
    return [unquote(token) for token in parent.split("/")[1:]]


_NONE: Mapping[str, Any] = {}


class Memory(AbstractContextManager[None]):
    """The memory of one sandbox. Thread-safe.

    Args:
        db: a file, or ":memory:".
        remember: whether transactions are kept; otherwise each of them leaves no trace.
    """

    def __init__(self, db: str = ":memory:", *, remember: bool = True) -> None:
        self._lock = threading.RLock()
        self._remember = remember
        self._depth = 0
        self._before = 0
        self._last = 0
        self._families: dict[str, dict[str, Collection]] = {}
        self._replies: dict[str, Reply] = {}
        self._changes: list[tuple[Collection, Row, Row | None]] = []
        self._asked: list[tuple[Collection, Later]] = []
        self._file = None if db == ":memory:" else MemoryFile(db)
        if self._file is not None:
            self._last, rows, self._replies = self._file.read()
            for row in rows:
                self._collection(row.family, row.parent).rows[row.key] = row

    def close(self) -> None:
        """Close the file, if there is one."""
        with self._lock:
            if self._file is not None:
                self._file.close()

    def clear(self) -> None:
        """Forget everything; numbers begin anew."""
        with self._lock:  # not `together`, which forgets where nothing is remembered
            self._families.clear()
            self._replies.clear()
            self._last = 0
            if self._file is not None:
                self._file.clear()

    def together(self) -> AbstractContextManager[None]:
        """A transaction that excludes all other threads; one inside another is part of it."""
        return self

    def __enter__(self) -> None:
        self._lock.acquire()
        if not self._depth:
            self._before = self._last
        self._depth += 1

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._depth -= 1
        try:
            if not self._depth and kind is None and self._remember:
                self._keep()
            elif not self._depth:
                self._undo(self._before)
        finally:
            self._lock.release()

    def _keep(self) -> None:
        """Keep what a transaction has changed."""
        for collection, later in self._asked:
            later.is_kept = True
            if self._file is not None:
                self._settle(collection)
        changes, self._changes, self._asked = self._changes, [], []
        rows = [row for collection, row, _ in changes if collection.rows.get(row.key) is row]
        for row in rows:
            row.settle()
        if self._file is not None and rows:
            self._file.write(self._last, rows)

    def _undo(self, last: int) -> None:
        """Undo what a transaction has changed."""
        changes, asked, self._changes, self._asked = self._changes, self._asked, [], []
        self._last = last
        for collection, row, before in reversed(changes):
            if before is None:
                del collection.rows[row.key]
            else:
                collection.rows[row.key] = before
        for collection, later in asked:
            if later in collection.later:
                collection.later.remove(later)

    def _collection(self, family: str, parent: str) -> Collection:
        """The collection, to be added to."""
        parents = self._families.setdefault(family, {})
        found = parents.get(parent)
        if found is None:
            found = parents[parent] = Collection(family, parent)
        return found

    def _rows(self, family: str, parent: str) -> Mapping[str, Row]:
        """The resources of a collection by their keys, all made that were to be made."""
        found = self._families.get(family, _NONE).get(parent)
        if found is None:
            return _NONE
        if found.later:
            self._settle(found)
        return found.rows

    def _settle(self, collection: Collection) -> None:
        """Make what was to be made later."""
        waiting, collection.later = collection.later, []
        for later in waiting:
            made = later.make(later.first)
            for number, (key, value) in enumerate(made, later.first):
                row = Row(collection.family, collection.parent, number, key, value)
                self._store(collection, row, is_change=not later.is_kept or self._file is not None)

    def _store(self, collection: Collection, row: Row, *, is_change: bool = True) -> None:
        """Put a row in its place; if it is a change, its transaction can undo it."""
        before = collection.rows.get(row.key)
        collection.rows[row.key] = row
        if is_change and self._depth:
            self._changes.append((collection, row, before))
            return
        row.settle()
        if self._file is not None:
            self._file.write(self._last, (row,))

    # resources

    def next_number(self) -> int:
        """The number that the next new resource gets; never reused in the lifetime of the database."""
        with self._lock:
            return self._last + 1

    def get(self, family: str, parent: str, key: str) -> Resource | None:
        """A resource, even a deleted one; None if it never existed."""
        with self._lock:
            row = self._rows(family, parent).get(key)
            return None if row is None else _resource(row, row.content)

    def number(self, family: str, parent: str, key: str) -> int | None:
        """The number of a resource, even of a deleted one; None if it never existed."""
        with self._lock:
            row = self._rows(family, parent).get(key)
            return None if row is None else row.number

    def put(
        self,
        family: str,
        parent: str,
        key: str,
        value: Any,
        content: bytes | None = None,
        content_type: str = "",
        life: dict[str, Any] | None = None,
        *,
        writes: int = 1,
    ) -> None:
        """Store a resource, replacing an older one with this key. `content` and `life` stay where they are None.

        Args:
            writes: how many it stands for; each takes a number.
        """
        with self._lock:
            collection = self._collection(family, parent)
            self._last += writes
            row = Row(family, parent, self._last, key, value, content, content_type, life)
            before = self._rows(family, parent).get(key)
            if before is not None:
                row.number = before.number
                row.life = before.life if life is None else life
                if content is None:
                    row.content, row.content_type = before.content, before.content_type
            self._store(collection, row)

    def put_later(self, family: str, parent: str, count: int, make: Making) -> None:
        """Store resources that are made when somebody looks: whoever lists or reads this collection.

        Args:
            count: how many there are.
            make: makes them as they would be made now.
        """
        with self._lock:
            collection = self._collection(family, parent)
            later = Later(self._last + 1, count, make)
            self._last += count
            collection.later.append(later)
            self._asked.append((collection, later))

    def anywhere(self, family: str, key: str | None = None) -> list[tuple[str, Resource]]:
        """The resources of a family within any parent, each with its parent; deleted ones too; oldest first.

        Args:
            key: only those with this key, with their content.
        """
        with self._lock:
            found = [self._rows(family, parent) for parent in list(self._families.get(family, ()))]
            if key is None:
                rows = [row for rows in found for row in rows.values()]
            else:
                rows = [rows[key] for rows in found if key in rows]
            rows.sort(key=lambda row: row.number)
            return [(row.parent, _resource(row, None if key is None else row.content)) for row in rows]

    def delete(self, family: str, parent: str, key: str) -> None:
        """Mark a resource and everything inside it as deleted."""
        inside = f"{parent}/{quote(key, safe='')}"
        with self.together():
            row = self._rows(family, parent).get(key)
            if row is not None:
                self._store(self._collection(family, parent), row.removed())
            for name in [name for name in self._families if name.startswith(f"{family}/{{}}/")]:
                for other in [other for other in self._families[name] if f"{other}/".startswith(f"{inside}/")]:
                    for row in list(self._rows(name, other).values()):
                        self._store(self._collection(name, other), row.removed())

    def items(self, family: str, parent: str) -> list[Resource]:
        """The resources of a family within a parent, oldest first, without their content."""
        with self._lock:
            rows = self._rows(family, parent).values()
            return [_resource(row, None) for row in rows if not row.deleted]

    def is_touched(self, family: str, parent: str) -> bool:
        """Whether this family ever had a resource within this parent."""
        with self._lock:
            return bool(self._rows(family, parent))

    # replies

    def reply(self, key: str) -> Reply | None:
        """The first answer under an idempotency key."""
        with self._lock:
            return self._replies.get(key)

    def keep_reply(self, key: str, reply: Reply) -> None:
        """Store a first answer."""
        with self._lock:
            self._replies[key] = reply
            if self._file is not None:
                self._file.write_reply(key, reply)


def _resource(row: Row, content: bytes | None) -> Resource:
    return Resource(row.number, row.key, row.read(), content, row.content_type, row.deleted, row.life)
