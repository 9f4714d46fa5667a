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
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"dynaclient", "_dynaclient_pytest.py"}
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


def installed(wheel: Path, folder: Path) -> Path:
    """The Python of a fresh environment with the wheel; the libraries it needs are lent, as tests have no network."""
    home = folder / "environment"
    run(sys.executable, "-m", "venv", home, cwd=folder)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(python, "-m", "pip", "install", "--no-index", "--no-deps", "--quiet", wheel, cwd=folder)
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder))
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)))
    return python


def test_an_installed_wheel_works(wheel: Path, tmp_path: Path) -> None:
    """`OpenAI()` finds the bundled description there, with all of its 289 operations."""
    told = run(installed(wheel, tmp_path), "-c", PROGRAM, cwd=tmp_path)
    assert told == "289 https://api.openai.com/v1/threads/runs"


TEST = """
import sys

def test_first():
    assert "dynaclient" not in sys.modules

def test_it(dynaclient_sandbox):
    assert dynaclient_sandbox.client.listModels()["object"] == "list"
    assert dynaclient_sandbox.requests[0].operation_id == "listModels"
    assert "rewrite" not in type(sys.modules["dynaclient.client"].__spec__.loader).__module__
"""


def test_pytest_finds_the_fixture_of_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    """Without a word in any configuration. The package is imported when a test uses it, and as ever: not rewritten."""
    python = installed(wheel, tmp_path)
    (tmp_path / "test_it.py").write_text(TEST)
    assert "2 passed" in run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py", cwd=tmp_path)
