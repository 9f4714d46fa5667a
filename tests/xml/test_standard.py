"""The examples of the standards' XML Objects, in both directions, with documents of our own.

Source: OAS 2.0, 3.0.4, 3.1.1 and 3.2.0, XML Object. Where an example breaks its text into lines for the eye, the value
is read from it as it is printed there, and written without them.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from dynaclient.xml import read, write
from tests.xml_documents import loaded, reference

TEXT = {"type": "string"}
ANIMAL = {"type": "string", "xml": {"name": "animal"}}
PETS = {"animals": ["dog", "cat", "hamster"]}
SAMPLE = "https://example.com/schema/sample"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def wrapped(inner: str) -> str:
    """Names of three animals within `document`."""
    return f"<document>{inner}</document>"


def three(name: str) -> str:
    """An element for each of three animals."""
    return "".join(f"<{name}>{animal}</{name}>" for animal in PETS["animals"])


def in_document(**properties: Any) -> dict[str, Any]:
    """An object called `document`."""
    return {"type": "object", "xml": {"name": "document"}, "properties": properties}


def array(items: Any, **xml: Any) -> dict[str, Any]:
    """An array with an XML Object."""
    return {"type": "array", "items": items, **({"xml": xml} if xml else {})}


def person(**of_id: Any) -> dict[str, Any]:
    """The component with an attribute and a prefix."""
    name = {"type": "string", "xml": {"namespace": SAMPLE, "prefix": "sample"}}
    return {
        "Person": {
            "type": "object",
            "properties": {"id": {"type": "integer", "format": "int32", "xml": of_id}, "name": name},
        }
    }


PERSON = f'<Person id="123"><sample:name xmlns:sample="{SAMPLE}">example</sample:name></Person>'

UP_TO_3_1 = {
    "a text without an XML Object": (in_document(animals=TEXT), {"animals": "a"}, wrapped("<animals>a</animals>")),
    "an array without an XML Object": (in_document(animals=array(TEXT)), PETS, wrapped(three("animals"))),
    "a name of its own": (in_document(animals=ANIMAL), {"animals": "a"}, wrapped("<animal>a</animal>")),
    "names of items": (in_document(animals=array(ANIMAL)), PETS, wrapped(three("animal"))),
    "the outer name has no effect": (in_document(animals=array(ANIMAL, name="aliens")), PETS, wrapped(three("animal"))),
    "wrapped, one name for both": (
        in_document(animals=array(TEXT, wrapped=True)), PETS, wrapped(f"<animals>{three('animals')}</animals>")
    ),
    "wrapped, names of items": (
        in_document(animals=array(ANIMAL, wrapped=True)), PETS, wrapped(f"<animals>{three('animal')}</animals>")
    ),
    "wrapped, both names": (
        in_document(animals=array(ANIMAL, wrapped=True, name="aliens")),
        PETS,
        wrapped(f"<aliens>{three('animal')}</aliens>"),
    ),
    "wrapped, the outer name goes for both": (
        in_document(animals=array(TEXT, wrapped=True, name="aliens")),
        PETS,
        wrapped(f"<aliens>{three('aliens')}</aliens>"),
    ),
}  # fmt: skip
"""Name → schema, value, XML."""


@pytest.mark.parametrize("version", ["2.0", "3.0.4", "3.1.1"])
@pytest.mark.parametrize("name", UP_TO_3_1)
def test_the_examples_up_to_3_1(version: str, name: str) -> None:
    schema, value, xml = UP_TO_3_1[name]
    document, schema = loaded(version, schema)
    assert document.problems == ()
    assert write(document, schema, value) == xml
    assert read(document, schema, xml) == (value, [])


@pytest.mark.parametrize("version", ["2.0", "3.0.4", "3.1.1"])
def test_the_root_is_called_like_the_component(version: str) -> None:
    """With an attribute, a namespace and a prefix."""
    document, schema = loaded(version, reference(version, "Person"), person(attribute=True))
    value = {"id": 123, "name": "example"}
    assert write(document, schema, value) == PERSON
    assert read(document, schema, PERSON) == (value, [])


HTML = "<html><head><title>Awesome Docs</title></head><body></body><html>"
DOCUMENTATION = {
    "type": "object",
    "properties": {"content": {"type": "string", "contentMediaType": "text/html", "xml": {"nodeType": "cdata"}}},
}
KINDS = {
    "type": "array",
    "xml": {"nodeType": "element", "name": "animals"},
    "items": {
        "xml": {"name": "animal"},
        "properties": {
            "kind": {"type": "string", "xml": {"nodeType": "attribute"}},
            "name": {"type": "string", "xml": {"nodeType": "text"}},
        },
    },
}
ONE_TWO_THREE = {
    "xml": {"nodeType": "element", "name": "OneTwoThree"},
    "type": "array",
    "minItems": 3,
    "maxItems": 3,
    "prefixItems": [
        {"xml": {"name": "One"}, "type": "string"},
        {
            "xml": {"name": "Two"},
            "type": "object",
            "required": ["unit", "value"],
            "properties": {
                "unit": {"type": "string", "xml": {"nodeType": "attribute"}},
                "value": {"type": "number", "xml": {"nodeType": "text"}},
            },
        },
        {"xml": {"name": "Three"}, "type": ["boolean", "null"]},
    ],
}
REPORT = {
    "xml": {"nodeType": "element", "name": "Report"},
    "type": "array",
    "prefixItems": [
        {"xml": {"nodeType": "text"}, "type": "string"},
        {"xml": {"name": "data"}, "type": "number"},
        {"xml": {"nodeType": "text"}, "type": "string"},
    ],
}
PRODUCT = {
    "xml": {"name": "product"},
    "type": "object",
    "required": ["count", "description", "related"],
    "properties": {
        "count": {"type": ["number", "null"], "xml": {"nodeType": "attribute"}},
        "rating": {"type": "string", "xml": {"nodeType": "attribute"}},
        "description": {"type": "string"},
        "related": {"type": ["object", "null"]},
    },
}


def stored(name: str) -> dict[str, Any]:
    """A root element that is named where the component is used."""
    return {"xml": {"nodeType": "element", "name": name}, **reference("3.2.0", "Documentation")}


OF_3_2: dict[str, tuple[Any, Any, Any, str, str]] = {
    **{
        name: (schema, {}, value, xml, xml)
        for name, (schema, value, xml) in UP_TO_3_1.items()
        if not name.startswith("wrapped")
    },
    "a list where the schema has a text": (
        in_document(animals=ANIMAL), {}, PETS, wrapped(three("animal")), ""  # the example's value does not fit
    ),
    "a root that is named like its component": (
        reference("3.2.0", "Person"),
        person(nodeType="attribute"),
        {"id": 123, "name": "example"},
        PERSON,
        PERSON,
    ),
    "an element around the items": (
        in_document(animals=array(TEXT, nodeType="element")),
        {},
        PETS,
        wrapped(f"<animals>{three('animals')}</animals>"),
        f"<document>\n  <animals>\n    {three('animals')}\n  </animals>\n</document>",
    ),
    "an element around named items": (
        in_document(animals=array(ANIMAL, nodeType="element")),
        {},
        PETS,
        wrapped(f"<animals>{three('animal')}</animals>"),
        f"<document>\n  <animals>\n    {three('animal')}\n  </animals>\n</document>",
    ),
    "both names": (
        in_document(animals=array(ANIMAL, nodeType="element", name="aliens")),
        {},
        PETS,
        wrapped(f"<aliens>{three('animal')}</aliens>"),
        f"<document>\n  <aliens>\n    {three('animal')}\n  </aliens>\n</document>",
    ),
    "the outer name goes for both": (
        in_document(animals=array(TEXT, nodeType="element", name="aliens")),
        {},
        PETS,
        wrapped(f"<aliens>{three('aliens')}</aliens>"),
        f"<document>\n  <aliens>\n    {three('aliens')}\n  </aliens>\n</document>",
    ),
    "attributes and text": (
        KINDS,
        {},
        [{"kind": "Cat", "name": "Fluffy"}, {"kind": "Dog", "name": "Fido"}],
        '<animals><animal kind="Cat">Fluffy</animal><animal kind="Dog">Fido</animal></animals>',
        '<animals>\n  <animal kind="Cat">Fluffy</animal>\n  <animal kind="Dog">Fido</animal>\n</animals>',
    ),
    "CDATA in what is referred to": (
        reference("3.2.0", "Documentation"),
        {"Documentation": DOCUMENTATION},
        {"content": HTML},
        f"<Documentation><![CDATA[{HTML}]]></Documentation>",
        f"<Documentation>\n  <![CDATA[{HTML}]]>\n</Documentation>",
    ),
    "an element where it is used": (
        stored("StoredDocument"),
        {"Documentation": {"xml": {"nodeType": "none"}, **DOCUMENTATION}},
        {"content": HTML},
        f"<StoredDocument><![CDATA[{HTML}]]></StoredDocument>",
        f"<StoredDocument>\n  <![CDATA[{HTML}]]>\n</StoredDocument>",
    ),
    "another element where it is used": (
        stored("UpdatedDocument"),
        {"Documentation": {"xml": {"nodeType": "none"}, **DOCUMENTATION}},
        {"content": HTML},
        f"<UpdatedDocument><![CDATA[{HTML}]]></UpdatedDocument>",
        f"<UpdatedDocument>\n  <![CDATA[{HTML}]]>\n</UpdatedDocument>",
    ),
    "elements in an order": (
        ONE_TWO_THREE,
        {},
        ["Some text", {"unit": "cubits", "value": 42}, None],
        f'<OneTwoThree><One>Some text</One><Two unit="cubits">42</Two><Three {XSI} xsi:nil="true"/></OneTwoThree>',
        '<OneTwoThree>\n <One>Some text</One>\n <Two unit="cubits">42</Two>\n <Three xsi:nil="true" />\n</OneTwoThree>',
    ),
    "text around an element": (
        REPORT,
        {},
        ["Some preamble text.", 42, "Some postamble text."],
        "<Report>Some preamble text.<data>42</data>Some postamble text.</Report>",
        "<Report>Some preamble text.<data>42</data>Some postamble text.</Report>",
    ),
    "nulls": (
        PRODUCT,
        {},
        {"count": None, "description": "Thing", "related": None},
        f'<product><description>Thing</description><related {XSI} xsi:nil="true"/></product>',
        '<product>\n  <description>Thing</description>\n  <related xsi:nil="true" />\n</product>',
    ),
    "no nulls": (
        PRODUCT,
        {},
        {"count": 42, "description": "Thing", "related": {}},
        '<product count="42"><description>Thing</description><related/></product>',
        '<product count="42">\n  <description>Thing</description>\n  <related></related>\n</product>',
    ),
}  # fmt: skip
"""Name → schema, components, value, what is written, and what the standard prints (with its tags in order)."""


@pytest.mark.parametrize("name", OF_3_2)
def test_the_examples_of_3_2(name: str) -> None:
    schema, components, value, written, printed = OF_3_2[name]
    document, schema = loaded("3.2.0", schema, components)
    assert document.problems == ()
    assert write(document, schema, value) == written
    if printed:
        assert read(document, schema, written) == (value, [])
        assert read(document, schema, printed) == (value, [])


@pytest.mark.parametrize("name", [*UP_TO_3_1, *OF_3_2])
def test_another_parser_sees_the_same_elements(name: str) -> None:
    """What is written is well-formed with namespaces, and has the elements that the example prints."""
    version = "3.1.1" if name in UP_TO_3_1 else "3.2.0"
    schema, value, xml = UP_TO_3_1[name] if name in UP_TO_3_1 else (*OF_3_2[name][:1], *OF_3_2[name][2:4])
    document, schema = loaded(version, schema, {} if name in UP_TO_3_1 else OF_3_2[name][1])
    found, expected = ET.fromstring(write(document, schema, value)), ET.fromstring(xml)
    assert [(e.tag, e.attrib, e.text) for e in found.iter()] == [(e.tag, e.attrib, e.text) for e in expected.iter()]
