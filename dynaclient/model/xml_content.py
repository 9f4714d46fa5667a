"""Whether XML is passed and answered as a value, or as its text."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..schema.view import types_of
from .media_types import family_of
from .values import MediaType

_TEXT = frozenset(("string", "null"))


def is_xml_value(document: Document, schema: Any) -> bool:
    """Whether a schema describes a value that XML is written from and read into.

    A schema of text describes the text of the XML, as one that says nothing does.
    """
    return not _TEXT.issuperset(types_of(document, schema)) if schema is not None else False


def is_described(document: Document, name: str, schema: Any) -> bool:
    """Whether a schema describes the values of a media type: of bytes and of text it does not."""
    family = family_of(name)
    return family.answer == "schema" and (family.name != "xml" or is_xml_value(document, schema))


def has_fields(document: Document, media_type: MediaType) -> bool:
    """Whether a body of this media type can be an object whose fields are passed by name."""
    family = family_of(media_type.name)
    return family.has_fields and (family.name != "xml" or is_xml_value(document, media_type.schema))
