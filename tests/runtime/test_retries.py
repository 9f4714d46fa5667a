"""What is retried, how often, and how it is reported: the same for both clients."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dynaclient import ConnectionFailed, HTTPStatusError, RateLimited, RequestError, RetryPolicy, ServerError
from tests.runtime.conftest import QUICK, THINGS
from tests.runtime.server import CUT, NO_ANSWER, Reply, Seen, as_json

OK = as_json({"ok": True})
OPERATIONS = {
    "GET": "listThings",
    "PUT": "putThing",
    "DELETE": "deleteThing",
    "POST": "makeThing",
    "PATCH": "patchThing",
}
BODIES: dict[str, dict[str, Any]] = {"PUT": {"body": {}}, "POST": {"body": {}}, "PATCH": {"body": {}}}


def first(*replies: Reply) -> Callable[[Seen], Reply]:
    """Answers with these in order, and then well."""
    waiting: Iterator[Reply] = iter(replies)
    return lambda seen: next(waiting, OK)


def failing(status: int) -> Reply:
    return as_json({"error": {"message": "not now"}}, status)


@pytest.mark.parametrize("method", OPERATIONS)
@pytest.mark.parametrize("status", [408, 429, 503])
def test_what_the_server_refused_is_tried_again_with_any_method(serve, caller, method: str, status: int) -> None:
    """Nothing was done yet."""
    server = serve(first(failing(status)))
    response = caller(server).call(OPERATIONS[method], **BODIES.get(method, {}))
    assert response.data == {"ok": True}
    assert [attempt.status_code for attempt in response.attempts] == [status, 200]


AMBIGUOUS = {
    "500": failing(500),
    "502": failing(502),
    "504": failing(504),
    "no answer": NO_ANSWER,
    "cut in the body": Reply(200, [b'{"ok"', CUT], {"Content-Type": "application/json"}),
    "short body": Reply(200, b'{"ok"', {"Content-Type": "application/json"}, length=100),
}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("reply", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_what_may_have_been_done_is_tried_again_where_twice_is_once(serve, caller, method: str, reply: Reply) -> None:
    """GET, PUT and DELETE are idempotent."""
    server = serve(first(reply))
    assert caller(server).call(OPERATIONS[method], **BODIES.get(method, {})).data == {"ok": True}
    assert len(server.seen) == 2


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("reply", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_a_post_without_key_is_never_sent_twice_after_its_bytes_may_have_arrived(
    serve, caller, method: str, reply: Reply
) -> None:
    """The caller gets the error, and its attempts say why there is only one."""
    server = serve(first(reply))
    with pytest.raises((HTTPStatusError, ConnectionFailed)) as caught:
        caller(server).call(OPERATIONS[method], body={})
    assert len(server.seen) == 1
    assert "without an idempotency key is not retried" in caught.value.attempts[-1].reason


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("reply", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_a_key_makes_it_safe_and_stays_the_same(serve, caller, method: str, reply: Reply) -> None:
    """All attempts of one call carry one key, another call another one."""
    server = serve(first(reply, reply))
    client = caller(server, idempotency=True)
    client.call(OPERATIONS[method], body={})
    client.call(OPERATIONS[method], body={})
    keys = [seen.headers["Idempotency-Key"] for seen in server.seen]
    assert len(keys) == 4
    assert len(set(keys[:3])) == 1
    assert keys[3] != keys[0]


def test_a_declared_key_is_made_and_a_given_one_kept(serve, caller) -> None:
    """Where the document has a header for it, even a required one."""
    server = serve(first())
    client = caller(server)
    client.call("makeKeyed", body={})
    client.call("makeKeyed", {"Idempotency-Key": "mine"}, body={})
    client.call("makeKeyed", Idempotency_Key="mine too", body={})
    client.with_options(headers={"idempotency-key": "by option"}).call("makeThing", body={})
    keys = [seen.headers.get("Idempotency-Key", seen.headers.get("idempotency-key")) for seen in server.seen]
    assert len(keys[0]) == 32
    assert keys[1:] == ["mine", "mine too", "by option"]


def test_a_header_of_another_name_and_none_at_all(serve, caller) -> None:
    """By option; GET never gets one."""
    server = serve(first())
    client = caller(server)
    client.with_options(idempotency="X-Idempotency-Key").call("makeThing", body={})
    client.with_options(idempotency=True).call("listThings")
    client.call("makeThing", body={})
    assert ["X-Idempotency-Key" in seen.headers for seen in server.seen] == [True, False, False]
    assert "Idempotency-Key" not in server.seen[1].headers
    with pytest.raises(RequestError, match="idempotency= must be True, False, None or a header name"):
        client.with_options(idempotency="X-Request")


def test_openai_sends_a_key_by_default(serve, driver) -> None:
    """And tries a 409 again, which there means a lock."""
    server = serve(first(failing(409)))
    client = driver.openai_class(api_key="k", base_url=server.url, retries=2)
    try:
        response = driver.run(client.call("createModeration", input="x"))
    finally:
        driver.run(client.close())
    assert len(response.attempts) == 2
    assert server.seen[0].headers["Idempotency-Key"] == server.seen[1].headers["Idempotency-Key"]


def test_at_most_two_by_default(serve, driver) -> None:
    """Three attempts, each on the error."""
    server = serve(lambda seen: as_json({}, 503, retry_after_ms="1"))
    client = driver.client_class(THINGS, base_url=server.url)
    with pytest.raises(ServerError, match="attempt 3") as caught:
        driver.run(client.call("listThings"))
    driver.run(client.close())
    assert [a.number for a in caught.value.attempts] == [1, 2, 3]
    assert caught.value.attempts[-1].reason.endswith("no retries are left")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 501])
def test_what_will_not_change_is_not_tried_again(serve, caller, status: int) -> None:
    """409 is a conflict, unless the server asks to come back."""
    server = serve(lambda seen: failing(status))
    with pytest.raises(HTTPStatusError):
        caller(server).call("listThings")
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("status", "headers", "sent"),
    [
        pytest.param(409, {"Retry-After": "0"}, 2, id="a conflict that passes"),
        pytest.param(400, {"x-should-retry": "true"}, 2, id="the server says yes"),
        pytest.param(503, {"x-should-retry": "false"}, 1, id="the server says no"),
        pytest.param(429, {"Retry-After": "121"}, 1, id="longer than two minutes"),
        pytest.param(429, {"retry-after-ms": "120500"}, 1, id="longer in milliseconds"),
        pytest.param(429, {"Retry-After": "soon"}, 2, id="no time at all"),
        pytest.param(503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 2, id="a date that is past"),
    ],
)
def test_the_server_has_its_say(serve, caller, status: int, headers: dict[str, str], sent: int) -> None:
    """By `Retry-After`, `retry-after-ms` and `x-should-retry`."""
    server = serve(first(Reply(status, b"{}", headers)))
    client = caller(server).with_options(raise_for_status=False)
    client.call("makeThing", body={})
    assert len(server.seen) == sent


def test_a_port_where_nobody_listens_is_tried_again_with_any_method(caller) -> None:
    """Nothing was sent, so a POST without key may be repeated."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(ConnectionFailed) as caught:
            caller(url).call("makeThing", body={})
    assert len(caught.value.attempts) == 3
    assert caught.value.sent is False


def test_a_body_that_can_be_read_only_once_is_not_sent_twice(serve, caller) -> None:
    """Not even where the server refused it."""
    server = serve(first(failing(503)))
    with pytest.raises(ServerError) as caught:
        caller(server).call("sendFile", body=iter([b"one", b"two"]))
    assert len(server.seen) == 1
    assert "can be read only once" in caught.value.attempts[0].reason


def test_a_file_is_sent_again_from_its_start(serve, caller, tmp_path) -> None:
    """By path, and open; from where it stood."""
    path = tmp_path / "file.bin"
    path.write_bytes(b"0123456789")
    server = serve(first(failing(503), OK, failing(503)))
    client = caller(server)
    client.call("sendFile", body=path)
    with open(path, "rb") as file:
        file.seek(4)
        client.call("sendFile", body=file)
    assert [seen.body for seen in server.seen] == [b"0123456789"] * 2 + [b"456789"] * 2


def test_hooks_are_told_before_each_wait(serve, caller) -> None:
    """With what failed, and the seconds to the next attempt."""
    told: list[Any] = []
    server = serve(first(failing(503), Reply(429, b"", {"retry-after-ms": "3"})))
    caller(server, on_retry=told.append).call("listThings")
    assert [(a.operation_id, a.number, a.status_code) for a in told] == [("listThings", 1, 503), ("listThings", 2, 429)]
    assert told[1].wait == 0.003


def test_a_wait_that_the_deadline_has_no_time_for_is_not_begun(serve, caller) -> None:
    """The answer itself is raised, at once."""
    server = serve(lambda seen: Reply(429, b"{}", {"Retry-After": "60"}))
    with pytest.raises(RateLimited) as caught:
        caller(server, deadline=5).call("listThings")
    assert "the deadline leaves no time to wait 60 s" in caught.value.attempts[0].reason


def test_none_and_wrong_numbers(serve, caller) -> None:
    """`retries=0` sends once."""
    server = serve(lambda seen: failing(503))
    client = caller(server)
    with pytest.raises(ServerError):
        client.with_options(retries=0).call("listThings")
    assert len(server.seen) == 1
    for wrong in (-1, 1.5, "2", True):
        with pytest.raises(RequestError, match="retries= must be a whole number"):
            client.with_options(retries=wrong)
    assert QUICK.most == RetryPolicy().most == 2
