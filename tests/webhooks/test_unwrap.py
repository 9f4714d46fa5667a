"""`client.webhooks.unwrap`: who sent it first, on the bytes as they arrived; then what it says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import pickle
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest

from dynaclient import (
    AsyncOpenAI,
    Client,
    InvalidEvent,
    InvalidSignature,
    OpenAI,
    UnknownWebhook,
    WebhookError,
)
from dynaclient.webhooks import SeenEvents, StandardWebhooks, WebhookEvent
from dynaclient.webhooks.secrets import read_secrets

KEY = b"a key of thirty-two bytes, no more"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
OTHER = "whsec_" + base64.b64encode(b"another key, of somebody else").decode()
EVENT = {"id": "evt_1", "object": "event", "created_at": 1767225600, "type": "batch.completed", "data": {"id": "b_1"}}
BODY = json.dumps(EVENT).encode()

Headers = dict[str, str]


def mac(key: bytes, content: bytes) -> str:
    """The signature of version v1, computed here."""
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def signed(body: bytes = BODY, *, delivery: str = "wh_1", at: float | None = None, key: bytes = KEY) -> Headers:
    """The three headers, computed here from the text of the scheme."""
    text = str(int(time.time() if at is None else at))
    signature = f"v1,{mac(key, delivery.encode() + b'.' + text.encode() + b'.' + body)}"
    return {"webhook-id": delivery, "webhook-timestamp": text, "webhook-signature": signature}


@pytest.fixture(scope="module")
def one_client() -> OpenAI:
    return OpenAI(api_key="sk-test", webhook_secret=SECRET, environment={})


@pytest.fixture
def client(one_client: OpenAI) -> OpenAI:
    """With nothing seen yet."""
    one_client._core.seen = None
    return one_client


def test_an_event_has_what_happened_and_to_what(client: OpenAI) -> None:
    """And the second time that it arrives, it says so."""
    event = client.webhooks.unwrap(BODY, signed())
    assert isinstance(event, WebhookEvent)
    assert (event.type, event.data, event.body) == ("batch.completed", {"id": "b_1"}, EVENT)
    assert (event.id, event.name, event.known, event.replayed) == ("wh_1", "batch_completed", True, False)
    assert abs((event.timestamp or 0) - time.time()) < 60
    assert "b_1" not in repr(event)
    assert client.webhooks.unwrap(BODY, signed()).replayed
    assert client.with_options(timeout=3).webhooks.unwrap(BODY, signed()).replayed
    client.webhooks.forget(event)
    assert not client.webhooks["batch.completed"].unwrap(BODY, signed()).replayed


def test_an_async_client_reads_the_same() -> None:
    """Nothing is awaited: what arrives is there already."""
    client = AsyncOpenAI(api_key="sk-test", webhook_secret=SECRET)
    assert client.webhooks.unwrap(BODY, signed()).type == "batch.completed"


FORMS: list[Callable[[Headers], Any]] = [
    lambda headers: {name.title(): value for name, value in headers.items()},
    lambda headers: list(headers.items()),
    lambda headers: [(name.encode(), value.encode()) for name, value in headers.items()],
    lambda headers: (
        {"wsgi.input": object(), "CONTENT_TYPE": "application/json; charset=utf-8"}
        | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    ),
    lambda headers: {name: [value] for name, value in headers.items()},
    lambda headers: [*headers.items(), *headers.items()],
]


@pytest.mark.parametrize("form", FORMS, ids=["title", "pairs", "asgi", "wsgi", "lists", "twice the same"])
def test_headers_are_taken_as_frameworks_have_them(client: OpenAI, form: Callable[[Headers], Any]) -> None:
    for body in (BODY, bytearray(BODY), memoryview(BODY), BODY.decode()):
        assert client.webhooks.unwrap(body, form(signed())).data["id"] == "b_1"


# what is refused


def with_header(name: str, value: str | None) -> Headers:
    headers = {**signed(), **({} if value is None else {name: value})}
    if value is None:
        del headers[name]
    return headers


def changed(change: Callable[[str], str], body: bytes = BODY) -> tuple[bytes, Headers]:
    """A signature after a change of its base64."""
    headers = signed()
    headers["webhook-signature"] = "v1," + change(headers["webhook-signature"].removeprefix("v1,"))
    return body, headers


def of_text(timestamp: str) -> tuple[bytes, Headers]:
    """Rightly signed, with a timestamp that is written in another way."""
    signature = f"v1,{mac(KEY, b'wh_1.' + timestamp.encode() + b'.' + BODY)}"
    return BODY, {"webhook-id": "wh_1", "webhook-timestamp": timestamp, "webhook-signature": signature}


NOW = int(time.time())

REFUSED: dict[str, tuple[Callable[[], tuple[Any, Any]], str]] = {
    "no headers": (lambda: (BODY, {}), "webhook-id.*missing"),
    "no id": (lambda: (BODY, with_header("webhook-id", None)), "webhook-id.*missing"),
    "no timestamp": (lambda: (BODY, with_header("webhook-timestamp", None)), "webhook-timestamp.*missing"),
    "no signature": (lambda: (BODY, with_header("webhook-signature", None)), "webhook-signature.*missing"),
    "empty id": (lambda: (BODY, with_header("webhook-id", " ")), "webhook-id.*empty"),
    "empty signature": (lambda: (BODY, with_header("webhook-signature", "")), "webhook-signature.*empty"),
    "other id": (lambda: (BODY, with_header("webhook-id", "wh_2")), "no signature fits"),
    "id that is not ASCII": (lambda: (BODY, with_header("webhook-id", "wh_é")), "must be ASCII"),
    "other time": (lambda: (BODY, {**signed(), "webhook-timestamp": str(int(time.time()) - 7)}), "no signature fits"),
    "too old": (lambda: (BODY, signed(at=time.time() - 3600)), r"signed 36\d\d(\.\d)? s ago, and 300 s are tolerated"),
    "too far ahead": (lambda: (BODY, signed(at=time.time() + 3600)), "in the future, and 300 s are tolerated"),
    "time with a sign": (lambda: of_text(f"+{NOW}"), "plain digits"),
    "negative time": (lambda: of_text("-1"), "plain digits"),
    "time with a fraction": (lambda: of_text(f"{NOW}.0"), "plain digits"),
    "time with an exponent": (lambda: of_text("1e9"), "plain digits"),
    "time with underscores": (lambda: of_text(f"{NOW:_}"), "plain digits"),
    "time in other digits": (lambda: of_text(str(NOW).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))), "digits"),
    "endless time": (lambda: of_text("9" * 5000), "plain digits"),
    "time as a date": (lambda: of_text("2026-01-01T00:00:00Z"), "plain digits"),
    "wrong key": (lambda: (BODY, signed(key=b"another")), "no signature fits"),
    "key as it is written": (lambda: (BODY, signed(key=SECRET.encode())), "no signature fits"),
    "no version": (lambda: (BODY, with_header("webhook-signature", signed()["webhook-signature"][3:])), "version"),
    "unknown version": (lambda: (BODY, with_header("webhook-signature", "v2,AAAA")), "no signature of version"),
    "version in capitals": (
        lambda: (BODY, with_header("webhook-signature", "V1" + signed()["webhook-signature"][2:])),
        "no signature of version",
    ),
    "truncated": (lambda: changed(lambda text: text[:-4]), "no signature fits"),
    "in hex": (lambda: changed(lambda text: base64.b64decode(text).hex()), "no signature fits"),
    "in base64 for URLs": (
        lambda: changed(lambda text: base64.urlsafe_b64encode(base64.b64decode(text)).decode().rstrip("=")),
        "no signature fits",
    ),
    "not ASCII": (lambda: changed(lambda text: text + "é"), "no signature fits"),
    "empty after the version": (lambda: changed(lambda text: ""), "no signature fits"),
    "only ed25519": (lambda: (BODY, with_header("webhook-signature", "v1a,AAAA")), "pass whpk_"),
    "too many": (lambda: (BODY, with_header("webhook-signature", "v1,AAAA " * 33)), "33 signatures; up to 32"),
    "two different": (
        lambda: (BODY, [*signed().items(), ("Webhook-Signature", "v1,AAAA")]),
        "2 times with different values",
    ),
    "body with a blank more": (lambda: (BODY + b" ", signed()), "no signature fits"),
    "body without its end": (lambda: (BODY[:-1], signed()), "no signature fits"),
    "empty body": (lambda: (b"", signed()), "no signature fits"),
    "body written again": (lambda: (json.dumps(EVENT, indent=1).encode(), signed()), "no signature fits"),
    "body in other order": (lambda: (json.dumps(EVENT, sort_keys=True).encode(), signed()), "no signature fits"),
    "body in UTF-16": (lambda: (BODY.decode().encode("utf-16"), signed()), "no signature fits"),
}


@pytest.mark.parametrize(("given", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_signed_rightly_is_refused(
    client: OpenAI, given: Callable[[], tuple[Any, Any]], message: str
) -> None:
    """With the reason; and neither the secret nor a right signature is in the error."""
    body, headers = given()
    with pytest.raises(InvalidSignature, match=message) as caught:
        client.webhooks.unwrap(body, headers)
    text = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert SECRET not in text
    assert SECRET.removeprefix("whsec_") not in text
    assert signed()["webhook-signature"][3:] not in text
    assert client.webhooks.unwrap(BODY, signed()).replayed is False, "a refused request is not remembered"


def test_the_signature_alone(client: OpenAI) -> None:
    """Whatever the body is; and it does not count as seen."""
    body = b"\xff not JSON"
    headers = signed(body)
    assert client.webhooks.verify(body, headers) == ("wh_1", int(headers["webhook-timestamp"]))
    with pytest.raises(InvalidSignature):
        client.webhooks.verify(body + b" ", signed(body))
    assert not client.webhooks.unwrap(BODY, signed()).replayed


def test_the_signature_comes_before_the_body(client: OpenAI) -> None:
    """What is not JSON is not read until it is known who sent it."""
    with pytest.raises(InvalidSignature):
        client.webhooks.unwrap(b"\xff{", signed())
    with pytest.raises(InvalidEvent, match="the body is not JSON: it is not UTF-8"):
        client.webhooks.unwrap(b"\xff{", signed(b"\xff{"))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "not JSON: Expecting property name"),
        (b"", "not JSON"),
        (b'{"type": NaN}', "NaN is not a number of JSON"),
        (b"[" * 200_000, "nested too deeply|not JSON"),
        (b"[]", "no webhook with such a body, and the body has no `type`"),
        (b'{"type": ["batch.completed"]}', "no `type`"),
        (json.dumps({**EVENT, "data": {}}).encode(), "fit the webhook batch_completed.\n  /body/data/id: "),
        (json.dumps({**EVENT, "created_at": "now"}).encode(), "/body/created_at"),
    ],
)
def test_what_is_signed_rightly_has_to_fit(client: OpenAI, body: bytes, message: str) -> None:
    """And is not remembered as seen, so that it can come again."""
    with pytest.raises(InvalidEvent, match=message):
        client.webhooks.unwrap(body, signed(body))
    assert not client.webhooks.unwrap(BODY, signed()).replayed


def test_an_event_that_does_not_fit_can_be_let_in(client: OpenAI) -> None:
    body = json.dumps({"type": "batch.completed", "data": {}}).encode()
    with pytest.raises(InvalidEvent) as caught:
        client.webhooks.unwrap(body, signed(body))
    assert {item.path for item in caught.value.violations} == {"/body/id", "/body/created_at", "/body/data/id"}
    assert pickle.loads(pickle.dumps(caught.value)).name == "batch_completed"
    assert client.webhooks.unwrap(body, signed(body), validate=False).known


def test_an_unknown_type_is_an_event(client: OpenAI) -> None:
    """The API has new ones before the document does."""
    body = b'{"type": "moon.rose", "data": [1]}'
    event = client.webhooks.unwrap(body, signed(body))
    assert (event.known, event.type, event.data, event.name) == (False, "moon.rose", [1], "")
    with pytest.raises(InvalidEvent, match="/body/type"):
        client.webhooks["batch_completed"].unwrap(body, signed(body))


PARSED = [(EVENT, "not what was parsed from them"), ([], "not what was parsed"), (None, "not NoneType"), (5, "not int")]


@pytest.mark.parametrize(("body", "message"), PARSED)
def test_a_parsed_body_is_refused(client: OpenAI, body: Any, message: str) -> None:
    """A signature is made over bytes."""
    with pytest.raises(WebhookError, match=message):
        client.webhooks.unwrap(body, signed())
    with pytest.raises(WebhookError, match="headers must be a mapping or pairs"):
        client.webhooks.unwrap(BODY, 5)  # type: ignore[arg-type]


# secrets


@pytest.mark.parametrize(
    ("secret", "key"),
    [
        (SECRET, KEY),
        (SECRET.rstrip("="), KEY),
        (KEY, KEY),
        ([OTHER, SECRET], KEY),
        (f"{OTHER} {SECRET}", KEY),
        ("plain text", b"plain text"),
        (f"{SECRET}\n", KEY),
    ],
)
def test_secrets_in_each_form(client: OpenAI, secret: Any, key: bytes) -> None:
    """Several while keys are rotated; a text without a prefix is the key itself, as the official package has it."""
    assert client.webhooks.unwrap(BODY, signed(key=key), secret).known
    with pytest.raises(InvalidSignature):
        client.webhooks.unwrap(BODY, signed(key=b"none of them"), secret)


def test_several_signatures(client: OpenAI) -> None:
    """A sender that rotates its key signs with both; one that fits is enough, wherever it is."""
    right, wrong = signed()["webhook-signature"], "v1,AAAA"
    for given in (f"{wrong} {right}", f"{right} {wrong}", f"v1a,AAAA v9,AAAA {right}", f"bare {right}"):
        assert client.webhooks.unwrap(BODY, {**signed(), "webhook-signature": given}).known


@pytest.mark.parametrize(
    ("secret", "message"),
    [
        ("", "secret"),
        (b"", "the secret is empty"),
        ([], "OPENAI_WEBHOOK_SECRET"),
        ("whsec_!!!", "begins with whsec_ and is not base64"),
        ("whsec_", "0 bytes after whsec_"),
        ("whpk_AAAA", "has 3 bytes after whpk_; it needs 32"),
        (5, "must be text, bytes or a list"),
        ([5], "must be text or bytes, not int"),
    ],
)
def test_wrong_secrets(client: OpenAI, secret: Any, message: str) -> None:
    with pytest.raises(WebhookError, match=message) as caught:
        client.webhooks.unwrap(BODY, signed(), secret)
    assert not isinstance(caught.value, InvalidSignature), "the receiver is wrong, not the sender"


def test_the_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Read when the client is made; never shown, logged or pickled."""
    monkeypatch.delenv("OPENAI_WEBHOOK_SECRET", raising=False)
    bare = OpenAI(api_key="k")
    with pytest.raises(WebhookError, match="set OPENAI_WEBHOOK_SECRET, or pass secret="):
        bare.webhooks.unwrap(BODY, signed())
    with pytest.raises(WebhookError, match="pass secret=, which the sender"):
        Client(bare.document, credentials=False).webhooks.unwrap(BODY, signed())
    monkeypatch.setenv("OPENAI_WEBHOOK_SECRET", SECRET)
    caplog.set_level(logging.DEBUG)
    client = OpenAI(api_key="k")
    assert client.webhooks.unwrap(BODY, signed()).known
    assert OpenAI(api_key="k", environment={"OPENAI_WEBHOOK_SECRET": SECRET}).webhooks.unwrap(BODY, signed()).known
    client.webhooks.unwrap(BODY, signed(key=b"x"), "x")
    shown = f"{client!r} {vars(client)!r} {client.webhooks!r} {vars(client.webhooks['batch_failed'])!r} {caplog.text}"
    shown += repr(read_secrets(SECRET, ""))
    assert SECRET not in shown
    assert repr(KEY)[2:-1] not in shown
    assert SECRET.encode() not in pickle.dumps(OpenAI(api_key="k", webhook_secret=SECRET))


# time


@pytest.mark.parametrize(("offset", "fits"), [(-300, True), (-301, False), (300, True), (301, False), (0, True)])
def test_the_clock_in_both_directions(offset: int, fits: bool) -> None:
    scheme, keys, now = StandardWebhooks(), read_secrets(SECRET, ""), 1_800_000_000.0
    headers = {name: (value,) for name, value in signed(at=now + offset).items()}
    if fits:
        assert scheme.verify(BODY, headers, keys, tolerance=300, now=now).timestamp == int(now) + offset
        return
    with pytest.raises(InvalidSignature, match=r"signed 301 s (ago|in the future)"):
        scheme.verify(BODY, headers, keys, tolerance=300, now=now)


def test_tolerance_is_chosen(client: OpenAI) -> None:
    old = signed(at=NOW - 10_000)
    assert client.webhooks.unwrap(BODY, old, None, 20_000).known
    assert client.webhooks.unwrap(BODY, old, tolerance=None).known
    for tolerance in (-1, "300"):
        with pytest.raises(WebhookError, match="tolerance must be seconds"):
            client.webhooks.unwrap(BODY, old, tolerance=tolerance)  # type: ignore[arg-type]


# what was seen


def test_a_store_of_ones_own(client: OpenAI) -> None:
    """One that several processes share; the store of the client is bounded."""
    store = SeenEvents(2)
    replayed = [client.webhooks.unwrap(BODY, signed(delivery=name), seen=store).replayed for name in "abacba"]
    assert replayed == [False, False, True, False, False, False]
    assert len(store) == 2
    assert "2 of 2" in repr(store)
    with pytest.raises(ValueError, match="1 or more"):
        SeenEvents(0)


@pytest.mark.parametrize(("store", "reason"), [(set(), "set returns None"), (5, "int has no add")])
def test_a_store_that_does_not_say_what_is_new(client: OpenAI, store: Any, reason: str) -> None:
    """With a `set`, every event would count as a replay."""
    with pytest.raises(WebhookError, match=rf"seen= must have add\(id\), which returns .*; {reason}"):
        client.webhooks.unwrap(BODY, signed(), seen=store)


# ed25519


def test_signatures_with_ed25519(client: OpenAI) -> None:
    """Signed by the library here; the key from the first test vector of RFC 8032, section 7.1."""
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    text = str(int(time.time()))
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(b"wh_1." + text.encode() + b"." + BODY)
    written = base64.b64encode(signature).decode()
    headers = {"webhook-id": "wh_1", "webhook-timestamp": text, "webhook-signature": f"v1,AAAA v1a,{written}"}
    whpk = f"whpk_{base64.b64encode(public).decode()}"
    assert client.webhooks.unwrap(BODY, headers, whpk).known
    assert client.webhooks.unwrap(BODY, headers, [SECRET, whpk]).known
    for secret in (SECRET, f"whpk_{base64.b64encode(seed).decode()}"):
        with pytest.raises(InvalidSignature):
            client.webhooks.unwrap(BODY, headers, secret)
    for bad in (written[:-4], "é", written[:-2], ""):
        with pytest.raises(InvalidSignature):
            client.webhooks.unwrap(BODY, {**headers, "webhook-signature": f"v1a,{bad}"}, whpk)
    private = read_secrets(f"whsk_{base64.b64encode(seed + public).decode()}", "")
    ours = StandardWebhooks().sign(BODY, private, delivery="wh_1", now=int(text))
    assert ours["webhook-signature"] == f"v1a,{written}", "ed25519 has one signature for a text"
    with pytest.raises(WebhookError, match="to sign, pass the private one"):
        StandardWebhooks().sign(BODY, read_secrets(whpk, ""), delivery="wh_1", now=1)


def test_a_fixed_vector_of_ed25519() -> None:
    """Signed once by OpenSSL with the key of RFC 8032, section 7.1, test 1."""
    pytest.importorskip("cryptography")
    body = b'{"type": "a", "data": {}}'
    whpk = "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    headers = {
        "webhook-id": ("msg_1",),
        "webhook-timestamp": ("1700000000",),
        "webhook-signature": (
            "v1a,toVquoiM0eTyrkB5yVE0r9gUecaieFKE20UdIeP8+7aMTd9z2sNVE2oYtZt62PhjGasCBuR12DWl3ufnU6EOBA==",
        ),
    }
    found = StandardWebhooks().verify(body, headers, read_secrets(whpk, ""), tolerance=300, now=1_700_000_100)
    assert found == ("msg_1", 1_700_000_000)


# two implementations


def test_the_package_of_the_standard_signs_and_verifies(client: OpenAI) -> None:
    """`standardwebhooks` signs what is verified here, and verifies what is signed here."""
    standardwebhooks = pytest.importorskip("standardwebhooks")
    other = standardwebhooks.Webhook(SECRET)
    for body in (
        BODY,
        json.dumps(EVENT, ensure_ascii=True, indent=2).encode(),
        json.dumps({**EVENT, "é": "ß"}).encode(),
    ):
        at = int(time.time())
        signature = other.sign("wh_1", datetime.fromtimestamp(at, timezone.utc), body.decode())
        headers = {"webhook-id": "wh_1", "webhook-timestamp": str(at), "webhook-signature": signature}
        assert client.webhooks.unwrap(body, headers).known
        ours = StandardWebhooks().sign(body, read_secrets([OTHER, SECRET], ""), delivery="wh_2", now=at)
        assert other.verify(body, ours) == json.loads(body)
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            other.verify(body + b" ", ours)


# names


def test_names(client: OpenAI) -> None:
    assert len(client.webhooks) == 32
    assert client.webhooks["batch.completed"].name == client.webhooks["batch_completed"].name == "batch_completed"
    assert client.webhooks.get("no such") is None
    assert "eval_run_canceled" in client.webhooks
    with pytest.raises(
        UnknownWebhook, match=r"no webhook or callback 'bach_completed'. Did you mean 'batch_completed'"
    ):
        client.webhooks["bach_completed"]


def test_in_a_framework(client: OpenAI) -> None:
    """FastAPI, called in process: its bytes and headers are taken as they are."""
    fastapi = pytest.importorskip("fastapi")
    app = fastapi.FastAPI()

    async def hooks(request: Any) -> Any:
        try:
            event = client.webhooks.unwrap(await request.body(), request.headers)
        except InvalidSignature:
            return fastapi.Response(status_code=400)
        return {"type": event.type, "replayed": event.replayed}

    hooks.__annotations__ = {"request": fastapi.Request}
    app.post("/hooks")(hooks)
    sender = Client({"openapi": "3.1.0", "info": {"title": "Sender", "version": "1"}, "paths": {}}, app=app)
    with sender:
        headers = {**signed(), "Content-Type": "application/json"}
        answers = [sender.request("POST", "/hooks", data=BODY, headers=headers).data for _ in range(2)]
        assert answers == [{"type": "batch.completed", "replayed": replayed} for replayed in (False, True)]
        refused = sender.with_options(raise_for_status=False).request(
            "POST", "/hooks", data=BODY + b" ", headers=headers
        )
        assert refused.status_code == 400
