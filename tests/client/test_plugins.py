"""Plugins, which watch or intercept the calls of a client, in both kinds of client."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable
from typing import Any

import pytest
import requests

from dynaclient import AsyncClient, Client, ConnectionFailed, NotFound, RequestError, RetryPolicy, ServerError
from dynaclient.client.plugins import (
    AttemptFailed,
    AttemptFinished,
    AttemptRetried,
    AttemptStarted,
    CallEvent,
    CallFinished,
    CallStarted,
    PluginAnswer,
)
from tests.runtime.conftest import THINGS
from tests.runtime.server import CUT, Loopback, Reply, Seen, as_json, events

Make = Callable[..., Any]
Serve = Callable[[Callable[[Seen], Reply]], Loopback]

SECRET = "sentinel-key-0123456789"


class Around:
    """A plugin for both kinds of client, whose `before` and `after` see each attempt."""

    def before(self, call: Any) -> Any:
        return None

    def after(self, call: Any, answer: PluginAnswer) -> PluginAnswer:
        return answer

    def send(self, call: Any, next: Any) -> PluginAnswer:  # noqa: A002
        made = self.before(call)
        return made if made is not None else self.after(call, next(call))

    async def asend(self, call: Any, next: Any) -> PluginAnswer:  # noqa: A002
        made = self.before(call)
        return made if made is not None else self.after(call, await next(call))


class Named(Around):
    """Writes down where a call passes it."""

    def __init__(self, name: str, passed: list[str]) -> None:
        self.name = name
        self.passed = passed

    def document(self, document: Any) -> None:
        self.passed.append(f"{self.name} document {document.title}")

    def prepared(self, request: Any) -> None:
        self.passed.append(f"{self.name} prepared {request.operation_id}")

    def answered(self, response: Any) -> None:
        self.passed.append(f"{self.name} answered {response.status_code}")

    def before(self, call: Any) -> None:
        self.passed.append(f"{self.name} > {call.number}")

    def after(self, call: Any, answer: PluginAnswer) -> PluginAnswer:
        self.passed.append(f"{self.name} < {answer.status_code}")
        return answer

    def close(self) -> None:
        self.passed.append(f"{self.name} close")


def failing(times: int) -> Callable[[Seen], Reply]:
    """A server that answers 503 so many times, then 200."""
    left = [times]

    def answer(seen: Seen) -> Reply:
        left[0] -= 1
        return as_json({}, 503) if left[0] >= 0 else as_json({"done": True})

    return answer


def test_a_call_passes_plugins_in_their_order_and_each_attempt_from_outside_in(serve: Serve, caller: Make) -> None:
    """`prepared` and `answered` once a call, `send` around each of its attempts; closing goes from inside out."""
    server, passed = serve(failing(1)), []
    hooked = caller(
        server,
        plugins=[Named("a", passed), Named("b", passed)],
        on_request=lambda request: passed.append("hook"),
        on_response=lambda response: passed.append("answered"),
    )
    assert hooked.call("listThings")["done"] is True
    hooked.close()
    hooked.close()
    assert passed == [
        "a document Runtime", "b document Runtime",
        "a prepared listThings", "b prepared listThings", "hook",
        "a > 1", "b > 1", "b < 503", "a < 503",
        "a > 2", "b > 2", "b < 200", "a < 200",
        "a answered 200", "b answered 200", "answered",
        "b close", "a close",
    ]  # fmt: skip


def test_a_plugin_answers_without_the_network(serve: Serve, caller: Make) -> None:
    """Its answer is decoded, checked and passed to hooks like one from the server."""

    class Canned(Around):
        def before(self, call: Any) -> PluginAnswer:
            return PluginAnswer(200, {"Content-Type": "application/json", "x-from": "cache"}, b'{"a": [1]}', "Fine")

    server = serve(lambda seen: as_json({}))
    response = caller(server, plugins=[Canned()]).call("listThings")
    assert server.seen == []
    assert (response.data, response.status_code, response.reason) == ({"a": [1]}, 200, "Fine")
    assert response.headers["X-From"] == "cache"
    assert response.request.url == f"{server.url}/things"
    assert [attempt.status_code for attempt in response.attempts] == [200]


def test_an_answer_that_a_plugin_makes_may_be_an_error(serve: Serve, caller: Make) -> None:
    """It is raised as one of the server would be, and tried again by the same rules."""

    class Broken(Around):
        numbers: tuple[int, ...] = ()

        def before(self, call: Any) -> PluginAnswer:
            self.numbers = (*self.numbers, call.number)
            return PluginAnswer(503 if call.number < 3 else 404, {"Content-Type": "text/plain"}, b"gone")

    plugin = Broken()
    with pytest.raises(NotFound, match="gone") as caught:
        caller(serve(lambda seen: as_json({})), plugins=[plugin]).call("listThings")
    assert plugin.numbers == (1, 2, 3)
    assert [attempt.status_code for attempt in caught.value.attempts] == [503, 503, 404]


def test_a_kept_answer_serves_other_calls(serve: Serve, caller: Make) -> None:
    """A cache may return the same answer that `next` returned to another call."""

    class Cache(Around):
        def __init__(self) -> None:
            self.kept: dict[str, PluginAnswer] = {}

        def before(self, call: Any) -> PluginAnswer | None:
            return self.kept.get(call.url)

        def after(self, call: Any, answer: PluginAnswer) -> PluginAnswer:
            assert answer.is_read
            self.kept[call.url] = answer
            return answer

    server = serve(lambda seen: as_json({"n": 1}))
    cached = caller(server, plugins=[Cache()])
    responses = [cached.call("listThings") for _ in range(3)]
    assert [response.data for response in responses] == [{"n": 1}] * 3
    assert len(server.seen) == 1
    assert responses[1].raw is not responses[2].raw


def test_a_plugin_sees_and_changes_request_and_answer(serve: Serve, caller: Make) -> None:
    """All that a recorder needs: the operation, the request as it is sent, and the answer."""
    seen: list[Any] = []

    class Signer(Around):
        def send(self, call: Any, next: Any) -> PluginAnswer:  # noqa: A002
            return self.after(call, next(self.signed(call)))

        async def asend(self, call: Any, next: Any) -> PluginAnswer:  # noqa: A002
            return self.after(call, await next(self.signed(call)))

        def signed(self, call: Any) -> Any:
            seen.append(
                (call.operation_id, call.method, call.url, call.headers["content-type"], call.body, call.number)
            )
            request = call.request.copy()
            request.headers["X-Signature"] = SECRET
            return call.with_request(request)

        def after(self, call: Any, answer: PluginAnswer) -> PluginAnswer:
            seen.append((answer.status_code, answer.headers["CONTENT-TYPE"], answer.body))
            return answer.changed(body=b'{"changed": true}')

    server = serve(lambda seen: as_json({"a": 1}))
    assert caller(server, plugins=[Signer()]).call("makeThing", body={"b": 2}).data == {"changed": True}
    assert seen == [
        ("makeThing", "POST", f"{server.url}/things", "application/json", b'{"b":2}', 1),
        (200, "application/json", b'{"a": 1}'),
    ]
    assert server.seen[0].headers["X-Signature"] == SECRET


def test_a_changed_body_can_be_saved(serve: Serve, caller: Make, tmp_path: Any) -> None:
    """Its length is its own, not the one that the server announced."""

    class Longer(Around):
        def after(self, call: Any, answer: PluginAnswer) -> PluginAnswer:
            return answer.changed(body=answer.body + b" and more")

    changed = caller(serve(lambda seen: Reply(200, b"text")), plugins=[Longer()])
    saved = changed.save(changed.call("getFile"), tmp_path / "file")
    assert saved.read_bytes() == b"text and more"


def test_a_plugin_may_ask_again_with_a_body_that_can_be_sent_twice(serve: Serve, caller: Make, tmp_path: Any) -> None:
    """A file goes back to its start; a generator is refused, since it would be sent as nothing."""

    class Twice(Around):
        def send(self, call: Any, next: Any) -> PluginAnswer:  # noqa: A002
            next(call)
            return next(call)

        async def asend(self, call: Any, next: Any) -> PluginAnswer:  # noqa: A002
            await next(call)
            return await next(call)

    server = serve(lambda seen: as_json({}))
    twice = caller(server, plugins=[Twice()])
    path = tmp_path / "file"
    path.write_bytes(b"content")
    twice.call("sendFile", body=path)
    assert [request.body for request in server.seen] == [b"content", b"content"]
    with pytest.raises(RequestError, match="a second time"):
        twice.call("sendFile", body=(chunk for chunk in [b"a", b"b"]))
    assert len(server.seen) == 3


@pytest.mark.parametrize("through", [False, True], ids=["as it is", "changed"])
def test_a_stream_passes_a_plugin_piece_by_piece(serve: Serve, caller: Make, through: bool) -> None:
    """One that looks at the pieces passes them on; the connection is freed when the reader leaves early."""
    pieces: list[bytes] = []

    def tee(chunks: Any) -> Any:
        if hasattr(chunks, "__aiter__"):

            async def copied() -> Any:
                async for chunk in chunks:
                    pieces.append(chunk)
                    yield chunk

            return copied()

        def copy() -> Any:
            for chunk in chunks:
                pieces.append(chunk)
                yield chunk

        return copy()

    class Recorder(Around):
        def after(self, call: Any, answer: PluginAnswer) -> PluginAnswer:
            assert not answer.is_read
            return answer.changed(body=tee(answer.body)) if through else answer

    server = serve(lambda seen: events(b'data: {"n": 1}\n\n', b'data: {"n": 2}\n\n'))
    recording = caller(server, plugins=[Recorder()])
    assert [event.data for event in recording.items(recording.call("listThings"))] == [{"n": 1}, {"n": 2}]
    assert b"".join(pieces) == (b'data: {"n": 1}\n\ndata: {"n": 2}\n\n' if through else b"")
    response = recording.call("listThings")
    response.close()
    assert not response.is_read


def test_a_stream_that_a_plugin_makes(serve: Serve, caller: Make) -> None:
    """Any iterable of bytes; one that should be read at once is."""

    class Canned(Around):
        def before(self, call: Any) -> PluginAnswer:
            kind = "text/event-stream" if call.operation_id == "listThings" else "application/json"
            pieces = [b"data: 1\n\n", b"data: 2\n\n"] if call.operation_id == "listThings" else [b'{"a"', b": 1}"]
            return PluginAnswer(200, [("Content-Type", kind)], pieces)

    canned = caller(serve(lambda seen: as_json({})), plugins=[Canned()])
    assert [event.data for event in canned.items(canned.call("listThings"))] == [1, 2]
    assert canned.call("getFile").data == {"a": 1}


def test_a_broken_answer_behind_a_plugin_is_tried_again(serve: Serve, caller: Make) -> None:
    """`next` raises the network failure, and one that a plugin passes on or raises is judged in the same way."""
    errors: list[Any] = []

    class Watching(Around):
        def send(self, call: Any, next: Any) -> PluginAnswer:  # noqa: A002
            try:
                return next(call)
            except ConnectionFailed as error:
                errors.append(error)
                raise

        async def asend(self, call: Any, next: Any) -> PluginAnswer:  # noqa: A002
            try:
                return await next(call)
            except ConnectionFailed as error:
                errors.append(error)
                raise

    replies = [Reply(200, [b"abc", CUT], length=10), as_json({"done": True})]
    response = caller(serve(lambda seen: replies.pop(0)), plugins=[Watching()]).call("listThings")
    assert response["done"] is True
    assert [attempt.error for attempt in response.attempts] == [errors[0], None]


def test_what_else_a_plugin_raises_ends_the_call(serve: Serve, caller: Make) -> None:
    """As it is, without another attempt."""

    class Bad(Around):
        def before(self, call: Any) -> Any:
            raise ZeroDivisionError

    class Wrong(Around):
        def before(self, call: Any) -> Any:
            return {"status": 200}

    server = serve(lambda seen: as_json({}))
    with pytest.raises(ZeroDivisionError):
        caller(server, plugins=[Bad()]).call("listThings")
    with pytest.raises(TypeError, match="must return a PluginAnswer, such as that of next"):
        caller(server, plugins=[Wrong()]).call("listThings")
    assert server.seen == []


class Listener:
    """Collects events."""

    def __init__(self) -> None:
        self.events: list[Any] = []

    def event(self, event: CallEvent) -> None:
        self.events.append(event)


def test_events_tell_the_course_of_a_call(serve: Serve, caller: Make) -> None:
    """Each has the number of its call, and an address without query and secrets."""
    listener = Listener()
    watched = caller(serve(failing(1)), plugins=[listener])
    watched.call("listThings")
    watched.call("deleteThing")
    kinds = [type(event) for event in listener.events]
    assert kinds == [
        CallStarted, AttemptStarted, AttemptFailed, AttemptRetried, AttemptStarted, AttemptFinished, CallFinished,
        CallStarted, AttemptStarted, AttemptFinished, CallFinished,
    ]  # fmt: skip
    first, second = listener.events[:7], listener.events[7:]
    assert len({event.call_id for event in first}) == 1
    assert {event.call_id for event in first}.isdisjoint({event.call_id for event in second})
    assert {(event.operation_id, event.method) for event in second} == {("deleteThing", "DELETE")}
    assert [event.number for event in first if isinstance(event, AttemptStarted)] == [1, 2]
    assert first[2].attempt.status_code == 503
    assert first[3].attempt.wait is not None
    assert (first[-1].status_code, first[-1].error, len(first[-1].attempts)) == (200, None, 2)
    assert first[-1].seconds > 0


def test_events_of_a_call_that_fails(serve: Serve, caller: Make) -> None:
    """With the last error, whatever ended the call."""
    listener = Listener()
    watched = caller(serve(lambda seen: as_json({}, 500)), plugins=[listener], retries=0)
    with pytest.raises(ServerError):
        watched.call("listThings")
    assert (listener.events[-1].status_code, listener.events[-1].error) == (500, None)
    dead = caller("http://127.0.0.1:9", plugins=[listener], retries=0)
    with pytest.raises(ConnectionFailed) as caught:
        dead.call("listThings")
    assert listener.events[-1].error is caught.value
    assert listener.events[-2].attempt.error is caught.value

    def refuse(attempt: Any) -> None:
        raise ZeroDivisionError

    hooked = caller("http://127.0.0.1:9", plugins=[listener], on_retry=refuse, retries=RetryPolicy(most=1))
    with pytest.raises(ZeroDivisionError) as stopped:
        hooked.call("listThings")
    assert listener.events[-1].error is stopped.value


def test_no_event_shows_a_secret(serve: Serve, caller: Make) -> None:
    """A key in the query is not in the address."""
    keyed = {
        **THINGS,
        "components": {"securitySchemes": {"k": {"type": "apiKey", "in": "query", "name": "key"}}},
        "security": [{"k": []}],
    }
    listener, urls = Listener(), []

    class Whole(Around):
        def before(self, call: Any) -> None:
            urls.append(call.url)
            assert SECRET in call.secrets

    server = serve(lambda seen: as_json({}))
    caller(server, keyed, plugins=[listener, Whole()], credentials={"k": SECRET}).call("listThings")
    assert urls == [f"{server.url}/things?key={SECRET}"]
    assert {event.url for event in listener.events} == {f"{server.url}/things"}
    assert SECRET not in repr(listener.events)


def test_what_event_raises_is_logged(serve: Serve, caller: Make, caplog: pytest.LogCaptureFixture) -> None:
    """Never raised, and the other plugins hear of the event all the same."""

    class Broken:
        def event(self, event: CallEvent) -> None:
            raise ZeroDivisionError

    listener = Listener()
    with caplog.at_level(logging.ERROR, logger="dynaclient"):
        caller(serve(lambda seen: as_json({})), plugins=[Broken(), listener]).call("listThings")
    assert [type(event) for event in listener.events] == [CallStarted, AttemptStarted, AttemptFinished, CallFinished]
    assert [record.getMessage() for record in caplog.records][:1] == ["Broken.event failed for CallStarted"]
    assert len(caplog.records) == 4


def test_prepared_may_replace_the_request_and_answered_may_end_the_call(serve: Serve, caller: Make) -> None:
    """They are what `on_request` and `on_response` are; in an async client both may be coroutine functions."""

    class Elsewhere:
        def prepared(self, request: Any) -> Any:
            return requests.Request("PUT", f"{server.url}/elsewhere", data=b"x").prepare()

    class Refusing:
        def answered(self, response: Any) -> None:
            raise ZeroDivisionError

    server = serve(lambda seen: as_json({}, 404))
    with pytest.raises(ZeroDivisionError):
        caller(server, plugins=[Elsewhere(), Refusing()]).call("listThings")
    assert [(request.method, request.path) for request in server.seen] == [("PUT", "/elsewhere")]


def test_coroutine_functions_of_a_plugin_are_awaited(serve: Serve, driver: Any) -> None:
    """In an async client; in a sync one nothing would await them, so that they are refused."""
    passed: list[str] = []

    class Slow:
        async def prepared(self, request: Any) -> None:
            passed.append("prepared")

        async def answered(self, response: Any) -> None:
            passed.append("answered")

        async def close(self) -> None:
            passed.append("close")

    server = serve(lambda seen: as_json({}))
    if driver.name == "sync":
        with pytest.raises(RequestError, match=r"Slow\.prepared is a coroutine function"):
            driver.client_class(THINGS, plugins=[Slow()])
        return
    client = driver.client_class(THINGS, base_url=server.url, plugins=[Slow()])
    driver.run(client.call("listThings"))
    driver.run(client.close())
    assert passed == ["prepared", "answered", "close"]


class SendOnly:
    def send(self, call: Any, next: Any) -> Any: ...  # noqa: A002


class AsendOnly:
    async def asend(self, call: Any, next: Any) -> Any: ...  # noqa: A002


class AsyncEvent:
    async def event(self, event: Any) -> None: ...


@pytest.mark.parametrize(
    ("kind", "plugins", "message"),
    [
        pytest.param(AsyncClient, [SendOnly()], r"SendOnly has send\(\) but no asend\(\)", id="send alone, async"),
        pytest.param(Client, [AsendOnly()], r"AsendOnly has asend\(\) but no send\(\)", id="asend alone, sync"),
        pytest.param(AsyncClient, [AsyncEvent()], r"AsyncEvent\.event is a coroutine function", id="async event"),
        pytest.param(Client, [Listener], r"pass Listener\(\), not the class", id="class"),
        pytest.param(Client, [object()], "object is not a plugin: it has none of the methods document", id="no method"),
        pytest.param(Client, Listener(), "plugins= must be a list of plugins, not Listener", id="no list"),
    ],
)
def test_a_plugin_that_would_not_work_is_refused_when_the_client_is_made(kind: Any, plugins: Any, message: str) -> None:
    """Also when a copy is."""
    with pytest.raises(RequestError, match=message):
        kind(THINGS, plugins=plugins)
    with pytest.raises(RequestError, match=message):
        kind(THINGS).with_options(plugins=plugins)


def test_a_plugin_may_refuse_the_document(driver: Any) -> None:
    """Its exception is raised, and no client is created."""

    class Strict:
        def document(self, document: Any) -> None:
            raise ValueError(f"no description of {document.title} wanted")

    with pytest.raises(ValueError, match="no description of Runtime wanted"):
        driver.client_class(THINGS, plugins=[Strict()])
    with pytest.raises(ValueError, match="no description of Runtime wanted"):
        driver.client_class(THINGS).with_options(plugins=[Strict()])


def test_a_copy_adds_plugins_and_closes_none(serve: Serve, caller: Make) -> None:
    """Those of the client are shared, and shown the document once."""
    passed: list[str] = []
    client = caller(serve(lambda seen: as_json({})), plugins=[Named("a", passed)])
    copy = client.with_options(plugins=[Named("b", passed)], retries=0)
    copy.call("listThings")
    copy.close()
    assert passed == [
        "a document Runtime", "b document Runtime", "a prepared listThings", "b prepared listThings",
        "a > 1", "b > 1", "b < 200", "a < 200", "a answered 200", "b answered 200",
    ]  # fmt: skip
    passed.clear()
    client.call("listThings")
    client.close()
    assert passed == ["a prepared listThings", "a > 1", "a < 200", "a answered 200", "a close"]


def test_every_plugin_is_closed_whatever_one_raises(driver: Any) -> None:
    """The error is raised at the end."""
    passed: list[str] = []

    class Bad:
        def close(self) -> None:
            raise ZeroDivisionError

    client = driver.client_class(THINGS, plugins=[Named("a", passed), Bad(), Named("b", passed)])
    passed.clear()
    with pytest.raises(ZeroDivisionError):
        driver.run(client.close())
    assert passed == ["b close", "a close"]


class Counter:
    """Can be pickled."""

    def __init__(self) -> None:
        self.count = 0

    def prepared(self, request: Any) -> None:
        self.count += 1

    def close(self) -> None:
        self.count = -1


def test_pickling_takes_plugins_along_and_names_those_that_stay(driver: Any, caplog: pytest.LogCaptureFixture) -> None:
    """An open file, a lock, or a local class does not pickle; the client does."""

    class Local:
        def event(self, event: Any) -> None: ...

    class OfClient(Counter):
        client: Any = None

    counter = Counter()
    client = driver.client_class(THINGS, plugins=[counter, Local()])
    with caplog.at_level(logging.WARNING, logger="dynaclient"):
        again = pickle.loads(pickle.dumps(client))
    assert len(caplog.records) == 1
    assert caplog.records[0].getMessage().startswith("the plugin Local is left out, as it cannot be pickled: ")
    (kept,) = again._options.plugins
    assert type(kept) is Counter
    assert kept is not counter
    driver.run(again.close())
    assert (kept.count, counter.count) == (-1, 0)


class Watcher(Counter):
    client: Any = None


def test_a_plugin_that_holds_its_client_stays_behind(caplog: pytest.LogCaptureFixture) -> None:
    """They would pickle each other without end."""
    watcher = Watcher()
    watcher.client = Client(THINGS, plugins=[watcher])
    with caplog.at_level(logging.WARNING, logger="dynaclient"):
        again = pickle.loads(pickle.dumps(watcher.client))
    assert again._options.plugins == ()
    assert len(caplog.records) == 1
    assert "it refers to the client" in caplog.records[0].getMessage()


def test_an_application_in_process_is_watched_too(driver: Any) -> None:
    """With both kinds of client."""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b'{"n": 1}']

    passed: list[str] = []
    client = driver.client_class(THINGS, app=app, plugins=[Named("a", passed), Listener()])
    assert driver.run(client.call("listThings"))["n"] == 1
    driver.run(client.close())
    assert passed[-4:] == ["a > 1", "a < 200", "a answered 200", "a close"]
