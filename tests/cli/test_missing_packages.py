"""A package that is not installed is code 2 and the line that installs it, whatever needs it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from dynaclient._support.extras import EXTRAS, install_line
from dynaclient.cli.advice import fix_for
from dynaclient.cli.error_report import exit_code_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
MODULES = {
    "markdown-it-py": "markdown_it",
    "opentelemetry-api": "opentelemetry",
    "pysocks": "socks",
    "swagger-ui-py": "swagger_ui",
}
"""Packages that are imported by another name."""


def test_every_optional_package_has_its_extra() -> None:
    extras = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    declared = {}
    for extra, requirements in extras.items():
        for requirement in requirements if extra != "dev" else ():
            name = re.match(r"[\w-]+", requirement)
            assert name is not None
            if name[0] == "dynaclient":  # another extra
                continue
            declared[MODULES.get(name[0], name[0].replace("-", "_"))] = extra
    assert declared == EXTRAS


@pytest.mark.parametrize("module", ["jinja2", "nh3", "markdown_it"])
def test_an_extra_of_a_command_is_named_with_its_line(run, monkeypatch, tmp_path, module) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    done = run("reference", "-o", str(tmp_path / "pages"))
    assert done.code == 2
    line = "pip install 'dynaclient[reference]'"
    assert done.err == f"dynaclient: writing a reference needs {module}, which is not installed: {line}\n"


@pytest.mark.parametrize(
    ("module", "line"), [("swagger_ui.core", "pip install 'dynaclient[docs]'"), ("yaml", "pip install pyyaml")]
)
def test_a_module_leads_to_a_line(module, line) -> None:
    assert install_line(module) == line


def test_a_package_that_was_removed_is_not_called_a_bug(call, monkeypatch) -> None:
    """One that every installation has."""
    monkeypatch.setitem(sys.modules, "jmespath", None)
    done = call("listItems", "--select", "data")
    assert done.code == 2
    assert done.err.startswith("dynaclient: this needs jmespath, which is not installed.")
    assert done.err.endswith(" Install it with: pip install jmespath\n")


def test_one_that_is_too_old_is_not_either() -> None:
    with pytest.raises(ImportError) as caught:
        from json import no_such_function  # noqa: F401
    assert exit_code_of(caught.value) == 2
    assert fix_for(caught.value, None) == "Install it with: pip install json --upgrade"


def test_what_a_package_says_itself_of_one_that_it_misses_is_passed_on(call, monkeypatch) -> None:
    class Needy:
        def __getattr__(self, name: str) -> None:
            raise ImportError("Missing optional dependency 'pyarrow'. Use pip or conda to install pyarrow.")

    monkeypatch.setitem(sys.modules, "jmespath", Needy())
    done = call("listItems", "--select", "data")
    assert done.code == 2
    assert "this needs another package: Missing optional dependency 'pyarrow'. Use pip or conda to install" in done.err


def test_a_module_of_our_own_that_is_missing_is_a_bug(run, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "dynaclient.cli.cache_command", None)
    assert run("cache").code == 1
