"""What a recording records, and how a call finds its exchange, in both kinds of client, against servers on loopback."""

from __future__ import annotations

import json
import os
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient import (
    BodyTooLarge,
    Client,
    ConnectionFailed,
    DeadlineExceeded,
    NotRecorded,
    RecordingError,
    RequestError,
    TransportError,
)
from dynaclient.recording import Recording, read_har
from tests.runtime.conftest import QUICK, caller, document, driver, operation, serve
from tests.runtime.server import NO_ANSWER, Loopback, Reply, Seen, as_json, events

__all__ = ["caller", "driver", "serve"]

Make = Callable[..., Any]
Serve = Callable[[Callable[[Seen], Reply]], Loopback]

ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
JSON = {"content": {"application/json": {"schema": {"type": "object"}}}}
FORM = {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": {"file": {}, "note": {}}}}}}
SHOP = document(
    **{
        "/pens": {
            "get": operation("listPens", parameters=[{"name": "q", "in": "query", "schema": {}},
                                                     {"name": "limit", "in": "query", "schema": {"type": "integer"}}]),
            "post": operation("makePen", requestBody=JSON),
        },
        "/pens/{id}": {"get": operation("getPen", parameters=[ID, {"name": "X-Mode", "in": "header", "schema": {}}])},
        "/files": {
            "post": operation("sendFile", requestBody={"content": {"application/octet-stream": {}}}),
            "put": operation("sendForm", requestBody=FORM),
            "get": operation("getFile"),
        },
    }
)  # fmt: skip
NOWHERE = "http://127.0.0.1:1/another/base"


def counting() -> Callable[[Seen], Reply]:
    """A server whose answers say how many there were before."""
    count = iter(range(1000))
    return lambda seen: as_json({"n": next(count), "path": seen.path})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cassette.har"


def entries(path: Path) -> list[Any]:
    return json.loads(path.read_text("utf-8"))["log"]["entries"]  # type: ignore[no-any-return]


# modes


def test_once_records_and_then_only_replays(serve: Serve, caller: Make, path: Path) -> None:
    """Order of arguments, address, and headers of the client do not matter."""
    server = serve(counting())
    first = caller(server, SHOP, plugins=[Recording(path)])
    assert first.call("listPens", q="a", limit=2)["n"] == 0
    assert first.call("getPen", id=7)["n"] == 1
    again = caller(NOWHERE, SHOP, plugins=[Recording(path)], headers={"X-Team": "blue"})
    assert again.call("getPen", id=7)["n"] == 1
    assert again.call("listPens", {"limit": 2, "q": "a"})["n"] == 0
    with pytest.raises(NotRecorded) as caught:
        again.call("listPens", q="b")
    assert str(caught.value) == (
        f"listPens: {path} has no exchange for this call: the nearest recorded call, number 1, differs in "
        'query:q (recorded "a", now "b"); query:limit (recorded "2", now left out). Nothing was sent. '
        'mode="new_episodes" records it.'
    )
    assert caught.value.nearest == 1
    assert len(server.seen) == 2


def test_new_episodes_sends_what_is_not_there(serve: Serve, caller: Make, path: Path) -> None:
    server = serve(counting())
    caller(server, SHOP, plugins=[Recording(path)]).call("getPen", id=1)
    both = caller(server, SHOP, plugins=[Recording(path, mode="new_episodes")])
    assert [both.call("getPen", id=n)["n"] for n in (1, 2, 1)] == [0, 1, 2]
    assert len(server.seen) == 3
    last = caller(NOWHERE, SHOP, plugins=[Recording(path, mode="none")])
    assert [last.call("getPen", id=n)["n"] for n in (1, 1, 2)] == [0, 2, 1]


def test_none_never_sends_and_needs_its_file(path: Path, caller: Make, serve: Serve) -> None:
    with pytest.raises(RecordingError, match='there is no such file to replay; record it with mode="once"'):
        Recording(path, mode="none")
    caller(serve(counting()), SHOP, plugins=[Recording(path)]).call("getPen", id=1)
    size = path.stat().st_size
    silent = caller(NOWHERE, SHOP, plugins=[Recording(path, mode="none")])
    with pytest.raises(NotRecorded, match=r"no call of listPens was recorded: it has getPen\. Nothing was sent\.$"):
        silent.call("listPens")
    silent.call("getPen", id=1)
    with pytest.raises(NotRecorded, match="it was recorded once, and each has been played"):
        silent.call("getPen", id=1)
    assert path.stat().st_size == size


def test_all_replaces_the_file_with_its_first_exchange(serve: Serve, caller: Make, path: Path) -> None:
    server = serve(counting())
    for _ in range(2):
        plugin = Recording(path, mode="all")
        before = path.stat().st_size if path.exists() else 0
        anew = caller(server, SHOP, plugins=[plugin])
        assert (path.stat().st_size if path.exists() else 0) == before
        anew.call("getPen", id=1)
        anew.call("getPen", id=1)
    assert [json.loads(e["response"]["content"]["text"])["n"] for e in entries(path)] == [2, 3]
    caller(server, SHOP, plugins=[Recording(path, mode="all", replace=False)]).call("getPen", id=1)
    assert len(entries(path)) == 3


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"mode": "onec"}, "mode= must be 'once', 'new_episodes', 'none' or 'all', not 'onec'. Did you mean 'once'?"),
        ({"max_body": -1}, "max_body= must be a number of bytes from 0, or None, not -1"),
        ({"replay_speed": 0}, "replay_speed= must be a number above 0, or None, not 0"),
        ({"path": 3}, "path= must be the path of a HAR file, not 3"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, Any], text: str, path: Path) -> None:
    with pytest.raises(RequestError) as caught:
        Recording(**{"path": path, **options})
    assert str(caught.value) == text


# what is the same call


def test_equal_calls_are_answered_in_the_order_in_which_they_were_sent(serve: Serve, caller: Make, path: Path) -> None:
    server = serve(counting())
    first = caller(server, SHOP, plugins=[Recording(path)])
    for _ in range(3):
        first.call("makePen", body={"name": "quill", "size": 1})
    again = caller(NOWHERE, SHOP, plugins=[Recording(path)])
    found = [again.call("makePen", body={"size": 1, "name": "quill"})["n"] for _ in range(3)]
    assert found == [0, 1, 2]


def test_arguments_tell_calls_apart_wherever_they_are(serve: Serve, caller: Make, path: Path) -> None:
    """In the path, a header, a member of the body, a field of a form, and the bytes of a file."""
    calls: list[tuple[str, dict[str, Any]]] = [
        ("getPen", {"id": 1}),
        ("getPen", {"id": 1, "X-Mode": "fast"}),
        ("makePen", {"body": {"a": 1}}),
        ("makePen", {"body": {"a": 1.5}}),
        ("sendFile", {"body": b"\x00one"}),
        ("sendFile", {"body": b"\x00two"}),
        ("sendForm", {"file": ("a.bin", b"\x00\xff"), "note": "n"}),
        ("sendForm", {"file": ("a.bin", b"\x00\xfe"), "note": "n"}),
        ("sendForm", {"file": ("b.bin", b"\x00\xff"), "note": "n"}),
    ]
    first = caller(serve(counting()), SHOP, plugins=[Recording(path)])
    for name, arguments in calls:
        first.call(name, arguments) if "body" not in arguments else first.call(name, body=arguments["body"])
    again = caller(NOWHERE, SHOP, plugins=[Recording(path)])
    found = {}
    for index, (name, arguments) in reversed(list(enumerate(calls))):
        answer = again.call(name, arguments) if "body" not in arguments else again.call(name, body=arguments["body"])
        found[index] = answer["n"]
    assert found == {index: index for index in range(len(calls))}


def test_an_idempotency_key_is_no_argument(serve: Serve, caller: Make, path: Path) -> None:
    """It is another one each time."""
    caller(serve(counting()), SHOP, plugins=[Recording(path)], idempotency=True).call("makePen", body={"a": 1})
    again = caller(NOWHERE, SHOP, plugins=[Recording(path)], idempotency=True)
    assert again.call("makePen", body={"a": 1})["n"] == 0


def test_a_body_that_can_be_read_once_is_recorded_and_found(serve: Serve, caller: Make, path: Path) -> None:
    """A generator is watched while it is sent, and read when it is replayed."""

    def pieces(text: str = "abc") -> Iterator[bytes]:
        for letter in text:
            yield letter.encode()

    server = serve(counting())
    caller(server, SHOP, plugins=[Recording(path)]).call("sendFile", body=pieces())
    assert server.seen[0].body == b"abc"
    again = caller(server, SHOP, plugins=[Recording(path, mode="new_episodes")])
    assert again.call("sendFile", body=pieces())["n"] == 0
    assert again.call("sendFile", body=pieces("abd"))["n"] == 1
    assert [seen.body for seen in server.seen] == [b"abc", b"abd"]
    assert len(entries(path)) == 2


def test_a_file_is_sent_whole_after_it_was_read_for_the_recording(serve: Serve, caller: Make, path: Path) -> None:
    content = os.urandom(300_000)
    (path.parent / "upload").write_bytes(content)
    server = serve(counting())
    caller(server, SHOP, plugins=[Recording(path, max_body=1000)]).call("sendFile", body=path.parent / "upload")
    assert server.seen[0].body == content
    sent = entries(path)[0]["request"]
    assert (sent["bodySize"], sent["postData"]["_size"], "text" in sent["postData"]) == (300_000, 300_000, False)
    again = caller(NOWHERE, SHOP, plugins=[Recording(path, max_body=1000)])
    assert again.call("sendFile", body=path.parent / "upload")["n"] == 0


def test_raw_requests_are_recorded_too(serve: Serve, path: Path) -> None:
    with Client(SHOP, base_url=serve(counting()).url, plugins=[Recording(path)]) as client:
        client.request("POST", "/pencils", json={"a": 1}, query={"b": 2})
    with Client(SHOP, base_url="http://127.0.0.1:1", plugins=[Recording(path)]) as client:
        assert client.request("POST", "/pencils", json={"a": 1}, query={"b": 2})["n"] == 0
        with pytest.raises(NotRecorded, match="the nearest recorded call, number 1"):
            client.request("POST", "/pencils", json={"a": 2}, query={"b": 2})


# answers


def test_a_body_beyond_the_size_is_kept_by_its_digest(serve: Serve, caller: Make, path: Path) -> None:
    caller(serve(lambda seen: Reply(200, b"x" * 50)), SHOP, plugins=[Recording(path, max_body=49)]).call("getFile")
    content = entries(path)[0]["response"]["content"]
    assert (content["size"], content["_size"], len(content["_sha256"]), "text" in content) == (50, 50, 64, False)
    with pytest.raises(NotRecorded, match="has 50 bytes that were not kept: record it again with a larger max_body="):
        caller(NOWHERE, SHOP, plugins=[Recording(path)]).call("getFile")


def test_a_stream_is_replayed_piece_by_piece_and_in_its_time(serve: Serve, caller: Make, path: Path) -> None:
    """As fast as can be, or as it was recorded: never faster than that."""

    def late() -> bytes:
        time.sleep(0.3)
        return b'data: {"n": 2}\n\n'

    first = caller(serve(lambda seen: events(b'data: {"n": 1}\n\n', late)), SHOP, plugins=[Recording(path)])
    expected = [{"n": 1}, {"n": 2}]
    assert [event.data for event in first.items(first.call("listPens"))] == expected
    for speed, least in ((None, 0.0), (2, 0.14), (1, 0.29)):
        again = caller(NOWHERE, SHOP, plugins=[Recording(path, replay_speed=speed)])
        response = again.call("listPens")
        assert not response.is_read
        began = time.monotonic()
        assert [event.data for event in again.items(response)] == expected
        assert time.monotonic() - began >= least
    assert entries(path)[0]["_dynaclient"]["pieces"][-1][0] >= 290


def test_a_stream_that_is_left_early_is_recorded_as_far_as_it_was_read(serve: Serve, caller: Make, path: Path) -> None:
    go_on = threading.Event()

    def never() -> bytes:
        go_on.wait(20)
        return b""

    first = caller(serve(lambda seen: events(b"data: 1\n\n", never)), SHOP, plugins=[Recording(path)])
    response = first.call("listPens")
    for event in first.items(response):
        assert event.data == 1
        break
    response.close()
    go_on.set()
    assert entries(path)[0]["response"]["content"]["_cut"] is True
    again = caller(NOWHERE, SHOP, plugins=[Recording(path)])
    assert [event.data for event in again.items(again.call("listPens"))] == [1]


def test_a_stream_that_breaks_breaks_again(serve: Serve, caller: Make, path: Path) -> None:
    broken = Reply(200, b"data: 1\n\n", {"Content-Type": "text/event-stream"}, length=100)
    for server in (serve(lambda seen: broken), NOWHERE):
        client = caller(server, SHOP, plugins=[Recording(path)])
        found: list[Any] = []
        with pytest.raises(ConnectionFailed):
            client.collect(client.call("listPens"), found)
        assert [event.data for event in found] == [1]


def test_a_download_is_saved_from_the_recording(serve: Serve, caller: Make, path: Path) -> None:
    content = bytes(range(256)) * 1000
    for number, server in enumerate((serve(lambda seen: Reply(200, content)), NOWHERE)):
        client = caller(server, SHOP, plugins=[Recording(path)]).with_options(stream=True)
        saved = client.save(client.call("getFile"), path.parent / f"saved{number}")
        assert saved.read_bytes() == content


def test_retries_are_replayed_one_by_one(serve: Serve, caller: Make, path: Path) -> None:
    """Each attempt is an exchange."""
    answers = iter([as_json({}, 502), as_json({}, 503), as_json({"done": True})])
    for server in (serve(lambda seen: next(answers)), NOWHERE):
        response = caller(server, SHOP, plugins=[Recording(path)]).call("getPen", id=1)
        assert [attempt.status_code for attempt in response.attempts] == [502, 503, 200]
        assert response["done"] is True
    assert [entry["_dynaclient"]["attempt"] for entry in entries(path)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("answer", "options", "kind"),
    [
        (lambda seen: NO_ANSWER, {}, ConnectionFailed),
        (lambda seen: Reply(200, b"x" * 99), {"max_body": 9}, BodyTooLarge),
        (lambda seen: [time.sleep(0.4), Reply()][1], {"timeout": 0.1}, DeadlineExceeded),
    ],
)
def test_a_failure_is_raised_again(
    serve: Serve, caller: Make, path: Path, answer: Any, options: dict[str, Any], kind: type[TransportError]
) -> None:
    errors = []
    for server in (serve(answer), NOWHERE):
        with pytest.raises(kind) as caught:
            caller(server, SHOP, plugins=[Recording(path)], retries=0, **options).call("getPen", id=1)
        errors.append(caught.value)
    assert (errors[0].message, errors[0].sent) == (errors[1].message, errors[1].sent)


# the file


def test_a_broken_last_line_is_left_out_and_mended(serve: Serve, caller: Make, path: Path) -> None:
    """What a process leaves that is killed in the middle of a write, cut anywhere."""
    server = serve(counting())
    first = caller(server, SHOP, plugins=[Recording(path, mode="all")])
    for n in range(3):
        first.call("getPen", id=n)
    whole = path.read_bytes()
    begin = whole.rindex(b",\n{")
    for cut in range(begin, len(whole) - 6, 97):
        path.write_bytes(whole[:cut])
        assert len(read_har(path).exchanges) == 2
    more = caller(server, SHOP, plugins=[Recording(path, mode="new_episodes")])
    assert [more.call("getPen", id=n)["n"] for n in range(3)] == [0, 1, 3]
    assert len(entries(path)) == 3


def test_threads_and_several_recorders_write_one_file(serve: Serve, path: Path) -> None:
    server = serve(counting())
    clients = [Client(SHOP, base_url=server.url, plugins=[Recording(path, mode="new_episodes")]) for _ in range(4)]

    def work(client: Client, first: int) -> None:
        for n in range(first, first + 10):
            client.call("getPen", id=n)

    threads = [threading.Thread(target=work, args=(client, i * 10)) for i, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for client in clients:
        client.close()
    assert len(entries(path)) == 40
    replay = Recording(path, mode="none")
    with Client(SHOP, base_url="http://127.0.0.1:1", plugins=[replay]) as client:
        found = [client.call("getPen", id=n)["path"] for n in range(40)]
    assert found == [f"/pens/{n}" for n in range(40)]
    assert replay.unplayed == []


def test_a_file_that_is_no_recording_is_refused(path: Path) -> None:
    for text, reason in (
        ("openapi: 3.1.0", "it is not a HAR archive: Expecting value"),
        ("[]", "it is not a HAR archive: it has no log, it is array"),
        ('{"log": {}}', "it is not a HAR archive: its log has no entries"),
    ):
        path.write_text(text)
        with pytest.raises(RecordingError) as caught:
            Recording(path)
        assert str(caught.value).startswith(f"{path}: {reason}")


def test_a_folder_that_is_not_there_is_made_and_one_that_cannot_be_is_an_error(serve: Serve, path: Path) -> None:
    server = serve(counting())
    with Client(SHOP, base_url=server.url, plugins=[Recording(path.parent / "a" / "b" / "c.har")]) as client:
        client.call("getPen", id=1)
    assert (path.parent / "a" / "b" / "c.har").exists()
    path.write_text("")
    with (
        Client(SHOP, base_url=server.url, plugins=[Recording(path / "c.har")]) as client,
        pytest.raises(RecordingError, match="it cannot be written"),
    ):
        client.call("getPen", id=1)


def test_a_client_pickles_with_its_recording(serve: Serve, path: Path) -> None:
    server = serve(counting())
    with Client(SHOP, base_url=server.url, plugins=[Recording(path, mode="all")], retries=QUICK) as client:
        client.call("getPen", id=1)
        with pickle.loads(pickle.dumps(client)) as other:
            other.call("getPen", id=2)
    assert len(entries(path)) == 2
