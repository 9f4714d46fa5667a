"""No operation is lost in silence: those found are those that a plain walk of the text counts.

Each real document is read as one of 3.2, as it is and with its operations moved to where 3.2 has new places for them.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dynaclient.cli import main
from dynaclient.document import load_document
from dynaclient.document.names import sent_method
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.full_document import whole_document

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"
NAMES = sorted(path.name for path in SPECS.glob("*.*") if path.suffix in (".json", ".yaml"))
needs_specs = pytest.mark.skipif(not NAMES, reason="the real documents are not here")

FIELDS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
Counted = Counter[tuple[str, str]]


def plain(name: str) -> Any:
    """A text as its format's own reader reads it; None if that cannot."""
    text = (SPECS / name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        return json.loads(text)
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.composer.ComposerError:  # an anchor that is defined twice
        return None


def counted(root: Any) -> Counted:
    """(method, path) of every operation, by a walk that knows nothing but the names of the fields."""
    found: Counted = Counter()
    for path, item in (root.get("paths") or {}).items():
        if not path.startswith("x-"):
            found.update((field.upper(), path) for field in (*FIELDS, "query") if field in item)
            found.update((method, path) for method in item.get("additionalOperations", ()))
    return found


def counted_by_lines(text: str) -> Counted:
    """The same of a text in blocks, by its lines: how far they are indented, and what they begin with."""
    found: Counted = Counter()
    path, is_inside, indent = "", False, 0
    for line in text.splitlines():
        if re.match(r"\w", line):
            is_inside = line.startswith("paths:")
        elif is_inside and (named := re.match(r"( +)[\"']?(/[^\s\"']*)[\"']?:$", line)):
            indent, path = 2 * len(named[1]), named[2]
        elif is_inside and (named := re.match(rf" {{{indent}}}(\w+):$", line)) and named[1] in FIELDS:
            found[named[1].upper(), path] += 1
    return found


def found_in(document: Any) -> Counted:
    entries = load_document(document).entries.values()
    return Counter((sent_method(entry.method), entry.path) for entry in entries)


def as_it_is(root: Any) -> Any:
    return root


def as_query(root: Any) -> Any:
    """With each GET as a QUERY."""
    for item in root["paths"].values():
        if isinstance(item, dict) and "get" in item:
            item["query"] = item.pop("get")
    return root


def as_additional(root: Any) -> Any:
    """With each POST among the additional operations, under a name that keeps its letters."""
    for item in root["paths"].values():
        if isinstance(item, dict) and "post" in item:
            item["additionalOperations"] = {"Post-It": item.pop("post")}
    return root


def as_components(root: Any) -> Any:
    """With each path item among the components, which the path refers to by `$self`."""
    root["$self"] = "https://self.example/api"
    items = {f"p{number}": item for number, item in enumerate(root["paths"].values()) if isinstance(item, dict)}
    root["components"] = {**root.get("components", {}), "pathItems": items}
    names = iter(items)
    root["paths"] = {
        path: {"$ref": f"https://self.example/api#/components/pathItems/{next(names)}"}
        if isinstance(item, dict)
        else item
        for path, item in root["paths"].items()
    }
    return root


MOVES: dict[str, tuple[Callable[[Any], Any], dict[str, str]]] = {
    # how a document is changed, and what becomes of the methods of its operations
    "as it is": (as_it_is, {}),
    "query": (as_query, {"GET": "QUERY"}),
    "additionalOperations": (as_additional, {"POST": "Post-It"}),
    "pathItems by $self": (as_components, {}),
}


@needs_specs
@pytest.mark.parametrize("name", NAMES)
def test_every_operation_of_a_real_document_is_found_in_3_2(name: str) -> None:
    root = plain(name)
    if root is None:
        assert found_in(SPECS / name) == counted_by_lines((SPECS / name).read_text(encoding="utf-8"))
        return
    given = {key: value for key, value in root.items() if key != "swagger"}
    given |= {"openapi": "3.2.0", "paths": root.get("paths", {})}
    written = counted(given)
    assert found_in(SPECS / name) == written
    for change, methods in MOVES.values():
        moved = change(copy.deepcopy(given))
        expected = Counter({(methods.get(method, method), path): count for (method, path), count in written.items()})
        if change is not as_components:  # where the walk would have to follow references
            assert counted(moved) == expected
        assert found_in(moved) == expected


def test_the_lines_of_a_text_are_counted_as_its_values_are() -> None:
    """The two ways to count agree where both can."""
    name = "petstore-3.0.yaml"
    if name not in NAMES:
        pytest.skip("the real documents are not here")
    assert counted_by_lines((SPECS / name).read_text(encoding="utf-8")) == counted(plain(name))


OPERATIONS = {"getIt": "GET", "findIt": "QUERY", "copyIt": "COPY", "lookForIt": "m-search"}
ANSWER = {"200": {"description": "done", "content": {"application/json": {"schema": {"type": "object"}}}}}


def an_operation(name: str) -> dict[str, Any]:
    return {"operationId": name, "summary": f"It does {name}", "tags": ["things"], "responses": ANSWER}


DOCUMENT = {
    "openapi": "3.2.0",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "https://a.test"}],
    "tags": [{"name": "all"}, {"name": "things", "parent": "all"}],
    "paths": {
        "/it": {
            "get": an_operation("getIt"),
            "query": an_operation("findIt"),
            "additionalOperations": {"COPY": an_operation("copyIt"), "m-search": an_operation("lookForIt")},
        }
    },
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "api.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


COMMANDS = {
    "list": ["list"],
    "list by tag": ["list", "--tag", "all"],
    "search": ["search", "it"],
    "reference": ["reference", "-o", "{out}"],
    "stubs": ["stubs", "-o", "{out}/api.pyi"],
    "bundle": ["bundle"],
    "tools": ["tools", "--format", "openai"],
    "completion": ["__complete", "--", "dynaclient --spec {path} show "],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_names_operations_names_them_all(
    name: str, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    words = [word.format(out=out, path=path) for word in COMMANDS[name]]
    assert main(["--spec", str(path), *words]) == 0
    written = capsys.readouterr().out + "".join(file.read_text() for file in out.rglob("*") if file.is_file())
    assert [operation for operation in OPERATIONS if operation not in written] == []
    if name not in ("stubs", "bundle", "tools", "completion"):
        assert [method for method in OPERATIONS.values() if method not in written] == []


@pytest.mark.parametrize(("name", "method"), OPERATIONS.items())
def test_each_is_shown_called_and_written_for_curl(
    name: str, method: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--spec", str(path), "show", name]) == 0
    assert f"{method} /it" in capsys.readouterr().out
    assert main(["--spec", str(path), name, "--curl"]) == 0
    written = capsys.readouterr().out
    assert "https://a.test/it" in written
    assert method == "GET" or f"-X {method} " in written or f"--request {method}" in written


def test_the_viewer_of_the_sandbox_says_which_it_cannot_show() -> None:
    sandbox = Sandbox(DOCUMENT)
    whole = whole_document(sandbox.document, sandbox.operations)
    assert list(whole["paths"]["/it"]) == ["get"]
    for name, method in OPERATIONS.items():
        assert (f"`{method} /it` ({name})" in whole["info"]["description"]) is (method != "GET")
