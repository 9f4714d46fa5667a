"""The texts of mistakes that people make every day: each names the place, and says what to do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from dynaclient import AsyncOpenAI, Client, DynaclientError, OpenAI, UnknownParameter

TEXT = '{"openapi": "3.1.0", "paths": {}}'
NEWER = (
    " A newer document may have it: give the client its path or URL, as in Client('newer.yaml'), or send the request "
    "itself with client.request('POST', '/path', json={…})."
)


@pytest.fixture(scope="module")
def client() -> OpenAI:
    """A client whose server is a sandbox in process."""
    return OpenAI.sandbox()


Act = Callable[[OpenAI], Any]

ERRORS: list[tuple[str, Act, str]] = [
    (
        "an option as an argument",
        lambda c: c.listFiles(timeout=5),
        (
            "listFiles: 1 argument does not fit. Nothing was sent.\n"
            "  /timeout: this is an option of the client, not an argument: client.with_options(timeout=5).call(…)"
        ),
    ),
    (
        "an option that holds secrets",
        lambda c: c.listFiles(extra_headers={"Authorization": "sentinel"}),
        (
            "listFiles: 1 argument does not fit. Nothing was sent.\n"
            "  /extra_headers: this is an option of the client, not an argument: "
            "client.with_options(extra_headers=…).call(…)"
        ),
    ),
    (
        "the text of a document",
        lambda c: Client(TEXT),
        "this is the text of a document, not its path; pass it as bytes, as in Client(text.encode())",
    ),
    (
        "a response as an id",
        lambda c: c.getThread(thread_id=c.createThread()),
        (
            "getThread: 1 argument does not fit. Nothing was sent.\n"
            "  /thread_id: this is a whole response; pass a value of it, such as response['id'], or its "
            "body, response.data"
        ),
    ),
    (
        "an object as an id",
        lambda c: c.getThread(thread_id=c.createThread().data),
        (
            "getThread: 1 argument does not fit. Nothing was sent.\n"
            "  /thread_id: expected string, given an object of 3; pass its 'id', not the whole of it"
        ),
    ),
    (
        "an object as an id in a body",
        lambda c: c.createRun(thread_id="t", assistant_id={"id": "asst_1"}),
        (
            "createRun: 1 argument does not fit. Nothing was sent.\n"
            "  /body/assistant_id: expected string, given an object of 1; pass its 'id', not the whole of it"
        ),
    ),
    (
        "a call that was not awaited",
        lambda c: _unawaited(),
        (
            "getThread: 1 argument does not fit. Nothing was sent.\n"
            "  /thread_id: this is a call that was not awaited; write await before it"
        ),
    ),
    (
        "an operation that is newer than the document",
        lambda c: c.createAgent(prompt="x"),
        (
            "the document has no operation 'createAgent'. See client.operations, or search with "
            f"client.operations.search(…).{NEWER}"
        ),
    ),
    (
        "an operation in another word order",
        lambda c: c.call("chat_completions"),
        (
            "the document has no operation 'chat_completions'. Did you mean 'listChatCompletions', "
            "'createChatCompletion' or 'getChatCompletion'?"
        ),
    ),
    (
        "a misspelt field that is required",
        lambda c: c.createChatCompletion(body={"modle": "m", "messages": [{"role": "user", "content": "x"}]}),
        (
            "createChatCompletion: 1 argument does not fit. Nothing was sent.\n"
            "  /body/model: this is required and missing: string; 'modle', which is given, looks like a "
            "misspelling of it"
        ),
    ),
    (
        "a misspelt field under strict",
        lambda c: c.with_options(validate="strict").createChatCompletion(
            model="m", messages=[{"role": "user", "content": "x"}], stream_options={"include_usag": True}
        ),
        (
            "createChatCompletion: 1 argument does not fit. Nothing was sent.\n"
            "  /body/stream_options/include_usag: the document does not declare 'include_usag' here. "
            "Did you mean 'include_usage'?"
        ),
    ),
    (
        "two bodies of a raw request",
        lambda c: c.request("POST", "/responses", json={"a": 1}, data="x"),
        "json= and data= are two bodies; give one of them (data= has the fields beside files=)",
    ),
    (
        "the words of another library",
        lambda c: c.request("GET", "/models", params={"limit": 5}),
        (
            "request has no argument 'params'. Write query=. It takes json, data, files, query, headers and the "
            "options of with_options."
        ),
    ),
    (
        "a template as a path",
        lambda c: c.request("GET", "/threads/{thread_id}"),
        "fill in the braces of '/threads/{thread_id}': the path of client.request has no parameters",
    ),
]


def _unawaited() -> None:
    client = AsyncOpenAI.sandbox()
    call = client.createThread()
    try:
        client.prepare("getThread", thread_id=call)
    finally:
        call.close()
        asyncio.run(client.close())


@pytest.mark.parametrize(("act", "text"), [pytest.param(act, text, id=name) for name, act, text in ERRORS])
def test_the_text(client: OpenAI, act: Act, text: str) -> None:
    """The whole text of each."""
    with pytest.raises(DynaclientError) as caught:
        act(client)
    assert str(caught.value) == text


def test_no_text_is_stilted() -> None:
    """Plain words, no secret, and no name of what only this package knows."""
    for name, _, text in ERRORS:
        assert not re.search(r"sentinel|stands? in|\bis no\b|NotJSON|Violation|<class", text), name


np = pytest.importorskip("numpy", reason="scalars of numpy")


@pytest.mark.parametrize(
    "value", [np.int64(5), np.int8(5), np.uint16(5), np.float64(5), np.float32(5), np.array(5), Decimal(5)], ids=repr
)
def test_scalars_of_numpy_are_arguments(client: OpenAI, value: Any) -> None:
    """In a query and in a body, like the numbers of Python that they are."""
    assert str(client.prepare("listFiles", limit=value).url).endswith("/files?limit=5")
    prepared = client.prepare(
        "createChatCompletion", model="m", messages=[{"role": "user", "content": "x"}], temperature=value - 4
    )
    assert b'"temperature":1' in prepared.body


@pytest.mark.parametrize("value", [np.int64(5), np.float32(5), np.array(5)], ids=repr)
def test_scalars_of_numpy_are_options(client: OpenAI, value: Any) -> None:
    """A timeout that was computed."""
    assert client.with_options(timeout=value, deadline=value)._options.delivery.timeout == 5
    if value.dtype.kind == "i":
        assert client.with_options(retries=value, max_body=value)._options.delivery.retries.most == 5


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(np.float64("nan"), "JSON has no NaN", id="nan"),
        pytest.param(np.complex64(1), "a value of type complex is not JSON", id="complex"),
        pytest.param(np.array([5]), "expected integer, given an array of 1", id="array"),
        pytest.param(np.datetime64("2020-01-01"), 'expected integer, given string "2020-01-01"', id="date"),
        pytest.param(np.float64(5.5), "expected integer, given number 5.5", id="fraction"),
    ],
)
def test_other_values_of_numpy_are_one_line(client: OpenAI, value: Any, text: str) -> None:
    """With the place."""
    with pytest.raises(DynaclientError) as caught:
        client.prepare("listFiles", limit=value)
    assert str(caught.value) == f"listFiles: 1 argument does not fit. Nothing was sent.\n  /limit: {text}"


def test_a_misspelt_option_is_answered_with_the_option(client: OpenAI) -> None:
    """It was answered with the arguments of the operation alone."""
    near = r"Did you mean the option 'timeout': client\.with_options\(timeout=5\)\.call\(…\)\?"
    with pytest.raises(UnknownParameter, match=near):
        client.listFiles(timout=5)
    with pytest.raises(UnknownParameter, match=r"\(credentials=…\)") as caught:
        client.listFiles(credentals="sentinel")
    assert "sentinel" not in str(caught.value)
