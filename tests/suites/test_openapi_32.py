"""The documents of OpenAPI 3.2's own tests: all of them load, right or wrong, without an exception that is not ours."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from dynaclient import Client, DocumentError

from .conftest import SUITES, needs_suites

FOLDER = SUITES / "oas-3.2"
PASS = sorted((FOLDER / "pass").glob("*.yaml")) if FOLDER.exists() else []
FAIL = sorted((FOLDER / "fail").glob("*.yaml")) if FOLDER.exists() else []


@needs_suites
@pytest.mark.parametrize("path", PASS, ids=lambda path: path.stem)
def test_a_right_document_loads_and_its_operations_are_read(path: Path) -> None:
    client = Client(path)
    for operation in client.operations.values():
        assert operation.method
        assert operation.path.startswith("/")


@needs_suites
@pytest.mark.parametrize("path", FAIL, ids=lambda path: path.stem)
def test_a_wrong_document_is_read_as_far_as_it_goes(path: Path) -> None:
    with contextlib.suppress(DocumentError):
        client = Client(path)
        assert isinstance(client.document.problems, tuple)
        assert [operation.operation_id for operation in client.operations.values()] == list(client.operations)
