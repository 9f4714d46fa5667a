"""Values of every operation of every real document that `jsonschema` calls valid are valid for the client too.

The values come from a generator of the tests and are confirmed on the documents as they are written, so that the
checker is not asked for its own answers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client
from dynaclient.document.read import load_object
from tests.raw_values import CannotMake, RawValues

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT.parent / "shared" / "specs"
NAMES = sorted(path.name for path in SPECS.glob("*.*") if path.suffix in (".json", ".yaml")) if SPECS.exists() else []

DIFFERENT: dict[tuple[str, str, str], str] = {}
"""(document, operation, place) → why the client refuses what `jsonschema` lets pass."""

CONFIRMED = 0.9
"""The share of places for which a value must be found, so that the proof is about something."""

FEWER = {"aws-sagemaker-runtime.json": 0.7}
r"""Documents with patterns, such as `\p{L}`, that Python's `re` cannot read: `jsonschema` confirms nothing there."""


@pytest.mark.skipif(not NAMES, reason="../shared/specs is not here")
@pytest.mark.parametrize(
    "everything", [pytest.param(True, id="everything"), pytest.param(False, id="required", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("name", NAMES)
def test_what_jsonschema_confirms_is_valid(name: str, everything: bool, record_property: Any) -> None:
    root = load_object((SPECS / name).read_bytes())
    made = RawValues(root, seed=7)
    client = Client(SPECS / name, base_url="http://127.0.0.1:9")
    refused: dict[tuple[str, str, str], list[str]] = {}
    places = confirmed = 0
    for operation in client.operations.values():
        given: list[tuple[str, str, dict[str, Any]]] = [
            (p.name, p.pointer, {f"{p.location}:{p.name}": None}) for p in operation.parameters
        ]
        for media_type in operation.request_body.content.values() if operation.request_body else ():
            if "json" in media_type.name:
                given.append((media_type.name, media_type.pointer, {}))
                break
        for place, pointer, params in given:
            if not pointer.startswith("#"):
                continue
            places += 1
            try:
                value = made.value(pointer, everything=everything)
            except (CannotMake, LookupError):
                continue
            confirmed += 1
            if params:
                found = client.validate(operation.operation_id, dict.fromkeys(params, value))
                location = next(iter(params)).partition(":")[0]
                if location == "path" and value in ("", [], {}):
                    continue  # valid for the schema, and refused: it would be another address
                if value in (None, [], {}) or (isinstance(value, list) and None in value):
                    continue  # valid for the schema, and without a text: not sent, so refused where it is required
                found = [v for v in found if v.location == location and (v.path + "/").startswith(f"/{place}/")]
            else:
                found = client.with_options(content_type=place).validate(operation.operation_id, body=value)
                found = [v for v in found if v.location == "body"]
            if found and (name, operation.operation_id, place) not in DIFFERENT:
                refused[name, operation.operation_id, place] = [f"{value!r}"[:200], *map(str, found)]
    record_property("places", places)
    record_property("confirmed", confirmed)
    assert refused == {}
    assert confirmed >= places * FEWER.get(name, CONFIRMED)
