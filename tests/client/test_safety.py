"""No credential is seen anywhere: one sentinel key, every way to carry it, every text that comes out."""

from __future__ import annotations

import base64
import contextlib
import copy
import io
import json
import logging
import pickle
import pydoc
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from dynaclient import Client, DynaclientError, OAuth, OpenAI, TokenError
from dynaclient.client.login import log_in
from tests.echo_server import EchoServer, Reply
from tests.runtime.conftest import QUICK

SENTINEL = "sentinel-0123456789-abcdef"
ENCODED = base64.b64encode(f"user:{SENTINEL}".encode()).decode()

FORMS = {
    "as it is": SENTINEL,
    "base64": base64.b64encode(SENTINEL.encode()).decode(),
    "inside of base64": base64.b64encode(f'{{"key": "{SENTINEL}"}}'.encode()).decode(),
    "of Basic": ENCODED,
    "URL-encoded": "".join(f"%{byte:02X}" for byte in SENTINEL.encode()),
    "JSON-escaped": "".join(f"\\u{ord(c):04x}" for c in SENTINEL),
    "hexadecimal": SENTINEL.encode().hex(),
    "HTML": "".join(f"&#{ord(c)};" for c in SENTINEL),
}
"""What a server may send back in place of the key."""

SCHEMES: dict[str, Any] = {
    "HeaderKey": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "QueryKey": {"type": "apiKey", "in": "query", "name": "k"},
    "CookieKey": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "Bearer": {"type": "http", "scheme": "bearer"},
    "Basic": {"type": "http", "scheme": "basic"},
    "Digest": {"type": "http", "scheme": "digest"},
    "OAuth": {"type": "oauth2", "flows": {}},
    "OpenID": {"type": "openIdConnect", "openIdConnectUrl": "https://id.example"},
}


def document(*scheme: str) -> dict[str, Any]:
    parameters = [
        {"name": "n", "in": "query", "schema": {"type": "integer"}},
        {"name": "access_token", "in": "query", "schema": {"type": "string", "maxLength": 40}},
    ]
    operation = {
        "operationId": "op",
        "summary": "Do it.",
        "parameters": parameters,
        "requestBody": {"content": {"application/json": {"schema": {"type": "object", "maxProperties": 3}}}},
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}}},
        "security": [{name: [] for name in scheme}] if scheme else [],
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "components": {"securitySchemes": SCHEMES},
        "paths": {"/x": {"post": operation, "get": {**operation, "operationId": "read"}}},
    }


Make = Callable[[str], Client]


def by_scheme(name: str, credential: Any) -> Make:
    return lambda url: Client(document(name), base_url=url, credentials={name: credential}, retries=0)


def by_session(change: Callable[[requests.Session], Any]) -> Make:
    def make(url: str) -> Client:
        session = requests.Session()
        change(session)
        return Client(document(), base_url=url, session=session, retries=0)

    return make


CARRIERS: dict[str, Make] = {
    "header key": by_scheme("HeaderKey", SENTINEL),
    "query key": by_scheme("QueryKey", SENTINEL),
    "cookie key": by_scheme("CookieKey", SENTINEL),
    "bearer": by_scheme("Bearer", SENTINEL),
    "basic pair": by_scheme("Basic", ("user", SENTINEL)),
    "basic text": by_scheme("Basic", f"user:{SENTINEL}"),
    "basic mapping": by_scheme("Basic", {"username": "user", "password": SENTINEL}),
    "digest": by_scheme("Digest", ("user", SENTINEL)),
    "oauth2": by_scheme("OAuth", SENTINEL),
    "openIdConnect": by_scheme("OpenID", SENTINEL),
    "function": by_scheme("Bearer", lambda: SENTINEL),
    "header of the client": lambda url: Client(
        document(), base_url=url, headers={"Authorization": f"Bearer {SENTINEL}"}, retries=QUICK
    ),
    "user info": lambda url: Client(document(), base_url=url.replace("//", f"//user:{SENTINEL}@"), retries=QUICK),
    "session auth": by_session(lambda session: setattr(session, "auth", ("user", SENTINEL))),
    "session header": by_session(lambda session: session.headers.update({"X-Api-Key": SENTINEL})),
    "argument": lambda url: Client(document(), base_url=url, retries=QUICK).with_options(
        on_request=lambda request: request.prepare_url(request.url, {"access_token": SENTINEL})
    ),
}


OTHERS = {"access_token": "another-token", "token_type": "Bearer"}
"""A token without the sentinel."""

RENEWABLE = {**OTHERS, "refresh_token": "another-refresh-token"}


class TokenCarrier:
    """A client whose token endpoint is on the same server.

    Args:
        answers: what the server answers besides, by path.
        login: how a person logs in before: in a browser, with a code on another device, or not at all.
        options: of `OAuth`.
    """

    def __init__(self, *, answers: dict[str, Any] | None = None, login: str = "", **options: Any) -> None:
        self.answers = {"/token": OTHERS, **(answers or {})}
        self.login = login
        self.options = options

    def __call__(self, url: str) -> Client:
        addresses = {
            "token_url": f"{url}/token",
            "authorization_url": f"{url}/authorize",
            "device_authorization_url": f"{url}/device",
        }
        client = by_scheme("OAuth", OAuth("user", **addresses, **self.options))(url)
        if self.login:
            log_in(client, device=self.login == "device", open_page=come_back, show_code=lambda step: None)
        with contextlib.suppress(DynaclientError):
            client.call("op")  # so that there is a token
        return client


def come_back(url: str) -> bool:
    """A browser that is sent back at once."""
    asked = dict(parse_qsl(urlsplit(url).query))
    back = f"{asked['redirect_uri']}?code=the-code&state={asked['state']}"
    threading.Thread(target=lambda: requests.get(back, timeout=10), daemon=True).start()
    return True


DEVICE = {"device_code": SENTINEL, "user_code": "ABCD", "verification_uri": "http://127.0.0.1/", "interval": 0.01}

TOKEN_CARRIERS: dict[str, TokenCarrier] = {
    "access token": TokenCarrier(answers={"/token": {**OTHERS, "access_token": SENTINEL}}, client_secret="s"),
    "refresh token": TokenCarrier(refresh_token=SENTINEL),
    "refresh token of an answer": TokenCarrier(
        answers={"/token": {**OTHERS, "refresh_token": SENTINEL}}, client_secret="s"
    ),
    "id token": TokenCarrier(answers={"/token": {**OTHERS, "id_token": SENTINEL}}, client_secret="s"),
    "client secret in the header": TokenCarrier(client_secret=SENTINEL),
    "client secret in the body": TokenCarrier(client_secret=SENTINEL, client_authentication="post"),
    "assertion": TokenCarrier(assertion=SENTINEL),
    "subject token": TokenCarrier(subject_token=lambda: SENTINEL),
    "access token of a login": TokenCarrier(
        answers={"/token": {**OTHERS, "access_token": SENTINEL, "refresh_token": SENTINEL}}, login="browser"
    ),
    "code verifier": TokenCarrier(answers={"/token": RENEWABLE}, login="browser"),
    "device code": TokenCarrier(answers={"/token": RENEWABLE, "/device": DEVICE}, login="device"),
}
CARRIERS.update(TOKEN_CARRIERS)

OF_A_LOGIN = ("code verifier", "device code")
"""What only the token endpoint gets, once, so that no other server has it to send back."""

OF_THE_API = ("access token", "access token of a login", *(name for name in CARRIERS if name not in TOKEN_CARRIERS))
"""What the API receives."""

AS_BASIC = ("client secret in the header", "basic pair", "basic text", "basic mapping", "user info", "session auth")
"""What sends the key encoded, so that a server may send it back so."""


class Texts:
    """Gathers every text that a program may show, and looks for the key in it."""

    def __init__(self, log: pytest.LogCaptureFixture) -> None:
        self.log = log
        self.found: list[str] = []

    def add(self, *values: Any) -> None:
        for value in values:
            self.found += [repr(value), str(value)]
            if hasattr(value, "_repr_html_"):
                self.found.append(value._repr_html_())

    def add_error(self, error: BaseException) -> None:
        self.add(error, vars(error).get("violations", ()), error.args)
        self.found += traceback.format_exception(error)
        with contextlib.redirect_stderr(io.StringIO()) as stderr:
            traceback.print_exception(error)
        self.found.append(stderr.getvalue())
        logging.getLogger("application").error("it failed", exc_info=error)

    def add_either(self, act: Callable[[], Any]) -> None:
        try:
            self.add(act())
        except DynaclientError as error:
            self.add_error(error)

    def errors_of(self, *acts: Callable[[], Any]) -> None:
        for act in acts:
            with pytest.raises(DynaclientError) as caught:
                act()
            self.add_error(caught.value)

    def check(self, fewest: int = 20) -> None:
        formatter = logging.Formatter("%(name)s %(message)s %(args)s")
        lines = [formatter.format(record) for record in self.log.records]
        assert any("urllib3" in line for line in lines), "nothing was logged, so nothing was proved"
        assert len(self.found) > fewest
        for text in [*lines, *self.found]:
            assert SENTINEL not in text, text
            assert ENCODED not in text, text


@pytest.fixture
def texts(caplog: pytest.LogCaptureFixture) -> Texts:
    caplog.set_level(logging.DEBUG)
    return Texts(caplog)


@pytest.fixture
def echoing(server: EchoServer, request: pytest.FixtureRequest) -> EchoServer:
    """Services send keys back in their errors: this one does nothing else."""
    parameters = getattr(getattr(request.node, "callspec", None), "params", {})
    carrier = parameters.get("carrier")
    key = f"{SENTINEL} ({ENCODED})" if carrier in AS_BASIC else "" if carrier in OF_A_LOGIN else SENTINEL
    body = f'{{"error": {{"message": "Incorrect key {key}"}}}}'.encode()
    server.answer("/x", Reply(401, body, {"Content-Type": "application/json", "WWW-Authenticate": "Basic"}))
    for path, answer in TOKEN_CARRIERS[carrier].answers.items() if carrier in TOKEN_CARRIERS else ():
        server.answer(path, Reply(200, json.dumps(answer).encode()))
    return server


@pytest.fixture
def own_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where logins of these tests are kept, and a verifier that is known."""
    monkeypatch.setenv("DYNACLIENT_TOKENS", str(tmp_path_factory.mktemp("state") / "tokens.json"))
    oauthlib = pytest.importorskip("oauthlib.oauth2")
    monkeypatch.setattr(oauthlib.WebApplicationClient, "create_code_verifier", lambda self, length: SENTINEL)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_no_text_shows_the_key(
    carrier: str, echoing: EchoServer, other: EchoServer, texts: Texts, own_store: None
) -> None:
    """Logs at DEBUG, reprs, errors and their tracebacks, explanations, help, notebooks."""
    with CARRIERS[carrier](echoing.url) as client:
        texts.add(client, client._options, client._options.request, client._options.request.credentials)
        texts.add(client.operations, client.operations["op"], client.op.__doc__, pydoc.render_doc(client.op))
        texts.add(client.explain("op"), client.explain("op", n="x", access_token=SENTINEL, body={}))
        texts.add_either(lambda: client.prepare("op"))  # which fetches no token
        texts.add(client.validate("op", n="x", access_token=SENTINEL * 2))
        texts.errors_of(
            lambda: client.call("op"),
            lambda: client.with_options(stream=True).call("op"),
            lambda: client.call("op", n="x"),
            lambda: client.call("op", access_token=SENTINEL * 2),
            lambda: client.with_options(base_url="http://127.0.0.1:1").call("op"),
        )
        response = client.with_options(raise_for_status=False).call("op", body={"a": 1})
        texts.add(response, response.violations, response.operation)
        texts.add_error(response.error())
        texts.errors_of(response.raise_for_status, response.unmarshal, lambda: response["none"])
        checked = client.with_options(raise_for_status=False, validate_responses="warn")
        texts.add(checked.call("op").violations)
        echoing.answer("/x", Reply(200, f"[{'' if carrier in OF_A_LOGIN else SENTINEL}".encode()))
        texts.errors_of(lambda: client.call("op").data)
        echoing.redirect("/x", f"{other.url}/y?key={SENTINEL if carrier in OF_THE_API else ''}", 307)
        texts.add_either(lambda: client.call("op"))
        echoing.redirect("/x", "/x")
        texts.errors_of(lambda: client.call("op"))
        client.session.close()
    assert other.received or carrier in OF_A_LOGIN
    assert SENTINEL not in str(other.received)
    assert ENCODED not in str(other.received)
    first = [r for r in echoing.received if r.target not in ("/authorize", "/device")][: 2 if "token" in carrier else 1]
    comes_back = carrier in ("digest", "id token", "refresh token of an answer")
    assert comes_back or any(SENTINEL in str(r) or ENCODED in str(r) for r in first)
    texts.check()


@pytest.mark.parametrize("carrier", CARRIERS)
def test_no_file_of_a_cache_holds_the_key(carrier: str, server: EchoServer, own_store: None, tmp_path: Path) -> None:
    """Not in a name, nor in what is stored, nor where the server sends it back: as it is, or in another encoding."""
    pytest.importorskip("hishel", reason="hishel is not installed")
    from dynaclient.caching import HTTPCache

    fresh = {"Content-Type": "application/json", "Cache-Control": "max-age=60", "ETag": '"a"', "Vary": "Authorization"}
    for path, answer in TOKEN_CARRIERS[carrier].answers.items() if carrier in TOKEN_CARRIERS else ():
        server.answer(path, Reply(200, json.dumps(answer).encode()))
    server.answer("/x", Reply(200, b'{"fine": true}', fresh))
    folder = tmp_path / "answers"
    with CARRIERS[carrier](server.url) as client:
        cached = client.with_options(plugins=[HTTPCache(folder)])
        cached.call("read", n=1)
        assert cached.call("read", n=1).from_cache
        forms = FORMS.values()
        for number, form in enumerate(forms, 2):
            server.answer("/x", Reply(200, json.dumps({"echo": f"<{form}>"}).encode(), fresh))
            cached.call("read", n=number)
            server.answer("/x", Reply(200, b"{}", {**fresh, "X-Echo": f"<{form}>"}))
            cached.call("read", n=100 + number)
        stored = [path for path in folder.rglob("*") if path.is_file()]
        assert len(stored) > 1
        for path in stored:
            for form in forms if carrier in OF_THE_API else ():
                assert form not in str(path)
                assert form.encode() not in path.read_bytes(), form
        client.session.close()


@pytest.mark.parametrize("carrier", TOKEN_CARRIERS)
def test_no_error_about_a_token_shows_the_key(carrier: str, echoing: EchoServer, texts: Texts, own_store: None) -> None:
    """A token endpoint that sends back what it received, when a token is due, and after a 401."""
    make = TOKEN_CARRIERS[carrier]
    sent = f"{SENTINEL} {ENCODED}" if carrier in AS_BASIC else SENTINEL
    echo = json.dumps({"error": "invalid_request", "error_description": sent}).encode()
    if "answer" not in carrier and carrier not in ("access token", "id token", "access token of a login"):
        echoing.answer("/token", Reply(400, echo))
        with pytest.raises(TokenError) as caught:
            make(echoing.url).call("op")
        texts.add_error(caught.value)
        texts.add(vars(caught.value), pickle.loads(pickle.dumps(caught.value)))
    if carrier in OF_A_LOGIN:
        echo = b'{"error": "invalid_request"}'
    good = Reply(200, json.dumps(make.answers["/token"]).encode())
    echoing.answer("/token", good, good, Reply(400, echo))
    with make(echoing.url) as client:
        for _ in range(2):
            with pytest.raises(DynaclientError) as failed:
                client.call("op")
            texts.add_error(failed.value)
            if failed.value.__cause__ is not None:
                texts.add_error(failed.value.__cause__)
        texts.found += [repr(pickle.dumps(client)), repr(copy.copy(client)), repr(client.__dict__)]
    assert any(b"Incorrect key" in reply.body for reply in echoing.replies["/x"])
    texts.check(fewest=8)


def test_the_openai_client_shows_no_key(echoing: EchoServer, texts: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the environment, as most people have it."""
    echoing.answer("/models", *echoing.replies["/x"])
    monkeypatch.setenv("OPENAI_API_KEY", SENTINEL)
    monkeypatch.setenv("OPENAI_BASE_URL", echoing.url)
    with OpenAI() as client:
        texts.add(client, client.explain("listModels"), client.prepare("listModels"), client._options)
        texts.errors_of(client.listModels, lambda: client.call("retrieveModel"), lambda: client.call("listModelz"))
        texts.add(client.with_options(raise_for_status=False).listModels())
    assert echoing.received[0].header("Authorization") == f"Bearer {SENTINEL}"
    texts.found *= 2
    texts.check()


def test_a_key_that_cannot_be_sent_is_not_shown(texts: Texts) -> None:
    """The error of a key with a line break names the scheme, not the key."""
    client = Client(document("Bearer"), base_url="http://h", credentials={"Bearer": f"{SENTINEL}\n"})
    with pytest.raises(DynaclientError) as caught:
        client.call("op")
    texts.add_error(caught.value)
    assert not any(SENTINEL in text for text in texts.found)


# values that would change the address or split the request


PATHS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/a/{id}/b": {
            "get": {
                "operationId": "get",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "q", "in": "query", "schema": {"type": "string"}},
                    {"name": "X-A", "in": "header", "schema": {"type": "string"}},
                    {"name": "c", "in": "cookie", "schema": {"type": "string"}},
                ],
                "responses": {},
            }
        }
    },
}


@pytest.fixture
def client(server: EchoServer) -> Iterator[Client]:
    with Client(PATHS, base_url=server.url) as client:
        yield client


@pytest.mark.parametrize(
    ("value", "target"),
    [
        pytest.param("a/b", "/a/a%2Fb/b", id="slash"),
        pytest.param("a?b#c", "/a/a%3Fb%23c/b", id="query and fragment"),
        pytest.param("%2e%2e", "/a/%252e%252e/b", id="encoded dots"),
        pytest.param("..;", "/a/..%3B/b", id="dots with a parameter"),
        pytest.param("ü", "/a/%C3%BC/b", id="beyond ASCII"),
        pytest.param("a b", "/a/a%20b/b", id="blank"),
        pytest.param("a\r\nX: y", "/a/a%0D%0AX%3A%20y/b", id="line break"),
        pytest.param("...", "/a/.../b", id="three dots"),
        pytest.param("a\\b", "/a/a%5Cb/b", id="backslash"),
        pytest.param("http://e.example/", "/a/http%3A%2F%2Fe.example%2F/b", id="address"),
    ],
)
def test_a_path_value_stays_one_segment_on_the_wire(
    client: Client, server: EchoServer, value: str, target: str
) -> None:
    """As the server sees it, after all that requests does to an address."""
    client.call("get", id=value)
    assert [request.line for request in server.received] == [f"GET {target} HTTP/1.1"]


@pytest.mark.parametrize("mode", [True, "strict", "warn", False])
@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_value_that_would_change_the_path_is_refused(
    client: Client, server: EchoServer, value: str, mode: Any
) -> None:
    """In every mode: libraries and servers remove such segments, and another operation would be called."""
    with pytest.raises(DynaclientError):
        client.with_options(validate=mode).call("get", id=value)
    assert server.received == []


@pytest.mark.parametrize("mode", [True, "strict", "warn", False])
@pytest.mark.parametrize("value", ["a\r\nX-Injected: 1", "a\nb", "a\rb", "a\0b"])
def test_a_header_value_with_a_line_break_is_refused(client: Client, server: EchoServer, value: str, mode: Any) -> None:
    """In every mode. Source: RFC 9110 section 5.5."""
    with pytest.raises(DynaclientError):
        client.with_options(validate=mode).call("get", id="1", X_A=value)
    assert server.received == []


def test_a_header_value_with_a_blank_in_front_is_refused_before_it_is_sent(client: Client, server: EchoServer) -> None:
    """As an error of the caller: requests raises one of its own."""
    with pytest.raises(DynaclientError):
        client.call("get", id="1", X_A=" a")
    assert server.received == []


def test_cookie_and_query_values_are_encoded(client: Client, server: EchoServer) -> None:
    """They end where they should."""
    client.call("get", id="1", q="a&b=c#d\r\n", c="a; b=c\r\n")
    (request,) = server.received
    assert request.target == "/a/1/b?q=a%26b%3Dc%23d%0D%0A"
    assert request.header("Cookie") == "c=a%3B%20b%3Dc%0D%0A"


def test_nothing_of_the_machine_is_written(echoing: EchoServer, tmp_path: Path) -> None:
    """A client leaves no file behind in the home of its user."""
    with CARRIERS["bearer"](echoing.url) as client:
        client.with_options(raise_for_status=False).call("op")
    assert list(tmp_path.iterdir()) == []
