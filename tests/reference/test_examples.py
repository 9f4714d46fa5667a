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
from dynaclient.reference.examples import ExampleMaker, answer_file
from dynaclient.reference.values import OperationPage

KEYS = {"OPENAI_API_KEY": "sk-test-key", "OPENAI_ADMIN_KEY": "sk-admin-test-key"}


def in_working_order(reference: Reference) -> list[OperationPage]:
    """What creates comes first and what deletes last, the innermost first: the examples share their ids.

    A create that names its key is refused once another example has shown that there is such a thing.
    """
    items = {page.operation.path.rpartition("/")[0] for page in reference.pages if page.operation.path.endswith("}")}

    def place(page: OperationPage) -> tuple[bool, bool, int]:
        creates = page.operation.method == "post" and page.operation.path in items
        return page.operation.method == "delete", not creates, -page.operation.path.count("/")

    return sorted(reference.pages, key=place)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled_documents: None) -> Iterator[str]:
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
    """289 of 289, all made of the description's own values."""
    assert [page.file for page in bundled.pages if page.example.flaws] == []
    assert {page.example.source for page in bundled.pages} == {"document"}


COUNTS = {"Python": 289, "Python, async": 289, "Python, streaming": 11, "Python, async streaming": 11}
"""How many examples of each kind there are; nine operations can answer with events."""


@pytest.mark.parametrize("title", COUNTS)
def test_every_python_example_runs(title: str, bundled: Reference, server: str, tmp_path: Path) -> None:
    """As shown on the page, against a sandbox on a port: called, awaited, and streamed both ways."""
    if "async" in title:
        pytest.importorskip("aiohttp", reason="the async client needs aiohttp")
    pages = [page for page in in_working_order(bundled) if title in {snippet.title for snippet in page.snippets}]
    ran = 0
    for page in pages:
        make_files(page, tmp_path)
        saved = answer_file(page.operation, page.example)
        (tmp_path / (saved or "none")).unlink(missing_ok=True)
        out = io.StringIO()
        names: dict[str, object] = {}
        with contextlib.redirect_stdout(out):
            exec(compile(text_of(page, title), f"{page.file}.py", "exec", dont_inherit=True), names)
        if "client" in names:
            names["client"].close()
        if title == "Python":
            assert names["response"].status_code < 300, page.file
            assert names["response"].operation_id == page.operation.operation_id
        assert out.getvalue() or (tmp_path / saved).stat().st_size, page.file
        if "streaming" in title:
            assert len(out.getvalue().splitlines()) > 1, page.file
        ran += 1
    print(f"{ran} of {len(pages)} examples ran ({title})")  # noqa: T201
    assert ran == COUNTS[title]


def test_operations_that_stream_have_streaming_examples(bundled: Reference) -> None:
    """All that may answer with events, and no other."""
    streaming = {page.file for page in bundled.pages if any("streaming" in s.title for s in page.snippets)}
    assert streaming == {page.file for page in bundled.pages if page.streams}
    assert {"createChatCompletion", "createRun", "createSpeech"} <= streaming


@pytest.mark.slow
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
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, (page.file, command, done.stderr)
        ran += 1
    print(f"{ran} of {len(bundled.pages)} command line examples ran")  # noqa: T201
    assert ran == 289


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
            timeout=600,
            check=False,
        )
        assert done.stdout in ("200", "201"), (page.file, command, done.stdout, (tmp_path / "answer").read_text())
        ran += 1
    print(f"{ran} of {len(bundled.pages)} curl examples ran")  # noqa: T201
    assert ran == 289


def test_no_example_holds_a_key(bundled: Reference, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are named, never written, whatever the environment of whoever makes the pages."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-mine")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-mine")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://proxy-of-mine.example")
    from dynaclient.reference import read_reference

    page = read_reference(load_document(bundled_description())).pages[0]
    assert "of-mine" not in "".join(snippet.text for snippet in page.snippets)
    assert '"Authorization: Bearer ${OPENAI_API_KEY}"' in page.snippets[-1].text


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


@pytest.mark.slow
def test_most_operations_of_the_real_world_get_an_example_that_is_accepted(shared: Path) -> None:
    """At least 99 of 100, over all descriptions; each of the others is marked as refused."""
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
