"""The caller's own Session: everything set on it holds, nothing of it is changed, and it stays open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth

from dynaclient import Client, RequestError
from tests.echo_server import EchoServer, Reply

SCHEMES = {
    "Bearer": {"type": "http", "scheme": "bearer"},
    "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "Cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
}


def document(*security: dict[str, Any], parameters: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    operation = {"operationId": "op", "parameters": list(parameters), "responses": {}, "security": list(security)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "components": {"securitySchemes": SCHEMES},
        "paths": {"/x": {"get": operation}},
    }


COOKIES = tuple({"name": name, "in": "cookie", "schema": {"type": "string"}} for name in ("a", "b"))


def sent_headers(server: EchoServer) -> dict[str, str]:
    return {name: value for name, value in server.received[-1].own_headers.items() if name != "Accept"}


def test_its_headers_params_and_cookies_go_along(server: EchoServer) -> None:
    """What the session adds to every request is added to ours."""
    with requests.Session() as session:
        session.headers["X-Own"] = "1"
        session.headers["Accept-Language"] = "de"
        session.params = {"v": "2 3"}
        session.cookies.set("theme", "dark")
        Client(document(), base_url=server.url, session=session).call("op")
    assert server.received[0].target == "/x?v=2+3"
    assert sent_headers(server) == {"X-Own": "1", "Accept-Language": "de", "Cookie": "theme=dark"}


def test_an_accept_of_its_own_beats_the_documents(server: EchoServer) -> None:
    """The document's types are only a default; the one that requests puts there itself is none of the caller's."""
    given = document()
    given["paths"]["/x"]["get"]["responses"] = {"200": {"description": "", "content": {"application/json": {}}}}
    with requests.Session() as session:
        client = Client(given, base_url=server.url, session=session)
        client.call("op")
        session.headers["Accept"] = "text/csv"
        client.call("op")
        client.with_options(headers={"Accept": "text/plain"}).call("op")
    assert [r.header("Accept") for r in server.received] == ["application/json", "text/csv", "text/plain"]


def test_a_calls_cookies_join_those_of_the_session(server: EchoServer) -> None:
    """No cookie erases another; of two with one name the call's is sent."""
    with requests.Session() as session:
        session.cookies.set("a", "old")
        session.cookies.set("theme", "dark")
        client = Client(document({"Cookie": []}, parameters=COOKIES), base_url=server.url, session=session)
        client.with_options(credentials={"Cookie": "s1"}).call("op", a="1", b="2")
    assert sent_headers(server) == {"Cookie": "theme=dark; a=1; b=2; sid=s1"}


def test_cookies_that_a_server_sets_come_back_to_it(server: EchoServer) -> None:
    """The session's jar works, for a session of ours too."""
    server.answer("/x", Reply(headers={"Set-Cookie": "seen=yes; Path=/"}), Reply())
    with Client(document(), base_url=server.url) as client:
        client.call("op")
        client.call("op")
    assert [request.header("Cookie") for request in server.received] == [None, "seen=yes"]


class Signed(AuthBase):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["X-Signature"] = f"{request.method} {request.path_url}"
        return request


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        pytest.param(("u", "p"), {"Authorization": "Basic dTpw"}, id="pair"),
        pytest.param(HTTPBasicAuth("u", "p"), {"Authorization": "Basic dTpw"}, id="handler"),
        pytest.param(Signed(), {"X-Signature": "GET /x"}, id="own handler"),
    ],
)
def test_its_auth_satisfies_a_security_scheme(server: EchoServer, auth: Any, expected: dict[str, str]) -> None:
    """A session that signs needs no credentials of the client."""
    with requests.Session() as session:
        session.auth = auth
        Client(document({"Bearer": []}), base_url=server.url, session=session).call("op")
    assert sent_headers(server) == expected


def test_credentials_of_the_client_beat_its_auth(server: EchoServer) -> None:
    """The nearer one counts, as it does for requests."""
    with requests.Session() as session:
        session.auth = ("u", "p")
        client = Client(document({"Bearer": []}), base_url=server.url, session=session, credentials={"Bearer": "t"})
        client.call("op")
    assert sent_headers(server) == {"Authorization": "Bearer t"}


def test_an_authorization_header_of_its_own_is_not_overwritten(server: EchoServer) -> None:
    """A header the caller set stays as it is."""
    with requests.Session() as session:
        session.headers["Authorization"] = "Bearer mine"
        client = Client(document({"Bearer": []}), base_url=server.url, session=session, credentials={"Bearer": "t"})
        client.call("op")
    assert sent_headers(server) == {"Authorization": "Bearer mine"}


@pytest.fixture
def netrc(tmp_path: Path) -> None:
    path = tmp_path / ".netrc"
    path.write_text("machine 127.0.0.1\nlogin u\npassword p\n")
    path.chmod(0o600)


@pytest.mark.usefixtures("netrc")
@pytest.mark.parametrize(
    ("security", "credentials", "headers", "expected"),
    [
        pytest.param(
            {"Bearer": []}, {"Bearer": "t"}, {}, {"Authorization": "Bearer t"}, id="credentials of the client"
        ),
        pytest.param(
            {"Bearer": []}, {}, {"Authorization": "Bearer h"}, {"Authorization": "Bearer h"}, id="header of the client"
        ),
        pytest.param({}, {}, {}, {}, id="nothing"),
        pytest.param({"Key": []}, {"Key": "k"}, {}, {"X-Key": "k"}, id="another header"),
    ],
)
@pytest.mark.parametrize("redirected", [False, True])
def test_a_password_file_signs_nothing_that_we_send(
    server: EchoServer,
    security: dict[str, Any],
    credentials: dict[str, str],
    headers: dict[str, str],
    expected: dict[str, str],
    redirected: bool,
) -> None:
    """The library reads ~/.netrc by itself, at first and after a redirect; our own sessions must not."""
    if redirected:
        server.redirect("/x", "/y")
    options: dict[str, Any] = {"base_url": server.url, "credentials": credentials, "headers": headers}
    with Client(document(security), **options) as client:
        client.call("op")
    assert sent_headers(server) == expected


@pytest.mark.usefixtures("netrc")
def test_a_password_file_holds_for_a_session_of_the_caller_that_has_no_authorization(server: EchoServer) -> None:
    """That is what requests does, and trust_env switches it off."""
    with requests.Session() as session:
        client = Client(document(), base_url=server.url, session=session)
        client.call("op")
        session.trust_env = False
        client.call("op")
        session.trust_env = True
        session.headers["Authorization"] = "Bearer mine"
        client.call("op")
    assert [r.header("Authorization") for r in server.received] == ["Basic dTpw", None, "Bearer mine"]


def test_user_info_in_the_base_url_signs(server: EchoServer) -> None:
    """As in a browser and in requests; it is never in the request line."""
    base_url = server.url.replace("//", "//us%40er:p%2Fw@")
    with Client(document(), base_url=base_url) as client:
        client.call("op")
    assert server.received[0].line == "GET /x HTTP/1.1"
    assert sent_headers(server) == {"Authorization": "Basic dXNAZXI6cC93"}


def test_its_response_hooks_run(server: EchoServer) -> None:
    """They see the raw response and may replace it."""
    seen: list[int] = []
    with requests.Session() as session:
        session.hooks["response"].append(lambda response, **_: seen.append(response.status_code))
        Client(document(), base_url=server.url, session=session).call("op")
    assert seen == [200]


class Recording(HTTPAdapter):
    def __init__(self) -> None:
        super().__init__()
        self.settings: list[dict[str, Any]] = []

    def send(self, request: requests.PreparedRequest, **settings: Any) -> requests.Response:  # type: ignore[override]
        self.settings.append({"url": request.url, **settings})
        return super().send(request, **{**settings, "proxies": {}, "cert": None})


def test_its_adapter_gets_its_proxies_verify_cert_and_our_timeout(server: EchoServer) -> None:
    """Everything that a session hands to an adapter arrives there."""
    adapter = Recording()
    with requests.Session() as session:
        session.mount("http://", adapter)
        session.proxies = {"https": "http://proxy.example:1"}
        session.verify = "/ca.pem"
        session.cert = "/cert.pem"
        client = Client(document(), base_url=server.url, session=session, timeout=(3, 4))
        client.with_options(stream=True).call("op").close()
    assert adapter.settings == [
        {
            "url": f"{server.url}/x",
            "timeout": (3, 4),
            "stream": True,
            "verify": "/ca.pem",
            "cert": "/cert.pem",
            "proxies": {"https": "http://proxy.example:1"},
        }
    ]


def test_its_proxy_is_used(server: EchoServer) -> None:
    """An http proxy is sent the whole address. Source: RFC 9112 section 3.2.2."""
    with requests.Session() as session:
        session.proxies = {"http": server.url}
        Client(document(), base_url="http://api.example/v1", session=session).call("op")
    assert server.received[0].line == "GET http://api.example/v1/x HTTP/1.1"
    assert server.received[0].header("Host") == "api.example"


@pytest.mark.parametrize(("trusts", "through_proxy"), [(True, True), (False, False)])
def test_the_proxy_of_the_environment_holds_where_it_is_trusted(
    server: EchoServer, other: EchoServer, monkeypatch: pytest.MonkeyPatch, trusts: bool, through_proxy: bool
) -> None:
    """`trust_env` decides, as it does for requests."""
    monkeypatch.setenv("HTTP_PROXY", other.url)
    monkeypatch.setenv("http_proxy", other.url)
    with requests.Session() as session:
        session.trust_env = trusts
        Client(document(), base_url=server.url, session=session).call("op")
    assert (len(server.received), len(other.received)) == ((0, 1) if through_proxy else (1, 0))


def test_nothing_of_it_is_changed_and_it_stays_open(server: EchoServer) -> None:
    """Only a session made here is closed here."""
    closed: list[bool] = []

    class Watched(requests.Session):
        def close(self) -> None:
            closed.append(True)
            super().close()

    session = Watched()
    before = {name: repr(getattr(session, name)) for name in session.__attrs__}
    with Client(document({"Key": []}), base_url=server.url, session=session, credentials={"Key": "k"}) as client:
        client.call("op")
        assert client.session is session
    assert closed == []
    assert {name: repr(getattr(session, name)) for name in session.__attrs__} == before
    session.close()


def test_a_header_set_to_none_is_not_sent(server: EchoServer) -> None:
    """It removes a header that the session would add."""
    with requests.Session() as session:
        session.headers["X-Own"] = "1"
        client = Client(document(), base_url=server.url, session=session, headers={"x-own": None, "Accept": None})
        client.call("op")
    assert server.received[0].own_headers == {}


def test_a_session_and_an_application_exclude_each_other() -> None:
    """An application is called through a session of its own."""
    with requests.Session() as session, pytest.raises(RequestError, match="not both"):
        Client(document(), session=session, app=lambda environ, start_response: [])
