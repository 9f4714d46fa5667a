"""Nothing is found in what the sandbox answers to valid calls of every operation of every real document."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dynaclient import Client, DynaclientError
from dynaclient.document import Document, load_document
from dynaclient.model import Operation
from dynaclient.recording import Exchange
from dynaclient.recording.watcher import Watcher
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.values import Values
from dynaclient.verify.verification import Verification
from tests.sampling import CannotSample, sample_arguments
from tests.sandbox.conftest import ROOT, SPECS, credentials_for, report
from tests.sandbox.test_every_operation import EXCLUDED

BUNDLED = ROOT / "spec" / "openapi.yaml"
PATHS = [BUNDLED, *(sorted(SPECS.glob("*.[jy]*")) if SPECS.is_dir() else [])]


_STREAM = "the document has application/json for status 200, not text/event-stream"
_UNTOLD = "the operation has the field `stream`, and the document does not declare what it then answers"
_EXAMPLE = "the document's own example is not of the format that it declares, and the sandbox answers with it"

OF_THE_DOCUMENT: dict[str, dict[str, str]] = {
    "openai-2024-10.yaml": {_STREAM: _UNTOLD},
    "openai-2026-08.yaml": {_STREAM: _UNTOLD},
    "box.json": {"expected a UUID": _EXAMPLE, 'given string "null"': _EXAMPLE},
    "github-enterprise-2.18.json": {"expected a date such as": _EXAMPLE},
}
"""Document → part of a finding that is true → why: documents contradict themselves, too."""


def _exchanges(document: Document, *, optional: bool) -> list[Exchange]:
    """One exchange for each operation."""
    found: list[Exchange] = []
    values = Values(document)
    client = Client(
        document,
        app=Sandbox(document, unknown="invent"),
        credentials=credentials_for(document),
        plugins=[Watcher(found.append)],
        retries=0,
    ).with_options(raise_for_status=False)
    for operation in sorted(client.operations.values(), key=_late):
        try:
            params, body = sample_arguments(document, operation, Random(1), values=values, optional=optional)
            client.call(operation.operation_id, params, body=body).close()
        except (CannotSample, DynaclientError):  # what cannot be called has a test of its own
            continue
    client.close()
    return found


def _late(operation: Operation) -> Any:
    return operation.method == "delete", -len(operation.path) if operation.method == "delete" else 0


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::dynaclient.DynaclientWarning")  # examples of the documents misspell names
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_nothing_is_found(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the required arguments and with all of them."""
    document = load_document(path)
    exchanges = [*_exchanges(document, optional=False), *_exchanges(document, optional=True)]
    found = Verification(document).report(exchanges)
    known = EXCLUDED.get(path.name, {})
    of_document = OF_THE_DOCUMENT.get(path.name, {})
    unexpected = [
        f"{finding.operation_id} {finding}"
        for finding in found.findings
        if finding.operation_id not in known and not any(text in str(finding) for text in of_document)
    ]
    by_status = Counter(exchange.answer.status // 100 for exchange in exchanges)
    report(capsys, f"{path.name}: {len(exchanges)} answers of {len(found.operations)} operations, {dict(by_status)}")
    assert unexpected == []
    assert found.left_out == 0
    assert len(found.operations) >= 0.95 * len(document.entries) - 2


@pytest.mark.slow
def test_how_many_answers_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    """The documents have more than 4,001 operations together, so that twice as many answers are verified."""
    if not SPECS.is_dir():
        pytest.skip(f"{SPECS} is not there: the real documents are kept beside the repository")
    count = sum(len(load_document(path).entries) for path in PATHS)
    report(capsys, f"{count} operations")
    assert count >= 4001
