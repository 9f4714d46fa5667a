"""What a bad configuration or a broken authorization server comes to: the class of the error, and its words."""

from __future__ import annotations

import copy
import json
import pickle
import sys
import time
from typing import Any

import pytest

from dynaclient import Client, DeadlineExceeded, MissingExtra, OAuth, RequestError, TokenError, Unauthorized
from tests.credentials.authorization_server import SECRET, described_api
from tests.runtime.server import NO_ANSWER, Reply, as_json

GOOD = {"access_token": "the-access-token", "token_type": "Bearer"}


def api_of(server: Any, **flow: Any) -> Any:
    flows = {"clientCredentials": {"tokenUrl": f"{server.url}/token", "scopes": {"read": "", "write": ""}, **flow}}
    return described_api(server.url, {"type": "oauth2", "flows": flows})


def asked(serve: Any, caller: Any, reply: Any, **options: Any) -> tuple[Any, Any]:
    """A client of a server whose token endpoint answers with a reply, and the server."""
    server = serve(lambda seen: reply if seen.path == "/token" else as_json({"sent": seen.headers["Authorization"]}))
    oauth = OAuth("the-client", client_secret="the-client-secret", **options)
    return caller(f"{server.url}/api", api_of(server), credentials={"oauth": oauth}, retries=0), server


ANSWERS = [
    pytest.param(as_json({"error": "invalid_client"}, 401), "says invalid_client (check client_id=", id="client"),
    pytest.param(
        as_json({"error": "invalid_scope", "error_description": "no such scope: read"}, 400),
        'says invalid_scope: no such scope: read (name the scopes with scopes=; the server offers "read", "write")',
        id="scope",
    ),
    pytest.param(
        as_json({"error": "unauthorized_client"}, 400), "says unauthorized_client (the client may", id="barred"
    ),
    pytest.param(as_json({"error": "unsupported_grant_type"}, 400), "(name another grant with flow=)", id="grant"),
    pytest.param(as_json({"error": "invalid_target"}, 400), "(check audience= and resource=)", id="target"),
    pytest.param(as_json({"error": "invalid_grant"}, 400), "says invalid_grant (log in again)", id="grant is over"),
    pytest.param(as_json({"error": "odd_error"}, 400), "the authorization server says odd_error", id="unknown code"),
    pytest.param(as_json({"error": "invalid_client"}, 200), "says invalid_client", id="an error with status 200"),
    pytest.param(as_json({"error": {"code": 7}}, 400), "answered 400", id="an error that is no text"),
    pytest.param(as_json({"message": "boom"}, 500), "/token answered 500", id="500"),
    pytest.param(Reply(503, b"<html>maintenance</html>"), "/token answered 503", id="503 in HTML"),
    pytest.param(
        Reply(200, b"<html>", {"Content-Type": "text/html"}), "is not a JSON object (text/html)", id="HTML for JSON"
    ),
    pytest.param(Reply(200, b""), "is not a JSON object (no Content-Type)", id="nothing"),
    pytest.param(as_json([GOOD]), "is not a JSON object (application/json)", id="a list"),
    pytest.param(as_json("token"), "is not a JSON object (application/json)", id="text"),
    pytest.param(Reply(200, b'{"access_token": "tr'), "is not a JSON object", id="cut"),
    pytest.param(Reply(200, b"\xff\xfe{"), "is not a JSON object", id="bytes"),
    pytest.param(Reply(200, b"[" * 100_000), "is not a JSON object", id="very deep"),
    pytest.param(as_json({"token": "x"}), "/token has no access_token", id="no token"),
    pytest.param(as_json({**GOOD, "access_token": ""}), "/token has no access_token", id="an empty token"),
    pytest.param(as_json({**GOOD, "access_token": 5}), "/token has no access_token", id="a token that is a number"),
    pytest.param(as_json({**GOOD, "token_type": "DPoP"}), "is of type 'DPoP', and only bearer tokens", id="DPoP"),
    pytest.param(as_json({**GOOD, "token_type": "mac"}), "is of type 'mac', and only bearer tokens", id="mac"),
    pytest.param(as_json({**GOOD, "token_type": 1}), "is of type 'int', and only bearer tokens", id="a type as number"),
    pytest.param(
        Reply(302, headers={"Location": "https://other.example/token?secret=1"}),
        "answered 302, a redirect to other.example, which is not followed",
        id="a redirect to another server",
    ),
    pytest.param(
        Reply(307, headers={"Location": "/token"}),
        "a redirect to the same server, which is not",
        id="endless redirects",
    ),
    pytest.param(NO_ANSWER, "the authorization server did not answer at http://127.0.0.1", id="no answer"),
    pytest.param(
        as_json({"error": "invalid_client", "error_description": "not the-client-secret"}, 401),
        "says invalid_client: not ***",
        id="a server that repeats the secret",
    ),
]


@pytest.mark.parametrize(("reply", "words"), ANSWERS)
def test_answers_without_a_token(serve: Any, caller: Any, reply: Any, words: str) -> None:
    made, server = asked(serve, caller, reply)
    with pytest.raises(TokenError) as caught:
        made.call("readThings")
    assert str(caught.value).startswith("no access token for 'oauth': ")
    assert words in str(caught.value)
    assert [seen.path for seen in server.seen] == ["/token"]
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), vars(again)) == (TokenError, str(caught.value), vars(caught.value))
    for text in (str(caught.value), repr(caught.value), repr(vars(caught.value)), str(caught.value.__cause__)):
        assert "the-client-secret" not in text


@pytest.mark.parametrize(("seconds", "words"), [(300, "300 s behind"), (-300, "300 s ahead of"), (5, "")])
def test_clocks_that_differ(serve: Any, caller: Any, seconds: int, words: str) -> None:
    """Assertions hold for a minute of the server's clock, and tokens for seconds from their arrival."""
    from email.utils import formatdate

    from tests.credentials.test_grants import signing_key

    def answer(seen: Any) -> Reply:
        date = formatdate(time.time() + seconds, usegmt=True)
        if seen.path == "/token" and b"client_assertion" in seen.body:
            return as_json({"error": "invalid_client"}, 401, Date=date)
        return as_json({**GOOD, "expires_in": 60}, Date=date)

    server = serve(answer)
    made = caller(
        f"{server.url}/api", api_of(server), credentials={"oauth": OAuth("c", private_key=signing_key("ES256")[0])}
    )
    with pytest.raises(TokenError, match="says invalid_client") as caught:
        made.call("readThings")
    assert ("the clock of this computer is" in str(caught.value)) == bool(words)
    assert words in str(caught.value).replace("299", "300").replace("301", "300")
    made = caller(f"{server.url}/api", api_of(server), credentials={"oauth": OAuth("c", client_secret="s")})
    for _ in range(2):
        made.call("readThings")
    assert [seen.path for seen in server.seen[1:]] == ["/token", "/api/things", "/api/things"]


TOLERATED = [
    pytest.param({"access_token": "the-access-token"}, None, id="without a type"),
    pytest.param({**GOOD, "token_type": "bearer"}, None, id="a type in lower case"),
    pytest.param({**GOOD, "expires_in": "3600"}, 3600, id="seconds as text"),
    pytest.param({**GOOD, "expires_in": 3599.9}, 3599, id="a fraction"),
    pytest.param({**GOOD, "expires_in": "soon"}, None, id="words for seconds"),
    pytest.param({**GOOD, "expires_in": None}, None, id="null"),
    pytest.param({**GOOD, "expires_in": -5}, None, id="less than nothing"),
    pytest.param({**GOOD, "expires_in": 1e300}, None, id="more than can be"),
    pytest.param({**GOOD, "scope": "other"}, None, id="another scope"),
    pytest.param({**GOOD, "scope": ["read"]}, None, id="scopes as a list"),
    pytest.param({**GOOD, "refresh_token": 5, "expires_at": "x"}, None, id="odd fields"),
]


@pytest.mark.parametrize(("answer", "lasts"), TOLERATED)
def test_answers_that_are_understood(serve: Any, caller: Any, answer: Any, lasts: Any) -> None:
    made, server = asked(serve, caller, as_json(answer))
    assert made.call("readThings").data == {"sent": "Bearer the-access-token"}
    assert made.call("readThings").data == {"sent": "Bearer the-access-token"}
    assert [seen.path for seen in server.seen] == ["/token", "/api/things", "/api/things"]


ADDRESSES = [
    pytest.param({"tokenUrl": "http://auth.example/token"}, {}, "send secrets in the clear", RequestError, id="http"),
    pytest.param({"tokenUrl": "nonsense://x/token"}, {}, "is not an address", RequestError, id="another scheme"),
    pytest.param({"tokenUrl": 5}, {}, "is not known, and no server describes", TokenError, id="a number"),
    pytest.param({"tokenUrl": None}, {"flow": "jwtBearer", "assertion": "a"}, "Pass token_url=", TokenError, id="none"),
]


@pytest.mark.parametrize(("flow", "options", "words", "kind"), ADDRESSES)
def test_addresses(serve: Any, caller: Any, flow: Any, options: Any, words: str, kind: Any) -> None:
    server = serve(lambda seen: as_json({}, 404))
    oauth = OAuth("the-client", client_secret="the-client-secret", **options)
    made = caller(f"{server.url}/api", api_of(server, **flow), credentials={"oauth": oauth})
    with pytest.raises(kind, match=words):
        made.call("readThings")
    assert all("oauth-protected-resource" in seen.path or seen.path == "/api" for seen in server.seen)
    assert not any("Authorization" in seen.headers for seen in server.seen)


DESCRIPTIONS = [
    pytest.param({"issuer": "https://other.example"}, "describes the issuer 'https://other.example', not", id="issuer"),
    pytest.param({"token_endpoint": None}, "the address of the token endpoint for clientCredentials is not", id="none"),
    pytest.param({"token_endpoint": "http://other.example/t"}, "send secrets in the clear", id="in the clear"),
]


@pytest.mark.parametrize(("metadata", "words"), DESCRIPTIONS)
def test_descriptions_of_servers(authority: Any, caller: Any, metadata: Any, words: str) -> None:
    authority.metadata = metadata
    oauth = OAuth("basic", client_secret=SECRET, issuer=authority.issuer)
    document = described_api(authority.issuer, {"type": "oauth2", "flows": {}})
    with pytest.raises(RequestError, match=words):
        caller(f"{authority.issuer}/api", document, credentials={"oauth": oauth}).call("readThings")
    assert not authority.token_requests


@pytest.mark.parametrize("away", [True, False], ids=["to another server", "on the same one, for ever"])
def test_redirects_of_descriptions(serve: Any, caller: Any, away: bool) -> None:
    """They are followed at home, three times."""
    other = serve(lambda seen: as_json({"issuer": "x", "token_endpoint": "http://127.0.0.1:9/token"}))
    server = serve(lambda seen: Reply(302, headers={"Location": f"{other.url}/m" if away else f"{seen.path}x"}))
    oauth = OAuth("the-client", client_secret="the-client-secret", metadata_url=f"{server.url}/m")
    made = caller(
        f"{server.url}/api", described_api(server.url, {"type": "oauth2", "flows": {}}), credentials={"oauth": oauth}
    )
    with pytest.raises(TokenError, match=r"answered 302, a redirect to .*, which is not followed"):
        made.call("readThings")
    assert other.seen == []
    assert len(server.seen) == (1 if away else 3)


def test_the_resource_must_be_the_server_of_the_call(serve: Any, caller: Any) -> None:
    """Source: RFC 9728 section 3.3."""
    server = serve(lambda seen: as_json({"resource": "https://other.example/api", "authorization_servers": ["x"]}))
    oauth = OAuth("the-client", client_secret="the-client-secret")
    document = described_api(server.url, {"type": "oauth2", "flows": {}})
    with pytest.raises(TokenError, match="which is not on the server of the call"):
        caller(f"{server.url}/api", document, credentials={"oauth": oauth}).call("readThings")


ARGUMENTS = [
    pytest.param(
        {"issuer": "login"}, 'issuer= of OAuth must be an address such as https://login.example, not "login"', id="host"
    ),
    pytest.param({"token_url": "/token"}, 'token_url= of OAuth must be an address .* not "/token"', id="path"),
    pytest.param(
        {"flow": "clientcredentials"}, r"flow= of OAuth cannot be .clientcredentials.\. Did you mean", id="flow"
    ),
    pytest.param({"client_authentication": "jwt"}, "client_authentication= of OAuth cannot be .jwt.", id="method"),
    pytest.param({"client_authentication": "basic"}, "'basic' needs client_secret=", id="no secret"),
    pytest.param({"client_secret": 5}, "client_secret= of OAuth must be text, not int", id="a number"),
    pytest.param({"scopes": 5}, "scopes= of OAuth must be text or a list of texts, not 5", id="scopes"),
    pytest.param({"scopes": ["read", 1]}, "scopes= of OAuth must be text or a list", id="a scope"),
    pytest.param({"resource": 5}, "resource= of OAuth must be text or a list", id="resource"),
    pytest.param({"extra": {"tenant": 1}}, "extra= of OAuth must be a mapping of texts to texts", id="extra"),
    pytest.param({"cert": 5}, "cert= of OAuth must be the path of a PEM file, ", id="a certificate"),
    pytest.param({"store": 5}, "store= of OAuth must be the path of a file, not int", id="a store"),
    pytest.param({"client_id": ""}, r"OAuth needs the client's id, as in OAuth\('my-client'", id="no id"),
    pytest.param({"subject_token_type": "x"}, "subject_token_type= of OAuth cannot be .x.", id="a kind of token"),
]


@pytest.mark.parametrize(("options", "words"), ARGUMENTS)
def test_arguments(options: Any, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        OAuth(**{"client_id": "the-client", **options})


def test_a_class_is_no_credential() -> None:
    document = described_api("http://127.0.0.1:9", {"type": "oauth2", "flows": {}})
    with pytest.raises(RequestError, match=r"the credential for 'oauth' is the class OAuth: pass OAuth\(…\)"):
        Client(document, credentials={"oauth": OAuth})


def test_a_scheme_that_takes_no_bearer_token() -> None:
    document = described_api("http://127.0.0.1:9", {"type": "apiKey", "in": "header", "name": "X-Key"})
    with pytest.raises(RequestError, match="takes a key as text, and OAuth"):
        Client(document, credentials={"oauth": OAuth("c", client_secret="s")})


@pytest.mark.parametrize(
    ("missing", "options", "words"),
    [
        ("oauthlib.oauth2", {"client_secret": "s"}, r"OAuth\(…\) needs oauthlib.*dynaclient\[oauth\]"),
        ("cryptography.hazmat.primitives", {"private_key": "k"}, "private_key= needs cryptography.*"),
    ],
)
def test_what_is_not_installed_is_named(
    serve: Any, caller: Any, monkeypatch: pytest.MonkeyPatch, missing: str, options: Any, words: str
) -> None:
    """With its install line; nothing is sent."""
    monkeypatch.setitem(sys.modules, missing, None)
    server = serve(lambda seen: as_json(GOOD))
    made = caller(f"{server.url}/api", api_of(server), credentials={"oauth": OAuth("c", **options)})
    with pytest.raises(MissingExtra, match=words):
        made.call("readThings")
    assert server.seen == []


def test_a_session_that_caches_keeps_no_token(authority: Any, tmp_path: Any) -> None:
    """Tokens are requested on connections of their own; the file has answers of the API alone."""
    requests_cache = pytest.importorskip("requests_cache")
    path = tmp_path / "answers.sqlite"
    with requests_cache.CachedSession(str(path), backend="sqlite") as session:
        oauth = OAuth("basic", client_secret=SECRET)
        client = Client(authority.document("clientCredentials"), session=session, credentials={"oauth": oauth})
        for _ in range(2):
            assert client.readThings().status_code == 200
        session.cache.close()
    assert len(authority.calls) == 1
    held = path.read_bytes()
    assert b"things" in held
    assert not [text for text in (authority.calls[0], SECRET, "/token") if text.encode() in held]


def test_a_client_that_nobody_has_logged_in(authority: Any, caller: Any) -> None:
    made = caller(
        f"{authority.issuer}/api", authority.document("authorizationCode"), credentials={"oauth": OAuth("person")}
    )
    with pytest.raises(
        TokenError, match="nobody has logged in: run `dynaclient login oauth --credential oauth=oauth:person`"
    ):
        made.call("readThings")
    assert not authority.calls


def test_after_a_401_the_token_error_is_the_cause(authority: Any, caller: Any) -> None:
    """What cannot be renewed: the client's secret was changed meanwhile."""
    oauth = OAuth("basic", client_secret=SECRET)
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    made.call("readThings")
    authority.revoke_all()
    authority.clients["basic"].secret = "another"
    with pytest.raises(Unauthorized) as caught:
        made.call("readThings")
    assert isinstance(caught.value.__cause__, TokenError)
    assert caught.value.__cause__.error == "invalid_client"


def test_a_token_that_is_still_good_is_used_while_the_server_is_down(authority: Any, caller: Any) -> None:
    """It is due for renewal, and has not ended."""
    oauth = OAuth("basic", client_secret=SECRET)
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    made.call("readThings")
    source = next(iter(oauth._sources.values()))
    held = next(iter(source._held.values()))
    held.renewal = source._clock()
    authority.answer_instead = [("down", 503)]
    assert made.call("readThings").status_code == 200
    assert made.call("readThings").status_code == 200
    assert len(authority.token_requests) == 2


def test_the_deadline_counts(serve: Any, caller: Any) -> None:
    import threading

    release = threading.Event()

    def answer(seen: Any) -> Reply:
        release.wait(20)
        return as_json(GOOD)

    server = serve(answer)
    oauth = OAuth("the-client", client_secret="the-client-secret")
    made = caller(f"{server.url}/api", api_of(server), credentials={"oauth": oauth}, deadline=0.5)
    try:
        with pytest.raises(DeadlineExceeded, match=r"deadline of 0\.5 s"):
            made.call("readThings")
    finally:
        release.set()


def test_secrets_are_nowhere(authority: Any, caller: Any, caplog: Any) -> None:
    """In no repr, explanation, log, pickle or copy; the wire has them."""
    caplog.set_level("DEBUG")
    oauth = OAuth(
        "basic",
        client_secret="the-client-secret",
        refresh_token="the-refresh-token",
        private_key="the-key",
        flow="clientCredentials",
    )
    authority.clients["basic"].secret = "the-client-secret"
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    made.client = made.client.with_options(raise_for_status=False)
    answer = made.call("readThings")
    assert answer.status_code == 200
    token = authority.calls[-1]
    secrets = ("the-client-secret", "the-refresh-token", "the-key", token)
    source = next(iter(oauth._sources.values()))
    shown = [repr(oauth), repr(source), repr(source.__dict__.get("_found")), repr(made.client), str(answer)]
    shown += [record.getMessage() for record in caplog.records if not record.name.startswith("authlib")]  # the server's
    shown += [repr(answer), str(made.client.explain("readThings")), repr(copy.copy(made.client))]
    shown += [repr(pickle.dumps(made.client)), repr(json.dumps(str(vars(answer.error()))))]
    assert [(secret, text) for secret in secrets for text in shown if secret in text] == []
    assert token.encode() not in pickle.dumps(made.client.with_options(pickle_credentials=True))
