"""What a document is read from: its text or mapping, its address, and what its references may reach.

Knows nothing of what the text says.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from .._support.urls import without_secrets
from .._support.wording import kind_of
from ..errors import DocumentError
from .addresses import Addresses
from .retrieve import ReferencePolicy, is_web, path_of_uri, retrieve, uri_of

Source = str | os.PathLike[str] | bytes | Mapping[str, Any]


class DocumentSource:
    """Where one document comes from.

    Args:
        text: what is at the address, if it was read already.

    Attributes:
        given: the path, address, text or mapping.
        name: its name in errors.
        uri: the address that its references are relative to, without its secrets; "" if there is none.
        policy: what its references may reach.
        addresses: knows the secrets of its addresses.
    """

    def __init__(
        self, given: Source, base_uri: str, allowed: Sequence[str | os.PathLike[str]], text: bytes | None
    ) -> None:
        self.given = given
        self.name, uri = _named(given, base_uri)
        policy = ReferencePolicy.of(uri, allowed)
        self.addresses = Addresses((uri, *policy.allowed))
        self.uri = self.addresses.shown(uri)
        self.policy = ReferencePolicy(self.uri, tuple(map(self.addresses.shown, policy.allowed)))
        self.text_given = text
        self._digest = ""

    def __getstate__(self) -> dict[str, Any]:
        """Without the secrets of addresses."""
        state = {**self.__dict__, "text_given": None}
        if isinstance(self.given, str):
            state["given"] = without_secrets(self.given)
        return state

    @property
    def mapping(self) -> Mapping[str, Any] | None:
        """The mapping that was given; None for a text."""
        return self.given if isinstance(self.given, Mapping) else None

    def text(self) -> bytes:
        """The text; not of a mapping, which has none.

        Raises:
            DocumentError: it cannot be read.
        """
        if isinstance(self.given, (bytes, bytearray)):
            return bytes(self.given)
        if self.text_given is not None:
            return self.text_given
        address = uri_of(self.given)  # type: ignore[arg-type]  # a mapping has no text to be read
        data, uri = retrieve(address)
        if uri != address and self.uri == self.addresses.shown(address):
            self.uri = self.addresses.shown(uri)  # redirected: references are relative to the final address
            self.policy = ReferencePolicy(self.uri, self.policy.allowed)
        return data

    def text_and_digest(self) -> tuple[bytes | None, str | None]:
        """The text with its hash; of a file only the hash, for which the text is never in memory as a whole."""
        from .cache import digest, digest_of_file

        address = "" if isinstance(self.given, (bytes, bytearray)) else uri_of(self.given)  # type: ignore[arg-type]
        data = None if address.startswith("file:") and self.text_given is None else self.text()
        content = digest_of_file(path_of_uri(address)) if data is None else digest([data])
        self._digest = content or ""
        return data, content

    @property
    def digest(self) -> str:
        """The hash of the text; of a mapping, of its content as JSON."""
        if not self._digest:
            from .cache import digest

            content = self.mapping
            text = self.text() if content is None else json.dumps(content, sort_keys=True, default=str).encode(*_ANY)
            self._digest = digest([text])
        return self._digest

    @property
    def address(self) -> str:
        """`uri` with its user information, if it has any: the base of relative servers."""
        return self.addresses.real(self.uri)

    @property
    def base(self) -> str:
        """The `base_uri` to read the document again with."""
        return self.address if isinstance(self.given, (bytes, bytearray, Mapping)) else ""

    @property
    def origin(self) -> str:
        """The address that the text was read from, before redirects; "" if it was given as a text or a mapping."""
        if isinstance(self.given, (bytes, bytearray, Mapping)):
            return ""
        return uri_of(self.given) if is_web(os.fspath(self.given)) else self.address  # the folder may have changed

    @property
    def allowed_references(self) -> tuple[str, ...]:
        """The folders and addresses besides its own that its references may reach."""
        return tuple(map(self.addresses.real, self.policy.allowed))


_ANY = ("utf-8", "surrogatepass")
"""The encoding of any text that Python has."""


def _named(source: Source, base_uri: str) -> tuple[str, str]:
    """The name of the source in errors, and the address that its references are relative to."""
    if isinstance(source, Mapping):
        return "a mapping", base_uri
    if isinstance(source, (bytes, bytearray)):
        return "the text given", base_uri
    if not isinstance(source, (str, os.PathLike)):
        raise DocumentError(
            f"a document is a path, an address, bytes or a mapping, not {kind_of(source)} ({type(source).__name__})"
        )
    name = os.fspath(source)
    if isinstance(source, str) and ("\n" in name or name.lstrip().startswith("{")):
        raise DocumentError(
            "this is the text of a document, not its path; pass it as bytes, as in Client(text.encode())"
        )
    if not name:
        raise DocumentError("the path or address of the document is empty")
    return without_secrets(name), base_uri or uri_of(source)
