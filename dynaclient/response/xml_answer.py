"""The value of an answer in XML: what the document describes, else its text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..document import Document
from ..document.pointer import pointer_to
from ..errors import Violation
from ..model import DeclaredResponse, ItemRules
from ..model.media_types import declared_for, essence
from ..model.sequences import position_of, schema_at
from ..model.xml_content import is_xml_value
from ..xml import read

_ALIASES = {"text/xml": "application/xml", "application/xml": "text/xml"}
"""Two names of one media type, of which servers send either. Source: RFC 7303 sections 9.1 and 9.2."""

_MOST = 20
"""Departures from the document that are reported."""


def value_of_xml(document: Document, declared: DeclaredResponse | None, content_type: str, text: str) -> Any:
    """The value of an answer; the text itself if the document does not describe it as a value.

    Raises:
        ValueError: it is not XML, has a DOCTYPE, or is too deep or too large.
    """
    content = declared.content if declared is not None else {}
    name = declared_for(content, content_type) or declared_for(content, _ALIASES.get(essence(content_type), ""))
    schema = None if name is None else content[name].schema
    return read(document, schema, text)[0] if is_xml_value(document, schema) else text


def part_reader(response: Any, rules: ItemRules) -> Callable[[tuple[int, ...], str], Any]:
    """What reads the XML in the part at a place; text that is not described as a value stays text."""

    def read_part(place: tuple[int, ...], text: str) -> Any:
        document = response.document
        schema = schema_at(document, rules, place[0])
        for index in place[1:]:
            schema = position_of(document, schema, index)
        return read(document, schema, text)[0] if is_xml_value(document, schema) else text

    return read_part


def departures(document: Document, schema: Any, pointer: str, text: str, place: str = "/body") -> list[Violation]:
    """The violations of an answer that its value does not show: names of elements, namespaces, stray text."""
    found = read(document, schema, text)[1][:_MOST] if is_xml_value(document, schema) else []
    return [Violation("body", f"{place}{pointer_to(path)}", "xml", what, None, pointer) for path, what in found]
