"""The same Idempotency-Key gives the first answer again, and nothing is made twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from werkzeug.test import Client as WSGIClient

from dynaclient import Client
from dynaclient.document import Document
from dynaclient.sandbox import Sandbox

KEY = {"Authorization": "Bearer k", "Idempotency-Key": "one"}


def test_the_first_answer_again(sandbox: Sandbox) -> None:
    """Byte for byte, and marked as such."""
    http = WSGIClient(sandbox)
    first, second = (http.post("/assistants", json={"model": "gpt-4o"}, headers=KEY) for _ in range(2))
    assert (second.status_code, second.data, second.content_type) == (200, first.data, first.content_type)
    assert ("Idempotent-Replayed" in first.headers, second.headers["Idempotent-Replayed"]) == (False, "true")
    assert len(http.get("/assistants", headers=KEY).json["data"]) == 1


def test_another_request_under_the_same_key(sandbox: Sandbox) -> None:
    """Source: draft-ietf-httpapi-idempotency-key-header-07 section 2.7."""
    http = WSGIClient(sandbox)
    http.post("/assistants", json={"model": "gpt-4o"}, headers=KEY)
    assert http.post("/assistants", json={"model": "gpt-4"}, headers=KEY).status_code == 422


def test_a_refusal_is_an_answer_and_a_failure_is_none(sandbox: Sandbox) -> None:
    """A 400 is repeated; after a 503 or a lost answer the retry finds the result, or produces it."""
    http = WSGIClient(sandbox)
    assert http.post("/assistants", json={}, headers=KEY).status_code == 400
    assert "Idempotent-Replayed" in http.post("/assistants", json={}, headers=KEY).headers
    failing = {**KEY, "Idempotency-Key": "two", "Sandbox-Status": "503", "Sandbox-Times": "1"}
    assert [http.post("/assistants", json={"model": "m"}, headers=failing).status_code for _ in range(2)] == [503, 200]


def test_a_lost_answer_is_not_made_twice(bundled: Document) -> None:
    """The connection breaks after the work is done; the retry gets the first answer."""
    from .conftest import credentials_for

    with (
        Sandbox(bundled).serve() as serving,
        Client(bundled, base_url=serving.url, credentials=credentials_for(bundled)) as client,
    ):
        once = client.with_options(
            retries=0, headers={"Idempotency-Key": "k", "Sandbox-Drop": "1", "Sandbox-Times": "1"}
        )
        try:
            once.call("createAssistant", model="gpt-4o")
        except Exception:
            made = once.call("createAssistant", model="gpt-4o")["id"]
        assert [item["id"] for item in client.call("listAssistants")["data"]] == [made]


def test_requests_at_the_same_time(sandbox: Sandbox) -> None:
    """Twenty at once: one is made, all get it."""

    def post(_: int) -> bytes:
        return WSGIClient(sandbox).post("/assistants", json={"model": "m"}, headers=KEY).data

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(post, range(20)))) == 1
    assert len(WSGIClient(sandbox).get("/assistants", headers=KEY).json["data"]) == 1


def test_a_stream_under_a_key(sandbox: Sandbox) -> None:
    """A stream is remembered whole."""
    http = WSGIClient(sandbox)
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": True}
    first, second = (http.post("/chat/completions", json=body, headers=KEY) for _ in range(2))
    assert first.data == second.data
    assert second.mimetype == "text/event-stream"
