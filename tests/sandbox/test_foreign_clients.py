"""Clients that others wrote, against the sandbox: the npm SDK of OpenAI, and LangChain.

Each is installed once into a folder of its own under pytest's cache, and its tests are skipped where that fails.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient.document import Document
from dynaclient.sandbox import Sandbox

HERE = Path(__file__).parent
SPOKEN = "The sandbox answers: When is lunch?"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def url(bundled: Document) -> Iterator[str]:
    with Sandbox(bundled).serve() as serving:
        yield f"{serving.url}/v1"


def folder_of(config: pytest.Config, name: str) -> Path:
    assert config.cache is not None
    return Path(config.cache.mkdir(name))


def installs(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    if done.returncode:
        pytest.skip(f"{what} cannot be installed: {done.stderr.strip().splitlines()[-1:]}")


def told(command: list[str], folder: Path) -> Any:
    """What a program prints about its tasks."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def npm_tasks(pytestconfig: pytest.Config, url: str) -> dict[str, Any]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("needs Node and npm")
    folder = folder_of(pytestconfig, "npm-sdk")
    installs([npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "openai"], "the npm SDK")
    return told([node, str(HERE / "npm_sdk.mjs"), url], folder)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def langchain_tasks(pytestconfig: pytest.Config, url: str) -> dict[str, Any]:
    folder = folder_of(pytestconfig, "langchain") / sysconfig.get_python_version()
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=300)
    installs([str(python), "-m", "pip", "install", "-q", "--upgrade", "langchain-openai"], "LangChain")
    return told([str(python), str(HERE / "langchain_calls.py"), url], folder)  # type: ignore[no-any-return]


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
