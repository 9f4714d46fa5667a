"""The webhooks of the bundled description: each is a signed POST whose event is told apart by its `type`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import jsonschema
import pytest
import referencing
import referencing.jsonschema

from dynaclient.document import Document
from dynaclient.schema import SchemaChecker

from .contents import DESCRIPTION, fragment_of

PUBLISHED = [
    "batch.cancelled",
    "batch.completed",
    "batch.expired",
    "batch.failed",
    "eval.run.canceled",
    "eval.run.failed",
    "eval.run.succeeded",
    "fine_tuning.job.cancelled",
    "fine_tuning.job.failed",
    "fine_tuning.job.succeeded",
    "live.call.incoming",
    "realtime.call.incoming",
    "response.cancelled",
    "response.completed",
    "response.failed",
    "response.incomplete",
]
"""The types of events that the publisher's document has, of August 2026."""

NEWER = [
    "agent.environment.expired",
    "agent.environment.failed",
    "agent.environment.ready",
    "agent.environment.suspended",
    "agent.session.action_required",
    "agent.session.created",
    "agent.session.failed",
    "agent.session.idle",
    "agent.session.in_progress",
    "live.transport.connected",
    "live.transport.incoming",
    "safety.alert.created",
    "safety.deactivation_issued",
    "safety.org_alert.created",
    "safety.warning_issued",
    "safety_identifier.blocked",
]
"""Those that the newest library of the publisher knows besides."""

TYPES = [*PUBLISHED, *NEWER]

HEADERS = ["webhook-id", "webhook-signature", "webhook-timestamp"]


def webhook(files: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The Path Item Object of a webhook, which the root refers to."""
    reference = files["openapi.yaml"]["webhooks"][name]["$ref"]
    assert reference.partition("#")[0] == "webhooks.yaml"
    found: Mapping[str, Any] = fragment_of(files["webhooks.yaml"], reference)
    return found


def test_there_is_a_webhook_for_each_type(files: Mapping[str, Any]) -> None:
    """Each has the name of its type, with underscores, and the area file has no others."""
    names = [kind.replace(".", "_") for kind in TYPES]
    assert sorted(files["openapi.yaml"]["webhooks"]) == sorted(names)
    assert sorted(files["webhooks.yaml"]["webhooks"]) == sorted(names)


@pytest.mark.parametrize("kind", TYPES)
def test_webhook_is_a_signed_post_that_says_what_to_do(kind: str, files: Mapping[str, Any]) -> None:
    """It names the three headers of the signature, needs no key of ours, and has words for a newcomer."""
    item = webhook(files, kind.replace(".", "_"))
    parameters = [fragment_of(files["webhooks.yaml"], parameter["$ref"]) for parameter in item["parameters"]]
    assert sorted(p["name"] for p in parameters if p["in"] == "header" and p["required"]) == HEADERS
    operation = item["post"]
    assert operation["security"] == []
    assert operation["operationId"] == kind.replace(".", "_")
    assert 2 <= len(operation["summary"].split()) <= 10
    assert len(operation["description"].split()) >= 12
    assert operation["requestBody"]["required"] is True


@pytest.mark.parametrize("kind", TYPES)
def test_example_fits_by_two_judges_and_no_other_type_does(
    kind: str, document: Document, files: Mapping[str, Any]
) -> None:
    """Our checker and jsonschema take the example, and refuse it with the type of another event or without a field."""
    content = webhook(files, kind.replace(".", "_"))["post"]["requestBody"]["content"]["application/json"]
    reference = "webhooks.yaml" + content["schema"]["$ref"]
    ours = SchemaChecker(document, {"$ref": reference}, None, reference)
    base = DESCRIPTION.as_uri()
    registry: referencing.Registry[Any] = referencing.Registry().with_resources(
        (urljoin(base, name), referencing.jsonschema.DRAFT202012.create_resource(file)) for name, file in files.items()
    )
    theirs = jsonschema.Draft202012Validator({"$ref": urljoin(base, reference)}, registry=registry)
    example = content["example"]
    assert example["type"] == kind
    assert list(ours.findings(example)) == []
    assert theirs.is_valid(example)
    spoilt = [{**example, "type": "batch.unknown"}, *({k: v for k, v in example.items() if k != n} for n in example)]
    for value in [*spoilt, {**example, "data": {}}]:
        optional = value == {key: item for key, item in example.items() if key != "object"}
        assert theirs.is_valid(value) is optional
        assert (list(ours.findings(value)) == []) is optional
