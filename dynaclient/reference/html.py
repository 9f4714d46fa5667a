"""`Reference` → a static site that reads without JavaScript, loads nothing, and holds no script of the document's.

Jinja2 escapes, nh3 cleans descriptions, a Content-Security-Policy forbids the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..types import MISSING
from ..wording import shown
from . import prose
from .rows import Row
from .values import OperationPage, Reference, SchemaPage

_HERE = Path(__file__).resolve().parent


def html_files(reference: Reference) -> Iterator[tuple[str, str]]:
    """(path, text) of every file of the site."""
    for asset in sorted((_HERE / "assets").iterdir()):
        yield f"assets/{asset.name}", asset.read_text(encoding="utf-8")
    yield "assets/search.js", f"window.REFERENCE = {json.dumps(list(_entries(reference)), ensure_ascii=False)};\n"
    files = {page.operation.operation_id: page.file for page in reference.pages}
    titles = {file: operation_id for operation_id, file in files.items()}
    shared = {"reference": reference, "files": files, "titles": titles}
    yield "index.html", _render("index.html", root="", **shared)
    yield "schemas/index.html", _render("schemas.html", root="../", **shared)
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
        "prose": lambda text: Markup(prose.html(text)) if text else "",  # noqa: S704 - cleaned by nh3
        "ticks": lambda text: Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(text)))),  # noqa: S704
        "breakable": lambda text: Markup(str(escape(text)).replace("/", "/<wbr>")),  # noqa: S704
        "json_short": lambda value: shown(value, limit=160),
        "json_long": lambda value: json.dumps(value, ensure_ascii=False, indent=2, default=str)[:20_000],
        "count_words": count_words,
    }
    environment.tests |= {
        "given": lambda value: value is not MISSING,
        "scalar": lambda value: value is None or isinstance(value, (str, int, float, bool)),
    }
    return environment


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
    for schema in reference.schemas:
        yield _schema_entry(schema)


def _operation_entry(page: OperationPage) -> tuple[str, str, str, str]:
    operation = page.operation
    fields = [row.name for content in page.body if content.value for row in content.value.children]
    words = [operation.python_name, operation.path, *operation.tags, *(p.name for p in operation.parameters), *fields]
    summary = operation.summary or f"{operation.method.upper()} {operation.path}"
    return operation.operation_id, f"operations/{page.file}.html", summary, " ".join(words)


def _schema_entry(page: SchemaPage) -> tuple[str, str, str, str]:
    summary = re.sub(r"<[^>]*>|\s+", " ", page.value.description)[:120].strip()
    words = " ".join(row.name for row in page.value.children)[:300]
    return page.title, f"schemas/{page.file}.html", f"schema: {summary or page.value.type}", words
