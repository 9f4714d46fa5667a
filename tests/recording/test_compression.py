"""Bodies that are compressed on their way are recorded, replayed and judged as what they were before."""

from __future__ import annotations

import base64
import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, NotRecorded
from dynaclient.document import Document
from dynaclient.recording import RecordedAnswers, Recording, read_har
from dynaclient.sandbox import Sandbox
from dynaclient.transport import content_codings
from dynaclient.verify import verify
from tests.recording.conftest import recording_client, replaying_client
from tests.runtime.driver import AsyncDriver

LONG = "Rex, " * 400
SECRET = "compressed-secret-4711"
NOTES: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/notes": {
            "post": {
                "operationId": "note",
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"type": "object"}},
                        "multipart/form-data": {"schema": {"type": "object"}},
                        "application/octet-stream": {},
                    }
                },
                "responses": {"200": {"description": "", "content": {"application/json": {}}}},
            },
        }
    },
}


def answering(body: bytes, coding: str = "") -> Callable[..., Any]:
    """An application that reads the request, and answers with a body."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response("200 OK", [*headers, ("Content-Encoding", coding)] if coding else headers)
        return [body]

    return app


def sent_text(path: Path) -> str:
    """The body of the first request of a recording."""
    return str(json.loads(path.read_text("utf-8"))["log"]["entries"][0]["request"]["postData"]["text"])


@pytest.mark.parametrize("compress", [False, True])
def test_a_compressed_request_is_replayed_with_and_without_compression(
    petstore: Document, tmp_path: Path, compress: bool
) -> None:
    """Whichever way it was recorded: the file has the body as text, and verify finds nothing."""
    path = tmp_path / "pets.har"
    with recording_client(petstore, Recording(path), compress=compress) as client:
        assert client.call("createPet", body={"name": LONG})["id"] == 1
    assert json.loads(sent_text(path))["name"] == LONG
    assert verify(path, petstore).findings == ()
    for again in (False, True):
        with replaying_client(petstore, Recording(path, mode="none"), compress=again) as client:
            assert client.call("createPet", body={"name": LONG})["id"] == 1
    driver = AsyncDriver()
    client = replaying_client(petstore, Recording(path, mode="none"), kind=AsyncClient, compress=True)
    assert driver.run(client.call("createPet", body={"name": LONG}))["id"] == 1
    driver.run(client.close())
    driver.close()
    sandbox = Sandbox(petstore, recorded=RecordedAnswers(path, petstore))
    client = Client(petstore, app=sandbox, credentials={"api_key": "any"}, compress=True)
    assert client.createPet(name=LONG)["id"] == 1
    assert sandbox.requests[0].answered_by == "recording"


@pytest.mark.parametrize("kind", ["json", "multipart", "iterator"])
def test_no_secret_hides_in_a_compressed_request(tmp_path: Path, kind: str) -> None:
    """A member with a telling name, and the key of the client, in bodies that are sent at once or as they are read."""
    path = tmp_path / "notes.har"
    text = json.dumps({"password": SECRET, "note": LONG})
    bodies: dict[str, tuple[str, Any]] = {
        "json": ("application/json", json.loads(text)),
        "multipart": ("multipart/form-data", json.loads(text)),
        "iterator": ("application/octet-stream", (part for part in [text.encode()])),
    }
    content_type, body = bodies[kind]
    options: dict[str, Any] = {"app": answering(b"{}"), "compress": True, "plugins": [Recording(path)]}
    headers = {"Authorization": f"Bearer {SECRET}"} if kind == "iterator" else {}
    with Client(NOTES, headers=headers, **options) as client:
        client.with_options(content_type=content_type).call("note", body=body)
    entry = json.loads(path.read_text("utf-8"))["log"]["entries"][0]
    posted = entry["request"]["postData"]
    body = base64.b64decode(posted["text"]) if posted.get("_encoding") else posted["text"].encode()
    assert LONG.encode() in body
    assert b"***" in body
    assert SECRET.encode() not in body


@pytest.mark.parametrize(
    ("coding", "data"),
    [("zstd", b"\x28\xb5\x2f\xfd packed"), ("gzip", gzip.compress(SECRET.encode())[:25])],
    ids=["zstd", "cut"],
)
def test_a_body_that_cannot_be_unpacked_is_kept_by_its_digest(tmp_path: Path, coding: str, data: bytes) -> None:
    """It is not judged either, and replays by the digest."""
    path = tmp_path / "notes.har"
    options: dict[str, Any] = {"headers": {"Content-Encoding": coding}}
    with Client(NOTES, app=answering(b"{}"), plugins=[Recording(path)], **options) as client:
        client.with_options(content_type="application/octet-stream").call("note", body=data)
    posted = json.loads(path.read_text("utf-8"))["log"]["entries"][0]["request"]["postData"]
    assert (posted["_size"], "text" in posted) == (len(data), False)
    assert verify(path, NOTES).findings == ()
    with Client(NOTES, base_url="http://127.0.0.1:1", plugins=[Recording(path, "none")], **options) as client:
        answer = client.with_options(content_type="application/octet-stream").call("note", body=data)
    assert answer.data == {}


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_an_answer_in_a_newer_coding_is_replayed_where_its_package_is_missing(
    tmp_path: Path, coding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file has it unpacked."""
    path = tmp_path / "notes.har"
    text = json.dumps({"note": LONG, "access_token": SECRET}).encode()
    with Client(NOTES, app=answering(packed(text, coding), coding), plugins=[Recording(path)]) as client:
        assert client.call("note", body={"a": 1})["note"] == LONG
    assert SECRET not in path.read_text("utf-8")
    assert verify(path, NOTES).findings == ()
    monkeypatch.setattr(content_codings, "decoded_codings", lambda: {"gzip", "deflate"})
    with Client(NOTES, base_url="http://127.0.0.1:1", plugins=[Recording(path, "none")]) as client:
        assert client.call("note", body={"a": 1})["note"] == LONG


def test_an_answer_that_its_client_cannot_decode_is_not_kept(tmp_path: Path) -> None:
    """A secret may hide in it."""
    path = tmp_path / "notes.har"
    body = gzip.compress(SECRET.encode())
    app = answering(body, "compress")
    with Client(NOTES, app=app, plugins=[Recording(path)]) as client:
        client.call("note", body={"a": 1})
    (exchange,) = read_har(path).exchanges
    assert (exchange.answer.body.data, exchange.answer.body.size) == (None, len(body))
    with (
        Client(NOTES, base_url="http://127.0.0.1:1", plugins=[Recording(path, "none")]) as client,
        pytest.raises(NotRecorded, match="record it again where compress is decoded"),
    ):
        client.call("note", body={"a": 1})


def packed(data: bytes, coding: str) -> bytes:
    """The data in a coding."""
    if coding == "br":
        return bytes(pytest.importorskip("brotli").compress(data))
    zstd = pytest.importorskip("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    return bytes(zstd.compress(data))
