"""Nothing is found in what the sandbox answers to valid calls of every operation of every real document."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dynaclient import Client, DynaclientError
from dynaclient.document import load_document
from dynaclient.model import Operation
from dynaclient.recording import Exchange
from dynaclient.recording.watcher import Watcher
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.values import Values
from dynaclient.verify import Finding
from dynaclient.verify.verification import Verification
from tests.sampling import CannotSample, sample_arguments
from tests.sandbox.conftest import ROOT, SPECS, credentials_for, report
from tests.sandbox.test_every_operation import EXCLUDED

BUNDLED = ROOT / "spec" / "openapi.yaml"
PATHS = [BUNDLED, *(sorted(SPECS.glob("*.[jy]*")) if SPECS.is_dir() else [])]

_BATCH, _BATCHES = 50, 8
"""Operations that a document is read for, and how often one process does that."""

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


@dataclass(frozen=True)
class _Outcome:
    """What verify said about the answers of a batch."""

    path: Path
    answers: int
    left_out: int
    operations: int
    findings: tuple[Finding, ...]


def _verify_batch(batch: tuple[Path, int]) -> _Outcome:
    """What verify says about one answer of each operation of a batch, to a call with what it demands."""
    path, start = batch
    document = load_document(path)
    found: list[Exchange] = []
    values = Values(document)
    client = Client(
        document,
        app=Sandbox(document, unknown="invent"),
        credentials=credentials_for(document),
        plugins=[Watcher(found.append)],
        retries=0,
    ).with_options(raise_for_status=False)
    for operation in sorted(client.operations.values(), key=_late)[start : start + _BATCH]:
        try:
            params, body = sample_arguments(document, operation, Random(1), values=values)
            client.call(operation.operation_id, params, body=body).close()
        except (CannotSample, DynaclientError):  # what cannot be called has a test of its own
            continue
    client.close()
    report = Verification(document).report(found)
    return _Outcome(path, len(found), report.left_out, len(report.operations), report.findings)


def _late(operation: Operation) -> Any:
    return operation.method == "delete", -len(operation.path) if operation.method == "delete" else 0


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::dynaclient.DynaclientWarning")  # examples of the documents misspell names
def test_nothing_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    """In more than 4,001 answers. Processes that end give back the memory that the schemas of a document take."""
    counts = {path: len(load_document(path).entries) for path in PATHS}
    batches = [(path, start) for path, count in counts.items() for start in range(0, count, _BATCH)]
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=_BATCHES) as pool:
        outcomes = pool.map(_verify_batch, batches, chunksize=1)
    assert [outcome.path.name for outcome in outcomes if outcome.left_out] == []
    for path, count in counts.items():
        assert sum(o.operations for o in outcomes if o.path == path) >= 0.95 * count - 2, path.name
    total = sum(outcome.answers for outcome in outcomes)
    report(capsys, f"{total} answers of {len(PATHS)} documents")
    assert [
        f"{outcome.path.name} {finding.operation_id} {finding}"
        for outcome in outcomes
        for finding in outcome.findings
        if finding.operation_id not in EXCLUDED.get(outcome.path.name, {})
        and not any(text in str(finding) for text in OF_THE_DOCUMENT.get(outcome.path.name, {}))
    ] == []
    assert total >= 4001 or not SPECS.is_dir()
