"""What drifted, as values: one note for each place, with counts and times, merged over runs and processes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..errors import DocumentError
from .shared_file import Path, read_object, update_object

KINDS: Mapping[str, str] = {
    "status": "status {given} is not declared",
    "media-type": "the media type {given} is not declared",
    "header-missing": "a required header is missing",
    "member-missing": "a required member is missing",
    "member-new": "a member that is not declared ({given})",
    "type": "{given} instead of the type declared",
    "value": "a value that is not listed: {given}",
    "rule": "a value that breaks `{given}`",
    "refused": "the server refuses calls that fit the document: {given}",
}
"""Kind → what it says; `given` is what came."""


@dataclass(slots=True, frozen=True)
class Note:
    """One way in which answers differ from the document.

    Attributes:
        operation_id: the operation whose answers differ.
        kind: a key of `KINDS`.
        where: the part of the answer: `200 body /items/*/id`, `200 header X-Total`, `418`.
        pointer: the rule's place in the document, as a reference.
        given: what came, in a form without secrets: a status, a type, a listed value, a keyword.
        count: how often.
        first: when first, in UTC.
        last: when last.
        example: one answer in short, with secrets masked.
        version: the version of OpenAPI of the document.
        declared: what the document has at `pointer`, if it is needed to correct it.
    """

    operation_id: str
    kind: str
    where: str
    pointer: str
    given: str
    count: int
    first: str
    last: str
    example: str = ""
    version: str = ""
    declared: Any = None

    @property
    def key(self) -> tuple[str, ...]:
        """Equal for the same difference."""
        return (self.operation_id, self.kind, self.where, self.pointer, self.given)

    @property
    def text(self) -> str:
        """What differs, as a sentence."""
        return KINDS.get(self.kind, self.kind).format(given=self.given)

    def merged(self, other: Note) -> Note:
        """Both together."""
        early, late = sorted((self, other), key=lambda note: note.first)
        return replace(early, count=self.count + other.count, last=max(self.last, late.last))


def merged_notes(notes: Iterable[Note]) -> list[Note]:
    """Notes with equal ones merged, by operation and place."""
    found: dict[tuple[str, ...], Note] = {}
    for note in notes:
        known = found.get(note.key)
        found[note.key] = note if known is None else known.merged(note)
    return [found[key] for key in sorted(found)]


def read_notes(path: Path) -> list[Note]:
    """The notes in a file of `Drift`.

    Raises:
        DocumentError: it cannot be read, or is something else.
    """
    return _notes_in(read_object(path, "a file of Drift"), path)


def merge_notes(path: Path, notes: Iterable[Note]) -> None:
    """Add notes to a file.

    Raises:
        DocumentError: the file cannot be written.
    """

    def merged(found: dict[str, Any]) -> dict[str, Any]:
        known = _notes_in(found, path) if found else []
        return {"drift": 1, "notes": [asdict(note) for note in merged_notes([*known, *notes])]}

    update_object(path, "a file of Drift", merged)


def _notes_in(found: Mapping[str, Any], path: Path) -> list[Note]:
    try:
        if found["drift"] == 1:
            return [Note(**item) for item in found["notes"]]
    except (KeyError, TypeError):
        pass
    raise DocumentError("it is not a file of Drift", source=os.fspath(path))
