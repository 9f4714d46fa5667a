"""The bundled description, and clients that record against its sandbox or replay without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client
from dynaclient.document import Document, load_document
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.clients import made_up_credentials

ROOT = Path(__file__).resolve().parents[2]
PETSTORE = ROOT / "docs" / "petstore.yaml"
NOWHERE = "http://127.0.0.1:1"
"""An address where nobody answers."""


@pytest.fixture(scope="session")
def bundled() -> Document:
    return load_document(ROOT / "spec" / "openapi.yaml")


@pytest.fixture
def petstore() -> Document:
    return load_document(PETSTORE)


def recording_client(document: Document, *plugins: Any, sandbox: Sandbox | None = None, **options: Any) -> Client:
    """A client of a sandbox, with credentials that it accepts."""
    options.setdefault("credentials", made_up_credentials(document))
    client = Client(document, app=sandbox or Sandbox(document), plugins=plugins, **options)
    return client.with_options(raise_for_status=False)


def replaying_client(document: Document, *plugins: Any, kind: Callable[..., Any] = Client, **options: Any) -> Any:
    """A client of nobody, with other credentials."""
    options.setdefault("credentials", dict.fromkeys(made_up_credentials(document), "another-key"))
    client = kind(document, base_url=NOWHERE, plugins=plugins, retries=0, **options)
    return client.with_options(raise_for_status=False)


__all__ = ["NOWHERE", "PETSTORE", "AsyncClient", "recording_client", "replaying_client"]
