"""Values for documents without examples fit their patterns, whatever ECMA-262 allows in them."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import load_document
from dynaclient.reference.samples import sample

DOCUMENT = load_document({"openapi": "3.1.0", "paths": {}})


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("^\\p{L}+$", "text", id="a Unicode class"),
        pytest.param("^\\p{Lu}{3}$", "ABC", id="another, found among typical texts"),
        pytest.param("^\\p{Script=Latin}+$", "text", id="a script"),
        pytest.param("^(?<word>[a-z]+)$", "text", id="a named group"),
        pytest.param("^\\u0074ext$", "text", id="an escape by code"),
        pytest.param("^\\cJ?text$", "text", id="a control letter"),
        pytest.param("^[^]*$", "text", id="any character: a class that Python cannot read"),
        pytest.param("^\\d{4}-\\d{2}-\\d{2}$", "2026-01-31", id="a date"),
        pytest.param("^(a|b$", "text", id="not a pattern"),
        pytest.param("(?<=t)ext", "text", id="lookbehind"),
        pytest.param("^[\\w-]+$", "text", id="a class with a range of its own"),
        pytest.param("^(?!x)", "text", id="lookahead"),
        pytest.param("^zzz$", "text", id="nothing typical fits"),
    ],
)
def test_a_pattern_is_read_as_calls_read_it(pattern: str, expected: Any) -> None:
    """Source: JSON Schema 2020-12 Core, section 6.4."""
    assert sample(DOCUMENT, {"type": "string", "pattern": pattern}, "text") == expected


def test_a_pattern_that_backtracks_takes_no_time() -> None:
    """Descriptions come from elsewhere."""
    assert sample(DOCUMENT, {"type": "string", "pattern": "^(a+)+b$", "minLength": 40}, "a" * 40) == "a" * 40
