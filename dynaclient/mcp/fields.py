"""The arguments and answers of an operation as a tree of values that can be walked by a pointer. Writes no text.

A pointer's steps are names of arguments and properties; arrays are stepped through, and a number is an alternative.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..document import Document
from ..document.pointer import pointer_to, tokens_of
from ..errors import RequestError
from ..model import MediaType, Operation
from ..model.media_types import family_of
from ..request.media import choose_media_type
from ..schema.view import SchemaView, view
from ..types import MISSING

BODY, ANSWERS = "body", "responses"
"""The first step to the body, and to an answer by its status."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that an argument or an answer has.

    Attributes:
        name: of the argument or property; "" for the value that was asked for itself.
        at: the pointer that leads here.
        place: path, query, header or cookie; "" for what is in a body.
    """

    document: Document
    name: str
    schema: Any
    at: str
    required: bool = False
    place: str = ""
    description: str = ""

    @property
    def view(self) -> SchemaView:
        """What its schema says."""
        return view(self.document, self.schema)

    def inner(self) -> SchemaView:
        """What the schema says about the value, or about its items if it is an array."""
        found = self.view
        for _ in range(8):
            if found.items is MISSING or found.properties or found.alternatives:
                return found
            found = view(self.document, found.items)
        return found

    def children(self, *, in_answer: bool = False) -> list[Value]:
        """The properties of the value or of its items, required ones first; without those of its alternatives."""
        found = self.inner()
        members = [
            Value(self.document, name, schema, f"{self.at}{pointer_to((name,))}", name in found.required)
            for name, schema in found.properties.items()
        ]
        if isinstance(found.extra, dict) and found.extra and not found.properties:
            inner = view(self.document, found.extra)
            if inner.properties or inner.alternatives or inner.items is not MISSING:
                members.append(Value(self.document, "*", found.extra, f"{self.at}/*"))
        hidden = "write_only" if in_answer else "read_only"
        members = [member for member in members if not getattr(member.view, hidden)]
        return sorted(members, key=lambda member: not member.required)

    def alternatives(self) -> list[Value]:
        """The alternatives of the value or of its items."""
        found = self.inner()
        return [
            Value(self.document, _kind(self.document, branch, number), branch, f"{self.at}/{number}")
            for number, branch in enumerate(found.alternatives)
        ]

    def step(self, token: str) -> Value | None:
        """The value that one step leads to."""
        for member in (*self.children(), *self.children(in_answer=True)):
            if member.name == token:
                return Value(self.document, member.name, member.schema, member.at, member.required)
        others = self.alternatives()
        if token.isascii() and token.isdigit() and int(token) < len(others):
            return others[int(token)]
        for other in others:
            found = other.step(token)
            if found is not None:
                return found
        return None

    @property
    def is_deep(self) -> bool:
        """Whether there is more to see inside."""
        found = self.inner()
        return bool(found.properties or found.alternatives) or (
            isinstance(found.extra, dict) and bool(view(self.document, found.extra).properties)
        )


def _kind(document: Document, schema: Any, number: int) -> str:
    """A name for an alternative: its title or that of its schema, or its number."""
    described = view(document, schema)
    return described.title or described.reference.rpartition("/")[2] or str(number)


def body_of(operation: Operation) -> MediaType | None:
    """The media type that a call chooses for the body if nothing else decides."""
    body = operation.request_body
    if body is None or not body.content:
        return None
    return choose_media_type(body, {}, None) or next(iter(body.content.values()))


def arguments_of(document: Document, operation: Operation) -> list[Value]:
    """The parameters, required ones first."""
    found = [
        Value(document, p.name, p.schema, pointer_to((p.name,)), p.required, p.location, p.description)
        for p in operation.parameters
    ]
    return sorted(found, key=lambda value: not value.required)


def body_value(document: Document, operation: Operation) -> Value | None:
    """The body; None if there is none."""
    media_type = body_of(operation)
    body = operation.request_body
    if body is None:
        return None
    schema = media_type.schema if media_type is not None and media_type.schema is not None else {}
    return Value(document, BODY, schema, f"/{BODY}", body.required, "", body.description)


def answers_of(document: Document, operation: Operation) -> Iterator[Value]:
    """The declared answers that have a schema, by status."""
    for status, declared in operation.responses.items():
        for media_type in declared.content.values():
            if media_type.schema is not None and family_of(media_type.name).is_readable:
                yield Value(
                    document, status, media_type.schema, f"/{ANSWERS}/{status}", False, "", declared.description
                )
                break


def value_at(document: Document, operation: Operation, at: str) -> Value:
    """The value that a pointer leads to.

    Raises:
        RequestError: it leads nowhere; the text says what there is.
    """
    if not isinstance(at, str) or not at.startswith("/"):
        raise RequestError(f"at= is a pointer such as '/{BODY}', as describe shows it")
    first, *rest = tokens_of(at)
    if first == ANSWERS and rest:
        starts = {value.name: value for value in answers_of(document, operation)}
        first, *rest = rest
    else:
        body = body_value(document, operation)
        starts = {} if body is None else {BODY: body}
        starts |= {value.name: value for value in arguments_of(document, operation)}
        if first not in starts and body is not None and (found := body.step(first)) is not None:
            starts[first] = found  # a property of the body, as `arguments` takes it
    value = starts.get(first)
    if value is None:
        raise _nowhere(at, first, list(starts))
    for token in rest:
        below = value.step(token)
        if below is None:
            names = [member.name for member in value.children()]
            raise _nowhere(at, token, names or [str(i) for i in range(len(value.alternatives()))])
        value = below
    return value


def _nowhere(at: str, token: str, known: list[str]) -> RequestError:
    has = f"there are {', '.join(known[:20])}{', …' if len(known) > 20 else ''}" if known else "there is nothing below"
    return RequestError(f"at={at[:80]!r} leads nowhere: no {token[:40]!r}; {has}")
