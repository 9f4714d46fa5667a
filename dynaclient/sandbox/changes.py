"""Operations that change an item: modify, replace, put into a collection, act on, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..schema.view import properties_of
from ..types import MISSING
from .creation import create, facts_of
from .envelopes import at, closed
from .memory import Resource
from .new_items import Adding
from .operation_call import OperationCall, Outcome
from .plain_answer import plain
from .refusal import Refusal, Refused
from .request_facts import states_after
from .wishes import UNSET, merged


def modify(call: OperationCall) -> Outcome:
    """Change the members that are sent."""
    return _changed(call, call.found(), call.fields)


def put(call: OperationCall) -> Outcome:
    """PUT: what is sent takes the place of what was there; create it if it does not exist."""
    resource, key, store = call.resource, call.key, call.parts.store
    document, sent = call.parts.document, call.sent_schema
    item = call.parts.memory.get(resource.collection, call.parent, key)
    if item is None or item.deleted:
        if "create" not in resource.operations.values() and not resource.is_single:
            return call.outcome_of(store.add(resource, call.keys, facts_of(call), Adding(sent=sent, chosen=key)))
        item = store.existing(resource, call.keys, key, call.path_facts)
    fields = call.fields
    settable = properties_of(document, sent) if sent else {}
    members = properties_of(document, resource.schema)
    kept = {resource.key[0] if resource.key else "", resource.life.member if resource.life is not None else ""}
    unset = {name: UNSET for name in settable if name not in fields and name not in kept and name in members}
    return _changed(call, item, {**unset, **fields})


def put_into(call: OperationCall) -> Outcome:
    """PUT on a collection: the body contains the key."""
    resource = call.resource
    key = at(call.fields, resource.key or ("",))
    if key is MISSING:
        return plain(call)
    item = call.parts.memory.get(resource.collection, call.parent, str(key))
    return create(call) if item is None or item.deleted else _changed(call, item, call.fields)


def act(call: OperationCall) -> Outcome:
    """`…/cancel`: update the item, and set a state named after the action, such as `cancelled`."""
    resource, item, store, life = call.resource, call.found(), call.parts.store, call.resource.life
    verb = call.operation.path.rstrip("/").rpartition("/")[2].lower()
    found: dict[str, Any] = {}
    if isinstance(item.value, dict):
        found = states_after(call.parts.document, resource.schema, item.value, verb)
    states: Sequence[str] = life.acts.get(call.operation.operation_id, ()) if life is not None else ()
    if life is not None and not states and life.member in found:
        states = store.lives.way_to(resource, found[life.member])
    fields = call.fields
    if states and life is not None:
        if store.lives.has_ended(resource, item) and not store.believes:
            text = f"The {resource.noun} '{item.key}' is {item.value.get(life.member)} already; {verb} comes too late."
            raise Refused(Refusal(400, text, resource.key_name, "path", "invalid_state"))
        item = store.lives.turn(resource, list(call.keys), item, states, sent=fields)
        found.pop(life.member, None)
        fields = {name: value for name, value in fields.items() if name != life.member}
    times: dict[str, Any] = {}
    for state in found.values():
        times |= store.lives.effects.times(resource, item.value, state, last=True)
    return _changed(call, item, {**found, **times, **fields})


def delete(call: OperationCall) -> Outcome:
    """Delete the item and all inside it; the answer names it."""
    resource, item, members = call.resource, call.found(), call.members
    call.parts.memory.delete(resource.collection, call.parent, item.key)
    value = call.sample()
    wish: dict[str, Any] = {name: fact for name, fact in call.path_facts.items() if name in members}
    if isinstance(item.value, dict):
        if members.keys() == properties_of(call.parts.document, resource.schema).keys():
            wish |= {name: fact for name, fact in item.value.items() if name in members}
        held = at(item.value, resource.key)
        if resource.key and held is not MISSING and resource.key[0] in members:
            wish = merged(wish, closed(resource.key, held))
    if "deleted" in members:
        wish["deleted"] = True
    if not wish:
        return Outcome(value)
    made = call.parts.values.wished(call.schema, wish, sample=value, key=call.operation.operation_id)
    return Outcome(value if made is MISSING else made)


def _changed(call: OperationCall, item: Resource, wish: Mapping[str, Any]) -> Outcome:
    accepted = call.accepted
    upload = accepted.uploads[0] if accepted.uploads else None
    content = accepted.body if isinstance(accepted.body, bytes) else upload.data if upload is not None else None
    content_type = upload.content_type if upload is not None else accepted.media_type
    changed = call.parts.store.change(
        call.resource, call.parent, item, {**wish, **call.part.sets}, content=content, content_type=content_type
    )
    return call.outcome_of(changed)
