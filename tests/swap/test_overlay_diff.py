"""The overlay between two documents makes one of the other, in few actions that can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynaclient import Document, load_document
from dynaclient.document.jsonpath_text import path_to
from dynaclient.document.overlaying import apply_overlays
from dynaclient.document.overlays import read_overlays
from dynaclient.swap.overlay_diff import actions_between, overlay_between, raw_of

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"
INFO = {"title": "t", "version": "1"}

names = st.sampled_from(["a", "b", "paths", "/x", "$ref", "name", "it's", 'q"', "a.b", "", "ü", "0", "back\\slash"])
values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "x", "y"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(names, values, max_size=4)


def strict(value: Any) -> str:
    """A text that tells True from 1, but not 1.0 from 1, and does not depend on the order of members."""
    return json.dumps(json.loads(json.dumps(value), parse_float=_number), sort_keys=True)


def _number(text: str) -> float | int:
    return int(float(text)) if float(text).is_integer() else float(text)


@given(objects, objects)
def test_the_actions_make_the_new_value_of_the_old_one(old: dict[str, Any], new: dict[str, Any]) -> None:
    actions = actions_between(old, new)
    assert (actions == []) == (strict(old) == strict(new))
    if actions:
        overlay = {"overlay": "1.1.0", "info": INFO, "actions": list({strict(a): a for a in actions}.values())}
        assert strict(apply_overlays(old, read_overlays([overlay])).root) == strict(new)


@given(st.data())
def test_the_actions_make_a_changed_value_of_the_one_it_was_made_from(data: st.DataObject) -> None:
    """Near values, as versions of a document are: one part of it is replaced, removed or repeated."""
    old = data.draw(objects)
    new = json.loads(json.dumps(old))
    holder: Any = new
    while isinstance(holder, (dict, list)) and holder:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(holder[key], (dict, list)) and holder[key] and data.draw(st.booleans()):
            holder = holder[key]
            continue
        act = data.draw(st.sampled_from(["replace", "remove", "add"]))
        if act == "remove":
            del holder[key]
        elif act == "replace":
            holder[key] = data.draw(values)
        elif isinstance(holder, list):
            holder.append(data.draw(values))
        else:
            holder[data.draw(names)] = data.draw(values)
        break
    actions = actions_between(old, new)
    if actions:
        overlay = {"overlay": "1.1.0", "info": INFO, "actions": actions}
        assert strict(apply_overlays(old, read_overlays([overlay])).root) == strict(new)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.integers(0, 9), max_size=4))
def test_a_path_leads_to_its_place_whatever_its_names_are(location: list[str | int]) -> None:
    import jsonpath_rfc9535

    value: Any = "found"
    for token in reversed(location):
        value = {token: value} if isinstance(token, str) else [None] * token + [value]
    (node,) = jsonpath_rfc9535.find(path_to(location), value)
    assert node.value == "found"
    assert list(node.location) == location


OPERATION = {
    "operationId": "op",
    "summary": "old",
    "parameters": [{"name": "a", "in": "query", "schema": {"type": "string"}}, {"name": "b", "in": "query"}],
    "tags": ["x", "y"],
    "responses": {},
}


def documents(**changes: Any) -> tuple[Document, Document]:
    old = {"openapi": "3.1.0", "info": INFO, "paths": {"/x": {"get": OPERATION}}, "components": {"schemas": {"S": {}}}}
    operation = {name: value for name, value in {**OPERATION, **changes}.items() if value is not None}
    return load_document(old), load_document({**old, "paths": {"/x": {"get": operation}}})


READABLE: list[Any] = [
    pytest.param({"summary": "new"}, [{"target": "$.paths['/x'].get", "update": {"summary": "new"}}], id="a text"),
    pytest.param({"summary": None}, [{"target": "$.paths['/x'].get.summary", "remove": True}], id="a member goes"),
    pytest.param(
        {"tags": ["x", "y", "z"]}, [{"target": "$.paths['/x'].get", "update": {"tags": ["z"]}}], id="an item comes"
    ),
    pytest.param({"tags": ["y"]}, [{"target": "$.paths['/x'].get.tags[0]", "remove": True}], id="an item goes"),
    pytest.param(
        {"tags": ["z", "x"]},
        [
            {"target": "$.paths['/x'].get.tags[0]", "update": "z"},
            {"target": "$.paths['/x'].get.tags[1]", "update": "x"},
        ],
        id="items change",
    ),
    pytest.param(
        {"parameters": [OPERATION["parameters"][0], {"name": "b", "in": "query", "required": True}]},  # type: ignore[index]
        [{"target": "$.paths['/x'].get.parameters[1]", "update": {"required": True}}],
        id="a parameter changes",
    ),
    pytest.param(
        {"summary": {"a": 1}},
        [
            {"target": "$.paths['/x'].get.summary", "remove": True},
            {"target": "$.paths['/x'].get", "update": {"summary": {"a": 1}}},
        ],
        id="another type",
    ),
]


@pytest.mark.parametrize(("changes", "actions"), READABLE)
def test_a_change_is_one_action_where_it_is(changes: dict[str, Any], actions: list[Any]) -> None:
    old, new = documents(**changes)
    overlay = overlay_between(old, new)
    assert overlay["actions"] == actions
    assert raw_of(Document(raw_of(old), overlays=[overlay])) == raw_of(new)


@pytest.mark.skipif(not SPECS.exists(), reason="there is no ../shared")
def test_the_overlay_between_two_years_of_a_large_description() -> None:
    """Both ways; every action is about one operation, one component or one member of the root."""
    old, new = (load_document(SPECS / f"openai-{name}.yaml") for name in ("2024-10", "2026-08"))
    for one, other in ((old, new), (new, old)):
        overlay = overlay_between(one, other)
        made = apply_overlays(raw_of(one), read_overlays([overlay])).root
        assert strict(made) == strict(raw_of(other))
