"""What a sandbox remembers, in a SQLite file: read once, then written, one transaction at a time. Decides nothing."""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Iterable
from typing import Any

from .memory_rows import Reply, Row

_SCHEMA = """
create table if not exists resources (
    number integer primary key autoincrement,
    family text not null, parent text not null, key text not null,
    value text, content blob, content_type text, deleted integer not null default 0, life text,
    unique (family, parent, key)
);
create table if not exists replies (
    key text primary key, fingerprint text not null,
    status integer, content_type text, headers text, body blob
);
"""


class MemoryFile:
    """The file of one memory, which calls it under its lock."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.close = weakref.finalize(self, self._connection.close)
        try:
            self._connection.execute("pragma journal_mode=wal")
            self._connection.execute("pragma synchronous=normal")
            self._connection.executescript(_SCHEMA)
            if "life" not in {row[1] for row in self._connection.execute("pragma table_info(resources)")}:
                self._connection.execute("alter table resources add column life text")  # a file of an older version
        except sqlite3.Error:
            self.close()
            raise

    def read(self) -> tuple[int, list[Row], dict[str, Reply]]:
        """The last number given out, the resources in the order of their numbers, the replies by their keys."""
        connection = self._connection
        last = connection.execute("select seq from sqlite_sequence where name = 'resources'").fetchone()
        rows = connection.execute(
            "select family, parent, number, key, value, content, content_type, life, deleted from resources "
            "order by number"
        )
        replies = connection.execute("select key, fingerprint, status, content_type, headers, body from replies")
        return (
            last[0] if last else 0,
            [_row(*row) for row in rows],
            {key: _reply(*row) for key, *row in replies},
        )

    def write(self, last: int, rows: Iterable[Row]) -> None:
        """Write rows, in one transaction, and the last number given out."""
        connection = self._connection
        connection.execute("begin immediate")
        try:
            connection.executemany(
                "insert or replace into resources "
                "(family, parent, number, key, value, content, content_type, life, deleted) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                map(_columns, rows),
            )
            connection.execute("update sqlite_sequence set seq = ? where name = 'resources'", (last,))
            connection.execute("commit")
        except BaseException:
            connection.execute("rollback")
            raise

    def write_reply(self, key: str, reply: Reply) -> None:
        """Write a first answer."""
        self._connection.execute(
            "insert or replace into replies (key, fingerprint, status, content_type, headers, body) "
            "values (?, ?, ?, ?, ?, ?)",
            (key, reply.fingerprint, reply.status, reply.content_type, json.dumps(reply.headers), reply.body),
        )

    def clear(self) -> None:
        """Forget everything."""
        for table in ("resources", "replies", "sqlite_sequence"):
            self._connection.execute(f"delete from {table}")  # noqa: S608  # names of the schema above


def _row(
    family: str,
    parent: str,
    number: int,
    key: str,
    value: str,
    content: bytes | None,
    content_type: str | None,
    life: str | None,
    deleted: int,
) -> Row:
    states = None if life is None else json.loads(life)
    row = Row(family, parent, number, key, json.loads(value), content, content_type or "", states, bool(deleted))
    row.settle()
    return row


def _columns(row: Row) -> tuple[Any, ...]:
    life = None if row.life is None else json.dumps(row.life)
    settled = (json.dumps(row.read()), row.content, row.content_type, life, int(row.deleted))
    return (row.family, row.parent, row.number, row.key, *settled)


def _reply(
    fingerprint: str, status: int | None, content_type: str | None, headers: str | None, body: bytes | None
) -> Reply:
    pairs = tuple((name, value) for name, value in json.loads(headers or "[]"))
    return Reply(fingerprint, status, content_type or "", pairs, body or b"")
