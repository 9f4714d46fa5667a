"""Streams as they arrive over a real connection."""

from __future__ import annotations

import threading

import pytest

from dynaclient import ConnectionFailed, ErrorEvent, ResponseError, UndecodableBody
from tests.runtime.server import CUT, Reply, events


def test_the_first_event_does_not_wait_for_the_second(serve, caller) -> None:
    """The server sends the second only when the first was seen."""
    seen_first = threading.Event()

    def second() -> bytes:
        assert seen_first.wait(60)
        return b'data: {"n": 2}\n\n'

    server = serve(lambda seen: events(b'data: {"n": 1}\n\n', second))
    client = caller(server)
    found: list = []
    for event in client.items(client.call("listThings")):
        found.append(event.data["n"])
        seen_first.set()
    assert found == [1, 2]


def test_a_stream_without_chunks_or_length_is_read_as_it_comes(serve, caller) -> None:
    """Such a server just closes the connection at the end."""
    seen_first = threading.Event()

    def second():
        yield b"data: 1\n\n"
        assert seen_first.wait(60)
        yield b"data: 2\n\n"

    length = len(b"data: 1\n\n") * 2
    server = serve(lambda seen: Reply(200, second(), {"Content-Type": "text/event-stream"}, length=length))
    client = caller(server)
    found: list = []
    for event in client.items(client.call("listThings")):
        found.append(event.data)
        seen_first.set()
    assert found == [1, 2]


def test_done_ends_the_stream_and_frees_the_connection(serve, caller) -> None:
    """What follows is not waited for."""
    held = threading.Event()

    def never() -> bytes:
        held.wait(60)
        return b""

    server = serve(lambda seen: events(b"data: 1\n\ndata: [DONE]\n\n", never))
    client = caller(server)
    assert [event.data for event in client.items(client.call("listThings"))] == [1]
    held.set()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('event: error\ndata: {"type": "error", "message": "it broke"}\n\n', id="by its type"),
        pytest.param('data: {"error": {"message": "it broke", "code": "x"}}\n\n', id="by its field"),
        pytest.param("event: error\ndata: it broke\n\n", id="as text"),
    ],
)
def test_an_error_in_a_stream_is_raised(serve, caller, text: str) -> None:
    """After the events before it, with the server's words."""
    server = serve(lambda seen: events(b"data: 1\n\n", text.encode(), b"data: 2\n\n"))
    client = caller(server)
    found: list = []
    response = client.call("listThings")
    with pytest.raises(ErrorEvent, match="it broke") as caught:
        client.collect(response, found)
    found = [event.data for event in found]
    assert found == [1]
    assert caught.value.event.text


def test_a_stream_that_is_cut_says_so(serve, caller) -> None:
    """It does not look like one that came to its end."""
    server = serve(lambda seen: events(b"data: 1\n\n", CUT))
    client = caller(server)
    found: list = []
    response = client.call("listThings")
    with pytest.raises(ConnectionFailed, match="after status 200 and 9 bytes"):
        client.collect(response, found)
    found = [event.data for event in found]
    assert found == [1]
    assert len(server.seen) == 1


def test_json_lines_iterate(serve, caller) -> None:
    """As values; read at once they are a list."""
    reply = Reply(200, [b'{"a": 1}\n{"a', b'": 2}\n'], {"Content-Type": "application/x-ndjson"})
    server = serve(lambda seen: reply)
    client = caller(server)
    assert list(client.items(client.call("listThings"))) == [{"a": 1}, {"a": 2}]
    response = client.call("listThings")
    client.read(response)
    assert response.data == [{"a": 1}, {"a": 2}]


def test_a_line_that_is_no_json(serve, caller) -> None:
    """It is reported as such; the items before it were yielded."""
    server = serve(lambda seen: Reply(200, [b"1\n", b"{oops\n"], {"Content-Type": "application/x-ndjson"}))
    client = caller(server)
    found: list = []
    response = client.call("listThings")
    with pytest.raises(UndecodableBody, match="is not JSON"):
        client.collect(response, found)
    assert found == [1]


def test_a_stream_is_read_once(serve, caller) -> None:
    """A second loop raises an error instead of looking empty."""
    server = serve(lambda seen: events(b"data: 1\n\n"))
    client = caller(server)
    response = client.call("listThings")
    assert len(list(client.items(response))) == 1
    with pytest.raises(ResponseError, match="read already"):
        list(client.items(response))


def test_an_error_status_is_no_stream(serve, caller) -> None:
    """Its body is read, whatever its type, and raised."""
    reply = Reply(400, [b'{"error": {"message": "no"}}'], {"Content-Type": "text/event-stream"})
    with pytest.raises(ResponseError, match="400"):
        caller(serve(lambda seen: reply)).call("listThings")


def test_bytes_with_stream_true(serve, caller) -> None:
    """Any body can be had piece by piece."""
    server = serve(lambda seen: Reply(200, [b"ab", b"cd"], {"Content-Type": "application/octet-stream"}))
    client = caller(server)
    response = client.with_options(stream=True).call("getFile")
    assert not response.is_read
    assert b"".join(client.items(response.iter_bytes())) == b"abcd"


def test_leaving_a_stream_early_closes_its_connection(serve, caller) -> None:
    """The server notices, and nothing is left open."""
    gone = threading.Event()

    def endless():
        try:
            while True:
                yield b"data: 1\n\n"
        finally:
            gone.set()

    server = serve(lambda seen: Reply(200, endless(), {"Content-Type": "text/event-stream"}))
    client = caller(server)
    for event in client.items(client.call("listThings")):
        assert event.data == 1
        break
    assert gone.wait(60)
