"""Signatures that are one HMAC in a header, as most APIs besides Standard Webhooks have them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._support.wording import either
from ..errors import InvalidSignature, WebhookError
from .headers import single
from .scheme import MOST_SIGNATURES, Headers, Verified, checked_time
from .secrets import Key

_ALGORITHMS = ("sha1", "sha256", "sha384", "sha512")
_ENCODINGS = ("hex", "base64")
_NAMES = ("body", "id", "timestamp")


@dataclass(frozen=True, slots=True)
class HMAC:
    """An HMAC of the body, or of a text that has the body in it.

        HMAC(header="X-Hub-Signature-256", prefix="sha256=", id="X-GitHub-Delivery")
        HMAC(header="X-Slack-Signature", prefix="v0=", timestamp="X-Slack-Request-Timestamp",
             message="v0:{timestamp}:{body}")
        HMAC(header="Stripe-Signature", prefix="v1=", timestamp="t=", message="{timestamp}.{body}")

    Args:
        header: the header with the signature, or with several apart by commas or spaces.
        prefix: what comes before a signature in it.
        algorithm: sha1, sha256, sha384 or sha512.
        encoding: hex or base64.
        timestamp: the header with the time in seconds, which must be in `message` too; `t=` is the part of `header`
            that begins so. Without one, an old request is as good as a new one.
        id: the header with the id of the delivery, by which a replay is known. It is signed only if `message` has it.
        message: what is signed, with `{body}`, `{timestamp}` and `{id}` in it.

    Raises:
        WebhookError: an argument does not fit the others.
    """

    header: str
    prefix: str = ""
    algorithm: str = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    timestamp: str = ""
    id: str = ""
    message: str = "{body}"

    def __post_init__(self) -> None:
        for name, given, known in (
            ("algorithm", self.algorithm, _ALGORITHMS),
            ("encoding", self.encoding, _ENCODINGS),
        ):
            if given not in known:
                raise WebhookError(f"HMAC: {name} must be {either(known)}, not {given!r}")
        if not self.header:
            raise WebhookError("HMAC: header must name the header that has the signature")
        names = re.findall(r"\{(\w*)\}", self.message)
        unknown = [name for name in names if name not in _NAMES]
        if unknown or names.count("body") != 1:
            raise WebhookError("HMAC: message must have {body} once, and besides it {timestamp} and {id} at most")
        if bool(self.timestamp) != ("timestamp" in names):
            raise WebhookError(
                "HMAC: timestamp= and {timestamp} in message go together: a time that is not signed proves nothing"
            )
        if "id" in names and not self.id:
            raise WebhookError("HMAC: message has {id}, so id= must name the header that has it")

    def verify(
        self, body: bytes, headers: Headers, keys: Sequence[Key], *, tolerance: float | None, now: float
    ) -> Verified:
        """What the signature vouches for.

        Raises:
            InvalidSignature: a header is missing or not in its form, the time is too far away, or no key fits.
        """
        value = single(headers, self.header, "the signature")
        parts = [part for part in re.split(r"[,\s]+", value) if part]
        delivery = single(headers, self.id, "the id of the delivery") if self.id else ""
        text, seconds = "", None
        if self.timestamp.endswith("="):
            times = [part.removeprefix(self.timestamp) for part in parts if part.startswith(self.timestamp)]
            if len(times) != 1:
                raise InvalidSignature(f"{self.header} must have one part that begins with {self.timestamp}")
            text = times[0]
        elif self.timestamp:
            text = single(headers, self.timestamp, "the time of the signature")
        if self.timestamp:
            where = f"the part {self.timestamp} of {self.header}" if self.timestamp.endswith("=") else self.timestamp
            seconds = checked_time(text, where, tolerance=tolerance, now=now)
        given = [part.removeprefix(self.prefix) for part in parts if part.startswith(self.prefix)]
        if not given:
            raise InvalidSignature(f"{self.header} has no signature that begins with {self.prefix}")
        if len(given) > MOST_SIGNATURES:
            raise InvalidSignature(f"{self.header} has {len(given)} signatures; up to {MOST_SIGNATURES} are tried")
        content = self._content(body, delivery, text)
        fits = False
        for key in keys:
            expected = self._mac(key, content)
            for signature in given:
                fits |= hmac.compare_digest(expected.encode(), self._plain(signature).encode("utf-8", "surrogatepass"))
        if not fits:
            raise InvalidSignature(
                "no signature fits the body: it was signed with another secret, or it is not as it was sent"
            )
        return Verified(delivery, seconds)

    def sign(self, body: bytes, keys: Sequence[Key], *, delivery: str, now: float) -> dict[str, str]:
        """The headers that sign a body, once with each key."""
        text = str(int(now)) if self.timestamp else ""
        content = self._content(body, delivery, text)
        parts = [f"{self.prefix}{self._mac(key, content)}" for key in keys]
        if self.timestamp.endswith("="):
            parts.insert(0, f"{self.timestamp}{text}")
        found = {self.header: ",".join(parts)}
        if self.timestamp and not self.timestamp.endswith("="):
            found[self.timestamp] = text
        return {**found, self.id: delivery} if self.id else found

    def _content(self, body: bytes, delivery: str, timestamp: str) -> bytes:
        before, _, after = self.message.partition("{body}")
        written = [
            part.replace("{timestamp}", timestamp).replace("{id}", delivery).encode("utf-8", "surrogatepass")
            for part in (before, after)
        ]
        return written[0] + body + written[1]

    def _mac(self, key: Key, content: bytes) -> str:
        if key.kind != "symmetric":
            raise WebhookError("an HMAC needs a secret that both sides know, not a key of ed25519")
        digest = hmac.new(key.material, content, getattr(hashlib, self.algorithm)).digest()
        return digest.hex() if self.encoding == "hex" else base64.b64encode(digest).decode()

    def _plain(self, signature: str) -> str:
        return signature.lower() if self.encoding == "hex" else signature
