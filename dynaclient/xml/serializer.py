"""A tree of elements → the text of an XML document. Knows no schemas.

A namespace is declared at the outermost element that needs it. An element without a namespace of its own has that of
what it is in, if that has no prefix.
Source: XML 1.0 sections 2.4, 2.7, 2.11 and 3.3.3; Namespaces in XML 1.0, sections 3 and 6.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .tree import XML, XMLNS, XSI, CData, Element

_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE = {**_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
"""Characters that are written as references: a reader would take them for markup, or normalise them."""

_IN_TEXT, _IN_ATTRIBUTE = re.compile("[&<>\r]"), re.compile('[&<>\r"\n\t]')
_USUAL = {XSI: "xsi"}
_SCOPE: Mapping[str, str] = {"xml": XML}


class NoNamespace(Exception):
    """An element has a prefix that nothing around it declares."""

    def __init__(self, prefix: str) -> None:
        super().__init__(prefix)
        self.prefix = prefix


def xml_text(root: Element) -> str:
    """The text of a document with this root.

    Raises:
        NoNamespace: a prefix has no namespace.
    """
    out: list[str] = []
    _write(root, _SCOPE, out)
    return "".join(out)


def _write(element: Element, scope: Mapping[str, str], out: list[str]) -> None:
    declared: dict[str, str] = {}
    prefix, namespace = element.prefix, element.namespace
    if prefix == "xmlns" or namespace == XMLNS or (namespace and (prefix == "xml") != (namespace == XML)):
        raise NoNamespace(prefix)  # two prefixes have namespaces of their own, which no others may have
    if namespace and scope.get(prefix) != namespace:
        declared[prefix] = namespace
    elif prefix and not namespace and prefix not in scope:
        raise NoNamespace(prefix)
    texts = []
    for (uri, name), text in element.attributes.items():
        own = _attribute_prefix(uri, element.prefixes, {**scope, **declared}, declared) if uri else ""
        texts.append(f' {own}{":" if own else ""}{name}="{_IN_ATTRIBUTE.sub(_reference_in_attribute, text)}"')
    if declared:
        scope = {**scope, **declared}
    tag = f"{prefix}:{element.name}" if prefix else element.name
    out.append(f"<{tag}")
    for key, uri in declared.items():
        out.append(f' xmlns{":" if key else ""}{key}="{_IN_ATTRIBUTE.sub(_reference_in_attribute, uri)}"')
    out.extend(texts)
    if not element.children:
        out.append("/>")
        return
    out.append(">")
    for child in element.children:
        if isinstance(child, Element):
            _write(child, scope, out)
        elif isinstance(child, CData):
            out.append(_section(child))
        else:
            out.append(_IN_TEXT.sub(_reference_in_text, child))
    out.append(f"</{tag}>")


def _attribute_prefix(uri: str, wanted: Mapping[str, str], scope: Mapping[str, str], declared: dict[str, str]) -> str:
    """The prefix of an attribute: one that has its namespace already, else a new one, which is declared."""
    if uri == XML:
        return "xml"
    wish = wanted.get(uri) or _USUAL.get(uri, "")
    if wish and scope.get(wish) == uri:
        return wish
    known = next((prefix for prefix, bound in scope.items() if prefix and bound == uri), None)
    if known is not None and (not wish or wish in scope):
        return known
    prefix, number = wish or "ns1", 1
    while prefix in scope:
        number += 1
        prefix = f"ns{number}"
    declared[prefix] = uri
    return prefix


def _section(text: str) -> str:
    """A CDATA section, which ends wherever a reference is needed or its end would be in the text."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>".replace("\r", "]]>&#13;<![CDATA[")


def _reference_in_text(found: re.Match[str]) -> str:
    return _TEXT[found[0]]


def _reference_in_attribute(found: re.Match[str]) -> str:
    return _ATTRIBUTE[found[0]]
