"""`login`, `logout`, `whoami`, `token`, and calls whose credential is `oauth:CLIENT_ID`."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient.cli import main
from tests.credentials.authorization_server import SECRET

ROOT = Path(__file__).resolve().parents[2]
PERSON = ("--credential", "oauth=oauth:person")


@pytest.fixture
def env(tmp_path: Path, authority: Any) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    described = authority.document("authorizationCode", "deviceAuthorization", "clientCredentials")
    (tmp_path / "api.json").write_text(json.dumps(described))
    return {
        "HOME": str(home),
        "PATH": os.environ.get("PATH", ""),
        "DYNACLIENT_SPEC": str(tmp_path / "api.json"),
        "DYNACLIENT_TOKENS": str(tmp_path / "state" / "tokens.json"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def run(env: dict[str, str]) -> Callable[..., tuple[int, str, str]]:
    def run(*argv: str, **more: str) -> tuple[int, str, str]:
        out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
        code = main(argv, {**env, **more}, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), out, err)
        out.flush()
        return code, out.buffer.getvalue().decode(), err.getvalue()  # type: ignore[attr-defined]

    return run


def type_the_code(authority: Any) -> None:
    """A person at another device, who waits for the code and types it."""

    def act() -> None:
        end = time.monotonic() + 30
        while not authority.devices and time.monotonic() < end:
            time.sleep(0.05)
        for item in authority.devices.values():
            authority.decisions[item["user_code"]] = ("ada", True)

    threading.Thread(target=act, daemon=True).start()


def logged_in(run: Any, authority: Any) -> None:
    type_the_code(authority)
    code, out, err = run("login", "--device", *PERSON)
    assert (code, out) == (0, "logged in for read write\n")
    assert f"Open {authority.issuer}/device and type " in err


BROWSER = """
import sys, requests
session = requests.Session()
session.get(sys.argv[1])
session.post(sys.argv[1])
"""


def test_login_in_a_browser(env: dict[str, str], authority: Any, tmp_path: Path) -> None:
    """The one that BROWSER names, in a process of its own."""
    (tmp_path / "browser.py").write_text(BROWSER)
    more = {"BROWSER": f"{sys.executable} {tmp_path / 'browser.py'} %s"}
    command = [sys.executable, "-m", "dynaclient", "login", "oauth", "--operation", "read*", *PERSON]
    done = subprocess.run(command, env={**env, **more}, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "logged in for read\n"), done.stderr
    assert done.stderr.startswith(f"If no browser opens, visit {authority.issuer}/authorize?")


def test_login_with_a_code_then_calls(run: Any, authority: Any) -> None:
    logged_in(run, authority)
    assert run("readThings", *PERSON)[0] == 0
    assert run("makeThing", *PERSON)[0] == 0
    assert all(form["grant_type"].endswith("device_code") for form in authority.token_requests)


def test_whoami_shows_everything_but_the_token(run: Any, authority: Any) -> None:
    assert run("whoami", *PERSON)[0] == 2
    logged_in(run, authority)
    code, out, _ = run("whoami", *PERSON)
    assert code == 0
    assert out.startswith(f"client person at {authority.issuer}/token for read write, until 20")
    assert out.endswith(", renewed by itself\n")
    shown = json.loads(run("whoami", "--json", *PERSON)[1])
    assert shown["scopes"] == ["read", "write"]
    assert shown["renews"] is True
    for token in authority.tokens:
        assert token.fields["access_token"] not in out + json.dumps(shown)


def test_token_prints_one(run: Any, authority: Any) -> None:
    logged_in(run, authority)
    code, out, _ = run("token", *PERSON)
    assert (code, out) == (0, f"{authority.tokens[-1].fields['access_token']}\n")


def test_logout_forgets_it_and_revokes_it(run: Any, authority: Any) -> None:
    logged_in(run, authority)
    assert run("logout", *PERSON)[:2] == (0, "logged out\n")
    assert authority.tokens[-1].refresh_revoked
    assert run("logout", *PERSON)[:2] == (0, "nobody had logged in\n")
    code, _, err = run("readThings", *PERSON)
    assert code == 2
    assert "nobody has logged in" in err
    assert not authority.calls


def test_logout_by_a_profile(run: Any, authority: Any, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[profile.work.credentials.oauth]\nclient_id = "person"\nissuer = "{authority.issuer}"\n')
    more = {"DYNACLIENT_CONFIG": str(config)}
    type_the_code(authority)
    assert run("--profile", "work", "login", "--device", **more)[0] == 0
    assert run("--profile", "work", "logout", **more)[:2] == (0, "logged out\n")
    assert authority.tokens[-1].refresh_revoked


def test_a_profile_names_the_client(run: Any, authority: Any, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        '[profile.work.credentials.oauth]\nclient_id = "basic"\nflow = "clientCredentials"\nscopes = ["read"]\n'
        f'token_url = "{authority.issuer}/token"\n'
    )
    more = {"DYNACLIENT_CONFIG": str(config), "DYNACLIENT_CLIENT_SECRET": SECRET}
    code, out, err = run("--profile", "work", "readThings", **more)
    assert (code, err) == (0, ""), out
    assert authority.token_requests == [{"grant_type": "client_credentials", "scope": "read"}]


def test_a_secret_in_a_profile_is_refused_without_showing_it(run: Any, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[profile.work.credentials.oauth]\nclient_id = "basic"\nclient_secret = "the-secret"\n')
    code, _, err = run("--profile", "work", "readThings", DYNACLIENT_CONFIG=str(config))
    assert code == 2
    assert "DYNACLIENT_CLIENT_SECRET" in err
    assert "the-secret" not in err


def test_without_a_browser_one_line_says_what_to_do(run: Any, authority: Any) -> None:
    code, _, err = run("login", *PERSON, CI="1")
    assert code == 2
    assert "there is no browser here: log in with a code (--device)" in err


def test_a_login_without_a_client_says_where_it_comes_from(run: Any) -> None:
    code, _, err = run("login")
    assert code == 2
    assert "the client's id is missing" in err
    assert "--credential oauth=oauth:CLIENT_ID" in err


def test_a_document_without_oauth(run: Any) -> None:
    spec = str(ROOT / "tests" / "cli" / "shop.yaml")
    code, _, err = run("login", "--spec", spec)
    assert code == 2
    assert "the document has no security scheme of OAuth 2 or OpenID Connect" in err


def test_no_operation_of_that_name(run: Any) -> None:
    code, _, err = run("login", "--operation", "drop*", *PERSON)
    assert code == 2
    assert "no operation is called drop*" in err


def test_explain_says_which_token(run: Any, env: dict[str, str], authority: Any) -> None:
    _, out, _ = run("explain", "readThings", *PERSON)
    assert "no token: nobody has logged in to client 'person'" in out.replace("\n", " ")
    logged_in(run, authority)
    asked = len(authority.token_requests)
    _, out, _ = run("explain", "readThings", *PERSON)
    assert f"the token of a login to client 'person', from {env['DYNACLIENT_TOKENS']}, until 20" in out
    _, out, _ = run(
        "explain", "readThings", "--credential", "oauth=oauth:basic", DYNACLIENT_CLIENT_SECRET="the-client-secret"
    )
    assert "a token that the call fetches for client 'basic' (clientCredentials, scopes read)" in out.replace("\n", " ")
    assert "the-client-secret" not in out
    assert len(authority.token_requests) == asked


def test_curl_asks_this_program_for_the_token(run: Any) -> None:
    code, out, err = run("readThings", "--curl", *PERSON)
    assert code == 0, err
    assert "$(dynaclient token --credential oauth:person)" in out


def test_advice_is_for_the_command_line(run: Any, authority: Any) -> None:
    """No argument of Python is named."""
    advice = [
        run("readThings", *PERSON)[2],
        run("token", "--credential", "oauth=oauth:basic")[2],
        run("login", "--device", "--scope", "nope", *PERSON)[2],
        run("readThings")[2],
    ]
    assert "or set DYNACLIENT_CLIENT_SECRET for a program" in advice[0].replace("\n", " ")
    assert "oauth:CLIENT_ID obtains tokens, after `dynaclient login`" in advice[3].replace("\n", " ")
    for text in advice:
        assert "OAuth(" not in text
        assert "=)" not in text
        assert "scopes=" not in text
