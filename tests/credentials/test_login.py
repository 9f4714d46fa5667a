"""A person logs in: in a browser, which here follows the links and presses the button, or with a code."""

from __future__ import annotations

import json
import os
import pickle
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from dynaclient import Client, DeadlineExceeded, OAuth, RequestError, TokenError
from dynaclient.client.login import log_in
from dynaclient.credentials.store import TokenStore
from dynaclient.credentials.stored_token import StoredToken, StoreKey

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path) -> TokenStore:
    return TokenStore(tmp_path / "state" / "tokens.json")


def in_thread(act: Any) -> bool:
    threading.Thread(target=act, daemon=True).start()
    return True


def consenting(url: str) -> bool:
    """A browser whose person presses the button."""

    def visit() -> None:
        with requests.Session() as session:
            assert "Allow" in session.get(url).text
            session.post(url)  # which comes back to this computer

    return in_thread(visit)


def returning(**fields: str) -> Any:
    """A browser that comes back with these fields, besides the right state."""

    def open_page(url: str) -> bool:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        known = {"state": asked["state"], **fields}
        return in_thread(lambda: requests.get(f"{asked['redirect_uri']}?{urlencode(known)}"))

    return open_page


def client_of(authority: Any, store: TokenStore, *flows: str, **options: Any) -> Client:
    oauth = OAuth("person", store=store, **options)
    return Client(authority.document(*flows or ("authorizationCode",)), credentials={"oauth": oauth})


def test_in_a_browser(authority: Any, store: TokenStore) -> None:
    """PKCE is required by the server; what was granted is kept, and used by clients made later."""
    granted = log_in(client_of(authority, store), open_page=consenting)
    assert granted.scopes == ("read", "write")
    assert authority.token_requests[0]["grant_type"] == "authorization_code"
    assert len(authority.token_requests[0]["code_verifier"]) == 64
    assert client_of(authority, store).readThings().status_code == 200
    assert len(authority.token_requests) == 1


def test_the_address_asks_for_s256_and_what_the_operations_need(authority: Any, store: TokenStore) -> None:
    seen: list[str] = []

    def open_page(url: str) -> bool:
        seen.append(url)
        return consenting(url)

    log_in(client_of(authority, store), operations=["readThings"], open_page=open_page)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(seen[0]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "read"
    assert asked["redirect_uri"].startswith("http://127.0.0.1:")
    assert len(asked["state"]) == 48
    with pytest.raises(requests.ConnectionError):  # one request was waited for
        requests.get(asked["redirect_uri"], timeout=5)


def test_implicit_flows_are_authorized_with_a_code(authority: Any, store: TokenStore) -> None:
    """Where the server that authorizes says that it has a token endpoint. Source: RFC 9700 section 2.1.2."""
    client = client_of(authority, store, "implicit")
    log_in(client, open_page=consenting)
    assert client.readThings().status_code == 200


REFUSED = [
    pytest.param({"state": "other", "code": "c"}, "came back with another state", id="state"),
    pytest.param({"state": "", "code": "c"}, "came back with another state", id="no state"),
    pytest.param({"code": "c", "iss": "https://evil.example"}, "from the issuer 'https://evil.example', and", id="iss"),
    pytest.param({"code": "c"}, "came back from no issuer, and", id="no iss, where the server sends one"),
    pytest.param({"error": "access_denied", "iss": "{}"}, "says access_denied (it was refused by", id="access_denied"),
    pytest.param({"iss": "{}"}, "came back without a code", id="no code"),
    pytest.param({"code": "unknown", "iss": "{}"}, "says invalid_grant", id="a code of somebody else"),
]


@pytest.mark.parametrize(("fields", "words"), REFUSED)
def test_what_comes_back_is_checked(authority: Any, store: TokenStore, fields: Any, words: str) -> None:
    client = client_of(authority, store, issuer=authority.issuer)
    placed = {name: value.format(authority.issuer) for name, value in fields.items()}
    with pytest.raises(TokenError) as caught:
        log_in(client, open_page=returning(**placed))
    assert words in str(caught.value)
    assert len(authority.token_requests) == ("says invalid_grant" in words)
    assert not os.path.exists(store.path)


def test_nobody_is_waited_for_for_ever(authority: Any, store: TokenStore) -> None:
    with pytest.raises(TokenError, match=r"nobody answered in the browser within 0\.3 s"):
        log_in(client_of(authority, store), open_page=lambda url: True, seconds=0.3)


def test_without_a_browser_the_other_way_is_named(authority: Any, store: TokenStore) -> None:
    with pytest.raises(TokenError, match=r"there is no browser here: log in with a code \(--device\)"):
        log_in(client_of(authority, store), open_page=lambda url: False)


def test_other_requests_to_the_port_are_not_the_answer(authority: Any, store: TokenStore) -> None:
    """A browser asks for an icon, and opens connections that it does not use."""

    def open_page(url: str) -> bool:
        back = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        assert requests.get(back.replace("/callback", "/favicon.ico")).status_code == 404
        return consenting(url)

    assert log_in(client_of(authority, store), open_page=open_page).value
    assert "Allow" not in store.path


# devices


def typed(authority: Any, *, allowed: bool = True, after: float = 0.0) -> Any:
    def show(step: Any) -> None:
        assert step.url == f"{authority.issuer}/device"
        assert step.code in step.whole_url
        in_thread(lambda: (time.sleep(after), authority.decisions.update({step.code: ("ada", allowed)})))

    return show


@pytest.mark.parametrize(
    ("flow", "issuer"),
    [("deviceAuthorization", None), ("authorizationCode", "{}"), ("authorizationCode", None)],
    ids=["the flow's own", "the issuer's", "that of the server that the document names"],
)
def test_with_a_code(authority: Any, store: TokenStore, flow: str, issuer: Any) -> None:
    client = client_of(authority, store, flow, issuer=issuer and issuer.format(authority.issuer))
    log_in(client, device=True, show_code=typed(authority, after=1.5))
    assert client.readThings().status_code == 200
    assert {form["grant_type"] for form in authority.token_requests} == {"urn:ietf:params:oauth:grant-type:device_code"}
    assert len(authority.token_requests) >= 2


def test_a_code_that_is_refused(authority: Any, store: TokenStore) -> None:
    with pytest.raises(TokenError, match="says access_denied"):
        log_in(
            client_of(authority, store, "deviceAuthorization"),
            device=True,
            show_code=typed(authority, allowed=False),
        )


def test_a_code_that_has_expired(authority: Any, store: TokenStore) -> None:
    def show(step: Any) -> None:
        for item in authority.devices.values():
            item["expires_at"] = 0

    with pytest.raises(TokenError, match="says expired_token"):
        log_in(client_of(authority, store, "deviceAuthorization"), device=True, show_code=show)


@pytest.mark.slow
def test_slow_down_asks_less_often(authority: Any, store: TokenStore) -> None:
    """Source: RFC 8628 section 3.5: five seconds more."""
    authority.answer_instead = [({"error": "slow_down"}, 400)]
    begun = time.monotonic()
    log_in(client_of(authority, store, "deviceAuthorization"), device=True, show_code=typed(authority))
    assert time.monotonic() - begun > 6.5


def test_a_device_is_waited_for_until_the_deadline(authority: Any, store: TokenStore) -> None:
    with pytest.raises(TokenError, match="nobody typed the code within 2 s: log in again"):
        log_in(client_of(authority, store, "deviceAuthorization"), device=True, show_code=lambda step: None, seconds=2)


def test_a_server_without_a_device_endpoint(authority: Any, store: TokenStore) -> None:
    authority.metadata = {"device_authorization_endpoint": None}
    with pytest.raises(TokenError, match="Pass device_authorization_url= or issuer="):
        log_in(client_of(authority, store), device=True, seconds=10)


# what is kept


def test_the_file_is_for_its_owner_only(authority: Any, store: TokenStore) -> None:
    log_in(client_of(authority, store), open_page=consenting)
    assert stat.S_IMODE(os.stat(store.path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(store.path)).st_mode) == 0o700
    os.chmod(store.path, 0o644)
    with pytest.raises(RequestError, match=r"others can read the tokens in .*: run chmod 600 on it"):
        client_of(authority, store).readThings()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tokens": 1}', "\xff"])
def test_a_file_that_holds_no_tokens(store: TokenStore, text: str) -> None:
    os.makedirs(os.path.dirname(store.path))
    with open(os.open(store.path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(text)
    with pytest.raises(RequestError, match="does not hold tokens: remove it, and log in again"):
        store.find(StoreKey("i", "c"))


@pytest.mark.parametrize(
    "row",
    [{"value": 5}, {"expires_at": "soon"}, {"expires_at": 1e300}, {"scopes": 5}, {"scopes": [5]}, {"subject": None}],
)
def test_a_token_that_was_changed_by_hand_is_left_out(store: TokenStore, row: dict[str, Any]) -> None:
    key, good = StoreKey("i", "c"), StoredToken("good", scopes=("a",))
    store.write(key, good)
    table = json.loads(Path(store.path).read_text())
    table["tokens"][str(key)].append({**good.to_row(), "scopes": ["a", "b"], **row})
    Path(store.path).write_text(json.dumps(table))
    assert store.find(key, ["a", "b"]) == good


def test_nobody_is_asked_where_the_token_cannot_be_kept(authority: Any, tmp_path: Path) -> None:
    opened: list[str] = []
    with pytest.raises(RequestError, match="cannot be read: Is a directory"):
        log_in(client_of(authority, TokenStore(tmp_path)), open_page=lambda url: bool(opened.append(url)))
    assert not opened


def test_the_token_that_allows_most_of_what_is_needed_is_found(store: TokenStore) -> None:
    key = StoreKey("https://issuer", "client")
    for scopes in (("a",), ("a", "b"), ("c",)):
        store.write(key, StoredToken("-".join(scopes), scopes=scopes))
    assert [store.find(key, asked).value for asked in (["a"], ["b"], ["c"], [])] == ["a-b", "a-b", "c", "a-b"]  # type: ignore[union-attr]
    assert store.find(StoreKey("https://issuer", "client", "audience")) is None
    assert len(store.remove(key)) == 3
    assert store.find(key) is None


def test_a_token_that_has_ended_is_renewed_and_kept(authority: Any, store: TokenStore) -> None:
    log_in(client_of(authority, store), open_page=consenting)
    authority.revoke_all()
    assert client_of(authority, store).readThings().status_code == 200
    assert client_of(authority, store).readThings().status_code == 200
    grants = [form["grant_type"] for form in authority.token_requests]
    assert grants == ["authorization_code", "refresh_token"]


def test_a_login_that_has_ended_says_how_to_log_in(authority: Any, store: TokenStore) -> None:
    log_in(client_of(authority, store), open_page=consenting)
    client = client_of(authority, store)
    client.readThings()
    authority.revoke_all()
    for token in authority.tokens:
        token.refresh_revoked = True
    with pytest.raises(Exception, match="401") as caught:
        client.readThings()
    assert "the login has ended: the authorization server says invalid_grant: run `dynaclient login oauth" in str(
        caught.value.__cause__
    )
    with pytest.raises(TokenError, match="nobody has logged in"):
        client_of(authority, store).readThings()


PROGRAM = """
import json, sys, time
from dynaclient import Client, OAuth
from dynaclient.credentials.store import TokenStore
document, path, seconds = json.loads(sys.argv[1]), sys.argv[2], float(sys.argv[3])
client = Client(document, credentials={"oauth": OAuth("person", store=TokenStore(path))}, retries=0)
client.readThings()
print("ready", flush=True)
sys.stdin.readline()
end, calls = time.monotonic() + seconds, 0
while time.monotonic() < end:
    assert client.readThings().status_code == 200
    calls += 1
    time.sleep(0.02)
print(calls)
"""


@pytest.mark.slow
def test_two_processes_with_a_rotating_refresh_token_both_go_on(authority: Any, store: TokenStore) -> None:
    """Tokens that last a second, refresh tokens that are good once: each is used by one of the two."""
    authority.expires_in = 1
    log_in(client_of(authority, store), open_page=consenting)
    command = [sys.executable, "-c", PROGRAM, json.dumps(authority.document("authorizationCode")), store.path, "5"]
    started = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )
        for _ in range(2)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in started:  # now both begin
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    results = [process.communicate(timeout=60) for process in started]
    assert [errors for _, errors in results] == ["", ""]
    assert all(int(out) > 5 for out, _ in results)
    used = [form["refresh_token"] for form in authority.token_requests if "refresh_token" in form]
    assert len(used) == len(set(used))
    assert len(used) >= 3


CALL_ONCE = """
import json, sys
from dynaclient import Client, OAuth
from dynaclient.credentials.store import TokenStore
document, path = json.loads(sys.argv[1]), sys.argv[2]
Client(document, credentials={"oauth": OAuth("person", store=TokenStore(path))}, retries=0).readThings()
"""


def test_a_process_killed_while_it_renews_leaves_a_valid_store(authority: Any, store: TokenStore) -> None:
    """And no lock: the next one waits for it, and goes on with the refresh token that was not used up."""
    log_in(client_of(authority, store), open_page=consenting)
    before = Path(store.path).read_bytes()
    authority.revoke_all()
    arrived, killed = threading.Event(), threading.Event()

    def hold() -> Any:
        arrived.set()
        killed.wait(60)
        return {"error": "server_error"}, 503

    authority.answer_instead = [hold]
    command = [sys.executable, "-c", CALL_ONCE, json.dumps(authority.document("authorizationCode")), store.path]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT)
    assert arrived.wait(60)
    outcome: list[int] = []
    thread = threading.Thread(target=lambda: outcome.append(client_of(authority, store).readThings().status_code))
    thread.start()
    thread.join(0.5)
    assert outcome == []  # it waits
    process.kill()
    process.communicate()
    killed.set()
    thread.join(30)
    assert outcome == [200]
    assert Path(store.path).read_bytes() != before
    assert client_of(authority, store).readThings().status_code == 200
    assert [name for name in os.listdir(os.path.dirname(store.path)) if "lock" not in name] == ["tokens.json"]


def test_the_deadline_counts_while_another_process_renews(authority: Any, store: TokenStore, caller: Any) -> None:
    log_in(client_of(authority, store), open_page=consenting)
    authority.revoke_all()
    store.write(StoreKey(f"{authority.issuer}/token", "person"), StoredToken("old", "r", 1.0, 1.0, ("read", "write")))
    document = authority.document("authorizationCode")
    made = caller(
        f"{authority.issuer}/api", document, credentials={"oauth": OAuth("person", store=store)}, deadline=0.5
    )
    lock = store.try_lock()
    assert lock is not None
    with lock, pytest.raises(DeadlineExceeded, match=r"deadline of 0\.5 s"):
        made.call("readThings")


def test_tokens_for_another_resource_are_others(authority: Any, store: TokenStore) -> None:
    """Source: RFC 8707."""
    log_in(client_of(authority, store, resource="https://a.example"), open_page=consenting)
    assert client_of(authority, store, resource="https://a.example").readThings().status_code == 200
    with pytest.raises(TokenError, match="nobody has logged in"):
        client_of(authority, store, resource="https://b.example").readThings()


def test_both_clients_use_the_store(authority: Any, store: TokenStore, caller: Any) -> None:
    log_in(client_of(authority, store), open_page=consenting)
    authority.revoke_all()
    oauth = OAuth("person", store=store)
    made = caller(f"{authority.issuer}/api", authority.document("authorizationCode"), credentials={"oauth": oauth})
    assert made.call("readThings").status_code == 200


def test_schemes_without_oauth_are_named(authority: Any, store: TokenStore) -> None:
    client = Client(authority.document("authorizationCode"), credentials={"oauth": "text"})
    with pytest.raises(RequestError, match="those with an OAuth credential are none"):
        log_in(client)
    with pytest.raises(RequestError, match=r"'oaut' has no OAuth credential\. Did you mean 'oauth'"):
        log_in(client_of(authority, store), "oaut")


def by_refresh(authority: Any, store: TokenStore) -> None:
    store.write(
        StoreKey(f"{authority.issuer}/token", "person"),
        StoredToken("sentinel-access", "sentinel-refresh", expires_at=1, lasts=1),
    )
    client_of(authority, store).readThings()


def by_code(authority: Any, store: TokenStore) -> None:
    log_in(client_of(authority, store), open_page=consenting)


def by_device(authority: Any, store: TokenStore) -> None:
    log_in(client_of(authority, store, "deviceAuthorization"), device=True, show_code=typed(authority))


@pytest.mark.parametrize(
    ("act", "names"),
    [(by_refresh, ["refresh_token"]), (by_code, ["code", "code_verifier"]), (by_device, ["device_code"])],
    ids=["refresh token", "code and verifier", "device code"],
)
def test_a_server_that_repeats_what_it_got_shows_no_secret(
    authority: Any, store: TokenStore, act: Any, names: Any, caplog: Any
) -> None:
    """In the error, its pickle, the causes, and every log of the client."""
    from flask import request

    caplog.set_level("DEBUG")
    authority.answer_instead = [
        lambda: ({"error": "invalid_request", "error_description": urlencode(request.form)}, 400)
    ]
    with pytest.raises(TokenError, match=r"\*\*\*") as caught:
        act(authority, store)
    secrets = [authority.token_requests[-1][name] for name in names]
    shown = [str(caught.value), repr(caught.value), repr(vars(caught.value)), repr(pickle.dumps(caught.value))]
    shown += [repr(caught.value.__cause__), repr(caught.value.__context__)]
    logged = (record.getMessage() for record in caplog.records if not record.name.startswith("authlib"))
    shown += [text for text in logged if "/callback?" not in text]  # which is the log of the browser
    assert [text for text in shown for secret in secrets if secret in text] == []
