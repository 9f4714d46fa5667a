"""Security: which alternative holds, what each scheme adds, and that no secret is ever shown."""

from __future__ import annotations

import asyncio
import base64
import itertools
import logging
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
from requests.auth import AuthBase, HTTPDigestAuth

from dynaclient import AsyncClient, Client, MissingCredentials, RequestError, ValidationError
from dynaclient.document import Document
from dynaclient.model import build_security_schemes
from dynaclient.request import Credentials, RequestBuilder, RequestOptions
from dynaclient.request.values import Arguments

SECRET = "sentinel-4711"

SCHEMES: dict[str, Any] = {
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "api key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "authorization": {"type": "apiKey", "in": "header", "name": "Authorization"},
    "basic": {"type": "http", "scheme": "basic"},
    "bearer": {"type": "http", "scheme": "Bearer"},
    "digest": {"type": "http", "scheme": "digest"},
    "negotiate": {"type": "http", "scheme": "negotiate"},
    "oauth2": {"type": "oauth2", "flows": {}},
    "oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://id.test"},
    "tls": {"type": "mutualTLS"},
}


def source(document: Any, *alternatives: Any, **fields: Any) -> dict[str, Any]:
    security = [{name: [] for name in ([item] if isinstance(item, str) else item)} for item in alternatives]
    operation = {"security": security, **fields.pop("operation", {})}
    return document(method="get", operation=operation, components={"securitySchemes": SCHEMES}, **fields)


def sent(prepared: requests.PreparedRequest) -> tuple[str, dict[str, str]]:
    own = ("Accept", "Accept-Encoding", "Connection", "User-Agent", "Content-Length")
    return prepared.url, {name: value for name, value in prepared.headers.items() if name not in own}


X = "https://api.test/x"
BASIC = base64.b64encode(b"user:pa:ss").decode()


@pytest.mark.parametrize(
    ("scheme", "credential", "expected"),
    [
        pytest.param("header", SECRET, (X, {"X-Key": SECRET}), id="apiKey-header"),
        pytest.param("query", "a&b", (f"{X}?api%20key=a%26b", {}), id="apiKey-query"),
        pytest.param("cookie", "abc==", (X, {"Cookie": "session=abc=="}), id="apiKey-cookie-as-it-is"),
        pytest.param("authorization", "Token x", (X, {"Authorization": "Token x"}), id="apiKey-authorization"),
        pytest.param("basic", ("user", "pa:ss"), (X, {"Authorization": f"Basic {BASIC}"}), id="basic-pair"),
        pytest.param("basic", "user:pa:ss", (X, {"Authorization": f"Basic {BASIC}"}), id="basic-text"),
        pytest.param("basic", ["user", "pa:ss"], (X, {"Authorization": f"Basic {BASIC}"}), id="basic-list"),
        pytest.param(
            "basic",
            {"username": "user", "password": "pa:ss"},
            (X, {"Authorization": f"Basic {BASIC}"}),
            id="basic-mapping",
        ),
        pytest.param("bearer", SECRET, (X, {"Authorization": f"Bearer {SECRET}"}), id="bearer"),
        pytest.param("negotiate", "YII", (X, {"Authorization": "Negotiate YII"}), id="another-http-scheme"),
        pytest.param("oauth2", SECRET, (X, {"Authorization": f"Bearer {SECRET}"}), id="oauth2"),
        pytest.param("oidc", SECRET, (X, {"Authorization": f"Bearer {SECRET}"}), id="openIdConnect"),
        pytest.param("bearer", lambda: SECRET, (X, {"Authorization": f"Bearer {SECRET}"}), id="function"),
        pytest.param(
            "basic",
            lambda: ("user", "pa:ss"),
            (X, {"Authorization": f"Basic {BASIC}"}),
            id="function-that-gives-a-pair",
        ),
    ],
)
def test_each_scheme_has_its_place(document: Any, scheme: str, credential: Any, expected: Any) -> None:
    """Source: OAS 3.1.1 Security Scheme Object; RFC 7617 (basic), RFC 6750 (bearer), RFC 6265 (cookie)."""
    client = Client(source(document, scheme), credentials={scheme: credential})
    assert sent(client.prepare("op")) == expected


def test_a_function_is_asked_for_each_request(document: Any) -> None:
    """So that a token can be renewed; not for a request that does not need it."""
    tokens = map(str, itertools.count())
    client = Client(source(document, "bearer"), credentials={"bearer": lambda: next(tokens)})
    assert [client.prepare("op").headers["Authorization"] for _ in range(2)] == ["Bearer 0", "Bearer 1"]
    client.validate("op")
    client.explain("op")
    client.with_options(headers={"authorization": "mine"}).prepare("op")
    assert client.prepare("op").headers["Authorization"] == "Bearer 2"


def test_a_function_may_return_a_handler(document: Any) -> None:
    """It may return any kind of credential."""
    client = Client(source(document, "digest"), credentials={"digest": lambda: HTTPDigestAuth("user", "pw")})
    assert "Authorization" not in client.prepare("op").headers


class Signature(AuthBase):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Signed {request.method} {request.path_url}"
        return request


@pytest.mark.parametrize("scheme", ["bearer", "oauth2", "oidc", "header", "authorization", "basic", "digest"])
def test_a_handler_of_requests_signs_the_request(document: Any, scheme: str) -> None:
    """An AuthBase in place of any text."""
    client = Client(source(document, scheme), credentials={scheme: Signature()})
    assert sent(client.prepare("op"))[1] == {"Authorization": "Signed GET /x"}


@pytest.mark.parametrize("credential", [("user", "pw"), "user:pw", {"username": "user", "password": "pw"}])
def test_digest_is_an_answer_to_a_challenge(document: Any, credential: Any) -> None:
    """Nothing is sent before the server asks, and the password itself never. Source: RFC 7616."""
    prepared = Client(source(document, "digest"), credentials={"digest": credential}).prepare("op")
    assert sent(prepared) == (X, {})
    (handler,) = [hook.__self__ for hook in prepared.hooks["response"] if isinstance(hook.__self__, HTTPDigestAuth)][:1]
    assert (handler.username, handler.password) == ("user", "pw")


def test_mutual_tls_is_a_client_certificate(document: Any) -> None:
    """It travels below HTTP; a session's own certificate will do."""
    described = source(document, "tls")
    assert sent(Client(described, credentials={"tls": ("cert.pem", "key.pem")}).prepare("op")) == (X, {})
    session = requests.Session()
    session.cert = "cert.pem"
    assert sent(Client(described, session=session).prepare("op")) == (X, {})
    session.close()


# alternatives


@pytest.mark.parametrize(
    ("alternatives", "given", "expected"),
    [
        pytest.param(["header", "bearer"], ["header", "bearer"], {"X-Key": "header"}, id="the-first-that-is-satisfied"),
        pytest.param(["header", "bearer"], ["bearer"], {"Authorization": "Bearer bearer"}, id="the-second"),
        pytest.param(
            [["header", "cookie"], "bearer"],
            ["header", "bearer"],
            {"Authorization": "Bearer bearer"},
            id="all-of-its-schemes",
        ),
        pytest.param(
            [["header", "cookie"]], ["header", "cookie"], {"X-Key": "header", "Cookie": "session=cookie"}, id="together"
        ),
        pytest.param(["header", []], [], {}, id="optional"),
        pytest.param([[], "header"], ["header"], {"X-Key": "header"}, id="optional-and-given"),
        pytest.param([], ["header"], {}, id="none"),
    ],
)
def test_alternatives_are_taken_in_order(
    document: Any, alternatives: list[Any], given: list[str], expected: dict[str, str]
) -> None:
    """Source: OAS 3.1.1 Security Requirement Object. Credentials that are not needed are not sent."""
    client = Client(source(document, *alternatives), credentials={name: name for name in given})
    assert sent(client.prepare("op")) == (X, expected)


def test_an_operation_inherits_the_roots_security_and_may_lift_it(document: Any) -> None:
    """`[]` means none; no `security` means the root's."""
    lifted = source(document, security=[{"header": []}], operation={"security": []})
    assert sent(Client(lifted, credentials={"header": SECRET}).prepare("op")) == (X, {})
    inherited = source(document, security=[{"header": []}])
    del inherited["paths"]["/x"]["get"]["security"]
    assert sent(Client(inherited, credentials={"header": SECRET}).prepare("op")) == (X, {"X-Key": SECRET})


@pytest.mark.parametrize("credentials", [None, {}, {"bearer": None}, {"bearer": ""}, {"header": SECRET}])
def test_missing_credentials_name_the_schemes(document: Any, credentials: Any, counting_server: Any) -> None:
    """Nothing is sent, and the text says what to pass."""
    client = Client(
        source(document, ["header", "cookie"], "bearer"), credentials=credentials, base_url=counting_server.url
    )
    with pytest.raises(MissingCredentials) as caught:
        client.call("op")
    assert caught.value.alternatives == (("header", "cookie"), ("bearer",))
    text = str(caught.value)
    assert "'header' together with 'cookie' or 'bearer'" in text
    assert 'credentials={"header": "…", "cookie": "…"}' in text
    assert SECRET not in text
    assert counting_server.requests == []


def test_credentials_false_sends_without(document: Any) -> None:
    """Whatever the document says."""
    assert sent(Client(source(document, "bearer"), credentials=False).prepare("op")) == (X, {})
    client = Client(source(document, "bearer"), credentials={"bearer": SECRET})
    assert sent(client.with_options(credentials=False).prepare("op")) == (X, {})


@pytest.mark.parametrize(
    ("credentials", "said"),
    [
        pytest.param({"baerer": SECRET}, "Did you mean 'bearer'", id="misspelt"),
        pytest.param(True, "mapping", id="true"),
        pytest.param(SECRET, "mapping", id="text"),
        pytest.param([SECRET], "mapping", id="list"),
    ],
)
def test_credentials_that_mean_nothing_are_refused(document: Any, credentials: Any, said: str) -> None:
    """When the client is made; the secret is not repeated."""
    with pytest.raises(RequestError) as caught:
        Client(source(document, "bearer"), credentials=credentials)
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("credential", [5, b"bytes", object(), lambda: None, lambda: 5])
def test_a_credential_of_the_wrong_type_is_refused(document: Any, credential: Any, counting_server: Any) -> None:
    """With the name of its scheme; nothing is sent."""
    client = Client(source(document, "bearer"), credentials={"bearer": credential}, base_url=counting_server.url)
    with pytest.raises(RequestError, match="credential for 'bearer'"):
        client.call("op")
    assert counting_server.requests == []


# what the caller set in person


@pytest.mark.parametrize("scheme", ["bearer", "basic", "oauth2", "authorization", "digest"])
@pytest.mark.parametrize("given", [True, False], ids=["credential-too", "no-credential"])
@pytest.mark.parametrize("how", ["option", "call-option", "session", "argument"])
def test_a_header_that_the_caller_set_is_never_overwritten(document: Any, scheme: str, given: bool, how: str) -> None:
    """By a header of the client or session, or by an argument; and it counts as proof."""
    parameters = [{"name": "authorization", "in": "header", "schema": {}}] if how == "argument" else []
    credentials = {scheme: "user:pw"} if given else None
    session = requests.Session()
    options: dict[str, Any] = {"session": session} if how == "session" else {}
    if how == "session":
        session.headers["authorization"] = "mine"
    if how == "option":
        options["headers"] = {"authorization": "mine"}
    client = Client(source(document, scheme, parameters=parameters), credentials=credentials, **options)
    if how == "call-option":
        client = client.with_options(headers={"authorization": "mine"})
    prepared = client.prepare("op", {"authorization": "mine"} if how == "argument" else None)
    assert sent(prepared) == (X, {"authorization": "mine"})
    session.close()


@pytest.mark.parametrize(
    ("scheme", "parameter", "expected"),
    [
        pytest.param("query", {"name": "api key", "in": "query"}, (f"{X}?api%20key=mine", {}), id="query"),
        pytest.param("cookie", {"name": "session", "in": "cookie"}, (X, {"Cookie": "session=mine"}), id="cookie"),
        pytest.param("header", {"name": "x-key", "in": "header"}, (X, {"x-key": "mine"}), id="header"),
    ],
)
def test_an_argument_in_the_place_of_a_credential_holds(
    document: Any, scheme: str, parameter: dict[str, Any], expected: Any
) -> None:
    """Some documents declare a key twice; it is sent once, as the call says. A default gives way to the credential."""
    described = source(document, scheme, parameters=[{**parameter, "schema": {}}])
    for credentials in (None, {scheme: SECRET}):
        assert sent(Client(described, credentials=credentials).prepare("op", {parameter["name"]: "mine"})) == expected
    with_default = {**parameter, "required": True, "schema": {"default": "demo"}}
    client = Client(source(document, scheme, parameters=[with_default]), credentials={scheme: "mine"})
    url, headers = sent(client.prepare("op"))
    assert (url, {name.lower(): value for name, value in headers.items()}) == (
        expected[0],
        {name.lower(): value for name, value in expected[1].items()},
    )


def test_a_cookie_header_that_the_caller_set_is_joined_not_overwritten(document: Any) -> None:
    """A cookie of another name is added; one of the same name stays the caller's."""
    client = Client(source(document, "cookie"), credentials={"cookie": SECRET})
    assert client.with_options(headers={"Cookie": "a=1"}).prepare("op").headers["Cookie"] == f"a=1; session={SECRET}"
    own = client.with_options(headers={"Cookie": "a=1; session=mine"})
    assert own.prepare("op").headers["Cookie"] == "a=1; session=mine"


def test_a_session_that_signs_by_itself_satisfies_every_scheme(document: Any) -> None:
    """requests-oauthlib and its like."""
    session = requests.Session()
    session.auth = Signature()
    assert sent(Client(source(document, "oauth2"), session=session).prepare("op")) == (
        X,
        {"Authorization": "Signed GET /x"},
    )
    session.close()


# secrets


def _everything(client: Client) -> str:
    """All that a client shows of itself and of a call, without the request."""
    texts = [client, client.operations, client.operations["op"], client.document, client.__dict__]
    try:
        texts += [client.validate("op", q=SECRET), client.explain("op", q=SECRET), client.explain("op")]
        client.prepare("op", q=SECRET)
    except RequestError as error:
        texts += [error, error.__dict__, error.args]
    return " ".join(f"{text!s} {text!r}" for text in texts)


CREDENTIALS: dict[str, Any] = {
    "header": SECRET,
    "query": SECRET,
    "cookie": SECRET,
    "authorization": SECRET,
    "basic": ("user", SECRET),
    "bearer": SECRET,
    "digest": {"username": "user", "password": SECRET},
    "negotiate": SECRET,
    "oauth2": SECRET,
    "oidc": SECRET,
    "tls": ("/cert.pem", "/key.pem", SECRET),
}


@pytest.mark.parametrize("scheme", CREDENTIALS)
@pytest.mark.parametrize("wrong", [False, True], ids=["right", "wrong"])
def test_no_secret_is_shown(document: Any, caplog: Any, scheme: str, wrong: bool) -> None:
    """In no repr, str, error, log record or explanation; also when the secret turns up as an argument."""
    caplog.set_level(logging.DEBUG)
    parameters = [{"name": "q", "in": "query", "schema": {"enum": ["a"]} if wrong else {}}]
    described = source(document, scheme, parameters=parameters)
    credential = CREDENTIALS[scheme]
    for validate in (True, "warn"):
        client = Client(described, credentials={scheme: credential}, validate=validate)
        assert SECRET not in _everything(client)
    assert SECRET not in caplog.text


def test_no_secret_is_in_the_repr_of_what_is_prepared(document: Any) -> None:
    """Of the values between the stages: requests, options, credentials."""
    client = Client(
        source(document, "query"), credentials={"query": SECRET}, base_url=f"https://user:{SECRET}@api.test"
    )
    schemes = build_security_schemes(client.document)
    credentials = Credentials({"query": SECRET}, schemes)
    options = RequestOptions(credentials=credentials, base_url=f"https://user:{SECRET}@api.test", headers={"a": SECRET})
    builder = RequestBuilder(client.document, client.operations["op"])
    wire = builder.build(builder.plan(options), Arguments())
    assert SECRET in wire.url
    texts = [wire, options, credentials, client, client.explain("op"), client.prepare("op")]
    assert [text for text in texts if SECRET in f"{text!s} {text!r}"] == []
    assert {SECRET} <= wire.secrets


def test_a_secret_that_is_refused_is_not_repeated(document: Any) -> None:
    """Not in the error, nor in its cause."""
    for scheme, value in (("bearer", f"{SECRET}\n"), ("cookie", f"{SECRET};"), ("header", f"{SECRET}ü")):
        client = Client(source(document, scheme), credentials={scheme: value})
        with pytest.raises(RequestError) as caught:
            client.prepare("op")
        assert SECRET not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"
        assert not isinstance(caught.value, ValidationError)


@pytest.mark.parametrize("key", ["a%41&/=+", "ab%41c/==", "%", "a b", "%2F", "ü#?"])
def test_a_key_in_the_query_arrives_as_it_was_given(document: Any, counting_server: Any, key: str) -> None:
    """Every character that means something in a query is encoded, a percent sign too."""
    schemes = {"Key": {"type": "apiKey", "in": "query", "name": "key"}}
    source = document(components={"securitySchemes": schemes}, security=[{"Key": []}])
    with Client(source, base_url=counting_server.url, credentials={"Key": key}) as client:
        client.call("op")
    ((_, target, _, _),) = counting_server.requests
    assert parse_qsl(target.partition("?")[2], keep_blank_values=True) == [("key", key)]


WRONG: dict[str, Any] = {
    "int": 5,
    "true": True,
    "float": 1.5,
    "bytes": b"ab",
    "empty-list": [],
    "one": ["a"],
    "three": ["a", "b", "c"],
    "nothing-in-a-pair": (None, None),
    "bytes-in-a-pair": (b"u", b"p"),
    "list-in-a-pair": (["u"], "p"),
    "empty-mapping": {},
    "other-mapping": {"user": "u", "pass": "p"},
    "mapping-of-nothing": {"username": None, "password": None},
    "set": {"a", "b"},
    "object": object(),
    "function-of-an-int": lambda: 5,
    "function-of-nothing": lambda: None,
    "function-of-a-list": lambda: ["a", "b", "c"],
    "class": object,
}


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("scheme", [*SCHEMES])
@pytest.mark.parametrize("value", [*WRONG])
def test_a_credential_of_a_wrong_kind_is_refused_in_words(
    document: Any, scheme: str, value: str, is_async: bool
) -> None:
    """By every kind of scheme, and before a connection is made; what was given is not shown."""
    described, credentials = source(document, scheme), {scheme: WRONG[value]}

    async def run() -> None:
        async with AsyncClient(described, credentials=credentials) as client:
            await client.call("op")

    client = Client(described, credentials=credentials)
    with pytest.raises(RequestError) as caught:
        asyncio.run(run()) if is_async else client.call("op")
    assert f"the credential for {scheme!r}" in str(caught.value)
    assert "; give " in str(caught.value)


@pytest.mark.parametrize(
    ("scheme", "credential"),
    [
        ("query", "\ud800"),
        ("basic", "\ud800:x"),
        ("basic", ("u", "\udfff")),
        ("digest", ("u", "\udfff")),
        ("header", "\ud800"),
        ("cookie", "\ud800"),
        ("bearer", "\ud800"),
    ],
)
def test_half_a_character_is_no_credential(document: Any, scheme: str, credential: Any) -> None:
    with pytest.raises(RequestError, match=f"the credential for '{scheme}' "):
        Client(source(document, scheme), credentials={scheme: credential}).call("op")


def test_a_password_of_digits_is_text(document: Any) -> None:
    """As a configuration file may hold it."""
    for credential in (["user", 12345], {"username": "user", "password": 12345}):
        client = Client(source(document, "basic"), credentials={"basic": credential})
        token = base64.b64encode(b"user:12345").decode()
        assert sent(client.prepare("op")) == (X, {"Authorization": f"Basic {token}"})


@pytest.mark.parametrize("pair", [["c.pem", "k.pem"], ("c.pem", "k.pem"), (Path("c.pem"), "k.pem")], ids=str)
def test_a_certificate_is_one_path_or_two(document: Any, pair: Any) -> None:
    """A list is a pair, since configuration files have no tuples."""
    schemes = build_security_schemes(Document(source(document, "tls")))
    assert schemes["tls"].kind.write(schemes["tls"], pair).cert == ("c.pem", "k.pem")
    assert schemes["tls"].kind.write(schemes["tls"], Path("c.pem")).cert == "c.pem"
    for wrong in (["c.pem"], ["c.pem", ""], "", "a\0b", [Path("c"), None]):
        assert schemes["tls"].kind.write(schemes["tls"], wrong) is None
