from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.echo_server import READ_BY_CLIENTS

from .numbered import NumberedServer


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in READ_BY_CLIENTS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[NumberedServer]:
    server = NumberedServer()
    yield server
    server.close()
