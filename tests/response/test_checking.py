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


@pytest.mark.parametrize("content_type", ["text/csv", "text/plain", "image/png"])
def test_only_values_are_held_against_their_schema(content_type: str) -> None:
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


def answering(
    responses: dict[str, Any], status: str = "200 OK", body: Any = None, schemes: Any = None, **options: Any
) -> Client:
    """A client of a document with these responses, whose server answers with this status, body and headers."""
    sent = options.pop("headers", {})
    described = {"openapi": "3.1.0", "paths": {"/x": {"get": {"operationId": "op", "responses": responses}}}}
    described = options.pop("document", described)

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response(status, [("Content-Type", "application/json"), *sent.items()])
        return [json.dumps({} if body is None else body).encode()]

    return Client(described, app=app, **{"validate_responses": "record", **options})


def told(client: Client) -> list[tuple[str, str, str]]:
    """Location, path and keyword of each violation."""
    response = client.with_options(raise_for_status=False).call("op")
    return [(violation.location, violation.path, violation.keyword) for violation in response.violations]


OK = {"200": {"description": "", "content": content({})}}


@pytest.mark.parametrize(
    ("declared", "status", "expected"),
    [
        pytest.param(["200"], "200 OK", False, id="declared"),
        pytest.param(["200"], "207 Multi-Status", True, id="another success"),
        pytest.param(["200"], "404 Not Found", True, id="an error"),
        pytest.param(["2XX"], "207 Multi-Status", False, id="in the range"),
        pytest.param(["2xx"], "207 Multi-Status", False, id="in the range, as many write it"),
        pytest.param(["2XX"], "404 Not Found", True, id="outside of the range"),
        pytest.param(["200", "default"], "503 Busy", False, id="default covers every status"),
        pytest.param([], "200 OK", False, id="no responses are described"),
    ],
)
def test_a_status_that_the_document_does_not_declare_is_a_finding(
    declared: list[str], status: str, expected: bool
) -> None:
    """Source: OAS 3.1.1 Responses Object."""
    client = answering({name: {"description": ""} for name in declared}, status)
    assert told(client) == ([("status", "/status", "unknown")] if expected else [])


def test_a_finding_carries_operation_status_and_pointer() -> None:
    """So that it can be looked up in the document and in a log."""
    headers = {"X-Version": {"required": True, "schema": {"type": "integer"}}}
    declared = {"200": {"description": "", "headers": headers, "content": content({"type": "array"})}}
    found = answering(declared, headers={"X-Version": "three"}).call("op").violations
    assert [(v.operation_id, v.status_code, v.location, v.schema_pointer) for v in found] == [
        ("op", 200, "header", "#/paths/~1x/get/responses/200/headers/X-Version/schema/type"),
        ("op", 200, "body", "#/paths/~1x/get/responses/200/content/application~1json/schema/type"),
    ]
    (missing, _) = answering(declared).call("op").violations
    assert missing.schema_pointer == "#/paths/~1x/get/responses/200/headers/X-Version"
    (status,) = answering(declared, "207 Multi-Status").call("op").violations
    assert (status.status_code, status.value, status.schema_pointer) == (207, 207, "#/paths/~1x/get/responses")
    assert status.message == "the document declares 200, not status 207"
    other = answering({"200": {"description": "", "content": {"text/plain": {}}}}).call("op").violations
    assert [(v.status_code, v.schema_pointer) for v in other] == [(200, "#/paths/~1x/get/responses/200/content")]


def header(schema: Any, **more: Any) -> dict[str, Any]:
    return {"200": {"description": "", "headers": {"X-It": {"schema": schema, **more}}}}


INTEGER, LIST_OF_INTEGERS = {"type": "integer"}, {"type": "array", "items": {"type": "integer"}}
PAIR = {"type": "object", "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}}, "required": ["R", "G"]}
AS_JSON = {"200": {"description": "", "headers": {"X-It": {"content": content(PAIR)}}}}


@pytest.mark.parametrize(
    ("responses", "sent", "expected"),
    [
        pytest.param(header(INTEGER), "3", [], id="a header is text: 3 is an integer"),
        pytest.param(header(INTEGER), "three", ["type"], id="not an integer"),
        pytest.param(header(INTEGER), "3.5", ["type"], id="a fraction"),
        pytest.param(header({"type": "integer", "maximum": 5}), "7", ["maximum"], id="a limit"),
        pytest.param(header({"type": "boolean"}), "true", [], id="a boolean"),
        pytest.param(header({"type": "boolean"}), "yes", ["type"], id="not a boolean"),
        pytest.param(header({"type": "string", "enum": ["a", "b"]}), "c", ["enum"], id="an enum"),
        pytest.param(header({"type": "string"}), "1, 2", [], id="text with a comma"),
        pytest.param(header(LIST_OF_INTEGERS), "1, 2,3", [], id="simple, array"),
        pytest.param(header(LIST_OF_INTEGERS), "1, x", ["type"], id="simple, array of something else"),
        pytest.param(header({**LIST_OF_INTEGERS, "minItems": 1}), "", ["minItems"], id="an empty array"),
        pytest.param(header(PAIR), "R,100,G,200", [], id="simple, object"),
        pytest.param(header(PAIR), "R,100", ["required"], id="simple, object without a member"),
        pytest.param(header(PAIR, explode=True), "R=100,G=200", [], id="simple, exploded object"),
        pytest.param(header(PAIR, explode=True), "R=100,G=x", ["type"], id="simple, exploded object with a fault"),
        pytest.param(header(INTEGER), None, [], id="optional, and not sent"),
        pytest.param(header(INTEGER, required=True), None, ["required"], id="required, and not sent"),
        pytest.param(header({"default": 3, **INTEGER}, required=True), None, ["required"], id="a default is no excuse"),
        pytest.param(
            AS_JSON, '{"R":1,"G":2}', [], id="JSON"
        ),
        pytest.param(
            AS_JSON, '{"R":1}', ["required"],
            id="JSON without a member",
        ),
        pytest.param(
            AS_JSON, "R=1", ["type"], id="not JSON"
        ),
    ],
)  # fmt: skip
def test_declared_headers_are_checked(responses: Any, sent: str | None, expected: list[str]) -> None:
    """Source: OAS 3.1.1 Header Object and "Style Examples"."""
    client = answering(responses, headers={} if sent is None else {"x-iT": sent})
    found = client.call("op").violations
    assert [(violation.location, violation.keyword) for violation in found] == [("header", word) for word in expected]
    assert all(violation.path.startswith("/X-It") for violation in found)


@pytest.mark.parametrize("name", ["Content-Type", "content-type", "Set-Cookie"])
def test_headers_that_are_not_checked(name: str) -> None:
    """Source: OAS 3.1.1 Response Object, `headers`; RFC 9110 section 5.3."""
    declared = {"200": {"description": "", "headers": {name: {"required": True, "schema": INTEGER}}}}
    assert answering(declared, headers={"Set-Cookie": "a=b"}).call("op").violations == ()


@pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.0"])
def test_every_version_declares_headers_and_statuses(version: str) -> None:
    """2.0 writes the schema of a header into it, and its lists as `collectionFormat`."""
    written = {"type": "array", "items": {"type": "integer"}}
    if version == "2.0":
        responses: Any = {"200": {"description": "", "headers": {"X-It": {**written, "collectionFormat": "pipes"}}}}
        document = {"swagger": version, "paths": {"/x": {"get": {"operationId": "op", "responses": responses}}}}
    else:
        components = {"headers": {"It": {"schema": written, "style": "simple"}}}
        responses = {"200": {"description": "", "headers": {"X-It": {"$ref": "#/components/headers/It"}}}}
        paths = {"/x": {"get": {"operationId": "op", "responses": responses}}}
        document = {"openapi": version, "components": components, "paths": paths}
    separator = "|" if version == "2.0" else ","
    for value, expected in ((separator.join("12"), []), (separator.join("1x"), [("header", "/X-It/1", "type")])):
        assert told(answering({}, document=document, headers={"X-It": value})) == expected
    assert told(answering({}, "201 Created", document=document)) == [("status", "/status", "unknown")]


def test_a_streams_headers_are_checked_and_its_body_is_not() -> None:
    """They are there when the call returns."""
    declared = {"200": {"description": "", "content": content({"type": "array"}), **header(INTEGER)["200"]}}
    client = answering(declared, headers={"X-It": "x"}).with_options(stream=True)
    response = client.call("op")
    assert [violation.path for violation in response.violations] == ["/X-It"]
    response.close()


def test_a_secret_in_a_header_is_masked() -> None:
    """In its message and its value."""
    described = json.loads(json.dumps(DOCUMENT))
    described["paths"]["/x"]["get"]["responses"] = header(INTEGER)
    client = answering({}, document=described, headers={"X-It": SECRET}, credentials={"Key": SECRET})
    (violation,) = client.call("op").violations
    assert SECRET not in repr(violation) + str(violation.value) + violation.message


OVERLAP = {"oneOf": [{"type": "integer"}, {"minimum": 0}]}


@pytest.mark.parametrize(
    ("schema", "body", "relieved"),
    [
        pytest.param({"required": ["on"], "properties": {"on": {"default": True}}}, {}, False, id="a default"),
        pytest.param({"required": ["on"], "additionalProperties": False}, {}, False, id="neither declared nor allowed"),
        pytest.param({"required": ["id"], "properties": {"id": {"readOnly": True}}}, {}, False, id="readOnly"),
        pytest.param(OVERLAP, 5, True, id="an overlapping oneOf"),
        pytest.param({"properties": {"a": {"enum": ["x"], "nullable": True}}}, {"a": None}, True, id="nullable"),
    ],
)
def test_answers_are_held_to_the_letter_but_for_reliefs(schema: Any, body: Any, relieved: bool) -> None:
    """And `strict_responses=True` grants neither, as an option of a client and of a copy."""
    responses = {"200": {"description": "", "content": content(schema)}}
    client = answering(responses, body=body)
    assert bool(told(client)) is not relieved
    assert told(answering(responses, body=body, strict_responses=True))
    assert told(client.with_options(strict_responses=True))
    assert bool(told(client.with_options(strict_responses=True).with_options(strict_responses=False))) is not relieved


def test_a_required_property_for_requests_only_may_be_missing_in_an_answer() -> None:
    """Source: OAS 3.0.4 Schema Object, `writeOnly`."""
    schema = {"required": ["pw"], "properties": {"pw": {"writeOnly": True}}}
    assert told(answering({"200": {"description": "", "content": content(schema)}})) == []


def test_strict_responses_alone_raises() -> None:
    """Who asks for the letter asks for a check; a mode that is given stays."""
    responses = {"200": {"description": "", "content": content(OVERLAP)}}
    client = answering(responses, body=5, validate_responses=False)
    assert client.call("op").violations == ()
    strict = client.with_options(strict_responses=True)
    with pytest.raises(InvalidResponse):
        strict.call("op")
    assert strict.with_options(validate_responses=False).call("op").violations == ()
    assert len(client.with_options(strict_responses=True, validate_responses="record").call("op").violations) == 1


@pytest.mark.parametrize(
    ("status", "raises"), [("207 Multi-Status", True), ("404 Not Found", False), ("503 Busy", False)]
)
def test_an_undeclared_error_does_not_raise_by_itself(status: str, raises: bool) -> None:
    """A caller who wants errors as responses gets them. Source: OAS 3.1.1 Responses Object."""
    client = answering({"200": {"description": ""}}, status, validate_responses="raise", retries=0)
    returning = client.with_options(raise_for_status=False)
    if raises:
        with pytest.raises(InvalidResponse):
            returning.call("op")
        return
    assert [violation.location for violation in returning.call("op").violations] == ["status"]
    with pytest.raises(HTTPStatusError):
        client.call("op")
