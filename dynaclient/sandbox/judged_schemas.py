"""Schemas of a document with everything they refer to, for the judge: to the letter, or with the reliefs.

Copies everything, including unknown keywords, except annotations that do not affect validity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..document import Document
from ..document.copying import SchemaCollector, is_extension
from ..document.walk import iter_objects
from .reliefs import Direction, read_nullable, refuse_unsent, relieve

_ANNOTATIONS = frozenset(
    ["format", "xml", "externalDocs", "example", "title", "description", "deprecated", "contentSchema"]
)
"""Source: JSON Schema 2020-12 validation, sections 7 to 9; OAS 3.1.1 Schema Object."""

_ADDRESSES = frozenset(("$defs", "$anchor", "$dynamicAnchor", "$comment"))
"""All references in the copy point into `#/components/schemas`."""

_SPENT = ("default", "examples", "discriminator", "readOnly", "writeOnly")
"""Annotations that the reliefs read, or that are always copied."""


def judged_schemas(
    document: Document,
    schemas: Sequence[tuple[Any, str]],
    direction: Direction,
    *,
    strict: bool,
    nullable: bool = False,
) -> tuple[list[Any], dict[str, Any]]:
    """Copies of the schemas, and the schemas that they reference as `#/components/schemas/…`, by name.

    Args:
        schemas: the schemas with their places, as references into the document.
        nullable: whether a strict judge reads the `nullable` that is left, in a version that does not have it.
    """
    roots, named = _copies(document, [schema for schema, _ in schemas])
    if document.is_dynamic:
        roots, named = _copies(document, [document.in_dynamic_scope(schema, place) for schema, place in schemas])
    if strict:
        refuse_unsent(roots, named, direction)
        if nullable:
            read_nullable(roots, named)
    else:
        relieve(roots, named, direction)
    for value in (*roots, *named.values()):
        for node, _ in iter_objects(value):
            _without_annotations(node)
    return roots, named


def _copies(document: Document, schemas: Sequence[Any]) -> tuple[list[Any], dict[str, Any]]:
    collector = SchemaCollector(document, leaves_out=_is_left_out)
    roots = [collector.copy(schema) for schema in schemas]
    return roots, collector.schemas()


def _is_left_out(key: str) -> bool:
    return key in _ANNOTATIONS or key in _ADDRESSES or is_extension(key)


def _without_annotations(node: Mapping[str, Any]) -> None:
    assert isinstance(node, dict)
    for key in _SPENT:
        node.pop(key, None)
