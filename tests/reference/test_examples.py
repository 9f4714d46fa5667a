"""Every example works: it is accepted before it is sent, and it is run against the sandbox."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dynaclient.client import Client
from dynaclient.document import load_document
from dynaclient.openai import bundled_description
from dynaclient.reference import Reference
from dynaclient.reference.code import python_call, python_value
from dynaclient.reference.examples import ExampleMaker, File
from dynaclient.reference.setting import Setting
from dynaclient.reference.snippets import write_snippets
from dynaclient.reference.values import OperationPage

KEYS = {"OPENAI_API_KEY": "sk-test-key", "OPENAI_ADMIN_KEY": "sk-admin-test-key"}


def in_working_order(reference: Reference) -> list[OperationPage]:
    """What deletes comes last, the innermost first: the examples share their ids."""
    return sorted(
        reference.pages, key=lambda page: (page.operation.method == "delete", -page.operation.path.count("/"))
    )


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A sandbox on a port, with the environment that the examples expect."""
    sandbox = pytest.importorskip("dynaclient.sandbox", reason="the sandbox answers the examples")
    monkeypatch.chdir(tmp_path)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    application = sandbox.Sandbox(load_document(bundled_description()))
    with contextlib.closing(application), sandbox.Serving(application) as serving:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{serving.url}/v1")
        yield f"{serving.url}/v1"


def make_files(page: OperationPage, folder: Path) -> None:
    for name in page.example.files:
        (folder / name).write_bytes(b"content")


def text_of(page: OperationPage, title: str) -> str:
    return next(snippet.text for snippet in page.snippets if snippet.title == title)


def test_no_example_is_refused_by_the_description(bundled: Reference) -> None:
    """94 of 94, all made of the description's own values."""
    assert [page.file for page in bundled.pages if page.example.flaws] == []
    assert {page.example.source for page in bundled.pages} == {"document"}


def test_every_python_example_runs(bundled: Reference, server: str, tmp_path: Path) -> None:
    """As it stands on the page, against a sandbox on a port."""
    ran = 0
    for page in in_working_order(bundled):
        make_files(page, tmp_path)
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            names: dict[str, object] = {}
            exec(compile(text_of(page, "Python"), f"{page.file}.py", "exec", dont_inherit=True), names)
        names["client"].close()
        assert names["response"].status_code < 300, page.file
        assert names["response"].operation_id == page.operation.operation_id
        ran += 1
    print(f"{ran} of {len(bundled.pages)} Python examples ran")  # noqa: T201
    assert ran == len(bundled.pages) == 94


def test_every_command_line_example_runs(bundled: Reference, server: str, tmp_path: Path) -> None:
    """Each in a shell of its own."""
    if importlib.util.find_spec("dynaclient.cli") is None:
        pytest.skip("needs the command line")
    program = shutil.which("dynaclient", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("needs the installed command `dynaclient`")
    ran = 0
    for page in in_working_order(bundled):
        make_files(page, tmp_path)
        command = text_of(page, "Command line").replace("dynaclient", program, 1)
        if "-o " not in command:
            command += " -o answer.out"
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, (page.file, command, done.stderr)
        ran += 1
    print(f"{ran} of {len(bundled.pages)} command line examples ran")  # noqa: T201
    assert ran == 94


def test_every_curl_example_runs(bundled: Reference, server: str, tmp_path: Path) -> None:
    """With the sandbox's address in the place of the real one, the only change."""
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    ran = 0
    for page in in_working_order(bundled):
        make_files(page, tmp_path)
        command = text_of(page, "curl").replace("https://api.openai.com/v1", server)
        done = subprocess.run(
            ["sh", "-c", f"{command} --silent --output answer --write-out '%{{http_code}}'"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stdout == "200", (page.file, command, done.stdout, (tmp_path / "answer").read_text())
        ran += 1
    print(f"{ran} of {len(bundled.pages)} curl examples ran")  # noqa: T201
    assert ran == 94


def test_no_example_holds_a_key(bundled: Reference, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are named, never written, whatever the environment of whoever makes the pages."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-mine")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-mine")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://proxy-of-mine.example")
    from dynaclient.reference import read_reference

    page = read_reference(load_document(bundled_description())).pages[0]
    assert "of-mine" not in "".join(snippet.text for snippet in page.snippets)
    assert '"Authorization: Bearer ${OPENAI_API_KEY}"' in page.snippets[-1].text


DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Boxes", "version": "1"},
    "paths": {
        "/boxes/{id}": {
            "put": {
                "operationId": "boxes/put",
                "security": [{"user": []}],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": "it's"},
                    {"name": "n", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 3}},
                    {
                        "name": "f",
                        "in": "query",
                        "required": True,
                        "schema": {"type": ["string", "integer"], "const": "1"},
                    },
                ],
                "requestBody": {
                    "content": {"application/json": {"schema": {"type": "array", "items": {"enum": ["a"]}}}}
                },
                "responses": {"204": {"description": "Done."}},
            }
        }
    },
    "components": {"securitySchemes": {"user": {"type": "http", "scheme": "basic"}}},
}


def test_an_example_is_written_for_each_shell_and_language() -> None:
    """Quoting, typed and untyped values, a body that is a list, an id that is no name, no server, basic credentials."""
    client = Client(DOCUMENT)
    operation = client.operations["boxes/put"]
    snippets = write_snippets(Setting(client, "boxes.yaml"), operation, ExampleMaker(client).example(operation))
    python, command, curl = (snippet.text for snippet in snippets)
    assert python == (
        "import os\n\nfrom dynaclient import Client\n\n"
        'client = Client(\n    "boxes.yaml",\n    base_url="https://api.example.com",\n'
        '    credentials={"user": (os.environ["USER_USER"], os.environ["USER_PASSWORD"])},\n)\n'
        'response = client.boxes_put(id="it\'s", n=3, f="1", body=["a"])\nprint(response.status_code)'
    )
    assert command == (
        "dynaclient --spec boxes.yaml call boxes/put \\\n  --base-url https://api.example.com \\\n"
        "  'id=it'\"'\"'s' \\\n  n=3 \\\n  'f:=\"1\"' \\\n  -b '[\"a\"]'"
    )
    assert curl == (
        "curl -X PUT 'https://api.example.com/boxes/it%27s?n=3&f=1' \\\n  -u \"$USER_USER:$USER_PASSWORD\" \\\n"
        "  -H 'Content-Type: application/json' \\\n  --data-raw '[\n  \"a\"\n]'"
    )


def test_an_example_that_the_document_refuses_itself_says_so() -> None:
    """It is shown with the reason, instead of being passed off as one that works."""
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "pattern": "^[0-9]{40}$"}}}
    document = {
        "openapi": "3.1.0",
        "info": {},
        "servers": [{"url": "https://a.b"}],
        "paths": {
            "/x": {
                "post": {
                    "operationId": "x",
                    "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
                }
            }
        },
    }
    client = Client(document)
    example = ExampleMaker(client).example(client.operations["x"])
    assert [flaw.split(":")[0] for flaw in example.flaws] == ["/body/a"]


@pytest.mark.parametrize(
    ("value", "source"),
    [
        pytest.param({"a": [1, None, True, 1.5]}, '{"a": [1, None, True, 1.5]}', id="plain"),
        pytest.param('say "hi"', "'say \"hi\"'", id="double-quotes"),
        pytest.param("it's\n", '"it\'s\\n"', id="single-quotes"),
        pytest.param(File("a.bin"), 'Path("a.bin")', id="file"),
    ],
)
def test_values_are_python_source(value: object, source: str) -> None:
    """And mean themselves."""
    assert python_value(value) == source
    assert eval(source, {"Path": File}) == value


def test_long_values_and_calls_are_broken_over_lines() -> None:
    """No line is longer than a page is wide, and the text still means the value."""
    value = {"messages": [{"role": "user", "content": "x" * 30}, {"role": "user", "content": "y" * 30}], "n": 1}
    text = python_call("f", [("", python_value(value))])
    assert max(map(len, text.splitlines())) < 90
    assert eval(text, {"f": lambda given: given}) == value


@pytest.mark.slow
def test_most_operations_of_the_real_world_get_an_example_that_is_accepted(shared: Path) -> None:
    """At least 99 of 100, over all descriptions; each of the others is told to be refused."""
    total, refused = 0, []
    for path in sorted((shared / "specs").glob("*.[jy]*")):
        client = Client(path)
        maker = ExampleMaker(client)
        for operation in client.operations.values():
            total += 1
            if maker.example(operation).flaws:
                refused.append(f"{path.name}: {operation.operation_id}")
    print(f"{total - len(refused)} of {total} examples are accepted")  # noqa: T201
    assert len(refused) <= total // 100, json.dumps(refused, indent=1)
