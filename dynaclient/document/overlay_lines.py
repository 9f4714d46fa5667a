"""The lines where the items of a list in a YAML or JSON text begin, for errors. Builds no values."""

from __future__ import annotations

import re
from typing import Any

_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]')


def lines_of_items(text: str, key: str, count: int) -> list[int | None]:
    """The line of each object in the list under a key of the top level, from 1.

    Args:
        count: how many there are; if another number is found, no line is known.
    """
    found = _lines_of_json(text, key) if text.lstrip()[:1] == "{" else []
    if len(found) != count:
        found = _lines_of_yaml(text, key)
    return [*found] if len(found) == count else [None] * count


def _lines_of_json(text: str, key: str) -> list[int]:
    lines: list[int] = []
    depth, line, counted, is_ours = 0, 1, 0, False
    before = last = ""
    for match in _JSON_TOKEN.finditer(text):
        token = match.group()
        if token == "[" and depth == 1:
            is_ours = last == ":" and before == f'"{key}"'
        elif token == "{" and depth == 2 and is_ours:
            line += text.count("\n", counted, match.start())
            counted = match.start()
            lines.append(line)
        depth += (token in "{[") - (token in "}]") if len(token) == 1 else 0
        if is_ours and depth == 1:
            return lines
        before, last = last, token
    return lines


def _lines_of_yaml(text: str, key: str) -> list[int]:
    import yaml

    from .yaml_events import make_parser

    try:
        return _lines_of_events(make_parser(text), key)
    except (yaml.YAMLError, UnicodeError):
        return []


def _lines_of_events(parser: Any, key: str) -> list[int]:
    from yaml.events import (
        AliasEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
        StreamEndEvent,
    )

    lines: list[int] = []
    depth, is_key, is_ours, name = 0, True, False, ""
    while True:
        event = parser.get_event()
        kind = type(event)
        if kind is StreamEndEvent:
            return lines
        starts = kind is MappingStartEvent or kind is SequenceStartEvent
        is_node = starts or kind is ScalarEvent or kind is AliasEvent
        if depth == 2 and is_ours and is_node:
            lines.append(event.start_mark.line + 1)
        if depth == 1 and is_node:
            if is_key:
                name = event.value if kind is ScalarEvent else ""
            elif starts:
                is_ours = name == key and kind is SequenceStartEvent
            is_key = not is_key
        if starts:
            depth += 1
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            depth -= 1
            if depth == 1 and is_ours:
                return lines
