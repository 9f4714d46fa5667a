"""Signs the webhooks that a sandbox sends. The default secret is public: what it signs proves nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..model.outgoing import OutgoingRequest

if TYPE_CHECKING:
    from ..webhooks.scheme import Scheme
    from ..webhooks.secrets import Key, SecretInput

SECRET = "whsec_c2FuZGJveC13ZWJob29rLXNlY3JldA=="  # made up, for sandboxes only
"""What a sandbox signs with unless it is given another secret."""

_PREFIXES = ("webhook-", "svix-")


class Signing:
    """The signature of each request, with the scheme that is given, or the one that the document's headers show.

    Args:
        secret: one secret, or several while keys are rotated.

    Raises:
        WebhookError: the secret cannot be read.
    """

    def __init__(self, secret: SecretInput | None = None, scheme: Scheme | None = None) -> None:
        self._keys: tuple[Key, ...] = () if secret is None else _keys_of(secret)
        self._scheme = scheme
        self._is_asked = secret is not None or scheme is not None

    def headers(self, outgoing: OutgoingRequest, data: bytes | None) -> Mapping[str, str]:
        """The headers that sign a request; none where it declares none and no secret or scheme was given."""
        scheme = self._scheme or self._declared(outgoing)
        if scheme is None:
            return {}
        from secrets import token_hex

        keys = self._keys or _keys_of(SECRET)
        return scheme.sign(data or b"", keys, delivery=f"wh_{token_hex(12)}", now=time.time())

    def _declared(self, outgoing: OutgoingRequest) -> Scheme | None:
        names = {item.name.lower() for item in outgoing.operation.parameters if item.location == "header"}
        found = next((prefix for prefix in _PREFIXES if f"{prefix}signature" in names), None)
        if found is None and not self._is_asked:
            return None
        from ..webhooks.standard import StandardWebhooks

        return StandardWebhooks(found or "webhook-")


def _keys_of(secret: SecretInput) -> tuple[Key, ...]:
    from ..webhooks.secrets import read_secrets

    return read_secrets(secret, "the secret is empty")
