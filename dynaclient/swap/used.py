"""What a program uses of a document: operations, and the arguments that it passes to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from ..errors import RequestError

if TYPE_CHECKING:
    from ..document import Document
    from .changes import Change

Arguments = frozenset[str] | None
"""Arguments as `query:limit`, `path:id`, `body:name`, or `body` for any member of it; None if any may be passed."""

_OF_EVERY_CALL = frozenset(
    (
        "required-parameter-added",
        "parameter-required",
        "required-parameter-with-default-added",
        "required-body-added",
        "body-required",
        "required-property-added",
        "property-required",
    )
)
"""Kinds that are about calls which leave the argument out."""


@runtime_checkable
class Contract(Protocol):
    """What `compare` needs of a lock."""

    @property
    def used(self) -> Used:
        """What the program uses."""

    @property
    def document(self) -> Document:
        """The operations in use."""

    @property
    def contract(self) -> Mapping[str, Any]:
        """The same as a mapping."""


@dataclass(slots=True, frozen=True)
class Used:
    """What a program uses.

    Attributes:
        operations: operationId → the arguments that are passed.
    """

    operations: Mapping[str, Arguments] = field(default_factory=dict)

    @staticmethod
    def of(given: Any) -> Used:
        """A `Used` from any value that `compare` takes as `used`.

        Raises:
            RequestError: it is anything else.
        """
        if isinstance(given, Used):
            return given
        found = getattr(given, "used", None)
        if isinstance(found, Used):
            return found
        if isinstance(given, Mapping):
            return Used({str(name): _arguments(names) for name, names in given.items()})
        if isinstance(given, Iterable) and not isinstance(given, (str, bytes)):
            return Used({str(name): None for name in given})
        hint = f"; a lock file is read with read_lock({given!r})" if isinstance(given, str) else ""
        raise RequestError(
            "used= is a Lock, a Used, operationIds, or a mapping from them to arguments, "
            f"not {type(given).__name__}{hint}"
        )

    def merged(self, other: Used) -> Used:
        """The use of two programs together."""
        found = dict(self.operations)
        for name, arguments in other.operations.items():
            known = found.get(name, frozenset())
            found[name] = None if known is None or arguments is None else known | arguments
        return Used(found)

    def touches(self, change: Change) -> bool:
        """Whether a change is about something that is used."""
        arguments = self.operations.get(change.operation_id)
        if arguments is None or not change.argument or change.argument in arguments:
            return True
        if change.kind in _OF_EVERY_CALL:
            return not _is_within(change) or "body" in arguments
        if change.kind == "parameter-name-clash":
            return True
        if change.argument == "body":
            return any(name.startswith("body") for name in arguments)
        return change.argument.startswith("body:") and "body" in arguments


def _is_within(change: Change) -> bool:
    """Whether it is about a member of an argument, which matters only if that is passed."""
    return change.argument.startswith("body:") and change.where.count("/") > 1


def _arguments(names: Any) -> Arguments:
    return None if names is None else frozenset(map(str, names))
