"""Types of a document's webhooks: an event for each, told apart by its `type`, and the class that has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..document import Document
from ..model.outgoing import OutgoingRequest, build_outgoing
from ..webhooks.declared import media_type_of
from .answers import Definitions
from .names import TypeNames
from .types import TypeWriter, union_members

NAMES = frozenset(("Webhook", "WebhookEvent", "Webhooks"))
"""What the types of webhooks import."""


@dataclass(frozen=True, slots=True)
class TypedWebhook:
    """A webhook or callback, and the written type of its body.

    Attributes:
        name: its key in `client.webhooks`.
        own_name: its name in the document.
        is_event: whether `client.webhooks.unwrap` may find it by itself.
    """

    name: str
    body: str
    own_name: str
    is_event: bool


def webhooks_of(document: Document) -> list[OutgoingRequest]:
    """The webhooks of a document, and the callbacks of its operations."""
    return list(build_outgoing(document))


def typed_webhooks(found: Iterable[OutgoingRequest], types: TypeWriter) -> list[TypedWebhook]:
    """The webhooks with the types of their bodies, which are defined by this."""
    typed: dict[str, TypedWebhook] = {}
    found = list(found)
    kinds = {item.kind for item in found}
    events = "webhook" if "webhook" in kinds else "callback"
    for item in found:
        media_type = media_type_of(item.operation)
        schema = media_type.schema if media_type is not None else None
        body = "Any" if schema is None else types.write(schema, "response", f"{item.name} event")
        name = f"{item.operation_id}.{item.name}" if item.operation_id else item.name
        typed.setdefault(name, TypedWebhook(name, body, item.name, item.kind == events))
    return list(typed.values())


@dataclass(frozen=True, slots=True)
class WebhookClass:
    """The class of `client.webhooks`, and the source of everything it needs."""

    name: str
    source: str


def write_webhooks(name: str, typed: Iterable[TypedWebhook], known: Definitions, names: TypeNames) -> WebhookClass:
    """The class for the webhooks of a stub's clients.

    Args:
        name: of the client's class.
    """
    events, of = names.take(f"{name}Event"), names.take(f"{name}Webhooks")
    branches: dict[str, None] = {}
    getters = []
    typed = list(typed)
    any_other = f"Webhook[{events}]" if all(item.is_event for item in typed) else "Webhook[Any]"
    for item in typed:
        own = [_event(part, item.own_name, known) for part in _branches(item.body, known)]
        if item.is_event:
            branches |= dict.fromkeys(f"WebhookEvent[{', '.join(parts)}]" for parts in own)
        types = (key for parts in own for key in _constants(parts[0]) if item.is_event)
        keys = dict.fromkeys([item.name, *types])
        event = " | ".join(dict.fromkeys(f"WebhookEvent[{', '.join(parts)}]" for parts in own))
        literal = ", ".join(map(repr, keys))
        getters += ["    @overload", f"    def __getitem__(self, name: Literal[{literal}]) -> Webhook[{event}]: ..."]
    # an event of a kind that is not described would have the type `str`, which keeps mypy from telling the others apart
    union = "\n    | ".join(branches)
    lines = [
        f"{events}: TypeAlias = (\n    {union}\n)",
        "",
        f"class {of}(Webhooks[{events}]):",
        '    """The webhooks of the document, by name or by the type of their events."""',
        *getters,
        "    @overload",
        f"    def __getitem__(self, name: str) -> {any_other}: ...",
    ]
    return WebhookClass(of, "\n".join(lines) + "\n")


def write_property(found: WebhookClass) -> str:
    """The attribute of a client."""
    return f"    @property\n    def webhooks(self) -> {found.name}: ...\n"


def _branches(written: str, known: Definitions) -> list[str]:
    """The records of a type; the type itself where it is not made of records."""
    resolved = known.resolved(written)
    parts = [part for part in union_members(resolved) if part != "None"]
    return parts if len(parts) > 1 and all(known.record(part) is not None for part in parts) else [written]


def _event(body: str, name: str, known: Definitions) -> tuple[str, str, str]:
    """The types of an event's `type`, `data` and `body`."""
    record = known.record(body)
    fields: Mapping[str, str] = {} if record is None else {field.name: field.type for field in record.fields}
    if "type" not in fields:
        return f"Literal[{name!r}]", body, body
    return fields["type"], fields.get("data", body), body


def _constants(written: str) -> list[str]:
    """The texts of a Literal."""
    if not written.startswith("Literal["):
        return []
    import ast

    values = ast.literal_eval(f"({written[len('Literal[') : -1]},)")
    return [value for value in values if isinstance(value, str)]
