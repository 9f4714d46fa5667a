"""Other implementations of 3.2 as witnesses: swagger-client of npm writes calls as we do; Schemathesis whole queries.

Where they differ, the standard decides, and `THEIRS` says why. Each row of it is held too, so that the list shrinks.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, unquote_to_bytes

import pytest
from werkzeug.test import Client as WSGIClient

from dynaclient import Client
from dynaclient.sandbox import Sandbox
from tests.foreign_programs import npm_folder, python_of, told

from .test_examples_of_3_2 import ROWS, Row

HERE = Path(__file__).parent

pytestmark = pytest.mark.slow

THEIRS: dict[str, str] = {
    r"path label (array|object)$": "items are joined with `.`, where `{.color}` of RFC 6570 has a comma",
    r"query (space|pipe)Delimited object|forms: one value": "objects and lists are joined in other ways",
    r"cookie form (exploded )?(array|object)": "delimiters of a cookie are encoded, and items not sent apart",
    r"pipeDelimited array|style alone": "`|` is not encoded, which RFC 3986 asks for",
    r"cookie cookie|the empty string: cookie$|a cookie with an exploded|encoded already": "there is no style `cookie`",
    r"the empty string: (matrix|form)$": "an empty text is written as if it were another value",
    r"undefined: \w+ [\[{]": "an empty list or object has a pair",
    r"a cookie with percent-encoding|a cookie as JSON": "RFC 6570 encodes more than `encodeURI`",
    r"a whole query": "there is no `in: querystring`",
    r"beyond it|: reserved in|allowReserved alone$": "triplets are encoded again, and delimiters of a form are left",
    r"a header as JSON": "characters beyond ASCII are left to the sender",
    r"text as JSON": "a text is not written as JSON",
}
"""Rows of the table → what swagger-client does otherwise."""


def _reason(name: str) -> str:
    return next((why for pattern, why in THEIRS.items() if re.search(pattern, name)), "")


def _case(row: Row) -> dict[str, Any]:
    """A row as swagger-client takes it: it has no names of a body's fields."""
    (item,) = (item for path, item in row.document["paths"].items() if path != "/pets/mine")
    operations = [value for key, value in item.items() if key in ("get", "post", "query")]
    operation = next(iter(item.get("additionalOperations", {}).values()), operations[-1] if operations else {})
    operation = next((found for found in operations if found.get("operationId") == "op"), operation)
    declared = {found["name"] for found in (*operation.get("parameters", ()), *item.get("parameters", ()))}
    fields = {name: value for name, value in row.params.items() if name not in declared and name != "body"}
    return {
        "document": {**row.document, "servers": [{"url": "http://a.test"}]},
        "operation": "op",
        "parameters": {name: value for name, value in row.params.items() if name in declared},
        "body": row.params.get("body", fields or None),
    }


@pytest.fixture(scope="module")
def theirs(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Name of a row → the request that swagger-client makes of it."""
    node, folder = npm_folder(pytestconfig, "swagger-client", "swagger-client@^3.39.0")
    given = tmp_path_factory.mktemp("swagger-client") / "cases.json"
    given.write_text(json.dumps({"cases": [_case(row) for row in ROWS.values()]}))
    made = told([node, str(HERE / "swagger_client.mjs"), str(folder), str(given)], folder)
    return dict(zip(ROWS, made, strict=True))


def _is_the_same(row: Row, made: Any) -> bool:
    headers = {name.lower(): value for name, value in made.get("headers", {}).items()}
    body = made.get("body") or ""
    expected = json.loads(row.body) if isinstance(body, dict) else row.body
    return (
        f"{made.get('method')} {str(made.get('url')).removeprefix('http://a.test')}" == row.line
        and {name: headers.get(name.lower()) for name in row.headers} == dict(row.headers)
        and body == expected
    )


@pytest.mark.parametrize("name", ROWS)
def test_swagger_client_makes_the_same_request(name: str, theirs: dict[str, Any]) -> None:
    assert "error" not in theirs[name]
    assert _is_the_same(ROWS[name], theirs[name]) is (_reason(name) == "")


def test_swagger_client_agrees_about_most_of_the_table() -> None:
    agreed = [name for name in ROWS if not _reason(name)]
    assert len(agreed) > 0.5 * len(ROWS)
    assert any("another method" in name for name in agreed)
    assert any("QUERY" in ROWS[name].line for name in agreed)


# whole queries


FIELDS = {
    "type": "object",
    "properties": {
        "n": {"type": "integer"},
        "t": {"type": "string"},
        "l": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    },
    "required": ["n", "t"],
    "additionalProperties": False,
}
WHOLE = {
    "asJson": ("application/json", FIELDS),
    "asForm": ("application/x-www-form-urlencoded", FIELDS),
    "asText": ("text/plain", {"type": "string", "minLength": 1}),
}


def _document() -> dict[str, Any]:
    paths = {}
    for name, (media_type, schema) in WHOLE.items():
        whole = {"name": "q", "in": "querystring", "required": True, "content": {media_type: {"schema": schema}}}
        operation = {"operationId": name, "parameters": [whole], "responses": {"200": {"description": ""}}}
        paths[f"/{name}"] = {"get": operation}
    return {"openapi": "3.2.0", "info": {"title": "T", "version": "1"}, "paths": paths}


def _read(name: str, query: str) -> Any:
    """What a query means, read with the standard library alone."""
    if name == "asJson":
        return json.loads(unquote(query))
    if name == "asText":
        return unquote_to_bytes(query).decode()
    pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    fields: dict[str, Any] = {key: value for key, value in pairs if key != "l"}
    values = [value for key, value in pairs if key == "l"]
    return {**fields, "n": int(fields["n"]), **({"l": values} if values else {})}


@pytest.fixture(scope="module")
def queries(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The id of an operation → the queries that Schemathesis writes for valid values."""
    python, folder = python_of(pytestconfig, "schemathesis", "schemathesis>=4.32")
    given = tmp_path_factory.mktemp("schemathesis") / "document.json"
    given.write_text(json.dumps(_document()))
    found: dict[str, list[str]] = told([python, str(HERE / "schemathesis_queries.py"), str(given)], folder)
    return found


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_query_is_written_and_read_as_schemathesis_does(name: str, queries: dict[str, list[str]]) -> None:
    """What it writes, our sandbox accepts; and for the value that is in it, we write a query of the same value."""
    sandbox = Sandbox(_document())
    client = Client(_document(), base_url="http://a.test")
    http = WSGIClient(sandbox)
    assert len(queries[name]) >= 20
    for query in queries[name]:
        value = _read(name, query)
        answer = http.open(f"/{name}", query_string=query)
        assert answer.status_code == 200, (query, answer.text)
        written = str(client.prepare(name, q=value).url).partition("?")[2]
        assert _read(name, written) == value
        assert http.open(f"/{name}", query_string=written).status_code == 200
