"""The text that streams carry, their events by name, and streams that are left early."""

from __future__ import annotations

import asyncio
import pickle
import threading
from contextlib import closing
from typing import Any

import pytest

from dynaclient import (
    AsyncOpenAI,
    AsyncStream,
    ErrorEvent,
    OpenAI,
    RequestError,
    Response,
    ResponseError,
    Stream,
    UndecodableBody,
)
from tests.cli.talk import STREAMS
from tests.runtime.server import Reply, events


def stream_of(kind: str, media_type: str = "text/event-stream"):
    between = "\n" if media_type != "text/event-stream" else "\n\n"
    return lambda seen: Reply(200, [f"{e}{between}".encode() for e in STREAMS[kind]], {"Content-Type": media_type})


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param("chat", "Two\nlines \x1b[31m", id="chat-completions"),
        pytest.param("completion", "Once", id="completions"),
        pytest.param("responses", "First\nNo.", id="responses"),
        pytest.param("thread", "Hello", id="runs"),
        pytest.param("transcript", "So ", id="transcriptions"),
        pytest.param("blocks", "Hi", id="messages"),
        pytest.param("candidates", "Gems", id="candidates"),
        pytest.param("choices", "one!", id="the-first-of-several-choices"),
        pytest.param("tools", "", id="a-known-kind-without-text"),
    ],
)
def test_the_text_of_a_stream(serve, caller, kind: str, text: str) -> None:
    """What the command line prints of the same events, without the line end at the end."""
    client = caller(serve(stream_of(kind)))
    assert "".join(client.items(client.call("listThings").text())) == text


def test_text_arrives_with_its_event(serve, caller) -> None:
    """The server sends the second piece only when the first was seen."""
    first = threading.Event()

    def second() -> bytes:
        assert first.wait(60)
        return b'data: {"choices": [{"index": 0, "text": "b"}]}\n\n'

    client = caller(serve(lambda seen: events(b'data: {"choices": [{"index": 0, "text": "a"}]}\n\n', second)))
    pieces: list[str] = []
    for piece in client.items(client.call("listThings").text()):
        pieces.append(piece)
        first.set()
    assert pieces == ["a", "b"]


@pytest.mark.parametrize(("kind", "said"), [("failed", "the model is gone"), ("error", "overloaded")])
def test_a_failure_is_raised_after_the_text_before_it(serve, caller, kind: str, said: str) -> None:
    """Nothing that arrived is lost."""
    client = caller(serve(stream_of(kind)))
    found: list[Any] = []
    with pytest.raises(ErrorEvent, match=said):
        client.collect(client.call("listThings").text(), found)
    assert found == ["Half"]


@pytest.mark.parametrize(("kind", "media_type"), [("prices", "text/event-stream"), ("lines", "application/x-ndjson")])
def test_a_stream_of_no_known_kind_has_no_text(serve, caller, kind: str, media_type: str) -> None:
    """An empty text would look like an answer."""
    client = caller(serve(stream_of(kind, media_type)))
    with pytest.raises(ResponseError, match="events of this stream is of a kind that carries text; iterate"):
        list(client.items(client.call("listThings").text()))


def test_the_events_of_some_names(serve, caller) -> None:
    """By the field `event`, or by the `type` in the data."""
    client = caller(serve(stream_of("responses")))
    wanted = ("response.output_text.delta", "response.refusal.delta")
    assert [e.data["delta"] for e in client.items(client.call("listThings").events(*wanted))] == ["First", "No."]
    assert len(list(client.items(client.call("listThings").events()))) == 6
    assert list(client.items(client.call("listThings").events("response.outputtext"))) == []


def test_a_name_does_not_hide_a_failure(serve, caller) -> None:
    """Unless it is asked for."""
    client = caller(serve(stream_of("failed")))
    with pytest.raises(ErrorEvent, match="the model is gone"):
        list(client.items(client.call("listThings").events("response.created")))
    assert len(list(client.items(client.call("listThings").events("response.failed")))) == 1


def test_a_name_is_text(serve, caller) -> None:
    """Said at once, before the stream is read."""
    client = caller(serve(stream_of("chat")))
    stream = client.call("listThings")
    with pytest.raises(RequestError, match=r"events\(\) takes the names of events as text, such as 'message', not 5"):
        stream.events(5)
    assert "".join(client.items(stream.text())).startswith("Two")


def test_a_stream_that_was_closed_is_not_an_empty_one(serve, caller) -> None:
    """`close` frees the connection; what was not read cannot be read after it."""
    client = caller(serve(stream_of("chat")))
    stream = client.call("listThings")
    stream.close()
    stream.close()
    for read in (stream.text, stream.events):
        with pytest.raises(ResponseError, match="the response was closed before its body was read"):
            list(client.items(read()))


def test_a_loop_ends_after_its_stream_is_closed(serve, caller) -> None:
    """With the events that had arrived; nothing is raised for what the caller did."""

    def many():
        for n in range(50):
            yield f'data: {{"choices": [{{"index": 0, "text": "{n} "}}]}}\n\n'.encode()

    client = caller(serve(lambda seen: Reply(200, many(), {"Content-Type": "text/event-stream"})))
    for read in (lambda stream: stream.text(), lambda stream: stream.events(), lambda stream: stream):
        stream = client.call("listThings")
        count = 0
        for _ in client.items(read(stream)):
            stream.close()
            count += 1
        assert 1 <= count <= 50


def test_only_a_stream_is_a_stream(serve, caller) -> None:
    """Any other response has its text as a property."""
    client = caller(serve(stream_of("chat")))
    assert type(client.call("listThings")) is (Stream if client.driver.name == "sync" else AsyncStream)
    whole = caller(serve(lambda seen: Reply(200, b"caf\xe9", {"Content-Type": "text/plain; charset=latin-1"})))
    response = whole.call("listThings")
    assert not isinstance(response, (Stream, AsyncStream))
    assert isinstance(response, Response)
    assert response.text == "café"


def test_leaving_a_loop_frees_the_connection(serve, caller) -> None:
    """With `with`, or with `close`; the server sees it end."""
    left = threading.Event()

    def endless():
        try:
            while True:
                yield b'data: {"choices": [{"index": 0, "text": "more"}]}\n\n'
        finally:
            left.set()

    client = caller(serve(lambda seen: Reply(200, endless(), {"Content-Type": "text/event-stream"})))
    if client.driver.name == "sync":
        with client.call("listThings") as stream:
            assert next(iter(stream.text())) == "more"
    else:

        async def leave() -> None:
            stream = await client.client.call("listThings")
            async with stream:
                async for piece in stream.text():
                    assert piece == "more"
                    break
            await stream.close()

        client.driver.run(leave())
    assert left.wait(60)


MESSAGES = [{"role": "user", "content": "When is lunch?"}]


def test_the_script_that_a_user_writes() -> None:
    """Against the sandbox: print a chat as it is written, or only look for the end of a run."""
    with OpenAI.sandbox() as client:
        stream = client.createChatCompletion(model="gpt-4o", messages=MESSAGES, stream=True)
        assert "".join(stream.text()) == "The sandbox answers: When is lunch?"
        with closing(client.createThreadAndRun(assistant_id="asst_1", stream=True)) as run:
            assert next(iter(run.events("thread.run.completed"))).data["status"] == "completed"


def test_the_same_script_async() -> None:
    """With `async for`."""

    async def script() -> str:
        async with AsyncOpenAI.sandbox() as client:
            stream = await client.createChatCompletion(model="gpt-4o", messages=MESSAGES, stream=True)
            return "".join([piece async for piece in stream.text()])

    assert asyncio.run(script()) == "The sandbox answers: When is lunch?"


def test_an_event_of_broken_json_is_not_passed_over(serve, caller) -> None:
    """Its text would be missing in the middle of an answer; what came before it has arrived."""
    broken = b'data: {"choices": [{"index": 0, "text": "lo'
    client = caller(
        serve(lambda seen: events(b'data: {"choices": [{"index": 0, "text": "Hel"}]}\n\n', broken + b"\n\n"))
    )
    found: list[str] = []
    with pytest.raises(UndecodableBody) as caught:
        client.collect(client.call("listThings").text(), found)
    assert found == ["Hel"]
    assert str(caught.value).startswith('listThings: event 2 of the stream is not JSON: "{')
    assert len(list(client.items(client.call("listThings")))) == 2  # who iterates gets the event as it is


def test_a_stream_of_events_is_not_unmarshalled_and_stays_readable(serve, caller) -> None:
    """Nothing of it is lost by asking."""
    client = caller(serve(stream_of("chat")))
    stream = client.call("listThings")
    for into in ((), (dict,)):
        with pytest.raises(RequestError, match="a stream of events is not read as one value: iterate it"):
            stream.unmarshal(*into)
    assert "".join(client.items(stream.text())).startswith("Two")


def test_the_text_of_an_answer_that_does_not_stream_is_no_method(serve, caller) -> None:
    """`response.text()`, which is right for a stream, says what to write."""
    response = caller(serve(lambda seen: Reply(200, b"hello", {"Content-Type": "text/plain"}))).call("listThings")
    assert response.text == "hello"
    with pytest.raises(ResponseError, match=r"its text is response\.text, without parentheses"):
        response.text()
    assert type(pickle.loads(pickle.dumps(response.text))) is str
