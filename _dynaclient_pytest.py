"""The fixtures of dynaclient for pytest, which loads this module whenever it starts.

A module of its own, so that pytest's start imports nothing of the package: a fixture does, when a test uses it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from dynaclient.recording import Recording
    from dynaclient.sandbox import SandboxFixture

_MARK = "dynaclient"
_HELP = "document=None, **options: the document and the options of the Sandbox that dynaclient_sandbox gives."
_FILES = ("document", "model")
"""Options of the marker that name a file, relative to the test's folder or the root of the tests."""

_OPTIONS = ("document", "model", "script", "seed", "unknown", "trouble", "strict", "remember", "clock", "allow_hosts")


_CASSETTE = "dynaclient_cassette"
_CASSETTE_HELP = (
    "path=None, **options: the file and the options of the Recording that the fixture dynaclient_cassette is."
)
_CASSETTE_OPTIONS = ("path", "mode", "max_body", "replay_speed")
_MODES = ("once", "new_episodes", "none", "all")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The document of all tests, in pytest's configuration, and what becomes of recordings in this run."""
    parser.addini("dynaclient_document", "the OpenAPI document of dynaclient_sandbox: a path or a URL", default="")
    parser.addoption(
        "--dynaclient-record",
        choices=_MODES,
        default=None,
        help="the mode of every dynaclient_cassette in this run: none never asks the network, all records anew",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers."""
    for name, text in ((_MARK, _HELP), (_CASSETTE, _CASSETTE_HELP)):
        config.addinivalue_line("markers", f"{name}({text.partition(':')[0]}):{text.partition(':')[2]}")
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


@pytest.fixture
def dynaclient_cassette(request: pytest.FixtureRequest) -> Recording:
    """A recording of this test, as a plugin for its clients: `Client(…, plugins=[dynaclient_cassette])`.

    The first run records, later ones replay. The file is `cassettes/MODULE/TEST.har` beside the module of the test; the
    marker `@pytest.mark.dynaclient_cassette("shared.har", mode="none")` names another one, relative to that folder, and
    the other options of `dynaclient.recording.Recording`. The option `--dynaclient-record=MODE` of pytest goes before
    the mode of all markers.
    """
    from dynaclient.recording import Recording

    options = _marked(request, _CASSETTE, _CASSETTE_OPTIONS, "path")
    here = request.path.parent
    given = options.pop("path", None)
    path = here / given if given else here / "cassettes" / request.path.stem / f"{_file_name(request)}.har"
    mode = request.config.getoption("--dynaclient-record") or options.pop("mode", "once")
    return Recording(path, **{**options, "mode": mode})


def _file_name(request: pytest.FixtureRequest) -> str:
    """The name of a test, with its class and parameters, as the name of a file."""
    names = request.node.nodeid.partition("::")[2] or request.node.name
    return re.sub(r"[^\w.=,+-]+", "-", names.replace("::", ".")).strip("-")[:150]


def _options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The options of the sandbox of a test. Files get their full paths."""
    here = [request.path.parent, request.config.rootpath]
    options = _marked(request, _MARK, _OPTIONS, "document")
    for name, value in options.items():
        if name in (*_FILES, "script"):
            options[name] = _located(value, here)
    configured = request.config.getini("dynaclient_document")
    if "document" not in options and configured:
        base = request.config.inipath.parent if request.config.inipath else request.config.rootpath
        options["document"] = _located(str(configured), [base])
    return options


def _marked(request: pytest.FixtureRequest, mark_name: str, known: tuple[str, ...], first: str) -> dict[str, Any]:
    """The options of all markers around a test; those nearest to it count.

    Args:
        first: the option that may be given by place.
    """
    options: dict[str, Any] = {}
    for mark in request.node.iter_markers(mark_name):
        given = dict(mark.kwargs)
        if len(mark.args) > 1 or (mark.args and first in given):
            raise pytest.UsageError(f"@pytest.mark.{mark_name} takes one {first}, not {len(mark.args)}")
        if mark.args:
            given[first] = mark.args[0]
        for name, value in given.items():
            if name not in known:
                from difflib import get_close_matches

                near = get_close_matches(name, known, 1)
                hint = f" Did you mean {near[0]!r}?" if near else ""
                names = ", ".join(known)
                raise pytest.UsageError(f"@pytest.mark.{mark_name} has no option {name!r}.{hint} It has {names}.")
            options.setdefault(name, value)
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
