"""Answers held against the document, where that is asked for."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from dynaclient import Client, HTTPStatusError, InvalidResponse, RequestError, Violation

SECRET = "sentinel-key-0123456789"
THING = {
    "type": "object",
    "required": ["id", "password"],
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": ["string", "null"]},
        "password": {"type": "string", "writeOnly": True},
        "kind": {"enum": ["a", "b"]},
    },
}
ERROR = {"type": "object", "required": ["code"], "properties": {"code": {"type": "integer"}}}


def content(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {
        "schemas": {"Thing": THING},
        "securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}},
    },
    "security": [{"Key": []}],
    "paths": {
        "/x": {
            "get": {
                "operationId": "op",
                "responses": {
                    "200": {"description": "", "content": content({"$ref": "#/components/schemas/Thing"})},
                    "201": {"description": "", "content": {"text/plain": {"schema": {"type": "string"}}}},
                    "202": {"description": "nothing is declared"},
                    "4XX": {"description": "", "content": content(ERROR)},
                    "default": {"description": "", "content": content({"type": "array"})},
                },
            },
            "head": {
                "operationId": "head",
                "responses": {"200": {"description": "", "content": content({"type": "object"})}},
            },
        }
    },
}


def client_for(body: Any, status: str = "200 OK", content_type: str = "application/json", **options: Any) -> Client:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response(status, [("Content-Type", content_type)] if content_type else [])
        return [data]

    return Client(DOCUMENT, app=app, credentials={"Key": SECRET}, **options)


def recorded(body: Any, status: str = "200 OK", content_type: str = "application/json") -> list[tuple[str, str]]:
    client = client_for(body, status, content_type, validate_responses="record")
    response = client.with_options(raise_for_status=False).call("op")
    assert all(violation.location == "body" for violation in response.violations)
    return [(violation.path, violation.keyword) for violation in response.violations]


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        pytest.param({"id": 1}, "200 OK", [], id="fits; writeOnly is not required of an answer"),
        pytest.param({"id": 1, "more": [1]}, "200 OK", [], id="more than is declared"),
        pytest.param({"name": 5}, "200 OK", [("/body/id", "required"), ("/body/name", "type")], id="every violation"),
        pytest.param({"id": 1, "kind": "c"}, "200 OK", [("/body/kind", "enum")], id="enum"),
        pytest.param([], "200 OK", [("/body", "type")], id="another type"),
        pytest.param(b"", "200 OK", [("/body", "type")], id="nothing where an object is declared"),
        pytest.param(b"{", "200 OK", [("/body", "type")], id="no JSON"),
        pytest.param({"anything": 1}, "202 Accepted", [], id="nothing is declared"),
        pytest.param({"code": "x"}, "404 Not Found", [("/body/code", "type")], id="range"),
        pytest.param({"code": 1}, "499 Odd", [], id="range fits"),
        pytest.param({}, "500 Oops", [("/body", "type")], id="default"),
        pytest.param([], "203 Odd", [], id="default fits"),
    ],
)
def test_a_body_is_held_against_the_schema_of_its_status(
    body: Any, status: str, expected: list[tuple[str, str]]
) -> None:
    """The status itself, its range, or `default`. Source: OAS 3.1.1 Responses Object."""
    assert recorded(body, status) == expected


@pytest.mark.parametrize(
    ("status", "content_type", "expected"),
    [
        pytest.param("201 Created", "text/plain; charset=utf-8", [], id="declared"),
        pytest.param("201 Created", "application/json", [("/body", "unknown")], id="not declared"),
        pytest.param("201 Created", "", [], id="none sent"),
        pytest.param("202 Accepted", "image/png", [], id="nothing declared"),
    ],
)
def test_the_content_type_is_held_against_the_declared_ones(
    status: str, content_type: str, expected: list[tuple[str, str]]
) -> None:
    """Text and bytes are not looked into."""
    assert recorded(b"x", status, content_type) == expected


def test_by_default_nothing_is_checked() -> None:
    """Documents are wrong more often than servers."""
    response = client_for({"id": "no"}).call("op")
    assert (response.data, response.violations) == ({"id": "no"}, ())


@pytest.mark.parametrize("mode", ["raise", True])
def test_raise_raises_every_violation(mode: Any) -> None:
    """With the response on the error, and its text line by line."""
    with pytest.raises(InvalidResponse) as caught:
        client_for({"name": 5}, validate_responses=mode).call("op")
    error = caught.value
    assert [violation.path for violation in error.violations] == ["/body/id", "/body/name"]
    assert error.response is not None
    assert error.response.data == {"name": 5}
    lines = str(error).splitlines()
    assert lines[0] == "op: the response does not fit the document."
    assert [line.split(":")[0] for line in lines[1:]] == ["  /body/id", "  /body/name"]


def test_warn_logs_each_and_returns(caplog: pytest.LogCaptureFixture) -> None:
    """To the logger of the package."""
    response = client_for({"name": 5}, validate_responses="warn").call("op")
    assert response.data == {"name": 5}
    assert [(record.name, record.levelno) for record in caplog.records] == [("dynaclient", logging.WARNING)] * 2
    assert caplog.messages[0].startswith("op: response /body/id: ")


def test_record_keeps_them_on_the_response() -> None:
    """As records like those of a request."""
    (violation,) = client_for({"id": "x"}, validate_responses="record").call("op").violations
    assert isinstance(violation, Violation)
    assert (violation.location, violation.path, violation.keyword, violation.value) == ("body", "/body/id", "type", "x")
    assert violation.schema_pointer.startswith("#/components/schemas/Thing/properties/id")


@pytest.mark.parametrize("mode", ["warn", "raise", "record"])
def test_a_status_that_raises_says_more_than_its_body(mode: Any) -> None:
    """The error of the status is raised; what does not fit is on its response, where it is asked for."""
    with pytest.raises(HTTPStatusError) as caught:
        client_for({"code": "x"}, "404 Not Found", validate_responses=mode).call("op")
    assert caught.value.response is not None
    assert len(caught.value.response.violations) == (0 if mode == "raise" else 1)


def test_a_stream_is_not_checked() -> None:
    """Its body is not there yet."""
    response = client_for({"id": "no"}, validate_responses="raise").with_options(stream=True).call("op")
    assert response.violations == ()
    response.close()


def test_an_answer_to_head_has_no_body_to_check() -> None:
    """Source: RFC 9110 section 9.3.2."""
    assert client_for(b"", validate_responses="raise").call("head").data is None


@pytest.mark.parametrize("mode", ["warn", "raise", "record"])
def test_a_key_that_the_server_sends_back_is_masked(mode: Any, caplog: pytest.LogCaptureFixture) -> None:
    """In a violation as in every other text."""
    client = client_for({"id": SECRET, "kind": SECRET}, validate_responses=mode)
    try:
        told = repr(client.call("op").violations)
    except InvalidResponse as error:
        told = str(error) + repr(error.violations)
    assert SECRET not in told + caplog.text


@pytest.mark.parametrize("mode", ["rais", 1.5, "strict"])
def test_an_unknown_mode_is_refused(mode: Any) -> None:
    """With the nearest one."""
    with pytest.raises(RequestError, match="validate_responses= must be 'raise', 'warn', 'record' or False"):
        client_for({}, validate_responses=mode)
    with pytest.raises(RequestError, match="validate_responses="):
        client_for({}).with_options(validate_responses=mode)


@pytest.mark.parametrize("content_type", ["text/csv", "text/plain", "application/xml", "image/png"])
def test_only_json_is_held_against_its_schema(content_type: str) -> None:
    """A schema of a table or a picture says what the text means, and that is not read."""
    described = json.loads(json.dumps(DOCUMENT))
    answers = described["paths"]["/x"]["get"]["responses"]
    answers["200"]["content"] = {content_type: {"schema": {"type": "array", "items": {"type": "object"}}}}

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", content_type)])
        return [b"a;b\n1;2\n"]

    client = Client(described, app=app, credentials={"Key": SECRET}, validate_responses=True)
    assert client.call("op").content == b"a;b\n1;2\n"


@pytest.mark.parametrize(
    ("sent_as", "refused"),
    [
        ("application/json;v=1", "/body/a"),
        ("application/json; v=2", "/body/b"),
        ('application/json; V="2"; charset=utf-8', "/body/b"),
        ("application/json; v=3", "/body"),
        ("application/json", "/body/a"),
        ("application/hal+json; v=9", "/body/c"),
        ("model/gltf+json", "/body/c"),
        ("application/vnd.d+json", "/body/d"),
    ],
)
def test_parameters_of_the_type_choose_the_schema(sent_as: str, refused: str) -> None:
    """The most specific declared name holds. Source: OAS 3.1.1 Response Object, `content`; RFC 9110 section 8.3.1."""
    names = {"application/json;v=1": "a", "application/json;v=2": "b", "application/vnd.d+json": "d"}
    if "+json" in sent_as:  # it covers application/json too
        names["application/*+json"] = "c"
    described = {name: {"schema": {"type": "object", "required": [member]}} for name, member in names.items()}
    responses = {"200": {"description": "", "content": described}}
    source = {**DOCUMENT, "paths": {"/x": {"get": {"operationId": "op", "security": [], "responses": responses}}}}

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", sent_as)])
        return [b"{}"]

    with pytest.raises(InvalidResponse) as caught:
        Client(source, app=app, validate_responses="raise").call("op")
    assert [v.path for v in caught.value.violations] == [refused]
