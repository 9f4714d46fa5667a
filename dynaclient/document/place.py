"""Places of values and operations in a document, and the problems found there."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from .._support.record import record
from .pointer import escape, target_of


class Place(NamedTuple):
    """A resource, a JSON Pointer into it, and the base URI for references written there.

    `base_uri` and `base_pointer` differ from the resource itself only below a schema with an `$id`.
    """

    uri: str
    pointer: str = ""
    base_uri: str | None = None
    base_pointer: str = ""

    def child(self, *tokens: str | int) -> Place:
        """The place of a member, given its keys or indexes."""
        pointer = self.pointer
        for token in tokens:
            pointer += "/" + escape(str(token))
        return Place(self.uri, pointer, self.base_uri, self.base_pointer)

    @property
    def base(self) -> str:
        """The URI that references here are relative to."""
        return self.uri if self.base_uri is None else self.base_uri

    def within(self, identifier: str) -> Place:
        """The same place as the root of a schema with this `$id`; itself if the `$id` is only a fragment.

        Raises:
            UnresolvableReference: the `$id` is not a valid address.
        Source: JSON Schema 2020-12 Core, section 8.2.1.
        """
        if identifier.startswith("#"):
            return self
        return self._replace(base_uri=target_of(identifier, self.base).uri, base_pointer=self.pointer)


class Entry(NamedTuple):
    """One line of the table of operations.

    `operation_id` is the declared id, or one made from method and path if none is declared or it is taken.
    `pointer` is the place of the operation, as a reference from the root document.
    """

    operation_id: str
    method: str
    path: str
    pointer: str


@record
class Problem:
    """Something in a document that cannot be used as written; everything else still works.

    Attributes:
        pointer: where, as a reference from the root document.
        what: what is wrong.
        consequence: what that means for calls.
    """

    pointer: str
    what: str
    consequence: str

    def __str__(self) -> str:
        return f"{self.pointer}: {self.what}; {self.consequence}"


class ReportProblem(Protocol):
    """Records a problem."""

    def __call__(self, place: Place, what: str, consequence: str) -> None:
        """`consequence` says what it means for calls."""
