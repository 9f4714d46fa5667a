"""Create → retrieve → list → modify → delete → 404, for the resource families that the document's paths show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dynaclient import Client, NotFound
from dynaclient.sandbox import Sandbox

from .conftest import client_of, report
from .walks import walk, walkable


def test_life_cycles_of_the_bundled_document(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """Every resource that can be made and read, whatever its depth: at least 12 of them."""
    walked = {resource.path: walk(sandbox.document, resource.path) for resource in walkable(sandbox.model)}
    lines = [f"  {collection}: {' → '.join(steps)}" for collection, steps in walked.items()]
    whole = sum("404" in steps for steps in walked.values())
    report(capsys, "\n".join([f"{len(walked)} resources walked, {whole} of them to the end", *lines]))
    assert len(walked) >= 12
    assert whole >= 8
    assert walked["/threads/{thread_id}/messages"] == ["create", "retrieve", "list", "modify", "delete", "404"]


def test_an_upload_gives_back_its_bytes(client: Client) -> None:
    """Bytes that are not text come back unchanged, with their name and size."""
    data = bytes(range(256)) + b"\r\n--boundary\r\n\n"
    made = client.call("createFile", file=("läuse.bin", data), purpose="assistants")
    assert (made["filename"], made["bytes"]) == ("läuse.bin", len(data))
    assert client.call("downloadFile", file_id=made["id"]).content == data


def test_what_is_inside_goes_with_it(client: Client) -> None:
    """Deleting a thread deletes its messages; a message of another thread is not found under this one."""
    one, two = (client.call("createThread")["id"] for _ in range(2))
    message = client.call("createMessage", thread_id=one, role="user", content="hi")["id"]
    with pytest.raises(NotFound):
        client.call("getMessage", thread_id=two, message_id=message)
    client.call("deleteThread", thread_id=one)
    with pytest.raises(NotFound):
        client.call("getMessage", thread_id=one, message_id=message)
    with pytest.raises(NotFound):
        client.call("createMessage", thread_id=one, role="user", content="hi")


def test_what_was_said_comes_back(client: Client) -> None:
    """Values of the request appear in the answer under their names; a text for a structured member is put inside it."""
    thread = client.call("createThread", metadata={"who": "me"})
    assert thread["metadata"] == {"who": "me"}
    message = client.call("createMessage", thread_id=thread["id"], role="user", content="How do pears grow?")
    assert message["thread_id"] == thread["id"]
    assert message["content"][0]["text"]["value"] == "How do pears grow?"
    assert message["attachments"] == []


def test_a_shortcut_makes_what_is_above(client: Client) -> None:
    """`POST /threads/runs` creates a thread and a run in it, and both can be read."""
    run = client.call("createThreadAndRun", assistant_id="asst_1", thread={"metadata": {"a": "b"}})
    assert client.call("getThread", thread_id=run["thread_id"])["metadata"] == {"a": "b"}
    assert client.call("getRun", thread_id=run["thread_id"], run_id=run["id"]).data == run.data


def test_members_of_a_new_resource_are_made_with_it(client: Client) -> None:
    """A thread made with messages has them."""
    messages = [{"role": "user", "content": "one"}, {"role": "user", "content": "two"}]
    thread = client.call("createThread", messages=messages)
    found = client.call("listMessages", thread_id=thread["id"], order="asc")["data"]
    assert [item["content"][0]["text"]["value"] for item in found] == ["one", "two"]


def test_an_act_changes_the_state(client: Client) -> None:
    """`…/cancel` answers the resource, cancelled, and it stays so."""
    batch = client.call("createBatch", input_file_id="file-1", endpoint="/v1/embeddings", completion_window="24h")
    assert client.call("cancelBatch", batch_id=batch["id"])["status"].startswith("cancel")
    assert client.call("retrieveBatch", batch_id=batch["id"])["status"].startswith("cancel")


@pytest.mark.parametrize(
    ("unknown", "status"),
    [
        pytest.param("auto", 404, id="auto: the API makes pets, so an unknown one is not there"),
        pytest.param("refuse", 404, id="refuse"),
        pytest.param("invent", 200, id="invent: every key is taken for real"),
    ],
)
def test_unknown_keys(make: Callable[..., Sandbox], unknown: str, status: int) -> None:
    """What becomes of a key that was never given out is the maker's choice."""
    pet = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    answer = {"200": {"description": "", "content": {"application/json": {"schema": pet}}}}
    key = {"name": "petId", "in": "path", "required": True, "schema": {"type": "integer"}}
    sandbox = make(
        {
            "/pets": {
                "post": {
                    "operationId": "add",
                    "requestBody": {"content": {"application/json": {"schema": pet}}},
                    "responses": answer,
                }
            },
            "/pets/{petId}": {"get": {"operationId": "find", "parameters": [key], "responses": answer}},
        },
        unknown=unknown,
    )
    client = client_of(sandbox).with_options(raise_for_status=False)
    response = client.call("find", petId=41)
    assert response.status_code == status
    if status == 200:
        assert response["id"] == 41
    assert client.call("add", body={"id": 7, "name": "Rex"}).data == {"id": 7, "name": "Rex"}
    assert client.call("find", petId=7).data == {"id": 7, "name": "Rex"}


def test_keys_that_the_document_shows_exist(client: Client) -> None:
    """What the document gives as an example can be tried at once, until it is deleted."""
    shown = client.operations["getThread"].parameters[0].example
    assert client.call("getThread", thread_id=shown)["id"] == shown
    client.call("deleteThread", thread_id=shown)
    with pytest.raises(NotFound):
        client.call("getThread", thread_id=shown)


def test_a_conversation_has_what_responses_read_and_say(client: Client) -> None:
    """In its order, whether streamed or not, and only of the responses that name it."""
    conversation = client.call("createConversation", items=[{"role": "user", "content": "One"}])["id"]
    asked = {"role": "user", "content": [{"type": "input_text", "text": "Three"}]}
    made = client.call("createResponse", model="m", input="Two", conversation=conversation)
    assert made["conversation"] == {"id": conversation}
    client.call("createResponse", model="m", input=[asked], conversation={"id": conversation})
    with client.call("createResponse", model="m", input="Four", conversation=conversation, stream=True) as stream:
        list(stream)
    assert client.call("createResponse", model="m", input="Aside")["conversation"] is None
    items = client.call("listConversationItems", conversation_id=conversation, order="asc", limit=100)["data"]
    said = ["One", "Two", "The sandbox answers: Two", "Three", "The sandbox answers: Three", "Four"]
    assert [item["content"][0]["text"] for item in items] == [*said, "The sandbox answers: Four"]
    assert [item["role"] for item in items] == ["user", *["user", "assistant"] * 3]
    assert items[2]["id"] == made["output"][0]["id"]


def test_a_search_finds_the_words_of_files(client: Client) -> None:
    """The best paragraph first; files that are not text, and other stores, have none."""
    text = b"The pier is in the north.\n\nLunch is at noon, on the pier.\n\nBring a hat."
    store, other = (client.call("createVectorStore", name=name)["id"] for name in "ab")
    for name, data in (("a.txt", text), ("b.bin", bytes(range(256)))):
        file = client.call("createFile", file=(name, data), purpose="assistants")["id"]
        client.call("createVectorStoreFile", vector_store_id=store, file_id=file, attributes={"year": 2026})
    found = client.call("searchVectorStore", vector_store_id=store, query="Lunch at the PIER?")
    assert [(hit["filename"], hit["score"]) for hit in found["data"]] == [("a.txt", 1.0), ("a.txt", 0.5)]
    assert found["data"][0]["content"] == [{"type": "text", "text": "Lunch is at noon, on the pier."}]
    assert found["data"][0]["attributes"] == {"year": 2026}
    assert found["search_query"] == ["Lunch at the PIER?"]
    best = client.call("searchVectorStore", vector_store_id=store, query=["lunch", "hat"], max_num_results=1)
    assert (len(best["data"]), best["has_more"]) == (1, True)
    options = {"score_threshold": 0.9}
    assert (
        len(
            client.call("searchVectorStore", vector_store_id=store, query="pier lunch", ranking_options=options)["data"]
        )
        == 1
    )
    assert client.call("searchVectorStore", vector_store_id=other, query="pier")["data"] == []
