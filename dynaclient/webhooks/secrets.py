"""The secrets of signatures: read from what a caller passes, and never shown."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import NamedTuple

from ..errors import WebhookError

SecretInput = str | bytes | Iterable[str | bytes]
"""One secret, or several while keys are rotated."""

_SYMMETRIC = "whsec_"
_PUBLIC = "whpk_"
_PRIVATE = "whsk_"
_KINDS = {_SYMMETRIC: "symmetric", _PUBLIC: "public", _PRIVATE: "private"}
_LENGTHS = {"public": (32,), "private": (32, 64)}


class Key(NamedTuple):
    """The bytes of one secret.

    Attributes:
        kind: "symmetric" for HMAC; "public" and "private" for ed25519.
    """

    kind: str
    material: bytes

    def __repr__(self) -> str:
        return f"<Key {self.kind}>"


def read_secrets(given: SecretInput | None, missing: str) -> tuple[Key, ...]:
    """The keys of one secret or of several.

    After the prefix `whsec_`, `whpk_` or `whsk_` a text has the key in base64; any other text is the key itself,
    in UTF-8, and so are bytes. Several in one text are apart by spaces, if each has a prefix.

    Args:
        missing: what to say where there is none.

    Raises:
        WebhookError: there is no secret, or it cannot be read. The text never repeats it.
    """
    if given is None:
        raise WebhookError(missing)
    if isinstance(given, (str, bytes)):
        found = _separate(given)
    elif isinstance(given, Iterable):
        found = [part for secret in given for part in _separate(secret)]
    else:
        raise WebhookError(f"secret must be text, bytes or a list of them, not {type(given).__name__}")
    if not found:
        raise WebhookError(missing)
    return tuple(map(_key, found))


def _separate(given: str | bytes) -> list[str | bytes]:
    if not isinstance(given, str):
        return [given]
    parts = given.split()
    return [*parts] if parts and all(part.startswith(tuple(_KINDS)) for part in parts) else [given.strip()]


def _key(secret: str | bytes) -> Key:
    if not isinstance(secret, (str, bytes)):
        raise WebhookError(f"a secret must be text or bytes, not {type(secret).__name__}")
    if not secret:
        raise WebhookError("the secret is empty")
    if isinstance(secret, bytes):
        return Key("symmetric", secret)
    prefix = next((prefix for prefix in _KINDS if secret.startswith(prefix)), "")
    if not prefix:
        return Key("symmetric", secret.encode())
    try:
        text = secret[len(prefix) :]
        material = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)  # some write it without its padding
    except (binascii.Error, ValueError):
        raise WebhookError(f"the secret begins with {prefix} and is not base64 after that: is it complete?") from None
    kind = _KINDS[prefix]
    lengths = _LENGTHS.get(kind)
    if not material or (lengths and len(material) not in lengths):
        wanted = f"{' or '.join(map(str, lengths))} bytes" if lengths else "a key"
        raise WebhookError(f"the secret has {len(material)} bytes after {prefix}; it needs {wanted}: is it complete?")
    return Key(kind, material)
