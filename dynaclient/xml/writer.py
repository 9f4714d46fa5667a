"""Write a JSON value as XML, by the XML Objects of its schema. Judges nothing: a value of another type is written too.

Source: OAS 3.2.0 XML Object; XML 1.0; Namespaces in XML 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..schema.view import types_of
from .choice import Chooser
from .content import Content, nodes_of
from .nodes import Node
from .scalars import text_of, unwritable
from .serializer import NoNamespace, xml_text
from .tree import NIL, XML, CData, Element

Path = tuple[str | int, ...]

_START = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
_START += "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_NAME = re.compile(f"[{_START}][{_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-]*")
"""A name without a prefix. Source: Namespaces in XML 1.0, section 3 (NCName); XML 1.0 section 2.3."""

ATTRIBUTE, TEXT = "@", "#text"
"""In an object that the document does not describe: what its attributes begin with, and its text."""

NO_ROOT = "the document gives the root element no name: its schema needs `xml.name`, or to be a component"

_NO_NAMESPACE = "the document gives the prefix {!r} no namespace: its XML Object needs `namespace`"


class Unwritable(Exception):
    """A value has no form in XML. `path` leads to it, `what` is the reason."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(what)
        self.path = path
        self.what = what


def write(document: Document, schema: Any, value: Any) -> str:
    """The XML document of a value, without a declaration.

    Args:
        value: plain JSON.

    Raises:
        Unwritable: a name or a text cannot be written, or there would be more than one root.
        RecursionError: the value is nested too deeply.
    """
    nodes = nodes_of(document)
    node = nodes.node(schema, "", "root")
    around = Element("")
    writer = _Writer(document)
    writer.put(node, value, around, ())
    roots = [child for child in around.children if isinstance(child, Element)]
    if node.kind == "element" and len(roots) != 1:
        raise Unwritable((), f"XML has one root element, and a list would be {len(roots)} of <{node.name}>")
    has_other = bool(around.attributes) or len(roots) < len(around.children)
    if len(roots) != 1 or has_other or not _is_one_root(writer, node):
        raise Unwritable((), NO_ROOT)
    try:
        return xml_text(roots[0])
    except NoNamespace as error:
        raise Unwritable((), _NO_NAMESPACE.format(error.prefix)) from None


def _is_one_root(writer: _Writer, node: Node) -> bool:
    """Whether a schema describes one root, and its value does not only happen to have one member."""
    if node.kind != "none":
        return True
    content = writer.nodes.content(node)
    return bool(content.branches) or (len(content.members) <= 1 and "array" not in content.found.types)


class _Writer:
    def __init__(self, document: Document) -> None:
        self.nodes = nodes_of(document)
        self._chooser = Chooser(self.nodes, "request")

    def put(self, node: Node, value: Any, parent: Element, path: Path) -> None:
        """Add what a value becomes to an element."""
        kind = node.kind
        if kind == "element" and isinstance(value, list) and not self._is_array(node):
            for i, item in enumerate(value):  # each in an element of its own, as what is not described is read
                self.put(node, item, parent, (*path, i))
        elif kind == "element":
            element = Element(_name(node.name, path), _namespace(node, path), node.prefix)
            parent.children.append(element)
            if node.inner is not None:
                self.put(node.inner, value, element, path)
            elif value is None:
                element.attributes[NIL] = "true"
            else:
                self._fill(self.nodes.content(node), value, element, path)
        elif kind == "none":
            content = self.nodes.content(node)
            if content.branches:
                self.put(self.nodes.branch(node, self._chooser.branch(content, value)), value, parent, path)
            elif value is not None:
                self._fill(content, value, parent, path)
        elif kind == "attribute":
            if value is not None:
                namespace = _namespace(node, path) or (XML if node.prefix == "xml" else "")
                key = namespace, _name(node.name, path)
                if node.prefix and not namespace:
                    raise Unwritable(path, _NO_NAMESPACE.format(node.prefix))
                if node.prefix:
                    parent.prefixes = {**parent.prefixes, namespace: node.prefix}
                parent.attributes[key] = _texts(value, path)
        else:
            text = _texts(value, path)
            if text or kind == "cdata":
                parent.children.append(CData(text) if kind == "cdata" else text)

    def _is_array(self, node: Node) -> bool:
        return "array" in types_of(self.nodes.document, node.schema)

    def _fill(self, content: Content, value: Any, element: Element, path: Path) -> None:
        """Add what is in a value to an element."""
        if content.branches or content.found.discriminator:
            content = self._chooser.content(content, value)
        if isinstance(value, Mapping):
            members = content.members
            for name in members:
                if name in value:
                    self.put(members[name], value[name], element, (*path, name))
            for name, item in value.items():
                if name not in members:
                    self._put_extra(content, name, item, element, (*path, name))
        elif isinstance(value, list):
            prefix, further = content.prefix, content.items
            for i, item in enumerate(value):
                node = prefix[i] if i < len(prefix) else further
                is_scalar = not isinstance(item, (Mapping, list))
                if is_scalar and node.kind == "none" and not self.nodes.content(node).branches:
                    raise Unwritable((*path, i), "the document gives these items no name: `items` needs `xml.name`")
                self.put(node, item, element, (*path, i))
        else:
            text = _texts(value, path)
            if text:
                element.children.append(text)

    def _put_extra(self, content: Content, name: str, value: Any, element: Element, path: Path) -> None:
        """Add a member that the document does not declare."""
        is_text = not isinstance(value, (Mapping, list))
        if is_text and name == TEXT:
            element.children.append(_texts(value, path))
        elif is_text and name.startswith(ATTRIBUTE):
            if value is not None:
                element.attributes["", _name(name[len(ATTRIBUTE) :], path)] = _texts(value, path)
        else:
            self.put(content.undeclared(_name(name, path)), value, element, path)


def _name(name: str, path: Path) -> str:
    if _NAME.fullmatch(name) is None:
        raise Unwritable(path, f"{name[:60]!r} cannot be a name in XML")
    return name


def _namespace(node: Node, path: Path) -> str:
    """The namespace of a node, "" if it has none. Its prefix has to be a name."""
    if node.prefix:
        _name(node.prefix, path)
    if node.namespace is not None and (why := unwritable(node.namespace)):
        raise Unwritable(path, why)
    return node.namespace or ""


def _texts(value: Any, path: Path) -> str:
    """The text of a scalar, or of a list of scalars: its items with blanks between them.

    Source: XML Schema 1.1 part 2, section 2.4.1.2 (lists).
    """
    if isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(i, (Mapping, list)) for i in value)):
        kind = "an object" if isinstance(value, Mapping) else "a list of them"
        raise Unwritable(path, f"this is written as text in XML, so that it cannot be {kind}")
    text = " ".join(map(text_of, value)) if isinstance(value, list) else text_of(value)
    if why := unwritable(text):
        raise Unwritable(path, why)
    return text
