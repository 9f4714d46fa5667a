"""What can be read of an answer, and how it shows itself."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

from dynaclient import Client, DynaclientError, NotFound, Response, ResponseError
from dynaclient._support.notebook import MONOSPACED

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {"securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}}},
    "security": [{"Key": []}],
    "paths": {"/x": {"get": {"operationId": "op", "responses": {}}}},
}
SECRET = 'sentinel"key-0123456789'


def client_for(
    body: Any, status: str = "200 OK", headers: tuple[tuple[str, str], ...] = (), key: str = "key-0123456789"
) -> Client:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response(status, [*(headers or (("Content-Type", "application/json"),))])
        return [content]

    return Client(DOCUMENT, app=app, credentials={"Key": key})


def answer(body: Any, **options: Any) -> Response:
    return client_for(body, **options).call("op")


def test_what_a_response_knows() -> None:
    """Status, reason, case-insensitive headers, the request, and the raw response of requests."""
    response = answer({"id": 1}, status="201 Made", headers=(("Content-Type", "application/json"), ("X-A", "b")))
    assert (response.status_code, response.reason, response.ok, response.operation_id) == (201, "Made", True, "op")
    assert (response.headers["x-a"], response.content_type) == ("b", "application/json")
    assert (response.request.method, response.request.url) == ("GET", "http://localhost/x")
    assert response.request.headers["Authorization"] == "Bearer key-0123456789"
    assert (response.raw.status_code, response.content, response.violations) == (201, b'{"id": 1}', ())
    assert response.operation.path == "/x"


def test_reading_into_the_body() -> None:
    """`[]`, `in`, `get` and iteration are those of the data."""
    response = answer({"id": 1, "none": None})
    assert (response["id"], response["none"], "id" in response, "x" in response) == (1, None, True, False)
    assert (response.get("id"), response.get("none", 5), response.get("x"), response.get("x", 5)) == (1, None, None, 5)
    assert list(response) == ["id", "none"]
    items = answer([1, 2, 3])
    assert (items[0], items[-1], items[1:], 2 in items, list(items), items.get(0, "no")) == (
        1,
        3,
        [2, 3],
        True,
        [1, 2, 3],
        "no",
    )


@pytest.mark.parametrize(
    ("body", "key", "message"),
    [
        pytest.param({"id": 1, "b": 2}, "ID", "op: the body has no 'ID'; it is an object. It has id, b.", id="object"),
        pytest.param([1], 5, "op: the body has no 5; it is [1].", id="array"),
        pytest.param([1], "id", "op: the body has no 'id'; it is [1].", id="array by name"),
        pytest.param("text", "id", "op: the body has no 'id'; it is \"text\".", id="text"),
        pytest.param(None, "id", "op: the body has no 'id'; it is null.", id="null"),
        pytest.param(b"", "id", "op: the body has no 'id'; it is empty.", id="nothing"),
    ],
)
def test_a_missing_member_is_an_error_that_says_what_there_is(body: Any, key: Any, message: str) -> None:
    """A KeyError for those who expect one, and an error of this package."""
    response = answer(body)
    with pytest.raises(KeyError) as caught:
        response[key]
    assert isinstance(caught.value, ResponseError)
    assert isinstance(caught.value, DynaclientError)
    assert str(caught.value) == message
    assert key not in response


def test_false_values_are_data() -> None:
    """An empty object is not nothing."""
    assert [answer(value).data for value in ({}, [], 0, False, "")] == [{}, [], 0, False, ""]
    assert bool(answer({})) is True


@pytest.mark.parametrize("stream", [False, True])
def test_the_repr_is_short_and_reads_nothing(stream: bool) -> None:
    """A stream is not read by looking at it."""
    response = client_for({"a": "x" * 2000}).with_options(stream=stream).call("op")
    assert repr(response) == ("<Response 200 of op>" if stream else "<Response 200 of op, 2,009 bytes>")
    assert "_content" not in repr(response)
    assert response["a"] == "x" * 2000
    assert repr(response) == "<Response 200 of op, 2,009 bytes>"


def test_a_notebook_shows_the_body_escaped() -> None:
    """The server's text is shown as text, never as markup."""
    html = answer({"a": "<script>alert('&')</script>"}, status="200 <b>OK</b>")._repr_html_()
    assert html == (
        "<p><b>200 &lt;b&gt;OK&lt;/b&gt;</b> op</p>"
        f"<pre style='{MONOSPACED};white-space:pre-wrap;text-align:left'>"
        "{\n  &quot;a&quot;: &quot;&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;&quot;\n}</pre>"
    )


@pytest.mark.parametrize(
    ("body", "content_type", "shown"),
    [
        pytest.param(b"<b>", "text/html", ">&lt;b&gt;</pre>", id="text"),
        pytest.param(b"\x00\x01", "image/png", ">2 bytes</pre>", id="bytes"),
        pytest.param(b"{", "application/json", ">1 bytes</pre>", id="broken"),
        pytest.param(b"", "application/json", ">null</pre>", id="nothing"),
    ],
)
def test_a_notebook_shows_any_body(body: bytes, content_type: str, shown: str) -> None:
    """Without an error."""
    assert answer(body, headers=(("Content-Type", content_type),))._repr_html_().endswith(shown)


def test_a_notebook_shows_a_bounded_part_of_a_big_body() -> None:
    """And reads no stream."""
    big = {"a": ["x" * 100] * 100_000}
    client = client_for(big)
    assert len(client.call("op")._repr_html_()) < 200_000
    assert client.with_options(stream=True).call("op")._repr_html_() == "<p><b>200 OK</b> op</p>"


def test_a_secret_that_the_server_sends_back_is_shown_nowhere() -> None:
    """Not in a notebook, not in the error of a missing member; the data itself is the caller's."""
    response = answer([{"you": SECRET}], key=SECRET)
    assert response.data == [{"you": SECRET}]
    with pytest.raises(KeyError) as caught:
        response["x"]
    for text in (repr(response), response._repr_html_(), str(caught.value), repr(caught.value)):
        assert "sentinel" not in text


def test_a_response_ends_with_its_block() -> None:
    """The connection goes back."""
    with client_for([1]).with_options(stream=True).call("op") as response:
        assert response.data == [1]
    assert response.raw.raw.closed


def test_raise_for_status_gives_a_good_response_back() -> None:
    """So that calls can be chained."""
    response = answer([1])
    assert response.raise_for_status() is response
    with pytest.raises(NotFound):
        client_for([], "404 Not Found").with_options(raise_for_status=False).call("op").raise_for_status()


def test_a_response_can_be_copied() -> None:
    """Shallowly, as any record can."""
    response = answer([1])
    assert copy.copy(response).data == [1]


def test_an_error_can_be_sent_between_processes_without_the_key() -> None:
    """Task queues and process pools do that with errors, and store them."""
    with pytest.raises(NotFound) as caught:
        client_for({"message": "gone"}, "404 Not Found", key="sentinel-0123456789").call("op")
    pickled = pickle.dumps(caught.value)
    assert b"sentinel" not in pickled
    error = pickle.loads(pickled)
    assert (type(error), str(error)) == (NotFound, "op: the server answered 404 Not Found: gone")
    assert (error.status_code, error.data, error.detail) == (404, {"message": "gone"}, "gone")
    assert (error.response, caught.value.response is None) == (None, False)


@pytest.mark.parametrize("body", [b"", b"null", b"5", b"true"])
def test_a_body_without_items_cannot_be_iterated(body: bytes) -> None:
    with pytest.raises(ResponseError, match="which has no items"):
        list(answer(body))
