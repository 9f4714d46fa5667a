"""Type checkers as people run them: in processes of their own, on files in a folder of their own."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"

Check = Callable[..., dict[int, str]]
"""A function of file names that gives the first error of each line."""


@pytest.fixture(scope="session")
def shared() -> Path:
    if not (SHARED / "specs").is_dir():
        pytest.skip("needs the real-world descriptions in ../shared")
    return SHARED


def _needs(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"needs {module}")


def mypy(folder: Path, *names: str) -> dict[int, str]:
    """Mypy --strict; the errors of all files by line, where several are checked the last one's win.

    Its cache lies beside the folders of the tests, so that it reads the package once in a run and not in each test.
    """
    _needs("mypy")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--cache-dir",
        str(folder.parent / ".mypy"),
        "--no-error-summary",
        *names,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = re.findall(r"^[^:\n]+:(\d+): error: (.*)$", done.stdout, re.MULTILINE)
    assert found or done.returncode == 0, done.stdout + done.stderr
    errors: dict[int, str] = {}
    for line, text in found:
        errors.setdefault(int(line), text)
    return errors


def pyright(folder: Path, *names: str) -> dict[int, str]:
    """Pyright in its own words."""
    _needs("pyright")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    if not done.stdout.startswith("{"):
        pytest.skip(f"pyright cannot run here: {(done.stdout + done.stderr).strip()[:200]}")
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] >= len(names)
    problems = [item for item in report["generalDiagnostics"] if item["severity"] == "error"]
    start = {"start": {"line": -1}}  # of what concerns the whole file
    return {item.get("range", start)["start"]["line"] + 1: item["message"] for item in reversed(problems)}


@pytest.fixture(params=[mypy, pyright], ids=["mypy", "pyright"])
def check(request: pytest.FixtureRequest) -> Callable[..., dict[int, str]]:
    return request.param
