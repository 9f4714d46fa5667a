"""The fixture `dynaclient_cassette` in somebody else's tests: it records once, then replays without the server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sandbox.test_pytest_fixture import run, suite

__all__ = ["suite"]
pytest_plugins = "pytester"

TESTS = """
    import os
    import pytest
    from dynaclient import Client
    from dynaclient.recording import Recording

    def client(cassette, **options):
        if os.environ.get("SERVER"):
            from dynaclient.sandbox import Sandbox
            options["app"] = Sandbox("petstore.yaml")
        else:
            options["base_url"] = "http://127.0.0.1:1"
        return Client("petstore.yaml", credentials={"api_key": "k"}, plugins=[cassette], retries=0, **options)

    def test_plain(dynaclient_cassette: Recording):
        assert client(dynaclient_cassette).createPet(name="Rex")["id"] == 1

    class TestMore:
        @pytest.mark.parametrize("name", ["a/b", "c"])
        def test_named(self, dynaclient_cassette, name):
            assert client(dynaclient_cassette).createPet(name=name)["name"] == name

    @pytest.mark.dynaclient_cassette("shared.har", max_body=100)
    def test_shared(dynaclient_cassette):
        assert client(dynaclient_cassette).listPets()["data"] == []
"""


def test_it_records_once_and_replays(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    suite.makepyfile(TESTS)
    monkeypatch.setenv("SERVER", "1")
    run(suite).assert_outcomes(passed=4)
    name = next(path.stem for path in Path(suite.path).glob("test_*.py"))
    folder = Path(suite.path) / "cassettes" / name
    files = sorted(path.name for path in folder.iterdir())
    assert files == ["TestMore.test_named-a-b.har", "TestMore.test_named-c.har", "test_plain.har"]
    assert len(json.loads((Path(suite.path) / "shared.har").read_text("utf-8"))["log"]["entries"]) == 1
    monkeypatch.delenv("SERVER")
    run(suite).assert_outcomes(passed=4)
    (folder / "test_plain.har").unlink()
    result = run(suite, "--dynaclient-record=none")
    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(['*there is no such file to replay; record it with mode="once"*'])
    run(suite, "--dynaclient-record=all").assert_outcomes(failed=4)


def test_a_misspelt_option_is_an_error(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.dynaclient_cassette("c.har", mod="none")
        def test_it(dynaclient_cassette):
            pass
        """
    )
    result = run(suite)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*@pytest.mark.dynaclient_cassette has no option 'mod'. Did you mean 'mode'?*"])
