"""Every operation of every document: a valid call is answered 2xx with a valid body, and a wrong one is refused."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from dynaclient import Client, HTTPStatusError, ValidationError
from dynaclient.document import load_document
from dynaclient.model import Operation
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.media import kind_of_media
from dynaclient.sandbox.values import Values
from dynaclient.types import MISSING
from tests.sampling import sample_arguments

from .conftest import ROOT, SPECS, client_of, report

_NO_2XX = "declares no 2xx answer"
_SAME_REQUEST = "differs from another operation only behind a `#` in its path, so that no server can tell the two apart"

_OVERLAP = "the alternatives of its `oneOf` overlap: no sensible answer fits just one of them"

EXCLUDED: dict[str, dict[str, str]] = {
    "docker-engine-2.0.yaml": {"Session": _NO_2XX},
    "github-enterprise-2.18.json": {
        "repos/download-tarball-archive": _NO_2XX,
        "repos/download-zipball-archive": _NO_2XX,
    },
    "box.json": {
        "get_search": _OVERLAP,
        "post_metadata_templates_schema#classifications": _SAME_REQUEST,
        "get_shared_items#folders": _SAME_REQUEST,
        "get_shared_items#web_links": _SAME_REQUEST,
    },
    "intellifi.json": dict.fromkeys(
        ("getItemById", "getSpotById"),
        _OVERLAP,
    ),
    "baseline-client-3.1.yaml": {
        "reference_response": _OVERLAP,
        "post_types_unions_duplicate_types": _OVERLAP,
        "defaults_tests_defaults_post": "two of its query parameters are objects whose members have the same names",
        "getUserList": "a required query parameter is a list of nothing but null, which has no text",
    },
}
"""Document → operation → why a sample of it cannot be answered 2xx with a valid body."""

LARGE = (
    "stripe.json", "github-enterprise-2.18.json", "discord-3.1.json", "gitea.json", "aws-sqs.json", "box.json",
    "openai-2026-08.yaml", "digitalocean.json", "kubernetes-2.0-subset.json", "mimic.json", "slack-2.0.json",
)  # fmt: skip
"""Documents whose schemas take long to compile; their runs are marked slow."""

NAMES = sorted(path.name for path in SPECS.glob("*.[jy]*")) if SPECS.is_dir() else ["(none)"]


def _in_order(operations: list[Operation]) -> list[Operation]:
    """Deletions last, nested resources first: a deleted resource no longer answers."""
    return sorted(operations, key=lambda op: (op.method == "delete", -len(op.path) if op.method == "delete" else 0))


def _outcome(client: Client, values: Values, operation: Operation, optional: bool) -> str:
    """What is wrong with the answer to a valid call; empty if nothing is."""
    params, body = sample_arguments(client.document, operation, Random(1), values=values, optional=optional)
    try:
        response = client.call(operation.operation_id, params, body=body)
    except ValidationError as error:
        return str(error)
    if not 200 <= response.status_code < 300:
        return f"{response.status_code} {str(response.data)[:200]}"
    declared = operation.responses.get(str(response.status_code)) or operation.responses.get("2XX")
    declared = declared or operation.responses.get("default")
    kind = kind_of_media(response.headers.get("Content-Type", ""))
    if declared is None or not declared.content or kind != "json" or operation.method == "head":
        return ""
    schemas = [item.schema for item in declared.content.values() if kind_of_media(item.name) in ("json", "binary")]
    if any(schema is None or values.is_valid(schema, response.data) for schema in schemas):
        return ""
    places = values.checker(schemas[0], "response").places(response.data)
    return f"the body does not fit at {places[:2]}"


@pytest.mark.filterwarnings("ignore::dynaclient.DynaclientWarning")  # examples of the documents misspell names
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in LARGE else []) for name in NAMES]
)
def test_real_document(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Called with the required and with all arguments, every operation not excluded by name answers correctly."""
    if not (SPECS / name).is_file():
        pytest.skip(f"{SPECS} is not there: the real documents are kept beside the repository")
    document = load_document(SPECS / name)
    values = Values(document)
    failures: dict[str, str] = {}
    calls = 0
    for optional in (False, True):
        fresh = Sandbox(document, unknown="invent")
        client = client_of(fresh, validate_responses=False).with_options(raise_for_status=False)
        for operation in _in_order(list(client.operations.values())):
            calls += 1
            outcome = _outcome(client, values, operation, optional)
            if outcome.startswith("404") and operation.method == "delete":  # another operation has deleted it before
                other = client_of(Sandbox(document, unknown="invent"), validate_responses=False)
                outcome = _outcome(other.with_options(raise_for_status=False), values, operation, optional)
            if outcome:
                failures.setdefault(operation.operation_id, outcome)
    unexpected = {key: text for key, text in failures.items() if key not in EXCLUDED.get(name, {})}
    report(capsys, f"{name}: {len(document.entries)} operations, {calls} calls, {len(failures)} excluded by name")
    assert unexpected == {}
    assert len(failures) <= max(4, 0.05 * len(document.entries))


def _refused(client: Client, operation: Operation, params: dict[str, Any], body: Any) -> int:
    """The status that a call gets whose first required argument is left out, or which has no credentials."""
    lax = client.with_options(validate=False, raise_for_status=False)
    required = [p for p in operation.parameters if p.required and p.location != "path"]
    if required:
        left = {key: value for key, value in params.items() if key != f"{required[0].location}:{required[0].name}"}
        return lax.call(operation.operation_id, left, body=body).status_code
    if operation.request_body is not None and operation.request_body.required:
        return lax.call(operation.operation_id, params).status_code
    return lax.with_options(credentials=False).call(operation.operation_id, params, body=body).status_code


def test_bundled_document(client: Client, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """Each of the bundled operations: client call → sandbox → valid response, and one call that is refused."""
    values = Values(sandbox.document)
    answered, refused = 0, dict.fromkeys((400, 401), 0)
    for operation in _in_order(list(client.operations.values())):
        params, body = sample_arguments(sandbox.document, operation, Random(1), values=values)
        refused[_refused(client, operation, params, body)] += 1
        response = client.call(operation.operation_id, params, body=body)  # raises on any other answer
        assert 200 <= response.status_code < 300
        answered += 1
    report(capsys, f"bundled: {answered} operations answered with a valid body; refused calls by status: {refused}")
    assert answered == len(client.operations) == 289
    assert sum(refused.values()) == answered


def test_the_same_seed_gives_the_same_answers(sandbox: Sandbox) -> None:
    """Two sandboxes of one seed answer a sequence of calls alike; another seed answers some of them otherwise."""

    def answers(seed: int) -> list[Any]:
        client = client_of(Sandbox(sandbox.document, seed=seed), validate_responses=False)
        values = Values(sandbox.document)
        found = []
        for operation in _in_order(list(client.operations.values())):
            params, body = sample_arguments(sandbox.document, operation, Random(1), values=values)
            found.append(client.call(operation.operation_id, params, body=body).content)
        return found

    first = answers(7)
    assert answers(7) == first
    assert answers(8) != first


def test_a_refusal_is_in_the_shape_that_the_document_declares(client: Client) -> None:
    """The error carries the reason where the declared schema has a place for it, and is valid."""
    with pytest.raises(HTTPStatusError) as caught:
        client.with_options(validate=False).call("createEmbedding", body={"model": "m"})
    error = caught.value.data["error"]
    assert caught.value.status_code == 400
    assert error == {
        "message": "Invalid body at 'input': 'input' is required.",
        "type": "invalid_request_error",
        "param": "input",
        "code": "invalid_request",
    }


def test_nothing_of_the_client_is_imported() -> None:
    """The sandbox judges the client, and takes nothing from what it judges.

    Three modules are not part of the server: one makes a client that it answers, one does so for pytest, one is the
    program that starts it.
    """
    beside = ("clients.py", "fixture.py", "__main__.py")
    forbidden = ("..request", "..transport", "..response", "..client", "..openai", "..cli", "dynaclient.")
    for path in Path(ROOT, "dynaclient", "sandbox").glob("*.py"):
        if path.name in beside:
            continue
        for line in path.read_text().splitlines():
            if line.startswith(("from ", "    from ", "import ")):
                assert not line.split()[1].startswith(forbidden), f"{path.name}: {line}"


def test_missing_is_no_value() -> None:
    """What cannot be made is `MISSING`, never something that only looks like a value."""
    sandbox = Sandbox({"openapi": "3.1.0", "info": {}, "paths": {}})
    assert Values(sandbox.document).value({"type": "string", "enum": ["a"], "minLength": 2}) is MISSING
