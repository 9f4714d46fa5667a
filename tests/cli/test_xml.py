"""XML on the command line: values on a terminal, the server's bytes in a pipe, and how a body is given."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient.sandbox import Sandbox
from tests.xml_documents import NAME, described

ITEM = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "id": {"type": "integer", "xml": {"attribute": True}},
        "name": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string", "xml": {"name": "tag"}}},
    },
}
XML = '<Item id="7"><name>a &amp; b</name><tag>x</tag><tag>y</tag></Item>'
WORDS = ("put", "name=a & b", "id=7", 'tags:=["x", "y"]')


@pytest.fixture
def spec(tmp_path: Path) -> Iterator[str]:
    """A document whose server is a sandbox."""
    given = described("3.1.1", {"$ref": "#/components/schemas/Item"}, {"Item": ITEM})
    with Sandbox(given).serve() as server:
        path = tmp_path / "shop.json"
        path.write_text(json.dumps({**given, "servers": [{"url": server.url}]}))
        yield str(path)


def test_curl_shows_the_xml(run: Callable[..., Any], spec: str) -> None:
    done = run("--spec", spec, "call", *WORDS, "--curl")
    assert done.code == 0
    assert f"-H 'Content-Type: {NAME}; charset=utf-8'" in done.out
    assert f"--data-raw '{XML}'" in done.out


@pytest.mark.parametrize(
    "body",
    ['{"id": 7, "name": "a & b", "tags": ["x", "y"]}', XML, "@value.json", "@ready.xml"],
    ids=["JSON", "XML", "a file of JSON", "a file of XML"],
)
def test_a_whole_body(
    body: str, run: Callable[..., Any], spec: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a value, or as the XML that is sent."""
    monkeypatch.chdir(tmp_path)
    Path("value.json").write_text('{"id": 7, "name": "a & b", "tags": ["x", "y"]}')
    Path("ready.xml").write_text(XML)
    done = run("--spec", spec, "call", "put", "-b", body, "--format", "json")
    assert json.loads(done.out)["name"], done.err


def test_answers_are_values_if_a_part_or_a_form_is_asked_for(run: Callable[..., Any], spec: str) -> None:
    """A pipe gets what the server sent, as with JSON."""
    assert run("--spec", spec, "call", *WORDS).out.startswith("<?xml")
    assert run("--spec", spec, "call", *WORDS, "--format", "raw").out.startswith("<?xml")
    assert set(json.loads(run("--spec", spec, "call", *WORDS, "--format", "json").out)) == {"id", "name", "tags"}
    assert "<" not in run("--spec", spec, "call", *WORDS, "--select", "/name").out


def test_show_and_stubs_have_the_shape_of_the_value(run: Callable[..., Any], spec: str, tmp_path: Path) -> None:
    shown = run("--spec", spec, "show", "put").out
    assert "application/xml, object" in shown
    assert "tags  array of string" in shown
    assert run("--spec", spec, "stubs", "-o", str(tmp_path / "s.pyi")).code == 0
    stub = (tmp_path / "s.pyi").read_text()
    assert "*, id: int = ..., name: str = ..., tags: Sequence[str] = ..." in " ".join(stub.split())
    assert ") -> ItemAnswer:" in stub
    assert "body: Item | Mapping[str, Any] | str | FileInput" in stub
