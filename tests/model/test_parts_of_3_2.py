"""Parts that OpenAPI 3.2 adds to objects, as values: examples, media types and path items of components, summaries.

Source: OAS 3.2.0 Example Object, Components Object, Reference Object, Response Object.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dynaclient import Client
from dynaclient.cli import main
from dynaclient.document import Document, load_document
from dynaclient.document.bundle import bundle

NUMBER = {"type": "object", "properties": {"n": {"$ref": "#/components/schemas/N"}}, "required": ["n"]}
SHARED: dict[str, Any] = {
    "openapi": "3.2.0",
    "info": {"title": "Shared", "version": "1"},
    "components": {
        "schemas": {"N": {"type": "integer"}},
        "mediaTypes": {"Number": {"schema": NUMBER}},
        "responses": {
            "Found": {
                "description": "found",
                "summary": "short",
                "content": {"application/json": {"$ref": "#/components/mediaTypes/Number"}},
            }
        },
        "pathItems": {
            "Item": {
                "get": {"operationId": "read", "responses": {"200": {"$ref": "#/components/responses/Found"}}},
                "query": {
                    "operationId": "ask",
                    "requestBody": {"content": {"application/json": {"$ref": "#/components/mediaTypes/Number"}}},
                    "responses": {"200": {"description": ""}},
                },
            }
        },
    },
}
EXAMPLES = {
    "old": {"value": {"n": 1}},
    "data": {"summary": "S", "dataValue": {"n": 2}, "serializedValue": '{"n": 2}'},
    "written": {"serializedValue": '{"n": 3}'},
    "broken": {"serializedValue": "{"},
    "elsewhere": {"externalValue": "n.json"},
    "referred": {"$ref": "#/components/examples/Four"},
}
LOCAL = {"$ref": "#/components/mediaTypes/Local"}
WRITTEN_AND_DATA = {"x": {"serializedValue": "g=1"}, "y": {"dataValue": 1}}
ROOT: dict[str, Any] = {
    "openapi": "3.2.0",
    "info": {"title": "Root", "version": "1"},
    "paths": {
        "/shared": {"$ref": "shared.yaml#/components/pathItems/Item"},
        "/own": {"$ref": "#/components/pathItems/Own"},
    },
    "webhooks": {"sent": {"$ref": "#/components/pathItems/Own"}},
    "components": {
        "examples": {"Four": {"dataValue": {"n": 4}}},
        "mediaTypes": {"Local": {"$ref": "shared.yaml#/components/mediaTypes/Number", "description": "elsewhere"}},
        "pathItems": {
            "Own": {
                "post": {
                    "operationId": "write",
                    "parameters": [
                        {"name": "f", "in": "query", "content": {"application/json": LOCAL}},
                        {"name": "g", "in": "query", "schema": {}, "examples": WRITTEN_AND_DATA},
                    ],
                    "requestBody": {
                        "content": {
                            "application/json": {"schema": NUMBER, "examples": EXAMPLES},
                            "text/plain": {"examples": {"t": {"serializedValue": "as it is"}}},
                            "application/octet-stream": {"examples": {"b": {"serializedValue": "b"}}},
                        }
                    },
                    "responses": {
                        "200": {
                            "$ref": "shared.yaml#/components/responses/Found",
                            "summary": "another summary",
                            "description": "another text",
                        },
                        "201": {"description": "", "summary": "own"},
                    },
                }
            }
        },
        "schemas": {"N": {"type": "integer"}},
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=["as it is", "as one document"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("parts")
    (folder / "shared.yaml").write_text(yaml.safe_dump(SHARED))
    (folder / "root.yaml").write_text(yaml.safe_dump(ROOT))
    found = load_document(folder / "root.yaml")
    return found if request.param == "as it is" else load_document(bundle(found))


def test_everything_is_found(document: Document) -> None:
    client = Client(document, base_url="http://h.test")
    assert document.problems == ()
    assert sorted(client.operations) == ["ask", "read", "write"]
    for operation, arguments in (("ask", {}), ("write", {"f": {"n": 1}})):
        (found,) = client.validate(operation, arguments, body={"n": "x"})
        assert found.path == "/body/n"
    (found,) = client.validate("write", {"f": {"n": "x"}}, body={"n": 1})
    assert found.path == "/f/n"
    hook = document.webhooks["sent"]
    assert hook.declared_id == "write"
    assert document.resolve(hook.request_schema)["required"] == ["n"]


def test_summaries_beside_a_reference_count(document: Document) -> None:
    responses = Client(document, base_url="http://h.test").operations["write"].responses
    assert (responses["200"].summary, responses["200"].description) == ("another summary", "another text")
    assert (responses["201"].summary, responses["201"].description) == ("own", "")
    read = Client(document, base_url="http://h.test").operations["read"].responses["200"]
    assert (read.summary, read.description) == ("short", "found")
    assert list(responses["200"].content) == ["application/json"]


def test_examples_have_the_value_that_they_show(document: Document) -> None:
    operation = Client(document, base_url="http://h.test").operations["write"]
    assert operation.request_body is not None
    content = operation.request_body.content
    assert content["application/json"].examples == {
        "old": {"n": 1},
        "data": {"n": 2},
        "written": {"n": 3},
        "referred": {"n": 4},
    }
    assert content["text/plain"].examples == {"t": "as it is"}
    assert content["application/octet-stream"].examples == {}
    assert operation.parameter("g").example == 1


def test_a_media_type_of_the_components_is_read_by_reference(document: Document) -> None:
    found = document.resolve("#/components/mediaTypes/Local")
    assert document.resolve(found["schema"])["required"] == ["n"]


def test_words_of_3_2_in_an_older_document_stop_no_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check` names them; it fails for them only with --strict."""
    (tmp_path / "shared.yaml").write_text(yaml.safe_dump({**SHARED, "openapi": "3.1.0"}))
    root = {key: value for key, value in ROOT.items() if key != "webhooks"}
    (tmp_path / "root.yaml").write_text(yaml.safe_dump({**root, "openapi": "3.1.0"}))
    client = Client(tmp_path / "root.yaml", base_url="http://h.test")
    assert {problem.kind for problem in client.document.problems} == {"newer-word"}
    assert [found.path for found in client.validate("write", {"f": {"n": "x"}}, body={"n": 1})] == ["/f/n"]
    assert main(["check", "--quick", str(tmp_path / "root.yaml")]) == 0
    said = capsys.readouterr().out
    for word in ("mediaTypes", "$ref in place of a media type", "summary", "dataValue", "serializedValue"):
        assert f"`{word}` is a word of OpenAPI 3.2, and the document declares 3.1.0" in said
    assert main(["check", "--quick", "--strict", str(tmp_path / "root.yaml")]) == 3
