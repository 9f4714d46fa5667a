"""Operations that list a collection: the items of the page that is asked for, in their envelope."""

from __future__ import annotations

from typing import Any

from ..types import MISSING
from .envelopes import at, closed, schema_at
from .operation_call import OperationCall, Outcome
from .page_envelope import page_wishes
from .pages import Page, PageRequest, UnknownCursor, page_of, page_request
from .refusal import Refusal, Refused
from .request_facts import filters
from .resource_model import ITEM
from .wishes import merged, remembered, without_absent

INVENTED = 2
"""How many items a list shows if no operation can add to it."""


def list_items(call: OperationCall) -> Outcome:
    """The page that a request asks for.

    Raises:
        Refused: a cursor matches no item.
    """
    resource, part, store, memory = call.resource, call.part, call.parts.store, call.parts.memory
    base = call.sample()
    if part.items is None or call.schema is None:
        return Outcome(base)
    is_filled = resource.can_be_made or bool(resource.shows)
    if not is_filled and not memory.is_touched(resource.collection, call.parent):
        shown = at(base, part.items)
        if part.wrapped and isinstance(shown, list):
            shown = [at(entry, part.wrapped) for entry in shown]
        store.invent_items(resource, call.parent, call.path_facts, shown, INVENTED)
    keep = filters(call.operation, call.accepted)
    homes = store.shared.listed(resource, call.keys)
    items = [store.lives.observed(home.resource, home.keys, home.item) for home in homes]
    kept = [item for item in items if keep(item.value)]
    numbers = {item.key: item.number for item in items}

    def place_of(key: str) -> int | None:
        return numbers[key] if key in numbers else memory.number(resource.collection, call.parent, key)

    wanted, strict = page_request(call.operation, call.accepted.parameters["query"]), not store.believes
    try:
        page = page_of(wanted, kept, place_of, strict=strict)
    except UnknownCursor as error:
        name = str(error)
        refusal = Refusal(400, f"No item has the cursor given as '{name}'.", name, "query", "invalid_cursor")
        raise Refused(refusal) from None
    return Outcome(_enveloped(call, base, page, wanted))


def _enveloped(call: OperationCall, base: Any, page: Page, wanted: PageRequest) -> Any:
    part, schema, document, values = call.part, call.schema, call.parts.document, call.parts.values
    place = part.items or ()
    listed = _entries(call, at(base, place), page)
    if not place:
        return listed
    members = page_wishes(document, schema, page, wanted, call.arrival)
    bare = base if isinstance(base, dict) else MISSING
    whole = without_absent(merged(bare, merged(members, closed(place, listed))))
    if values.is_valid(schema, whole):  # most of them, without making anything
        return whole
    made = values.wished(schema, merged(members, closed(place, remembered(listed))), sample=bare, key="page")
    return base if made is MISSING else made


def _entries(call: OperationCall, samples: Any, page: Page) -> list[Any]:
    """The items in the form of the list's entries."""
    part = call.part
    schema = schema_at(call.parts.document, call.schema, (*(part.items or ()), ITEM))
    sample = samples[0] if isinstance(samples, list) and samples else MISSING
    found = []
    for item in page.items:
        value = item.value
        if schema is not None:
            seed = f"{call.resource.collection}/{item.key}"
            value = call.parts.store.items.shaped(schema, part.wrapped, value, sample=lambda: sample, seed=seed)
        if value is not MISSING:
            found.append(value)
    return found
