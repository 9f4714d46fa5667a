"""Media types on the server's side: what an Accept header admits, and which fields hold files.

Reading and writing is written apart from the client's, which it judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..document import Document
from ..model.media_types import covers, essence, family_of
from .shape import shape_of, with_alternative

EVENTS = "text/event-stream"


def kind_of_media(name: str) -> str:
    """How a body of this media type is read: events, or by the name of its family."""
    return "events" if essence(name) == EVENTS else family_of(name).name


def acceptable(names: Iterable[str], accept: str) -> list[str]:
    """The names that an Accept header admits, best first; all of them when it admits none or says nothing."""
    names = list(names)
    ranked: list[tuple[int, float, int, str]] = []
    for place, item in enumerate(accept.split(",") if accept else ()):
        quality = 1.0
        for parameter in item.split(";")[1:]:
            key, _, value = parameter.strip().partition("=")
            if key == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        given = essence(item)
        if quality > 0:
            ranked.extend((given.count("*"), -quality, place, name) for name in names if covers(given, name))
    ranked.sort(key=lambda item: (item[1], item[0], item[2]))
    return list(dict.fromkeys(name for *_, name in ranked)) or names


def is_file(document: Document, schema: Any) -> bool:
    """Whether a form field of this schema holds a file.

    Source: OAS 3.0.4 "Considerations for File Uploads"; OAS 3.1.1, "Considerations for File Uploads".
    """
    shape = shape_of(document, schema)
    if shape.words.get("format") == "binary":
        return True
    if isinstance(schema, Mapping) and "contentMediaType" in schema and "contentEncoding" not in schema:
        return bool(schema.get("type", "string") == "string")
    if "array" in shape.types and any(is_file(document, item) for item in shape.words.get("items", ())):
        return True
    for union in shape.unions:
        for alternative in union:
            words = with_alternative(document, shape, alternative).words
            if words.get("format") == "binary" or any(is_file(document, item) for item in words.get("items", ())):
                return True
    return False
