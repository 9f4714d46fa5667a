"""What an operation does to the sandbox's resources, and the value it answers with: one handler for each role.

The handlers are in `creation`, `changes`, `list_answer` and `plain_answer`, those that only look here. Other modules
read and judge requests, make values and write answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..document import Document
from ..model import MediaType, Operation
from .answers import Answers
from .asked import AskedRules
from .changes import act, delete, modify, put_into, replace
from .creation import create, create_with_parents
from .judge import Accepted
from .list_answer import list_items
from .media import kind_of_media
from .memory import Memory, parent_of
from .message import Arrival
from .operation_call import BehaviourContent, BehaviourParts, OperationCall, Outcome
from .plain_answer import plain
from .request_facts import path_text
from .resource_model import Role
from .resource_store import ResourceStore
from .values import Values


class Behaviour:
    """Carries operations out."""

    def __init__(
        self,
        document: Document,
        values: Values,
        answers: Answers,
        memory: Memory,
        store: ResourceStore,
        rules: AskedRules,
    ) -> None:
        self._parts = BehaviourParts(document, values, answers, memory, store, rules)

    def is_creation(self, operation: Operation) -> bool:
        """Whether an operation creates a resource."""
        return self._parts.store.model.operations[operation.operation_id].role in ("create", "through")

    def carry_out(
        self, accepted: Accepted, media_type: MediaType | None, arrival: Arrival, story: Callable[[Outcome], Any] | None
    ) -> Any:
        """Carry the operation out, in one transaction.

        Args:
            story: makes the stream that is asked for, while what it is about is at hand.

        Returns:
            The outcome, or what `story` makes of it.

        Raises:
            Refused: the request names what is not there.
        """
        part = self._parts.store.model.operations[accepted.operation.operation_id]
        keys = tuple(path_text(accepted, name) for _, name in part.ancestors)
        call = OperationCall(self._parts, part, accepted, media_type, arrival, keys)
        with self._parts.memory.together():
            for i, (resource, _) in enumerate(part.ancestors):
                self._parts.store.existing(resource, parent_of(keys[:i]), keys[i], call.path_facts)
            done = _HANDLERS[part.role](call)
            return done if story is None else story(done)


def _retrieve(call: OperationCall) -> Outcome:
    return call.outcome_of(call.found(counts=True))


def _content(call: OperationCall) -> Outcome:
    """The uploaded bytes, if there are any."""
    item = call.found()
    if item.content is None or call.media_type is None:
        return Outcome(call.sample())
    declared = call.media_type.name if "*" not in call.media_type.name else ""
    if kind_of_media(declared) == "json" and item.content_type and "json" not in item.content_type:
        declared = ""  # the document calls any file JSON; these bytes are not
    return Outcome(BehaviourContent(item.content, declared or item.content_type or "application/octet-stream"))


_HANDLERS: Mapping[Role, Callable[[OperationCall], Outcome]] = {
    "plain": plain,
    "create": create,
    "through": create_with_parents,
    "retrieve": _retrieve,
    "modify": modify,
    "replace": replace,
    "upsert": put_into,
    "act": act,
    "delete": delete,
    "content": _content,
    "list": list_items,
}
"""Role → the handler of its operations."""
