"""Closures: whether one goes in circles."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient.schema.closure import Closure

TO_A, TO_B, TO_C = ({"$ref": f"#/$defs/{name}"} for name in "abc")


@pytest.mark.parametrize(
    ("defs", "circles"),
    [
        ({}, False),
        ({"a": {"type": "string"}}, False),
        ({"a": {"items": TO_A}}, True),
        ({"a": {"items": TO_B}, "b": {"items": TO_C}, "c": {}}, False),
        ({"a": {"anyOf": [TO_B, TO_C]}, "b": {"items": TO_C}, "c": {"properties": {"x": TO_B}}}, True),
        ({"a": {"items": TO_B}, "b": {"properties": {"x": TO_B}}}, True),
        ({"a": {"items": TO_C}}, False),
        ({f"s{n}": {"$ref": f"#/$defs/s{n + 1}"} for n in range(3000)}, False),
    ],
)
def test_a_circle_is_found_wherever_it_is(defs: dict[str, Any], circles: bool) -> None:
    """One that leads to a name that is not there leads nowhere."""
    assert Closure({"$defs": defs, "type": "object"}).is_recursive is circles
