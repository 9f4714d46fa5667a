"""Why a value does not fit: `Failure` in an engine's terms, `Finding` in a person's."""

from __future__ import annotations

from typing import Any

from .._support.record import record

Path = tuple[str | int, ...]
"""A path into a value or a schema. An engine may return a name of digits as a number."""


@record
class Failure:
    """One keyword that a value does not satisfy.

    Attributes:
        path: into the value.
        schema_path: into the closure, ending with the keyword; after a `$ref` it starts again at `$defs`.
        keyword: the keyword.
        names: the property names concerned, for `required`, `additionalProperties` and the like.
        context: for `anyOf` and `oneOf`, the failures of each alternative.
    """

    path: Path
    schema_path: Path
    keyword: str
    names: tuple[str, ...] = ()
    context: tuple[tuple[Failure, ...], ...] = ()


@record
class Finding:
    """One reason why a value does not fit its schema; `path` is a JSON Pointer into the value."""

    path: str
    keyword: str
    message: str
    value: Any
    schema_pointer: str
