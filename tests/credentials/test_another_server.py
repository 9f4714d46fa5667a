"""The same against another implementation: oidc-provider, a certified OpenID provider for Node.

It is installed under pytest's cache; the tests are skipped where that fails.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from dynaclient import Client, OAuth, TokenError, Unauthorized
from dynaclient.client.login import access_token, log_in, log_out, logged_in
from dynaclient.credentials.store import TokenStore
from tests.credentials.authorization_server import described_api
from tests.foreign_programs import npm_folder

HERE = Path(__file__).parent
PACKAGE = "oidc-provider@8.8.1"
"""The last release that runs on Node 18 and 20 as well as on newer ones."""

pytestmark = pytest.mark.slow


class Form(HTMLParser):
    """The first form of a page: where it is sent, and its fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = found.get("action")
        elif tag == "input" and found.get("name"):
            self.fields.setdefault(found["name"], found.get("value") or "")


def visit(url: str) -> str:
    """What a person does: fills in every form until there is none; returns the address of the last page."""
    with requests.Session() as session:
        page = session.get(url, timeout=30)
        for _ in range(6):
            form = Form(page.text)
            if form.action is None:
                return page.url
            if "login" in form.fields:
                form.fields.update(login="ada", password="any")
            page = session.post(urljoin(page.url, form.action), data=form.fields, timeout=30)
        raise AssertionError(f"too many pages: {page.url} {page.text[:500]}")


def in_browser(url: str) -> bool:
    threading.Thread(target=visit, args=(url,), daemon=True).start()
    return True


class Provider:
    """The server, in a process of its own."""

    def __init__(self, node: str, folder: Path, key: Any) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        program = folder / "oidc_provider.mjs"  # beside its packages; other processes may be starting it
        shutil.copy(HERE / program.name, copy := f"{program}.{os.getpid()}")
        os.replace(copy, program)
        self.url = f"http://127.0.0.1:{port}"
        command = [node, str(program), str(port), json.dumps([key])]
        with open(folder / "log", "w") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.process.stdout is not None
        if self.process.stdout.readline() != "up\n":
            self.close()
            pytest.skip(f"oidc-provider does not start here: {(folder / 'log').read_text()[-300:]}")

    def close(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=30)

    def seen(self) -> list[Any]:
        """The grants at the token endpoint since the last question, with the status of each."""
        return requests.get(f"{self.url}/seen", timeout=30).json()  # type: ignore[no-any-return]

    def document(self) -> dict[str, Any]:
        return described_api(
            self.url,
            {"type": "openIdConnect", "openIdConnectUrl": f"{self.url}/.well-known/openid-configuration"},
        )


@pytest.fixture(scope="module")
def signing() -> tuple[str, Any]:
    """A private key as PEM, and the public one as a JSON Web Key."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from joserfc.jwk import ECKey

    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    return pem, {**ECKey.import_key(pem).as_dict(private=False), "alg": "ES256", "use": "sig"}


@pytest.fixture(scope="module")
def provider(pytestconfig: pytest.Config, signing: Any) -> Iterator[Provider]:
    node, folder = npm_folder(pytestconfig, "oidc-provider", PACKAGE)
    made = Provider(node, folder, signing[1])
    yield made
    made.close()


@pytest.fixture
def store(tmp_path: Path, provider: Provider) -> TokenStore:
    provider.seen()
    return TokenStore(tmp_path / "tokens.json")


def client_of(provider: Provider, store: TokenStore) -> Client:
    return Client(provider.document(), credentials={"oauth": OAuth("person", store=store)}, retries=0)


def test_client_credentials(provider: Provider, store: TokenStore, caller: Any) -> None:
    """A secret whose characters have to be encoded in the header. Source: RFC 6749 section 2.3.1."""
    oauth = OAuth("program", client_secret="the secret:%+&")
    made = caller(f"{provider.url}/api", provider.document(), credentials={"oauth": oauth})
    assert [made.call("readThings").data for _ in range(2)] == [{"user": "program"}] * 2
    assert provider.seen() == [["/token", "client_credentials", 200]]


def test_a_token_is_exchanged(provider: Provider, caller: Any, signing: Any) -> None:
    """One that was obtained as another client; a made-up one is refused. Source: RFC 8693."""
    signer = Client(provider.document(), credentials={"oauth": OAuth("signer", private_key=signing[0])})
    before = access_token(signer)
    program = {"client_secret": "the secret:%+&", "scopes": ["read"]}
    oauth = OAuth("program", subject_token=lambda: before, audience="another-api", **program)
    made = caller(f"{provider.url}/api", provider.document(), credentials={"oauth": oauth})
    assert made.call("readThings").data == {"user": "program"}
    oauth = OAuth("program", subject_token="made-up", **program)
    made = caller(f"{provider.url}/api", provider.document(), credentials={"oauth": oauth})
    with pytest.raises(TokenError, match="says invalid_grant: grant request is invalid"):
        made.call("readThings")


def test_a_wrong_secret(provider: Provider, caller: Any) -> None:
    oauth = OAuth("program", client_secret="another")
    made = caller(f"{provider.url}/api", provider.document(), credentials={"oauth": oauth})
    with pytest.raises(TokenError, match=r"says invalid_client: client authentication failed \(check client_id="):
        made.call("readThings")


def test_a_signed_assertion(provider: Provider, caller: Any, signing: Any) -> None:
    oauth = OAuth("signer", private_key=signing[0])
    made = caller(f"{provider.url}/api", provider.document(), credentials={"oauth": oauth})
    assert made.call("readThings").data == {"user": "signer"}


def test_a_person_in_a_browser(provider: Provider, store: TokenStore) -> None:
    """PKCE, `iss`, an id token that says who it is, renewal with a refresh token that rotates, and revocation."""
    client = client_of(provider, store)
    token = log_in(client, open_page=in_browser, seconds=60)
    assert token.subject == "ada"
    assert {"openid", "offline_access", "read", "write"} == set(token.scopes)
    assert client.readThings().data == {"user": "ada"}
    assert provider.seen() == [["/token", "authorization_code", 200]]
    for _ in range(2):  # the server ends the token: it is renewed once, with a new refresh token each time
        before = logged_in(client)[1]
        requests.get(f"{provider.url}/end-all", headers={"Authorization": f"Bearer {before.value}"}, timeout=30)
        assert client_of(provider, store).readThings().data == {"user": "ada"}
        after = logged_in(client)[1]
        assert after.refresh_token != before.refresh_token
        assert after.subject == "ada"
        assert provider.seen() == [["/token", "refresh_token", 200]]
    assert log_out(client_of(provider, store)) == 1
    assert provider.seen() == [["/token/revocation", None, 200]]
    with pytest.raises(TokenError, match="nobody has logged in"):
        client_of(provider, store).readThings()


def test_a_refresh_token_that_was_used_twice_ends_the_login(provider: Provider, store: TokenStore) -> None:
    """The server takes it for a theft. Source: RFC 9700 section 4.14.2."""
    client = client_of(provider, store)
    token = log_in(client, open_page=in_browser, seconds=60)
    for _ in range(2):
        form = {"grant_type": "refresh_token", "refresh_token": token.refresh_token, "client_id": "person"}
        requests.post(f"{provider.url}/token", data=form, timeout=30)
    with pytest.raises(Unauthorized) as caught:
        client.readThings()
    assert re.search("the login has ended.*says invalid_grant.*run `dynaclient login", str(caught.value.__cause__))


def test_a_person_with_a_code(provider: Provider, store: TokenStore) -> None:
    shown: list[str] = []

    def show(step: Any) -> None:
        shown.append(step.code)
        in_browser(step.whole_url)

    client = client_of(provider, store)
    token = log_in(client, device=True, show_code=show, seconds=90)
    assert len(shown) == 1
    assert token.subject == "ada"
    assert client_of(provider, store).readThings().data == {"user": "ada"}
