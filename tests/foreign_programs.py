"""Programs that others wrote: installed once under pytest's cache, and run for what they print.

What cannot be installed is skipped, with the reason.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest


def folder_of(config: pytest.Config, name: str) -> Path:
    """A folder that is kept from run to run."""
    assert config.cache is not None
    return Path(config.cache.mkdir(name))


def installs(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    if done.returncode:
        pytest.skip(f"{what} cannot be installed: {done.stderr.strip().splitlines()[-1:]}")


def npm_folder(config: pytest.Config, name: str, package: str, what: str) -> tuple[str, Path]:
    """Node, and a folder with a package of npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("needs Node and npm")
    folder = folder_of(config, name)
    installs([npm, "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund", package], what)
    return node, folder


def python_of(config: pytest.Config, name: str, package: str, what: str) -> tuple[str, Path]:
    """Python of an environment with a package, and its folder."""
    folder = folder_of(config, name) / sysconfig.get_python_version()
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=300)
    installs([str(python), "-m", "pip", "install", "-q", "--upgrade", package], what)
    return str(python), folder


def told(command: list[str], folder: Path) -> Any:
    """What a program prints about its tasks."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
