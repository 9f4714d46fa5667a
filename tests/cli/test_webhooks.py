"""`listen` and `webhook`: signed samples go out, verified events come in."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dynaclient import Client, OpenAI
from dynaclient.webhooks import HMAC

from ..sandbox.test_sending import Receiver

Run = Callable[..., Any]
SECRET = "whsec_Y29tbWFuZC1saW5lLXRlc3Q="
PING = {"type": "object", "properties": {"data": {"type": "object", "required": ["id"]}}}
HOOKS = {
    "openapi": "3.1.0",
    "info": {"title": "Forge", "version": "1"},
    "paths": {
        "/jobs": {
            "post": {
                "operationId": "createJob",
                "responses": {},
                "callbacks": {"done": {"{$request.query.url}": {"post": {"responses": {}}}}},
            }
        }
    },
    "webhooks": {
        "ping": {
            "post": {
                "summary": "Are you there?",
                "requestBody": {"content": {"application/json": {"schema": PING}}},
            }
        },
        "job.done": {"post": {}},
    },
}


@pytest.fixture
def env(env: dict[str, str]) -> dict[str, str]:
    """The bundled description, which is not compiled, and a secret."""
    return {"HOME": env["HOME"], "PATH": env["PATH"], "DYNACLIENT_CACHE": "off", "OPENAI_WEBHOOK_SECRET": SECRET}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def forge(tmp_path: Any) -> str:
    file = tmp_path / "forge.json"
    file.write_text(json.dumps(HOOKS))
    return str(file)


def test_webhooks_are_listed(run: Run, forge: str) -> None:
    lines = run("webhook", "list").out.splitlines()
    assert len(lines) == 32
    assert lines[0] == "batch_completed\tPOST\tA batch is complete"
    found = [json.loads(line) for line in run("--spec", forge, "webhook", "list", "--json").out.splitlines()]
    assert found[0] == {"name": "ping", "method": "POST", "summary": "Are you there?"}
    assert [item["name"] for item in found] == ["ping", "job.done", "createJob.done"]


def test_a_sample_is_signed(run: Run, receiver: Receiver) -> None:
    """With the secret of the environment, or the one of sandboxes; made from the schema, with members of one's own."""
    done = run("webhook", "send", "batch.completed", "--to", f"{receiver.url}/a", "--data", '{"data": {"id": "b_7"}}')
    assert (done.code, done.err) == (0, "")
    assert done.out == f"batch_completed to {receiver.url}/a: 200\ndone\n"
    item = receiver.arrived.pop()
    event = OpenAI(api_key="k").webhooks.unwrap(item.body, item.headers, SECRET)
    assert (event.type, event.data) == ("batch.completed", {"id": "b_7"})
    wrong = ("webhook", "send", "batch_completed", "--to", receiver.url, "--data", '{"data": 5}')
    assert run(*wrong).code == 2
    assert run(*wrong, "--force").code == 0
    assert json.loads(receiver.arrived.pop().body)["data"] == 5
    bare = run("webhook", "send", "eval_run_failed", "--to", receiver.url, OPENAI_WEBHOOK_SECRET="")
    item = receiver.arrived.pop()
    made_up = bare.err.removeprefix("Signed with the secret of sandboxes: ").strip()
    assert OpenAI(api_key="k").webhooks.unwrap(item.body, item.headers, made_up).type == "eval.run.failed"


def test_other_documents_and_schemes(run: Run, receiver: Receiver, forge: str) -> None:
    send = (
        "--spec",
        forge,
        "webhook",
        "send",
        "ping",
        "--to",
        receiver.url,
        "--secret",
        "env:OLD",
        "--secret",
        "env:NEW",
    )
    keys = {"OLD": "old", "NEW": "new"}
    scheme = HMAC(header="X-Sig", prefix="sha256=")
    assert run(*send, "--hmac", "header=X-Sig,prefix=sha256=", **keys).code == 0
    item = receiver.arrived.pop()
    for key in keys.values():
        assert Client(forge).webhooks["ping"].unwrap(item.body, item.headers, key, scheme=scheme).known
    assert run(*send, **keys).code == 0
    item = receiver.arrived.pop()
    assert Client(forge).webhooks["ping"].unwrap(item.body, item.headers, "new").known, (
        "the standard, unless it is said"
    )


def test_callbacks_and_names_with_dots(run: Run, receiver: Receiver, forge: str) -> None:
    for name in ("job.done", "createJob.done", "done"):
        sent = run("--spec", forge, "webhook", "send", name, "--to", receiver.url)
        assert sent.out.splitlines()[0].endswith(f"done to {receiver.url}: 200"), sent.err
        assert "Webhook-Signature" in receiver.arrived.pop().headers


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        (["pang", "--to", "{url}"], 2, "Did you mean 'ping'"),
        (["ping"], 2, "--to"),
        (["ping", "--to", "localhost:1"], 2, "not 'localhost:1'"),
        (["ping", "--to", "{url}/status/401"], 4, ""),
        (["ping", "--to", "{url}/status/503"], 5, ""),
        (["ping", "--to", "http://127.0.0.1:9"], 6, "was not delivered"),
        (["ping", "--to", "{url}", "--data", "{"], 2, "--data is not JSON"),
        (["ping", "--to", "{url}", "--data", "[]"], 2, "must be a JSON object"),
        (["ping", "--to", "{url}", "--data", '{"data": 5}'], 2, "does not allow this body at 'data'"),
        (["ping", "--to", "{url}", "--secret", SECRET], 2, "must say where"),
        (["ping", "--to", "{url}", "--secret", "env:NONE"], 2, "NONE is not set"),
        (["ping", "--to", "{url}", "--secret", "oauth:x"], 2, "Write env:NAME, keyring:SERVICE/USER or command:WORDS."),
        (["ping", "--to", "{url}", "--hmac", "headr=X"], 2, "Did you mean 'header'"),
        (["ping", "--to", "{url}", "--hmac", "header"], 2, "--hmac: header has no value"),
        (["ping", "--to", "{url}", "--hmac", "prefix=v1"], 2, "needs the header"),
        (["ping", "--to", "{url}", "--hmac", "header=X,encoding=b64"], 2, "encoding must be"),
    ],
)  # fmt: skip
def test_mistakes(run: Run, receiver: Receiver, forge: str, argv: list[str], code: int, message: str) -> None:
    """Say what to write; the secret is never repeated."""
    send = ("--spec", forge, "webhook", "send")
    done = run(*send, *(word.replace("{url}", receiver.url) for word in argv))
    assert done.code == code, done.err
    assert " ".join(message.split()) in " ".join(done.err.split())
    assert SECRET not in done.err + done.out


def test_listening_needs_a_secret_and_a_port(run: Run, receiver: Receiver, forge: str) -> None:
    assert "Set OPENAI_WEBHOOK_SECRET" in run("listen", OPENAI_WEBHOOK_SECRET="").err
    assert "--secret env:NAME" in run("--spec", forge, "listen").err
    taken = run("listen", "--port", receiver.url.rpartition(":")[2])
    assert taken.code == 2
    assert "Choose another with --port" in taken.err
    assert "--forward takes" in run("listen", "--forward", "here").err


def test_what_arrives_is_shown_answered_and_sent_on(run: Run, env: dict[str, str], receiver: Receiver) -> None:
    """One line for each verified event; what is not verified is refused with its reason. Ctrl-C ends it."""
    command = [sys.executable, "-m", "dynaclient", "listen", "--port", "0", "--forward", f"{receiver.url}/mine"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        stop = threading.Timer(120, process.kill)
        stop.start()
        assert process.stderr is not None
        assert process.stdout is not None
        url = process.stderr.readline().split()[4]
        assert run("webhook", "send", "batch_completed", "--to", url).code == 0
        assert run("webhook", "send", "batch_completed", "--to", url, OPENAI_WEBHOOK_SECRET="whsec_b3RoZXI=").code == 4
        shown = json.loads(process.stdout.readline())
        notes = sorted(process.stderr.readline().strip() for _ in range(2))
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        stop.cancel()
    assert (shown["type"], shown["known"], shown["replayed"]) == ("batch.completed", True, False)
    assert notes == [
        "forwarded: 200",
        "refused: no signature fits the body: it was signed with another secret, or it is not as it was sent",
    ]
    (item,) = receiver.arrived
    assert item.path == "/mine"
    event = OpenAI(api_key="k").webhooks.unwrap(item.body, item.headers, SECRET)
    assert event.id == shown["id"], "as it arrived, with its signature"


def test_the_listener_answers_what_is_no_webhook(env: dict[str, str]) -> None:
    """Methods, bodies without a length and bodies that are too large."""
    import http.client

    from dynaclient.cli.webhook_listener import MOST_BODY, Received, WebhookListener

    taken: list[Received] = []
    listener = WebhookListener("127.0.0.1", 0, lambda received: 204, taken.append)
    statuses = []
    for method, headers in (
        ("GET", {}),
        ("POST", {"Content-Length": str(MOST_BODY + 1)}),
        ("POST", {"Content-Length": "-1"}),
        ("POST", {"Transfer-Encoding": "chunked"}),
        ("POST", {"Content-Length": "2"}),
    ):
        connection = http.client.HTTPConnection(listener.url.removeprefix("http://"), timeout=30)
        connection.putrequest(method, "/x", skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders(b"{}" if headers.get("Content-Length") == "2" else None)
        statuses.append(connection.getresponse().status)
        connection.close()
    listener.close()
    assert statuses == [405, 413, 411, 411, 204]
    assert [(item.path, item.body) for item in taken] == [("/x", b"{}")]


def test_a_sandbox_sends_to_a_listener(env: dict[str, str]) -> None:
    """As its welcome says; time goes on by itself."""
    listen = [sys.executable, "-m", "dynaclient", "listen", "--port", "0", "--count", "1", "--format", "text"]
    serve = [sys.executable, "-m", "dynaclient", "sandbox", "--port", "0", "--webhook-url"]
    sandbox_env = {name: value for name, value in env.items() if name != "OPENAI_WEBHOOK_SECRET"}
    secret = "whsec_c2FuZGJveC13ZWJob29rLXNlY3JldA=="
    with subprocess.Popen(
        listen, env={**env, "OPENAI_WEBHOOK_SECRET": secret}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as listener:
        stop = threading.Timer(120, listener.kill)
        stop.start()
        assert listener.stderr is not None
        url = listener.stderr.readline().split()[4]
        with subprocess.Popen([*serve, url], env=sandbox_env, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            welcome = [server.stdout.readline() for _ in range(5)]
            assert welcome[4].strip() == f"export OPENAI_WEBHOOK_SECRET={secret}"
            client = OpenAI(api_key="k", base_url=welcome[0].partition("served at ")[2].split()[0])
            made = client.createResponse(model="m", input="Hi", background=True)
            client.cancelResponse(response_id=made["id"])
            out, _ = listener.communicate(timeout=60)
            server.terminate()
        stop.cancel()
    assert f'response.cancelled  {{"id": "{made["id"]}"}}' in out
    assert listener.returncode == 0
