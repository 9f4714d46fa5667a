"""Parameters of OpenAPI 3.2 on their way: the whole query, cookies as they are, reserved characters.

Source: OAS 3.2.0, Parameter Object with its examples, and appendices C to E.
"""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client, RequestError, ValidationError

FORM = "application/x-www-form-urlencoded"
FLAGS = {"type": "object", "properties": {"foo": {"type": "string"}, "bar": {"type": "boolean"}}}
NUMBERS = {
    "type": "object",
    "properties": {"numbers": {"type": "array", "items": {"type": "integer"}}, "flag": {"type": ["boolean", "null"]}},
}
TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}


def whole(media_type: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": "q", "in": "querystring", "content": {media_type: {"schema": schema, **more}}}


def parameter(location: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": "c", "in": location, "required": location == "path", "schema": schema, **more}


def client(*parameters: dict[str, Any], **options: Any) -> Client:
    path = "/x/{c}" if parameters[0]["in"] == "path" else "/x"
    operation = {"operationId": "op", "parameters": list(parameters), "responses": {"200": {"description": ""}}}
    document = {
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {path: {"get": operation}},
    }
    return Client(document, **options)


@pytest.mark.parametrize(
    ("declared", "value", "query"),
    [
        pytest.param(whole(FORM, FLAGS), {"foo": "a + b", "bar": True}, "foo=a%20%2B%20b&bar=true", id="form"),
        pytest.param(
            whole("application/json", NUMBERS),
            {"numbers": [1, 2], "flag": None},
            "%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D",
            id="JSON",
        ),
        pytest.param(
            whole("application/jsonpath", {"type": "string"}), "$.a.b[1:1]", "%24.a.b%5B1%3A1%5D", id="JSONPath"
        ),
        pytest.param(
            whole(FORM, {"type": "object"}, encoding={"ids": {"style": "pipeDelimited", "explode": False}}),
            {"ids": [1, 2], "n": 3},
            "ids=1%7C2&n=3",
            id="form with an encoding",
        ),
        pytest.param(whole(FORM, {"type": "object"}), {"ids": ["a", "b"]}, "ids=a&ids=b", id="form with a list"),
    ],
)
def test_one_parameter_is_the_whole_query(declared: Any, value: Any, query: str) -> None:
    assert client(declared).prepare("op", q=value).url == f"https://api.example.com/x?{query}"
    assert client(declared).prepare("op", {"querystring:q": value}).url == f"https://api.example.com/x?{query}"


def test_it_is_checked_and_left_out_like_any_other() -> None:
    declared = whole("application/json", NUMBERS)
    assert client(declared).prepare("op").url == "https://api.example.com/x"
    with pytest.raises(ValidationError, match=r"/q/numbers/0: expected integer, given string \"x\"") as caught:
        client(declared).prepare("op", q={"numbers": ["x"]})
    assert caught.value.violations[0].location == "querystring"
    with pytest.raises(ValidationError, match="/q: this is required and missing: object"):
        client({**declared, "required": True}).prepare("op")


def test_what_else_is_in_the_query_joins_a_form_and_nothing_else() -> None:
    form, json_ = whole(FORM, FLAGS), whole("application/json", NUMBERS)
    assert client(form, query={"v": 3}).prepare("op", q={"foo": "a"}).url == "https://api.example.com/x?foo=a&v=3"
    with pytest.raises(RequestError, match="'q' is the whole query, as application/json, so 'v' cannot be sent with"):
        client(json_, query={"v": 3}).prepare("op", q={"flag": True})


def test_a_document_that_breaks_its_rules_has_problems() -> None:
    form, beside = whole(FORM, FLAGS), parameter("query", {"type": "string"})
    other = {**form, "name": "r"}
    found = client(form, beside, other).document.problems
    assert [(problem.kind, problem.what, problem.consequence) for problem in found] == [
        ("conflicting-queries", "'q' and 'r' are both `in: querystring`", "'r' is left out"),
        (
            "conflicting-queries",
            "'c' is `in: query` beside 'q', which is the whole query",
            "they are sent together where both are a form",
        ),
    ]
    lacking = {"name": "q", "in": "querystring", "schema": FLAGS}
    (problem,) = client(lacking).document.problems
    assert problem.what == "'q' is `in: querystring`, which needs `content`"
    assert client(lacking).prepare("op", q={"foo": "a"}).url == "https://api.example.com/x?foo=a"


@pytest.mark.parametrize(
    ("declared", "value", "header"),
    [
        (parameter("cookie", TEXTS, style="cookie"), {"greeting": "Hello%2C%20world!", "code": "42"}, None),
        (parameter("cookie", TEXTS, style="cookie", explode=False), {"a": "1", "b": "2"}, "c=a,1,b,2"),
        (parameter("cookie", {"type": "string"}, style="cookie"), "a b", "c=a b"),
        (parameter("cookie", {"type": "string"}, style="cookie"), '"a b"', 'c="a b"'),
        (parameter("cookie", {"type": "string"}, style="cookie"), "a/b=c", "c=a/b=c"),
        (parameter("cookie", {"type": "string"}), "a/b=c", "c=a%2Fb%3Dc"),
        (parameter("cookie", {"type": "string"}, allowReserved=True), "a/b c", "c=a/b%20c"),
    ],
    ids=["exploded", "with commas", "a space", "quotes", "as it is", "encoded", "with reserved characters"],
)
def test_cookies(declared: Any, value: Any, header: str | None) -> None:
    assert client(declared).prepare("op", c=value).headers["Cookie"] == (
        header or "greeting=Hello%2C%20world!; code=42"
    )


@pytest.mark.parametrize("value", ["a; admin=1", " a", "a ", 'a"b', '"a', "a,b", "ä", "a\r\nX: y"])
def test_a_cookie_as_it_is_cannot_become_another(value: str) -> None:
    with pytest.raises(ValidationError, match="/c: style cookie writes text as it is"):
        client(parameter("cookie", {"type": "string"}, style="cookie")).prepare("op", c=value)


@pytest.mark.parametrize("value", [["a", "b; c"], {"a": "b,c"}, {"a; b": "c"}, {"a b": "c"}, {"a=b": "c"}, {"": "c"}])
def test_nor_can_a_part_of_one(value: Any) -> None:
    with pytest.raises(ValidationError, match="/c: style cookie writes text as it is"):
        client(parameter("cookie", {}, style="cookie")).prepare("op", c=value)


@pytest.mark.parametrize(("value", "cookie"), [("a; admin=1", "c=a%3B%20admin=1"), ("a,b", "c=a%2Cb")])
def test_a_reserved_character_ends_no_cookie(value: str, cookie: str) -> None:
    declared = parameter("cookie", {"type": "string"}, allowReserved=True)
    assert client(declared).prepare("op", c=value).headers["Cookie"] == cookie


@pytest.mark.parametrize(
    ("reserved", "url"), [(True, "/x/a:b@c,d%2Fe%3Ff%23g%20h"), (False, "/x/a%3Ab%40c%2Cd%2Fe%3Ff%23g%20h")]
)
def test_a_path_keeps_reserved_characters_where_it_is_allowed_but_never_leaves_its_segment(
    reserved: bool, url: str
) -> None:
    declared = parameter("path", {"type": "string"}, allowReserved=reserved)
    assert client(declared).prepare("op", c="a:b@c,d/e?f#g h").url == f"https://api.example.com{url}"
