"""`client.webhooks`: proves who sent a request, checks it against the document, and gives it as an event."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from ..errors import InvalidEvent, WebhookError
from ..model import Operation
from .body import body_bytes, read_body
from .declared import DeclaredWebhooks
from .events import WebhookEvent
from .headers import HeadersInput, read_headers
from .scheme import Headers, Scheme, Verified
from .secrets import SecretInput, read_secrets
from .seen import SeenStore, is_new
from .standard import StandardWebhooks

TOLERANCE = 300.0
"""Seconds that a signature may be old, or ahead."""


class Reading:
    """What a client's webhooks share: the document's declarations, the ids that were seen, and where a secret is.

    Args:
        secret: where a call has none.
        missing: what to say where there is none.
    """

    def __init__(
        self,
        declared: DeclaredWebhooks,
        seen: SeenStore,
        secret: SecretInput | None = None,
        missing: str = "pass secret=",
    ) -> None:
        self.declared = declared
        self.seen = seen
        self._secret = secret
        self._missing = missing

    def verified(
        self,
        body: Any,
        headers: HeadersInput,
        secret: SecretInput | None,
        tolerance: float | None,
        scheme: Scheme | None,
    ) -> tuple[bytes, Headers, Verified]:
        """The bytes, the headers and what the signature vouches for."""
        data = body_bytes(body)
        keys = read_secrets(secret if secret is not None else self._secret, self._missing)
        if tolerance is not None and not (isinstance(tolerance, (int, float)) and tolerance >= 0):
            raise WebhookError(f"tolerance must be seconds, 0 or more, or None for no limit, not {tolerance!r}")
        chosen = StandardWebhooks() if scheme is None else scheme
        if not hasattr(chosen, "verify"):
            raise WebhookError(f"scheme must be HMAC(…) or StandardWebhooks(…), not {type(chosen).__name__}")
        read = read_headers(headers)
        return data, read, chosen.verify(data, read, keys, tolerance=tolerance, now=time.time())

    def event(self, name: str | None, value: Any, verified: Verified, seen: SeenStore | None, *, validate: bool) -> Any:
        """The event that a value is; checked, and noted as seen.

        Raises:
            InvalidEvent: it does not fit its schema.
        """
        given = value.get("type") if isinstance(value, Mapping) else None
        if name is None and not (isinstance(given, str) and given):
            raise InvalidEvent("the document describes no webhook with such a body, and the body has no `type`")
        if name is not None and validate:
            found = self.declared.document.attributed(self.declared.violations(name, value))
            if found:
                raise InvalidEvent(f"the body does not fit the webhook {name}.", name=name, violations=found)
        is_envelope = isinstance(given, str) and "data" in value
        store = self.seen if seen is None else seen
        return WebhookEvent(
            type=given if isinstance(given, str) and given else self.declared[name or ""].name,
            data=value["data"] if is_envelope else value,
            body=value,
            id=verified.id,
            timestamp=verified.timestamp,
            name=name or "",
            known=name is not None,
            replayed=bool(verified.id) and not is_new(store, verified.id),
        )


Event_co = TypeVar("Event_co", covariant=True)


class Webhook(Generic[Event_co]):
    """One webhook or callback of the document.

    Attributes:
        name: its key in `client.webhooks`.
        own_name: its name in the document, without the operation that declares a callback.
        operation_id: of the operation that declares a callback, or "".
        operation: its method, parameters, body and responses.
    """

    def __init__(self, name: str, reading: Reading) -> None:
        self._reading = reading
        self.name = name
        found = reading.declared[name]
        self.own_name = found.name
        self.operation_id = found.operation_id
        self.operation: Operation = found.operation

    def unwrap(
        self,
        body: bytes | bytearray | memoryview | str,
        headers: HeadersInput,
        secret: SecretInput | None = None,
        tolerance: float | None = TOLERANCE,
        *,
        scheme: Scheme | None = None,
        validate: bool = True,
        seen: SeenStore | None = None,
    ) -> Event_co:
        """As `client.webhooks.unwrap`, for a request that must be of this webhook."""
        data, read, verified = self._reading.verified(body, headers, secret, tolerance, scheme)
        value = read_body(data, next(iter(read.get("content-type", ())), ""))
        found: Event_co = self._reading.event(self.name, value, verified, seen, validate=validate)
        return found

    def __repr__(self) -> str:
        return f"<Webhook {self.name}: {self.operation.summary or self.operation.sent_method}>"


class Webhooks(Mapping[str, Webhook[Any]], Generic[Event_co]):
    """The webhooks of a client's document by name; callbacks as `operationId.name`, or the name if it is the only one.

    `client.webhooks["batch_completed"]` takes the `type` of its events too.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def __getitem__(self, name: str) -> Webhook[Any]:
        return Webhook(self._reading.declared.name_of(name), self._reading)

    def __iter__(self) -> Iterator[str]:
        return iter(self._reading.declared)

    def __len__(self) -> int:
        return len(self._reading.declared)

    def __repr__(self) -> str:
        names = ", ".join(list(self)[:4])
        return f"<{len(self)} webhooks and callbacks: {names}{', …' if len(self) > 4 else ''}>"

    def unwrap(
        self,
        body: bytes | bytearray | memoryview | str,
        headers: HeadersInput,
        secret: SecretInput | None = None,
        tolerance: float | None = TOLERANCE,
        *,
        scheme: Scheme | None = None,
        validate: bool = True,
        seen: SeenStore | None = None,
    ) -> Event_co:
        """The event in a request that arrived: its signature verified first, then its body checked.

        Args:
            body: the bytes as they arrived, not what was parsed from them.
            headers: of the request, as your framework has them: a mapping or pairs.
            secret: what the sender signs with (`whsec_…`), or several while keys are rotated.
                Default: that of the client; for `OpenAI` the one in OPENAI_WEBHOOK_SECRET.
            tolerance: seconds that the signature may be old, or ahead of the clock here; None for any.
            scheme: how requests are signed; Standard Webhooks by default, `HMAC(…)` for most others.
            validate: whether the body must fit the document.
            seen: where the ids of deliveries are remembered; by default in the memory of this client.

        Returns:
            The event. One that the document does not describe has `known=False`; one that came before `replayed=True`.

        Raises:
            InvalidSignature: it is not proven who sent it: answer 400.
            InvalidEvent: it is signed, and does not fit the document.
            WebhookError: there is no secret, or this is not how it arrived.
        """
        data, read, verified = self._reading.verified(body, headers, secret, tolerance, scheme)
        value = read_body(data, next(iter(read.get("content-type", ())), ""))
        name = self._reading.declared.matching(value, read)
        found: Event_co = self._reading.event(name, value, verified, seen, validate=validate)
        return found

    def verify(
        self,
        body: bytes | bytearray | memoryview | str,
        headers: HeadersInput,
        secret: SecretInput | None = None,
        tolerance: float | None = TOLERANCE,
        *,
        scheme: Scheme | None = None,
    ) -> Verified:
        """Only the signature, with the arguments of `unwrap`: the id and time that it vouches for.

        Raises:
            InvalidSignature: it is not proven who sent it.
            WebhookError: there is no secret, or this is not how it arrived.
        """
        return self._reading.verified(body, headers, secret, tolerance, scheme)[2]

    def forget(self, event: WebhookEvent[Any, Any, Any] | str) -> None:
        """Let the next delivery of an event, or of its id, be new: your handler failed, so it has to come again."""
        self._reading.seen.forget(event if isinstance(event, str) else event.id)
