"""Schemas of a document with all that they refer to, as a judge reads them: by the letter, or with the reliefs.

Everything is copied, also keywords that are not known here; only what says nothing about validity is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..document import Document
from ..document.copying import SchemaCollector, is_extension
from ..document.walk import iter_objects
from .reliefs import Direction, relieve

_ANNOTATIONS = frozenset(
    ["format", "xml", "externalDocs", "example", "title", "description", "deprecated", "contentSchema"]
)
"""Source: JSON Schema 2020-12 validation, sections 7 to 9; OAS 3.1.1 Schema Object."""

_ADDRESSES = frozenset(("$defs", "$anchor", "$dynamicAnchor", "$comment"))
"""References in the copy lead to `#/components/schemas`, and to nothing else."""

_SPENT = ("default", "examples", "discriminator", "readOnly", "writeOnly")
"""Annotations that the reliefs read, or that are copied in any case."""


def judged_schemas(
    document: Document, schemas: Sequence[Any], direction: Direction, *, strict: bool
) -> tuple[list[Any], dict[str, Any]]:
    """Copies of the schemas, and by name those that `#/components/schemas/…` in them leads to."""
    collector = SchemaCollector(document, leaves_out=_is_left_out)
    roots = [collector.copy(schema) for schema in schemas]
    named = collector.schemas()
    if not strict:
        relieve(roots, named, direction)
    for value in (*roots, *named.values()):
        for node, _ in iter_objects(value):
            _without_annotations(node)
    return roots, named


def _is_left_out(key: str) -> bool:
    return key in _ANNOTATIONS or key in _ADDRESSES or is_extension(key)


def _without_annotations(node: Mapping[str, Any]) -> None:
    assert isinstance(node, dict)
    for key in _SPENT:
        node.pop(key, None)
