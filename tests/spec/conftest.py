"""The bundled description, read once; and as PyYAML reads it, for second opinions that share nothing with us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from dynaclient.document import Document
from dynaclient.model import Operations

from .contents import DESCRIPTION, FOLDER, OPERATION_IDS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `operation_id` runs once for every operation of the facts."""
    if "operation_id" in metafunc.fixturenames:
        metafunc.parametrize("operation_id", OPERATION_IDS)


@pytest.fixture(scope="session")
def document() -> Document:
    return Document(DESCRIPTION)


@pytest.fixture(scope="session")
def operations(document: Document) -> Operations:
    return Operations(document)


@pytest.fixture(scope="session")
def files() -> Mapping[str, Any]:
    """Every YAML file of the description by name, read by PyYAML, which follows YAML 1.1."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return {path.name: yaml.load(path.read_bytes(), loader) for path in sorted(FOLDER.glob("*.yaml"))}
