"""What a document is read from: regular files and addresses, in bounded time, their secrets in no text for people."""

from __future__ import annotations

import json
import os
import pickle
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, Document, DocumentError, load_document
from dynaclient._support.urls import without_secrets
from dynaclient.document.addresses import Addresses
from dynaclient.document.web import read_web

SECRET = "s3cretWord"
KEY = "k3yWord"

# files


def _pipe(path: Path) -> str:
    os.mkfifo(path)
    return "a pipe"


def _socket(path: Path) -> str:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
    return "a socket"


def _folder(path: Path) -> str:
    path.mkdir()
    return "a directory"


@pytest.mark.skipif(os.name != "posix", reason="files of these kinds are those of POSIX")
@pytest.mark.parametrize("make", [_pipe, _socket, _folder])
@pytest.mark.parametrize("how", ["root", "reference", "client", "no cache"])
def test_what_is_no_regular_file_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], str], how: str
) -> None:
    monkeypatch.setenv("DYNACLIENT_CACHE", "off" if how == "no cache" else str(tmp_path / "cache"))
    path = tmp_path / "part.json"
    kind = make(path)
    start = time.monotonic()
    if how == "reference":
        root = tmp_path / "root.json"
        paths = {"/x": {"$ref": "part.json"}}
        root.write_text(json.dumps({"openapi": "3.1.0", "info": {}, "paths": paths}))
        text = " ".join(map(str, load_document(root).problems))
    else:
        with pytest.raises(DocumentError) as caught:
            (Client if how == "client" else load_document)(str(path))
        text = str(caught.value)
    assert kind in text
    assert "part.json" in text
    assert time.monotonic() - start < 5


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no endless device")
def test_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to("/dev/zero")
    for path in ("/dev/zero", tmp_path / "link.json"):
        with pytest.raises(DocumentError, match="a document is a regular file, and this is a device"):
            load_document(path)


# the web


class Pages(ThreadingHTTPServer):
    """Answers with pages by path; the requests are kept."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = pages
        self.asked: list[tuple[str, str | None]] = []

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def with_password(self, path: str) -> str:
        return f"http://user:{SECRET}@127.0.0.1:{self.server_port}{path}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Pages)
        self.server.asked.append((self.path, self.headers.get("Authorization")))
        text = self.server.pages.get(self.path)
        self.send_response(404 if text is None else 200)
        self.send_header("Content-Length", str(len(text or b"")))
        self.end_headers()
        self.wfile.write(text or b"")

    def log_message(self, *args: object) -> None: ...


@contextmanager
def serving(pages: dict[str, bytes]) -> Iterator[Pages]:
    with Pages(pages) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def described(**schemas: Any) -> bytes:
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}
    operation = {"operationId": "x", "requestBody": body, "responses": {}}
    root = {"openapi": "3.1.0", "info": {"title": "T"}, "paths": {"/x": {"post": operation}}}
    return json.dumps({**root, "components": {"schemas": schemas}}).encode()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://u:p@api.test/a.json", "https://api.test/a.json"),
        ("https://api.test/a?api_key=k&v=1#/x", "https://api.test/a?api_key=***&v=1#/x"),
        ("https://api.test/a?v=1&X-Amz-Signature=k&sig=k", "https://api.test/a?v=1&X-Amz-Signature=***&sig=***"),
        ("https://api.test/a?subscription-key=k&key=", "https://api.test/a?subscription-key=***&key="),
        ("https://api.test/a?monkey=1&keyboard=2", "https://api.test/a?monkey=1&keyboard=2"),
        ("/home/me@work/a?key=1.json", "/home/me@work/a?key=1.json"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert without_secrets(address) == shown
    assert Addresses([address]).real(shown) == address


def test_no_text_about_a_document_has_the_secrets_of_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reprs, problems, errors, pointers, pickles and the cache; the user information still goes to its origin."""
    monkeypatch.setenv("DYNACLIENT_CACHE", str(tmp_path / "cache"))
    pages = {"/api.json": b"", "/parts.json": json.dumps({"B": {"type": "integer"}}).encode(), "/bad.json": b"{no"}
    with serving(pages) as server:
        keyed = f"{server.at('/keyed.json')}?api_key={KEY}#/C"
        pages[f"/keyed.json?api_key={KEY}"] = json.dumps({"C": {"type": "string"}}).encode()
        pages["/api.json"] = described(
            A={"properties": {"b": {"$ref": "parts.json#/B"}, "c": {"$ref": keyed}, "d": {"$ref": "none.json#/D"}}}
        )
        address = server.with_password("/api.json")
        document = load_document(address)
        client = Client(document, base_url="http://127.0.0.1:9")
        violations = client.validate("x", body={"b": "no", "c": 1})
        assert [violation.path for violation in violations] == ["/body/b", "/body/c"]
        assert [document.resolve(violation.schema_pointer) for violation in violations] == ["integer", "string"]
        restored = pickle.loads(pickle.dumps(document))
        assert [v.path for v in Client(restored).validate("x", body={"b": "no", "c": 1})] == ["/body/b", "/body/c"]
        texts = [repr(document), document.source, document.uri, repr(client), str(document.problems), str(violations)]
        texts += [repr(entry) for entry in document.entries.values()]
        texts += [repr(path.read_bytes()) for path in (tmp_path / "cache").glob("*")]
        for path in ("/none.json", "/bad.json"):
            with pytest.raises(DocumentError) as caught:
                load_document(server.with_password(path))
            texts += [str(caught.value), repr(caught.value.__dict__)]
        pickles = [repr(pickle.dumps(document)), repr(pickle.dumps(client))]  # the text of the document has the key
        assert not [text for text in (*texts, *pickles) if SECRET in text]
        assert not [text for text in texts if KEY in text]
        given = dict(server.asked)
        assert given["/parts.json"] == given["/api.json"] is not None


def test_a_document_with_a_password_is_compiled_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNACLIENT_CACHE", str(tmp_path / "cache"))
    pages = {"/parts.json": json.dumps({"B": {"type": "integer"}}).encode()}
    with serving(pages) as server:
        pages["/api.json"] = described(A={"properties": {"b": {"$ref": "parts.json#/B"}}}, P={"title": "x" * 40_000})
        for _ in range(2):
            client = Client(server.with_password("/api.json"), base_url="http://127.0.0.1:9")
            assert [violation.path for violation in client.validate("x", body={"b": "no"})] == ["/body/b"]
        (entry,) = (tmp_path / "cache").iterdir()
        assert SECRET.encode() not in entry.read_bytes()


def test_an_error_of_the_policy_hides_the_secrets_of_a_reference() -> None:
    document = Document(described(A={"$ref": f"https://user:{SECRET}@api.test/a.json?key={SECRET}#/A"}))
    (problem,) = document.problems
    assert SECRET not in repr(problem)
    assert "https://api.test/a.json?key=***" in problem.what


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(b"", id="a status line that does not come"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Slow: ", id="a header line that drips"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", id="a body that drips"),
    ],
)
def test_a_text_has_a_total_time(start: bytes) -> None:
    """Each byte comes in time, and the text never."""
    ends = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(start)
                while not ends.wait(0.05):
                    try:
                        connection.sendall(b"a" if start else b"")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        begun = time.monotonic()
        with pytest.raises(DocumentError, match=r"it was not complete after 0\.5 s"):
            read_web(f"http://127.0.0.1:{listener.getsockname()[1]}/a", 1000_000, None, total=0.5)
        assert time.monotonic() - begun < 5
        ends.set()
        thread.join()


def test_a_text_that_says_it_is_too_long_is_refused_unread() -> None:
    with serving({"/a": b"x" * 5000}) as server:
        with pytest.raises(DocumentError, match="the text is longer than the limit of 4,999 bytes"):
            read_web(server.at("/a"), 4999, None)
        assert read_web(server.at("/a"), 5000, None)[0] == b"x" * 5000


def test_a_default_port_is_of_the_same_origin() -> None:
    """The user of an address is for all of its origin, which a port that goes without saying does not change."""
    addresses = Addresses(["https://user:pw@docs.test/api/openapi.json"])
    assert addresses.real("https://docs.test:443/api/parts.json") == "https://user:pw@docs.test:443/api/parts.json"
    assert addresses.real("https://DOCS.test/x.json") == "https://user:pw@DOCS.test/x.json"
    assert addresses.real("http://docs.test/x.json") == "http://docs.test/x.json"
    assert addresses.real("https://docs.test:8443/x.json") == "https://docs.test:8443/x.json"
