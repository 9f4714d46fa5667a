"""The XML of a body that is passed as a value."""

from __future__ import annotations

from typing import Any

from .._support.wording import kind_of
from ..document import Document
from ..model.media_types import parameters_of
from ..model.xml_content import is_xml_value
from ..xml import Unwritable, write
from .plain import NotJSON, TooDeep
from .writing.text import UTF_8, codec_for, encoded


def xml_bytes(document: Document, schema: Any, value: Any, content_type: str) -> tuple[bytes, str]:
    """A plain value as XML, and its Content-Type with a charset.

    Raises:
        NotJSON: the document does not describe XML as a value, or a part of the value cannot be written.
    """
    if not is_xml_value(document, schema):
        what = f"the document describes {content_type} as text, not as {kind_of(value)}; pass the XML as text or bytes"
        raise NotJSON((), what)
    try:
        text = write(document, schema, value)
    except Unwritable as error:
        hint = "" if error.path else "; or pass the XML as text"
        raise NotJSON(error.path, f"{error.what}{hint}") from None
    except RecursionError:
        raise TooDeep from None
    if "charset" not in parameters_of(content_type):
        content_type += "; charset=utf-8"
    codec = codec_for(content_type)
    if codec != UTF_8:  # which is not taken for granted without a declaration
        charset = parameters_of(content_type)["charset"]
        text = f'<?xml version="1.0" encoding="{charset}"?>{text}'
    return encoded(text, content_type), content_type
