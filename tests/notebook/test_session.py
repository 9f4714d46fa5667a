"""In a session the document explains itself: help, signatures, completion, tables."""

from __future__ import annotations

import inspect
import pydoc
from typing import Any

import pytest

from dynaclient import Client, OpenAI, ValidationError
from dynaclient.errors import Violations
from dynaclient.reference import read_reference


@pytest.fixture(scope="module")
def client() -> OpenAI:
    return OpenAI(api_key="sk-test-key")


def test_help_tells_what_the_document_says(client: OpenAI) -> None:
    """Summary, request line, description, parameters, fields of the body, answers."""
    text = pydoc.plain(pydoc.render_doc(client.createRun))
    for part in (
        "createRun(",
        "Run an assistant on a thread",
        "POST /threads/{thread_id}/runs",
        "thread_id: string, in path, required",
        "include__ (include[]): array of string, in query",
        "assistant_id: string",
        "application/json",
        "Answers: 200 application/json, text/event-stream",
    ):
        assert part in text, part


def test_signatures_name_every_argument(client: OpenAI) -> None:
    """Keyword-only, required ones without a default, the document's defaults on the others."""
    parameters = inspect.signature(client.createRun).parameters
    assert parameters["thread_id"].default is inspect.Parameter.empty
    assert parameters["thread_id"].annotation is str
    assert {"assistant_id", "include__", "body"} <= set(parameters)
    assert inspect.signature(client.listMessages).parameters["limit"].default == 20


def test_ipython_completes_operations_and_arguments(shell: Any) -> None:
    """Tab after a dot gives operations under both names; tab in the brackets gives arguments.

    Without jedi IPython evaluates no attribute of an object that makes its attributes, so it finds no arguments.
    """
    from IPython.core.completer import provisionalcompleter

    def complete(text: str) -> set[str]:
        with provisionalcompleter():
            return {found.text.rpartition(".")[2] for found in shell.Completer.completions(text, len(text))}

    for use_jedi in (True, False):
        shell.Completer.use_jedi = use_jedi
        assert {"createRun", "createThread", "create_run"} <= complete("client.create"), use_jedi
        assert "thread_id=" in complete("client.createRun(thr") or not use_jedi


def test_a_question_mark_shows_signature_and_words(shell: Any) -> None:
    """As for any function."""
    told = shell.inspector.info(shell.user_ns["client"].createRun, "client.createRun")
    assert told["definition"].startswith("client.createRun(")
    assert "thread_id: str" in told["definition"]
    assert told["docstring"].startswith("Run an assistant on a thread")


def formatted(shell: Any, expression: str) -> dict[str, str]:
    data, _ = shell.display_formatter.format(shell.ev(expression))
    return data


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        pytest.param(
            "client", ["OpenAI API", "289 operations", "<td style='text-align:left'>createRun</td>"], id="client"
        ),
        pytest.param(
            "client.operations.tagged('models')", ["3 operations", "listModels", "deleteModel"], id="operations"
        ),
        pytest.param(
            "client.operations['createRun']",
            ["<b>createRun</b>", "POST /threads/{thread_id}/runs", "thread_id", "include[]", "application/json"],
            id="operation",
        ),
        pytest.param(
            "client.validate('listMessages', thread_id='t', limit='many', order='up')",
            ["/limit", "/order", "enum", "&quot;up&quot;"],
            id="violations",
        ),
        pytest.param("client.validate('listModels')", ["No violations."], id="no-violations"),
    ],
)
def test_what_there_is_shows_itself_as_html(shell: Any, expression: str, parts: list[str]) -> None:
    """With text beside it for a terminal."""
    data = formatted(shell, expression)
    assert data["text/plain"]
    for part in parts:
        assert part in data["text/html"], part


def application(environ: Any, start_response: Any) -> list[bytes]:
    kinds = {"/b": ("application/octet-stream", b"\0\1\2"), "/t": ("text/plain", b"<script>1</script>" + b"x" * 90_000)}
    kind, body = kinds.get(environ["PATH_INFO"], ("application/json", b'{"name": "<b>Ada</b>"}'))
    start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


PATHS = {f"/{name}": {"get": {"operationId": name, "responses": {"200": {"description": ""}}}} for name in "jbt"}


def test_a_response_shows_its_body() -> None:
    """JSON indented, text cut, bytes counted, all escaped."""
    with Client({"openapi": "3.1.0", "info": {}, "paths": PATHS}, app=application) as client:
        assert "&lt;b&gt;Ada&lt;/b&gt;" in client.j()._repr_html_()
        assert "3 bytes" in client.b()._repr_html_()
        shown = client.t()._repr_html_()
    assert "<script>" not in shown
    assert "x" * 50 in shown
    assert len(shown) < 30_000


def test_an_error_shows_its_violations(client: OpenAI) -> None:
    """Caught and displayed, it is the same table."""
    with pytest.raises(ValidationError) as caught:
        client.listMessages(thread_id="t", limit="many")
    assert caught.value._repr_html_() == Violations(caught.value.violations)._repr_html_()
    assert "<td style='text-align:left'>/limit</td>" in caught.value._repr_html_()


def test_the_html_of_a_hostile_document_is_text() -> None:
    """Ids, summaries, names, defaults, descriptions and values given."""
    attack = "<script>alert(1)</script>"
    parameter = {"name": attack, "in": "query", "description": attack, "schema": {"type": "integer", "default": attack}}
    operation = {"operationId": attack, "summary": attack, "parameters": [parameter]}
    client = Client({"openapi": "3.1.0", "info": {"title": attack}, "paths": {f"/{attack}": {"get": operation}}})
    shown = [client, client.operations, client.operations[attack], client.validate(attack, {attack: attack})]
    for value in shown:
        assert "script" in value._repr_html_()
        assert "<script" not in value._repr_html_()


def test_the_reference_can_be_read_in_the_session(client: OpenAI) -> None:
    """The pages are values, for whoever wants to look something up in a program."""
    page = next(page for page in read_reference(client.document).pages if page.operation.operation_id == "createRun")
    assert [row.name for row in page.body[0].value.children][:2] == ["assistant_id", "model"]
