"""Tokens from functions: kept until shortly before their end, obtained once for all who wait, renewed after a 401."""

from __future__ import annotations

import asyncio
import pickle
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DeadlineExceeded, Fetch, RequestError, Token, TokenError, Unauthorized
from dynaclient.credentials.challenges import bearer_challenge
from dynaclient.credentials.token import margin
from tests.runtime.conftest import document, operation
from tests.runtime.server import NO_ANSWER, Reply, as_json

DESCRIBED = {
    **document(**{"/x": {"get": operation("x", security=[{"bearer": []}])}}),
    "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
}


class Numbered:
    """A function that gives `token-1`, `token-2`, … as tokens, and counts."""

    def __init__(self, expires_in: float | None = 3600, seconds: float = 0.0) -> None:
        self.asked = 0
        self.expires_in = expires_in
        self.seconds = seconds

    def __call__(self) -> Token:
        self.asked += 1
        if self.seconds:
            time.sleep(self.seconds)
        return Token(f"token-{self.asked}", expires_in=self.expires_in)


def echo(seen: Any) -> Reply:
    return as_json({"token": seen.headers.get("Authorization", "")})


def takes(token: str) -> Callable[[Any], Reply]:
    return lambda seen: echo(seen) if seen.headers["Authorization"] == f"Bearer {token}" else as_json({}, 401)


def test_a_token_is_kept(serve: Any, caller: Any) -> None:
    tokens, made = Numbered(), None
    made = caller(serve(echo), DESCRIBED, credentials={"bearer": tokens})
    assert [made.call("x").data["token"] for _ in range(3)] == ["Bearer token-1"] * 3
    assert tokens.asked == 1


def test_explain_names_the_function_and_the_end_of_its_token(serve: Any) -> None:
    def vault() -> Token:
        return Token("the-token", expires_in=3600)

    client = Client(DESCRIBED, base_url=serve(echo).url, credentials={"bearer": vault})
    assert "bearer, from the function vault (alternative" in client.explain("x").security
    client.x()
    assert re.search(r"from the function vault: the present token, good until \d{4}-", client.explain("x").security)
    assert "the-token" not in str(client.explain("x"))


def test_copies_of_a_client_share_it(serve: Any) -> None:
    tokens = Numbered()
    client = Client(DESCRIBED, base_url=serve(echo).url, credentials={"bearer": tokens})
    client.x()
    client.with_options(timeout=5).x()
    assert tokens.asked == 1


def test_a_token_without_an_end_is_kept_until_it_is_refused(serve: Any, caller: Any) -> None:
    tokens = Numbered(None)
    made = caller(serve(takes("token-2")), DESCRIBED, credentials={"bearer": tokens})
    assert [made.call("x").data["token"] for _ in range(2)] == ["Bearer token-2"] * 2
    assert tokens.asked == 2


@pytest.mark.parametrize(("lasts", "expected"), [(3600, 30), (120, 30), (60, 15), (2, 0.5), (0, 0), (-5, 0)], ids=str)
def test_it_is_renewed_30_seconds_before_its_end_or_a_quarter_of_its_time(lasts: float, expected: float) -> None:
    assert margin(lasts) == expected


def test_a_token_that_has_ended_is_good_for_one_call(serve: Any, caller: Any) -> None:
    """Of whatever use it is: the server decides, and nothing loops."""
    tokens = Numbered(0)
    made = caller(serve(echo), DESCRIBED, credentials={"bearer": tokens})
    assert [made.call("x").data["token"] for _ in range(2)] == ["Bearer token-1", "Bearer token-2"]


@pytest.mark.parametrize("given", ["soon", True, float("nan"), [1]], ids=str)
def test_an_end_that_is_no_number_is_refused(given: Any) -> None:
    with pytest.raises(RequestError, match="expires_in= of a Token is a number of seconds, or None"):
        Token("t", given)


def test_32_threads_fetch_once(serve: Any) -> None:
    tokens = Numbered(seconds=0.2)
    client = Client(DESCRIBED, base_url=serve(echo).url, credentials={"bearer": tokens})
    barrier = threading.Barrier(32)

    def call(_: int) -> str:
        barrier.wait()
        return str(client.x().data["token"])

    with ThreadPoolExecutor(32) as pool:
        assert set(pool.map(call, range(32))) == {"Bearer token-1"}
    assert tokens.asked == 1


def test_200_tasks_fetch_once(serve: Any) -> None:
    asked: list[int] = []

    async def token() -> Token:
        asked.append(1)
        await asyncio.sleep(0.1)
        return Token("the-token", expires_in=3600)

    async def calls() -> set[str]:
        async with AsyncClient(DESCRIBED, base_url=serve(echo).url, credentials={"bearer": token}) as client:
            return {response.data["token"] for response in await asyncio.gather(*(client.x() for _ in range(200)))}

    assert asyncio.run(calls()) == {"Bearer the-token"}
    assert len(asked) == 1


def test_a_refused_token_is_renewed_once_for_all(serve: Any) -> None:
    """A token that ended early at the server: 16 threads meet the 401, and one of them renews."""
    tokens = Numbered(seconds=0.05)
    client = Client(DESCRIBED, base_url=serve(takes("token-2")).url, credentials={"bearer": tokens}, retries=0)
    with ThreadPoolExecutor(16) as pool:
        assert {r.data["token"] for r in pool.map(lambda _: client.x(), range(16))} == {"Bearer token-2"}
    assert tokens.asked == 2


def test_a_task_that_is_cancelled_leaves_the_fetch_to_another(serve: Any) -> None:
    asked: list[int] = []
    begun: Any = None

    async def token() -> Token:
        asked.append(1)
        begun.set()
        await asyncio.sleep(60 if len(asked) == 1 else 0)
        return Token("the-token")

    async def calls() -> Any:
        nonlocal begun
        begun = asyncio.Event()
        async with AsyncClient(DESCRIBED, base_url=serve(echo).url, credentials={"bearer": token}) as client:
            first = asyncio.create_task(client.x())
            await begun.wait()
            others = [asyncio.create_task(client.x()) for _ in range(5)]
            await asyncio.sleep(0)
            first.cancel()
            return await asyncio.wait_for(asyncio.gather(*others), 30)

    assert {response.data["token"] for response in asyncio.run(calls())} == {"Bearer the-token"}
    assert len(asked) == 2


def test_a_function_that_fails_is_asked_by_the_next(serve: Any, caller: Any) -> None:
    asked: list[int] = []

    def token() -> Token:
        asked.append(1)
        if len(asked) == 1:
            raise LookupError("the vault is closed")
        return Token("the-token")

    made = caller(serve(echo), DESCRIBED, credentials={"bearer": token})
    with pytest.raises(LookupError, match="the vault is closed"):
        made.call("x")
    assert made.call("x").data["token"] == "Bearer the-token"


@pytest.mark.parametrize(
    ("challenge", "calls"),
    [
        ("", 2),
        ('Bearer realm="x"', 2),
        ('Bearer error="invalid_token"', 2),
        ('Basic realm="a, b", Bearer error = invalid_token, error_description="too \\"old\\""', 2),
        ('Bearer error="insufficient_scope", scope="a b"', 1),
        ('Bearer error="invalid_request"', 1),
    ],
)
def test_a_401_that_is_not_about_the_token_renews_nothing(serve: Any, caller: Any, challenge: str, calls: int) -> None:
    """Source: RFC 6750 section 3.1."""
    head = {"WWW_Authenticate": challenge} if challenge else {}
    server = serve(lambda seen: as_json({}, 401, **head))
    with pytest.raises(Unauthorized):
        caller(server, DESCRIBED, credentials={"bearer": Numbered()}).call("x")
    assert len(server.seen) == calls


@pytest.mark.parametrize("names", [("WWW_Authenticate", "www_authenticate"), ("www_authenticate", "WWW_Authenticate")])
def test_every_header_with_a_challenge_is_read(serve: Any, caller: Any, names: tuple[str, str]) -> None:
    """Source: RFC 9110 section 11.6.1."""
    head = {names[0]: 'Basic realm="x"', names[1]: 'Bearer error="invalid_request"'}
    head = dict(sorted(head.items()))  # the challenge of bearer tokens comes first or last
    server = serve(lambda seen: as_json({}, 401, **head))
    with pytest.raises(Unauthorized):
        caller(server, DESCRIBED, credentials={"bearer": Numbered()}).call("x")
    assert len(server.seen) == 1


def test_challenges_are_read() -> None:
    text = 'Basic realm="a, Bearer b", Bearer realm="x", error="insufficient_scope", scope="a b", DPoP algs="ES256"'
    assert bearer_challenge({"www-authenticate": text}) == {
        "realm": "x",
        "error": "insufficient_scope",
        "scope": "a b",
    }
    assert bearer_challenge({"WWW-Authenticate": "Bearer"}) == {}
    assert bearer_challenge({"WWW-Authenticate": '"broken'}) == {}
    assert bearer_challenge({}) == {}


def test_headers_that_are_repeated_are_joined(serve: Any, caller: Any) -> None:
    """Source: RFC 9110 section 5.3."""
    server = serve(lambda seen: as_json({}, X_Part="1", x_part="2"))
    assert caller(server, DESCRIBED, credentials={"bearer": Numbered()}).call("x").headers["X-Part"] == "1, 2"


# generators of requests


def login(url: str, **more: Any) -> Callable[[], Iterator[Any]]:
    def flow() -> Any:
        answer = yield Fetch("POST", f"{url}/login", json={"user": "u", "password": "the-password"}, **more)
        return Token(answer.json()["key"], expires_in=3600)

    return flow


def guarded(seen: Any) -> Reply:
    if seen.path == "/login":
        return as_json({"key": f"key-of-{seen.json['user']}"})
    return echo(seen)


def test_a_generator_of_requests_is_driven(serve: Any, caller: Any) -> None:
    """By both clients alike; the requests carry nothing of the client's own."""
    server = serve(guarded)
    made = caller(server, DESCRIBED, credentials={"bearer": login(server.url)}, headers={"X-Mine": "1"})
    assert [made.call("x").data["token"] for _ in range(2)] == ["Bearer key-of-u"] * 2
    assert [seen.path for seen in server.seen] == ["/login", "/x", "/x"]
    assert server.seen[0].method == "POST"
    assert server.seen[0].headers["Content-Type"] == "application/json"
    assert not {"X-Mine", "Authorization"} & {*server.seen[0].headers}


def test_what_a_generator_returns_as_text_is_kept_too(serve: Any, caller: Any) -> None:
    def flow() -> Any:
        answer = yield Fetch("POST", f"{server.url}/login", data={"user": "a b", "scope": ["x", "y"]})
        return answer.text

    server = serve(lambda seen: Reply(200, b"the-key") if seen.path == "/login" else echo(seen))
    made = caller(server, DESCRIBED, credentials={"bearer": flow})
    assert [made.call("x").data["token"] for _ in range(2)] == ["Bearer the-key"] * 2
    assert [seen.path for seen in server.seen] == ["/login", "/x", "/x"]
    assert server.seen[0].body == b"user=a+b&scope=x&scope=y"


def test_a_generator_runs_again_after_a_401(serve: Any, caller: Any) -> None:
    logins: list[int] = []

    def answer(seen: Any) -> Reply:
        if seen.path == "/login":
            logins.append(1)
            return as_json({"key": f"key-{len(logins)}"})
        return takes("key-2")(seen)

    server = serve(answer)
    made = caller(server, DESCRIBED, credentials={"bearer": login(server.url)})
    assert made.call("x").data["token"] == "Bearer key-2"
    assert [seen.path for seen in server.seen] == ["/login", "/x", "/login", "/x"]


def test_a_redirect_is_an_answer(serve: Any, caller: Any) -> None:
    """A form with a password is never sent on to another server."""
    statuses: list[int] = []

    def flow() -> Any:
        answer = yield Fetch("POST", f"{server.url}/login", data={"password": "p"})
        statuses.append(answer.status_code)
        return "text"

    elsewhere = serve(echo)
    server = serve(
        lambda seen: Reply(307, headers={"Location": elsewhere.url}) if seen.path == "/login" else echo(seen)
    )
    assert caller(server, DESCRIBED, credentials={"bearer": flow}).call("x").data["token"] == "Bearer text"
    assert (statuses, elsewhere.seen) == ([307], [])


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://auth.example/token", "would send secrets in the clear: it must be https, or on this computer"),
        ("/token", "is not an address"),
        ("ftp://auth.example/token", "is not an address"),
        ("http://[::1/token", "is not an address"),
    ],
)
def test_an_address_in_the_clear_is_refused(caller: Any, url: str, words: str) -> None:
    def flow() -> Any:
        yield Fetch("POST", url, data={"password": "the-password"})

    with pytest.raises(RequestError, match=words) as caught:
        caller("http://127.0.0.1:9", DESCRIBED, credentials={"bearer": flow}).call("x")
    assert "the-password" not in str(caught.value)


def test_a_generator_that_yields_something_else_is_told_what_to_yield(caller: Any) -> None:
    def flow() -> Any:
        yield "POST /login"

    with pytest.raises(RequestError, match=r"yields Fetch\(…\) and returns the credential, and yielded str"):
        caller("http://127.0.0.1:9", DESCRIBED, credentials={"bearer": flow}).call("x")


BAD_FETCHES = [
    pytest.param({"method": 5}, "the method of a Fetch is text, not int", id="method"),
    pytest.param({"url": 5}, "the url of a Fetch is text, not int", id="url"),
    pytest.param({"data": 5}, "the data= of a Fetch is a mapping, text or bytes, not int", id="data"),
    pytest.param({"json": object()}, "the json= of a Fetch cannot be written", id="json"),
    pytest.param({"headers": 5}, "the headers= of a Fetch are a mapping, not int", id="headers"),
    pytest.param(
        {"headers": {"A": "x\ny"}}, "the header 'A' of a Fetch is not text that a header can carry", id="a line"
    ),
    pytest.param({"cert": 5}, "the cert= of a Fetch is the path of a PEM file, ", id="cert"),
]


@pytest.mark.parametrize(("options", "words"), BAD_FETCHES)
def test_a_request_that_cannot_be_sent(caller: Any, options: Any, words: str) -> None:
    def flow() -> Any:
        yield Fetch(**{"method": "GET", "url": "http://127.0.0.1:9/", **options})

    with pytest.raises(RequestError, match=words):
        caller("http://127.0.0.1:9", DESCRIBED, credentials={"bearer": flow}).call("x")


def test_an_async_generator_is_refused_in_words(caller: Any) -> None:
    async def flow() -> Any:
        yield 1

    with pytest.raises(RequestError, match="is an async generator: write it with `def`"):
        caller("http://127.0.0.1:9", DESCRIBED, credentials={"bearer": flow}).call("x")


def test_the_deadline_counts(serve: Any, caller: Any) -> None:
    release = threading.Event()

    def answer(seen: Any) -> Reply:
        release.wait(20)
        return as_json({"key": "late"})

    server = serve(answer)
    try:
        with pytest.raises(DeadlineExceeded):
            caller(server, DESCRIBED, credentials={"bearer": login(server.url)}, deadline=0.5).call("x")
    finally:
        release.set()
    assert [seen.path for seen in server.seen] == ["/login"]


def test_the_deadline_of_the_call_is_the_one_that_was_given(serve: Any, caller: Any) -> None:
    """Not what a token left of it; and it counts for both."""
    release = threading.Event()

    def answer(seen: Any) -> Reply:
        if seen.path != "/login":
            release.wait(20)
        return as_json({"key": "late"})

    server = serve(answer)
    try:
        with pytest.raises(DeadlineExceeded, match=r"deadline of 1\.5 s"):
            caller(server, DESCRIBED, credentials={"bearer": login(server.url)}, deadline=1.5, retries=0).call("x")
    finally:
        release.set()
    assert [seen.path for seen in server.seen] == ["/login", "/x"]


def test_a_server_that_does_not_answer_is_an_error_of_the_generator(serve: Any, caller: Any) -> None:
    """It may catch it."""
    from dynaclient import TransportError

    def flow() -> Any:
        try:
            yield Fetch("POST", f"{server.url}/login")
        except TransportError:
            return "spare-key"

    server = serve(lambda seen: NO_ANSWER if seen.path == "/login" else echo(seen))
    assert caller(server, DESCRIBED, credentials={"bearer": flow}).call("x").data["token"] == "Bearer spare-key"


def test_prepare_sends_nothing(serve: Any) -> None:
    server = serve(guarded)
    client = Client(DESCRIBED, base_url=server.url, credentials={"bearer": login(server.url)})
    with pytest.raises(RequestError, match="is a token that has to be fetched first: a call fetches it"):
        client.prepare("x")
    assert not server.seen
    client.x()
    assert client.prepare("x").headers["Authorization"] == "Bearer key-of-u"
    numbered = Client(DESCRIBED, base_url=server.url, credentials={"bearer": Numbered()})
    assert numbered.prepare("x").headers["Authorization"] == "Bearer token-1"


def test_a_failed_renewal_is_the_cause_of_the_401(serve: Any, caller: Any) -> None:
    asked: list[int] = []

    def token() -> Token:
        asked.append(1)
        if len(asked) > 1:
            raise TokenError("the account is locked", scheme="bearer")
        return Token("old-token")

    server = serve(lambda seen: as_json({"message": "no"}, 401))
    with pytest.raises(Unauthorized) as caught:
        caller(server, DESCRIBED, credentials={"bearer": token}).call("x")
    assert str(caught.value.__cause__) == "no access token for 'bearer': the account is locked"
    assert len(server.seen) == 1


def test_a_failed_fetch_is_raised_for_each_who_waits(serve: Any) -> None:
    asked: list[int] = []
    barrier = threading.Barrier(8)

    def token() -> Token:
        asked.append(1)
        time.sleep(0.3)
        raise TokenError("the account is locked", scheme="bearer")

    server = serve(echo)
    client = Client(DESCRIBED, base_url=server.url, credentials={"bearer": token})
    errors: list[TokenError] = []

    def call(_: int) -> None:
        barrier.wait()
        try:
            client.x()
        except TokenError as error:
            errors.append(error)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(call, range(8)))
    assert len({id(error) for error in errors}) == 8
    assert len(asked) == 1
    assert not server.seen


def test_a_token_shows_itself_nowhere() -> None:
    token = Token("the-secret-token", 3600, refresh_token="the-refresh-token")
    assert repr(token) == "<Token for 3600 s>"
    with pytest.raises(TypeError, match="a Token is not pickled"):
        pickle.dumps(token)
    fetch = Fetch("POST", "https://h/t", data={"p": "the-password"}, headers={"Authorization": "the-header"})
    assert repr(fetch) == "Fetch(method='POST', url='https://h/t')"


def test_a_pickled_client_has_no_token(serve: Any) -> None:
    """Not even one that keeps its credentials."""
    server = serve(echo)
    client = Client(DESCRIBED, base_url=server.url, credentials={"bearer": secret_token})
    client.x()
    data = pickle.dumps(client.with_options(pickle_credentials=True))
    assert b"the-secret-token" not in data
    again = pickle.loads(data)
    assert again.x().data["token"] == "Bearer the-secret-" + "token"


def secret_token() -> Token:
    return Token(f"the-secret-{'token'}", expires_in=3600)
