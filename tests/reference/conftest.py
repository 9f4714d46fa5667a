"""The reference of the bundled description, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dynaclient.document import load_document
from dynaclient.openai import bundled_description
from dynaclient.reference import Reference, read_reference

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def bundled() -> Reference:
    return read_reference(load_document(bundled_description()))


@pytest.fixture(scope="session")
def shared() -> Path:
    if not (SHARED / "specs").is_dir():
        pytest.skip("needs the real-world descriptions in ../shared")
    return SHARED
