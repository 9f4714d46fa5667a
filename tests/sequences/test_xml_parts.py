"""Parts of multipart bodies that are XML: written from values, read into them, checked, and judged by the sandbox."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, InvalidItem, InvalidResponse, UndecodableBody, ValidationError
from dynaclient.errors import BadRequest
from dynaclient.sandbox import Sandbox

ITEM = {
    "type": "object",
    "required": ["name"],
    "properties": {"id": {"type": "integer", "xml": {"attribute": True}}, "name": {"type": "string"}},
}
REF = {"$ref": "#/components/schemas/Item"}
XML = {"contentType": "application/xml"}
MIXED, FORM = "multipart/mixed", "multipart/form-data"
LIST = {"type": "array", "items": REF}
ITEMS = {"itemSchema": REF, "itemEncoding": XML}
ONE, OTHER = '<Item id="1"><name>ä</name></Item>', "<Item><name>b</name></Item>"
VALUES = [{"id": 1, "name": "ä"}, {"name": "b"}]


def document(kind: str, described: Any) -> dict[str, Any]:
    content = {kind: described}
    operation = {
        "operationId": "op",
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    return {
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"post": operation}},
        "components": {"schemas": {"Item": ITEM}},
    }


def form(**encoding: Any) -> dict[str, Any]:
    nested = {"type": "object", "properties": {"a": REF, "n": {"type": "integer"}, "l": LIST}}
    return {"schema": {"type": "object", "properties": {"i": LIST, "o": nested, "x": REF}}, "encoding": encoding}


CASES: dict[str, tuple[str, Any, Any, list[str]]] = {
    "each item": (MIXED, ITEMS, VALUES, [ONE, OTHER]),
    "by position": (
        MIXED,
        {
            "schema": {"type": "array", "prefixItems": [REF, {}]},
            "prefixEncoding": [XML, {"contentType": "image/png"}],
        },
        [VALUES[0], b"png"],
        [ONE],
    ),
    "the first that a value is written as": (
        MIXED,
        {"itemSchema": REF, "itemEncoding": {"contentType": "image/png, text/xml"}},
        VALUES,
        [ONE, OTHER],
    ),
    "text that is ready": (MIXED, ITEMS, [(None, OTHER, "application/xml")], [OTHER]),
    "in a list in a list": (
        MIXED,
        {"schema": {"type": "array", "items": LIST}, "itemEncoding": {"contentType": MIXED, "itemEncoding": XML}},
        [VALUES],
        [ONE, OTHER],
    ),
    "in a list in a field": (FORM, form(i={"contentType": MIXED, "itemEncoding": XML}), {"i": VALUES}, [ONE, OTHER]),
    "in an object in a field": (
        FORM,
        form(o={"contentType": FORM, "encoding": {"a": XML, "l": XML}}),
        {"o": {"a": VALUES[0], "n": 5, "l": VALUES[1:]}},
        [ONE, OTHER],
    ),
    "text in a field": (FORM, form(x=XML), {"x": (None, OTHER, "application/xml")}, [OTHER]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_part_is_written_from_a_value_and_the_sandbox_reads_it(name: str) -> None:
    kind, described, body, written = CASES[name]
    found = document(kind, described)
    client = Client(found, app=Sandbox(found), validate_responses="raise")
    sent = client.prepare("op", body=body).body.read().decode()
    assert re.findall(r"<Item.*</Item>", sent) == written
    assert client.call("op", body=body).status_code == 200


def test_an_answer_of_the_sandbox_has_values() -> None:
    found = document(MIXED, CASES["in a list in a list"][1])
    answer = Client(found, app=Sandbox(found), validate_responses="raise").call("op", body=[])
    assert isinstance(answer.data[0][0]["name"], str)
    assert b"<Item" in answer.content


def test_what_does_not_fit_is_named_before_it_is_sent() -> None:
    found = document(MIXED, ITEMS)
    client = Client(found, app=Sandbox(found))
    with pytest.raises(ValidationError) as caught:
        client.call("op", body=[VALUES[0], {"name": "\x01"}, {"id": "x", "name": ""}])
    assert [violation.path for violation in caught.value.violations] == ["/body/1/name", "/body/2/id"]
    with pytest.raises(InvalidItem, match="item 1 of the body does not fit"):
        client.call("op", body=iter([VALUES[0], {"id": "x", "name": ""}]))
    with pytest.raises(BadRequest, match="'name' is required"):
        client.with_options(validate=False).call("op", body=[(None, "<Item/>", "application/xml")])
    with pytest.raises(ValidationError, match="/body/0/name: this is required"):
        client.call("op", body=[(None, "<Item/>", "application/xml")])


def test_a_body_of_items_has_no_fields_to_name() -> None:
    found = document(MIXED, ITEMS)
    found["paths"]["/x"]["post"]["requestBody"]["required"] = True
    client = Client(found, base_url="http://a.test")
    with pytest.raises(ValidationError, match="/body: a body is required; pass a list or another iterable of items as"):
        client.prepare("op")
    with pytest.raises(ValidationError, match=r"there is no argument 'name'\. It takes body= alone\."):
        client.prepare("op", name="x")


def answering(*parts: str) -> Callable[..., Iterator[bytes]]:
    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "multipart/mixed; boundary=b")])
        for part in parts:
            yield f"--b\r\nContent-Type: application/xml\r\n\r\n{part}\r\n".encode()
        yield b"--b--\r\n"

    return app


def test_a_part_of_an_answer_is_read_and_checked() -> None:
    app = answering("<Thing id='x'><name>n</name></Thing>", OTHER)
    client = Client(document(MIXED, ITEMS), app=app, validate_responses="record")
    answer = client.call("op", body=[])
    assert answer.data == [{"id": "x", "name": "n"}, {"name": "b"}]
    assert [str(violation) for violation in answer.violations] == [
        "/body/0: expected the element <Item>, given <Thing>",
        '/body/0/id: expected integer, given string "x"',
    ]
    parts = [*client.call("op", body=[])]
    assert (parts[1].data, parts[1].content) == ({"name": "b"}, OTHER.encode())
    with pytest.raises(InvalidResponse, match="expected the element <Item>"):
        next(iter(client.with_options(validate_responses="raise").call("op", body=[])))


def test_async_too() -> None:
    async def read() -> list[Any]:
        found = document(MIXED, ITEMS)
        async with AsyncClient(found, app=Sandbox(found), validate_responses="raise") as client:
            return [part.data async for part in await client.call("op", body=VALUES)]

    assert isinstance(asyncio.run(read())[0]["name"], str)


def test_an_entity_in_a_part_is_refused() -> None:
    app = answering("<!DOCTYPE a [<!ENTITY b 'c'>]><Item>&b;</Item>")
    with pytest.raises(UndecodableBody, match="part 0 of the multipart body cannot be read: it has a DOCTYPE"):
        _ = Client(document(MIXED, ITEMS), app=app).call("op", body=[]).data
