"""Eight errors that people meet with answers, word for word: each names the place and says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from dynaclient import DynaclientError, OpenAI, RateLimited
from tests.runtime.server import Reply


@dataclass
class Thread:
    id: int
    title: str


MESSAGES = [{"role": "user", "content": "When is lunch?"}]
CHAT: dict[str, Any] = {"model": "gpt-4o", "messages": MESSAGES}


def attribute(client: OpenAI) -> Any:
    return client.createThread().metadata  # type: ignore[attr-defined]


def misfit(client: OpenAI) -> Any:
    return client.createThread().unmarshal(into=Thread)


def no_class(client: OpenAI) -> Any:
    return client.parse("createThread", into=OpenAI)


def no_stream(client: OpenAI) -> Any:
    return client.parse("createChatCompletion", into=Thread, stream=True, **CHAT)


def prose(client: OpenAI) -> Any:
    return client.parse("createChatCompletion", into=Thread, response_format={"type": "text"}, **CHAT)


def misspelt(client: OpenAI) -> Any:
    file = client.createFile(file=("a.txt", b"a"), purpose="assistants")
    return client.poll("retrieveFile", file_id=file["id"], until={"stat": "processed"})


def no_list(client: OpenAI) -> Any:
    return client.paginate("getThread", thread_id="thread_1")


def wrong_start(client: OpenAI) -> Any:
    return client.paginate("listFiles", start={"aftre": "file-1"})


ERRORS = {
    attribute: """
AttributeError: 'Response' object has no attribute 'metadata'; the members of the body are read by key:
 response["metadata"]""",
    misfit: """
InvalidResponse: createThread: the response does not fit Thread.

  /body/id: expected integer, given string "thread_6mefy6638srw"

  /body/title: this is required and missing""",
    no_class: """
RequestError: createThread: into= must be a dataclass, a pydantic model, a TypedDict, or a type made of them such as
 list[Person], not the class OpenAI""",
    no_stream: """
RequestError: createChatCompletion: a stream is not read into a class: leave stream=True out""",
    prose: """
UndecodableBody: createChatCompletion: /body/choices/0/message/content: what the model wrote is not JSON (Expecting
 value: line 1 column 1 (char 0)): "The sandbox answers: When is lunch?"
""",
    misspelt: """
ResponseError: retrieveFile: the answer has no field 'stat' to wait for. Did you mean 'status' or 'status_details'? It
 has id, object, bytes, created_at, expires_at, filename, purpose, status, status_details. until= may also name a JSON
 Pointer such as '/job/status', or be a function of the response""",
    no_list: """
RequestError: getThread: it answers with one object (id, object, created_at, tool_resources, metadata), so there is no
 list to page through; use `call`. If the answer has a list all the same, say where: rule={'items': '/…'}""",
    wrong_start: """
RequestError: listFiles: start= takes what `pages.next` gave, such as {'after': '…'}, not {'aftre': 'file-1'}""",
}
"""Mistake → its error; a single line end here is none in the text, and an empty line is one."""


@pytest.mark.parametrize("act", ERRORS, ids=[act.__name__ for act in ERRORS])
def test_the_error(act: Any) -> None:
    """Against the sandbox, as a person would make the mistake."""
    with OpenAI.sandbox() as client, pytest.raises((DynaclientError, AttributeError)) as caught:
        act(client)
    said = ERRORS[act].strip().replace("\n\n", "\0").replace("\n", "").replace("\0", "\n")
    assert f"{caught.type.__name__}: {caught.value}" == said


@pytest.mark.parametrize("body", [b"{}", b"[]", b" ", b"null", b'""'])
def test_an_empty_body_is_not_shown(serve, caller, body: bytes) -> None:
    """`429 Too Many Requests: {}` says less than without it."""
    client = caller(serve(lambda seen: Reply(429, body, {"Content-Type": "application/json"})), retries=0)
    with pytest.raises(RateLimited) as caught:
        client.call("listThings")
    assert str(caught.value) == "listThings: the server answered 429 Too Many Requests"
