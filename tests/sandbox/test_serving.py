"""A real port: HTTP/1.1 with keep-alive, chunked bodies both ways, many clients at once."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dynaclient.document import Document
from dynaclient.sandbox import Sandbox, Serving

from .conftest import ROOT, report

KEY = {"Authorization": "Bearer k"}


@pytest.fixture
def serving(bundled: Document) -> Iterator[Serving]:
    with Sandbox(bundled).serve() as serving:
        yield serving


def connect(serving: Serving) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)


def ask(connection: http.client.HTTPConnection, method: str, path: str, body: Any = None) -> Any:
    headers = dict(KEY)
    if body is not None:
        headers["Content-Type"] = "application/json"
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    response = connection.getresponse()
    data = response.read()
    assert response.status == 200, data
    return json.loads(data)


def test_keep_alive(serving: Serving) -> None:
    """One connection serves many requests, refused ones and ones without a body too."""
    connection = connect(serving)
    ask(connection, "GET", "/models")
    opened = connection.sock
    for method, path, status in (("GET", "/none", 404), ("HEAD", "/models", 200), ("OPTIONS", "/models", 204)):
        connection.request(method, path, headers=KEY)
        response = connection.getresponse()
        assert response.status == status
        assert response.read() == b"" or status == 404
    assert ask(connection, "GET", "/models")["object"] == "list"
    assert connection.sock is opened
    connection.close()


def test_a_chunked_request(serving: Serving) -> None:
    """Source: RFC 9112 section 7.1."""
    connection = connect(serving)
    body = iter([b'{"model": ', b'"gpt-4o"}'])
    connection.request("POST", "/assistants", body, {**KEY, "Content-Type": "application/json"}, encode_chunked=True)
    response = connection.getresponse()
    assert (response.status, json.loads(response.read())["model"]) == (200, "gpt-4o")
    assert ask(connection, "GET", "/assistants")["data"][0]["model"] == "gpt-4o"
    connection.close()


def test_events_come_one_by_one(serving: Serving) -> None:
    """The first event is there long before the last one is sent."""
    connection = connect(serving)
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": "x"}], "stream": True})
    headers = {**KEY, "Content-Type": "application/json", "Sandbox-Trickle": "0.05", "Sandbox-Piece": "1000"}
    started = time.monotonic()
    connection.request("POST", "/chat/completions", body, headers)
    response = connection.getresponse()
    assert response.headers["Transfer-Encoding"] == "chunked"
    times = [time.monotonic() for line in iter(response.readline, b"") if line.startswith(b"data")]
    assert len(times) >= 4
    assert times[-1] - started >= 0.05 * (len(times) - 1)
    assert times[-1] - times[0] >= 0.05  # a reader that got no processor for a while reads several at once
    connection.close()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        pytest.param(b"GET /models HTTP/1.0\r\nAuthorization: Bearer k\r\n\r\n", b" 200 ", id="HTTP/1.0"),
        pytest.param(
            b"GET http://localhost/v1/models HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer k\r\n"
            b"Connection: close\r\n\r\n",
            b" 200 ",
            id="absolute form",
        ),
        pytest.param(b"nonsense\r\n\r\n", b" 400 ", id="no request line"),
        pytest.param(
            b"POST /threads HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b" 400 ",
            id="broken chunks",
        ),
        pytest.param(b"POST /threads HTTP/1.1\r\nContent-Length: x\r\n\r\n", b" 400 ", id="no length"),
    ],
)
def test_other_clients(serving: Serving, raw: bytes, status: bytes) -> None:
    """Unusual HTTP is answered, and the connection closed."""
    with socket.create_connection(("127.0.0.1", serving.port), timeout=60) as connection:
        connection.sendall(raw)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert (
        status.strip() in answer
    )  # before 3.12 a request line of one word is HTTP/0.9, answered without a status line


def test_an_application_that_fails(capsys: pytest.CaptureFixture[str]) -> None:
    """Its error is written to standard error and answered with 500; the next request is served."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/bad":
            raise LookupError("as it happens")
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"fine"]

    with Serving(application) as serving:
        connection = connect(serving)
        for path, expected in (("/bad", (500, b"")), ("/good", (200, b"fine"))):
            connection.request("GET", path)
            response = connection.getresponse()
            assert (response.status, response.read()) == expected
        connection.close()
    assert "as it happens" in capsys.readouterr().err


def test_closing_frees_the_port(bundled: Document) -> None:
    """Also while clients hold connections open."""
    serving = Sandbox(bundled).serve()
    connection = connect(serving)
    ask(connection, "GET", "/models")
    serving.close()
    with pytest.raises(OSError):  # refused or reset, as the system has it
        connect(serving).request("GET", "/models")
    again = Sandbox(bundled).serve(port=serving.port)
    assert again.port == serving.port
    again.close()
    connection.close()


def test_the_module_is_the_command(tmp_path: Any) -> None:
    """`python -m dynaclient.sandbox` takes the options of `dynaclient sandbox`; --db keeps created resources."""
    command = [sys.executable, "-m", "dynaclient.sandbox", "--spec", str(ROOT / "spec" / "openapi.yaml"), "--port", "0"]
    with subprocess.Popen(
        [*command, "--db", str(tmp_path / "s.db"), "--no-admin"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://([\d.:]+)", process.stdout.readline())
            assert found is not None
            connection = http.client.HTTPConnection(found[1], timeout=60)
            made = ask(connection, "POST", "/assistants", {"model": "gpt-4o"})
            assert ask(connection, "GET", f"/assistants/{made['id']}") == made
            connection.close()
        finally:
            process.terminate()
    assert (tmp_path / "s.db").stat().st_size > 0


def hammer(
    port: int, clients: int, seconds: float, act: Callable[[http.client.HTTPConnection, int], str]
) -> tuple[list[str], list[str]]:
    """What `clients` threads made in so many seconds, each on a connection of its own, and their errors."""
    made: list[str] = []
    errors: list[str] = []
    stop = time.monotonic() + seconds

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        own = []
        while time.monotonic() < stop:
            try:
                own.append(act(connection, number))
            except Exception as error:
                errors.append(repr(error))
                connection.close()
        connection.close()
        made.extend(own)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return made, errors


@pytest.mark.slow
def test_two_hundred_clients(serving: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten seconds on a real port: no error, and every created resource is listed once."""

    def act(connection: http.client.HTTPConnection, number: int) -> str:
        made = ask(connection, "POST", "/assistants", {"model": "gpt-4o", "name": str(number)})
        assert ask(connection, "GET", f"/assistants/{made['id']}") == made
        return str(made["id"])

    begun = time.monotonic()
    made, errors = hammer(serving.port, 200, 10.0, act)
    seconds = time.monotonic() - begun
    connection = connect(serving)
    listed: list[str] = []
    path = "/assistants?limit=100&order=asc"
    while True:
        page = ask(connection, "GET", path + (f"&after={listed[-1]}" if listed else ""))
        listed += [item["id"] for item in page["data"]]
        if not page["has_more"]:
            break
    connection.close()
    rate = 2 * len(made) / seconds
    said = f"{len(made)} created and read ({rate:.0f} requests/s), {len(listed)} listed, {len(errors)} errors"
    report(capsys, f"200 clients, {seconds:.1f} s: {said}")
    assert errors == []
    assert len(listed) == len(set(listed))
    assert set(listed) == set(made)
