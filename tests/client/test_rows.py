"""`client.coerce`: the text of a CSV row as the document's types, or every reason why not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, RequestError, UnknownOperation, UnknownParameter, ValidationError
from tests.runtime.driver import Caller
from tests.runtime.server import Loopback, Reply, Seen, as_json

SCHEMA = {
    "type": "object",
    "required": ["name", "age"],
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer", "minimum": 0},
        "score": {"type": "number"},
        "tags": {"type": "array", "items": {"type": "integer"}},
        "address": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}},
        "born": {"type": "string", "format": "date"},
        "level": {"type": ["integer", "null"]},
    },
}


def records(body: Any = SCHEMA, version: str = "3.1.0") -> dict[str, Any]:
    base = {"name": "base", "in": "path", "required": True, "schema": {"type": "string"}}
    dry = {"name": "dry-run", "in": "query", "schema": {"type": "boolean"}}
    return {
        "openapi": version,
        "info": {"title": "Records", "version": "1"},
        "paths": {
            "/bases/{base}/records": {
                "post": {
                    "operationId": "createRecord",
                    "parameters": [base, dry],
                    "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
                    "responses": {"200": {"description": "d"}},
                }
            }
        },
    }


BONN = {"city": "Bonn"}
TABLE = """name,age,score,tags,address,born,dry_run,level
Ann,42,1.5,"[1,2]","{""city"": ""Bonn""}",2020-01-31,TRUE,null
007,12.0, 3 ,7,,,False,
"""


def test_a_table_becomes_calls(
    caller: Callable[..., Caller], serve: Callable[[Callable[[Seen], Reply]], Loopback]
) -> None:
    """The script of a user: a file, a row, a call. What the row lacks is passed to the call."""
    server = serve(lambda seen: as_json(seen.json))
    one = caller(server, records())
    for row in csv.DictReader(io.StringIO(TABLE)):
        one.call("createRecord", one.client.coerce("createRecord", row), base="b1")
    assert [seen.path for seen in server.seen] == [
        "/bases/b1/records?dry-run=true",
        "/bases/b1/records?dry-run=false",
    ]
    assert [seen.json for seen in server.seen] == [
        {"name": "Ann", "age": 42, "score": 1.5, "tags": [1, 2], "address": BONN, "born": "2020-01-31", "level": None},
        {"name": "007", "age": 12, "score": 3, "tags": [7]},
    ]


@pytest.mark.parametrize("client_class", [Client, AsyncClient])
def test_every_cell_that_does_not_fit_is_a_violation(client_class: Any) -> None:
    """All at once, and nothing else: not what the row lacks."""
    client = client_class(records(), base_url="http://h.test")
    row = {"age": "x", "score": "1,5", "tags": '[1,"z"]', "address": "{}", "born": "31.1.2020", "dry_run": "maybe"}
    with pytest.raises(ValidationError) as caught:
        client.coerce("create_record", row)
    assert [str(violation) for violation in caught.value.violations] == [
        '/dry-run: expected boolean, given string "maybe"',
        '/body/age: expected integer, given string "x"',
        '/body/score: expected number, given string "1,5"',
        '/body/tags/1: expected integer, given string "z"',
        "/body/address/city: this is required and missing: string",
        '/body/born: expected a date such as 2026-01-31, given string "31.1.2020"',
    ]


@pytest.mark.parametrize(
    ("row", "error", "text"),
    [
        pytest.param({"ag": "5"}, UnknownParameter, "there is no argument 'ag'. Did you mean 'age'", id="column"),
        pytest.param(
            "a,b", RequestError, "a row must be a mapping from names to text, as csv.DictReader gives", id="text"
        ),
        pytest.param({"name": "a", None: ["b"]}, RequestError, "more cells than there are names", id="too long"),
        pytest.param({"age": "-1"}, ValidationError, "expected at least 0, given integer -1", id="limit"),
    ],
)
def test_wrong_rows_are_clear_errors(row: Any, error: type[Exception], text: str) -> None:
    """Each says what to look at."""
    client = Client(records(), base_url="http://h.test")
    with pytest.raises(error) as caught:
        client.coerce("createRecord", row)
    assert text in str(caught.value)
    assert "createRecord: " in str(caught.value)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(("rows", "cells"), [((), {"n": "5"}), (({},), {"n": "5"}), ((), {})])
def test_a_row_is_one_mapping(kind: Any, rows: Any, cells: Any) -> None:
    """Cells by name, as a call takes arguments, are answered with the form that is meant."""
    with pytest.raises(RequestError) as caught:
        kind(records(), base_url="http://h.test").coerce("createRecord", *rows, **cells)
    assert str(caught.value) == (
        "createRecord: coerce takes the row as one mapping: client.coerce('createRecord', {'NAME': 'text'})"
    )


def test_an_operation_is_needed() -> None:
    """As for a call."""
    client = Client(records(), base_url="http://h.test")
    with pytest.raises(UnknownOperation, match="the document has no operation 'createRecords'"):
        client.coerce("createRecords", {})
    with pytest.raises(UnknownOperation, match="the id of an operation is missing"):
        client.coerce()  # type: ignore[call-arg]


def test_cells_that_are_no_text_stay() -> None:
    """As in rows of a data frame; nothing in the row is changed."""
    row = {"age": 5, "tags": [1], "name": "", "level": None, "base": "b"}
    assert Client(records(), base_url="http://h.test").coerce("createRecord", row) == {
        "age": 5,
        "tags": [1],
        "base": "b",
    }
    assert row["name"] == ""


def test_without_validation_only_types() -> None:
    """`validate=False` types what can be typed, and judges nothing."""
    client = Client(records(), base_url="http://h.test", validate=False)
    assert client.coerce("createRecord", {"age": "-1", "score": "many"}) == {"age": -1, "score": "many"}
