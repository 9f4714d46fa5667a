"""The fixture `dynaclient_sandbox` in somebody else's tests: configured by a marker or in a file, fresh each time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

pytest_plugins = "pytester"


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder of tests with a document, in which the plugin is loaded by its module whether it is installed or not."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "DYNACLIENT_SPEC", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)
    shutil.copy(ROOT / "docs" / "petstore.yaml", pytester.path / "petstore.yaml")
    return pytester


def run(suite: pytest.Pytester, *options: str) -> pytest.RunResult:
    plain = ("-p", "_dynaclient_pytest", "-p", "no:cacheprovider", "-W", "error", "--strict-markers")
    return suite.runpytest_subprocess(*plain, *options)


def test_a_test_gets_a_sandbox_a_client_and_the_journal(suite: pytest.Pytester) -> None:
    """The marker says which document, for a function, a class or a module; each test has a fresh sandbox."""
    suite.makepyfile(
        """
        import pytest
        from dynaclient import AsyncClient, Client, OpenAI
        from dynaclient.sandbox import SandboxFixture

        pytestmark = pytest.mark.dynaclient(document="petstore.yaml", seed=3)

        @pytest.mark.parametrize("time", [1, 2])
        def test_fresh(dynaclient_sandbox: SandboxFixture, time):
            assert dynaclient_sandbox.client.listPets()["data"] == []
            assert dynaclient_sandbox.client.createPet(name="Rex")["id"] == 1
            assert [item.operation_id for item in dynaclient_sandbox.requests] == ["listPets", "createPet"]
            assert type(dynaclient_sandbox.client) is Client

        @pytest.mark.dynaclient("petstore.yaml", script=[{"on": "listPets", "answer": {"drop": True}}])
        def test_scripted(dynaclient_sandbox):
            dynaclient_sandbox.on("listPets").answer({"data": [], "has_more": True})
            assert dynaclient_sandbox.client.listPets()["has_more"]

        @pytest.mark.dynaclient(document=None)
        def test_openai(dynaclient_sandbox):
            assert type(dynaclient_sandbox.client) is OpenAI
            run = dynaclient_sandbox.client.createThreadAndRun(assistant_id="a")
            dynaclient_sandbox.clock.advance(60)
            run = dynaclient_sandbox.client.getRun(thread_id=run["thread_id"], run_id=run["id"])
            assert run["status"] == "completed"

        def test_on_a_port(dynaclient_sandbox):
            with dynaclient_sandbox.connect(base_url=dynaclient_sandbox.url) as other:
                other.createPet(name="Rex")
            dynaclient_sandbox.reset()
            assert dynaclient_sandbox.requests == ()
        """
    )
    run(suite).assert_outcomes(passed=5)


def test_an_async_test_connects_an_async_client(suite: pytest.Pytester) -> None:
    pytest.importorskip("aiohttp")
    suite.makepyfile(
        """
        import asyncio
        import pytest
        from dynaclient import AsyncClient

        @pytest.mark.dynaclient("petstore.yaml")
        def test_it(dynaclient_sandbox):
            async def story():
                async with dynaclient_sandbox.connect(AsyncClient) as client:
                    return (await client.createPet(name="Rex"))["id"]
            assert asyncio.run(story()) == dynaclient_sandbox.requests[0].answer.body["id"]
        """
    )
    run(suite).assert_outcomes(passed=1)


def test_the_configuration_names_the_document_of_all_tests(suite: pytest.Pytester) -> None:
    """Relative to its own folder; a marker relative to the test's folder comes first."""
    suite.makeini("[pytest]\ndynaclient_document = petstore.yaml\n")
    inner = suite.mkdir("inner")
    text = (suite.path / "petstore.yaml").read_text().replace("title: Petstore", "title: Other")
    (inner / "other.yaml").write_text(text)
    (inner / "test_inner.py").write_text(
        "import pytest\n"
        "def test_ini(dynaclient_sandbox):\n"
        "    assert dynaclient_sandbox.document.title == 'Petstore'\n"
        "@pytest.mark.dynaclient(document='other.yaml')\n"
        "def test_marker(dynaclient_sandbox):\n"
        "    assert dynaclient_sandbox.document.title == 'Other'\n"
        "@pytest.mark.dynaclient(document='petstore.yaml', strict=True)\n"
        "def test_root(dynaclient_sandbox):\n"
        "    assert dynaclient_sandbox.document.title == 'Petstore'\n"
    )
    run(suite).assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ('document="none.yaml"', "dynaclient_sandbox: there is no file 'none.yaml' in"),
        ("sed=1", "has no option 'sed'. Did you mean 'seed'?"),
        ('"a.yaml", "b.yaml"', "takes one document, not 2"),
        (
            'document="petstore.yaml", script=[{"on": "listPet", "answer": {}}]',
            "no operation 'listPet'. Did you mean 'listPets'",
        ),
    ],
)
def test_a_mistake_in_the_marker_is_an_error_of_the_test(suite: pytest.Pytester, mark: str, message: str) -> None:
    suite.makepyfile(f"import pytest\n@pytest.mark.dynaclient({mark})\ndef test_it(dynaclient_sandbox):\n    pass\n")
    result = run(suite)
    result.assert_outcomes(errors=1)
    assert message in result.stdout.str()


def test_what_it_offers_is_listed(suite: pytest.Pytester) -> None:
    """By `--fixtures`, `--markers` and `--help`."""
    assert "A fresh sandbox for this test" in run(suite, "--fixtures").stdout.str()
    assert "@pytest.mark.dynaclient(document=None, **options):" in run(suite, "--markers").stdout.str()
    assert "dynaclient_document" in run(suite, "--help").stdout.str()


def test_pytest_starts_without_the_package(suite: pytest.Pytester) -> None:
    """Nothing of it is imported, nor what it is built on, until a test uses the fixture."""
    suite.makepyfile(
        """
        import sys

        def test_it():
            assert "_dynaclient_pytest" in sys.modules
            top = {name.partition(".")[0] for name in sys.modules}
            assert not top & {"dynaclient", "requests", "yaml", "openapi_core", "werkzeug", "jsonschema", "click"}
        """
    )
    run(suite).assert_outcomes(passed=1)


def test_the_module_imports_nothing_that_pytest_has_not() -> None:
    """Measured in a process of its own: what it adds to `import pytest` is itself."""
    load = "import sys, pytest; before = set(sys.modules); import _dynaclient_pytest"
    program = f"{load}; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "['_dynaclient_pytest']"


def test_the_entry_point_is_that_module() -> None:
    """One for all fixtures of the package."""
    text = Path(ROOT / "pyproject.toml").read_text()
    section = text.partition("[project.entry-points.pytest11]\n")[2].partition("\n[")[0]
    assert [line.partition(" #")[0] for line in section.splitlines() if line] == ['dynaclient = "_dynaclient_pytest"']
