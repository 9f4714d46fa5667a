"""A writer that is made once writes what `json.JSONEncoder` writes, on every interpreter."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from dynaclient._support.json_writer import json_writer

OPTIONS = (
    {},
    {"sort_keys": True, "default": str},
    {"ensure_ascii": False},
    {"ensure_ascii": False, "allow_nan": False, "separators": (",", ":")},
)
VALUES = (
    {"b": [1, -2.5, 1e300, True, None], "a": {"é": 'ü\u2028"\\\n\ud83d\ude00', "": []}},
    [],
    {},
    "é",
    7,
    0.1,
    None,
    {2: "two", None: 1, True: 0},
    ((1, 2), [3]),
)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.filterwarnings("ignore")
def test_it_writes_what_the_standard_library_writes(options: dict[str, Any], value: Any) -> None:
    """Also twice: nothing is kept between values."""
    try:
        expected = json.JSONEncoder(**options).encode(value)
    except TypeError:  # names that cannot be sorted
        with pytest.raises(TypeError):
            "".join(json_writer(**options)(value))
        return
    write = json_writer(**options)
    assert ["".join(write(value)), "".join(write(value))] == [expected, expected]


def test_values_of_other_types_go_to_the_default() -> None:
    """And without one they are refused."""
    assert "".join(json_writer(default=str)([date(2026, 1, 2)])) == '["2026-01-02"]'
    with pytest.raises(TypeError):
        "".join(json_writer()([date(2026, 1, 2)]))


def test_what_json_does_not_have_is_refused() -> None:
    """NaN where it is not allowed, and a value that contains itself."""
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(ValueError, match="JSON compliant"):
        "".join(json_writer(allow_nan=False)(float("nan")))
    with pytest.raises(RecursionError):
        "".join(json_writer()(circle))


@pytest.mark.parametrize("replacement", [None, lambda *_: lambda value, _: (f"other {value}",)], ids=["none", "other"])
def test_an_encoder_of_another_form_is_not_used(monkeypatch: pytest.MonkeyPatch, replacement: Any) -> None:
    """Where the interpreter has none in C, or one that is called differently, the library writes."""
    monkeypatch.setattr(json.encoder, "c_make_encoder", replacement)
    write = json_writer(sort_keys=True)
    monkeypatch.undo()
    assert "".join(write({"b": 1, "a": "é"})) == '{"a": "\\u00e9", "b": 1}'
