"""XML of schemas that are made of others: references, allOf, alternatives, discriminators, maps, no name at all."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient.document import Document
from dynaclient.sandbox.decode import Decoder
from dynaclient.sandbox.values import Values
from dynaclient.sandbox.xml_reading import value_of_xml
from dynaclient.xml import Unwritable, read, write
from tests.xml_documents import loaded, reference

CAT = {"type": "object", "required": ["claws"], "properties": {"claws": {"type": "integer", "xml": {"name": "c"}}}}
DOG = {"type": "object", "required": ["bark"], "properties": {"bark": {"type": "string", "xml": {"name": "b"}}}}
TREE = {"type": "object", "properties": {"id": {"type": "integer"}, "child": {"$ref": "#/components/schemas/Tree"}}}
BASE = {
    "type": "object",
    "required": ["kind"],
    "discriminator": {"propertyName": "kind"},
    "properties": {"kind": {"type": "string"}},
}


def ref(name: str) -> dict[str, str]:
    """A reference to a component."""
    return reference("3.1.0", name)


def inherits(name: str, **properties: Any) -> dict[str, Any]:
    """A schema made of another one and of members of its own."""
    return {"allOf": [ref(name), {"type": "object", "properties": properties}]}


INTEGER = {"type": "integer"}
ATTRIBUTE = {"type": "integer", "xml": {"attribute": True}}

CASES: dict[str, tuple[Any, dict[str, Any], Any, str]] = {
    "a name in an XML Object goes before that of the component": (
        ref("A"), {"Tree": TREE, "A": {**TREE, "xml": {"name": "a"}}}, {"id": 1}, "<a><id>1</id></a>"
    ),
    "a property keeps its name, whatever its component is called": (
        {"type": "object", "xml": {"name": "r"}, "properties": {"owner": ref("Dog")}},
        {"Dog": {**DOG, "xml": {"name": "dog"}}},
        {"owner": {"bark": "wuff"}},
        "<r><owner><b>wuff</b></owner></r>",
    ),
    "items are called like their component, if that has a name": (
        {"type": "object", "xml": {"name": "r"}, "properties": {"dogs": {"type": "array", "items": ref("Dog")}}},
        {"Dog": {**DOG, "xml": {"name": "dog"}}},
        {"dogs": [{"bark": "wuff"}]},
        "<r><dog><b>wuff</b></dog></r>",
    ),
    "a name beside a reference": (
        {"type": "object", "xml": {"name": "r"}, "properties": {"owner": {**ref("Dog"), "xml": {"name": "hound"}}}},
        {"Dog": DOG},
        {"owner": {"bark": "wuff"}},
        "<r><hound><b>wuff</b></hound></r>",
    ),
    "a component that is an attribute": (
        {"type": "object", "xml": {"name": "r"}, "properties": {"id": ref("Id")}},
        {"Id": ATTRIBUTE},
        {"id": 4},
        '<r id="4"/>',
    ),
    "allOf": (
        ref("Puppy"),
        {"Dog": DOG, "Puppy": inherits("Dog", age=ATTRIBUTE)},
        {"bark": "wiff", "age": 1},
        '<Puppy age="1"><b>wiff</b></Puppy>',
    ),
    "allOf without a name of its own": (inherits("Dog", age=INTEGER), {"Dog": DOG}, {"bark": "w", "age": 1},
        "<Dog><b>w</b><age>1</age></Dog>"),
    "the alternative that the value is of": (
        {"type": "object", "xml": {"name": "r"}, "properties": {"pet": {"oneOf": [ref("Cat"), ref("Dog")]}}},
        {"Cat": CAT, "Dog": DOG},
        {"pet": {"bark": "wuff"}},
        "<r><pet><b>wuff</b></pet></r>",
    ),
    "null or a reference": (
        {"type": "object", "xml": {"name": "r"}, "properties": {"pet": {"anyOf": [ref("Dog"), {"type": "null"}]}}},
        {"Dog": DOG},
        {"pet": {"bark": "wuff"}},
        "<r><pet><b>wuff</b></pet></r>",
    ),
    "a root that is one of several": (
        {"oneOf": [ref("Cat"), ref("Dog")]}, {"Cat": CAT, "Dog": DOG}, {"bark": "wuff"}, "<Dog><b>wuff</b></Dog>"
    ),
    "elements of several kinds in a list": (
        {
            "type": "array",
            "xml": {"name": "pets", "wrapped": True},
            "items": {"xml": {"nodeType": "none"}, "oneOf": [ref("Cat"), ref("Dog")]},
        },
        {"Cat": CAT, "Dog": DOG},
        [{"bark": "wuff"}, {"claws": 3}],
        "<pets><Dog><b>wuff</b></Dog><Cat><c>3</c></Cat></pets>",
    ),
    "two unions in one schema": (
        {
            "type": "object",
            "xml": {"name": "r"},
            "anyOf": [ref("Cat"), {"type": "object", "required": ["x"], "properties": {"x": ATTRIBUTE}}],
            "oneOf": [ref("Dog")] * 1 + [{"type": "object", "required": ["y"], "properties": {"y": ATTRIBUTE}}],
        },
        {"Cat": CAT, "Dog": DOG},
        {"y": 2, "x": 1},
        '<r y="2" x="1"/>',
    ),
    "a schema that contains itself": (
        ref("Tree"), {"Tree": TREE}, {"id": 1, "child": {"id": 2, "child": {"id": 3}}},
        "<Tree><id>1</id><child><id>2</id><child><id>3</id></child></child></Tree>",
    ),
    "members of any name": (
        {"type": "object", "xml": {"name": "r"}, "additionalProperties": {"type": "integer"}},
        {}, {"a": 1, "b": 2}, "<r><a>1</a><b>2</b></r>",
    ),
    "attributes of any name": (
        {"type": "object", "xml": {"name": "r"}, "additionalProperties": ATTRIBUTE}, {}, {"a": 1}, '<r a="1"/>'
    ),
    "what nothing describes": (
        {"type": "object", "xml": {"name": "r"}},
        {},
        {"a": {"@id": "1", "#text": "x"}, "b": ["1", {"c": "2"}], "@k": "v"},
        '<r k="v"><a id="1">x</a><b>1</b><b><c>2</c></b></r>',
    ),
    "the only member is the root": (
        {"type": "object", "properties": {"Create": {"type": "object", "properties": {"at": INTEGER}}}},
        {},
        {"Create": {"at": 1}},
        "<Create><at>1</at></Create>",
    ),
    "a list in an attribute": (
        {"type": "object", "xml": {"name": "r"}, "properties": {"n": {"type": "array", "items": INTEGER,
         "xml": {"nodeType": "attribute"}}}},
        {}, {"n": [1, 2]}, '<r n="1 2"/>',
    ),
    "a namespace without a prefix is that of what is within": (
        {"type": "object", "xml": {"name": "r", "namespace": "urn:r"}, "properties": {"a": INTEGER}},
        {}, {"a": 1}, '<r xmlns="urn:r"><a>1</a></r>',
    ),
    "a prefix that something around declares": (
        {"type": "object", "xml": {"name": "r", "namespace": "urn:r", "prefix": "p"},
         "properties": {"a": {"type": "integer", "xml": {"prefix": "p"}}}},
        {}, {"a": 1}, '<p:r xmlns:p="urn:r"><p:a>1</p:a></p:r>',
    ),
    "xml:lang": (
        {"type": "object", "xml": {"name": "r"},
         "properties": {"lang": {"type": "string", "xml": {"attribute": True, "name": "xml:lang"}}}},
        {}, {"lang": "de"}, '<r xml:lang="de"/>',
    ),
    "elements in the order of the properties": (
        {"type": "object", "xml": {"name": "r"}, "properties": {"b": INTEGER, "a": INTEGER}},
        {}, {"a": 1, "z": "3", "b": 2}, "<r><b>2</b><a>1</a><z>3</z></r>",
    ),
}  # fmt: skip


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", CASES)
def test_schemas_made_of_others(name: str) -> None:
    schema, components, value, xml = CASES[name]
    document, schema = loaded("3.1.1", schema, components)
    assert write(document, schema, value) == xml
    assert read(document, schema, xml) == (value, [])
    assert in_sandbox(document, schema, xml) == value


def in_sandbox(document: Document, schema: Any, xml: str) -> Any:
    """What the sandbox reads, by rules that are written apart."""
    decoder = Decoder(document, Values(document))
    return value_of_xml(document, decoder, schema, xml.encode(), "application/xml; charset=utf-8")


IN_3_2 = {
    "a component keeps its name": (
        {"type": "object", "xml": {"name": "r"}, "properties": {"owner": ref("Dog")}},
        {"owner": {"bark": "wuff"}},
        "<r><Dog><b>wuff</b></Dog></r>",
    ),
    "an element around a component": (
        {
            "type": "object",
            "xml": {"name": "r"},
            "properties": {"owner": {**ref("Dog"), "xml": {"nodeType": "element"}}},
        },
        {"owner": {"bark": "wuff"}},
        "<r><owner><Dog><b>wuff</b></Dog></owner></r>",
    ),
    "items of a component": (
        {"type": "array", "xml": {"nodeType": "element", "name": "dogs"}, "items": ref("Dog")},
        [{"bark": "a"}, {"bark": "b"}],
        "<dogs><Dog><b>a</b></Dog><Dog><b>b</b></Dog></dogs>",
    ),
    "members without an element around them": (
        {
            "type": "object",
            "xml": {"name": "r"},
            "properties": {"dog": {**DOG, "xml": {"nodeType": "none"}}, "cat": {**CAT, "xml": {"nodeType": "none"}}},
        },
        {"dog": {"bark": "wuff"}, "cat": {"claws": 4}},
        "<r><b>wuff</b><c>4</c></r>",
    ),
}


def test_text_and_cdata_in_one_element_are_told_apart() -> None:
    """Source: OAS 3.2.0, "Implicit and Explicit `text` Nodes": two texts side by side are not."""
    properties = {kind: {"type": "string", "xml": {"nodeType": kind}} for kind in ("cdata", "text")}
    document, schema = loaded("3.2.0", {"type": "object", "xml": {"name": "r"}, "properties": properties})
    value, xml = {"cdata": "<b>", "text": "a"}, "<r><![CDATA[<b>]]>a</r>"
    assert write(document, schema, value) == xml
    assert read(document, schema, xml) == (value, [])
    assert read(document, schema, "<r>a<![CDATA[<b>]]></r>") == (value, [])


@pytest.mark.parametrize("name", IN_3_2)
def test_in_3_2_each_schema_is_a_node(name: str) -> None:
    """Source: OAS 3.2.0, "XML Node Names": a component has its own name, wherever it is used."""
    schema, value, xml = IN_3_2[name]
    document, schema = loaded("3.2.0", schema, {"Dog": DOG})
    assert write(document, schema, value) == xml
    assert read(document, schema, xml) == (value, [])
    assert in_sandbox(document, schema, xml) == value


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1"])
def test_discriminators_choose(version: str) -> None:
    """Among alternatives in 3.1, and among what inherits from the schema in 3.0."""
    components = {
        "Pet": BASE,
        "Cat": inherits("Pet", size={"type": "integer", "xml": {"attribute": True}}),
        "Dog": inherits("Pet", size={"type": "integer", "xml": {"name": "s"}}),
    }
    union = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind"}}
    pet = ref("Pet") if version == "3.0.4" else union
    schema = {"type": "object", "xml": {"name": "r"}, "properties": {"pet": pet}}
    document, schema = loaded(version, schema, components)
    for value, xml in (
        ({"kind": "Cat", "size": 1}, '<r><pet size="1"><kind>Cat</kind></pet></r>'),
        ({"kind": "Dog", "size": 2}, "<r><pet><kind>Dog</kind><s>2</s></pet></r>"),
    ):
        assert write(document, schema, {"pet": value}) == xml
        assert read(document, schema, xml) == ({"pet": value}, [])
        assert in_sandbox(document, schema, xml) == {"pet": value}


KIND = {"kind": {"type": "string"}}
BY_DEFAULT = {
    "A": {"type": "object", "properties": {**KIND, "value": {"type": "integer"}}},
    "B": {"type": "object", "properties": {**KIND, "value": {"type": "string", "xml": {"name": "v"}}}},
    "C": {"type": "object", "required": ["c"], "properties": {**KIND, "c": {"type": "integer"}}},
    "Pet": {
        "xml": {"name": "pet"},
        "oneOf": [reference("3.2.0", "A"), reference("3.2.0", "C"), reference("3.2.0", "B")],
        "discriminator": {"propertyName": "kind", "defaultMapping": "B"},
    },
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"kind": "A", "value": 5}, "<pet><kind>A</kind><value>5</value></pet>"),
        ({"kind": "C", "c": 5}, "<pet><kind>C</kind><c>5</c></pet>"),
        ({"kind": "other", "value": "5"}, "<pet><kind>other</kind><v>5</v></pet>"),
        ({"value": "5"}, "<pet><v>5</v></pet>"),
        ({"kind": "B", "value": "5"}, "<pet><kind>B</kind><v>5</v></pet>"),
    ],
)
def test_a_value_that_names_no_alternative_is_of_the_default(value: Any, text: str) -> None:
    document, schema = loaded("3.2.0", reference("3.2.0", "Pet"), BY_DEFAULT)
    assert write(document, schema, value) == text
    assert read(document, schema, text) == (value, [])
    decoder = Decoder(document, Values(document))
    assert value_of_xml(document, decoder, schema, text.encode(), "application/xml") == value


def test_a_definition_of_2_0_is_the_root() -> None:
    document, schema = loaded("2.0", reference("2.0", "Dog"), {"Dog": DOG})
    assert write(document, schema, {"bark": "wuff"}) == "<Dog><b>wuff</b></Dog>"


UNWRITABLE = {
    "an object without a name": (
        {"type": "object", "properties": {"a": INTEGER, "b": INTEGER}}, {"a": 1}, (), "the root element no name"
    ),
    "a list without a name": ({"type": "array", "items": ref("Dog")}, [{"bark": "a"}], (), "no name"),
    "items without a name": (
        {"type": "array", "xml": {"wrapped": True, "name": "r"}, "items": {"xml": {"nodeType": "none"}}}, [1], (0,),
        "these items no name",
    ),
    "a control character": ({**DOG, "xml": {"name": "r"}}, {"bark": "a\x01"}, ("bark",), "U+0001"),
    "a name": ({"type": "object", "xml": {"name": "r"}}, {"a b": 1}, ("a b",), "'a b' cannot be a name"),
    "a name of the document": ({"type": "object", "xml": {"name": "1"}}, {}, (), "'1' cannot be a name"),
    "an object in an attribute": (
        {"type": "object", "xml": {"name": "r"}, "properties": {"a": ATTRIBUTE}}, {"a": {}}, ("a",), "written as text"
    ),
    "a prefix without a namespace": (
        {"type": "object", "xml": {"name": "r", "prefix": "p"}}, {}, (), "the prefix 'p' no namespace"
    ),
    "a prefix that is no name": (
        {"type": "object", "xml": {"name": "r", "prefix": "a b", "namespace": "urn:a"}}, {}, (), "'a b' cannot be"
    ),
    "a namespace that cannot be written": (
        {"type": "object", "xml": {"name": "r", "namespace": "urn:\x00"}}, {}, (), "U+0000"
    ),
    "the namespace of xml": (
        {"type": "object", "xml": {"name": "r", "prefix": "p", "namespace": "http://www.w3.org/XML/1998/namespace"}},
        {}, (), "'p'",
    ),
    "a reserved prefix": (
        {"type": "object", "xml": {"name": "r", "prefix": "xmlns", "namespace": "urn:a"}}, {}, (), "'xmlns'"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNWRITABLE)
def test_what_has_no_form_in_xml_is_refused(name: str) -> None:
    schema, value, path, what = UNWRITABLE[name]
    document, schema = loaded("3.1.1", schema, {"Dog": DOG})
    with pytest.raises(Unwritable) as caught:
        write(document, schema, value)
    assert caught.value.path == path
    assert what in caught.value.what


def test_the_other_name_that_a_document_gives_is_read_too() -> None:
    """Servers write the name of the property where the document has another one for XML."""
    urls = {"type": "array", "xml": {"name": "url", "wrapped": True}, "items": {"type": "string"}}
    dogs = {"type": "array", "items": ref("Dog")}
    pet = {"type": "object", "properties": {"urls": urls, "owner": ref("Dog"), "dogs": dogs}}
    document, schema = loaded("3.0.4", ref("Pet"), {"Pet": pet, "Dog": {**DOG, "xml": {"name": "dog"}}})
    value = {"urls": ["a", "b"], "owner": {"bark": "w"}, "dogs": [{"bark": "x"}]}
    owner = "<owner><b>w</b></owner>"
    written = f"<Pet><url><url>a</url><url>b</url></url>{owner}<dog><b>x</b></dog></Pet>"
    assert write(document, schema, value) == written
    assert read(document, schema, written) == (value, [])
    others = f"<Pet><urls><url>a</url><url>b</url></urls>{owner}<dogs><b>x</b></dogs></Pet>"
    assert read(document, schema, others) == (value, [])
