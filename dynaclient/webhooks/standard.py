"""The scheme of Standard Webhooks: `v1` with HMAC-SHA256, and `v1a` with ed25519 where `cryptography` is installed.

Source: Standard Webhooks, "Signature scheme" (github.com/standard-webhooks/standard-webhooks).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import InvalidSignature, MissingExtra, WebhookError
from .headers import single
from .scheme import MOST_SIGNATURES, Headers, Verified, checked_time
from .secrets import Key


@dataclass(frozen=True, slots=True)
class StandardWebhooks:
    """Signatures over `{id}.{timestamp}.{body}`, in headers `webhook-id`, `webhook-timestamp` and `webhook-signature`.

    Args:
        prefix: how the names of the headers begin; some senders write `svix-`.
    """

    prefix: str = "webhook-"

    def verify(
        self, body: bytes, headers: Headers, keys: Sequence[Key], *, tolerance: float | None, now: float
    ) -> Verified:
        """What the signature vouches for.

        Raises:
            InvalidSignature: a header is missing or not in its form, the time is too far away, or no key fits.
        """
        name = f"{self.prefix}signature"
        delivery = single(headers, f"{self.prefix}id", "the id of the delivery")
        text = single(headers, f"{self.prefix}timestamp", "the time of the signature")
        given = single(headers, name, "the signature").split()
        timestamp = checked_time(text, f"{self.prefix}timestamp", tolerance=tolerance, now=now)
        if not delivery.isascii():
            raise InvalidSignature(f"{self.prefix}id must be ASCII")
        if len(given) > MOST_SIGNATURES:
            raise InvalidSignature(f"{name} has {len(given)} signatures; up to {MOST_SIGNATURES} are tried")
        content = _content(delivery, text, body)
        fits = False
        for part in given:
            version, comma, signature = part.partition(",")
            if comma and version == "v1":
                for key in keys:
                    fits |= key.kind == "symmetric" and _same(_mac(key, content), signature)
            elif comma and version == "v1a":
                for key in keys:
                    fits |= key.kind != "symmetric" and _is_signed(key, signature, content)
        if not fits:
            raise InvalidSignature(_reason(given, keys, name))
        return Verified(delivery, timestamp)

    def sign(self, body: bytes, keys: Sequence[Key], *, delivery: str, now: float) -> dict[str, str]:
        """The three headers; with several keys, several signatures."""
        text = str(int(now))
        if not delivery.isascii() or not delivery or delivery != delivery.strip():
            raise WebhookError(f"the id of a delivery must be ASCII text without blanks around it, not {delivery!r}")
        content = _content(delivery, text, body)
        signatures = [
            f"v1,{_mac(key, content)}" if key.kind == "symmetric" else f"v1a,{_signed(key, content)}" for key in keys
        ]
        return {
            f"{self.prefix}id": delivery,
            f"{self.prefix}timestamp": text,
            f"{self.prefix}signature": " ".join(signatures),
        }


def _content(delivery: str, text: str, body: bytes) -> bytes:
    """What is signed: the timestamp as it was sent, leading zeros included."""
    return b".".join((delivery.encode(), text.encode(), body))


def _mac(key: Key, content: bytes) -> str:
    return base64.b64encode(hmac.new(key.material, content, hashlib.sha256).digest()).decode()


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogatepass"))


def _reason(given: Sequence[str], keys: Sequence[Key], name: str) -> str:
    """Why no signature fits, without any of them."""
    versions = dict.fromkeys(part.partition(",")[0] for part in given if "," in part)
    if not versions:
        return f"{name} must name the version of each signature, as in `v1,` and its base64; it names none"
    known = {"v1": {"symmetric"}, "v1a": {"public", "private"}}
    if not any(version in known for version in versions):
        return f"{name} has no signature of version v1 or v1a"
    kinds = {key.kind for key in keys}
    if not any(known.get(version, set()) & kinds for version in versions):
        needs = "whsec_…, the secret of v1" if "v1" in versions else "whpk_…, the public key of v1a"
        return f"{name} has no signature that a key of this kind could have made: pass {needs}"
    return "no signature fits the body: it was signed with another secret, or it is not as it was sent"


# ed25519


def _is_signed(key: Key, signature: str, content: bytes) -> bool:
    invalid, _, public_key = _ed25519()
    try:
        raw = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    public = public_key.from_public_bytes(key.material) if key.kind == "public" else _private(key).public_key()
    try:
        public.verify(raw, content)
    except invalid:
        return False
    return True


def _signed(key: Key, content: bytes) -> str:
    if key.kind == "public":
        raise WebhookError("a public key (whpk_…) verifies; to sign, pass the private one (whsk_…)")
    return base64.b64encode(_private(key).sign(content)).decode()


def _private(key: Key) -> Any:
    """The private key; 64 bytes are its seed and the public key after it."""
    _, private_key, _ = _ed25519()
    return private_key.from_private_bytes(key.material[:32])


def _ed25519() -> tuple[type[Exception], Any, Any]:
    try:
        from cryptography.exceptions import InvalidSignature as Invalid
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    except ImportError as error:
        raise MissingExtra("signatures of version v1a (ed25519)", "cryptography") from error
    return Invalid, Ed25519PrivateKey, Ed25519PublicKey
