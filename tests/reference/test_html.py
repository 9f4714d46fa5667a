"""The HTML pages as files: whole, light, self-contained, harmless."""

from __future__ import annotations

import json
import posixpath
import re
import time
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dynaclient.document import load_document
from dynaclient.reference import Reference, build, prose, read_reference
from dynaclient.reference.colours import coloured
from dynaclient.reference.html import html_files

from .hostile import hostile_document

VOID = frozenset(("meta", "link", "input", "br", "hr", "img", "wbr"))
KILOBYTES = 1000


class Page(HTMLParser):
    """The tags of a page, its links, and whether every tag is closed where it must be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.errors: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.errors.append(tag)

    def addresses(self) -> list[str]:
        return [a[k] or "" for t, a in self.tags for k in ("href", "src") if k in a]


@pytest.fixture(scope="module")
def files(bundled: Reference) -> dict[str, str]:
    return dict(html_files(bundled))


@pytest.fixture(scope="module")
def pages(files: dict[str, str]) -> dict[str, Page]:
    return {name: Page(text) for name, text in files.items() if name.endswith(".html")}


def test_every_tag_is_closed(pages: dict[str, Page]) -> None:
    """On each of the pages."""
    assert [(name, page.errors, page.open) for name, page in pages.items() if page.errors or page.open] == []


def assert_links_hold(pages: dict[str, Page], files: dict[str, str]) -> None:
    for name, page in pages.items():
        for tag, attributes in page.tags:
            for key in ("href", "src"):
                address = attributes.get(key) or ""
                if tag == "a" and re.match(r"https?://|#", address):
                    continue
                if address and address != "data:,":
                    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address.partition("#")[0]))
                    assert target in files, (name, address)


def test_every_link_leads_to_a_file_of_the_site(pages: dict[str, Page], files: dict[str, str]) -> None:
    """And nothing is loaded from elsewhere; addresses on the web are only to be clicked."""
    assert_links_hold(pages, files)


@pytest.mark.slow
def test_thousands_of_operations_are_listed_on_several_pages() -> None:
    """None of them is large: the index links the lists, and an operation's page lists only its neighbours."""
    operation = {"summary": "Does something with it", "responses": {"200": {"description": "Done."}}}
    paths = {f"/things/{i}": {"get": {**operation, "operationId": f"getThing{i}"}} for i in range(1100)}
    document = load_document({"openapi": "3.1.0", "info": {"title": "Large"}, "paths": paths})
    files = dict(html_files(read_reference(document)))
    pages = {name: Page(text) for name, text in files.items() if name.endswith(".html")}
    lists = [name for name in pages if name.startswith("tags/")]
    assert len(lists) == 3
    assert all(name in pages["index.html"].addresses() for name in lists)
    listed = {posixpath.basename(a) for name in lists for a in pages[name].addresses() if "operations/" in a}
    assert listed == {f"getThing{i}.html" for i in range(1100)}
    assert max(map(len, files.values())) < 200 * KILOBYTES
    assert len(files["operations/getThing700.html"]) < 20 * KILOBYTES
    assert "../operations/getThing701.html" in pages["operations/getThing700.html"].addresses()
    assert_links_hold({name: pages[name] for name in ("index.html", *lists, "operations/getThing700.html")}, files)


def test_pages_are_light(files: dict[str, str]) -> None:
    """Each under 200 kB."""
    assert max(len(text.encode()) for name, text in files.items() if name.endswith(".html")) < 200 * KILOBYTES


def test_pages_hold_no_script_but_one_file(pages: dict[str, Page]) -> None:
    """And say by policy that no other may run."""
    for name, page in pages.items():
        scripts = [attributes for tag, attributes in page.tags if tag == "script"]
        assert [posixpath.basename(str(s.get("src"))) for s in scripts] == ["reference.js"], name
        policy = next(a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
        assert "default-src 'none'" in str(policy)
        assert "unsafe" not in str(policy)


def test_blank_lines_of_an_example_stay(files: dict[str, str]) -> None:
    """The copied text is the same as the original."""
    assert "from dynaclient import OpenAI\n\nclient = OpenAI()" in text_of(files["operations/createRun.html"])


def text_of(page: str) -> str:
    """What a reader sees of a page."""
    return unescape(re.sub(r"<[^>]*>", "", page))


def test_colours_change_no_character_of_an_example(bundled: Reference, files: dict[str, str]) -> None:
    """Of all examples in every language; most words of them have a colour."""
    for page in bundled.pages:
        text = files[f"operations/{page.file}.html"]
        shown = [text_of(code) for code in re.findall(r'<section class="example">.*?<pre>(.*?)</pre>', text, re.DOTALL)]
        assert shown == [snippet.text for snippet in page.snippets], page.file
        assert '<span class="kn">from</span>' in text, page.file


BARE = {
    "openapi": "3.1.0",
    "info": {"title": "Bare", "version": "1"},
    "paths": {"/a": {"get": {"operationId": "bare"}}},
}


def test_the_example_comes_first_and_empty_sections_are_left_out(files: dict[str, str]) -> None:
    """An operation without parameters, body, credentials and answers has none of their headings."""
    headings = [re.findall(r"<h2[^>]*>([^<]*)", text) for name, text in files.items() if name.startswith("operations/")]
    assert {found[0] for found in headings} == {"Example"}
    bare = dict(html_files(read_reference(load_document(BARE))))["operations/bare.html"]
    assert re.findall(r"<h2[^>]*>([^<]*)", bare) == ["Example", "Call"]
    assert "None." not in bare


def test_code_in_a_description_is_coloured_and_no_class_of_its_own_stays() -> None:
    """Fenced code of a known language; unknown ones and classes that a document sets are plain."""
    assert '<span class="mi">1</span>' in prose.html('```json\n{"a": 1}\n```')
    assert prose.html("```nonsense\na < b\n```").strip().endswith("a &lt; b\n</code></pre>")
    assert prose.html('<span class="copy">x</span> <span class="k" onclick="x()">y</span>').strip() == (
        '<p><span>x</span> <span class="k">y</span></p>'
    )
    assert coloured("<script>", "python").count("<script") == 0


def test_a_hostile_document_gets_no_script_onto_a_page() -> None:
    """No tag, attribute or address of its own; its texts are there to be read."""
    files = dict(html_files(read_reference(load_document(hostile_document()))))
    for name, text in files.items():
        if name.endswith(".html"):
            page = Page(text)
            assert (page.errors, page.open) == ([], []), name
            assert sum(tag == "script" for tag, _ in page.tags) == 1, name
            assert "img" not in {tag for tag, _ in page.tags}, name
            assert not [key for _, attributes in page.tags for key in attributes if key.startswith("on")], name
            assert not [a for a in page.addresses() if a.lower().startswith(("javascript:", "vbscript:"))], name
    listed = files["assets/search.js"].removeprefix("window.REFERENCE = ").rstrip(";\n")
    assert json.loads(listed)


@pytest.mark.slow
def test_every_document_of_the_real_world_is_written_fast_and_light(shared: Path, tmp_path: Path) -> None:
    """288 operations in under 20 s of computing, and no page of any document of 200 kB."""
    found = []
    for spec in sorted((shared / "specs").glob("*.[jy]*")):
        started = time.process_time()
        written = build(spec, "html", tmp_path / spec.name)
        took = time.process_time() - started
        largest = max((path.stat().st_size, path.name) for path in written if path.suffix == ".html")
        found.append((largest[0], spec.name))
        print(f"{spec.name}: {len(written)} files in {took:.1f} s, {largest[1]} {largest[0] / 1000:.0f} kB")  # noqa: T201
        assert took < (20 if spec.name == "openai-2026-08.yaml" else 60), spec.name
    assert len(found) >= 38
    assert max(found)[0] < 200 * KILOBYTES, max(found)
