"""Documents that are no documents, or that say what no document may say."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, DynaclientError, load_document

from .conftest import survive, survives

SKELETON: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "http://h.test", "variables": {"v": {"default": "a", "enum": ["a"]}}}],
    "tags": [{"name": "t"}],
    "security": [{"k": []}],
    "paths": {
        "/x/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "x",
                "tags": ["t"],
                "parameters": [{"name": "q", "in": "query", "style": "form", "schema": {"type": "integer"}}],
                "requestBody": {"content": {"application/json": {"schema": {"type": "object", "required": ["a"]}}}},
                "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {}}}}},
            },
        }
    },
    "components": {
        "schemas": {"S": {"type": "object", "properties": {"a": {"enum": [1]}}}},
        "securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": "X-K"}},
    },
}
JUNK: dict[str, Any] = {
    "null": None,
    "number": 5,
    "text": "x",
    "list": [],
    "object": {},
    "true": True,
    "nested": [[[None]]],
    "reference": {"$ref": 5},
    "huge": 10**400,
}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in members for found in places(item, (*path, key)))]


def replaced(place: tuple[Any, ...], value: Any) -> Any:
    """The skeleton with one value replaced."""
    if not place:
        return value
    changed = copy.deepcopy(SKELETON)
    inner: Any = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return changed


def use(source: Any) -> None:
    """Everything that reads a document."""
    client = Client(source, credentials=False, base_url=None)
    str(client.document.problems)
    for operation_id in list(client.operations)[:5]:
        for act in (
            lambda name=operation_id: client.validate(name, id="1", q=1, body={"a": 1}),
            lambda name=operation_id: client.prepare(name, id="1", q=1, body={"a": 1}),
            lambda name=operation_id: str(client.explain(name, id="1")),
            lambda name=operation_id: getattr(client, name).__doc__,
        ):
            assert survives(act)
    client.operations.search("x")


@pytest.mark.parametrize("place", places(SKELETON)[1::2], ids=lambda place: "/".join(map(str, place)))
@pytest.mark.parametrize("junk", ["null", "number", "nested", "reference"])
def test_a_value_of_a_wrong_type(place: tuple[Any, ...], junk: str) -> None:
    assert survives(lambda: use(replaced(place, JUNK[junk])))


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("place", [("paths",), ("paths", "/x/{id}", "get"), ("components", "schemas", "S")], ids=str)
def test_a_value_of_another_wrong_type(place: tuple[Any, ...], junk: str) -> None:
    assert survives(lambda: use(replaced(place, JUNK[junk])))


def lol(levels: int) -> str:
    lines = ['a0: &a0 ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]']
    lines += [f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]" for i in range(1, levels)]
    return "\n".join(["openapi: 3.1.0", "info: {title: T, version: '1'}", "paths: {}", *lines])


HEAD = '{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}, "x-a": '
ONE = b'{"openapi": "3.1.0", "info": {}, %b "paths": {"/": {"get": {"operationId": "%b"}}}}'
TEXTS: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \n\t\n",
    "a null": b"null",
    "a number": b"1",
    "a list": b"[]",
    "a text": b'"openapi"',
    "zero bytes": b"\x00" * 100,
    "any bytes": bytes(range(256)),
    "half a brace": b'{"openapi": ',
    "no UTF-8": b'{"openapi": "\xff\xfe"}',
    "UTF-16": json.dumps(SKELETON).encode("utf-16"),
    "UTF-32": json.dumps(SKELETON).encode("utf-32"),
    "a byte order mark": b"\xef\xbb\xbf" + json.dumps(SKELETON).encode(),
    "HTML": b"<!doctype html><html>",
    "XML entities": b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>',
    "deep JSON": HEAD.encode() + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": HEAD.encode() + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
    "deep YAML": b"openapi: 3.1.0\npaths: " + b"[" * 20_000,
    "deep block YAML": b"".join(b" " * i + b"a:\n" for i in range(1500)),
    "a long number": HEAD.encode() + b"9" * 100_000 + b"}",
    "a long exponent": HEAD.encode() + b"1e999999999}",
    "not a number": HEAD.encode() + b"NaN}",
    "half a pair": HEAD.encode() + b'"\\ud800"}',
    "the same key twice": HEAD.encode() + b'1, "paths": {"/a": {}}}',
    "very many keys": HEAD.encode() + json.dumps({str(i): i for i in range(50_000)}).encode() + b"}",
    "a bomb of aliases": lol(9).encode(),
    "an alias of itself": b"openapi: 3.1.0\ninfo: &a {title: T, version: '1', x: *a}\npaths: {}\n",
    "a tag of Python": b"openapi: !!python/object/apply:os.system ['true']\n",
    "an unknown tag": b"openapi: !foo 3.1.0\npaths: {}\n",
    "binary YAML": b"openapi: !!binary AAAA\npaths: {}\n",
    "a set in YAML": b"openapi: 3.1.0\npaths: !!set {a, b}\n",
    "a merge of itself": b"a: &a\n  <<: *a\nopenapi: 3.1.0\npaths: {}\n",
    "two documents": b"openapi: 3.1.0\n---\nopenapi: 3.0.0\n",
    "a key that is a list": b"? [a, b]\n: c\nopenapi: 3.1.0\npaths: {}\n",
    "a date": b"openapi: 2024-01-01\npaths: {}\n",
    "a version of numbers": b"openapi: 3.1\ninfo: {}\npaths: {}\n",
    "a version of the future": b'{"openapi": "99.0", "info": {}, "paths": {}}',
    "both versions": b'{"openapi": "3.1.0", "swagger": "2.0", "info": {}, "paths": {}}',
    "a path without a slash": b'{"openapi": "3.1.0", "info": {}, "paths": {"x": {"get": {"operationId": "x"}}}}',
    "braces in a path": b'{"openapi": "3.1.0", "info": {}, "paths": {"/{{a}{b": {"get": {"operationId": "x"}}}}',
    "an operationId of controls": ONE % (b"", b"\\u001b[2J"),
    "an operationId of Python": ONE % (b"", b"__class__"),
    "a server that is no URL": ONE % (b'"servers": [{"url": "http://["}],', b"x"),
    "a server with a port of text": ONE % (b'"servers": [{"url": "http://h:x"}],', b"x"),
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_is_hardly_a_document(text: str, tmp_path: Path) -> None:
    """As bytes, and as a file."""
    assert survives(lambda: use(TEXTS[text]))
    (tmp_path / "document.yaml").write_bytes(TEXTS[text])
    assert survives(lambda: load_document(tmp_path / "document.yaml"))


SOURCES = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "/",
    ".",
    "..",
    "no/such/file",
    "http://",
    "http://[",
    "http://127.0.0.1:1/x",
    "ftp://h/x",
    "file:///no/such",
    "~nobody/x",
    "a" * 5000,
    "/dev/null",
    None,
    5,
    1.5,
    [],
    (),
    object(),
    b"",
    {},
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: repr(source)[:20])
def test_a_source_that_is_none(source: Any) -> None:
    assert isinstance(survive(lambda: load_document(source)), DynaclientError)
