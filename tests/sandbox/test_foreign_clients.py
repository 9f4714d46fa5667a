"""Clients that others wrote, against the sandbox: the npm SDK of OpenAI, and LangChain.

Each is installed once into a folder of its own under pytest's cache, and its tests are skipped where that fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient.document import Document
from dynaclient.sandbox import Sandbox
from tests.foreign_programs import npm_folder, python_of, told

HERE = Path(__file__).parent
SPOKEN = "The sandbox answers: When is lunch?"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def url(bundled: Document) -> Iterator[str]:
    with Sandbox(bundled).serve() as serving:
        yield f"{serving.url}/v1"


@pytest.fixture(scope="module")
def npm_tasks(pytestconfig: pytest.Config, url: str) -> dict[str, Any]:
    node, folder = npm_folder(pytestconfig, "npm-sdk", "openai")
    return told([node, str(HERE / "npm_sdk.mjs"), url], folder)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def langchain_tasks(pytestconfig: pytest.Config, url: str) -> dict[str, Any]:
    python, folder = python_of(pytestconfig, "langchain", "langchain-openai")
    return told([python, str(HERE / "langchain_calls.py"), url], folder)  # type: ignore[no-any-return]


def test_npm_chat(npm_tasks: dict[str, Any]) -> None:
    assert npm_tasks["chat"] == {"text": SPOKEN, "role": "assistant", "usage": 9}


def test_npm_stream(npm_tasks: dict[str, Any]) -> None:
    assert npm_tasks["stream"]["text"] == SPOKEN
    assert npm_tasks["stream"]["chunks"] > 3


def test_npm_run_stream(npm_tasks: dict[str, Any]) -> None:
    """The deltas add up to the message that is kept, and the run ends completed."""
    done = npm_tasks["run stream"]
    assert (done["status"], done["text"], done["kept"]) == ("completed", SPOKEN, SPOKEN)
    assert done["events"][0] == "thread.run.created"
    assert done["events"][-1] == "thread.run.completed"


def test_npm_embeddings(npm_tasks: dict[str, Any]) -> None:
    """As base64, which this SDK asks for and decodes."""
    assert npm_tasks["embeddings"] == [12, 12]


def test_npm_file_content(npm_tasks: dict[str, Any]) -> None:
    assert npm_tasks["file content"] == {"text": "one\ntwo\n", "bytes": 8, "name": "a.txt"}


def test_npm_errors_by_class(npm_tasks: dict[str, Any]) -> None:
    assert npm_tasks["not found"] == ["NotFoundError", 404]


def test_langchain_chat(langchain_tasks: dict[str, Any]) -> None:
    assert langchain_tasks["chat"] == {"text": SPOKEN, "usage": 9}


def test_langchain_stream(langchain_tasks: dict[str, Any]) -> None:
    assert langchain_tasks["stream"]["text"] == SPOKEN
    assert langchain_tasks["stream"]["pieces"] > 3


def test_langchain_embeddings(langchain_tasks: dict[str, Any]) -> None:
    assert langchain_tasks["embeddings"] == {"lengths": [12, 12], "differ": True}


@pytest.mark.parametrize("task", ["structured output", "structured output by a tool"])
def test_langchain_structured_output(langchain_tasks: dict[str, Any], task: str) -> None:
    assert langchain_tasks[task] == ["str", "float", "bool"]
