"""A list that grows and is read in pages: orders, newest or oldest first, from a lower bound on."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.runtime.server import Loopback, Reply, Seen, as_json

ORDER = {
    "type": "object",
    "required": ["id", "updated_at"],
    "properties": {"id": {"type": "string"}, "updated_at": {"type": "string"}, "total": {"type": "number"}},
}


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


def orders(*parameters: dict[str, Any]) -> dict[str, Any]:
    """The document, with the parameters that the list has besides its cursor."""
    page = {
        "type": "object",
        "required": ["data"],
        "properties": {
            "data": {"type": "array", "items": ORDER},
            "next_cursor": {"type": "string"},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Orders", "version": "1"},
        "paths": {
            "/orders": {
                "get": {
                    "operationId": "listOrders",
                    "parameters": [
                        _query("cursor", {"type": "string"}),
                        _query("status", {"type": "string"}),
                        *parameters,
                    ],
                    "responses": {"200": {"description": "a page", "content": {"application/json": {"schema": page}}}},
                }
            }
        },
    }


SINCE = _query("updated_since", {"type": "string", "format": "date-time"})


@dataclass
class ListServer:
    """Serves `GET /orders`, three to a page, sorted by `updated_at`.

    Attributes:
        items: all orders by id.
        newest_first: the order of the list.
        lives: whether cursors of earlier requests are still known.
        asked: the query of every request.
    """

    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    newest_first: bool = True
    page: int = 3
    lives: bool = True
    broken_at: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    loopback: Any = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, number: int, at: str, **more: Any) -> None:
        self.items[f"o{number}"] = {"id": f"o{number}", "updated_at": at, **more}

    def __enter__(self) -> ListServer:
        self.loopback = Loopback(self.answer)
        return self

    def __exit__(self, *_: object) -> None:
        self.loopback.close()

    @property
    def url(self) -> str:
        return str(self.loopback.url)

    def answer(self, seen: Seen) -> Reply:
        query = {name: values[-1] for name, values in parse_qs(urlsplit(seen.path).query).items()}
        with self.lock:
            self.asked.append(query)
            if len(self.asked) == self.broken_at:
                return as_json({"error": "down"}, 418)
        bound = query.get("updated_since", "")
        listed = sorted(
            (item for item in self.items.values() if str(item["updated_at"]) >= bound),
            key=lambda item: (item["updated_at"], item["id"]),
            reverse=self.newest_first,
        )
        cursor = query.get("cursor")
        if cursor and not self.lives:
            return as_json({"error": "no such cursor"}, 400)
        start = next((place for place, item in enumerate(listed, 1) if item["id"] == cursor), 0)
        page = listed[start : start + self.page]
        more = {"next_cursor": page[-1]["id"]} if start + self.page < len(listed) else {}
        return as_json({"data": page, **more})
