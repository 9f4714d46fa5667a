"""Tokens and secrets in a keyring: a backend of the library, as those of systems are."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dynaclient import RequestError
from dynaclient.client.login import log_in, log_out, logged_in
from dynaclient.credentials.store import TokenStore
from dynaclient.credentials.stored_token import StoreKey
from tests.credentials.authorization_server import SECRET
from tests.credentials.test_commands import env, run
from tests.credentials.test_login import client_of, consenting

keyring = pytest.importorskip("keyring")
__all__ = ["env", "run"]


class InMemory(keyring.backend.KeyringBackend):  # type: ignore[misc]
    """What a system's keyring does."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.held.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not found")


class Locked(InMemory):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked(f"cannot open {service} {username}")


@pytest.fixture
def ring(no_keyring: None) -> InMemory:
    made = InMemory()
    keyring.set_keyring(made)
    return made


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("DYNACLIENT_TOKENS", raising=False)
    return tmp_path / "state"


def test_a_login_is_kept_in_it_and_in_no_file(authority: Any, ring: InMemory, state: Path) -> None:
    store = TokenStore()
    assert store.place == "the keyring"
    log_in(client_of(authority, store), open_page=consenting)
    ((service, user),) = ring.held
    assert service == "dynaclient"
    assert json.loads(user) == [f"{authority.issuer}/token", "person", ""]
    assert client_of(authority, TokenStore()).readThings().status_code == 200
    authority.revoke_all()
    assert client_of(authority, TokenStore()).readThings().status_code == 200
    assert [form["grant_type"] for form in authority.token_requests] == ["authorization_code", "refresh_token"]
    key, token = logged_in(client_of(authority, TokenStore()))
    assert (key.client_id, token.scopes) == ("person", ("read", "write"))  # type: ignore[union-attr]
    assert log_out(client_of(authority, TokenStore())) == 1
    assert ring.held == {}
    assert not [name for _, _, names in os.walk(state) for name in names if not name.endswith(".lock")]


def test_a_named_file_goes_before_it(ring: InMemory, tmp_path: Path) -> None:
    environment = {"DYNACLIENT_TOKENS": str(tmp_path / "t.json"), "HOME": str(tmp_path)}
    assert TokenStore(environment=environment).place == str(tmp_path / "t.json")


def test_the_secret_of_a_client_may_be_in_it(run: Any, authority: Any, ring: InMemory, tmp_path: Path) -> None:
    ring.set_password("dynaclient", "basic", SECRET)
    document = tmp_path / "program.json"
    document.write_text(json.dumps(authority.document("clientCredentials")))
    code, out, err = run("readThings", "--spec", str(document), "--credential", "oauth=oauth:basic")
    assert (code, err) == (0, ""), out
    assert len(authority.token_requests) == 1


def test_a_keyring_that_is_locked(run: Any, no_keyring: None, state: Path) -> None:
    keyring.set_keyring(Locked())
    with pytest.raises(RequestError, match=r"the keyring cannot be used \(KeyringLocked\): unlock it, or name a file"):
        TokenStore().find(StoreKey("issuer", "client"))
    code, _, err = run("readThings", "--credential", "oauth=oauth:basic")
    assert code == 2
    assert "the keyring cannot be used (KeyringLocked)" in err.replace("\n", " ")


def test_what_is_no_token_in_it(ring: InMemory, state: Path) -> None:
    key = StoreKey("issuer", "client")
    ring.set_password("dynaclient", str(key), "{")
    with pytest.raises(RequestError, match="the keyring does not hold tokens under dynaclient"):
        TokenStore().find(key)
