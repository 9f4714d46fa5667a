"""Media types on the server's side: which declared one a message falls under, and how its text is read.

Written apart from the client's, which it judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..document import Document
from .shape import shape_of, with_alternative

FORM = "application/x-www-form-urlencoded"
EVENTS = "text/event-stream"


def essence(name: str) -> str:
    """The type and subtype in lower case, without parameters. Source: RFC 9110 section 8.3.1."""
    return name.split(";", 1)[0].strip().lower()


def kind_of_media(name: str) -> str:
    """How a body of this media type is read: json, form, multipart, events, text or bytes."""
    name = essence(name)
    if name.endswith(("/json", "+json")) or name == "application/x-ndjson+json":
        return "json"
    if name == FORM:
        return "form"
    if name == EVENTS:
        return "events"
    if name.startswith("multipart/"):
        return "multipart"
    if name.startswith("text/") or name.endswith(("/xml", "+xml", "/yaml", "+yaml", "/javascript")):
        return "text"
    return "bytes"


def covers(declared: str, given: str) -> bool:
    """Whether a declared media type or range covers a given one."""
    declared, given = essence(declared), essence(given)
    if declared in (given, "*/*"):
        return True
    return declared.endswith("/*") and given.startswith(declared[:-1])


def declared_for(names: Iterable[str], given: str) -> str | None:
    """The most exact of the declared names that covers the given one."""
    found = [name for name in names if covers(name, given)]
    return min(found, key=lambda name: essence(name).count("*"), default=None)


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
