"""The parts of a document, whether they come from its text or from its compiled form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from .names import Schema
from .place import Entry, Place, Problem

if TYPE_CHECKING:
    from .catalogue import Catalogue


class Unknown(Exception):
    """The compiled form does not contain this, or is damaged; the text has it."""


class DocumentContent(Protocol):
    """The parts of a document in its normal form."""

    @property
    def version(self) -> str:
        """The version of the standard that the text uses."""

    @property
    def info(self) -> Mapping[str, Any]:
        """The Info Object."""

    @property
    def tags(self) -> tuple[Mapping[str, Any], ...]:
        """The Tag Objects in the document's order."""

    @property
    def servers(self) -> tuple[Any, ...]:
        """The root's Server Objects."""

    @property
    def security(self) -> Any:
        """The root's Security Requirement Objects, or None."""

    @property
    def security_schemes(self) -> Mapping[str, Mapping[str, Any]]:
        """Security Scheme Objects by name."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The table of operations by id."""

    @property
    def is_dynamic(self) -> bool:
        """Whether a schema read so far has a `$dynamicRef`."""

    def operation(self, operation_id: str) -> Mapping[str, Any]:
        """One Operation Object."""

    def schema(self, reference: str) -> Schema:
        """The schema that a reference leads to."""


class DocumentParts(DocumentContent, Protocol):
    """Where a `Document` gets its parts.

    `LoadedDocument` builds them from the text; `CompiledParts` reads them from a compiled file and raises `Unknown` for
    parts that are not in it.
    """

    @property
    def catalogue(self) -> Catalogue | None:
        """A line for each operation, and the index of their words, if it is there without reading operations."""

    def component(self, reference: str) -> Any:
        """The target of a reference to any kind of component."""

    def dynamic_anchors(self, reference: str) -> Mapping[str, str]:
        """The dynamic anchors of the schema resource that a reference leads into: name → reference."""


class SurveyedDocument(DocumentContent, Protocol):
    """A whole document, for the survey and the compiler."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything in the document that cannot be used as written."""

    @property
    def uri(self) -> str:
        """The URI that its references are relative to."""

    @property
    def origins(self) -> Mapping[str, str]:
        """JSON Pointer → the overlay that brought in what is there."""

    @property
    def digests(self) -> Mapping[str, str | None]:
        """The hash of each other text that was read, by URI."""

    def report_schema(self, reference: str, kind: str, what: str, consequence: str) -> None:
        """Record a problem at the place that a reference leads to."""

    def report(self, place: Place, kind: str, what: str, consequence: str) -> None:
        """Record a problem at a place."""

    def note(self, uri: str, kind: str, what: str, line: int | None) -> None:
        """Record a problem that a text has as a text."""

    def record(self, problem: Problem) -> None:
        """Record a problem, once."""
