"""Links of the document, and addresses that a server gives: what is asked when an answer is followed.

Source: OAS 3.2.0 Link Object and "Runtime Expressions", whose examples these documents are written after.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from dynaclient import LinkError, RequestError, UnknownParameter, ValidationError
from dynaclient.document import load_document
from tests.runtime.server import Reply, Seen, as_json, events

TEXT = {"type": "string"}
KEY = {"apiKey": {"type": "apiKey", "in": "header", "name": "X-Key"}}


def parameter(name: str, location: str = "query", schema: Any = None, **more: Any) -> dict[str, Any]:
    required = {"required": True} if location == "path" else {}
    return {"name": name, "in": location, "schema": schema or TEXT, **required, **more}


def answers(links: Any = None, **more: Any) -> dict[str, Any]:
    return {"responses": {"200": {"description": "", **({"links": links} if links else {})}}, **more}


def json_body(schema: Any = None, **more: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema or {}}}, **more}


def described(paths: Any, **more: Any) -> dict[str, Any]:
    return {"openapi": "3.2.0", "info": {"title": "Links", "version": "1"}, "paths": paths, **more}


USERS = described(
    {
        "/users/{id}": {
            "parameters": [parameter("id", "path")],
            "get": answers(
                {
                    "address": {"operationId": "getUserAddress", "parameters": {"userid": "$request.path.id"}},
                    "byUUID": {
                        "operationId": "getUserAddressByUUID",
                        "parameters": {"userUuid": "$response.body#/uuid"},
                    },
                    "repositories": {
                        "operationRef": "#/paths/~12.0~1repositories~1%7Busername%7D/get",
                        "parameters": {"username": "$response.body#/username"},
                    },
                    "elsewhere": {
                        "operationRef": "https://api.test/users#/paths/~12.0~1repositories~1%7Busername%7D/get",
                        "parameters": {"path.username": "{$response.body#/username}"},
                    },
                    "search": {
                        "operationId": "queryUserWithBody",
                        "requestBody": {"userId": "$request.path.id", "note": "from {$method} {$statusCode}"},
                    },
                    "copy": {
                        "operationRef": "#/paths/~1users~1%7Bid%7D/additionalOperations/COPY",
                        "parameters": {"id": "$response.body#/uuid"},
                    },
                    "shared": {"$ref": "#/components/links/Home"},
                },
                operationId="getUser",
            ),
            "additionalOperations": {"COPY": answers(operationId="copyUser")},
        },
        "/users/{userid}/address": {
            "get": answers(operationId="getUserAddress", parameters=[parameter("userid", "path")])
        },
        "/addresses/{userUuid}": {
            "get": answers(operationId="getUserAddressByUUID", parameters=[parameter("userUuid", "path")])
        },
        "/2.0/repositories/{username}": {"get": answers(parameters=[parameter("username", "path")])},
        "/users": {"query": answers(operationId="queryUserWithBody", requestBody=json_body())},
    },
    components={"links": {"Home": {"operationId": "getUserAddress", "parameters": {"userid": "home"}}}},
    **{"$self": "https://api.test/users"},
)


@pytest.mark.parametrize(
    ("name", "method", "path", "body"),
    [
        pytest.param("address", "GET", "/users/u%201/address", b"", id="from the path of the request"),
        pytest.param("byUUID", "GET", "/addresses/0f-9", b"", id="from the body of the answer"),
        pytest.param("repositories", "GET", "/2.0/repositories/ada", b"", id="by reference"),
        pytest.param("elsewhere", "GET", "/2.0/repositories/ada", b"", id="by the address of the document"),
        pytest.param("search", "QUERY", "/users", b'{"userId":"u 1","note":"from GET 200"}', id="with a body"),
        pytest.param("copy", "COPY", "/users/0f-9", b"", id="to an additional operation"),
        pytest.param("shared", "GET", "/users/home/address", b"", id="a constant, in a component"),
    ],
)
def test_the_examples_of_the_standard(serve, caller, driver, name: str, method: str, path: str, body: bytes) -> None:
    server = serve(lambda seen: as_json({"uuid": "0f-9", "username": "ada"}))
    response = caller(server, USERS).call("getUser", id="u 1")
    assert load_document(USERS).problems == ()
    followed = driver.run(response.follow(name))
    assert followed.status_code == 200
    assert (server.seen[1].method, server.seen[1].path, server.seen[1].body) == (method, path, body)
    driver.run(response.links[name]())
    again = response.links[name].prepare()
    assert server.seen[2].path == path
    assert (again.method, again.path_url) == (method, path)
    assert len(server.seen) == 3


ORDER = {
    "post": answers(
        {
            name: {"operationId": "take", "parameters": {"v": expression}}
            for name, expression in {
                "url": "$url",
                "method": "$method",
                "status": "$statusCode",
                "accept": "$request.header.accept",
                "header": "$request.header.X-Trace",
                "path": "$request.path.shop",
                "list": "$request.path.parts",
                "query": "$request.query.note",
                "many": "$request.query.tag",
                "piped": "$request.query.piped",
                "deep": "$request.query.deep",
                "undeclared": "$request.query.more",
                "sent": "$request.body#/user/uuid",
                "slash": "$request.body#/a~1b/0/~0",
                "whole": "$response.body#/deep",
                "status field": "$response.body#/status",
                "index": "$response.body#/items/1",
                "false": "$response.body#/no",
                "server": "$response.header.X-Server",
                "text": "{$method}:{$response.body#/status}/{$request.path.shop}",
                "constant": "$5 {each}",
                "number": 7,
            }.items()
        },
        operationId="order",
        parameters=[
            parameter("shop", "path"),
            parameter("parts", "path", {"type": "array", "items": TEXT}),
            parameter("note"),
            parameter("tag", schema={"type": "array", "items": TEXT}),
            parameter("piped", schema={"type": "array", "items": TEXT}, style="pipeDelimited", explode=False),
            parameter("deep", schema={"type": "object"}, style="deepObject"),
            parameter("X-Trace", "header"),
        ],
        requestBody=json_body(),
    )
}
ORDER["post"]["responses"]["200"]["content"] = {"application/json": {}}
ANYTHING = {"type": ["array", "object", "string", "boolean", "integer"], "items": TEXT}
ORDERS = described(
    {
        "/shops/{shop}/{parts}": ORDER,
        "/take": {"get": answers(operationId="take", parameters=[parameter("v", schema=ANYTHING)])},
    },
    components={"securitySchemes": {"q": {"type": "apiKey", "in": "query", "name": "key"}}},
    security=[{"q": []}],
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (
            "url",
            ("v={url}%2Fshops%2Fs%252F1%2Fa%252C1%2Cb%3Fnote%3Dso%2520it%26tag%3Dx%26tag%3Dy%252C"
            "%26piped%3Dp%257Cq%26deep%255Ba%255D%3D1%26more%3Dm"),
        ),
        ("method", "v=POST"),
        ("status", "v=200"),
        ("accept", "v=application%2Fjson"),
        ("header", "v=t1"),
        ("path", "v=s%2F1"),
        ("list", "v=a%2C1&v=b"),
        ("query", "v=so+it"),
        ("many", "v=x&v=y%2C"),
        ("piped", "v=p&v=q"),
        ("deep", "a=1"),
        ("undeclared", "v=m"),
        ("sent", "v=77"),
        ("slash", "v=s"),
        ("whole", "x=1"),
        ("status field", "v=ok"),
        ("index", "v=two"),
        ("false", "v=false"),
        ("server", "v=S"),
        ("text", "v=POST%3Aok%2Fs%2F1"),
        ("constant", "v=%245+%7Beach%7D"),
        ("number", "v=7"),
    ],
)  # fmt: skip
def test_every_runtime_expression(serve, caller, driver, name: str, query: str) -> None:
    """Values keep their type: lists and objects are written in the style of the parameter that they are for."""
    answer = {"deep": {"x": 1}, "status": "ok", "items": ["one", "two"], "no": False}
    server = serve(lambda seen: as_json(answer, X_Server="S"))
    client = caller(server, ORDERS, credentials={"q": "SECRET"})
    response = client.call(
        "order",
        {"query:more": "m"},
        shop="s/1",
        parts=["a,1", "b"],
        note="so it",
        tag=["x", "y,"],
        piped=["p", "q"],
        deep={"a": 1},
        x_trace="t1",
        body={"user": {"uuid": 77}, "a/b": [{"~": "s"}]},
    )
    driver.run(response.follow(name))
    wanted = query.replace("{url}", server.url.replace("://", "%3A%2F%2F").replace(":", "%3A"))
    path, _, sent = server.seen[1].path.partition("?")
    assert path == "/take"
    assert sent.replace("%20", "+") == f"{wanted}&key=SECRET"


BODIES: dict[str, Any] = {
    "the whole answer": ("$response.body", {"id": 5, "list": [1]}),
    "the whole request": ("$request.body", {"a": None}),
    "a part keeps its type": ("$response.body#/list", [1]),
    "in braces too": ("{$response.body#/list}", [1]),
    "a number in braces is text": ("{$response.body#/id}", "5"),
    "members": ({"n": "$response.body#/id", "l": ["{$method}", 1, None]}, {"n": 5, "l": ["POST", 1, None]}),
    "null": (None, None),
    "text": ("$ 5", "$ 5"),
}


@pytest.mark.parametrize("name", BODIES)
def test_the_body_of_a_link(serve, caller, driver, name: str) -> None:
    given, wanted = BODIES[name]
    links = {"put": {"operationId": "put", "requestBody": given}}
    paths = {
        "/a": {"post": answers(links, operationId="post", requestBody=json_body())},
        "/b": {"put": answers(operationId="put", requestBody=json_body())},
    }
    server = serve(lambda seen: as_json({"id": 5, "list": [1]}))
    response = caller(server, described(paths)).call("post", body={"a": None})
    driver.run(response.follow("put"))
    assert server.seen[1].json == wanted
    driver.run(response.follow("put", body={"own": True}))
    assert server.seen[2].json == {"own": True}


def test_names_may_begin_with_their_location(serve, caller, driver) -> None:
    links = {
        "both": {"operationId": "get", "parameters": {"path.id": "$response.body#/a", "query.id": "$response.body#/b"}},
        "dotted": {"operationId": "dotted", "parameters": {"query.path.id": 2}},
        "headers": {"operationId": "get", "parameters": {"path.id": 1, "header.x-tag": "t", "cookie.c": "v"}},
    }
    parameters = [parameter("id", "path"), parameter("id"), parameter("X-Tag", "header"), parameter("c", "cookie")]
    paths = {
        "/x": {"get": answers(links, operationId="start")},
        "/x/{id}": {"get": answers(operationId="get", parameters=parameters)},
        "/y": {"get": answers(operationId="dotted", parameters=[parameter("path.id")])},
    }
    server = serve(lambda seen: as_json({"a": "1", "b": "2"}))
    response = caller(server, described(paths)).call("start")
    driver.run(response.follow("both"))
    assert server.seen[1].path == "/x/1?id=2"
    driver.run(response.follow("both", {"query:id": "9"}))
    assert server.seen[2].path == "/x/1?id=9"
    driver.run(response.follow("headers"))
    assert server.seen[3].headers["X-Tag"] == "t"
    assert server.seen[3].headers["Cookie"] == "c=v"
    driver.run(response.follow("dotted"))
    assert server.seen[4].path == "/y?path.id=2"


def test_a_link_may_have_its_own_server(serve, driver) -> None:
    """Relative to the document's address, with variables; a base_url of the caller's wins."""
    server = serve(lambda seen: as_json({}))
    other = serve(lambda seen: as_json({}))
    links = {
        "own": {"operationId": "get", "server": {"url": "{base}/v2", "variables": {"base": {"default": other.url}}}},
        "usual": {"operationId": "get"},
    }
    paths = {"/x": {"post": answers(links, operationId="post"), "get": answers(operationId="get")}}
    document = described(paths, servers=[{"url": server.url}])
    client = driver.client_class(document)
    response = driver.run(client.call("post"))
    driver.run(response.follow("own"))
    driver.run(response.follow("usual"))
    assert [seen.path for seen in other.seen] == ["/v2/x"]
    assert [seen.path for seen in server.seen] == ["/x", "/x"]
    response = driver.run(client.with_options(base_url=server.url + "/base").call("post"))
    driver.run(response.follow("own"))
    assert server.seen[-1].path == "/base/x"
    assert response.links["own"].server.url == "{base}/v2"
    driver.run(client.close())


MISSING = {
    "no member": ("$response.body#/idd", "the body of the answer has no 'idd'; it has id. Did you mean 'id'?"),
    "inside": ("$response.body#/id/x", "the body of the answer at /id has no 'x'; it is 5"),
    "header": ("$response.header.X-None", "the answer has no header X-None"),
    "query": ("$request.query.q", "the query of the request has no 'q'"),
    "path": ("$request.path.q", "the path of the request has no 'q'"),
    "request body": ("$request.body#/x", "the body of the request is missing"),
    "embedded": ("a-{$response.header.X-None}", "the answer has no header X-None"),
    "grammar": ("$respnse.body#/id", "it must be $url, $method, $statusCode, or $request. or $response. with"),
    "of an answer": ("$response.path.id", "an answer has no path"),
    "pointer": ("$response.body#id", "it must be $url"),
    "escape": ("$response.body#/a~b", "~ is written ~0 in a JSON Pointer"),
}


@pytest.mark.parametrize("name", MISSING)
def test_an_expression_without_a_value(serve, caller, driver, name: str) -> None:
    """It is an error where the call needs it, which names the expression; else nothing is passed, as the standard says.

    Source: OAS 3.2.0 Link Object, "Link Object Examples".
    """
    expression, reason = MISSING[name]
    links = {
        "needs": {"operationId": "one", "parameters": {"id": expression}},
        "takes": {"operationId": "all", "parameters": {"filter": expression}},
        "body": {"operationId": "put", "requestBody": {"deep": [expression]}},
    }
    paths = {
        "/x": {
            "get": answers(links, operationId="start"),
            "put": answers(operationId="put", requestBody=json_body(required=True)),
        },
        "/x/{id}": {"get": answers(operationId="one", parameters=[parameter("id", "path")])},
        "/all": {"get": answers(operationId="all", parameters=[parameter("filter")])},
    }
    server = serve(lambda seen: as_json({"id": 5}))
    response = caller(server, described(paths)).call("start")
    with pytest.raises(LinkError) as caught:
        driver.run(response.follow("needs"))
    bare = expression.removeprefix("a-").strip("{}")
    assert str(caught.value).startswith(
        f"start: the link 'needs' cannot be followed: one needs path:id, which is {bare}, and {reason}"
    )
    assert str(caught.value).endswith("Pass it yourself: response.follow('needs', id=…)")
    assert (caught.value.link, caught.value.expression, caught.value.operation_id) == ("needs", bare, "start")
    with pytest.raises(LinkError, match=r"put needs body, which is .*response.follow\('body', body=…\)"):
        driver.run(response.follow("body"))
    assert len(server.seen) == 1
    assert response.links["takes"].missing["query:filter"].expression == bare
    driver.run(response.follow("takes"))
    driver.run(response.follow("needs", id="mine"))
    driver.run(response.follow("body", body={}))
    assert [seen.path for seen in server.seen[1:]] == ["/all", "/x/mine", "/x"]


def test_null_is_not_passed_and_numbers_become_text(serve, caller, driver) -> None:
    links = {
        "null": {"operationId": "one", "parameters": {"id": "$response.body#/none"}},
        "number": {"operationId": "one", "parameters": {"id": "$response.body#/id"}},
        "object": {"operationId": "one", "parameters": {"id": "$response.body"}},
    }
    paths = {
        "/x": {"get": answers(links, operationId="start")},
        "/x/{id}": {"get": answers(operationId="one", parameters=[parameter("id", "path")])},
    }
    server = serve(lambda seen: as_json({"id": 5, "none": None}))
    response = caller(server, described(paths)).call("start")
    with pytest.raises(LinkError, match="and it is null"):
        driver.run(response.follow("null"))
    driver.run(response.follow("number"))
    assert server.seen[1].path == "/x/5"
    with pytest.raises(ValidationError, match="expected string, given an object of 1"):
        driver.run(response.follow("object"))


def test_only_the_links_of_the_status(serve, caller, driver) -> None:
    """By its number, its range, or `default`; an error may have links too."""
    link = {"operationId": "get"}
    responses = {
        "201": {"description": "", "links": {"exact": link}},
        "2XX": {"description": "", "links": {"range": link}},
        "default": {"description": "", "links": {"any": link}},
    }
    paths = {"/x/{s}": {"get": {"operationId": "get", "parameters": [parameter("s", "path")], "responses": responses}}}
    server = serve(lambda seen: as_json({}, int(seen.path.rpartition("/")[2])))
    client = caller(server, described(paths), retries=0)
    client.client = client.client.with_options(raise_for_status=False)
    for status, name in (("201", "exact"), ("202", "range"), ("404", "any")):
        response = client.call("get", s=status)
        assert list(response.links) == [name]
        driver.run(response.follow(name, s="200"))
    with pytest.raises(LinkError, match=r"declares no link 'rnge' for status 202\. Did you mean 'range'\?"):
        driver.run(client.call("get", s="202").follow("rnge"))
    with pytest.raises(KeyError):
        _ = client.call("get", s="202").links["exact"]
    assert repr(client.call("get", s="201").links) == "<links: exact → get>"


FAULTY = {
    "nothing": ({"description": "?"}, "missing-field", "", "a link needs an `operationId` or an `operationRef`"),
    "an expression": (
        {"operationId": "getUser", "parameters": {"id": "$request.cookie.a"}}, "unusable-expression", "/parameters/id",
        "it must be $url",
    ),
    "in a body": (
        {"operationId": "getUser", "requestBody": ["{$response.body#x}"]}, "unusable-expression", "/requestBody",
        "it must be $url",
    ),
    "a name": (
        {"operationId": "getUser", "parameters": {"idd": 1}}, "unknown-link-parameter", "/parameters/idd",
        "getUser has no parameter \"idd\". Did you mean 'id'?",
    ),
    "a place": (
        {"operationId": "getUser", "parameters": {"query.id": 1}}, "unknown-link-parameter", "/parameters/query.id",
        'getUser has no parameter "query.id"',
    ),
    "a server": ({"operationId": "getUser", "server": {}}, "missing-field", "/server", "`url`"),
    "a list": ({"operationId": "getUser", "parameters": []}, "wrong-type", "/parameters", "must be an object"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
@pytest.mark.parametrize("version", ["3.0.4", "3.1.2", "3.2.0"])
def test_what_cannot_be_meant_is_a_problem(name: str, version: str) -> None:
    link, kind, where, what = FAULTY[name]
    paths = {
        "/x": {"get": answers({"l": link}, operationId="start")},
        "/x/{id}": {"get": answers(operationId="getUser", parameters=[parameter("id", "path")])},
    }
    (problem,) = load_document({**described(paths), "openapi": version}).problems
    assert problem.kind == kind
    assert problem.pointer == f"#/paths/~1x/get/responses/200/links/l{where}"
    assert what in problem.what


ELSEWHERE = {
    "an id": ({"operationId": "getUsr"}, "there is no \"getUsr\". Did you mean 'getUser'?"),
    "a reference": ({"operationRef": "#/paths/~1nowhere/get"}, "leads nowhere: there is no '/nowhere'"),
    "something else": ({"operationRef": "#/info"}, '"#/info" is something else'),
    "a method": ({"operationRef": "#/paths/~1x/put"}, "there is no 'put'"),
    "another document": (
        {"operationRef": "https://other.test/#/paths/~1x/get"}, "the reference leads to https://other.test/",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_an_operation_of_another_document_is_no_problem_until_it_is_followed(serve, caller, driver, name: str) -> None:
    """An API may be described in several documents."""
    link, why = ELSEWHERE[name]
    paths = {
        "/x": {"get": answers({"l": link}, operationId="start")},
        "/x/{id}": {"get": answers(operationId="getUser", parameters=[parameter("id", "path")])},
    }
    server = serve(lambda seen: as_json({}))
    client = caller(server, described(paths))
    response = client.call("start")
    assert client.client.document.problems == ()
    assert why in client.client.operations["start"].responses["200"].links["l"].unfound
    assert list(response.links) == ["l"]
    assert response.links["l"].operation_id == ""
    assert "l → nothing" in repr(response.links)
    with pytest.raises(LinkError, match=r"^start: the link 'l' leads to no operation of this document: ") as caught:
        driver.run(response.follow("l"))
    assert why in str(caught.value)
    assert str(caught.value).endswith("It is at #/paths/~1x/get/responses/200/links/l")


def test_links_are_in_the_compiled_form_too(serve, caller, driver, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DYNACLIENT_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "users.json"
    path.write_text(json.dumps(USERS))
    server = serve(lambda seen: as_json({"uuid": "0f", "username": "ada"}))
    for _ in range(3):
        response = caller(server, str(path)).call("getUser", id="1")
        assert driver.run(response.follow("repositories")).operation_id == "get_2_0_repositories_username"
        assert response.links["search"].body == {"userId": "1", "note": "from GET 200"}


def test_what_cannot_be_followed(serve, caller, driver) -> None:
    server = serve(lambda seen: as_json({"uuid": "0f", "username": "ada"}))
    response = caller(server, USERS).call("getUser", id="u")
    with pytest.raises(RequestError, match="this response has no client, since it is a copy"):
        driver.run(copy.copy(response).follow("byUUID"))
    with pytest.raises(UnknownParameter):
        driver.run(response.follow("byUUID", nonsense=1))
    with pytest.raises(RequestError, match="pass arguments by name or in one mapping"):
        driver.run(response.follow("byUUID", 5))
    with pytest.raises(LinkError, match="the answer has no header Location"):
        driver.run(response.follow("location"))
    with pytest.raises(LinkError, match=r"declares no link 'next' for status 200"):
        driver.run(response.follow("next"))
    assert len(server.seen) == 1


def test_a_stream_has_no_body_for_a_link(serve, caller, driver) -> None:
    links = {"l": {"operationId": "one", "parameters": {"id": "$response.body#/id"}}}
    responses = {"200": {"description": "", "content": {"text/event-stream": {}}, "links": links}}
    paths = {
        "/x": {"get": {"operationId": "start", "responses": responses}},
        "/x/{id}": {"get": answers(operationId="one", parameters=[parameter("id", "path")])},
    }
    server = serve(lambda seen: events(b"data: 1\n\n"))
    response = caller(server, described(paths)).call("start")
    with pytest.raises(LinkError, match=r"a stream that is not read as a whole|await response\.read\(\) first"):
        driver.run(response.follow("l"))
    driver.run(response.close())


def test_a_sequence_that_was_read_has_a_body_for_a_link(serve, caller, driver) -> None:
    lines = {"application/jsonl": {"itemSchema": {"type": "object"}}}
    links = {
        "second": {"operationId": "one", "parameters": {"id": "$response.body#/1/id"}},
        "sent": {"operationId": "one", "parameters": {"id": "$request.body#/0/id"}},
    }
    responses = {"200": {"description": "", "content": lines, "links": links}}
    start = {"operationId": "start", "requestBody": {"content": lines}, "responses": responses}
    one = answers(operationId="one", parameters=[parameter("id", "path")])
    jsonl = Reply(200, b'{"id": "a"}\n{"id": "b"}\n', {"Content-Type": "application/jsonl"})
    server = serve(lambda seen: jsonl if seen.method == "QUERY" else as_json({}))
    client = caller(server, described({"/x": {"query": start}, "/x/{id}": {"get": one}}))
    response = client.call("start", body=[{"id": "s"}])
    driver.run(response.follow("sent"))
    if hasattr(response, "read"):
        driver.run(response.read())
    assert [item["id"] for item in response.data] == ["a", "b"]
    driver.run(response.follow("second"))
    assert [seen.path for seen in server.seen[1:]] == ["/x/s", "/x/b"]


def test_members_of_xml_are_found_by_the_document(serve, caller, driver) -> None:
    named = {"name": "item"}
    member = {"type": "integer", "xml": {"nodeType": "attribute"}}
    xml = {"application/xml": {"schema": {"type": "object", "xml": named, "properties": {"id": member}}}}
    links = {
        "sent": {"operationId": "one", "parameters": {"id": "$request.body#/id"}},
        "given": {"operationId": "one", "parameters": {"id": "$response.body#/id"}},
    }
    responses = {"200": {"description": "", "content": xml, "links": links}}
    start = {"operationId": "start", "requestBody": {"content": xml}, "responses": responses}
    one = answers(operationId="one", parameters=[parameter("id", "path")])
    answer = Reply(200, b'<item id="7"/>', {"Content-Type": "application/xml"})
    server = serve(lambda seen: answer if seen.method == "POST" else as_json({}))
    client = caller(server, described({"/x": {"post": start}, "/x/{id}": {"get": one}}))
    response = client.call("start", body={"id": 3})
    driver.run(response.follow("sent"))
    driver.run(response.follow("given"))
    assert [seen.path for seen in server.seen[1:]] == ["/x/3", "/x/7"]


def test_what_is_shown_has_no_keys(serve, caller, driver) -> None:
    links = {"l": {"operationId": "one", "parameters": {"q": "$request.header.X-Key", "r": "$response.body#/k"}}}
    paths = {"/x": {"get": answers(links, operationId="one", parameters=[parameter("q"), parameter("r")])}}
    document = described(paths, components={"securitySchemes": KEY}, security=[{"apiKey": []}])
    server = serve(lambda seen: as_json({"k": "SECRET-KEY"}))
    response = caller(server, document, credentials={"apiKey": "SECRET-KEY"}).call("one")
    assert "SECRET-KEY" not in repr(response.links["l"])
    assert "query:q" in repr(response.links["l"])


# addresses that the server gives

JOBS = described(
    {
        "/jobs": {"post": answers(operationId="start", security=[{"apiKey": []}]), "get": answers(operationId="list")},
        "/jobs/{id}": {
            "get": answers(
                operationId="getJob",
                parameters=[
                    parameter("id", "path"), parameter("view"), parameter("f", schema={"type": "array", "items": TEXT}),
                ],
                security=[{"apiKey": []}],
            )
        },
        "/jobs/latest": {"get": answers(operationId="latest", security=[{"apiKey": []}])},
    },
    components={"securitySchemes": KEY},
)  # fmt: skip


def accepted(**headers: str) -> Any:
    def answer(seen: Seen) -> Reply:
        if seen.method == "POST":
            return as_json({}, 202, **headers)
        return as_json({"status": "done"})

    return answer


@pytest.mark.parametrize(
    ("header", "address", "path", "operation"),
    [
        ("Location", "/v1/jobs/a%2Fb", "/v1/jobs/a%2Fb", "getJob"),
        ("location", "jobs/7?view=all&more=1&f=x&f=y", "/v1/jobs/7?view=all&more=1&f=x&f=y", "getJob"),
        ("Operation-Location", "{url}/v1/jobs/8#part", "/v1/jobs/8", "getJob"),
        ("Content-Location", "/v1/jobs/latest", "/v1/jobs/latest", "latest"),
        ("Azure-AsyncOperation", "/v1/jobs", "/v1/jobs", "list"),
        ("Location", "/gateway/jobs/9", "/v1/jobs/9", "getJob"),
        ("Location", "/status/9?t=%2B1", "/status/9?t=%2B1", "GET {url}/status/9"),
    ],
)
def test_an_address_leads_to_the_operation_that_it_matches(
    serve, caller, driver, header: str, address: str, path: str, operation: str
) -> None:
    """The very address is asked, with the credentials of the operation."""
    server = serve(lambda seen: Reply())
    server.answer = accepted(**{header.replace("-", "_").title(): address.format(url=server.url)})
    document = {**JOBS, "security": [{"apiKey": []}]}
    response = caller(f"{server.url}/v1", document, credentials={"apiKey": "K"}).call("start")
    followed = driver.run(response.follow(header))
    assert followed.operation_id == operation.format(url=server.url)
    seen = server.seen[1]
    assert (seen.method, seen.path, seen.headers.get("X-Key")) == ("GET", path, "K")


def test_an_address_elsewhere_gets_no_credentials(serve, caller, driver) -> None:
    other = serve(lambda seen: as_json({"status": "done"}))
    server = serve(lambda seen: Reply())
    for path in ("/v1/jobs/7", "/unknown/7"):
        server.answer = accepted(Location=f"{other.url}{path}", Operation_Location=f"{other.url}{path}")
        client = caller(f"{server.url}/v1", JOBS, credentials={"apiKey": "K"}, headers={"X-Own": "o"}, query={"q": "1"})
        response = client.call("start")
        driver.run(response.follow("Location"))
        assert client.poll(response, until={"status": "done"}, interval=0)["status"] == "done"
    assert [seen.path for seen in other.seen] == ["/v1/jobs/7", "/v1/jobs/7", "/unknown/7", "/unknown/7"]
    for seen in other.seen:
        assert {"X-Key", "X-Own"}.isdisjoint(seen.headers)
    assert all("X-Key" in seen.headers for seen in server.seen)


def test_arguments_may_change_what_is_asked(serve, caller, driver) -> None:
    server = serve(accepted(Location="/jobs/7?view=all&more=1"))
    client = caller(server, JOBS, credentials={"apiKey": "K"})
    response = client.call("start")
    driver.run(response.follow("Location", view="short"))
    driver.run(response.follow("Location", id="8"))
    assert [seen.path for seen in server.seen[1:]] == ["/jobs/7?view=short&more=1", "/jobs/8?view=all&more=1"]
    server.answer = accepted(Location="/unknown")
    with pytest.raises(LinkError, match="which no operation of the document matches: it takes no arguments"):
        driver.run(client.call("start").follow("Location", view="short"))


@pytest.mark.parametrize("address", ["mailto:a@b.test", "http://[1", "file:///etc/passwd", "https:"])
def test_what_is_no_address_of_http(serve, caller, driver, address: str) -> None:
    server = serve(accepted(Location=address))
    response = caller(server, JOBS, credentials={"apiKey": "K"}).call("start")
    with pytest.raises(LinkError, match="which is not an address of http or https"):
        driver.run(response.follow("Location"))
    assert len(server.seen) == 1


def test_relations_of_the_server_are_followed_where_the_document_has_no_link(serve, caller, driver) -> None:
    """A link of the document wins over a relation of the same name."""
    links = {"next": {"operationId": "chosen"}}
    paths = {
        "/plain": {"get": answers(operationId="plain")},
        "/linked": {"get": answers(links, operationId="linked")},
        "/chosen": {"get": answers(operationId="chosen")},
    }
    header = '</plain?page=2>; rel="next", </plain?page=9>; rel=last'
    server = serve(lambda seen: as_json([], Link=header))
    client = caller(server, described(paths))
    response = client.call("plain")
    assert driver.run(response.follow("next")).operation_id == "plain"
    assert driver.run(client.call("linked").follow("next")).operation_id == "chosen"
    assert driver.run(client.call("linked").follow("last")).operation_id == "plain"
    assert [seen.path for seen in server.seen] == [
        "/plain", "/plain?page=2", "/linked", "/chosen", "/linked", "/plain?page=9",
    ]  # fmt: skip
    with pytest.raises(LinkError, match=r"no link 'nxt' for status 200\. The server itself links to next, last"):
        driver.run(response.follow("nxt"))
    assert response.link_headers["next"]["url"] == f"{server.url}/plain?page=2"


def test_a_relative_address_of_a_request_with_a_secret_in_its_path(serve: Any, caller: Any, driver: Any) -> None:
    """It is followed below that path, which no message shows."""
    paths = {"/bots/{token}/news": {"get": answers(operationId="news", parameters=[parameter("token", "path")])}}
    keys = {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}
    server = serve(lambda seen: as_json([], Link='<news?page=2>; rel="next"'))
    client = caller(server, described(paths, components=keys, security=[{"key": []}]), credentials={"key": "bot-7-x"})
    response = client.call("news", token="bot-7-x")
    driver.run(response.follow("next"))
    assert [seen.path for seen in server.seen] == ["/bots/bot-7-x/news", "/bots/bot-7-x/news?page=2"]
    assert "bot-7-x" not in response.link_headers["next"]["url"]


@pytest.mark.parametrize(
    ("headers", "path"),
    [
        ({"Operation_Location": "/jobs/7?api-version=1"}, "/jobs/7?api-version=1"),
        ({"Operation_Location": "/operations/7"}, "/operations/7"),
        ({"Operation_Location": "/operations/7", "Location": "/jobs/7"}, "/operations/7"),
        ({"Azure_AsyncOperation": "/operations/8"}, "/operations/8"),
        ({"Location": "/jobs/9?view=all"}, "/jobs/9?view=all"),
        ({"Location": "/elsewhere/9"}, "/elsewhere/9"),
        ({"Content_Location": "/jobs/10"}, "/jobs/10"),
    ],
)
def test_poll_goes_to_the_address_of_the_answer(serve, caller, headers: dict[str, str], path: str) -> None:
    states = iter(["running", "done"])

    def answer(seen: Seen) -> Reply:
        return as_json({}, 202, **headers) if seen.method == "POST" else as_json({"status": next(states)})

    server = serve(answer)
    client = caller(server, {**JOBS, "security": [{"apiKey": []}]}, credentials={"apiKey": "K"})
    done = client.poll(client.call("start"), until={"status": "done"}, interval=0)
    assert done["status"] == "done"
    assert [(seen.method, seen.path, seen.headers["X-Key"]) for seen in server.seen[1:]] == [("GET", path, "K")] * 2


def test_an_address_keeps_credentials_that_are_fetched(serve, caller, driver) -> None:
    """Those of a function that is awaited are found while the call is sent, for the same address."""
    from dynaclient import Fetch

    def key() -> Any:
        answer = yield Fetch("GET", f"{server.url}/token")
        return answer.json()["key"]

    def answer(seen: Seen) -> Reply:
        if seen.path == "/token":
            return as_json({"key": "K1"})
        if seen.method == "POST":
            return as_json({}, 202, Location="/jobs/7?sig=abc")
        return as_json([1], Link='</jobs/8?page=2>; rel="next"') if "page" not in seen.path else as_json([2])

    server = serve(answer)
    client = caller(server, JOBS, credentials={"apiKey": key})
    driver.run(client.call("start").follow("Location"))
    asked = [(seen.path, seen.headers.get("X-Key")) for seen in server.seen if seen.path != "/token"]
    assert asked == [("/jobs", "K1"), ("/jobs/7?sig=abc", "K1")]
    assert list(client.paginate("getJob", id="8", rule={"kind": "link"})) == [1, 2]
    assert server.seen[-1].path == "/jobs/8?page=2"


def test_poll_asks_a_credential_function_once_for_each_request(serve, caller) -> None:
    asked = []
    server = serve(accepted(Location="/jobs/7"))
    client = caller(server, JOBS, credentials={"apiKey": lambda: asked.append(1) or "K"})
    client.poll(client.call("start"), until={"status": "done"}, interval=0)
    assert len(asked) == len(server.seen) == 2
