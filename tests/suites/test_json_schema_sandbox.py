"""JSON Schema 2020-12 as its own test suite has it: a strict sandbox and every engine decide alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from werkzeug.test import Client as WSGIClient

from dynaclient.sandbox import Sandbox

from .conftest import Served, needs_suites
from .test_json_schema import DIFFERENT, FILES, document_of


@needs_suites
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_sandbox_agrees_with_the_suite(path: Path, served: Served) -> None:
    wrong: set[tuple[str, str]] = set()
    for case in json.loads(path.read_text()):
        sandbox = WSGIClient(Sandbox(document_of(case["schema"], served), strict=True))
        for test in case["tests"]:
            answer = sandbox.post("/x", data=served.here(test["data"]), content_type="application/json")
            assert answer.status_code in (200, 400), answer.text
            if (answer.status_code == 200) is not test["valid"]:
                wrong.add((case["description"], test["description"]))
    assert wrong == {(case, test) for case, (_, tests) in DIFFERENT.get(path.stem, {}).items() for test in tests}
