"""The examples of OpenAPI 3.2.0, written anew as documents, called, and compared with what arrives at a server.

Each row is a document, a call, and the request line, the headers and the body that the text gives for it. Where the
text writes a space of a form as `+`, we write `%20`, which it allows ("URL Percent-Encoding") and which every reader of
a query takes for a space; `form` says so in the rows.

Source: OAS 3.2.0, Parameter Object ("Style Examples", "Parameter Object Examples"), Encoding Object, Server Object,
Path Item Object, Operation Object, appendices C, D and E.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from dynaclient import AsyncClient, Client, ValidationError
from dynaclient.sandbox import Sandbox
from tests.echo_server import EchoServer, Received, Reply, echo_server

TEXT = {"type": "string"}
WORDS = {"type": "array", "items": TEXT}
TEXTS = {"type": "object", "additionalProperties": TEXT}
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@pytest.fixture(scope="module")
def echo() -> Iterator[EchoServer]:
    with echo_server() as server:
        yield server


def form(text: str) -> str:
    """The text of a form as the standard prints it, with `%20` for a space."""
    return text.replace("+", "%20")


def described(*parameters: dict[str, Any], path: str = "/foo", method: str = "get", **more: Any) -> dict[str, Any]:
    operation = {"operationId": "op", "parameters": list(parameters), "responses": {"200": {"description": ""}}, **more}
    item = {method: operation} if method.islower() else {"additionalOperations": {method: operation}}
    return {"openapi": "3.2.0", "info": {"title": "T", "version": "1"}, "paths": {path: item}}


def posted(media_type: str, schema: Any, **more: Any) -> dict[str, Any]:
    return described(method="post", requestBody={"content": {media_type: {"schema": schema, **more}}})


def parameter(name: str, location: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": location, "schema": schema, "required": location == "path", **more}


class Row(NamedTuple):
    """A document, what a call passes, and what arrives of it."""

    document: dict[str, Any]
    params: dict[str, Any]
    line: str
    headers: Mapping[str, str | None] = MappingProxyType({})
    body: str = ""


# "Style Examples": the whole table

COLOURS = {"string": "blue", "array": ["blue", "black", "brown"], "object": {"R": 100, "G": 200, "B": 150}}
SCHEMAS = {"string": TEXT, "array": WORDS, "object": {"type": "object", "additionalProperties": {"type": "integer"}}}

STYLES: dict[tuple[str, str, bool], tuple[str, str, str]] = {
    # (in, style, explode): as a string, an array, an object; "" where the table has n/a
    ("path", "matrix", False): (";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    ("path", "matrix", True): (";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ("path", "label", False): (".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("path", "label", True): (".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("path", "simple", False): ("blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("path", "simple", True): ("blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("header", "simple", False): ("blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("header", "simple", True): ("blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("query", "form", False): ("color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("query", "form", True): ("color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ("query", "spaceDelimited", False): ("", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
    ("query", "pipeDelimited", False): ("", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("query", "deepObject", True): ("", "", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ("cookie", "cookie", False): ("color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("cookie", "cookie", True): ("color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
    ("cookie", "form", False): ("color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    # the table joins these with `&`, and appendix D says that this is "the wrong delimiter for cookies"
    ("cookie", "form", True): ("color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
}


def _of_style(location: str, style: str, explode: bool, kind: str, written: str) -> Row:
    declared = parameter("color", location, SCHEMAS[kind], style=style, explode=explode)
    params = {"color": COLOURS[kind]}
    if location == "path":
        return Row(described(declared, path="/x{color}/y"), params, f"GET /x{written}/y")
    if location == "query":
        return Row(described(declared), params, f"GET /foo?{written}")
    return Row(described(declared), params, "GET /foo", {"Cookie" if location == "cookie" else "color": written})


STYLE_ROWS = {
    f"{location} {style} {'exploded ' if explode else ''}{kind}": _of_style(location, style, explode, kind, text)
    for (location, style, explode), texts in STYLES.items()
    for kind, text in zip(COLOURS, texts, strict=True)
    if text
}


def _empty(location: str, style: str, header: str = "") -> Row:
    path = "/x{color}/y" if location == "path" else "/foo"
    line = {"path": "GET /x;color/y", "query": "GET /foo?color="}.get(location, "GET /foo")
    declared = parameter("color", location, TEXT, style=style)
    return Row(described(declared, path=path), {"color": ""}, line, {"Cookie": header} if header else {})


EMPTY_ROWS = {
    "matrix": _empty("path", "matrix"),
    "form": _empty("query", "form"),
    "cookie": _empty("cookie", "cookie", "color="),
    "form in a cookie": _empty("cookie", "form", "color="),
}
"""The empty string, which is "not undefined"."""

UNDEFINED_ROWS = {
    f"{style} {value}": Row(
        described(parameter("color", "query", {"type": ["array", "object", "null"]}, style=style, explode=False)),
        {"color": value},
        "GET /foo",
    )
    for style in ("form", "spaceDelimited", "pipeDelimited")
    for value in (None, [], {})
}
"""What RFC 6570 calls undefined is left out whole: section 2.3; appendix C, "Undefined Values"."""


# "Parameter Object Examples"

COOKIES = {"type": "object", "properties": {"greeting": TEXT, "code": {"type": "integer", "minimum": 0}}}
PLACE = {"type": "object", "required": ["lat", "long"], "properties": {"lat": {"type": "number"}, "long": {}}}
SPACES = {"type": "object", "properties": {"foo": TEXT, "bar": {"type": "boolean"}}}
NUMBERS = {
    "type": "object",
    "properties": {"numbers": {"type": "array", "items": {"type": "integer"}}, "flag": {"type": ["boolean", "null"]}},
}
USER = described(parameter("username", "path", TEXT), path="/users/{username}")

PARAMETER_ROWS = {
    "a header with a list": Row(
        described(
            parameter(
                "X-Token", "header", {"type": "array", "items": {"type": "integer", "format": "int64"}}, style="simple"
            )
        ),
        {"X-Token": [12345678, 90099]},
        "GET /foo",
        {"X-Token": "12345678,90099"},
    ),
    "a cookie with an exploded object": Row(
        described(parameter("cookie", "cookie", COOKIES, style="cookie")),
        {"cookie": {"greeting": "Hello%2C world!", "code": 42}},
        "GET /foo",
        {"Cookie": "greeting=Hello%2C world!; code=42"},
    ),
    "a cookie with percent-encoding": Row(
        described(parameter("greeting", "cookie", TEXT)),
        {"greeting": "Hello, world!"},
        "GET /foo",
        {"Cookie": "greeting=Hello%2C%20world%21"},
    ),
    "a path": Row(USER, {"username": "edijkstra"}, "GET /users/edijkstra"),
    "a path with accents": Row(USER, {"username": "diṅnāga"}, "GET /users/di%E1%B9%85n%C4%81ga"),
    "a path in another script": Row(
        USER,
        {"username": "الخوارزميّ"},
        "GET /users/%D8%A7%D9%84%D8%AE%D9%88%D8%A7%D8%B1%D8%B2%D9%85%D9%8A%D9%91",
    ),
    "a query with a list": Row(
        described(parameter("thing", "query", WORDS, style="form", explode=True)),
        {"thing": ["one thing", "another thing"]},
        "GET /foo?thing=one%20thing&thing=another%20thing",
    ),
    "a free-form query": Row(
        described(parameter("freeForm", "query", SCHEMAS["object"], style="form")),
        {"freeForm": {"page": 4, "pageSize": 50}},
        "GET /foo?page=4&pageSize=50",
    ),
    "a query as JSON": Row(
        described({"in": "query", "name": "coordinates", "content": {"application/json": {"schema": PLACE}}}),
        {"coordinates": {"lat": 10, "long": 60}},
        "GET /foo?coordinates=%7B%22lat%22%3A10%2C%22long%22%3A60%7D",
    ),
    "a whole query as a form": Row(
        described({"in": "querystring", "name": "q", "content": {FORM: {"schema": SPACES}}}),
        {"q": {"foo": "a + b", "bar": True}},
        f"GET /foo?{form('foo=a+%2B+b&bar=true')}",
    ),
    "a whole query as JSON": Row(
        described({"in": "querystring", "name": "json", "content": {"application/json": {"schema": NUMBERS}}}),
        {"json": {"numbers": [1, 2], "flag": None}},
        "GET /foo?%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D",
    ),
    "a whole query as JSONPath": Row(
        described({"in": "querystring", "name": "selector", "content": {"application/jsonpath": {"schema": TEXT}}}),
        {"selector": "$.a.b[1:1]"},
        "GET /foo?%24.a.b%5B1%3A1%5D",
    ),
    "a whole query in a format of its own": Row(
        described({"in": "querystring", "name": "any", "content": {"text/plain": {"schema": TEXT}}}),
        {"any": "a[0][b]=c"},
        "GET /foo?a%5B0%5D%5Bb%5D%3Dc",
    ),
    "a boolean": Row(described(parameter("flag", "query", {"type": "boolean"})), {"flag": True}, "GET /foo?flag=true"),
    "no boolean": Row(
        described(parameter("flag", "query", {"type": "boolean"})), {"flag": False}, "GET /foo?flag=false"
    ),
}


# appendix C

FORMULAS = parameter("formulas", "query", TEXTS, explode=True)
WORDS_TOGETHER = parameter("words", "query", WORDS, explode=False)
VALUES = {"formulas": {"a": "x+y", "b": "x/y", "c": "x^y"}, "words": ["math", "is", "fun"]}

RFC_6570_ROWS = {
    "equivalent": Row(
        described(FORMULAS, WORDS_TOGETHER), VALUES, "GET /foo?a=x%2By&b=x%2Fy&c=x%5Ey&words=math,is,fun"
    ),
    "beyond it": Row(
        described({**FORMULAS, "allowReserved": True}, {**WORDS_TOGETHER, "style": "spaceDelimited"}),
        {**VALUES, "formulas": {"a": "x%2By", "b": "x/y", "c": "x^y"}},
        "GET /foo?a=x%2By&b=x/y&c=x%5Ey&words=math%20is%20fun",
    ),
    "undefined": Row(
        described(FORMULAS, WORDS_TOGETHER), {"formulas": {}, "words": ["hello", "world"]}, "GET /foo?words=hello,world"
    ),
    "a name that no template can have": Row(
        described(parameter("❤️", "query", TEXT)), {"❤️": "love!"}, "GET /foo?%E2%9D%A4%EF%B8%8F=love%21"
    ),
}


# appendices D and E: what is quoted, escaped and reserved

HARD = ":/?#[]@!$&'()*+,;= %41é"
RESERVED_ROWS = {
    "a header as it is": Row(
        described(parameter("If-Match", "header", TEXT)), {"If-Match": '"xyzzy"'}, "GET /foo", {"If-Match": '"xyzzy"'}
    ),
    "a header with what looks encoded": Row(
        described(parameter("X-A", "header", WORDS)), {"X-A": ["a%20b", "c=d;e"]}, "GET /foo", {"X-A": "a%20b,c=d;e"}
    ),
    "a header with an address": Row(
        described({"in": "header", "name": "X-Location", "content": {"text/plain": {"schema": TEXT}}}),
        {"X-Location": "https://example.com/a b?c=d#e"},
        "GET /foo",
        {"X-Location": "https://example.com/a b?c=d#e"},
    ),
    "a header as JSON": Row(
        described({"in": "header", "name": "X-Place", "content": {"application/json": {"schema": PLACE}}}),
        {"X-Place": {"lat": 1.5, "long": "é"}},
        "GET /foo",
        {"X-Place": '{"lat":1.5,"long":"\\u00e9"}'},
    ),
    "a cookie as JSON": Row(
        described({"in": "cookie", "name": "place", "content": {"application/json": {"schema": PLACE}}}),
        {"place": {"lat": 1.5, "long": 2}},
        "GET /foo",
        {"Cookie": "place=%7B%22lat%22%3A1.5%2C%22long%22%3A2%7D"},
    ),
    "a path as JSON": Row(
        described(
            {"in": "path", "name": "place", "required": True, "content": {"application/json": {"schema": PLACE}}},
            path="/at/{place}",
        ),
        {"place": {"lat": 1, "long": "/"}},
        "GET /at/%7B%22lat%22%3A1%2C%22long%22%3A%22%2F%22%7D",
    ),
    "nothing reserved in a query": Row(
        described(parameter("q", "query", TEXT)),
        {"q": HARD},
        "GET /foo?q=%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%20%2541%C3%A9",
    ),
    "reserved in a query, but what a form reads otherwise": Row(
        described(parameter("q", "query", TEXT, allowReserved=True)),
        {"q": HARD},
        "GET /foo?q=:/?%23%5B%5D@!$%26'()*%2B,;=%20%41%C3%A9",
    ),
    "reserved in the names of a query": Row(
        described(parameter("q", "query", TEXTS, allowReserved=True)), {"q": {"a=b": "c=d"}}, "GET /foo?a%3Db=c=d"
    ),
    "reserved in a path, but what ends its segment": Row(
        described(parameter("p", "path", TEXT, allowReserved=True), path="/in/{p}"),
        {"p": HARD},
        "GET /in/:%2F%3F%23%5B%5D@!$&'()*+,;=%20%41%C3%A9",
    ),
    "reserved in a cookie, but what ends it": Row(
        described(parameter("c", "cookie", TEXT, allowReserved=True)),
        {"c": HARD},
        "GET /foo",
        {"Cookie": "c=:/?#[]@!$&'()*+%2C%3B=%20%41%C3%A9"},
    ),
    "reserved nowhere in a header": Row(
        described(parameter("X-H", "header", TEXT, allowReserved=True)),
        {"X-H": "a/b c%41"},
        "GET /foo",
        {"X-H": "a/b c%41"},
    ),
    "a cookie that is encoded already": Row(
        described(parameter("c", "cookie", TEXT, style="cookie")),
        {"c": "Hello%2C%20world!"},
        "GET /foo",
        {"Cookie": "c=Hello%2C%20world!"},
    ),
}


# forms

ADDRESS = {"streetAddress": "123 Example Dr.", "city": "Somewhere", "state": "CA", "zip": "99999+1234"}
UUID = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
ICON = (
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAABGdBTUEAALGPC_xhBQAAADhlWElmTU0AKgAAAAgAAYdpAAQAAAABAAAAGgAAAAAAAqAC"
    "AAQAAAABAAAAAqADAAQAAAABAAAAAgAAAADO0J6QAAAAEElEQVQIHWP8zwACTGCSAQANHQEDqtPptQAAAABJRU5ErkJggg=="
)
ID = {"type": "string", "format": "uuid"}
PERSON = {"type": "object", "properties": {"id": ID, "address": {"type": "object", "properties": {}}}}
LISTS = {"type": "object", "properties": {"a": WORDS, "b": {"type": "array", "items": WORDS}, "c": TEXTS}}


def _encoded(schema: Any, value: Any, body: str, **encoding: Any) -> Row:
    given = posted(FORM, {"type": "object", "properties": {"v": schema}}, encoding={"v": encoding} if encoding else {})
    return Row(given, {"body": {"v": value}}, "POST /foo", {"Content-Type": FORM}, body)


FORM_ROWS = {
    "JSON inside": Row(
        posted(FORM, PERSON),
        {"body": {"id": UUID, "address": ADDRESS}},
        "POST /foo",
        {"Content-Type": FORM},
        form(
            f"id={UUID}&address=%7B%22streetAddress%22%3A%22123+Example+Dr.%22%2C%22city%22%3A%22Somewhere%22%2C%22"
            "state%22%3A%22CA%22%2C%22zip%22%3A%2299999%2B1234%22%7D"
        ),
    ),
    "text as JSON": Row(
        posted(
            FORM, {"type": "object", "properties": {"id": ID}}, encoding={"id": {"contentType": "application/json"}}
        ),
        {"body": {"id": UUID}},
        "POST /foo",
        {"Content-Type": FORM},
        f"id=%22{UUID}%22",
    ),
    "binary values": Row(
        posted(
            FORM,
            {
                "type": "object",
                "properties": {"name": TEXT, "icon": {"type": "string", "contentEncoding": "base64url"}},
            },
            encoding={"icon": {"contentType": "image/png, image/jpeg"}},
        ),
        {"body": {"name": "example", "icon": ICON}},
        "POST /foo",
        {},
        f"name=example&icon={ICON.replace('=', '%3D')}",
    ),
    "one value for each item": Row(
        posted(FORM, LISTS),
        {"body": {"a": ["x", "y"], "b": [["x", "y"], ["z"]], "c": {"k": "v"}}},
        "POST /foo",
        {},
        "a=x&a=y&b=%5B%22x%22%2C%22y%22%5D&b=%5B%22z%22%5D&c=%7B%22k%22%3A%22v%22%7D",
    ),
    "an entry for no property": _encoded(TEXT, "a b", "v=a%20b"),
    "style alone": _encoded(WORDS, ["a", "b"], "v=a%7Cb", style="pipeDelimited"),
    "explode alone": _encoded(WORDS, ["a", "b"], "v=a,b", explode=False),
    "explode alone, of an object": _encoded(TEXTS, {"a": "b", "c": "d"}, "a=b&c=d", explode=True),
    "allowReserved alone": _encoded(TEXT, "a/b c&d", "v=a/b%20c%26d", allowReserved=True),
    "allowReserved alone, off": _encoded(TEXTS, {"a": "b/c"}, "a=b%2Fc", allowReserved=False),
    "a style makes the content type ignored": _encoded(
        WORDS, ["a", "b"], "v=a&v=b", style="form", contentType="application/json"
    ),
    "deepObject": _encoded(TEXTS, {"a": "b"}, "v%5Ba%5D=b", style="deepObject"),
}


# servers, paths, methods

PET_ID = parameter("id", "path", WORDS, style="simple")
ANSWER = {"description": "", "content": {"*/*": {"schema": {}}}}
PETS = {
    "openapi": "3.2.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/pets/{id}": {
            "get": {"operationId": "getPetsById", "responses": {"200": ANSWER}},
            "parameters": [PET_ID],
            "query": {
                "operationId": "op",
                "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {"200": ANSWER},
            },
            "additionalOperations": {"COPY": {"operationId": "copyPetsById", "responses": {"200": ANSWER}}},
        },
        "/pets/mine": {"get": {"operationId": "mine", "responses": {"200": ANSWER}}},
    },
}
UPDATE = described(
    parameter("petId", "path", TEXT),
    path="/pet/{petId}",
    method="post",
    requestBody={
        "content": {
            FORM: {
                "schema": {"type": "object", "properties": {"name": TEXT, "status": TEXT}, "required": ["status"]},
            }
        }
    },
)

OPERATION_ROWS = {
    "a query with content": Row(
        PETS, {"id": ["a", "b"], "body": {"x": 1}}, "QUERY /pets/a,b", {"Content-Type": "application/json"}, '{"x":1}'
    ),
    "another method keeps its letters": Row(described(method="Copy"), {}, "Copy /foo"),
    "an operation with a form": Row(
        UPDATE, {"petId": "1", "name": "Rex", "status": "sold"}, "POST /pet/1", {}, "name=Rex&status=sold"
    ),
    "two styles of path": Row(
        described(
            parameter("a", "path", WORDS, style="matrix", explode=True),
            parameter("b", "path", TEXT, style="label"),
            path="/x{a}/y{b}",
        ),
        {"a": ["1", "2"], "b": "z"},
        "GET /x;a=1;a=2/y.z",
    ),
}

ROWS = {
    f"{title}: {name}": row
    for title, rows in {
        "styles": STYLE_ROWS,
        "the empty string": EMPTY_ROWS,
        "undefined": UNDEFINED_ROWS,
        "parameters": PARAMETER_ROWS,
        "appendix C": RFC_6570_ROWS,
        "appendices D and E": RESERVED_ROWS,
        "forms": FORM_ROWS,
        "operations": OPERATION_ROWS,
    }.items()
    for name, row in rows.items()
}


def call(
    echo: EchoServer, document: Any, params: dict[str, Any], operation_id: str = "op", **options: Any
) -> list[Received]:
    """What arrives of the same call of both kinds of client."""
    given = dict(params)
    body = {"body": given.pop("body")} if "body" in given else {}
    options = {"base_url": echo.url, **options}
    echo.received.clear()
    with Client(document, **options) as client:
        client.call(operation_id, given, **body)

    async def asynchronously() -> None:
        async with AsyncClient(document, **options) as client:
            await client.call(operation_id, given, **body)

    asyncio.run(asynchronously())
    sync, other = echo.received
    assert (other.line, re.sub(rb"dynaclient-\w+", b"-", other.body)) == (
        sync.line,
        re.sub(rb"dynaclient-\w+", b"-", sync.body),
    )
    return [sync, other]


@pytest.mark.parametrize("name", ROWS)
def test_an_example_arrives_as_the_text_says(name: str, echo: EchoServer) -> None:
    row = ROWS[name]
    for received in call(echo, row.document, row.params):
        assert received.line == f"{row.line} HTTP/1.1"
        assert {key: received.header(key) for key in row.headers} == row.headers
        assert received.body.decode() == row.body


def test_the_sandbox_accepts_every_example() -> None:
    """Its judge reads requests by the document, and knows nothing of how they were written."""
    refused = {}
    for name, row in ROWS.items():
        given = dict(row.params)
        body = {"body": given.pop("body")} if "body" in given else {}
        answer = Client(row.document, app=Sandbox(row.document)).with_options(raise_for_status=False)
        if (found := answer.call("op", given, **body)).status_code != 200:
            refused[name] = found.text
    assert refused == {}


@pytest.mark.parametrize(
    ("location", "media_type"),
    [
        ("query", FORM),
        ("query", "application/xml"),
        ("header", "text/plain"),
        ("cookie", "application/linkset"),
        ("querystring", "application/jsonpath"),
    ],
)
@pytest.mark.parametrize("value", [{"a": "b"}, ["a"]])
def test_a_media_type_that_is_not_written_from_a_value_is_refused(location: str, media_type: str, value: Any) -> None:
    """Rather than sent as JSON. Its text is sent."""
    client = Client(described({"in": location, "name": "v", "content": {media_type: {}}}), base_url="http://a.test")
    with pytest.raises(ValidationError, match=f"/v: {media_type} is written from text here, not from"):
        client.prepare("op", v=value)
    assert client.prepare("op", v="a").method == "GET"


@pytest.mark.parametrize(
    ("style", "value"),
    [("spaceDelimited", "blue"), ("pipeDelimited", "blue"), ("deepObject", "blue"), ("deepObject", ["blue"])],
)
def test_what_the_table_leaves_open_is_sent_readably(style: str, value: Any, echo: EchoServer) -> None:
    """`n/a` in the table is undefined: a string goes as in style form, a list of deepObject by index."""
    declared = parameter("color", "query", {}, style=style)
    written = "color%5B0%5D=blue" if isinstance(value, list) else "color=blue"
    assert call(echo, described(declared), {"color": value})[0].target == f"/foo?{written}"


# multipart

PROFILE = {
    "type": "object",
    "properties": {"id": ID, "profileImage": {}, "addresses": {"type": "array", "items": {"type": "object"}}},
}
PNG = b"\x89PNG\r\n\x1a\n"


def parts_of(received: Received) -> list[tuple[dict[str, str], bytes]]:
    """The parts of a body as they came: their headers, and their bytes."""
    content_type = received.header("Content-Type") or ""
    media_type, _, boundary = content_type.partition("; boundary=")
    assert media_type == MULTIPART
    first, *parts, last = received.body.split(b"--" + boundary.encode())
    assert (first, last) == (b"", b"--\r\n")
    found = []
    for part in parts:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        found.append((headers, content.removesuffix(b"\r\n")))
    return found


def disposition(name: str, filename: str = "") -> dict[str, str]:
    file = f'; filename="{filename}"' if filename else ""
    return {"Content-Disposition": f'form-data; name="{name}"{file}'}


def test_a_form_of_parts_without_encoding(echo: EchoServer) -> None:
    """The default types: none of text, which is text/plain; octets of what has no type; JSON for each object."""
    given = posted(MULTIPART, PROFILE)
    body = {"id": UUID, "profileImage": PNG, "addresses": [{"a": 1}, {"b": 2}]}
    for received in call(echo, given, {"body": body}):
        assert parts_of(received) == [
            (disposition("id"), UUID.encode()),
            ({**disposition("profileImage", "profileImage"), "Content-Type": "application/octet-stream"}, PNG),
            ({**disposition("addresses"), "Content-Type": "application/json"}, b'{"a":1}'),
            ({**disposition("addresses"), "Content-Type": "application/json"}, b'{"b":2}'),
        ]


def test_a_form_of_parts_with_encoding(echo: EchoServer) -> None:
    """A type from the list, chosen by the file; a header of one part."""
    header = {"X-Rate-Limit-Limit": {"description": "a limit", "schema": {"type": "integer"}}}
    encoding = {
        "addresses": {"contentType": "application/json; charset=utf-8"},
        "profileImage": {"contentType": "image/png, image/jpeg", "headers": header},
    }
    given = posted(MULTIPART, PROFILE, encoding=encoding)
    image = ("me.jpg", PNG, "image/png", {"X-Rate-Limit-Limit": "5"})
    body = {"id": UUID, "addresses": [{"a": 1}], "profileImage": image}
    for received in call(echo, given, {"body": body}):
        assert parts_of(received) == [
            (disposition("id"), UUID.encode()),
            ({**disposition("addresses"), "Content-Type": "application/json; charset=utf-8"}, b'{"a":1}'),
            (
                {**disposition("profileImage", "me.jpg"), "Content-Type": "image/png", "X-Rate-Limit-Limit": "5"},
                PNG,
            ),
        ]
    wrong = {**body, "profileImage": ("me.png", PNG, "image/png", {"X-Rate-Limit-Limit": "five"})}
    with (
        Client(given, base_url=echo.url) as client,
        pytest.raises(ValidationError, match="X-Rate-Limit-Limit: expected"),
    ):
        client.call("op", body=wrong)


def test_a_header_of_a_part_by_its_content(echo: EchoServer) -> None:
    """As the text describes addresses in headers: `content` of text/plain, which nothing encodes."""
    location = {"required": True, "content": {"text/plain": {"schema": {"type": "string", "pattern": "^https:"}}}}
    given = posted(MULTIPART, PROFILE, encoding={"profileImage": {"headers": {"Content-Location": location}}})
    image = ("a.png", PNG, "image/png", {"Content-Location": "https://example.com/a b"})
    (headers, _), *_ = parts_of(call(echo, given, {"body": {"profileImage": image}})[0])
    assert headers["Content-Location"] == "https://example.com/a b"
    with Client(given, base_url=echo.url) as client:
        with pytest.raises(ValidationError, match="the part needs the header Content-Location"):
            client.call("op", body={"profileImage": PNG})
        with pytest.raises(ValidationError, match="header Content-Location: "):
            client.call("op", body={"profileImage": ("a", PNG, "image/png", {"Content-Location": "ftp://x"})})


def test_several_files_have_the_same_name(echo: EchoServer) -> None:
    given = posted(MULTIPART, {"properties": {"file": {"type": "array", "items": {}}}})
    body = {"file": [("a.bin", b"1"), ("b.bin", b"2")]}
    for received in call(echo, given, {"body": body}):
        assert parts_of(received) == [
            ({**disposition("file", "a.bin"), "Content-Type": "application/octet-stream"}, b"1"),
            ({**disposition("file", "b.bin"), "Content-Type": "application/octet-stream"}, b"2"),
        ]


@pytest.mark.parametrize(
    ("encoding", "parts"),
    [
        ({"style": "form"}, [("v", b"a/b"), ("v", "é%41".encode())]),
        ({"explode": False}, [("v", "a/b,é%41".encode())]),
        ({"allowReserved": True}, [("v", b"a/b"), ("v", "é%41".encode())]),
        ({"style": "pipeDelimited"}, [("v", "a/b|é%41".encode())]),
        ({"style": "spaceDelimited"}, [("v", "a/b é%41".encode())]),
    ],
)
def test_a_style_of_parts_encodes_nothing(encoding: Any, parts: Any, echo: EchoServer) -> None:
    """Nor does `allowReserved` change anything. Source: OAS 3.2.0 Encoding Object, appendix C."""
    given = posted(MULTIPART, {"type": "object", "properties": {"v": WORDS}}, encoding={"v": encoding})
    received = call(echo, given, {"body": {"v": ["a/b", "é%41"]}})[0]
    assert parts_of(received) == [(disposition(name), content) for name, content in parts]


# servers: "Examples of API Base URL Determination", "Server Object Example", "Path Templating Matching"


def test_a_server_is_relative_to_where_the_text_was_found_not_to_its_own_address(echo: EchoServer) -> None:
    text = """
        {"openapi": "3.2.0", "$self": "https://apidescriptions.example.com/foo", "info": {"title": "E", "version": "1"},
        "servers": [{"url": "."}, {"url": "./test", "name": "test"}],
        "paths": {"/a": {"get": {"operationId": "op", "responses": {}}}}}"""
    echo.answer("/", Reply(200, text.encode()))
    with Client(f"{echo.url}/") as client:
        assert client.prepare("op").url == f"{echo.url}/a"
        assert client.with_options(server="test").prepare("op").url == f"{echo.url}/test/a"
        assert client.with_options(server=1).prepare("op").url == f"{echo.url}/test/a"


SERVERS = [
    {"url": "https://development.gigantic-server.com/v1", "description": "Development server", "name": "dev"},
    {"url": "https://staging.gigantic-server.com/v1", "description": "Staging server", "name": "staging"},
    {"url": "https://api.gigantic-server.com/v1", "description": "Production server", "name": "prod"},
]
TEMPLATED = {
    "url": "https://{username}.gigantic-server.com:{port}/{basePath}",
    "variables": {
        "username": {"default": "demo"},
        "port": {"enum": ["8443", "443"], "default": "8443"},
        "basePath": {"default": "v2"},
    },
}


@pytest.mark.parametrize(
    ("servers", "options", "url"),
    [
        (SERVERS[:1], {}, "https://development.gigantic-server.com/v1/foo"),
        (SERVERS, {}, "https://development.gigantic-server.com/v1/foo"),
        (SERVERS, {"server": "staging"}, "https://staging.gigantic-server.com/v1/foo"),
        (SERVERS, {"server": "prod"}, "https://api.gigantic-server.com/v1/foo"),
        ([TEMPLATED], {}, "https://demo.gigantic-server.com:8443/v2/foo"),
        (
            [TEMPLATED],
            {"server_variables": {"username": "me", "port": "443", "basePath": "v1"}},
            "https://me.gigantic-server.com:443/v1/foo",
        ),
    ],
)
def test_the_servers_of_the_text(servers: Any, options: Any, url: str) -> None:
    assert Client({**described(), "servers": servers}, **options).prepare("op").url == url


def test_concrete_and_templated_paths_are_operations_of_their_own(echo: EchoServer) -> None:
    assert call(echo, PETS, {}, "mine")[0].line == "GET /pets/mine HTTP/1.1"
    assert call(echo, PETS, {"id": ["mine"]}, "getPetsById")[0].line == "GET /pets/mine HTTP/1.1"
    assert call(echo, PETS, {"id": ["x", "y"]}, "copyPetsById")[0].line == "COPY /pets/x,y HTTP/1.1"


# "Security Scheme Object Examples", "Security Requirement Object Examples"

SCOPES = {"write:pets": "modify pets in your account", "read:pets": "read your pets"}
IMPLICIT = {"authorizationUrl": "https://example.com/api/oauth/dialog", "scopes": SCOPES}
SCHEMES = {
    "basic": {"type": "http", "scheme": "basic"},
    "api_key": {"type": "apiKey", "name": "api-key", "in": "header"},
    "jwt": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "petstore_auth": {"type": "oauth2", "flows": {"implicit": IMPLICIT}},
}


@pytest.mark.parametrize(
    ("security", "credentials", "headers"),
    [
        ([{"basic": []}], {"basic": ("user", "pass")}, {"Authorization": "Basic dXNlcjpwYXNz"}),
        ([{"api_key": []}], {"api_key": "k"}, {"api-key": "k"}),
        ([{"jwt": []}], {"jwt": "a.b.c"}, {"Authorization": "Bearer a.b.c"}),
        ([{"petstore_auth": list(SCOPES)}], {"petstore_auth": "t"}, {"Authorization": "Bearer t"}),
        ([{}, {"petstore_auth": list(SCOPES)}], {"petstore_auth": "t"}, {"Authorization": "Bearer t"}),
        ([{}, {"petstore_auth": list(SCOPES)}], {}, {"Authorization": None}),
        ([{"api_key": [], "jwt": []}], {"api_key": "k", "jwt": "t"}, {"api-key": "k", "Authorization": "Bearer t"}),
    ],
    ids=["basic", "a key", "a token", "OAuth", "optional, given", "optional, not given", "both"],
)
def test_the_credentials_of_the_text(security: Any, credentials: Any, headers: Any, echo: EchoServer) -> None:
    given = {**described(security=security), "components": {"securitySchemes": SCHEMES}}
    for received in call(echo, given, {}, credentials=credentials):
        assert {name: received.header(name) for name in headers} == headers
