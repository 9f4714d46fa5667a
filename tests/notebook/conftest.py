"""An IPython shell of its own for each test, in a process that has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    pytest.importorskip("IPython")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    running = InteractiveShell(config=config)
    running.run_cell("from dynaclient import OpenAI\nclient = OpenAI(api_key='sk-test-key')").raise_error()
    yield running
    running.reset(new_session=False)
    InteractiveShell.clear_instance()
