"""A cache that is damaged, foreign or in the way: the document is read all the same."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from dynaclient import Client

from .conftest import survives

BIG = {f"/x{i}": {"get": {"operationId": f"x{i}", "description": "d" * 200, "responses": {}}} for i in range(400)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("DYNACLIENT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A document that is large enough to be kept."""
    import json

    path = tmp_path / "document.json"
    path.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": BIG}))
    return path


def read(document: Path) -> None:
    """Read it, and use what was read."""
    client = Client(document, base_url="http://h.test")
    assert len(client.operations) == len(BIG)
    assert client.prepare("x7").url == "http://h.test/x7"


def cut(share: float) -> Callable[[bytes], bytes]:
    return lambda content: content[: int(len(content) * share)]


def flipped(place: float) -> Callable[[bytes], bytes]:
    def flip(content: bytes) -> bytes:
        at = min(int(len(content) * place), len(content) - 1)
        return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]

    return flip


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    **{f"cut at {share:.0%}": cut(share) for share in (0.0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.9999)},
    **{f"flipped at {place:.0%}": flipped(place) for place in (0.0, 0.001, 0.01, 0.3, 0.6, 0.9, 0.999)},
    "zeros": lambda content: bytes(len(content)),
    "noise": lambda content: os.urandom(len(content)),
    "twice": lambda content: content * 2,
    "text": lambda content: b"not a compiled document",
    "the head alone": lambda content: content[:64] + bytes(len(content) - 64),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_entry(folder: Path, document: Path, damage: str) -> None:
    read(document)
    for entry in folder.rglob("*"):
        if entry.is_file():
            entry.write_bytes(DAMAGES[damage](entry.read_bytes()))
    assert survives(lambda: read(document))
    assert survives(lambda: read(document))


WAYS: dict[str, Callable[[Path], object]] = {
    "a file in its place": lambda folder: folder.write_text("x"),
    "a link to nowhere": lambda folder: folder.symlink_to("/no/such/place"),
    "a link to itself": lambda folder: folder.symlink_to(folder),
    "a device": lambda folder: folder.symlink_to("/dev/null"),
    "no right to write": lambda folder: (folder.mkdir(), folder.chmod(0o500)),
    "no right to read": lambda folder: (folder.mkdir(), folder.chmod(0o300)),
    "open to everyone": lambda folder: (folder.mkdir(), folder.chmod(0o777)),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_folder_that_cannot_be_used(folder: Path, document: Path, way: str) -> None:
    WAYS[way](folder)
    assert survives(lambda: read(document))
    assert survives(lambda: read(document))


@pytest.mark.parametrize("name", ["/dev/null", "/proc/self/nowhere", "a" * 5000, " ", "off", "~nobody/x", "\udcff"])
def test_a_name_that_is_no_folder(document: Path, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DYNACLIENT_CACHE", name)
    assert survives(lambda: read(document))


def test_entries_that_are_folders(folder: Path, document: Path) -> None:
    read(document)
    for entry in [entry for entry in folder.rglob("*") if entry.is_file()]:
        entry.unlink()
        entry.mkdir()
    assert survives(lambda: read(document))


@pytest.mark.parametrize("count", [2, 4, 8])
def test_threads_that_fill_it_at_once(folder: Path, document: Path, count: int) -> None:
    failed: list[BaseException] = []

    def one() -> None:
        try:
            read(document)
        except BaseException as error:  # reported by the test
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
