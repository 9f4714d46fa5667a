"""Writing a reference: formats, the command, and the error if it cannot be written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dynaclient.document import load_document
from dynaclient.reference import FORMATS, Reference, ReferenceFailed, build, read_reference
from dynaclient.reference.command import reference_command
from dynaclient.reference.data import json_files

from .hostile import hostile_document

DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://pets.example"}],
    "paths": {
        "/pets/{id}": {
            "get": {
                "operationId": "getPet",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "all", "in": "query", "schema": {"type": "boolean", "default": False}},
                ],
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
    assert [(p["name"], p["in"], p["type"], p["required"]) for p in page["parameters"]] == [
        ("id", "path", "integer", True),
        ("all", "query", "boolean", False),
    ]
    assert page["parameters"][1]["default"] is False
    assert "default" not in page["parameters"][0]
    texts = {snippet["title"]: snippet["text"] for snippet in page["snippets"]}
    assert texts["Command line"] == "dynaclient --spec openapi.yaml call getPet id=1"
    assert schema["value"]["children"] == [{"name": "name", "kind": "field", "type": "string or null"}]
    assert schema["used_by"] == ["operations/getPet.json"]


@pytest.mark.parametrize("document", [None, hostile_document()], ids=["bundled", "hostile"])
def test_json_is_as_its_schema_describes_it(document: Any, bundled: Reference) -> None:
    """Every file of a reference, and no member that the description does not have."""
    files = dict(json_files(bundled if document is None else read_reference(load_document(document))))
    described = json.loads(files.pop("format.json"))
    Draft202012Validator.check_schema(described)
    for name, text in files.items():
        kind = {"index.json": "index"}.get(name, name.split("/")[0].removesuffix("s"))
        checker = Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": described["$defs"]})
        assert [(error.json_path, error.message) for error in checker.iter_errors(json.loads(text))] == [], name


@pytest.mark.parametrize("form", FORMATS)
def test_a_document_without_operations_still_has_a_reference(form: str, tmp_path: Path) -> None:
    """One page that says so."""
    assert build({"openapi": "3.1.0", "info": {"title": "Empty"}}, form, tmp_path)


@pytest.mark.parametrize("form", FORMATS)
def test_every_schema_has_a_page(form: str, tmp_path: Path) -> None:
    """Also one that no operation names, one that is another one's name, and one in a file that another one is in."""
    other = {
        "openapi": "3.1.0",
        "components": {"schemas": {"Used": {"type": "object"}, "Beside it": {"type": "object"}, "a/b": True}},
    }
    (tmp_path / "other.json").write_text(json.dumps(other))
    own = {"Alias": {"$ref": "#/components/schemas/Plain"}, "Plain": {"type": "string"}}
    answer = {"content": {"application/json": {"schema": {"$ref": "other.json#/components/schemas/Used"}}}}
    root = {
        "openapi": "3.1.0",
        "paths": {"/x": {"get": {"operationId": "x", "responses": {"200": answer}}}},
        "components": {"schemas": own},
    }
    (tmp_path / "root.json").write_text(json.dumps(root))
    files = build(tmp_path / "root.json", form, tmp_path / "out")
    pages = {path.stem for path in files if path.parent.name == "schemas"} - {"index"}
    assert pages == {"Alias", "Plain", "Used", "Beside_it", "a_b"}


NAMES = (
    "../../etc/passwd",
    "a/b",
    "a\\b",
    "A/B",
    "..",
    ".",
    "CON",
    "index",
    "README",
    "a\0b",
    "<b>",
    "x" * 400,
    "ü",
    "",
)
"""Names that would be paths, or one and the same file, or none."""


@pytest.mark.parametrize("form", FORMATS)
def test_names_of_a_document_are_no_paths(form: str, tmp_path: Path) -> None:
    """Every operation and every schema has a file of its own inside the folder, on any system."""
    tokens = {name: name.replace("~", "~0").replace("/", "~1") for name in NAMES}
    paths = {
        f"/p{i}": {
            "get": {
                "operationId": name,
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{tokens[name]}"}}},
                    }
                },
            }
        }
        for i, name in enumerate(NAMES)
    }
    schemas = {
        name: {"type": "object", "properties": {"me": {"$ref": f"#/components/schemas/{tokens[name]}"}}}
        for name in NAMES
    }
    folder = tmp_path / "out"
    files = build({"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}}, form, folder)
    assert all(folder.resolve() in path.resolve().parents for path in files)
    assert len({str(path).casefold() for path in files}) == len(files)
    lists = {folder / "schemas" / "index.html"}
    for kind in ("operations", "schemas"):
        assert sum(path.parent.name == kind and path not in lists for path in files) == len(NAMES)


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


def test_the_command_has_exit_codes_and_one_line_of_error(tmp_path: Path) -> None:
    """As every command of the command line."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-m", "dynaclient.cli", "reference", *arguments]
        return subprocess.run(program, capture_output=True, text=True, timeout=600, check=False)

    spec = tmp_path / "pets.json"
    spec.write_text(json.dumps(DOCUMENT))
    done = run("--spec", str(spec), "--format", "markdown", "-o", str(tmp_path / "out"))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "operations" / "getPet.md").is_file()
    wrong = run("--spec", str(tmp_path / "gone.yaml"), "-o", str(tmp_path / "out"))
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (3, "", 1)
    taken = run("--spec", str(spec), "-o", str(spec / "below"))
    assert taken.returncode == 2


NAMED_BODY = {
    "swagger": "2.0",
    "info": {"title": "Pets", "version": "1"},
    "host": "localhost",
    "paths": {
        "/pets": {
            "post": {
                "operationId": "addPet",
                "consumes": ["application/json"],
                "parameters": [{"name": "pet", "in": "body", "required": True, "schema": {"type": "object"}}],
                "responses": {"200": {"description": "ok"}},
            }
        }
    },
}


def test_a_body_that_has_a_name_is_shown_with_it(tmp_path) -> None:
    """In each format, as it may be given by that name."""
    for form in FORMATS:
        build(NAMED_BODY, form, tmp_path / form)
    assert (
        "## Request body\n\nRequired. Its name is `pet`.\n" in (tmp_path / "markdown/operations/addPet.md").read_text()
    )
    assert '<h2 id="body">Request body <code>pet</code>' in (tmp_path / "html/operations/addPet.html").read_text()
    body = json.loads((tmp_path / "json/operations/addPet.json").read_text())["body"]
    assert (body["name"], body["required"]) == ("pet", True)
