"""Matches a method and a path to operations. Knows templates and base paths, not parameters or bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from ..document.names import TEMPLATE
from ..model import Operation

_MOST_KNOWN, _LONG = 4096, 1024
"""Paths whose routes are remembered, and the characters from which on a path is not."""

_VARIABLE = re.compile(r"\{[^{}]*\}")


class Match(NamedTuple):
    """An operation that a request matches, with the text of each template, still percent-encoded."""

    operation: Operation
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Route:
    operation: Operation
    expression: re.Pattern[str]
    names: tuple[str, ...]
    rank: tuple[int, ...]
    query: tuple[tuple[str, str], ...]


def path_of(operation: Operation) -> str:
    """The path key without the suffix that some documents append to distinguish operations."""
    return _bare(operation.path)


@lru_cache(maxsize=4096)
def _bare(path: str) -> str:
    path = re.split(r"[?#]", path)[0]
    return path if path.startswith("/") else f"/{path}"


class Router:
    """The routes of a document.

    Args:
        operations: all operations of the document.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._routes: list[_Route] = [_route(operation) for operation in operations]
        self._routes.sort(key=lambda route: route.rank)
        self._known: dict[str, list[tuple[_Route, re.Match[str]]]] = {}
        self._plain: dict[tuple[str, str], tuple[list[Match], tuple[str, ...]]] = {}

    def find(self, method: str, path: str, query: str) -> tuple[list[Match], tuple[str, ...]]:
        """The matching operations, most literal path first, and every method of the path. Not to be changed."""
        if query or len(path) >= _LONG:
            return self._found(method, path, query)
        known = self._plain.get((method, path))
        if known is None:
            if len(self._plain) >= _MOST_KNOWN:
                self._plain.clear()
            known = self._plain[method, path] = self._found(method, path, query)
        return known

    def _found(self, method: str, path: str, query: str) -> tuple[list[Match], tuple[str, ...]]:
        found: list[Match] = []
        allowed: dict[str, None] = {}
        best: tuple[int, ...] | None = None
        pairs = parse_qsl(query, keep_blank_values=True) if query else []
        late: list[Match] = []
        for route, match in self._of_path(path):
            allowed[route.operation.sent_method] = None
            if route.operation.method != method or (best is not None and route.rank != best):
                continue
            best = route.rank
            item = Match(route.operation, dict(zip(route.names, match.groups(), strict=True)))
            if route.query and all(pair in pairs for pair in route.query):
                found.insert(0, item)
            elif route.query:
                late.append(item)
            else:
                found.append(item)
        return found + late, tuple(allowed)

    def _of_path(self, path: str) -> list[tuple[_Route, re.Match[str]]]:
        """The routes that match a path, whatever their method."""
        found = self._known.get(path)
        if found is None:
            tried = ((route, route.expression.fullmatch(path)) for route in self._routes)
            found = [(route, match) for route, match in tried if match is not None]
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            if len(path) < _LONG:
                self._known[path] = found
        return found


def _route(operation: Operation) -> _Route:
    path = path_of(operation)
    names: list[str] = []
    out = ""
    for part in re.split(r"(\{[^{}/?#]+\})", path):
        found = TEMPLATE.fullmatch(part)
        if found:
            names.append(found[1])
            out += "([^/]+?)"
        else:
            out += "".join(_literal(character) for character in part)
    literal = [2 if TEMPLATE.fullmatch(s) else 1 if TEMPLATE.search(s) else 0 for s in path.split("/")[1:]]
    query = re.search(r"\?([^#]*)", operation.path)
    pairs = tuple(parse_qsl(query[1], keep_blank_values=True)) if query else ()
    prefix = "|".join(sorted({_base(server.url) for server in operation.servers}, key=len, reverse=True))
    expression = re.compile(f"(?:{prefix})?{out}/?" if not path.endswith("/") else f"(?:{prefix})?{out}?")
    return _Route(operation, expression, tuple(names), tuple(literal), pairs)


def _literal(character: str) -> str:
    """A character of the path as itself or percent-encoded in either case."""
    if (character.isascii() and character.isalnum()) or character in "/-._~":
        return re.escape(character)
    encoded = "".join(f"%{byte:02X}" for byte in character.encode())
    return f"(?:{re.escape(character)}|{encoded}|{encoded.lower()})"


def _base(url: str) -> str:
    """The path of a server as a regular expression; a variable matches anything without a slash."""
    path = urlsplit(_VARIABLE.sub("\0", url)).path if "://" in url or url.startswith("//") else _VARIABLE.sub("\0", url)
    if url.startswith("{"):  # `{scheme}://…` or `{server}/v1`
        path = "/" + _VARIABLE.sub("\0", url).split("://", 1)[-1].partition("/")[2]
    if not path.startswith("/"):
        path = "/" + path
    return "".join("[^/]+" if character == "\0" else _literal(character) for character in unquote(path).rstrip("/"))
