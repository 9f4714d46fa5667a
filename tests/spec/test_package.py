"""The bundled description beside the official Python package: its facts, and what both clients send for one call.

The package lives in environments of its own, one for each version, under pytest's cache.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from dynaclient.document import Document
from tests.foreign_programs import python_of

from . import wire
from .contents import DESCRIPTION, ONLY_IN_LIBRARY
from .package import Comparison

pytestmark = pytest.mark.slow

LEAST = {"fields": 0.995, "enums": 0.98, "required": 0.998}
"""What has to agree at least, as a share of what is compared."""

ENOUGH = {"fields": 7000, "enums": 3500, "required": 7000}

NOT_YET_IN: dict[str, set[str]] = {
    "3.4.0": {
        *ONLY_IN_LIBRARY,
        "cancelEvalRun",  # there without `/cancel`, as in the publisher's document
        "create-realtime-translation-client-secret",
        "createVoice",
        "createVoiceConsent",
        "listVoiceConsents",
        "getVoiceConsent",
        "updateVoiceConsent",
        "deleteVoiceConsent",
    },
    "newest": set(),
}
"""Operations whose routes a version does not have."""

LEFT_OUT = re.compile(
    r"^delete /audio/voices/|^post /organization/projects/{}/api_keys/|\?beta=true"
    r"|/(agents|vaults|live|safety|decisions)\b"
    r"|/organization/(external_keys|external_storage|workload_identity|usage/decisions|audit_logs/|.*service_tier)"
)
"""Routes that we leave out, with the reasons in spec/README.md."""


@pytest.fixture(scope="module", params=["3.4.0", "newest"])
def version(request: pytest.FixtureRequest) -> str:
    """A version of the package."""
    return str(request.param)


@pytest.fixture(scope="module")
def package(version: str, pytestconfig: pytest.Config) -> str:
    """The Python of an environment that has this version."""
    wanted = "openai" if version == "newest" else f"openai=={version}"
    python, _ = python_of(pytestconfig, f"official-package-{version}", wanted)
    return python


@pytest.fixture(scope="module")
def facts(package: str) -> dict[str, Any]:
    """What the package knows."""
    script = Path(__file__).with_name("package_facts.py")
    done = subprocess.run([package, str(script)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_facts_are_those_of_the_package(version: str, facts: dict[str, Any]) -> None:
    """Every route that it has is ours; every field, value and demand is, but for a few that we have decided."""
    comparison = Comparison(Document(DESCRIPTION), facts)
    assert comparison.run() == NOT_YET_IN[version]
    for what, least in LEAST.items():
        count, differing = comparison.counts[what], comparison.differences[what]
        assert count >= ENOUGH[what]
        assert (count - len(differing)) / count >= least, "\n".join(differing)


def test_the_routes_that_we_lack_are_those_left_out(version: str, facts: dict[str, Any]) -> None:
    """A route that the package has and we do not is of an area that spec/README.md leaves out."""
    comparison = Comparison(Document(DESCRIPTION), facts)
    ours = {(entry.method, re.sub(r"\{[^}]*\}", "{}", entry.path)) for entry in comparison.document.entries.values()}
    missing = {f"{method} {path}" for method, path in comparison.routes if (method, path) not in ours}
    if version == "3.4.0":
        missing -= {"post /evals/{}/runs/{}"}  # where `cancelEvalRun` was
    assert sorted(route for route in missing if not LEFT_OUT.search(route)) == []


OLDER = {
    "CreateSkill",  # sends the bytes as JSON
    "CreateSkillVersion",
    "usage-costs",  # does not know `line_items`
}
"""What 3.4.0 does otherwise, and the newest package as we do."""


def test_both_clients_send_the_same(version: str, package: str, facts: dict[str, Any]) -> None:
    """Method, path, query, content type, beta header and body are the same bytes, but for what `named` says."""
    made = wire.calls(facts)
    rows = wire.compared(made, wire.sent_by_package(package, made))
    assert len(rows) >= 270
    equal = [row["operation"] for row in rows if not row["differences"]]
    assert len(equal) >= 190
    unnamed = {
        row["operation"]: left
        for row in rows
        if (left := {part: pair for part, pair in row["differences"].items() if not named(part, *pair)})
    }
    assert unnamed.pop("createEmbedding", None)  # the package asks for base64 by itself, and decodes it
    assert set(unnamed) == (OLDER if version == "3.4.0" else set())


def named(part: str, ours: Any, theirs: Any) -> bool:
    """Whether a difference is one of those that spec/README.md names."""
    if part == "type":  # the package names a type of a body that it does not send
        return bool(ours == "" and theirs == "application/json")
    if part == "path":  # a colon is encoded by us; both mean the same (RFC 3986, section 6.2.2.2)
        return unquote(ours) == unquote(theirs)
    if part == "query":  # the publisher's document has bare names for most lists
        return bool(ours == [(name.removesuffix("[]"), value) for name, value in theirs])
    return False
