"""`Reference` → JSON: the same facts as on the pages, for other programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..types import MISSING
from .examples import File
from .values import Reference


def json_files(reference: Reference) -> Iterator[tuple[str, str]]:
    """(path, text) of every file: an index, and a file for each operation and schema."""
    index = {
        "title": reference.title,
        "version": reference.version,
        "description": reference.description,
        "servers": reference.servers,
        "groups": [
            {
                "name": group.name,
                "description": group.description,
                "operations": {page.operation.operation_id: f"operations/{page.file}.json" for page in group.pages},
            }
            for group in reference.groups
        ],
        "schemas": {page.reference: f"schemas/{page.file}.json" for page in reference.schemas},
    }
    yield "index.json", _text(index)
    for page in reference.pages:
        yield f"operations/{page.file}.json", _text(page)
    for schema in reference.schemas:
        yield f"schemas/{schema.file}.json", _text(schema)


def _text(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    """Values without those that say nothing: `MISSING`, "", none and False are left out of records."""
    if isinstance(value, File):
        return {"file": value.name}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {
            name: _plain(item)
            for name, item in fields.items()
            if item is not MISSING and not (item in ("", (), None) or item is False)
        }
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
