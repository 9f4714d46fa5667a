"""Bytes and a Content-Type → a value; nothing → None."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from dynaclient import Client, HTTPStatusError, NotFound, Response, UndecodableBody
from dynaclient._support import charsets
from dynaclient.response.decoders import charset_of


def answer(
    body: bytes, content_type: str | None, declared: Any = None, status: str = "200 OK", **headers: str
) -> Response:
    """The response of a client to a body. `declared`: the media types in the document."""
    content = {name: {} for name in declared or ()}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"get": {"operationId": "op", "responses": {"200": {"description": "", "content": content}}}}},
    }

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        sent = [(name.replace("_", "-"), value) for name, value in headers.items()]
        start_response(status, [*sent, *([] if content_type is None else [("Content-Type", content_type)])])
        return [body]

    return Client(document, app=app, retries=0).call("op")


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        pytest.param(b'{"a": [1, null]}', "application/json", {"a": [1, None]}, id="JSON"),
        pytest.param(b"[]", "application/json; charset=utf-8", [], id="JSON with a charset"),
        pytest.param(b"1", "application/problem+json", 1, id="+json"),
        pytest.param(b"false", "APPLICATION/JSON", False, id="in capitals"),
        pytest.param('"ü"'.encode(), "application/json", "ü", id="UTF-8"),
        pytest.param('\ufeff"ü"'.encode(), "application/json", "ü", id="UTF-8 with a byte order mark"),
        pytest.param('"ü"'.encode("utf-16"), "application/json", "ü", id="UTF-16"),
        pytest.param('"ü"'.encode("latin-1"), "application/json; charset=iso-8859-1", "ü", id="Latin-1, as named"),
        pytest.param(b"12345678901234567890", "application/json", 12345678901234567890, id="a big number"),
        pytest.param("ü".encode(), "text/plain", "ü", id="text"),
        pytest.param("ü".encode("latin-1"), 'text/plain; charset="ISO-8859-1"', "ü", id="text in its charset"),
        pytest.param("\ufeffü".encode(), "text/csv", "ü", id="text with a byte order mark"),
        pytest.param(b"a\xff", "text/plain", "a\ufffd", id="text that is none"),
        pytest.param(b"<a/>", "application/xml", "<a/>", id="XML"),
        pytest.param(b"<a/>", "application/atom+xml", "<a/>", id="+xml"),
        pytest.param(b"a: 1", "application/yaml", "a: 1", id="YAML"),
        pytest.param(b"data: 1\n\n", "text/event-stream", "data: 1\n\n", id="events"),
        pytest.param(b"\x89PNG", "image/png", b"\x89PNG", id="image"),
        pytest.param(b'{"a": 1}', "application/octet-stream", b'{"a": 1}', id="bytes that look like JSON"),
        pytest.param(b"", "application/json", None, id="nothing"),
        pytest.param(b"", "text/plain", None, id="no text"),
        pytest.param(b"", "image/png", None, id="no bytes"),
    ],
)
def test_a_body_becomes_what_its_content_type_says(body: bytes, content_type: str, expected: Any) -> None:
    """JSON → plain values, text → str, other → bytes, nothing → None."""
    response = answer(body, content_type)
    assert response.data == expected
    assert type(response.data) is type(expected)
    assert response.content == body


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param(["application/json"], [1], id="the only one declared"),
        pytest.param(["text/plain"], "[1]", id="text declared"),
        pytest.param(["application/json", "text/plain"], b"[1]", id="several declared"),
        pytest.param(["*/*"], b"[1]", id="any"),
        pytest.param([], b"[1]", id="none declared"),
    ],
)
def test_without_a_content_type_the_document_decides(declared: list[str], expected: Any) -> None:
    """Where it names one type alone; else nothing is guessed."""
    assert answer(b"[1]", None, declared).data == expected


def test_a_content_type_of_the_server_beats_the_document() -> None:
    """The server knows what it sends."""
    assert answer(b"[1]", "text/plain", ["application/json"]).data == "[1]"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<html>", id="HTML"),
        pytest.param(b'{"a": ', id="cut off"),
        pytest.param(b"\xff\xfe\xfa", id="no text"),
        pytest.param(b"[" * 100_000, id="nested too deep"),
        pytest.param(b"1" * 5000, id="a number too long for Python"),
        pytest.param(b'{"a": 1}{"a": 2}', id="two values"),
    ],
)
def test_a_body_that_is_not_what_it_says_raises_when_it_is_read(body: bytes) -> None:
    """The call itself succeeds; the bytes can be had."""
    response = answer(body, "application/json")
    with pytest.raises(UndecodableBody, match="not the application/json that the server announced") as caught:
        _ = response.data
    assert caught.value.response is response
    assert (response.content, response.status_code) == (body, 200)
    with pytest.raises(UndecodableBody):
        response["a"]
    assert repr(response) == f"<Response 200 of op, {len(body):,} bytes>"


@pytest.mark.parametrize("status", ["204 No Content", "205 Reset Content", "304 Not Modified"])
def test_a_status_without_a_body_has_no_data(status: str) -> None:
    """Whatever its Content-Type says."""
    assert answer(b"", "application/json", status=status).data is None


def test_text_is_decoded_once() -> None:
    """The same object every time, as a dict that is changed should be."""
    response = answer(b'{"a": 1}', "application/json")
    response.data["a"] = 2
    assert response["a"] == 2


@pytest.mark.parametrize(
    "name",
    [
        "punycode", "idna", "base64", "rot13", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined", "mbcs",
        "hex", "\x00", "no-such", "a" * 5000, "../utf-8", "utf-8.x", "zlib", "cp500", "\u00fc",
    ],
)  # fmt: skip
def test_an_encoding_that_is_no_charset_is_not_used(name: str) -> None:
    """Python knows them, and some take minutes; the error names the charset, and the bytes stay."""
    response = answer(b"a-" + b"b" * 100_000, f"text/plain; charset={name}")
    with pytest.raises(UndecodableBody, match="is not one that mail and the web use") as caught:
        _ = response.data
    assert repr(name)[1:20].rstrip("'") in str(caught.value)
    assert len(response.content) == 100_002


def test_an_error_in_such_a_charset_is_raised_all_the_same() -> None:
    with pytest.raises(NotFound) as caught:
        answer(b"no \\u0041", "text/plain; charset=unicode_escape", status="404 Not Found")
    assert caught.value.data == "no \\u0041"


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("utf8", "utf-8-sig"), ("UTF-8", "utf-8-sig"), ("us-ascii", "ascii"), ("latin1", "iso8859-1"),
        ("windows-1252", "cp1252"), ("x-sjis", "cp932"), ("Shift_JIS", "shift_jis"), ("GB_2312-80", "gb2312"),
        ("ks_c_5601-1987", "cp949"), ("windows-874", "cp874"), ("x-mac-cyrillic", "mac-cyrillic"), ("koi8-r", "koi8-r"),
        ("iso-8859-8-i", "iso8859-8"), ("big5-hkscs", "big5hkscs"), ("utf-16le", "utf-16-le"),
        ("ISO-2022-JP", "iso2022_jp"),
    ],
)  # fmt: skip
def test_labels_of_the_web_name_their_charset(name: str, codec: str) -> None:
    """Source: WHATWG Encoding, section 4.2."""
    assert charset_of(f"text/plain; charset={name}") == codec


@pytest.mark.parametrize("codec", sorted(charsets._CODECS))  # the table itself
def test_every_charset_takes_any_bytes_quickly(codec: str) -> None:
    """Ten million bytes at least in a second or so; each of them may be an error."""
    for byte in (b"\x81", b"\xff", b"\x1b", b"~{"):
        began = time.perf_counter()
        text = charsets.decoded_text(byte * (1 << 19), codec)
        assert time.perf_counter() - began < 2
        assert isinstance(text, str)


@pytest.mark.parametrize("codec", ["cp1252", "iso8859-6", "koi8-r", "tis-620", "cp874"])
def test_a_table_decodes_as_the_codec_does(codec: str) -> None:
    whole = bytes(range(256)) * 2
    assert charsets.decoded_text(whole, codec) == whole.decode(codec, errors="replace")


@pytest.mark.parametrize("kind", ["application/json", "application/x-ndjson", "application/json; charset=latin-1"])
def test_json_nested_too_deeply_is_no_foreign_error(kind: str) -> None:
    with pytest.raises(UndecodableBody, match="nested too deeply"):
        _ = answer(b"[" * 200_000 + (b"\xfc" if "latin" in kind else b""), kind).data


def test_json_keeps_every_value_that_python_has() -> None:
    """Round trip."""
    value = {"a": [True, None, 1.5, "\u2028", {"": []}]}
    assert answer(json.dumps(value).encode(), "application/json").data == value


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("application/xml", str), ("application/yaml", str), ("application/javascript", str),
        ("application/x-www-form-urlencoded", str), ("Application/XML; a=b", str), ("text/anything", str),
        ("application/atom+xml", str), ("image/svg+xml", str), ("application/openapi+yaml", str),
        ("application/octet-stream", bytes), ("image/png", bytes), ("application/xmlish", bytes),
        ("application/zip", bytes), ("audio/mpeg", bytes),
    ],
)  # fmt: skip
def test_types_that_are_text(content_type: str, kind: type) -> None:
    """By name, by family, by suffix; the rest is bytes."""
    assert type(answer(b"a=1", content_type).data) is kind


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF-8", "; charset=utf8", '; charset="UTF8"'])
def test_a_byte_order_mark_of_utf_8_is_no_text(charset: str) -> None:
    """Under whichever name of it; in another charset the bytes mean something else."""
    assert answer(b"\xef\xbb\xbfa\xc3\xbc", f"text/plain{charset}").data == "aü"
    assert answer(b"\xef\xbb\xbfa", "text/plain; charset=latin-1").data == "ï»¿a"


CODED = b"\x8b\x01\x80{}\x03\xff"


@pytest.mark.parametrize("coding", ["compress", "exi", "EXI", "x-own"])  # nobody decodes them
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/xml", "text/event-stream"])
def test_a_coding_that_nobody_asked_for_is_named(content_type: str, coding: str) -> None:
    """It is what the reader has to look for, and garbage is not taken for text. Source: RFC 9110 section 8.4."""
    with pytest.raises(UndecodableBody, match=f'its Content-Encoding is "{coding}"') as caught:
        _ = answer(CODED, content_type, Content_Encoding=coding).data
    assert "response.content has its bytes" in str(caught.value)


@pytest.mark.parametrize(
    ("content_type", "coding", "body", "expected"),
    [
        pytest.param("application/json", "exi", b"{}", {}, id="JSON that is not coded after all"),
        pytest.param("text/plain", "aws-chunked", b"plain", "plain", id="text that is not coded after all"),
        pytest.param("application/octet-stream", "exi", CODED, CODED, id="bytes stay bytes"),
        pytest.param("text/plain", "identity", b"a\xff", "a\ufffd", id="identity is no coding"),
    ],
)
def test_a_coding_alone_is_no_error(content_type: str, coding: str, body: bytes, expected: Any) -> None:
    """Some servers announce one and send none."""
    assert answer(body, content_type, Content_Encoding=coding).data == expected


def test_an_error_in_an_unknown_coding_names_it_too() -> None:
    """Instead of showing its bytes as text."""
    with pytest.raises(HTTPStatusError) as caught:
        answer(CODED, "application/json", status="400 Bad Request", Content_Encoding="exi")
    assert str(caught.value) == 'op: the server answered 400 Bad Request: 7 bytes in the Content-Encoding "exi"'
    assert caught.value.data == CODED
