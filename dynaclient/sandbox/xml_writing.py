"""Answers in XML, written with ElementTree, apart from the client's `xml`. CDATA sections are written as text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from ..document import Document
from ..schema.view import extra_of, view
from .xml_names import NO_SCOPE, Scope, item_name_of, items_in, layers_of, members_of

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
UNNAMED_ROOT, UNNAMED_ITEM = "response", "item"
"""Names where the document gives none."""

_NOT_OF_NAMES = re.compile(r"[^\w.-]|^[\d.-]")
_NOT_OF_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_of(document: Document, schema: Any, value: Any) -> bytes:
    """The XML of a value, in UTF-8. What XML cannot have becomes U+FFFD, or `_` in names."""
    around = ET.Element("around")
    writer = _Writing(document)
    layers = layers_of(document, schema, "", "root")
    if [layer.kind for layer in layers] == ["none"]:
        root = ET.SubElement(around, UNNAMED_ROOT)
        writer.fill(schema, value, root, "", NO_SCOPE)
    else:
        writer.put(schema, value, around, "", "root", NO_SCOPE)
    written: bytes = ET.tostring(around[0], encoding="utf-8", xml_declaration=True)
    return written.replace(b"\r", b"&#13;")  # which ElementTree leaves, and readers take for a line end


class _Writing:
    def __init__(self, document: Document) -> None:
        self._document = document

    def put(self, schema: Any, value: Any, parent: ET.Element, inferred: str, role: str, scope: Scope) -> None:
        """Add a value to an element."""
        layers = layers_of(self._document, schema, inferred, role)
        for layer in layers:
            if layer.kind == "attribute":
                if value is not None:
                    parent.set(_valid(layer.tag(scope)), _text(value))
                return
            if layer.kind in ("text", "cdata"):
                _append(parent, _text(value))
                return
            if layer.kind == "element":
                parent, scope = ET.SubElement(parent, _valid(layer.tag(scope))), layer.inner(scope)
        name = item_name_of(inferred, layers[-1])
        if value is None and layers[-1].kind == "element":
            parent.set(NIL, "true")
        elif value is not None:
            chosen = self._chosen(schema, value) if layers[-1].kind == "none" else None
            if chosen is None:
                self.fill(schema, value, parent, name, scope)
            else:
                self.put(chosen, value, parent, name, "root", scope)

    def _chosen(self, schema: Any, value: Any) -> Any:
        """The alternative that a value without a node of its own is of; None if there are none."""
        from .checker import SandboxChecker

        branches = view(self._document, schema).alternatives
        fitting = (b for b in branches if SandboxChecker(self._document, b, "response", strict=False).is_valid(value))
        return next(fitting, branches[0] if branches else None)

    def fill(self, schema: Any, value: Any, element: ET.Element, name: str, scope: Scope) -> None:
        """Add what is in a value to an element."""
        if isinstance(value, Mapping):
            members = members_of(self._document, schema, value)
            extra = extra_of(self._document, schema)
            for key in (*(key for key in members if key in value), *(key for key in value if key not in members)):
                described = members.get(key, extra if isinstance(extra, Mapping) else {})
                if isinstance(value[key], list) and described == {}:
                    for item in value[key]:
                        self.put({}, item, element, key, "property", scope)
                else:
                    self.put(described, value[key], element, key, "property", scope)
        elif isinstance(value, list):
            first, others = items_in(self._document, schema)
            for i, item in enumerate(value):
                described = first[i] if i < len(first) else others
                self.put(described, item, element, name or UNNAMED_ITEM, "item", scope)
        elif value is not None:
            _append(element, _text(value))


def _append(element: ET.Element, text: str) -> None:
    """Add text after what is in an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(_text, value))
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value)
    return _NOT_OF_TEXT.sub("\ufffd", text)


def _valid(name: str) -> str:
    namespace, brace, bare = name.rpartition("}")
    return f"{namespace}{brace}{_NOT_OF_NAMES.sub('_', bare) or '_'}"
