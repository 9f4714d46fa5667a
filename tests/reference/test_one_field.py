"""`help()`, `show` and the reference tell the same of one field."""

from __future__ import annotations

import io
import json
import pydoc
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, Document
from dynaclient.cli import main
from dynaclient.model import Operation
from dynaclient.reference import build
from dynaclient.reference.names import SchemaNames
from dynaclient.reference.rows import Row, RowBuilder

SCHEMAS = {
    "Size": {"type": "integer", "minimum": 1},
    "Kind": {"enum": ["small", "large"], "type": "string"},
    "Part": {"type": "object", "properties": {"a": {"type": "string"}}},
}
TEXT = {"type": "string"}
WHOLES = {"type": "array", "items": {"type": "integer"}}
SCALARS = ("integer", "number", "boolean", "object")
FIELDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "beside": (
        {"$ref": "#/components/schemas/Size", "maximum": 9, "default": 3, "description": "how many"},
        ("integer", "1 to 9", "default 3", "how many"),
    ),
    "merged": ({"allOf": [{"type": "integer"}, {"default": 7}, {"maximum": 8}]}, ("integer", "at most 8", "default 7")),
    "answered": ({"allOf": [{"type": "string"}, {"readOnly": True}]}, ("string", "only in answers")),
    "sent": ({"type": "string", "writeOnly": True}, ("string", "only in requests")),
    "kind": (
        {"anyOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "null"}]},
        ("string or null", "small", "large"),
    ),
    "text": ({"type": "string", "format": "email", "maxLength": 1000}, ("string", "email", "at most 1,000 characters")),
    "list": (
        {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2, "uniqueItems": True},
        ("array of number", "exactly 2 items", "no item twice"),
    ),
    "free": (
        {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5},
        ("number", "more than 0", "a multiple of 0.5"),
    ),
    "old": (
        {"type": "boolean", "deprecated": True, "description": "Not any more."},
        ("boolean", "deprecated", "any more"),
    ),
    "named": (
        {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        ("string or array of string",),
    ),
    "tokens": (
        {"oneOf": [TEXT, {"type": "array", "items": TEXT}, WHOLES, {"type": "array", "items": WHOLES}]},
        ("string or array of string or array of integer or array of array of integer",),
    ),
    "mixed": ({"type": ["string", "array", "null"], "items": TEXT}, ("string or array of string or null",)),
    "parts": ({"type": "array", "items": {"anyOf": [TEXT, WHOLES]}}, ("array of (string or array of integer)",)),
    "facts": (
        {"type": "object", "additionalProperties": {"type": ["string", "integer"]}},
        ("object of (string or integer)",),
    ),
    "many": (
        {"anyOf": [TEXT, WHOLES, {"type": "array", "items": TEXT}, *({"type": kind} for kind in SCALARS)]},
        ("string or array of integer or array of string or integer or number or boolean or object",),
    ),
    "deep": (
        {
            "type": "array",
            "items": {"type": "array", "items": {"type": "array", "items": {"type": "array", "items": WHOLES}}},
        },
        ("array of array of array of array of array of integer",),
    ),
    "upload": ({"type": "string", "contentMediaType": "image/png"}, ("file", "media type image/png")),
}
"""Field → its schema, and what has to be read of it everywhere."""


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The texts of the three views for one operation with these fields, without markup."""
    folder = tmp_path_factory.mktemp("field")
    properties = {name: schema for name, (schema, _) in FIELDS.items()}
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": properties}}}}
    operation = {"operationId": "send", "requestBody": body, "responses": {"200": {"description": "OK"}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "http://h"}],
        "paths": {"/send": {"post": operation}},
        "components": {"schemas": SCHEMAS},
    }
    path = folder / "document.json"
    path.write_text(json.dumps(document), "utf-8")
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    home = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    assert main(["--spec", str(path), "show", "send"], home, io.StringIO(), out, io.StringIO()) == 0
    out.seek(0)
    build(path, "markdown", folder / "pages")
    page = next((folder / "pages").rglob("send.md")).read_text("utf-8")
    client = Client(path, credentials=False)
    return {
        "help()": pydoc.plain(pydoc.render_doc(client.send)).partition("Body (")[2],
        "show": out.read().partition("Body,")[2],
        "the reference": re.sub(r"[`\\|]", "", page.partition("## Request body")[2]),
    }


@pytest.mark.parametrize("name", FIELDS)
def test_three_texts_have_the_same_facts_of_a_field(views: Mapping[str, str], name: str) -> None:
    """Whatever part of the schema says it: beside a reference, in `allOf`, in a union with null."""
    for view, text in views.items():
        others = "|".join(other for other in FIELDS if other != name)
        found = re.search(rf"(?m)^ *{name}\b(.*?)(?=^ *({others})\b|\Z)", text, re.DOTALL)
        assert found, f"{view} has no field {name}: {text}"
        about = " ".join(found[1].split())
        missing = [fact for fact in FIELDS[name][1] if fact not in about]
        assert not missing, f"{view} says of {name}: {about}"


NAMES = (
    "museum-3.1.yaml",
    "petstore-3.0.yaml",
    "alertmanager-2.0.yaml",
    "twilio-wireless.yaml",
    "paypal-vault.json",
    "apideck-webhook.json",
    "baseline-client-3.1.yaml",
    "airflow.json",
    "spotify.yaml",
    "discord-3.1.json",
)
OF_EACH = 25
"""Fields that are taken of each description, evenly: more than 200 together."""


def _fields(document: Document, operations: Mapping[str, Operation]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    from dynaclient.cli.descriptions import describe_operation

    for operation in operations.values():
        if operation.request_body is None:
            continue
        record = describe_operation(document, operation)
        media_type = next(iter(operation.request_body.content.values()), None)
        if media_type is not None:
            for field in record["body"]["content"][media_type.name]["fields"]:
                yield operation.operation_id, field, media_type.schema


def _row_facts(row: Row) -> dict[str, Any]:
    facts: dict[str, Any] = {"default": row.default, "description": row.description.strip(), "required": row.required}
    limits = [limit for limit in row.limits if not limit.startswith("format ")]
    facts |= {"limits": limits, "format": next((x[7:] for x in row.limits if x.startswith("format ")), "")}
    return facts | {name: getattr(row, name) for name in ("deprecated", "read_only", "write_only")}


@pytest.mark.parametrize("name", NAMES)
def test_two_hundred_fields_of_real_descriptions(shared: Path, name: str) -> None:
    """What `show --json` has of a field, the row of the reference and the line of the help text have too."""
    if not (shared / "specs" / name).is_file():
        pytest.skip(f"needs {name} in ../shared/specs")
    client = Client(shared / "specs" / name, credentials=False, base_url="http://h")
    document = client.operations._document
    fields = list(_fields(document, client.operations))
    step = max(1, len(fields) // OF_EACH)
    compared = 0
    for operation_id, field, schema in islice(fields, 0, None, step):
        rows = RowBuilder(document, SchemaNames(document), 1_000_000).rows(schema)
        row = next((row for row in rows if row.name == field["name"] and row.kind == "field"), None)
        if row is None:  # a field of an alternative only
            continue
        compared += 1
        told = {"limits": [], "format": "", "description": "", "default": _row_facts(row)["default"]}
        told |= {"deprecated": False, "read_only": False, "write_only": False}
        told |= {key: value for key, value in field.items() if key in (*told, "required")}
        assert _row_facts(row) == told, (operation_id, field["name"])
        assert ("default" in field) == (repr(row.default) != "MISSING")
        if row.enum and not row.children:
            assert list(row.enum) == field.get("enum", field.get("such_as", list(row.enum)))
        line = _help_line(client, operation_id, field["name"])
        for fact in (field["type"], *field.get("limits", ()), field.get("format", "")):
            assert fact in line, (operation_id, field["name"], line)
        assert (", default " in line) == ("default" in field)
    assert compared >= min(5, len(fields))


def _help_line(client: Client, operation_id: str, name: str) -> str:
    text = client._slot.current.operation_help(operation_id).text.partition("Body (")[2]
    found = re.search(rf"(?m)^    {re.escape(name)}: (.*)$", text)
    assert found, (operation_id, name)
    return found[1]
