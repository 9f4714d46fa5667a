"""The Markdown pages: up to date, linked, well-formed, harmless."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from dynaclient.document import load_document
from dynaclient.reference import Reference, read_reference
from dynaclient.reference.markdown import markdown_files

from .hostile import hostile_document

PAGES = Path(__file__).resolve().parents[2] / "spec" / "reference"
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = re.compile(r"</?details>|</?summary>|</?code>")


@pytest.fixture(scope="module")
def files(bundled: Reference) -> dict[str, str]:
    return dict(markdown_files(bundled))


def links(text: str) -> Iterator[str]:
    for token in READER.parse(text):
        for part in token.children or ():
            if part.type == "link_open":
                yield str(part.attrGet("href"))


def anchors(text: str) -> list[str]:
    """What a code host calls the headings of a page."""
    tokens = READER.parse(text)
    headings = [tokens[place + 1].children or () for place, token in enumerate(tokens) if token.type == "heading_open"]
    names = ["".join(part.content for part in parts) for parts in headings]
    return ["".join(c for c in name.lower() if c.isalnum() or c in "-_ ").replace(" ", "-") for name in names]


def test_the_committed_pages_are_those_of_the_description(files: dict[str, str]) -> None:
    """Run tools/build-reference after a change of the description."""
    committed = {path.relative_to(PAGES).as_posix(): path.read_text(encoding="utf-8") for path in PAGES.rglob("*.md")}
    assert sorted(committed) == sorted(files), "run tools/build-reference"
    assert [name for name, text in files.items() if committed[name] != text] == [], "run tools/build-reference"


def test_every_link_leads_to_a_page(files: dict[str, str]) -> None:
    """Thousands of them, between operations and schemas."""
    count = 0
    for name, text in files.items():
        for link in links(text):
            if link.startswith("#"):
                assert link[1:] in anchors(text), (name, link)
            elif not link.startswith(("http://", "https://")):
                path, _, anchor = link.partition("#")
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
                assert target in files, (name, link)
                assert not anchor or anchor in anchors(files[target]), (name, link)
                count += 1
    assert count > 3000


def test_the_index_leads_to_its_groups_and_lists_schemas_by_letter(files: dict[str, str]) -> None:
    """So that one finds an area among dozens, and a schema among hundreds."""
    text = files["README.md"]
    assert "\n[Models](#models) · [Responses](#responses) · " in text
    assert "[Roles and groups](#roles-and-groups)" in text
    assert " · [Schemas](#schemas)\n" in text
    assert re.search(r"\n\n\*\*W\*\* \[Wait\]", text)
    paths = {"/a": {"get": {"operationId": "a", "responses": {}}}}
    small = {"openapi": "3.1.0", "info": {"title": "Small", "version": "1"}, "paths": paths}
    (index,) = [text for name, text in markdown_files(read_reference(load_document(small))) if name == "README.md"]
    assert "](#" not in index


def test_every_table_is_read_as_one(files: dict[str, str]) -> None:
    """A stray pipe or line would end it: as many rows are read as were written."""
    for name, text in files.items():
        written = sum(line.startswith("|") and not line.startswith("| ---") for line in text.splitlines())
        read = sum(token.type == "tr_open" for token in READER.parse(text))
        assert read == written, name


def html_of(text: str) -> str:
    """The HTML that a reader of Markdown would pass on."""
    found = [t.content for token in READER.parse(text) for t in (token, *(token.children or ()))
             if t.type in ("html_block", "html_inline")]  # fmt: skip
    return "\n".join(found)


def test_html_on_the_pages_is_ours(files: dict[str, str]) -> None:
    """Only what opens and closes nested fields, and as many open as close."""
    for name, text in files.items():
        html = html_of(text)
        assert not re.search(r"<[^>]*>", OURS.sub("", html)), (name, html)
        assert html.count("<details>") == html.count("</details>"), name


def test_operations_that_a_text_names_are_links(files: dict[str, str]) -> None:
    """In the text about when to use one."""
    text = files["operations/createRun.md"]
    assert "poll [`getRun`](getRun.md) until" in text
    assert "[`createRun`]" not in text


def test_answers_say_what_asks_for_a_stream(files: dict[str, str]) -> None:
    """Beside the media type, as it is written in a call."""
    assert "\n`text/event-stream` with `stream=True`: " in files["operations/createRun.md"]
    assert '\n`text/event-stream` with `stream_format="sse"`: ' in files["operations/createSpeech.md"]


def test_errors_say_what_they_raise_and_are_told_once(files: dict[str, str]) -> None:
    """A range of statuses names the classes in it; what two statuses share is shown under the first."""
    text = files["operations/createRun.md"]
    assert "### 4XX, raises `HTTPStatusError`" in text
    assert "`NotFound` for 404" in text
    assert text.endswith("The same fields as for `4XX`.\n") or "The same fields as for `4XX`.\n\n## Related" in text


def test_a_hostile_document_stays_text() -> None:
    """Its ids, names, values and descriptions are no HTML and no links of other schemes, and break no table."""
    files = dict(markdown_files(read_reference(load_document(hostile_document()))))
    assert len(files) >= 3
    for name, text in files.items():
        left = OURS.sub("", html_of(text))
        assert not re.search(r"<[a-zA-Z/!?]", left), (name, left)
        assert all(re.match(r"https?://|[./\w-]+\.md$|#[\w-]+$", link) for link in links(text)), (
            name,
            list(links(text)),
        )
        written = sum(line.startswith("|") and not line.startswith("| ---") for line in text.splitlines())
        assert sum(token.type == "tr_open" for token in READER.parse(text)) == written, name
