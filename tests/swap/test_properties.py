"""What holds for every pair: a document is like itself however it is written, and what breaks a call is said."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dynaclient import Client, Document, DynaclientError
from dynaclient.swap import compare
from dynaclient.swap.lock import Lock
from dynaclient.swap.used import Used

from .generated import calls, documents, extracted, inlined, pairs, renamed, reordered

SHARED = Path(__file__).resolve().parents[3] / "shared" / "specs"
REAL = (
    "petstore-3.0.yaml",
    "petstore-3.1.json",
    "museum-3.1.yaml",
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("airflow.json", "spotify.yaml", "openai-2024-10.yaml")),
)


def differences(old: Any, new: Any) -> list[str]:
    """The changes as text, and the number of texts that differ."""
    report = compare(old, new)
    return [*map(str, report.changes), *([f"{report.texts} texts"] if report.texts else [])]


def refusal(client: Client, call: dict[str, Any]) -> str:
    """Why a call is refused, or "" if it would be sent."""
    params, body = call["params"], {"body": call["body"]} if "body" in call else {}
    try:
        return "; ".join(map(str, client.validate("op", params, **body)))
    except DynaclientError as error:
        return str(error)


@settings(max_examples=60)
@given(documents())
def test_a_document_is_like_itself(document: dict[str, Any]) -> None:
    assert differences(document, document) == []


@settings(max_examples=60)
@given(documents(), st.integers(0, 99))
def test_it_is_like_itself_in_another_order(document: dict[str, Any], seed: int) -> None:
    assert differences(document, reordered(document, seed)) == []


@settings(max_examples=60)
@given(documents())
def test_it_is_like_itself_with_other_names_of_components(document: dict[str, Any]) -> None:
    assert differences(document, renamed(document)) == []


@settings(max_examples=60)
@given(documents(), st.integers(0, 99))
def test_it_is_like_itself_with_schemas_in_components(document: dict[str, Any], seed: int) -> None:
    assert differences(document, extracted(document, seed)) == []


@settings(max_examples=60)
@given(documents())
def test_it_is_like_itself_without_references(document: dict[str, Any]) -> None:
    assert differences(document, inlined(document)) == []


@settings(max_examples=60)
@given(pairs())
def test_the_contract_in_a_lock_breaks_as_the_document_does(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    old, new = pair
    lock = Lock.of(Document(old), Used.of(["op"]))
    changes = {(c.verdict, c.kind, c.where, c.text) for c in compare(lock, new).changes}
    assert changes == {(c.verdict, c.kind, c.where, c.text) for c in compare(old, new, ["op"]).changes}


@pytest.mark.slow
@settings(max_examples=300)
@given(pairs(), st.data())
def test_a_call_that_is_refused_only_after_a_swap_is_said_to_break(
    pair: tuple[dict[str, Any], dict[str, Any]], data: st.DataObject
) -> None:
    """Hypothesis makes the pair and the call; the client's own checks say whether it is refused."""
    old, new = pair
    before, after = (Client(document, base_url="http://localhost") for document in pair)
    for _ in range(8):
        call = data.draw(calls(old))
        refused = "" if refusal(before, call) else refusal(after, call)
        if refused:
            report = compare(old, new)
            assert report.breaking, f"{call} is refused: {refused}\n{report}"


@pytest.mark.parametrize("name", REAL)
def test_real_documents_are_like_themselves_written_differently(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the shared documents are not here")
    document = Document(path)
    assert differences(document, document) == []
    if name.startswith("openai"):
        return  # its text cannot be read by other readers of YAML
    raw = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    raw = _with_text_keys(raw)
    assert differences(raw, renamed(raw)) == []
    assert differences(raw, reordered(raw, 7)) == []
    assert differences(raw, inlined(raw)) == []


def _with_text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _with_text_keys(item) for key, item in value.items()}
    return [_with_text_keys(item) for item in value] if isinstance(value, list) else value


def with_changes(value: Any) -> Any:
    """A copy in which every object has a new member, and its first one has become a number."""
    if isinstance(value, list):
        return [with_changes(item) for item in value]
    if not isinstance(value, dict):
        return value
    out = {name: with_changes(item) for name, item in value.items()}
    if out.get("type") == "object" and isinstance(out.get("properties"), dict) and out["properties"]:
        out["properties"] = {**out["properties"], next(iter(out["properties"])): {"type": "number"}, "x": {}}
    return out


@pytest.mark.skipif(not SHARED.exists(), reason="the shared documents are not here")
@pytest.mark.slow
@pytest.mark.parametrize("change", [lambda root: root, with_changes], ids=["equal", "changed everywhere"])
def test_large_documents_are_compared_in_seconds(change: Callable[[Any], Any]) -> None:
    """Seconds of this process: the machine may be busy with other things."""
    path = SHARED / "github-enterprise-2.18.json"
    old, new = Document(path), Document(change(json.loads(path.read_text("utf-8"))))
    before = sum(os.times()[:2])
    report = compare(old, new)
    assert bool(report.breaking) == (change is with_changes)
    assert report.compared == 509
    assert sum(os.times()[:2]) - before < 10
