"""Styles: every row of the standards' own tables, and back again through openapi-core."""

from __future__ import annotations

import math
from typing import Any

import pytest

from dynaclient import Client

EMPTY, STRING = "", "blue"
ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}

STYLE_EXAMPLES: list[tuple[str, bool, tuple[str | None, str | None, str | None, str | None]]] = [
    ("matrix", False, (";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150")),
    ("matrix", True, (";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150")),
    ("label", False, (".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150")),
    ("label", True, (".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150")),
    ("simple", False, (None, "blue", "blue,black,brown", "R,100,G,200,B,150")),
    ("simple", True, (None, "blue", "blue,black,brown", "R=100,G=200,B=150")),
    ("form", False, ("color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150")),
    ("form", True, ("color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150")),
    ("spaceDelimited", False, (None, None, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150")),
    ("pipeDelimited", False, (None, None, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150")),
    ("deepObject", True, (None, None, None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150")),
]
"""(style, explode, (empty, string, array, object)); None where the table says n/a.

Source: OAS 3.0.4 and 3.1.1 Parameter Object, "Style Examples" (the two tables are equal). The row `simple` `empty` is
an empty text: in a path it is refused (see test_safety), in a header it is tested below.
"""

SHAPES = ("empty", "string", "array", "object")
VALUES = {"empty": EMPTY, "string": STRING, "array": ARRAY, "object": OBJECT}


def client_for(location: str, path: str, **parameter: Any) -> Client:
    """A client for `op`, which has one parameter."""
    declared = {"name": "color", "in": location, "required": location == "path", "schema": {}, **parameter}
    operation = {"operationId": "op", "parameters": [declared], "responses": {}}
    return Client(
        {
            "openapi": "3.1.1",
            "info": {"title": "T", "version": "1"},
            "servers": [{"url": "https://api.test"}],
            "paths": {path: {"get": operation}},
        }
    )


def rows(*styles: str) -> list[Any]:
    return [
        pytest.param(style, explode, VALUES[shape], expected, id=f"{style}-{explode}-{shape}")
        for style, explode, cells in STYLE_EXAMPLES
        for shape, expected in zip(SHAPES, cells, strict=True)
        if style in styles and expected is not None
    ]


@pytest.mark.parametrize(("style", "explode", "value", "expected"), rows("matrix", "label", "simple"))
def test_path_styles_are_those_of_the_standard(style: str, explode: bool, value: Any, expected: str) -> None:
    """Every cell for path parameters, behind a text of the segment so that the empty label stays a valid path."""
    prepared = client_for("path", "/x{color}", style=style, explode=explode).prepare("op", color=value)
    assert prepared.url == f"https://api.test/x{expected}"


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"), rows("form", "spaceDelimited", "pipeDelimited", "deepObject")
)
def test_query_styles_are_those_of_the_standard(style: str, explode: bool, value: Any, expected: str) -> None:
    """Every cell for query parameters."""
    prepared = client_for("query", "/x", style=style, explode=explode).prepare("op", color=value)
    assert prepared.url == f"https://api.test/x?{expected}"


@pytest.mark.parametrize(
    ("explode", "value", "expected"),
    [
        pytest.param(False, EMPTY, "", id="empty"),
        pytest.param(False, STRING, "blue", id="string"),
        pytest.param(False, ARRAY, "blue,black,brown", id="array"),
        pytest.param(True, ARRAY, "blue,black,brown", id="array-exploded"),
        pytest.param(False, OBJECT, "R,100,G,200,B,150", id="object"),
        pytest.param(True, OBJECT, "R=100,G=200,B=150", id="object-exploded"),
        pytest.param(False, "a/b ü%", "a/b ü%", id="headers-are-not-percent-encoded"),
    ],
)
def test_header_style_is_simple_and_not_percent_encoded(explode: bool, value: Any, expected: str) -> None:
    """Source: OAS 3.1.1 "Style Examples", rows of `simple`; Parameter Object, `style`."""
    prepared = client_for("header", "/x", explode=explode).prepare("op", color=value)
    assert prepared.headers["color"] == expected


@pytest.mark.parametrize(
    ("explode", "value", "expected"),
    [
        pytest.param(True, EMPTY, "color=", id="empty"),
        pytest.param(True, STRING, "color=blue", id="string"),
        pytest.param(False, ARRAY, "color=blue,black,brown", id="array"),
        pytest.param(True, ARRAY, "color=blue; color=black; color=brown", id="array-exploded"),
        pytest.param(False, OBJECT, "color=R,100,G,200,B,150", id="object"),
        pytest.param(True, OBJECT, "R=100; G=200; B=150", id="object-exploded"),
        pytest.param(True, "a; b=ü", "color=a%3B%20b%3D%C3%BC", id="what-a-cookie-cannot-hold-is-encoded"),
    ],
)
def test_cookie_style_is_form_joined_as_cookies(explode: bool, value: Any, expected: str) -> None:
    """Source: OAS 3.1.1 "Style Examples", rows of `form`; appendix D: cookies are joined with `; `."""
    prepared = client_for("cookie", "/x", explode=explode).prepare("op", color=value)
    assert (prepared.url, prepared.headers["Cookie"]) == ("https://api.test/x", expected)


def test_two_cookies_travel_together() -> None:
    """A second cookie does not erase the first."""
    operation = {
        "operationId": "op",
        "parameters": [{"name": name, "in": "cookie", "schema": {}} for name in ("a", "b")],
    }
    client = Client(
        {"openapi": "3.1.0", "info": {}, "servers": [{"url": "https://api.test"}], "paths": {"/": {"get": operation}}}
    )
    assert client.prepare("op", a=1, b=False).headers["Cookie"] == "a=1; b=false"


# RFC 6570. The variables of section 3.2: var, hello, list, keys, empty, empty_keys, and so on.

VAR, HELLO, HALF, PATH = "value", "Hello World!", "50%", "/foo/bar"
LIST, KEYS = ["red", "green", "blue"], {"semi": ";", "dot": ".", "comma": ","}


@pytest.mark.parametrize(
    ("style", "explode", "name", "value", "expected"),
    [
        pytest.param("simple", False, "var", VAR, "value", id="3.2.2-{var}"),
        pytest.param("simple", False, "hello", HELLO, "Hello%20World%21", id="3.2.2-{hello}"),
        pytest.param("simple", False, "half", HALF, "50%25", id="3.2.2-{half}"),
        pytest.param("simple", False, "list", LIST, "red,green,blue", id="3.2.2-{list}"),
        pytest.param("simple", True, "list", LIST, "red,green,blue", id="3.2.2-{list*}"),
        pytest.param("simple", False, "keys", KEYS, "semi,%3B,dot,.,comma,%2C", id="3.2.2-{keys}"),
        pytest.param("simple", True, "keys", KEYS, "semi=%3B,dot=.,comma=%2C", id="3.2.2-{keys*}"),
        pytest.param("label", False, "who", "fred", ".fred", id="3.2.5-{.who}"),
        pytest.param("label", False, "half", HALF, ".50%25", id="3.2.5-{.half}"),
        pytest.param("label", False, "list", LIST, ".red,green,blue", id="3.2.5-{.list}"),
        pytest.param("label", True, "list", LIST, ".red.green.blue", id="3.2.5-{.list*}"),
        pytest.param("label", False, "keys", KEYS, ".semi,%3B,dot,.,comma,%2C", id="3.2.5-{.keys}"),
        pytest.param("label", True, "keys", KEYS, ".semi=%3B.dot=..comma=%2C", id="3.2.5-{.keys*}"),
        pytest.param("label", False, "empty", "", ".", id="3.2.5-X{.empty}"),
        pytest.param("matrix", False, "who", "fred", ";who=fred", id="3.2.7-{;who}"),
        pytest.param("matrix", False, "half", HALF, ";half=50%25", id="3.2.7-{;half}"),
        pytest.param("matrix", False, "empty", "", ";empty", id="3.2.7-{;empty}"),
        pytest.param("matrix", False, "hello", HELLO, ";hello=Hello%20World%21", id="3.2.7-{;hello}"),
        pytest.param("matrix", False, "list", LIST, ";list=red,green,blue", id="3.2.7-{;list}"),
        pytest.param("matrix", True, "list", LIST, ";list=red;list=green;list=blue", id="3.2.7-{;list*}"),
        pytest.param("matrix", False, "keys", KEYS, ";keys=semi,%3B,dot,.,comma,%2C", id="3.2.7-{;keys}"),
        pytest.param("matrix", True, "keys", KEYS, ";semi=%3B;dot=.;comma=%2C", id="3.2.7-{;keys*}"),
        pytest.param("simple", False, "empty_keys", {}, "", id="3.2.2-{empty_keys}"),
        pytest.param("label", False, "empty_keys", {}, "", id="3.2.5-X{.empty_keys}"),
        pytest.param("label", True, "empty_keys", {}, "", id="3.2.5-X{.empty_keys*}"),
        pytest.param("matrix", False, "empty_keys", {}, "", id="3.2.7-{;empty_keys}"),
        pytest.param("matrix", True, "empty_list", [], "", id="2.3-{;empty_list*}"),
    ],
)
def test_path_styles_expand_as_uri_templates_do(
    style: str, explode: bool, name: str, value: Any, expected: str
) -> None:
    """The examples of RFC 6570 sections 3.2.2 (simple), 3.2.5 (label) and 3.2.7 (path-style parameters)."""
    from dynaclient.model import Parameter
    from dynaclient.request.writing.styles import write_path

    assert write_path(Parameter(name, name, "path", True, {}, style=style, explode=explode), value) == expected


@pytest.mark.parametrize(
    ("explode", "name", "value", "expected"),
    [
        pytest.param(True, "who", "fred", "?who=fred", id="3.2.8-{?who}"),
        pytest.param(True, "half", HALF, "?half=50%25", id="3.2.8-{?half}"),
        pytest.param(True, "empty", "", "?empty=", id="3.2.8-{?empty}"),
        pytest.param(False, "list", LIST, "?list=red,green,blue", id="3.2.8-{?list}"),
        pytest.param(True, "list", LIST, "?list=red&list=green&list=blue", id="3.2.8-{?list*}"),
        pytest.param(False, "keys", KEYS, "?keys=semi,%3B,dot,.,comma,%2C", id="3.2.8-{?keys}"),
        pytest.param(True, "keys", KEYS, "?semi=%3B&dot=.&comma=%2C", id="3.2.8-{?keys*}"),
        pytest.param(True, "empty_keys", {}, "", id="2.3-{?empty_keys*}"),
        pytest.param(False, "empty_list", [], "", id="2.3-{?empty_list}"),
    ],
)
def test_form_style_expands_as_uri_templates_do(explode: bool, name: str, value: Any, expected: str) -> None:
    """The examples of RFC 6570 section 3.2.8 (form-style query), and of 2.3 on undefined values."""
    prepared = client_for("query", "/x", name=name, explode=explode).prepare("op", {name: value})
    assert prepared.url == f"https://api.test/x{expected}"


def test_form_style_continues_a_query_of_the_path_key() -> None:
    """Source: RFC 6570 section 3.2.9 (form-style continuation), `{&who}` behind `?fixed=yes`."""
    assert client_for("query", "/x?fixed=yes").prepare("op", color="1024").url == (
        "https://api.test/x?fixed=yes&color=1024"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("value", "value", id="3.2.3-{+var}"),
        pytest.param("Hello World!", "Hello%20World!", id="3.2.3-{+hello}"),
        pytest.param("50%", "50%25", id="3.2.3-{+half}"),
        pytest.param("http://example.com/home/", "http://example.com/home/", id="3.2.3-{+base}"),
        pytest.param("/foo/bar", "/foo/bar", id="3.2.3-{+path}"),
        pytest.param("a%20b", "a%20b", id="triplets-stay"),
        pytest.param("a?b=c", "a?b=c", id="what-a-query-may-hold-stays"),
        pytest.param("a#b", "a%23b", id="#-would-end-the-query"),
        pytest.param("a&b", "a%26b", id="&-would-begin-another-pair"),
        pytest.param("a+b", "a%2Bb", id="+-would-be-read-as-a-blank"),
        pytest.param("a[b]", "a%5Bb%5D", id="brackets-are-not-allowed-in-a-query"),
        pytest.param("ü|", "%C3%BC%7C", id="neither-reserved-nor-unreserved"),
    ],
)
def test_allow_reserved_leaves_what_a_query_may_hold(value: str, expected: str) -> None:
    """Source: OAS 3.1.1 Parameter Object, `allowReserved`; RFC 6570 section 3.2.3 ({+var}); RFC 3986 section 3.4."""
    prepared = client_for("query", "/x", allowReserved=True).prepare("op", color=value)
    assert prepared.url == f"https://api.test/x?color={expected}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("a,b", "color=a%2Cb", id="comma"),
        pytest.param("a&b=c", "color=a%26b%3Dc", id="ampersand"),
        pytest.param("a b+c", "color=a%20b%2Bc", id="blank-and-plus"),
        pytest.param("ü/?#%", "color=%C3%BC%2F%3F%23%25", id="reserved"),
        pytest.param(["a,b", "c|d", "e f"], "color=a%2Cb,c%7Cd,e%20f", id="commas-between-items-are-literal"),
        pytest.param(True, "color=true", id="true"),
        pytest.param([False, True], "color=false,true", id="booleans"),
        pytest.param(0, "color=0", id="zero"),
        pytest.param(1.5, "color=1.5", id="number"),
        pytest.param(1.0, "color=1", id="whole-number"),
        pytest.param(-0.0, "color=0", id="negative-zero"),
        pytest.param(1e300, "color=1e%2B300", id="large-number"),
    ],
)
def test_scalars_and_items_are_written_as_text(value: Any, expected: str) -> None:
    """Commas between items are literal and those inside encoded; booleans are `true` and `false`. DESIGN section 5."""
    assert client_for("query", "/x", explode=False).prepare("op", color=value).url == f"https://api.test/x?{expected}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param({"a": {"b": 1}}, "color%5Ba%5D%5Bb%5D=1", id="object-in-object"),
        pytest.param({"a": [1, {"b": 2}]}, "color%5Ba%5D%5B0%5D=1&color%5Ba%5D%5B1%5D%5Bb%5D=2", id="array-in-object"),
        pytest.param(["x", "y"], "color%5B0%5D=x&color%5B1%5D=y", id="array"),
        pytest.param({"a b": "c&d"}, "color%5Ba%20b%5D=c%26d", id="names-and-values-are-encoded"),
        pytest.param("x", "color=x", id="scalar"),
        pytest.param({}, "", id="empty"),
    ],
)
def test_deep_object_goes_as_deep_as_its_value(value: Any, expected: str) -> None:
    """One level is standard; deeper ones are written as the servers that ask for them (stripe's, say) read them."""
    prepared = client_for("query", "/x", style="deepObject", explode=True).prepare("op", color=value)
    assert prepared.url == f"https://api.test/x{'?' if expected else ''}{expected}"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        pytest.param("path", "https://api.test/x%5B%7B%22a%22%3A1%7D%5D", id="path"),
        pytest.param("query", "https://api.test/x?color=%5B%7B%22a%22%3A1%7D%5D", id="query"),
    ],
)
def test_content_parameters_are_written_in_their_media_type(location: str, expected: str) -> None:
    """A parameter with `content` has no style: JSON is sent as JSON. Source: OAS 3.1.1 Parameter Object, `content`."""
    path = "/x{color}" if location == "path" else "/x"
    assert _content_client(location, path).prepare("op", color=[{"a": 1}]).url == expected


def test_content_parameters_in_headers_and_cookies() -> None:
    """JSON in a header is ASCII; in a cookie it is encoded."""
    assert _content_client("header", "/x").prepare("op", color={"ü": 1}).headers["color"] == '{"\\u00fc":1}'
    assert _content_client("cookie", "/x").prepare("op", color=["a"]).headers["Cookie"] == "color=%5B%22a%22%5D"


def test_text_in_a_json_parameter_is_a_json_string() -> None:
    """A string is a JSON value like any other, and has its quotes."""
    assert _content_client("query", "/x").prepare("op", color="5").url == "https://api.test/x?color=%225%22"


def test_a_content_parameter_that_is_no_json_is_its_text() -> None:
    """`text/plain` is sent as it is."""
    client = client_for("query", "/x", schema=None, content={"text/plain": {"schema": {"type": "string"}}})
    assert client.prepare("op", color="a b").url == "https://api.test/x?color=a%20b"


def _content_client(location: str, path: str) -> Client:
    declared = {"name": "color", "in": location, "required": location == "path"}
    operation = {"operationId": "op", "parameters": [{**declared, "content": {"application/json": {"schema": {}}}}]}
    return Client(
        {"openapi": "3.1.0", "info": {}, "servers": [{"url": "https://api.test"}], "paths": {path: {"get": operation}}}
    )


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        pytest.param({"in": "query"}, "https://api.test/x?color=", id="allowEmptyValue-sends-the-name"),
        pytest.param({"in": "query", "schema": {"type": "array"}}, "https://api.test/x?color=", id="of-any-type"),
    ],
)
def test_allow_empty_value(location: dict[str, Any], expected: str) -> None:
    """Source: OAS 3.1.1 Parameter Object, `allowEmptyValue`."""
    client = client_for("query", "/x", allowEmptyValue=True, **{k: v for k, v in location.items() if k != "in"})
    assert client.prepare("op", color="").url == expected
    assert client.prepare("op", color=[]).url == expected
    assert client.prepare("op").url == "https://api.test/x"


# Swagger 2.0


def swagger(location: str, path: str = "/x", **parameter: Any) -> Client:
    declared = {"name": "color", "in": location, "required": location == "path", "type": "array", **parameter}
    operation = {"operationId": "op", "parameters": [{"items": {"type": "string"}, **declared}], "responses": {}}
    return Client(
        {
            "swagger": "2.0",
            "info": {"title": "T", "version": "1"},
            "host": "api.test",
            "schemes": ["https"],
            "paths": {path: {"post" if location == "formData" else "get": operation}},
        }
    )


COLLECTION_FORMATS = [
    pytest.param(None, "blue,black,brown", id="csv-by-default"),
    pytest.param("csv", "blue,black,brown", id="csv"),
    pytest.param("ssv", "blue%20black%20brown", id="ssv"),
    pytest.param("tsv", "blue%09black%09brown", id="tsv"),
    pytest.param("pipes", "blue%7Cblack%7Cbrown", id="pipes"),
]
"""Source: OAS 2.0 Parameter Object, `collectionFormat`."""


@pytest.mark.parametrize(("collection_format", "expected"), COLLECTION_FORMATS)
@pytest.mark.parametrize("location", ["query", "path", "formData"])
def test_collection_formats_join_with_their_delimiter(
    location: str, collection_format: str | None, expected: str
) -> None:
    """csv, ssv, tsv and pipes in every location that has a text."""
    given = {} if collection_format is None else {"collectionFormat": collection_format}
    prepared = swagger(location, "/x{color}" if location == "path" else "/x", **given).prepare("op", color=ARRAY)
    assert (prepared.url, prepared.body) == {
        "query": (f"https://api.test/x?color={expected}", None),
        "path": (f"https://api.test/x{expected}", None),
        "formData": ("https://api.test/x", f"color={expected}".encode()),
    }[location]


@pytest.mark.parametrize(
    ("collection_format", "expected"),
    [
        pytest.param("csv", "blue,black,brown", id="csv"),
        pytest.param("ssv", "blue black brown", id="ssv"),
        pytest.param("tsv", "blue\tblack\tbrown", id="tsv"),
        pytest.param("pipes", "blue|black|brown", id="pipes"),
    ],
)
def test_collection_formats_in_headers_are_literal(collection_format: str, expected: str) -> None:
    """Headers are not percent-encoded."""
    prepared = swagger("header", collectionFormat=collection_format).prepare("op", color=ARRAY)
    assert prepared.headers["color"] == expected


def test_multi_repeats_the_name() -> None:
    """`multi` is for query and form fields. Source: OAS 2.0 Parameter Object, `collectionFormat`."""
    pairs = "color=blue&color=black&color=brown"
    assert swagger("query", collectionFormat="multi").prepare("op", color=ARRAY).url == f"https://api.test/x?{pairs}"
    assert swagger("formData", collectionFormat="multi").prepare("op", color=ARRAY).body == pairs.encode()


def test_nan_and_infinity_have_no_text() -> None:
    """A number that no style can write is refused before anything is made of it."""
    for value in (math.nan, math.inf, [-math.inf]):
        problems = client_for("query", "/x").validate("op", color=value)
        assert [(v.location, v.keyword) for v in problems] == [("query", "type")]
