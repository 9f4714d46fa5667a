"""`$self`: the address that a description gives itself is the base of its references. Source: OAS 3.2.0, appendix F."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dynaclient import Client
from dynaclient.document import load_document
from tests.echo_server import EchoServer, Reply, echo_server

TEXT = {"type": "string"}


def description(schema: Any, **more: Any) -> dict[str, Any]:
    operation = {
        "operationId": "op",
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {},
    }
    return {"openapi": "3.2.0", "info": {"title": "T", "version": "1"}, "paths": {"/x": {"post": operation}}, **more}


def schema_of(path: Path) -> Any:
    document = load_document(path)
    body = document.operation("op")["requestBody"]["content"]["application/json"]["schema"]
    assert document.problems == ()
    return document.resolve(body)


def write(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value), encoding="utf-8")
    return path


OWN = {"components": {"schemas": {"Own": TEXT}}}


@pytest.mark.parametrize(
    "reference",
    [
        "#/components/schemas/Own",
        "https://example.com/api/openapi#/components/schemas/Own",
        "openapi#/components/schemas/Own",
    ],
)
def test_it_refers_to_itself_by_its_own_address(reference: str, tmp_path: Path) -> None:
    root = description({"$ref": reference}, **OWN, **{"$self": "https://example.com/api/openapi"})
    assert schema_of(write(tmp_path / "found" / "anywhere.yaml", root)) == TEXT


@pytest.mark.parametrize("reference", ["shared/pets.yaml#/Pet", "https://example.com/api/shared/pets.yaml#/Pet"])
def test_a_text_below_its_address_is_found_beside_it(reference: str, tmp_path: Path) -> None:
    write(
        tmp_path / "shared" / "pets.yaml",
        {"Pet": {"type": "object", "properties": {"name": {"$ref": "#/Name"}}}, "Name": TEXT},
    )
    root = description({"$ref": reference}, **{"$self": "https://example.com/api/openapi"})
    assert schema_of(write(tmp_path / "openapi.yaml", root))["properties"] == {
        "name": {"$ref": "shared/pets.yaml#/Name"}
    }


def test_a_relative_address_is_relative_to_where_the_text_was_found(tmp_path: Path) -> None:
    root = description({"$ref": "common.yaml#/Name"}, **{"$self": "v2/openapi.yaml"})
    write(tmp_path / "common.yaml", {"Name": TEXT})
    assert schema_of(write(tmp_path / "here.yaml", root)) == TEXT


def test_a_description_that_another_refers_to_is_known_by_its_own_address(tmp_path: Path) -> None:
    other = {"openapi": "3.2.0", "$self": "https://other.test/lib/common", "info": {"title": "C", "version": "1"}}
    pet = {"type": "object", "properties": {"name": {"$ref": "common#/components/schemas/Name"}}}
    write(tmp_path / "common.yaml", {**other, "components": {"schemas": {"Pet": pet, "Name": TEXT}}})
    root = description({"$ref": "common.yaml#/components/schemas/Pet"}, **{"$self": "openapi.yaml"})
    document = load_document(write(tmp_path / "openapi.yaml", root))
    body = document.operation("op")["requestBody"]["content"]["application/json"]["schema"]
    name = document.resolve(body)["properties"]["name"]
    assert document.resolve(name) == TEXT
    assert document.problems == ()


@pytest.mark.parametrize("version", ["3.0.4", "3.1.2"])
def test_an_older_document_has_one_too_and_is_told_so(version: str, tmp_path: Path) -> None:
    reference = {"$ref": "https://b.test/x#/components/schemas/Own"}
    root = {**description(reference, **OWN), "openapi": version, "$self": "https://b.test/x"}
    document = load_document(write(tmp_path / "b.yaml", root))
    body = document.operation("op")["requestBody"]["content"]["application/json"]["schema"]
    assert document.resolve(body) == TEXT
    assert [problem.kind for problem in document.problems] == ["newer-word"]


# the examples of appendix F


def entry(base: str, reference: str = "shared/foo#/components/requestBodies/Foo") -> dict[str, Any]:
    operation = {"requestBody": {"$ref": reference}, "responses": {}}
    own = {"$self": base} if base else {}
    return {
        "openapi": "3.2.0",
        **own,
        "info": {"title": "Example", "version": "1"},
        "paths": {"/foo": {"post": operation}},
    }


def shared(base: str, folder: str) -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": {"$ref": "../schemas/foo"}}}}
    return {
        "openapi": "3.2.0",
        "$self": base,
        "info": {"title": "Shared", "version": "1"},
        "components": {
            "requestBodies": {"Foo": body},
            "schemas": {
                "Foo": {"$id": f"{folder}/schemas/foo", "properties": {"bar": {"$ref": "bar"}}},
                "Bar": {"$id": f"{folder}/schemas/bar", **TEXT},
            },
        },
    }


def bar_of(document: Any) -> Any:
    """What the property `bar` of the body is, by the references of the example."""
    body = document.operation("post_foo")["requestBody"]["content"]["application/json"]["schema"]
    assert document.problems == ()
    return document.resolve(document.resolve(body)["properties"]["bar"])


def test_a_base_within_the_content(tmp_path: Path) -> None:
    """Where both texts were found does not matter: the second one is given, and known by its own address."""
    home = write(tmp_path / "home" / "openapi.yaml", entry("https://example.com/api/openapi"))
    other = write(
        tmp_path / "git" / "blob" / "foo.yaml",
        shared("https://example.com/api/shared/foo", "https://example.com/api"),
    )
    assert bar_of(load_document(home, allow_references=[other]))["type"] == "string"
    first = load_document(home)
    assert [problem.kind for problem in first.problems] == ["unresolvable-reference"]


def test_a_text_that_is_given_and_broken_is_no_reason_to_fail(tmp_path: Path) -> None:
    home = write(tmp_path / "openapi.yaml", entry("https://example.com/api/openapi"))
    broken = tmp_path / "other" / "broken.yaml"
    broken.parent.mkdir()
    broken.write_text("{")
    other = write(
        tmp_path / "other" / "foo.yaml", shared("https://example.com/api/shared/foo", "https://example.com/api")
    )
    assert bar_of(load_document(home, allow_references=[broken, other]))["type"] == "string"


@pytest.fixture
def host() -> Iterator[EchoServer]:
    with echo_server() as server:
        yield server


def serve(host: EchoServer, path: str, value: Any) -> None:
    host.answer(path, Reply(200, yaml.safe_dump(value).encode()))


def test_a_base_from_where_the_text_was_found(host: EchoServer) -> None:
    root = entry("", "#/components/requestBodies/Foo")
    schema = {"content": {"application/json": {"schema": {"$ref": "schemas/foo"}}}}
    serve(host, "/api/openapis.yaml", {**root, "components": {"requestBodies": {"Foo": schema}}})
    serve(host, "/api/schemas/foo", {"type": "object", "properties": {"bar": TEXT}})
    assert bar_of(load_document(f"{host.url}/api/openapis.yaml")) == TEXT


def test_addresses_that_are_relative_to_the_host(host: EchoServer) -> None:
    serve(host, "/api/openapi", entry("/api/openapi"))
    serve(host, "/api/shared/foo", shared("/api/shared/foo", "/api"))
    assert bar_of(load_document(f"{host.url}/api/openapi"))["type"] == "string"
    assert [request.target for request in host.received] == ["/api/openapi", "/api/shared/foo"]


def test_a_text_without_any_address_refers_to_itself() -> None:
    root = entry("", "#/components/requestBodies/Foo")
    body = {"content": {"application/json": {"schema": {"properties": {"bar": {"$ref": "#/components/schemas/B"}}}}}}
    root["components"] = {"requestBodies": {"Foo": body}, "schemas": {"B": TEXT}}
    assert bar_of(load_document(root)) == TEXT


def test_security_and_tags_of_another_text_are_those_of_the_entry(host: EchoServer) -> None:
    """Appendix G, "Implicit Connection Resolution Examples"."""
    scheme = {"type": "http", "scheme": "bearer"}
    serve(
        host,
        "/api/description/openapi",
        {
            "openapi": "3.2.0",
            "info": {"title": "E", "version": "1"},
            "tags": [{"name": "all"}, {"name": "t", "parent": "all"}],
            "components": {"securitySchemes": {"MySecurity": scheme}},
            "paths": {"/foo": {"$ref": "other#/components/pathItems/Foo"}},
        },
    )
    operation = {"operationId": "op", "tags": ["t"], "security": [{"MySecurity": []}], "responses": {}}
    serve(
        host,
        "/api/description/other",
        {
            "openapi": "3.2.0",
            "info": {"title": "O", "version": "1"},
            "components": {
                "securitySchemes": {"MySecurity": {"type": "http", "scheme": "basic"}},
                "pathItems": {"Foo": {"get": operation}},
            },
        },
    )
    with Client(f"{host.url}/api/description/openapi", credentials={"MySecurity": "token"}) as client:
        request = client.prepare("op")
        assert request.url == f"{host.url}/foo"
        assert request.headers["Authorization"] == "Bearer token"
        assert list(client.operations.tagged("all")) == ["op"]


@pytest.mark.parametrize(("where", "reference"), [("entry", "#/components/schemas/Cat"), ("other", "other.yaml#")])
def test_a_name_in_a_discriminator_is_that_of_the_entry_first(where: str, reference: str, tmp_path: Path) -> None:
    """Appendix G: "the same principles" as for security; only what the entry lacks is the text's own."""
    cat = {"Cat": {"type": "object", "properties": {"k": {"const": "c"}}}}
    pet = {
        "oneOf": [{"$ref": f"{where}.yaml#/components/schemas/Cat"}],
        "discriminator": {"propertyName": "k", "mapping": {"c": "Cat"}},
    }
    own = {"components": {"schemas": cat}} if where == "entry" else {}
    root = write(tmp_path / "entry.yaml", description({"$ref": "other.yaml#/components/schemas/Pet"}, **own))
    schemas = {"Pet": pet, **({} if where == "entry" else cat)}
    write(
        tmp_path / "other.yaml",
        {"openapi": "3.2.0", "info": {"title": "O", "version": "1"}, "components": {"schemas": schemas}},
    )
    document = load_document(root)
    assert document.problems == ()
    mapped = document.resolve("other.yaml#/components/schemas/Pet")["discriminator"]["mapping"]["c"]
    assert mapped.startswith(reference)
    assert document.resolve(mapped)["properties"] == {"k": {"const": "c"}}
