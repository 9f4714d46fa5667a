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
    """A webhook, and the written type of its body."""

    name: str
    body: str


def webhooks_of(document: Document) -> list[OutgoingRequest]:
    """The webhooks of a document; those of callbacks have no types of their own."""
    return [item for item in build_outgoing(document) if item.kind == "webhook"]


def typed_webhooks(found: Iterable[OutgoingRequest], types: TypeWriter) -> list[TypedWebhook]:
    """The webhooks with the types of their bodies, which are defined by this."""
    typed: dict[str, TypedWebhook] = {}
    for item in found:
        media_type = media_type_of(item.operation)
        schema = media_type.schema if media_type is not None else None
        body = "Any" if schema is None else types.write(schema, "response", f"{item.name} event")
        typed.setdefault(item.name, TypedWebhook(item.name, body))
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
    for item in typed:
        own = [_event(part, item.name, known) for part in _branches(item.body, known)]
        branches |= dict.fromkeys(f"WebhookEvent[{', '.join(parts)}]" for parts in own)
        keys = dict.fromkeys([item.name, *(key for parts in own for key in _constants(parts[0]))])
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
        f"    def __getitem__(self, name: str) -> Webhook[{events}]: ...",
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
