"""A function that gives a credential is asked again after a 401, once, and the call is made again."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import Any

import pytest
import requests

from dynaclient import AsyncClient, Client, RequestError, Unauthorized
from dynaclient.client.plugins import PluginAnswer
from tests.runtime.conftest import document, operation
from tests.runtime.server import Reply, as_json

SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "key"},
}
BODY = {"content": {"application/json": {"schema": {"type": "object"}}}}
FORM = {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": {"f": {"format": "binary"}}}}}}


def described(scheme: str = "bearer", method: str = "get", **more: Any) -> Any:
    whole = document(**{"/x": {method: operation("x", security=[{scheme: []}], **more)}})
    return {**whole, "components": {"securitySchemes": SCHEMES}}


class Keys:
    """A function that gives `old-key` first, then `new-key` for ever, and counts."""

    def __init__(self, *keys: Any) -> None:
        self.keys = list(keys or ("old-key", "new-key"))
        self.asked = 0

    def __call__(self) -> Any:
        self.asked += 1
        return self.keys.pop(0) if len(self.keys) > 1 else self.keys[0]


class AsyncKeys(Keys):
    async def __call__(self) -> Any:
        return super().__call__()


def guarded(seen: Any) -> Reply:
    """Takes the new key wherever it is sent, and 401 for any other."""
    sent = f"{seen.path} {seen.headers.get('Authorization')} {seen.headers.get('X-Key')} {seen.headers.get('Cookie')}"
    is_new = "new-key" in sent or "dTpuZXcta2V5" in sent  # u:new-key in base64
    return as_json({"sent": seen.body.decode("latin-1")}) if is_new else as_json({"error": "expired"}, 401)


@pytest.mark.parametrize("scheme", ["bearer", "header", "query", "cookie"])
def test_a_key_in_any_place_is_asked_for_again(serve: Any, caller: Any, scheme: str) -> None:
    keys, server = Keys(), serve(guarded)
    response = caller(server, described(scheme), credentials={scheme: keys}, retries=0).call("x")
    assert (response.status_code, keys.asked, len(server.seen)) == (200, 2, 2)
    assert [(a.number, a.status_code, a.wait) for a in response.attempts] == [(1, 401, 0.0), (2, 200, None)]
    assert "newer" in response.attempts[0].reason


def test_a_pair_is_asked_for_again(serve: Any, caller: Any) -> None:
    keys, server = Keys(("u", "old-key"), ("u", "new-key")), serve(guarded)
    assert caller(server, described("basic"), credentials={"basic": keys}).call("x").status_code == 200
    assert len(server.seen) == 2


def test_a_handler_is_asked_for_again(serve: Any) -> None:
    """A function may return a handler of requests."""
    keys = Keys(requests.auth.HTTPBasicAuth("u", "old-key"), requests.auth.HTTPBasicAuth("u", "new-key"))
    server = serve(guarded)
    assert Client(described("basic"), base_url=server.url, credentials={"basic": keys}).x().status_code == 200
    assert (keys.asked, len(server.seen)) == (2, 2)


@pytest.mark.parametrize("method", ["get", "head", "put", "post", "patch", "delete"])
def test_whatever_the_method(serve: Any, caller: Any, method: str) -> None:
    """A server that says 401 did not act."""
    server = serve(guarded)
    made = caller(server, described(method=method, requestBody=BODY), credentials={"bearer": Keys()}, retries=0)
    response = made.call("x", body={"a": 1})
    assert response.status_code == 200
    assert [seen.method for seen in server.seen] == [method.upper()] * 2
    assert [seen.body for seen in server.seen] == [b'{"a":1}'] * 2


def test_the_idempotency_key_stays(serve: Any, caller: Any) -> None:
    server = serve(guarded)
    made = caller(server, described(method="post"), credentials={"bearer": Keys()}, idempotency=True)
    made.call("x")
    first, second = (seen.headers["Idempotency-Key"] for seen in server.seen)
    assert first == second


def test_a_file_is_sent_again_from_its_start(serve: Any, caller: Any) -> None:
    server = serve(guarded)
    made = caller(server, described(method="post", requestBody=FORM), credentials={"bearer": Keys()})
    assert made.call("x", f=io.BytesIO(b"the file")).status_code == 200
    assert [b"the file" in seen.body for seen in server.seen] == [True, True]
    assert server.seen[0].headers["Content-Type"] == server.seen[1].headers["Content-Type"]


def test_a_body_that_can_be_read_once_is_not_sent_again(serve: Any, caller: Any) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"data")
    os.close(writing)
    keys, server = Keys(), serve(guarded)
    made = caller(server, described(method="post", requestBody=FORM), credentials={"bearer": keys})
    with os.fdopen(reading, "rb") as pipe, pytest.raises(Unauthorized):
        made.call("x", f=pipe)
    assert len(server.seen) == 1


def test_it_is_asked_again_only_once(serve: Any, caller: Any) -> None:
    keys, server = Keys("a-key", "b-key", "c-key"), serve(guarded)
    with pytest.raises(Unauthorized) as caught:
        caller(server, described(), credentials={"bearer": keys}).call("x")
    assert (keys.asked, len(server.seen), len(caught.value.attempts)) == (2, 2, 2)


@pytest.mark.parametrize("second", ["old-key", None, "", 5, "two\nlines"])
def test_without_another_key_the_401_stays(serve: Any, caller: Any, second: Any) -> None:
    """The same key, or none that can be sent."""
    keys, server = Keys("old-key", second), serve(guarded)
    with pytest.raises(Unauthorized):
        caller(server, described(), credentials={"bearer": keys}).call("x")
    assert (keys.asked, len(server.seen)) == (2, 1)


def test_a_key_that_is_text_is_not_tried_again(serve: Any, caller: Any) -> None:
    server = serve(guarded)
    with pytest.raises(Unauthorized):
        caller(server, described(), credentials={"bearer": "old-key"}).call("x")
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 407])
def test_other_statuses_ask_for_nothing(serve: Any, caller: Any, status: int) -> None:
    keys, server = Keys(), serve(lambda seen: as_json({}, status))
    made = caller(server, described(), credentials={"bearer": keys})
    made.client = made.client.with_options(raise_for_status=False)
    assert (made.call("x").status_code, keys.asked) == (status, 1)


def test_retries_are_counted_apart(serve: Any, caller: Any) -> None:
    """The call with a newer key has every retry left."""
    replies = [as_json({}, 401), as_json({}, 503), as_json({}, 503), as_json({})]
    server = serve(lambda seen: replies.pop(0))
    response = caller(server, described(), credentials={"bearer": Keys()}).call("x")
    assert [a.status_code for a in response.attempts] == [401, 503, 503, 200]


def test_the_next_call_uses_what_is_given_then(serve: Any, caller: Any) -> None:
    keys, server = Keys(), serve(guarded)
    made = caller(server, described(), credentials={"bearer": keys})
    made.call("x")
    made.call("x")
    assert [seen.headers["Authorization"] for seen in server.seen] == [
        "Bearer old-key",
        "Bearer new-key",
        "Bearer new-key",
    ]


def test_hooks_see_both_requests(serve: Any, caller: Any) -> None:
    """A hook that signs the request signs the one with the newer key too."""
    server, retried, prepared = serve(guarded), [], []

    def sign(request: Any) -> None:
        prepared.append(request.headers["Authorization"])
        request.headers["X-Signed"] = request.headers["Authorization"]

    made = caller(server, described(), credentials={"bearer": Keys()}, on_request=sign, on_retry=retried.append)
    made.call("x")
    assert prepared == ["Bearer old-key", "Bearer new-key"]
    assert [seen.headers["X-Signed"] for seen in server.seen] == prepared
    assert [attempt.status_code for attempt in retried] == [401]


def test_plugins_see_both_requests(serve: Any) -> None:
    sent: list[Any] = []

    class Watching:
        def send(self, call: Any, forward: Callable[[Any], PluginAnswer]) -> PluginAnswer:
            sent.append((call.number, call.headers["Authorization"]))
            return forward(call)

    server = serve(guarded)
    Client(described(), base_url=server.url, credentials={"bearer": Keys()}, plugins=[Watching()]).x()
    assert sent == [(1, "Bearer old-key"), (2, "Bearer new-key")]


def test_neither_key_is_in_an_error(serve: Any, caller: Any) -> None:
    server = serve(lambda seen: as_json({"error": "not old-key, not new-key"}, 401))
    with pytest.raises(Unauthorized) as caught:
        caller(server, described(), credentials={"bearer": Keys()}).call("x")
    assert "old-key" not in str(caught.value)
    assert "new-key" not in str(caught.value)


def test_a_download_that_resumes_asks_again(serve: Any, caller: Any, tmp_path: Any) -> None:
    """With the range it still needs."""
    from tests.runtime.server import CUT

    whole = b"0123456789"

    def answer(seen: Any) -> Reply:
        begin = seen.headers.get("Range")
        head = {"Content-Type": "text/plain", "ETag": '"1"'}
        if begin is None:
            return Reply(200, [whole[:4], CUT], head, length=10)
        if seen.headers["Authorization"] != "Bearer new-key":
            return Reply(401)
        start = int(begin.removeprefix("bytes=").rstrip("-"))
        return Reply(206, whole[start:], {**head, "Content-Range": f"bytes {start}-9/10"})

    made = caller(serve(answer), described(), credentials={"bearer": Keys("old-key", "new-key")})
    made.client = made.client.with_options(stream=True)
    assert made.save(made.call("x"), tmp_path / "f").read_bytes() == whole


def test_a_coroutine_function_is_awaited(serve: Any) -> None:
    """By each call of an async client, and again after a 401."""
    import asyncio

    keys, server = AsyncKeys(), serve(guarded)

    async def call() -> Any:
        async with AsyncClient(described(), base_url=server.url, credentials={"bearer": keys}) as client:
            return await client.x(), await client.x()

    first, second = asyncio.run(call())
    assert (first.status_code, len(first.attempts), second.status_code) == (200, 2, 200)
    assert (keys.asked, len(server.seen)) == (3, 3)


@pytest.mark.parametrize("ask", ["call", "prepare"])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_where_nothing_awaits_a_coroutine_function_is_refused(ask: str, kind: Any, recwarn: Any) -> None:
    if (ask, kind) == ("call", AsyncClient):
        return
    client = kind(described(), base_url="http://h.test", credentials={"bearer": AsyncKeys()})
    with pytest.raises(RequestError, match="'bearer' is a coroutine function, which only a call of AsyncClient awaits"):
        getattr(client, ask)("x")
    assert not recwarn.list


def test_a_function_that_fails_the_second_time_is_heard(serve: Any, caller: Any) -> None:
    asked: list[int] = []

    def key() -> str:
        asked.append(1)
        if len(asked) > 1:
            raise LookupError("the vault is closed")
        return "old-key"

    with pytest.raises(LookupError, match="the vault is closed"):
        caller(serve(guarded), described(), credentials={"bearer": key}).call("x")
