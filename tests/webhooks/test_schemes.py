"""Signatures of other APIs: `HMAC` for webhooks and callbacks of any document."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

import pytest

from dynaclient import Client, InvalidEvent, InvalidSignature, UnknownWebhook, WebhookError
from dynaclient.webhooks import HMAC, StandardWebhooks
from dynaclient.webhooks.secrets import read_secrets

KEY = "It's a Secret to Everybody"
JSON = "application/json"


def hook(schema: Any, *, media: str = JSON, **more: Any) -> dict[str, Any]:
    return {"post": {"requestBody": {"content": {media: {"schema": schema}}}, "responses": {}, **more}}


def shaped(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def event_header(value: str) -> list[dict[str, Any]]:
    return [{"name": "X-GitHub-Event", "in": "header", "required": True, "schema": {"const": value}}]


DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Forge", "version": "1"},
    "paths": {
        "/jobs": {
            "post": {
                "operationId": "createJob",
                "responses": {},
                "callbacks": {"done": {"{$request.query.url}": hook(shaped(job={"type": "integer"}))}},
            }
        },
        "/runs": {
            "post": {
                "operationId": "createRun",
                "responses": {},
                "callbacks": {
                    "done": {"{$request.query.url}": hook(shaped(run={"type": "integer"}))},
                    "failed": {"{$request.query.url}": hook(shaped(reason={"type": "string"}))},
                },
            }
        },
    },
    "webhooks": {
        "push": hook(shaped(ref={"type": "string"}), parameters=event_header("push")),
        "opened": hook(shaped(action={"const": "opened"}), parameters=event_header("issues")),
        "closed": hook(shaped(action={"const": "closed"}), parameters=event_header("issues")),
        "order": hook(
            {
                "oneOf": [
                    shaped(kind={"const": "paid"}, cents={"type": "integer"}),
                    shaped(kind={"const": "sent"}, to={"type": "string"}),
                ]
            },
            parameters=event_header("order"),
        ),
        "slash": hook(shaped(command={"type": "string"}), media="application/x-www-form-urlencoded"),
    },
}


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(DOCUMENT)


def now() -> int:
    return int(time.time())


def hexed(body: bytes, algorithm: str = "sha256", key: str = KEY) -> str:
    return hmac.new(key.encode(), body, algorithm).hexdigest()


def slack(body: bytes) -> dict[str, str]:
    at = now()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={hexed(b'v0:%d:' % at + body)}"}


def stripe(body: bytes) -> dict[str, str]:
    at = now()
    return {"Stripe-Signature": f"t={at},v1={hexed(b'%d.' % at + body)},v0=6ffbb59b2300aae63f272406069a9788"}


GITHUB = HMAC(header="X-Hub-Signature-256", prefix="sha256=", id="X-GitHub-Delivery")


def test_the_published_vector_of_github(client: Client) -> None:
    """Source: GitHub Docs, "Validating webhook deliveries", "Testing the webhook payload validation"."""
    right = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    keys = read_secrets(KEY, "")
    headers = {"x-hub-signature-256": (right,), "x-github-delivery": ("d1",)}
    assert GITHUB.verify(b"Hello, World!", headers, keys, tolerance=300, now=0) == ("d1", None)
    assert GITHUB.sign(b"Hello, World!", keys, delivery="d1", now=0) == {
        "X-Hub-Signature-256": right,
        "X-GitHub-Delivery": "d1",
    }


SCHEMES: list[tuple[HMAC, Any]] = [
    (
        HMAC(
            header="X-Slack-Signature",
            prefix="v0=",
            timestamp="X-Slack-Request-Timestamp",
            message="v0:{timestamp}:{body}",
        ),
        slack,
    ),
    (
        HMAC(header="Stripe-Signature", prefix="v1=", timestamp="t=", message="{timestamp}.{body}"),
        stripe,
    ),
    (
        HMAC(header="X-Shop-Hmac-Sha256", encoding="base64"),
        lambda body: {
            "X-Shop-Hmac-Sha256": base64.b64encode(hmac.new(KEY.encode(), body, hashlib.sha256).digest()).decode()
        },
    ),
    (HMAC(header="X-Sig", algorithm="sha512"), lambda body: {"X-Sig": hexed(body, "sha512").upper()}),
    (
        HMAC(header="X-Sig", id="X-Id", message="{body}|{id}"),
        lambda body: {"X-Sig": hexed(body + b"|7"), "X-Id": "7"},
    ),
]


@pytest.mark.parametrize(("scheme", "headers"), SCHEMES, ids=["slack", "stripe", "shop", "sha512", "id"])
def test_schemes_of_other_apis(client: Client, scheme: HMAC, headers: Any) -> None:
    """Verified as their pages describe them; and what we sign is verified."""
    body = b'{"ref": "main"}'
    push = client.webhooks["push"]
    assert push.unwrap(body, headers(body), KEY, scheme=scheme).data == {"ref": "main"}
    ours = scheme.sign(body, read_secrets([KEY, "newer"], ""), delivery="d9", now=time.time())
    assert push.unwrap(body, ours, "newer", scheme=scheme).type == "push"
    for wrong_body, wrong_headers, secret in (
        (body + b" ", headers(body), KEY),
        (body, headers(body), "other"),
        (body, headers(body + b" "), KEY),
        (body, {}, KEY),
        (body, dict.fromkeys(headers(body), ""), KEY),
        (body, dict.fromkeys(headers(body), "é"), KEY),
    ):
        with pytest.raises(InvalidSignature):
            push.unwrap(wrong_body, wrong_headers, secret, scheme=scheme)


def test_an_old_request_is_refused_where_its_time_is_signed(client: Client) -> None:
    body, old = b'{"ref": "main"}', now() - 1000
    stripe = SCHEMES[1][0]
    headers = {"Stripe-Signature": f"t={old},v1={hexed(b'%d.' % old + body)}"}
    with pytest.raises(InvalidSignature, match="s ago, and 300 s are tolerated"):
        client.webhooks["push"].unwrap(body, headers, KEY, scheme=stripe)
    with pytest.raises(InvalidSignature, match="one part that begins with t="):
        client.webhooks["push"].unwrap(body, {"Stripe-Signature": "v1=00"}, KEY, scheme=stripe)
    with pytest.raises(InvalidSignature, match="the part t= of Stripe-Signature must be whole seconds"):
        client.webhooks["push"].unwrap(body, {"Stripe-Signature": "t=now,v1=00"}, KEY, scheme=stripe)
    with pytest.raises(InvalidSignature, match="no signature that begins with v1="):
        client.webhooks["push"].unwrap(body, {"Stripe-Signature": f"t={now()},v0=00"}, KEY, scheme=stripe)


WRONG: list[tuple[Mapping[str, Any], str]] = [
    ({"header": ""}, "header must name"),
    ({"header": "X", "algorithm": "md5"}, "algorithm must be sha1, sha256, sha384 or sha512, not 'md5'"),
    ({"header": "X", "encoding": "base46"}, "encoding must be hex or base64, not 'base46'"),
    ({"header": "X", "message": "{bdy}"}, "message must have {body} once"),
    ({"header": "X", "timestamp": "T"}, "a time that is not signed proves nothing"),
    ({"header": "X", "message": "{timestamp}{body}"}, "go together"),
    ({"header": "X", "message": "{id}{body}"}, "id= must name the header"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_schemes_that_cannot_work(arguments: Mapping[str, Any], message: str) -> None:
    """Are errors when they are written, not when the first request comes."""
    with pytest.raises(WebhookError) as caught:
        HMAC(**arguments)
    assert message in str(caught.value)


def test_other_prefixes_of_the_standard(client: Client) -> None:
    scheme = StandardWebhooks(prefix="svix-")
    body = b'{"ref": "main"}'
    headers = scheme.sign(body, read_secrets(KEY, ""), delivery="m1", now=time.time())
    assert list(headers) == ["svix-id", "svix-timestamp", "svix-signature"]
    assert client.webhooks["push"].unwrap(body, headers, KEY, scheme=scheme).id == "m1"
    with pytest.raises(InvalidSignature, match="the header webhook-id"):
        client.webhooks["push"].unwrap(body, headers, KEY)
    with pytest.raises(WebhookError, match=r"scheme must be HMAC\(…\)"):
        client.webhooks["push"].unwrap(body, headers, KEY, scheme="sha256")  # type: ignore[arg-type]
    with pytest.raises(WebhookError, match="not a key of ed25519"):
        GITHUB.sign(b"", read_secrets("whpk_" + "A" * 43, ""), delivery="", now=0)


# which webhook it is


def arrived(client: Client, value: Any, event: str = "", name: str = "", content_type: str = JSON) -> Any:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    headers = {"X-Hub-Signature-256": f"sha256={hexed(body)}", "X-GitHub-Delivery": str(time.perf_counter_ns())}
    headers |= {"Content-Type": content_type} | ({"X-GitHub-Event": event} if event else {})
    of = client.webhooks[name] if name else client.webhooks
    return of.unwrap(body, headers, KEY, scheme=GITHUB)


@pytest.mark.parametrize(
    ("value", "event", "name"),
    [
        ({"ref": "main"}, "push", "push"),
        ({"action": "opened"}, "issues", "opened"),
        ({"action": "closed"}, "issues", "closed"),
        ({"kind": "paid", "cents": 5}, "order", "order"),
        ({"kind": "sent", "to": "Rome"}, "order", "order"),
    ],
)
def test_constants_of_bodies_and_headers_tell_webhooks_apart(client: Client, value: Any, event: str, name: str) -> None:
    found = arrived(client, value, event)
    assert (found.name, found.type, found.data, found.known) == (name, name, value, True)


def test_what_cannot_be_told_apart_is_an_error(client: Client) -> None:
    """Which says how to name the webhook."""
    with pytest.raises(InvalidEvent, match=r"could be of 2 webhooks \(push, slash\): unwrap it with client.webhooks\["):
        arrived(client, {"ref": "main"})
    assert arrived(client, {"ref": "main"}, name="push").name == "push"
    with pytest.raises(InvalidEvent, match="/body/ref"):
        arrived(client, {"ref": 5}, "push")
    with pytest.raises(InvalidEvent, match="/body/action"):
        arrived(client, {"action": "moved"}, name="opened")


def test_a_form_is_read_too(client: Client) -> None:
    found = arrived(client, b"command=%2Flunch&text=", name="slash", content_type="application/x-www-form-urlencoded")
    assert found.data == {"command": "/lunch", "text": ""}


def test_callbacks_have_the_name_of_their_operation(client: Client) -> None:
    """Or their own, if no other operation has it."""
    assert [name for name in client.webhooks if "." in name] == ["createJob.done", "createRun.done", "createRun.failed"]
    assert arrived(client, {"run": 7}, name="createRun.done").data == {"run": 7}
    assert arrived(client, {"reason": "rain"}, name="failed").name == "createRun.failed"
    with pytest.raises(UnknownWebhook, match=r"'done' could mean createJob.done or createRun.done: write one of these"):
        client.webhooks["done"]
    with pytest.raises(UnknownWebhook, match="declares no webhooks and no callbacks"):
        Client({**DOCUMENT, "paths": {}, "webhooks": {}}).webhooks["push"]


def test_a_new_document_brings_its_webhooks(client: Client) -> None:
    """After `activate` too; what was seen stays seen."""
    own = Client(DOCUMENT)
    own.activate({**DOCUMENT, "webhooks": {"pull": hook(shaped(ref={"type": "string"}))}})
    assert [name for name in own.webhooks if "." not in name] == ["pull"]


def test_documents_of_older_versions() -> None:
    """3.0 has `x-webhooks` and callbacks; 2.0 has neither."""
    old = {
        **DOCUMENT,
        "openapi": "3.0.3",
        "x-webhooks": {"push": hook(shaped(ref={"type": "string", "nullable": True}))},
    }
    del old["webhooks"]
    client = Client(old)
    assert list(client.webhooks) == ["push", "createJob.done", "createRun.done", "createRun.failed"]
    assert arrived(client, {"ref": None}).data == {"ref": None}
    assert dict(Client({"swagger": "2.0", "info": {"title": "a", "version": "1"}, "paths": {}}).webhooks) == {}
