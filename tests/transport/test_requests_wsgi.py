"""An application called in process, by the rules of PEP 3333."""

from __future__ import annotations

import gc
import io
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.validate import validator

import pytest
from werkzeug.wrappers import Request, Response

from dynaclient import Client, ConnectionFailed, NotFound

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {"securitySchemes": {"Key": {"type": "apiKey", "in": "cookie", "name": "sid"}}},
    "paths": {
        "/x/{id}": {
            "get": {
                "operationId": "get",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "q", "in": "query", "schema": {"type": "string"}},
                    {"name": "X-Trace-Id", "in": "header", "schema": {"type": "string"}},
                ],
                "responses": {},
            },
            "head": {
                "operationId": "head",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {},
            },
        },
        "/x": {
            "post": {
                "operationId": "post",
                "requestBody": {"content": {"application/json": {}, "application/octet-stream": {}}},
                "responses": {},
            },
            "put": {
                "operationId": "upload",
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
                        }
                    }
                },
                "responses": {},
            },
        },
    },
}

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
PLAIN = [("Content-Type", "text/plain")]


def call(app: Application, operation_id: str = "post", *args: Any, stream: bool = False, **arguments: Any) -> Any:
    client = Client(DOCUMENT, app=app)
    return client.with_options(stream=stream).call(operation_id, *args, **arguments)


# what the application is given


def test_the_environ_is_that_of_the_request() -> None:
    """Each variable that PEP 3333 and RFC 3875 name, with the path decoded and the query not."""
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ)
        start_response("204 No Content", [])
        return []

    client = Client(DOCUMENT, app=app, base_url="https://api.example:8443/v1", headers={"User-Agent": "t"})
    client.call("get", id="a/b ü", q="1&2", X_Trace_Id="tr")
    assert seen.pop("wsgi.errors") is sys.stderr
    assert seen.pop("wsgi.input").read() == b""
    assert seen == {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/v1/x/a/b ü".encode().decode("latin-1"),
        "RAW_URI": "/v1/x/a%2Fb%20%C3%BC?q=1%262",
        "REQUEST_URI": "/v1/x/a%2Fb%20%C3%BC?q=1%262",
        "QUERY_STRING": "q=1%262",
        "SERVER_NAME": "api.example",
        "SERVER_PORT": "8443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": "0",
        "HTTP_HOST": "api.example:8443",
        "HTTP_ACCEPT": "*/*",
        "HTTP_ACCEPT_ENCODING": seen["HTTP_ACCEPT_ENCODING"],
        "HTTP_CONNECTION": "keep-alive",
        "HTTP_USER_AGENT": "t",
        "HTTP_X_TRACE_ID": "tr",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


@pytest.mark.filterwarnings("ignore:Unknown REQUEST_METHOD")
def test_both_sides_keep_to_the_standard() -> None:
    """The validator of the standard library is between us and an application."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start_response("200 OK", PLAIN)
        return [body]

    checked = validator(app)
    assert call(checked, body={"a": 1}).data == '{"a":1}'
    assert call(checked, body=b"\x00\xff").content == b"\x00\xff"


def test_the_input_is_a_file() -> None:
    """It reads by size, by line and as an iterator of lines, whatever the body came from."""
    lines = b"one\ntwo\nthree\nfour"
    seen: list[Any] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        stream = environ["wsgi.input"]
        seen.append([stream.read(2), stream.readline(), stream.readline(), next(iter(stream)), stream.readlines()])
        start_response("204 No Content", [])
        return []

    for body in (lines, io.BytesIO(lines), (lines[i : i + 3] for i in range(0, len(lines), 3))):
        call(app, body=body)
    assert seen == [[b"on", b"e\n", b"two\n", b"three\n", [b"four"]]] * 3


def test_a_framework_reads_an_upload(tmp_path: Any) -> None:
    """Werkzeug parses what we stream, of known and of unknown length."""
    path = tmp_path / "f.bin"
    path.write_bytes(bytes(range(256)) * 1000)
    pipe = io.BufferedReader(io.BytesIO(b"abc"))  # type: ignore[arg-type]

    @Request.application
    def app(request: Request) -> Response:
        file = request.files["file"]
        return Response(f"{file.filename} {len(file.read())} {request.content_length}")

    assert call(app, "upload", file=path).data.startswith("f.bin 256000 256")
    assert call(app, "upload", file=("pipe", pipe)).data.startswith("pipe 3 ")


# what it answers


def by_list(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", PLAIN)
    return [b"a", b"", b"b"]


def by_generator(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", PLAIN)
    yield b""
    yield b"a"
    yield b"b"


def by_late_start(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    def body() -> Iterator[bytes]:
        start_response("200 OK", PLAIN)
        yield b"ab"

    return body()


def by_write(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    write = start_response("200 OK", PLAIN)
    write(b"a")
    write(b"b")
    return []


def by_write_and_list(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", PLAIN)(b"a")
    return [b"b"]


def by_write_between(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    write = start_response("200 OK", PLAIN)
    yield b""
    write(b"a")
    yield b"b"
    write(b"")


def by_second_thoughts(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("500 Oops", [])
    yield b""
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        start_response("200 OK", PLAIN, sys.exc_info())
    yield b"ab"


@pytest.mark.parametrize(
    "app",
    [by_list, by_generator, by_late_start, by_write, by_write_and_list, by_write_between, by_second_thoughts],
)
@pytest.mark.parametrize("stream", [False, True])
def test_every_way_to_answer(app: Application, stream: bool) -> None:
    """The chunks arrive in order, and headers may change until there is one. Source: PEP 3333."""
    response = call(app, stream=stream)
    assert (response.status_code, response.headers["Content-Type"], response.data) == (200, "text/plain", "ab")


def test_cookies_and_repeated_headers_arrive() -> None:
    """The session keeps the cookies, as it does over the network."""
    seen: list[str | None] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.append(environ.get("HTTP_COOKIE"))
        start_response("200 OK", [("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2; Path=/"), ("X-A", "ü")])
        return []

    client = Client(DOCUMENT, app=app)
    assert client.call("post").headers["X-A"] == "ü"
    client.call("post")
    assert seen == [None, "a=1; b=2"]


def test_redirects_are_followed_with_the_body() -> None:
    """An upload is read again, in process too."""
    bodies: list[tuple[str, bytes]] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        bodies.append((environ["PATH_INFO"], environ["wsgi.input"].read()))
        if environ["PATH_INFO"] == "/x":
            start_response("307 Temporary Redirect", [("Location", "/y")])
        else:
            start_response("204 No Content", [])
        return []

    call(app, "upload", file=b"content")
    (first, body), (second, again) = bodies
    assert (first, second) == ("/x", "/y")
    assert body == again
    assert b"\r\n\r\ncontent\r\n" in body


@pytest.mark.parametrize(
    ("operation_id", "status"), [("head", "200 OK"), ("get", "204 No Content"), ("get", "304 Not Modified")]
)
def test_a_body_where_none_belongs_is_dropped(operation_id: str, status: str) -> None:
    """As a server would. Source: RFC 9110 sections 9.3.2 and 15.3.5."""
    closed: list[bool] = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, [("Content-Length", "4")])
        return Body([b"body"])

    response = call(app, operation_id, id="1")
    assert (response.data, response.headers["Content-Length"], closed) == (None, "4", [True])


def test_a_status_that_fails_raises() -> None:
    """Whatever the transport."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("404 Not Found", [("Content-Type", "application/json")])
        return [b'{"error": {"message": "gone"}}']

    with pytest.raises(NotFound, match="post: the server answered 404 Not Found: gone"):
        call(app)


# the end


class Watched:
    """A body that counts how often it was closed."""

    def __init__(self, *chunks: bytes, error: Exception | None = None) -> None:
        self.chunks = list(chunks)
        self.error = error
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield from self.chunks
        if self.error is not None:
            raise self.error

    def close(self) -> None:
        self.closed += 1


def answering(body: Any, status: str = "200 OK", headers: Any = PLAIN) -> Application:
    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, headers)
        return body

    return app


@pytest.mark.parametrize("stream", [False, True])
def test_the_body_is_closed_once(stream: bool) -> None:
    """Source: PEP 3333: "if the iterable returned by the application has a close() method, the server … must call"."""
    body = Watched(b"a", b"b")
    with call(answering(body), stream=stream) as response:
        assert response.data == "ab"
    assert body.closed == 1


def test_a_stream_is_asked_for_as_it_is_read() -> None:
    """And closed where its reader stops."""
    body = Watched(*[b"x" * 100_000] * 50)
    asked: list[int] = []

    def counted() -> Iterator[bytes]:
        for chunk in body:
            asked.append(1)
            yield chunk

    class Counted:
        def __iter__(self) -> Iterator[bytes]:
            return counted()

        def close(self) -> None:
            body.close()

    with call(answering(Counted()), stream=True) as response:
        next(response.raw.iter_content(10))
    assert (len(asked), body.closed) == (1, 1)


def test_an_upload_is_read_while_its_answer_is() -> None:
    """Such an application streams both ways; a file opened for the upload is closed at the end."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", PLAIN)
        while chunk := environ["wsgi.input"].read(5):
            yield chunk.upper()

    with call(app, body=io.BytesIO(b"hello world"), stream=True) as response:
        assert response.data == "HELLO WORLD"


def test_an_upload_from_a_path_is_closed_where_nobody_reads_it(tmp_path: Any) -> None:
    """An open file would warn when it is collected."""
    path = tmp_path / "f"
    path.write_bytes(b"x" * 1_000_000)

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read(10)
        start_response("204 No Content", [])
        return []

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call(app, body=path)
        call(app, body=path, stream=True).close()
        call(app, "upload", file=path)
        call(app, "upload", file=path, stream=True).close()
        gc.collect()
    assert caught == []


# what goes wrong in it


class Broken(Exception):
    pass


def _fail() -> None:
    raise Broken


def raises_at_once(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    raise Broken


def raises_at_first_chunk(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", PLAIN)
    raise Broken
    yield b""


def raises_later(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", PLAIN)
    yield b"a"
    raise Broken


def raises_when_told_too_late(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", PLAIN)
    yield b"a"
    try:
        _fail()
    except Broken:
        start_response("500 Oops", PLAIN, sys.exc_info())


def raises_at_the_end(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    class Body(list[bytes]):
        def close(self) -> None:
            raise Broken

    start_response("200 OK", PLAIN)
    return Body([b"a"])


@pytest.mark.parametrize(
    "app", [raises_at_once, raises_at_first_chunk, raises_later, raises_when_told_too_late, raises_at_the_end]
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_an_application_raises_is_the_callers_to_see(app: Application, stream: bool) -> None:
    """The error itself, with a traceback to its line; it is not a network failure."""
    with pytest.raises(Broken) as caught, call(app, stream=stream) as response:
        _ = response.data
    assert caught.value.__cause__ is None
    assert any(entry.name in (app.__name__, "close") for entry in caught.traceback)


def test_an_error_of_the_system_in_an_application_is_its_own() -> None:
    """Not taken for one of the connection."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise FileNotFoundError("template.html")

    with pytest.raises(FileNotFoundError, match=r"template\.html"):
        call(app)


def test_a_body_is_closed_when_reading_it_fails() -> None:
    """In whatever way."""
    body = Watched(b"a", error=Broken())
    with pytest.raises(Broken):
        call(answering(body))
    assert body.closed == 1


def starts_twice(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    start_response("201 Created", [])
    return []


@pytest.mark.parametrize(
    ("app", "error", "words"),
    [
        pytest.param(starts_twice, RuntimeError, "start_response twice", id="two starts"),
        pytest.param(lambda environ, start_response: [b"a"], RuntimeError, "gave no status", id="no start"),
        pytest.param(answering(b"abc"), TypeError, "must yield bytes, not int", id="bytes for the body"),
        pytest.param(answering(["a"]), TypeError, "must yield bytes, not str", id="text for a chunk"),
        pytest.param(answering([], status="OK"), RuntimeError, "the status 'OK'", id="no status code"),
    ],
)
def test_an_application_that_breaks_the_standard_is_told_so(
    app: Application, error: type[Exception], words: str
) -> None:
    """Its author learns what is wrong."""
    with pytest.raises(error, match=words):
        call(app)


def test_a_body_shorter_than_announced_is_a_broken_answer() -> None:
    """As over the network."""
    with pytest.raises(ConnectionFailed):
        call(answering([b"a"], headers=[("Content-Length", "5")]))


def test_no_proxy_stands_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of the network does not matter in process."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert call(by_list).data == "ab"


def test_a_document_without_a_host_needs_no_base_url() -> None:
    """There is only one place to go."""
    assert call(by_list).request.url == "http://localhost/x"
