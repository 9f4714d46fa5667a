"""What an operation does to the sandbox's resources, and the value it answers with: one handler for each role.

The handlers are in `creation`, `changes`, `list_answer` and `plain_answer`, those that only look here. Other modules
read and judge requests, make values and write answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..document import Document
from ..model import MediaType, Operation
from .answers import Answers
from .asked import AskedRules
from .changes import act, delete, modify, put, put_into
from .creation import create, create_with_parents
from .judge import Accepted
from .list_answer import list_items
from .media import kind_of_media
from .memory import Memory
from .message import Arrival
from .operation_call import BehaviourContent, BehaviourParts, OperationCall, Outcome
from .plain_answer import plain
from .request_facts import path_text
from .resource_model import ON_ITEM, Role, templates_of
from .resource_store import ResourceStore
from .routes import path_of
from .values import Values
from .versions import check_before, with_version


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
        names = templates_of(path_of(accepted.operation))
        given = tuple(path_text(accepted, name) for name in names)
        keys = given[: len(part.resource.parents)] if part.resource is not None else ()
        call = OperationCall(self._parts, part, accepted, media_type, arrival, keys)
        store = self._parts.store
        with self._parts.memory.together():
            try:
                for resource, name in part.ancestors:
                    above = given[: names.index(name)]
                    store.existing(resource, above, path_text(accepted, name), call.path_facts)
                done = _done(call)
                made = done if story is None else story(done)
            except BaseException:
                store.tell_webhooks(happened=False)
                raise
            store.tell_webhooks(happened=True)
            return made


def _done(call: OperationCall) -> Outcome:
    """What the operation comes to, at the home of its item; as the document alone has it if no item is named."""
    if call.part.role in ON_ITEM:
        if not call.names_an_item:
            return plain(call)
        call = _at_home(call)
    check_before(call)
    return with_version(call, _HANDLERS[call.part.role](call))


def _at_home(call: OperationCall) -> OperationCall:
    """The call of the same item in the collection that it was made in, if its own shows that."""
    if not call.resource.shows:
        return call
    home = call.parts.store.shared.home(call.resource, call.keys, call.key)
    if home is None or home.resource is call.resource:
        return call
    return call._replace(part=replace(call.part, resource=home.resource), keys=home.keys)


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
    "replace": put,
    "upsert": put_into,
    "act": act,
    "delete": delete,
    "content": _content,
    "list": list_items,
}
"""Role → the handler of its operations."""
