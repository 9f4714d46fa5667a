"""What holds for every test: no cache of the person who runs them, no clock on examples, and Ctrl-C works."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["DYNACLIENT_CACHE"] = "off"

# An example may take any time on a loaded machine. What Hypothesis chooses for CI by itself stays.
settings.register_profile("patient", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# What runs in the background ignores Ctrl-C, and so would the commands that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave the thousands of collected tests out of every later garbage collection."""
    gc.freeze()


@pytest.fixture(scope="session")
def compiled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for compiled documents, the same one for all workers of a run."""
    folder = tmp_path_factory.getbasetemp()
    return (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "compiled-documents"


@pytest.fixture
def compiled_documents(compiled_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are compiled once in a run, as they are for users; without this, each reader parses the text."""
    monkeypatch.setenv("DYNACLIENT_CACHE", str(compiled_folder))


@pytest.fixture
def without_collection() -> Iterator[None]:
    """No garbage is collected meanwhile: what a finalizer of other tests does fails where the stack is at its end."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
