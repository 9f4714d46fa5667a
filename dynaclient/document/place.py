"""Where values and operations stand in a document, and what was found wrong there."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from .._support.record import record
from .pointer import escape


class Place(NamedTuple):
    """A resource, a JSON Pointer in it, and the base that a reference standing there is resolved against.

    `base_uri` and `base_pointer` differ from the resource itself only below a schema that carries an `$id`.
    """

    uri: str
    pointer: str = ""
    base_uri: str | None = None
    base_pointer: str = ""

    def child(self, *tokens: str | int) -> Place:
        """The place of a member, by its keys or indexes."""
        pointer = self.pointer + "".join("/" + escape(str(token)) for token in tokens)
        return self._replace(pointer=pointer)

    @property
    def base(self) -> str:
        """The URI that references here are relative to."""
        return self.uri if self.base_uri is None else self.base_uri


class Entry(NamedTuple):
    """One line of the table of operations.

    `operation_id` is the declared one, or one made of method and path where none is declared or it is taken.
    `pointer` says where the operation stands, as a reference from the root document.
    """

    operation_id: str
    method: str
    path: str
    pointer: str


@record
class Problem:
    """Something in a document that could not be used as it stands; everything else still works.

    Attributes:
        pointer: where, as a reference from the root document.
        what: what is wrong there.
        consequence: what that means for calls.
    """

    pointer: str
    what: str
    consequence: str

    def __str__(self) -> str:
        return f"{self.pointer}: {self.what}; {self.consequence}"


class ReportProblem(Protocol):
    """Takes note of a problem."""

    def __call__(self, place: Place, what: str, consequence: str) -> None:
        """`consequence` says what it means for calls."""
