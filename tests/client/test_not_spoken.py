"""Loud at once: what is not spoken is a problem at its pointer, and where it is required the call refuses."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client, ValidationError
from dynaclient.cli import main

TEXT = {"type": "string"}
FORM = "application/x-www-form-urlencoded"
PARAMETERS = "#/paths/~1x/post/parameters/0"
CONTENT = "#/paths/~1x/post/requestBody/content"


def document(version: str = "3.2.0", root: Any = None, **operation: Any) -> dict[str, Any]:
    described = {"operationId": "op", "responses": {"200": {"description": ""}}, **operation}
    return {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://a.test"}],
        "paths": {"/x": {"post": described}},
        **(root or {}),
    }


def body(media_type: str, **described: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {media_type: described}}}


def parameter(location: str, **more: Any) -> dict[str, Any]:
    return {"parameters": [{"name": "p", "in": location, **more}]}


BOTH = {"schema": TEXT, "content": {"text/plain": {}}}
ROWS: dict[str, tuple[dict[str, Any], str, str, str, str]] = {
    # a document; the pointer, kind, text and consequence of its only problem
    "a place that requests do not have": (
        document(**parameter("fragment", schema=TEXT)),
        PARAMETERS,
        "unknown-location",
        "parameter 'p' is `in: fragment`, not path, query, querystring, header or cookie",
        "it is left out",
    ),
    "and it is required": (
        document(**parameter("fragment", schema=TEXT, required=True)),
        PARAMETERS,
        "unknown-location",
        "parameter 'p' is `in: fragment`, not path, query, querystring, header or cookie",
        "calls are refused, since it is required",
    ),
    "a schema and content": (
        document(**parameter("query", **BOTH)),
        f"{PARAMETERS}/content",
        "conflicting-content",
        "'p' has a `schema` and `content`, which exclude each other",
        "`content` is ignored",
    ),
    "a schema of a whole query": (
        document(**parameter("querystring", **BOTH)),
        f"{PARAMETERS}/content",
        "conflicting-content",
        "'p' has a `schema` and `content`, which exclude each other",
        "`schema` is ignored",
    ),
    "several media types": (
        document(**parameter("header", content={"text/plain": {}, "application/json": {}})),
        f"{PARAMETERS}/content",
        "conflicting-content",
        "'p' has 2 media types, and only one is allowed",
        "it is written as text/plain",
    ),
    "a whole query without a name": (
        document(parameters=[{"in": "querystring", "content": {FORM: {}}}]),
        PARAMETERS,
        "missing-field",
        "a parameter needs a name",
        "it is named 'querystring'",
    ),
    "a style of a field": (
        document(**body(FORM, encoding={"v": {"style": "matrix"}})),
        f"{CONTENT}/application~1x-www-form-urlencoded/encoding/v/style",
        "unknown-style",
        'style "matrix" is not defined for fields of a form',
        "it is ignored",
    ),
    "a dialect": (
        document(root={"jsonSchemaDialect": "https://d.test/own"}),
        "#/jsonSchemaDialect",
        "unknown-dialect",
        'the dialect "https://d.test/own" of JSON Schema is not known',
        "schemas are read as those of JSON Schema 2020-12",
    ),
    "a dialect of a schema": (
        document(**body("application/json", schema={"$schema": "urn:own", **TEXT})),
        f"{CONTENT}/application~1json/schema/$schema",
        "unknown-dialect",
        'the dialect "urn:own" of JSON Schema is not known',
        "schemas are read as those of JSON Schema 2020-12",
    ),
    "a type of security": (
        document(root={"components": {"securitySchemes": {"s": {"type": "own"}}}}),
        "#/components/securitySchemes/s",
        "unknown-scheme-type",
        "the security scheme 's' has the type \"own\", which is not known",
        "its credential is sent as a bearer token",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_is_not_spoken_is_a_problem_at_its_pointer(name: str) -> None:
    given, pointer, kind, what, consequence = ROWS[name]
    (problem,) = Client(given).document.problems
    assert (problem.pointer, problem.kind, problem.what, problem.consequence) == (pointer, kind, what, consequence)


@pytest.mark.parametrize(
    "dialect",
    [
        "https://spec.openapis.org/oas/3.1/dialect/base",
        "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
        "https://json-schema.org/draft/2020-12/schema",
        "http://json-schema.org/draft-07/schema#",
    ],
)
def test_a_dialect_that_is_read_is_none(dialect: str) -> None:
    given = document(root={"jsonSchemaDialect": dialect}, **body("application/json", schema={"$schema": dialect}))
    assert Client(given).document.problems == ()
    older = document("3.0.3", **body("application/json", schema={"$schema": "urn:own"}))
    assert Client(older).document.problems == ()  # where schemas have no `$schema`


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_a_required_parameter_that_cannot_be_sent_refuses_the_call(version: str) -> None:
    client = Client(document(version, **parameter("fragment", required=True, schema=TEXT)))
    says = (
        "/p: the document requires this `in: fragment`, which is not a place for parameters; mend it with an overlay, "
        "or call without it: with_options(validate=False)"
    )
    for arguments in ({}, {"query:q": 1}):
        with pytest.raises(ValidationError) as caught:
            client.prepare("op", arguments)
        assert str(caught.value.violations[0]) == says
    (violation,) = client.validate("op")
    assert (violation.location, violation.keyword, violation.schema_pointer) == ("fragment", "required", PARAMETERS)
    assert client.with_options(validate=False).prepare("op").url == "https://a.test/x"
    mended = {"actions": [{"target": "$.paths['/x'].post.parameters[0]", "update": {"in": "query"}}]}
    overlay = {"overlay": "1.0.0", "info": {"title": "M", "version": "1"}, **mended}
    assert Client(client.document, overlays=[overlay]).prepare("op", p="v").url == "https://a.test/x?p=v"


def test_the_command_line_refuses_it_too(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    path = tmp_path / "api.json"
    path.write_text(json.dumps(document(**parameter("fragment", required=True, schema=TEXT))))
    assert main(["--spec", str(path), "op", "--curl"]) != 0
    said = capsys.readouterr().err
    assert "/p: the document requires this `in: fragment`" in said
    assert "--no-validate" in said
    assert "with_options" not in said
    assert main(["--spec", str(path), "check"]) == 3
    assert "calls are refused, since it is required" in capsys.readouterr().out


@pytest.mark.parametrize("media_type", [FORM, "multipart/form-data"])
@pytest.mark.parametrize("value", [{"a": 1}, [{"a": 1}], [["a"]]])
def test_a_field_is_not_written_as_json_in_another_content_type(media_type: str, value: Any) -> None:
    schema = {"type": "object", "properties": {"v": {}}}
    given = document(**body(media_type, schema=schema, encoding={"v": {"contentType": "text/csv"}}))
    client = Client(given)
    with pytest.raises(ValidationError, match="/body/v: text/csv is written from text or bytes here, not from"):
        client.prepare("op", body={"v": value})
    assert client.prepare("op", body={"v": "a,b"}).method == "POST"
    assert client.prepare("op", body={"v": ["a", "b"]}).method == "POST"
