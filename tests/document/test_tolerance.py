"""A broken part of a document is isolated and reported; everything around it works."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from dynaclient import Client, load_document
from dynaclient.model.excerpt import excerpt

HEALTHY: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/good/{id}": {
            "post": {
                "operationId": "good",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                ],
                "requestBody": {"content": {"application/json": {"schema": {"properties": {"a": {"type": "string"}}}}}},
                "responses": {"200": {"description": ""}},
            }
        }
    },
    "components": {"schemas": {}},
}
POST = ("paths", "/good/{id}", "post")
SCHEMA = (*POST, "requestBody", "content", "application/json", "schema")
UNCHECKED = "values here are not checked"
BASE = "#/paths/~1good~1%7Bid%7D/post"
BODY = f"{BASE}/requestBody/content/application~1json/schema"


def broken(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The healthy document with one member replaced or added."""
    document = copy.deepcopy(HEALTHY)
    node: Any = document
    for token in path[:-1]:
        node = node[token] if isinstance(node, list) else node.setdefault(token, {})
    if isinstance(node, list):
        node.append(value)
    else:
        node[path[-1]] = value
    return document


BROKEN: list[Any] = [
    # the document's own parts
    pytest.param(("info",), "text", None, "", "", id="info is text"),
    pytest.param(("tags",), "text", None, "", "", id="tags are text"),
    pytest.param(("servers",), {"url": "/"}, "#/servers", "a list is needed", "left out", id="servers is an object"),
    pytest.param(("servers",), ["http://x"], "#/servers/0", "a server", "left out", id="a server is text"),
    pytest.param(
        ("servers",), [{"description": "x"}], "#/servers/0", "a server", "left out", id="a server without url"
    ),
    pytest.param(
        ("security",),
        {"k": []},
        "#/security",
        "a list is needed",
        "no credentials are sent for it",
        id="security is an object",
    ),
    pytest.param(("security",), [{"k": []}], "#/security/0", "not declared", "left out", id="an undeclared scheme"),
    pytest.param(
        ("security",), ["k"], "#/security/0", "must be an object", "left out", id="a requirement that is text"
    ),
    pytest.param(("components",), [1], "#/components", "must be an object", "", id="components is a list"),
    pytest.param(
        ("components", "securitySchemes"),
        {"k": {"$ref": "#/nowhere"}},
        "#/components/securitySchemes/k",
        "leads nowhere",
        "no credentials can be sent for it",
        id="a scheme that leads nowhere",
    ),
    pytest.param(
        ("components", "securitySchemes"),
        {"k": "text"},
        "#/components/securitySchemes/k",
        "an object is needed",
        "no credentials can be sent for it",
        id="a scheme that is text",
    ),
    # paths
    pytest.param(
        ("paths", "/b"), "text", "#/paths/~1b", "an object is needed", "are missing", id="a path item is text"
    ),
    pytest.param(("paths", "/b"), None, "#/paths/~1b", "an object is needed", "are missing", id="a path item is null"),
    pytest.param(
        ("paths", "/b"),
        {"$ref": "#/nowhere"},
        "#/paths/~1b",
        "leads nowhere",
        "are missing",
        id="a path item leads nowhere",
    ),
    pytest.param(
        ("paths", "/b"),
        {"get": ["x"]},
        "#/paths/~1b/get",
        "an operation must be",
        "is missing",
        id="an operation is a list",
    ),
    pytest.param(
        ("paths", "/b"),
        {"get": {"operationId": 7}},
        "#/paths/~1b/get/operationId",
        "must be text",
        "generated",
        id="an operationId is a number",
    ),
    pytest.param(
        ("paths", "/b"),
        {"get": {"operationId": "good"}},
        "#/paths/~1b/get",
        "is taken",
        "'get_b'",
        id="an id stands twice",
    ),
    pytest.param(
        ("paths", "/good/{id}", "parameters"),
        {"name": "x"},
        "#/paths/~1good~1%7Bid%7D/parameters",
        "a list is needed",
        "left out",
        id="shared parameters are an object",
    ),
    # parameters
    pytest.param((*POST, "parameters", -1), "x", f"{BASE}/parameters/2", "an object is needed", "left out", id="text"),
    pytest.param(
        (*POST, "parameters", -1), {"in": "query"}, f"{BASE}/parameters/2", "needs a name", "left out", id="nameless"
    ),
    pytest.param(
        (*POST, "parameters", -1), {"name": "x"}, f"{BASE}/parameters/2", "not path, query", "left out", id="nowhere"
    ),
    pytest.param(
        (*POST, "parameters", -1),
        {"name": "x", "in": ["query"]},
        f"{BASE}/parameters/2",
        "not path, query",
        "left out",
        id="in is a list",
    ),
    pytest.param(
        (*POST, "parameters", -1),
        {"name": "x", "in": "body"},
        f"{BASE}/parameters/2",
        "not path",
        "left out",
        id="in: body",
    ),
    pytest.param(
        (*POST, "parameters", -1),
        {"$ref": "#/components/parameters/X"},
        f"{BASE}/parameters/2",
        "leads nowhere",
        "left out",
        id="a reference that leads nowhere",
    ),
    pytest.param(
        (*POST, "parameters", -1),
        {"name": "x", "in": "path", "schema": {}},
        BASE,
        "the path has no {x}",
        "left out",
        id="a path parameter without template",
    ),
    pytest.param(
        (*POST, "parameters", -1),
        {"name": "x", "in": "query", "style": "matrix", "schema": {}},
        f"{BASE}/parameters/2",
        "style \"matrix\" of 'x' is not defined for query",
        "style form",
        id="a style of another location",
    ),
    pytest.param(
        (*POST, "parameters", -1),
        {"name": "x", "in": "query", "style": ["form"], "schema": {}},
        f"{BASE}/parameters/2",
        "is not defined",
        "style form",
        id="a style that is a list",
    ),
    pytest.param(
        (*POST, "parameters", -1),
        {"name": "x", "in": "query", "schema": {"type": "strng"}},
        f"{BASE}/parameters/2/schema/type",
        '"strng" is not a type',
        UNCHECKED,
        id="a type that is none",
    ),
    pytest.param(
        ("paths", "/b/{c}"), {"get": {}}, "#/paths/~1b~1%7Bc%7D/get", "{c} is not declared", "string", id="undeclared"
    ),
    # bodies and responses
    pytest.param(
        (*POST, "requestBody"), "x", f"{BASE}/requestBody", "an object is needed", "without a body", id="text body"
    ),
    pytest.param(
        (*POST, "requestBody"),
        {"$ref": "#/components/requestBodies/B"},
        f"{BASE}/requestBody",
        "leads nowhere",
        "without a body",
        id="a body that leads nowhere",
    ),
    pytest.param(
        (*POST, "requestBody", "content"),
        ["application/json"],
        f"{BASE}/requestBody/content",
        "`content` must be an object",
        "left out",
        id="content is a list",
    ),
    pytest.param(
        (*POST, "requestBody", "content", "application/json"),
        "x",
        f"{BASE}/requestBody/content/application~1json",
        "an object is needed",
        UNCHECKED,
        id="a media type is text",
    ),
    pytest.param(
        (*POST, "responses"), [], f"{BASE}/responses", "must be an object", "left out", id="responses is a list"
    ),
    pytest.param(
        (*POST, "responses", "404"),
        {"$ref": "#/components/responses/X"},
        f"{BASE}/responses/404",
        "leads nowhere",
        "not described",
        id="a response that leads nowhere",
    ),
    pytest.param(
        (*POST, "responses", "404"),
        "x",
        f"{BASE}/responses/404",
        "an object is needed",
        "not described",
        id="a text response",
    ),
    pytest.param(
        (*POST, "responses", "200", "headers"),
        {"X-A": 1},
        f"{BASE}/responses/200/headers/X-A",
        "an object is needed",
        "not described",
        id="a header is a number",
    ),
    pytest.param(
        (*POST, "security"), {"k": []}, f"{BASE}/security", "a list is needed", "", id="an operation's security"
    ),
    pytest.param(
        (*POST, "servers"), "http://x", f"{BASE}/servers", "a list is needed", "left out", id="an operation's servers"
    ),
    pytest.param((*POST, "tags"), "x", None, "", "", id="tags are no list"),
    pytest.param((*POST, "deprecated"), "yes", None, "", "", id="deprecated is text"),
    # schemas
    pytest.param(
        (*SCHEMA, "properties", "b"), "x", f"{BODY}/properties/b", "a schema must be", UNCHECKED, id="text schema"
    ),
    pytest.param(
        (*SCHEMA, "properties", "b"), None, f"{BODY}/properties/b", "a schema must be", UNCHECKED, id="null schema"
    ),
    pytest.param(
        (*SCHEMA, "properties"), ["a"], f"{BODY}/properties", "object of schemas", UNCHECKED, id="properties is a list"
    ),
    pytest.param((*SCHEMA, "type"), "dict", f"{BODY}/type", '"dict" is not a type', UNCHECKED, id="type"),
    pytest.param(
        (*SCHEMA, "type"), ["object", "x"], f"{BODY}/type", "is not a type", UNCHECKED, id="one of several types"
    ),
    pytest.param((*SCHEMA, "type"), [], f"{BODY}/type", "is not a type", UNCHECKED, id="no type at all"),
    pytest.param((*SCHEMA, "type"), {}, f"{BODY}/type", "is not a type", UNCHECKED, id="type is an object"),
    pytest.param(
        (*SCHEMA, "required"), "a", f"{BODY}/required", "`required` must be", UNCHECKED, id="required is text"
    ),
    pytest.param((*SCHEMA, "required"), True, None, "", "", id="required as in draft 3"),
    pytest.param(
        (*SCHEMA, "required"), [1], f"{BODY}/required", "`required` must be", UNCHECKED, id="required holds numbers"
    ),
    pytest.param((*SCHEMA, "minimum"), "1", f"{BODY}/minimum", "a number", UNCHECKED, id="minimum is text"),
    pytest.param((*SCHEMA, "minimum"), True, f"{BODY}/minimum", "a number", UNCHECKED, id="minimum is true"),
    pytest.param((*SCHEMA, "minimum"), float("nan"), f"{BODY}/minimum", "a number", UNCHECKED, id="minimum is NaN"),
    pytest.param(
        (*SCHEMA, "maximum"), float("inf"), f"{BODY}/maximum", "a number", UNCHECKED, id="maximum is infinite"
    ),
    pytest.param((*SCHEMA, "maxLength"), -1, f"{BODY}/maxLength", "at least 0", UNCHECKED, id="maxLength is negative"),
    pytest.param(
        (*SCHEMA, "maxLength"), 1.5, f"{BODY}/maxLength", "whole number", UNCHECKED, id="maxLength is a fraction"
    ),
    pytest.param(
        (*SCHEMA, "maxLength"), float("inf"), f"{BODY}/maxLength", "whole", UNCHECKED, id="maxLength is infinite"
    ),
    *[
        pytest.param((*SCHEMA, word), value, f"{BODY}/{word}", "a number", UNCHECKED, id=f"{word} is {value!r}")
        for word in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
        for value in ("five", None, [5], float("nan"))
    ],
    pytest.param((*SCHEMA, "minimum"), True, f"{BODY}/minimum", "a number", UNCHECKED, id="minimum is true"),
    pytest.param((*SCHEMA, "maximum"), False, f"{BODY}/maximum", "a number", UNCHECKED, id="maximum is false"),
    pytest.param((*SCHEMA, "multipleOf"), 0, f"{BODY}/multipleOf", "above 0", UNCHECKED, id="multipleOf is 0"),
    pytest.param((*SCHEMA, "pattern"), 1, f"{BODY}/pattern", "text", UNCHECKED, id="pattern is a number"),
    pytest.param((*SCHEMA, "pattern"), "(", f"{BODY}/pattern", "regular expression", UNCHECKED, id="pattern is open"),
    pytest.param(
        (*SCHEMA, "patternProperties"),
        {"[": {}},
        f"{BODY}/patternProperties/%5B",
        "regular expression",
        UNCHECKED,
        id="patternProperties",
    ),
    pytest.param((*SCHEMA, "enum"), [], f"{BODY}/enum", "lists no value", "no value fits", id="enum is empty"),
    pytest.param((*SCHEMA, "enum"), "a", f"{BODY}/enum", "a list of values", UNCHECKED, id="enum is text"),
    pytest.param((*SCHEMA, "allOf"), {}, f"{BODY}/allOf", "a list of schemas", UNCHECKED, id="allOf is an object"),
    pytest.param((*SCHEMA, "oneOf"), [], f"{BODY}/oneOf", "a list of schemas", UNCHECKED, id="oneOf is empty"),
    pytest.param((*SCHEMA, "items"), 1, f"{BODY}/items", "a schema must be", UNCHECKED, id="items is a number"),
    pytest.param((*SCHEMA, "items"), [], None, "", "", id="items is an empty tuple"),
    pytest.param((*SCHEMA, "$ref"), 1, f"{BODY}/$ref", "must be text", UNCHECKED, id="$ref is a number"),
    pytest.param((*SCHEMA, "uniqueItems"), "yes", f"{BODY}/uniqueItems", "true or false", UNCHECKED, id="uniqueItems"),
    pytest.param(
        (*SCHEMA, "discriminator"), {}, f"{BODY}/discriminator", "`propertyName`", "ignored", id="discriminator"
    ),
    pytest.param(
        (*SCHEMA, "dependentRequired"), {"a": "b"}, f"{BODY}/dependentRequired", "lists", UNCHECKED, id="dependents"
    ),
    pytest.param((*SCHEMA, "format"), 1, f"{BODY}/format", "text", UNCHECKED, id="format is a number"),
    pytest.param((*SCHEMA, "title"), 1, f"{BODY}/title", "text", "left out", id="title is a number"),
    pytest.param((*SCHEMA, "properties", 5), {"type": "integer"}, None, "", "", id="a key that is a number"),
    pytest.param((*SCHEMA, "x-anything"), {"$ref": 1}, None, "", "", id="an extension may hold anything"),
    pytest.param(
        (*SCHEMA, "xml"), "x", f"{BODY}/xml", "`xml` must be an object, this is string", "it is ignored", id="xml"
    ),
]


@pytest.mark.parametrize(("path", "value", "pointer", "what", "consequence"), BROKEN)
def test_a_broken_part_is_reported_where_it_stands_and_breaks_nothing_else(
    path: tuple[Any, ...], value: Any, pointer: str | None, what: str, consequence: str
) -> None:
    """The problem says where, what and what it means for calls; every operation can still be prepared and shown."""
    given = broken(path, value)
    before = repr(given)
    document = load_document(given)
    client = Client(document, base_url="http://h")
    for operation_id in client.operations:
        operation = client.operations[operation_id]
        assert operation_id in repr(operation)
        assert excerpt(document, operation_id)["paths"]
        client.validate(operation_id, {p.name: 1 for p in operation.parameters})
    arguments = {"id": 1, "limit": 2} if path[-2:] != ("post", "parameters") else {"id": 1}
    request = client.prepare("good", arguments)
    assert (request.method, request.url) == ("POST", "http://h/good/1?limit=2")
    (violation,) = client.validate("good", id="x")
    assert (violation.path, violation.keyword) == ("/id", "type")
    if pointer is None:
        assert document.problems == ()
    else:
        (problem,) = document.problems
        assert problem.pointer == pointer
        assert what in problem.what
        assert consequence in problem.consequence
        assert str(problem) == f"{problem.pointer}: {problem.what}; {problem.consequence}"
    assert repr(given) == before


@pytest.mark.parametrize("paths", ["text", ["/a"], 7], ids=["text", "list", "number"])
def test_paths_that_are_no_object_are_reported(paths: Any) -> None:
    """The document loads, and has no operations."""
    document = load_document({"openapi": "3.1.0", "paths": paths})
    assert len(document.entries) == 0
    (problem,) = document.problems
    assert (problem.pointer, problem.consequence) == ("#/paths", "the document has no operations")


def test_problems_are_many_and_each_is_said_once() -> None:
    """All are listed, whether the document is looked through before, after or between calls."""
    given = broken((*SCHEMA, "properties", "b"), {"$ref": "#/components/schemas/Bad"})
    given["components"]["schemas"]["Bad"] = {"pattern": "(", "type": "strng", "minimum": "x", "properties": {"c": None}}
    given["paths"]["/b"] = {"get": {"responses": {"200": {"$ref": "#/nowhere"}}}}
    seen = load_document(given).problems
    assert len(seen) == 5
    used = load_document(given)
    client = Client(used, base_url="http://h")
    client.validate("good", id=1, body={"b": "x"})
    assert set(used.problems) == set(seen)
    client.validate("good", id=1, body={"b": 1})
    assert used.problems == used.problems
    assert set(used.problems) == set(seen)


def test_what_is_broken_in_a_schema_leaves_its_other_keywords_in_force() -> None:
    """A pattern that cannot be used switches off that pattern alone."""
    schema = {
        "type": "object",
        "properties": {
            "a": {"pattern": "(", "maxLength": 2, "type": "string"},
            "b": {"type": "strng", "maxLength": 2},
            "c": {"minimum": "1", "maximum": 5},
            "enum": {"pattern": "[", "maxLength": 2},
        },
        "patternProperties": {"[": {"type": "null"}, "^x": {"type": "integer"}},
    }
    client = Client(broken(SCHEMA, schema), base_url="http://h")
    body = {"a": "long", "b": "long", "c": 6, "enum": "long", "x1": "no"}
    found = [(v.path, v.keyword) for v in client.validate("good", id=1, body=body)]
    assert sorted(found) == [
        ("/body/a", "maxLength"),
        ("/body/b", "maxLength"),
        ("/body/c", "maximum"),
        ("/body/enum", "maxLength"),
        ("/body/x1", "type"),
    ]
    assert sorted(problem.pointer for problem in client.document.problems) == [
        f"{BODY}/patternProperties/%5B",
        f"{BODY}/properties/a/pattern",
        f"{BODY}/properties/b/type",
        f"{BODY}/properties/c/minimum",
        f"{BODY}/properties/enum/pattern",
    ]


def test_text_of_an_example_is_no_pattern_and_no_problem() -> None:
    """Data is not looked into."""
    schema = {"default": {"pattern": "("}, "examples": [{"pattern": "("}], "enum": [{"pattern": "("}], "properties": {}}
    document = load_document(broken(SCHEMA, schema))
    assert Client(document, base_url="http://h").validate("good", id=1, body={"pattern": "("}) == []
    assert document.problems == ()


def test_a_media_type_without_a_description_is_no_problem() -> None:
    """Null where a Media Type Object could be says nothing, and nothing wrong; text does."""
    path = (*POST, "requestBody", "content", "text/plain")
    assert load_document(broken(path, None)).problems == ()
    assert len(load_document(broken(path, "text")).problems) == 1
