"""Documents with one operation whose body and answer are XML, for the tests of XML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dynaclient.document import Document

NAME = "application/xml"


def described(version: str, schema: Any, components: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A document of a version: the operation `put` sends and answers XML of a schema."""
    components = components or {}
    head = {"info": {"title": "T", "version": "1"}}
    if version == "2.0":
        operation = {
            "operationId": "put",
            "consumes": [NAME],
            "produces": [NAME],
            "parameters": [{"in": "body", "name": "body", "schema": schema}],
            "responses": {"200": {"description": "", "schema": schema}},
        }
        return {"swagger": "2.0", **head, "paths": {"/x": {"put": operation}}, "definitions": components}
    content = {"content": {NAME: {"schema": schema}}}
    operation = {
        "operationId": "put",
        "requestBody": content,
        "responses": {"200": {"description": "", **content}},
    }
    return {"openapi": version, **head, "paths": {"/x": {"put": operation}}, "components": {"schemas": components}}


def loaded(version: str, schema: Any, components: Mapping[str, Any] | None = None) -> tuple[Document, Any]:
    """The document, and the schema of its body in the normal form."""
    document = Document(described(version, schema, components))
    return document, document.operation("put")["requestBody"]["content"][NAME]["schema"]


def reference(version: str, name: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": f"#/{'definitions' if version == '2.0' else 'components/schemas'}/{name}"}
