"""Jobs on a cluster: real workers in processes of their own, the same results, rules and reports as on one machine."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, BulkError, Client, RequestError
from dynaclient.bulk.cluster.shares import RateShares
from dynaclient.transport.rates import Rate
from tests.bulk.conftest import NOTES, QUICK, REFUSED, Mapper, NoteServer, lines, texts
from tests.bulk.fast_server import FastServer
from tests.bulk.machines import ROOT, Machines, machines

pytest.importorskip("distributed", reason="Dask is not installed")

Make = Callable[..., Mapper]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with machines(tmp_path_factory.mktemp("machines"), 2) as found:
        yield found


@pytest.fixture
def cluster(started: Machines) -> Machines:
    """A scheduler with two workers."""
    started.keep(2)
    return started


@pytest.fixture
def dask(cluster: Machines) -> dict[str, Any]:
    """The options of a job on it."""
    return {"engine": "dask", "address": cluster.address}


SECURED = {
    **NOTES,
    "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    "security": [{"key": []}],
}


def results(folder: str | Path) -> dict[Any, Any]:
    """The lines of all parts that the manifest lists, by key; every key once."""
    manifest = json.loads((Path(folder) / "_manifest.json").read_text())
    found = [line for part in manifest["parts"] for line in lines(Path(folder) / part["file"])]
    keyed = {line["key"]: line for line in found}
    assert len(keyed) == len(found)
    return keyed


def test_rows_are_sent_by_workers_and_come_back(mapper: Make, notes: NoteServer, here: Path, dask: Any) -> None:
    """With their answers, whichever kind of client; the parts have every row once, and the manifest counts them."""
    rows = [{"id": f"n{n}", "text": f"t{n}", "size": n} for n in range(1, 101)]
    job = mapper().job("createNote", rows, key="id", into="out", **dask)
    found = mapper().rows(job)
    assert [done.key for done in found] == [f"n{n}" for n in range(1, 101)]
    assert [done.row for done in found] == rows
    assert [done.data["size"] for done in found] == list(range(1, 101))
    assert {(done.response.status_code, done.response["name"][0], done.tries) for done in found} == {(200, "t", 1)}
    assert notes.done == {f"t{n}": 1 for n in range(1, 101)}
    report = job.report
    assert (report.total, report.done, report.sent, report.requests, report.ok) == (100, 100, 100, 100, True)
    assert {key: line["data"]["size"] for key, line in results("out").items()} == {f"n{n}": n for n in range(1, 101)}
    manifest = json.loads(Path("out/_manifest.json").read_text())
    assert (manifest["rows"], manifest["done"], manifest["complete"]) == (100, 100, True)
    assert [part["rows"] for part in manifest["parts"]] == [20] * 5
    assert all((Path("out") / part["file"]).stat().st_size == part["bytes"] for part in manifest["parts"])
    assert {path.suffix for path in Path("out/_state").iterdir()} == {".json"}


def test_both_workers_send(notes: NoteServer, here: Path, dask: Any) -> None:
    """Each in its own process. Without a key column the number is the key, also of rows that can be read only once."""
    options = {"into": Path("out"), "worker_credentials": lambda: {"key": str(os.getpid())}, **dask}
    with Client(SECURED, base_url=notes.url) as client:
        report = client.map("getNote", ({"note_id": f"x{number}"} for number in range(450)), **options).run()
        assert (report.total, report.done) == (450, 450)
        again = client.map("getNote", ({"note_id": f"x{number}"} for number in range(450)), **options).run()
        assert (again.earlier, again.done) == (450, 0)
        with pytest.raises(BulkError, match="some of the rows 201 to 400 are not what they were"):
            client.map("getNote", ({"note_id": f"x{number + number // 200}"} for number in range(450)), **options).run()
    assert {key: line["data"]["name"] for key, line in results("out").items()} == {n + 1: f"x{n}" for n in range(450)}
    senders = {seen.headers["X-Key"] for seen in notes.seen}
    assert len(senders) == 2
    assert str(os.getpid()) not in senders


def test_rows_of_an_async_iterable(notes: NoteServer, here: Path, dask: Any) -> None:
    """Of an async client; leaving the loop early leaves nothing waiting."""

    async def rows() -> Any:
        for number in range(450):
            await asyncio.sleep(0)
            yield {"note_id": f"x{number}"}

    async def run() -> tuple[Any, Any]:
        async with AsyncClient(NOTES, base_url=notes.url) as client:
            job = client.map("getNote", rows(), into="first", **dask)
            async for _ in job:
                break
            return job.report, await client.map("getNote", rows(), into="out", **dask).run()

    first, report = asyncio.run(run())
    assert first.done >= 1
    assert (report.total, report.done) == (450, 450)
    with Client(NOTES, base_url=notes.url) as client, pytest.raises(RequestError, match="need an async client"):
        client.map("getNote", rows(), into="out", **dask)


def test_the_same_job_goes_on(mapper: Make, notes: NoteServer, here: Path, dask: Any) -> None:
    """What failed is sent again under another key, what is done is not; its row can be fed in again meanwhile."""
    notes.answers = {"t7": [REFUSED[404]], "t30": [REFUSED[404]]}
    made = mapper(idempotency=True)
    options = {"key": "id", "into": "out", **dask}
    with pytest.raises(BulkError, match=r"not every row is done\.\n.*48 done, 2 failed of 50 rows") as caught:
        made.run("createNote", texts(50), **options)
    assert caught.value.report.errors == {"NotFound 404": 2}
    assert lines("out/_failed.jsonl") == [{"id": "n7", "text": "t7"}, {"id": "n30", "text": "t30"}]
    assert json.loads(Path("out/_manifest.json").read_text())["complete"] is False
    assert results("out")["n7"]["error"]["type"] == "NotFound"
    notes.answers = {}
    report = made.run("createNote", texts(50), **options)
    assert (report.earlier, report.done, report.failed, report.requests) == (48, 2, 0, 2)
    assert notes.done == {f"t{n}": 1 for n in range(1, 51)}
    assert all("data" in line for line in results("out").values())
    assert not Path("out/_failed.jsonl").exists()
    assert made.run("createNote", texts(50), **options).earlier == 50
    assert len(notes.seen) == 52


def test_another_job_does_not_write_there(notes: NoteServer, here: Path, dask: Any) -> None:
    """Another input, other arguments, a folder of somebody else: refused, with the difference."""
    with Client(NOTES, base_url=notes.url) as client:
        client.map("createNote", texts(50), key="id", into="out", **dask).run()
        changed = texts(50)
        changed[24]["text"] = "other"
        others: list[tuple[Any, dict[str, Any], str]] = [
            (changed, {}, r"the rows changed since this job began: some of the rows 21 to 40 are not what they were\."),
            (texts(51), {}, r"there were 50 rows before, and there are 51 now"),
            (texts(50), {"constants": {"size": 1}}, r"constant size: not given before, and 1 now"),
        ]
        for rows, more, text in others:
            with pytest.raises(BulkError, match=text) as caught:
                client.map("createNote", rows, key="id", into="out", **more, **dask).run()
            assert caught.value.nothing_sent
            assert str(caught.value).endswith("Nothing was sent.")
        Path("full").mkdir()
        Path("full/mine.txt").touch()
        with pytest.raises(BulkError, match=r"'.*full' holds 'mine\.txt', and no job wrote it"):
            client.map("createNote", texts(5), into="full", **dask).run()
        with pytest.raises(BulkError, match=r"cannot be used: there is no folder '.*nowhere'\. Nothing was sent\."):
            client.map("createNote", texts(5), into="nowhere/out", **dask).run()
        with pytest.raises(BulkError, match=r"'.*mine\.txt' cannot be used: it is a file, and workers need a folder"):
            client.map("createNote", texts(5), into="full/mine.txt", **dask).run()
    assert len(notes.seen) == 50


def test_rows_that_do_not_fit(mapper: Make, notes: NoteServer, here: Path, dask: Any) -> None:
    """Nothing is sent; with `skip_bad` they are left out, and can be fed in again."""
    rows = [*texts(30), {"id": "bad", "text": 5}]
    options = {"key": "id", "into": "out", **dask}
    with pytest.raises(BulkError, match=r"1 of 31 rows cannot be sent\. Nothing was sent\.\n.*row 31 \(key 'bad'\)"):
        mapper().run("createNote", rows, **options)
    assert notes.seen == []
    assert mapper().check("createNote", texts(3), key="id", into="fine", **dask).total == 3
    job = mapper().job("createNote", rows, skip_bad=True, **options)
    found = mapper().rows(job)
    assert [done.key for done in found if not done.ok] == ["bad"]
    assert (job.report.done, job.report.bad, job.report.ok) == (30, 1, False)
    assert lines("out/_failed.jsonl") == [{"id": "bad", "text": 5}]
    assert not Path("fine").exists()


def test_refused_credentials_stop_all_workers(notes: NoteServer, here: Path, dask: Any) -> None:
    """And so do more failures than are allowed."""
    notes.answers = {f"t{n}": [REFUSED[401]] for n in range(1, 2001)}
    with Client(NOTES, base_url=notes.url, retries=QUICK) as client:
        with pytest.raises(BulkError, match=r"the job stopped: the server refused row [\d,]+: .*401") as caught:
            client.map("createNote", texts(2000), key="id", into="out", workers=2, **dask).run()
        assert caught.value.report.sent < 500
        notes.answers = {f"t{n}": [REFUSED[400]] for n in range(1, 2001)}
        with pytest.raises(BulkError, match=r"more than max_failures='1%'") as caught:
            client.map("createNote", texts(2000), key="id", into="more", max_failures="1%", workers=2, **dask).run()
        assert caught.value.report.left > 1000


def test_credentials_stay_here_unless_told(notes: NoteServer, here: Path, dask: Any) -> None:
    """A worker without any says so before a row is sent; a function finds them there; or they are sent."""
    options = {"key": "id", **dask}
    with Client(SECURED, base_url=notes.url, credentials={"key": "secret-1"}) as client:
        with pytest.raises(
            BulkError, match=r"the worker tcp://\S+ cannot take part: it finds no credentials for 'key'"
        ) as caught:
            client.map("createNote", texts(3), into="none", **options).run()
        assert "pickle_credentials=True" in str(caught.value)
        assert caught.value.nothing_sent
        assert notes.seen == []
        found = {"worker_credentials": lambda: {"key": "found-there"}}
        assert client.map("createNote", texts(3), into="found", **found, **options).run().ok
        sent = client.with_options(pickle_credentials=True)
        assert sent.map("createNote", texts(3), into="sent", **options).run().ok
    assert [seen.headers["X-Key"] for seen in notes.seen] == ["found-there"] * 3 + ["secret-1"] * 3
    assert not any(b"secret-1" in path.read_bytes() for path in here.rglob("*") if path.is_file())


def test_functions_tables_and_addresses(notes: NoteServer, here: Path, dask: Any) -> None:
    """Functions of the caller's go along; parts are tables; the results may be at any address of fsspec."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    suffix = "!"
    options = {
        "arguments": lambda row: {"text": row["word"] + suffix, "size": row["n"]},
        "select": lambda data: {"shout": data["name"].upper()},
        "order": "input",
    }
    rows = [{"word": f"w{number}", "n": number} for number in range(60)]
    notes.answers = {"w7!": [REFUSED[404]]}
    with Client(NOTES, base_url=notes.url) as client:
        for address in ("out.parquet", f"dir::file://{here}/far/out.parquet"):
            with pytest.raises(BulkError, match="59 done, 1 failed"):
                client.map("createNote", rows, into=address, **options, **dask).run()
            notes.answers = {}
            report = client.map("createNote", rows, into=address, **options, **dask).run()
            assert (report.earlier, report.done) == (59, 1)
            notes.answers = {"w7!": [REFUSED[404]]}
    assert notes.done == {f"w{number}!": 2 for number in range(60)}
    near, far = (pandas.read_parquet(path.parent) for path in sorted(here.rglob("part-00001.parquet"), reverse=True))
    for table in (near, far):
        assert sorted(table["shout"]) == sorted(f"W{number}!" for number in range(60))


def test_the_rate_is_shared(here: Path, dask: Any) -> None:
    """Two workers send as many in any second as one might, and not twice as many."""
    with FastServer() as server, Client(NOTES, base_url=server.url) as client:
        rows = [{"note_id": f"x{number}"} for number in range(120)]
        client.map("getNote", rows, into="out", rate="40/s", **dask).run()
    times = sorted(server.counted)
    assert len(times) == 120
    assert max(sum(start <= moment < start + 1 for moment in times) for start in times) <= 60
    assert times[-1] - times[0] > 2


def _kill_at(server: FastServer, cluster: Machines, number: int) -> None:
    """Kill a worker when so many requests have arrived."""

    def at(requests: int) -> None:
        if requests == number:
            cluster.workers[0].send_signal(signal.SIGKILL)

    server.at = at


@pytest.mark.parametrize(
    "address", ["out", pytest.param("dir::file://{here}/far/out", id="far", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("kind", ["keys", "none"])
def test_a_worker_that_is_killed(here: Path, cluster: Machines, dask: Any, kind: str, address: str) -> None:
    """Another one takes up its rows: nothing is lost, nothing carried out twice, and what may have been is listed."""
    address = address.format(here=here)
    with FastServer(delay=0.01) as server:
        _kill_at(server, cluster, 150)
        with Client(NOTES, base_url=server.url, retries=QUICK, idempotency=kind == "keys") as client:
            job = client.map("createNote", texts(400), key="id", into=address, workers=4, **dask)
            try:
                job.run()
            except BulkError:
                assert kind == "none"
            assert cluster.workers[0].wait(10) == -signal.SIGKILL
            folder = next(here.rglob("_manifest.json")).parent
            found = results(folder)
            assert len(found) == 400, "a row is lost"
            assert max(server.done.values()) == 1, "a row is carried out twice"
            unknown = {key for key, line in found.items() if "error" in line}
            done = {f"n{text[1:]}" for text in server.done}
            assert {f"n{n}" for n in range(1, 401)} - unknown <= done
            assert set(job.report.unknown_keys) == unknown
            if kind == "keys":
                assert (unknown, len(done)) == (set(), 400)
                return
            assert len(unknown) <= (4 if address == "out" else 50)
            listed = lines(folder / "_unknown.jsonl") if unknown else []  # none if it was killed between two parts
            assert {row["id"] for row in listed} == unknown
            again = client.map("createNote", texts(400), key="id", into=address, resend_unknown=True, **dask).run()
            assert (again.earlier, again.done, again.unknown) == (400 - len(unknown), len(unknown), 0)


JOB = """
import sys
from dynaclient import BulkError, Client
from tests.bulk.conftest import NOTES, QUICK, texts
url, kind = sys.argv[1:]
client = Client(NOTES, base_url=url, retries=QUICK, idempotency=kind == "keys")
job = client.map("createNote", texts(400), key="id", into="out", workers=4, engine="dask", address="local:2")
try:
    job.run()
except BulkError as error:
    print(error)
"""
"""As a script, in which nothing says `if __name__ == "__main__"`."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["keys", "none"])
def test_a_caller_that_is_killed(here: Path, kind: str) -> None:
    """Its workers end by themselves, and the same script goes on: nothing is lost, and nothing carried out twice."""
    psutil = pytest.importorskip("psutil", reason="psutil is not installed")
    Path("job.py").write_text(JOB)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with FastServer(delay=0.01) as server:
        command = [sys.executable, "job.py", server.url, kind]
        process = subprocess.Popen(command, env=environment)
        server.at = lambda number: process.kill() if number == 150 else None
        children: list[Any] = []
        while process.poll() is None:
            with contextlib.suppress(psutil.NoSuchProcess):
                children = psutil.Process(process.pid).children() or children
            time.sleep(0.05)
        assert len(children) == 2
        assert psutil.wait_procs(children, timeout=60)[1] == [], "a worker is left behind"
        carried_out = set(server.done)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found = results("out")
        assert len(found) == 400
        assert max(server.done.values()) == 1
        unknown = {key for key, line in found.items() if "error" in line}
        assert {f"n{n}" for n in range(1, 401)} - unknown <= {f"n{text[1:]}" for text in server.done}
        assert 120 < len(carried_out) < 400
        assert len(unknown) <= (0 if kind == "keys" else 8), done.stdout


def test_leaving_the_loop_ends_what_is_sent(notes: NoteServer, here: Path, dask: Any) -> None:
    """And the same job goes on."""
    with Client(NOTES, base_url=notes.url, idempotency=True) as client:
        options = {"key": "id", "into": "out", "workers": 2, **dask}
        job = client.map("createNote", texts(400), **options)
        for _ in job:
            break
        assert 20 <= job.report.done < 400
        report = client.map("createNote", texts(400), **options).run()
    assert report.earlier >= job.report.done
    assert notes.done == {f"t{n}": 1 for n in range(1, 401)}
    assert len(notes.seen) == 400


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"engine": "spark"}, r"engine= must be 'dask', or None for this process, not 'spark'"),
        ({"address": "local:2"}, r"address= is about a cluster: add engine='dask'"),
        ({"engine": "dask"}, r"the address of a Dask scheduler is like .*, not None"),
        ({"engine": "dask", "address": "local:0"}, r"not 'local:0'"),
        ({"engine": "dask", "address": "10.0.0.1"}, r"not '10\.0\.0\.1'"),
        ({"engine": "dask", "address": "local:1", "into": None}, r"engine='dask' needs into=: a folder"),
        ({"engine": "dask", "address": "local:1", "into": "odd://x"}, r"'odd://x' cannot be opened: .*odd"),
        ({"engine": "dask", "address": "local:1", "worker_credentials": {}}, r"worker_credentials= must be a function"),
        ({"engine": "dask", "address": "tcp://127.0.0.1:1"}, r"the scheduler 'tcp://127\.0\.0\.1:1' cannot be reached"),
    ],
)
def test_options_that_cannot_be(here: Path, monkeypatch: Any, options: dict[str, Any], text: str) -> None:
    """Each is refused before anything is started."""
    monkeypatch.setattr("dynaclient.bulk.cluster.dask_cluster.CONNECT", 1.0)
    with Client(NOTES, base_url="http://127.0.0.1:1") as client, pytest.raises(RequestError, match=text):
        client.map("createNote", texts(3), **{"into": "out", **options}).run()
    assert not any(here.iterdir())


def test_without_dask_the_line_that_installs_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with Client(NOTES, base_url="http://127.0.0.1:1") as client, pytest.raises(RequestError) as caught:
        client.map("createNote", texts(3), into="out", engine="dask", address="local:1").run()
    assert str(caught.value) == "a cluster needs distributed, which is not installed: pip install 'dynaclient[dask]'"


def test_a_client_that_cannot_go_along(here: Path, dask: Any) -> None:
    """One with a session of the caller's, which may hold credentials; or to workers that see another folder."""
    import requests

    with requests.Session() as session, Client(NOTES, session=session, base_url="http://127.0.0.1:1") as client:
        with pytest.raises(RequestError, match=r"cannot be pickled: this Client uses your own session"):
            client.map("createNote", texts(3), key="id", into="out", **dask).run()
        with pytest.raises(
            BulkError, match=r"cannot take part: it does not see the folder 'memory://out' of this machine"
        ):
            client.with_options(pickle_credentials=True).map(
                "createNote", texts(3), key="id", into="memory://out", **dask
            ).run()


def test_functions_that_raise_on_a_worker(notes: NoteServer, here: Path, dask: Any) -> None:
    """Their errors come back; what was sent is kept, and the job goes on when they are mended."""

    def broken(data: Any) -> Any:
        raise ValueError(f"not {data['name'][0]}")

    options = {"key": "id", "into": "out", **dask}
    with Client(NOTES, base_url=notes.url) as client:
        with pytest.raises(ValueError, match="not t"):
            client.map("createNote", texts(100), select=broken, **options).run()
        sent = len(notes.seen)
        report = client.map("createNote", texts(100), select=lambda data: data["name"], **options).run()
        assert (report.earlier + report.done, report.unknown) == (100, 0)
        assert len(notes.seen) == 100 > sent > 0
        with Path("out/_job.json").open("rb") as file:
            job = client.map("createNote", [{"text": "t", "no": file}], arguments={"text": "text"}, into="more", **dask)
            with pytest.raises(RequestError, match="cannot go to workers, as"):
                job.run()


def test_shares_of_a_rate() -> None:
    """Whole requests, never more than there are; what one gives up is another's after the period."""
    shares, both = RateShares(Rate(5, 60.0)), ["a", "b"]
    assert shares.ask("a", both, 0) == (Rate(3, 60.0), 0)
    assert shares.ask("b", both, 0) == (Rate(2, 60.0), 0)
    assert shares.ask("c", ["a", "b", "c"], 1)[1] > 0, "nothing is left"
    shares.ended("a", 10)
    assert shares.ask("a", ["a", "b", "c"], 10) == (Rate(5, 60.0), 60), "it rests before it has another share"
    assert shares.ask("a", ["a", "b", "c"], 70) == (Rate(2, 60.0), 0)
    assert shares.ask("c", ["a", "b", "c"], 70) == (Rate(1, 60.0), 0)
    shares.leave("b", 80)
    assert shares.ask("d", ["a", "c", "d"], 100)[1] > 0
    assert shares.ask("d", ["a", "c", "d"], 141) == (Rate(1, 60.0), 0)
    assert RateShares(None).ask("a", ["a"], 0) == (None, 0)
    few = RateShares(Rate(1, 3600.0))
    assert [few.ask(name, both, 0)[1] > 0 for name in both] == [False, True]
