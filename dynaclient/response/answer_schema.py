"""The schema of the value that an operation answers with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..document import Document
from ..model import Operation
from ..model.media_types import family_of
from ..schema.view import properties_of, types_of, variants


def answer_schema(operation: Operation) -> Any:
    """The schema of the first successful answer that has one, else that of `default`; None if there is none."""
    return next((schema for schema in _answer_schemas(operation) if schema is not None), None)


def _answer_schemas(operation: Operation) -> Iterator[Any]:
    """The schemas of what an operation may answer with, those of success first; None where one is not described."""
    good = [response for status, response in operation.responses.items() if status.startswith("2")]
    others = [response for status, response in operation.responses.items() if status == "default"]
    for response in (*good, *others):
        for media_type in response.content.values():
            yield media_type.schema if family_of(media_type.name).answer == "schema" else None


def lacks_member(document: Document, operation: Operation, tokens: Sequence[str]) -> bool:
    """Whether the document rules out a value at a JSON Pointer of every answer: only if no schema is open there."""
    schemas = list(_answer_schemas(operation))
    return bool(schemas) and all(schema is not None and _rules_out(document, schema, tokens) for schema in schemas)


def _rules_out(document: Document, schema: Any, tokens: Sequence[str]) -> bool:
    for token in tokens:
        types = types_of(document, schema)
        if types and not {"object", "array"} & set(types):
            return True
        members = properties_of(document, schema)
        if token in members:
            schema = members[token]
            continue
        own, *others = variants(document, schema)
        parts = [part for item in (own, *others) for part in item.parts]
        is_open = any("patternProperties" in part or "unevaluatedProperties" in part for part in parts)
        is_closed = own.extra is False or bool(others and all(item.extra is False for item in others))
        return "array" not in types and bool(types) and is_closed and not is_open
    return False
