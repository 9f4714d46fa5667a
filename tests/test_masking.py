"""Secrets are masked by their names, and by their value in whatever encoding a server sends them back."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynaclient._support.masking import Masking

SECRETS = {
    "plain": "sentinel0123456789abcdef",
    "dashes": "sentinel-0123456789-abcdef",
    "signs": 'sen"ti/nel+0123=456&78<9> %\\x\n',
    "beyond ASCII": "sentinél-ключ-🔑-0123456789",
}

ENCODINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "JSON": lambda s: json.dumps(s)[1:-1],
    "JSON beyond ASCII": lambda s: json.dumps(s, ensure_ascii=False)[1:-1],
    "JSON with escaped slashes": lambda s: json.dumps(s)[1:-1].replace("/", "\\/"),
    "JSON for HTML": lambda s: json.dumps(s)[1:-1].replace("<", "\\u003c").replace("&", "\\u0026"),
    "JSON in JSON": lambda s: json.dumps(json.dumps(s)[1:-1])[1:-1],
    "JSON that escapes all": lambda s: "".join(
        f"\\u{unit:04x}" for unit in memoryview(s.encode("utf-16-le")).cast("H").tolist()
    ),
    "URL": quote,
    "URL without slashes": lambda s: quote(s, safe=""),
    "URL in lower case": lambda s: "".join(c if c.isalnum() and c.isascii() else quote(c, safe="").lower() for c in s),
    "URL twice": lambda s: quote(quote(s, safe=""), safe=""),
    "URL that escapes all": lambda s: "".join(f"%{byte:02X}" for byte in s.encode()),
    "form": quote_plus,
    "HTML": html.escape,
    "base64": lambda s: base64.b64encode(s.encode()).decode(),
    "base64 for URLs": lambda s: base64.urlsafe_b64encode(s.encode()).decode().rstrip("="),
    "base64 in a URL": lambda s: quote(base64.b64encode(s.encode()).decode(), safe=""),
    "base64 of a pair": lambda s: base64.b64encode(f"user:{s}".encode()).decode(),
    "base64 of a header": lambda s: base64.b64encode(f"Authorization: Bearer {s}; x".encode()).decode(),
    "base64 of a JSON text": lambda s: base64.b64encode(f'{{"k":"{s}"}}'.encode()).decode(),
    "hexadecimal": lambda s: s.encode().hex(),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("secret", SECRETS.values(), ids=list(SECRETS))
def test_a_secret_is_found_in_every_encoding(secret: str, encoding: str) -> None:
    """In text and in bytes, with what is around it left."""
    echoed = ENCODINGS[encoding](secret)
    text = f"Incorrect key '{echoed}', see the manual"
    masking = Masking(["other-secret", secret])
    assert masking.data(text.encode()).decode("latin-1").startswith("Incorrect key '")
    for clean in (masking.text(text), masking.data(text.encode()).decode("latin-1")):
        assert "***" in clean
        assert not any(part in clean for part in pieces(echoed)), clean
        assert clean.endswith("', see the manual")
    if not encoding.startswith("base64 of"):
        assert masking.text(text) == "Incorrect key '***', see the manual"


def pieces(text: str, size: int = 10) -> list[str]:
    """Parts of a text that would give it away; what surrounds a secret in base64 is not among them."""
    middle = text[len(text) // 2 - size :]
    return [middle[i : i + size] for i in range(max(1, min(len(middle), 2 * size) - size))]


@given(st.text(st.characters(codec="utf-8"), min_size=6, max_size=20), st.binary(max_size=7), st.binary(max_size=7))
def test_base64_of_anything_around_a_secret_is_masked(secret: str, before: bytes, after: bytes) -> None:
    """However the secret falls into the groups of three bytes."""
    data = secret.encode()
    coded = base64.b64encode(before + data + after).decode()
    clean = Masking([secret]).text(coded)
    assert "***" in clean
    start, end = clean.index("***"), len(clean) - clean.rindex("***") - 3
    assert start <= (len(before) * 8 + 5) // 6
    assert end <= (len(after) * 8 + 5) // 6 + 3


def test_short_secrets_are_left_alone() -> None:
    """They match too much."""
    assert Masking(["abc", ""]).text("abc abcd") == "abc abcd"


def test_the_longest_secret_goes_first() -> None:
    """So that nothing of it is left."""
    assert Masking(["abcd", "abcdef"]).text("k=abcdef&l=abcd") == "k=***&l=***"


HEADERS: list[Any] = [
    pytest.param("Authorization", "Bearer t1", "Bearer ***", id="bearer"),
    pytest.param("Authorization", "Custom t1", "***", id="unknown scheme"),
    pytest.param("Proxy-Authorization", "Basic dTpw", "Basic ***", id="proxy"),
    pytest.param("X-Api-Key", "k2", "***", id="telling name"),
    pytest.param("x-trade", "k3", "***", id="name of a scheme"),
    pytest.param("Cookie", "theme=dark; sid=12", "theme=***; sid=***", id="cookies"),
    pytest.param("Set-Cookie", "sid=12; Path=/; HttpOnly", "sid=***; Path=/; HttpOnly", id="cookie of a server"),
    pytest.param("Set-Cookie", "sid", "***", id="cookie without a name"),
    pytest.param(
        "Set-Cookie",
        "a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Path=/, sid=12,b=3; Secure",
        "a=***; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Path=/, sid=***, b=***; Secure",
        id="cookies of a server, joined",
    ),
    pytest.param("Location", "/x?a=1&sig=5#f", "/x?a=1&sig=***#f", id="address"),
    pytest.param("Link", '<http://h/?token=5&p=2>; rel="next"', '<http://h/?token=***&p=2>; rel="next"', id="link"),
    pytest.param("Accept", "*/*; q=0.5", "*/*; q=0.5", id="nothing"),
    pytest.param("X-Echo", "you sent the-value", "you sent ***", id="value"),
]


@pytest.mark.parametrize(("name", "value", "clean"), HEADERS)
def test_headers(name: str, value: str, clean: str) -> None:
    """By name, and by value."""
    assert Masking(["the-value"], ["X-Trade"]).headers({name: value.encode()}) == [(name, clean)]
    assert Masking(["the-value"]).headers([("X-the-value", "1")]) == [("X-***", "1")]


URLS: list[Any] = [
    pytest.param("http://u:p@h/x", "http://h/x", id="user info"),
    pytest.param("http://h/x?q=1&access_token=5&K=6", "http://h/x?q=1&access_token=***&K=***", id="names"),
    pytest.param("http://h/the-value/y?a=the%2Dvalue", "http://h/***/y?a=***", id="values"),
    pytest.param("http://h/x?pageToken=a&X-Amz-Signature=b", "http://h/x?pageToken=a&X-Amz-Signature=***", id="cursor"),
    pytest.param("/x?api%5Fkey=5", "/x?api%5Fkey=***", id="encoded name"),
]


@pytest.mark.parametrize(("url", "clean"), URLS)
def test_addresses(url: str, clean: str) -> None:
    """By name, and by value."""
    assert Masking(["the-value"], ["k"]).url(url) == clean


BODIES: list[Any] = [
    pytest.param("application/json", '{"a": 1, "b": [true]}', '{"a": 1, "b": [true]}', id="nothing secret"),
    pytest.param(
        "application/problem+json",
        '{"password": "p", "max_tokens": 5, "n": {"apiKey": 7}, "k": null, "token": ""}',
        '{"password": "***", "max_tokens": 5, "n": {"apiKey": "***"}, "k": null, "token": ""}',
        id="members",
    ),
    pytest.param(
        "application/json",
        '{"client_secret": {"value": "ek", "expires_at": 1}, "secrets": ["s"]}',
        '{"client_secret": {"value": "***", "expires_at": 1}, "secrets": ["***"]}',
        id="an object with a secret name",
    ),
    pytest.param("application/json", '{"a": "the-value", "password": "x', '{"a": "***", "password": "***"', id="cut"),
    pytest.param("", '{"password": "x"}', '{"password": "***"}', id="no type"),
    pytest.param(
        "text/event-stream", 'data: {"token": "x\\"y", "a": 1}\n\n', 'data: {"token": "***", "a": 1}\n\n', id="events"
    ),
    pytest.param("application/x-ndjson", '{"token": 5}\n{"a": 2}', '{"token": "***"}\n{"a": 2}', id="lines"),
    pytest.param(
        "application/x-www-form-urlencoded", "client_secret=a%2B&b=c&k=", "client_secret=***&b=c&k=", id="form"
    ),
    pytest.param(
        "multipart/form-data; boundary=B",
        '--B\r\nContent-Disposition: form-data; name="password"\r\n\r\np\r\nq\r\n'
        '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--B--\r\n',
        '--B\r\nContent-Disposition: form-data; name="password"\r\n\r\n***\r\n'
        '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--B--\r\n',
        id="parts",
    ),
    pytest.param(
        "text/xml", '<a><x:password t="1">p</x:password><b>c</b></a>',
        '<a><x:password t="1">***</x:password><b>c</b></a>', id="elements",
    ),
    pytest.param("image/png", "\x89the-value\x00", "\x89***\x00", id="bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("content_type", "body", "clean"), BODIES)
def test_bodies(content_type: str, body: str, clean: str) -> None:
    """Members by the way in which the type writes them, and values anywhere."""
    masked = Masking(["the-value"], ["k"]).body(body.encode("latin-1"), content_type)
    assert masked.decode("latin-1") == clean


def test_values_are_masked_within_names_and_texts() -> None:
    """A JSON value, such as an argument or an example."""
    given = {"a": ["the-value", 1, None], "the-value": {"password": "p", "next_page_token": "n"}, "b": b"the-value"}
    clean = {"a": ["***", 1, None], "***": {"password": "***", "next_page_token": "n"}, "b": b"***"}
    assert Masking(["the-value"]).value(given) == clean


def test_a_body_without_a_secret_is_the_same_object() -> None:
    """Nothing is copied, and nothing is written differently."""
    data = b'{"a":1 ,"b": 2}'
    assert Masking(["the-value"]).body(data, "application/json") is data


def test_what_nests_too_deep_is_masked_by_value() -> None:
    """No text ends in a RecursionError."""
    deep = "[" * 100_000 + '"the-value"'
    assert b"the-value" not in Masking(["the-value"]).body(deep.encode(), "application/json")
