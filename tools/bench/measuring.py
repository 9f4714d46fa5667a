"""How processes are measured, for the table of all peers and for the comparison of two commits."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NEWEST = ROOT.parent / "shared" / "specs" / "openai-2026-08.yaml"
CHECK_ONE_CALL = (
    "import sys\nfrom dynaclient import Client\n"
    "c = Client(sys.argv[1], base_url='http://localhost', credentials=False)\n"
    "c.validate(sys.argv[2], {'id': 'x'} if sys.argv[2].startswith('change') else None, body={})\n"
)
"""A program with the arguments DOCUMENT OPERATION: load, find one operation and check one call."""


def default_document() -> Path:
    """The newest OpenAI description where it lies beside the repository, else the bundled one."""
    return NEWEST if NEWEST.exists() else ROOT / "spec" / "openapi.yaml"


@contextmanager
def server() -> Iterator[str]:
    """A server in a process of its own; gives the base URL."""
    process = subprocess.Popen([sys.executable, HERE / "server.py"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def run(command: list[Any], env: dict[str, str]) -> tuple[float, float, str]:
    """Wall seconds and peak MB of a whole process, and its complaint when it failed."""
    started = time.perf_counter()
    process = subprocess.Popen(
        list(map(str, command)), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    wall = time.perf_counter() - started
    failed = complaint.strip().splitlines()[-1][:100] if process.returncode else ""
    return wall, usage.ru_maxrss / 1024, failed


def synthetic(folder: Path, times: int) -> Path:
    """A document with `times` × 288 operations; made elsewhere, since a child's peak begins with its parent's size."""
    file = folder / f"synthetic-{times}.json"
    subprocess.run([sys.executable, HERE / "synthetic.py", file, str(times)], check=True)
    return file


def growing(folder: Path, document: Path) -> dict[str, tuple[Path, str]]:
    """Documents of different size by name, each with the operation that CHECK_ONE_CALL checks."""
    bundled = ROOT / "spec" / "openapi.yaml"
    return {
        "bundled": (bundled, "createChatCompletion"),
        **({} if document == bundled else {document.name: (document, "createChatCompletion")}),
        **{f"synthetic {n}×": (synthetic(folder, n), "changeThing7") for n in (1, 4, 16)},
    }


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
