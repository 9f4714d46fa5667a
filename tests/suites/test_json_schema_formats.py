"""Formats as the test suite of JSON Schema 2020-12 has them: every engine gives its verdicts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dynaclient import Document
from dynaclient.schema.closure import build_closure
from dynaclient.schema.engine import compile_closure
from dynaclient.schema.formats import FORMATS
from dynaclient.schema.interpreter import Interpreter
from dynaclient.schema.jsonschema_engine import PythonEngine

from .conftest import SUITES, needs_suites

FOLDER = SUITES / "json-schema-2020-12" / "optional" / "format"
FILES = [path for path in sorted(FOLDER.glob("*.json")) if path.stem in FORMATS] if FOLDER.exists() else []


@needs_suites
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_engine_agrees_with_the_suite(path: Path) -> None:
    tests = [test for case in json.loads(path.read_text()) for test in case["tests"]]
    document = Document({"openapi": "3.1.0", "paths": {}})
    closure = build_closure(document, {"format": path.stem}, None, "#", frozenset([path.stem]))
    for engine in (compile_closure(closure, lambda *_: None), PythonEngine(closure)):
        wrong = [test["data"] for test in tests if engine.is_valid(test["data"]) is not test["valid"]]
        assert wrong == []
    judged = [(Interpreter(closure).judge(closure.schema, test["data"]), test["valid"]) for test in tests]
    assert [pair for pair in judged if pair[0] not in (pair[1], None)] == []
    assert len(tests) > 5
