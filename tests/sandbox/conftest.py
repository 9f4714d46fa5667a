"""The bundled description, sandboxes of it, and clients that call them in process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, Signature
from dynaclient.document import Document, load_document
from dynaclient.model import SecurityScheme, build_security_schemes
from dynaclient.model.schemes import AWS_SIGNATURE
from dynaclient.sandbox import Sandbox, judge
from tests.echo_server import own_environment

__all__ = ["every_verdict_is_held_against_the_other", "own_environment"]


@pytest.fixture(autouse=True)
def every_verdict_is_held_against_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both engines judge every request here, and warnings are errors: a test fails where they disagree."""
    monkeypatch.setattr(judge, "RECHECKED", 1.0)


ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT.parent / "shared" / "specs"


def report(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Say a figure in the test's output, whether the test passes or not."""
    with capsys.disabled():
        print(f"\n{text}", end=" ")  # noqa: T201


def credentials_for(document: Document) -> dict[str, Any]:
    """Something for every scheme; the sandbox accepts whatever is not empty."""
    return {name: _credential(scheme) for name, scheme in build_security_schemes(document).items()}


def _credential(scheme: SecurityScheme) -> Any:
    if scheme.kind is AWS_SIGNATURE:
        return Signature("any-key", "any-secret", region="eu-west-1", service="any")
    return ("user", "word") if scheme.type == "http" and scheme.scheme == "basic" else "any-key"


def client_of(sandbox: Sandbox, **options: Any) -> Client:
    """A client that calls a sandbox in process, with credentials, and holds every answer against the document."""
    options.setdefault("credentials", credentials_for(sandbox.document))
    options.setdefault("validate_responses", "raise")
    return Client(sandbox.document, app=sandbox, **options)


@pytest.fixture(scope="session")
def bundled() -> Document:
    return load_document(ROOT / "spec" / "openapi.yaml")


@pytest.fixture
def sandbox(bundled: Document) -> Sandbox:
    return Sandbox(bundled)


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    return client_of(sandbox)


@pytest.fixture
def make() -> Callable[..., Sandbox]:
    """A sandbox from paths written in the test."""

    def made(paths: dict[str, Any], *, components: dict[str, Any] | None = None, **options: Any) -> Sandbox:
        root = options.pop("root", {})
        document = {
            "openapi": "3.1.0",
            "info": {"title": "Small", "version": "1"},
            "paths": paths,
            "components": components or {},
            **root,
        }
        return Sandbox(document, **options)

    return made
