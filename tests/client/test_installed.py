"""The wheel, installed where nothing of this checkout is in reach."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for needed in ("build", "hatchling"):
        pytest.importorskip(needed, reason=f"{needed} builds the wheel, without the network")
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_has_the_package_and_its_description(wheel: Path) -> None:
    """Every module, the marker of its types, every file of `spec`, the licence; no test and no tool."""
    names = set(zipfile.ZipFile(wheel).namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "dynaclient").rglob("*.py")}
    description = {f"dynaclient/spec/{path.name}" for path in (ROOT / "spec").glob("*.yaml")}
    assert modules | description | {"dynaclient/py.typed"} <= names
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"dynaclient"}
    assert any(name.endswith("/licenses/LICENSE") for name in names)


PROGRAM = """
import sys, warnings
warnings.simplefilter("error")
import dynaclient
from dynaclient.openai import bundled_description

assert dynaclient.__file__.startswith(sys.prefix), dynaclient.__file__
assert str(bundled_description()).startswith(sys.prefix), bundled_description()
client = dynaclient.OpenAI(api_key="k")
assert type(client.document._reader.parts).__name__ == "CompiledParts", "the compiled description is not used"
assert client.document.problems == () or not client.document.problems, client.document.problems
print(len(client.operations), client.prepare("createThreadAndRun", assistant_id="a").url)
"""


def test_an_installed_wheel_works(wheel: Path, tmp_path: Path) -> None:
    """`OpenAI()` finds the bundled description there, with all of its 281 operations."""
    home = tmp_path / "environment"
    run(sys.executable, "-m", "venv", home, cwd=tmp_path)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(python, "-m", "pip", "install", "--no-index", "--no-deps", "--quiet", wheel, cwd=tmp_path)
    # the libraries it needs are those of this environment: tests have no network
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path))
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)))
    told = run(python, "-c", PROGRAM, cwd=tmp_path)
    assert told == "281 https://api.openai.com/v1/threads/runs"
