"""The mutation run distinguishes tested code from untested, and leaves the tree unchanged."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULE = '''"""Two limits, one of them held by a test."""


def is_held(number: int) -> bool:
    return number > 10


def is_free(number: int) -> bool:
    return number > 20
'''
TESTS = """from pkg.room.limits import is_free, is_held

def test_held():
    assert [is_held(number) for number in (9, 10, 11)] == [False, False, True]

def test_free():
    assert is_free(100) is True
"""
ENDLESS = """def count_down(number: int) -> None:
    while number:
        number -= 1
"""
TEST_OF_ENDLESS = """from pkg.room.limits import count_down

def test_it_ends():
    count_down(2)
"""


ENVIRONMENT = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "xdist.plugin"}
"""Of all the plugins that are installed here, the tests of a mutant get the one that their command needs."""


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / "mutants.py"), "--root", str(root), "--package", "pkg"]
    command += ["--room", "room", *arguments]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def tiny(root: Path, module: str = MODULE, tests: str = TESTS) -> Path:
    """A package with one module and its tests."""
    (root / "pkg" / "room").mkdir(parents=True)
    (root / "tests" / "room").mkdir(parents=True)
    (root / "pkg" / "room" / "limits.py").write_text(module)
    (root / "tests" / "room" / "test_limits.py").write_text(tests)
    (root / "pytest.ini").write_text("[pytest]\nmarkers = slow\n")
    return root


def everything_in(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_planted_mutant_is_killed_and_another_survives(tmp_path: Path) -> None:
    """Both limits are moved; the test of one notices."""
    root = tiny(tmp_path)
    before = everything_in(root)
    result = run(root, "--sample", "1000", "--jobs", "2")
    assert (result.returncode, result.stderr) == (0, "")
    first, *lines = result.stdout.splitlines()
    assert first == "6 of 6 possible mutants, seed 0"
    assert sorted(lines[:6]) == [
        "killed    pkg/room/limits.py:5  10 → 11",
        "killed    pkg/room/limits.py:5  number > 10 → (number >= 10)",
        "killed    pkg/room/limits.py:5  return number > 10 → return None",
        "killed    pkg/room/limits.py:9  return number > 20 → return None",
        "survived  pkg/room/limits.py:9  20 → 21",
        "survived  pkg/room/limits.py:9  number > 20 → (number >= 20)",
    ]
    assert [line.split() for line in lines[7:]] == [
        ["module", "killed", "late", "survived"],
        ["pkg/room/limits.py", "4", "0", "2"],
        ["together", "4", "0", "2"],
    ]
    assert everything_in(root) == before


def test_a_mutant_that_never_ends_is_stopped(tmp_path: Path) -> None:
    """It counts as late, and the run goes on."""
    result = run(tiny(tmp_path, ENDLESS, TEST_OF_ENDLESS), "--sample", "1000", "--seconds", "1")
    assert result.returncode == 0
    assert "late      pkg/room/limits.py:3  number -= 1 → pass" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("together")


def test_the_same_seed_draws_the_same_mutants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another seed draws others, and a sample is as large as it is asked to be."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    draw = importlib.import_module("mutants").draw
    root = tiny(tmp_path)
    drawn = [draw(root, "pkg", ["room"], seed, 2) for seed in (0, 0, 1, 2, 3, 4, 5)]
    assert [len(sample) for sample in drawn] == [2] * 7
    assert drawn[0] == drawn[1]
    assert any(sample != drawn[0] for sample in drawn)


def test_tests_that_fail_without_a_mutant_say_nothing_of_one(tmp_path: Path) -> None:
    """The run ends before any is tried."""
    root = tiny(tmp_path, MODULE.replace("> 10", ">= 10"))
    result = run(root, "--sample", "2")
    assert result.returncode == 1
    assert "the tests of room do not pass as they are" in result.stderr
