"""The two documents of a comparison: their operations, their schemas in both directions, and what was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..document import Document
from ..document.pointer import extended, tokens_of
from ..model import MediaType, Operation, Operations, build_security_schemes
from ..model.values import Parameter
from .admitted import Case, Node
from .changes import Change, Collected
from .findings import Pair
from .kinds import KINDS
from .reading import SchemaReader
from .schema_pairs import SchemaPairs


class Sides:
    """Both documents, and what was compared of them so far."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old = old
        self.new = new
        self.old_operations = Operations(old)
        self.new_operations = Operations(new)
        self.old_schemes = build_security_schemes(old)
        self.new_schemes = build_security_schemes(new)
        self.requests = SchemaPairs(SchemaReader(old, "request"), SchemaReader(new, "request"))
        self.answers = SchemaPairs(SchemaReader(old, "response"), SchemaReader(new, "response"))
        self.collected = Collected()


class OperationPair:
    """One operation in both documents. Makes the changes that are found in it."""

    def __init__(self, sides: Sides, old: Operation, new: Operation) -> None:
        self.sides = sides
        self.old = old
        self.new = new

    def change(
        self,
        kind: str,
        text: str,
        where: str = "",
        *,
        argument: str = "",
        old_pointer: str = "",
        new_pointer: str = "",
        direction: str = "request",
    ) -> Change:
        """A change; without places of its own, at those of the operation."""
        known = KINDS[kind]
        return Change(
            known.verdict(direction),
            kind,
            self.old.operation_id,
            where,
            text,
            known.advise(direction),
            old_pointer or self.old.pointer,
            new_pointer or self.new.pointer,
            argument,
        )

    def values(self, pairs: SchemaPairs, pair: Pair, where: str, argument: str = "") -> Iterator[Change]:
        """The changes of a value and of everything in it.

        Args:
            argument: the argument that the value is; "body" for a body, whose members are arguments of their own.
        """
        for way, one in pairs.changed(pair):
            self._count(one)
            for finding in one.findings:
                path = way + finding.step
                kind, text = finding.kind, finding.text
                if argument == "body" and way == "" and kind == "optional-property-removed" and _is_argument(one):
                    kind, text = "property-removed", f"{text}, and no longer an argument"
                yield self.change(
                    kind,
                    text,
                    f"{where} {path}" if path else where,
                    argument=_argument(argument, path),
                    old_pointer=finding.old,
                    new_pointer=finding.new,
                    direction=pairs.direction,
                )

    def _count(self, pair: Pair) -> None:
        collected = self.sides.collected
        if pair.texts and id(pair) not in collected.counted:
            collected.counted.add(id(pair))
            collected.texts += pair.texts


def _is_argument(pair: Pair) -> bool:
    return isinstance(pair.new, Case) and not (pair.new.is_free and not pair.new.properties)


def _argument(argument: str, path: str) -> str:
    if argument != "body" or not path:
        return argument
    return f"body:{tokens_of(path)[0]}"


def node_of(item: MediaType | Parameter | None) -> Node:
    """The schema of a media type or parameter; empty if there is none."""
    if item is None or item.schema is None:
        return ()
    return ((item.schema, item.pointer),)


def place_of(parameter: Parameter, operation: Operation) -> str:
    """The place of a parameter, or of the operation if only its path names it."""
    pointer = parameter.pointer
    if not pointer:
        return operation.pointer
    return pointer.removesuffix("/schema")


def below(operation: Operation, *tokens: Any) -> str:
    """The place of a part of an operation."""
    return extended(operation.pointer, tokens)
