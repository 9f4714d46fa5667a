"""Compiled documents: the second start uses them, and never trusts a file that it should not."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dynaclient import DocumentError
from dynaclient.document import Document
from dynaclient.document.cache import VARIABLE, open_compiled
from dynaclient.document.compiled_parts import CompiledParts
from dynaclient.document.walk import iter_references
from dynaclient.model import Operations

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT.parent / "shared" / "specs"
BUNDLED = ROOT / "spec" / "openapi.yaml"
REAL = sorted(SPECS.glob("*.[jy]*")) if SPECS.is_dir() else []


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


@pytest.fixture
def description(tmp_path: Path) -> Path:
    """A document of two files, which is cached however small it is."""
    (tmp_path / "api").mkdir()
    file = tmp_path / "api" / "root.json"
    (file.parent / "parts.json").write_text(json.dumps({"Pet": {"type": "object", "properties": {"name": {}}}}))
    body = {"content": {"application/json": {"schema": {"$ref": "parts.json#/Pet"}}}}
    operation = {"operationId": "addPet", "requestBody": body, "responses": {}}
    file.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": "P"}, "paths": {"/pets": {"post": operation}}}))
    return file


def is_compiled(document: Document) -> bool:
    """Whether a document came from the cache."""
    return isinstance(document._reader.parts, CompiledParts)


def entry_in(cache: Path) -> Path:
    """The only file in the cache."""
    (found,) = cache.iterdir()
    return found


def everything(document: Document) -> dict[str, Any]:
    """All that a document answers."""
    references: list[str] = []
    operations = {name: document.operation(name) for name in document.entries}
    found: dict[str, Any] = {}
    stack: list[Any] = [operations]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str) and reference not in found:
                references.append(reference)
                try:
                    found[reference] = document.schema(reference)
                except DocumentError as error:
                    found[reference] = str(error)
                stack.append(found[reference])
            stack.extend(value for key, value in node.items() if key not in ("example", "examples", "enum", "default"))
        elif isinstance(node, list):
            stack.extend(node)
    return {
        "entries": dict(document.entries),
        "operations": operations,
        "schemas": found,
        "root": [document.version, document.info, list(document.tags), list(document.servers), document.security],
        "schemes": dict(document.security_schemes),
        "problems": [str(problem) for problem in document.problems],
    }


@pytest.mark.parametrize("path", [BUNDLED, *REAL], ids=lambda path: path.name)
def test_the_compiled_form_answers_what_the_text_does(cache: Path, path: Path) -> None:
    """Every part of every document is the same from the cache as from its text."""
    first = Document(path)
    if path == BUNDLED:
        assert not is_compiled(Document(path))  # its areas are read late, so it is compiled the second time
    second = Document(path)
    if path.stat().st_size >= 32_768 or path == BUNDLED:
        assert (is_compiled(first), is_compiled(second)) == (False, True)
    text, compiled = everything(first), everything(second)
    assert json.loads(json.dumps(compiled)) == json.loads(json.dumps(text))


def test_a_start_with_the_compiled_form_reads_only_what_is_asked_for(cache: Path) -> None:
    """Neither YAML nor the makers of the normal form are loaded when the cache has the document."""
    program = (
        "import sys; from dynaclient import Client\n"
        f"c = Client({str(BUNDLED)!r}, credentials=False); c.validate('createRun', thread_id='t')\n"
        "print(sorted(m for m in sys.modules if m == 'yaml' or m.startswith('dynaclient.document.')))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT).stdout
        for _ in range(3)  # the second one compiles it
    ]
    assert "yaml" in runs[0]
    for module in ("yaml", "loaded", "swagger2", "operation_form", "schema_form", "resources", "survey"):
        assert f"'{module}'" not in runs[2]
        assert f"document.{module}'" not in runs[2]


@pytest.mark.parametrize("word", ["off", "OFF", "0", "no"])
def test_caching_can_be_switched_off(
    cache: Path, monkeypatch: pytest.MonkeyPatch, description: Path, word: str
) -> None:
    """`DYNACLIENT_CACHE=off` neither reads nor writes."""
    Document(description)
    monkeypatch.setenv(VARIABLE, word)
    assert not is_compiled(Document(description))


def test_an_entry_is_private(cache: Path, description: Path) -> None:
    """Folder and file are the owner's alone: a description may be confidential."""
    Document(description)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry_in(cache).stat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of this kind are POSIX")
@pytest.mark.parametrize(
    ("mode", "believed"), [(0o666, False), (0o620, False), (0o602, False), (0o600, True), (0o644, True)], ids=oct
)
def test_an_entry_that_others_may_write_is_not_believed(
    cache: Path, description: Path, mode: int, believed: bool
) -> None:
    """The group or anybody else could have put anything there; that they may read it does no harm."""
    Document(description)
    entry_in(cache).chmod(mode)
    assert is_compiled(Document(description)) is believed


def test_a_link_is_not_followed(cache: Path, tmp_path: Path, description: Path) -> None:
    """A link in the cache leads to an unchecked file."""
    Document(description)
    entry = entry_in(cache)
    elsewhere = entry.rename(tmp_path / "elsewhere")
    entry.symlink_to(elsewhere)
    assert not is_compiled(Document(description))


def test_every_damaged_byte_is_found_out(cache: Path, description: Path) -> None:
    """Whichever byte of an entry is turned over, and wherever it is cut, the answers are those of the text."""
    expected = everything(Document(description))
    entry = entry_in(cache)
    whole = entry.read_bytes()
    for position in range(0, len(whole), 7):
        entry.write_bytes(whole[:position] + bytes([whole[position] ^ 0x5A]) + whole[position + 1 :])
        assert everything(Document(description)) == expected
        entry.write_bytes(whole[:position])
        assert everything(Document(description)) == expected


def test_a_foreign_file_is_ignored_and_replaced(cache: Path, description: Path) -> None:
    """What another program left under the name is not a document; afterwards the entry is valid again."""
    Document(description)
    entry = entry_in(cache)
    entry.write_bytes(b"\x80\x04\x95 a pickle, say")
    assert not is_compiled(Document(description))
    assert is_compiled(Document(description))


def test_a_change_of_the_text_is_seen(cache: Path, description: Path) -> None:
    """The key is the content: the same path with another text is another document."""
    Document(description)
    description.write_text(description.read_text().replace("addPet", "createPet"))
    assert list(Document(description).entries) == ["createPet"]


def test_a_change_of_a_referred_text_is_seen(cache: Path, description: Path) -> None:
    """External references are part of what the compiled form was made of."""
    Document(description)
    (description.parent / "parts.json").write_text(json.dumps({"Pet": {"type": "string"}}))
    changed = Document(description)
    assert not is_compiled(changed)
    assert changed.schema("parts.json#/Pet") == {"type": "string"}


def test_a_referred_text_that_appears_is_seen(cache: Path, description: Path) -> None:
    """A reference that led nowhere is looked for again."""
    parts = description.parent / "parts.json"
    held = parts.read_text()
    parts.unlink()
    assert len(Document(description).problems) == 1
    assert is_compiled(Document(description))
    parts.write_text(held)
    assert Document(description).problems == ()


def test_what_may_be_reached_is_part_of_the_key(cache: Path, tmp_path: Path, description: Path) -> None:
    """A document compiled with wider permissions is not handed to one with narrower ones."""
    outside = tmp_path / "outside.json"
    (description.parent / "parts.json").rename(outside)
    description.write_text(description.read_text().replace("parts.json", "../outside.json"))
    assert Document(description, allow_references=[tmp_path]).problems == ()
    assert len(Document(description).problems) == 1


def test_a_schema_outside_of_all_operations_is_found(cache: Path) -> None:
    """A schema that no operation reaches is not in the compiled form, and is read from the text."""
    for _ in range(2):
        Document(BUNDLED)
    document = Document(BUNDLED)
    assert is_compiled(document)
    reference = "common.yaml#/parameters/limit/schema"
    assert document.resolve(reference)["maximum"] == 100


@pytest.mark.parametrize("kind", ["a file in its place", "read-only", "no such drive"])
def test_a_cache_that_cannot_be_written_costs_speed_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, description: Path, kind: str
) -> None:
    """No error of the cache reaches anybody."""
    folder = tmp_path / "place"
    if kind == "a file in its place":
        folder.write_text("")
    elif kind == "read-only":
        folder.mkdir(mode=0o500)
    monkeypatch.setenv(VARIABLE, "/proc/none/such" if kind == "no such drive" else str(folder))
    for _ in range(2):
        assert list(Document(description).entries) == ["addPet"]


def test_many_processes_at_once_are_safe(cache: Path) -> None:
    """Eight processes that all find the cache empty agree, and leave one whole entry."""
    program = f"from dynaclient.document import Document; print(len(Document({str(BUNDLED)!r}).entries))"
    processes = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(8)
    ]
    counts = [process.communicate()[0].strip() for process in processes]
    assert counts == ["289"] * 8
    assert is_compiled(Document(BUNDLED))
    assert len(list(cache.iterdir())) == 1


def test_text_given_as_bytes_is_cached_too(cache: Path, description: Path) -> None:
    """The key is the content, wherever it came from."""
    data = json.dumps({**json.loads(description.read_text()), "x-pad": "x" * 40_000}).encode()
    assert not is_compiled(Document(data))
    assert is_compiled(Document(data))


def test_operations_from_the_cache_are_equal_values(cache: Path) -> None:
    """The model is the same from the compiled form and from the text."""
    first, _, second = (Operations(Document(BUNDLED)) for _ in range(3))
    assert all(repr(first[name]) == repr(second[name]) for name in first)
    assert all(first[name] == second[name] for name in first)


@pytest.mark.parametrize("which", ["bundled", "two files"])
def test_every_schema_that_is_referred_to_is_found_by_the_compiled_form_itself(
    cache: Path, description: Path, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is asked of a file that was just opened, before any other part: the text is not there to help."""
    path = BUNDLED if which == "bundled" else description
    for _ in range(2):
        Document(path)
    entry = entry_in(cache)
    monkeypatch.setenv(VARIABLE, "off")
    text = Document(path)
    references = sorted({ref for name in text.entries for ref in iter_references(text.operation(name))})
    expected = {reference: text.schema(reference) for reference in references}
    assert references
    for reference in references:
        file = open_compiled(str(entry))
        assert file is not None
        assert json.dumps(CompiledParts(file).schema(reference)) == json.dumps(expected[reference])
