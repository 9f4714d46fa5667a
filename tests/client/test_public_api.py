"""What the package offers by name, how cheaply, and that it is typed."""

from __future__ import annotations

import importlib
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dynaclient
from dynaclient import DynaclientError, errors

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = {
    "DynaclientError": {
        "BulkError",
        "DocumentError",
        "RecordingError",
        "RequestError",
        "TransportError",
        "ResponseError",
        "WebhookError",
    },
    "WebhookError": {"InvalidEvent", "InvalidSignature", "UnknownWebhook"},
    "DocumentError": {
        "DocumentSyntaxError",
        "LockBroken",
        "OverlayError",
        "UnsupportedVersion",
        "UnresolvableReference",
    },
    "RequestError": {
        "ArgumentConflict",
        "LinkError",
        "MissingCredentials",
        "MissingExtra",
        "NotRecorded",
        "TokenError",
        "UnknownOperation",
        "ValidationError",
    },
    "ValidationError": {"InvalidItem", "UnknownParameter"},
    "TransportError": {"BodyTooLarge", "ConnectionFailed", "DeadlineExceeded"},
    "ResponseError": {
        "DamagedBody",
        "ErrorEvent",
        "HTTPStatusError",
        "IncompleteAnswer",
        "InvalidResponse",
        "PagingError",
        "RefusedAnswer",
        "UndecodableBody",
        "UnexpectedState",
    },
    "HTTPStatusError": {
        "BadRequest",
        "Unauthorized",
        "Forbidden",
        "NotFound",
        "Conflict",
        "Gone",
        "PreconditionFailed",
        "ContentTooLarge",
        "UnprocessableEntity",
        "PreconditionRequired",
        "RateLimited",
        "ServerError",
    },
    "PreconditionFailed": {"EditConflict"},
}
"""Source: DESIGN section 6. An unknown argument is one of the violations, so its error is a ValidationError too."""


def python(program: str, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, *options, "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_public_name_is_there_and_documented() -> None:
    """`__all__`, `dir` and what can be imported are the same names."""
    assert dir(dynaclient) == sorted(dynaclient.__all__)
    assert len(set(dynaclient.__all__)) == len(dynaclient.__all__)
    for name in dynaclient.__all__:
        value = getattr(dynaclient, name)
        assert name == "__version__" or value is dynaclient.MISSING or inspect.getdoc(value), name


def test_a_star_import_gives_all_of_them() -> None:
    """Without a name that is not there."""
    names: dict[str, object] = {}
    exec("from dynaclient import *", names)
    assert set(dynaclient.__all__) <= set(names)


def test_what_is_not_there_is_an_attribute_error() -> None:
    """As for any module."""
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = dynaclient.Nothing
    assert not hasattr(dynaclient, "__path_hooks__")


def test_every_error_is_public_and_in_its_place() -> None:
    """The tree of the contract, and no other branch."""
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DynaclientError)}
    assert {kind.__name__ for kind in kinds} <= set(dynaclient.__all__)
    tree: dict[str, set[str]] = {}
    for kind in kinds - {DynaclientError}:
        tree.setdefault(kind.__bases__[0].__name__, set()).add(kind.__name__)
    assert tree == CONTRACT


HEAVY = ("jsonschema", "jsonschema_rs", "openapi_core", "requests", "urllib3", "werkzeug", "yaml", "referencing")


SANDBOX = {
    "Delivery", "DeliveryError", "ModelFileError", "RecordedAnswer", "RecordedRequests", "ResourceModel", "Sandbox",
    "SandboxClock", "SandboxFixture", "SandboxModel", "SandboxRequest", "ScriptError", "ScriptRequest", "ScriptRule",
    "ScriptedAnswer", "Serving",
    "ServingLimits", "Trouble",
}  # fmt: skip


def test_the_names_of_the_sandbox() -> None:
    """Each is there and documented; its errors are dynaclient's."""
    import dynaclient.sandbox as sandbox

    assert set(sandbox.__all__) == SANDBOX
    for name in SANDBOX:
        value = getattr(sandbox, name)
        assert inspect.getdoc(value), name
        assert not name.endswith("Error") or issubclass(value, DynaclientError)
    assert {"on", "script", "requests", "reset", "send", "deliveries", "clock"} <= set(
        dir(sandbox.Sandbox(b"{openapi: 3.1.0}"))
    )


def test_a_sandbox_does_without_the_client() -> None:
    """Its import loads none of the client's stages; the fixture for tests does."""
    program = """
import sys, dynaclient.sandbox
print([name for name in ("client", "request", "transport", "response") if f"dynaclient.{name}" in sys.modules])
"""
    assert python(program) == "[]"


def test_importing_the_package_imports_none_of_its_libraries() -> None:
    """Each loads when it is first needed."""
    assert python(f"import sys, dynaclient; print([name for name in {HEAVY} if name in sys.modules])") == "[]"
    own = python("import sys, dynaclient; print(sorted(name for name in sys.modules if 'dynaclient' in name))")
    assert own == "['dynaclient', 'dynaclient._support', 'dynaclient._support.lazy', 'dynaclient._version']"


def test_reading_and_preparing_do_not_import_what_only_sending_needs() -> None:
    """Nor what only errors, typed responses or the sandbox need."""
    program = """
import sys, dynaclient
client = dynaclient.Client({"openapi": "3.1.0", "info": {}, "paths": {"/x": {"get": {"operationId": "op"}}}})
client.operations["op"]; client.validate("op")
print([name for name in ("requests", "openapi_core", "werkzeug", "jsonschema") if name in sys.modules])
"""
    assert python(program) == "[]"


def test_the_version_is_that_of_the_user_agent() -> None:
    """One place says it."""
    from dynaclient.transport.requests_sender import USER_AGENT

    assert f"dynaclient/{dynaclient.__version__}" == USER_AGENT


PROGRAM = """
from __future__ import annotations

import requests

import dynaclient
from dynaclient import (
    MISSING, Client, ConnectionFailed, Document, HTTPStatusError, NotFound, OpenAI, Response, ValidationError,
    AsyncClient, Violation, load_document, swap,
)
from dynaclient.openai import AsyncOpenAI
from dynaclient.sandbox import Delivery, Sandbox, SandboxFixture, SandboxRequest, ScriptRule


async def watched(openai: AsyncOpenAI) -> swap.Swap | None:
    async with swap.watch(openai, every=60) as watch:
        return await watch.look()


def log(request: requests.PreparedRequest) -> None:
    print(request.method)


def main(session: requests.Session) -> int:
    document: Document = load_document({"openapi": "3.1.0"}, allow_references=["schemas"])
    client = Client(document, session=session, timeout=(3, None), headers={"X-A": None}, on_request=log)
    with client.with_options(timeout=5, validate="warn", raise_for_status=False) as quick:
        response: Response = quick.call("op", {"path:id": 1}, body=MISSING, limit=5)
    again: Response = client.create_run(thread_id="t")
    openai: OpenAI = OpenAI(api_key="k", assistants=True).with_options(stream=True)
    with openai as opened:
        models: Response = opened.listModels()
    problems: list[Violation] = client.validate("op", body=None)
    text: str = str(client.explain("op")) + problems[0].path + client.operations["op"].path
    prepared: requests.PreparedRequest = client.prepare("op")
    try:
        status: int = response.raise_for_status().status_code
    except NotFound as error:
        return error.status_code
    except (ValidationError, ConnectionFailed, HTTPStatusError) as error:
        print(error.operation_id)
        return 1
    raw: requests.Response = again.raw
    with SandboxFixture(Sandbox(document, seed=7, script=[{"on": "op", "answer": {"status": 404}}])) as fixture:
        rule: ScriptRule = fixture.on("op", {"path:id": 1}).answer({"a": 1}, headers={"X": "1"}).then(status=404)
        rule = fixture.sandbox.on("op", lambda request: request.body == 1).answer(lambda request: request.usual())
        delivery: Delivery = fixture.send("hook", "http://localhost", fields={"a": 1})
        asked: SandboxRequest = fixture.requests.of("op")[0]
        other: AsyncClient = fixture.connect(AsyncClient, timeout=5)
        names = [type(other).__name__, fixture.url, asked.answer.headers["X"], delivery.answer, rule.operation_id]
        fixture.clock.advance(60)
    text += "".join(names)
    with swap.watch(openai, on_swap=lambda found: print(found.new)) as watch:
        found: swap.Swap | None = watch.look()
        print(found)
    return status + len(text) + raw.status_code + len(dynaclient.__version__) + len(models.headers) + bool(prepared)
"""

WRONG = """
from dynaclient import Client, swap

client = Client(5)
client.call(operation="x")
client.call("op").status_code + "x"
client.with_options(timeout=5).nothing + 1
Client("x", timeout="5")
swap.watch(client, every="60")
swap.watch(client).nothing()
"""


@pytest.mark.slow
def test_a_program_that_uses_it_type_checks(tmp_path: Path) -> None:
    """With mypy --strict, against the package as it is installed: `py.typed` and all."""
    pytest.importorskip("mypy")
    (tmp_path / "good.py").write_text(PROGRAM)
    (tmp_path / "wrong.py").write_text(WRONG)

    def mypy(name: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}/cache", name],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "MYPYPATH": str(ROOT)},
            check=False,
        )

    good = mypy("good.py")
    assert [line for line in good.stdout.splitlines() if line.startswith("good.py")] == []
    wrong = mypy("wrong.py")
    found = [
        line.split(":")[1] for line in wrong.stdout.splitlines() if line.startswith("wrong.py:") and ": error: " in line
    ]
    assert found == ["4", "5", "6", "7", "8", "9", "10"], wrong.stdout


def test_the_modules_of_the_package_import_on_their_own() -> None:
    """In any order: no module needs another to have been imported first."""
    names = ["client", "openai", "errors", "types", "transport", "response", "request", "model", "document", "schema"]
    program = "; ".join(f"import dynaclient.{name}" for name in reversed(names))
    python(program, "-W", "error")
    assert all(importlib.import_module(f"dynaclient.{name}") for name in names)
