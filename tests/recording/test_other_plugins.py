"""A recording beside a cache and traces: what each of them sees depends on their order."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client
from dynaclient.document import Document
from dynaclient.recording import RecordedAnswers, Recording, read_har
from dynaclient.sandbox import Sandbox
from dynaclient.verify import verify
from tests.recording.conftest import recording_client, replaying_client

caching = pytest.importorskip("dynaclient.caching")
pytest.importorskip("hishel")


def three_times(client: Any) -> list[tuple[int, Any, bool]]:
    """Status, data and whether it is from the cache, of a pet that is made and read three times."""
    client.call("createPet", body={"name": "Rex"})
    answers = [client.call("getPetById", {"petId": 1}) for _ in range(3)]
    client.close()
    return [(answer.status_code, answer.data, answer.from_cache) for answer in answers]


@pytest.mark.parametrize("is_outer", [True, False], ids=["recording first", "cache first"])
def test_a_recording_beside_a_cache_is_replayed_without_one(petstore: Document, tmp_path: Path, is_outer: bool) -> None:
    """Before the cache it has what the program got, after it what the server sent: answers without a body, too."""
    path = tmp_path / "pets.har"
    plugins = [Recording(path), caching.HTTPCache(tmp_path / "answers")]
    pet = {"name": "Rex", "species": "dog", "id": 1}
    got = three_times(recording_client(petstore, *(plugins if is_outer else plugins[::-1])))
    assert got == [(200, pet, False), (200, pet, True), (200, pet, True)]
    statuses = [exchange.answer.status for exchange in read_har(path).exchanges]
    assert statuses == [201, 200, *([200, 200] if is_outer else [304, 304])]
    assert verify(path, petstore).findings == ()
    assert three_times(replaying_client(petstore, Recording(path))) == [(200, pet, False)] * 3
    sandbox = Sandbox(petstore, recorded=RecordedAnswers(path, petstore))
    client = Client(petstore, app=sandbox, credentials={"api_key": "any"})
    assert [status for status, _, _ in three_times(client)] == [200] * 3
    assert {request.answered_by for request in sandbox.requests} == {"recording"}


def test_the_log_tells_the_answers_of_a_cache(
    petstore: Document, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """They look like those of the server else."""
    caplog.set_level(logging.INFO, logger="dynaclient")
    three_times(recording_client(petstore, caching.HTTPCache(tmp_path / "answers")))
    lines = [record.getMessage() for record in caplog.records if hasattr(record, "call")]
    assert ["(from a cache)" in line for line in lines] == [False, False, True, True]


def test_who_has_an_answer_gets_the_304_again(petstore: Document, tmp_path: Path) -> None:
    """A condition that the program itself sets."""
    path = tmp_path / "pets.har"
    client = recording_client(petstore, Recording(path))
    client.call("createPet", body={"name": "Rex"})
    etag = client.call("getPetById", {"petId": 1}).etag
    client.with_options(headers={"If-None-Match": etag}).call("getPetById", {"petId": 1})
    again = replaying_client(petstore, Recording(path))
    again.call("getPetById", {"petId": 1})
    assert again.with_options(headers={"If-None-Match": etag}).call("getPetById", {"petId": 1}).status_code == 304
