"""Writing a reference: formats, the command, and what is said when it cannot be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dynaclient.reference import FORMATS, ReferenceFailed, build
from dynaclient.reference.command import reference_command

DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://pets.example"}],
    "paths": {
        "/pets/{id}": {
            "get": {
                "operationId": "getPet",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "responses": {
                    "200": {
                        "description": "A pet.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {"Pet": {"type": "object", "properties": {"name": {"type": "string", "nullable": True}}}}
    },
}


def test_json_carries_the_same_facts(tmp_path: Path) -> None:
    """For other programs: an index, and a file for each operation and schema."""
    build(DOCUMENT, "json", tmp_path)
    index = json.loads((tmp_path / "index.json").read_text())
    page = json.loads((tmp_path / index["groups"][0]["operations"]["getPet"]).read_text())
    schema = json.loads((tmp_path / index["schemas"]["#/components/schemas/Pet"]).read_text())
    assert page["parameters"][0]["parameter"]["name"] == "id"
    assert page["parameters"][0]["type"] == "integer"
    texts = {snippet["title"]: snippet["text"] for snippet in page["snippets"]}
    assert texts["Command line"] == "dynaclient --spec openapi.yaml call getPet id=1"
    assert schema["value"]["children"] == [{"name": "name", "kind": "field", "type": "string or null"}]
    assert schema["used_by"] == ["getPet"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_document_without_operations_still_has_a_reference(form: str, tmp_path: Path) -> None:
    """One page that says so."""
    assert build({"openapi": "3.1.0", "info": {"title": "Empty"}}, form, tmp_path)


def test_an_unknown_format_names_the_others() -> None:
    """With the nearest one."""
    with pytest.raises(ReferenceFailed, match=r"written as markdown, html or json, not 'htm'\. Did you mean 'html'\?"):
        build(DOCUMENT, "htm", "nowhere")


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    """Only its own are written."""
    (tmp_path / "mine.txt").write_text("mine")
    build(DOCUMENT, "markdown", tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_the_command_says_what_was_written(tmp_path: Path) -> None:
    """And where to begin."""
    spec = tmp_path / "pets.json"
    spec.write_text(json.dumps(DOCUMENT))
    said = reference_command(spec, "html", str(tmp_path / "site"))
    assert said.startswith("1 operations and 1 schemas of Pets written: ")
    assert said.endswith(f"Begin at {tmp_path / 'site' / 'index.html'}")


def test_the_module_is_a_program(tmp_path: Path) -> None:
    """Its own arguments, exit codes and one line of error."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-m", "dynaclient.reference", *arguments]
        return subprocess.run(program, capture_output=True, text=True, timeout=120, check=False)

    spec = tmp_path / "pets.json"
    spec.write_text(json.dumps(DOCUMENT))
    done = run("--spec", str(spec), "--format", "markdown", "-o", str(tmp_path / "out"))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "operations" / "getPet.md").is_file()
    wrong = run("--spec", str(tmp_path / "gone.yaml"), "-o", str(tmp_path / "out"))
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (3, "", 1)
    taken = run("--spec", str(spec), "-o", str(spec / "below"))
    assert taken.returncode == 2
