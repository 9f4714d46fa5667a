"""The sandbox reads sequences, judges them item by item, and answers with them; client and sandbox share no code."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import BadRequest, Client, UnprocessableEntity
from dynaclient.sandbox import Sandbox
from tests.sequences.described import BODIES, MEDIA, document


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(document(), app=Sandbox(document()), validate_responses="raise")


@pytest.mark.parametrize("name", MEDIA)
def test_what_the_client_sends_the_sandbox_reads_and_answers_in_kind(client: Client, name: str) -> None:
    """A list and an iterator; every answer fits the document, by the client's own checks."""
    for body in (BODIES[name], iter(BODIES[name])):
        response = client.call(name, body=body)
        items = list(response)
        assert response.status_code == 200
        assert items or name == "untold"


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("lines", [{"a": 1}, {"a": "x"}], r"at '\[1\].a': \"x\" is not of type \"integer\""),
        ("bounded", [{"a": 1}] * 4, "is too long"),
        ("old", [{}], r"at '\[0\].a': 'a' is required"),
        ("records", [{"a": 1}, []], r"at '\[1\]'"),
        ("events", [{"event": "addJson", "data": {"foo": "x"}}], "the data of event 0 does not fit at 'foo'"),
        ("events", [{"event": "addJson", "data": "x"}], "the data of event 0 is not valid JSON"),
        ("events", [{"data": "x"}], r"at '\[0\].event': 'event' is required"),
        ("pair", [{"author": 1}], r"at '\[0\].author': 1 is not of type \"string\""),
        ("pair", [{}, (None, "x", "text/plain")], r"part 1 of the body is text/plain, not image/\*"),
        ("ranges", [b"x"], "part 0 of the body has no header Content-Range"),
        ("lines", b'{"a": 1}\n{oops}\n', "line 2 of the body is not valid JSON"),
        ("records", b"\x1e1", "record 0 of the body is cut off"),
        ("records", b"1\n", "does not begin with a record separator"),
    ],
)
def test_it_judges_item_by_item(client: Client, name: str, body: Any, says: str) -> None:
    """What the client would refuse, if it were asked."""
    with pytest.raises((BadRequest, UnprocessableEntity), match=says):
        client.with_options(validate=False).call(name, body=body)


def test_an_answer_shows_every_kind_of_event(client: Client) -> None:
    """With JSON in its data where the document describes it."""
    events = list(client.call("events", body=BODIES["events"]))
    assert {event.event for event in events} == {"addString", "addJson"}
    assert all(isinstance(event.data["foo"], int) for event in events if event.event == "addJson")


def test_an_example_that_is_written_as_lines_is_the_answer() -> None:
    """OAS 3.2.0 "Sequential JSON": such a value is a text."""
    described = document()
    text = '{"a": 5, "note": "Hi!"}\n{"a": 6, "note": "Bye!"}\n'
    for name in ("lines", "records"):
        content = {key: {**value, "example": text} for key, value in MEDIA[name].items()}
        described["paths"][f"/{name}"]["post"]["responses"]["200"]["content"] = content
    client = Client(described, app=Sandbox(described), validate_responses="raise")
    for name in ("lines", "records"):
        assert client.call(name, body=[{"a": 1}]).data == [{"a": 5, "note": "Hi!"}, {"a": 6, "note": "Bye!"}]
