"""YAML text → plain values, by the core schema of YAML 1.2, straight from the parser's events.

PyYAML's own loaders read YAML 1.1: they turn `18:00` into 1080, `no` into False and a date into an object, and refuse
an anchor that is defined twice, which is legal. Here every key is text as written, and every value is one that JSON
has. Knows nothing about OpenAPI.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..errors import DocumentSyntaxError

MAX_DEPTH = 300
"""The deepest nesting that is read; real API descriptions are far from it."""

TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"

_TOO_DEEP_FOR_PARSER = re.compile(r"nesting (depth|level)", re.IGNORECASE)
"""The message of a parser that reaches its own limit, 1,000 levels in PyYAML 6.0.4. A parser scans ahead of the
events it emits, so it can reach its limit before the reader has seen 300 levels."""

MAX_ALIASED = 1_000_000
"""How many values all aliases together may expand to, so that a few lines cannot become terabytes."""

_INT = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_CONSTANTS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_MAYBE_NUMBER = frozenset("+-.0123456789")
_TAG = "tag:yaml.org,2002:"
_NO_KEY = object()


class _Frame:
    """A collection under construction."""

    __slots__ = ("anchor", "is_mapping", "key", "merges", "value", "weight")

    def __init__(self, value: Any, anchor: str | None) -> None:
        self.value = value
        self.is_mapping = isinstance(value, dict)
        self.anchor = anchor
        self.key: Any = _NO_KEY
        self.merges: list[Any] | None = None
        self.weight = 1


def load_yaml(
    text: bytes | str, *, source: str = "", note: Callable[[str, str, int | None], None] | None = None
) -> Any:
    """Read the first document of a YAML stream.

    Args:
        source: names the text in errors.
        note: called with (kind of problem, what, line) for each oddity that was tolerated: a duplicate key, a second
            document.

    Returns:
        None, bool, int, float, str, list and dict with string keys. Aliased collections are shared, not copied.

    Raises:
        DocumentSyntaxError: the text is not YAML or is nested too deeply, or its aliases expand without end.
    Source: YAML 1.2.2 section 10.3 (core schema); `<<` is the merge key of YAML 1.1, because people use it.
    """
    import yaml

    try:
        return _Reader(make_parser(text), source, note).read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(part for part in (error.context, error.problem) if part)
        raise DocumentSyntaxError(
            TOO_DEEP if _TOO_DEEP_FOR_PARSER.search(what) else f"this is not YAML: {what}",
            source=source,
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
        ) from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise DocumentSyntaxError(f"this is not YAML text: {str(error).splitlines()[0]}", source=source) from None


def make_parser(text: bytes | str) -> Any:
    """A parser of YAML: `get_event` returns the next event."""
    try:
        from yaml._yaml import CParser

        return CParser(text)
    except ImportError:  # PyYAML without libyaml emits the same events, more slowly
        import yaml

        return yaml.SafeLoader(text)


class _Reader:
    def __init__(self, parser: Any, source: str, note: Callable[[str, str, int | None], None] | None) -> None:
        self.parser = parser
        self.source = source
        self.note = note
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.open_anchors: set[str] = set()
        self.aliased = 0

    def fail(self, what: str, event: Any) -> DocumentSyntaxError:
        mark = event.start_mark
        return DocumentSyntaxError(what, source=self.source, line=mark.line + 1, column=mark.column + 1)

    def read(self) -> Any:  # noqa: C901  # one loop over events: a call for each value would double the time
        from yaml.events import (
            AliasEvent,
            DocumentEndEvent,
            DocumentStartEvent,
            MappingEndEvent,
            MappingStartEvent,
            ScalarEvent,
            SequenceEndEvent,
            SequenceStartEvent,
            StreamEndEvent,
        )

        next_event = self.parser.get_event
        stack: list[_Frame] = []
        root: Any = None
        while True:
            event = next_event()
            kind = type(event)
            weight = 1
            if kind is ScalarEvent:
                frame = stack[-1] if stack else None
                if frame is not None and frame.is_mapping and frame.key is _NO_KEY:
                    frame.key = self.key(event, frame)
                    if event.anchor is not None:
                        self.anchors[event.anchor] = (frame.key, 1)
                    continue
                value = self.scalar(event)
                if event.anchor is not None:
                    self.anchors[event.anchor] = (value, 1)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self.open(stack, {} if kind is MappingStartEvent else [], event)
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value, weight = self.close(stack, event)
            elif kind is AliasEvent:
                value, weight = self.alias(event)
                if stack and stack[-1].is_mapping and stack[-1].key is _NO_KEY:
                    if not isinstance(value, str):
                        raise self.fail("a mapping key must be text", event)
                    stack[-1].key = value
                    continue
            elif kind is DocumentEndEvent:
                following = next_event()
                if type(following) is not StreamEndEvent and self.note:
                    self.note(
                        "second-document",
                        "a second YAML document follows and is not read",
                        following.start_mark.line + 1,
                    )
                return root
            elif kind is StreamEndEvent:
                return None
            else:
                if kind is DocumentStartEvent:
                    self.anchors.clear()
                continue
            if not stack:
                root = value
            else:
                self.add(stack[-1], value, weight)

    def open(self, stack: list[_Frame], value: Any, event: Any) -> None:
        if stack and stack[-1].is_mapping and stack[-1].key is _NO_KEY:
            raise self.fail("a mapping key must be text, not a collection", event)
        if len(stack) >= MAX_DEPTH:
            raise self.fail(TOO_DEEP, event)
        if event.anchor is not None:
            self.open_anchors.add(event.anchor)
        stack.append(_Frame(value, event.anchor))

    def close(self, stack: list[_Frame], event: Any) -> tuple[Any, int]:
        frame = stack.pop()
        for merged in frame.merges or ():
            sources = merged if isinstance(merged, list) else [merged]
            for mapping in sources:
                if not isinstance(mapping, dict):
                    if self.note:
                        line = event.start_mark.line + 1
                        self.note("wrong-type", "`<<` merges mappings only; this value is left out", line)
                    continue
                for key, value in mapping.items():
                    frame.value.setdefault(key, value)
        if frame.anchor is not None:
            self.open_anchors.discard(frame.anchor)
            self.anchors[frame.anchor] = (frame.value, frame.weight)
        return frame.value, frame.weight

    def alias(self, event: Any) -> tuple[Any, int]:
        name = event.anchor
        if name in self.open_anchors:
            raise self.fail(f"the alias *{name} is inside the value that it refers to", event)
        if name not in self.anchors:
            raise self.fail(f"there is no anchor &{name} for the alias *{name}", event)
        value, weight = self.anchors[name]
        self.aliased += weight
        if self.aliased > MAX_ALIASED:
            raise self.fail(f"aliases expand to more than {MAX_ALIASED:,} values", event)
        return value, weight

    def add(self, frame: _Frame, value: Any, weight: int) -> None:
        frame.weight += weight
        if not frame.is_mapping:
            frame.value.append(value)
            return
        key = frame.key
        frame.key = _NO_KEY
        if key is None:  # the merge key
            frame.merges = [*(frame.merges or ()), value]
        else:
            frame.value[key] = value

    def key(self, event: Any, frame: _Frame) -> str | None:
        """The key as written (`200`, `yes` and `1.0` stay text), or None for the merge key."""
        text: str = event.value
        if text == "<<" and event.implicit[0]:
            return None
        if text in frame.value and self.note:
            line = event.start_mark.line + 1
            self.note("duplicate-key", f"the key {text!r} appears twice; the last one is used", line)
        return text

    def scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.implicit[0]:
            if text in _CONSTANTS:
                return _CONSTANTS[text]
            return self.number(text, event) if text[0] in _MAYBE_NUMBER else text
        tag = event.tag
        if tag and tag.startswith(_TAG) and not event.implicit[1]:
            return self.tagged(tag[len(_TAG) :], text, event)
        return text

    def number(self, text: str, event: Any) -> Any:
        if _INT.match(text):
            try:
                return int(text)
            except ValueError:
                raise self.fail(f"a number of {len(text):,} digits", event) from None
        if _FLOAT.match(text):
            return float(text)
        return int(text, 0) if _BASED.match(text) else text

    def tagged(self, tag: str, text: str, event: Any) -> Any:
        """A scalar with an explicit `!!tag`; tags other than JSON's types leave the text as it is."""
        if tag in ("int", "float"):
            value = self.number(text, event)
            if isinstance(value, str):
                raise self.fail(f"!!{tag} {text!r} is not a number", event)
            return float(value) if tag == "float" else value
        if tag in ("bool", "null") and text in _CONSTANTS:
            return _CONSTANTS[text]
        return text
