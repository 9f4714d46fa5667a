"""The figures of two commits are compared by scripts that know neither from inside."""

from __future__ import annotations

import ast
import importlib
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
BENCH = ROOT / "tools" / "bench"
SHARED_BY_COMMITS = [
    "compare",
    "measuring",
    "one_call",
    "many_calls",
    "payloads",
    "async_throughput",
    "peers/dynaclient",
]


@pytest.fixture
def compare(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module."""
    monkeypatch.syspath_prepend(str(BENCH))
    for name in ("compare", "measuring"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("compare")


@pytest.mark.parametrize("name", SHARED_BY_COMMITS)
def test_scripts_that_measure_two_commits_use_the_public_api_only(name: str) -> None:
    """Names of `dynaclient` itself: internal names may differ in the other commit."""
    tree = ast.parse((BENCH / f"{name}.py").read_text("utf-8"))
    found = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    found += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert [module for module in found if module.startswith("dynaclient.")] == []


@pytest.mark.parametrize(
    ("more_is_better", "ours", "theirs", "ratio", "mark"),
    [
        pytest.param(False, [1.04, 1.04, 1.04], [1, 1, 1], "1.040 (1.04 to 1.04)", "", id="4 % slower"),
        pytest.param(False, [1.1, 1.1, 1.1], [1, 1, 1], "1.100 (1.10 to 1.10)", "WORSE", id="10 % slower"),
        pytest.param(False, [0.5, 0.5, 0.5], [1, 1, 1], "0.500 (0.50 to 0.50)", "", id="twice as fast"),
        pytest.param(False, [2.2, 4.4, 8.8], [2, 4, 8], "1.100 (1.10 to 1.10)", "WORSE", id="by rounds, not in all"),
        pytest.param(False, [0.8, 1.1, 1.2], [1, 1, 1], "1.100 (0.95 to 1.15)", "worse?", id="rounds disagree"),
        pytest.param(True, [1.1, 1.1, 1.1], [1, 1, 1], "1.100 (1.10 to 1.10)", "", id="10 % more calls"),
        pytest.param(True, [0.9, 0.9, 0.9], [1, 1, 1], "0.900 (0.90 to 0.90)", "WORSE", id="10 % fewer calls"),
        pytest.param(True, [0.9, 0.8, 1.2], [1, 1, 1], "0.900 (0.85 to 1.05)", "worse?", id="fewer, rounds disagree"),
        pytest.param(False, [1.1], [1], "1.100 (1.10 to 1.10)", "WORSE", id="a single round"),
    ],
)
def test_more_than_5_percent_worse_is_marked(
    compare: ModuleType, more_is_better: bool, ours: list[float], theirs: list[float], ratio: str, mark: str
) -> None:
    """Less is better, except for calls in a time."""
    row = compare.compared(compare.Figure("calls", "s", more_is_better), ours, theirs)
    assert (row[0], row[-2], row[-1]) == ("calls", ratio, mark)


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("git") and (ROOT / ".git").exists()), reason="this is no clone of the repository")
def test_a_commit_is_compared_with_itself() -> None:
    """Both are measured, and nothing is left behind in the repository."""

    def worktrees() -> set[str]:
        command = ["git", "-C", str(ROOT), "worktree", "list", "--porcelain"]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return {line for line in listed.splitlines() if line.startswith("worktree ")}

    before = worktrees()
    command = [sys.executable, BENCH / "compare.py", "HEAD", "--rounds", "1", "--only", "starts"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in {0, 1}, done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")]
    assert rows[0][:3] == ["| figure", "HEAD", "this tree"]
    assert [row[0] for row in rows[2:]] == [
        "| first call",
        "| first call, memory",
        "| first call, cache cold",
        "| first call, cache cold, memory",
        "| import",
        "| import, memory",
    ]
    assert all(row[1].endswith((" ms", " MB")) and row[2].endswith((" ms", " MB")) for row in rows[2:])
    assert worktrees() == before
