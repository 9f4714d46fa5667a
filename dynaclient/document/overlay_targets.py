"""The nodes that a JSONPath selects, found by jsonpath-rfc9535 within limits of work. Changes nothing.

The library has no limit of its own, and a short query over a large document can take hours. So it sees the document
through views that count what it reads, whatever version of it is installed. Source: RFC 9535.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ..errors import MissingExtra
from .yaml_events import MAX_DEPTH

MAX_STEPS = 30_000_000
"""What the queries of all overlays of a document may cost together: some tens of seconds. A value that is read costs
one step, or more if the query has several selectors or a filter."""

_FILTER = 3
"""Steps that each filter of a query adds to every value that it reads."""

MAX_SELECTED = 500_000
"""Nodes that one query may select."""

MAX_PATTERN_SECONDS = 5.0
"""Seconds that the patterns of all queries may take together."""

Location = tuple[str | int, ...]
"""The keys and indexes that lead to a node."""


class TargetError(Exception):
    """A query cannot be used, or takes too much; the text says why."""


class Targets:
    """Evaluates the queries of overlays, and counts what they cost."""

    def __init__(self) -> None:
        self._steps = MAX_STEPS
        self._weight = 1
        self._seconds = MAX_PATTERN_SECONDS
        self._environment = self._make_environment()

    def _make_environment(self) -> Any:
        try:
            import jsonpath_rfc9535
        except ModuleNotFoundError as error:
            raise MissingExtra("an overlay", error.name or "jsonpath_rfc9535") from None
        environment: Any = jsonpath_rfc9535.JSONPathEnvironment()
        environment.max_recursion_depth = MAX_DEPTH + 2
        environment.max_expression_depth = 200  # of version 2, which refuses a filter of 15 terms without it
        functions = getattr(environment, "functions", None) or environment.function_extensions  # the second until 1.0
        for name, method in (("match", "fullmatch"), ("search", "search")):
            functions[name] = _bounded(type(functions[name]), method, self)
        return environment

    def select(self, root: Mapping[str, Any], query: str) -> list[Location]:
        """The locations of the nodes that a query selects, each once, in the order of the query.

        Raises:
            TargetError: the query is not valid, or takes too much.
        """
        from jsonpath_rfc9535 import JSONPathError, JSONPathRecursionError

        found: dict[Location, None] = {}
        # what a node costs although nothing of it is read: each selector, and each term of a filter
        self._weight = 1 + len(query) // 200 + sum(map(query.count, (",", "||", "&&")))
        self._weight += _FILTER * query.count("?")
        try:
            for node in self._environment.compile(query).finditer(ObjectView(root, self)):
                self.spend(1)
                found[tuple(node.location)] = None
                if len(found) > MAX_SELECTED:
                    raise TargetError(f"the query selects more than {MAX_SELECTED:,} nodes; write a narrower one")
        except (RecursionError, JSONPathRecursionError):
            raise TargetError("the query, or the document, is nested too deeply for it") from None
        except JSONPathError as error:
            reason = str(error.args[0] if error.args else error).partition("\n")[0]
            raise TargetError(f"this is not a JSONPath of RFC 9535: {reason}") from None
        return list(found)

    def spend(self, steps: int) -> None:
        """Count what a query reads."""
        self._steps -= steps * self._weight
        if self._steps < 0:
            raise TargetError(f"the queries need more than {MAX_STEPS:,} steps in this document; write narrower ones")

    def searched(self, search: Any, text: str) -> bool:
        """Whether a pattern matches, within the time that is left."""
        self.spend(1 + len(text) // 64)
        started = time.monotonic()
        try:
            return search(text, timeout=max(self._seconds, 1e-3)) is not None
        except TimeoutError:
            what = f"the patterns of the queries take longer than {MAX_PATTERN_SECONDS:g} s; write simpler ones"
            raise TargetError(what) from None
        finally:
            self._seconds -= time.monotonic() - started


def _bounded(kind: Any, method: str, targets: Targets) -> Any:
    """The function `match` or `search`, limited in time. Source: RFC 9535 sections 2.4.6 and 2.4.7; RFC 9485."""

    class Bounded(kind):  # type: ignore[misc]  # the library's own class says what arguments it takes
        def __call__(self, text: Any, pattern: Any) -> bool:
            if not isinstance(text, str) or not isinstance(pattern, str):
                return False
            targets.spend(1 + len(pattern) // 64)
            compiled = _compiled(pattern)
            return compiled is not None and targets.searched(getattr(compiled, method), text)

    return Bounded()


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> Any:
    """An I-Regexp for the library `regex`; None if it is not one. Source: RFC 9485 section 5.3."""
    import regex
    from iregexp_check import check

    if not check(pattern):
        return None
    parts, escaped, in_class = [], False, False
    for character in pattern:
        plain = not escaped and not in_class
        parts.append(r"[^\n\r]" if character == "." and plain else character)
        if not escaped:
            in_class = (in_class or character == "[") and character != "]"
        escaped = character == "\\" and not escaped
    try:
        return regex.compile("".join(parts), regex.VERSION1)
    except regex.error:
        return None


def _view(value: Any, targets: Targets) -> Any:
    if isinstance(value, dict):
        return ObjectView(value, targets)
    return ArrayView(value, targets) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    return value.source if isinstance(value, (ObjectView, ArrayView)) else value


class ObjectView(dict[str, Any]):
    """An object as queries see it: its members are views too, made when they are read."""

    __slots__ = ("_targets", "source")
    __hash__ = None

    def __init__(self, source: Mapping[str, Any], targets: Targets) -> None:
        super().__init__()
        self.source = source
        self._targets = targets

    def __contains__(self, name: object) -> bool:
        self._targets.spend(1)
        return name in self.source

    def __getitem__(self, name: str) -> Any:
        self._targets.spend(1)
        return _view(self.source[name], self._targets)

    def __len__(self) -> int:
        return len(self.source)

    def __iter__(self) -> Iterator[str]:
        return iter(self.source)

    def items(self) -> Any:
        """The members."""
        for name, value in self.source.items():
            self._targets.spend(1)
            yield name, _view(value, self._targets)

    def __eq__(self, other: object) -> bool:
        return _equal(self.source, _plain(other), self._targets)

    def __ne__(self, other: object) -> bool:
        return not self == other


class ArrayView(list[Any]):
    """An array as queries see it."""

    __slots__ = ("_targets", "source")
    __hash__ = None

    def __init__(self, source: list[Any], targets: Targets) -> None:
        super().__init__()
        self.source = source
        self._targets = targets

    def __len__(self) -> int:
        return len(self.source)

    def __iter__(self) -> Iterator[Any]:
        for value in self.source:
            self._targets.spend(1)
            yield _view(value, self._targets)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [_view(value, self._targets) for value in self._counted(self.source[index])]
        self._targets.spend(1)
        return _view(self.source[index], self._targets)

    def _counted(self, values: list[Any]) -> list[Any]:
        self._targets.spend(len(values))
        return values

    def __eq__(self, other: object) -> bool:
        return _equal(self.source, _plain(other), self._targets)

    def __ne__(self, other: object) -> bool:
        return not self == other


def _equal(left: Any, right: Any, targets: Targets) -> bool:
    """Whether two values are equal as JSON. Source: RFC 9535 section 2.3.5.2.2."""
    waiting = [(left, right)]
    while waiting:
        one, other = waiting.pop()
        targets.spend(1)
        if isinstance(one, dict) or isinstance(other, dict):
            if not (isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys()):
                return False
            waiting += [(value, other[name]) for name, value in one.items()]
        elif isinstance(one, list) or isinstance(other, list):
            if not (isinstance(one, list) and isinstance(other, list) and len(one) == len(other)):
                return False
            waiting += zip(one, other, strict=True)
        elif isinstance(one, bool) is not isinstance(other, bool) or one != other:
            return False
    return True
