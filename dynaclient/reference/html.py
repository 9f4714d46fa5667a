"""`Reference` → a static site that reads without JavaScript, loads nothing, and holds no script of the document's.

Jinja2 escapes, nh3 cleans descriptions, a Content-Security-Policy forbids the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .._support.wording import shown
from ..types import MISSING
from . import prose
from .colours import coloured
from .rows import Row
from .values import Group, OperationPage, Reference, SchemaPage

LISTED = 500
"""Operations that one page lists."""

NEIGHBOURS = 60
"""How many operations of a group are listed beside the text."""

_HERE = Path(__file__).resolve().parent


def html_files(reference: Reference) -> Iterator[tuple[str, str]]:
    """(path, text) of every file of the site."""
    for asset in sorted((_HERE / "assets").iterdir()):
        yield f"assets/{asset.name}", asset.read_text(encoding="utf-8")
    yield "assets/search.js", f"window.REFERENCE = {json.dumps(list(_entries(reference)), ensure_ascii=False)};\n"
    files = {page.operation.operation_id: page.file for page in reference.pages}
    titles = {file: operation_id for operation_id, file in files.items()}
    listings = tuple(_listings(reference))
    listed = {group.name: f"index.html#{group.file}" for group in reference.groups}
    listed |= {listing.group.name: listing.path for listing in reversed(listings)}
    shared = {"reference": reference, "files": files, "titles": titles, "listings": listings, "listed": listed}
    yield "index.html", _render("index.html", root="", **shared)
    if reference.sent:
        yield "webhooks.html", _render("webhooks.html", root="", **shared)
    yield "schemas/index.html", _render("schemas.html", root="../", **shared)
    for listing in listings:
        yield listing.path, _render("listing.html", root="../", listing=listing, **shared)
    for group in reference.groups:
        for page in group.pages:
            yield (
                f"operations/{page.file}.html",
                _render("operation.html", root="../", page=page, group=group, **shared),
            )
    for schema in reference.schemas:
        yield f"schemas/{schema.file}.html", _render("schema.html", root="../", page=schema, **shared)


def _render(template: str, **values: Any) -> str:
    text: str = _environment().get_template(template).render(**values)
    parts = re.split(r"(<pre.*?</pre>)", text, flags=re.DOTALL)
    return "".join(part if i % 2 else re.sub(r"\n\s*\n+", "\n", part) for i, part in enumerate(parts)) + "\n"


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup, escape

    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "coloured": lambda text, language: Markup(coloured(text, language)),  # noqa: S704 - escaped by Pygments
        "prose": lambda text: Markup(prose.html(text)) if text else "",  # noqa: S704 - cleaned by nh3
        "ticks": lambda text: Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(text)))),  # noqa: S704
        "breakable": lambda text: Markup(str(escape(text)).replace("/", "/<wbr>")),  # noqa: S704
        "json_short": lambda value: shown(value, limit=160),
        "json_long": lambda value: json.dumps(value, ensure_ascii=False, indent=2, default=str)[:20_000],
        "count_words": count_words,
        "around": around,
        "linked": lambda text, files, here: Markup(linked(str(text), files, here)),  # noqa: S704 - as clean as before
    }
    environment.tests |= {
        "given": lambda value: value is not MISSING,
        "scalar": lambda value: value is None or isinstance(value, (str, int, float, bool)),
    }
    return environment


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists operations of one group, where there are too many for the index."""

    path: str
    title: str
    group: Group
    pages: tuple[OperationPage, ...]


def _listings(reference: Reference) -> Iterator[Listing]:
    if len(reference.pages) <= LISTED:
        return
    for group in reference.groups:
        for start in range(0, len(group.pages), LISTED):
            pages = group.pages[start : start + LISTED]
            title = f"{pages[0].operation.operation_id} … {pages[-1].operation.operation_id}"
            yield Listing(f"tags/{group.file}{f'.{start}' if start else ''}.html", title, group, pages)


def around(pages: Sequence[OperationPage], here: str) -> Sequence[OperationPage]:
    """The pages of a group to list beside one of them: all, or its neighbours if there are many."""
    if len(pages) <= NEIGHBOURS:
        return pages
    at = next((i for i, page in enumerate(pages) if page.file == here), 0)
    first = min(max(at - NEIGHBOURS // 2, 0), len(pages) - NEIGHBOURS)
    return pages[first : first + NEIGHBOURS]


def linked(html: str, files: Mapping[str, str], here: str) -> str:
    """Clean HTML of an operation's page in which the names of other operations lead to them.

    Args:
        files: operationId → file name.
        here: the file name of the page.
    """

    def link(found: re.Match[str]) -> str:
        file = files.get(found[1] or "", here)
        return found[0] if file == here else f'<a href="{file}.html">{found[0]}</a>'

    return re.sub(r"<a\b.*?</a>|<pre\b.*?</pre>|<code>([\w-]+)</code>", link, html, flags=re.DOTALL)


def count_words(row: Row) -> str:
    """`3 fields`, `2 alternatives`, or both."""
    alternatives = sum(child.kind == "alternative" for child in row.children)
    fields = len(row.children) - alternatives
    parts = []
    if fields:
        parts.append(f"{fields} field{'s' if fields > 1 else ''}")
    if alternatives:
        parts.append(f"{alternatives} alternative{'s' if alternatives > 1 else ''}")
    return ", ".join(parts)


def _entries(reference: Reference) -> Iterator[tuple[str, str, str, str]]:
    """What the search looks through: name, page, summary, other words."""
    for page in reference.pages:
        yield _operation_entry(page)
    for sent in reference.sent:
        yield sent.title, f"webhooks.html#{sent.file}", f"{sent.kind}: {sent.summary or sent.request}", sent.address
    for schema in reference.schemas:
        yield _schema_entry(schema)


def _operation_entry(page: OperationPage) -> tuple[str, str, str, str]:
    operation = page.operation
    fields = [row.name for content in page.body if content.value for row in content.value.children]
    words = [operation.python_name, operation.path, *operation.tags, *(p.name for p in operation.parameters), *fields]
    summary = operation.summary or f"{operation.sent_method} {operation.path}"
    return operation.operation_id, f"operations/{page.file}.html", summary, " ".join(words)


def _schema_entry(page: SchemaPage) -> tuple[str, str, str, str]:
    summary = re.sub(r"<[^>]*>|\s+", " ", page.value.description)[:120].strip()
    words = " ".join(row.name for row in page.value.children)[:300]
    return page.title, f"schemas/{page.file}.html", f"schema: {summary or page.value.type}", words
