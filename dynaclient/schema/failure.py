"""What an engine says of a value that does not fit: the record that both engines give."""

from __future__ import annotations

from ..record import record

Path = tuple[str | int, ...]
"""A way into a value or a schema. An engine may give a name made of digits as a number."""


@record
class Failure:
    """One keyword that a value does not satisfy.

    Attributes:
        path: into the value.
        schema_path: into the closure, ending with the keyword; `$ref`s are followed, so it starts at `$defs` there.
        keyword: the keyword.
        names: the property names that are meant, for `required`, `additionalProperties` and their like.
        context: for `anyOf` and `oneOf`, the failures of each alternative.
    """

    path: Path
    schema_path: Path
    keyword: str
    names: tuple[str, ...] = ()
    context: tuple[tuple[Failure, ...], ...] = ()
