"""Every operation of every real document: valid arguments are prepared, and each required one is missed by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dynaclient import MISSING, Client, Signature, ValidationError
from dynaclient.document import Document
from dynaclient.model import MediaType, Operation, SecurityScheme, build_security_schemes
from dynaclient.model.schemes import AWS_SIGNATURE
from dynaclient.sandbox.values import Values
from tests.sampling import sample_arguments

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT.parent / "shared" / "specs"
BUNDLED = ROOT / "spec" / "openapi.yaml"

NAMES = [
    "airflow.json",
    "alertmanager-2.0.yaml",
    "apideck-file-storage.json",
    "apideck-webhook.json",
    "aws-sagemaker-runtime.json",
    "aws-sqs.json",
    "baseline-client-3.1.yaml",
    "box.json",
    "callbacks.json",
    "digitalocean.json",
    "discord-3.1.json",
    "docker-engine-2.0.yaml",
    "eos-net.json",
    "gitea.json",
    "github-enterprise-2.18.json",
    "intellifi.json",
    "kubernetes-2.0-subset.json",
    "meshery.json",
    "mimic.json",
    "museum-3.1.yaml",
    "nasa-neows.json",
    "openai-2024-10.yaml",
    "openai-2026-08.yaml",
    "parameters-style-3.1.json",
    "paypal-disputes.json",
    "paypal-vault.json",
    "petstore-2.0.json",
    "petstore-3.0.yaml",
    "petstore-3.1.json",
    "prism-petstore-dup-ids.yaml",
    "security-3.1.json",
    "server-variables.json",
    "slack-2.0.json",
    "slicebox.json",
    "spotify.yaml",
    "stripe.json",
    "twilio-wireless.yaml",
    "webhooks-3.1.json",
]

EXCLUDED: dict[tuple[str, str], str] = {
    ("baseline-client-3.1.yaml", "getUserList"): "a required query parameter is a list of nothing but null",
}
"""(document, operation) → why no valid arguments can be made for it."""

EXCLUDED_OMISSIONS: dict[tuple[str, str, str], str] = {}
"""(document, operation, argument) → why leaving it out is not refused although the document asks for it."""


def _path(name: str) -> Path:
    path = BUNDLED if name == "bundled" else SPECS / name
    if not path.is_file():
        pytest.skip(f"{name} is not there: the real documents are kept beside the repository, in {SPECS.name}/")
    return path


@pytest.fixture(scope="module", params=["bundled", *NAMES])
def name(request: pytest.FixtureRequest) -> str:
    """The name of a document. The tests of one document run one after another, so that one of them is kept."""
    return str(request.param)


@lru_cache(maxsize=1)
def _document(name: str) -> Document:
    return Document(_path(name))


def _credential(scheme: SecurityScheme) -> Any:
    if scheme.kind is AWS_SIGNATURE:
        return Signature("user", "sentinel", region="eu-west-1", service="any")
    return "/cert.pem" if scheme.type == "mutualTLS" else "user:sentinel"


def _client(name: str) -> Client:
    document = _document(name)
    credentials = {key: _credential(scheme) for key, scheme in build_security_schemes(document).items()}
    has_address = all(str(server.get("url", "")).startswith("https://") for server in document.servers)
    base = None if document.servers and has_address else "http://localhost/base"
    return Client(document, credentials=credentials, base_url=base)


@pytest.mark.filterwarnings("ignore::dynaclient.DynaclientWarning")  # examples of the documents misspell names
@pytest.mark.parametrize("optional", [False, True], ids=["required", "everything"])
def test_valid_arguments_of_every_operation_are_prepared(name: str, optional: bool) -> None:
    """Required arguments alone, and all there are, make a request of every operation."""
    client = _client(name)
    values, refused = Values(client.document, 3), {}
    for operation in client.operations.values():
        if (name, operation.operation_id) in EXCLUDED:
            continue
        params, body = sample_arguments(client.document, operation, Random(11), values=values, optional=optional)
        problems = [str(violation) for violation in client.validate(operation.operation_id, params, body=body)]
        if problems:
            refused[operation.operation_id] = problems
            continue
        prepared = client.prepare(operation.operation_id, params, body=body)
        path = prepared.url.partition("?")[0]
        if "{" in path or not path.startswith(("http://", "https://")) or prepared.method != operation.method.upper():
            refused[operation.operation_id] = [f"{prepared.method} {prepared.url}"]
    assert refused == {}


def test_every_required_argument_is_missed_by_name(
    name: str, walk_tally: dict[str, tuple[int, int, int]], record_property: Any
) -> None:
    """Leaving out one required argument of otherwise valid ones is refused, and the violation says which."""
    client = _client(name)
    values, accepted = Values(client.document, 3), []
    tried = relieved = walked = 0
    for operation in client.operations.values():
        walked += 1
        if (name, operation.operation_id) in EXCLUDED:
            continue
        params, body = sample_arguments(client.document, operation, Random(11), values=values)
        for label, path, location, fewer, rest in _omissions(client.document, operation, params, body):
            if path is None:
                relieved += 1
                continue
            if (name, operation.operation_id, label) in EXCLUDED_OMISSIONS:
                continue
            tried += 1
            paths = _refusal(client, operation, fewer, rest)
            if (location, path) not in paths and not (path == "/body" and any(place == "body" for place, _ in paths)):
                accepted.append((operation.operation_id, label, paths))
    walk_tally[name] = (walked, tried, relieved)
    record_property("operations", walked)
    record_property("omissions", tried)
    assert accepted == []


def _refusal(client: Client, operation: Operation, params: Mapping[str, Any], body: Any) -> set[tuple[str, str]]:
    try:
        client.prepare(operation.operation_id, params, body=body)
    except ValidationError as error:
        return {(violation.location, violation.path) for violation in error.violations}
    return set()


Omission = tuple[str, "str | None", str, Mapping[str, Any], Any]


def _omissions(document: Document, operation: Operation, params: Mapping[str, Any], body: Any) -> Iterator[Omission]:
    """(what is left out, the path to be named or None where it may be left out, location, params, body)."""
    for parameter in operation.parameters:
        key = f"{parameter.location}:{parameter.name}"
        if parameter.required:
            fewer = {name: value for name, value in params.items() if name != key}
            # relief 3: a default replaces it, but never in a path
            may = parameter.default is not MISSING and parameter.location != "path"
            yield key, None if may else f"/{parameter.name}", parameter.location, fewer, body
    declared = operation.request_body
    if declared is None or not declared.required or body is MISSING:
        return
    media_type = _sampled(document, declared.content)
    needed = list(_required(document, media_type.schema))
    if not any(demanded for _, demanded in needed):  # then any field of a body that would do is named
        yield "body", "/body", "body", params, MISSING
    for name, demanded in needed:
        path = "/body/" + name.replace("~", "~0").replace("/", "~1")
        if demanded:
            yield "body", path, "body", params, MISSING
        if isinstance(body, dict):
            fewer = {key: value for key, value in body.items() if key != name}
            yield f"body:{name}", path if demanded else None, "body", params, fewer


def _sampled(document: Document, content: Mapping[str, MediaType]) -> MediaType:
    from tests.sampling import preferred

    return preferred(document, content)


def _required(document: Document, schema: Any) -> Iterator[tuple[str, bool]]:
    """The names that an object body must have, and whether the validation policy demands them."""
    parts = list(_conjuncts(document, schema))
    for name in dict.fromkeys(name for part in parts for name in part.get("required", ())):
        described = [
            chain
            for part in parts
            if name in part.get("properties", {})
            for chain in _conjuncts(document, part["properties"][name])
        ]
        relieved = any(item.get("readOnly") is True or "default" in item for item in described)
        closed = all(part.get("additionalProperties") is False for part in parts if name in part.get("required", ()))
        yield name, not relieved and (any(name in part.get("properties", {}) for part in parts) or not closed)


def _conjuncts(document: Document, schema: Any) -> Iterator[Mapping[str, Any]]:
    """A schema and all others that a value must fit too: its reference and its `allOf`."""
    waiting, seen = [schema], []
    while waiting:
        part = waiting.pop(0)
        if not isinstance(part, Mapping) or any(part is other for other in seen):
            continue
        seen.append(part)
        yield part
        if "$ref" in part:
            waiting.append(document.schema(part["$ref"]))
        waiting.extend(part.get("allOf", ()))


@pytest.mark.parametrize("name", ["openai-2024-10.yaml", "openai-2026-08.yaml", "bundled"])
@pytest.mark.parametrize(
    ("operation_id", "path", "arguments"),
    [
        pytest.param(
            "createChatCompletion",
            "/v1/chat/completions",
            {
                "model": "gpt-4o",
                "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}],
                "temperature": 0.5,
            },
            id="chat",
        ),
        pytest.param(
            "createRun",
            "/v1/threads/thread_1/runs",
            {"thread_id": "thread_1", "assistant_id": "asst_1", "instructions": "Be kind."},
            id="createRun",
        ),
        pytest.param(
            "createThreadAndRun",
            "/v1/threads/runs",
            {"assistant_id": "asst_1", "thread": {"messages": [{"role": "user", "content": "Hello"}]}},
            id="createThreadAndRun",
        ),
    ],
)
def test_the_main_calls_pass_on_every_openai_document(
    name: str, operation_id: str, path: str, arguments: dict[str, Any]
) -> None:
    """A chat call, a run and a thread with its run are valid in each description of the OpenAI API."""
    prepared = _client(name).prepare(operation_id, **arguments)
    assert (prepared.method, prepared.url) == ("POST", f"https://api.openai.com{path}")
    assert prepared.headers["Content-Type"] == "application/json"
