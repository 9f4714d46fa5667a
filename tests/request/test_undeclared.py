"""What the document does not declare: sent where the caller says so in every mode but "strict", and never guessed."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from dynaclient import (
    ArgumentConflict,
    AsyncClient,
    Client,
    MissingCredentials,
    RequestError,
    UnknownParameter,
    ValidationError,
)

LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
MODEL = {"type": "object", "required": ["model"], "properties": {"model": {"type": "string"}}}
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


def client(source: Any, **options: Any) -> Client:
    return Client(source, **{"credentials": False, **options})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param("query:debug", "1", ("/x?debug=1", {}, None), id="query"),
        pytest.param("query:debug", True, ("/x?debug=true", {}, None), id="query-boolean"),
        pytest.param("query:a b&c", "=", ("/x?a%20b%26c=%3D", {}, None), id="query-encoded"),
        pytest.param("query:tag", ["a", "b"], ("/x?tag=a&tag=b", {}, None), id="query-list"),
        pytest.param("query:Limit", 3, ("/x?Limit=3", {}, None), id="query-names-have-a-case"),
        pytest.param("query:o", {"a": 1, "b": 2}, ("/x?a=1&b=2", {}, None), id="query-object"),
        pytest.param("header:X-Debug", 1, ("/x", {"X-Debug": "1"}, None), id="header"),
        pytest.param("header:X-Debug", ["a", "b"], ("/x", {"X-Debug": "a,b"}, None), id="header-list"),
        pytest.param("header:Accept", "text/csv", ("/x", {"Accept": "text/csv"}, None), id="header-of-the-client"),
        pytest.param("cookie:sid", "a b", ("/x", {"Cookie": "sid=a%20b"}, None), id="cookie"),
        pytest.param("body:top_k", 5, ("/x", {}, b'{"top_k":5,"model":"m"}'), id="body"),
        pytest.param("body:a/b", {"c": []}, ("/x", {}, b'{"a/b":{"c":[]},"model":"m"}'), id="body-any-name"),
    ],
)
@pytest.mark.parametrize("mode", [True, "warn", False], ids=str)
def test_a_name_with_its_location_is_sent(
    document: Any, mode: Any, name: str, value: Any, expected: tuple[str, dict[str, str], bytes | None]
) -> None:
    """In the default style of its place. Source: OAS 3.1.1 Parameter Object, `style`, `explode`."""
    source = document(parameters=[LIMIT], body=MODEL)
    prepared = client(source, validate=mode).prepare("op", {name: value}, model="m")
    target, headers, body = expected
    assert prepared.url == f"https://api.test{target}"
    assert {key: prepared.headers.get(key) for key in headers} == headers
    assert prepared.body == (body or b'{"model":"m"}')


@pytest.mark.parametrize(
    ("name", "location", "path"),
    [
        ("query:debug", "query", "/debug"),
        ("header:X-Debug", "header", "/X-Debug"),
        ("cookie:sid", "cookie", "/sid"),
        ("body:top_k", "body", "/body/top_k"),
    ],
)
def test_strict_admits_only_what_is_declared(document: Any, name: str, location: str, path: str) -> None:
    """Under "strict" such a name is a violation like any other."""
    source = document(parameters=[LIMIT], body=MODEL)
    (violation,) = client(source, validate="strict").validate("op", {name: "1"}, model="m")
    assert (violation.location, violation.path, violation.keyword) == (location, path, "unknown")
    assert "does not declare" in violation.message
    with pytest.raises(ValidationError):
        client(source, validate="strict").prepare("op", {name: "1"}, model="m")


def test_strict_lists_a_misspelt_member_once(document: Any) -> None:
    """Its name is near a declared one, and undeclared: one place, one line."""
    schema = {"type": "object", "properties": {"tool": {"type": "string"}, "model": {"type": "string"}}}
    strict = client(document(content={"application/json": {"schema": schema}}), validate="strict")
    (violation,) = strict.validate("op", {"body:tol": "x"}, model="m")
    assert violation.path == "/body/tol"
    assert "did you mean 'tool'" in violation.message.lower().replace('did you mean "tool"', "did you mean 'tool'")
    closed = {**schema, "additionalProperties": False}
    strict = client(document(content={"application/json": {"schema": closed}}), validate="strict")
    assert [found.path for found in strict.validate("op", {"body:tol": "x"}, model="m")] == ["/body/tol"]


def test_strict_admits_members_whose_names_the_schema_leaves_open(document: Any) -> None:
    """`additionalProperties` declares every name. Source: JSON Schema 2020-12 Core, section 10.3.2.3."""
    for extra in (True, {"type": "integer"}):
        source = document(body={**MODEL, "additionalProperties": extra})
        assert client(source, validate="strict").validate("op", {"body:top_k": 5}, model="m") == []


@pytest.mark.parametrize(("mode", "refuses"), [(True, True), ("strict", True), ("warn", False), (False, False)])
def test_the_schema_of_a_body_decides_about_its_members(
    document: Any, mode: Any, refuses: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """`additionalProperties: false` is a violation, which "warn" logs and False does not look for."""
    source = document(body={**MODEL, "additionalProperties": False})
    made = client(source, validate=mode)
    if refuses:
        with pytest.raises(ValidationError, match="top_k"):
            made.prepare("op", {"body:top_k": 5}, model="m")
        return
    with caplog.at_level(logging.WARNING, "dynaclient"):
        assert made.prepare("op", {"body:top_k": 5}, model="m").body == b'{"top_k":5,"model":"m"}'
    assert ("top_k" in caplog.text) == (mode == "warn")


@pytest.mark.parametrize("kind", [FORM, MULTIPART])
def test_fields_of_forms_too(document: Any, kind: str) -> None:
    source = document(content={kind: {"schema": MODEL}})
    body = client(source).prepare("op", {"body:top_k": 5}, model="m").body
    text = body if isinstance(body, bytes) else b"".join(body)
    assert b"top_k" in text
    assert b"5" in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("header:a b", "name of a header", id="blank"),
        pytest.param("header:X-A\r\nX-B", "name of a header", id="line-break"),
        pytest.param("header:Ü", "name of a header", id="beyond-ASCII"),
        pytest.param("query:\ud800", "surrogate", id="half-a-character"),
        pytest.param("cookie:\ud800", "surrogate", id="half-a-character-in-a-cookie"),
    ],
)
@pytest.mark.parametrize("mode", [True, "warn", False], ids=str)
def test_a_name_that_cannot_be_sent_is_refused_in_every_mode(document: Any, mode: Any, name: str, said: str) -> None:
    """Source: RFC 9110 section 5.1 (the name of a field is a token)."""
    with pytest.raises(ValidationError, match=said):
        client(document(), validate=mode).prepare("op", {name: "1"})


def test_a_value_that_no_header_carries_is_refused(document: Any) -> None:
    with pytest.raises(ValidationError, match="line breaks"):
        client(document(), validate=False).prepare("op", {"header:X-A": "a\r\nX-B: c"})


@pytest.mark.parametrize(
    ("params", "named"),
    [
        pytest.param({"query:a": 1}, {"query:a": 2}, id="in-both-mappings"),
        pytest.param({"header:X-A": 1, "header:x-a": 2}, {}, id="a-header-in-two-cases"),
        pytest.param({"body:a": 1}, {"body:a": 2}, id="member"),
        pytest.param({"body:a": 1}, {"body": {}}, id="member-beside-the-whole-body"),
    ],
)
def test_what_is_given_twice_is_refused(document: Any, params: Any, named: Any) -> None:
    with pytest.raises(ArgumentConflict):
        client(document(body={"type": "object"})).prepare("op", params, **named)


@pytest.mark.parametrize("name", ["path:other", "query:", "body:x"])
def test_a_place_that_does_not_exist_is_unknown_in_every_mode(document: Any, name: str) -> None:
    """Nothing can be added to a path, to a body that is not declared, or under an empty name."""
    for mode in (True, "strict", "warn", False):
        with pytest.raises(UnknownParameter):
            client(document(), validate=mode).prepare("op", {name: "1"})


@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
@pytest.mark.parametrize(
    ("body", "last"),
    [
        (None, "query:limt, header:limt or cookie:limt."),
        (MODEL, "query:limt, header:limt, cookie:limt or body:limt."),
    ],
)
def test_the_last_line_for_a_bare_name_is_the_prefix_to_write(document: Any, mode: Any, body: Any, last: str) -> None:
    """Nothing is guessed: the error says how to send the name on purpose."""
    with pytest.raises(UnknownParameter) as caught:
        client(document(parameters=[LIMIT], body=body), validate=mode).prepare("op", limt=3)
    *_, line = str(caught.value).splitlines()
    assert line.startswith("To send 'limt'")
    assert line.endswith(last)
    assert "Did you mean 'limit'?" in str(caught.value)


def test_an_undeclared_header_may_be_the_credential(document: Any) -> None:
    """What the caller puts where a credential goes takes its place, as a declared parameter does."""
    source = document(
        security=[{"key": []}],
        components={"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    )
    with pytest.raises(MissingCredentials):
        Client(source).prepare("op")
    assert Client(source).prepare("op", {"header:x-key": "mine"}).headers["X-Key"] == "mine"
    given = Client(source, credentials={"key": "theirs"}).prepare("op", {"header:x-key": "mine"})
    assert [value for name, value in given.headers.items() if name.lower() == "x-key"] == ["mine"]


def test_a_calls_own_header_wins_over_the_clients(document: Any) -> None:
    made = client(document(), headers={"X-Team": "blue"})
    assert made.prepare("op", {"header:x-team": "red"}).headers["X-Team"] == "red"


def test_an_async_client_sends_them_too(document: Any, counting_server: Any) -> None:
    async def call() -> None:
        async with AsyncClient(document(), base_url=counting_server.url, credentials=False) as made:
            await made.call("op", {"query:debug": "1", "header:X-Debug": "2", "cookie:c": "3"})

    asyncio.run(call())
    ((_, target, headers, _),) = counting_server.requests
    assert (target, headers.get("X-Debug"), headers.get("Cookie")) == ("/x?debug=1", "2", "c=3")


# members with free names

MAP = {"type": "object", "additionalProperties": {"type": "string"}}


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param(MAP, id="schema"),
        pytest.param({"$ref": "#/components/schemas/Map"}, id="reference"),
        pytest.param({"allOf": [{"$ref": "#/components/schemas/Map"}]}, id="allOf"),
        pytest.param({"type": ["object", "null"], "additionalProperties": True}, id="any-value"),
        pytest.param({"additionalProperties": {}}, id="empty-schema"),
        pytest.param({"type": "object", "patternProperties": {"^c": {"type": "string"}}}, id="patternProperties"),
    ],
)
def test_members_of_a_map_are_given_by_name(document: Any, schema: Any) -> None:
    """A body that `additionalProperties` alone describes declares every name."""
    source = document(
        "/x/{id}",
        parameters=[{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}, LIMIT],
        body=schema,
        components={"schemas": {"Map": MAP}},
    )
    prepared = client(source, validate="strict").prepare("op", {"id": "1", "crème": "b"}, colour="blue")
    assert (prepared.url, prepared.body) == ("https://api.test/x/1", '{"crème":"b","colour":"blue"}'.encode())


def test_members_of_a_map_are_judged(document: Any) -> None:
    made = client(document(body=MAP))
    (violation,) = made.validate("op", colour=5)
    assert (violation.path, violation.keyword) == ("/body/colour", "type")


@pytest.mark.parametrize("kind", [FORM, MULTIPART])
def test_members_of_a_form_with_free_names(document: Any, kind: str) -> None:
    body = client(document(content={kind: {"schema": MAP}})).prepare("op", colour="blue").body
    assert b"blue" in (body if isinstance(body, bytes) else b"".join(body))


def test_a_name_close_to_a_parameter_is_not_taken_for_a_member(document: Any) -> None:
    """It may be that parameter, misspelt; with `body:` it is a member."""
    made = client(document(parameters=[LIMIT], body=MAP))
    with pytest.raises(UnknownParameter, match="Did you mean 'limit'"):
        made.prepare("op", limt="3")
    assert made.prepare("op", {"body:limt": "3"}).body == b'{"limt":"3"}'


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param({"type": "object"}, id="nothing-said"),
        pytest.param({"type": "object", "additionalProperties": False}, id="false"),
        pytest.param({**MODEL, "additionalProperties": {"type": "string"}}, id="beside-properties"),
        pytest.param({"type": "array", "items": {}}, id="array"),
    ],
)
def test_other_bodies_do_not_take_any_name(document: Any, schema: Any) -> None:
    with pytest.raises(UnknownParameter):
        client(document(body=schema)).prepare("op", colour="blue")


# headers


TRACE = {"name": "X-Request-ID", "in": "header", "required": True, "schema": {"type": "string"}}


@pytest.mark.parametrize(
    "name",
    [
        "X-Request-ID",
        "x-request-id",
        "X-REQUEST-ID",
        "X_Request_ID",
        "x_request_id",
        "header:X-Request-Id",
        "header:x-request-id",
        "header:x_request_id",
        "header:X_REQUEST_ID",
    ],
)
def test_header_names_have_no_case(document: Any, name: str) -> None:
    """Nor have their Python names. Source: RFC 9110 section 5.1."""
    for mode in (True, "strict", "warn", False):
        prepared = client(document(parameters=[TRACE]), validate=mode).prepare("op", {name: "a"})
        assert {key: value for key, value in prepared.headers.items() if key.lower().startswith("x")} == {
            "X-Request-ID": "a"
        }


def test_a_header_in_two_cases_is_given_twice(document: Any) -> None:
    with pytest.raises(ArgumentConflict, match="given twice"):
        client(document(parameters=[TRACE])).prepare("op", {"X-Request-ID": "a"}, x_request_id="b")


def test_other_names_that_are_exact_come_before_a_header_in_another_case(document: Any) -> None:
    header = {**TRACE, "required": False}
    other = {"name": "x-request-id", "in": "query", "schema": {}}
    prepared = client(document(parameters=[header, other])).prepare("op", {"x-request-id": "a", "X-REQUEST-ID": "c"})
    assert (prepared.url, prepared.headers["X-Request-ID"]) == ("https://api.test/x?x-request-id=a", "c")
    property_of_the_body = document(parameters=[header], body={"properties": {"x_request_id": {}}})
    prepared = client(property_of_the_body).prepare("op", {"header:x_request_id": "a"}, x_request_id="b")
    assert (prepared.body, prepared.headers["X-Request-ID"]) == (b'{"x_request_id":"b"}', "a")


@pytest.mark.parametrize(
    "name",
    ["Idempotency-Key", "idempotency-key", "idempotency_key", "header:idempotency-key", "header:IDEMPOTENCY_KEY"],
)
def test_an_idempotency_key_in_any_case_is_the_key(document: Any, name: str) -> None:
    """No second key is added, whether the document declares the header or not."""
    declared = [{"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}]
    for parameters in (declared, []) if name.startswith("header:") and "-" in name else (declared,):
        prepared = client(document(parameters=parameters), idempotency=True).prepare("op", {name: "mine"})
        assert [value for key, value in prepared.headers.items() if "idempotency" in key.lower()] == ["mine"]


# members that the client adds to bodies


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param({"model": "m"}, b'{"top_k":5,"model":"m"}', id="fields"),
        pytest.param({"body": {"model": "m"}}, b'{"top_k":5,"model":"m"}', id="whole"),
        pytest.param({"body": {"model": "m", "top_k": 1}}, b'{"top_k":1,"model":"m"}', id="the-calls-own-wins"),
        pytest.param({}, b'{"top_k":5}', id="nothing-else"),
    ],
)
@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
def test_extra_body_is_merged_after_the_check(document: Any, mode: Any, arguments: Any, expected: bytes) -> None:
    """It is the client's own and no violation, even where the schema admits nothing else."""
    schema = {"type": "object", "properties": {"model": {}, "top_k": {"type": "integer"}}, "required": ["model"]}
    source = document(body={**schema, "additionalProperties": False} if "body" not in arguments else schema)
    made = client(source, validate=mode).with_options(extra_body={"top_k": 5})
    assert made.prepare("op", **arguments).body == expected
    undeclared = made.with_options(extra_body={"other": None, "top_k": "not judged"})
    assert b'"other":null' in undeclared.prepare("op", **arguments).body


def test_extra_body_does_not_stand_for_required_members(document: Any) -> None:
    made = client(document(body=MODEL, required=True)).with_options(extra_body={"model": "m"})
    with pytest.raises(ValidationError, match="/body/model"):
        made.prepare("op")
    empty = client(document(body={"type": "object"}, required=True)).with_options(extra_body={"a": 1})
    assert empty.prepare("op").body == b'{"a":1}'


def test_extra_body_is_changed_by_name(document: Any) -> None:
    from dynaclient import MISSING

    made = client(document(body={"type": "object"})).with_options(extra_body={"a": 1}).with_options(extra_body={"b": 2})
    assert made.prepare("op").body == b'{"a":1,"b":2}'
    assert made.with_options(extra_body={"a": MISSING}).prepare("op").body == b'{"b":2}'
    assert made.with_options(extra_body=None).prepare("op").body == b'{"a":1,"b":2}'


def test_extra_body_is_for_bodies(document: Any) -> None:
    """An operation without one is called as it is."""
    assert client(document()).with_options(extra_body={"a": 1}).prepare("op").body is None


@pytest.mark.parametrize(
    ("content", "body"),
    [
        pytest.param({"application/json": {"schema": {"type": "array"}}}, [1], id="array"),
        pytest.param({"application/json": {"schema": {}}}, b"{}", id="ready-made"),
        pytest.param({"text/plain": {}}, "text", id="text"),
        pytest.param({"application/octet-stream": {}}, b"\0", id="bytes"),
    ],
)
def test_extra_body_of_what_is_not_an_object_is_refused(document: Any, content: Any, body: Any) -> None:
    made = client(document(content=content)).with_options(extra_body={"a": 1})
    with pytest.raises(ValidationError, match="extra_body="):
        made.prepare("op", body=body)


@pytest.mark.parametrize("kind", [FORM, MULTIPART])
def test_extra_body_of_a_form_is_a_field(document: Any, kind: str) -> None:
    made = client(document(content={kind: {"schema": MODEL}})).with_options(extra_body={"top_k": 5})
    body = made.prepare("op", model="m").body
    assert b"top_k" in (body if isinstance(body, bytes) else b"".join(body))


@pytest.mark.parametrize("extra", [5, ["a"], {1: "a"}, "a=1"])
def test_extra_body_is_a_mapping(document: Any, extra: Any) -> None:
    with pytest.raises(RequestError, match="extra_body="):
        client(document(body={})).with_options(extra_body=extra)


def test_extra_body_that_is_not_json_is_refused(document: Any) -> None:
    with pytest.raises(ValidationError):
        client(document(body={})).with_options(extra_body={"a": object()}).prepare("op", body={})


# names of whole bodies

PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def swagger(name: str = "new-pet", schema: Any = PET, **parameter: Any) -> dict[str, Any]:
    body = {"name": name, "in": "body", "schema": schema, **parameter}
    operation = {"operationId": "op", "parameters": [body, {"name": "id", "in": "query", "type": "string"}]}
    return {"swagger": "2.0", "host": "api.test", "info": {}, "paths": {"/x": {"post": operation}}}


def openapi(**extensions: Any) -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": PET}}, **extensions.pop("body", {})}
    operation = {"operationId": "op", "requestBody": body, **extensions}
    return {
        "openapi": "3.0.3",
        "info": {},
        "servers": [{"url": "https://api.test"}],
        "paths": {"/x": {"post": operation}},
    }


@pytest.mark.parametrize("name", ["new-pet", "new_pet", "body:new-pet", "body:new_pet"])
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(swagger(), id="2.0"),
        pytest.param(openapi(body={"x-body-name": "new-pet"}), id="kept-in-the-body"),
        pytest.param(openapi(**{"x-codegen-request-body-name": "new-pet"}), id="kept-in-the-operation"),
    ],
)
def test_a_body_answers_to_its_own_name(source: Any, name: str) -> None:
    """Source: OAS 2.0 Parameter Object, `name`: the only name that the pages of such an API show."""
    for mode in (True, "strict", "warn", False):
        assert client(source, validate=mode).prepare("op", {name: {"name": "Rex"}}).body == b'{"name":"Rex"}'
    (violation,) = client(source).validate("op", {name: {"name": 5}})
    assert violation.path == "/body/name"


def test_the_name_of_a_body_is_suggested() -> None:
    made = client(swagger("labels", {"type": "array"}))
    for name, said in (("lables", "Did you mean 'labels'?"), ("zzz", "It takes id, labels.")):
        with pytest.raises(UnknownParameter) as caught:
            made.prepare("op", {name: []})
        assert said in str(caught.value)


def test_a_body_called_body(document: Any) -> None:
    made = client(swagger("body"))
    for arguments in ({"body": {"name": "Rex"}}, {"body:body": {"name": "Rex"}}):
        assert made.prepare("op", arguments).body == b'{"name":"Rex"}'


def test_a_member_of_the_bodys_name_comes_first() -> None:
    """`user` in `{"user": …}` is the member, as it is without a name of the body."""
    schema = {"type": "object", "properties": {"user": {"type": "object"}}}
    assert client(swagger("user", schema)).prepare("op", user={"a": 1}).body == b'{"user":{"a":1}}'


@pytest.mark.parametrize(
    "arguments", [{"new_pet": PET, "body": PET}, {"new_pet": PET, "new-pet": PET}, {"new_pet": {}, "name": "Rex"}]
)
def test_a_body_is_given_once(arguments: Any) -> None:
    with pytest.raises(ArgumentConflict):
        client(swagger()).prepare(
            "op", arguments if "body" not in arguments else None, **(arguments if "body" in arguments else {})
        )


def test_help_and_signature_have_the_names() -> None:
    """Of a body, and of members with any name."""
    import inspect

    method = client(swagger()).op
    assert list(inspect.signature(method).parameters) == ["params", "id", "name", "new_pet", "body"]
    assert "or as a whole: new_pet=" in method.__doc__
    free = client(swagger(schema={"type": "object", "additionalProperties": {"type": "integer"}})).op
    assert inspect.signature(free).parameters["members"].kind is inspect.Parameter.VAR_KEYWORD
    assert "any name: integer" in free.__doc__


# bodies that are missing


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(
            {"application/json": {"schema": {"properties": {"a": {}}}}}, "body={} sends", id="optional-members"
        ),
        pytest.param({"application/json": {}}, "body={} sends", id="no-schema"),
        pytest.param({FORM: {"schema": {"type": "object"}}}, "body={} sends", id="form"),
        pytest.param({"application/json": {"schema": {"type": "array"}}}, "body=[] sends", id="array"),
        pytest.param(
            {"application/json": {"schema": {"required": ["a"], "properties": {"a": {"default": 1}}}}},
            "body={} sends",
            id="a-default-in-place-of-the-member",
        ),
    ],
)
def test_a_required_body_that_may_be_empty_says_how(document: Any, content: Any, said: str) -> None:
    source = document(content=content, required=True)
    with pytest.raises(ValidationError) as caught:
        client(source).prepare("op")
    assert said in str(caught.value)
    empty: Any = [] if "[]" in said else {}
    assert client(source).validate("op", body=empty) == []


@pytest.mark.parametrize(
    "content",
    [
        {"application/json": {"schema": {"minProperties": 1, "type": "object"}}},
        {"application/json": {"schema": {"type": "string"}}},
        {"application/octet-stream": {}},
    ],
)
def test_a_required_body_that_may_not_be_empty_does_not(document: Any, content: Any) -> None:
    (violation,) = client(document(content=content, required=True)).validate("op")
    assert "sends an empty one" not in violation.message
