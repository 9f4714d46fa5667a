"""Which values are files, and what the text of a part means. Opens nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from ..document import Document
from ..model.media_types import family_of, is_json
from ..model.xml_content import is_xml_value
from ..schema.view import holds_file, types_of
from .coercion import coerce
from .plain import plain
from .writing.files import is_file_like, is_part


def is_file(document: Document, schema: Any, value: Any) -> bool:
    """Whether a value is a file: it can only be one, or it is text (a path, or name and text) for a file field."""
    if is_file_like(value):
        return True
    if is_part(value):
        return types_of(document, schema) != ("array",)
    named = isinstance(value, tuple) and len(value) in (2, 3) and all(isinstance(item, str) for item in value)
    if not named and not isinstance(value, str):
        return False
    return holds_file(document, schema) and (not named or types_of(document, schema) != ("array",))


def value_of_text(document: Document, schema: Any, part: tuple[Any, ...]) -> Any:
    """What the text of a part without a file name means, to be judged: JSON or XML if that is its type."""
    if len(part) > 2 and part[2] and family_of(part[2]).name == "xml" and is_xml_value(document, schema):
        from ..xml import read  # rare

        with suppress(ValueError):
            return read(document, schema, part[1])[0]
    if len(part) > 2 and part[2] and is_json(part[2]):
        with suppress(ValueError, RecursionError):
            return plain(json.loads(part[1]))
    return coerce(document, schema, part[1])
