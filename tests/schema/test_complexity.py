"""Schemas that fan out are bounded before an engine sees them, whatever keyword they fan out by."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, Document
from dynaclient.schema.closure import Closure, build_closure
from dynaclient.schema.complexity import LIMIT, Depths, checked_depths

STEPS = 25
TEXT = {"type": "string"}


def component(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def described(schemas: dict[str, Any]) -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": component("S0")}}}
    operation = {"operationId": "x", "requestBody": body, "responses": {"200": {"description": "", **body}}}
    return {"openapi": "3.1.0", "paths": {"/x": {"post": operation}}, "components": {"schemas": schemas}}


def chain(link: Any, last: Any = TEXT, steps: int = STEPS) -> dict[str, Any]:
    """Schemas of which each is made from the reference to the next one."""
    return {**{f"S{i}": link(component(f"S{i + 1}")) for i in range(steps)}, f"S{steps}": last}


def closure_of(schemas: dict[str, Any]) -> Closure:
    return build_closure(Document(described(schemas)), component("S0"), None, "#")


def member(depth: int, value: Any) -> Any:
    for _ in range(depth):
        value = {"c": value}
    return value


DIFFERENT = {
    f"S{i}": {"allOf": [{"allOf": [component(f"S{i + 1}")], "minLength": k} for k in range(10)]} for i in range(STEPS)
}
CIRCLES = {f"S{i}": {"allOf": [component(f"S{j}") for j in range(8)], "type": "string"} for i in range(8)}
TWICE = {"type": "object", "properties": {"c": {"anyOf": [component("S0"), {"allOf": [component("S0")]}]}, "n": TEXT}}

FITTING = [
    pytest.param(chain(lambda ref: {"allOf": [ref] * 10}), "a", 1, "type", id="allOf"),
    pytest.param(chain(lambda ref: {"anyOf": [ref] * 10}), "a", 1, "", id="anyOf"),
    pytest.param(DIFFERENT | {f"S{STEPS}": TEXT}, "aaaaaaaaaa", 1, "", id="allOf with other keywords"),
    pytest.param({"S0": TWICE}, member(40, {}), member(40, {"n": 1}), "", id="two ways for each level"),
    pytest.param(
        chain(lambda ref: {"properties": {"c": {"anyOf": [ref] * 10}}}), member(20, 1), member(25, 1), "", id="members"
    ),
    pytest.param(
        chain(lambda ref: {"type": "array", "items": {"anyOf": [ref] * 10}}, steps=9),
        [[[[[[[[["a"]]]]]]]]], [[[[[[[[[1]]]]]]]]], "", id="items",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("schemas", "good", "bad", "keyword"), FITTING)
@pytest.mark.parametrize("mode", [True, "strict"])
def test_shared_branches_are_judged_once(schemas: Any, good: Any, bad: Any, keyword: str, mode: Any) -> None:
    """A value that fits passes; another one is refused, with its reason where equal references are one."""
    client = Client(described(schemas), validate=mode, base_url="http://127.0.0.1:9")
    start = time.monotonic()
    assert client.validate("x", body=good) == []
    (violation,) = client.validate("x", body=bad)
    if keyword:
        assert (violation.keyword, violation.message) == (keyword, "expected string, given integer 1")
    else:
        assert "too complex to be checked: #/components/schemas/S0" in violation.message
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("schemas", "value"),
    [
        pytest.param(chain(lambda ref: {"oneOf": [ref] * 10}), "a", id="oneOf"),
        pytest.param(chain(lambda ref: {"not": {"anyOf": [ref] * 10}}), "a", id="not"),
        pytest.param(chain(lambda ref: {"if": ref, "then": ref, "else": ref}), "a", id="if, then and else"),
        pytest.param(chain(lambda ref: {"dependentSchemas": {"a": ref, "b": ref}}), {"a": 1, "b": 1}, id="dependent"),
        pytest.param(chain(lambda ref: {"anyOf": [ref] * 10}, {"pattern": "^a"}), "a", id="a pattern at the end"),
        pytest.param(CIRCLES, "a", id="circles"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_its_place(schemas: Any, value: Any) -> None:
    client = Client(described(schemas), validate="strict", base_url="http://127.0.0.1:9")
    start = time.monotonic()
    (violation,) = client.validate("x", body=value)
    assert "too complex to be checked: #/components/schemas/S0" in violation.message
    assert time.monotonic() - start < 5


def test_copies_for_a_family_do_not_multiply() -> None:
    """A default excuses a name required below, and 10 references on each of 25 levels lead there."""
    schemas = chain(
        lambda ref: {"allOf": [ref] * 10, "properties": {"a": {"default": 1}}},
        {"type": "object", "required": ["a", "b"], "properties": {"b": TEXT}},
    )
    client = Client(described(schemas), base_url="http://127.0.0.1:9")
    assert client.validate("x", body={"b": "x"}) == []
    assert [violation.path for violation in client.validate("x", body={})] == ["/body/b"]


def depths(schemas: dict[str, Any]) -> Depths:
    closure = closure_of(schemas)
    return checked_depths(closure.schema, closure.target)


def test_the_count_is_that_of_the_ways() -> None:
    """10^6 ways are the limit, and the ways in place count once however deep the value is."""
    assert depths(chain(lambda ref: {"anyOf": [ref, {}] * 5}, steps=5)) == Depths()
    assert depths(chain(lambda ref: {"anyOf": [ref] * 10}, steps=5)) == Depths(None, -1)
    assert depths(chain(lambda ref: {"anyOf": [ref] * 10}, steps=6)) == Depths(-1, -1)
    assert depths(CIRCLES) == Depths(-1, -1)


def test_growth_with_the_depth_of_a_value_is_bounded_by_it() -> None:
    """2^19 ways are below a million and 2^20 above."""
    twice = {"properties": {"c": {"anyOf": [component("S0"), {"allOf": [component("S0")]}]}}}
    found = depths({"S0": twice})
    assert found.checked is not None
    assert found.reported is not None
    assert 2 ** (found.checked - 2) <= LIMIT < 2 ** (found.checked + 4)
    assert found.reported < found.checked


@pytest.mark.parametrize(
    "schemas",
    [
        pytest.param({"S0": {"properties": {"c": component("S0")}}}, id="a list"),
        pytest.param({"S0": {"anyOf": [TEXT, {"items": component("S0")}]}}, id="a tree"),
        pytest.param({"S0": {"properties": {"a": component("S0"), "b": component("S0")}}}, id="two members"),
        pytest.param(
            {
                "S0": {"oneOf": [component(f"D{i}") for i in range(30)]},
                **{f"D{i}": {"allOf": [component("S0")], "properties": {"k": {"const": i}}} for i in range(30)},
            },
            id="a base that lists what extends it",
        ),
    ],
)
def test_ordinary_recursion_has_no_limit(schemas: Any) -> None:
    assert depths(schemas) == Depths()


def test_ctrl_c_ends_a_check(tmp_path: Path) -> None:
    """The interpreter's lock is never held for long, so that a signal arrives."""
    program = (
        "import threading, _thread\n"
        f"from dynaclient import Client\nc = Client({described(chain(lambda ref: {'anyOf': [ref] * 10}))!r})\n"
        "c.validate('x', body=1)  # loads what a check needs\n"
        "threading.Timer(1, _thread.interrupt_main).start()\n"
        "try:\n    while True: c.validate('x', body=1)\nexcept KeyboardInterrupt:\n    print('interrupted')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout == "interrupted\n"
