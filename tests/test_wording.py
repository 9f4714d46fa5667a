"""Names and values in messages: near names, short values, no secrets."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient._support.secret_names import is_secret_name
from dynaclient._support.wording import did_you_mean, either, kind_of, masked, shown


def test_a_hint_is_a_sentence_or_nothing() -> None:
    """It follows a full stop."""
    assert did_you_mean("lst", ["list", "last"]) in (
        " Did you mean 'list' or 'last'?",
        " Did you mean 'last' or 'list'?",
    )
    assert did_you_mean("zzz", ["list"]) == ""


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_a_choice_is_written_as_people_do(items: list[str], text: str) -> None:
    """A comma between all but the last two."""
    assert either(items) == text


def cyclic() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


SHOWN: list[Any] = [
    pytest.param("a", '"a"', id="text in quotes"),
    pytest.param("ü\n", '"ü\\n"', id="on one line"),
    pytest.param(None, "null", id="null"),
    pytest.param(True, "true", id="true"),
    pytest.param(1.5, "1.5", id="a number"),
    pytest.param({"a": [1]}, '{"a": [1]}', id="an object"),
    pytest.param(b"secret bytes", "12 bytes", id="bytes are counted"),
    pytest.param(cyclic(), "a list", id="a list in itself"),
    pytest.param(object, "\"<class 'object'>\"", id="anything else"),
]


@pytest.mark.parametrize(("value", "text"), SHOWN)
def test_a_value_is_shown_as_json(value: Any, text: str) -> None:
    """A value that is not JSON is shown by its type."""
    assert shown(value) == text


@pytest.mark.parametrize("value", ["x" * 10**6, list(range(10**6)), {str(i): i for i in range(10**5)}])
def test_a_large_value_is_cut(value: Any) -> None:
    """And says that it is."""
    assert len(shown(value)) == 60
    assert shown(value).endswith("…")
    assert len(shown(value, limit=20)) == 20


def test_a_deep_value_is_named() -> None:
    """Not even an error message ends in a RecursionError."""
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    assert shown(deep) == "a list"


KINDS = [
    (None, "null"),
    (True, "boolean"),
    (1, "integer"),
    (1.0, "number"),
    ("", "string"),
    ([], "array"),
    ((), "array"),
    ({}, "object"),
    (b"", "bytes"),
]


@pytest.mark.parametrize(("value", "kind"), KINDS)
def test_a_kind_is_that_of_json(value: Any, kind: str) -> None:
    """True is not an integer."""
    assert kind_of(value) == kind


@pytest.mark.parametrize(
    "name",
    [
        "api_key",
        "apiKey",
        "X-Api-Key",
        "authorization",
        "access_token",
        "clientSecret",
        "password",
        "secrets",
        "cookie",
    ],
)
def test_a_name_that_says_secret_is_known(name: str) -> None:
    """Whatever way it is written."""
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["max_tokens", "tokenizer", "model", "passwordless_login", "keyboard", "total_tokens"])
def test_a_name_that_only_sounds_like_one_is_not(name: str) -> None:
    """`max_tokens` is a number that people need to see."""
    assert not is_secret_name(name)


def test_secrets_are_masked_wherever_they_stand() -> None:
    """The longest first, so that no part of one is left; very short ones mask nothing."""
    assert masked("k=abcdef&l=abcd", ["abcd", "abcdef"]) == "k=***&l=***"
    assert masked("a cat", ["a"]) == "a cat"
