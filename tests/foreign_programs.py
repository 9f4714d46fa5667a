"""Programs that others wrote: installed under pytest's cache, renewed once a day, and run for what they print.

The processes of a test run share them, so one installs while the others wait. What cannot be installed is skipped,
with the reason.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

A_DAY = 86400


def npm_folder(config: pytest.Config, name: str, package: str) -> tuple[str, Path]:
    """Node, and a folder with a package of npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("needs Node and npm")
    folder = _kept(config, name)
    command = [npm, "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund", package]
    _install(folder, package, [command])
    return node, folder


def python_of(config: pytest.Config, name: str, package: str) -> tuple[str, Path]:
    """Python of an environment with a package in its newest version, if none is given; and the environment's folder."""
    folder = _kept(config, name) / sysconfig.get_python_version()
    python = str(folder / "bin" / "python")
    made = [sys.executable, "-m", "venv", str(folder)]
    _install(folder, package, [made, [python, "-m", "pip", "install", "-q", "--upgrade", package]])
    return python, folder


def told(command: list[str], folder: Path) -> Any:
    """What a program prints about its tasks."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def _kept(config: pytest.Config, name: str) -> Path:
    """A folder that is kept from run to run."""
    assert config.cache is not None
    return Path(config.cache.mkdir(name))


def _install(folder: Path, package: str, commands: Sequence[list[str]]) -> None:
    """Fill a folder, unless that was done within a day. What an interrupted installation left is removed first."""
    done = folder / "installed"
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
        is_whole = done.is_file() and done.read_text() == package
        if is_whole and time.time() - done.stat().st_mtime < A_DAY:
            return
        if not is_whole:
            shutil.rmtree(folder, ignore_errors=True)
        done.unlink(missing_ok=True)
        for command in commands:
            try:
                subprocess.run(command, capture_output=True, text=True, timeout=500, check=True)
            except subprocess.CalledProcessError as error:
                pytest.skip(f"{package} cannot be installed: {error.stderr.strip().splitlines()[-1:]}")
            except subprocess.TimeoutExpired:
                pytest.skip(f"{package} cannot be installed: {command[0]} needs more than 500 s")
        done.write_text(package)
