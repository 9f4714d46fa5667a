"""Places of values and operations in a document, and the problems found there."""

from __future__ import annotations

from collections.abc import Mapping
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


STALE = "stale-overlay"

KINDS: Mapping[str, str] = {
    "conflicting-body": "an operation of 2.0 has a body and form fields",
    "conflicting-content": "a parameter has a schema and `content`, or `content` in several media types",
    "conflicting-queries": "a parameter is the whole query, and there is another one in the query",
    "duplicate-key": "a key appears twice in one object",
    "duplicate-operation-id": "two operations have the same operationId",
    "empty-enum": "an `enum` lists no value",
    "misplaced-items": "items or parts are described in a media type that has none",
    "misplaced-operation": "a method with a field of its own is among the `additionalOperations`",
    "misplaced-reference": "a `$ref` where the standard has none",
    "missing-field": "a field that the standard demands is missing",
    "newer-word": "a word of a later version of the standard than the document declares",
    "second-document": "the text has a second YAML document",
    STALE: "an action of an overlay changes nothing",
    "standard": "a departure from the standard that affects no call (`dynaclient check`)",
    "too-deep": "schemas are nested too deeply",
    "undeclared-path-parameter": "a template of the path has no parameter",
    "unknown-dialect": "schemas name a dialect of JSON Schema that is not read",
    "unknown-link-parameter": "a link gives a parameter that its operation does not have",
    "unknown-location": "a parameter is `in` another place than path, query, querystring, header or cookie",
    "unknown-parent": "the parent of a tag is not declared, or leads in a circle",
    "unknown-scheme-type": "a security scheme has a type that the standard does not know",
    "unknown-security-scheme": "a security requirement names a scheme that is not declared",
    "unknown-style": "a style is not defined for the parameter",
    "unknown-type": "a `type` is none of JSON Schema",
    "unresolvable-reference": "a reference leads nowhere, in a circle, or to a place that may not be read",
    "unusable-expression": "a runtime expression of a link does not follow the grammar",
    "unusable-method": "a method among the `additionalOperations` cannot be sent",
    "unusable-pattern": "a pattern is not a regular expression, or too large",
    "unusable-schema": "a schema, or a keyword of one, cannot be compiled",
    "unused-path-parameter": "the path has no template for a path parameter",
    "wrong-operation-ids": "`x-operation-ids` has other operations than there are in the path",
    "wrong-type": "a value has another type than the standard says",
}
"""Every `Problem.kind`, with what it means."""


HARMLESS = frozenset(("newer-word", "unknown-parent"))
"""Kinds of problems that no call meets: what they are about works all the same."""


@record
class Problem:
    """Something in a document that cannot be used as written; everything else still works.

    Attributes:
        pointer: where, as a reference from the root document; of a stale overlay, the place of its action.
        what: what is wrong.
        consequence: what that means for calls.
        kind: one of `KINDS`.
        overlay: the overlay that brought the place into the document, or whose action is stale; else "".
        line: the line of the text, from 1, if it is known.
    """

    pointer: str
    what: str
    consequence: str
    kind: str = ""
    overlay: str = ""
    line: int | None = None

    def __str__(self) -> str:
        line = "" if self.line is None else f" (line {self.line})"
        brought = f" (from the overlay {self.overlay})" if self.overlay and self.kind != STALE else ""
        return f"{self.pointer}{line}: {self.what}; {self.consequence}{brought}"


class ReportProblem(Protocol):
    """Records a problem."""

    def __call__(self, place: Place, kind: str, what: str, consequence: str) -> None:
        """`kind` is one of `KINDS`; `consequence` says what it means for calls."""
