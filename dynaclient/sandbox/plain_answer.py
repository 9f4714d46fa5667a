"""Operations without a resource: what was asked for, by a rule or by the names of members, in the document's answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import Operation
from ..model.media_types import covers
from ..schema.view import properties_of
from ..types import MISSING
from .answers import success_of
from .asked import RawAnswer
from .media import kind_of_media
from .operation_call import BehaviourContent, OperationCall, Outcome
from .request_facts import fields_of
from .wishes import merged


def plain(call: OperationCall) -> Outcome:
    """The answer of the rule for the operation, else the document's, with the request's values where names agree."""
    value = call.sample()
    asked = call.parts.rules.answer(call.asked)
    if isinstance(asked, RawAnswer):
        return Outcome(BehaviourContent(asked.data, _declared(call.operation, asked.content_type)))
    if call.schema is None:
        return Outcome(value)
    known = _echoed(call)
    if asked is MISSING and not known:
        return Outcome(value)
    wish = merged(known, asked) if isinstance(asked, Mapping) or asked is MISSING else asked
    made = call.parts.values.wished(call.schema, wish, sample=value, key=call.operation.operation_id)
    return Outcome(value if made is MISSING else made)


def _echoed(call: OperationCall) -> dict[str, Any]:
    """What the request has, where the answer has members of these names: its own, or those of the objects in it."""
    members = call.members
    fields = fields_of(call.accepted)
    facts = {**call.path_facts, **fields}
    known: dict[str, Any] = {name: item for name, item in facts.items() if name in members}
    for outer, schema in members.items():
        inner = properties_of(call.parts.document, schema) if outer not in known else {}
        found = {name: item for name, item in fields.items() if name in inner and name not in known}
        if found:
            known[outer] = found
    return known


def _declared(operation: Operation, name: str) -> str:
    """The media type of bytes: as asked for if the document has it, else the one that it has for any bytes."""
    _, response = success_of(operation)
    declared = list(response.content) if response is not None else []
    if any(covers(item, name) for item in declared):
        return name
    return next((item for item in declared if kind_of_media(item) == "binary" and "*" not in item), name)
