"""`client.map`: a call for every row, each yielded as it finishes, with its answer or its error."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, BulkError, Client, NotFound, RequestError, UnknownOperation, UnknownParameter
from tests.bulk.conftest import CUT, NOTES, QUICK, REFUSED, Mapper, NoteServer, by_key, texts

Make = Callable[..., Mapper]


def test_each_row_is_a_call_and_comes_back_with_its_answer(mapper: Make, notes: NoteServer) -> None:
    """By key, with the row as it was given."""
    rows = [{"id": f"n{n}", "text": f"t{n}", "size": n} for n in range(1, 41)]
    job = mapper().job("createNote", rows, key="id")
    found = mapper().rows(job)
    assert [done.key for done in found] == [f"n{n}" for n in range(1, 41)]
    assert [done.row for done in found] == rows
    assert [done.response["size"] for done in found] == list(range(1, 41))
    assert {done.error for done in found} == {None}
    assert found[0].data == found[0].response.data == {"name": "t1", "text": "t1", "size": 1}
    assert notes.done == {f"t{n}": 1 for n in range(1, 41)}
    report = job.report
    assert (report.total, report.done, report.sent, report.requests) == (40, 40, 40, 40)
    assert (report.failed, report.bad, report.unknown, report.ok, report.left) == (0, 0, 0, True, 0)


def test_without_a_key_the_number_is_the_key(mapper: Make) -> None:
    """From 1; names in snake case call the same operation."""
    made = mapper()
    found = made.rows(made.job("get_note", ({"note_id": name} for name in "abc")))
    assert [(done.key, done.data["name"]) for done in found] == [(1, "a"), (2, "b"), (3, "c")]


def test_a_row_that_fails_has_its_error_and_the_others_go_on(mapper: Make, notes: NoteServer) -> None:
    """`run` raises at the end instead."""
    notes.answers["t2"] = [REFUSED[404]]
    made = mapper()
    job = made.job("createNote", texts(5), key="id")
    found = made.rows(job)
    assert [done.ok for done in found] == [True, False, True, True, True]
    assert isinstance(found[1].error, NotFound)
    assert (found[1].response, found[1].state.name, found[1].status_code) == (None, "FAILED", 404)
    assert (job.report.done, job.report.failed, job.report.errors) == (4, 1, {"NotFound 404": 1})
    with pytest.raises(BulkError, match=r"createNote: not every row is done\.\n.*4 done, 1 failed of 5 rows") as caught:
        made.run("createNote", texts(5), key="id")
    assert caught.value.report.failed == 1


def test_a_job_is_drained_without_its_rows_and_looked_at_meanwhile(notes: NoteServer, here: Path) -> None:
    """A row that fails raises nothing there; an error of the look ends the job, and what was sent is kept."""
    notes.answers["t2"] = [REFUSED[404]]
    notes.holds = threading.Event()
    seen = []

    def look() -> None:
        seen.append(job.report.done)
        notes.holds.set()  # type: ignore[union-attr]

    with Client(NOTES, base_url=notes.url, retries=QUICK) as client:
        job = client.map("createNote", texts(5), key="id", into="out.jsonl")
        job.drain(look)
        assert seen[0] == 0
        assert (job.report.done, job.report.failed) == (4, 1)
        assert len(by_key("out.jsonl")) == 5
        notes.holds.clear()
        broken = client.map("createNote", texts(3), key="id", into="other.jsonl", workers=1)

        def fails() -> None:
            notes.holds.set()  # type: ignore[union-attr]
            raise OSError("the terminal is gone")

        with pytest.raises(OSError, match="the terminal is gone"):
            broken.drain(fails)
        assert len(by_key("other.jsonl")) == broken.report.done < 3


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_stop_the_job_at_once(mapper: Make, notes: NoteServer, status: int) -> None:
    """Sending the other thousand rows would only be refused a thousand times."""
    for number in range(1, 1001):
        notes.answers[f"t{number}"] = [REFUSED[status]]
    made = mapper()
    job = made.job("createNote", texts(1000), key="id", workers=4)
    with pytest.raises(
        BulkError, match=rf"createNote: the job stopped: the server refused row \d: .*{status}"
    ) as caught:
        made.rows(job)
    assert 1 <= len(notes.seen) <= 8
    assert caught.value.report is job.report
    assert job.report.stopped


@pytest.mark.parametrize(
    ("most", "fails", "stops"), [(2, 2, False), (2, 3, True), ("10%", 10, False), ("10%", 11, True)]
)
def test_more_failures_than_allowed_stop_the_job(
    mapper: Make, notes: NoteServer, most: Any, fails: int, stops: bool
) -> None:
    """A count, or a share of all rows."""
    for number in range(1, fails + 1):
        notes.answers[f"t{number}"] = [REFUSED[404]]
    made = mapper()
    job = made.job("createNote", texts(100), key="id", max_failures=most, workers=2)
    if stops:
        with pytest.raises(BulkError, match=f"more than max_failures={most!r}"):
            made.rows(job)
        assert len(notes.seen) < 50
    else:
        assert len(made.rows(job)) == 100


def test_arguments_are_what_a_function_of_the_row_returns(mapper: Make, notes: NoteServer) -> None:
    """All of them: columns do not count then."""
    made = mapper()
    rows = [{"who": "Ann", "note_id": "other"}]
    (done,) = made.rows(made.job("getNote", rows, arguments=lambda row: {"note_id": row["who"], "limit": 3}))
    assert (done.row, notes.seen[0].path) == (rows[0], "/notes/Ann?limit=3")


def test_arguments_by_column_take_a_name_before_a_path(mapper: Make, notes: NoteServer) -> None:
    """The exact name of a column wins over the JMESPath that it also is; other columns are left out."""
    made = mapper()
    rows = [{"who.name": "exact", "who": {"name": "path", "ids": ["a", "b"]}, "size": 2, "colour": "red"}]
    job = made.job("createNote", rows, arguments={"text": "who.name", "tags": "who.ids[:1]"}, constants={"token": "x"})
    made.rows(job)
    assert notes.seen[0].json == {"text": "exact", "tags": ["a"], "size": 2, "token": "x"}
    assert job.report.unused == ("colour",)


def test_a_whole_body_is_an_argument(mapper: Make, notes: NoteServer) -> None:
    """As in a call."""
    made = mapper()
    made.rows(made.job("createNote", [{"t": 1}], arguments=lambda row: {"body": {"text": "whole"}}))
    assert notes.seen[0].json == {"text": "whole"}


def test_text_is_typed_where_asked_for(mapper: Make, notes: NoteServer) -> None:
    """As `client.coerce` does it."""
    made = mapper()
    made.rows(made.job("createNote", [{"text": "1", "size": "2", "tags": ""}], coerce=True))
    assert notes.seen[0].json == {"text": "1", "size": 2}


def test_an_idempotency_key_is_the_same_for_every_attempt_and_another_for_every_row(
    mapper: Make, notes: NoteServer
) -> None:
    """Made of the run and the row."""
    notes.answers["t1"] = [REFUSED[503], CUT, REFUSED[503]]
    made = mapper(idempotency=True)
    with pytest.raises(BulkError):
        made.run("createNote", texts(3), key="id")
    keys = [seen.headers["Idempotency-Key"] for seen in notes.seen]
    assert len(keys) == 5
    assert len(set(keys)) == 3


def test_a_post_that_was_cut_is_unknown_and_not_sent_twice(mapper: Make, notes: NoteServer) -> None:
    """Without a key nobody knows whether the server acted on it."""
    notes.answers["t2"] = [CUT]
    notes.acts = True
    made = mapper()
    job = made.job("createNote", texts(3), key="id")
    assert [done.state.name for done in made.rows(job)] == ["DONE", "UNKNOWN", "DONE"]
    assert (job.report.unknown, job.report.unknown_keys, notes.done["t2"]) == (1, ["n2"], 1)


def test_leaving_the_loop_finishes_what_is_being_sent(mapper: Make, notes: NoteServer, here: Path) -> None:
    """And nothing more; the same call goes on."""
    made = mapper()

    done = made.first(made.job("createNote", texts(500), key="id", into="out.jsonl", workers=4))
    assert done.ok
    sent = len(notes.seen)
    assert 1 <= sent < 500
    assert set(by_key("out.jsonl")) == {f"n{seen.json['text'][1:]}" for seen in notes.seen}
    report = made.run("createNote", texts(500), key="id", into="out.jsonl")
    assert (report.earlier, report.done) == (sent, 500 - sent)
    assert set(notes.done.values()) == {1}


def test_a_job_runs_once(mapper: Make) -> None:
    """A second loop would send every row again."""
    made = mapper()
    job = made.job("createNote", texts(1), key="id")
    made.rows(job)
    with pytest.raises(BulkError, match="a job runs once: call map again"):
        made.rows(job)


WRONG = [
    pytest.param({"workers": 0}, r"workers= must be from 1 to 1,000, or 'auto', not 0", id="no workers"),
    pytest.param({"workers": "many"}, r"workers= must be", id="workers in words"),
    pytest.param({"workers": True}, r"workers= must be", id="workers true"),
    pytest.param(
        {"max_failures": "some"}, r"max_failures= must be a count from 0, or a share such as '1%'", id="share"
    ),
    pytest.param({"max_failures": -1}, r"max_failures= must be", id="negative"),
    pytest.param({"rate": "fast"}, r"rate= must be a number", id="rate"),
    pytest.param({"key": 3}, r"key= must be the name of a column or a function", id="key"),
    pytest.param({"select": "data.id"}, r"select= must be a function of the data, not 'data.id'", id="select"),
    pytest.param({"arguments": "text"}, r"arguments= must be a function of the row, or a mapping", id="arguments"),
    pytest.param({"arguments": {"text": 1}}, r"arguments= must map names to columns", id="a number as column"),
    pytest.param({"constants": ["text"]}, r"constants= must be a mapping", id="constants"),
    pytest.param({"order": "input"}, r"are about the output: name it with into=", id="order without output"),
    pytest.param({"into": "out.jsonl", "order": "random"}, r"order= must be 'finished' or 'input'", id="order"),
    pytest.param({"into": "out.xlsx", "form": "xlsx"}, r"no form of output 'xlsx': it is jsonl, csv", id="form"),
    pytest.param(
        {"into": "out.xlsx"},
        r"'out\.xlsx' cannot be written as \.xlsx: name it \.jsonl, .* or \.pq, or say its form with form=",
        id="suffix",
    ),
    pytest.param({"into": "out.json"}, r"cannot be written as \.json: ", id="a JSON array"),
    pytest.param({"into": 3}, r"into= must be a path, not 3", id="into"),
    pytest.param({"into": "no/where.jsonl"}, r"there is no folder 'no'", id="folder"),
    pytest.param({"into": "."}, r"is a folder: name a file in it", id="a folder"),
]


@pytest.mark.parametrize(("options", "reason"), WRONG)
def test_a_wrong_option_is_refused_at_once(
    mapper: Make, notes: NoteServer, here: Path, options: Any, reason: str
) -> None:
    """Before rows are read; nothing is left on disk."""
    with pytest.raises(RequestError, match=reason):
        mapper().job("createNote", texts(1), **options)
    assert notes.seen == []
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("options", [{"arguments": {"txet": "text"}}, {"constants": {"txet": "x"}}])
def test_an_unknown_argument_is_refused_at_once(mapper: Make, options: Any) -> None:
    """With the nearest name, as in a call."""
    with pytest.raises(UnknownParameter, match=r"there is no argument 'txet'\. Did you mean 'text'\?"):
        mapper().job("createNote", texts(1), **options)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ({"text": "x"}, r"not object; pass \[row\] for a single one"),
        (3, "an iterable of mappings from arguments to values, not integer"),
        ("missing.csv", "the rows 'missing.csv' cannot be read: No such file"),
    ],
)
def test_what_are_no_rows_is_refused_at_once(mapper: Make, here: Path, rows: Any, reason: str) -> None:
    with pytest.raises(RequestError, match=reason):
        mapper().job("createNote", rows)


def test_an_unknown_operation_is_refused_at_once(mapper: Make) -> None:
    with pytest.raises(UnknownOperation, match="Did you mean 'createNote'"):
        mapper().job("createNot", texts(1))
    with pytest.raises(UnknownOperation, match="the id of an operation is missing"):
        mapper().job()
    with pytest.raises(RequestError, match="map needs rows"):
        mapper().job("createNote")


def test_an_error_of_the_callers_hook_ends_the_job(notes: NoteServer, here: Path) -> None:
    """As it is; what is being sent is finished."""

    def hook(request: Any) -> None:
        raise LookupError("mine")

    client = Client(NOTES, base_url=notes.url, on_request=hook)
    with pytest.raises(LookupError, match="mine"):
        client.map("createNote", texts(10), key="id", into="out.jsonl").run()
    assert notes.seen == []


def test_missing_credentials_end_the_job_before_anything_is_sent(mapper: Make, notes: NoteServer) -> None:
    """Every row would miss them."""
    from dynaclient import MissingCredentials

    scheme = {
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        "security": [{"key": []}],
    }
    made = mapper({**NOTES, **scheme})
    with pytest.raises(MissingCredentials):
        made.run("createNote", texts(10), key="id")
    assert notes.seen == []


def test_jobs_of_an_async_client_share_its_loop(notes: NoteServer) -> None:
    """Two at a time."""

    async def both() -> list[int]:
        async with AsyncClient(NOTES, base_url=notes.url) as client:
            first = client.map("createNote", texts(30), key="id").run()
            second = client.map("getNote", ({"note_id": f"i{n}"} for n in range(30))).run()
            return [report.done for report in await asyncio.gather(first, second)]

    assert asyncio.run(both()) == [30, 30]
    assert len(notes.done) == 60


# rows of an event loop


async def _slowly(count: int, ends: asyncio.Event | None = None) -> AsyncIterator[dict[str, Any]]:
    for row in texts(count):
        await asyncio.sleep(0)
        yield row
    if ends is not None:
        await ends.wait()
        raise ValueError("the source broke")


def _async_job(notes: NoteServer, work: Callable[[Any], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        async with AsyncClient(NOTES, base_url=notes.url, retries=QUICK) as client:
            return await work(client)

    return asyncio.run(main())


def test_rows_may_come_from_an_async_iterable(notes: NoteServer, here: Path) -> None:
    """Each is sent while others are waited for; the same call again sends nothing."""

    async def work(client: Any) -> list[int]:
        runs = [await client.map("createNote", _slowly(30), key="id", into="out.jsonl").run() for _ in range(2)]
        checked = await client.map("createNote", _slowly(7), key="id").check()
        return [runs[0].done, runs[1].done, checked.total]

    assert _async_job(notes, work) == [30, 0, 7]
    assert notes.done == {f"t{number}": 1 for number in range(1, 31)}


def test_a_source_that_never_ends_can_be_left_and_its_error_ends_the_job(notes: NoteServer, here: Path) -> None:
    """What was sent is kept; the next run goes on behind it, with more rows."""

    async def work(client: Any) -> None:
        job = client.map("createNote", _slowly(10, asyncio.Event()), key="id", into="out.jsonl", workers=2)
        found = aiter(job)
        while (await anext(found)).number < 5:
            continue
        await found.aclose()
        ended = asyncio.Event()
        ended.set()
        with pytest.raises(ValueError, match="the source broke"):
            await client.map("createNote", _slowly(20, ended), key="id", into="out.jsonl").run()

    _async_job(notes, work)
    assert max(notes.done.values()) == 1
    assert len(notes.done) >= 5


def test_a_sync_client_takes_no_async_rows(notes: NoteServer) -> None:
    with Client(NOTES, base_url=notes.url) as client, pytest.raises(RequestError, match="need an async client"):
        client.map("createNote", _slowly(1))
