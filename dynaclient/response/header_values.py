"""Values of declared response headers: text → the value that the header's schema describes.

Source: OAS 3.1.1 Header Object; "Style Examples", style simple; RFC 9110 section 5.6.1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..document.names import POINTER
from ..request.coercion import coerce
from ..schema.view import types_of

UNCHECKED_HEADERS = frozenset(("content-type", "set-cookie"))
"""Headers that are not checked: the declaration of the first is ignored, and fields of the second cannot be joined.

Source: OAS 3.1.1 Response Object, `headers`; RFC 9110 section 5.3.
"""

_DELIMITERS = {"pipeDelimited": "|", "spaceDelimited": " ", "tabDelimited": "\t"}
"""Of 2.0's `collectionFormat`, which headers may have; otherwise a comma."""


def schema_of_header(described: Mapping[str, Any]) -> tuple[Any, str]:
    """The schema of a Header Object in its normal form, and its place as a reference."""
    media_type = next(iter(described["content"].values()), {}) if "content" in described else described
    return media_type.get("schema", {}), media_type.get(POINTER, "")


def is_text_of_another_form(document: Document, described: Mapping[str, Any]) -> bool:
    """Whether a schema describes what the text of a header means in a media type that is not read here.

    Source: OAS 3.2.0 "Modeling Link Headers", whose schema is that of a JSON that the header does not contain.
    """
    from ..model.media_types import is_json

    types = types_of(document, schema_of_header(described)[0])
    media_type = next(iter(described.get("content", ())), "")
    return bool(media_type and types) and not is_json(media_type) and {*types} <= {"array", "object", "null"}


def read_header(document: Document, described: Mapping[str, Any], text: str) -> Any:
    """The value of a header.

    Raises:
        ValueError: the document gives the value a media type, and the text is not of that type.
    """
    schema, _ = schema_of_header(described)
    if "content" in described:
        value = _in_media_type(next(iter(described["content"]), ""), text)
        return coerce(document, schema, value) if isinstance(value, str) else value
    return coerce(document, schema, _split(document, schema, described, text))


def _in_media_type(media_type: str, text: str) -> Any:
    from ..model.media_types import is_json

    if not is_json(media_type):
        return text
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None


def _split(document: Document, schema: Any, described: Mapping[str, Any], text: str) -> Any:
    """Text in style simple as an array or object, if the schema allows no text."""
    types = types_of(document, schema)
    if "string" in types or not {"array", "object"} & set(types):
        return text
    delimiter = _DELIMITERS.get(described.get("style", ""), ",")
    parts = [part.strip() for part in text.split(delimiter)] if text.strip() else []
    if "array" in types:
        return parts
    if described.get("explode"):
        return dict(part.partition("=")[::2] for part in parts)
    return dict(zip(parts[::2], parts[1::2], strict=False))
