"""Profiles and the places of keys: a key is named, never written down."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from .conftest import KEY


@pytest.fixture
def config(env):
    """Writes the profiles file and gives its path."""

    def write(text: str) -> Path:
        path = Path(env["HOME"]) / ".config" / "dynaclient" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


@pytest.fixture
def printing_key(tmp_path) -> Path:
    """A program that prints the key, as a password manager would, and notes that it was started."""
    path = tmp_path / "print key"
    path.write_text(f"#!{sys.executable}\nopen({str(tmp_path / 'started')!r}, 'a').write('x')\nprint({KEY!r})\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def profile(shop, source: str) -> str:
    return f"""
[profile.shop]
spec = "shop.yaml"
base_url = "{shop.url}"
timeout = 5
headers = {{ X-Team = "blue" }}
credentials = {{ key = {source} }}
"""


@pytest.mark.parametrize(
    "source", ['{ env = "SHOP_KEY" }', '"env:SHOP_KEY"', '{ command = ["{program}"] }', "\"command:'{program}'\""]
)
def test_a_profile_gives_document_address_headers_and_key(run, env, shop, config, printing_key, source) -> None:
    """The document is looked for beside the file that names it."""
    path = config(profile(shop, source.replace("{program}", str(printing_key))))
    (path.parent / "shop.yaml").write_text(Path(env.pop("DYNACLIENT_SPEC")).read_text("utf-8"))
    for more in (["--profile", "shop"], []):
        done = run(*more, "listItems", "--select", "object", **({} if more else {"DYNACLIENT_PROFILE": "shop"}))
        assert (done.code, done.out, done.err) == (0, "list\n", "")
        assert shop.last.headers["Authorization"] == f"Bearer {KEY}"
        assert shop.last.headers["X-Team"] == "blue"


@pytest.mark.parametrize(
    ("formats", "code"), [("", 2), ("formats = true", 2), ("formats = false", 0), ("formats = ['date']", 0)]
)
def test_a_profile_chooses_the_formats_that_are_checked(run, shop, config, formats, code) -> None:
    path = config(f"[profile.shop]\nspec = 'ids.json'\nbase_url = '{shop.url}'\n{formats}\n")
    parameter = {"name": "id", "in": "query", "schema": {"type": "string", "format": "uuid"}}
    operation = {"operationId": "find", "parameters": [parameter], "responses": {}}
    (path.parent / "ids.json").write_text(json.dumps({"openapi": "3.1.0", "paths": {"/items": {"get": operation}}}))
    done = run("--profile", "shop", "call", "find", "id=7", "--curl")
    assert done.code == code
    assert ("expected a UUID" in done.err) is (code == 2)


def test_a_key_is_fetched_only_for_calls_that_need_it(run, env, shop, config, printing_key, tmp_path) -> None:
    path = config(profile(shop, f'{{ command = ["{printing_key}"] }}'))
    (path.parent / "shop.yaml").write_text(Path(env.pop("DYNACLIENT_SPEC")).read_text("utf-8"))
    for argv in (["list"], ["show", "listItems"], ["call", "openToAll"], ["call", "listItems", "--curl"]):
        assert run("--profile", "shop", *argv).code == 0
    assert not (tmp_path / "started").exists()
    assert run("--profile", "shop", "call", "listItems").code == 0
    assert (tmp_path / "started").read_text() == "x"


def test_curl_fetches_the_key_the_way_the_profile_does(run, env, shop, config, printing_key) -> None:
    path = config(profile(shop, f'{{ command = ["{printing_key}"] }}'))
    (path.parent / "shop.yaml").write_text(Path(env.pop("DYNACLIENT_SPEC")).read_text("utf-8"))
    out = run("--profile", "shop", "call", "listItems", "--curl").out
    assert f"\"Authorization: Bearer $('{printing_key}')\"" in out


def test_a_profile_of_the_environment_does_not_follow_another_document(run, env, shop, config) -> None:
    """Its keys are for its own document; only --profile on the line joins the two."""
    config(profile(shop, '"env:SHOP_KEY"'))
    alone = run("--base-url", shop.url, "listItems", DYNACLIENT_PROFILE="shop")
    assert (alone.code, shop.seen) == (2, [])
    joined = run("--spec", env["DYNACLIENT_SPEC"], "--profile", "shop", "listItems")
    assert joined.code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "there is no profile 'shop'", id="none"),
        pytest.param("[profile.shops]", "Did you mean 'shops'", id="near"),
        pytest.param("[profile.shop", "are not valid TOML", id="syntax"),
        pytest.param("[profile.shop]\nbaseurl = 'x'", "Did you mean 'base_url'", id="setting"),
        pytest.param("[profile.shop]\ntimeout = '5'", "'timeout' of profile 'shop'", id="type"),
        pytest.param("[profile.shop]\nformats = 'date'", "'formats' of profile 'shop'", id="formats"),
        pytest.param("profile = 3", "must be a table", id="no-table"),
        pytest.param(
            f"[profile.shop]\ncredentials = {{ key = '{KEY}' }}", "must say where the key is", id="key-itself"
        ),
        pytest.param(
            f"[profile.shop]\ncredentials.key.value = '{KEY}'", "must say where the key is", id="key-as-value"
        ),
    ],
)
def test_a_wrong_profile_is_refused_with_the_fix_and_without_the_key(run, config, text, said) -> None:
    config(text)
    done = run("--profile", "shop", "list")
    assert done.code == 2
    assert said in done.err
    assert KEY not in done.err


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        (f"key={KEY}", "must say where the key is"),
        (KEY, "needs the name of a security scheme"),
        ("kye=env:SHOP_KEY", "there is no security scheme 'kye'"),
        ("key=command:/no/such/program", "cannot be run"),
        ("key=command:false", "ended with code 1"),
        ("key=keyring:service", "must say where the key is"),
        ("key=oauth:", "says oauth: and nothing after it. Write oauth:CLIENT_ID."),
    ],
)
def test_a_wrong_place_of_a_key_is_refused_without_showing_it(run, shop, argument, said) -> None:
    done = run("--base-url", shop.url, "--credential", argument, "listItems")
    assert done.code == 2
    assert said in done.err
    assert KEY not in done.err
    assert shop.seen == []


def test_the_keyring_is_asked_through_its_library(run, env, shop, monkeypatch) -> None:
    """A stand-in for the system's keyring, which a test must not touch, under the library's own interface."""
    import types

    errors = types.ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})
    ring = types.ModuleType("keyring")
    ring.errors = errors
    ring.get_password = lambda service, user: KEY if (service, user) == ("shop", "ada") else None
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert run("--base-url", shop.url, "--credential", "key=keyring:shop/ada", "listItems").code == 0
    assert shop.last.headers["Authorization"] == f"Bearer {KEY}"
    missing = run("--base-url", shop.url, "--credential", "key=keyring:shop/bob", "listItems")
    assert missing.code == 2
    assert "keyring set shop bob" in missing.err


def test_without_the_keyring_library_the_error_says_how_to_get_it(run, shop, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    done = run("--base-url", shop.url, "--credential", "key=keyring:shop/ada", "listItems")
    assert done.code == 2
    assert done.err.endswith("Install it with: pip install 'dynaclient[keyring]'\n")


def test_a_profile_gives_query_parameters(run, env, shop, config) -> None:
    """Options are added to them, and win."""
    path = config(
        f"""
[profile.shop]
spec = "shop.yaml"
base_url = "{shop.url}?a=1"
query = {{ api-version = "3", tag = ["x", "y"], n = 5 }}
credentials = {{ key = {{ env = "SHOP_KEY" }} }}
"""
    )
    (path.parent / "shop.yaml").write_text(Path(env.pop("DYNACLIENT_SPEC")).read_text("utf-8"))
    done = run("--profile", "shop", "listItems", "--query", "n=6")
    assert (done.code, done.err) == (0, "")
    assert shop.last.target == "/api/items?a=1&api-version=3&tag=x&tag=y&n=6"


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        ("", 0, ""),
        ('validate_responses = "raise"', 5, "the response does not fit the document"),
        ('validate_responses = "warn"', 0, "listItems: response /status: the document declares 299, not status 200"),
        ("strict_responses = true", 5, "the response does not fit the document"),
    ],
)
def test_a_profile_has_answers_checked(run, shop, config, settings, code, said) -> None:
    """By the modes of the library; what is warned of is a note."""
    path = config(profile(shop, '"env:SHOP_KEY"').replace("timeout = 5", f"timeout = 5\n{settings}"))
    paths = {"/items": {"get": {"operationId": "listItems", "responses": {"299": {"description": ""}}}}}
    (path.parent / "shop.yaml").write_text(json.dumps({"openapi": "3.1.0", "paths": paths}))
    done = run("--profile", "shop", "listItems", "--select", "object")
    assert done.code == code
    assert said in done.err
    assert bool(done.err) is bool(said)
    assert "list" in done.out or code


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("validate_responses = true", "'validate_responses' of profile 'shop'"),
        ("strict_responses = 'yes'", "'strict_responses' of profile 'shop'"),
        ("timeout = true", "'timeout' of profile 'shop'"),
        ("validate_responses = 'wran'", "validate_responses= must be 'raise', 'warn', 'record' or False"),
    ],
)
def test_a_wrong_way_to_check_answers_is_refused(run, config, setting, said) -> None:
    """As a mistake of the user."""
    config(f"[profile.shop]\n{setting}")
    done = run("--profile", "shop", "list")
    assert done.code == 2
    assert said in done.err
