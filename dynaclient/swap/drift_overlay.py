"""The overlay that makes a document true: one action for each difference that an overlay can mend.

Source: OpenAPI Overlay Specification 1.0.0, section 4.4.3, "Action Object"; RFC 9535.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from ..document.jsonpath_text import path_to, text_literal
from ..document.pointer import tokens_of
from ..document.version import dialect_of
from .drift_notes import Note

Action = dict[str, Any]


_MOST_REASONS = 3
"""Notes that the description of one action names."""


def overlay_of(notes: Iterable[Note], title: str = "What the server answers") -> tuple[dict[str, Any], list[Note]]:
    """The overlay, and the notes that it does nothing about: refusals, and places outside the document itself."""
    known = list(notes)
    given: dict[Any, list[str]] = {}
    for note in known:
        found = given.setdefault(_about(note), [])
        found += [] if note.given in found else [note.given]
    reasons: dict[str, list[str]] = {}
    actions: dict[str, Action] = {}
    left = []
    for note in known:
        mend = _MENDS.get(note.kind)
        made = mend(note, given[_about(note)]) if mend is not None and note.pointer.startswith("#/") else None
        if made is None:
            left.append(note)
        for action in made or ():
            key = json.dumps(action, sort_keys=True)
            actions[key] = action
            reasons.setdefault(key, []).append(_reason(note))
    described = [_described(action, reasons[key]) for key, action in actions.items()]
    return {"overlay": "1.0.0", "info": {"title": title, "version": "1"}, "actions": described}, left


def _about(note: Note) -> tuple[str, ...]:
    """Equal for notes that are mended together: of several operations, and of several values."""
    return (note.kind, note.pointer, _member(note) if note.kind == "member-new" else "")


def _reason(note: Note) -> str:
    times = f"{note.count} time{'s' if note.count != 1 else ''}"
    return f"{note.operation_id}: {note.where}: {note.text} ({times})"


def _described(action: Action, reasons: Sequence[str]) -> Action:
    more = len(reasons) - _MOST_REASONS
    text = "; ".join(reasons[:_MOST_REASONS]) + (f"; and {more} more" if more > 0 else "")
    return {"target": action["target"], "description": text, **action}


def path_of(pointer: str) -> str:
    """The JSONPath of a place."""
    tokens = tokens_of(unquote(pointer.partition("#")[2]))
    return path_to([int(token) if _is_index(tokens, i) else token for i, token in enumerate(tokens)])


_LISTS = frozenset(("allOf", "anyOf", "enum", "oneOf", "parameters", "prefixItems", "required", "security", "servers"))
"""Members of the standard whose value is a list; `parameters` of the components are a map."""


def _is_index(tokens: Sequence[str], i: int) -> bool:
    if i < 2 or tokens[i - 1] not in _LISTS or not tokens[i].isdigit():
        return False
    return (tokens[i - 2], tokens[i - 1]) != ("components", "parameters")


def _parent(pointer: str) -> str:
    return pointer.rpartition("/")[0]


def _update(target: str, update: Any) -> Action:
    return {"target": target, "update": update}


def _remove(target: str) -> Action:
    return {"target": target, "remove": True}


def _status(note: Note, given: Sequence[str]) -> list[Action]:
    return [_update(path_of(note.pointer), {note.given: {"description": "Seen in answers."}})]


def _media_type(note: Note, given: Sequence[str]) -> list[Action]:
    return [_update(path_of(note.pointer), {note.given: {}})]


def _header(note: Note, given: Sequence[str]) -> list[Action]:
    return [_update(path_of(note.pointer), {"required": False})]


def _missing(note: Note, given: Sequence[str]) -> list[Action] | None:
    if not note.pointer.endswith("/required"):
        return None
    return [_remove(f"{path_of(note.pointer)}[?@ == {text_literal(note.given)}]")]


def _member(note: Note) -> str:
    return tokens_of(note.where.partition(" body ")[2])[-1]


def _new(note: Note, given: Sequence[str]) -> list[Action]:
    described = {"type": note.given} if len(given) == 1 and note.given != "null" else {}
    return [_update(path_of(note.pointer), {"properties": {_member(note): described}})]


def _type(note: Note, given: Sequence[str]) -> list[Action] | None:
    if not note.pointer.endswith("/type"):
        return None
    target = path_of(_parent(note.pointer))
    dialect = dialect_of(note.version)
    if dialect.is_json_schema:
        kinds = note.declared if isinstance(note.declared, list) else [note.declared] if note.declared else []
        every = [*kinds, *(kind for kind in given if kind not in kinds)]
        return [_remove(path_of(note.pointer)), _update(target, {"type": every})]
    if list(given) == ["null"]:
        return [_update(target, {dialect.null_word: True})]
    return [_remove(path_of(note.pointer))]  # there is no list of types before 3.1


def _value(note: Note, given: Sequence[str]) -> list[Action] | None:
    if note.pointer.endswith("/const"):
        return [_remove(path_of(note.pointer))]
    try:
        return [_update(path_of(note.pointer), [json.loads(value) for value in given])]
    except ValueError:  # cut, or masked
        return [_remove(path_of(note.pointer))]


def _rule(note: Note, given: Sequence[str]) -> list[Action]:
    return [_remove(path_of(note.pointer))]


_MENDS: Mapping[str, Callable[[Note, Sequence[str]], list[Action] | None]] = {
    "status": _status,
    "media-type": _media_type,
    "header-missing": _header,
    "member-missing": _missing,
    "member-new": _new,
    "type": _type,
    "value": _value,
    "rule": _rule,
}
"""Kind of note → its actions; the second argument is what came, of all notes that are mended together."""
