"""The overlay that makes a document true: one action for each difference that an overlay can mend.

Source: OpenAPI Overlay Specification 1.0.0, sections 4.4.3, "Action Object"; RFC 9535 section 2.7, Normalized Paths.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from ..document.pointer import tokens_of
from .drift_notes import Note

Action = dict[str, Any]


def overlay_of(notes: Iterable[Note], title: str = "What the server answers") -> tuple[dict[str, Any], list[Note]]:
    """The overlay, and the notes that it does nothing about: refusals, and places outside the document itself."""
    actions: list[Action] = []
    left = []
    for note in notes:
        mend = _MENDS.get(note.kind)
        made = mend(note) if mend is not None and note.pointer.startswith("#/") else None
        if made is None:
            left.append(note)
        actions += [action for action in made or () if action not in actions]
    return {"overlay": "1.0.0", "info": {"title": title, "version": "1"}, "actions": actions}, left


def path_of(pointer: str) -> str:
    """The normalized JSONPath of a place."""
    tokens = tokens_of(unquote(pointer.partition("#")[2]))
    return "$" + "".join(f"['{_escaped(token)}']" for token in tokens)


def _escaped(token: str) -> str:
    text = token.replace("\\", "\\\\").replace("'", "\\'")
    return "".join(character if character >= " " else f"\\u{ord(character):04x}" for character in text)


def _parent(pointer: str) -> str:
    return pointer.rpartition("/")[0]


def _update(note: Note, target: str, update: Any) -> Action:
    times = f"{note.count} time{'s' if note.count != 1 else ''}"
    why = f"{note.operation_id}: {note.where}: {note.text} ({times})"
    return {"target": target, "description": why, "update": update}


def _remove(note: Note, target: str) -> Action:
    action = _update(note, target, None)
    del action["update"]
    return {**action, "remove": True}


def _status(note: Note) -> list[Action]:
    return [_update(note, path_of(note.pointer), {note.given: {"description": "Seen in answers."}})]


def _media_type(note: Note) -> list[Action]:
    return [_update(note, path_of(note.pointer), {note.given: {}})]


def _header(note: Note) -> list[Action]:
    return [_update(note, path_of(note.pointer), {"required": False})]


def _missing(note: Note) -> list[Action] | None:
    if not note.pointer.endswith("/required"):
        return None
    return [_remove(note, f"{path_of(note.pointer)}[?@ == {json.dumps(note.given)}]")]


def _new(note: Note) -> list[Action]:
    name = tokens_of(note.where.partition(" body ")[2])[-1]
    described = {} if note.given == "null" else {"type": note.given}
    return [_update(note, path_of(note.pointer), {"properties": {name: described}})]


def _type(note: Note) -> list[Action] | None:
    if not note.pointer.endswith("/type"):
        return None
    if not note.version.startswith("3.0") and not note.version.startswith("2"):
        kinds = note.declared if isinstance(note.declared, list) else [note.declared] if note.declared else []
        target = path_of(_parent(note.pointer))
        return [_remove(note, path_of(note.pointer)), _update(note, target, {"type": [*kinds, note.given]})]
    if note.given == "null":
        flag = "x-nullable" if note.version.startswith("2") else "nullable"
        return [_update(note, path_of(_parent(note.pointer)), {flag: True})]
    return [_remove(note, path_of(note.pointer))]  # 3.0 has no list of types


def _value(note: Note) -> list[Action] | None:
    if note.pointer.endswith("/const"):
        return [_remove(note, path_of(note.pointer))]
    try:
        value = json.loads(note.given)
    except ValueError:  # cut, or masked
        return [_remove(note, path_of(note.pointer))]
    return [_update(note, path_of(note.pointer), value)]


def _rule(note: Note) -> list[Action]:
    return [_remove(note, path_of(note.pointer))]


_MENDS: Mapping[str, Callable[[Note], list[Action] | None]] = {
    "status": _status,
    "media-type": _media_type,
    "header-missing": _header,
    "member-missing": _missing,
    "member-new": _new,
    "type": _type,
    "value": _value,
    "rule": _rule,
}
"""Kind of note → its actions."""
