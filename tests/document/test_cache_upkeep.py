"""What the cache stores, when, and what it removes; and that a truncated entry ends no process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dynaclient.cli import main
from dynaclient.document import Document
from dynaclient.document.cache import VARIABLE
from dynaclient.document.cache_upkeep import cache_entries, clear, prune
from dynaclient.document.compiled_parts import LARGE, CompiledParts

OPERATION = {"operationId": "x", "responses": {"200": {"description": ""}}}


def described(padding: int, title: str = "T") -> bytes:
    paths = {"/x": {"get": OPERATION}}
    info = {"title": title, "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths, "x-padding": "x" * padding}).encode()


def is_compiled(document: Document) -> bool:
    return isinstance(document._reader.parts, CompiledParts)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


def test_a_large_document_is_compiled_when_it_is_read_the_second_time(cache: Path) -> None:
    assert [is_compiled(Document(described(LARGE))) for _ in range(3)] == [False, False, True]
    assert len(list(cache.iterdir())) == 1


def test_another_document_is_compiled_at_once(cache: Path) -> None:
    assert [is_compiled(Document(described(40_000))) for _ in range(2)] == [False, True]


@pytest.mark.parametrize("place", ["file/cache", "/proc/none/such", "read-only"])
def test_nothing_is_compiled_that_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """A document is walked whole only to be compiled, so its problems are not known yet."""
    if place == "read-only" and os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (tmp_path / "file").write_text("")
    (tmp_path / "read-only").mkdir(mode=0o500)
    monkeypatch.setenv(VARIABLE, str(tmp_path / place))
    assert not Document(described(40_000))._surveyed


def test_a_truncated_entry_ends_no_process(cache: Path) -> None:
    """A mapped file would: reading what is no longer there is SIGBUS. The text answers instead."""
    schemas = {f"S{i}": {"title": "x" * 1000} for i in range(2000)}
    body = {
        "content": {"application/json": {"schema": {"allOf": [{"$ref": f"#/components/schemas/{n}"} for n in schemas]}}}
    }
    paths = {"/x": {"post": {**OPERATION, "requestBody": body}}}
    path = cache.parent / "api.json"
    path.write_text(json.dumps({"openapi": "3.1.0", "info": {}, "paths": paths, "components": {"schemas": schemas}}))
    Document(path)
    (entry,) = cache.iterdir()
    program = (
        "import os, sys; from dynaclient.document import Document; d = Document(sys.argv[1])\n"
        "os.truncate(sys.argv[2], 4096)\n"
        "print(len(d.operation('x')['requestBody']), len(d.schema('#/components/schemas/S1999')['title']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(entry)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "2 1000\n"), done.stderr


def filled(cache: Path, ages: dict[str, float]) -> None:
    """Files of the cache and of others, each with the days since it was used."""
    cache.mkdir()
    for name, days in ages.items():
        (cache / name).write_bytes(b"x" * 100)
        then = time.time() - days * 86_400
        os.utime(cache / name, (then, then))


ENTRIES = {f"{digit * 40}.2": days for digit, days in (("a", 3.0), ("b", 2.0), ("c", 1.0), ("d", 4.0))}
OTHERS = {
    f".{'e' * 40}.2.{'0' * 12}.part": 1.0,
    f".{'f' * 40}.2.{'0' * 12}.part": 0.0,
    f"{'a' * 40}.2.seen": 40.0,
    f"{'b' * 40}.2.seen": 1.0,
    "notes.txt": 400.0,
    ".mine.part": 400.0,
}


def test_what_is_left_over_and_what_is_over_the_limit_is_removed(cache: Path) -> None:
    filled(cache, ENTRIES | OTHERS)
    assert prune(str(cache), limit=250) == 400
    left = {path.name for path in cache.iterdir()}
    assert left == {
        f"{'b' * 40}.2",
        f"{'c' * 40}.2",
        f".{'f' * 40}.2.{'0' * 12}.part",
        f"{'b' * 40}.2.seen",
        "notes.txt",
        ".mine.part",
    }


def test_clearing_leaves_what_is_not_the_caches(cache: Path) -> None:
    filled(cache, ENTRIES | OTHERS)
    assert clear(str(cache)) == 800
    assert {path.name for path in cache.iterdir()} == {"notes.txt", ".mine.part"}


def test_using_an_entry_keeps_it(cache: Path) -> None:
    Document(described(40_000))
    (entry,) = cache.iterdir()
    os.utime(entry, (1, 1))
    assert is_compiled(Document(described(40_000)))
    assert cache_entries(str(cache))[0].used > time.time() - 3600


def test_storing_prunes(cache: Path) -> None:
    filled(cache, OTHERS)
    Document(described(40_000))
    assert f".{'e' * 40}.2.{'0' * 12}.part" not in {path.name for path in cache.iterdir()}


def test_the_command_shows_clears_and_prunes(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Document(described(40_000, "Pets \x1b[31m"))
    assert main(["cache"]) == 0
    first, row = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{cache}: 1 document, 0.0 MB of 500.0 MB")
    assert row.split("\t")[2].startswith("Pets")
    assert "\x1b" not in row
    assert main(["cache", "show", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["folder"], len(shown["entries"]), shown["limit"]) == (str(cache), 1, 500_000_000)
    assert [main(["cache", "prune"]), len(list(cache.iterdir()))] == [0, 1]
    assert [main(["cache", "clear"]), len(list(cache.iterdir()))] == [0, 0]


def test_the_command_says_that_the_cache_is_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, "off")
    assert main(["cache"]) == 2
    assert "DYNACLIENT_CACHE" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name are those of Linux")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_file_that_is_being_written_does_not_outlive_its_process(tmp_path: Path, number: int) -> None:
    program = (
        "import sys, time; from dynaclient._support.whole_file import WholeFile\n"
        "with WholeFile(sys.argv[1]) as file:\n"
        "    file.write(b'half'); file.flush(); print('written', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(number)
        process.wait(10)
    assert list(tmp_path.iterdir()) == []
