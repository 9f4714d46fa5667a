"""Which time ran out, and how much had arrived by then."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest

from dynaclient import DeadlineExceeded, RequestError, RetryPolicy
from tests.runtime.server import Reply, as_json, events


@pytest.fixture
def held():
    """An event that the server waits for, so that its threads end with the test."""
    event = threading.Event()
    yield event
    event.set()


def test_the_time_between_two_bytes(serve, caller, held) -> None:
    """Before the answer: nothing had come."""

    def answer(seen):
        held.wait(60)
        return as_json({})

    with pytest.raises(DeadlineExceeded) as caught:
        caller(serve(answer), timeout=(5, 0.5), retries=0).call("listThings")
    error = caught.value
    assert (error.ran_out, error.seconds, error.status_code, error.received) == ("read", 0.5, None, 0)
    assert "the server sent nothing for too long" in str(error)


def test_the_time_between_two_bytes_of_the_body(serve, caller, held) -> None:
    """The error has the status and the number of bytes received."""

    def late() -> bytes:
        held.wait(60)
        return b"x"

    server = serve(lambda seen: Reply(200, [b"abc", late], {"Content-Type": "text/plain"}))
    with pytest.raises(DeadlineExceeded, match="after status 200 and 3 bytes") as caught:
        caller(server, timeout=(5, 0.5), retries=0).call("listThings")
    assert (caught.value.ran_out, caught.value.status_code, caught.value.received) == ("read", 200, 3)


def test_the_time_to_connect(caller) -> None:
    """To a port whose queue is full; nothing was sent."""
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(8):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        client = caller(f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=(0.1, 5), retries=0)
        with pytest.raises(DeadlineExceeded, match="connecting took too long") as caught:
            client.call("makeThing", body={})
    assert (caught.value.ran_out, caught.value.seconds, caught.value.sent) == ("connect", 0.1, False)


def drip(seconds: float, piece: bytes):
    def one() -> bytes:
        time.sleep(seconds)
        return piece

    return one


def test_a_body_that_drips_does_not_outlive_the_deadline(serve, caller) -> None:
    """No pause is long enough for `timeout`, all together are too long."""
    server = serve(lambda seen: Reply(200, [drip(0.05, b"x")] * 1000, {"Content-Type": "text/plain"}))
    began = time.monotonic()
    with pytest.raises(DeadlineExceeded, match=r"deadline of 0\.8 s ran out") as caught:
        caller(server, deadline=0.8, retries=0).call("listThings")
    assert time.monotonic() - began < 20
    assert (caught.value.ran_out, caught.value.seconds, caught.value.status_code) == ("deadline", 0.8, 200)
    assert 0 < caught.value.received < 500


def test_a_body_of_known_length_that_drips(serve, caller) -> None:
    """The same where the server says how much will come."""

    def pieces():
        for _ in range(1000):
            time.sleep(0.05)
            yield b"x"

    server = serve(lambda seen: Reply(200, pieces(), {"Content-Type": "text/plain"}, length=1000))
    began = time.monotonic()
    with pytest.raises(DeadlineExceeded) as caught:
        caller(server, deadline=0.8, retries=0).call("listThings")
    assert time.monotonic() - began < 20
    assert caught.value.ran_out == "deadline"


def test_a_stream_ends_with_the_deadline(serve, caller) -> None:
    """Its events come until then."""
    server = serve(lambda seen: events(*[drip(0.05, b"data: 1\n\n")] * 1000))
    client = caller(server, deadline=0.8)
    found: list = []
    response = client.call("listThings")
    with pytest.raises(DeadlineExceeded) as caught:
        client.collect(response, found)
    found = [event.data for event in found]
    assert 1 <= len(found) < 500
    assert caught.value.ran_out == "deadline"


def test_a_silent_stream_ends_with_the_deadline(serve, caller, held) -> None:
    """Also while nothing comes at all."""

    def never() -> bytes:
        held.wait(60)
        return b""

    server = serve(lambda seen: events(b"data: 1\n\n", never))
    client = caller(server, deadline=0.8)
    began = time.monotonic()
    with pytest.raises(DeadlineExceeded) as caught:
        list(client.items(client.call("listThings")))
    assert time.monotonic() - began < 20
    assert (caught.value.ran_out, caught.value.received) == ("deadline", 9)


def test_a_deadline_is_for_all_attempts(serve, caller) -> None:
    """A hundred retries do not make a hundred times the time."""

    def answer(seen):
        time.sleep(0.2)
        return as_json({}, 503)

    began = time.monotonic()
    with pytest.raises(Exception, match=r"503|deadline") as caught:
        caller(serve(answer), deadline=0.9, retries=RetryPolicy(100, first=0.001)).call("listThings")
    assert time.monotonic() - began < 15
    assert 2 <= len(caught.value.attempts) <= 5


def test_a_call_in_time_is_left_alone(serve, caller) -> None:
    """The connection is used again, with no limit left on it."""
    server = serve(lambda seen: as_json({"ok": True}))
    client = caller(server, deadline=5)
    assert [client.call("listThings").data for _ in range(3)] == [{"ok": True}] * 3
    assert client.with_options(deadline=None).call("listThings").data == {"ok": True}
    assert server.connections == 1


@pytest.mark.parametrize("wrong", [0, -1, "5", True, float("nan")])
def test_what_is_no_deadline(serve, caller, wrong) -> None:
    """Is refused with what would be one."""
    with pytest.raises(RequestError, match="deadline= must be a number of seconds above 0"):
        caller("http://127.0.0.1:1").with_options(deadline=wrong)
