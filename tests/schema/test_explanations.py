"""Errors read well, and the same whichever engine found them."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client
from dynaclient.schema import Reliefs

REQUEST = Reliefs("request")

USER = {
    "type": "object",
    "required": ["role", "content"],
    "properties": {"role": {"type": "string", "enum": ["user"]}, "content": {"type": "string"}},
}
TOOL = {
    "type": "object",
    "required": ["role", "content", "tool_call_id"],
    "properties": {"role": {"const": "tool"}, "content": {"type": "string"}, "tool_call_id": {"type": "string"}},
}
MESSAGE = {"oneOf": [{"$ref": "#/components/schemas/User"}, {"$ref": "#/components/schemas/Tool"}]}
SCHEMAS = {
    "User": USER,
    "Tool": TOOL,
    "Message": MESSAGE,
    "0": {"properties": {"7": {"type": "integer"}}},
    "Model": {"anyOf": [{"type": "string"}, {"type": "string", "enum": ["gpt-4", "gpt-5"]}]},
    "Wide": {"enum": [f"v{i}" for i in range(30)]},
    "Tree": {"type": "object", "properties": {"children": {"items": {"$ref": "#/components/schemas/Tree"}}}},
}
CLOSED = {"additionalProperties": False, "properties": {"temperature": {}, "model": {}}}

TEXTS: list[Any] = [
    # type
    pytest.param({"type": "integer"}, "x", "", "type", 'expected integer, given string "x"', id="a type"),
    pytest.param(
        {"type": "string"},
        None,
        "",
        "type",
        "expected string, given null; leave it out if you mean no value",
        id="null",
    ),
    pytest.param({"type": ["string", "null"]}, 1, "", "type", "expected string or null, given integer 1", id="types"),
    pytest.param({"type": "object"}, [1], "", "type", "expected object, given an array of 1", id="an array"),
    pytest.param(
        {"type": "array"}, {}, "", "type", "expected array, given an object that is empty", id="an empty object"
    ),
    pytest.param({"type": "string"}, True, "", "type", "expected string, given true", id="a boolean"),
    pytest.param({"type": "string"}, "ok", None, None, None, id="nothing wrong"),
    # enum and const
    pytest.param({"enum": ["a", "b"]}, "c", "", "enum", 'expected one of "a", "b", given string "c"', id="an enum"),
    pytest.param(
        {"enum": ["user", "assistant"]},
        "usr",
        "",
        "enum",
        'expected one of "user", "assistant", given string "usr". Did you mean "user"?',
        id="a near value",
    ),
    pytest.param(
        {"enum": [1, None]}, 2, "", "enum", "expected one of 1, null, given integer 2", id="values of all types"
    ),
    pytest.param({"const": "a"}, "b", "", "const", 'expected "a", given string "b"', id="a constant"),
    pytest.param({"const": 1}, True, "", "const", "expected 1, given true", id="true is not 1"),
    pytest.param(
        {"$ref": "#/components/schemas/Wide"},
        "x",
        "",
        "enum",
        "expected one of " + ", ".join(f'"v{i}"' for i in range(25)) + ' or 5 more, given string "x"',
        id="a long enum",
    ),
    # bounds
    pytest.param({"maximum": 2}, 3, "", "maximum", "expected at most 2, given integer 3", id="maximum"),
    pytest.param({"minimum": 0.5}, 0, "", "minimum", "expected at least 0.5, given integer 0", id="minimum"),
    pytest.param(
        {"exclusiveMaximum": 2}, 2, "", "exclusiveMaximum", "expected less than 2, given integer 2", id="less"
    ),
    pytest.param(
        {"exclusiveMinimum": 0}, 0, "", "exclusiveMinimum", "expected more than 0, given integer 0", id="more"
    ),
    pytest.param({"multipleOf": 5}, 7, "", "multipleOf", "expected a multiple of 5, given integer 7", id="a multiple"),
    pytest.param({"minLength": 2}, "a", "", "minLength", "expected at least 2 characters, given 1", id="minLength"),
    pytest.param({"maxLength": 1}, "ab", "", "maxLength", "expected at most 1 character, given 2", id="maxLength"),
    pytest.param({"minItems": 1}, [], "", "minItems", "expected at least 1 item, given 0", id="minItems"),
    pytest.param({"maxItems": 1}, [1, 2], "", "maxItems", "expected at most 1 item, given 2", id="maxItems"),
    pytest.param(
        {"minProperties": 1}, {}, "", "minProperties", "expected at least 1 property, given 0", id="minProperties"
    ),
    pytest.param(
        {"maxProperties": 2},
        {"a": 1, "b": 1, "c": 1},
        "",
        "maxProperties",
        "expected at most 2 properties, given 3",
        id="maxProperties",
    ),
    pytest.param(
        {"pattern": "^a"}, "b", "", "pattern", 'expected text that matches ^a, given string "b"', id="a pattern"
    ),
    pytest.param(
        {"uniqueItems": True}, [1, 1], "", "uniqueItems", "expected items that all differ, but some repeat", id="twice"
    ),
    pytest.param(
        {"contains": {"const": 1}}, [2], "", "contains", "no item fits `contains`, but at least one must", id="contains"
    ),
    # objects
    pytest.param(
        {"required": ["n"], "properties": {"n": {"type": "integer"}}},
        {},
        "/n",
        "required",
        "this is required and missing: integer",
        id="a missing field, with its type",
    ),
    pytest.param(
        {"required": ["m"], "properties": {"m": {"type": "array", "items": {"$ref": "#/components/schemas/Message"}}}},
        {},
        "/m",
        "required",
        "this is required and missing: array",
        id="a missing list",
    ),
    pytest.param(
        {"required": ["m"], "properties": {"m": {"type": "array", "items": {"type": "string"}}}},
        {},
        "/m",
        "required",
        "this is required and missing: array of strings",
        id="a missing list of strings",
    ),
    pytest.param(
        {"required": ["m"], "properties": {"m": {"$ref": "#/components/schemas/Model"}}},
        {},
        "/m",
        "required",
        "this is required and missing: string",
        id="a missing union",
    ),
    pytest.param(
        {"required": ["a/b~c"]}, {}, "/a~1b~0c", "required", "this is required and missing: a value", id="an odd name"
    ),
    pytest.param(
        CLOSED,
        {"temprature": 1},
        "/temprature",
        "additionalProperties",
        "there is no such property here. Did you mean 'temperature'?",
        id="a misspelt field",
    ),
    pytest.param(
        CLOSED,
        {"zzz": 1},
        "/zzz",
        "additionalProperties",
        "there is no such property here. Known here: temperature, model.",
        id="an unknown field",
    ),
    pytest.param(
        {"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": False},
        {"b": 1},
        "/b",
        "unevaluatedProperties",
        "there is no such property here. Known here: a.",
        id="an unevaluated field",
    ),
    pytest.param(
        {"dependentRequired": {"a": ["b"]}, "properties": {"b": {"type": "string"}}},
        {"a": 1},
        "/b",
        "dependentRequired",
        "this is required and missing: string",
        id="a field that another needs",
    ),
    pytest.param(
        {"additionalProperties": {"type": "integer"}},
        {"x": "y"},
        "/x",
        "type",
        'expected integer, given string "y"',
        id="an additional field of another type",
    ),
    pytest.param(
        {"propertyNames": {"maxLength": 1}},
        {"ab": 1},
        "",
        "propertyNames",
        "one of the property names is not allowed here",
        id="a name",
    ),
    # composition
    pytest.param({"allOf": [{"type": "integer"}]}, "x", "", "type", 'expected integer, given string "x"', id="allOf"),
    pytest.param({"not": {"type": "string"}}, "x", "", "not", 'not allowed here: string "x"', id="not"),
    pytest.param(False, 1, "", "falseSchema", "not allowed here: integer 1", id="false"),
    pytest.param(
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
        {"a": 1},
        "/b",
        "required",
        "this is required and missing: a value",
        id="if, then",
    ),
    pytest.param(
        {"if": {"required": ["a"]}, "else": {"maxProperties": 0}},
        {"b": 1},
        "",
        "maxProperties",
        "expected at most 0 properties, given 1",
        id="if, else",
    ),
    # unions
    pytest.param(
        {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "x",
        "",
        "type",
        'expected integer or null, given string "x"',
        id="a union of types",
    ),
    pytest.param(
        {"$ref": "#/components/schemas/Model"}, 1, "", "type", "expected string, given integer 1", id="an open enum"
    ),
    pytest.param(
        {"oneOf": [{"enum": ["a"]}, {"const": "b"}]},
        "c",
        "",
        "enum",
        'expected one of "a", "b", given string "c"',
        id="a union of constants",
    ),
    pytest.param(
        MESSAGE,
        {"role": "usr", "content": "x"},
        "/role",
        "enum",
        'expected one of "user", "tool", given string "usr". Did you mean "user"?',
        id="a tag that is wrong",
    ),
    pytest.param(
        MESSAGE,
        {"content": "x"},
        "/role",
        "required",
        'this is required and missing: one of "user", "tool"',
        id="a tag that is missing",
    ),
    pytest.param(
        MESSAGE,
        {"role": "tool", "content": "x"},
        "/tool_call_id",
        "required",
        "this is required and missing: string",
        id="the branch that the tag means",
    ),
    pytest.param(
        {"anyOf": [MESSAGE, {"type": "string"}]},
        {"role": "user", "content": 1},
        "/content",
        "type",
        "expected string, given integer 1",
        id="a union within a union",
    ),
    pytest.param(
        {"items": MESSAGE},
        [{"role": "user", "content": "x"}, {"role": "tool", "content": "x", "tool_call_id": 7}],
        "/1/tool_call_id",
        "type",
        "expected string, given integer 7",
        id="a union in a list",
    ),
    pytest.param(
        {"anyOf": [{"required": ["a", "b", "c"]}, {"required": ["a", "d"]}]},
        {"a": 1},
        "/d",
        "required",
        "this is required and missing: a value",
        id="the branch that fits best",
    ),
    pytest.param(
        {"oneOf": [{"type": "integer"}, {"minimum": 0}]},
        5,
        "",
        "oneOf",
        "this fits more than one of the alternatives, but exactly one is allowed",
        id="an overlap, to the letter",
    ),
    pytest.param(
        {
            "properties": {"0": {"$ref": "#/components/schemas/0"}},
            "patternProperties": {"1": {"items": {"type": "null"}}},
        },
        {"0": {"7": "x"}, "1": [None]},
        "/0/7",
        "type",
        'expected integer, given string "x"',
        id="names made of digits",
    ),
    pytest.param(
        {"$ref": "#/components/schemas/Tree"},
        {"children": [{"children": [1]}]},
        "/children/0/children/0",
        "type",
        "expected object, given integer 1",
        id="a recursive schema",
    ),
]


@pytest.mark.parametrize(("schema", "value", "path", "keyword", "text"), TEXTS)
def test_a_failure_is_explained_where_it_is(
    find: Any, schema: Any, value: Any, path: str | None, keyword: str | None, text: str | None
) -> None:
    """What was expected, what was given, and the nearest valid choice; never "not valid under any of the schemas"."""
    found = [(finding.path, finding.keyword, finding.message) for finding in find(schema, value, schemas=SCHEMAS)]
    assert found == ([] if text is None else [(path, keyword, text)])


def test_every_failure_is_reported_once(find: Any) -> None:
    """All at once, not only the first; a failure found by two keywords is reported once."""
    schema = {
        "required": ["a", "b"],
        "properties": {"c": {"type": "integer"}, "d": {"maxLength": 1, "pattern": "^x"}},
        "allOf": [{"required": ["a"]}, {"properties": {"c": {"type": "integer"}}}],
    }
    found = {(finding.path, finding.keyword) for finding in find(schema, {"c": "x", "d": "long"})}
    listed = [(finding.path, finding.keyword) for finding in find(schema, {"c": "x", "d": "long"})]
    assert found == {("/a", "required"), ("/b", "required"), ("/c", "type"), ("/d", "maxLength"), ("/d", "pattern")}
    assert len(listed) == len(found)


LONG = "sentinel-" * 100

SECRETS: list[Any] = [
    pytest.param({"properties": {"api_key": {"maxLength": 1}}}, {"api_key": LONG}, "", id="a field"),
    pytest.param({"properties": {"password": {"enum": ["a"]}}}, {"password": "sentinel"}, "", id="an enum"),
    pytest.param(
        {"properties": {"clientSecret": {"pattern": "^x"}}}, {"clientSecret": "sentinel"}, "", id="camel case"
    ),
    pytest.param({"type": "integer"}, "sentinel", "access_token", id="a parameter"),
    pytest.param({"items": {"type": "integer"}}, ["sentinel"], "secrets", id="an item of a parameter"),
    pytest.param(
        {"properties": {"auth_token": {"anyOf": [{"type": "integer"}, {"const": "x"}]}}},
        {"auth_token": "sentinel"},
        "",
        id="a union",
    ),
    pytest.param(
        {"properties": {"secret": {"type": "integer"}}},
        {"secret": {"value": "sentinel"}},
        "",
        id="an object under a secret name",
    ),
    pytest.param(
        {"properties": {"credentials": {"properties": {"value": {"type": "integer"}}}}},
        {"credentials": {"value": "sentinel"}},
        "",
        id="a field under a secret name",
    ),
]


@pytest.mark.parametrize(("schema", "value", "name"), SECRETS)
def test_a_secret_is_never_shown(find: Any, schema: Any, value: Any, name: str) -> None:
    """Neither in the message nor, through the repr, anywhere else that prints it."""
    (finding,) = find(schema, value, name=name)
    assert "sentinel" not in finding.message


def test_a_long_value_is_shortened(find: Any) -> None:
    """A message is a line, not a page."""
    (finding,) = find({"type": "integer"}, "x" * 10_000)
    assert len(finding.message) < 120
    (finding,) = find({"type": "integer"}, list(range(10_000)))
    assert finding.message == "expected integer, given an array of 10000"


def test_violations_come_in_the_order_of_the_locations() -> None:
    """`ValidationError.violations` lists path, query, header, cookie, body."""
    schema = {"type": "integer"}
    locations = ("cookie", "query", "header", "path")
    operation = {
        "operationId": "o",
        "parameters": [{"name": place[0], "in": place, "required": True, "schema": schema} for place in locations],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
    }
    client = Client({"openapi": "3.1.0", "paths": {"/{p}": {"post": operation}}}, base_url="http://h")
    violations = client.validate("o", c="x", q="x", h="x", p="x", body="x")
    assert [violation.location for violation in violations] == ["path", "query", "header", "cookie", "body"]
    assert [violation.path for violation in violations] == ["/p", "/q", "/h", "/c", "/body"]
    assert all('given string "x"' in str(violation) for violation in violations)


def violations(schema: Any, value: Any) -> list[tuple[str, str, str]]:
    """The path, keyword and message of each violation of a body, through the client."""
    body = {"content": {"application/json": {"schema": schema}}}
    paths = {"/x": {"post": {"operationId": "op", "requestBody": body, "responses": {}}}}
    client = Client({"openapi": "3.1.0", "paths": paths, "servers": [{"url": "https://a.test"}]})
    return [(v.path, v.keyword, v.message) for v in client.validate("op", body=value)]


def tagged(tag: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": ["tag"], "properties": {"tag": {"const": tag}, **properties}}


NESTED_UNION = {
    "anyOf": [
        {"oneOf": [tagged("a", n={"type": "integer"}), tagged("b", s={"type": "string"})]},
        tagged("c", t={"type": "boolean"}),
    ]
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"tag": "z"}, ("/body/tag", 'expected one of "a", "b", "c", given string "z"')),
        ({"tag": "a", "n": "x"}, ("/body/n", 'expected integer, given string "x"')),
        ({"tag": "b", "s": 5}, ("/body/s", "expected string, given integer 5")),
        ({"tag": "c", "t": "x"}, ("/body/t", 'expected boolean, given string "x"')),
    ],
    ids=str,
)
def test_a_union_inside_a_union_is_one_union(value: Any, expected: tuple[str, str]) -> None:
    """Its alternatives are named together, and the one that was meant is found."""
    assert [(path, message) for path, _, message in violations(NESTED_UNION, value)] == [expected]


def test_the_tag_of_most_alternatives_decides() -> None:
    """`release` is in two of three only, and says nothing of the third, wherever it is declared."""
    alternatives = [
        {"properties": {"release": {"const": "old"}, "kind": {"const": "x"}}, "required": ["kind"]},
        {"properties": {"release": {"const": "new"}, "kind": {"const": "y"}}, "required": ["kind"]},
        {"properties": {"kind": {"const": "z"}}, "required": ["kind"]},
    ]
    found = violations({"anyOf": alternatives}, {"release": "other", "kind": "q"})
    assert [(path, message) for path, _, message in found] == [
        ("/body/kind", 'expected one of "x", "y", "z", given string "q"')
    ]
