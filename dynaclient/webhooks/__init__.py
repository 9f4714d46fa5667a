"""Webhooks and callbacks as they arrive: proves who sent them, checks them against the document, reads them as events.

Pure but for `listener`: bytes and headers in, events out. Imported when `client.webhooks` is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .events import WebhookEvent
    from .hmac_scheme import HMAC
    from .receiver import Webhook, Webhooks
    from .scheme import Scheme, Verified
    from .seen import SeenEvents, SeenStore
    from .standard import StandardWebhooks

_HOMES = {
    "HMAC": "hmac_scheme",
    "Scheme": "scheme",
    "SeenEvents": "seen",
    "SeenStore": "seen",
    "StandardWebhooks": "standard",
    "Verified": "scheme",
    "Webhook": "receiver",
    "WebhookEvent": "events",
    "Webhooks": "receiver",
}
__all__ = [
    "HMAC",
    "Scheme",
    "SeenEvents",
    "SeenStore",
    "StandardWebhooks",
    "Verified",
    "Webhook",
    "WebhookEvent",
    "Webhooks",
]

__getattr__ = lazy_names(__name__, _HOMES)
