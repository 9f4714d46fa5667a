"""What an operation does to the sandbox's resources, and the value it answers with: one handler for each role.

Knows roles and resources; other modules read and judge requests, make values and write answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..document import Document
from ..model import MediaType, Operation, Operations
from ..model.media_types import covers
from ..schema.view import properties_of, types_of
from ..types import MISSING
from .answers import Answers, success_of
from .asked import Asked, AskedRules, RawAnswer
from .envelopes import at, closed, schema_at
from .judge import Accepted
from .media import kind_of_media
from .memory import Memory, Resource, parent_of
from .message import Arrival
from .pages import Page, UnknownCursor, page_of, page_wishes
from .recognition import body_schema
from .refusal import Refusal
from .request_facts import fields_of, filters, names_of, path_text, states_after
from .resource_model import ITEM, OperationModel, ResourceModel, Role
from .resource_store import Refused, ResourceStore
from .values import Values
from .wishes import UNSET, merged, remembered, without_absent

INVENTED = 2
"""How many items a list shows if no operation can add to it."""

OUTCOME = "Sandbox-Outcome"
"""The request header that names the state in which what is created shall end."""


@dataclass(frozen=True, slots=True)
class BehaviourContent:
    """Bytes to send unchanged."""

    data: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Outcome:
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
class _Call:
    """One accepted request, as handlers need it."""

    part: OperationModel
    accepted: Accepted
    media_type: MediaType | None
    arrival: Arrival
    outcome: str = ""
    keys: tuple[str, ...] = field(default=())

    @property
    def operation(self) -> Operation:
        return self.accepted.operation

    @property
    def resource(self) -> ResourceModel:
        if self.part.resource is None:
            raise LookupError(f"role {self.part.role!r} needs a resource")
        return self.part.resource

    @property
    def parent(self) -> str:
        return parent_of(self.keys)

    @property
    def schema(self) -> Any:
        return self.media_type.schema if self.media_type is not None else None

    @property
    def path_facts(self) -> Mapping[str, Any]:
        return self.accepted.parameters["path"]


class Behaviour:
    """Carries operations out."""

    def __init__(
        self,
        document: Document,
        operations: Operations,
        values: Values,
        answers: Answers,
        memory: Memory,
        store: ResourceStore,
        rules: AskedRules,
    ) -> None:
        self._document = document
        self._operations = operations
        self._values = values
        self._answers = answers
        self._memory = memory
        self._store = store
        self._rules = rules
        self._handlers: dict[Role, Callable[[_Call], Outcome]] = {
            "plain": self._plain,
            "create": self._create,
            "through": self._through,
            "retrieve": self._retrieve,
            "modify": self._modify,
            "replace": self._replace,
            "upsert": self._upsert,
            "act": self._act,
            "delete": self._delete,
            "content": self._content,
            "list": self._list,
        }

    def is_creation(self, operation: Operation) -> bool:
        """Whether an operation creates a resource."""
        return self._store.model.operations[operation.operation_id].role in ("create", "through")

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
        part = self._store.model.operations[accepted.operation.operation_id]
        keys = tuple(path_text(accepted, name) for _, name in part.ancestors)
        outcome = arrival.headers.get(OUTCOME, "") or ""
        call = _Call(part, accepted, media_type, arrival, outcome, keys)
        with self._memory.together():
            for i, (resource, name) in enumerate(part.ancestors):
                key = path_text(accepted, name)
                self._store.existing(resource, parent_of(keys[:i]), key, call.path_facts)
            done = self._handlers[part.role](call)
            return done if story is None else story(done)

    # handlers

    def _plain(self, call: _Call) -> Outcome:
        value = self._answers.value(call.operation, call.media_type)
        asked = self._rules.answer(self._asked(call))
        if isinstance(asked, RawAnswer):
            return Outcome(BehaviourContent(asked.data, self._declared(call.operation, asked.content_type)))
        if call.schema is None:
            return Outcome(value)
        facts = {**call.path_facts, **fields_of(call.accepted)}
        members = properties_of(self._document, call.schema)
        known = {name: item for name, item in facts.items() if name in members}
        if asked is MISSING and not known:
            return Outcome(value)
        wish = merged(known, asked) if isinstance(asked, Mapping) or asked is MISSING else asked
        made = self._values.wished(call.schema, wish, sample=value, key=call.operation.operation_id)
        return Outcome(value if made is MISSING else made)

    def _declared(self, operation: Operation, name: str) -> str:
        """The media type of bytes: as asked for if the document has it, else the one that it has for any bytes."""
        _, response = success_of(operation)
        declared = list(response.content) if response is not None else []
        if any(covers(item, name) for item in declared):
            return name
        return next((item for item in declared if kind_of_media(item) == "binary" and "*" not in item), name)

    def _asked(self, call: _Call) -> Asked:
        def names_in(place: tuple[str, ...]) -> list[str]:
            return list(properties_of(self._document, schema_at(self._document, call.schema, place)))

        def types_in(place: tuple[str, ...]) -> tuple[str, ...]:
            return types_of(self._document, schema_at(self._document, call.schema, place))

        return Asked(call.accepted, call.media_type, self._values, self._store, names_in, types_in)

    def _create(self, call: _Call) -> Outcome:
        return self._made(call, list(call.keys), self._facts(call))

    def _through(self, call: _Call) -> Outcome:
        """Create the parents first, each from the body's member of the same name."""
        keys = list(call.keys)
        facts = self._facts(call)
        for above in call.part.through:
            inner: dict[str, Any] = next((facts[n] for n in names_of(above) if isinstance(facts.get(n), dict)), {})
            keys.append(self._store.add(above, keys, inner).key)
            facts[above.key_name] = keys[-1]
        return self._made(call, keys, facts)

    def _facts(self, call: _Call) -> dict[str, Any]:
        """What the request has of the item: the fields of its body, and the path's parameters without its own key."""
        own = {call.resource.key[0]} if call.resource.key and len(call.resource.key) == 1 else set()
        path = {name: item for name, item in call.path_facts.items() if name not in own}
        body = at(call.accepted.body, call.part.sent) if call.part.sent else MISSING
        fields = body if isinstance(body, dict) else fields_of(call.accepted)
        return {**path, **fields}

    def _made(self, call: _Call, keys: list[str], facts: dict[str, Any]) -> Outcome:
        accepted, resource = call.accepted, call.resource
        if isinstance(accepted.body, list):  # several at once
            entries = [entry for entry in accepted.body if isinstance(entry, dict)]
            made = [self._store.add(resource, keys, {**facts, **entry}).value for entry in entries]
            place = (call.part.item or ())[:-1] if ITEM in (call.part.item or ()) else None
            value = self._store.items.shaped(call.schema, place, made if place is not None else MISSING)
            return Outcome(value)
        asked = self._rules.answer(self._asked(call))
        schema = schema_at(self._document, call.schema, call.part.item)
        wish = dict(asked) if isinstance(asked, Mapping) else {}
        item = self._store.add(
            resource,
            keys,
            facts,
            operation=call.operation,
            schema=resource.schema if resource.schema is not None else schema,
            sent=self._sent_schema(call),
            upload=accepted.uploads[0] if accepted.uploads else None,
            content=accepted.body if isinstance(accepted.body, bytes) else None,
            content_type=accepted.media_type if isinstance(accepted.body, bytes) else "",
            outcome=self._outcome(call),
            wish=wish,
        )
        item = self._store.lives.observed(resource, keys, item)
        value = self._answered(call, item.value)
        return Outcome(value, resource, tuple(keys), item, self._headers(resource, item))

    def _outcome(self, call: _Call) -> str:
        """The last state that a header asks for.

        Raises:
            Refused: the document has no such state.
        """
        if not call.outcome:
            return ""
        life = call.resource.life
        member = life.member if life is not None else ""
        known = self._store.lives.states_of(call.resource)
        if call.outcome not in known:
            has = f"{member} is one of {', '.join(known)}" if known else f"a {call.resource.noun} has no states"
            text = f"{OUTCOME}: {call.outcome!r} cannot be reached: {has}."
            raise Refused(Refusal(400, text, OUTCOME, "header", "unknown_outcome"))
        return call.outcome

    def _sent_schema(self, call: _Call) -> Any:
        body = call.operation.request_body
        if body is None or not body.content:
            return None
        media_type = body.content.get(call.accepted.media_type)
        schema = media_type.schema if media_type is not None else body_schema(call.operation)
        return schema_at(self._document, schema, call.part.sent) if call.part.sent else schema

    def _headers(self, resource: ResourceModel, item: Resource) -> tuple[tuple[str, str], ...]:
        life = resource.life
        if life is None or self._store.lives.is_over(item):
            return ()
        return tuple(life.headers.items())

    def _answered(self, call: _Call, value: Any) -> Any:
        """An item's value in the shape of this operation's answer."""
        if call.schema is None:
            return self._answers.value(call.operation, call.media_type)
        sample = self._answers.value(call.operation, call.media_type)
        return self._store.items.shaped(
            call.schema, call.part.item, value, sample=sample, seed=call.operation.operation_id
        )

    def _retrieve(self, call: _Call) -> Outcome:
        item = self._found(call, counts=True)
        value = self._answered(call, item.value)
        return Outcome(value, call.resource, call.keys, item, self._headers(call.resource, item))

    def _modify(self, call: _Call) -> Outcome:
        return self._changed(call, self._found(call), self._fields(call))

    def _fields(self, call: _Call) -> dict[str, Any]:
        body = at(call.accepted.body, call.part.sent) if call.part.sent else MISSING
        return body if isinstance(body, dict) else fields_of(call.accepted)

    def _changed(self, call: _Call, item: Resource, wish: Mapping[str, Any]) -> Outcome:
        body = call.accepted.body
        upload = call.accepted.uploads[0] if call.accepted.uploads else None
        content = body if isinstance(body, bytes) else upload.data if upload is not None else None
        content_type = upload.content_type if upload is not None else call.accepted.media_type
        item = self._store.change(
            call.resource, call.parent, item, {**wish, **call.part.sets}, content=content, content_type=content_type
        )
        return Outcome(self._answered(call, item.value), call.resource, call.keys, item)

    def _replace(self, call: _Call) -> Outcome:
        """PUT: what is sent takes the place of what was there; create it if it does not exist."""
        resource, key = call.resource, self._key(call)
        item = self._memory.get(resource.collection, call.parent, key)
        fields = self._fields(call)
        if item is None or item.deleted:
            if "create" in resource.operations.values() or resource.is_single:
                item = self._store.existing(resource, call.parent, key, call.path_facts)
            else:
                item = self._store.add(resource, call.keys, self._facts(call), sent=self._sent_schema(call), chosen=key)
                return Outcome(self._answered(call, item.value), resource, call.keys, item)
        settable = properties_of(self._document, self._sent_schema(call)) if self._sent_schema(call) else {}
        own = resource.key[0] if resource.key else ""
        members = properties_of(self._document, resource.schema)
        unset = {name: UNSET for name in settable if name not in fields and name != own and name in members}
        keeps = resource.life.member if resource.life is not None else ""
        return self._changed(call, item, {**{n: m for n, m in unset.items() if n != keeps}, **fields})

    def _upsert(self, call: _Call) -> Outcome:
        """PUT on a collection: the body contains the key."""
        resource = call.resource
        key = at(self._fields(call), resource.key or ("",))
        if key is MISSING:
            return self._plain(call)
        item = self._memory.get(resource.collection, call.parent, str(key))
        if item is None or item.deleted:
            return self._create(call)
        return self._changed(call, item, self._fields(call))

    def _act(self, call: _Call) -> Outcome:
        """`…/cancel`: update the item, and set a state named after the action, such as `cancelled`."""
        resource, item = call.resource, self._found(call)
        lives, life = self._store.lives, call.resource.life
        verb = call.operation.path.rstrip("/").rpartition("/")[2].lower()
        fields = self._fields(call)
        found = states_after(self._document, resource.schema, item.value, verb) if isinstance(item.value, dict) else {}
        states: Sequence[str] = life.acts.get(call.operation.operation_id, ()) if life is not None else ()
        if life is not None and not states and life.member in found:
            states = lives.way_to(resource, found[life.member])
        if states and life is not None:
            if lives.has_ended(resource, item) and not self._store.believes:
                state = item.value.get(life.member)
                text = f"The {resource.noun} '{item.key}' is {state} already; {verb} comes too late."
                raise Refused(Refusal(400, text, resource.key_name, "path", "invalid_state"))
            item = lives.turn(resource, list(call.keys), item, states, sent=fields)
            found = {name: value for name, value in found.items() if name != life.member}
        wish = {name: value for name, value in fields.items() if life is None or name != life.member}
        for state in found.values():
            wish = {**lives.times(resource, item.value, state, last=True), **wish}
        return self._changed(call, item, {**found, **wish})

    def _delete(self, call: _Call) -> Outcome:
        resource = call.resource
        item = self._found(call)
        self._memory.delete(resource.collection, call.parent, item.key)
        value = self._answers.value(call.operation, call.media_type)
        if call.schema is None:
            return Outcome(value)
        members = properties_of(self._document, call.schema)
        wish = {name: fact for name, fact in call.path_facts.items() if name in members}
        if isinstance(item.value, dict):
            same = members.keys() == properties_of(self._document, resource.schema).keys()
            wish |= {name: fact for name, fact in item.value.items() if same and name in members}
            held = at(item.value, resource.key)
            if resource.key and held is not MISSING and resource.key[0] in members:
                wish = merged(wish, closed(resource.key, held))
        if "deleted" in members:
            wish["deleted"] = True
        made = self._values.wished(call.schema, wish, sample=value, key=call.operation.operation_id) if wish else value
        return Outcome(value if made is MISSING else made)

    def _content(self, call: _Call) -> Outcome:
        """The uploaded bytes, if there are any."""
        item = self._found(call)
        if item.content is None or call.media_type is None:
            return Outcome(self._answers.value(call.operation, call.media_type))
        declared = call.media_type.name if "*" not in call.media_type.name else ""
        if kind_of_media(declared) == "json" and item.content_type and "json" not in item.content_type:
            declared = ""  # the document calls any file JSON; these bytes are not
        return Outcome(BehaviourContent(item.content, declared or item.content_type or "application/octet-stream"))

    def _list(self, call: _Call) -> Outcome:
        resource, part, operation = call.resource, call.part, call.operation
        base = self._answers.value(operation, call.media_type)
        if part.items is None or call.schema is None:
            return Outcome(base)
        if not resource.can_be_made and not self._memory.is_touched(resource.collection, call.parent):
            shown = at(base, part.items)
            if part.wrapped and isinstance(shown, list):
                shown = [at(entry, part.wrapped) for entry in shown]
            self._store.invent_items(resource, call.parent, call.path_facts, shown, INVENTED)
        keep = filters(operation, call.accepted)
        items = [
            self._store.lives.observed(resource, call.keys, item)
            for item in self._memory.items(resource.collection, call.parent)
        ]
        items = [item for item in items if keep(item.value)]
        try:
            page = page_of(operation, call.accepted.parameters["query"], items, strict=not self._store.believes)
        except UnknownCursor as error:
            name = str(error)
            raise Refused(
                Refusal(400, f"No item has the cursor given as '{name}'.", name, "query", "invalid_cursor")
            ) from None
        return Outcome(self._page(call, base, page))

    def _page(self, call: _Call, base: Any, page: Page) -> Any:
        """The page in its envelope."""
        part, schema = call.part, call.schema
        place = part.items or ()
        entry_schema = schema_at(self._document, schema, (*place, ITEM))
        samples = at(base, place)
        sample = samples[0] if isinstance(samples, list) and samples else MISSING
        listed = []
        for item in page.items:
            seed = f"{call.resource.collection}/{item.key}"
            value = item.value
            if entry_schema is not None:
                value = self._store.items.shaped(entry_schema, part.wrapped, value, sample=sample, seed=seed)
            if value is not MISSING:
                listed.append(value)
        if not place:
            return listed
        members = page_wishes(self._document, schema, page, call.operation, call.accepted, call.arrival)
        bare = base if isinstance(base, dict) else MISSING
        whole = without_absent(merged(bare, merged(members, closed(place, listed))))
        if self._values.is_valid(schema, whole):  # most of them, without making anything
            return whole
        made = self._values.wished(schema, merged(members, closed(place, remembered(listed))), sample=bare, key="page")
        return base if made is MISSING else made

    # places

    def _key(self, call: _Call) -> str:
        """The item's own key: the value of the path's last template."""
        if call.resource.is_single:
            return ""
        path = call.operation.path
        names = [parameter.name for parameter in call.operation.parameters if parameter.location == "path"]
        return path_text(call.accepted, max(names, key=lambda name: path.rfind(f"{{{name}}}")))

    def _found(self, call: _Call, *, counts: bool = False) -> Resource:
        item = self._store.existing(call.resource, call.parent, self._key(call), call.path_facts)
        return self._store.lives.observed(call.resource, list(call.keys), item, counts=counts)
