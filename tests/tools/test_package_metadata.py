"""What a package index shows: addresses of the project, and a README whose links lead somewhere."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = "https://code.example/us/dynaclient"
LINK = re.compile(r"\]\(([^)]*)\)")


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Any:
    pytest.importorskip("hatchling")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return importlib.import_module("hatch_metadata")


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@code.example:us/dynaclient.git", HOME),
        ("ssh://git@code.example:2222/us/dynaclient.git", HOME),
        ("https://code.example/us/dynaclient/", HOME),
        ("https://user:token@code.example/us/dynaclient.git", HOME),
        ("/srv/git/dynaclient.git", ""),
        ("../dynaclient", ""),
        ("", ""),
    ],
)
def test_the_home_is_the_web_address_of_the_remote(hook: Any, remote: str, address: str) -> None:
    """Without the user and the password that a remote may hold; a folder has none."""
    assert hook.web_address(remote) == address


def test_links_of_the_readme_lead_to_the_home(hook: Any) -> None:
    """To files and to folders, with their fragments; a link to the web and code stay as they are."""
    text = "[a](docs/calling.md#b) [b](docs) [c](https://x.example/) [d](#e)\n```md\n[f](docs)\n```\n[g](LICENSE)\n"
    assert hook.with_absolute_links(text, ROOT, HOME) == (
        f"[a]({HOME}/blob/HEAD/docs/calling.md#b) [b]({HOME}/tree/HEAD/docs) [c](https://x.example/) [d](#e)\n"
        f"```md\n[f](docs)\n```\n[g]({HOME}/blob/HEAD/LICENSE)\n"
    )
    assert hook.with_absolute_links("[a](docs) [c](https://x.example/)", ROOT, "") == "a [c](https://x.example/)"


def git(folder: Path, *command: str) -> None:
    subprocess.run(["git", "-C", folder, *command], check=True, capture_output=True, timeout=60)


def built(folder: Path, source: Path) -> tuple[Message, Path]:
    """The metadata of the wheel that is built by way of an sdist, and the sdist."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, source]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return message_from_string(archive.read(name).decode()), sdist


@pytest.mark.slow
def test_a_wheel_has_the_addresses_of_its_checkout(tmp_path: Path) -> None:
    """Built from an sdist of a clone: the long description has absolute links only, and each names a file there is."""
    for needed in ("build", "hatchling"):
        pytest.importorskip(needed)
    if shutil.which("git") is None:
        pytest.skip("needs git")
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("dynaclient", "docs", "spec", "tools"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__", "reference"))
    shutil.copytree(ROOT / "dynaclient" / "reference", clone / "dynaclient" / "reference")
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, clone / name)
    git(clone, "init", "--quiet")
    git(clone, "remote", "add", "origin", "https://user:hunter-7@code.example/us/dynaclient.git")
    metadata, sdist = built(tmp_path / "dist", clone)
    urls = dict(url.split(", ") for url in metadata.get_all("Project-URL"))
    assert urls == {
        "Repository": HOME,
        "Documentation": f"{HOME}/tree/HEAD/docs",
        "Changelog": f"{HOME}/blob/HEAD/CHANGELOG.md",
        "Issues": f"{HOME}/issues",
    }
    assert metadata["Description-Content-Type"] == "text/markdown"
    text = str(metadata.get_payload())
    links = LINK.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    assert len(links) > 20
    for link in links:
        kind, _, path = link.removeprefix(f"{HOME}/").partition("/HEAD/")
        assert link.startswith(f"{HOME}/"), link
        target = ROOT / path.partition("#")[0]
        assert target.is_dir() if kind == "tree" else target.is_file(), link
    assert "hunter-7" not in text + "".join(urls.values())
    with tarfile.open(sdist) as archive:
        assert any(name.endswith("/README.md") for name in archive.getnames())
