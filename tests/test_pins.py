"""The pinned versions in tools/pins/ are those of what pyproject.toml declares, on every Python that we support."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
VERSIONS = ["3.10", "3.11", "3.12", "3.13"]


def environment(version: str) -> dict[str, str]:
    """What markers are read against: CPython on Linux."""
    return {
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{version}.5",
        "python_version": version,
        "sys_platform": "linux",
    }


def lines(name: str) -> list[str]:
    text = (ROOT / "tools" / "pins" / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pinned(name: str, version: str) -> dict[str, str]:
    """Package → pinned version, as pip reads the file on this Python."""
    found: dict[str, str] = {}
    for line in lines(name):
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate(environment(version)):
            continue
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", line
        assert requirement.name not in found, f"{requirement.name} is pinned twice on Python {version}"
        found[requirement.name] = specifier.version
    return found


def declared(extras: tuple[str, ...]) -> Iterator[Requirement]:
    """What the project asks for, with these extras and those that they name."""
    texts = list(PROJECT["dependencies"])
    for extra in extras:
        texts += PROJECT["optional-dependencies"][extra]
    for text in texts:
        requirement = Requirement(text)
        if requirement.name == PROJECT["name"]:
            yield from declared(tuple(sorted(requirement.extras)))
        else:
            yield requirement


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("name", "extras"), [("core", ()), ("dev", ("dev",))], ids=["core", "dev"])
def test_everything_declared_is_pinned_to_a_version_that_fits(name: str, extras: tuple[str, ...], version: str) -> None:
    """A change of pyproject.toml wants ./tools/renew-pins."""
    pins = pinned(name, version)
    for requirement in declared(extras):
        if requirement.marker and not requirement.marker.evaluate(environment(version)):
            continue
        package = re.sub(r"[-_.]+", "-", requirement.name).lower()  # as the names of packages are compared
        assert package in pins, f"{package} is not pinned: run ./tools/renew-pins"
        assert requirement.specifier.contains(pins[package], prereleases=True), f"{requirement}: run ./tools/renew-pins"


@pytest.mark.parametrize("version", VERSIONS)
def test_the_two_files_agree(version: str) -> None:
    """What ./tools/demo installs, ./tools/test leaves as it is."""
    core, dev = pinned("core", version), pinned("dev", version)
    assert len(core) < len(dev) / 2
    assert core == {package: dev[package] for package in core}


@pytest.mark.parametrize("name", ["core", "dev"])
def test_pins_name_no_place(name: str) -> None:
    """Whichever package index pip is set up for is asked."""
    for line in lines(name):
        assert not line.startswith("-"), line
        assert "/" not in line, line
        assert "@" not in line, line
