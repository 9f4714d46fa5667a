"""One accepted request with everything that carries it out, and what it comes to. The handlers of `behaviour` get it.

Finds the item that the request is about, and puts an item into the shape of the answer; changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..document import Document
from ..model import MediaType, Operation
from ..schema.view import properties_of, types_of
from ..types import MISSING
from .answers import Answers, body_schema
from .asked import Asked, AskedRules
from .envelopes import at, closed, schema_at
from .judge import Accepted
from .memory import Memory, Resource, parent_of
from .message import Arrival
from .request_facts import fields_of, path_text
from .resource_model import OperationModel, ResourceModel
from .resource_store import ResourceStore
from .values import Values
from .wishes import merged


@dataclass(frozen=True, slots=True)
class BehaviourContent:
    """Bytes to send unchanged."""

    data: bytes
    content_type: str


class Outcome(NamedTuple):
    """What an operation came to.

    Attributes:
        value: the answer's value, `BehaviourContent`, or `MISSING` if the document describes none.
        resource, keys, item: what it is about, for a stream of it.
        headers: to send with the answer.
    """

    value: Any
    resource: ResourceModel | None = None
    keys: tuple[str, ...] = ()
    item: Resource | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BehaviourParts:
    """The parts of a sandbox that carry operations out: one of each for all calls."""

    document: Document
    values: Values
    answers: Answers
    memory: Memory
    store: ResourceStore
    rules: AskedRules


class OperationCall(NamedTuple):
    """One accepted request.

    Attributes:
        part: what the model has about the operation.
        media_type: of the answer, None if it has no content.
        keys: the values of the path's templates before the resource's own, outermost first.
    """

    parts: BehaviourParts
    part: OperationModel
    accepted: Accepted
    media_type: MediaType | None
    arrival: Arrival
    keys: tuple[str, ...] = ()

    @property
    def operation(self) -> Operation:
        """What is called."""
        return self.accepted.operation

    @property
    def resource(self) -> ResourceModel:
        """What it is about."""
        if self.part.resource is None:
            raise LookupError(f"role {self.part.role!r} needs a resource")
        return self.part.resource

    @property
    def parent(self) -> str:
        """The keys of the parents as the memory has them."""
        return parent_of(self.keys)

    @property
    def schema(self) -> Any:
        """The schema of the answer."""
        return self.media_type.schema if self.media_type is not None else None

    @property
    def members(self) -> Mapping[str, Any]:
        """The members of the answer, each with its schema."""
        return properties_of(self.parts.document, self.schema) if self.schema is not None else {}

    @property
    def path_facts(self) -> Mapping[str, Any]:
        """The path's parameters."""
        return self.accepted.parameters["path"]

    @property
    def fields(self) -> dict[str, Any]:
        """What the request has of the item: the body, or of a method's arguments those that are members of it."""
        if self.part.members is not None:
            given = {**self.accepted.parameters["query"], **fields_of(self.accepted)}
            return {name: given[name] for name in self.part.members if name in given}
        body = at(self.accepted.body, self.part.sent) if self.part.sent else MISSING
        return body if isinstance(body, dict) else fields_of(self.accepted)

    @property
    def sent_schema(self) -> Any:
        """The schema of the item in the body that was sent, or None."""
        body = self.operation.request_body
        if body is None or not body.content:
            return None
        media_type = body.content.get(self.accepted.media_type)
        schema = media_type.schema if media_type is not None else body_schema(self.operation)
        return schema_at(self.parts.document, schema, self.part.sent) if self.part.sent else schema

    @property
    def key(self) -> str:
        """The item's own key: the value of the path's last template."""
        if self.resource.is_single:
            return ""
        if self.part.argument:
            return str(self._named_by.get(self.part.argument, ""))
        path = self.operation.path
        names = [parameter.name for parameter in self.operation.parameters if parameter.location == "path"]
        return path_text(self.accepted, max(names, key=lambda name: path.rfind(f"{{{name}}}")))

    @property
    def names_an_item(self) -> bool:
        """Whether the request has a key: an argument that names an item may be left out, a path's template may not."""
        return not self.part.argument or self.part.argument in self._named_by

    @property
    def _named_by(self) -> dict[str, Any]:
        """Where an argument that names an item may be."""
        return {**self.accepted.parameters["query"], **fields_of(self.accepted)}

    @property
    def asked(self) -> Asked:
        """The request as rules need it."""
        document, schema = self.parts.document, self.schema
        return Asked(
            self.accepted,
            self.media_type,
            self.parts.values,
            self.parts.store,
            lambda place: list(properties_of(document, schema_at(document, schema, place))),
            lambda place: types_of(document, schema_at(document, schema, place)),
            self.sample,
        )

    def sample(self) -> Any:
        """The answer as the document alone has it."""
        return self.parts.answers.value(self.operation, self.media_type)

    def found(self, *, counts: bool = False) -> Resource:
        """The item that the path names, as it is now.

        Args:
            counts: whether this is one of the reads after which it moves on.

        Raises:
            Refused: there is none.
        """
        store = self.parts.store
        item = store.existing(self.resource, self.keys, self.key, self.path_facts)
        return store.lives.observed(self.resource, list(self.keys), item, counts=counts)

    def outcome_of(self, item: Resource) -> Outcome:
        """The answer that shows an item."""
        shown = item.value
        if self.schema is None:
            value = self.sample()
        else:
            if self.part.key and isinstance(shown, dict):
                shown = merged(shown, closed(self.part.key, at(shown, self.resource.key)))
            value = self.parts.store.items.shaped(
                self.schema, self.part.item, shown, sample=self.sample, seed=self.operation.operation_id
            )
        return Outcome(value, self.resource, self.keys, item, self._headers(item))

    def _headers(self, item: Resource) -> tuple[tuple[str, str], ...]:
        life = self.resource.life
        return () if life is None or self.parts.store.lives.is_over(item) else tuple(life.headers.items())
