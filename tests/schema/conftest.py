"""Checkers for small schemas, on either engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dynaclient import load_document
from dynaclient.schema import Finding, Letter, Reliefs, SchemaChecker
from dynaclient.schema.closure import build_closure
from dynaclient.schema.engine import compile_closure
from dynaclient.schema.explain import explain
from dynaclient.schema.formats import NO_FORMATS
from dynaclient.schema.interpreter import Interpreter
from dynaclient.schema.jsonschema_engine import PythonEngine

Find = Callable[..., list[Finding]]
Accepts = Callable[..., bool]


def described(schema: Any, version: str, schemas: Any) -> dict[str, Any]:
    """A document with one operation whose JSON body has this schema."""
    body = {"content": {"application/json": {"schema": schema}}}
    return {
        "openapi": version,
        "paths": {"/send": {"post": {"operationId": "send", "requestBody": body}}},
        "components": {"schemas": schemas or {}},
    }


def checked(
    schema: Any, version: str, schemas: Any, relief: Reliefs | Letter | None, formats: frozenset[str] = NO_FORMATS
) -> tuple[Any, ...]:
    document = load_document(described(schema, version, schemas))
    media_type = document.operation("send")["requestBody"]["content"]["application/json"]
    return document, media_type["schema"], relief, media_type["x-pointer"], formats


@pytest.fixture(params=["jsonschema-rs", "jsonschema"])
def find(request: pytest.FixtureRequest) -> Find:
    """The findings of an engine: `find(schema, value)`, with or without reliefs, by either engine."""

    def run(
        schema: Any,
        value: Any,
        *,
        relief: Reliefs | Letter | None = None,
        version: str = "3.1.0",
        schemas: Any = None,
        name: str = "",
        formats: frozenset[str] = NO_FORMATS,
    ) -> list[Finding]:
        arguments = checked(schema, version, schemas, relief, formats)
        if request.param == "jsonschema-rs":
            return SchemaChecker(*arguments).findings(value, name)
        closure = build_closure(*arguments)
        engine = PythonEngine(closure)
        return [] if engine.is_valid(value) else explain(closure, value, engine.failures(value), name)

    return run


@pytest.fixture
def verdicts() -> Callable[..., tuple[bool, bool, bool | None]]:
    """Whether a value fits, by both engines and by the interpreter."""

    def run(schema: Any, value: Any, formats: frozenset[str] = NO_FORMATS) -> tuple[bool, bool, bool | None]:
        closure = build_closure(*checked(schema, "3.1.0", None, None, formats))
        rust, python = compile_closure(closure, lambda *_: None), PythonEngine(closure)
        return rust.is_valid(value), python.is_valid(value), Interpreter(closure).judge(closure.schema, value)

    return run
