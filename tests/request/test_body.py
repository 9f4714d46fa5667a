"""Bodies: which media type is chosen, and the bytes that go out."""

from __future__ import annotations

import io
import json
from collections import UserDict, deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, RequestError, ValidationError

JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
BINARY, XML, TEXT = "application/octet-stream", "application/xml", "text/plain"
OBJECT = {"schema": {"type": "object"}}


def client_for(document: Any, *names: str, schema: Any = None, **options: Any) -> Client:
    media_type = {} if schema is None else {"schema": schema}
    return Client(document(content=dict.fromkeys(names, media_type)), **options)


def sent(client: Client, body: Any) -> tuple[str | None, bytes | None]:
    prepared = client.prepare("op", body=body)
    return prepared.headers.get("Content-Type"), prepared.body


@pytest.mark.parametrize(
    ("names", "body", "expected"),
    [
        pytest.param([JSON], {"a": [1, "ü", None]}, (JSON, '{"a":[1,"ü",null]}'.encode()), id="object"),
        pytest.param([JSON], [1, 2], (JSON, b"[1,2]"), id="array"),
        pytest.param([JSON], "text", (JSON, b'"text"'), id="string"),
        pytest.param([JSON], False, (JSON, b"false"), id="false"),
        pytest.param([JSON], None, (JSON, b"null"), id="null"),
        pytest.param([JSON], 0, (JSON, b"0"), id="zero"),
        pytest.param([XML, JSON], {"a": 1}, (JSON, b'{"a":1}'), id="json-is-preferred"),
        pytest.param([FORM, MULTIPART, JSON], {"a": 1}, (JSON, b'{"a":1}'), id="json-before-forms"),
        pytest.param(
            ["application/merge-patch+json"], {"a": 1}, ("application/merge-patch+json", b'{"a":1}'), id="+json"
        ),
        pytest.param(
            ["application/json; charset=utf-8"], {}, ("application/json; charset=utf-8", b"{}"), id="parameters"
        ),
        pytest.param(["Application/JSON"], {}, ("Application/JSON", b"{}"), id="any-case"),
        pytest.param(["*/*"], {"a": 1}, (JSON, b'{"a":1}'), id="wildcard"),
        pytest.param(["application/*"], [1], (JSON, b"[1]"), id="application-wildcard"),
        pytest.param(["*/*"], b"\x00", (BINARY, b"\x00"), id="bytes-for-a-wildcard"),
        pytest.param([FORM, MULTIPART], {"a": 1}, (FORM, b"a=1"), id="the-documents-order"),
        pytest.param([BINARY], b"\x00\xff", (BINARY, b"\x00\xff"), id="bytes"),
        pytest.param([BINARY], bytearray(b"\x00"), (BINARY, b"\x00"), id="bytearray"),
        pytest.param([BINARY], memoryview(b"\x00"), (BINARY, b"\x00"), id="memoryview"),
        pytest.param([BINARY], [b"a", b"b"], (BINARY, b"ab"), id="list-of-bytes"),
        pytest.param([BINARY], "ü", (BINARY, "ü".encode()), id="text-as-bytes"),
        pytest.param([JSON, BINARY], b"\x00", (BINARY, b"\x00"), id="bytes-are-no-json-where-there-is-better"),
        pytest.param([JSON], b"[1]", (JSON, b"[1]"), id="bytes-are-json-that-the-caller-wrote"),
        pytest.param(["image/png"], b"\x89PNG", ("image/png", b"\x89PNG"), id="any-other-type"),
        pytest.param([TEXT], "ü", ("text/plain; charset=utf-8", "ü".encode()), id="text"),
        pytest.param(
            ["text/plain; charset=UTF-8"], "ü", ("text/plain; charset=UTF-8", "ü".encode()), id="text-with-charset"
        ),
        pytest.param([XML], "<a>ü</a>", ("application/xml; charset=utf-8", "<a>ü</a>".encode()), id="xml-as-text"),
        pytest.param([XML], b"<a/>", (XML, b"<a/>"), id="xml-as-bytes"),
        pytest.param([JSON, XML], "<a/>", (JSON, b'"<a/>"'), id="text-is-json-where-json-takes-it"),
        pytest.param([JSON], None, (JSON, b"null"), id="None-is-null"),
    ],
)
def test_the_media_type_fits_the_value(document: Any, names: list[str], body: Any, expected: tuple[str, bytes]) -> None:
    """JSON is preferred where several are declared; the first that can carry the value is taken."""
    assert sent(client_for(document, *names), body) == expected


@pytest.mark.parametrize("mode", [True, False], ids=str)
def test_no_body_no_content_type(document: Any, mode: Any) -> None:
    """Neither where none is given nor where none is declared, whatever headers the client has."""
    headers = {"Content-Type": JSON}
    for source in (document(body={}), document()):
        prepared = Client(source, headers=headers, validate=mode).prepare("op")
        assert (prepared.body, prepared.headers.get("Content-Type")) == (None, None)


CSV, PDF, LINES = "text/csv", "application/pdf", "application/x-ndjson"


@pytest.mark.parametrize(
    ("names", "body", "expected"),
    [
        pytest.param([CSV, JSON], b'{"a":1}', JSON, id="an-object-is-JSON"),
        pytest.param([CSV, JSON], b"\xef\xbb\xbf \n[1]", JSON, id="an-array-after-a-mark-and-blanks"),
        pytest.param([CSV, JSON], [b'{"a"', b":1}"], JSON, id="a-list-of-bytes-is-JSON"),
        pytest.param([CSV, JSON], memoryview(b"[1]"), JSON, id="a-memoryview-is-JSON"),
        pytest.param([JSON, CSV], b"a,b\n1,2", CSV, id="anything-else-is-what-is-left"),
        pytest.param([JSON, CSV], b"", CSV, id="nothing-is-no-JSON"),
        pytest.param([JSON, CSV, BINARY], b'{"a":1}', BINARY, id="octet-stream-comes-first"),
        pytest.param([JSON, PDF, CSV, "*/*"], b"%PDF", BINARY, id="any-type-too"),
        pytest.param([JSON, FORM], b"[1]", JSON, id="JSON-before-a-form"),
        pytest.param([FORM, MULTIPART], b"a=1", FORM, id="a-form-that-is-ready"),
        pytest.param([LINES, JSON], b"[1]", JSON, id="an-array-is-not-JSON-lines"),
        pytest.param([PDF, CSV], ("report.pdf", b"%PDF"), PDF, id="the-name-of-a-file"),
        pytest.param([PDF, CSV], ("x", b"a,b", "text/csv"), CSV, id="the-type-of-a-file"),
    ],
)
def test_bytes_choose_their_media_type(document: Any, names: list[str], body: Any, expected: str) -> None:
    """A ready-made body: octet-stream first, JSON where they begin like it, else the one type that is left."""
    assert client_for(document, *names).prepare("op", body=body).headers["Content-Type"] == expected


@pytest.mark.parametrize(
    ("names", "body", "words"),
    [
        pytest.param([CSV, JSON, PDF], b"a,b", "text/csv or application/pdf", id="two-types-of-bytes"),
        pytest.param([CSV, PDF], iter([b"x"]), "text/csv or application/pdf", id="an-iterator"),
        pytest.param([JSON, LINES], b'{"a":1}\n', "application/json or application/x-ndjson", id="JSON-or-lines-of-it"),
    ],
)
def test_bytes_that_may_be_of_several_types_are_refused(document: Any, names: list[str], body: Any, words: str) -> None:
    """The refusal asks for `content_type=`, which then decides."""
    client = client_for(document, *names)
    (violation,) = client.validate("op", body=body)
    first = words.split(maxsplit=1)[0]
    assert violation.message == (
        f"bytes or a file may go as {words} here: with_options(content_type={first!r}) says which of the two"
    )
    assert client.with_options(content_type=first).validate("op", body=body) == []


def test_bytes_that_begin_like_JSON_are_checked(document: Any) -> None:
    """They do not pass as text because they are broken, or because JSON refuses them."""
    client = client_for(document, CSV, JSON, schema={"type": "object", "required": ["tool"]})
    with pytest.raises(ValidationError, match="The body goes as application/json") as caught:
        client.prepare("op", body=b'{"tol": 1}')
    assert [violation.path for violation in caught.value.violations] == ["/body/tool"]
    with pytest.raises(ValidationError, match="these bytes are not JSON"):
        client.prepare("op", body=b'{"tool": ')
    assert "chosen by its bytes" in client.explain("op", body=b'{"tool": 1}').body


def test_a_named_file_is_not_sent_as_another_type(document: Any, tmp_path: Path) -> None:
    """A .json file of an operation that takes JSON and CSV is not sent as CSV."""
    path = tmp_path / "rows.json"
    path.write_text("{}")
    with pytest.raises(ValidationError, match=r"JSON is sent from a value or from bytes: body=path\.read_bytes\(\)"):
        client_for(document, CSV, JSON).prepare("op", body=path)
    table = path.rename(tmp_path / "rows.csv")
    prepared = client_for(document, PDF, CSV).prepare("op", body=table)
    assert (prepared.headers["Content-Type"], prepared.body.read()) == (CSV, b"{}")


@pytest.mark.parametrize("method", ["get", "delete", "put", "patch", "options", "head", "trace"])
def test_a_body_is_sendable_with_every_method(document: Any, counting_server: Any, method: str) -> None:
    """GET and DELETE bodies are sent as they are declared."""
    client = Client(document(method=method, body={}), base_url=counting_server.url)
    prepared = client.prepare("op", body={"a": 1})
    assert (prepared.method, prepared.body, prepared.headers["Content-Length"]) == (method.upper(), b'{"a":1}', "7")
    if method in ("get", "delete"):
        client.call("op", body={"a": 1})
        assert counting_server.requests[0][3] == b'{"a":1}'


@pytest.mark.parametrize(
    ("names", "content_type", "body", "expected"),
    [
        pytest.param([JSON, FORM], FORM, {"a": 1}, (FORM, b"a=1"), id="another"),
        pytest.param([JSON, XML], XML, "<a/>", ("application/xml; charset=utf-8", b"<a/>"), id="xml"),
        pytest.param(["*/*"], "text/x-markdown", "# a", ("text/x-markdown; charset=utf-8", b"# a"), id="wildcard"),
        pytest.param(["image/*"], "image/png", b"x", ("image/png", b"x"), id="kind-wildcard"),
        pytest.param([JSON], "application/json; v=2", {}, ("application/json; v=2", b"{}"), id="with-parameters"),
        pytest.param([JSON], "APPLICATION/JSON", {}, ("APPLICATION/JSON", b"{}"), id="any-case"),
    ],
)
def test_content_type_chooses(
    document: Any, names: list[str], content_type: str, body: Any, expected: tuple[str, bytes]
) -> None:
    """`with_options(content_type=…)`, and a Content-Type header of the client alike."""
    client = client_for(document, *names)
    assert sent(client.with_options(content_type=content_type), body) == expected
    assert sent(client.with_options(headers={"content-type": content_type}), body)[1] == expected[1]


def test_a_content_type_that_is_not_declared_is_refused(document: Any) -> None:
    """It says what the operation takes; with validation off it is sent."""
    client = client_for(document, JSON, FORM).with_options(content_type="text/csv")
    (violation,) = client.validate("op", body="a,b")
    assert (violation.path, violation.keyword) == ("/body", "unknown")
    assert violation.message == f"this operation takes {JSON}, {FORM}, not text/csv"
    assert sent(client.with_options(validate=False), "a,b") == ("text/csv; charset=utf-8", b"a,b")


def test_an_unused_header_parameter_content_type_chooses(document: Any) -> None:
    """A declared Content-Type parameter says which body is meant."""
    source = document(
        parameters=[{"name": "Content-Type", "in": "header", "schema": {"enum": [JSON, FORM]}}],
        content={JSON: OBJECT, FORM: OBJECT},
    )
    assert sent(Client(source).with_options(), {"a": 1}) == (JSON, b'{"a":1}')
    prepared = Client(source).prepare("op", {"Content-Type": FORM}, body={"a": 1})
    assert (prepared.headers["Content-Type"], prepared.body) == (FORM, b"a=1")


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        pytest.param(XML, {"a": 1}, "pass the XML as text", id="object-as-xml"),
        pytest.param(FORM, [1], "mapping of fields", id="array-as-form"),
        pytest.param(BINARY, {"a": 1}, "cannot be sent as application/octet-stream", id="object-as-bytes"),
        pytest.param(BINARY, 5, "cannot be sent as application/octet-stream", id="number-as-bytes"),
        pytest.param(JSON, io.BytesIO(b"{}"), "BytesIO cannot be sent as application/json", id="file-as-json"),
        pytest.param(BINARY, io.StringIO("x"), "open it with mode 'rb'", id="text-file-as-bytes"),
        pytest.param(BINARY, Path("/no/such/file"), "there is no such file", id="no-such-file"),
        pytest.param(BINARY, Path("/"), "is a directory", id="directory"),
    ],
)
def test_what_a_media_type_cannot_carry_is_refused_in_words(document: Any, name: str, body: Any, said: str) -> None:
    """The value and the media type are named."""
    client = client_for(document, name)
    with pytest.raises(ValidationError) as caught:
        client.with_options(content_type=name if name == FORM else None).prepare("op", body=body)
    assert [(v.location, v.path) for v in caught.value.violations] == [("body", "/body")]
    assert said in str(caught.value)


def test_half_a_surrogate_pair_in_text_is_refused(document: Any) -> None:
    """No text can be made of it, in any media type."""
    for name in (TEXT, XML, BINARY):
        assert [v.path for v in client_for(document, name).validate("op", body="\ud800")] == ["/body"]
    for name in (FORM, MULTIPART):
        assert [v.path for v in client_for(document, name).validate("op", body={"a": "\ud800"})] == ["/body/a"]


def test_text_is_checked_against_a_schema_of_text_only(document: Any) -> None:
    """A schema of an object describes what XML holds, not its text."""
    assert client_for(document, XML, schema={"type": "object", "required": ["a"]}).validate("op", body="<a/>") == []
    problems = client_for(document, TEXT, schema={"type": "string", "maxLength": 2}).validate("op", body="abc")
    assert [(v.path, v.keyword) for v in problems] == [("/body", "maxLength")]


def test_a_request_body_without_content_takes_anything(document: Any) -> None:
    """Something is sent, and nothing is known of it."""
    client = Client(document(content={}))
    assert sent(client, {"a": 1}) == (JSON, b'{"a":1}')
    assert sent(client, b"x") == (BINARY, b"x")


# urlencoded


@pytest.mark.parametrize(
    ("encoding", "value", "expected"),
    [
        pytest.param(None, "a b&c=ü", "v=a%20b%26c%3D%C3%BC", id="text"),
        pytest.param(None, True, "v=true", id="boolean"),
        pytest.param(None, 1.5, "v=1.5", id="number"),
        pytest.param(None, "", "v=", id="empty"),
        pytest.param(None, [1, 2], "v=1&v=2", id="array-repeats"),
        pytest.param(None, {"a": 1}, "v=%7B%22a%22%3A1%7D", id="object-is-json"),
        pytest.param({"style": "form", "explode": False}, ["a", "b,c"], "v=a,b%2Cc", id="form"),
        pytest.param({"explode": False}, ["a", "b"], "v=a,b", id="explode-alone"),
        pytest.param({"style": "spaceDelimited", "explode": False}, ["a", "b"], "v=a%20b", id="spaceDelimited"),
        pytest.param({"style": "pipeDelimited", "explode": False}, ["a", "b"], "v=a%7Cb", id="pipeDelimited"),
        pytest.param({"style": "deepObject", "explode": True}, {"a": 1, "b": "x"}, "v%5Ba%5D=1&v%5Bb%5D=x", id="deep"),
        pytest.param(
            {"style": "deepObject", "explode": True},
            {"a": {"b": [1, {"c": True}]}},
            "v%5Ba%5D%5Bb%5D%5B0%5D=1&v%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=true",
            id="nested-as-stripe-reads-it",
        ),
        pytest.param({"contentType": JSON}, [1, 2], "v=%5B1%2C2%5D", id="array-as-json"),
        pytest.param({"style": "form", "allowReserved": True}, "a/b?c&d", "v=a/b?c%26d", id="allowReserved"),
    ],
)
def test_forms_are_written_by_type_and_encoding(document: Any, encoding: Any, value: Any, expected: str) -> None:
    """Source: OAS 3.1.1 Encoding Object; "Encoding the x-www-form-urlencoded Media Type"."""
    media_type = {**OBJECT, **({"encoding": {"v": encoding}} if encoding else {})}
    assert sent(Client(document(content={FORM: media_type})), {"v": value}) == (FORM, expected.encode())


def test_a_form_that_stripe_takes() -> None:
    """The real document: nested objects and arrays in an urlencoded body."""
    specs = Path(__file__).resolve().parents[3] / "shared" / "specs"
    if not (specs / "stripe.json").is_file():
        pytest.skip("stripe.json is not there: the real documents are kept beside the repository")
    client = Client(specs / "stripe.json", credentials=False)
    prepared = client.prepare(
        "PostCheckoutSessions",
        success_url="https://a.test/?x=1",
        line_items=[{"price": "price_1", "quantity": 2}],
        metadata={"order id": "5"},
        expand=["customer"],
    )
    assert (prepared.method, prepared.url) == ("POST", "https://api.stripe.com/v1/checkout/sessions")
    assert prepared.body.decode().split("&") == [
        "success_url=https%3A%2F%2Fa.test%2F%3Fx%3D1",
        "line_items%5B0%5D%5Bprice%5D=price_1",
        "line_items%5B0%5D%5Bquantity%5D=2",
        "metadata%5Border%20id%5D=5",
        "expand%5B0%5D=customer",
    ]


# bytes, files and iterables as the whole body


def test_a_file_as_the_body_is_streamed_from_where_it_stands(
    document: Any, counting_server: Any, tmp_path: Path
) -> None:
    """A path, an open file and a file that was read in part; all with their length."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"0123456789")
    client = client_for(document, BINARY, base_url=counting_server.url)
    client.call("op", body=path)
    with path.open("rb") as file:
        file.read(4)
        assert client.validate("op", body=file) == []
        client.call("op", body=file)
        assert not file.closed
    got = [
        (headers.get("Content-Length"), headers["Content-Type"], body) for *_, headers, body in counting_server.requests
    ]
    assert got == [("10", BINARY, b"0123456789"), ("6", BINARY, b"456789")]


def test_an_iterable_is_sent_in_chunks(document: Any, counting_server: Any) -> None:
    """A generator has no length; `validate` and `explain` do not use it up."""
    client = client_for(document, BINARY, base_url=counting_server.url)
    chunks = (chunk for chunk in (b"ab", b"cd"))
    assert client.validate("op", body=chunks) == []
    client.explain("op", body=chunks)
    client.call("op", body=chunks)
    (request,) = counting_server.requests
    assert (request[2].get("Transfer-Encoding"), request[3]) == ("chunked", b"abcd")


def test_an_empty_file_is_an_empty_body(document: Any, counting_server: Any, tmp_path: Path) -> None:
    """It has its length, 0, and is not sent in chunks."""
    (tmp_path / "empty").touch()
    client_for(document, BINARY, base_url=counting_server.url).call("op", body=tmp_path / "empty")
    (request,) = counting_server.requests
    assert (request[2].get("Content-Length"), request[2].get("Transfer-Encoding"), request[3]) == ("0", None, b"")


def test_the_type_of_a_file_is_told_where_the_document_leaves_it_open(document: Any, tmp_path: Path) -> None:
    """A wildcard becomes what the file's name says."""
    path = tmp_path / "a.png"
    path.write_bytes(b"x")
    prepared = client_for(document, "*/*").prepare("op", body=path)
    assert (prepared.headers["Content-Type"], prepared.body.read()) == ("image/png", b"x")
    prepared.body.close()


def test_bodies_by_name_are_those_of_every_media_type(document: Any) -> None:
    """Properties of a form are arguments too; with a file among them the form that takes files is meant."""
    source = document(
        content={
            JSON: {"schema": {"properties": {"url": {"type": "string"}}}},
            MULTIPART: {"schema": {"properties": {"file": {"type": "string", "format": "binary"}}}},
        }
    )
    client = Client(source)
    assert json.loads(client.prepare("op", url="u").body) == {"url": "u"}
    assert client.prepare("op", file=b"x").headers["Content-Type"].startswith(f"{MULTIPART}; boundary=")


def test_nothing_is_sent_when_a_body_is_refused(document: Any, counting_server: Any) -> None:
    """For each way in which a body is wrong."""
    client = client_for(document, JSON, schema={"type": "object"}, base_url=counting_server.url)
    for body in (5, {"a": {1j}}, {"a": b""}, b"no json", {"a": "\ud800"}, iter([b""])):
        with pytest.raises(RequestError):
            client.call("op", body=body)
    assert counting_server.requests == []


def test_text_from_bytes_or_a_file_is_sent_unchecked(document: Any, tmp_path: Path, counting_server: Any) -> None:
    """A schema of text is about text that is there to be read; the others arrive as they are."""
    path = tmp_path / "t.txt"
    path.write_bytes(b"longer than five")
    client = client_for(document, TEXT, schema={"type": "string", "maxLength": 5})
    client = client.with_options(base_url=counting_server.url)
    with path.open("rb") as file:
        for body in (b"longer than five", bytearray(b"longer than five"), path, file):
            client.call("op", body=body)
    assert [request[3] for request in counting_server.requests] == [b"longer than five"] * 4
    assert [v.keyword for v in client.validate("op", body="longer than five")] == ["maxLength"]


@pytest.mark.parametrize(
    ("declared", "how", "sent_as"),
    [
        pytest.param(BINARY, "path", BINARY, id="concrete"),
        pytest.param(BINARY, "open", BINARY, id="concrete, open"),
        pytest.param("application/zip", "path", "application/zip", id="another than the file's"),
        pytest.param("*/*", "path", "image/png", id="anything"),
        pytest.param("image/*", "path", "image/png", id="any image"),
        pytest.param("*/*", "open", BINARY, id="anything, open"),
        pytest.param("image/*", "open", BINARY, id="any image, open"),
    ],
)
def test_a_file_is_sent_under_the_declared_type(
    document: Any, tmp_path: Path, declared: str, how: str, sent_as: str
) -> None:
    """If the document leaves the type open, the name of a path decides; an open file has no such name."""
    path = tmp_path / "a.png"
    path.write_bytes(b"x")
    with path.open("rb") as file:
        prepared = client_for(document, declared).prepare("op", body=path if how == "path" else file)
        assert prepared.headers["Content-Type"] == sent_as
        prepared.body.close()


@pytest.mark.parametrize(
    ("declared", "value", "sent_as"),
    [
        pytest.param("image/*", "text", BINARY, id="text for any image"),
        pytest.param("image/*", b"x", BINARY, id="bytes for any image"),
        pytest.param("audio/*", "text", BINARY, id="text for any sound"),
        pytest.param("text/*", "text", "text/plain; charset=utf-8", id="text for any text"),
        pytest.param("application/*", b"x", BINARY, id="bytes for any application"),
        pytest.param("*/*", "text", JSON, id="text for anything"),
    ],
)
def test_what_a_wildcard_becomes(document: Any, declared: str, value: Any, sent_as: str) -> None:
    """A type that says no more than is known."""
    assert sent(client_for(document, declared), value)[0] == sent_as


PATCH, MERGE, ANY_SUFFIX = "application/json-patch+json", "application/merge-patch+json", "application/*+json"
VENDOR = "application/vnd.a+json"


@pytest.mark.parametrize(
    ("names", "for_array", "for_object", "for_text"),
    [
        ([PATCH, MERGE], PATCH, MERGE, MERGE),
        ([MERGE, PATCH], PATCH, MERGE, MERGE),
        ([PATCH, JSON], PATCH, JSON, JSON),
        ([PATCH, MERGE, JSON], PATCH, JSON, JSON),
        ([MERGE, JSON], JSON, JSON, JSON),
        ([VENDOR, JSON], JSON, JSON, JSON),
        ([PATCH, VENDOR], PATCH, VENDOR, VENDOR),
        ([ANY_SUFFIX, PATCH], PATCH, JSON, JSON),
        ([ANY_SUFFIX], JSON, JSON, JSON),
        (["*/*", VENDOR], JSON, JSON, JSON),
        ([PATCH], PATCH, PATCH, PATCH),
    ],
)
def test_the_value_decides_between_json_types(
    document: Any, names: list[str], for_array: str, for_object: str, for_text: str
) -> None:
    """An array is a JSON Patch, an object is not. Source: RFC 6902 section 3; RFC 7396 section 1."""
    client = client_for(document, *names)
    ready_made = () if "*/*" in names else (b' [{"op": "test"}]',)  # bytes go as bytes where any type will do
    for body in ([], [{"op": "test"}], (1,), {1}, deque([1]), range(2), *ready_made):
        assert sent(client, body)[0] == for_array
    for body in ({}, {"a": 1}, UserDict(a=1), Point(1), *((b'{"a": 1}',) if ready_made else ())):
        assert sent(client, body)[0] == for_object
    for body in ("text", 5, True, None):
        assert sent(client, body)[0] == for_text
    assert client.explain("op", body=[]).body.startswith(f"{for_array}, ")


@dataclass
class Point:
    x: int


def test_a_type_that_is_asked_for_is_sent_as_it_is(document: Any) -> None:
    """With its parameters, by option and by header; a range that is asked for is not a type."""
    client = client_for(document, ANY_SUFFIX)
    for asked in ("application/vnd.pets+json", "application/vnd.pets+json; v=1", "model/gltf+json"):
        assert sent(client.with_options(content_type=asked), {})[0] == asked
        assert sent(client.with_options(headers={"content-type": asked}), {})[0] == asked
    assert sent(client.with_options(content_type=ANY_SUFFIX), {})[0] == JSON


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ("application/json; v=1", "/body/a"),
        ("application/json;v=2", "/body/b"),
        ("application/json; V=2; charset=utf-8", "/body/b"),
        ("application/json", "/body/c"),
        ("application/vnd.x+json", "/body/c"),
        ("application/json;v=3", "/body"),
        (None, "/body/a"),
    ],
)
@pytest.mark.parametrize("mode", [True, "strict"])
def test_parameters_choose_the_schema(document: Any, asked: str | None, refused: str, mode: Any) -> None:
    """The most specific key holds; no key with other parameters does. Source: OAS 3.1.1 Request Body Object."""
    names = {"application/json;v=1": "a", "application/json;v=2": "b", ANY_SUFFIX: "c"}
    content = {name: {"schema": {"type": "object", "required": [member]}} for name, member in names.items()}
    if asked == "application/json;v=3":
        del content[ANY_SUFFIX]  # which covers application/json too
    client = Client(document(content=content), validate=mode).with_options(content_type=asked)
    assert [v.path for v in client.validate("op", body={})] == [refused]
    if asked is not None and refused != "/body":
        prepared = client.prepare("op", body={refused[-1]: 1})
        assert prepared.headers["Content-Type"] == asked
        assert client.explain("op", body={refused[-1]: 1}).body.startswith(f"{asked}, ")


UMLAUTS = "gr\u00f6\u00dfe"
LATIN = b"gr\xf6\xdfe"


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        pytest.param("text/plain; charset=iso-8859-1", UMLAUTS, LATIN, id="latin"),
        pytest.param("text/plain;charset=ISO-8859-1", UMLAUTS, LATIN, id="any-case"),
        pytest.param('text/csv; header=present; charset="windows-1252"', UMLAUTS, LATIN, id="quoted"),
        pytest.param("application/xml; charset=iso-8859-15", UMLAUTS, LATIN, id="xml"),
        pytest.param("application/octet-stream; charset=latin1", UMLAUTS, LATIN, id="binary"),
        pytest.param("text/plain; charset=utf-16le", "a", b"a\0", id="utf-16"),
        pytest.param("text/plain; charset=shift_jis", "\u3042", b"\x82\xa0", id="shift-jis"),
        pytest.param("text/plain; charset=iso-8859-1", b"\xff", b"\xff", id="bytes-as-they-are"),
        pytest.param(
            "application/json; charset=iso-8859-1", {"\u00fc": "\U0001f600"}, b'{"\\u00fc":"\\ud83d\\ude00"}', id="json"
        ),
        pytest.param("application/json; charset=utf-8", {"\u00fc": 1}, '{"\u00fc":1}'.encode(), id="json-utf-8"),
        pytest.param(f"{FORM}; charset=iso-8859-1", {"\u00fc": "\u00f6 \u00df"}, b"%FC=%F6%20%DF", id="form"),
        pytest.param(f"{FORM}; charset=iso-8859-1", "\u00fc=1", b"\xfc=1", id="ready-made-form"),
    ],
)
def test_text_is_in_the_charset_that_is_declared(document: Any, name: str, body: Any, expected: bytes) -> None:
    """Or asked for. Source: RFC 9110 section 8.3.2."""
    assert sent(client_for(document, name), body) == (name, expected)
    asked = client_for(document, name.partition(";")[0]).with_options(content_type=name)
    assert sent(asked, body) == (name, expected)


@pytest.mark.parametrize(
    ("charset", "said"),
    [
        ("us-ascii", "the charset us-ascii has no character"),
        ("iso-8859-5", "the charset iso-8859-5 has no character"),
        ("punycode", "the charset 'punycode' is unknown"),
        ("rot13", "the charset 'rot13' is unknown"),
        ("no-such", "the charset 'no-such' is unknown"),
    ],
)
@pytest.mark.parametrize("mode", [True, "warn", False], ids=str)
def test_what_a_charset_cannot_carry_is_refused(document: Any, charset: str, said: str, mode: Any) -> None:
    for name, body, path in (
        (TEXT, UMLAUTS, "/body"),
        (XML, UMLAUTS, "/body"),
        (BINARY, UMLAUTS, "/body"),
        (FORM, {"a": UMLAUTS}, "/body/a"),
        (FORM, {UMLAUTS: "a"}, f"/body/{UMLAUTS}"),
    ):
        with pytest.raises(ValidationError, match=said) as caught:
            client_for(document, f"{name}; charset={charset}", validate=mode).prepare("op", body=body)
        assert [v.path for v in caught.value.violations] == [path]


def test_parts_are_in_the_charset_of_their_type(document: Any) -> None:
    """By the Encoding Object, and by the type in a tuple."""
    latin = "text/plain; charset=iso-8859-1"
    schema = {"type": "object", "properties": {"f": {"type": "string", "format": "binary"}}}
    encoding = {"t": {"contentType": latin}}
    client = Client(document(content={MULTIPART: {"schema": schema, "encoding": encoding}}))
    body = client.prepare("op", body={"t": UMLAUTS, "f": ("n.txt", UMLAUTS, latin)}).body.read()
    assert body.count(LATIN) == 2
    problems = client.validate("op", body={"t": "\u20ac"})
    assert [(v.path, "no character" in v.message) for v in problems] == [("/body/t", True)]


READY = b'--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--XX--\r\n'


@pytest.mark.parametrize("schema", [None, {"type": "object"}, {"type": "string"}], ids=str)
@pytest.mark.parametrize("mode", [True, "strict", False], ids=str)
def test_a_form_may_be_ready_made(document: Any, schema: Any, mode: Any) -> None:
    """As bytes, as text, in pieces; it is not parsed, as its value is what the server reads from it."""
    form = client_for(document, FORM, schema=schema, validate=mode)
    for body in (b"a=1&b=2", "a=1&b=2", bytearray(b"a=1&b=2"), [b"a=1&", b"b=2"], io.BytesIO(b"a=1&b=2")):
        kind, content = sent(form, body)
        assert (kind, content if isinstance(content, bytes) else content.read()) == (FORM, b"a=1&b=2")
    multipart = client_for(document, MULTIPART, schema=schema, validate=mode)
    for body in (READY, READY.decode(), bytearray(READY), [READY]):
        assert sent(multipart, body) == (f"{MULTIPART}; boundary=XX", READY)
        asked = multipart.with_options(content_type=f'{MULTIPART}; boundary="XX"')
        assert sent(asked, body) == (f"{MULTIPART}; boundary=XX", READY)
        by_header = multipart.with_options(headers={"Content-Type": MULTIPART})
        assert sent(by_header, body) == (f"{MULTIPART}; boundary=XX", READY)


def test_the_text_of_a_ready_made_form_is_checked_as_text(document: Any) -> None:
    client = client_for(document, FORM, schema={"type": "string", "maxLength": 3})
    assert [v.keyword for v in client.validate("op", body="a=12")] == ["maxLength"]
    assert client.validate("op", body="a=1") == []


@pytest.mark.parametrize(
    ("content_type", "body", "said"),
    [
        (None, b"a=1", "must begin with a line of its boundary"),
        (None, "", "must begin with a line of its boundary"),
        (f"{MULTIPART}; boundary=YY", READY, "no line of the boundary 'YY'"),
        (None, io.BytesIO(READY), "needs its boundary"),
    ],
)
def test_a_multipart_body_has_to_show_its_boundary(
    document: Any, content_type: str | None, body: Any, said: str
) -> None:
    client = client_for(document, MULTIPART).with_options(content_type=content_type)
    with pytest.raises(ValidationError, match=said):
        client.prepare("op", body=body)


def test_a_stream_is_a_ready_made_body_if_its_boundary_is_named(document: Any, counting_server: Any) -> None:
    client = client_for(document, MULTIPART, base_url=counting_server.url)
    client.with_options(content_type=f"{MULTIPART}; boundary=XX").call("op", body=iter([READY]))
    assert [(request[2]["Content-Type"], request[3]) for request in counting_server.requests] == [
        (f"{MULTIPART}; boundary=XX", READY)
    ]


def test_bytes_are_json_before_they_are_a_form(document: Any) -> None:
    """And text is a JSON value. The form is asked for."""
    client = client_for(document, FORM, JSON)
    assert sent(client, b"{}") == (JSON, b"{}")
    assert sent(client, "a=1") == (JSON, b'"a=1"')
    assert sent(client.with_options(content_type=FORM), "a=1") == (FORM, b"a=1")


def test_a_multipart_type_keeps_its_parameters(document: Any) -> None:
    name = 'multipart/related; type="application/json"'
    assert sent(client_for(document, name), {"a": 1})[0].startswith(f"{name}; boundary=dynaclient-")


@pytest.mark.parametrize("schema", [None, {}, {"type": "array"}], ids=str)
@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_ready_made_json_has_no_constants_of_python(document: Any, name: str, mode: Any, schema: Any) -> None:
    """Source: RFC 8259 section 6. In text they are text."""
    client = client_for(document, JSON, schema=schema, validate=mode)
    text = f'[{{"a": {name}}}]'
    for body in (text.encode(), bytearray(text, "ascii"), memoryview(text.encode()), text.encode("utf-16")):
        with pytest.raises(ValidationError) as caught:
            client.prepare("op", body=body)
        assert f"JSON has no {name}" in str(caught.value)
    good = f'["{name}", 1e400]'.encode()
    assert sent(client, good) == (JSON, good)


def test_ready_made_json_with_a_long_integer(document: Any) -> None:
    """No advice of Python's comes through."""
    problems = client_for(document, JSON, schema={}).validate("op", body=b"[" + b"1" * 5000 + b"]")
    assert [v.message for v in problems] == ["these bytes hold an integer that is too long to be read"]
