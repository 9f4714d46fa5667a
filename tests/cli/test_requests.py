"""`dynaclient request METHOD PATH`: what the document does not have, with the options that calls have."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import KEY, Result
from .shop import Shop

Run = Callable[..., Result]


@pytest.fixture
def request_(run: Run, shop: Shop) -> Run:
    """Sends a request to the shop."""

    def request_(*argv: str, **more: Any) -> Result:
        return run("--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "request", *argv, **more)

    return request_


def test_a_body_from_a_file(request_: Run, shop: Shop, tmp_path: Path) -> None:
    """The script of a user: POST what the document does not describe, and select from the answer."""
    (tmp_path / "b.json").write_text('{"name": "brush", "price": 2}')
    done = request_("POST", "/items", "-b", f"@{tmp_path / 'b.json'}", "--select", "name")
    assert (done.code, done.err) == (0, "")
    assert shop.last.method == "POST"
    assert shop.last.target == "/api/items"
    assert shop.last.json() == {"name": "brush", "price": 2}
    assert KEY in str(shop.last.headers)


def test_a_body_from_standard_input(request_: Run, shop: Shop) -> None:
    """`-b -`, as for a call."""
    assert request_("post", "items", "-b", "-", stdin=b'{"name": "x"}').code == 0
    assert shop.last.json() == {"name": "x"}


def test_names_are_fields_or_go_where_they_say(request_: Run, shop: Shop) -> None:
    """Of the body; of the query with GET; `query:` and `header:` anywhere."""
    request_("POST", "/items", "name=pen", "price:=2", "query:draft=1", "header:X-Team=blue", "body:note=hi")
    assert shop.last.json() == {"name": "pen", "price": 2, "note": "hi"}
    assert shop.last.query == {"draft": "1"}
    assert shop.last.headers["X-Team"] == "blue"
    request_("GET", "/items", "limit=2", "--query", "after=pen_1")
    assert shop.last.query == {"limit": "2", "after": "pen_1"}
    assert shop.last.body == b""


def test_uploads_make_a_form(request_: Run, shop: Shop, tmp_path: Path) -> None:
    """NAME@FILE, with the other fields beside it."""
    (tmp_path / "pic.png").write_bytes(b"PNG")
    request_("POST", "/files", f"file@{tmp_path / 'pic.png'}", "purpose=notes")
    assert shop.last.headers["Content-Type"].startswith("multipart/form-data")
    assert b'filename="pic.png"\r\nContent-Type: image/png\r\n\r\nPNG' in shop.last.body
    assert b'name="purpose"\r\n\r\nnotes' in shop.last.body


@pytest.mark.parametrize(
    ("words", "content_type", "body"),
    [
        pytest.param(["-b", "a=1&b=2"], "application/x-www-form-urlencoded", b"a=1&b=2", id="written form"),
        pytest.param(["a=1", "b=2"], "application/x-www-form-urlencoded", b"a=1&b=2", id="fields of a form"),
        pytest.param(["-b", "hi there"], "text/plain", b"hi there", id="text"),
        pytest.param(["a=1"], "application/vnd.x+json", b'{"a":"1"}', id="another JSON"),
    ],
)
def test_content_type_says_what_the_body_is(
    request_: Run, shop: Shop, words: list[str], content_type: str, body: bytes
) -> None:
    """Without it a body is JSON."""
    request_("POST", "/items", *words, "--content-type", content_type)
    assert (shop.last.headers["Content-Type"], shop.last.body) == (content_type, body)


def test_nothing_is_sent_when_it_is_shown(request_: Run, shop: Shop) -> None:
    """--dry-run and --curl, with the key as a variable."""
    shown = request_("POST", "/orders", "a=1", "--dry-run")
    assert shown.out.startswith("POST /api/orders HTTP/1.1\n")
    assert shown.out.endswith('\n{"a":"1"}\n')
    command = request_("POST", "/orders", "a=1", "--curl")
    assert command.out.startswith(f"curl {shop.url}/orders")
    assert KEY not in shown.out + command.out
    assert "SHOP_KEY" in command.out
    assert shop.seen == []


def test_another_origin_gets_no_key(run: Run, shop: Shop) -> None:
    """An absolute URL elsewhere, such as the address of a file."""
    home = ("--base-url", "http://home.test/v1", "--credential", "key=env:SHOP_KEY", "--header", "X-Team: blue")
    done = run(*home, "request", "GET", f"{shop.url}/items")
    assert done.code == 0
    assert KEY not in str(shop.last)
    assert "X-Team" not in shop.last.headers


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        pytest.param([], 2, "request takes a method and a path; both are missing. For example:", id="nothing"),
        pytest.param(["GET"], 2, "the path is missing. For example: dynaclient request GET /path.", id="no path"),
        pytest.param(["GET", "/a/../b"], 2, "has a segment . or .., which leads to another address.", id="dots"),
        pytest.param(
            ["GET", "/items/{id}"], 2, "fill in the braces of '/items/{id}': the path of a request", id="braces"
        ),
        pytest.param(
            ["POST", "/items", "-b", "oops"], 2, "the value of -b is not JSON at line 1, column 1", id="no JSON"
        ),
        pytest.param(["POST", "/items", "-b", "{}", "a=1"], 2, "-b gives the whole body", id="two bodies"),
        pytest.param(["GET", "/status/404"], 4, "GET /status/404: the server answered 404", id="404"),
    ],
)
def test_what_is_wrong_is_said(request_: Run, words: list[str], code: int, text: str) -> None:
    """In the words of the command line, with the exit codes of calls."""
    done = request_(*words)
    assert done.code == code
    assert text in done.err
    assert "client." not in done.err


def test_an_operation_of_that_name_is_called_as_before(run: Run, shop: Shop, tmp_path: Path) -> None:
    """`--command request` is the command, whatever the document has."""
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    operation = {"operationId": "request", "parameters": [limit], "responses": {"200": {"description": "d"}}}
    described = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": shop.url}],
        "paths": {"/items": {"get": operation}},
    }
    (tmp_path / "r.json").write_text(json.dumps(described))
    command = ["--command", "request", "GET", "/items", "limit=1"]
    for words in (["request", "limit=1"], ["call", "request", "limit=1"], command):
        assert run("--spec", str(tmp_path / "r.json"), *words).code == 0
        assert shop.last.target == "/api/items?limit=1"
    assert run("--spec", str(tmp_path / "r.json"), "request").code == 0
    assert shop.last.target == "/api/items"


def test_an_option_among_arguments_is_answered_with_the_option(run: Run, env: dict[str, str]) -> None:
    """`timeout=5` is no argument of an operation."""
    done = run("listItems", "timeout=5")
    assert "/timeout: this is an option of the client, not an argument: --timeout 5\n" in done.err
    assert done.code == 2
    assert "Did you mean the option 'timeout': --timeout 5?\n" in run("listItems", "timout=5").err


def test_an_unknown_operation_leads_to_a_newer_document(run: Run) -> None:
    """And to the request itself."""
    done = run("call", "createVideo")
    assert done.err == (
        "dynaclient: the document has no operation 'createVideo'. A newer document may have it: --spec takes its path "
        "or URL, or send any request with `dynaclient request POST /path`. See `dynaclient list` or `dynaclient search "
        "TEXT`.\n"
    )


def test_doubts_are_notes(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    """A misspelt name is a line for the person, not one of Python; the request is shown all the same."""
    words = ("createChatCompletion", "model=m", 'messages:=[{"role":"user","content":"x"}]')
    done = run(
        "call", *words, 'stream_options:={"include_usag":true}', "--dry-run", DYNACLIENT_SPEC="", OPENAI_API_KEY="k"
    )
    assert done.err == (
        "dynaclient: warning: createChatCompletion: /body/stream_options/include_usag: the document does not declare "
        "'include_usag' here. Did you mean 'include_usage'?\n"
    )
    assert done.code == 0
    assert done.out.startswith("POST /v1/chat/completions")


def test_methods_are_completed(run: Run) -> None:
    """The first word after the command."""
    assert run("__complete", "dynaclient request P").out.split() == ["POST", "PUT", "PATCH"]
