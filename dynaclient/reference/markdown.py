"""`Reference` → Markdown pages for a code host. The only HTML in them is our own: `<details>` around nested fields."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from itertools import groupby
from typing import Any

from .._support.wording import shown
from ..types import MISSING
from . import prose
from .html import count_words
from .phrases import code, cut_of, facts_of, fenced, label, limit_of, link_to, table, type_of, value_of, values_of
from .rows import Row
from .snippets import Snippet
from .values import (
    AnswerFacts,
    ContentFacts,
    Credential,
    OperationPage,
    ParameterRow,
    Reference,
    SchemaPage,
    SentRequest,
)

INDEX = "README.md"
SENT = "webhooks.md"

_DEEPEST = 6
"""The level of the smallest heading."""

_MANY_GROUPS = 5
"""Groups of operations from which the index begins with links to them."""

_MANY_SCHEMAS = 60
"""Schemas from which the index lists them letter by letter."""


def markdown_files(reference: Reference) -> Iterator[tuple[str, str]]:
    """(path, text) of every page."""
    for path, write in markdown_pages(reference).items():
        yield path, write()


def markdown_pages(reference: Reference) -> dict[str, Callable[[], str]]:
    """Path of every page → what writes its text."""
    files = {page.operation.operation_id: page.file for page in reference.pages}
    titles = {page.file: page.operation.operation_id for page in reference.pages}
    pages = {INDEX: lambda: _joined(_index(reference))}
    if reference.sent:
        pages[SENT] = lambda: _joined(_sent(reference))
    for page in reference.pages:
        pages[operation_path(page.file)] = partial(_page, _operation, page, files)
    for schema in reference.schemas:
        pages[f"schemas/{schema.file}.md"] = partial(_page, _schema, schema, titles)
    return pages


def operation_path(file: str) -> str:
    """The path of an operation's page."""
    return f"operations/{file}.md"


def _page(blocks: Callable[[Any, dict[str, str]], Iterator[str]], page: Any, names: dict[str, str]) -> str:
    return _joined(blocks(page, names))


def _joined(blocks: Iterator[str]) -> str:
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n"


# pages


def _index(reference: Reference) -> Iterator[str]:
    yield f"# {label(f'{reference.title} {reference.version}'.strip())}"
    yield prose.markdown(reference.description)
    counts = f"{len(reference.pages)} operations, {len(reference.schemas)} schemas."
    servers = ", ".join(code(url) for url in reference.servers[:5])
    yield f"{counts} Server: {servers}." if servers else counts
    if len(reference.groups) >= _MANY_GROUPS:
        more = ["Webhooks and callbacks"] * bool(reference.sent) + ["Schemas"] * bool(reference.schemas)
        yield _contents([group.title for group in reference.groups] + more)
    for group in reference.groups:
        yield f"{'#' * min(2 + group.depth, _DEEPEST)} {label(group.title)}"
        yield prose.markdown(group.description)
        rows = [
            [
                link_to(page.operation.operation_id, "operations", page.file, "."),
                code(f"{page.operation.sent_method} {page.operation.path}"),
                prose.line(page.operation.summary) + (" (deprecated)" if page.operation.deprecated else ""),
            ]
            for page in group.pages
        ]
        if rows:
            yield table(("Operation", "Request", "What it does"), rows)
    if reference.sent:
        yield "## Webhooks and callbacks"
        yield table(
            ("What the API sends", "Request", "When"),
            [[_to_sent(sent, ""), code(sent.request), prose.line(sent.summary)] for sent in reference.sent],
        )
    if reference.schemas:
        yield "## Schemas"
        yield from _schema_list(reference.schemas)


def _to_sent(sent: SentRequest, root: str) -> str:
    """A link to what the API sends, from a folder below the root."""
    anchor = re.sub(r"[^\w\- ]", "", sent.title.lower()).replace(" ", "-")
    return f"[{label(sent.title)}]({root}{SENT}#{anchor})"


def _sent(reference: Reference) -> Iterator[str]:
    """The page of everything that the API sends."""
    yield "# Webhooks and callbacks"
    yield "What the API sends. `client.webhooks.unwrap(body, headers)` verifies and reads it."
    for sent in reference.sent:
        yield f"## {label(sent.title)}"
        yield prose.markdown(sent.summary)
        yield code(sent.request).replace("\\|", "|") + (" **Deprecated.**" if sent.deprecated else "")
        if sent.description != sent.summary:
            yield prose.markdown(sent.description)
        for content in sent.body:
            yield from _content(content, ".", shown_above=sent.description)


def _contents(headings: Sequence[str]) -> str:
    """Links to the headings of the page, by the anchors that code hosts give them."""
    seen: Counter[str] = Counter()
    links = []
    for heading in headings:
        anchor = re.sub(r"[^\w\- ]", "", re.sub(r"\s+", " ", heading.strip()).lower()).replace(" ", "-")
        number = f"-{seen[anchor]}" if seen[anchor] else ""
        seen[anchor] += 1
        links.append(f"[{label(heading)}](#{anchor}{number})" if anchor else label(heading))
    return " · ".join(links)


def _schema_list(schemas: Sequence[SchemaPage]) -> Iterator[str]:
    """Links to all schemas; of many, a paragraph for each letter."""
    links = [(page.title[:1].upper(), link_to(page.title, "schemas", page.file, ".")) for page in schemas]
    if len(links) < _MANY_SCHEMAS:
        yield ", ".join(link for _, link in links)
        return
    for letter, of_it in groupby(links, key=lambda pair: pair[0]):
        yield f"**{label(letter)}** " + ", ".join(link for _, link in of_it)


def _operation(page: OperationPage, files: dict[str, str]) -> Iterator[str]:
    operation = page.operation
    yield f"# {label(operation.operation_id)}"
    yield prose.markdown(operation.summary)
    yield code(f"{operation.sent_method} {operation.path}").replace("\\|", "|")
    if operation.deprecated:
        yield "**Deprecated:** do not begin to use this operation."
    if operation.description.strip() and operation.description != operation.summary:
        yield "## When to use it"
        yield _linked(prose.markdown(operation.description), files, page.file)
    yield "## Call"
    yield fenced(page.signature, "python")
    yield " ".join(page.notes)
    yield "## Example"
    for snippet in page.snippets:
        yield from _snippet(snippet)
    if page.example.flaws:
        yield f"The document refuses its own example: {prose.line(page.example.flaws[0])}"
    yield "## Parameters"
    yield from _parameters(page.parameters)
    if operation.request_body is not None:
        yield "## Request body"
        named = f"Its name is {code(operation.request_body.name)}." if operation.request_body.name else ""
        yield f"{'Required' if operation.request_body.required else 'Optional'}. {named}".rstrip()
        yield prose.markdown(operation.request_body.description)
        for content in page.body:
            yield from _content(content, "operations", shown_above=operation.request_body.description)
    yield "## Credentials"
    yield _credentials(page.credentials)
    yield "## Answers"
    for answer in page.answers:
        yield from _answer(answer, page.stream_argument)
        yield "\n".join(_declared_links(answer, files))
    if page.callbacks:
        yield "## What the API sends afterwards"
        yield "\n".join(
            f"- {_to_sent(sent, '../')} {code(sent.request)} {prose.line(sent.summary)}" for sent in page.callbacks
        )
    if page.links.sources or page.links.uses:
        yield "## Related operations"
        yield "\n".join(_links(page, files))


def _linked(text: str, files: Mapping[str, str], here: str) -> str:
    """Markdown of an operation's page in which the names of other operations lead to them."""

    def link(found: re.Match[str]) -> str:
        file = files.get(found[1], here)
        return found[0] if file == here else f"[{found[0]}]({file}.md)"

    return text if "```" in text or "~~~" in text else re.sub(r"(?<![`\[\\])`([\w-]+)`(?![`\]])", link, text)


def _schema(page: SchemaPage, titles: dict[str, str]) -> Iterator[str]:
    yield f"# {label(page.title)}"
    yield f"Schema: {type_of(page.value, 'schemas', own=True)}{facts_of(page.value)}"
    yield prose.markdown(page.value.description)
    yield values_of(page.value, all_of_them=True)
    yield from _rows(page.value, "schemas")
    if page.value.example is not MISSING:
        yield "## Example"
        yield fenced(json.dumps(page.value.example, ensure_ascii=False, indent=2, default=str)[:20_000], "json")
    if page.used_by:
        yield "## Used by"
        yield ", ".join(link_to(titles[file], "operations", file, "schemas") for file in page.used_by)


# parts


def _snippet(snippet: Snippet) -> Iterator[str]:
    """A variant of the example (`Python, async`) is folded away, so that a page stays short."""
    is_variant = "," in snippet.title
    yield f"<details><summary>{snippet.title}</summary>" if is_variant else f"{snippet.title}:"
    yield fenced(snippet.text, snippet.language)
    yield "</details>" if is_variant else ""


def _parameters(rows: Sequence[ParameterRow]) -> Iterator[str]:
    if not rows:
        yield "None."
        return
    columns = {head: [cell(item) for item in rows] for head, cell in _COLUMNS.items()}
    filled = {head: cells for head, cells in columns.items() if head in _ALWAYS or any(cells)}
    yield table(tuple(filled), list(zip(*filled.values(), strict=True)))
    for item in rows:
        if item.row.children:
            yield from _nested(item.row, "operations")


_COLUMNS: dict[str, Callable[[ParameterRow], str]] = {
    "Name": lambda item: code(item.parameter.name) + (" (deprecated)" if item.parameter.deprecated else ""),
    "In Python": lambda item: code(item.parameter.python_name),
    "In": lambda item: item.parameter.location,
    "Type": lambda item: type_of(item.row, "operations"),
    "Required": lambda item: "yes" if item.parameter.required else "no",
    "Default": lambda item: value_of(item.parameter.default),
    "Limits": lambda item: ", ".join(map(limit_of, item.limits)),
    "Values": lambda item: values_of(item.row),
    "Example": lambda item: value_of(item.parameter.example),
    "Description": lambda item: prose.line(item.parameter.description or item.row.description),
}
"""The columns of the table of parameters."""

_ALWAYS = ("Name", "In Python", "In", "Type", "Required", "Description")
"""The columns of every table; others are left out if they are empty."""


def _content(content: ContentFacts, here: str, *, shown_above: str, stream: str = "") -> Iterator[str]:
    names = ", ".join(map(code, content.media_types))
    if stream and content.is_stream:
        names += f" with {code(stream)}"
    if content.value is None:
        yield names
        return
    yield f"{names}: {type_of(content.value, here)}{facts_of(content.value)}"
    if content.value.description != shown_above:
        yield prose.markdown(content.value.description)
    yield values_of(content.value)
    yield from _rows(content.value, here)


def _rows(row: Row, here: str) -> Iterator[str]:
    fields = [child for child in row.children if child.kind != "alternative"]
    alternatives = [child for child in row.children if child.kind == "alternative"]
    if fields:
        yield table(("Field", "Type", "Required", "Description"), [_field(child, here) for child in fields])
        for child in fields:
            if child.children:
                yield from _nested(child, here)
    if alternatives:
        yield "And one of these:" if fields else "One of these:"
        for child in alternatives:
            yield from _alternative(child, here)


def _field(row: Row, here: str) -> list[str]:
    words = [prose.line(row.description), values_of(row)]
    if row.example is not MISSING and not isinstance(row.example, (dict, list)):
        words.append(f"Example: {code(shown(row.example, limit=160))}.")
    words.append(cut_of(row, here))
    name = "any name" if row.kind == "other" else code(row.name)
    return [
        name + (" (deprecated)" if row.deprecated else ""),
        type_of(row, here) + facts_of(row),
        "yes" if row.required else "no",
        " ".join(filter(None, words)),
    ]


def _nested(row: Row, here: str) -> Iterator[str]:
    name = "any name" if row.kind == "other" else f"<code>{escape(row.name)}</code>"
    yield f"<details><summary>{name}: {count_words(row)}</summary>"
    yield from _rows(row, here)
    yield "</details>"


def _alternative(row: Row, here: str) -> Iterator[str]:
    words = [prose.markdown(row.description), values_of(row), cut_of(row, here)]
    link = type_of(row, here) + facts_of(row)
    if not row.children and not row.description:
        yield f"- {code(row.name)} {'' if row.type == row.name else link} {' '.join(filter(None, words[1:]))}".rstrip()
        return
    yield f"<details><summary><code>{escape(row.name)}</code></summary>"
    if row.type != row.name:
        yield link
    yield from filter(None, words)
    yield from _rows(row, here)
    yield "</details>"


def _answer(answer: AnswerFacts, stream: str) -> Iterator[str]:
    yield f"### {answer.status}{f', raises `{answer.error}`' if answer.error else ''}"
    yield prose.markdown(answer.description)
    if answer.subclasses:
        classes = ", ".join(f"`{name}` for {status}" for status, name in answer.subclasses)
        yield f"More precisely {classes}."
    if answer.same_as:
        yield f"The same fields as for {code(answer.same_as)}."
    for name, description in answer.headers:
        yield f"- Header {code(name)}: {prose.line(description)}"
    for content in answer.contents:
        yield from _content(content, "operations", shown_above=answer.description, stream=stream)


def _declared_links(answer: AnswerFacts, files: Mapping[str, str]) -> Iterator[str]:
    for link in answer.links:
        file = files.get(link.operation)
        target = (
            link_to(link.operation, "operations", file, "operations")
            if file
            else code(link.operation)
            if link.operation
            else "an operation that this document does not have"
        )
        values = ", ".join(f"{code(name)} {code(value)}" for name, value in link.values)
        text = f"- Link {code(link.name)} leads to {target}{f' with {values}' if values else ''}"
        yield f"{text}: {prose.line(link.description)}" if link.description else text


def _credentials(alternatives: Sequence[Sequence[Credential]]) -> str:
    if not alternatives:
        return "None."
    lines = []
    for needed in alternatives:
        parts = [
            f"{code(c.scheme)}: {c.words}"
            f"{', scopes ' + ', '.join(map(code, c.scopes)) if c.scopes else ''}. {prose.line(c.description)}".rstrip()
            for c in needed
        ]
        lines.append(f"- {' Together with '.join(parts) or 'None.'}")
    return "\n".join(lines)


def _links(page: OperationPage, files: dict[str, str]) -> Iterator[str]:
    def named(ids: Sequence[str]) -> str:
        return ", ".join(link_to(id_, "operations", files[id_], "operations") for id_ in ids)

    for link in page.links.sources:
        yield f"- {code(link.name)} comes from {named(link.operations)}"
    for link in page.links.uses:
        yield f"- {code(link.field or link.name)} of the answer is the {code(link.name)} of {named(link.operations)}"
