"""The file is HAR 1.2: other readers read it, one that a browser exports is replayed, and a kill leaves it whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client
from dynaclient.document import Document
from dynaclient.recording import Recording, read_har
from dynaclient.recording.exchange import Exchange, KeptBody, ReceivedAnswer, SentRequest
from dynaclient.recording.har import entry_of
from dynaclient.recording.har_reading import exchange_of
from dynaclient.sandbox import Sandbox
from dynaclient.verify import verify
from tests.browsing import browser

from .conftest import NOWHERE, PETSTORE, ROOT, recording_client, replaying_client

__all__ = ["browser"]

REQUIRED = {
    "log": ("version", "creator", "entries"),
    "entry": ("startedDateTime", "time", "request", "response", "cache", "timings"),
    "request": ("method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"),
    "response": (
        "status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize",
        "bodySize",
    ),
    "content": ("size", "mimeType"),
    "timings": ("send", "wait", "receive"),
}  # fmt: skip
"""Source: HAR 1.2, the fields that are not optional."""


def recorded(petstore: Document, path: Path) -> Path:
    with recording_client(petstore, Recording(path)) as client:
        client.call("createPet", name="Rex")
        client.call("getPetById", petId=1)
        client.call("getPetById", petId=2)
        client.call("listPets", limit=5)
        client.call("deletePet", petId=1)
    return path


def test_every_field_that_the_format_requires_is_there(petstore: Document, tmp_path: Path) -> None:
    log = json.loads(recorded(petstore, tmp_path / "c.har").read_text("utf-8"))["log"]
    assert set(REQUIRED["log"]) <= log.keys()
    assert log["version"] == "1.2"
    for entry in log["entries"]:
        parts = {"entry": entry, **entry, "content": entry["response"]["content"]}
        for name, fields in REQUIRED.items():
            if name != "log":
                assert set(fields) <= parts[name].keys(), name
        assert all(isinstance(header["value"], str) for header in entry["request"]["headers"])
        assert [name for name in entry if name not in REQUIRED["entry"] and not name.startswith("_")] == []


def test_every_cookie_that_an_answer_sets_is_listed() -> None:
    """Headers of one name arrive joined."""
    text = "a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT, b=2; Path=/"
    for headers, expected in (((("Set-Cookie", text),), {"a": "1", "b": "2"}), ((), {})):
        entry = entry_of(Exchange(SentRequest("GET", "https://x.test/"), ReceivedAnswer(200, "", headers)))
        assert {cookie["name"]: cookie["value"] for cookie in entry["response"]["cookies"]} == expected


def test_haralyzer_reads_it(petstore: Document, tmp_path: Path) -> None:
    haralyzer = pytest.importorskip("haralyzer")
    path = recorded(petstore, tmp_path / "c.har")
    parser = haralyzer.HarParser(json.loads(path.read_text("utf-8")))
    entries = [haralyzer.HarEntry(entry) for entry in parser.har_data["entries"]]
    assert [(entry.request.method, entry.status) for entry in entries] == [
        ("POST", 201), ("GET", 200), ("GET", 404), ("GET", 200), ("DELETE", 204),
    ]  # fmt: skip
    assert json.loads(entries[0].response.text)["name"] == "Rex"
    assert json.loads(entries[0].request.text) == {"name": "Rex"}
    assert entries[3].request.queryString == [{"name": "limit", "value": "5"}]
    assert parser.match_headers(entries[0].raw_entry, "request", "X-API-Key", r"\*\*\*")
    assert entries[0].startTime is not None


@pytest.mark.parametrize(
    "body",
    [
        KeptBody.of(b""),
        KeptBody.of('{"ä": "\\ud83d"}'.encode()),
        KeptBody.of(b"\x00\xff\xfe"),
        KeptBody.of(b"a\r\nb"),
        KeptBody(None, 10, "f" * 64),
        KeptBody.of(b"x", is_masked=True, is_whole=False),
    ],
)
@pytest.mark.parametrize(
    "kind", ["application/json", "application/octet-stream", "multipart/form-data; boundary=b", ""]
)
def test_an_exchange_is_the_same_after_it_was_written_and_read(body: KeptBody, kind: str) -> None:
    headers = (("Content-Type", kind), ("X-A", "1"), ("x-a", "2")) if kind else (("X-A", "1"),)
    request = SentRequest("POST", "http://h/a?b=1", headers, body)
    answer = ReceivedAnswer(200, "Fine", headers, body, ((0.5, 1), (1.25, 2)))
    exchange = Exchange(request, answer, "op", "call", 2, None, 0.5, 0.25, is_own=True, place=3)
    again = exchange_of(json.loads(json.dumps(entry_of(exchange))), 3)
    if not kind and body.size == 0 and body.data is not None:
        assert again.request.body.data == b""
    else:
        assert again == exchange


KILLED = """
import sys
from dynaclient import Client
from dynaclient.recording import Recording
from dynaclient.sandbox import Sandbox

client = Client(sys.argv[1], app=Sandbox(sys.argv[1]), credentials={"api_key": "k"}, plugins=[Recording(sys.argv[2])])
for number in range(100000):
    client.createPet(name="x" * 20000 + str(number))
    if number == 0:
        print("begun", flush=True)
"""


def test_a_kill_while_it_records_leaves_a_readable_file(tmp_path: Path) -> None:
    """Whenever it comes: every exchange that had ended is there, and the next run goes on."""
    path = tmp_path / "c.har"
    for times in range(2):
        command = [
            sys.executable,
            "-c",
            KILLED.replace("Recording(sys.argv[2])", "Recording(sys.argv[2], mode='all', replace=False)"),
            str(PETSTORE),
            str(path),
        ]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        time.sleep(0.2 + 0.13 * times)  # whenever it comes
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        found = read_har(path)
        assert len(found.exchanges) > times
        assert found.unread == {}
        numbers = [json.loads(e.request.body.data or b"")["name"].lstrip("x") for e in found.exchanges]
        assert numbers.count("0") == times + 1
    json.loads(path.read_text("utf-8"))


# browsers

PAGE = """<script>
const headers = {"X-API-Key": "browser-key-123", "Content-Type": "application/json"};
const ask = async (...what) => (await fetch(...what)).text();  // an export may lack a body that nobody read
(async () => {
  await ask("/pets", {method: "POST", headers, body: JSON.stringify({name: "Rex", species: "cat"})});
  await ask("/pets/1", {headers});
  await ask("/pets?limit=5", {headers});
  await ask("/pets/99", {headers});
  document.title = "done";
})();
</script><link rel="icon" href="data:,">"""


@pytest.mark.slow
def test_what_chromium_exports_is_replayed_verified_and_answered(
    browser: Any, petstore: Document, tmp_path: Path
) -> None:
    """Its page is left out; the client of another address, with other credentials, gets the answers."""
    path = tmp_path / "browser.har"
    sandbox = Sandbox(petstore)

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/":
            start_response("200 OK", [("Content-Type", "text/html")])
            return [PAGE.encode()]
        return sandbox(environ, start_response)

    from dynaclient.sandbox import Serving

    with Serving(application) as serving:
        context = browser.new_context(record_har_path=path, record_har_content="embed")
        page = context.new_page()
        page.goto(serving.url)
        page.wait_for_function("document.title == 'done'")
        context.close()
    creator = json.loads(path.read_text("utf-8"))["log"]["creator"]["name"]
    assert creator != "dynaclient"
    cassette = Recording(path, mode="none")
    with replaying_client(petstore, cassette) as client:
        assert client.call("getPetById", petId=1).data == {"name": "Rex", "species": "cat", "id": 1}
        assert client.call("createPet", species="cat", name="Rex").status_code == 201
        assert client.call("listPets", limit=5).data["data"][0]["name"] == "Rex"
        assert client.call("getPetById", petId=99).status_code == 404
    assert cassette.unplayed == []
    report = verify(path, petstore)
    assert (report.findings, report.exchanges, report.left_out) == ((), 4, 1)
    assert "browser-key-123" not in report.format("json")


def test_what_a_browser_recorded_of_a_redirect_leads_to_its_answer(petstore: Document, tmp_path: Path) -> None:
    """HAR has an entry for each hop. The Content-Encoding is that of the wire, the text is unpacked."""

    def entry(url: str, status: int, headers: dict[str, str], text: str = "") -> dict[str, Any]:
        named = [{"name": name, "value": value} for name, value in headers.items()]
        kind = headers.get("content-type", "")
        return {
            "startedDateTime": "2026-01-02T03:04:05.678Z",
            "request": {"method": "GET", "url": url, "headers": [{"name": ":authority", "value": "h"}]},
            "response": {
                "status": status, "statusText": "", "headers": named, "content": {"mimeType": kind, "text": text},
            },
            "timings": {"wait": 5, "receive": 1},
            "_resourceType": "fetch",
        }  # fmt: skip

    entries = [
        entry("https://pets.example/api/pets/1", 307, {"location": "/api/v2/pets/1"}),
        entry(
            "https://pets.example/api/v2/pets/1", 200,
            {"content-type": "application/json", "content-encoding": "br", "content-length": "12"},
            '{"id": 1, "name": "Rex", "species": "dog"}',
        ),
        entry("https://other.example/metrics", 200, {"content-type": "text/plain"}, "x"),
    ]  # fmt: skip
    path = tmp_path / "browser.har"
    path.write_text(
        "\ufeff" + json.dumps({"log": {"version": "1.2", "creator": {"name": "Firefox"}, "entries": entries}})
    )
    with Client(petstore, base_url=NOWHERE, credentials={"api_key": "k"}, plugins=[Recording(path)]) as client:
        response = client.call("getPetById", petId=1)
    assert response.data["name"] == "Rex"
    assert "Content-Encoding" not in response.headers
    assert response.headers["Content-Length"] == str(len(response.content))
    assert verify(path, petstore).left_out == 1
