"""Webhooks and callbacks of a document: finds them by name, makes their bodies and addresses, and has them sent."""

from __future__ import annotations

import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .._support.wording import did_you_mean, either, shown
from ..document import Document
from ..document.runtime_expressions import NoValue, filled_in
from ..model import MediaType, Operation
from ..model.outgoing import OutgoingRequest, build_outgoing
from ..types import MISSING
from .answers import Answers
from .deliveries import Delivery, DeliveryError, NotDelivered, checked_url, send
from .exchanges import exchange_of
from .journal import Visit
from .media import kind_of_media
from .signing import Signing
from .templates import fits
from .values import Values

if TYPE_CHECKING:
    from ..webhooks.scheme import Scheme
    from ..webhooks.secrets import SecretInput

_LOG = logging.getLogger("dynaclient.sandbox")

MOST = 1000
"""Deliveries that are kept."""


class Sending:
    """The webhooks and callbacks of one document.

    Args:
        allowed: hosts besides this machine that something may be sent to.
        visits: what was asked so far, for the addresses of callbacks.
        signing: signs what is sent.
        url: where webhooks go that tell of states; None for nowhere.

    Raises:
        DeliveryError: nothing may be sent to `url`.
    """

    def __init__(
        self,
        document: Document,
        values: Values,
        answers: Answers,
        allowed: Sequence[str],
        visits: Callable[[], list[Visit]],
        *,
        signing: Signing,
        url: str | None = None,
    ) -> None:
        self._document = document
        self._values = values
        self._answers = answers
        self._allowed = tuple(allowed)
        self._visits = visits
        self._signing = signing
        self._waiting: deque[tuple[str, Mapping[str, Any]]] = deque()
        self._is_telling = False
        self.url = url
        self._known: tuple[OutgoingRequest, ...] | None = None
        self._done: deque[Delivery] = deque(maxlen=MOST)
        self._threads: list[threading.Thread] = []
        self._count = 0
        self._lock = threading.Lock()

    @property
    def known(self) -> tuple[OutgoingRequest, ...]:
        """All of them, read when they are first needed."""
        with self._lock:
            if self._known is None:
                self._known = build_outgoing(self._document)
            return self._known

    @property
    def url(self) -> str | None:
        """Where webhooks go that tell of states."""
        return self._url

    @url.setter
    def url(self, url: str | None) -> None:
        self._url = None if url is None else checked_url(url, self._allowed)

    # what was sent

    def deliveries(self) -> tuple[Delivery, ...]:
        """What was sent, oldest first; waits for what is on its way."""
        while self._threads:
            with self._lock:
                thread = self._threads.pop(0) if self._threads else None
            if thread is not None:
                thread.join()
        with self._lock:
            return tuple(self._done)

    def reset(self) -> None:
        """Forget what was sent."""
        self.deliveries()
        with self._lock:
            self._done.clear()
            self._count = 0

    # one by name

    def send(
        self,
        name: str,
        to: str | None,
        *,
        operation: str = "",
        body: Any = MISSING,
        fields: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        force: bool = False,
    ) -> Delivery:
        """Send the webhook or callback of a name, and wait for its answer.

        Raises:
            DeliveryError: there is none, or it cannot be sent.
        """
        if not isinstance(name, str):
            raise DeliveryError(f"a webhook or callback is sent by its name, not {shown(name)}")
        outgoing = self._named(name, operation)
        url = self._address(outgoing) if to is None else to
        checked_url(url, self._allowed)
        value, media_type = self._body(outgoing, body, fields, force=force)
        delivery = self._delivered(outgoing, url, value, media_type, headers or {})
        if delivery.error:
            raise NotDelivered(f"{name} was not delivered to {delivery.url}: {delivery.error}")
        return delivery

    def _named(self, name: str, operation: str) -> OutgoingRequest:
        found = [item for item in self.known if name in (item.name, item.operation.operation_id)]
        if operation:
            found = [item for item in found if item.operation_id == operation]
        if len(found) == 1:
            return found[0]
        if not found:
            names = list(dict.fromkeys(item.name for item in self.known))
            has = f"It has {', '.join(names)}" if names else "It has none"
            of = f" of {operation}" if operation else ""
            hint = did_you_mean(name, names)
            raise DeliveryError(f"the document declares no webhook or callback {name!r}{of}.{hint} {has}")
        owners = list(dict.fromkeys(item.operation_id for item in found if item.operation_id))
        if len(owners) > 1 and not operation:
            forms = either([f"operation={owner!r}" for owner in owners])
            raise DeliveryError(f"several operations have a callback {name!r}: give {forms}")
        raise DeliveryError(f"{name!r} names {len(found)} requests; `Prefer: callback={name}` sends all of them")

    def _address(self, outgoing: OutgoingRequest) -> str:
        if outgoing.kind == "webhook":
            raise DeliveryError(f"give the address of the webhook {outgoing.name!r}: to='http://localhost:…'")
        for visit in reversed(self._visits()):
            is_meant = visit.operation is not None and visit.operation.operation_id == outgoing.operation_id
            if is_meant and visit.accepted is not None and visit.answer is not None and visit.answer.status < 400:
                try:
                    return filled_in(outgoing.expression, exchange_of(visit, visit.answer))
                except NoValue as error:
                    raise DeliveryError(f"the address of {outgoing.name!r} is not known: {error}. Give to=") from None
        raise DeliveryError(
            f"the address of {outgoing.name!r} comes from a request to {outgoing.operation_id}, "
            f"and there was none yet: call it first, or give to="
        )

    # all of an operation

    def callbacks(self, operation: Operation, name: str) -> list[OutgoingRequest]:
        """The callbacks of an operation: those of a name, or all.

        Raises:
            DeliveryError: it has none.
        """
        own = [item for item in self.known if item.operation_id == operation.operation_id]
        found = [item for item in own if not name or item.name == name]
        if not found:
            names = list(dict.fromkeys(item.name for item in own))
            has = f"it has {', '.join(names)}" if names else "it has none"
            raise DeliveryError(f"{operation.operation_id} declares no callback{f' {name!r}' if name else ''}; {has}")
        return found

    def send_later(self, outgoing: Sequence[OutgoingRequest], visit: Visit) -> None:
        """Send callbacks in a thread of their own, once their request is answered. `deliveries` waits for them."""
        answer = visit.answer
        if answer is None or answer.status >= 400:
            return
        exchange = exchange_of(visit, answer)

        def run() -> None:
            for item in outgoing:
                try:
                    url = checked_url(filled_in(item.expression, exchange), self._allowed)
                    value, media_type = self._body(item, MISSING, None, force=False)
                except (DeliveryError, NoValue) as error:
                    delivery = Delivery(item.name, item.operation.sent_method, "", {}, MISSING, error=str(error))
                    self._keep(delivery)
                else:
                    delivery = self._delivered(item, url, value, media_type, {})
                _log(delivery)

        thread = threading.Thread(target=run, daemon=True)
        with self._lock:
            self._threads.append(thread)
        thread.start()

    # what a state tells

    def tell(self, name: str, fields: Mapping[str, Any]) -> None:
        """Send a webhook to `url`, in a thread, after those that were told before. `deliveries` waits for them."""
        with self._lock:
            self._waiting.append((name, fields))
            if self._is_telling:
                return
            self._is_telling = True
            thread = threading.Thread(target=self._tell_waiting, daemon=True)
            self._threads.append(thread)
        thread.start()

    def _tell_waiting(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._is_telling = False
                    return
                name, fields = self._waiting.popleft()
            outgoing = next((item for item in self.known if item.kind == "webhook" and item.name == name), None)
            if outgoing is None or self.url is None:
                continue  # this document does not have it, or nobody is told any more
            value, media_type = self._body(outgoing, MISSING, None, force=False)
            schema = media_type.schema if media_type is not None else None
            if schema is not None:
                value = self._values.wished(schema, dict(fields), sample=value, key=name)
            _log(self._delivered(outgoing, self.url, value, media_type, {}))

    def _keep(self, delivery: Delivery) -> None:
        with self._lock:
            self._done.append(delivery)

    # requests

    def _body(
        self, outgoing: OutgoingRequest, body: Any, fields: Mapping[str, Any] | None, *, force: bool
    ) -> tuple[Any, MediaType | None]:
        """The value to send, and its media type."""
        declared = list(outgoing.operation.request_body.content.values()) if outgoing.operation.request_body else []
        declared.sort(key=lambda item: kind_of_media(item.name) != "json")
        media_type = declared[0] if declared else None
        schema = media_type.schema if media_type is not None else None
        if body is not MISSING and fields:
            raise DeliveryError("give the whole `body`, or `fields` of one that is made up, not both")
        if media_type is None and (body is not MISSING or fields) and not force:
            raise DeliveryError(f"{outgoing.name} has no body")
        if body is not MISSING:
            if schema is not None and not force and not self._values.is_valid(schema, body):
                raise self._not_allowed(outgoing, schema, body)
            return body, media_type if media_type is not None else MediaType("application/json")
        if media_type is None or schema is None:
            return next(iter(media_type.examples.values()), MISSING) if media_type is not None else MISSING, media_type
        with self._lock:
            self._count += 1
            key = f"{outgoing.name} {self._count}"
        value = self._values.value(schema, examples=media_type.examples.values(), key=key)
        if fields:
            wished = self._values.wished(schema, dict(fields), sample=value, key=key)
            if not fits(dict(fields), wished):
                wished = {**value, **fields} if isinstance(value, Mapping) else dict(fields)
                if not force:
                    raise self._not_allowed(outgoing, schema, wished)
            value = wished
        return value, media_type

    def _not_allowed(self, outgoing: OutgoingRequest, schema: Any, value: Any) -> DeliveryError:
        what, path = self._values.checker(schema, "response").reason(value)
        at = f" at {path.strip('.')!r}" if path else ""
        return DeliveryError(f"{outgoing.name} does not allow this body{at}: {what} `force` allows it all the same.")

    def _delivered(
        self,
        outgoing: OutgoingRequest,
        url: str,
        value: Any,
        media_type: MediaType | None,
        headers: Mapping[str, str],
    ) -> Delivery:
        method = outgoing.operation.sent_method
        query = [(name, text) for name, text in self._parameters(outgoing, "query")]
        if query:
            url += ("&" if "?" in url else "?") + urlencode(query)
        data, content_type = self._written(value, media_type)
        sent = {"User-Agent": "dynaclient-sandbox", **({"Content-Type": content_type} if data is not None else {})}
        sent |= dict(self._parameters(outgoing, "header"))
        signature = self._signing.headers(outgoing, data)
        signed = {name.lower() for name in signature}
        sent = {name: text for name, text in sent.items() if name.lower() not in signed} | dict(signature)
        taken = {name.lower() for name in headers}
        sent = {name: text for name, text in sent.items() if name.lower() not in taken} | dict(headers)
        delivery = Delivery(outgoing.name, method, url, sent, value)
        try:
            status, answered, answer = send(method, url, sent.items(), data, self._allowed)
            delivery = replace(delivery, status=status, answer_headers=answered, answer=answer)
        except DeliveryError as error:
            delivery = replace(delivery, error=str(error))
        self._keep(delivery)
        return delivery

    def _parameters(self, outgoing: OutgoingRequest, location: str) -> list[tuple[str, str]]:
        """Values for the parameters that must be there, made up."""
        found = []
        for parameter in outgoing.operation.parameters:
            if parameter.location == location and parameter.required:
                examples = () if parameter.example is MISSING else (parameter.example,)
                value = self._values.value(parameter.schema, examples=examples, key=f"{outgoing.name} {parameter.name}")
                text = value if isinstance(value, str) else json.dumps(value)
                if value is not MISSING and text.isascii():
                    found.append((parameter.name, text))
        return found

    def _written(self, value: Any, media_type: MediaType | None) -> tuple[bytes | None, str]:
        if media_type is None or value is MISSING:
            return None, ""
        if isinstance(value, bytes):
            return value, media_type.name
        if "urlencoded" in media_type.name and isinstance(value, Mapping):
            pairs = [(name, item if isinstance(item, str) else json.dumps(item)) for name, item in value.items()]
            return urlencode(pairs).encode(), media_type.name
        answer = self._answers.written(200, None, media_type, value)
        return b"".join(answer.chunks()), answer.content_type


def _log(delivery: Delivery) -> None:
    """Log what nobody waits for."""
    if delivery.error:
        _LOG.warning("%s was not sent: %s", delivery.name, delivery.error)


def sample_sender(
    document: Document, seed: int, allowed: Sequence[str], secret: SecretInput, scheme: Scheme | None
) -> Sending:
    """Sends samples of a document's webhooks, without a sandbox around it; all of them are signed."""
    values = Values(document, seed)
    return Sending(document, values, Answers(document, values), allowed, list, signing=Signing(secret, scheme))
