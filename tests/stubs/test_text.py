"""The text of a stub: kept up to date, hostile text stays inside its quotes, names do not collide."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dynaclient.document import load_document
from dynaclient.stubs import StubFailed, write
from dynaclient.stubs.command import stubs_command
from dynaclient.stubs.module import stub_text
from dynaclient.stubs.names import pascal

from .conftest import ROOT, mypy


def test_the_stub_in_the_package_is_that_of_the_description(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run tools/build-reference after a change of the description."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import build_reference  # type: ignore[import-not-found]

    assert build_reference.TYPES.read_text(encoding="utf-8") == build_reference.types_text(), (
        "run tools/build-reference"
    )


def document(schemas: dict[str, Any], operations: dict[str, Any]) -> Any:
    paths = {f"/{i}": {"post": {"operationId": name, **raw}} for i, (name, raw) in enumerate(operations.items())}
    return load_document(
        {"openapi": "3.1.0", "info": {"title": "T"}, "paths": paths, "components": {"schemas": schemas}}
    )


def body(schema: Any) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def classes(text: str) -> dict[str, ast.ClassDef]:
    return {node.name: node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)}


def test_hostile_text_stays_inside_its_quotes(tmp_path: Path) -> None:
    """Descriptions, names and values that try to end a string: the stub still parses, and says nothing of theirs."""
    attack = '"""\nimport os\n"""\\'
    schema = {
        "type": "object",
        "description": attack,
        "required": [attack],
        "properties": {attack: {"enum": [attack, "'", '"', "\n"]}, "ok": {"type": "string", "description": attack}},
    }
    made = document({attack: schema}, {"op": {"summary": attack, "description": attack, **body(schema)}})
    text = stub_text(made, "Api")
    imported = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import)]
    assert imported == []
    (tmp_path / "api.pyi").write_text(text)
    assert mypy(tmp_path, "api.pyi") == {}


def test_names_that_would_meet_are_told_apart(tmp_path: Path) -> None:
    """Schemas called like built-ins, like imports, like one another, like a method, like their own field."""
    record = {"type": "object", "properties": {"a": {"type": "string"}}}
    schemas = {
        name: {
            **record,
            "properties": {
                "Any": {"type": "string"},
                "str": {"type": "integer"},
                "x": {"type": "array", "items": {"type": "string"}},
            },
        }
        for name in ("Any", "dict", "Literal", "pet", "Pet", "getPet", "Api", "class", "1st")
    }
    operations = {name: body({"$ref": f"#/components/schemas/{name}"}) for name in schemas}
    operations |= {
        "list": body(record),
        "getPet": body(schemas["Pet"]),
        "call": body(record),
        "two words": body(record),
    }
    text = stub_text(document(schemas, operations), "Api")
    (tmp_path / "api.pyi").write_text(text)
    assert mypy(tmp_path, "api.pyi") == {}
    methods = {node.name for node in classes(text)["Api"].body if isinstance(node, ast.FunctionDef)}
    assert {"list", "getPet", "two_words"} <= methods
    assert methods.isdisjoint({"call", "Any", "Literal"})


def test_recursive_schemas_are_recursive_types(tmp_path: Path) -> None:
    """Records, lists of themselves, and a union that is nothing but itself."""
    schemas = {
        "Tree": {
            "type": "object",
            "properties": {"children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}},
        },
        "Json": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/components/schemas/Json"}}]},
        "Loop": {"anyOf": [{"$ref": "#/components/schemas/Loop"}, {"type": "integer"}]},
        "Self": {"$ref": "#/components/schemas/Self"},
    }
    operations = {f"use{name}": body({"$ref": f"#/components/schemas/{name}"}) for name in schemas}
    text = stub_text(document(schemas, operations), "Api")
    assert "Json: TypeAlias = str | Sequence[Json]" in text
    assert "Loop: TypeAlias = int" in text
    (tmp_path / "api.pyi").write_text(text)
    assert mypy(tmp_path, "api.pyi") == {}


def test_methods_carry_the_documents_words() -> None:
    """Summary, request line, what it does, and each argument."""
    operation = {
        "summary": "Make a thing",
        "description": "Makes one. See [the guide](https://a.b).",
        "parameters": [{"name": "n", "in": "query", "description": "How <b>many</b>.", "schema": {"type": "integer"}}],
    }
    api = classes(stub_text(document({}, {"makeThing": operation}), "Api"))["Api"]
    method = next(node for node in api.body if isinstance(node, ast.FunctionDef) and node.name == "makeThing")
    assert ast.get_docstring(method) == (
        "Make a thing\n\nPOST /0\n\nMakes one. See the guide.\n\nArgs:\n    n: How many."
    )


def test_a_name_or_path_that_will_not_do_is_refused(tmp_path: Path) -> None:
    """With what to write instead."""
    with pytest.raises(StubFailed, match=r"such as MyApi, not 'my-api'"):
        write({"openapi": "3.1.0"}, "my-api", tmp_path / "a.pyi")
    with pytest.raises(StubFailed, match=r"a stub is a \.pyi file; write to .*a\.pyi, not .*a\.py"):
        write({"openapi": "3.1.0"}, "Api", tmp_path / "a.py")
    assert list(tmp_path.iterdir()) == []


def test_the_command_names_the_class_after_the_document(tmp_path: Path) -> None:
    """Unless it is given a name."""
    said = stubs_command({"openapi": "3.1.0", "info": {"title": "pet store"}}, None, str(tmp_path / "a.pyi"))
    assert said.startswith("PetStore with 0 operations written to ")
    assert pascal("2fa – API") == "_2faAPI"


def test_the_command_has_exit_codes_and_one_line_of_error(tmp_path: Path) -> None:
    """As every command of the command line."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-m", "dynaclient.cli", "stubs", *arguments]
        return subprocess.run(program, capture_output=True, text=True, timeout=600, check=False)

    done = run("--name", "Mine", "-o", str(tmp_path / "mine.pyi"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "class Mine(OpenAI):" in (tmp_path / "mine.pyi").read_text()
    wrong = run("--name", "not a name", "-o", str(tmp_path / "mine.pyi"))
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (2, "", 1)
    assert "bug" not in wrong.stderr


def test_names_of_bodies_and_free_names_of_members_are_arguments(tmp_path: Path) -> None:
    """A 2.0 body by its own name, and the members of a map by theirs."""
    labels = {"type": "object", "additionalProperties": {"type": "string"}}
    parameters = [{"name": "labels", "in": "body", "schema": labels}, {"name": "id", "in": "query", "type": "string"}]
    operation = {"operationId": "label", "parameters": parameters, "responses": {}}
    text = stub_text(load_document({"swagger": "2.0", "info": {}, "paths": {"/x": {"post": operation}}}), "Api")
    assert "def label(self, *, id: str = ..., **members: str)" in text
    assert "def label(self, *, labels: Mapping[str, str], id: str = ...)" in text
    (tmp_path / "api.pyi").write_text(text)
    assert mypy(tmp_path, "api.pyi") == {}


def test_a_path_parameter_with_a_default_is_required() -> None:
    id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "default": "1"}}
    operation = {"operationId": "op", "parameters": [id_], "responses": {}}
    made = load_document({"openapi": "3.1.0", "info": {}, "paths": {"/x/{id}": {"get": operation}}})
    assert "def op(self, *, id: str)" in stub_text(made, "Api")


def test_webhooks_are_events_that_their_type_tells_apart() -> None:
    """By the constant of `type`, or else by their name; a union is an event for each alternative."""

    def hook(schema: object) -> dict[str, object]:
        return {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}

    def event(kind: str, **data: object) -> dict[str, object]:
        inner = {"type": "object", "required": list(data), "properties": data}
        return {"type": "object", "required": ["type", "data"], "properties": {"type": {"const": kind}, "data": inner}}

    document = {
        "openapi": "3.1.0",
        "info": {"title": "Hooks", "version": "1"},
        "webhooks": {
            "ping": hook({"type": "object", "required": ["zen"], "properties": {"zen": {"type": "string"}}}),
            "orders": hook({"oneOf": [event("paid", cents={"type": "integer"}), event("sent", to={"type": "string"})]}),
            "anything": {"post": {}},
        },
    }
    text = stub_text(load_document(document), "Hooks")
    paid = "WebhookEvent[Literal['paid'], OrdersEventPaidData, OrdersEventPaid]"
    sent = "WebhookEvent[Literal['sent'], OrdersEventSentData, OrdersEventSent]"
    for line in (
        "from dynaclient.webhooks import Webhook, WebhookEvent, Webhooks",
        "HooksEvent: TypeAlias = (",
        "    WebhookEvent[Literal['ping'], PingEvent, PingEvent]",
        f"    | {paid}",
        f"    | {sent}",
        "    | WebhookEvent[Literal['anything'], Any, Any]",
        f"    def __getitem__(self, name: Literal['orders', 'paid', 'sent']) -> Webhook[{paid} | {sent}]: ...",
        "    def webhooks(self) -> HooksWebhooks: ...",
    ):
        assert line in text.splitlines(), text
    assert "Webhook" not in stub_text(load_document({**document, "webhooks": {}}), "Hooks")
