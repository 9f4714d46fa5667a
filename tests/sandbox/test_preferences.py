"""`Prefer`: a status, an example by its name, an answer that is made up; as Prism and as RFC 7240 have it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dynaclient import Client
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.preferences import parse_prefer

from .conftest import client_of

PET = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string", "example": "doggie"}},
}
FLUFFY, SPOT, GONE = {"id": 2, "name": "Fluffy"}, {"id": 1, "name": "Spot"}, {"detail": "It has gone."}
EXAMPLES = {"cat": {"value": FLUFFY}, "dog": {"value": SPOT}}
PROBLEM = {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}
RESPONSES = {
    "200": {"description": "", "content": {"application/json": {"schema": PET, "examples": EXAMPLES}}},
    "204": {"description": ""},
    "404": {
        "description": "",
        "content": {"application/json": {"schema": PROBLEM, "examples": {"gone": {"value": GONE}}}},
    },
    "5XX": {"description": "", "content": {"application/json": {"schema": PROBLEM}}},
}
PATHS = {
    "/pets/{id}": {
        "get": {
            "operationId": "getPet",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "responses": RESPONSES,
        }
    },
    "/coded": {
        "get": {
            "operationId": "coded",
            "parameters": [{"name": "__code", "in": "query", "schema": {"type": "integer"}}],
            "responses": RESPONSES,
        }
    },
}


@pytest.fixture
def client(make: Callable[..., Sandbox]) -> Client:
    return client_of(make(PATHS), retries=0).with_options(raise_for_status=False)


def asked(client: Client, prefer: str) -> Any:
    return client.with_options(headers={"Prefer": prefer}).getPet(id=7)


@pytest.mark.parametrize(
    ("prefer", "status", "data", "applied"),
    [
        ("code=404", 404, GONE, "code=404"),
        ("code=204", 204, None, "code=204"),
        ("code=503", 503, {"detail": "The sandbox was asked to answer 503."}, "code=503"),
        ("example=dog", 200, SPOT, "example=dog"),
        ('example="dog"', 200, SPOT, "example=dog"),
        ("code=404, example=gone", 404, GONE, "code=404, example=gone"),
        ("example=gone,code=404", 404, GONE, "code=404, example=gone"),
        ("Code = 404", 404, GONE, "code=404"),
        ("code=404, code=200", 404, GONE, "code=404"),
        ("return=minimal; x=1, wait=10, code=404; a=b; c, respond-async", 404, GONE, "code=404"),
        (", ,code=404,,", 404, GONE, "code=404"),
        ('foo="a, code=204; b", code=404', 404, GONE, "code=404"),
        ("foo; code=204, code=404", 404, GONE, "code=404"),
        ("dynamic=false", 200, FLUFFY, "dynamic=false"),
    ],
)
def test_what_is_preferred(client: Client, prefer: str, status: int, data: Any, applied: str) -> None:
    """The first of each counts, others are ignored; what was applied is said. Source: RFC 7240 sections 2 and 3."""
    answer = asked(client, prefer)
    assert (answer.status_code, answer.data) == (status, data)
    assert answer.headers["Preference-Applied"] == applied


@pytest.mark.parametrize("prefer", ["return=representation", "", "=", "codes=404", "x;code=404"])
def test_other_preferences_change_nothing(client: Client, prefer: str) -> None:
    answer = asked(client, prefer)
    assert answer.status_code == 200
    assert "Preference-Applied" not in answer.headers


@pytest.mark.parametrize(
    ("prefer", "message"),
    [
        ("code=418", "getPet declares no answer with the status 418; it declares 200, 204, 404 and 5XX"),
        ("code=abc", "code=abc: a status from 200 to 599 is needed"),
        ("code", "a status from 200 to 599 is needed"),
        ("example=bird", "the 200 answer of getPet has no example 'bird'; it has 'cat' and 'dog'"),
        ("example=dgo", "Did you mean 'dog'"),
        ("example=gone", "it has 'cat' and 'dog'. The answer 404 has one: give that code too"),
        ("code=503, example=x", "the 503 answer of getPet has no example 'x'; it has none"),
        ("example", "example needs the name of an example"),
        ("dynamic=perhaps", "dynamic=perhaps: it is true or false"),
    ],
)
def test_what_cannot_be_is_a_400_that_says_what_can(client: Client, prefer: str, message: str) -> None:
    answer = asked(client, prefer)
    assert answer.status_code == 400
    assert message in answer.data["detail"]


def test_a_made_up_answer_is_another_one_each_time_and_the_same_with_the_seed(make: Callable[..., Sandbox]) -> None:
    """Without the document's examples; `code` goes with it."""
    runs = []
    for _ in range(2):
        sandbox = make(PATHS)
        client = client_of(sandbox).with_options(raise_for_status=False)
        runs.append([asked(client, "dynamic=true").data for _ in range(4)])
        assert asked(client, "dynamic=true, code=404").data != GONE
        sandbox.reset()
        runs.append([asked(client, "dynamic=true").data for _ in range(4)])
    assert runs[0] == runs[1] == runs[2] == runs[3]
    assert len({str(data) for data in runs[0]}) > 1
    assert all(data not in (FLUFFY, SPOT) and data["name"] != "doggie" for data in runs[0])


@pytest.mark.parametrize(
    ("query", "status", "data"),
    [("__code=404", 404, GONE), ("__example=dog", 200, SPOT), ("x=1&__code=404&__example=gone", 404, GONE)],
)
def test_prisms_query_parameters(client: Client, query: str, status: int, data: Any) -> None:
    """The same in the query; a header goes before it."""
    answer = client.request("GET", f"/pets/7?{query}")
    assert (answer.status_code, answer.data) == (status, data)
    assert client.request("GET", f"/pets/7?{query}", headers={"Prefer": "code=204"}).status_code == 204


def test_a_parameter_of_the_document_stays_its_own(client: Client) -> None:
    """An operation may have a query parameter of such a name."""
    assert client.coded(__code=404).status_code == 200


def test_nothing_is_carried_out_and_wrong_requests_are_refused_as_ever(make: Callable[..., Sandbox]) -> None:
    body = {"required": True, "content": {"application/json": {"schema": PET}}}
    listed = {"type": "array", "items": PET}
    paths = {
        "/pets": {
            "post": {"operationId": "add", "requestBody": body, "responses": {**RESPONSES, "201": RESPONSES["200"]}},
            "get": {
                "operationId": "list",
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": listed}}}},
            },
        }
    }
    client = client_of(make(paths), validate=False).with_options(raise_for_status=False)
    preferring = client.with_options(headers={"Prefer": "code=201"})
    assert preferring.add(id=1, name="Rex").status_code == 201
    assert client.list().data == []
    assert preferring.add(id="x").status_code == 400


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("a", {"a": ""}),
        ("A=b", {"a": "b"}),
        ('a="b,\\"c", d', {"a": 'b,"c', "d": ""}),
        ("a; p=1; q, b=2", {"a": "", "b": "2"}),
        ('a="open', {}),
        ("", {}),
        ("a=1, =, b=2", {"a": "1", "b": "2"}),
    ],
)
def test_the_header_is_read_as_its_grammar_has_it(header: str, found: dict[str, str]) -> None:
    assert parse_prefer(header) == found
