"""Texts of documents and servers: what they may show on a terminal, and which secrets errors for programs hold."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dynaclient import Client, DocumentError, HTTPStatusError, Violation
from tests.runtime.server import Loopback, Reply, Seen, as_json

EVIL = "\x1b]0;owned\x07\x9b31m\x00\x7f"
"""Retitles a window, and turns red what follows: C0 and C1 control characters."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

FIELD = {"type": "string", "enum": [f"e{EVIL}", "f"], "description": f"field {EVIL}", "default": f"d{EVIL}"}
HOSTILE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": f"Shop {EVIL}", "version": f"1{EVIL}", "description": f"All {EVIL}"},
    "servers": [{"url": "http://127.0.0.1:9", "description": f"there {EVIL}"}],
    "tags": [{"name": f"tag{EVIL}", "description": f"tagged {EVIL}"}],
    "components": {
        "schemas": {
            f"Thing{EVIL}": {"type": "object", "title": f"Thing {EVIL}", "properties": {f"field{EVIL}": FIELD}}
        },
        "securitySchemes": {f"key{EVIL}": {"type": "http", "scheme": "bearer", "description": f"key {EVIL}"}},
    },
    "paths": {
        f"/x{EVIL}": {
            "post": {
                "operationId": f"op{EVIL}",
                "summary": f"Does {EVIL}",
                "description": f"It does {EVIL}",
                "tags": [f"tag{EVIL}"],
                "parameters": [
                    {"name": f"q{EVIL}", "in": "query", "schema": FIELD, "description": f"q {EVIL}"},
                    {"name": f"bad{EVIL}", "in": f"nowhere{EVIL}"},
                ],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"type": "object", "properties": {f"b{EVIL}": FIELD}},
                            "examples": {f"one{EVIL}": {"value": {f"b{EVIL}": f"v{EVIL}"}}},
                        },
                        f"text/x{EVIL}": {"schema": {"type": f"odd{EVIL}"}},
                    }
                },
                "responses": {f"2XX{EVIL}": {"description": f"done {EVIL}", "content": {f"text/a{EVIL}": {}}}},
            },
            "get": {"operationId": "plain", "summary": f"Plain {EVIL}", "responses": {}},
        }
    },
}


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """The path of a document with control characters in every text."""
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(HOSTILE))
    return str(path)


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "--json"),
        ("search", "does"),
        ("show", "plain"),
        ("show", f"op{EVIL}"),
        ("show", f"op{EVIL}", "--json"),
        ("show", f"op{EVIL}", "--schema"),
        ("show", "nope"),
        ("check",),
        ("check", "--json"),
        ("bundle",),
        ("explain", f"op{EVIL}"),
        ("explain", f"op{EVIL}", f"q{EVIL}=zzz"),
        ("call", f"op{EVIL}", f"q{EVIL}=zzz"),
        ("call", f"op{EVIL}", f"zzz{EVIL}=1"),
        ("call", f"op{EVIL}", f"zzz{EVIL}=1", "--json-errors"),
        ("call", "plain", "--dry-run"),
        ("call", "plain", "--all"),
        ("call", "plain", "--retries", "0"),
        ("__complete", "dynaclient "),
        ("__complete", "dynaclient show "),
        ("__complete", "dynaclient call plain "),
        ("__complete", "dynaclient list --tag "),
        ("--credential", "zzz=env:X", "plain"),
    ],
    ids=lambda words: " ".join(words).replace(EVIL, "").replace(" ", "-"),
)
def test_a_document_cannot_steer_the_terminal(run, hostile: str, words: tuple[str, ...]) -> None:
    """Whatever is listed, shown, completed, explained or refused."""
    done = run("--spec", hostile, *words)
    assert CONTROL.search(done.out + done.err) is None
    assert done.code != 1


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_writing_reference_and_stubs_shows_a_clean_title(run, hostile: str, tmp_path: Path, form: str) -> None:
    """The line that says what was written names the document."""
    for words in (
        ("reference", "--format", form, "-o", str(tmp_path / form)),
        ("stubs", "-o", str(tmp_path / "a.pyi")),
    ):
        done = run("--spec", hostile, *words)
        assert (done.code, done.err) == (0, "")
        assert CONTROL.search(done.out) is None
        assert "written" in done.out


def test_texts_in_python_are_clean_too() -> None:
    """Where a session at a terminal prints them."""
    client = Client(HOSTILE)
    operation = client.operations[f"op{EVIL}"]
    parts = [operation, *operation.parameters, operation.request_body, *operation.responses.values()]
    shown = "".join(map(repr, [client, *parts, *client.document.problems]))
    assert CONTROL.search(shown) is None
    for error in (DocumentError(f"it says {EVIL}", source=f"a{EVIL}"), Violation("query", f"/q{EVIL}", "type", EVIL)):
        assert CONTROL.search(str(error)) is None


def test_what_a_server_says_is_clean_in_python_too() -> None:
    """In the text of an error, not in its data."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("400 Bad", [("Content-Type", "application/json")])
        return [json.dumps({"message": f"no {EVIL}"}).encode()]

    with pytest.raises(HTTPStatusError) as caught:
        Client(HOSTILE, app=app, credentials=False).call("plain")
    assert CONTROL.search(str(caught.value) + repr(caught.value)) is None
    assert caught.value.data == {"message": f"no {EVIL}"}


# --json-errors

SCHEMES = {
    "basic": {"type": "http", "scheme": "basic"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
}


@pytest.fixture
def echoing(run, tmp_path: Path) -> Iterator[Callable[..., dict[str, Any]]]:
    """Calls a server that sends back what `echo` makes of a request, with a credential; gives the error's record."""
    servers: list[Loopback] = []

    def call(scheme: str, key: str, echo: Callable[[Seen], Any]) -> dict[str, Any]:
        servers.append(Loopback(lambda seen: as_json(echo(seen), 400)))
        document = {
            "openapi": "3.1.0",
            "components": {"securitySchemes": {"key": SCHEMES[scheme]}},
            "security": [{"key": []}],
            "paths": {"/x": {"get": {"operationId": "x", "responses": {}}}},
        }
        path = tmp_path / "spec.json"
        path.write_text(json.dumps(document))
        words = (
            "--spec",
            str(path),
            "--base-url",
            servers[-1].url,
            "--credential",
            "key=env:KEY",
            "--json-errors",
            "x",
        )
        done = run(*words, KEY=key)
        record: dict[str, Any] = json.loads(done.err)["error"]
        assert done.code == 4
        return record

    yield call
    for server in servers:
        server.close()


PASSWORD = 's3cret/"ü+ x'
CODED = base64.b64encode(f"user:{PASSWORD}".encode()).decode()


@pytest.mark.parametrize(
    ("scheme", "key", "echo"),
    [
        pytest.param("basic", f"user:{PASSWORD}", lambda seen: {"a": seen.headers["Authorization"]}, id="the header"),
        pytest.param("basic", f"user:{PASSWORD}", lambda seen: {"a": [{"b": CODED.rstrip("=")}]}, id="without padding"),
        pytest.param("basic", f"user:{PASSWORD}", lambda seen: {"a": [PASSWORD]}, id="the password"),
        pytest.param("basic", f"user:{PASSWORD}", lambda seen: {"a": quote(PASSWORD, safe="")}, id="percent-encoded"),
        pytest.param("basic", f"user:{PASSWORD}", lambda seen: {"a": {PASSWORD: 1}}, id="as a name"),
        pytest.param("basic", f"user:{PASSWORD}", lambda seen: {"a": json.dumps({"p": PASSWORD})}, id="JSON in JSON"),
        pytest.param("bearer", "t0ken-12345", lambda seen: {"a": f"Bearer {'t0ken-12345'}"}, id="a token"),
        pytest.param(
            "bearer", "t0ken-12345", lambda seen: {"a": base64.b64encode(b"t0ken-12345").decode()}, id="a coded token"
        ),
        pytest.param("bearer", "1234567890", lambda seen: {"a": 1234567890}, id="a number"),
        pytest.param("query", "k3y&12345", lambda seen: {"a": seen.path}, id="the query"),
        pytest.param("bearer", "t0ken-12345", lambda seen: ["t0ken-12345", ["t0ken-12345"]], id="a list"),
    ],
)  # fmt: skip
def test_errors_for_programs_hold_no_secret(echoing, scheme: str, key: str, echo: Any) -> None:
    """Neither in their message nor in their data: such output is made to be logged."""
    record = echoing(scheme, key, echo)
    text = json.dumps(record, ensure_ascii=False) + json.dumps(record)
    parts = {key, key.partition(":")[2] or key}
    forms = {form for part in parts for form in (part, quote(part, safe=""), json.dumps(part)[1:-1])}
    forms |= {base64.b64encode(part.encode()).decode().rstrip("=") for part in parts}
    assert not [form for form in forms if form in text]
    assert "***" in json.dumps(record["data"])


def test_data_without_secrets_stays_as_it_is(echoing) -> None:
    """Types and all."""
    data = {"code": 5, "ok": False, "rate": 1.5, "nothing": None, "list": [1, "a"], "message": "no"}
    assert echoing("bearer", "t0ken-12345", lambda seen: data)["data"] == data


def test_data_that_nests_deeply_is_cut(echoing) -> None:
    """Instead of failing to be written."""
    deep: Any = "end"
    for _ in range(300):
        deep = [deep]
    text = json.dumps(echoing("bearer", "t0ken-12345", lambda seen: deep)["data"])
    assert "end" not in text
    assert "\\u2026" in text


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("20", "The server asks to wait 20 s."),
        ("7200", "The server asks to wait 2 h."),
        ("Wed, 25 Nov 2099 20:00:00 GMT", "The server asks to wait until Wed, 25 Nov 2099 20:00:00 GMT."),
        ("Wed, 25 Nov 1999 20:00:00 GMT", ""),
        ("soon", ""),
        ("-5", ""),
        ("0", ""),
    ],
)
def test_retry_after_reads_well(run, tmp_path: Path, header: str, said: str) -> None:
    """A number is seconds, a date is a date, and nonsense is passed over. Source: RFC 9110 section 10.2.3."""
    server = Loopback(lambda seen: Reply(429, b"{}", {"Content-Type": "application/json", "Retry-After": header}))
    path = tmp_path / "spec.json"
    path.write_text(json.dumps({"openapi": "3.1.0", "paths": {"/x": {"get": {"operationId": "x", "responses": {}}}}}))
    try:
        done = run("--spec", str(path), "--base-url", server.url, "x", "--retries", "0")
    finally:
        server.close()
    assert done.code == 4
    assert done.err.rstrip().endswith(said or "wait a little, then try again.")


@pytest.mark.parametrize("seconds", ["1e15", "1e308", "inf", "nan", "-1", "1e9999"])
@pytest.mark.parametrize("option", ["--timeout", "--deadline"])
def test_a_time_that_cannot_be_waited_for_is_a_mistake_of_the_user(
    run, hostile: str, option: str, seconds: str
) -> None:
    """Not a bug of ours."""
    done = run("--spec", hostile, "plain", option, seconds)
    assert done.code == 2
    assert "is not a number of seconds above 0 and up to 1,000,000,000" in done.err


@pytest.mark.parametrize("name", ["a b", "class", "1a", "", "a-b"])
def test_a_class_name_that_python_cannot_use_is_a_mistake_of_the_user(
    run, hostile: str, name: str, tmp_path: Path
) -> None:
    """An empty one is the title's."""
    done = run("--spec", hostile, "stubs", "--name", name, "-o", str(tmp_path / "api.pyi"))
    assert done.code == (2 if name else 0)
    assert "bug" not in done.err
