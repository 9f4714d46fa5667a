"""Every error of the tree can be pickled as it is raised, by each kind of client, and takes no secret along."""

from __future__ import annotations

import asyncio
import base64
import concurrent.futures
import hashlib
import hmac
import io
import itertools
import multiprocessing
import pickle
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DynaclientError, errors, load_document
from dynaclient.recording import Recording
from dynaclient.response.response import ResponseKeyError
from dynaclient.swap import Lock, Used
from tests.runtime.conftest import document, operation
from tests.runtime.server import CUT, NO_ANSWER, Reply, as_json
from tests.runtime.test_parse import CHAT_ANSWER, CHAT_FORMAT, chat, obj

KEY = "the-secret-key"
SCHEMA = {"type": "object", "required": ["id"], "properties": {"status": {"enum": ["running", "completed", "failed"]}}}
ANSWER = {"content": {"application/json": {"schema": SCHEMA}}, "description": ""}
PARAMETERS = [
    {"name": "n", "in": "query", "schema": {"type": "integer"}},
    {"name": "both", "in": "query", "schema": {}},
    {"name": "both", "in": "header", "schema": {}},
    {"name": "after", "in": "query", "schema": {"type": "string"}},
]
DESCRIBED = {
    **document(
        **{
            "/x": {
                "get": operation("x", parameters=PARAMETERS, responses={"200": ANSWER}),
                "post": operation("y", requestBody={"content": {"application/octet-stream": {}}}),
                "put": operation("write", requestBody={"content": {"application/json": {"schema": {}}}}),
            },
            "/lines": {
                "post": operation(
                    "lines",
                    requestBody={
                        "content": {"application/jsonl": {"schema": {"type": "array", "items": {"type": "integer"}}}}
                    },
                )
            },
            "/chat": {
                "post": operation(
                    "chat",
                    requestBody={"content": {"application/json": {"schema": obj(response_format=CHAT_FORMAT)}}},
                    responses={"200": {"description": "", "content": {"application/json": {"schema": CHAT_ANSWER}}}},
                )
            },
        }
    ),
    "components": {"securitySchemes": {"k": {"type": "apiKey", "in": "query", "name": "k"}}},
    "security": [{"k": []}],
}
ECHO = {"message": f"no {KEY}", "title": KEY, "type": f"/{KEY}", "deep": [{"k": KEY}], KEY: 1}
"""What a server sends back."""
RULE = {"kind": "cursor", "parameter": "after", "items": "/items", "next": "/next"}


def status(code: int) -> tuple[type, Callable[[Any], Reply], Callable[[Any], Any]]:
    kind = {400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 409: "Conflict"}
    kind |= {410: "Gone", 412: "PreconditionFailed", 413: "ContentTooLarge", 428: "PreconditionRequired"}
    kind |= {418: "HTTPStatusError", 422: "UnprocessableEntity", 429: "RateLimited", 500: "ServerError"}
    return getattr(errors, kind[code]), lambda seen: as_json(ECHO, code), lambda caller: caller.call("x")


def changed(caller: Any, **options: Any) -> Any:
    caller.client = caller.client.with_options(**options)
    return caller


def unread(what: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda caller: what(changed(caller, stream=True).call("x"))


_reads = itertools.count()


def changing(seen: Any) -> Reply:
    """Another value with each read, and a write that comes too late."""
    return as_json(ECHO, 412) if seen.method == "PUT" else as_json({**ECHO, KEY: next(_reads)}, ETag='"a"')


def edited(caller: Any) -> Any:
    edit = caller.client.edit("write")
    value = caller.driver.run(edit.open())
    value[KEY] = KEY
    return caller.driver.run(edit.write())


def replaying(caller: Any, text: str = "") -> Any:
    """Replay another call than the one that was recorded, or a file with this text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cassette.har")
        if text:
            path.write_text(text)
        else:
            changed(caller, plugins=[Recording(path)]).call("x")
        return changed(caller, plugins=[Recording(path, mode="none")]).call("x", n=7)


WAYS: dict[str, tuple[type, Callable[[Any], Reply], Callable[[Any], Any]]] = {
    **{str(code): status(code) for code in (400, 401, 403, 404, 409, 410, 412, 413, 418, 422, 428, 429, 500)},
    "unknown operation": (errors.UnknownOperation, as_json, lambda caller: caller.call("z")),
    "unknown argument": (errors.UnknownParameter, as_json, lambda caller: caller.call("x", m=KEY)),
    "argument that does not fit": (errors.ValidationError, as_json, lambda caller: caller.call("x", n=io.BytesIO())),
    "ambiguous argument": (errors.ArgumentConflict, as_json, lambda caller: caller.call("x", both=1)),
    "no credentials": (
        errors.MissingCredentials,
        as_json,
        lambda caller: changed(caller, credentials=False) and _without(caller),
    ),
    "wrong option": (errors.RequestError, as_json, lambda caller: changed(caller, timeout=-1)),
    "no answer": (errors.ConnectionFailed, lambda seen: NO_ANSWER, lambda caller: caller.call("x")),
    "broken answer": (errors.ConnectionFailed, lambda seen: Reply(200, [b"{", CUT]), lambda caller: caller.call("x")),
    "refusal": (
        errors.RefusedAnswer,
        lambda seen: as_json(chat(None, refusal=f"not with {KEY}")),
        lambda caller: caller.parse("chat", into=dict[str, int]),
    ),
    "answer that was cut": (
        errors.IncompleteAnswer,
        lambda seen: as_json(chat(f'{{"{KEY}": ', "length")),
        lambda caller: caller.parse("chat", into=dict[str, int]),
    ),
    "late answer": (
        errors.DeadlineExceeded,
        lambda seen: Reply(200, [b"{", _slow]),
        lambda caller: changed(caller, deadline=0.3).call("x"),
    ),
    "late state": (
        errors.DeadlineExceeded,
        lambda seen: as_json({"id": 1, "k": KEY}),
        lambda caller: caller.poll("x", until=lambda response: False, interval=0.05, deadline=0.2),
    ),
    "large answer": (
        errors.BodyTooLarge,
        lambda seen: Reply(200, b"a" * 100),
        lambda caller: changed(caller, max_body=10).call("x"),
    ),
    "wrong type": (
        errors.UndecodableBody,
        lambda seen: Reply(200, f"{{{KEY}".encode(), {"Content-Type": "application/json"}),
        lambda caller: caller.call("x").data,
    ),
    "wrong answer": (
        errors.InvalidResponse,
        lambda seen: as_json({"k": KEY}),
        lambda caller: changed(caller, validate_responses="raise").call("x"),
    ),
    "missing member": (ResponseKeyError, lambda seen: as_json(ECHO), lambda caller: caller.call("x")["none"]),
    "error event": (
        errors.ErrorEvent,
        lambda seen: Reply(
            200, f'data: {{"error": {{"message": "no {KEY}"}}}}\n\n'.encode(), {"Content-Type": "text/event-stream"}
        ),
        lambda caller: list(caller.items(caller.call("x"))),
    ),
    "edit conflict": (errors.EditConflict, changing, edited),
    "link that there is not": (
        errors.LinkError,
        lambda seen: as_json({"k": KEY}),
        lambda caller: caller.driver.run(caller.call("x").follow("none")),
    ),
    "item that does not fit": (errors.InvalidItem, as_json, lambda caller: caller.call("lines", body=iter([1, KEY]))),
    "call that was not recorded": (errors.NotRecorded, as_json, replaying),
    "recording that is none": (errors.RecordingError, as_json, lambda caller: replaying(caller, "{")),
    "repeated page": (
        errors.PagingError,
        lambda seen: as_json({"items": [1], "next": "a"}),
        lambda caller: list(caller.paginate("x", rule=RULE)),
    ),
    "short download": (
        errors.DamagedBody,
        lambda seen: Reply(200, b"abc", {"Content-Type": "text/plain", "Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="}),
        lambda caller: caller.save(changed(caller, stream=True).call("x"), "/tmp/unused"),  # not saved
    ),
    "other state": (
        errors.UnexpectedState,
        lambda seen: as_json({"id": 1, "status": "failed", "k": KEY}),
        lambda caller: caller.poll("x", until={"status": "completed"}, interval=0.05, deadline=2),
    ),
}
"""What goes wrong → the error, the server's answer, and the call."""


def _slow() -> bytes:
    import time

    time.sleep(1)
    return b"}"


def _without(caller: Any) -> Any:
    described = Client(DESCRIBED, base_url="http://h.test")
    return described.x()


def raised(kind: type, act: Callable[[], Any]) -> Any:
    with pytest.raises(kind) as caught:
        act()
    assert type(caught.value) is kind
    return caught.value


@pytest.mark.parametrize("way", WAYS)
def test_an_error_comes_back_from_a_pickle(serve: Any, caller: Any, way: str) -> None:
    """With its text and its values, without the response, and without the key in any form."""
    kind, answer, act = WAYS[way]
    server = serve(lambda seen: answer(seen) if answer is not as_json else as_json({}))
    error = raised(kind, lambda: act(caller(server, DESCRIBED, credentials={"k": KEY}, retries=1)))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        stored = pickle.dumps(error, protocol)
        again = pickle.loads(stored)
        assert (type(again), str(again), repr(again)) == (type(error), str(error), repr(error))
        assert KEY.encode() not in stored
        assert pickle.dumps(again, protocol)  # and once more
    kept = {name: value for name, value in vars(error).items() if name not in ("response", "last", "attempts")}
    assert set(vars(again)) >= set(kept)
    assert getattr(again, "response", None) is None
    assert len(getattr(again, "attempts", ())) == len(getattr(error, "attempts", ()))


DOCUMENTS = {
    errors.DocumentSyntaxError: b"{",
    errors.UnsupportedVersion: b'{"openapi": "9.0.0", "info": {}, "paths": {}}',
    errors.DocumentError: b"\xff\xfe\xff",
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_so_does_the_error_of_a_document(kind: type) -> None:
    with pytest.raises(errors.DocumentError) as caught:
        load_document(DOCUMENTS[kind])
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), vars(again)) == (type(caught.value), str(caught.value), vars(caught.value))


def test_so_does_the_error_of_a_reference() -> None:
    loaded = load_document({"openapi": "3.1.0", "info": {}, "paths": {}})
    error = raised(errors.UnresolvableReference, lambda: loaded.resolve("#/nowhere"))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_so_does_the_error_of_an_overlay() -> None:
    given = {"overlay": "1.1.0", "info": {"title": "t", "version": "1"}, "actions": [{"target": "$", "remove": True}]}
    error = raised(errors.OverlayError, lambda: load_document({"openapi": "3.1.0"}, overlays=[given]))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_so_does_the_error_of_a_lock(tmp_path: Path) -> None:
    """With its report."""
    document = {"openapi": "3.1.0", "info": {}, "paths": {"/a": {"get": {"operationId": "a", "responses": {}}}}}
    Lock.of(load_document(document), Used.of(["a"])).write(tmp_path / "x.lock")
    error = raised(errors.LockBroken, lambda: Client({**document, "paths": {}}, lock=tmp_path / "x.lock"))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
    assert "GET /a is gone" in str(again)


SIGNED = b"0123456789abcdef"
SECRET = f"whsec_{base64.b64encode(SIGNED).decode()}"


def signed(body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks."""
    head = {"webhook-id": "wh_1", "webhook-timestamp": str(int(time.time()))}
    signature = hmac.new(SIGNED, b".".join([*(text.encode() for text in head.values()), body]), hashlib.sha256)
    return {**head, "webhook-signature": f"v1,{base64.b64encode(signature.digest()).decode()}"}


WEBHOOKS: list[tuple[type[DynaclientError], Callable[[Client], Any], str]] = [
    (errors.WebhookError, lambda client: client.webhooks.unwrap({"type": "made"}, {}), "as they arrived"),
    (errors.InvalidSignature, lambda client: client.webhooks.unwrap(b"{}", {}, secret=SECRET), "webhook-id"),
    (errors.UnknownWebhook, lambda client: client.webhooks["mdae"], "Did you mean 'made'?"),
    (errors.InvalidEvent, lambda client: client.webhooks.unwrap(b"{}", signed(b"{}"), secret=SECRET), "id"),
]
"""Class, what raises it, and a part of its text."""


@pytest.mark.parametrize(("kind", "act", "text"), WEBHOOKS, ids=[kind.__name__ for kind, _, _ in WEBHOOKS])
def test_what_is_wrong_with_a_webhook_comes_back(kind: Any, act: Any, text: str) -> None:
    schema = {"type": "object", "required": ["id"]}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "webhooks": {"made": {"post": {"requestBody": body, "responses": {}}}},
    }
    error = raised(kind, lambda: act(Client(document)))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (kind, str(error), vars(error))
    assert text in str(again)


def test_the_report_of_a_bulk_job_comes_back() -> None:
    client = Client(DESCRIBED, base_url="http://127.0.0.1:9", credentials={"k": KEY})
    error = raised(errors.BulkError, lambda: list(client.map("x", [{"n": "many"}])))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.nothing_sent) == (errors.BulkError, str(error), True)
    assert again.report.bad == error.report.bad


def test_every_class_is_tried() -> None:
    def below(kind: type) -> set[type]:
        return {kind}.union(*map(below, kind.__subclasses__()))

    tried = {kind for kind, _, _ in WAYS.values()} | set(DOCUMENTS)
    own_tests = {
        *(kind for kind, _, _ in WEBHOOKS),
        errors.BulkError,
        errors.LockBroken,
        errors.MissingExtra,
        errors.OverlayError,
        errors.TokenError,
        errors.UnresolvableReference,
    }
    bases = {DynaclientError, errors.TransportError, errors.ResponseError}
    assert {kind for kind in below(DynaclientError) if kind.__module__ == errors.__name__} <= tried | own_tests | bases


def test_a_process_pool_hands_errors_over(serve: Any) -> None:
    server = serve(lambda seen: NO_ANSWER)
    client = Client(DESCRIBED, base_url=server.url, credentials={"k": KEY}, retries=0)
    call = client.with_options(pickle_credentials=True).call
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        error = pool.submit(call, "x").exception(60)
    assert isinstance(error, errors.ConnectionFailed)
    assert error.attempts[0].error is error


def test_a_deep_error_body_can_be_pickled(serve: Any, caller: Any) -> None:
    server = serve(lambda seen: Reply(400, b"[" * 900 + b"]" * 900, {"Content-Type": "application/json"}))
    error = raised(errors.BadRequest, lambda: caller(server, DESCRIBED, credentials={"k": KEY}).call("x"))
    assert pickle.loads(pickle.dumps(error)).data


def test_a_missing_package_can_be_pickled(monkeypatch) -> None:
    """Without the package, an async client cannot be made at all."""
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    monkeypatch.delitem(sys.modules, "dynaclient.transport.aiohttp_sender", raising=False)
    monkeypatch.delitem(sys.modules, "dynaclient.transport.aiohttp_body", raising=False)
    with pytest.raises(errors.MissingExtra) as caught:
        asyncio.run(AsyncClient(DESCRIBED, credentials={"k": KEY}, base_url="http://localhost:1").call("x"))
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.module) == (str(caught.value), "aiohttp")
    assert str(copy) == "an async client needs aiohttp, which is not installed: pip install 'dynaclient[async]'"
