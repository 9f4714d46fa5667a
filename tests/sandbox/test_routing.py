"""A method and a path mean the most literal operation that fits, below any server of the document or none."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient.document import Document
from dynaclient.model import Operations
from dynaclient.sandbox.routes import Router


def router(paths: list[str], servers: tuple[str, ...] = (), methods: tuple[str, ...] = ("get",)) -> Router:
    root: dict[str, Any] = {"openapi": "3.1.0", "info": {}, "servers": [{"url": url} for url in servers]}
    root["paths"] = {path: {m: {"operationId": f"{m} {path}", "responses": {}} for m in methods} for path in paths}
    return Router(Operations(Document(root)).values())


@pytest.mark.parametrize(
    ("paths", "servers", "asked", "meant", "texts"),
    [
        pytest.param(["/pets/{id}", "/pets/mine"], (), "/pets/mine", "/pets/mine", {}, id="literal before template"),
        pytest.param(["/pets/mine", "/pets/{id}"], (), "/pets/7", "/pets/{id}", {"id": "7"}, id="template"),
        pytest.param(["/{a}/x", "/b/{c}"], (), "/b/x", "/b/{c}", {"c": "x"}, id="literal on the left"),
        pytest.param(["/f/{a}{.b}"], (), "/f/1.json", "/f/{a}{.b}", {"a": "1", ".b": ".json"}, id="two in one segment"),
        pytest.param(["/p/{v}"], (), "/p/a%2Fb", "/p/{v}", {"v": "a%2Fb"}, id="an encoded slash"),
        pytest.param(["/x"], ("https://h/v1",), "/v1/x", "/x", {}, id="below the server"),
        pytest.param(["/x"], ("https://h/v1",), "/x", "/x", {}, id="without the server's path"),
        pytest.param(["/x"], ("https://h/{tier}/v2",), "/gold/v2/x", "/x", {}, id="a variable in the server"),
        pytest.param(["/x"], ("/api/",), "/api/x", "/x", {}, id="a relative server"),
        pytest.param(["/a b/é"], (), "/a%20b/%c3%a9", "/a b/é", {}, id="encoded literals"),
        pytest.param(["/x/"], (), "/x/", "/x/", {}, id="a slash at the end"),
    ],
)
def test_what_is_meant(
    paths: list[str], servers: tuple[str, ...], asked: str, meant: str, texts: dict[str, str]
) -> None:
    """One table for templates, encodings and servers."""
    found, _ = router(paths, servers).find("get", asked, "")
    assert (found[0].operation.path, dict(found[0].texts)) == (meant, texts)


def test_a_query_in_the_path_key_decides() -> None:
    """`/x?beta=true` is meant when the request says so, and `/x` otherwise."""
    routes = router(["/x", "/x?beta=true"])
    assert routes.find("get", "/x", "beta=true")[0][0].operation.path == "/x?beta=true"
    assert routes.find("get", "/x", "")[0][0].operation.path == "/x"


def test_other_methods_are_told() -> None:
    """An unknown path has no methods; for a known one the others are returned."""
    routes = router(["/x/{y}"], methods=("get", "delete"))
    assert routes.find("post", "/x/1", "") == ([], ("GET", "DELETE"))
    assert routes.find("get", "/z", "") == ([], ())
