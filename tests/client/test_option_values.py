"""Whatever object is given as an option, it is used or refused in words."""

from __future__ import annotations

import contextlib
import math
from decimal import Decimal
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DynaclientError, RequestError, RetryPolicy

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "query", "name": "k"},
            "basic": {"type": "http", "scheme": "basic"},
        }
    },
    "paths": {"/x": {"get": {"operationId": "x", "security": [{"key": []}, {"basic": []}, {}], "responses": {}}}},
}


class NoRepr:
    """Its repr fails, as that of a half-made object does."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


class NoTruth(Exception):
    """Raised by what has no single truth."""


class NoEquality:
    """As an array of numpy, it has no single truth."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise NoTruth


NESTED: list[Any] = []
for _ in range(5000):
    NESTED = [NESTED]

VALUES: dict[str, Any] = {
    "infinity": math.inf, "minus infinity": -math.inf, "not a number": math.nan, "1e308": 1e308, "minus one": -1,
    "a huge integer": 10**5000, "a decimal": Decimal("1e999999"), "true": True, "a text": "abc", "an empty text": "",
    "a line break": "a\r\nb", "half a pair": "\ud800", "bytes": b"\xff", "a list": [1, 2], "an empty list": [],
    "pairs": [("a", "b")], "a mapping": {"a": "b"}, "a mapping of numbers": {1: 2}, "a mapping of None": {None: None},
    "nested": NESTED, "an object": object(), "a class": RetryPolicy, "without repr": NoRepr(),
    "without equality": NoEquality(), "an ellipsis": ..., "a complex": 1j,
}  # fmt: skip
OPTIONS = [
    "timeout",
    "deadline",
    "max_body",
    "retries",
    "idempotency",
    "headers",
    "server_variables",
    "validate",
    "validate_responses",
    "content_type",
    "compress",
    "on_request",
    "on_response",
    "on_retry",
    "plugins",
    "credentials",
    "base_url",
]


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("value", VALUES)
def test_no_value_of_an_option_raises_a_foreign_error(option: str, value: str) -> None:
    client = Client(DOCUMENT, base_url="http://h.test")
    if option == "base_url" and value in ("nested", "without repr", "a huge integer"):
        return  # the servers' own
    with contextlib.suppress(NoTruth):  # the object's own
        try:
            client.with_options(**{option: VALUES[value]}).prepare("x")
        except DynaclientError as refused:
            said = str(refused)
        else:
            said = ""
        assert len(said) < 400


@pytest.mark.parametrize("field", ["most", "first", "longest", "longest_told", "jitter"])
@pytest.mark.parametrize("value", [math.inf, math.nan, -1, "1", None, True, 1e300])
def test_the_times_of_a_policy_can_be_waited_for(field: str, value: Any) -> None:
    with pytest.raises(RequestError, match="must be"):
        RetryPolicy(**{field: value})


@pytest.mark.parametrize("option", ["timeout", "deadline"])
@pytest.mark.parametrize("value", [math.inf, math.nan, 0, -1, 1e300, 10**400])
def test_a_time_limit_that_no_clock_keeps_is_refused(option: str, value: Any) -> None:
    """Sockets and sleeps would raise OverflowError."""
    with pytest.raises(RequestError, match=f"{option}= must be"):
        Client(DOCUMENT, **{option: value})


@pytest.mark.parametrize("value", [math.inf, math.nan, -1, "1", True, 1e300])
def test_so_is_an_interval_of_polling(value: Any) -> None:
    with pytest.raises(RequestError, match="interval= must be a number of seconds from 0"):
        Client(DOCUMENT, base_url="http://h.test").poll("x", until=bool, interval=value)


@pytest.mark.parametrize("option", ["headers", "server_variables"])
@pytest.mark.parametrize("value", [5, "abc", [1], [("a", "b")], {1}, object()])
def test_what_is_no_mapping_is_refused(option: str, value: Any) -> None:
    for make in (lambda: Client(DOCUMENT, **{option: value}), lambda: Client(DOCUMENT).with_options(**{option: value})):
        with pytest.raises(RequestError, match=f"{option}= must be a mapping"):
            make()


@pytest.mark.parametrize("credential", [("u\ud800", "secret"), {"username": "u\ud800", "password": "secret"}])
def test_a_pair_with_a_part_that_cannot_be_sent_is_refused(credential: Any) -> None:
    client = Client(DOCUMENT, base_url="http://h.test", credentials={"basic": credential})
    with pytest.raises(
        RequestError, match="the credential for 'basic' \\(http\\) has a part that is not text"
    ) as caught:
        client.prepare("x")
    assert "secret" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("max_retries", "there is no option 'max_retries'. Write retries=."),
        ("api_key", "there is no option 'api_key'. Write credentials={'SCHEME': '…'}."),
        ("timeuot", "there is no option 'timeuot'. Did you mean 'timeout'?"),
        ("proxie", "there is no option 'proxie'. Did you mean 'proxies'?"),
        ("stream", "stream= is an option of a copy: client.with_options(stream=…)"),
        ("zzzzzz", "there is no option 'zzzzzz'. The options are allow_references, app, base_url, "),
    ],
)
def test_an_option_that_there_is_none_of_is_refused(kind: Any, option: str, text: str) -> None:
    """In our words, which name the one that is meant; not Python's TypeError."""
    with pytest.raises(RequestError) as caught:
        kind(DOCUMENT, **{option: 5})
    assert str(caught.value).startswith(text)


def test_what_others_call_an_option_leads_to_ours() -> None:
    with pytest.raises(RequestError, match=r"there is no option 'max_retries'. Write retries=\."):
        Client(DOCUMENT).with_options(max_retries=5)  # type: ignore[call-arg]
