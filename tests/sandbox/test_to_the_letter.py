"""Answers are valid by jsonschema on the document as it is written, without any relief."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dynaclient import ValidationError
from dynaclient.document import load_document
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.media import kind_of_media
from dynaclient.sandbox.values import Values
from tests.sampling import sample_arguments

from .conftest import ROOT, SPECS, client_of, report
from .letter import Letter
from .test_every_operation import _in_order

_BEYOND_FRAGMENT = "cannot be told from another operation, which differs only behind a `#`, and answers in its place"
_OVERLAP = "every sensible answer fits two alternatives of a `oneOf`"
_NULLABLE = "has members with the `nullable` of OpenAPI 3.0 in a 3.1 document; null is answered, as that means"
_X_NULLABLE = "an example has null where the extension `x-nullable`, which 2.0 does not know, allows it"

EXCEPTIONS: dict[str, dict[str, str]] = {
    "baseline-client-3.1.yaml": dict.fromkeys(("reference_response", "post_types_unions_duplicate_types"), _OVERLAP),
    "box.json": {
        "get_search": _OVERLAP,
        **dict.fromkeys(
            (
                "post_metadata_templates_schema#classifications",
                "get_shared_items#folders",
                "get_shared_items#web_links",
            ),
            _BEYOND_FRAGMENT,
        ),
    },
    "docker-engine-2.0.yaml": {"SystemDataUsage": _X_NULLABLE},
    "openai-2026-08.yaml": dict.fromkeys(("createRun", "createThreadAndRun"), _NULLABLE),
    "intellifi.json": dict.fromkeys(("getItemById", "getSpotById"), _OVERLAP),
}
"""Document → operation → why no answer to it is valid by the letter."""

SLOW = frozenset(
    ("stripe.json", "github-enterprise-2.18.json", "discord-3.1.json", "gitea.json", "aws-sqs.json", "airflow.json",
     "digitalocean.json", "box.json", "mimic.json", "openai-2026-08.yaml", "openai-2024-10.yaml", "slack-2.0.json",
     "spotify.yaml", "bundled")
)  # fmt: skip

NAMES = ["bundled", *sorted(path.name for path in SPECS.glob("*.[jy]*"))] if SPECS.is_dir() else ["bundled"]


def wrong_answers(path: Path) -> tuple[int, dict[str, str]]:
    """How many JSON answers were checked, and what is wrong with the first wrong one of an operation."""
    letter, document = Letter(path), load_document(path)
    values = Values(document)
    checked, wrong = 0, {}
    for optional in (False, True):
        client = client_of(Sandbox(document, unknown="invent"), validate_responses=False)
        client = client.with_options(raise_for_status=False)
        for operation in _in_order(list(client.operations.values())):
            params, body = sample_arguments(document, operation, Random(1), values=values, optional=optional)
            if isinstance(body, dict):  # events are not one value
                body = {name: item for name, item in body.items() if name not in ("stream", "stream_format")}
            try:
                response = client.call(operation.operation_id, params, body=body)
            except ValidationError:  # what cannot be sent has no answer
                continue
            is_json = kind_of_media(response.headers.get("Content-Type", "")) == "json"
            if operation.method == "head" or not is_json or not 200 <= response.status_code < 300:
                continue
            content_type = response.headers["Content-Type"]
            found = letter.schema(operation.path, operation.method, response.status_code, content_type)
            if found is None:
                continue
            checked += 1
            errors = letter.errors(*found, json.loads(response.content))
            if errors:
                wrong.setdefault(operation.operation_id, errors[0])
    return checked, wrong


@pytest.mark.filterwarnings("ignore::dynaclient.DynaclientWarning")  # examples of the documents misspell names
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in NAMES]
)
def test_every_operation(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each answer to a valid request, but for the operations named above."""
    path = ROOT / "spec" / "openapi.yaml" if name == "bundled" else SPECS / name
    checked, wrong = wrong_answers(path)
    report(capsys, f"{name}: {checked} answers checked by jsonschema, {len(wrong)} operations excepted by name")
    assert {key: text for key, text in wrong.items() if key not in EXCEPTIONS.get(name, {})} == {}


def test_a_strict_sandbox_answers_no_null_where_the_letter_has_none(tmp_path: Path) -> None:
    """`nullable` is no keyword of 3.1: by default null is answered as it is meant, with `strict=True` it is not."""
    when = {"type": "integer", "nullable": True}
    schema = {
        "type": "object",
        "required": ["id", "ended_at"],
        "properties": {"id": {"type": "string"}, "ended_at": when},
    }
    answer = {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
    document = {"openapi": "3.1.0", "info": {}, "paths": {"/x": {"post": {"operationId": "add", "responses": answer}}}}
    made = {strict: client_of(Sandbox(document, strict=strict), validate_responses=False) for strict in (False, True)}
    assert made[False].call("add")["ended_at"] is None
    assert isinstance(made[True].call("add")["ended_at"], int)


def test_the_check_can_fail(tmp_path: Path) -> None:
    """What is not as the document has it is found: a member with a default is required all the same."""
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer", "default": 1}}}
    answer: dict[str, Any] = {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
    file = tmp_path / "small.json"
    paths = {"/x": {"get": {"responses": answer}}}
    file.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}))
    letter = Letter(file)
    found = letter.schema("/x", "get", 200, "application/json; charset=utf-8")
    assert found is not None
    assert letter.errors(*found, {}) == [": 'a' is a required property"]
    assert letter.errors(*found, {"a": 2}) == []
