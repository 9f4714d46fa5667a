"""Any value of any schema is the same after a way through XML, and other implementations see the same in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dynaclient.document import Document
from dynaclient.sandbox.decode import Decoder
from dynaclient.sandbox.values import Values
from dynaclient.sandbox.xml_reading import value_of_xml
from dynaclient.sandbox.xml_writing import xml_of
from dynaclient.xml import read, write
from tests.xml_documents import loaded

VERSIONS = ["2.0", "3.0.4", "3.1.1", "3.2.0"]
EXAMPLES = settings(max_examples=150, deadline=None)
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r<>&\"'] é\u2028\U0001f600")
TEXTS = st.one_of(st.text(CHARACTERS, max_size=8), st.sampled_from(["", " ", "]]>", "a]]>\r\nb", "true", "7", "\n"]))
SCALARS = {
    "string": TEXTS,
    "integer": st.integers(-(10**30), 10**30),
    "number": st.one_of(st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False)),
    "boolean": st.booleans(),
}
NAMESPACES = st.sampled_from([{}, {}, {"namespace": "urn:a"}, {"namespace": "urn:b", "prefix": "b"}])


class Made:
    """A schema under way: names are never used twice, so that elements tell whose they are."""

    def __init__(self, draw: Any, version: str) -> None:
        self.draw = draw
        self.version = version
        self.count = 0

    def name(self) -> str:
        self.count += 1
        return f"{self.draw(st.sampled_from(['a', 'Ab', 'x-y', 'é', '_']))}{self.count}"

    def xml(self, kind: str = "") -> dict[str, Any]:
        """An XML Object in the words of the version."""
        found: dict[str, Any] = {"name": self.name()} if self.draw(st.booleans()) else {}
        if kind == "attribute" and self.draw(st.booleans()):
            found |= {"namespace": "urn:c", "prefix": "c"}
        elif kind in ("", "element"):
            found |= self.draw(NAMESPACES)
        if self.version == "3.2.0" and kind:
            return {**found, "nodeType": kind}
        return {**found, **{"attribute": {"attribute": True}, "element": {"wrapped": True}}.get(kind, {})}

    def nullable(self, kind: str) -> dict[str, Any]:
        if self.version in ("2.0", "3.0.4") or not self.draw(st.booleans()):
            return {"type": kind}
        return {"type": [kind, "null"]}

    def scalar(self, kind: str = "") -> dict[str, Any]:
        declared = self.nullable(self.draw(st.sampled_from(sorted(SCALARS))))
        return {**declared, "xml": self.xml(kind)}

    def schema(self, depth: int) -> dict[str, Any]:
        """A schema whose values are one element each."""
        shape = self.draw(st.sampled_from(["scalar", "scalar", "object", "array"] if depth else ["scalar"]))
        if shape == "scalar":
            return self.scalar()
        if shape == "array":
            return {"type": "array", "items": self.schema(depth - 1), "xml": self.xml("element")}
        return {**self.nullable("object"), "properties": self.properties(depth), "xml": self.xml()}

    def properties(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for _ in range(self.draw(st.integers(0, 4))):
            shape = self.draw(st.sampled_from(["attribute", "element", "items"]))
            if shape == "attribute":
                found[self.name()] = self.scalar("attribute")
            elif shape == "items":
                found[self.name()] = {"type": "array", "items": self.schema(depth - 1)}
            else:
                found[self.name()] = self.schema(depth - 1)
        only_attributes = all("items" not in s and self._is_attribute(s) for s in found.values())
        if self.version == "3.2.0" and only_attributes and self.draw(st.booleans()):
            kind = self.draw(st.sampled_from(["text", "cdata"]))
            found[self.name()] = {"type": "string", "xml": {"nodeType": kind}}
        return found

    @staticmethod
    def _is_attribute(schema: Mapping[str, Any]) -> bool:
        xml = schema.get("xml", {})
        return bool(xml.get("attribute")) or xml.get("nodeType") == "attribute"

    def value(self, schema: Mapping[str, Any]) -> Any:
        """A value with every member, as null and nothing are the same for attributes and empty lists."""
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        kind = self.draw(st.sampled_from(kinds))
        if kind == "null":
            return None
        if kind == "array":
            return [self.value(schema["items"]) for _ in range(self.draw(st.integers(0, 3)))]
        if kind == "object":
            return {name: self.value(inner) for name, inner in schema["properties"].items()}
        return self.draw(SCALARS[kind])


@st.composite
def cases(draw: Any) -> tuple[str, dict[str, Any], Any]:
    version = draw(st.sampled_from(VERSIONS))
    made = Made(draw, version)
    root = made.schema(3)
    while root["type"] in ("string", ["string", "null"]):  # a text is the XML itself
        root = {**root, "type": "integer"}
    root = {**root, "xml": {**root["xml"], "name": "root"}}
    require(root)
    return version, root, made.value(root)


def require(schema: dict[str, Any]) -> None:
    """Demand every member."""
    if schema.get("properties"):
        schema["required"] = list(schema["properties"])
        for inner in schema["properties"].values():
            require(inner)
    if "items" in schema:
        require(schema["items"])


@given(cases())
@EXAMPLES
def test_a_value_is_the_same_after_xml(case: tuple[str, dict[str, Any], Any]) -> None:
    version, schema, value = case
    document, schema = loaded(version, schema)
    assert read(document, schema, write(document, schema, value)) == (value, [])


@given(cases())
@EXAMPLES
def test_the_sandbox_reads_and_writes_the_same(case: tuple[str, dict[str, Any], Any]) -> None:
    """Its rules are written apart from the client's, with ElementTree."""
    version, schema, value = case
    document, schema = loaded(version, schema)
    assert judged(document, schema, write(document, schema, value)) == value
    assert read(document, schema, xml_of(document, schema, value).decode()) == (value, [])


ELEMENTS = st.recursive(
    st.sampled_from(["", " ", "x", "7", "true", "<![CDATA[ y ]]>"]),
    lambda inner: st.builds(
        lambda name, attribute, parts: f"<{name}{attribute}>{''.join(parts)}</{name}>",
        st.sampled_from(["root", "a1", "b2", "Ab1", "é1", "_2", "x-y3", "z"]),
        st.sampled_from(["", " a1='7'", " z=''", " xsi:nil='true'", " xmlns='urn:a'", " xmlns:b='urn:b' b:a2='1'"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(cases(), ELEMENTS)
@EXAMPLES
def test_any_xml_is_read_as_a_value_or_refused(case: tuple[str, dict[str, Any], Any], content: str) -> None:
    """Whatever the document describes: the value is JSON, and the sandbox has an answer too."""
    version, schema, _ = case
    document, schema = loaded(version, schema)
    xml = f"<root>{content}</root>"
    value, departures = read(document, schema, xml)
    assert json.loads(json.dumps(value)) == value
    assert all(what for _, what in departures)
    with suppress(ValueError):
        json.dumps(judged(document, schema, xml))


def judged(document: Document, schema: Any, xml: str) -> Any:
    """What the sandbox reads."""
    decoder = Decoder(document, Values(document))
    return value_of_xml(document, decoder, schema, xml.encode(), "application/xml; charset=utf-8")


def shape(element: Any) -> Any:
    """An element of ElementTree or lxml as plain values."""
    texts = element.text or "", element.tail or ""
    return element.tag, dict(element.attrib), texts, [shape(child) for child in element]


@given(cases())
@EXAMPLES
def test_lxml_sees_what_elementtree_sees(case: tuple[str, dict[str, Any], Any]) -> None:
    lxml = pytest.importorskip("lxml.etree")
    version, schema, value = case
    document, schema = loaded(version, schema)
    xml = write(document, schema, value)
    assert shape(lxml.fromstring(xml.encode())) == shape(ET.fromstring(xml))
