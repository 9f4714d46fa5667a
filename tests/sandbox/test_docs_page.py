"""`GET /docs`: a page that shows the operations and calls them, with nothing from another place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.test import Client as WSGIClient

from dynaclient.document import Document
from dynaclient.sandbox import Sandbox, Serving, docs_page
from dynaclient.sandbox.docs_page import viewer_folder

BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
DRIVER = shutil.which("chromedriver")


def test_nothing_is_loaded_from_elsewhere(sandbox: Sandbox) -> None:
    """Every address in the page leads to this server, and each of them is there."""
    if viewer_folder() is None:
        pytest.skip("the viewer is not installed: pip install 'dynaclient[docs]'")
    http = WSGIClient(sandbox)
    page = http.get("/docs").text
    addresses = re.findall(r'(?:src|href|url)[=:]\s*"([^"]+)"', page)
    assert len(addresses) >= 4
    assert all(address.startswith("/docs/") for address in addresses)
    assert {http.get(address).status_code for address in addresses} == {200}
    assert http.get("/docs/../__init__.py").status_code == 404
    assert http.get("/docs/LICENSE").status_code == 404


def test_the_document_of_the_page_is_whole(sandbox: Sandbox) -> None:
    """All operations in one valid file, with this server as the only one."""
    whole = WSGIClient(sandbox).get("/docs/openapi.json").json
    assert whole is not None
    ids = {operation["operationId"] for item in whole["paths"].values() for operation in item.values()}
    assert ids == set(sandbox.operations)
    assert whole["servers"] == [{"url": "/"}]
    assert [str(error) for error in OpenAPIV31SpecValidator(whole).iter_errors()] == []


def test_titles_are_text() -> None:
    """What the document calls itself or its schemes cannot end up as script."""
    schemes = {"</script><script>alert(1)</script>": {"type": "http", "scheme": "bearer"}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "<script>alert(1)</script>"},
        "paths": {},
        "components": {"securitySchemes": schemes},
    }
    assert "<script>alert" not in WSGIClient(Sandbox(document)).get("/docs").text


def test_without_the_viewer(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page lists the operations and says what to install."""
    monkeypatch.setattr(docs_page, "viewer_folder", lambda: None)
    page = WSGIClient(sandbox).get("/docs").text
    assert "dynaclient[docs]" in page
    assert "createRun" in page


def test_the_api_comes_first() -> None:
    """An API that has a `/docs` of its own keeps it."""
    answer = {"200": {"description": "", "content": {"text/plain": {"schema": {"type": "string"}, "example": "own"}}}}
    document = {"openapi": "3.1.0", "info": {}, "paths": {"/docs": {"get": {"responses": answer}}}}
    assert WSGIClient(Sandbox(document)).get("/docs").text == "own"


@pytest.fixture
def serving(bundled: Document) -> Iterator[Serving]:
    with Sandbox(bundled).serve() as serving:
        yield serving


@pytest.fixture
def browser() -> Iterator[Any]:
    """A headless Chromium that makes no network requests of its own."""
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    if BROWSER is None or DRIVER is None or viewer_folder() is None:
        pytest.skip("no Chromium with its driver, or no viewer: run tools/install-browser")
    options = selenium.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "window-size=1300,1000"):
        options.add_argument(f"--{argument}")
    options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = selenium.Chrome(options=options, service=selenium.ChromeService(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.mark.slow
def test_in_a_browser(serving: Serving, browser: Any) -> None:
    """Open the page, find `createRun`, try it on a thread, and see the answer; nothing else is asked for."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.expected_conditions import element_to_be_clickable, presence_of_element_located
    from selenium.webdriver.support.ui import WebDriverWait

    wait = WebDriverWait(browser, 30)

    def click(css: str) -> Any:
        element = wait.until(element_to_be_clickable((By.CSS_SELECTOR, css)))
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        return element

    browser.get(f"{serving.url}/docs")
    wait.until(presence_of_element_located((By.CSS_SELECTOR, ".opblock")))
    shown = {
        item.text.replace("\u200b", "")
        for item in browser.find_elements(By.CSS_SELECTOR, ".opblock-summary-operation-id")
    }
    assert "createRun" in shown
    block = "#operations-Assistants-createRun"
    click(f"{block} .opblock-summary-control")
    wait.until(presence_of_element_located((By.CSS_SELECTOR, f"{block} .execute")))
    field = browser.find_element(By.CSS_SELECTOR, f"{block} tr[data-param-name=thread_id] input")
    if not field.get_attribute("value"):
        field.send_keys("thread_pear42")
    click(f"{block} .execute")
    wait.until(presence_of_element_located((By.CSS_SELECTOR, f"{block} .live-responses-table tr.response")))
    status = browser.find_element(
        By.CSS_SELECTOR, f"{block} .live-responses-table tr.response .response-col_status"
    ).text
    answer = browser.find_element(
        By.CSS_SELECTOR, f"{block} .live-responses-table tr.response .response-col_description"
    ).text
    assert status.startswith("200"), answer
    assert '"thread.run"' in answer
    asked = re.findall(r'"url":"(https?://[^"]+)"', str([entry["message"] for entry in browser.get_log("performance")]))
    elsewhere = {url for url in asked if not url.startswith(serving.url)}
    assert elsewhere == set()
