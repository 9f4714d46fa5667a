"""The log of calls: a line for each at INFO, heads and bodies at DEBUG, warnings where something deserves one."""

from __future__ import annotations

import asyncio
import base64
import gc
import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, ConnectionFailed, DynaclientError, NotFound, PagingWarning, RetryPolicy
from dynaclient.swap import Drift
from tests.client.test_safety import CARRIERS, SENTINEL
from tests.echo_server import EchoServer
from tests.echo_server import Reply as EchoReply
from tests.runtime.conftest import document, operation
from tests.runtime.server import CUT, Loopback, Reply, Seen, as_json, events

Make = Callable[..., Any]
Serve = Callable[[Callable[[Seen], Reply]], Loopback]

ONE = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
BODY = {"content": {"application/json": {"schema": {"type": "object"}}, "application/octet-stream": {}}}
STREAM = {"200": {"description": "", "content": {"text/event-stream": {}}}}
PETS = document(
    **{
        "/pets/{id}": {
            "get": operation("getPet", parameters=[ONE]),
            "post": operation("feedPet", parameters=[ONE], requestBody=BODY),
        },
        "/events": {"get": {"operationId": "watchPets", "responses": STREAM}},
    }
)


@pytest.fixture
def info(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="dynaclient")
    return caplog


@pytest.fixture
def debug(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, logger="dynaclient")
    return caplog


def lines(log: pytest.LogCaptureFixture) -> list[str]:
    """The lines of calls, with N for each number of milliseconds."""
    texts = [record.getMessage() for record in log.records if hasattr(record, "call")]
    return [re.sub(r"\d+ ms", "N ms", text) for text in texts]


# INFO


def test_a_call_is_a_line(serve: Serve, caller: Make, info: pytest.LogCaptureFixture) -> None:
    """With the template of its path, so that lines can be counted by it, and the facts for handlers that take them."""
    server = serve(lambda seen: as_json({"name": "Rex"}, X_Request_Id="req-1"))
    caller(server, PETS).call("getPet", id="7")
    host = server.url.removeprefix("http://")
    assert lines(info) == [f"getPet: GET {host}/pets/{{id}}: 200 in N ms, 1 attempt, 15 bytes, request id req-1"]
    (record,) = info.records
    assert (record.name, record.levelname) == ("dynaclient", "INFO")
    facts = record.call  # type: ignore[attr-defined]
    assert 0 < facts.pop("milliseconds") < 30_000
    assert facts == {
        "operation_id": "getPet", "method": "GET", "host": host, "path": "/pets/{id}", "status_code": 200,
        "attempts": 1, "bytes": 15, "request_id": "req-1", "error": None,
    }  # fmt: skip


def test_retries_are_counted_in_the_one_line(serve: Serve, caller: Make, info: pytest.LogCaptureFixture) -> None:
    """However a call ends, it has one."""
    left = [2]

    def answer(seen: Seen) -> Reply:
        left[0] -= 1
        return as_json({}, 503 if left[0] >= 0 else 404)

    with pytest.raises(NotFound):
        caller(serve(answer), PETS).call("getPet", id="7")
    with pytest.raises(ConnectionFailed):
        caller("http://user:password@127.0.0.1:9", PETS).call("getPet", id="7")
    first, second = lines(info)
    assert first.endswith(": 404 in N ms, 3 attempts, 2 bytes")
    assert second.startswith("getPet: GET 127.0.0.1:9/pets/{id}: ConnectionFailed (")
    assert second.endswith(") in N ms, 3 attempts")


def test_a_call_that_a_hook_ends_has_a_line_too(caller: Make, info: pytest.LogCaptureFixture) -> None:
    """Without the text of an exception of the program, which may say anything."""

    def fail(request: Any) -> None:
        raise ZeroDivisionError("a secret")

    with pytest.raises(ZeroDivisionError):
        caller("http://127.0.0.1:9", PETS, on_request=fail).call("getPet", id="7")
    assert lines(info) == ["getPet: GET 127.0.0.1:9/pets/{id}: ZeroDivisionError in N ms, 0 attempts"]


def test_what_is_not_sent_has_no_line(caller: Make, info: pytest.LogCaptureFixture) -> None:
    """A wrong call is the program's own affair."""
    with pytest.raises(DynaclientError):
        caller("http://127.0.0.1:9", PETS).call("getPet")
    assert info.records == []


@pytest.mark.parametrize("how", ["read", "left", "closed", "forgotten"])
def test_the_line_of_a_stream_follows_when_it_ends(
    serve: Serve, caller: Make, info: pytest.LogCaptureFixture, how: str
) -> None:
    """With the bytes and the time of all of it; also if the program leaves it, or forgets it."""
    one = caller(serve(lambda seen: events(b"data: 1\n\n", b"data: 2\n\n")), PETS)
    response = one.call("watchPets")
    assert lines(info) == []
    if how == "read":
        assert len(list(one.driver.items(response))) == 2
    elif how == "left":
        for _ in one.driver.items(response):
            break
        response.close()
    elif how == "closed":
        response.close()
        response.close()
    else:
        raw = response.raw
        del response
        gc.collect()
        raw.close()
    (line,) = lines(info)
    ends = {
        "read": r"200 in N ms \(head after N ms\), 1 attempt, 18 bytes",
        "left": r"200 in N ms \(head after N ms\), 1 attempt, (9|18) bytes",
        "closed": r"200 in N ms \(head after N ms; closed unread\), 1 attempt, 0 bytes",
        "forgotten": r"200 in N ms \(head after N ms; never closed\), 1 attempt, 0 bytes",
    }
    assert re.search(f": {ends[how]}$", line), line


def test_a_stream_that_breaks_off_says_so(serve: Serve, caller: Make, info: pytest.LogCaptureFixture) -> None:
    """After the bytes that had arrived."""
    one = caller(serve(lambda seen: Reply(200, [b"data: 1\n\n", CUT], {"Content-Type": "text/event-stream"})), PETS)
    with pytest.raises(ConnectionFailed):
        list(one.driver.items(one.call("watchPets")))
    (line,) = lines(info)
    assert "200, then ConnectionFailed (" in line
    assert line.endswith("9 bytes")


def test_a_body_that_is_left_unread_on_purpose(
    serve: Serve, caller: Make, info: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """`stream=True`: the line follows the download; one for the error of a status too."""
    one = caller(serve(lambda seen: as_json({"a": 1}, 404 if seen.path.endswith("/0") else 200)), PETS)
    one.client = one.client.with_options(stream=True)
    one.driver.run(one.call("getPet", id="7").save(tmp_path / "pet"))
    with pytest.raises(NotFound):
        one.call("getPet", id="0")
    first, second = lines(info)
    assert first.endswith(": 200 in N ms (head after N ms), 1 attempt, 8 bytes")
    assert second.endswith(": 404 in N ms (head after N ms), 1 attempt, 8 bytes")


def test_a_request_that_the_document_does_not_describe(
    serve: Serve, caller: Make, info: pytest.LogCaptureFixture
) -> None:
    """It is named by its path, without the keys in it."""
    described = {**PETS, "components": {"securitySchemes": {"k": {"type": "http", "scheme": "bearer"}}}}
    one = caller(serve(lambda seen: as_json({})), described, credentials={"k": SENTINEL})
    one.driver.run(one.client.request("GET", f"/bot{SENTINEL}/me?key={SENTINEL}"))
    (line,) = lines(info)
    assert re.fullmatch(r"GET /bot\*\*\*/me: GET 127\.0\.0\.1:\d+: 200 in N ms, 1 attempt, 2 bytes", line), line


# DEBUG


def test_heads_and_bodies_are_shown(serve: Serve, caller: Make, debug: pytest.LogCaptureFixture) -> None:
    """Of each attempt, as it is sent: also what a plugin makes of it."""

    class Changing:
        def changed(self, call: Any) -> Any:
            request = call.request.copy()
            request.headers["X-Changed"] = str(call.number)
            return call.with_request(request)

        def send(self, call: Any, next: Any) -> Any:  # noqa: A002
            return next(self.changed(call))

        async def asend(self, call: Any, next: Any) -> Any:  # noqa: A002
            return await next(self.changed(call))

    left = [1]

    def answer(seen: Seen) -> Reply:
        left[0] -= 1
        return as_json({"name": "Rex"}, 503 if left[0] >= 0 else 200, X_Answer="yes")

    server = serve(answer)
    one = caller(server, PETS, plugins=[Changing()], idempotency=True)
    one.call("feedPet", {"path:id": "7"}, body={"food": "bone", "password": "p"})
    sent, received, again, _, last, line = (record.getMessage() for record in debug.records)
    assert sent.startswith(f"feedPet: attempt 1:\n> POST {server.url}/pets/7\n")
    assert "\n> X-Changed: 1\n" in sent
    assert sent.endswith('\n> {"food": "bone", "password": "***"}')
    assert received.startswith("feedPet: attempt 1:\n< 503 ")
    assert "\n< X-Answer: yes\n" in received
    assert received.endswith('\n< {"name": "Rex"}')
    assert re.fullmatch(r"feedPet: attempt 1: status 503, .* s: .*; the next one follows in .* s", again)
    assert last.startswith("feedPet: attempt 2:\n< 200 OK")
    assert line.startswith("feedPet: POST ")


def test_what_is_long_is_cut_and_what_is_no_text_is_counted(
    serve: Serve, caller: Make, debug: pytest.LogCaptureFixture
) -> None:
    """A body of a megabyte is no line of a log."""
    server = serve(lambda seen: Reply(200, b"\x89PNG\xff" * 1000, {"Content-Type": "image/png"}))
    one = caller(server, PETS)
    one.call("feedPet", {"path:id": "7"}, body={"food": "x" * 10_000})
    one.call("feedPet", {"path:id": "7"}, body=io.BytesIO(b"123"))
    sent, received, _, file, *_ = (record.getMessage() for record in debug.records)
    assert re.search(r'> \{"food": ?"x+… \(10,0\d\d bytes\)$', sent)
    assert len(sent) < 2_600
    assert received.endswith("\n< (5,000 bytes of image/png)")
    assert "(a body of 3 bytes, read as it is sent)" in file


def test_the_beginning_of_a_stream_is_shown_at_its_end(
    serve: Serve, caller: Make, debug: pytest.LogCaptureFixture
) -> None:
    """Its head is shown when it arrives."""
    one = caller(serve(lambda seen: events(*([b"data: one\n\n"] * 1000))), PETS)
    response = one.call("watchPets")
    assert debug.messages[-1].startswith("watchPets: attempt 1:\n< 200 ")
    list(one.driver.items(response))
    assert debug.messages[-2].startswith("watchPets: < data: one\n\ndata: one")
    assert debug.messages[-2].endswith("… (11,000 bytes)")


def test_a_secret_is_not_shown_at_the_cut(serve: Serve, caller: Make, debug: pytest.LogCaptureFixture) -> None:
    """Wherever the text ends, and however much of it is secret."""
    key = "sentinel" * 20
    described = {**PETS, "components": {"securitySchemes": {"k": {"type": "http", "scheme": "bearer"}}}}
    described["security"] = [{"k": []}]
    bodies = iter([("." * n + key * 800).encode() for n in range(1990, 2000, 3)])
    one = caller(serve(lambda seen: Reply(200, next(bodies), {"Content-Type": "text/plain"})), described,
                 credentials={"k": key})  # fmt: skip
    for _ in range(4):
        one.call("getPet", id="7")
    assert "sentinel" not in "".join(debug.messages)


# secrets


def spellings(secret: str) -> dict[str, str]:
    """A secret in the encodings in which a server may send it back."""
    data = secret.encode()
    return {
        "as it is": secret,
        "base64": base64.b64encode(data).decode(),
        "base64 of a pair": base64.b64encode(b"user:" + data).decode(),
        "base64 of a JSON text": base64.b64encode(json.dumps({"key": secret}).encode()).decode(),
        "URL": "".join(f"%{byte:02X}" for byte in data),
        "JSON": "".join(f"\\u{byte:04x}" for byte in data),
        "hexadecimal": data.hex(),
    }


def telling_parts(secret: str) -> list[str]:
    """What no text may have: the encodings, without what base64 mixes with the bytes around the secret."""
    found = spellings(secret)
    pair, text = found.pop("base64 of a pair"), found.pop("base64 of a JSON text")
    return [*found.values(), pair[8:-4], text[12:-6]]


@pytest.fixture
def spans() -> list[Any]:
    """The plugin Tracing, and what it makes."""
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    from dynaclient.tracing import Tracing

    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return [Tracing(tracer_provider=provider), exporter]


@pytest.mark.parametrize("carrier", [name for name in CARRIERS if name not in ("code verifier", "device code")])
def test_no_line_and_no_span_shows_a_key_that_comes_back(
    carrier: str, server: EchoServer, caplog: pytest.LogCaptureFixture, spans: list[Any],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    """In the body, a stream, headers, the id of the request, and a redirect; in each encoding."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("DYNACLIENT_TOKENS", str(tmp_path / "tokens.json"))
    echo = " ".join(spellings(SENTINEL).values())
    body = f'{{"message": "{echo}", "deep": ["{echo}"]}}'.encode()
    headers = {"X-Request-Id": echo, "X-Echo": echo, "Set-Cookie": f"a={SENTINEL}", "Content-Type": "application/json"}
    for path, answer in getattr(CARRIERS[carrier], "answers", {}).items():
        server.answer(path, EchoReply(200, json.dumps(answer).encode()))
    server.answer("/x", EchoReply(400, body, headers))
    plugin, exporter = spans
    with CARRIERS[carrier](server.url) as made:
        client = made.with_options(plugins=[plugin], raise_for_status=False)
        assert client.call("op", access_token=SENTINEL).status_code == 400
        server.answer("/x", EchoReply(200, body, {**headers, "Content-Type": "text/event-stream"}))
        response = client.with_options(stream=True).call("op", body={"k": 1})
        assert SENTINEL.encode() in response.incoming.read()
        server.answer("/x", EchoReply(307, b"", {"Location": f"/y?echo={SENTINEL}", **headers}))
        client.call("op")
        made.session.close()
    formatter = logging.Formatter("%(name)s %(message)s %(args)s")
    texts = [formatter.format(record) + str(vars(record)) for record in caplog.records]
    assert sum("dynaclient op: attempt 1:" in text for text in texts) >= 6
    found = exporter.get_finished_spans()
    assert [span.name for span in found if span.name == "op"] == ["op"] * 3
    texts += [span.to_json() for span in found]
    for part in telling_parts(SENTINEL):
        assert not [text for text in texts if part in text], part


def test_an_async_call_shows_none_either(serve: Serve, caplog: pytest.LogCaptureFixture, spans: list[Any]) -> None:
    """The same hooks, for both kinds of client."""
    caplog.set_level(logging.DEBUG, logger="dynaclient")
    echo = " ".join(spellings(SENTINEL).values())
    described = {**PETS, "components": {"securitySchemes": {"k": {"type": "apiKey", "in": "query", "name": "k"}}}}
    described["security"] = [{"k": []}]
    server = serve(lambda seen: as_json({"echo": echo, "path": seen.path}, X_Request_Id=echo))

    async def main() -> None:
        keys = {"k": SENTINEL}
        async with AsyncClient(described, base_url=server.url, credentials=keys, plugins=[spans[0]]) as client:
            response = await client.call("getPet", id="7")
            assert SENTINEL in response["path"]

    asyncio.run(main())
    texts = [str(vars(record)) for record in caplog.records] + [s.to_json() for s in spans[1].get_finished_spans()]
    assert len(texts) == 5
    for part in telling_parts(SENTINEL):
        assert not [text for text in texts if part in text], part


# warnings


def test_a_long_wait_before_a_retry_is_warned_of(serve: Serve, caller: Make, caplog: pytest.LogCaptureFixture) -> None:
    """Before it begins: whoever looks at the log sees why a program stands still."""

    class Enough(Exception):
        """The test does not wait."""

    def stop(attempt: Any) -> None:
        raise Enough

    for wait in ("9", "35"):
        server = serve(lambda seen, wait=wait: as_json({}, 429, Retry_After=wait))  # type: ignore[misc]
        with pytest.raises(Enough):
            caller(server, PETS, on_retry=stop, retries=RetryPolicy()).call("getPet", id="7")
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("dynaclient", "WARNING")
    assert re.fullmatch(
        r"getPet: attempt 1 failed after .* s \(status 429\); the next one follows in 35 s, "
        r"35(\.\d)? s after the call began",
        record.getMessage(),
    )


def test_drift_is_warned_of_once(serve: Serve, caller: Make, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """When the plugin finds that an answer differs from the document."""
    one = caller(serve(lambda seen: as_json({}, 202)), PETS, plugins=[Drift(tmp_path / "drift.json")])
    one.call("getPet", id="7")
    one.call("getPet", id="7")
    assert caplog.messages == ["getPet: the answer differs from the document: 202: status 202 is not declared"]


def test_a_list_whose_pages_nobody_knows_is_warned_of(
    serve: Serve, caller: Make, caplog: pytest.LogCaptureFixture
) -> None:
    """In the log, beside the warning of Python."""
    schema = {"type": "array", "items": {"type": "object"}}
    described = document(
        **{"/pets": {"get": {"operationId": "listPets", "parameters": [
            {"name": "limit", "in": "query", "schema": {"type": "integer"}}],
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}}}}
    )  # fmt: skip
    one = caller(serve(lambda seen: as_json([{"id": 1}])), described)
    with pytest.warns(PagingWarning) as caught:
        assert list(one.paginate("listPets", limit=1)) == [{"id": 1}]
    assert caplog.messages == [str(caught[0].message)]


# switching it on

PROGRAM = """
import logging, sys
from dynaclient import Client
if "own" in sys.argv:
    logging.basicConfig(format="own %(message)s")

def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b"{}"]

client = Client({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths":
    {"/x": {"get": {"operationId": "op", "responses": {"200": {"description": ""}}}}}}, app=app)
client.op()
print(*sorted(name for name in sys.modules if name.endswith(("_log", "masking", "log_output"))))
"""


def run(level: str | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "DYNACLIENT_LOG"}
    env |= {} if level is None else {"DYNACLIENT_LOG": level}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], env=env, capture_output=True, text=True, check=True
    )


def test_the_environment_switches_the_log_on() -> None:
    """On standard error; a program that has handlers of its own sees each line once, in its own form."""
    line = r"op: GET localhost/x: 200 in \d+ ms, 1 attempt, 2 bytes\n"
    assert re.fullmatch(rf"\S+ \S+ INFO {line}", run("Info").stderr)
    assert re.fullmatch(rf"own {line}", run("info", "own").stderr)
    assert run("warning").stderr == ""
    shown = run("debug").stderr
    assert "DEBUG op: attempt 1:\n> GET http://localhost/x\n> " in shown
    assert "\n< {}\n" in shown
    assert "DYNACLIENT_LOG must be debug, info or warning, not 'all'; nothing is logged" in run("all").stderr


def test_without_a_listener_nothing_is_loaded() -> None:
    """Neither the log nor what it needs."""
    done = run(None)
    assert (done.stdout, done.stderr) == ("\n", "")
