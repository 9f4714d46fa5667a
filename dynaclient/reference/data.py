"""`Reference` → JSON: the facts of the pages, for other programs. `format.json`, a JSON Schema, describes it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..types import MISSING
from .examples import File
from .values import Group, OperationPage, ParameterRow, Reference, SchemaPage

FORMAT = Path(__file__).resolve().parent / "format.json"
"""The JSON Schema of the files, which is written beside them."""


def json_files(reference: Reference) -> Iterator[tuple[str, str]]:
    """(path, text) of every file: the index, a file for each operation and schema, and the schema of them all."""
    yield "index.json", _text(_index(reference))
    for page in reference.pages:
        yield f"operations/{page.file}.json", _text(_operation(page))
    for schema in reference.schemas:
        yield f"schemas/{schema.file}.json", _text(_schema(schema))
    yield FORMAT.name, FORMAT.read_text(encoding="utf-8")


def _index(reference: Reference) -> dict[str, Any]:
    return {
        "title": reference.title,
        "version": reference.version,
        "description": reference.description,
        "servers": reference.servers,
        "groups": [
            {
                "name": group.name,
                "description": group.description,
                "operations": {page.operation.operation_id: f"operations/{page.file}.json" for page in group.pages},
                **_of_tree(group),
            }
            for group in reference.groups
        ],
        "schemas": {page.reference: f"schemas/{page.file}.json" for page in reference.schemas},
        **({"sent": reference.sent} if reference.sent else {}),
    }


def _of_tree(group: Group) -> dict[str, Any]:
    """The members that 3.2 adds to a tag, those that are set."""
    facts = {"summary": group.summary, "kind": group.kind, "depth": group.depth}
    return {name: value for name, value in facts.items() if value}


def _operation(page: OperationPage) -> dict[str, Any]:
    operation = page.operation
    return {
        "operation_id": operation.operation_id,
        "method": operation.method,
        "path": operation.path,
        "summary": operation.summary,
        "description": operation.description,
        "tags": operation.tags,
        "deprecated": operation.deprecated,
        "call": page.call,
        "alias": page.alias,
        "signature": page.signature,
        "streams": page.streams,
        "stream_argument": page.stream_argument,
        "parameters": [_parameter(item) for item in page.parameters],
        "body": None if operation.request_body is None else _body(page),
        "answers": page.answers,
        "credentials": page.credentials,
        "example": page.example,
        "snippets": page.snippets,
        "links": page.links,
        **({"callbacks": [sent.title for sent in page.callbacks]} if page.callbacks else {}),
    }


def _parameter(item: ParameterRow) -> dict[str, Any]:
    declared, row = item.parameter, _plain(item.row)
    values = {"default": declared.default, "example": declared.example}
    return {
        **row,
        "name": declared.name,
        "kind": "parameter",
        "python_name": declared.python_name,
        "in": declared.location,
        "required": declared.required,
        "description": declared.description or item.row.description,
        "deprecated": declared.deprecated,
        "limits": item.limits,
        **{name: value for name, value in values.items() if value is not MISSING},
    }


def _body(page: OperationPage) -> dict[str, Any]:
    body = page.operation.request_body
    return {
        "name": "" if body is None else body.name,
        "required": body is not None and body.required,
        "description": "" if body is None else body.description,
        "contents": page.body,
    }


def _schema(page: SchemaPage) -> dict[str, Any]:
    return {
        "title": page.title,
        "reference": page.reference,
        "value": page.value,
        "used_by": [f"operations/{file}.json" for file in page.used_by],
    }


def _text(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    """A value as JSON; records without the fields that have their default value."""
    if isinstance(value, File):
        return {"file": value.name}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        members = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if not _is_default(f, value)}
        return {name: _plain(item) for name, item in members.items()}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _is_default(field: dataclasses.Field[Any], record: Any) -> bool:
    value = getattr(record, field.name)
    return value is field.default or (isinstance(value, (str, tuple)) and value == field.default)
