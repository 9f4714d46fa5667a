"""An event that arrived and was verified."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
D = TypeVar("D")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class WebhookEvent(Generic[T, D, B]):
    """What a request of a webhook or callback says, once it is verified.

    Attributes:
        type: what happened: the `type` in the body, or else the name of the webhook.
        data: what it happened to: the `data` in the body, or the whole body where it has no such pair of members.
        body: the whole body.
        id: of the delivery; the same when it is sent again. "" if the scheme has none.
        timestamp: when it was signed, in seconds since 1970; None if the scheme does not say.
        name: of the webhook in the document, or "" if it has none for this event.
        known: whether the document describes this event. `data` of one that it does not is as it arrived.
        replayed: whether this id has been seen before.
    """

    type: T
    data: D = field(repr=False)
    body: B = field(repr=False)
    id: str = ""
    timestamp: int | None = None
    name: str = ""
    known: bool = True
    replayed: bool = False
