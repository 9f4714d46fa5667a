"""JSON Pointers and references as text: splitting, joining, escaping. Knows nothing about what they point to."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import relpath
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from .._support.urls import without_secrets
from ..errors import UnresolvableReference


class Target(NamedTuple):
    """Where a reference leads: a resource and a JSON Pointer (or an anchor's name) inside it."""

    uri: str
    fragment: str

    @property
    def is_anchor(self) -> bool:
        """Whether the fragment is a plain name instead of a JSON Pointer."""
        return bool(self.fragment) and not self.fragment.startswith("/")


def escape(token: str) -> str:
    """One reference token of a JSON Pointer. Source: RFC 6901 section 3."""
    return token.replace("~", "~0").replace("/", "~1") if "/" in token or "~" in token else token


def pointer_to(tokens: Iterable[str | int]) -> str:
    """A JSON Pointer from its tokens; no tokens give "", the whole document."""
    return "".join("/" + escape(str(token)) for token in tokens)


def tokens_of(pointer: str) -> list[str]:
    """The tokens of a JSON Pointer. `~1` is decoded before `~0`, as RFC 6901 section 4 requires."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def target_of(reference: str, base_uri: str) -> Target:
    """Resolve a reference against the resource that contains it.

    The fragment is percent-decoded before it is read as a pointer.

    Raises:
        UnresolvableReference: the reference is not a URI.
    Source: RFC 3986 section 5.2; RFC 6901 section 6.
    """
    address, _, fragment = reference.partition("#")
    if not address:
        return Target(base_uri, unquote(fragment))
    try:
        uri = urljoin(base_uri, address)
        urlsplit(uri)
    except ValueError as error:
        shown = without_secrets(reference)
        raise UnresolvableReference(f"the reference {shown!r} is not a valid address: {error}") from None
    return Target(uri, unquote(fragment))


def reference_to(target: Target, root_uri: str) -> str:
    """The reference to `target` from the root document; relative if both have the same origin."""
    fragment = "#" + _as_fragment(target.fragment)
    if target.uri == root_uri:
        return fragment
    root, other = urlsplit(root_uri), urlsplit(target.uri)
    if root.scheme and (root.scheme, root.netloc) == (other.scheme, other.netloc) and other.path.startswith("/"):
        folder = root.path.rpartition("/")[0] or "/"
        return urlunsplit(("", "", relpath(other.path, folder), other.query, "")) + fragment
    return target.uri + fragment


def extended(reference: str, tokens: Iterable[str | int]) -> str:
    """The reference to a member of the target of `reference`."""
    return reference + ("" if "#" in reference else "#") + _as_fragment(pointer_to(tokens))


def _as_fragment(pointer: str) -> str:
    """A JSON Pointer as a URI fragment. Source: RFC 6901 section 6; RFC 3986 section 3.5."""
    return quote(pointer, safe="/~!$&'()*+,;=:@?-._", errors="surrogatepass")  # half a pair leads nowhere
