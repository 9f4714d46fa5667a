"""Checking: the validation modes, the reliefs, every violation at once, and Python values that mean JSON ones."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import inspect
import json
import logging
import math
import pathlib
import uuid
from array import array
from collections import OrderedDict, UserDict, deque
from types import MappingProxyType
from typing import Any

import pytest

from dynaclient import Client, ValidationError, Violation


class Color(enum.Enum):
    RED = "red"


class Size(str, enum.Enum):
    BIG = "big"


class Level(enum.IntEnum):
    HIGH = 3


@dataclasses.dataclass
class Point:
    x: int
    when: datetime.date


class Model:
    """What pydantic models look like: `model_dump`, and iterable."""

    def model_dump(self, *, mode: str, by_alias: bool, exclude_unset: bool) -> dict[str, Any]:
        return {"fooBar": 1, "mode": mode, "aliased": by_alias, "unset": exclude_unset}

    def __iter__(self) -> Any:
        return iter([("foo_bar", 1)])


MEANT = [
    pytest.param(
        datetime.datetime(2026, 8, 1, 12, 30, tzinfo=datetime.timezone.utc), "2026-08-01T12:30:00+00:00", id="datetime"
    ),
    pytest.param(datetime.date(2026, 8, 1), "2026-08-01", id="date"),
    pytest.param(datetime.time(12, 30), "12:30:00", id="time"),
    pytest.param(uuid.UUID(int=5), "00000000-0000-0000-0000-000000000005", id="UUID"),
    pytest.param(pathlib.PurePosixPath("a/b"), "a/b", id="Path"),
    pytest.param(Color.RED, "red", id="Enum"),
    pytest.param(Size.BIG, "big", id="str-Enum"),
    pytest.param(Level.HIGH, 3, id="IntEnum"),
    pytest.param(decimal.Decimal("1.5"), 1.5, id="Decimal"),
    pytest.param(decimal.Decimal("2.0"), 2, id="whole-Decimal"),
    pytest.param((1, "a"), [1, "a"], id="tuple"),
    pytest.param(deque([1]), [1], id="deque"),
    pytest.param({3, 1, 2}, [1, 2, 3], id="set"),
    pytest.param(frozenset(["b", "a"]), ["a", "b"], id="frozenset"),
    pytest.param({"k": 1}.keys(), ["k"], id="dict-keys"),
    pytest.param({datetime.timedelta(1)}, ["P1D"], id="timedelta-in-a-set"),
    pytest.param(datetime.timedelta(hours=2, minutes=3, milliseconds=4500), "PT2H3M4.5S", id="timedelta"),
    pytest.param(datetime.timedelta(weeks=1), "P7D", id="timedelta-of-days"),
    pytest.param(datetime.timedelta(), "PT0S", id="timedelta-of-nothing"),
    pytest.param(-datetime.timedelta(minutes=5), "-PT5M", id="timedelta-back"),
    pytest.param(array("i", [1, 2]), [1, 2], id="array"),
    pytest.param(10**4299, 10**4299, id="long-integer"),
    pytest.param(range(2), [0, 1], id="range"),
    pytest.param(MappingProxyType({"a": 1}), {"a": 1}, id="MappingProxyType"),
    pytest.param(UserDict(a=1), {"a": 1}, id="UserDict"),
    pytest.param(OrderedDict(b=1, a=2), {"b": 1, "a": 2}, id="OrderedDict"),
    pytest.param({Size.BIG: 1, Color.RED: 2}, {"big": 1, "red": 2}, id="Enum-keys"),
    pytest.param(Point(1, datetime.date(2026, 8, 1)), {"x": 1, "when": "2026-08-01"}, id="dataclass"),
    pytest.param(Model(), {"fooBar": 1, "mode": "json", "aliased": True, "unset": True}, id="pydantic"),
]
ANY = {"type": ["object", "array", "string", "number", "integer"]}


@pytest.mark.parametrize("schema", [ANY, {}, None], ids=["checked", "anything", "no-schema"])
@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
@pytest.mark.parametrize(("given", "meant"), MEANT)
def test_python_values_are_sent_as_the_json_they_mean(
    document: Any, given: Any, meant: Any, mode: Any, schema: Any
) -> None:
    """In every mode and at every depth: as the body, in an object, in a list."""
    content = {"application/json": {} if schema is None else {"schema": schema}}
    client = Client(document(content=content), validate=mode)
    inner = Client(document(body={"type": "object", "properties": {"v": {"items": schema or {}}}}), validate=mode)
    if not isinstance(given, pathlib.PurePath):  # as the whole body it is a file
        assert json.loads(client.prepare("op", body=given).body) == meant
    assert json.loads(inner.prepare("op", body={"v": [given]}).body) == {"v": [meant]}
    assert json.loads(inner.prepare("op", v=[given]).body) == {"v": [meant]}


REFUSED = [
    pytest.param(b"x", "bytes", id="bytes"),
    pytest.param(bytearray(b"x"), "bytes", id="bytearray"),
    pytest.param(memoryview(b"x"), "bytes", id="memoryview"),
    pytest.param(math.nan, "JSON has no NaN", id="NaN"),
    pytest.param(-math.inf, "JSON has no -Infinity", id="infinity"),
    pytest.param(decimal.Decimal("NaN"), "NaN", id="Decimal-NaN"),
    pytest.param("\ud800", "an unpaired surrogate", id="half-a-surrogate-pair"),
    pytest.param({"\udfff": 1}, "an unpaired surrogate", id="half-a-surrogate-pair-as-a-name"),
    pytest.param(object(), "object", id="object"),
    pytest.param(1j, "complex", id="complex"),
    pytest.param(int, "type", id="class"),
    pytest.param(10**4300, "an integer of more than 4,300 digits", id="integer-of-4301-digits"),
    pytest.param(-(10**9000), "an integer of more than 4,300 digits", id="negative-integer"),
    pytest.param(decimal.Decimal("1e999999"), "a decimal of 1,000,000 digits", id="Decimal-of-a-million-digits"),
    pytest.param({Color.RED: 1, "red": 2}, "two property names become the same text", id="names-twice"),
]


@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
@pytest.mark.parametrize(("given", "said"), REFUSED)
def test_what_is_no_json_is_refused_where_it_stands(document: Any, given: Any, said: str, mode: Any) -> None:
    """In every mode, with the place and the reason; other violations are reported with it."""
    schema = {"type": "object", "properties": {"v": {"type": ["array", "null"]}, "n": {"type": "integer"}}}
    client = Client(document(body=schema), validate=mode)
    with pytest.raises(ValidationError) as caught:
        client.prepare("op", body={"v": [{"w": given}], "n": "no"})
    found = {violation.path: violation for violation in caught.value.violations}
    assert sorted(found) == (["/body/n", "/body/v/0/w"] if mode else ["/body/v/0/w"])
    assert said in found["/body/v/0/w"].message
    assert found["/body/v/0/w"].keyword == "type"


def test_each_value_that_is_no_json_is_said(document: Any) -> None:
    """Not the first only."""
    problems = Client(document(body={})).validate("op", body={"a": {1j}, "b": [math.nan], "c": 1})
    assert [violation.path for violation in problems] == ["/body/a/0", "/body/b/0"]


@pytest.mark.parametrize("mode", [True, False], ids=str)
@pytest.mark.parametrize(("given", "said"), REFUSED)
@pytest.mark.parametrize("location", ["path", "query", "header", "cookie"])
def test_what_no_parameter_can_hold_is_refused(document: Any, location: str, given: Any, said: str, mode: Any) -> None:
    """The same values in every location of a parameter."""
    parameter = {"name": "v", "in": location, "required": location == "path", "schema": {}}
    client = Client(document("/x/{v}" if location == "path" else "/x", parameters=[parameter]), validate=mode)
    problems = client.validate("op", v=[given])
    assert [(v.location, v.path, v.keyword) for v in problems][:1] == [(location, "/v/0", "type")]
    assert said in problems[0].message


def _nested(depth: int, kind: str) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value] if kind == "array" else {"a": value}
    return value


def _loop() -> Any:
    value: list[Any] = []
    value.extend([value, value])
    return value


@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: _nested(251, "array"), id="251-arrays"),
        pytest.param(lambda: _nested(100_000, "array"), id="100000-arrays"),
        pytest.param(lambda: _nested(100_000, "object"), id="100000-objects"),
        pytest.param(_loop, id="a-list-in-itself"),
    ],
)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"application/json": {"schema": {"$ref": "#/components/schemas/Deep"}}}, id="json"),
        pytest.param({"application/json": {}}, id="json-without-schema"),
        pytest.param({"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}, id="form"),
        pytest.param({"multipart/form-data": {"schema": {"type": "object"}}}, id="multipart"),
    ],
)
def test_what_nests_too_deep_is_refused_in_words(document: Any, make: Any, content: Any, mode: Any) -> None:
    """No RecursionError, no crash of the engine below, no endless loop."""
    deep = {
        "items": {"$ref": "#/components/schemas/Deep"},
        "additionalProperties": {"$ref": "#/components/schemas/Deep"},
    }
    client = Client(document(content=content, components={"schemas": {"Deep": deep}}), validate=mode)
    with pytest.raises(ValidationError) as caught:
        client.prepare("op", body={"a": [make()]})
    (violation,) = caught.value.violations
    assert violation.location == "body"
    assert "nested deeper than 250 levels" in violation.message


def test_what_nests_deep_and_not_too_deep_is_sent(document: Any) -> None:
    """200 levels are as good as one."""
    deep = {"items": {"$ref": "#/components/schemas/Deep"}}
    client = Client(document(body={"$ref": "#/components/schemas/Deep"}, components={"schemas": {"Deep": deep}}))
    assert json.loads(client.prepare("op", body=_nested(200, "array")).body) == _nested(200, "array")


@pytest.mark.parametrize(
    "text", [pytest.param(b"[" * 100_000, id="no-end"), pytest.param(b"[" * 300 + b"]" * 300, id="300-levels")]
)
def test_json_that_the_caller_wrote_is_checked_too(document: Any, text: bytes) -> None:
    """Bytes for a JSON body must be JSON already; anything else, or nested too deeply, is refused."""
    client = Client(document(body={"type": "object", "required": ["a"]}))
    assert client.prepare("op", body=b' {"a": 1} ').body == b' {"a": 1} '
    assert [(v.path, v.keyword) for v in client.validate("op", body=b"{}")] == [("/body/a", "required")]
    assert [(v.path, v.keyword) for v in client.validate("op", body=text)] == [("/body", "type")]


# modes

FOUR = [
    {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 2}},
    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
    {"name": "order", "in": "query", "required": True, "schema": {"enum": ["asc", "desc"]}},
    {"name": "X-Count", "in": "header", "schema": {"type": "integer"}},
    {"name": "flag", "in": "cookie", "schema": {"type": "boolean"}},
]
MESSAGE = {
    "type": "object",
    "required": ["role", "content"],
    "properties": {"role": {"enum": ["user", "assistant"]}, "content": {"type": "string"}},
    "additionalProperties": False,
}
BODY = {
    "type": "object",
    "required": ["model"],
    "properties": {"model": {"type": "string"}, "messages": {"type": "array", "items": MESSAGE}},
}
WRONG: dict[str, Any] = {
    "id": "a",
    "limit": 101,
    "order": "up",
    "X-Count": "x",
    "flag": "maybe",
    "messages": [{"role": "user", "content": "hi"}, {"role": "usr", "text": "x"}],
}
EXPECTED = [
    ("path", "/id", "minLength"),
    ("query", "/limit", "maximum"),
    ("query", "/order", "enum"),
    ("header", "/X-Count", "type"),
    ("cookie", "/flag", "type"),
    ("body", "/body/messages/1/content", "required"),
    ("body", "/body/messages/1/role", "enum"),
    ("body", "/body/messages/1/text", "additionalProperties"),
    ("body", "/body/model", "required"),
]


@pytest.fixture
def wrong(document: Any) -> dict[str, Any]:
    return document("/x/{id}", parameters=FOUR, body=BODY, required=True)


@pytest.mark.parametrize("mode", [True, "strict"], ids=str)
def test_every_violation_is_reported_at_once_and_in_order(
    wrong: dict[str, Any], mode: Any, counting_server: Any
) -> None:
    """Path, query, header, cookie, body; each with location, path and keyword; nothing is sent."""
    client = Client(wrong, validate=mode, base_url=counting_server.url)
    with pytest.raises(ValidationError) as caught:
        client.call("op", WRONG)
    found = [(v.location, v.path, v.keyword) for v in caught.value.violations]
    assert found[:5] == EXPECTED[:5]
    assert sorted(found[5:]) == EXPECTED[5:]
    assert client.validate("op", WRONG) == list(caught.value.violations)
    assert counting_server.requests == []


def test_violations_are_records_with_the_value_and_the_place_in_the_document(wrong: dict[str, Any]) -> None:
    """The value that was given, and a reference into the document that says so."""
    found = {violation.path: violation for violation in Client(wrong).validate("op", WRONG)}
    limit = found["/limit"]
    assert (limit.value, limit.schema_pointer) == (101, "#/paths/~1x~1%7Bid%7D/post/parameters/1/schema/maximum")
    assert isinstance(limit, Violation)
    assert limit.message == "expected at most 100, given integer 101"
    body = "#/paths/~1x~1%7Bid%7D/post/requestBody/content/application~1json/schema"
    role = found["/body/messages/1/role"]
    assert (role.value, role.schema_pointer) == ("usr", f"{body}/properties/messages/items/properties/role/enum")
    assert role.message == 'expected one of "user", "assistant", given string "usr". Did you mean "user"?'
    assert found["/body/model"].value is None
    assert "string" in found["/body/model"].message


def test_warn_logs_every_violation_and_sends(wrong: dict[str, Any], caplog: Any, counting_server: Any) -> None:
    """`"warn"` says the same words in the log and goes on."""
    client = Client(wrong, validate="warn", base_url=counting_server.url)
    with caplog.at_level(logging.WARNING, logger="dynaclient"):
        client.call("op", WRONG)
    assert len(caplog.records) == len(EXPECTED)
    assert all(record.levelname == "WARNING" for record in caplog.records)
    (request,) = counting_server.requests
    assert request[1] == "/x/a?limit=101&order=up"
    assert json.loads(request[3]) == {"messages": WRONG["messages"]}


def test_false_skips_the_checks_and_sends(wrong: dict[str, Any], caplog: Any) -> None:
    """`False` neither checks nor reports; missing arguments are just not sent."""
    prepared = Client(wrong, validate=False).prepare("op", {"id": "a", "limit": "x"}, body=5)
    assert (prepared.url, prepared.body) == ("https://api.test/x/a?limit=x", b"5")
    assert caplog.records == []


@pytest.mark.parametrize("mode", ["Strict", "none", 2, None, "waring"])
def test_an_unknown_mode_is_refused(wrong: dict[str, Any], mode: Any) -> None:
    """A misspelt mode would skip checks in silence."""
    from dynaclient import RequestError

    with pytest.raises(RequestError, match="'strict'"):
        Client(wrong, validate=mode)


# The reliefs: (schema of the body, a body that the default accepts, what "strict" says)

RELIEFS = [
    pytest.param({"oneOf": [{"type": "object"}, {"required": ["a"]}]}, {"a": 1}, "/body", id="overlapping-oneOf"),
    pytest.param(
        {"properties": {"n": {"type": "integer", "default": 1}}, "required": ["n"]},
        {},
        "/body/n",
        id="a-default-may-be-left-out",
    ),
    pytest.param(
        {"properties": {"e": {"enum": ["a"], "nullable": True}}}, {"e": None}, "/body/e", id="nullable-beside-enum"
    ),
    pytest.param(
        {"properties": {"r": {"$ref": "#/components/schemas/S", "nullable": True}}},
        {"r": None},
        "/body/r",
        id="nullable-beside-ref",
    ),
    pytest.param(
        {"properties": {"a": {}}, "additionalProperties": False, "required": ["gone"]},
        {"a": 1},
        "/body/gone",
        id="a-required-name-that-is-not-admitted",
    ),
]


@pytest.mark.parametrize(("schema", "body", "path"), RELIEFS)
def test_each_relief_holds_by_default_and_not_in_strict(document: Any, schema: Any, body: Any, path: str) -> None:
    """The five reliefs of the validation policy, and the letter of the standard."""
    source = document(body=schema, components={"schemas": {"S": {"type": "string"}}})
    assert Client(source).validate("op", body=body) == []
    assert [v.path for v in Client(source, validate="strict").validate("op", body=body)] == [path]


def test_a_required_parameter_with_a_default_is_sent_with_it(document: Any) -> None:
    """The relief for parameters; `"strict"` demands it. A default of an optional one is left to the server."""
    parameters = [
        {"name": "v", "in": "query", "required": True, "schema": {"type": "string", "default": "1 a"}},
        {"name": "o", "in": "query", "schema": {"type": "string", "default": "x"}},
    ]
    client = Client(document(parameters=parameters))
    assert client.prepare("op").url == "https://api.test/x?v=1%20a"
    assert [v.path for v in client.with_options(validate="strict").validate("op")] == ["/v"]


@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
@pytest.mark.parametrize(
    "parameter",
    [
        pytest.param({"schema": {"type": "string", "default": "the id"}}, id="default"),
        pytest.param({"schema": {"$ref": "#/components/schemas/Id"}}, id="behind-a-reference"),
        pytest.param({"schema": {"allOf": [{"type": "integer"}, {"default": 1}]}}, id="in-allOf"),
        pytest.param({"content": {"application/json": {"schema": {"default": "1"}}}}, id="content"),
    ],
)
def test_a_path_parameter_is_never_filled_from_its_default(document: Any, mode: Any, parameter: Any) -> None:
    """It would choose what is read or deleted. Source: OAS 2.0 Parameter Object, `default`."""
    id_ = {"name": "id", "in": "path", "required": True, **parameter}
    source = document("/x/{id}", "delete", parameters=[id_], components={"schemas": {"Id": {"default": "1"}}})
    client = Client(source, validate=mode)
    with pytest.raises(ValidationError, match="required and missing"):
        client.prepare("op")
    explanation = client.explain("op")
    assert "parameter id in path: missing or refused" in str(explanation)
    assert [violation.path for violation in explanation.violations] == ["/id"]
    assert client.operations["op"].parameters[0].must_be_given
    assert inspect.signature(client.op).parameters["id"].default is inspect.Parameter.empty


def test_a_path_parameter_of_2_0_is_never_filled_from_its_default() -> None:
    id_ = {"name": "id", "in": "path", "required": True, "type": "string", "default": "1"}
    item = {"delete": {"operationId": "op", "parameters": [id_], "responses": {}}}
    client = Client({"swagger": "2.0", "info": {}, "host": "api.test", "paths": {"/x/{id}": item}})
    with pytest.raises(ValidationError, match="required and missing"):
        client.prepare("op")


@pytest.mark.parametrize("name", ["Accept", "content-type", "AUTHORIZATION"])
def test_header_parameters_that_the_standard_ignores_are_never_demanded(document: Any, name: str) -> None:
    """Source: OAS 3.1.1 Parameter Object, `name`; given, they are sent."""
    client = Client(document(parameters=[{"name": name, "in": "header", "required": True, "schema": {}}], body={}))
    assert client.validate("op") == []
    assert client.prepare("op", {name: "application/json"}, body={}).headers[name] == "application/json"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            {"required": ["a", "b"], "properties": {"a": {"type": "string"}}}, ["/body/a", "/body/b"], id="fields"
        ),
        pytest.param({"type": "array"}, ["/body"], id="array"),
        pytest.param({"type": "object"}, ["/body"], id="no-required-field"),
        pytest.param({}, ["/body"], id="anything"),
    ],
)
def test_a_missing_body_names_the_fields_it_needs(document: Any, body: Any, expected: list[str]) -> None:
    """A required body that was not given at all."""
    problems = Client(document(body=body, required=True)).validate("op")
    assert [(v.path, v.keyword) for v in problems] == [(path, "required") for path in expected]


def test_a_secret_is_not_repeated_in_messages(document: Any) -> None:
    """Neither a credential that turns up in an argument nor the value of a field that is called a secret."""
    source = document(
        parameters=[{"name": "q", "in": "query", "schema": {"enum": ["a"]}}],
        body={"properties": {"client_secret": {"type": "string", "maxLength": 3}}},
        components={"securitySchemes": {"k": {"type": "http", "scheme": "bearer"}}},
    )
    with pytest.raises(ValidationError) as caught:
        Client(source, credentials={"k": "sentinel-key"}).call("op", q="sentinel-key", client_secret="other-sentinel")
    text = f"{caught.value} {caught.value!r} {caught.value.violations!r}"
    assert "sentinel" not in text
    assert [violation.value for violation in caught.value.violations] == ["***", "other-sentinel"]


@pytest.mark.parametrize("schema", [{"description": "d"}, {"format": "x"}, {"title": "t", "format": "x"}], ids=str)
@pytest.mark.parametrize("value", [None, "text", {"a": 1}, [1], 5], ids=str)
def test_nullable_without_a_type_admits_anything(document: Any, schema: Any, value: Any) -> None:
    """OpenAPI 3.0 allows `nullable` alone; it does not restrict the other types."""
    body = {"type": "object", "properties": {"v": {"nullable": True, **schema}}}
    client = Client(document(body=body, openapi="3.0.3"))
    assert json.loads(client.prepare("op", body={"v": value}).body) == {"v": value}


def test_schemas_whose_all_of_refer_to_one_another(document: Any) -> None:
    """The circle is followed once, and a name that one of them requires is required once."""
    schemas = {
        "A": {"allOf": [{"$ref": "#/components/schemas/B"}], "required": ["name"]},
        "B": {"allOf": [{"$ref": "#/components/schemas/A"}], "properties": {"name": {"type": "string"}}},
    }
    client = Client(document(body={"$ref": "#/components/schemas/A"}, components={"schemas": schemas}))
    assert client.validate("op", body={"name": "n"}) == []
    assert [(v.path, v.keyword) for v in client.validate("op", body={})] == [("/body/name", "required")]


NAMES_NOT_TEXT = [
    pytest.param({2: "b", "2": "c"}, "int 2", id="int"),
    pytest.param({1.5: "b"}, "float 1.5", id="float"),
    pytest.param({True: "b"}, "bool True", id="bool"),
    pytest.param({None: "b"}, "NoneType None", id="None"),
    pytest.param({Level.HIGH: "b"}, "int 3", id="an enum of numbers"),
    pytest.param({(1, 2): "b"}, "tuple (1, 2)", id="tuple"),
]


@pytest.mark.parametrize("schema", [None, {}, {"type": "object", "properties": {"a": {}}}], ids=str)
@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
@pytest.mark.parametrize(("given", "said"), NAMES_NOT_TEXT)
def test_a_property_name_that_is_not_text_is_refused_at_every_depth(
    document: Any, given: Any, said: str, mode: Any, schema: Any
) -> None:
    """The encoder makes text of some, and two members would have the same name."""
    content = {"application/json": {} if schema is None else {"schema": schema}}
    client = Client(document(content=content), validate=mode)
    for body, path in ((given, "/body"), ({"a": given}, "/body/a"), ({"a": ["x", {"b": given}]}, "/body/a/1/b")):
        with pytest.raises(ValidationError) as caught:
            client.prepare("op", body=body)
        assert [v.path for v in caught.value.violations] == [path]
        assert f"property names must be text, not {said}" in str(caught.value)


def test_a_property_name_that_looks_like_a_number_is_text(document: Any) -> None:
    """And a text that looks like a property name is not one."""
    body = {"2": "b", "true": [{"-1.5e+3": None}], "text": '"2": 1, {"2":', Size.BIG: {"null": {}}}
    sent = Client(document(body={"type": "object"})).prepare("op", body=body).body
    assert json.loads(sent) == {"2": "b", "true": [{"-1.5e+3": None}], "text": '"2": 1, {"2":', "big": {"null": {}}}


@pytest.mark.parametrize(
    ("value", "problems"),
    [
        pytest.param("\xff", [], id="U+00FF"),
        pytest.param("\u0100", [("/X-A", "pattern")], id="U+0100"),
        pytest.param(" a", [("/X-A", "pattern")], id="a blank before"),
        pytest.param("a\t", [("/X-A", "pattern")], id="a tab behind"),
        pytest.param("a\tb c", [], id="a tab inside"),
        pytest.param("\x1f", [("/X-A", "pattern")], id="U+001F"),
        pytest.param("a\x20b", [], id="U+0020"),
        pytest.param("~", [], id="U+007E"),
        pytest.param("\x7f", [("/X-A", "pattern")], id="U+007F"),
        pytest.param("\x80", [], id="U+0080"),
    ],
)
def test_characters_that_a_header_can_carry(document: Any, value: str, problems: Any) -> None:
    """Latin-1 without control characters, up to its last character. Source: RFC 9110 section 5.5."""
    parameters = [{"name": "X-A", "in": "header", "schema": {"type": "string"}}]
    client = Client(document(parameters=parameters))
    assert [(v.path, v.keyword) for v in client.validate("op", X_A=value)] == problems
    if not problems:
        assert client.prepare("op", X_A=value).headers["X-A"] in (value, value.encode("latin-1"))


def test_what_nests_too_deep_is_named_by_the_first_three_steps(document: Any) -> None:
    """The whole way would be longer than any line."""
    value: Any = 1
    for _ in range(300):
        value = {"a": value}
    client = Client(document(parameters=[{"name": "p", "in": "query", "content": {"application/json": {}}}]))
    (violation,) = client.validate("op", p={"b": [value]})
    assert violation.path == "/p/b/0/a"
