"""Another document under a running client: whole or not at all, for every copy; what is under way ends as it began."""

from __future__ import annotations

import asyncio
import gc
import inspect
import json
import pickle
import sys
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import (
    AsyncClient,
    Client,
    DocumentError,
    OpenAI,
    OverlayError,
    RequestError,
    UnknownOperation,
    UnknownParameter,
    load_document,
)

from .numbered import NumberedServer, numbered

KEY = {"key": "secret"}


def client_of(server: NumberedServer, number: int = 1, **options: Any) -> Client:
    return Client(numbered(number), base_url=server.url, credentials=KEY, validate_responses="raise", **options)


def number_of(response: Any) -> int:
    """The one document that everything about an answer belongs to."""
    (number,) = {
        response.data["path"],
        response.data["header"],
        int(response.document.info["version"]),
        int(response.operation.path.removeprefix("/v")),
    }
    return number


def overlay(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"overlay": "1.1.0", "info": {"title": "t", "version": "1"}, "actions": list(actions), **more}


# what follows


def test_an_activated_document_is_used_by_the_client_and_its_copies(server: NumberedServer) -> None:
    with client_of(server) as client:
        before, later = client.with_options(timeout=5), client.with_options(headers={"X-A": "1"})
        assert [number_of(c.op()) for c in (client, before)] == [1, 1]
        found = client.activate(numbered(2))
        assert found is client.document is before.document
        assert [number_of(c.op()) for c in (client, before, later, later.with_options(retries=1))] == [2, 2, 2, 2]
        before.activate(numbered(3))
        assert number_of(client.op()) == 3


def test_help_signatures_and_names_come_from_the_new_document(server: NumberedServer) -> None:
    client = client_of(server)
    assert "version 1." in (client.op.__doc__ or "")
    assert "only1" in inspect.signature(client.op).parameters
    client.activate(numbered(2, more=False))
    assert "version 2." in (client.op.__doc__ or "")
    assert "only2" in inspect.signature(client.op).parameters
    assert "other" not in dir(client)
    assert "2" in repr(client)
    assert client.validate("op", only1="x")[0].keyword == "unknown"
    assert client.validate("op", only2="x", page=1002) == []


def test_stubs_are_written_from_the_new_document(server: NumberedServer, tmp_path: Path) -> None:
    from dynaclient.stubs import write

    client = client_of(server)
    client.activate(numbered(2))
    write(client.document, "Numbered", tmp_path / "s.pyi")
    assert "only2" in (tmp_path / "s.pyi").read_text("utf-8")


def test_a_method_kept_from_before_calls_the_new_operation_or_says_that_it_is_gone(server: NumberedServer) -> None:
    with client_of(server) as client:
        op, other = client.op, client.other
        client.activate(numbered(2, more=False))
        assert number_of(op()) == 2
        with pytest.raises(UnknownOperation) as caught:
            other()
        assert str(caught.value) == (
            "the operation 'other' is gone: 'Numbered', now in use, has none. "
            "See client.operations, or search with client.operations.search(…)."
        )
        with pytest.raises(UnknownOperation, match="the document has no operation 'never'"):
            client.call("never")
        client.activate(numbered(3, more=False))
        with pytest.raises(UnknownOperation, match="is gone"):
            other()
        with pytest.raises(UnknownOperation, match="is gone"):
            _ = client.other
        client.activate(numbered(4))
        other()


def test_a_method_of_an_async_client_says_that_it_is_gone(server: NumberedServer) -> None:
    async def run() -> None:
        async with AsyncClient(numbered(1), base_url=server.url, credentials=KEY) as client:
            op, other = client.op, client.other
            found = await client.activate(numbered(2, more=False))
            assert found is client.document
            assert number_of(await op()) == 2
            with pytest.raises(UnknownOperation, match="is gone"):
                await other()
            await client.rollback()
            assert number_of(await op()) == 1
            await other()

    asyncio.run(run())


def test_an_operation_object_of_the_old_document_names_that_of_the_new_one(server: NumberedServer) -> None:
    with client_of(server) as client:
        operation = client.operations["op"]
        client.activate(numbered(2))
        assert number_of(client.call(operation)) == 2  # type: ignore[arg-type]


# what is under way


def test_a_call_in_flight_ends_on_the_document_it_began_with(server: NumberedServer) -> None:
    server.holds = threading.Event()
    with client_of(server) as client:
        found: list[Any] = []
        thread = threading.Thread(target=lambda: found.append(client.op()))
        thread.start()
        assert server.waiting.acquire(timeout=30)
        client.activate(numbered(2))
        server.holds.set()
        thread.join(30)
        assert [number_of(response) for response in found] == [1]
        assert number_of(client.op()) == 2


def test_a_list_under_way_ends_on_the_document_it_began_with(server: NumberedServer) -> None:
    with client_of(server) as client:
        pages = client.paginate("op", rule={"kind": "page", "parameter": "page", "items": "/data"}).pages()
        numbers = [number_of(next(pages))]
        client.activate(numbered(2))
        numbers += [number_of(page) for page in pages]
        assert len(numbers) > 2
        assert set(numbers) == {1}
        again = client.paginate("op", rule={"kind": "page", "parameter": "page", "items": "/data"}).pages()
        assert {number_of(page) for page in again} == {2}


def test_a_poll_under_way_ends_on_the_document_it_began_with(server: NumberedServer) -> None:
    with client_of(server) as client:
        numbers: list[int] = []

        def until(response: Any) -> bool:
            numbers.append(number_of(response))
            if len(numbers) == 1:
                client.activate(numbered(2))
            return len(numbers) == 3

        client.poll("op", until=until, interval=0.001)
        assert numbers == [1, 1, 1]
        assert number_of(client.op()) == 2


def test_lists_and_polls_of_an_async_client_end_on_the_document_they_began_with(server: NumberedServer) -> None:
    async def run() -> None:
        async with AsyncClient(numbered(1), base_url=server.url, credentials=KEY) as client:
            rule = {"kind": "page", "parameter": "page", "items": "/data"}
            numbers = []
            async for page in client.paginate("op", rule=rule).pages():
                if not numbers:
                    await client.activate(numbered(2))
                numbers.append(number_of(page))
            assert len(numbers) > 2
            assert set(numbers) == {1}
            polled: list[int] = []

            async def progress(response: Any) -> None:
                polled.append(number_of(response))
                if len(polled) == 1:
                    await client.activate(numbered(3))

            await client.poll("op", until=lambda _: len(polled) == 2, interval=0.001, progress=progress)
            assert set(polled) == {2}
            assert number_of(await client.op()) == 3

    asyncio.run(run())


def test_a_list_of_an_operation_that_is_gone_says_so(server: NumberedServer) -> None:
    with client_of(server) as client:
        client.activate(numbered(2, more=False))
        with pytest.raises(UnknownOperation, match="the operation 'other' is gone"):
            client.paginate("other")
        with pytest.raises(UnknownOperation, match="the operation 'other' is gone"):
            client.poll("other", until=bool)


def test_polling_an_answer_goes_on_with_the_document_that_described_it(server: NumberedServer) -> None:
    """Also after two activations, when it is not the one before."""
    with client_of(server) as client:
        answer = client.op(page=3)
        for number in (2, 3):
            client.activate(numbered(number))
            seen: list[Any] = []
            last = client.poll(
                answer, until=lambda r, seen=seen: seen.append(number_of(r)) or len(seen) == 2, interval=0.001
            )
            assert (seen, last.data["page"]) == ([1, 1], 3)
        assert number_of(client.op()) == 3


def test_an_async_client_goes_on_polling_an_answer_too(server: NumberedServer) -> None:
    async def run() -> None:
        async with AsyncClient(numbered(1), base_url=server.url, credentials=KEY) as client:
            answer = await client.op()
            await client.activate(numbered(2))
            last = await client.poll(answer, until=lambda _: True, interval=0.001)
            assert number_of(last) == 1
            assert number_of(await client.op()) == 2

    asyncio.run(run())


def test_an_answer_is_read_into_a_class_by_the_document_of_its_call(server: NumberedServer) -> None:
    with client_of(server) as client:
        assert client.parse("op", into=dict[str, Any])["path"] == 1
        client.activate(numbered(2))
        assert client.parse("op", into=dict[str, Any])["path"] == 2


def test_a_raw_request_and_a_row_of_text_follow_the_document_in_use(server: NumberedServer) -> None:
    with client_of(server) as client:
        client.activate(numbered(2))
        assert client.request("GET", "/v2").data["header"] == 2
        assert client.coerce("op", {"page": "1002", "only2": "x"}) == {"page": 1002, "only2": "x"}
        with pytest.raises(UnknownParameter):
            client.coerce("op", {"only1": "x"})


def test_a_raw_request_to_another_server_has_no_key_after_a_swap_either(server: NumberedServer) -> None:
    other = NumberedServer()
    try:
        with OpenAI(numbered(1), base_url=server.url, api_key="secret") as client:
            client.activate(numbered(2))
            assert client.request("GET", f"{server.url}/v2").data["header"] == 2
            assert client.request("GET", f"{other.url}/v2").data["header"] == 0
    finally:
        other.close()


def test_keys_are_given_to_a_copy_by_the_names_of_the_document_in_use(server: NumberedServer) -> None:
    renamed = numbered(2)
    renamed["security"] = [{"door": []}]
    renamed["components"]["securitySchemes"]["door"] = renamed["components"]["securitySchemes"].pop("key")
    with client_of(server) as client:
        client.activate(renamed)
        copy = client.with_options(credentials={"door": "secret"})
        assert number_of(copy.op()) == 2
        client.rollback()
        assert number_of(copy.op()) == 1


# whole or not at all


class Rejects:
    """A plugin that sees every document and rejects some."""

    def __init__(self, *rejected: str) -> None:
        self.rejected = rejected
        self.seen: list[str] = []

    def document(self, document: Any) -> None:
        self.seen.append(document.info["version"])
        if document.info["version"] in self.rejected:
            raise ValueError("not this one")


def _refuse(old: Any, new: Any) -> None:
    raise DocumentError(f"{new.info['version']} breaks what {old.info['version']} has")


REFUSED: list[Any] = [
    pytest.param(lambda client, folder: client.activate(folder / "none.yaml"), DocumentError, id="there is no file"),
    pytest.param(lambda client, folder: client.activate(b"{"), DocumentError, id="no JSON"),
    pytest.param(lambda client, folder: client.activate({"swagger": "1.2"}), DocumentError, id="an unknown version"),
    pytest.param(
        lambda client, folder: client.activate(
            numbered(2), overlays=[overlay({"target": "$.info", "update": {"title": []}})]
        ),
        OverlayError,
        id="an overlay does not fit",
    ),
    pytest.param(
        lambda client, folder: (client._slot.checks.append(_refuse), client.activate(numbered(2))),
        DocumentError,
        id="a check refuses it",
    ),
]


@pytest.mark.parametrize(("activate", "kind"), REFUSED)
def test_nothing_changes_if_the_document_cannot_be_used(
    server: NumberedServer, tmp_path: Path, activate: Callable[[Client, Path], Any], kind: type[Exception]
) -> None:
    with client_of(server) as client:
        copy, present = client.with_options(), client.document
        with pytest.raises(kind):
            activate(client, tmp_path)
        assert client.document is copy.document is present
        assert number_of(client.op()) == number_of(copy.op()) == 1
        with pytest.raises(RequestError, match="there is no document to return to"):
            client.rollback()


def test_a_check_sees_the_old_and_the_new_document_in_order(server: NumberedServer) -> None:
    seen: list[tuple[str, str]] = []
    client = client_of(server)
    client._slot.checks.append(lambda old, new: seen.append((old.info["version"], new.info["version"])))
    client.with_options().activate(numbered(2))
    client.activate(numbered(3))
    assert seen == [("1", "2"), ("2", "3")]


def test_a_plugin_may_reject_a_document_and_every_plugin_ends_with_the_one_in_use(server: NumberedServer) -> None:
    """Plugins of copies too; those that had seen the rejected document see the present one again."""
    watcher, rejects = Rejects(), Rejects("2")
    with client_of(server, plugins=[watcher]) as client:
        copy = client.with_options(plugins=[rejects])
        with pytest.raises(ValueError, match="not this one"):
            client.activate(numbered(2))
        assert number_of(copy.op()) == 1
        assert (watcher.seen[-1], rejects.seen[-1]) == ("1", "1")
        client.activate(numbered(3))
        assert number_of(copy.op()) == 3
        assert (watcher.seen[-1], rejects.seen[-1]) == ("3", "3")
        client.rollback()
        assert (watcher.seen[-1], rejects.seen[-1]) == ("1", "1")


def test_a_plugin_of_a_copy_that_is_gone_sees_nothing_more(server: NumberedServer) -> None:
    plugin = Rejects("2")
    client = client_of(server)
    client.with_options(plugins=[plugin])
    gc.collect()
    client.activate(numbered(2))
    assert plugin.seen == ["1"]


def test_referenced_files_belong_to_the_document_that_was_activated(server: NumberedServer, tmp_path: Path) -> None:
    """They are read before the switch, so that a later change of a file does not make a mixture."""
    document = numbered(2)
    schema = document["paths"]["/v2"]["get"]["parameters"][0]
    schema["schema"] = {"$ref": "page.json"}
    (tmp_path / "new.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "page.json").write_text(json.dumps({"type": "integer", "maximum": 5}), "utf-8")
    client = client_of(server)
    client.activate(tmp_path / "new.json")
    (tmp_path / "page.json").write_text(json.dumps({"type": "string"}), "utf-8")
    assert [v.keyword for v in client.validate("op", page=6)] == ["maximum"]


# going back to the document before


def test_rollback_returns_to_the_document_before_the_last_activation(server: NumberedServer) -> None:
    with client_of(server) as client:
        first = client.document
        client.activate(numbered(2))
        client.activate(numbered(3))
        assert client.rollback().info["version"] == "2"
        assert number_of(client.op()) == 2
        with pytest.raises(RequestError, match="none was activated since the last rollback"):
            client.rollback()
        client.activate(first)
        assert client.document is first


# overlays


def test_overlays_are_read_and_applied_again(tmp_path: Path) -> None:
    fix = tmp_path / "fix.json"
    fix.write_text(json.dumps(overlay({"target": "$.info", "update": {"x-fixed": 1}})), "utf-8")
    client = Client(numbered(1), overlays=[fix, overlay({"target": "$.info", "update": {"x-too": True}})])
    assert (client.document.info["x-fixed"], client.document.info["x-too"]) == (1, True)
    fix.write_text(json.dumps(overlay({"target": "$.info", "update": {"x-fixed": 2}})), "utf-8")
    client.activate(numbered(2))
    assert (client.document.info["x-fixed"], client.document.info["x-too"]) == (2, True)
    client.activate(load_document(numbered(3)))
    assert (client.document.info["x-fixed"], client.document.info["x-too"]) == (2, True)
    client.activate(numbered(4), overlays=[])
    assert "x-fixed" not in client.document.info


def test_an_overlay_that_extends_the_first_document_is_applied_to_those_that_replace_it(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"v{number}.json").write_text(json.dumps(numbered(number)), "utf-8")
    fix = tmp_path / "fix.json"
    fix.write_text(json.dumps(overlay({"target": "$.info", "update": {"x": 1}}, extends="v1.json")), "utf-8")
    client = Client(tmp_path / "v1.json", overlays=[fix])
    for number in (2, 3):
        client.activate(tmp_path / f"v{number}.json")
        assert client.document.info["x"] == 1
    with pytest.raises(OverlayError, match="extends"):
        Client(tmp_path / "v2.json", overlays=[fix])


# credentials


def test_the_keys_of_openai_follow_to_a_scheme_of_another_name(server: NumberedServer) -> None:
    renamed = json.loads(json.dumps(numbered(2)).replace('"key"', '"bearer"'))
    client = OpenAI(numbered(1), api_key="sk-1", base_url=server.url, environment={})
    assert client.prepare("op").headers["X-Key-1"] == "sk-1"
    client.activate(renamed)
    assert client.prepare("op").headers["X-Key-2"] == "sk-1"
    assert client.with_options().prepare("op").headers["X-Key-2"] == "sk-1"
    client.rollback()
    assert client.prepare("op").headers["X-Key-1"] == "sk-1"


def test_a_client_pickles_with_the_document_in_use_and_without_its_keys(server: NumberedServer) -> None:
    client = OpenAI(numbered(1), api_key="sk-very-secret", base_url=server.url, environment={})
    client.activate(numbered(2))
    data = pickle.dumps(client)
    assert b"sk-very-secret" not in data
    restored = pickle.loads(data)
    assert restored.document.info["version"] == "2"
    restored.activate(numbered(3))
    assert restored.document.info["version"] == "3"
    assert client.document.info["version"] == "2"


# many at once

SWAPS = 50


def test_threads_see_one_document_or_the_other(server: NumberedServer) -> None:
    """32 threads call while the document is swapped 50 times. None gets a mixture or a new connection."""
    documents = [load_document(numbered(n)) for n in range(2, SWAPS + 2)]
    done, failed, numbers = threading.Event(), [], set()
    with client_of(server, retries=0) as client:
        copies = [client, *(client.with_options(headers={"X-A": str(n)}) for n in range(7))]

        def work(n: int) -> None:
            caller = copies[n % len(copies)]
            method = caller.op
            try:
                while True:
                    last = done.is_set()
                    numbers.add(number_of(method() if n % 2 else caller.call("op", page=1)))
                    if last:
                        return
            except BaseException as error:  # reported by the test
                failed.append(error)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(32)]
        previous = sys.getswitchinterval()
        sys.setswitchinterval(1e-4)
        try:
            for thread in threads:
                thread.start()
            for document in documents:
                client.activate(document)
                number_of(client.op())
            done.set()
            for thread in threads:
                thread.join(60)
        finally:
            sys.setswitchinterval(previous)
        assert not failed, failed[0]
        assert number_of(client.op()) == SWAPS + 1
    assert SWAPS + 1 in numbers
    assert len(numbers) > 5, "the calls and the swaps did not overlap"
    assert server.connections <= 33


def test_tasks_see_one_document_or_the_other(server: NumberedServer) -> None:
    """The same for 200 tasks of an async client."""

    async def run() -> None:
        numbers = set()
        done = asyncio.Event()
        options: Any = {"credentials": KEY, "validate_responses": "raise", "retries": 0}
        async with AsyncClient(numbered(1), base_url=server.url, **options) as client:
            copies = [client, *(client.with_options(headers={"X-A": str(n)}) for n in range(7))]

            async def work(n: int) -> None:
                caller = copies[n % len(copies)]
                while True:
                    last = done.is_set()
                    numbers.add(number_of(await caller.call("op")))
                    if last:
                        return
                    await asyncio.sleep(0.002 * n)  # else every swap waits for 200 calls

            tasks = [asyncio.create_task(work(n)) for n in range(200)]
            for number in range(2, SWAPS + 2):
                await client.activate(numbered(number))
                assert number_of(await client.op()) == number
            done.set()
            await asyncio.gather(*tasks)
        assert SWAPS + 1 in numbers
        assert len(numbers) > 5, "the calls and the swaps did not overlap"

    asyncio.run(run())
    assert server.connections <= 201


def test_swaps_leave_no_document_behind(server: NumberedServer) -> None:
    """Only the one in use and the one to return to stay, whatever was called in between."""
    with client_of(server, plugins=[Rejects()]) as client:
        copies = [client.with_options() for _ in range(3)]
        documents, idle = [], []
        for number in range(2, SWAPS + 2):
            document = client.activate(numbered(number))
            documents.append(weakref.ref(document))
            idle.append(client.with_options())
            idle[-1].prepare("op")
            del document
            for caller in (client, *copies):
                caller.op()
                _ = caller.op.__doc__
            list(client.paginate("op", rule={"kind": "page", "parameter": "page", "items": "/data"}))
            client.poll("op", until=lambda _: True)
        gc.collect()
        alive = [n for n, reference in enumerate(documents) if reference() is not None]
        assert alive == [SWAPS - 2, SWAPS - 1]


def test_names_of_operations_that_are_gone_are_bounded(server: NumberedServer) -> None:
    from dynaclient.client.shared import MOST_GONE

    def made(number: int) -> dict[str, Any]:
        paths = {f"/{number}/{n}": {"get": {"operationId": f"op{number}x{n}", "responses": {}}} for n in range(500)}
        return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}

    client = Client(made(0))
    for number in range(1, MOST_GONE // 500 + 5):
        client.activate(made(number))
    assert len(client._slot.gone) == MOST_GONE
