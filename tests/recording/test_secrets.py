"""No file that a recording writes holds a key, whatever carries it and however a server sends it back."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dynaclient import AsyncClient, Client, DynaclientError, OAuth
from dynaclient.recording import Recording, read_har
from dynaclient.verify import verify
from tests.client.test_safety import (
    CARRIERS,
    ENCODED,
    FORMS,
    SENTINEL,
    TOKEN_CARRIERS,
    TokenCarrier,
    by_scheme,
    document,
)
from tests.echo_server import EchoServer, Reply
from tests.runtime.driver import AsyncDriver

ECHO = json.dumps({"forms": list(FORMS.values()), "inner": {"text": f"key={quote(SENTINEL)}; {escape(SENTINEL)}"}})


@pytest.fixture
def server() -> Iterator[EchoServer]:
    with contextlib.closing(EchoServer()) as server:
        yield server


def carried(name: str, server: EchoServer) -> Client:
    """A client whose requests carry the key; where a token does, it is fetched from the same server."""
    make: Any = CARRIERS[name]
    if not isinstance(make, TokenCarrier):
        return make(server.url)  # type: ignore[no-any-return]
    for path, answer in make.answers.items():
        server.answer(path, Reply(200, json.dumps(answer).encode(), {"Content-Type": "application/json"}))
    return by_scheme("OAuth", OAuth("user", token_url=f"{server.url}/token", **make.options))(server.url)


NAMES = [name for name, make in CARRIERS.items() if not getattr(make, "login", "")]


@pytest.mark.parametrize("name", NAMES)
def test_no_recording_and_no_report_holds_the_key(name: str, server: EchoServer, tmp_path: Path) -> None:
    """The server echoes it in its headers, in JSON, in text, and in events, in every encoding."""
    path = tmp_path / "cassette.har"
    answers = [
        Reply(200, ECHO.encode(), {"Content-Type": "application/json", "X-Echo": " ".join(list(FORMS.values())[:5])}),
        Reply(200, ECHO.encode(), {"Content-Type": "text/plain", "Set-Cookie": f"sid={SENTINEL}; Path=/"}),
        Reply(200, f"data: {ECHO}\n\n".encode(), {"Content-Type": "text/event-stream"}),
        Reply(401, ECHO.encode(), {"Content-Type": "text/html", "WWW-Authenticate": f'Basic realm="{SENTINEL}"'}),
    ]
    server.answer("/x", *answers)
    client = carried(name, server).with_options(plugins=[Recording(path, mode="all")], raise_for_status=False)
    for _ in answers:
        with contextlib.suppress(DynaclientError):
            list(client.call("op", body={"note": f"the key is {SENTINEL}"}))
    client.close()
    text = path.read_text("utf-8")
    entries = json.loads(text)["log"]["entries"]
    assert len(entries) >= 3
    assert [form for form, spelled in FORMS.items() if spelled in text or json.dumps(spelled)[1:-1] in text] == []
    assert any(entry["response"]["content"]["text"].count("***") >= 6 for entry in entries)
    for form in ("text", "json", "markdown", "junit"):
        report = verify(path, document()).format(form)
        assert [name for name, spelled in FORMS.items() if spelled in report] == []
    assert server.received


@pytest.mark.parametrize("name", TOKEN_CARRIERS)
def test_a_token_request_is_recorded_without_its_secrets_and_replayed(name: str, tmp_path: Path) -> None:
    """So that a call with OAuth is replayed without the network; sync, and async from the same file."""
    if TOKEN_CARRIERS[name].login:
        pytest.skip("a person logs in before the recording begins")
    path = tmp_path / "cassette.har"
    with contextlib.closing(EchoServer()) as server:
        server.answer("/x", Reply(200, b'{"n": 1}', {"Content-Type": "application/json"}))
        with carried(name, server).with_options(plugins=[Recording(path)]) as client:
            assert client.call("op")["n"] == 1
        paths = [request.target for request in server.received]
        url = server.url
    assert paths == ["/token", "/x"]
    assert [exchange.kind for exchange in read_har(path).exchanges] == ["token", "call"]
    assert SENTINEL not in path.read_text("utf-8")
    options = {k: v for k, v in TOKEN_CARRIERS[name].options.items() if v != SENTINEL}
    options |= {k: "another" for k, v in TOKEN_CARRIERS[name].options.items() if v == SENTINEL}
    source = OAuth("user", token_url=f"{url}/token", **options)
    common: dict[str, Any] = {"base_url": url, "credentials": {"OAuth": source}, "retries": 0}
    with Client(document("OAuth"), plugins=[Recording(path, mode="none")], **common) as client:
        assert client.call("op")["n"] == 1
    driver = AsyncDriver()
    source = OAuth("user", token_url=f"{url}/token", **options)
    common["credentials"] = {"OAuth": source}
    again = AsyncClient(document("OAuth"), plugins=[Recording(path, mode="none")], **common)
    assert driver.run(again.call("op"))["n"] == 1
    driver.run(again.close())
    driver.close()


def test_what_an_answer_calls_secret_is_masked_wherever_it_comes_again(server: EchoServer, tmp_path: Path) -> None:
    """A login answers with a token, and later answers repeat it."""
    path = tmp_path / "cassette.har"
    server.answer(
        "/x",
        Reply(200, json.dumps({"access_token": SENTINEL, "token_type": "bearer"}).encode()),
        Reply(200, json.dumps({"message": f"hello {SENTINEL}"}).encode()),
    )
    with Client(document(), base_url=server.url, plugins=[Recording(path)]) as client:
        assert client.call("op", body={"password": "p" * 9})["access_token"] == SENTINEL
        client.call("op", body={"a": 1})
    text = path.read_text("utf-8")
    assert SENTINEL not in text
    assert "p" * 9 not in text
    assert '\\"token_type\\": \\"bearer\\"' in text


@pytest.mark.parametrize(
    ("scheme", "url", "headers"),
    [
        ("HeaderKey", "/x", {"X-Key": SENTINEL}),
        ("QueryKey", f"/x?k={SENTINEL}&z=1", {}),
        ("CookieKey", "/x", {"Cookie": f"a=b; sid={SENTINEL}"}),
        ("Bearer", "/x", {"Authorization": f"Bearer {SENTINEL}"}),
        ("Basic", "/x", {"Authorization": f"Basic {ENCODED}"}),
    ],
)
def test_a_report_about_what_others_recorded_holds_no_key(
    scheme: str, url: str, headers: dict[str, str], tmp_path: Path
) -> None:
    """Their files hold it, in the request and in the answer that is not what the document says."""

    def named(pairs: dict[str, str]) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in pairs.items()]

    path = tmp_path / "browser.har"
    entry = {
        "request": {"method": "POST", "url": f"http://h{url}", "headers": named(headers)},
        "response": {
            "status": 200,
            "headers": named({"Content-Type": "application/json"}),
            "content": {"text": json.dumps(f"no {SENTINEL}")},
        },
    }
    path.write_text(json.dumps({"log": {"version": "1.2", "creator": {"name": "WebInspector"}, "entries": [entry]}}))
    report = verify(path, document(scheme))
    assert [finding.kind for finding in report.findings if finding.side == "answer"] == ["body"]
    for form in ("text", "json", "markdown", "junit"):
        assert SENTINEL not in report.format(form)
        assert "***" in report.format(form)
