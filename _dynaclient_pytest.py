"""The fixtures of dynaclient for pytest, which loads this module whenever it starts.

A module of its own, so that pytest's start imports nothing of the package: a fixture does, when a test uses it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from dynaclient.sandbox import SandboxFixture

_MARK = "dynaclient"
_HELP = "document=None, **options: the document and the options of the Sandbox that dynaclient_sandbox gives."
_FILES = ("document", "model")
"""Options of the marker that name a file, relative to the test's folder or the root of the tests."""

_OPTIONS = ("document", "model", "script", "seed", "unknown", "trouble", "strict", "remember", "clock", "allow_hosts")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The document of all tests, in pytest's configuration."""
    parser.addini("dynaclient_document", "the OpenAPI document of dynaclient_sandbox: a path or a URL", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", f"{_MARK}({_HELP.partition(':')[0]}):{_HELP.partition(':')[2]}")
    _spare_the_package(getattr(config.pluginmanager, "rewrite_hook", None))


def _spare_the_package(hook: Any) -> None:
    """Do not let pytest rewrite the asserts of the whole package, as it does for every package that has a plugin.

    It would cost a second at the first import in each process, where no bytecode is kept. pytest has no public way.
    """
    marked = getattr(hook, "_must_rewrite", None)
    if isinstance(marked, set):
        marked.discard("dynaclient")


@pytest.fixture
def dynaclient_sandbox(request: pytest.FixtureRequest) -> Iterator[SandboxFixture]:
    """A fresh sandbox for this test, with a client of it and what it was asked.

    Its document is that of the marker `@pytest.mark.dynaclient(document="api.yaml", seed=7)`, else of
    `dynaclient_document` in pytest's configuration, else the bundled description of the OpenAI API. The marker takes
    the other options of `dynaclient.sandbox.Sandbox` too.
    """
    from dynaclient.sandbox import Sandbox, SandboxFixture

    options = _options(request)
    given = options.pop("document", None)
    document = _document(request.config, given)
    with SandboxFixture(Sandbox(document, **options), is_openai=given is None) as made:
        yield made


def _options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The options of all markers around a test; those nearest to it count. Files get their full paths."""
    options: dict[str, Any] = {}
    here = [request.path.parent, request.config.rootpath]
    for mark in request.node.iter_markers(_MARK):
        given = dict(mark.kwargs)
        if len(mark.args) > 1 or (mark.args and "document" in given):
            raise pytest.UsageError(f"@pytest.mark.{_MARK} takes one document, not {len(mark.args)}")
        if mark.args:
            given["document"] = mark.args[0]
        for name, value in given.items():
            if name not in _OPTIONS:
                from difflib import get_close_matches

                near = get_close_matches(name, _OPTIONS, 1)
                hint = f" Did you mean {near[0]!r}?" if near else ""
                known = ", ".join(_OPTIONS)
                raise pytest.UsageError(f"@pytest.mark.{_MARK} has no option {name!r}.{hint} It has {known}.")
            if name not in options:
                options[name] = _located(value, here) if name in (*_FILES, "script") else value
    configured = request.config.getini("dynaclient_document")
    if "document" not in options and configured:
        base = request.config.inipath.parent if request.config.inipath else request.config.rootpath
        options["document"] = _located(str(configured), [base])
    return options


def _located(value: Any, folders: list[Path]) -> Any:
    """A relative path, made absolute by the first folder that has it; other values as they are."""
    if isinstance(value, (list, tuple)) and value and all(isinstance(item, (str, os.PathLike)) for item in value):
        return [_located(item, folders) for item in value]
    if not isinstance(value, (str, os.PathLike)) or "://" in str(value):
        return value
    found = [folder / value for folder in folders if (folder / value).exists()]
    if not found:
        places = " or ".join(dict.fromkeys(map(str, folders)))
        raise pytest.UsageError(f"dynaclient_sandbox: there is no file {os.fspath(value)!r} in {places}")
    return str(found[0])


_DOCUMENTS = pytest.StashKey[dict[Any, Any]]()


def _document(config: pytest.Config, given: Any) -> Any:
    """The document, read once in a run as long as its file is the same."""
    from dynaclient.document import load_document
    from dynaclient.openai import load_bundled

    if isinstance(given, (bytes, Mapping)) or not isinstance(given, (str, type(None))):
        return given
    known = config.stash.setdefault(_DOCUMENTS, {})
    stamp = Path(given).stat().st_mtime_ns if given is not None and "://" not in given else 0
    if (given, stamp) not in known:
        known[given, stamp] = load_bundled() if given is None else load_document(given)
    return known[given, stamp]
