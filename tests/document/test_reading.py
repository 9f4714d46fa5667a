"""A document is read from whatever names it; what cannot be read at all is one clear error."""

from __future__ import annotations

import copy
import json
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any

import pytest

from dynaclient import Client, DocumentError, DocumentSyntaxError, UnsupportedVersion, load_document
from dynaclient.document.read import load_value
from dynaclient.model import Operations
from dynaclient.model.excerpt import excerpt

MINIMAL: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Näme", "version": "1"},
    "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {}}}},
}
JSON_TEXT = json.dumps(MINIMAL, ensure_ascii=False)
YAML_TEXT = """\
openapi: 3.1.0
info: {title: Näme, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
"""


# every kind of source


@pytest.mark.parametrize("text", [JSON_TEXT, YAML_TEXT], ids=["JSON", "YAML"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        pytest.param("utf-8", b"", id="UTF-8"),
        pytest.param("utf-8", b"\xef\xbb\xbf", id="UTF-8 with a byte order mark"),
        pytest.param("utf-16-le", b"\xff\xfe", id="UTF-16 little endian"),
        pytest.param("utf-16-be", b"\xfe\xff", id="UTF-16 big endian"),
        pytest.param("utf-32-le", b"\xff\xfe\x00\x00", id="UTF-32 little endian"),
        pytest.param("utf-32-be", b"\x00\x00\xfe\xff", id="UTF-32 big endian"),
    ],
)
def test_text_is_read_in_every_encoding_that_names_itself(text: str, encoding: str, mark: bytes) -> None:
    """Source: RFC 8259 section 8.1; YAML 1.2.2 section 5.2."""
    document = load_document(mark + text.encode(encoding))
    assert document.title == "Näme"
    assert list(document.entries) == ["listPets"]


@pytest.mark.parametrize("name", ["api.json", "api.yaml", "no-suffix", "wrong.txt", "with space # and ü.yaml"])
@pytest.mark.parametrize("as_path", [True, False], ids=["Path", "str"])
def test_a_path_is_read_whatever_its_name(tmp_path: Path, name: str, as_path: bool) -> None:
    """The format of a file is detected from its text, not its suffix."""
    path = tmp_path / name
    path.write_text(JSON_TEXT, "utf-8")
    document = load_document(path if as_path else str(path))
    assert list(document.entries) == ["listPets"]
    assert document.uri == path.resolve().as_uri()


def test_a_relative_path_and_a_file_uri_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`Client("petstore.yaml")` is the usual way."""
    (tmp_path / "api.yaml").write_text(YAML_TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert list(load_document("api.yaml").entries) == ["listPets"]
    assert list(load_document((tmp_path / "api.yaml").as_uri()).entries) == ["listPets"]


def test_a_mapping_is_read_and_never_changed() -> None:
    """The caller's mapping is deeply equal before and after everything that is asked of the document."""
    given = {
        "swagger": "2.0",
        "consumes": ["application/json"],
        "paths": {
            "/a/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "type": "integer", "x-nullable": True}],
                "post": {
                    "operationId": "a",
                    "security": [{"k": []}],
                    "parameters": [{"name": "b", "in": "body", "schema": {"$ref": "#/definitions/N"}}],
                    "responses": {200: {"description": "", "schema": {"$ref": "#/definitions/N"}}},
                },
            }
        },
        "definitions": {
            "N": {
                "type": "object",
                "required": ["x", "x"],
                "properties": {"x": {"$ref": "#/definitions/N"}, "y": {"minimum": 1, "exclusiveMinimum": True}},
            }
        },
        "securityDefinitions": {"k": {"type": "oauth2", "flow": "application", "tokenUrl": "t", "scopes": {}}},
    }
    before = copy.deepcopy(given)
    document = load_document(given)
    client = Client(document, base_url="http://h")
    assert document.problems == ()
    assert client.validate("a", id="1", body={"x": {"y": 1}})
    assert excerpt(document, "a")["openapi"] == "3.2.0"
    assert given == before


def test_a_read_only_mapping_is_read() -> None:
    """Any Mapping will do, since it is only read."""
    assert list(load_document(MappingProxyType(MINIMAL)).entries) == ["listPets"]


def test_a_document_is_given_back_as_it_is() -> None:
    """One Document may serve several clients."""
    document = load_document(MINIMAL)
    assert load_document(document) is document
    assert Client(document).document is document


@pytest.fixture
def web() -> Iterator[tuple[str, dict[str, tuple[int, dict[str, str], bytes]], list[str]]]:
    """A server that answers from a table of pages, and the list of paths that were asked for."""
    pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", pages, asked
        server.shutdown()
        thread.join()


def test_an_address_is_read_once_and_redirects_are_followed(web: Any) -> None:
    """A document may be behind a redirect; its relative servers are relative to the URL that was given."""
    origin, pages, asked = web
    pages["/old"] = (302, {"Location": "/v1/api.yaml"}, b"")
    pages["/v1/api.yaml"] = (200, {"Content-Type": "text/plain"}, YAML_TEXT.encode())
    document = load_document(f"{origin}/old")
    assert list(document.entries) == ["listPets"]
    assert asked == ["/old", "/v1/api.yaml"]


# what cannot be read

UNREADABLE: list[Any] = [
    pytest.param(b"", DocumentSyntaxError, "the text is empty", id="an empty file"),
    pytest.param(b" \n\t\n", DocumentSyntaxError, "the text is empty", id="white space"),
    pytest.param(b"# nothing\n", DocumentSyntaxError, "this is null", id="only a comment"),
    pytest.param(b"<!DOCTYPE html><html></html>", DocumentSyntaxError, "looks like HTML", id="an HTML page"),
    pytest.param(b"\n <html>", DocumentSyntaxError, "looks like HTML", id="HTML behind white space"),
    pytest.param(b"[1, 2]", DocumentSyntaxError, "is an object with `openapi`.*this is array", id="a JSON array"),
    pytest.param(b"- a", DocumentSyntaxError, "this is array", id="a YAML list"),
    pytest.param(b'"text"', DocumentSyntaxError, "this is string", id="a text"),
    pytest.param(b"12", DocumentSyntaxError, "this is integer", id="a number"),
    pytest.param(b"plain words", DocumentSyntaxError, "this is string", id="plain words"),
    pytest.param(b"{}", DocumentError, "no `openapi` or `swagger`.*found: nothing", id="an empty object"),
    pytest.param(b'{"name": 1}', DocumentError, 'found: "name"', id="another kind of JSON"),
    pytest.param(b"openapi: 4.0.0", UnsupportedVersion, r"version 4\.0\.0 .*2\.0, 3\.0\.x, 3\.1\.x", id="4.0.0"),
    pytest.param(b"openapi: 3.10.0", UnsupportedVersion, r"version 3\.10\.0 is not supported", id="3.10.0"),
    pytest.param(b"openapi: 2.0", UnsupportedVersion, r"version 2\.0 is not supported", id="openapi: 2.0"),
    pytest.param(b"swagger: 1.2", UnsupportedVersion, r"version 1\.2 is not supported", id="swagger: 1.2"),
    pytest.param(b"swagger: '3.0'", UnsupportedVersion, r"version 3\.0 is not supported", id="swagger: 3.0"),
    pytest.param(b"openapi:", UnsupportedVersion, "is not supported", id="openapi: null"),
    pytest.param(b"openapi: {}", UnsupportedVersion, "is not supported", id="openapi: an object"),
    pytest.param(b'{"a": 1, "b" 2}', DocumentSyntaxError, "line 1, column 14: this is not JSON", id="broken JSON"),
    pytest.param(b'{\n "a": [1,\n}', DocumentSyntaxError, "line 3, column 1", id="broken JSON, third line"),
    pytest.param(b"openapi: 3.1.0\npaths: [", DocumentSyntaxError, "line 3, column 1: this is not YAML", id="YAML"),
    pytest.param(b"a: b\nc: \xff", DocumentSyntaxError, "line 2, column 4: byte 0xff is not UTF-8", id="no UTF-8"),
    pytest.param(b"\xff\xfea", DocumentSyntaxError, "is not UTF-16 text", id="half a UTF-16 character"),
    pytest.param(b"PK\x03\x04\x14\x00", DocumentSyntaxError, "control characters", id="a ZIP file"),
    pytest.param(b"\x89PNG\r\n", DocumentSyntaxError, "byte 0x89 is not UTF-8", id="a picture"),
]


@pytest.mark.parametrize(("data", "kind", "words"), UNREADABLE)
def test_what_is_no_document_is_one_clear_error(
    tmp_path: Path, data: bytes, kind: type[DocumentError], words: str
) -> None:
    """Bytes and files fail with the same words; a file's error names the file."""
    path = tmp_path / "api.yaml"
    path.write_bytes(data)
    for source in (data, path):
        with pytest.raises(DocumentError, match=words) as caught:
            load_document(source)
        assert type(caught.value) is kind
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("missing.yaml", "there is no such file", id="no file"),
        pytest.param(".", "this is a directory", id="a directory"),
        pytest.param("api.yaml/below", "cannot be read|no such file", id="below a file"),
        pytest.param("x" * 5000, "cannot be read", id="a name that is too long"),
        pytest.param("a\0b", "this is not a valid path|no such file", id="a null byte"),
    ],
)
def test_a_path_that_leads_to_no_file_is_named(tmp_path: Path, name: str, words: str) -> None:
    """The error says what is there instead."""
    (tmp_path / "api.yaml").write_text(YAML_TEXT, "utf-8")
    with pytest.raises(DocumentError, match=words):
        load_document(f"{tmp_path}/{name}")


def test_an_empty_path_is_not_the_current_directory() -> None:
    """It comes from a variable that is not set."""
    with pytest.raises(DocumentError, match=r"^the path or address of the document is empty$"):
        load_document("")


@pytest.mark.parametrize("source", [None, 3, ["a"], object()], ids=["None", "number", "list", "object"])
def test_another_kind_of_source_is_named(source: Any) -> None:
    """A TypeError with no words would not help."""
    with pytest.raises(DocumentError, match="a document is a path, an address, bytes or a mapping"):
        load_document(source)


@pytest.mark.parametrize("text", [JSON_TEXT, YAML_TEXT], ids=["JSON", "YAML"])
def test_text_where_a_path_belongs_is_told_apart(text: str) -> None:
    """A str is always a path; the error says how to pass text."""
    with pytest.raises(DocumentError, match="pass it as bytes"):
        load_document(text)


def test_an_address_that_cannot_be_read_is_a_document_error(web: Any) -> None:
    """No exception of an HTTP library reaches the user, and none shows a password in the address."""
    origin, pages, _ = web
    pages["/loop"] = (302, {"Location": "/loop"}, b"")
    pages["/page"] = (200, {"Content-Type": "text/html"}, b"<html>")
    with pytest.raises(DocumentError, match="the server answered 404"):
        load_document(f"{origin}/missing")
    with pytest.raises(DocumentError, match="redirected more than 10 times"):
        load_document(f"{origin}/loop")
    with pytest.raises(DocumentSyntaxError, match="looks like HTML"):
        load_document(f"{origin}/page")
    with pytest.raises(DocumentError, match="cannot be read") as caught:
        load_document("http://user:sentinel-password@127.0.0.1:1/api.yaml")
    assert "sentinel-password" not in str(caught.value)
    assert "http://127.0.0.1:1/api.yaml" in str(caught.value)


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/api.yaml", "data:application/json,{}"])
def test_other_schemes_are_not_opened(address: str) -> None:
    """Only paths, http and https are read."""
    with pytest.raises(DocumentError):
        load_document(address)


# documents that load, with nothing to call


@pytest.mark.parametrize(
    "document",
    [
        {"openapi": "3.1.0"},
        {"openapi": "3.1.0", "paths": None},
        {"openapi": "3.1.0", "paths": {}},
        {"openapi": "3.1", "webhooks": {"w": {"post": {"operationId": "w"}}}},
        {"swagger": "2.0", "info": None},
        {"openapi": "3.2.0"},
    ],
)
def test_a_document_without_paths_loads_and_has_no_operations(document: dict[str, Any]) -> None:
    """Tolerance: missing paths are not an error."""
    loaded = load_document(document)
    assert len(Operations(loaded)) == 0
    assert (loaded.title, loaded.servers, loaded.tags, loaded.problems) == ("untitled", (), (), ())
    assert "0 operations" in repr(loaded)


@pytest.mark.parametrize("version", ["2.0", 2.0, "2"])
def test_version_2_may_be_a_number(version: Any) -> None:
    """`swagger: 2.0` without quotes is a number in YAML."""
    assert load_document({"swagger": version, "paths": {}}).problems == ()


# depth and size


def nested_schema(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer"}
    for _ in range(levels):
        schema = {"properties": {"a": schema}}
    return schema


def with_body(schema: Any, **more: Any) -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": schema}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"post": {"operationId": "a", "requestBody": body}}},
        **more,
    }


def use(document: Any) -> list[str]:
    """Everything that later stages ask of a document, and the problems that show."""
    loaded = load_document(document)
    client = Client(loaded, base_url="http://h")
    assert repr(client.operations["a"])
    client.validate("a", body={"a": {"a": 1}})
    assert client.with_options(validate=False).prepare("a", body={}).body == b"{}"
    assert excerpt(loaded, "a")
    assert client.operations["a"]._repr_html_()
    return [problem.what for problem in loaded.problems]


@pytest.mark.parametrize("as_text", [False, True], ids=["mapping", "text"])
def test_schemas_nested_100_levels_are_checked_to_the_last(as_text: bool) -> None:
    """No API description comes near."""
    document = with_body(nested_schema(100))
    source = json.dumps(document).encode() if as_text else document
    assert use(source) == []
    body: Any = "no integer"
    for _ in range(100):
        body = {"a": body}
    (violation,) = Client(source, base_url="http://h").validate("a", body=body)
    assert violation.path == "/body" + "/a" * 100


def test_schemas_nested_too_deep_are_unchecked_and_reported() -> None:
    """The rest of the document works."""
    assert use(with_body(nested_schema(130))) == ["schemas are nested deeper than 120 levels"]


@pytest.mark.parametrize("where", ["schema", "extension", "example", "enum", "const"])
@pytest.mark.parametrize("levels", [100, 10_000])
@pytest.mark.parametrize("kind", ["mapping", "JSON", "YAML"])
def test_any_value_may_nest_100_levels_and_10_000_are_refused(where: str, levels: int, kind: str) -> None:
    """Wherever the deep value is, nothing raises RecursionError, not even later."""
    schema: dict[str, Any] = {"type": "object"}
    document = with_body(schema)
    names = {"schema": "properties", "extension": "x-deep", "const": "not", "enum": "enum", "example": "default"}
    deep: Any = 1
    for _ in range(levels):
        deep = {"a": deep}
    schema[names[where]] = {"enum": [deep], "const": {"const": deep}}.get(where, deep)
    document["paths"]["/a"]["post"]["x-deep"] = deep
    source: Any = document
    if kind != "mapping":
        text = '{"a": ' * levels + "1" + "}" * levels
        value = {"enum": f"[{text}]", "const": f'{{"const": {text}}}'}.get(where, text)
        head = '{"openapi": "3.1.0", "paths": {"/a": {"post": {"operationId": "a", "x-deep": ' + text
        body = f', "requestBody": {{"content": {{"application/json": {{"schema": {{"{names[where]}": {value}}}}}}}}}'
        source = (("# YAML\n" if kind == "YAML" else "") + head + body + "}}}}").encode()
    if levels > 300:
        with pytest.raises(DocumentSyntaxError, match="deeper than 300 levels"):
            load_document(source)
    else:
        use(source)


def self_in_schema() -> dict[str, Any]:
    schema: dict[str, Any] = {}
    schema["properties"] = {"a": schema, "b": schema}
    return with_body(schema)


def self_in_data() -> dict[str, Any]:
    schema: dict[str, Any] = {}
    schema.update({"default": schema, "x-me": [schema], "enum": [schema]})
    return with_body(schema)


def self_at_the_top() -> dict[str, Any]:
    document = with_body({})
    document["paths"]["/a"]["x-root"] = document
    return document


def doubling() -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer"}
    for _ in range(60):
        schema = {"properties": {"a": schema, "b": schema}}
    return with_body(schema)


@pytest.mark.parametrize("make", [self_in_schema, self_in_data, self_at_the_top, doubling])
def test_a_mapping_that_contains_itself_is_refused(make: Any) -> None:
    """Only a Python mapping can do this; the same for one whose shared parts expand to 2^60 values."""
    with pytest.raises(DocumentSyntaxError, match="does it contain itself"):
        load_document(make())


def test_a_mapping_whose_parts_are_shared_is_read() -> None:
    """Loaders that follow references share parts; that is allowed."""
    shared = {"type": "integer"}
    assert use(with_body({"properties": {"a": shared, "b": shared, "c": {"items": shared}}})) == []


@pytest.mark.parametrize("kind", ["JSON", "YAML"])
def test_aliases_near_the_limit_are_read_in_time(kind: str) -> None:
    """Accepted documents are not slow: one with 100,000 schemas, shared or written out."""
    if kind == "YAML":
        row = ", ".join(f"p{i}: *s" for i in range(1_000))
        rows = ", ".join(f"q{i}: {{properties: *r}}" for i in range(100))
        text = f"x-s: &s {{type: integer}}\nx-r: &r {{{row}}}\nopenapi: 3.1.0\npaths: {{/a: {{post: {{operationId: a, "
        text += f"requestBody: {{content: {{application/json: {{schema: {{properties: {{{rows}}}}}}}}}}}}}}}}}"
        data = text.encode()
    else:
        inner = {f"p{i}": {"type": "integer"} for i in range(1_000)}
        data = json.dumps(with_body({"properties": {f"q{i}": {"properties": inner} for i in range(100)}})).encode()
    begin = time.process_time()
    assert use(data) == []
    assert time.process_time() - begin < 60


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JSON", "YAML"])
def test_a_file_of_100_megabytes_is_read(tmp_path: Path, kind: str) -> None:
    """Size alone is not refused; the operation in it works."""
    path = tmp_path / f"large.{kind.lower()}"
    with path.open("w", encoding="utf-8") as file:
        if kind == "JSON":
            file.write(JSON_TEXT[:-1] + ', "components": {"schemas": {')
            for i in range(280_000):
                schema = {"type": "object", "description": "x" * 250, "properties": {"a": {"type": "string"}, "b": {}}}
                file.write(f'{"," * bool(i)}"S{i}": {json.dumps(schema)}')
            file.write(" " * 10_000_000 + "}}}")
        else:
            file.write(YAML_TEXT + "components:\n  schemas:\n")
            for i in range(280_000):
                file.write(f"    S{i}:\n      type: object\n      description: {'x' * 300}\n      required: [a]\n")
    assert path.stat().st_size > 100_000_000
    document = load_document(path)
    assert list(document.entries) == ["listPets"]
    assert document.resolve("#/components/schemas/S279999")["type"] == "object"


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """The files that are opened during the test, by whatever function."""
    names: list[str] = []
    watching = True

    def note(event: str, details: tuple[Any, ...]) -> None:
        if watching and event == "open":
            names.append(str(details[0]))

    sys.addaudithook(note)
    yield names
    watching = False  # a hook cannot be removed


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path, opened: list[str]) -> None:
    """A sparse file of a gigabyte costs nothing; neither its text nor its hash is asked for."""
    huge, small = tmp_path / "huge.json", tmp_path / "small.json"
    with huge.open("wb") as file:
        file.truncate(1 << 30)
    small.write_text(JSON_TEXT)
    opened.clear()
    with pytest.raises(DocumentError, match="1,073,741,824 bytes are more than the limit of 536,870,912"):
        load_document(huge)
    assert str(huge) not in opened
    load_document(small)
    assert str(small) in opened


# JSON


@pytest.mark.parametrize(
    ("data", "value"),
    [
        pytest.param(b'{"a": 1,}', {"a": 1}, id="a comma too many is YAML"),
        pytest.param(b"{a: 1}", {"a": 1}, id="keys without quotes are YAML"),
        pytest.param(b'{"a": 010}', {"a": 10}, id="a leading zero is YAML"),
        pytest.param(b'{"a":\t1}', {"a": 1}, id="tabs are JSON"),
        pytest.param(b'{"d": "2020-01-01", "t": 18.0}', {"d": "2020-01-01", "t": 18.0}, id="dates stay text"),
        pytest.param(b'{"a": "\\ud83d\\ude00"}', {"a": "😀"}, id="a surrogate pair"),
    ],
)
def test_json_and_what_is_almost_json_is_read(data: bytes, value: Any) -> None:
    """YAML 1.2 holds nearly all that people write by mistake in JSON."""
    assert load_value(data) == value


def test_duplicate_keys_are_reported_with_their_line() -> None:
    """The later one counts, as every reader of JSON and most of YAML have it."""
    document = load_document(YAML_TEXT.encode() + b"openapi: 3.1.0\n")
    (problem,) = document.problems
    assert (problem.pointer, problem.line, problem.kind) == ("#", 7, "duplicate-key")
    assert str(problem).startswith("# (line 7): the key")
    assert problem.what == "the key 'openapi' appears twice; the last one is used"


def test_duplicate_keys_in_json_are_reported() -> None:
    """A repeated path would lose its operations silently."""
    text = '{"openapi": "3.1.0", "paths": {"/a": {"get": {}}, "/a": {"put": {}}}}'
    document = load_document(text.encode())
    assert list(document.entries) == ["put_a"]
    assert [problem.what for problem in document.problems] == ["the key '/a' appears twice; the last one is used"]
