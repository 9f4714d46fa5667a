"""What else a response offers: text, JSON, its address, its links, its id, how long it took, and wrong attributes."""

from __future__ import annotations

import asyncio
import copy
import json
from datetime import timedelta
from typing import Any

import pytest

from dynaclient import AsyncOpenAI, Client, OpenAI, Response, UndecodableBody
from tests.runtime.server import as_json

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {"/x": {"get": {"operationId": "op", "responses": {}}}},
}


def answer(body: Any, content_type: str = "application/json", **headers: str) -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", content_type), *headers.items()])
        return [content]

    return Client(DOCUMENT, app=app).call("op")


def test_text_is_there_whatever_the_type() -> None:
    """By its charset, or JSON's own encoding; nothing in it is an error."""
    assert answer(b"caf\xe9", "text/plain; charset=latin-1").text == "café"
    assert answer('{"a": "é"}'.encode("utf-16"), "application/json").text == '{"a": "é"}'
    assert answer(b"\xff\x00", "application/octet-stream").text == "\ufffd\x00"
    assert answer(b"a", "text/plain; charset=x-unknown").text == "a"
    assert answer(b"").text == ""


def test_json_does_not_ask_for_the_content_type() -> None:
    """What is not JSON says what the server sent."""
    assert answer(b'{"a": 1}', "text/plain").json() == {"a": 1}
    assert answer({"a": 1}).json() == {"a": 1}
    assert answer(b"1\n2\n", "application/x-ndjson").json() == [1, 2]
    with pytest.raises(UndecodableBody) as caught:
        answer(b"<h1>Busy</h1>", "text/html").json()
    assert str(caught.value) == (
        "op: the body is not JSON (Expecting value: line 1 column 1 (char 0)). "
        'The server sent text/html: "<h1>Busy</h1>"'
    )
    with pytest.raises(UndecodableBody, match=r"^op: the body is empty, so it is not JSON$"):
        answer(b"").json()


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        pytest.param(
            {"choices": []}, "choices", '; the members of the body are read by key: response["choices"]', id="member"
        ),
        pytest.param(
            {"nextPage": 2}, "next_page", '; the members of the body are read by key: response["nextPage"]', id="snake"
        ),
        pytest.param(
            {"choices": []}, "choice", ". Did you mean 'choices'? The body is an object. It has choices.", id="near"
        ),
        pytest.param(
            {"id": 1}, "statuscode", ". Did you mean 'status_code'? The body is an object. It has id.", id="own"
        ),
        pytest.param({"id": 1}, "wxyz", "; the body is an object. It has id.", id="far"),
        pytest.param([1], "choices", "", id="list"),
        pytest.param(b"", "choices", "; the body is empty", id="empty"),
        pytest.param(b"{", "choices", "", id="undecodable"),
        pytest.param({"_x": 1}, "_x", "", id="underscore"),
    ],
)
def test_an_attribute_that_is_a_member_says_how_it_is_read(body: Any, name: str, said: str) -> None:
    """`hasattr` is False, as for any object."""
    response = answer(body)
    with pytest.raises(AttributeError) as caught:
        getattr(response, name)
    assert str(caught.value) == f"'Response' object has no attribute {name!r}{said}"
    assert not hasattr(response, name)
    assert copy.copy(response).status_code == 200


def test_links_are_absolute_and_by_relation() -> None:
    """The first of a relation; one about something else comes last."""
    header = (
        '<?page=2>; rel="next", </terms>; rel="license about"; title="T", <x>; rel=next; anchor="/o", <http://o.test/y>'
    )
    response = answer({}, Link=header)
    response.raw.url = "https://u:p@api.test/items?api_key=k&page=1"
    assert response.link_headers == {
        "next": {"url": "https://api.test/items?page=2", "rel": "next"},
        "license": {"url": "https://api.test/terms", "rel": "license about", "title": "T"},
        "about": {"url": "https://api.test/terms", "rel": "license about", "title": "T"},
        "http://o.test/y": {"url": "http://o.test/y"},
    }
    assert answer({}).link_headers == {}
    assert response.url == "https://api.test/items?api_key=***&page=1"


def test_the_id_of_a_request_is_that_of_the_server() -> None:
    """In one of the headers that servers use."""
    assert answer({}).request_id is None
    assert answer({}, **{"X-Request-Id": "req_1", "CF-Ray": "8"}).request_id == "req_1"
    assert answer({}, **{"x-amzn-RequestId": "a-1"}).request_id == "a-1"


def test_how_long_the_call_took_with_its_retries(serve, caller) -> None:
    """Each attempt alone is in `attempts`; a pickled response knows it too."""
    replies = iter([as_json({}, 503, Retry_After="0"), as_json({"id": 1})])
    response = caller(serve(lambda seen: next(replies))).call("listThings")
    first, last = response.attempts
    assert response.elapsed == timedelta(seconds=last.started + last.seconds)
    assert response.elapsed.total_seconds() >= first.seconds + last.seconds
    assert answer({}).elapsed > timedelta()
    assert answer({}).elapsed < timedelta(minutes=10)


def test_a_copy_says_the_same() -> None:
    """Also about an attribute that it does not have."""
    response = answer({"choices": []}, Link="<?page=2>; rel=next")
    again = copy.copy(response)
    for name in ("text", "url", "elapsed", "request_id", "link_headers"):
        assert getattr(again, name) == getattr(response, name)
    with pytest.raises(AttributeError, match='response\\["choices"\\]'):
        _ = again.choices


def test_the_script_that_a_user_writes() -> None:
    """Against the sandbox, sync and async."""
    with OpenAI.sandbox() as client:
        thread = client.createThread(metadata={"topic": "demo"})
        assert thread.json() == thread.data == json.loads(thread.text)
        assert thread.url == "http://sandbox.localhost/v1/threads"
        assert thread.elapsed > timedelta()
        with pytest.raises(AttributeError, match='response\\["metadata"\\]'):
            _ = thread.metadata

    async def script() -> None:
        async with AsyncOpenAI.sandbox() as client:
            thread = await client.createThread(metadata={"topic": "demo"})
            assert thread.json() == thread.data == json.loads(thread.text)
            assert thread.url == "http://sandbox.localhost/v1/threads"
            assert thread.elapsed > timedelta()
            with pytest.raises(AttributeError, match='response\\["metadata"\\]'):
                _ = thread.metadata

    asyncio.run(script())
