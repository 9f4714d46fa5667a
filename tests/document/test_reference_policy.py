"""The references of a document reach its own folder, and what the caller allows; nothing else is opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest

from dynaclient import Client, load_document


def described(reference: str) -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": {"$ref": reference}}}}
    return {"openapi": "3.1.0", "paths": {"/send": {"post": {"operationId": "send", "requestBody": body}}}}


NAME = {"type": "string", "examples": ["sentinel-content"]}


def reaches(document: Any, **options: Any) -> bool:
    """Whether the body's schema was read: if so, a number is refused; if not, there is a problem."""
    loaded = load_document(document, **options)
    read = bool(Client(loaded, base_url="http://h").validate("send", body=1))
    (problem,) = loaded.problems or (None,)
    assert (problem is None) is read
    if problem is not None:
        assert "allow_references" in problem.what
        assert "sentinel-content" not in str(problem)
    return read


class Server(NamedTuple):
    origin: str
    pages: dict[str, Any]
    asked: list[str]


@pytest.fixture
def servers() -> Iterator[tuple[Server, Server]]:
    """Two origins that serve values as JSON and record their requests; a text is a redirect."""
    running = []
    made = []
    for _ in range(2):
        pages: dict[str, Any] = {}
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            pages_, asked_ = pages, asked

            def do_GET(self) -> None:
                self.asked_.append(self.path)
                page = self.pages_.get(self.path)
                body = b"" if page is None or isinstance(page, str) else json.dumps(page).encode()
                self.send_response(404 if page is None else 302 if isinstance(page, str) else 200)
                if isinstance(page, str):
                    self.send_header("Location", page)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        running.append((server, thread))
        made.append(Server(f"http://127.0.0.1:{server.server_port}", pages, asked))
    yield made[0], made[1]
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


# files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tree with schemas inside and outside the folder `api`."""
    for name in ("api/near.json", "api/below/deep.json", "far.json", "api-evil/far.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(NAME), "utf-8")
    return tmp_path


FILES: list[Any] = [
    pytest.param("near.json", True, id="beside it"),
    pytest.param("./near.json", True, id="beside it, with a dot"),
    pytest.param("below/deep.json", True, id="below it"),
    pytest.param("below/../near.json", True, id="out of a folder and back"),
    pytest.param("../api/near.json", True, id="out of its own folder and back"),
    pytest.param("../far.json", False, id="above it"),
    pytest.param("..%2Ffar.json", False, id="above it, percent-encoded"),
    pytest.param("%2e%2e/far.json", False, id="above it, with encoded dots"),
    pytest.param("below/%2e%2e/%2e%2e/far.json", False, id="above it, on a detour"),
    pytest.param("../api-evil/far.json", False, id="a folder whose name begins like its own"),
    pytest.param("link.json", False, id="a symbolic link to a file outside"),
    pytest.param("linked/far.json", False, id="through a symbolic link to a folder outside"),
    pytest.param("inner.json", True, id="a symbolic link to a file inside"),
]


@pytest.mark.parametrize(("reference", "reached"), FILES)
def test_a_file_reaches_its_own_folder_only(folder: Path, reference: str, reached: bool) -> None:
    """A document from elsewhere must not read the reader's files."""
    (folder / "api/link.json").symlink_to(folder / "far.json")
    (folder / "api/linked").symlink_to(folder, target_is_directory=True)
    (folder / "api/inner.json").symlink_to(folder / "api/below/deep.json")
    root = folder / "api/api.json"
    root.write_text(json.dumps(described(reference)), "utf-8")
    assert reaches(root) is reached


@pytest.mark.parametrize("kind", ["file", "http"])
def test_an_absolute_reference_is_held_to_the_same_folder(folder: Path, servers: Any, kind: str) -> None:
    """A `file:` or `http:` URI does not get around the policy."""
    server, _ = servers
    server.pages["/name.json"] = NAME
    outside = (folder / "far.json").as_uri() if kind == "file" else f"{server.origin}/name.json"
    root = folder / "api/api.json"
    root.write_text(json.dumps(described(outside)), "utf-8")
    assert reaches(root) is False
    assert server.asked == []
    assert reaches(root, allow_references=[outside]) is True


@pytest.mark.parametrize("reference", ["near.json", "file:///etc/hostname", "http://127.0.0.1:1/a"])
@pytest.mark.parametrize("as_text", [True, False], ids=["text", "mapping"])
def test_text_and_mappings_reach_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, reference: str, as_text: bool
) -> None:
    """They have no folder; the one the process happens to run in is not theirs."""
    monkeypatch.chdir(folder / "api")
    document = described(reference)
    assert reaches(json.dumps(document).encode() if as_text else document) is False


def test_a_document_behind_a_symbolic_link_belongs_to_the_folder_it_lies_in(folder: Path) -> None:
    """As with `$ref`s everywhere: files beside the real file are meant."""
    (folder / "api/api.json").write_text(json.dumps(described("near.json")), "utf-8")
    (folder / "link.json").symlink_to(folder / "api/api.json")
    assert reaches(folder / "link.json") is True


ALLOWED: list[Any] = [
    pytest.param(lambda folder: [folder / "far.json"], True, id="the file itself"),
    pytest.param(lambda folder: [str(folder)], True, id="its folder"),
    pytest.param(lambda folder: [folder.as_uri()], True, id="its folder, as URI"),
    pytest.param(lambda folder: ["*"], True, id="anything"),
    pytest.param(lambda folder: [folder / "far"], False, id="a prefix that is no folder"),
    pytest.param(lambda folder: [folder / "api-evil"], False, id="another folder"),
]


@pytest.mark.parametrize(("allowed", "reached"), ALLOWED)
def test_allow_references_opens_what_it_names(folder: Path, allowed: Any, reached: bool) -> None:
    """A prefix ends at a slash."""
    root = folder / "api/api.json"
    root.write_text(json.dumps(described("../far.json")), "utf-8")
    assert reaches(root, allow_references=allowed(folder)) is reached


def test_the_client_passes_allow_references_on(folder: Path) -> None:
    """`Client(…, allow_references=…)` is how users say it."""
    root = folder / "api/api.json"
    root.write_text(json.dumps(described("../far.json")), "utf-8")
    assert Client(root, base_url="http://h", allow_references=[folder]).validate("send", body=1)


def test_an_allowed_file_may_not_lead_further(folder: Path) -> None:
    """The root's policy applies wherever the reference is."""
    root = folder / "api/api.json"
    root.write_text(json.dumps(described("near.json")), "utf-8")
    (folder / "api/near.json").write_text(json.dumps({"$ref": "../far.json"}), "utf-8")
    assert reaches(root) is False


# addresses

ADDRESSES: list[Any] = [
    pytest.param("near.json", "/api/near.json", True, id="beside it"),
    pytest.param("/api/v1/near.json", "/api/v1/near.json", True, id="below it"),
    pytest.param("/far.json", "/far.json", False, id="above it"),
    pytest.param("../far.json", "/far.json", False, id="above it, by dots"),
    pytest.param("/api/%2e%2e/far.json", "/api/%2e%2e/far.json", False, id="above it, by encoded dots"),
    pytest.param("/api/..%2ffar.json", "/api/..%2ffar.json", False, id="above it, by an encoded slash"),
    pytest.param("/api-evil/far.json", "/api-evil/far.json", False, id="a path that begins like its own"),
]


@pytest.mark.parametrize(("reference", "path", "reached"), ADDRESSES)
def test_an_address_reaches_its_own_folder_only(servers: Any, reference: str, path: str, reached: bool) -> None:
    """A refused URL is not even requested."""
    server, _ = servers
    server.pages.update({"/api/api.json": described(reference), path: NAME})
    assert reaches(f"{server.origin}/api/api.json") is reached
    assert (path in server.asked) is reached


def test_another_origin_is_not_asked(servers: Any) -> None:
    """Another port, another host name for the same host, and another scheme are other origins."""
    server, other = servers
    port = server.origin.rpartition(":")[2]
    other.pages["/api/name.json"] = NAME
    server.pages["/api/name.json"] = NAME
    for reference in (f"{other.origin}/api/name.json", f"http://localhost:{port}/api/name.json"):
        server.pages["/api/api.json"] = described(reference)
        assert reaches(f"{server.origin}/api/api.json") is False
    for reference in (
        f"http://127.0.0.1:{port}@{other.origin.removeprefix('http://')}/api/name.json",
        f"//{other.origin.removeprefix('http://')}/api/name.json",
        f"https://127.0.0.1:{port}/api/name.json",
        "file:///etc/hostname",
    ):
        server.pages["/api/api.json"] = described(reference)
        assert reaches(f"{server.origin}/api/api.json") is False
    assert other.asked == []
    assert set(server.asked) == {"/api/api.json"}


def test_a_redirect_may_not_lead_out(servers: Any) -> None:
    """A reference inside that redirects outside is refused before the outside is asked."""
    server, other = servers
    other.pages["/api/name.json"] = NAME
    server.pages.update(
        {
            "/api/api.json": described("name.json"),
            "/api/name.json": f"{other.origin}/api/name.json",
            "/far.json": NAME,
        }
    )
    assert reaches(f"{server.origin}/api/api.json") is False
    server.pages["/api/name.json"] = "/far.json"
    assert reaches(f"{server.origin}/api/api.json") is False
    assert other.asked == []
    assert "/far.json" not in server.asked


def test_a_redirect_within_is_followed_and_moves_the_base(servers: Any) -> None:
    """Source: RFC 3986 section 5.1.3: references in a retrieved text are relative to where it was found."""
    server, _ = servers
    server.pages.update(
        {
            "/api/api.json": described("schemas.json#/A"),
            "/api/schemas.json": "/api/v2/schemas.json",
            "/api/v2/schemas.json": {"A": {"$ref": "more.json"}},
            "/api/v2/more.json": NAME,
        }
    )
    assert reaches(f"{server.origin}/api/api.json") is True


def test_an_allowed_address_is_read_from_a_mapping(servers: Any) -> None:
    """One server allowed opens nothing else."""
    server, other = servers
    server.pages["/name.json"] = other.pages["/name.json"] = NAME
    allowed = [server.origin]
    assert reaches(described(f"{server.origin}/name.json"), allow_references=allowed) is True
    assert reaches(described(f"{other.origin}/name.json"), allow_references=allowed) is False
    assert other.asked == []


def test_each_resource_is_read_once_even_when_it_fails(servers: Any) -> None:
    """A hundred references into one missing file ask for it once."""
    server, _ = servers
    properties = {f"p{i}": {"$ref": f"missing.json#/{i}"} for i in range(100)}
    document = described("#/components/schemas/All") | {"components": {"schemas": {"All": {"properties": properties}}}}
    server.pages["/api/api.json"] = document
    loaded = load_document(f"{server.origin}/api/api.json")
    client = Client(loaded, base_url="http://h")
    assert client.validate("send", body={"p1": 1}) == []
    assert len(loaded.problems) == 100
    assert all("the server answered 404" in problem.what for problem in loaded.problems)
    assert server.asked == ["/api/api.json", "/api/missing.json"]


def test_nothing_is_read_before_it_is_needed(servers: Any) -> None:
    """An operation that is not called costs no request."""
    server, _ = servers
    server.pages.update({"/api/api.json": described("name.json"), "/api/name.json": NAME})
    loaded = load_document(f"{server.origin}/api/api.json")
    assert list(Client(loaded).operations) == ["send"]
    assert server.asked == ["/api/api.json"]
    assert loaded.problems == ()
    assert server.asked == ["/api/api.json", "/api/name.json"]
