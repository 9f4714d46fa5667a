"""Multipart: parts, files, and a stream that is never held in memory."""

from __future__ import annotations

import io
import os
import tracemalloc
from contextlib import closing
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, ValidationError

MULTIPART = "multipart/form-data"
FILE = {"type": "string", "format": "binary"}
OCTETS = "application/octet-stream"


def form(document: Any, properties: dict[str, Any] | None = None, encoding: Any = None, name: str = MULTIPART) -> Any:
    media_type: dict[str, Any] = {"schema": {"type": "object", "properties": properties or {}}}
    if encoding:
        media_type["encoding"] = encoding
    return document(content={name: media_type})


def parts_of(prepared: Any) -> list[tuple[str, str | None, str | None, bytes]]:
    """(name, file name, Content-Type, content) of each part, as the standard library reads them."""
    body = prepared.body.read()
    assert len(body) == int(prepared.headers["Content-Length"])
    head = b"Content-Type: " + prepared.headers["Content-Type"].encode() + b"\r\n\r\n"
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    assert message.is_multipart()
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get_content_type() if "Content-Type" in part else None,
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]


def test_a_form_as_it_stands_on_the_wire(document: Any) -> None:
    """Byte for byte: boundary, headers and line ends. Source: RFC 7578 section 4; RFC 2046 section 5.1.1."""
    source = form(document, {"file": FILE})
    prepared = Client(source).prepare("op", body={"a": "ü", "file": ("f.txt", b"x\r\ny", "text/plain")})
    boundary = prepared.headers["Content-Type"].partition("boundary=")[2]
    assert prepared.headers["Content-Type"] == f"multipart/form-data; boundary={boundary}"
    assert prepared.body.read().decode() == (
        f'--{boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\nü\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\nx\r\ny\r\n--{boundary}--\r\n"
    )


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        pytest.param({}, "text", [("v", None, None, b"text")], id="text"),
        pytest.param({}, 1.5, [("v", None, None, b"1.5")], id="number"),
        pytest.param({}, False, [("v", None, None, b"false")], id="boolean"),
        pytest.param({}, "", [("v", None, None, b"")], id="empty"),
        pytest.param({}, {"a": [1]}, [("v", None, "application/json", b'{"a":[1]}')], id="object-is-json"),
        pytest.param({}, ["a", "b"], [("v", None, None, b"a"), ("v", None, None, b"b")], id="array-repeats"),
        pytest.param({}, [{"a": 1}], [("v", None, "application/json", b'{"a":1}')], id="array-of-objects"),
        pytest.param(FILE, b"\x00\xff", [("v", "v", "application/octet-stream", b"\x00\xff")], id="bytes"),
        pytest.param(FILE, bytearray(b"x"), [("v", "v", "application/octet-stream", b"x")], id="bytearray"),
        pytest.param(FILE, io.BytesIO(b"x"), [("v", "v", "application/octet-stream", b"x")], id="file-object"),
        pytest.param(FILE, ("a.png", b"x"), [("v", "a.png", "image/png", b"x")], id="name-and-data"),
        pytest.param(FILE, ("a.txt", "text"), [("v", "a.txt", "text/plain", b"text")], id="name-and-text"),
        pytest.param(FILE, ("a", b"x", "text/csv"), [("v", "a", "text/csv", b"x")], id="name-data-type"),
        pytest.param(FILE, ("a", io.BytesIO(b"x"), "text/csv"), [("v", "a", "text/csv", b"x")], id="name-file-type"),
        pytest.param({}, b"x", [("v", "v", "application/octet-stream", b"x")], id="bytes-are-a-file-anywhere"),
        pytest.param(
            {"type": "array", "items": FILE},
            [b"x", ("b.txt", b"y")],
            [("v", "v", "application/octet-stream", b"x"), ("v", "b.txt", "text/plain", b"y")],
            id="array-of-files",
        ),
        pytest.param({"contentMediaType": "image/png"}, b"x", [("v", "v", "application/octet-stream", b"x")], id="3.1"),
        pytest.param(
            {"format": "binary", "minLength": 99},
            b"x",
            [("v", "v", "application/octet-stream", b"x")],
            id="its-content-is-not-checked",
        ),
    ],
)
def test_each_value_makes_its_parts(document: Any, schema: Any, value: Any, expected: Any) -> None:
    """Source: OAS 3.1.1 "Encoding multipart Media Types"; RFC 7578 section 4.3 for several files of one name."""
    assert parts_of(Client(form(document, {"v": schema})).prepare("op", body={"v": value})) == expected


@pytest.mark.parametrize("as_text", [False, True], ids=["Path", "str"])
def test_a_path_is_opened_when_it_is_sent(document: Any, tmp_path: Path, as_text: bool) -> None:
    """A Path, or text for a file field; its name and type are sent."""
    path = tmp_path / "data.csv"
    path.write_bytes(b"a,b\r\n")
    prepared = Client(form(document, {"v": FILE})).prepare("op", v=str(path) if as_text else path)
    assert parts_of(prepared) == [("v", "data.csv", "text/csv", b"a,b\r\n")]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param("/no/such/file", "there is no such file: '/no/such/file'", id="no-such-file"),
        pytest.param("/", "is a directory", id="directory"),
        pytest.param("a\0b", "there is no such file", id="NUL"),
        pytest.param(("a.txt", io.StringIO("x")), "open it with mode 'rb'", id="text-file"),
        pytest.param(5, "expected string, given integer 5", id="number"),
    ],
)
def test_what_is_no_file_is_refused(document: Any, value: Any, said: str) -> None:
    """With the field's name, before anything is sent."""
    (violation,) = Client(form(document, {"v": FILE})).validate("op", body={"v": value})
    assert (violation.location, violation.path, violation.keyword) == ("body", "/body/v", "type")
    assert said in violation.message


@pytest.mark.parametrize(
    ("encoding", "value", "expected"),
    [
        pytest.param(
            {"contentType": "application/json"}, ["a"], [("v", None, "application/json", b'["a"]')], id="json"
        ),
        pytest.param(
            {"contentType": "application/json"}, "a", [("v", None, "application/json", b'"a"')], id="json-text"
        ),
        pytest.param(
            {"contentType": "application/x-y+json"}, {}, [("v", None, "application/x-y+json", b"{}")], id="+json"
        ),
        pytest.param({"contentType": "text/csv"}, "a,b", [("v", None, "text/csv", b"a,b")], id="text"),
        pytest.param({"contentType": "image/png"}, b"x", [("v", "v", "image/png", b"x")], id="file"),
        pytest.param(
            {"contentType": "image/png, image/jpeg"},
            ("a.jpg", b"x"),
            [("v", "a.jpg", "image/jpeg", b"x")],
            id="one-of-several",
        ),
        pytest.param(
            {"contentType": "image/png, image/jpeg"}, b"x", [("v", "v", OCTETS, b"x")], id="unknown-is-none-of-several"
        ),
        pytest.param(
            {"contentType": "audio/flac, audio/wav"},
            ("a.wav", b"x"),
            [("v", "a.wav", "audio/wav", b"x")],
            id="declared-by-another-name",
        ),
        pytest.param(
            {"contentType": "image/png, image/jpeg"}, ("a.gif", b"x"), [("v", "a.gif", OCTETS, b"x")], id="not-declared"
        ),
        pytest.param({"contentType": "image/png"}, ("a.gif", b"x"), [("v", "a.gif", OCTETS, b"x")], id="not-the-only"),
        pytest.param({"contentType": "image/*"}, ("a.gif", b"x"), [("v", "a.gif", "image/gif", b"x")], id="wildcard"),
        pytest.param(
            {"contentType": "image/png"},
            ("a", b"x", "image/webp"),
            [("v", "a", "image/webp", b"x")],
            id="what-the-caller-says-wins",
        ),
        pytest.param({"style": "form", "explode": False}, ["a", "b c"], [("v", None, None, b"a,b c")], id="form"),
        pytest.param(
            {"style": "spaceDelimited", "explode": False}, ["a", "b"], [("v", None, None, b"a b")], id="spaceDelimited"
        ),
        pytest.param(
            {"style": "pipeDelimited", "explode": False}, ["a", "b"], [("v", None, None, b"a|b")], id="pipeDelimited"
        ),
        pytest.param(
            {"style": "deepObject", "explode": True},
            {"a": {"b": "ü %"}},
            [("v[a][b]", None, None, "ü %".encode())],
            id="deepObject",
        ),
        pytest.param({"explode": False}, ["a", "b"], [("v", None, None, b"a,b")], id="explode-alone"),
    ],
)
def test_encoding_says_how_a_part_is_written(document: Any, encoding: Any, value: Any, expected: Any) -> None:
    """Source: OAS 3.1.1 Encoding Object; nothing in a part is percent-encoded."""
    assert parts_of(Client(form(document, {}, {"v": encoding})).prepare("op", body={"v": value})) == expected


@pytest.mark.parametrize("name", ["x[]", "timestamp_granularities[]", "a.b-c", "ü"])
def test_names_are_verbatim(document: Any, name: str) -> None:
    """`x[]` is `x[]`, by wire name or as an argument."""
    body = Client(form(document, {name: {"type": "array"}})).prepare("op", {name: ["a", "b"]}).body.read()
    assert body.count(f'form-data; name="{name}"\r\n'.encode()) == 2


@pytest.mark.parametrize("name", ["x", "x__", "x[]", "body:x"])
def test_a_field_in_brackets_is_given_without_them(document: Any, name: str) -> None:
    """`x[]` is the argument `x`, as long as no field `x` is declared as well."""
    body = Client(form(document, {"x[]": {"type": "array"}})).prepare("op", {name: ["a"]}).body.read()
    assert b'form-data; name="x[]"\r\n' in body


@pytest.mark.parametrize(
    ("value", "names"),
    [(b"1", ["v"]), (("a.png", b"1"), ["v"]), ([b"1", b"2"], ["v[]", "v[]"]), ([b"1"], ["v[]"])],
    ids=["bytes", "named", "list", "list-of-one"],
)
def test_a_list_goes_to_the_field_for_lists(document: Any, value: Any, names: list[str]) -> None:
    """Where `v` and `v[]` are declared, one file is the former and a list of files is the latter."""
    client = Client(form(document, {"v": FILE, "v[]": {"type": "array", "items": FILE}}))
    assert [part[0] for part in parts_of(client.prepare("op", v=value))] == names


def test_other_multipart_types_keep_their_name(document: Any) -> None:
    """`multipart/mixed`, `multipart/related`."""
    prepared = Client(form(document, name="multipart/mixed")).prepare("op", body={"a": "b"})
    assert prepared.headers["Content-Type"].startswith("multipart/mixed; boundary=")


def test_the_boundary_is_our_own_whatever_header_is_set(document: Any) -> None:
    """A Content-Type without a boundary would make the body unreadable."""
    prepared = Client(form(document), headers={"Content-Type": MULTIPART}).prepare("op", body={"a": "b"})
    assert parts_of(prepared) == [("a", None, None, b"b")]


def test_files_in_a_form_of_swagger_2(tmp_path: Path) -> None:
    """`in: formData, type: file` needs multipart, whatever `consumes` says."""
    fields = [
        {"name": "file", "in": "formData", "type": "file", "required": True},
        {"name": "tags", "in": "formData", "type": "array", "items": {"type": "string"}, "collectionFormat": "ssv"},
        {"name": "n", "in": "formData", "type": "integer"},
    ]
    operation = {"operationId": "op", "consumes": ["application/x-www-form-urlencoded"], "parameters": fields}
    source = {"swagger": "2.0", "info": {}, "host": "api.test", "paths": {"/x": {"post": operation}}}
    prepared = Client(source).prepare("op", file=("a.bin", b"x"), tags=["a", "b"], n="5")
    assert parts_of(prepared) == [
        ("file", "a.bin", "application/octet-stream", b"x"),
        ("tags", None, None, b"a b"),
        ("n", None, None, b"5"),
    ]


# streaming


def _sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize("kind", ["multipart", "octet-stream"])
@pytest.mark.parametrize("opened", [False, True], ids=["path", "open-file"])
def test_a_large_file_is_never_held_in_memory(document: Any, tmp_path: Path, kind: str, opened: bool) -> None:
    """200 MB read in chunks, as http.client reads them, need less than 20 MB more."""
    size = 200 * 1024 * 1024
    path = _sparse(tmp_path / "large.bin", size)
    name = MULTIPART if kind == "multipart" else "application/octet-stream"
    client = Client(document(content={name: {"schema": {"properties": {"v": FILE}} if kind == "multipart" else FILE}}))
    with path.open("rb") as file:
        value = file if opened else path
        tracemalloc.start()
        try:
            prepared = client.prepare("op", body={"v": value} if kind == "multipart" else value)
            total = 0
            while chunk := prepared.body.read(16384):
                total += len(chunk)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert total == int(prepared.headers["Content-Length"]) >= size
    assert peak < 20 * 1024 * 1024


@pytest.mark.parametrize("kind", ["multipart", "octet-stream"])
@pytest.mark.parametrize("make", [lambda path: path, lambda path: path.open("rb")], ids=["path", "open-file"])
def test_a_body_can_be_sent_again(document: Any, tmp_path: Path, kind: str, make: Any) -> None:
    """`seek(0)` goes back to where the body began: to where an open file stood, not to its start."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"0123456789")
    value = make(path)
    if hasattr(value, "read"):
        value.read(3)
    name = MULTIPART if kind == "multipart" else "application/octet-stream"
    client = Client(document(content={name: {}}))
    body = client.prepare("op", body={"v": value} if kind == "multipart" else value).body
    first = body.read()
    assert body.tell() in (0, len(first))
    body.seek(0)
    again = body.read(5) + body.read(-1)
    assert again == first
    assert b"3456789" in first
    assert (b"0123" in first) is not hasattr(value, "read")
    body.close()
    if hasattr(value, "read"):
        assert not value.closed  # the caller's own
        value.close()


def test_a_pipe_has_no_length_and_is_sent_in_chunks(document: Any, counting_server: Any) -> None:
    """What cannot seek is streamed once."""
    for content, wrap in ((MULTIPART, lambda file: {"v": file}), ("application/octet-stream", lambda file: file)):
        reading, writing = os.pipe()
        os.write(writing, b"from a pipe")
        os.close(writing)
        with os.fdopen(reading, "rb") as file:
            client = Client(document(content={content: {}}), base_url=counting_server.url)
            client.call("op", body=wrap(file))
    for *_, headers, body in counting_server.requests:
        assert (headers.get("Transfer-Encoding"), headers.get("Content-Length")) == ("chunked", None)
        assert b"from a pipe" in body
    assert len(counting_server.requests) == 2


def test_a_form_reaches_a_server_whole(document: Any, counting_server: Any, tmp_path: Path) -> None:
    """Text, JSON and a file of some megabytes, read back by werkzeug."""
    from werkzeug.formparser import parse_form_data

    path = tmp_path / "a.bin"
    path.write_bytes(os.urandom(3_000_000))
    client = Client(form(document, {"v": FILE}), base_url=counting_server.url)
    client.call("op", body={"a": "ü", "j": {"b": 1}, "v": path})
    (*_, headers, body) = counting_server.requests[0]
    environ = {
        "wsgi.input": io.BytesIO(body),
        "CONTENT_TYPE": headers["Content-Type"],
        "CONTENT_LENGTH": headers["Content-Length"],
        "REQUEST_METHOD": "POST",
    }
    _, fields, files = parse_form_data(environ)
    assert dict(fields) == {"a": "ü", "j": '{"b":1}'}
    with closing(files["v"]) as file:
        assert file.read() == path.read_bytes()


def test_validate_opens_no_file_and_moves_none(document: Any, tmp_path: Path) -> None:
    """`validate` does not move the position of an open file."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"0123456789")
    client = Client(form(document, {"v": FILE}))
    with path.open("rb") as file:
        file.read(3)
        assert client.validate("op", v=file) == []
        client.explain("op", v=file)
        assert (file.tell(), file.closed) == (3, False)


def test_a_schema_that_holds_itself_is_searched_for_files_once(document: Any) -> None:
    """Any JSON value, described by itself, in a form."""
    anything = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/components/schemas/Any"}}]}
    source = {
        **form(document, {"v": {"$ref": "#/components/schemas/Any"}}),
        "components": {"schemas": {"Any": anything}},
    }
    assert parts_of(Client(source).prepare("op", body={"v": "x"})) == [("v", None, None, b"x")]


@pytest.mark.parametrize("first", ["file", "text"])
def test_files_mixed_with_text_are_not_written_in_a_style(document: Any, first: str) -> None:
    """A style is for values; with a file among them each item is a part of its own."""
    encoding = {"f": {"style": "form", "explode": False}}
    schema = {"properties": {"f": {"type": "array", "items": {}}}}
    client = Client(document(content={"multipart/form-data": {"schema": schema, "encoding": encoding}}))
    items: list[Any] = [b"of the file", "some text"]
    body = client.prepare("op", body={"f": items if first == "file" else items[::-1]}).body
    written = body if isinstance(body, bytes) else body.read()
    assert written.count(b'; name="f"') == 2
    assert b"\r\n\r\nof the file\r\n" in written
    assert b"\r\n\r\nsome text\r\n" in written


KIND = {"schema": {"type": "string", "enum": ["letter", "memo"]}, "required": True}
COUNT = {"schema": {"type": "integer", "default": 3}, "required": True}
DAY = {"required": True, "schema": {"type": "string", "format": "date"}}


def head_of(prepared: Any, number: int = 0) -> list[str]:
    """The lines before the content of a part."""
    part = prepared.body.read().split(f"--{prepared.body.boundary}\r\n".encode())[number + 1]
    return part.partition(b"\r\n\r\n")[0].decode().split("\r\n")


@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
@pytest.mark.parametrize("declared", [{}, {"X-Kind": KIND}], ids=["undeclared", "declared"])
def test_a_part_has_the_headers_of_its_tuple(document: Any, declared: Any, mode: Any) -> None:
    """As requests takes them: (name, data, type, headers). Source: RFC 7578 section 4.8."""
    client = Client(form(document, {"f": FILE}, {"f": {"headers": declared}}), validate=mode)
    named = ("a.txt", b"data", "text/plain", {"x-kind": "letter", "X-N": 5, "X-L": ["a", 1], "X-Nothing": None})
    assert head_of(client.prepare("op", f=named)) == [
        'Content-Disposition: form-data; name="f"; filename="a.txt"',
        "Content-Type: text/plain",
        "x-kind: letter",
        "X-N: 5",
        "X-L: a,1",
    ]


@pytest.mark.parametrize(
    "data",
    [b"data", "data", io.BytesIO(b"data"), Path(__file__)],
    ids=["bytes", "text", "open-file", "path"],
)
def test_every_kind_of_file_can_have_headers(document: Any, data: Any) -> None:
    """In a list too."""
    client = Client(form(document, {"fs": {"type": "array", "items": FILE}}))
    prepared = client.prepare("op", fs=[b"first", ("a", data, None, {"X-A": "1"})])
    assert head_of(prepared, 1)[2:] == ["X-A: 1"]


@pytest.mark.parametrize(
    ("declared", "headers", "said"),
    [
        pytest.param(KIND, None, "the part needs the header X-Kind", id="missing"),
        pytest.param(KIND, {"X-Kind": "z"}, "header X-Kind: expected one of", id="does-not-fit"),
        pytest.param(COUNT, {"X-Kind": "z"}, "header X-Kind: expected integer", id="of-another-type"),
        pytest.param(DAY, {"X-Kind": "z"}, "header X-Kind: expected a date", id="of-another-format"),
    ],
)
def test_declared_headers_of_parts_are_checked(document: Any, declared: Any, headers: Any, said: str) -> None:
    """Source: OAS 3.1.1 Encoding Object, `headers`; a declared Content-Type is ignored there."""
    encoding = {"f": {"headers": {"X-Kind": declared, "Content-Type": {"required": True, "schema": {}}}}}
    described = form(document, {"f": FILE}, encoding)
    given = ("a", b"x", "text/plain", headers) if headers else ("a", b"x", "text/plain")
    for mode in (True, "strict"):
        (problem,) = Client(described, validate=mode).validate("op", f=given)
        assert (problem.location, problem.path) == ("body", "/body/f")
        assert said in problem.message
    Client(described, validate=False).prepare("op", f=given)


@pytest.mark.parametrize("field", ["file", "json", "text"])
def test_a_declared_header_with_a_default_is_sent(document: Any, field: str) -> None:
    """By the relief of defaults, which strict has not; the caller's own goes before it."""
    values = {"file": ("a", b"x"), "json": {"a": 1}, "text": "x"}
    properties = {"file": FILE, "json": {"type": "object"}, "text": {"type": "string"}}
    described = form(document, properties, {field: {"headers": {"X-N": COUNT}}})
    assert head_of(Client(described).prepare("op", {field: values[field]}))[-1] == "X-N: 3"
    (problem,) = Client(described, validate="strict").validate("op", {field: values[field]})
    assert problem.keyword == "required"
    given = (None, '{"a": 1}', "application/json") if field == "json" else (None, "7", None)
    own = Client(described, validate="strict").prepare("op", {field: (*given, {"x-n": 7})})
    assert head_of(own)[-1] == "x-n: 7"


def test_a_part_of_text_has_no_file_name(document: Any) -> None:
    """None as the file name, as requests has it; its text is checked against the schema."""
    client = Client(form(document, {"n": {"type": "integer"}}))
    assert head_of(client.prepare("op", n=(None, "5", "text/x-number", {"X-A": "1"}))) == [
        'Content-Disposition: form-data; name="n"',
        "Content-Type: text/x-number",
        "X-A: 1",
    ]
    assert [v.keyword for v in client.validate("op", n=(None, "five"))] == ["type"]


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        pytest.param({"Content-Type": "text/html"}, "by its file name and its media type", id="content-type"),
        pytest.param({"content-disposition": "x"}, "by its file name and its media type", id="disposition"),
        pytest.param({"X A": "x"}, "cannot be named 'X A'", id="name"),
        pytest.param({"": "x"}, "cannot be named ''", id="no-name"),
        pytest.param({5: "x"}, "cannot be named '5'", id="name-of-a-number"),
        pytest.param({"X-A": "a\r\nX-B: b"}, "one line of ASCII text", id="line-break"),
        pytest.param({"X-A": "\u00fc"}, "one line of ASCII text", id="not-ASCII"),
        pytest.param({"X-A": " a"}, "one line of ASCII text", id="blank-before"),
        pytest.param({"X-A": b"a"}, "bytes are not JSON", id="bytes"),
        pytest.param([("X-A", "a")], "must be a mapping", id="pairs"),
    ],
)
@pytest.mark.parametrize("mode", [True, "warn", False], ids=str)
def test_headers_that_no_part_can_have_are_refused(document: Any, headers: Any, said: str, mode: Any) -> None:
    client = Client(form(document, {"f": FILE}), validate=mode)
    with pytest.raises(ValidationError) as caught:
        client.prepare("op", f=("a", b"x", "text/plain", headers))
    assert [v.path for v in caught.value.violations] == ["/body/f"]
    assert said in str(caught.value)


@pytest.mark.parametrize("name", [MULTIPART, "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("key", [1, None, True, 1.5, ("a",)], ids=str)
def test_names_of_fields_are_text(document: Any, name: str, key: Any) -> None:
    """In JSON they are too: a server would read `1` and `"1"` as one."""
    for mode in (True, False):
        client = Client(form(document, name=name), validate=mode)
        with pytest.raises(ValidationError, match="property names must be text"):
            client.prepare("op", body={key: "x", "1": "y"})
        with pytest.raises(ValidationError, match="property names must be text"):
            client.prepare("op", body={"o": {"deep": [{key: "x"}]}})
