"""Stores what the sandbox remembers in SQLite: resources by family, and the first answers to idempotent requests.

One connection, one lock; every call is its own transaction. Knows nothing about documents or HTTP.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

_SCHEMA = """
create table if not exists resources (
    number integer primary key autoincrement,
    family text not null, parent text not null, key text not null,
    value text, content blob, content_type text, deleted integer not null default 0, life text,
    unique (family, parent, key)
);
create index if not exists by_family on resources (family, parent, deleted, number);
create table if not exists replies (
    key text primary key, fingerprint text not null,
    status integer, content_type text, headers text, body blob
);
"""


@dataclass(frozen=True, slots=True)
class Resource:
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


@dataclass(frozen=True, slots=True)
class Reply:
    """The first answer to an idempotent request; `status` is None while the answer is being produced."""

    fingerprint: str
    status: int | None
    content_type: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def parent_of(keys: Sequence[str]) -> str:
    """The keys of the parent resources, outermost first, as one string."""
    return "".join(f"/{quote(key, safe='')}" for key in keys)


class Memory:
    """The database. Thread-safe.

    Args:
        db: a file, or ":memory:".
        remember: whether transactions are kept; otherwise each of them leaves no trace.
    """

    def __init__(self, db: str = ":memory:", *, remember: bool = True) -> None:
        self._lock = threading.RLock()
        self._end = "commit" if remember else "rollback"
        self._connection = sqlite3.connect(db, check_same_thread=False, isolation_level=None)
        self._connection.execute("pragma journal_mode=wal")
        self._connection.execute("pragma synchronous=normal")
        self._connection.executescript(_SCHEMA)
        if "life" not in {row[1] for row in self._connection.execute("pragma table_info(resources)")}:
            self._connection.execute("alter table resources add column life text")  # a file of an older version
        self._depth = 0
        self._close = weakref.finalize(self, self._connection.close)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._close()

    def clear(self) -> None:
        """Forget everything; numbers begin anew."""
        with self._lock:  # not `together`, which forgets where nothing is remembered
            for table in ("resources", "replies", "sqlite_sequence"):
                self._connection.execute(f"delete from {table}")  # noqa: S608  # names of the schema above

    @contextmanager
    def together(self) -> Iterator[None]:
        """A transaction that excludes all other threads."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("begin immediate")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("rollback")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute(self._end)

    # resources

    def next_number(self) -> int:
        """The number that the next new resource gets; never reused in the lifetime of the database."""
        with self._lock:
            row = self._connection.execute("select seq from sqlite_sequence where name = 'resources'").fetchone()
            return (row[0] if row else 0) + 1

    def get(self, family: str, parent: str, key: str) -> Resource | None:
        """A resource, even a deleted one; None if it never existed."""
        with self._lock:
            row = self._connection.execute(
                "select number, key, value, content, content_type, deleted, life from resources "
                "where family = ? and parent = ? and key = ?",
                (family, parent, key),
            ).fetchone()
        return None if row is None else _resource(row)

    def number(self, family: str, parent: str, key: str) -> int | None:
        """The number of a resource, even of a deleted one; None if it never existed."""
        with self._lock:
            row = self._connection.execute(
                "select number from resources where family = ? and parent = ? and key = ?", (family, parent, key)
            ).fetchone()
        return None if row is None else int(row[0])

    def put(
        self,
        family: str,
        parent: str,
        key: str,
        value: Any,
        content: bytes | None = None,
        content_type: str = "",
        life: dict[str, Any] | None = None,
    ) -> None:
        """Store a resource, replacing an older one with this key. `content` and `life` stay where they are None."""
        with self._lock:
            self._connection.execute(
                "insert into resources (family, parent, key, value, content, content_type, life) "
                "values (?, ?, ?, ?, ?, ?, ?) "
                "on conflict (family, parent, key) do update set value = excluded.value, deleted = 0, "
                "content = coalesce(excluded.content, content), life = coalesce(excluded.life, life), "
                "content_type = case when excluded.content is null then content_type else excluded.content_type end",
                (
                    family,
                    parent,
                    key,
                    json.dumps(value),
                    content,
                    content_type,
                    None if life is None else json.dumps(life),
                ),
            )

    def anywhere(self, family: str, key: str | None = None) -> list[tuple[str, Resource]]:
        """The resources of a family within any parent, each with its parent; deleted ones too; oldest first.

        Args:
            key: only those with this key, with their content.
        """
        with self._lock:
            rows = self._connection.execute(
                "select parent, number, key, value, case when ? is null then null else content end, content_type, "
                "deleted, life from resources where family = ? and (? is null or key = ?) order by number",
                (key, family, key, key),
            ).fetchall()
        return [(row[0], _resource(row[1:])) for row in rows]

    def delete(self, family: str, parent: str, key: str) -> None:
        """Mark a resource and everything inside it as deleted."""
        inside = f"{parent}/{quote(key, safe='')}"
        with self.together():
            self._connection.execute(
                "update resources set deleted = 1, content = null where family = ? and parent = ? and key = ?",
                (family, parent, key),
            )
            self._connection.execute(
                "update resources set deleted = 1, content = null "
                "where family like ? escape '\\' and (parent = ? or parent like ? escape '\\')",
                (f"{_like(family)}/{{}}/%", inside, f"{_like(inside)}/%"),
            )

    def items(self, family: str, parent: str) -> list[Resource]:
        """The resources of a family within a parent, oldest first, without their content."""
        with self._lock:
            rows = self._connection.execute(
                "select number, key, value, null, content_type, deleted, life from resources "
                "where family = ? and parent = ? and deleted = 0 order by number",
                (family, parent),
            ).fetchall()
        return [_resource(row) for row in rows]

    def is_touched(self, family: str, parent: str) -> bool:
        """Whether this family ever had a resource within this parent."""
        with self._lock:
            row = self._connection.execute(
                "select 1 from resources where family = ? and parent = ? limit 1", (family, parent)
            ).fetchone()
        return row is not None

    # replies

    def reply(self, key: str) -> Reply | None:
        """The first answer under an idempotency key."""
        with self._lock:
            row = self._connection.execute(
                "select fingerprint, status, content_type, headers, body from replies where key = ?", (key,)
            ).fetchone()
        if row is None:
            return None
        headers = tuple((name, value) for name, value in json.loads(row[3] or "[]"))
        return Reply(row[0], row[1], row[2] or "", headers, row[4] or b"")

    def keep_reply(self, key: str, reply: Reply) -> None:
        """Store a first answer."""
        with self._lock:
            self._connection.execute(
                "insert or replace into replies (key, fingerprint, status, content_type, headers, body) "
                "values (?, ?, ?, ?, ?, ?)",
                (key, reply.fingerprint, reply.status, reply.content_type, json.dumps(reply.headers), reply.body),
            )


def _resource(row: Sequence[Any]) -> Resource:
    number, key, value, content, content_type, deleted, life = row
    states = None if life is None else json.loads(life)
    return Resource(number, key, json.loads(value), content, content_type or "", bool(deleted), states)


def keys_of(parent: str) -> list[str]:
    """The inverse of `parent_of`."""
    return [unquote(token) for token in parent.split("/")[1:]]


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
