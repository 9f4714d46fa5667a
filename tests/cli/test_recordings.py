"""--record, --replay, verify, proxy, and the sandbox that answers as recorded: from the command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from dynaclient import Client
from dynaclient.recording import RecordedAnswers, Recording, read_har
from dynaclient.sandbox import Sandbox

PETSTORE = Path(__file__).resolve().parents[2] / "docs" / "petstore.yaml"
SECRET = "cli-secret-key-99"


@pytest.fixture
def served() -> Iterator[Any]:
    with Sandbox(PETSTORE).serve() as serving:
        yield serving


@pytest.fixture
def pets(run: Any, served: Any) -> Any:
    """Runs a command against a sandbox of the pet store."""

    def pets(*argv: str, **more: Any) -> Any:
        where = ("--spec", str(PETSTORE), "--base-url", served.url, "--credential", "env:PET_KEY")
        return run(*where, *argv, PET_KEY=SECRET, **more)

    return pets


def test_what_is_recorded_by_several_runs_is_replayed_without_a_server_and_a_key(
    pets: Any, run: Any, tmp_path: Path
) -> None:
    path = str(tmp_path / "session.har")
    assert pets("createPet", "name=Rex", "--record", path).code == 0
    assert pets("--record", path, "getPetById", "1").code == 0
    assert pets("getPetById", "9", "--record", path).code == 4
    assert pets("request", "GET", "/pets", "--record", path).code == 0
    assert len(read_har(path).exchanges) == 4
    assert SECRET not in Path(path).read_text("utf-8")
    replay = ("--spec", str(PETSTORE), "--replay", path)
    done = run(*replay, "getPetById", "1", "--select", "name")
    assert (done.code, done.out, done.err) == (0, "Rex\n", "")
    assert run(*replay, "getPetById", "9").code == 4
    assert run(*replay, "request", "GET", "/pets").code == 0
    missing = run(*replay, "getPetById", "2")
    assert (missing.code, missing.err) == (
        2,
        (
            f"dynaclient: getPetById: {path} has no exchange for this call: the nearest recorded call, number 2, "
            'differs in path:petId (recorded "1", now "2"). Nothing was sent.\n'
        ),
    )


def test_one_file_for_both_sends_what_is_new(pets: Any, tmp_path: Path) -> None:
    path = str(tmp_path / "session.har")
    for _ in range(2):
        assert pets("createPet", "name=Rex", "--record", path, "--replay", path).code == 0
    assert len(read_har(path).exchanges) == 1


def test_mistakes_are_answered_with_what_to_write(pets: Any, run: Any, tmp_path: Path) -> None:
    path, other = str(tmp_path / "a.har"), str(tmp_path / "b.har")
    done = pets("listPets", "--replay", path)
    assert (done.code, done.err) == (2, f"dynaclient: {path}: there is no such file to replay; --record makes one.\n")
    done = pets("listPets", "--replay", path, "--record", other)
    assert (done.code, done.err) == (
        2,
        (
            f"dynaclient: --replay answers from {path}, so that there is nothing new to add to {other}. Name one file "
            "in both: what it does not have is sent, and added to it.\n"
        ),
    )
    Path(path).write_text("{}")
    done = run("--spec", str(PETSTORE), "verify", path)
    assert (done.code, done.err) == (2, f"dynaclient: {path}: it is not a HAR archive: it has no log, it is object.\n")
    done = run("--spec", str(PETSTORE), "verify")
    assert (done.code, done.err) == (
        2,
        (
            "dynaclient: verify takes the files of recordings, or --live. Write `dynaclient verify cassette.har`, or "
            "`dynaclient verify --live --operation 'GET *'`.\n"
        ),
    )
    done = run("--spec", str(PETSTORE), "verify", path, "-p", "petId=1")
    assert (done.code, done.err) == (
        2,
        "dynaclient: --operation and -p choose what --live calls. Add --live, or leave them out.\n",
    )
    done = run("--spec", str(PETSTORE), "verify", "--live", "-p", "petId")
    assert (done.code, done.err) == (2, "dynaclient: -p takes NAME=VALUE, not 'petId'. Write -p petId=7.\n")
    done = run("--spec", str(PETSTORE), "proxy", "--target", "nowhere")
    assert (done.code, done.err) == (
        2,
        "dynaclient: the target must be the address of a server such as https://api.example.com/v1, not 'nowhere'.\n",
    )
    done = run("--spec", str(PETSTORE), "sandbox", "--from", other)
    assert (done.code, done.err) == (2, f"dynaclient: {other}: there is no such file.\n")
    pets("listPets", "--record", other)
    done = run("sandbox", "--from", other)  # of the shop
    assert (done.code, done.err) == (
        2,
        (
            f"dynaclient: --from: {other} has no answer to any operation of this document. Name the document that it "
            "was recorded with as --spec, or leave --from out.\n"
        ),
    )


def planted(path: Path) -> None:
    """Change the recorded answer to what the document does not allow."""
    archive = json.loads(path.read_text("utf-8"))
    archive["log"]["entries"][0]["response"]["content"]["text"] = '{"id": "one", "name": "Rex"}'
    path.write_text(json.dumps(archive))


def test_verify_exits_with_7_if_something_differs(pets: Any, run: Any, tmp_path: Path) -> None:
    path = tmp_path / "session.har"
    pets("createPet", "name=Rex", "--record", str(path))
    done = run("--spec", str(PETSTORE), "verify", str(path))
    assert (done.code, done.out) == (0, "Petstore 1.0.0: 1 exchange of 1 operation, nothing found\n")
    planted(path)
    done = run("--spec", str(PETSTORE), "verify", str(path))
    assert (done.code, done.out) == (
        7,
        (
            "Petstore 1.0.0: 1 exchange of 1 operation, 1 finding\n\ncreatePet\n"
            '  answer 201 body /id: expected integer, given string "one" (POST /pets → 201, exchange 1)\n'
            "    #/components/schemas/Pet/allOf/1/properties/id/type\n"
        ),
    )
    finding = json.loads(run("--spec", str(PETSTORE), "verify", str(path), "--format", "json").out)["findings"][0]
    assert (finding["operation_id"], finding["kind"], finding["where"]) == ("createPet", "body", "201 body /id")
    assert (
        "| `createPet` | POST /pets → 201 |"
        in run("--spec", str(PETSTORE), "verify", str(path), "--format", "markdown").out
    )
    assert (
        '<testsuite name="dynaclient.verify" tests="1" failures="1">'
        in run("--spec", str(PETSTORE), "verify", str(path), "--format", "junit").out
    )


def test_verify_live_calls_what_is_chosen_and_finds_keys_in_lists(pets: Any, served: Any) -> None:
    """By default what changes nothing; -p gives what neither the document nor a list has."""
    pets("createPet", "name=Rex")
    done = pets("verify", "--live")
    assert done.code == 0, done.err
    assert done.out.splitlines()[0] == "Petstore 1.0.0: 2 exchanges of 2 operations, nothing found"
    assert "shelters/get-pet was not called: the document has no example of id" in done.out
    done = pets(
        "verify", "--live", "--operation", "GET /pets/*", "--operation", "createPet", "-p", "name=Bo", "-p", "petId=1"
    )
    assert done.out.splitlines()[0] == "Petstore 1.0.0: 2 exchanges of 2 operations, nothing found"
    assert pets("verify", "--live", "--operation", "nothing*").code == 2


def test_verify_live_finds_what_a_server_answers_otherwise(run: Any, shop: Any, tmp_path: Path) -> None:
    described = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/open": {
                "get": {
                    "operationId": "open",
                    "responses": {"200": {"description": "", "content": {"text/plain": {}}}},
                }
            }
        },
    }
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(described))
    done = run("--spec", str(spec), "--base-url", shop.url, "verify", "--live")
    assert done.code == 7
    assert "open" in done.out


def test_the_sandbox_answers_as_recorded_then_by_itself(pets: Any, tmp_path: Path) -> None:
    path = tmp_path / "session.har"
    pets("createPet", "name=Rex", "--record", str(path))
    pets("listPets", "--record", str(path))
    sandbox = Sandbox(PETSTORE, recorded=RecordedAnswers(path, PETSTORE))
    with Client(PETSTORE, app=sandbox, credentials={"api_key": "any"}) as client:
        assert client.listPets()["data"][0]["name"] == "Rex"
        assert client.listPets()["data"] == []
        assert client.createPet(name="Bo")["name"] == "Bo"
        assert [request.answered_by for request in sandbox.requests] == ["recording", "sandbox", "sandbox"]
        sandbox.reset()
        assert client.listPets()["data"][0]["name"] == "Rex"


def test_a_stream_is_answered_as_recorded(tmp_path: Path) -> None:
    from dynaclient import OpenAI

    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
    path = tmp_path / "chat.har"
    with OpenAI.sandbox(plugins=[Recording(path)]) as client:
        expected = [event.data for event in client.createChatCompletion(body=body | {"stream": True})]
    sandbox = Sandbox(client.document, seed=99, recorded=RecordedAnswers(path, client.document))
    with OpenAI(client.document, app=sandbox, api_key="k", base_url="http://sandbox.localhost/v1") as again:
        assert [event.data for event in again.createChatCompletion(body=body | {"stream": True})] == expected


def test_the_proxy_prints_a_line_for_each_difference_and_exits_with_7(
    env: dict[str, str], served: Any, tmp_path: Path
) -> None:
    path = tmp_path / "proxy.har"
    command = [
        sys.executable,
        "-m",
        "dynaclient",
        "--spec",
        str(PETSTORE),
        "proxy",
        "--target",
        served.url,
        "--port",
        "0",
        "--record",
        str(path),
    ]
    process = subprocess.Popen(
        command,
        env={**env, "PYTHONPATH": str(PETSTORE.parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    assert process.stdout is not None
    first = process.stdout.readline()
    url = first.split()[2]
    assert first == f"Requests to {url} go to {served.url} until Ctrl-C.\n"
    key = {"X-API-Key": SECRET}
    assert requests.post(f"{url}/pets", json={"name": "Rex"}, headers=key, timeout=60).status_code == 201
    assert requests.get(f"{url}/pets?limit=many", headers=key, timeout=60).status_code == 400
    lines = [process.stdout.readline(), process.stdout.readline()]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    watchdog.cancel()
    assert lines[0].startswith("GET /pets → 400 listPets: request query limit: ")
    assert lines[1] == "GET /pets → 400 listPets: answer: the document declares 200, not status 400\n"
    assert (out, err, process.returncode) == ("2 exchanges, 2 findings\n", "", 7)
    assert len(read_har(path).exchanges) == 2
    assert SECRET not in path.read_text("utf-8")
