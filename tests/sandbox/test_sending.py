"""Webhooks and callbacks: sent when asked for, as the document declares them, to this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote

import pytest

from dynaclient.document import load_document
from dynaclient.document.runtime_expressions import Exchange, Message, NoValue, filled_in
from dynaclient.sandbox import DeliveryError, Sandbox

from .conftest import SPECS, client_of


class Arrived(NamedTuple):
    method: str
    path: str
    headers: Any
    body: bytes


class Receiver:
    """A real server that keeps what arrives, and answers as its path says: `/status/302` or 200."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: Any) -> None:
                """Quietly."""

            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                receiver.arrived.append(Arrived(self.command, self.path, self.headers, data))
                status = int(self.path.rpartition("/status/")[2]) if "/status/" in self.path else 200
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", f"{receiver.url}/elsewhere")
                self.send_header("Content-Length", "4")
                self.end_headers()
                self.wfile.write(b"done")

            do_PUT = do_POST  # noqa: N815  # the name of the base class

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


EVENT = {
    "type": "object",
    "required": ["type", "data"],
    "properties": {
        "type": {"const": "run.completed"},
        "data": {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": "string"}, "n": {"type": "integer"}},
        },
    },
}
JSON = "application/json"
BODY = {"content": {JSON: {"schema": {"type": "object", "properties": {"url": {"type": "string"}}}}}}
MADE = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "example": "run 1"}}}


def callback(expression: str, **more: Any) -> dict[str, Any]:
    return {expression: {"post": {"requestBody": {"content": {JSON: {"schema": EVENT}}}, "responses": {}, **more}}}


RUNS = {
    "/runs/{place}": {
        "post": {
            "operationId": "createRun",
            "parameters": [{"name": "place", "in": "path", "required": True, "schema": {"type": "string"}}],
            "requestBody": BODY,
            "responses": {"201": {"description": "", "content": {JSON: {"schema": MADE}}}},
            "callbacks": {
                "completed": callback("{$request.body#/url}/runs/{$response.body#/id}"),
                "failed": {"$ref": "#/components/callbacks/Failed"},
            },
        }
    },
    "/jobs": {
        "post": {
            "operationId": "createJob",
            "parameters": [{"name": "to", "in": "query", "schema": {"type": "string"}}],
            "responses": {"204": {"description": ""}},
            "callbacks": {"completed": callback("$request.query.to")},
        }
    },
}
COMPONENTS = {"callbacks": {"Failed": callback("{$request.body#/url}/failed/{$request.path.place}")}}
HOOKS = {
    "webhooks": {
        "runCompleted": {
            "post": {
                "operationId": "onRunCompleted",
                "parameters": [
                    {"name": "X-Event", "in": "header", "required": True, "schema": {"const": "run"}},
                    {"name": "X-Optional", "in": "header", "schema": {"type": "string"}},
                    {"name": "v", "in": "query", "required": True, "schema": {"const": 2}},
                ],
                "requestBody": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Event"}}}},
                "responses": {"200": {"description": ""}},
            }
        },
        "ping": {"put": {"responses": {}}},
        "form": {
            "post": {
                "requestBody": {
                    "content": {"application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/Event"}}}
                },
                "responses": {},
            }
        },
    }
}


@pytest.fixture
def sandbox(make: Callable[..., Sandbox]) -> Sandbox:
    return make(RUNS, components={**COMPONENTS, "schemas": {"Event": EVENT}}, root=HOOKS)


def test_a_webhook_is_sent_as_the_document_declares_it(sandbox: Sandbox, receiver: Receiver) -> None:
    """With a valid body, the parameters that it must have, and headers of one's own."""
    delivery = sandbox.send("runCompleted", f"{receiver.url}/hooks", headers={"X-Signature": "mine"})
    (arrived,) = receiver.arrived
    body = json.loads(arrived.body)
    assert (arrived.method, arrived.path) == ("POST", "/hooks?v=2")
    assert body["type"] == "run.completed"
    assert isinstance(body["data"]["id"], str)
    assert (arrived.headers["Content-Type"], arrived.headers["X-Event"], arrived.headers["X-Signature"]) == (
        JSON,
        "run",
        "mine",
    )
    assert "X-Optional" not in arrived.headers
    assert (delivery.status, delivery.answer, delivery.body, delivery.error) == (200, "done", body, "")
    assert sandbox.deliveries == (delivery,)
    assert sandbox.send("onRunCompleted", receiver.url).status == 200
    assert sandbox.send("ping", receiver.url).body.__class__.__name__ == "Missing"
    assert (receiver.arrived[-1].method, receiver.arrived[-1].body) == ("PUT", b"")
    sandbox.send("form", receiver.url, body={"type": "run.completed", "data": {"id": "r"}})
    assert dict(parse_qsl(receiver.arrived[-1].body.decode())) == {"type": "run.completed", "data": '{"id": "r"}'}


def test_its_body_is_given_or_partly_given(sandbox: Sandbox, receiver: Receiver) -> None:
    """`fields` fill one that is made up; what the schema refuses is an error, unless it is forced."""
    sandbox.send("runCompleted", receiver.url, fields={"data": {"id": "run_7", "n": 3}})
    sandbox.send("runCompleted", receiver.url, body={"type": "run.completed", "data": {"id": "x"}})
    with pytest.raises(DeliveryError, match=r"does not allow this body at 'data.id': 7 is not of type"):
        sandbox.send("runCompleted", receiver.url, fields={"data": {"id": 7}})
    with pytest.raises(DeliveryError, match="does not allow this body at 'data'"):
        sandbox.send("runCompleted", receiver.url, body={"type": "run.completed"})
    sandbox.send("runCompleted", receiver.url, body={"type": "other"}, force=True)
    bodies = [json.loads(arrived.body) for arrived in receiver.arrived]
    assert bodies == [
        {"type": "run.completed", "data": {"id": "run_7", "n": 3}},
        {"type": "run.completed", "data": {"id": "x"}},
        {"type": "other"},
    ]
    with pytest.raises(DeliveryError, match="not both"):
        sandbox.send("runCompleted", receiver.url, body={}, fields={"a": 1})


def test_the_address_of_a_callback_comes_from_its_request(sandbox: Sandbox, receiver: Receiver) -> None:
    """The newest one that was answered well, and its answer; or it is given."""
    client = client_of(sandbox)
    with pytest.raises(DeliveryError, match="comes from a request to createRun, and there was none yet"):
        sandbox.send("failed")
    client.createRun(place="a", url=f"{receiver.url}/old")
    made = client.createRun(place="b", url=f"{receiver.url}/new")
    sandbox.send("failed")
    with pytest.raises(DeliveryError, match="give operation='createRun' or operation='createJob'"):
        sandbox.send("completed")
    delivery = sandbox.send("completed", operation="createRun", fields={"data": {"id": made["id"]}})
    assert delivery.url == f"{receiver.url}/new/runs/{made['id']}"
    sandbox.send("completed", f"{receiver.url}/chosen", operation="createRun")
    client.createJob(to=f"{receiver.url}/job?x=1")
    sandbox.send("completed", operation="createJob")
    paths = [arrived.path for arrived in receiver.arrived]
    assert paths == ["/new/failed/b", f"/new/runs/{made['id']}", "/chosen", "/job?x=1"]
    client.createJob()
    with pytest.raises(DeliveryError, match=r"\$request.query.to has no value: the query of the request has no 'to'"):
        sandbox.send("completed", operation="createJob")


def test_a_request_prefers_its_callbacks(sandbox: Sandbox, receiver: Receiver) -> None:
    """All or one by its name, after the answer; what cannot be sent is kept as such."""
    client = client_of(sandbox)
    preferring = client.with_options(headers={"Prefer": "callback"})
    answer = preferring.createRun(place="a", url=receiver.url)
    assert answer.headers["Preference-Applied"] == "callback"
    assert [item.name for item in sandbox.deliveries] == ["completed", "failed"]
    one = client.with_options(headers={"Prefer": "callback=failed, code=201"})
    assert one.createRun(place="b", url=receiver.url).headers["Preference-Applied"] == "code=201, callback=failed"
    assert sandbox.deliveries[-1].status == 200
    assert [arrived.path for arrived in receiver.arrived] == [f"/runs/{quote(answer['id'])}", "/failed/a", "/failed/b"]
    preferring.createRun(place="c", url="http://192.0.2.1")
    assert "192.0.2.1/failed/c is not on this machine" in sandbox.deliveries[-1].error
    assert len(receiver.arrived) == 3
    loose = client.with_options(headers={"Prefer": "callback=nothing"}, raise_for_status=False)
    refused = loose.createRun(place="d", url=receiver.url)
    assert refused.status_code == 400
    assert "createRun declares no callback 'nothing'; it has completed, failed" in refused.text
    sandbox.reset()
    assert sandbox.deliveries == ()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://192.0.2.1/x", r"http://192.0.2.1/x is not on this machine.*allow_hosts=\['192.0.2.1'\]"),
        ("http://example.com", "is not on this machine"),
        ("http://127.0.0.1.example.com", "is not on this machine"),
        ("http://127.0.0.1@192.0.2.1/", "http://192.0.2.1/ is not on this machine"),
        ("http://2130706433/", "is not on this machine"),
        ("http://169.254.169.254/latest", "is not on this machine"),
        ("file:///etc/passwd", "is not an http or https address"),
        ("ftp://127.0.0.1", "is not an http or https address"),
        ("127.0.0.1:80", "is not an http or https address"),
        ("http://127.0.0.1/a b", "is not an http or https address"),
        ("http://127.0.0.1/\r\nX: y", "is not an http or https address"),
        ("http://[::1", "is not an address"),
    ],
)
def test_only_this_machine_is_sent_to(sandbox: Sandbox, url: str, message: str) -> None:
    with pytest.raises(DeliveryError, match=message):
        sandbox.send("runCompleted", url)
    assert sandbox.deliveries == ()


def test_other_hosts_can_be_allowed(make: Callable[..., Sandbox], receiver: Receiver) -> None:
    """By name, with or without a port; here nobody answers, or something does that is called otherwise."""
    port = receiver.url.rpartition(":")[2]
    options = {"components": {"schemas": {"Event": EVENT}}, "root": HOOKS}
    sandbox = make({}, **options, allow_hosts=["nowhere.invalid", f"elsewhere.invalid:{port}"])
    with pytest.raises(DeliveryError, match=r"ping was not delivered to http://nowhere.invalid"):
        sandbox.send("ping", "http://nowhere.invalid")
    with pytest.raises(DeliveryError, match="was not delivered"):
        sandbox.send("ping", f"http://elsewhere.invalid:{port}/")
    with pytest.raises(DeliveryError, match="is not on this machine"):
        sandbox.send("ping", "http://elsewhere.invalid:1/")
    assert sandbox.send("ping", f"http://hooks.localhost:{port}/x").status == 200


def test_a_redirect_is_not_followed(sandbox: Sandbox, receiver: Receiver) -> None:
    assert sandbox.send("ping", f"{receiver.url}/status/302").status == 302
    assert [arrived.path for arrived in receiver.arrived] == ["/status/302"]


def test_nobody_answers(sandbox: Sandbox, receiver: Receiver) -> None:
    """Is an error that says so, and kept; a bad status is the delivery's."""
    closed = Receiver()
    closed.close()
    with pytest.raises(DeliveryError, match=r"ping was not delivered to http.*refused"):
        sandbox.send("ping", closed.url)
    assert "refused" in sandbox.deliveries[0].error
    assert sandbox.send("ping", f"{receiver.url}/status/500").status == 500


def test_an_unknown_name_lists_what_there_is(sandbox: Sandbox, make: Callable[..., Sandbox]) -> None:
    message = (
        "no webhook or callback 'runComplete'. Did you mean 'runCompleted'.* It has runCompleted, ping, form, completed"
    )
    with pytest.raises(DeliveryError, match=message):
        sandbox.send("runComplete", "http://127.0.0.1:1")
    with pytest.raises(DeliveryError, match="give the address of the webhook 'ping': to="):
        sandbox.send("ping")
    with pytest.raises(DeliveryError, match="It has none"):
        make({"/a": {"get": {"responses": {}}}}).send("x", "http://127.0.0.1:1")


def test_the_same_seed_sends_the_same(sandbox: Sandbox, receiver: Receiver) -> None:
    first = [sandbox.send("runCompleted", receiver.url).body for _ in range(3)]
    sandbox.reset()
    assert [sandbox.send("runCompleted", receiver.url).body for _ in range(3)] == first


@pytest.mark.parametrize(
    ("name", "webhook"), [("museum-3.1.yaml", "publishNewEvent"), ("openai-2026-08.yaml", "batch_completed")]
)
def test_webhooks_of_documents_of_others(receiver: Receiver, name: str, webhook: str) -> None:
    if not (SPECS / name).exists():
        pytest.skip(f"../shared/specs/{name} is not here")
    sandbox = Sandbox(SPECS / name)
    delivery = sandbox.send(webhook, receiver.url)
    assert delivery.status == 200
    assert json.loads(receiver.arrived[0].body) == delivery.body


def test_a_callback_of_version_3_0(receiver: Receiver) -> None:
    if not (SPECS / "callbacks.json").exists():
        pytest.skip("../shared/specs/callbacks.json is not here")
    sandbox = Sandbox(load_document(SPECS / "callbacks.json"))
    client = client_of(sandbox).with_options(headers={"Prefer": "callback=onData"})
    client.post_streams(callbackUrl=receiver.url)
    assert [item.status for item in sandbox.deliveries] == [200]
    assert receiver.arrived[0].path == "/data"


def test_webhooks_over_http(sandbox: Sandbox, receiver: Receiver) -> None:
    """With the arguments of `send`, and the same limits."""
    import http.client

    with sandbox.serve() as serving:

        def ask(method: str, path: str, body: Any = None) -> tuple[int, Any]:
            connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)
            data = None if body is None else json.dumps(body)
            connection.request(method, path, data, {"Content-Type": JSON} if data else {})
            answer = connection.getresponse()
            value = json.loads(answer.read())
            connection.close()
            return answer.status, value

        given = {"name": "runCompleted", "to": receiver.url, "fields": {"data": {"id": "r"}}}
        status, sent = ask("POST", "/_sandbox/send", given)
        assert (status, sent["status"], json.loads(receiver.arrived[0].body)["data"]["id"]) == (200, 200, "r")
        assert ask("GET", "/_sandbox/deliveries")[1]["deliveries"] == [sent]
        status, refused = ask("POST", "/_sandbox/send", {"name": "ping", "to": "http://192.0.2.1"})
        assert (status, "is not on this machine" in refused["error"]["message"]) == (400, True)
        assert ask("POST", "/_sandbox/send", {"name": 7})[0] == 400


EXCHANGE = Exchange(
    url="http://example.org/subscribe/myevent?queryUrl=http://clientdomain.com/stillrunning",
    method="post",
    status=201,
    request=Message(
        {"content-type": "application/json"},
        {"failedUrl": "http://clientdomain.com/failed", "successUrls": ["http://clientdomain.com/fast", "two"]},
        {"queryUrl": "http://clientdomain.com/stillrunning"},
        {"eventType": "myevent"},
    ),
    response=Message({"location": "http://example.org/subscription/1"}, {"a/b": {"c": 5}}),
)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$url", "http://example.org/subscribe/myevent?queryUrl=http://clientdomain.com/stillrunning"),
        ("$method", "POST"),
        ("$request.path.eventType", "myevent"),
        ("$request.query.queryUrl", "http://clientdomain.com/stillrunning"),
        ("$request.header.content-Type", "application/json"),
        ("$request.body#/failedUrl", "http://clientdomain.com/failed"),
        ("$request.body#/successUrls/1", "two"),
        ("$response.header.Location", "http://example.org/subscription/1"),
        ("{$response.body#/a~1b/c}", "5"),
        ("http://x/{$method}/{$statusCode}?{$request.path.eventType}", "http://x/POST/201?myevent"),
    ],
)
def test_runtime_expressions(expression: str, value: str) -> None:
    """Source: OAS 3.1.1, Callback Object, "Callback Object Examples", with the values that it gives."""
    assert filled_in(expression, EXCHANGE) == value


@pytest.mark.parametrize(
    "expression", ["$request.body#/none", "$request.cookie.a", "{$nothing}", "$response.header.none"]
)
def test_an_expression_without_a_value(expression: str) -> None:
    with pytest.raises(NoValue, match="has no value"):
        filled_in(expression, EXCHANGE)
