"""Formats: which are asserted in which mode, what each admits, and that no engine differs."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, InvalidResponse, RequestError
from dynaclient.schema import Mode, Reliefs
from dynaclient.schema.formats import DEFAULT_FORMATS, FORMATS, LENIENT_DATE_TIME, STRICT_FORMATS, chosen_formats

EXAMPLES: dict[str, tuple[list[Any], list[Any]]] = {
    # RFC 3339 sections 5.6 and 5.7
    "date": (
        ["2024-02-29", "2000-02-29", "0000-01-01"],
        ["2026-02-30", "1900-02-29", "2026-13-01", "2026-1-1", "20260101", "2026-01-01\n", "２０２６-01-01", ""],
    ),
    "date-time": (
        ["2026-01-01T00:00:00Z", "2026-01-01t00:00:00.123456+01:00", "2016-12-31T22:59:60-01:00"],
        ["2026-01-01 00:00:00Z", "2026-01-01T00:00:00", "2026-01-01T24:00:00Z", "2026-01-01T12:00:60Z", "2026-01-01"],
    ),
    LENIENT_DATE_TIME: (
        ["2026-01-01T00:00:00", "2026-01-01T00:00:00.5", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00+05:30"],
        ["2026-01-01 00:00:00", "2026-02-30T00:00:00", "2026-01-01T25:00:00", "2026-01-01", "yesterday"],
    ),
    "time": (["12:00:00Z", "23:59:60Z", "00:29:60+00:30"], ["12:00:00", "12:00Z", "24:00:00Z", "12:00:60Z"]),
    "duration": (["P1D", "PT36H", "P1Y2M3DT4H5M6S", "P2W"], ["P", "PT", "1D", "PT0.5S", "P1W1D", "P1Y1D", "-P1D"]),
    # RFC 4122 section 3
    "uuid": (
        ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
        ["nonsense", "123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}", "123e4567-"],
    ),
    # RFC 2673 section 3.2; RFC 4291 section 2.2
    "ipv4": (["192.0.2.1", "0.0.0.0"], ["192.0.2.256", "192.0.2", "192.0.02.1", "192.0.2.1/24", " 192.0.2.1"]),
    "ipv6": (["::1", "2001:db8::1", "::ffff:192.0.2.1"], ["1::2::3", "fe80::1%eth0", "[::1]", "::1/64", "1.2.3.4"]),
    # RFC 5321 section 4.1.2
    "email": (
        ["a@example.com", "a.b+c@localhost", '"a b"@example.com', "a@[192.0.2.1]", "a@[IPv6:::1]"],
        ["nobody", "@example.com", "a@", "A <a@example.com>", "a@b@c.com", ".a@example.com", "a..b@example.com"],
    ),
    # RFC 1123 section 2.1; RFC 5890 section 2.3.2.1
    "hostname": (
        ["example.com", "localhost", "a-b.c", "xn--bcher-kva.example", "a" * 63],
        ["-a.com", "a-.com", "a_b.com", "a..b", "a" * 64, "ab--c.com", "xn--zz", "bücher.example", ""],
    ),
    # RFC 3986 appendix A
    "uri": (
        ["https://example.com/a?b=c#d", "urn:isbn:1", "mailto:a@b.c", "http://[::1]:80/", "http://[v1.a]/", "a:"],
        ["no address", "/a", "//a", "http://a b/", "http://a/{id}", "http://a/é", "http://[1]/", "%41:", "a:%4"],
    ),
    "uri-reference": (["/a?b", "", "a/b:c", "./a:b", "#a", "//a", "https://a"], ["a b", "1:b", "#a#b", "\\\\a"]),
    # RFC 6901 section 3; ECMA-262; RFC 4648 section 4
    "json-pointer": (["", "/a/0", "/~0~1"], ["a", "/~", "/~2"]),
    "regex": (["^a$", r"\p{L}", "^a{1,9000}$"], ["(", "a{2,1}", "["]),
    "byte": (["", "YQ==", "aGVsbG8="], ["a", "YQ=", "YQ==\n", "Y Q=", "_-8="]),
    # OAS 3.0.4, "Data Type Format"
    "int32": ([2**31 - 1, -(2**31), 1.0, 1.5], [2**31, -(2**31) - 1, 1e10]),
    "int64": ([2**63 - 1, -(2**63)], [2**63, -(2**63) - 1, 10**30]),
}
"""Format → values that it admits, and values that it does not."""


def test_every_format_has_examples() -> None:
    assert EXAMPLES.keys() == FORMATS.keys()


CASES = [
    pytest.param(name, value, valid, id=f"{name}: {value!r:.30}")
    for name, (good, bad) in EXAMPLES.items()
    for values, valid in ((good, True), (bad, False))
    for value in values
]


@pytest.mark.parametrize(("name", "value", "valid"), CASES)
def test_both_engines_and_the_interpreter_agree(verdicts: Any, name: str, value: Any, valid: bool) -> None:
    form = "date-time" if name == LENIENT_DATE_TIME else name
    *engines, interpreted = verdicts({"format": form}, value, frozenset([name]))
    assert engines == [valid, valid]
    assert interpreted in (valid, None)
    assert verdicts({"format": form}, value) == (True, True, True)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("value", [None, True, [], {}, 1, "x"])
def test_a_format_says_nothing_of_other_types(verdicts: Any, name: str, value: Any) -> None:
    """Source: JSON Schema 2020-12 Validation, section 7.1."""
    form = "date-time" if name == LENIENT_DATE_TIME else name
    is_of_its_kind = isinstance(value, int if FORMATS[name].limits else str) and value is not True
    if not is_of_its_kind:
        assert verdicts({"format": form}, value, frozenset([name])) == (True, True, True)


@pytest.mark.parametrize("name", ["email", "x-mine", "iri", "binary", "int16"])
def test_formats_that_are_not_chosen_leave_the_closure(verdicts: Any, name: str) -> None:
    assert verdicts({"format": name}, "anything", DEFAULT_FORMATS) == (True, True, True)


# modes

DEFAULT = {"int32", "int64", "date", "uuid", "ipv4", "ipv6", LENIENT_DATE_TIME}


def test_modes_and_the_option_choose() -> None:
    """By default those about which nobody argues; under "strict" all, and a full `date-time`."""
    assert DEFAULT_FORMATS == DEFAULT
    assert EXAMPLES.keys() - {LENIENT_DATE_TIME} == STRICT_FORMATS
    assert [Mode.of(mode).formats for mode in (True, "warn", "strict", False)] == [
        DEFAULT,
        DEFAULT,
        STRICT_FORMATS,
        set(),
    ]
    assert Mode.of("strict", False).formats == set()
    assert Mode.of_answers("raise", frozenset(["email"])).formats == {"email"}
    assert Mode.of_answers("record").formats == DEFAULT
    assert chosen_formats(frozenset(["date-time", "uri"]), is_strict=False) == {LENIENT_DATE_TIME, "uri"}
    assert chosen_formats(frozenset(["date-time", "uri"]), is_strict=True) == {"date-time", "uri"}


def document(schema: Any, location: str = "body", content: str = "application/json") -> dict[str, Any]:
    operation: dict[str, Any] = {"operationId": "op", "responses": {"200": {"description": "ok"}}}
    path = "/x/{v}" if location == "path" else "/x"
    if location == "body":
        body = {"type": "object", "properties": {"v": schema}}
        operation["requestBody"] = {"content": {content: {"schema": body}}}
    else:
        operation["parameters"] = [{"name": "v", "in": location, "required": location == "path", "schema": schema}]
    return {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {path: {"post": operation}}}


def client_of(schema: Any, location: str = "body", content: str = "application/json", **options: Any) -> Client:
    return Client(document(schema, location, content), base_url="http://h", **options)


LOCATIONS = [
    *((location, "") for location in ("path", "query", "header", "cookie")),
    ("body", "application/json"),
    ("body", "application/x-www-form-urlencoded"),
    ("body", "multipart/form-data"),
]


@pytest.mark.parametrize(("location", "content"), LOCATIONS)
def test_formats_hold_in_every_location(location: str, content: str) -> None:
    for schema, good, bad in (
        ({"type": "string", "format": "date"}, "2026-01-31", "2026-02-30"),
        ({"type": "integer", "format": "int32"}, 2**31 - 1, 2**31),
        ({"type": "array", "items": {"type": "string", "format": "uuid"}}, [str(uuid.UUID(int=7))], ["7"]),
    ):
        client = client_of(schema, location, content)
        assert client.validate("op", v=good) == []
        (violation,) = client.validate("op", v=bad)
        assert violation.keyword == "format"
        assert violation.schema_pointer.endswith("/format")
        assert client.with_options(formats=False).validate("op", v=bad) == []


def test_text_for_a_number_of_a_format_is_held_to_it() -> None:
    client = client_of({"type": "integer", "format": "int64"}, "query")
    assert client.validate("op", v=str(2**63 - 1)) == []
    assert [v.keyword for v in client.validate("op", v=str(2**63))] == ["format"]


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("date-time", datetime.datetime(2026, 1, 31, 12, 0, 0, 123)),  # noqa: DTZ001
        ("date-time", datetime.datetime(2026, 1, 31, tzinfo=datetime.timezone.utc)),
        ("date", datetime.date(2026, 1, 31)),
        ("uuid", uuid.UUID(int=7)),
    ],
)
@pytest.mark.parametrize(("location", "content"), LOCATIONS)
def test_values_of_python_pass(form: str, value: Any, location: str, content: str) -> None:
    assert client_of({"type": "string", "format": form}, location, content).validate("op", v=value) == []


def test_an_async_client_and_every_mode_hold_to_them(caplog: pytest.LogCaptureFixture) -> None:
    given = document({"type": "string", "format": "uuid"})
    assert [v.keyword for v in AsyncClient(given, base_url="http://h").validate("op", v="x")] == ["format"]
    client = Client(given, base_url="http://h", validate="warn")
    assert client.prepare("op", v="x").body == b'{"v":"x"}'
    assert "expected a UUID" in caplog.text
    assert client.with_options(validate=False).validate("op", v="x") == []


def test_a_set_of_names_chooses() -> None:
    schema = {"type": "object", "properties": {"d": {"format": "date"}, "e": {"format": "email"}}}
    client = client_of(schema)
    body = {"v": {"d": "x", "e": "x"}}
    assert [v.path for v in client.validate("op", body=body)] == ["/body/v/d"]
    assert [v.path for v in client.with_options(validate="strict").validate("op", body=body)] == [
        "/body/v/d",
        "/body/v/e",
    ]
    for names in ({"email"}, ["email"], frozenset(["email"])):
        chosen = client.with_options(formats=names)
        assert [v.path for v in chosen.validate("op", body=body)] == ["/body/v/e"]
        assert [v.path for v in chosen.with_options(formats=True).validate("op", body=body)] == ["/body/v/d"]
    assert Client(document(schema), base_url="http://h", formats=()).validate("op", body=body) == []
    assert [v.path for v in client.with_options(formats=None).validate("op", body=body)] == ["/body/v/d"]


@pytest.mark.parametrize(
    ("formats", "words"),
    [
        ({"datetime"}, ["datetime", "Did you mean 'date-time'"]),
        (["iri"], ["iri", "uri-reference", "int32"]),
        ("date", ["True, False or a set of names", "'date'"]),
        (7, ["7"]),
        ([["date"]], ["['date']"]),
    ],
)
def test_an_unknown_choice_is_refused(formats: Any, words: list[str]) -> None:
    client = client_of({})
    for make in (
        lambda: Client({"openapi": "3.1.0", "paths": {}}, formats=formats),
        lambda: client.with_options(formats=formats),
    ):
        with pytest.raises(RequestError) as caught:
            make()
        assert all(word in str(caught.value) for word in words)
        assert LENIENT_DATE_TIME not in str(caught.value)


# limits and words

LIMITS: list[Any] = [
    pytest.param(
        {"format": "int32"}, 2**31, "format", "expected an int32, -2,147,483,648 to 2,147,483,647", id="alone"
    ),
    pytest.param({"format": "int32", "maximum": 9}, 10, "maximum", "expected at most 9", id="narrower"),
    pytest.param({"format": "int32", "maximum": 10**12}, 10**11, "format", "an int32", id="wider"),
    pytest.param({"format": "int32", "minimum": 0}, 2**31, "format", "an int32", id="one side"),
    pytest.param({"format": "int32", "minimum": 0}, -1, "minimum", "at least 0", id="the other side"),
    pytest.param({"format": "int32", "exclusiveMaximum": 5}, 5, "exclusiveMaximum", "less than 5", id="exclusive"),
    pytest.param({"format": "int64", "nullable": True}, 2**63, "format", "an int64", id="nullable"),
    pytest.param({"format": "int32", "oneOf": [{}, {}]}, 2**31, "format", "an int32", id="beside oneOf"),
]


@pytest.mark.parametrize(("schema", "value", "keyword", "words"), LIMITS)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_formats_of_numbers_are_limits(
    find: Any, schema: Any, value: Any, keyword: str, words: str, version: str
) -> None:
    schema = {"type": "integer", **schema}
    (finding,) = find(schema, value, relief=Reliefs("request"), formats=DEFAULT_FORMATS, version=version)
    assert finding.keyword == keyword
    assert words in finding.message
    assert f"given integer {value}" in finding.message
    assert finding.schema_pointer.endswith(f"/schema/{keyword}")


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("int32", "int64", "regex", "json-pointer")])
def test_the_text_names_what_is_expected_and_the_value(find: Any, name: str) -> None:
    form = "date-time" if name == LENIENT_DATE_TIME else name
    (finding,) = find({"properties": {"a": {"format": form}}}, {"a": "no no"}, formats=frozenset([name]))
    assert (finding.path, finding.keyword) == ("/a", "format")
    assert finding.message == f'expected {FORMATS[name].words}, given string "no no"'
    example = FORMATS[name].words.rpartition("such as ")[2].partition(" or ")[0]
    assert FORMATS[name].admits(example)


def test_a_secret_is_not_shown(find: Any) -> None:
    (finding,) = find({"properties": {"password": {"format": "uuid"}}}, {"password": "hush"}, formats=DEFAULT_FORMATS)
    assert "hush" not in finding.message


# answers


def test_answers_are_held_to_them() -> None:
    answer = {"type": "object", "properties": {"d": {"type": "string", "format": "date"}}}
    given = document({})
    given["paths"]["/x"]["post"]["responses"]["200"]["content"] = {"application/json": {"schema": answer}}

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"d": "2026-02-30"}).encode()]

    client = Client(given, app=app, validate_responses="raise")
    with pytest.raises(InvalidResponse, match="expected a date"):
        client.call("op")
    assert client.with_options(formats=False).call("op").data == {"d": "2026-02-30"}
    assert client.with_options(formats={"uuid"}).call("op").data == {"d": "2026-02-30"}
