"""Which pages may call a served sandbox from a browser, and under which names it answers."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from dynaclient.document import Document
from dynaclient.sandbox import Sandbox, Serving
from dynaclient.sandbox.origins import BadOrigin
from tests.browsing import Visit, browser

__all__ = ["browser"]

APP = "https://app.example"


@pytest.fixture
def sandbox(bundled: Document) -> Sandbox:
    return Sandbox(bundled)


def ask(serving: Serving, method: str = "GET", **headers: str) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, "/models", headers={"Authorization": "Bearer k", **named})
    response = connection.getresponse()
    response.text = response.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return response


@pytest.mark.parametrize(
    "origin", ["http://localhost:3000", "http://127.0.0.1", "https://[::1]:8443", "http://app.localhost"]
)
def test_pages_of_this_machine_may_call(sandbox: Sandbox, origin: str) -> None:
    with sandbox.serve() as serving:
        response = ask(serving, Origin=origin)
        assert response.status == 200
        assert response.headers["Access-Control-Allow-Origin"] == origin
        assert response.headers["Access-Control-Allow-Credentials"] == "true"
        assert response.headers["Vary"] == "Origin"
        assert "Content-Type" in response.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example", "file://"])
def test_other_pages_may_not(sandbox: Sandbox, origin: str) -> None:
    """Nothing is carried out for them, and the text names the option."""
    with sandbox.serve() as serving:
        response = ask(serving, Origin=origin)
        assert response.status == 403
        assert "Access-Control-Allow-Origin" not in response.headers
        assert f"--cors {origin}" in response.text or origin == "file://"


@pytest.mark.parametrize(
    ("cors", "allowed"), [("*", "*"), (APP, APP), (["https://a.example", APP], APP), ("HTTPS://App.example/", APP)]
)
def test_pages_that_were_allowed_may_call(sandbox: Sandbox, cors: Any, allowed: str) -> None:
    with sandbox.serve(cors=cors) as serving:
        assert ask(serving, Origin=APP).headers["Access-Control-Allow-Origin"] == allowed


def test_a_preflight_is_granted_what_it_asks_for(sandbox: Sandbox) -> None:
    asked = {
        "Origin": "http://localhost:3000",
        "Access_Control_Request_Method": "POST",
        "Access_Control_Request_Headers": "authorization,content-type",
        "Access_Control_Request_Private_Network": "true",
    }
    with sandbox.serve() as serving:
        response = ask(serving, "OPTIONS", **asked)
        assert (response.status, response.text) == (204, "")
        assert response.headers["Access-Control-Allow-Methods"] == "POST"
        assert response.headers["Access-Control-Allow-Headers"] == "authorization,content-type"
        assert response.headers["Access-Control-Allow-Private-Network"] == "true"
        assert ask(serving, "OPTIONS", **{**asked, "Origin": "https://evil.example"}).status == 403
        plain = ask(serving, "OPTIONS")
        assert (plain.status, plain.headers["Allow"]) == (204, "GET")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:80", 200),
        ("127.0.0.1", 200),
        ("[::1]:8765", 200),
        ("sandbox.localhost", 200),
        ("192.168.0.7", 200),
        ("evil.example", 421),
        ("localhost.evil.example:80", 421),
    ],
)
def test_a_name_that_others_could_point_here_is_not_answered(sandbox: Sandbox, host: str, status: int) -> None:
    """DNS rebinding: the page of another name, which now leads to this machine."""
    with sandbox.serve() as serving:
        assert ask(serving, Host=host).status == status


def test_the_name_of_an_allowed_origin_is_answered(sandbox: Sandbox) -> None:
    with sandbox.serve(cors=APP) as serving:
        assert ask(serving, Host="app.example").status == 200


def test_on_other_addresses_only_what_was_allowed_may_call(sandbox: Sandbox) -> None:
    """Any name is answered there, and a program that sends an Origin too, but no page can read the answer."""
    with sandbox.serve("0.0.0.0") as serving:
        response = ask(serving, Origin="http://localhost", Host="some.example")
        assert (response.status, response.headers["Access-Control-Allow-Origin"]) == (200, None)
    with sandbox.serve("0.0.0.0", cors=APP) as serving:
        assert ask(serving, Origin=APP).headers["Access-Control-Allow-Origin"] == APP


@pytest.mark.parametrize(
    "text", ["app.example", "https://app.example/path", "https://user@app.example", "http://[", ""]
)
def test_what_is_no_origin_is_refused(sandbox: Sandbox, text: str) -> None:
    with pytest.raises(BadOrigin, match=r"https://app\.example"):
        sandbox.serve(cors=text or ("",))


@pytest.fixture
def page() -> Iterator[str]:
    """The address of an empty page on this machine, of an origin of its own."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>page</title>")

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


CALL = """async (url) => {
    const headers = {Authorization: "Bearer k", "Content-Type": "application/json"};
    const made = await fetch(url, {method: "POST", headers, body: '{"model": "gpt-4o"}'});
    return [made.status, (await made.json()).model];
}"""


def test_a_page_in_a_browser_calls_the_sandbox(browser: Any, sandbox: Sandbox, page: str) -> None:
    """From another port, with a preflight."""
    with sandbox.serve() as serving:
        visit = Visit(browser, page)
        assert visit.page.evaluate(CALL, f"{serving.url}/assistants") == [200, "gpt-4o"]
        visit.close()
