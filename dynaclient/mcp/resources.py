"""Resources of the server: whole answers and ranges of them, and the pages of the reference. As plain data."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .answering import URI
from .offer import Offer
from .pages import INDEX, PAGES
from .text import json_line, one_line
from .work import Workshop

_RANGE = re.compile(r"(?P<key>[0-9a-f]{16})(/(?P<first>\d{1,12})-(?P<last>\d{1,12}))?")


class Page(NamedTuple):
    """A page in the list of resources."""

    uri: str
    name: str
    title: str


def listed_pages(offer: Offer) -> list[Page]:
    """The first page of each document."""
    return [
        Page(f"{PAGES}{short}/{INDEX}", short, one_line(client.document.title, 80))
        for short, client in zip(offer.short_names, offer.clients, strict=True)
    ]


def templates() -> list[tuple[str, str, str, str]]:
    """(URI template, name, description, media type) of what can be read besides."""
    return [
        (f"{URI}{{key}}", "answer", "A whole answer that was too large to show.", "application/json"),
        (
            f"{URI}{{key}}/{{first}}-{{last}}",
            "range of an answer",
            "Items of its list, or characters of its text, from first to last, counted from 0.",
            "application/json",
        ),
        (
            f"{PAGES}{{document}}/operations/{{operation}}.md",
            "page of an operation",
            "All about an operation, with links to the pages of its schemas.",
            "text/markdown",
        ),
    ]


def read_resource(workshop: Workshop, uri: str) -> tuple[str, str] | None:
    """(text, media type) of a resource; None if there is none.

    Raises:
        DynaclientError: the pages cannot be made.
    """
    if uri.startswith(URI):
        return _answer(workshop, uri.removeprefix(URI))
    if uri.startswith(PAGES):
        text = workshop.pages.text(uri.removeprefix(PAGES))
        return None if text is None else (text, "text/markdown")
    return None


def _answer(workshop: Workshop, rest: str) -> tuple[str, str] | None:
    found = _RANGE.fullmatch(rest)
    kept = workshop.kept.get(found["key"]) if found else None
    if found is None or kept is None:
        return None
    kind = "application/json" if kept.is_json else "text/plain"
    if found["first"] is None:
        return kept.text.decode("utf-8", "replace"), kind
    value: Any = kept.value
    first, last = int(found["first"]), int(found["last"])
    if kept.items not in (None, "@") and isinstance(value, dict):
        value = next((item for name, item in value.items() if kept.items in (name, json_line(name))), value)
    if not isinstance(value, (list, str)):
        value = json_line(value)
        kind = "text/plain"
    part = value[first : last + 1]
    return part if isinstance(part, str) else json_line(part), kind
