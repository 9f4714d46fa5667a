"""XML through a client: bodies that are values, answers that are read, and what stays text."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, HTTPStatusError, InvalidResponse, UnknownParameter, ValidationError
from tests.xml_documents import described

NAME, JSON, FORM = "application/xml", "application/json", "application/x-www-form-urlencoded"
ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "id": {"type": "integer", "xml": {"attribute": True}},
        "name": {"type": "string"},
        "made": {"type": "string", "format": "date-time"},
        "tags": {"type": "array", "items": {"type": "string", "xml": {"name": "tag"}}},
    },
}
ERROR = {"type": "object", "properties": {"code": {"type": "integer"}, "message": {"type": "string"}}}
REF = {"$ref": "#/components/schemas/Item"}
VALUE = {"id": 7, "name": "a <b>", "tags": ["x", "y"]}
XML = '<Item id="7"><name>a &lt;b&gt;</name><tag>x</tag><tag>y</tag></Item>'


def document(*names: str, answers: tuple[str, ...] = (NAME,), schema: Any = REF, **more: Any) -> dict[str, Any]:
    """A document whose body is offered as several media types."""
    found = described("3.1.1", schema, {"Item": ITEM, "Error": ERROR})
    put = found["paths"]["/x"]["put"]
    put["requestBody"] = {"required": True, "content": {name: {"schema": schema, **more} for name in names or (NAME,)}}
    put["responses"] = {
        "200": {"description": "", "content": {name: {"schema": schema} for name in answers}},
        "4XX": {"description": "", "content": {NAME: {"schema": {"$ref": "#/components/schemas/Error"}}}},
    }
    return found


class Server:
    """Answers with what it is given, and keeps the request."""

    def __init__(self, body: bytes | str = XML, status: int = 200, content_type: str = NAME) -> None:
        self.body = body.encode() if isinstance(body, str) else body
        self.status = status
        self.content_type = content_type
        self.sent: list[tuple[str, bytes, str]] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.sent.append((environ.get("CONTENT_TYPE", ""), body, environ.get("HTTP_ACCEPT", "")))
        start_response(f"{self.status} Status", [("Content-Type", self.content_type)])
        return [self.body]


def prepared(given: dict[str, Any], body: Any, **options: Any) -> tuple[str, bytes]:
    """The Content-Type and the body that are sent."""
    request = Client(given, base_url="http://h").with_options(**options).prepare("put", body=body)
    return request.headers["Content-Type"], request.body


def test_a_value_goes_as_xml_and_comes_back() -> None:
    server = Server()
    client = Client(document(), app=server, validate_responses="raise")
    response = client.put(**VALUE)
    assert server.sent == [(f"{NAME}; charset=utf-8", XML.encode(), NAME)]
    assert response.data == VALUE
    assert (response["tags"][1], response.text, response.content) == ("y", XML, XML.encode())
    assert client.put(body=VALUE).data == VALUE


def test_async_too() -> None:
    server = Server()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        sent = (await receive())["body"]
        server.sent.append(("", sent, ""))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", NAME.encode())]})
        await send({"type": "http.response.body", "body": XML.encode()})

    async def run() -> Any:
        async with AsyncClient(document(), app=app, validate_responses="raise") as client:
            return (await client.put(**VALUE)).data

    assert asyncio.run(run()) == VALUE
    assert server.sent[0][1] == XML.encode()


@pytest.mark.parametrize("body", [XML, XML.encode(), [b"<Item>", b"</Item>"], bytearray(b"<Item/>")])
def test_text_and_bytes_go_as_they_are(body: Any) -> None:
    """Nobody reads them, so that anything may be in them."""
    written = body.encode() if isinstance(body, str) else b"".join(body) if isinstance(body, list) else bytes(body)
    kind, sent = prepared(document(), body)
    assert (kind, sent) == (f"{NAME}; charset=utf-8" if isinstance(body, str) else NAME, written)
    assert prepared(document(), "no XML")[1] == b"no XML"


@pytest.mark.parametrize(
    ("names", "asked", "expected"),
    [
        pytest.param((NAME, JSON), None, JSON, id="JSON is preferred"),
        pytest.param((NAME, FORM), None, FORM, id="so is a form"),
        pytest.param((NAME, JSON), NAME, f"{NAME}; charset=utf-8", id="content_type chooses"),
        pytest.param(
            (JSON, "application/*+xml"), "application/a+xml", "application/a+xml; charset=utf-8", id="a range"
        ),
        pytest.param(("text/xml",), None, "text/xml; charset=utf-8", id="text/xml"),
        pytest.param(("image/svg+xml",), None, "image/svg+xml; charset=utf-8", id="a suffix"),
    ],
)
def test_the_media_type(names: tuple[str, ...], asked: str | None, expected: str) -> None:
    client = Client(document(*names), base_url="http://h").with_options(content_type=asked)
    found = client.prepare("put", **VALUE)
    assert found.headers["Content-Type"] == expected
    assert (found.body == XML.encode()) is ("xml" in expected)


def test_names_choose_between_json_and_xml_of_different_schemas() -> None:
    """As among any two media types that are objects."""
    given = document(JSON)
    content = given["paths"]["/x"]["put"]["requestBody"]["content"]
    content[NAME] = {"schema": {"type": "object", "xml": {"name": "o"}, "properties": {"only": {"type": "integer"}}}}
    client = Client(given, base_url="http://h")
    assert client.prepare("put", only=1).body == b"<o><only>1</only></o>"
    assert client.prepare("put", name="x").body == b'{"name":"x"}'


def test_the_accept_header() -> None:
    """Both are asked for, JSON first; a header of the caller asks for XML alone."""
    server = Server()
    client = Client(document(answers=(NAME, JSON)), app=server)
    client.put(name="x")
    client.with_options(headers={"Accept": NAME}).put(name="x")
    assert [accept for *_, accept in server.sent] == [f"{JSON}, {NAME}", NAME]


WRONG = [
    pytest.param({"name": 5}, "/body/name", "expected string, given integer 5", id="a type"),
    pytest.param({"name": "x", "id": "7"}, "/body/id", 'expected integer, given string "7"', id="text for a number"),
    pytest.param({}, "/body/name", "this is required and missing", id="a missing member"),
    pytest.param({"name": "x", "tags": ["a", 1]}, "/body/tags/1", "expected string, given integer 1", id="an item"),
    pytest.param([1], "/body", "expected object, given an array of 1", id="a list"),
    pytest.param({"name": "\x00"}, "/body/name", "XML cannot hold the character U+0000", id="a control character"),
    pytest.param({"name": "\ud800"}, "/body/name", "unpaired surrogate", id="half a character"),
    pytest.param({"name": "x", "a b": 1}, "/body/a b", "'a b' cannot be a name in XML", id="a name"),
    pytest.param({"name": b"x"}, "/body/name", "bytes are not JSON; decode them", id="bytes"),
    pytest.param({"name": "x", "a:b": 1}, "/body/a:b", "'a:b' cannot be a name in XML", id="a prefix"),
    pytest.param({"name": {"x": 1}}, "/body/name", "expected string, given an object", id="an object for a text"),
]


@pytest.mark.parametrize(("body", "path", "what"), WRONG)
def test_values_are_checked_before_they_leave(body: Any, path: str, what: str) -> None:
    server = Server()
    client = Client(document(), app=server)
    with pytest.raises(ValidationError) as caught:
        client.put(body=body)
    assert (path, True) in [(v.path, what in v.message) for v in caught.value.violations]
    assert server.sent == []
    assert client.validate("put", body=body)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(UnknownParameter, match="Did you mean 'name'"):
        Client(document(), base_url="http://h").prepare("put", nam="x")


def test_unchecked_values_are_written_all_the_same() -> None:
    _, sent = prepared(document(), {"id": "x", "more": [1, {"a": None}]}, validate=False)
    assert sent.startswith(b'<Item id="x"><more>1</more><more><a ')


def test_a_schema_that_gives_no_name_is_refused_with_what_to_do() -> None:
    given = document(schema={"type": "object", "properties": {"a": {}, "b": {}}})
    with pytest.raises(ValidationError, match=r"the root element no name: its schema needs `xml\.name`, or to"):
        prepared(given, {"a": 1})
    assert prepared(given, "<x/>")[1] == b"<x/>"


@pytest.mark.parametrize("schema", [None, {}, {"type": "string"}, {"type": ["string", "null"]}])
def test_what_is_described_as_text_stays_text(schema: Any) -> None:
    given = document(schema=schema)
    if schema is None:
        for content in (
            given["paths"]["/x"]["put"]["requestBody"]["content"],
            given["paths"]["/x"]["put"]["responses"]["200"]["content"],
        ):
            del content[NAME]["schema"]
    assert Client(given, app=Server()).put(body=XML).data == XML
    with pytest.raises(ValidationError, match="does not describe application/xml as a value; pass the XML as text"):
        prepared(given, {"a": 1})


def test_an_answer_that_is_not_described_stays_text() -> None:
    assert Client(document(answers=(JSON,)), app=Server()).put(name="x").data == XML


@pytest.mark.parametrize(("declared", "sent"), [(NAME, "text/xml"), ("text/xml", NAME), ("*/*", "application/a+xml")])
def test_two_names_of_one_media_type(declared: str, sent: str) -> None:
    """The value is read; a check says that the document has another name."""
    client = Client(document(answers=(declared,)), app=Server(content_type=f"{sent}; charset=utf-8"))
    assert client.put(name="x").data == VALUE
    found = client.with_options(validate_responses="record").put(name="x").violations
    assert [violation.keyword for violation in found] == ([] if declared == "*/*" else ["unknown"])


def test_a_charset() -> None:
    """Every other charset than UTF-8 is declared in the document too."""
    found = prepared(document(), {"name": "ü"}, content_type="application/xml; charset=iso-8859-1")
    assert found == (
        "application/xml; charset=iso-8859-1",
        '<?xml version="1.0" encoding="iso-8859-1"?><Item><name>ü</name></Item>'.encode("latin-1"),
    )
    with pytest.raises(ValidationError, match="the charset iso-8859-1 has no character '€'"):
        prepared(document(), {"name": "€"}, content_type="application/xml; charset=iso-8859-1")


def test_errors_are_read() -> None:
    server = Server("<Error><code>7</code><message>no such thing</message></Error>", 404)
    with pytest.raises(HTTPStatusError, match="404 Status: no such thing") as caught:
        Client(document(), app=server).put(name="x")
    assert caught.value.data == {"code": 7, "message": "no such thing"}
    server.body = b"<html>"
    with pytest.raises(HTTPStatusError) as caught:
        Client(document(), app=server).put(name="x")
    assert caught.value.data == "<html>"


ANSWERS = [
    pytest.param("<Item><name>x</name><id>1</id></Item>", [("/body/id", "xml")], id="an element for an attribute"),
    pytest.param("<Item/>", [("/body/name", "required")], id="a missing member"),
    pytest.param('<Item id="x"><name>x</name></Item>', [("/body/id", "type")], id="a number that is none"),
    pytest.param("<Item><name>x</name><made>now</made></Item>", [("/body/made", "format")], id="a format"),
    pytest.param("<Thing><name>x</name></Thing>", [("/body", "xml")], id="another root"),
    pytest.param("<Item><name>x</name>text</Item>", [("/body", "xml")], id="stray text"),
    pytest.param("<Item>", [("/body", "type")], id="no XML"),
]


@pytest.mark.parametrize(("text", "expected"), ANSWERS)
def test_answers_are_held_against_the_document(text: str, expected: list[tuple[str, str]]) -> None:
    client = Client(document(), app=Server(text), validate_responses="record")
    found = client.put(name="x").violations
    assert [(violation.path, violation.keyword) for violation in found] == expected
    if expected:
        with pytest.raises(InvalidResponse):
            client.with_options(validate_responses="raise").put(name="x")


@dataclass
class Item:
    """What an answer is read into."""

    name: str
    id: int
    tags: list[str]


def test_typed_values() -> None:
    server = Server(XML.replace("</name>", "</name><made>2026-01-02T03:04:05Z</made>"))
    response = Client(document(), app=server).put(name="x")
    assert response.unmarshal(Item) == Item("a <b>", 7, ["x", "y"])
    made = response.unmarshal()
    assert (made.id, made.made.year, made.tags) == (7, 2026, ["x", "y"])


def test_a_part_of_a_form_is_xml_where_its_encoding_says_so() -> None:
    """Source: OAS 3.2.0, "Extended Validation With Data Types" (its form), and Media Type Object."""
    form = {
        "type": "object",
        "properties": {
            "count": {"type": "integer"},
            "extra": {"type": "object"},
            "item": REF,
            "items": {"type": "array", "items": REF},
        },
    }
    encoding = {name: {"contentType": NAME} for name in ("extra", "item", "items")}
    given = document(FORM, "multipart/form-data", schema=form, encoding=encoding)
    client = Client(given, base_url="http://h")
    request = client.prepare("put", count=42, extra={"info": "abc"})
    assert request.body == b"count=42&extra=%3Cinfo%3Eabc%3C%2Finfo%3E"
    request = client.with_options(content_type="multipart/form-data").prepare(
        "put", item={"name": "x"}, items=[{"name": "y"}, {"name": "z", "id": 1}]
    )
    body = b"".join(request.body)
    for part in (b"<Item><name>x</name></Item>", b"<Item><name>y</name></Item>", b'<Item id="1"><name>z</name></Item>'):
        assert b"Content-Type: application/xml\r\n\r\n" + part in body


def test_lists_are_paged_through() -> None:
    given = document(answers=(NAME,))
    listed = {
        "type": "object",
        "xml": {"name": "page"},
        "properties": {"items": {"type": "array", "items": REF}, "next": {"type": "string"}},
    }
    get = {
        "operationId": "list",
        "parameters": [{"name": "cursor", "in": "query", "schema": {"type": "string"}}],
        "responses": {"200": {"description": "", "content": {NAME: {"schema": listed}}}},
    }
    given["paths"]["/x"]["get"] = get
    pages = {
        "": "<page><items><name>a</name></items><items><name>b</name></items><next>2</next></page>",
        "cursor=2": "<page><items><name>c</name></items></page>",
    }

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", NAME)])
        return [pages[environ["QUERY_STRING"]].encode()]

    assert [item["name"] for item in Client(given, app=app).paginate("list")] == ["a", "b", "c"]


def test_the_memory_of_what_a_document_describes_is_let_go() -> None:
    """A document that nobody uses any more is freed, with what XML has derived from it."""
    import gc
    import weakref

    client = Client(document(), app=Server())
    assert client.put(**VALUE).data == VALUE
    gone = weakref.ref(client.document)
    assert json.loads(json.dumps(client.put(**VALUE).data)) == VALUE
    del client
    gc.collect()
    assert gone() is None
