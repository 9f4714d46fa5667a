"""Create, read, list, change and delete, for every resource recognised in documents that others wrote."""

from __future__ import annotations

import pytest

from dynaclient.document import load_document
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.values import Values

from .conftest import SPECS, report
from .walks import walk, walkable

_NO_KEY = "neither the answer nor the request has a key"

EXCEPTIONS: dict[str, dict[str, str]] = {
    "spotify.yaml": {
        "/me/player/queue": "adds to a list of one kind and shows another; " + _NO_KEY,
        **dict.fromkeys(("/playlists/{playlist_id}/tracks", "/playlists/{playlist_id}/items"), _NO_KEY),
    },
    "box.json": {
        "/storage_policy_assignments": _NO_KEY,
        "/collaborations": "its list has only those that are pending",
        "/terms_of_services": "it is created with the answer of another resource, a task",
    },
    "docker-engine-2.0.yaml": dict.fromkeys(("/images", "/plugins"), _NO_KEY),
    "meshery.json": dict.fromkeys(("/api/telemetry/metrics/grafana/boards", "/api/user/prefs"), _NO_KEY),
    "digitalocean.json": dict.fromkeys(
        ("/v2/projects/default/resources", "/v2/projects/{project_id}/resources"), _NO_KEY
    ),
}
"""Document → collection → why an item's life cannot be followed."""

NAMES = {
    "petstore-2.0.json": 3,
    "petstore-3.0.yaml": 3,
    "museum-3.1.yaml": 1,
    "box.json": 28,
    "digitalocean.json": 35,
    "spotify.yaml": 2,
    "stripe.json": 67,
    "gitea.json": 34,
    "airflow.json": 6,
    "apideck-file-storage.json": 5,
    "docker-engine-2.0.yaml": 6,
    "kubernetes-2.0-subset.json": 7,
    "meshery.json": 4,
    "twilio-wireless.yaml": 2,
}
"""Document → how many resources can be followed at least."""

SLOW = frozenset(
    ("stripe.json", "gitea.json", "digitalocean.json", "box.json", "airflow.json", "kubernetes-2.0-subset.json")
)


@pytest.mark.filterwarnings("ignore::dynaclient.DynaclientWarning")  # examples of the documents misspell names
@pytest.mark.skipif(
    not SPECS.is_dir(), reason=f"{SPECS} is not there: the real documents are kept beside the repository"
)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in NAMES]
)
def test_every_resource(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What was created is found by its key and listed once; changed it has the same key; deleted it is gone."""
    document = load_document(SPECS / name)
    values = Values(document)
    steps: dict[str, list[str]] = {}
    broken: dict[str, str] = {}
    for resource in walkable(Sandbox(document).model):
        if resource.path in EXCEPTIONS.get(name, {}):
            continue
        try:
            steps[resource.path] = walk(document, resource.path, values)
        except Exception as error:  # each resource is one row
            broken[resource.path] = repr(error)[:200]
    whole = sum("404" in found for found in steps.values())
    excepted = len(EXCEPTIONS.get(name, {}))
    report(capsys, f"{name}: {len(steps)} resources followed, {whole} to their end, {excepted} excepted by name")
    assert broken == {}
    assert len(steps) >= NAMES[name]
