"""The names given choose the media type of a body: `content_type=`, then names, then the kind of value, then JSON."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, UnknownParameter, ValidationError
from tests.runtime.driver import Caller
from tests.runtime.server import Loopback, Reply, Seen, as_json

FILE = {"type": "string", "format": "binary"}
FILES = {"oneOf": [FILE, {"type": "array", "items": FILE}]}
TEXT = {"type": "string"}
JSON_SCHEMA = {
    "type": "object",
    "required": ["prompt"],
    "properties": {"prompt": TEXT, "images": {"type": "array", "items": TEXT}, "n": {"type": "integer"}},
}
FORM_SCHEMA = {
    "type": "object",
    "required": ["image", "prompt"],
    "properties": {"prompt": TEXT, "image": FILES, "n": TEXT, "photo": FILE},
}
JSON, FORM = "application/json", "multipart/form-data"


def edits(json: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
    """A document with `edit`, whose body has these schemas, as JSON and as a multipart form."""
    content = {JSON: {"schema": json}, FORM: {"schema": form}}
    operation = {"operationId": "edit", "requestBody": {"content": content}, "responses": {"200": {"description": "d"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Edits", "version": "1"},
        "servers": [{"url": "http://edits.test"}],
        "paths": {"/edits": {"post": operation}},
    }


BOTH = edits(JSON_SCHEMA, FORM_SCHEMA)
ONE = {"type": "object", "properties": {"a": TEXT}}


@pytest.fixture
def picture(tmp_path: Path) -> str:
    """The path of a file."""
    path = tmp_path / "pic.png"
    path.write_bytes(b"PNG")
    return str(path)


def kind(prepared: Any) -> str:
    return str(prepared.headers["Content-Type"]).partition(";")[0]


def parts(prepared: Any) -> list[tuple[str, Any]]:
    return [(part.name, getattr(part.content, "path", None) or part.content) for part in prepared.body.parts]


@pytest.mark.parametrize("order", ["json first", "form first"])
@pytest.mark.parametrize("version", ["3.1.0", "3.0.3"])
def test_the_media_type_that_declares_every_name(picture: str, order: str, version: str) -> None:
    """The script of a user: whichever comes first in the document. JSON is first among those that declare all."""
    described = copy.deepcopy({**BOTH, "openapi": version})
    body = described["paths"]["/edits"]["post"]["requestBody"]
    if order == "form first":
        body["content"] = dict(reversed(body["content"].items()))
    client = Client(described)
    prepared = client.prepare("edit", image=picture, prompt="p")
    assert kind(prepared) == FORM
    assert parts(prepared) == [("image", picture), ("prompt", b"p")]
    assert kind(client.prepare("edit", prompt="p", images=["x"])) == JSON
    assert kind(client.prepare("edit", prompt="p")) == JSON


def test_a_whole_body_is_judged_by_its_names_too(picture: str) -> None:
    """`body=` is the same call."""
    prepared = Client(BOTH).prepare("edit", body={"image": [picture, picture], "prompt": "p"})
    assert parts(prepared) == [("image", picture), ("image", picture), ("prompt", b"p")]


def test_names_come_before_the_kind_of_value(picture: str) -> None:
    """A file for a name that only JSON declares is refused, and the refusal names JSON."""
    with open(picture, "rb") as file, pytest.raises(ValidationError) as caught:
        Client(BOTH).prepare("edit", prompt="p", images=[file])
    assert str(caught.value) == (
        "edit: 1 argument does not fit. The body goes as application/json. Nothing was sent.\n"
        "  /body/images/0: a value of type BufferedReader is not JSON"
    )
    assert caught.value.media_type == JSON


def test_the_kind_of_value_decides_where_names_do_not(picture: str) -> None:
    """Both declare every name: a file makes it a form."""
    described = edits(ONE, {"type": "object", "properties": {"a": FILE}})
    assert kind(Client(described).prepare("edit", a=Path(picture))) == FORM
    assert kind(Client(described).prepare("edit", a=picture)) == JSON


REFERENCE = {"type": "object", "properties": {"file_id": TEXT}}


@pytest.mark.parametrize(
    ("in_json", "in_form", "is_list"),
    [
        pytest.param(FILE, FILE, False, id="JSON has a file too, which it cannot hold"),
        pytest.param(FILES, FILES, True, id="or a list of them"),
        pytest.param(REFERENCE, {"oneOf": [FILE, REFERENCE]}, False, id="JSON has an object"),
    ],
)
@pytest.mark.parametrize("version", ["3.1.0", "3.0.3"])
def test_a_path_given_as_text_is_a_file_where_json_has_no_text(
    picture: str, version: str, in_json: dict[str, Any], in_form: dict[str, Any], is_list: bool
) -> None:
    """Both declare the name, and only the form can have what is given."""
    described = edits(*({"type": "object", "properties": {"a": each, "n": TEXT}} for each in (in_json, in_form)))
    client = Client({**described, "openapi": version})
    prepared = client.prepare("edit", a=[picture] if is_list else picture, n="1")
    assert kind(prepared) == FORM
    assert parts(prepared) == [("a", picture), ("n", b"1")]
    assert kind(client.prepare("edit", n="1")) == JSON
    if in_json is REFERENCE:
        assert kind(client.prepare("edit", a={"file_id": "f"})) == JSON


def test_a_schema_without_names_takes_what_the_others_do_not(picture: str) -> None:
    """A file whose name only a closed JSON schema declares, beside a form that declares nothing."""
    described = edits(ONE, {"type": "object"})
    assert kind(Client(described).prepare("edit", a=Path(picture))) == FORM
    assert kind(Client(described).prepare("edit", a="text")) == JSON


def test_content_type_comes_first(picture: str) -> None:
    """Names are judged by the media type that was asked for."""
    client = Client(BOTH).with_options(content_type=FORM)
    with pytest.raises(ValidationError, match="The body goes as multipart/form-data") as caught:
        client.prepare("edit", prompt="p")
    assert [v.path for v in caught.value.violations] == ["/body/image"]
    with pytest.raises(UnknownParameter) as refused:
        Client(BOTH).with_options(content_type=JSON).prepare("edit", image=picture, prompt="p")
    assert str(refused.value) == (
        "edit: 1 argument does not fit. The body goes as application/json. Nothing was sent.\n"
        "  /body/image: this is a field of multipart/form-data, but the body goes as application/json, as was asked "
        "for; with_options(content_type='multipart/form-data') chooses another"
    )


def test_names_of_two_media_types_do_not_go_together(picture: str) -> None:
    """One that the chosen media type does not declare is refused, unless it is meant on purpose."""
    client = Client(BOTH)
    with pytest.raises(UnknownParameter, match="/body/images: this is a field of application/json, and 'image' is"):
        client.prepare("edit", image=picture, prompt="p", n="1", photo=picture, images=["x"])
    given = {"body:images": "x"}
    prepared = client.prepare("edit", given, image=picture, prompt="p", n="1", photo=picture)
    assert ("images", b"x") in parts(prepared)
    with pytest.raises(ValidationError, match="/body/images"):
        client.with_options(validate="strict").prepare("edit", given, image=picture, prompt="p", n="1", photo=picture)


def test_a_misspelt_name_leaves_the_choice_to_the_others(picture: str) -> None:
    """The media type that declares most of the names, and the error of the name."""
    with pytest.raises(UnknownParameter) as caught:
        Client(BOTH).prepare("edit", image=picture, promt="p")
    assert "The body goes as multipart/form-data." in str(caught.value)
    assert "/body/promt: there is no argument 'promt'. Did you mean 'prompt'" in str(caught.value)


def test_explain_says_what_chose(picture: str) -> None:
    """And `validate` finds the same."""
    client = Client(BOTH)
    assert client.explain("edit", image=picture, prompt="p").body == (
        "multipart/form-data, from fields given by name, chosen by the names given "
        "(declared: application/json, multipart/form-data)"
    )
    asked = client.with_options(content_type=FORM)
    assert "chosen by content_type=" in asked.explain("edit", image=picture, prompt="p").body
    assert client.explain("edit", image=picture, prompt=1j).body.startswith("refused as multipart/form-data")
    assert client.validate("edit", image=picture, prompt="p") == []


def test_both_clients_send_the_file(
    picture: str, caller: Callable[..., Caller], serve: Callable[[Callable[[Seen], Reply]], Loopback]
) -> None:
    """Against a server."""
    server = serve(lambda seen: as_json({"type": seen.headers["Content-Type"].partition(";")[0]}))
    client = caller(server, BOTH)
    assert client.call("edit", image=picture, prompt="p")["type"] == FORM
    assert b"PNG" in server.seen[0].body


def test_two_point_zero_has_one_form(picture: str) -> None:
    """Where `consumes` lists JSON too, form parameters make a form."""
    described = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "host": "edits.test",
        "schemes": ["http"],
        "paths": {
            "/edits": {
                "post": {
                    "operationId": "edit",
                    "consumes": ["multipart/form-data"],
                    "parameters": [
                        {"name": "image", "in": "formData", "type": "file", "required": True},
                        {"name": "prompt", "in": "formData", "type": "string"},
                    ],
                    "responses": {"200": {"description": "d"}},
                }
            }
        },
    }
    assert kind(Client(described).prepare("edit", image=picture, prompt="p")) == FORM


def test_fields_of_two_media_types_name_both() -> None:
    """No content_type= helps there: one of the fields has to go."""
    schema = {
        "application/json": {"type": "object", "properties": {"prompt": {}, "image_url": {"type": "string"}}},
        "multipart/form-data": {
            "type": "object",
            "properties": {"prompt": {}, "image": {"type": "string", "format": "binary"}},
        },
    }
    content = {name: {"schema": item} for name, item in schema.items()}
    described = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "http://h.test"}],
        "paths": {"/e": {"post": {"operationId": "edit", "requestBody": {"content": content}, "responses": {}}}},
    }
    for kind in (Client, AsyncClient):
        (violation,) = kind(described).validate("edit", image=b"x", image_url="u", prompt="p")
        assert str(violation) == (
            "/body/image_url: this is a field of application/json, and 'image' is one of multipart/form-data; a body "
            "has one media type, so that one of the two has to go"
        )
