"""The XML of a body that is passed as a value."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..model.media_types import parameters_of
from ..model.xml_content import is_xml_value
from ..xml import Unwritable, write
from .plain import NotJSON, TooDeep
from .writing.text import UTF_8, codec_for, encoded


def xml_of_value(document: Document, schema: Any, value: Any, name: str) -> str:
    """A plain value as the text of XML.

    Args:
        name: the media type, for errors.

    Raises:
        NotJSON: the document does not describe XML as a value, or a part of the value cannot be written.
    """
    if not is_xml_value(document, schema):
        raise NotJSON((), f"the document does not describe {name} as a value; pass the XML as text or bytes")
    try:
        return write(document, schema, value)
    except Unwritable as error:
        hint = "" if error.path else "; or pass the XML as text"
        raise NotJSON(error.path, f"{error.what}{hint}") from None
    except RecursionError:
        raise TooDeep from None


def xml_bytes(document: Document, schema: Any, value: Any, content_type: str) -> tuple[bytes, str]:
    """A plain value as XML, and its Content-Type with a charset.

    Raises:
        NotJSON: as `xml_of_value`; or the charset is unknown, or lacks a character.
    """
    text = xml_of_value(document, schema, value, content_type)
    if "charset" not in parameters_of(content_type):
        content_type += "; charset=utf-8"
    codec = codec_for(content_type)
    if codec != UTF_8:  # which is not taken for granted without a declaration
        text = f'<?xml version="1.0" encoding="{parameters_of(content_type)["charset"]}"?>{text}'
    return encoded(text, content_type), content_type
