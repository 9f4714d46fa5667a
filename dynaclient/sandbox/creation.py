"""Operations that create: an item, an item and its parents, several items at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..types import MISSING
from .envelopes import schema_at
from .new_items import Adding
from .operation_call import OperationCall, Outcome
from .refusal import Refusal, Refused
from .resource_model import ITEM, ResourceModel

OUTCOME = "Sandbox-Outcome"
"""The request header that names the state in which what is created shall end."""


def create(call: OperationCall) -> Outcome:
    """Create an item, or one for each entry of a list."""
    return _created(call, call.keys, facts_of(call))


def create_with_parents(call: OperationCall) -> Outcome:
    """Create the parents first, each from the body's member of the same name."""
    keys, facts = list(call.keys), facts_of(call)
    for above in call.part.through:
        inner: dict[str, Any] = next((facts[n] for n in above.names if isinstance(facts.get(n), dict)), {})
        _refuse_taken(call, above, keys, inner)
        keys.append(call.parts.store.add(above, keys, inner).key)
        facts[above.key_name] = keys[-1]
    return _created(call, keys, facts)


def facts_of(call: OperationCall) -> dict[str, Any]:
    """What the request has of a new item: the fields of its body, and the path's parameters without its own key."""
    key, path = call.resource.key, call.path_facts
    if key and len(key) == 1 and key[0] in path:
        path = {name: item for name, item in path.items() if name != key[0]}
    return {**path, **call.fields}


def _created(call: OperationCall, keys: Sequence[str], facts: dict[str, Any]) -> Outcome:
    accepted, resource, store = call.accepted, call.resource, call.parts.store
    if isinstance(accepted.body, list):
        return _created_list(call, keys, facts, accepted.body)
    _refuse_taken(call, resource, keys, facts)
    asked = call.parts.rules.answer(call.asked)
    schema = resource.schema
    if schema is None:
        schema = schema_at(call.parts.document, call.schema, call.part.item)
    item = store.add(
        resource,
        keys,
        facts,
        Adding(
            call.operation,
            schema=schema,
            sent=call.sent_schema,
            upload=accepted.uploads[0] if accepted.uploads else None,
            wish=dict(asked) if asked is not MISSING and isinstance(asked, Mapping) else {},
            is_shown=True,
        ),
        content=accepted.body if isinstance(accepted.body, bytes) else None,
        content_type=accepted.media_type if isinstance(accepted.body, bytes) else "",
        outcome=_last_state(call),
    )
    done = call.outcome_of(item)
    return Outcome(done.value, resource, tuple(keys), item, done.headers)


def _created_list(call: OperationCall, keys: Sequence[str], facts: dict[str, Any], entries: list[Any]) -> Outcome:
    store, place = call.parts.store, call.part.item or ()
    made = []
    for entry in entries:
        if isinstance(entry, dict):
            _refuse_taken(call, call.resource, keys, {**facts, **entry})
            made.append(store.add(call.resource, keys, {**facts, **entry}).value)
    outer = place[:-1] if ITEM in place else None
    return Outcome(store.items.shaped(call.schema, outer, made if outer is not None else MISSING))


def _refuse_taken(call: OperationCall, resource: ResourceModel, keys: Sequence[str], facts: Mapping[str, Any]) -> None:
    """Refuse a key that another item has. An operation that declares both 200 and 201 creates or replaces.

    Raises:
        Refused: 409; or 422, if the document has that and no 409.
    """
    store, declared = call.parts.store, call.operation.responses.keys()
    key = "" if store.believes else store.taken(resource, keys, facts)
    if key and not declared >= {"200", "201"}:
        status = 422 if "422" in declared and "409" not in declared else 409
        name = resource.key[-1] if resource.key else resource.key_name
        raise Refused(Refusal(status, f"There is a {resource.noun} '{key}' already.", name, "body", "already_exists"))


def _last_state(call: OperationCall) -> str:
    """The last state that a header asks for, or "".

    Raises:
        Refused: the document has no such state.
    """
    wanted = call.arrival.headers.get(OUTCOME, "") or ""
    if not wanted:
        return ""
    life, known = call.resource.life, call.parts.store.lives.states_of(call.resource)
    if wanted not in known:
        member = life.member if life is not None else ""
        has = f"{member} is one of {', '.join(known)}" if known else f"a {call.resource.noun} has no states"
        text = f"{OUTCOME}: {wanted!r} cannot be reached: {has}."
        raise Refused(Refusal(400, text, OUTCOME, "header", "unknown_outcome"))
    return wanted
