"""XML that means harm, or is not what the document describes: nothing is expanded, fetched or read without bounds."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, UndecodableBody
from dynaclient.sandbox import Sandbox
from dynaclient.xml import read
from dynaclient.xml.tree import MAX_DEPTH
from tests.xml_documents import NAME, described, loaded

ITEM = {
    "type": "object",
    "xml": {"name": "item", "namespace": "urn:shop"},
    "properties": {
        "name": {"type": "string"},
        "price": {"type": "number"},
        "tags": {"type": "array", "items": {"type": "string", "xml": {"name": "tag"}}},
        "note": {"type": "string", "xml": {"namespace": "urn:note", "prefix": "n"}},
    },
}
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10))


def declaring(declarations: str, content: str = "") -> str:
    """A document with a DOCTYPE."""
    return f"<!DOCTYPE item [{declarations}]><item xmlns='urn:shop'><name>{content}</name></item>"


def doctypes(secret: Path) -> dict[str, str]:
    """Name → a document with a DOCTYPE."""
    return {
        "billion laughs": declaring(LAUGHS, "&l9;"),
        "quadratic blowup": declaring(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 10_000),
        "a file": declaring(f'<!ENTITY a SYSTEM "{secret.as_uri()}">', "&a;"),
        "an address": declaring('<!ENTITY a SYSTEM "http://127.0.0.1:9/a">', "&a;"),
        "a parameter entity": declaring(f'<!ENTITY % a SYSTEM "{secret.as_uri()}"> %a;'),
        "an external DTD": f'<!DOCTYPE item SYSTEM "{secret.as_uri()}"><item xmlns="urn:shop"/>',
        "a public DTD": '<!DOCTYPE item PUBLIC "-//X//Y" "http://127.0.0.1:9/y.dtd"><item xmlns="urn:shop"/>',
        "an empty one": '<!DOCTYPE item><item xmlns="urn:shop"/>',
        "one after a comment": '<?xml version="1.0"?>\n<!-- <!DOCTYPE> --><?pi?>\n<!DOCTYPE item><item/>',
        "default attributes": declaring('<!ATTLIST item price CDATA "1">'),
    }


def answering(body: bytes, content_type: str = NAME, **options: Any) -> Client:
    """A client whose server answers with these bytes."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", content_type)])
        return [body]

    return Client(described("3.1.1", ITEM), app=app, **options)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that nobody may read."""
    path = tmp_path / "secret.txt"
    path.write_text("TOP SECRET")
    return path


@pytest.mark.parametrize("name", doctypes(Path("/x")))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_doctype_is_refused(name: str, encoding: str, secret: Path) -> None:
    """In answers, and by the sandbox in bodies; memory shows that nothing is expanded."""
    body = doctypes(secret)[name].encode(encoding)
    response = answering(body).call("put")
    assert response.content == body
    tracemalloc.start()
    try:
        with pytest.raises(UndecodableBody, match="it has a DOCTYPE, which is refused") as caught:
            _ = response.data
        assert tracemalloc.get_traced_memory()[1] < 20 * len(body) + 2_000_000
    finally:
        tracemalloc.stop()
    assert "SECRET" not in str(caught.value)
    client = Client(described("3.1.1", ITEM), app=Sandbox(described("3.1.1", ITEM)))
    refused = client.with_options(raise_for_status=False, content_type=NAME).call("put", body=body)
    assert (refused.status_code, "DOCTYPE" in refused.text) == (400, True)


REFUSED = {
    "deep": ("<a>" * 100_000, f"nested deeper than {MAX_DEPTH} levels"),
    "deep and closed": ("<a>" * 100_000 + "</a>" * 100_000, f"nested deeper than {MAX_DEPTH} levels"),
    "cut off": ("<item xmlns='urn:shop'><name>x</na", "unclosed token|no element|mismatched|invalid token"),
    "crossed": ("<item><name></item></name>", "mismatched tag"),
    "two roots": ("<item/><item/>", "junk after document element"),
    "no markup": ("nothing", "syntax error"),
    "JSON": ('{"name": "x"}', "syntax error|not well-formed"),
    "an entity": ("<item>&nbsp;</item>", "undefined entity"),
    "a control character": ("<item>\x01</item>", "not well-formed"),
    "a reference to one": ("<item>&#1;</item>", "invalid character number"),
    "a prefix": ("<p:item/>", "the prefix of 'p:item' has no namespace"),
    "the same attribute twice": ("<item a='1' a='2'/>", "duplicate attribute"),
    "an encoding": ("<?xml version='1.0' encoding='x-klingon'?><item/>", "encoding 'x-klingon' is not one"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_well_formed_is_an_error(name: str) -> None:
    """The bytes and the text are there all the same."""
    text, reason = REFUSED[name]
    response = answering(text.encode()).call("put")
    with pytest.raises(UndecodableBody, match=reason):
        _ = response.data
    assert response.content == text.encode()


@pytest.mark.slow
def test_too_many_elements_are_an_error() -> None:
    document, schema = loaded("3.1.1", ITEM)
    with pytest.raises(ValueError, match="more than 1,000,000 elements"):
        read(document, schema, "<a>" + "<b/>" * 1_000_001 + "</a>")


def test_large_texts_are_read() -> None:
    text = "x" * 10_000_000
    document, schema = loaded("3.1.1", ITEM)
    for inner in (text, f"<![CDATA[{text}]]>"):
        value, found = read(document, schema, f"<item xmlns='urn:shop'><name>{inner}</name></item>")
        assert value == {"name": text, "tags": []}
        assert found == []


def test_alternatives_within_alternatives_take_no_time() -> None:
    """Each is read once, however many ways lead to it."""
    node = {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/components/schemas/Node"}}}
    components = {"Node": {"xml": {"name": "n"}, "oneOf": [{**node, "title": str(i)} for i in range(4)]}}
    document, schema = loaded("3.1.1", {"$ref": "#/components/schemas/Node"}, components)
    depth = 30
    value, _ = read(document, schema, "<n>" + "<a>" * depth + "</a>" * depth + "</n>")
    for _ in range(depth):
        value = value["a"]
    assert value == {}


@pytest.mark.skipif(sys.getrecursionlimit() < 1000, reason="needs the usual stack")
def test_the_deepest_elements_are_read() -> None:
    document, schema = loaded("3.1.1", {**ITEM, "properties": {}})
    text = "<a>" * (MAX_DEPTH - 1) + "x" + "</a>" * (MAX_DEPTH - 1)
    value, _ = read(document, schema, f"<item xmlns='urn:shop'>{text}</item>")
    for _ in range(MAX_DEPTH - 1):
        value = value["a"]
    assert value == "x"


SHOP = "xmlns='urn:shop'"
DEPARTING: dict[str, tuple[str, Any, list[tuple[tuple[Any, ...], str]]]] = {
    "another root": (
        f"<thing {SHOP}><name>x</name></thing>",
        {"name": "x", "tags": []},
        [((), "expected the element <item>, given <thing>")],
    ),
    "no namespace": (
        "<item><name>x</name></item>",
        {"name": "x", "tags": []},
        [((), "expected <item> in the namespace 'urn:shop', given none")],
    ),
    "another namespace": (
        "<item xmlns='urn:other'><name>x</name></item>",
        {"name": "x", "tags": []},
        [((), "expected <item> in the namespace 'urn:shop', given the namespace 'urn:other'")],
    ),
    "another namespace of a member": (
        f"<item {SHOP}><note>x</note></item>",
        {"note": "x", "tags": []},
        [(("note",), "expected <note> in the namespace 'urn:note', given the namespace 'urn:shop'")],
    ),
    "elements that are not described": (
        f"<item {SHOP}><name>x</name><size unit='cm'>4</size><size><w>1</w></size></item>",
        {"name": "x", "tags": [], "size": [{"@unit": "cm", "#text": "4"}, {"w": "1"}]},
        [],
    ),
    "attributes that are not described": (
        f"<item {SHOP} id='4' xml:lang='de'><name>x</name></item>", {"name": "x", "tags": [], "@id": "4"}, []
    ),
    "text between elements": (
        f"<item {SHOP}>hello<name>x</name> world</item>",
        {"name": "x", "tags": [], "#text": "hello world"},
        [((), "expected only elements, given the text 'hello world' too")],
    ),
    "elements in a text": (
        f"<item {SHOP}><name>a<b>c</b></name></item>",
        {"name": {"b": "c", "#text": "a"}, "tags": []},
        [(("name",), "expected only text, given <b> too")],
    ),
    "an attribute of a text": (
        f"<item {SHOP}><price currency='EUR'>5</price></item>",
        {"price": 5, "tags": []},
        [(("price",), "expected only text, given the attribute currency too")],
    ),
    "two where one is expected": (
        f"<item {SHOP}><name>a</name><name>b</name></item>",
        {"name": ["a", "b"], "tags": []},
        [(("name",), "expected one <name>, given 2")],
    ),
    "text that is no number": (f"<item {SHOP}><price>a lot</price></item>", {"price": "a lot", "tags": []}, []),
    "a number with white space": (f"<item {SHOP}><price>\n 4.50 </price></item>", {"price": 4.5, "tags": []}, []),
    "nothing at all": (f"<item {SHOP}/>", {"tags": []}, []),
    "no value": (f"<item {SHOP} xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/>", None, []),
}  # fmt: skip


@pytest.mark.parametrize("name", DEPARTING)
def test_what_departs_from_the_document_is_read_and_noted(name: str) -> None:
    """A client reads what it gets; `validate_responses` says what is wrong with it."""
    text, value, expected = DEPARTING[name]
    document, schema = loaded("3.1.1", ITEM)
    assert read(document, schema, text) == (value, expected)
    client = answering(text.encode(), validate_responses="record")
    found = client.call("put")
    assert found.data == value
    said = {(violation.path, violation.message) for violation in found.violations if violation.keyword == "xml"}
    assert said == {("/body" + "".join(f"/{token}" for token in path), what) for path, what in expected}


ENCODED = {
    "UTF-8": ("<item xmlns='urn:shop'><name>ü€</name></item>", "utf-8", NAME),
    "a byte order mark": ("<item xmlns='urn:shop'><name>ü€</name></item>", "utf-8-sig", NAME),
    "UTF-16 with a mark": ("<item xmlns='urn:shop'><name>ü€</name></item>", "utf-16", NAME),
    "UTF-16 without one": ("<item xmlns='urn:shop'><name>ü€</name></item>", "utf-16-le", NAME),
    "a declaration": (
        "<?xml version='1.0' encoding='iso-8859-15'?><item xmlns='urn:shop'><name>ü€</name></item>",
        "iso-8859-15",
        NAME,
    ),
    "a charset goes before the declaration": (
        "<?xml version='1.0' encoding='utf-8'?><item xmlns='urn:shop'><name>ü€</name></item>",
        "windows-1252",
        "application/xml; charset=windows-1252",
    ),
    "a mark goes before the charset": (
        "<item xmlns='urn:shop'><name>ü€</name></item>", "utf-8-sig", "text/xml; charset=iso-8859-1"
    ),
    "a charset of several bytes": (
        "<?xml version='1.0' encoding='Shift_JIS'?><item xmlns='urn:shop'><name>日本</name></item>",
        "shift_jis",
        NAME,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODED)
def test_encodings(name: str) -> None:
    """Source: RFC 7303 section 3; XML 1.0 appendix F."""
    text, encoding, content_type = ENCODED[name]
    document = described("3.1.1", ITEM)
    if content_type.startswith("text/"):
        content = document["paths"]["/x"]["put"]["responses"]["200"]["content"]
        content["text/xml"] = content.pop(NAME)
    expected = "日本" if "日本" in text else "ü€"

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", content_type)])
        return [text.encode(encoding)]

    response = Client(document, app=app).call("put")
    assert response["name"] == expected
    assert expected in response.text
