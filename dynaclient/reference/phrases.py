"""Words of a Markdown page: code spans, links, tables, a row's type, limits and values. Text in them stays text."""

from __future__ import annotations

import os.path
import re
from collections.abc import Sequence

from .._support.wording import shown
from ..types import MISSING
from . import prose
from .rows import Row

MANY = 24
"""How many values of an enum a table lists; a longer enum is counted, and listed on the schema's page."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown; an empty cell is a blank."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell or ' ' for cell in row)} |" for row in lines)


def code(text: str) -> str:
    """A code span, whatever is in it. In a table, `|` is escaped even there."""
    text = re.sub(r"\s+", " ", text).replace("|", "\\|")
    ticks = max((len(run) for run in re.findall(r"`+", text)), default=0) + 1
    fence = "`" * ticks
    pad = " " if ticks > 1 else ""
    return f"{fence}{pad}{text or ' '}{pad}{fence}"


def fenced(text: str, language: str) -> str:
    """A block of code, whatever is in it."""
    fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def label(text: str) -> str:
    """Text that is nothing but text, on one line."""
    return prose.literal(re.sub(r"\s+", " ", text)) if re.search(r"[^\w .,:/()-]|__|_\b|\b_", text) else text


def link_to(text: str, folder: str, file: str, here: str) -> str:
    """A link from a page in the folder `here` to another page."""
    return f"[{label(text)}]({os.path.relpath(f'{folder}/{file}.md', here).replace(os.sep, '/')})"


def type_of(row: Row, here: str, *, own: bool = False) -> str:
    """A row's type, with a link to its schema. `own`: the page is that schema's, and needs none."""
    if not row.schema or own:
        return label(row.type)
    link = link_to(row.schema_title, "schemas", row.schema, here)
    words = row.type.split(" ")
    if row.schema_title in words:
        return " ".join(link if word == row.schema_title else label(word) for word in words)
    return f"{label(row.type)} ({link})"


def facts_of(row: Row) -> str:
    """The limits of the value, each after a semicolon."""
    facts = [limit_of(limit) for limit in row.limits]
    facts += [f"default {code(shown(row.default))}"] if row.default is not MISSING else []
    facts += ["only in answers"] if row.read_only else []
    facts += ["only in requests"] if row.write_only else []
    return "".join(f"; {fact}" for fact in facts)


def limit_of(text: str) -> str:
    """One limit, a pattern as code."""
    if text.startswith("matches "):
        return f"matches {code(text.removeprefix('matches '))}"
    return text if text.startswith("default ") else label(text)


def value_of(value: object) -> str:
    """A value as code, or "" for none."""
    return "" if value is MISSING else code(shown(value, limit=160))


def values_of(row: Row, *, all_of_them: bool = False) -> str:
    """The values of an enum in a sentence, or ""."""
    if not row.enum or row.is_in_description:
        return ""
    if len(row.enum) == 1 and not row.is_open:
        return f"Always {code(shown(row.enum[0], limit=160))}."
    if len(row.enum) > MANY and not all_of_them:
        return f"{len(row.enum)} {'known ' if row.is_open else ''}values, {code(shown(row.enum[0]))} and others."
    values = ", ".join(code(shown(value, limit=160)) for value in row.enum)
    return f"Known values, among others: {values}." if row.is_open else f"One of {values}."


def cut_of(row: Row, here: str) -> str:
    """Where the fields are that are not shown here, or ""."""
    if row.cut == "above":
        return "Contains itself; its fields are shown above."
    if row.cut == "page":
        return f"Its fields are on the page of {link_to(row.schema_title, 'schemas', row.schema, here)}."
    return ""
