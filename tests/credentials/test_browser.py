"""A login in a real browser, in a module of its own: while Playwright runs, its event loop does too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dynaclient import Client, OAuth
from dynaclient.client.login import log_in
from dynaclient.credentials.store import TokenStore
from tests.browsing import Visit, browser

__all__ = ["browser"]


def test_in_chromium(authority: Any, tmp_path: Path, browser: Any) -> None:
    """A real browser follows the addresses, sends the form, and shows the page at the end."""
    ended: list[str] = []

    def open_page(url: str) -> bool:
        visit = Visit(browser, url)
        visit.page.click("#allow")
        visit.page.wait_for_url("http://127.0.0.1:*/callback?*")
        ended.append(visit.page.inner_text("body"))
        visit.close()
        return True

    oauth = OAuth("person", store=TokenStore(tmp_path / "tokens.json"), issuer=authority.issuer)
    client = Client(authority.document("authorizationCode"), credentials={"oauth": oauth})
    log_in(client, open_page=open_page)
    assert ended == ["The answer has arrived. You may close this window and go back to the terminal."]
    assert client.readThings().status_code == 200
