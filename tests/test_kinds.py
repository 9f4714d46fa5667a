"""A made-up media family is one record: the client and everything around it then support it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, ValidationError
from dynaclient.cli import main
from dynaclient.model.media_types import MediaFamily, covers, declared_for, family_of, register, unregister
from dynaclient.reference import build
from dynaclient.sandbox import Sandbox
from dynaclient.stubs.module import stub_text

CARD = "application/x-card"
"""The made-up media type: an object as lines of `name=value`, the values in JSON."""


def write_card(value: Any) -> bytes:
    """A line for each member."""
    return "".join(f"{name}={json.dumps(item)}\n" for name, item in value.items()).encode()


def read_card(content: bytes, content_type: str) -> Any:
    """What `write_card` wrote."""
    pairs = [line.partition("=") for line in content.decode().splitlines()]
    if not all(separator for _, separator, _ in pairs):
        raise ValueError("a line of a card is name=value")
    return {name: json.loads(text) for name, _, text in pairs}


CARDS = MediaFamily("cards", accepts=frozenset(("object",)), types=frozenset((CARD,)), write=write_card, read=read_card)

ITEM = {
    "type": "object",
    "required": ["sku", "count"],
    "properties": {"sku": {"type": "string"}, "count": {"type": "integer", "minimum": 1}},
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Cards", "version": "1"},
    "servers": [{"url": "https://cards.test"}],
    "paths": {
        "/items": {
            "post": {
                "operationId": "add",
                "requestBody": {
                    "required": True,
                    "content": {CARD: {"schema": ITEM, "example": {"sku": "tea", "count": 3}}},
                },
                "responses": {"200": {"description": "It.", "content": {CARD: {"schema": ITEM}}}},
            }
        }
    },
}


@pytest.fixture
def cards() -> Iterator[None]:
    register(CARDS)
    yield
    unregister("cards")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "cards.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


pytestmark = pytest.mark.usefixtures("cards")


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """An application that echoes the body, with its Content-Type."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start_response("200 OK", [("Content-Type", environ["CONTENT_TYPE"])])
    return [body]


def test_the_client_writes_it_from_fields_and_reads_the_answer() -> None:
    client = Client(DOCUMENT, app=echo)
    prepared = client.prepare("add", sku="tea", count=2)
    assert (prepared.headers["Content-Type"], prepared.body) == (CARD, b'sku="tea"\ncount=2\n')
    assert client.call("add", sku="tea", count=2).data == {"sku": "tea", "count": 2}
    assert client.call("add", body={"sku": "tea", "count": 2}).data == {"sku": "tea", "count": 2}


def test_the_client_judges_it_by_the_schema() -> None:
    client = Client(DOCUMENT, app=echo)
    with pytest.raises(ValidationError, match="count"):
        client.call("add", sku="tea", count=0)


def test_an_answer_is_held_against_the_schema() -> None:
    def wrong(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", CARD)])
        return [b'sku="tea"\ncount=0\n']

    response = Client(DOCUMENT, app=wrong, validate_responses="record").call("add", sku="tea", count=1)
    assert [violation.path for violation in response.violations] == ["/body/count"]


def test_explain_names_it() -> None:
    explanation = Client(DOCUMENT).explain("add", sku="tea", count=2)
    assert explanation.body == f"{CARD}, from fields given by name (declared: {CARD})"


def test_the_command_line_shows_it_as_a_curl_command(document: Path) -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        code = main(["--spec", str(document), "call", "add", "sku=tea", "count=2", "--curl"])
    assert code == 0
    assert "--data-raw 'sku=\"tea\"\ncount=2\n'" in out.getvalue()
    assert f"Content-Type: {CARD}" in out.getvalue()


def test_the_reference_takes_its_fields_by_name_and_shows_its_text(tmp_path: Path) -> None:
    build(DOCUMENT, "markdown", tmp_path)
    text = "".join(path.read_text() for path in tmp_path.rglob("*.md"))
    assert "client.add(sku: str, count: int) -> Response" in text
    assert "--data-raw 'sku=\"tea\"\ncount=3\n'" in text


def test_stubs_give_it_its_fields_and_the_type_of_its_answer() -> None:
    text = stub_text(Client(DOCUMENT).document, "Cards")
    assert "sku: str" in text
    assert "def add(self, *, sku: str, count: int) -> AddResponseAnswer" in text


def test_the_sandbox_reads_and_answers_it() -> None:
    client = Client(DOCUMENT, app=Sandbox(DOCUMENT), validate_responses="raise")
    answer = client.call("add", sku="tea", count=2)
    assert answer.content_type == CARD
    assert answer.data == {"sku": "tea", "count": 2}
    unchecked = client.with_options(validate=False, raise_for_status=False)
    assert unchecked.call("add", sku="tea", count=0).status_code == 400
    assert unchecked.call("add", body=b"nothing of the kind").status_code == 400


def test_it_is_gone_when_it_is_taken_away() -> None:
    unregister("cards")
    assert family_of(CARD).name == "binary"


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("application/json", "json"),
        ("Application/JSON; charset=utf-8", "json"),
        ("application/vnd.api+json", "json"),
        ("application/*+json", "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        ("application/x-www-form-urlencoded", "form"),
        ("multipart/form-data; boundary=x", "multipart"),
        ("text/csv", "text"),
        ("application/soap+xml", "xml"),
        ("text/xml; charset=utf-8", "xml"),
        ("text/*", "text"),
        ("image/*", "binary"),
        ("application/pdf", "binary"),
        ("", "binary"),
    ],
)
def test_every_name_belongs_to_one_family(name: str, family: str) -> None:
    assert family_of(name).name == family


@pytest.mark.parametrize(
    ("declared", "given", "does"),
    [
        ("*/*", "image/png", True),
        ("image/*", "image/png", True),
        ("image/*", "text/png", False),
        ("application/*+json", "application/vnd.api+json", True),
        ("application/*+json", "application/json", True),
        ("application/*+json", "application/xml", False),
        ("application/*+json", "model/gltf+json", True),
        ("application/*+xml", "image/svg+xml", True),
        ("image/*+xml", "application/atom+xml", False),
        ("*/*+json", "model/gltf+json", True),
        ("application/json;v=1", "application/json; V=1", True),
        ("application/json;v=1", "application/json;v=2", False),
        ("application/json;v=1", 'application/json; a="x;v=2"; v="1"', True),
        ("application/json;v=1", "application/json", True),
        ("application/json", "application/json;v=1", True),
        ("application/*;v=1", "application/json;v=2", False),
        ("text/plain; charset=utf-8", "text/plain; charset=latin-1", True),
        ("application/json", "application/json; charset=utf-8", True),
        ("application/json", "application/vnd.api+json", False),
    ],
)
def test_what_a_range_covers(declared: str, given: str, does: bool) -> None:
    assert covers(declared, given) is does


def test_the_most_exact_declared_name_holds() -> None:
    names = ["*/*", "application/*", "application/*+json", "application/vnd.api+json"]
    given = ["application/vnd.api+json; v=1", "application/hal+json", "application/pdf", "image/png"]
    assert [declared_for(names, name) for name in given] == list(reversed(names))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("application/json; v=2", "application/json;v=2"),
        ("application/json; v=1; charset=utf-8", "application/json;v=1"),
        ("application/json; v=3", "application/json"),
        ("application/json", "application/json"),
        ("application/xml", "application/*"),
        ("text/csv; header=absent", "text/csv;header=absent"),
        ("text/csv", "text/*"),
        ("text/tab-separated-values", "text/*"),
        ("image/png", "image/png;v=1"),
        ("image/png;v=2", None),
    ],
)
def test_parameters_choose_among_declared_names(given: str, found: str | None) -> None:
    """The same parameters, then none, then ranges, then parameters that were left open. Source: RFC 9110 8.3.1."""
    names = ["application/*", "application/json", "application/json;v=1", "application/json;v=2"]
    names += ["text/csv;header=absent", "text/*", "image/png;v=1"]
    assert declared_for(names, given) == found


def test_a_range_of_json_types_is_sent_checked_and_read_as_json() -> None:
    """`application/*+json` is JSON for the client, its answers and the sandbox."""
    content = {"application/*+json": {"schema": ITEM}}
    operation = {
        "operationId": "add",
        "requestBody": {"content": content},
        "responses": {"200": {"description": "It.", "content": content}},
    }
    document = {**DOCUMENT, "paths": {"/items": {"post": operation}}}
    client = Client(document, app=Sandbox(document), validate_responses="raise")
    prepared = client.prepare("add", sku="tea", count=2)
    assert (prepared.headers["Content-Type"], prepared.body) == ("application/json", b'{"sku":"tea","count":2}')
    assert client.call("add", sku="tea", count=2).data == {"sku": "tea", "count": 2}
    assert client.with_options(validate=False, raise_for_status=False).call("add", sku=1).status_code == 400
