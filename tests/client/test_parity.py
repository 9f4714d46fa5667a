"""What OpenAPI::Client for Perl does and this client must do, and what it gets wrong and this must get right."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, ValidationError
from tests.echo_server import EchoServer

TEXT = {"type": "string"}
INTEGERS = {"type": "array", "items": {"type": "integer", "maximum": 9}}


def document(path: str = "/x", method: str = "get", root: Any = None, item: Any = None, **operation: Any) -> Any:
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        **(root or {}),
        "paths": {path: {**(item or {}), method: {"operationId": "op", "responses": {}, **operation}}},
    }


def parameter(name: str, location: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": location, "schema": schema, "required": location == "path", **more}


def line(server: EchoServer) -> str:
    (request,) = server.received
    return request.line.removesuffix(" HTTP/1.1")


# what it does


def test_a_method_for_each_operation_id(server: EchoServer) -> None:
    """Under the unchanged id."""
    with Client(document(), base_url=server.url) as client:
        client.op()
    assert line(server) == "GET /x"


def test_call_for_odd_names(server: EchoServer) -> None:
    """An id that is not a Python identifier."""
    given = document()
    given["paths"]["/x"]["get"]["operationId"] = "list pets/v1.0"
    with Client(given, base_url=server.url) as client:
        client.call("list pets/v1.0")
    assert line(server) == "GET /x"


def test_all_errors_at_once(server: EchoServer) -> None:
    """Not the first alone."""
    parameters = [parameter(name, "query", {"type": "integer"}) for name in "abc"]
    client = Client(document(parameters=parameters), base_url=server.url)
    with pytest.raises(ValidationError) as caught:
        client.op(a="x", b=1, c="y")
    assert [violation.path for violation in caught.value.violations] == ["/a", "/c"]
    assert server.connections == 0


def test_coercion_of_text_in_parameters_never_in_json(server: EchoServer) -> None:
    """Strings are accepted for declared numbers and booleans where everything is text anyway."""
    parameters = [parameter("n", "query", {"type": "integer"}), parameter("b", "header", {"type": "boolean"})]
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"m": {"type": "integer"}}}}}}
    with Client(document(method="post", parameters=parameters, requestBody=body), base_url=server.url) as client:
        client.op(n="5", b="true", m=5)
        with pytest.raises(ValidationError):
            client.op(m="5")
    assert (line(server), server.received[0].header("b")) == ("POST /x?n=5", "true")


def test_hooks_before_and_after(server: EchoServer) -> None:
    """With the operationId at hand."""
    seen: list[Any] = []
    client = Client(
        document(),
        base_url=server.url,
        on_request=lambda request: seen.append(request.operation_id),
        on_response=lambda response: seen.append(response.status_code),
    )
    with client:
        client.op()
    assert seen == ["op", 200]


def test_custom_content(server: EchoServer) -> None:
    """A media type without a writer is sent from text, bytes or an iterable."""
    body = {"content": {"application/x-own": {}}}
    with Client(document(method="post", requestBody=body), base_url=server.url) as client:
        for content in ("ü", "ü".encode(), iter(["ü".encode()])):
            client.op(body=content)
    assert [(r.body, r.header("Content-Type")) for r in server.received] == [("ü".encode(), "application/x-own")] * 3


@pytest.mark.parametrize("base", ["/base", "/base/"])
def test_a_base_url_with_a_path_wins(server: EchoServer, base: str) -> None:
    """Joined without `//`, and the server of the document is forgotten."""
    root = {"servers": [{"url": "https://api.example/v1"}]}
    with Client(document(root=root), base_url=f"{server.url}{base}") as client:
        client.op()
    assert line(server) == "GET /base/x"


def test_an_application_in_process() -> None:
    """No socket is needed."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(environ["PATH_INFO"]).encode()]

    assert Client(document(), app=app).op().data == "/x"


def test_external_references(server: EchoServer, tmp_path: Path) -> None:
    """Into another file beside the document."""
    (tmp_path / "shared.json").write_text(json.dumps({"Limit": parameter("limit", "query", {"maximum": 9})}))
    (tmp_path / "api.json").write_text(json.dumps(document(parameters=[{"$ref": "shared.json#/Limit"}])))
    with Client(tmp_path / "api.json", base_url=server.url) as client:
        client.op(limit=5)
        with pytest.raises(ValidationError):
            client.op(limit=10)
    assert line(server) == "GET /x?limit=5"


def test_two_documents_with_one_name_never_mix(server: EchoServer, tmp_path: Path) -> None:
    """Nothing is kept by path or title: a file that changed is another document."""
    path = tmp_path / "api.json"
    for name in ("/one", "/two"):
        path.write_text(json.dumps(document(name)))
        with Client(path, base_url=server.url) as client:
            client.op()
    assert [request.target for request in server.received] == ["/one", "/two"]


# what it gets wrong


@pytest.mark.parametrize(
    ("style", "target"),
    [
        pytest.param({}, "/x?a=1&a=2&k=3", id="form, exploded"),
        pytest.param({"explode": False}, "/x?a=1,2&o=k,3", id="form"),
    ],
)
def test_arrays_and_objects_by_style(server: EchoServer, style: Any, target: str) -> None:
    """Source: OAS 3.1.1 Parameter Object, "Style Values"."""
    schema = {"type": "object", "properties": {"k": {"type": "integer"}}}
    parameters = [parameter("a", "query", INTEGERS, **style), parameter("o", "query", schema, **style)]
    with Client(document(parameters=parameters), base_url=server.url) as client:
        client.op(a=[1, 2], o={"k": 3})
    assert line(server) == f"GET {target}"


def test_every_array_item_is_validated(server: EchoServer) -> None:
    """Not the first alone."""
    client = Client(document(parameters=[parameter("a", "query", INTEGERS)]), base_url=server.url)
    with pytest.raises(ValidationError) as caught:
        client.op(a=[1, 10, "x", 11])
    assert [violation.path for violation in caught.value.violations] == ["/a/1", "/a/2", "/a/3"]
    assert server.connections == 0


def test_cookies(server: EchoServer) -> None:
    """Several in one header."""
    parameters = [parameter("a", "cookie", TEXT), parameter("b", "cookie", TEXT)]
    with Client(document(parameters=parameters), base_url=server.url) as client:
        client.op(a="1", b="2")
    assert server.received[0].header("Cookie") == "a=1; b=2"


def test_the_operations_own_server_and_its_variables(server: EchoServer) -> None:
    """Nearer than those of path and root."""
    own = {"url": f"{server.url}/{{version}}", "variables": {"version": {"default": "v1"}}}
    given = document(
        root={"servers": [{"url": "http://root.invalid"}]},
        item={"servers": [{"url": "http://path.invalid"}]},
        servers=[own],
    )
    with Client(given) as client:
        client.op()
        client.with_options(server_variables={"version": "v2"}).call("op")
    assert [request.target for request in server.received] == ["/v1/x", "/v2/x"]


def test_the_operations_parameter_beats_the_paths(server: EchoServer) -> None:
    """By name and location. Source: OAS 3.1.1 Path Item Object, `parameters`."""
    item = {"parameters": [parameter("n", "query", {"maximum": 5}), parameter("n", "header", {"maximum": 5})]}
    given = document(item=item, parameters=[parameter("n", "query", {"maximum": 9})])
    with Client(given, base_url=server.url) as client:
        client.op({"query:n": 9, "header:n": 5})
        with pytest.raises(ValidationError):
            client.op({"header:n": 9})
    assert (line(server), server.received[0].header("n")) == ("GET /x?n=9", "5")


@pytest.mark.parametrize(
    ("scheme", "credential", "target", "headers"),
    [
        pytest.param({"type": "http", "scheme": "bearer"}, "k", "/x", {"Authorization": "Bearer k"}, id="bearer"),
        pytest.param(
            {"type": "http", "scheme": "basic"}, ("u", "p"), "/x", {"Authorization": "Basic dTpw"}, id="basic"
        ),
        pytest.param({"type": "apiKey", "in": "header", "name": "X-K"}, "k", "/x", {"X-K": "k"}, id="header"),
        pytest.param({"type": "apiKey", "in": "query", "name": "k"}, "a b", "/x?k=a%20b", {}, id="query"),
        pytest.param({"type": "apiKey", "in": "cookie", "name": "c"}, "k", "/x", {"Cookie": "c=k"}, id="cookie"),
        pytest.param({"type": "oauth2", "flows": {}}, "t", "/x", {"Authorization": "Bearer t"}, id="oauth2"),
    ],
)
def test_security_schemes(server: EchoServer, scheme: Any, credential: Any, target: str, headers: Any) -> None:
    """From the document alone."""
    root = {"components": {"securitySchemes": {"S": scheme}}, "security": [{"S": []}]}
    with Client(document(root=root), base_url=server.url, credentials={"S": credential}) as client:
        client.op()
    assert line(server) == f"GET {target}"
    assert server.received[0].own_headers == {"Accept": "*/*", **headers}


def test_uploads(server: EchoServer) -> None:
    """A file and a field, each as its own part."""
    schema = {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}, "n": {"type": "integer"}},
    }
    body = {"content": {"multipart/form-data": {"schema": schema}}}
    with Client(document(method="post", requestBody=body), base_url=server.url) as client:
        client.op(file=("a.bin", b"\x00\xff"), n=5)
    (request,) = server.received
    boundary = (request.header("Content-Type") or "").partition("boundary=")[2].encode()
    parts = [part.strip(b"\r\n").split(b"\r\n\r\n") for part in request.body.split(b"--" + boundary)[1:-1]]
    assert [content for _, content in parts] == [b"\x00\xff", b"5"]
    assert b'name="file"; filename="a.bin"' in parts[0][0]


def test_false_as_a_json_body(server: EchoServer) -> None:
    """Given is given."""
    body = {"content": {"application/json": {"schema": {"type": "boolean"}}}}
    with Client(document(method="post", requestBody=body), base_url=server.url) as client:
        client.op(body=False)
    assert (server.received[0].body, server.received[0].header("Content-Length")) == (b"false", "5")


def test_the_callers_data_is_left_untouched(server: EchoServer) -> None:
    """Document, arguments and body."""
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"a": {"default": 1}}}}}}
    given = document(method="post", parameters=[parameter("n", "query", {"type": "integer"})], requestBody=body)
    params, value = {"n": "5"}, {"b": [{"c": None}]}
    before = copy.deepcopy((given, params, value))
    with Client(given, base_url=server.url) as client:
        client.op(params, body=value)
    assert (given, params, value) == before
    assert server.received[0].body == b'{"b":[{"c":null}]}'
