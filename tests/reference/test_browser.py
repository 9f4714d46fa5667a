"""The HTML pages in a real browser, straight from the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dynaclient.document import load_document
from dynaclient.reference import Reference, build
from dynaclient.reference.html import html_files
from tests.browsing import Visit, browser, contrast

from .hostile import hostile_document

__all__ = ["browser"]  # a fixture


@pytest.fixture(scope="module")
def site(bundled: Reference, tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("site")
    for name, text in html_files(bundled):
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root.as_uri()


def test_search_finds_an_operation_and_opens_it(browser: Any, site: str) -> None:
    """Typing createResponse and pressing Enter leads to its page; nothing comes from the network."""
    visit = Visit(browser, f"{site}/index.html")
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("createResponse")
    visit.page.wait_for_selector("#results a")
    assert visit.page.locator("#results a").first.inner_text().splitlines()[0] == "createResponse"
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/operations/createResponse.html")
    assert visit.page.locator("h1").inner_text() == "createResponse"
    assert visit.said == []
    assert all(url.startswith(("file:", "data:")) for url in visit.loaded)
    visit.close()


def test_search_finds_fields_and_says_when_nothing_is_found(browser: Any, site: str) -> None:
    """Names of body fields count too; several words must all be met."""
    visit = Visit(browser, f"{site}/index.html")
    for text, first in (
        ("truncation_strategy", "createRun"),
        ("vector store batch cancel", "cancelVectorStoreFileBatch"),
    ):
        visit.page.fill("#search", text)
        visit.page.wait_for_function("text => document.getElementById('results').innerText.includes(text)", arg=first)
    visit.page.fill("#search", "vector store")
    visit.page.wait_for_function("document.querySelector('#results a')?.href.includes('/operations/')")
    visit.page.fill("#search", "VectorStore")
    visit.page.wait_for_function("document.querySelector('#results a')?.href.endsWith('/schemas/VectorStore.html')")
    visit.page.fill("#search", "zebra")
    visit.page.wait_for_selector("text=Nothing found.")
    assert visit.said == []
    visit.close()


def test_a_body_unfolds_and_an_example_is_copied(browser: Any, site: str) -> None:
    """Nested fields open on a click, tabs switch, and what is copied is the script itself."""
    visit = Visit(browser, f"{site}/operations/createRun.html", permissions=["clipboard-read", "clipboard-write"])
    inner = visit.page.locator("details:has(> summary:has-text('truncation_strategy'))").first
    assert not inner.locator("table").first.is_visible()
    inner.locator("summary").first.click()
    assert inner.locator("code", has_text="last_messages").first.is_visible()
    visit.page.get_by_role("tab", name="curl", exact=True).click()
    assert "curl -X POST" in visit.page.locator(".example:visible pre code").inner_text()
    visit.page.keyboard.press("ArrowLeft")
    assert "dynaclient call createRun" in visit.page.locator(".example:visible pre code").inner_text()
    visit.page.get_by_role("tab", name="Python", exact=True).click()
    visit.page.locator(".example:visible .copy").click()
    visit.page.wait_for_selector("text=Copied")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    compile(copied, "copied", "exec")
    assert copied.startswith("from dynaclient import OpenAI\n")
    assert visit.said == []
    visit.close()


@pytest.mark.parametrize(
    "options", [pytest.param({"java_script_enabled": False}, id="no-javascript"), pytest.param({}, id="javascript")]
)
def test_pages_fit_a_phone(browser: Any, site: str, options: dict[str, Any]) -> None:
    """Nothing is wider than the screen, with everything unfolded; without JavaScript all examples are shown."""
    visit = Visit(
        browser, f"{site}/operations/createChatCompletion.html", viewport={"width": 360, "height": 740}, **options
    )
    if options:
        assert visit.page.locator(".example:visible").count() == visit.page.locator(".example").count() >= 3
        assert not visit.page.locator("#search").is_visible()
        assert visit.page.locator("text=messages").first.is_visible()
    else:
        visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
    visit.close()


def test_a_reader_finds_the_way_to_related_pages(browser: Any, site: str) -> None:
    """The list marks the page, operations that a text names are links, and on a phone the list is one tap off."""
    visit = Visit(browser, f"{site}/operations/createRun.html", viewport={"width": 390, "height": 844})
    assert visit.page.locator("nav [aria-current=page]").inner_text() == "createRun"
    top = visit.page.locator("h1").bounding_box()
    assert top is not None
    assert top["y"] < 200
    visit.page.click(".menu")
    visit.page.wait_for_function("document.querySelector('nav').getBoundingClientRect().top < 844")
    visit.page.click("main a:has(code:text-is('getRun'))")
    visit.page.wait_for_url("**/operations/getRun.html")
    assert visit.said == []
    visit.close()


def test_colours_follow_the_system_and_can_be_switched(browser: Any, site: str) -> None:
    """Light and dark, and the text can be read in both: a contrast of at least 7 to 1."""
    for scheme in ("light", "dark"):
        visit = Visit(browser, f"{site}/index.html", color_scheme=scheme)
        first = colours(visit.page)
        assert contrast(*first) >= 7
        visit.page.click("#theme")
        second = colours(visit.page)
        assert second != first
        assert contrast(*second) >= 7
        visit.page.reload()
        assert colours(visit.page) == second
        visit.close()


def colours(page: Any) -> tuple[str, str]:
    found = page.evaluate(
        "(() => { const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]; })()"
    )
    return found[0], found[1]


def test_a_hostile_document_runs_nothing(browser: Any, tmp_path: Path) -> None:
    """Every page of it, opened and searched: no script of its own has run."""
    written = build(load_document(hostile_document()), "html", tmp_path)
    for path in written:
        if path.suffix == ".html":
            visit = Visit(browser, path.as_uri())
            visit.page.fill("#search", "script")
            visit.page.wait_for_selector("#results a")
            assert visit.page.evaluate("window.hacked") is None, path.name
            assert visit.said == [], path.name
            visit.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_is_coloured_and_can_be_read(browser: Any, site: str, scheme: str) -> None:
    """Every colour has a contrast of at least 4.5 to 1 with its background, and nothing is loaded for it."""
    visit = Visit(browser, f"{site}/operations/createRun.html", color_scheme=scheme)
    seen = visit.page.evaluate(
        """() => [...document.querySelectorAll('pre code span')].map(span => [
            span.className, getComputedStyle(span).color, getComputedStyle(span.closest('pre')).backgroundColor])"""
    )
    colours_of = {name: (colour, background) for name, colour, background in seen}
    assert {"kn", "s2", "nb"} <= colours_of.keys()
    plain = visit.page.evaluate("getComputedStyle(document.querySelector('pre code')).color")
    assert len({colour for colour, _ in colours_of.values()} - {plain}) >= 3
    assert all(contrast(*pair) >= 4.5 for pair in colours_of.values()), colours_of
    assert visit.said == []
    assert all(url.startswith(("file:", "data:")) for url in visit.loaded)
    visit.close()


def test_the_first_thing_on_a_page_is_its_example(browser: Any, site: str) -> None:
    """It can be seen without scrolling, above everything that explains the operation."""
    visit = Visit(browser, f"{site}/operations/createChatCompletion.html", viewport={"width": 1280, "height": 800})
    assert visit.page.locator("main h2").first.inner_text() == "Example"
    box = visit.page.locator(".example:visible pre").bounding_box()
    assert box is not None
    assert box["y"] < 400
    visit.close()
