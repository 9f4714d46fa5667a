"""The texts that make up a document, by URI, and the values in them that references lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from .._support.wording import did_you_mean
from ..errors import DocumentError, UnresolvableReference
from .cache import digest
from .pointer import Target, target_of, tokens_of
from .read import load_value
from .retrieve import ReferencePolicy, retrieve

MAX_HOPS = 64
"""How many references in a row are followed before they count as a circle."""

_NOTHING = object()


class Resources:
    """The root value and every other resource that references have reached so far.

    `digests` has the hash of each text read besides the root, by URI; None for one that could not be read.

    Args:
        root_pointer: maps a pointer into the root to where the root keeps it (2.0 keeps schemas elsewhere).
        note: called with (uri, what, line) for each oddity in a text.
    """

    def __init__(
        self,
        root: Any,
        uri: str,
        policy: ReferencePolicy,
        *,
        root_pointer: Callable[[str], str] | None = None,
        note: Callable[[str, str, int | None], None] | None = None,
    ) -> None:
        self.root_uri = uri
        self.digests: dict[str, str | None] = {}
        self._values: dict[str, Any] = {uri: root}
        self._moved: dict[str, str] = {}
        self._failed: dict[str, UnresolvableReference] = {}
        self._policy = policy
        self._root_pointer = root_pointer
        self._note = note
        self._anchors: dict[str, dict[str, str]] = {}
        self._embedded: dict[str, tuple[str, str]] = {}
        self._searched: set[str] = set()

    @property
    def uris(self) -> tuple[str, ...]:
        """Every resource read so far, the root first."""
        return tuple(self._values)

    def value(self, uri: str) -> Any:
        """The whole resource at a URI, read on first use."""
        uri = self._moved.get(uri, uri)
        if uri in self._values:
            return self._values[uri]
        if uri in self._failed:
            raise self._failed[uri]
        self.digests[uri] = None
        try:
            data, found_at = retrieve(uri, self._policy)
            self.digests[uri] = digest([data])
            note = self._note
            text_note = (lambda what, line: note(found_at, what, line)) if note else None
            value = load_value(data, source=found_at, note=text_note)
        except UnresolvableReference as error:
            self._failed[uri] = error
            raise
        except DocumentError as error:
            self._failed[uri] = UnresolvableReference(f"the target of the reference cannot be used: {error}")
            raise self._failed[uri] from None
        if found_at != uri:  # RFC 3986 section 5.1.3: the base is where the text was found
            self._moved[uri] = found_at
        return self._values.setdefault(found_at, value)

    def locate(self, target: Target) -> Target:
        """The target as an existing resource and a JSON Pointer into it; `$id`s and anchors are looked up."""
        uri, fragment = target
        if uri not in self._values:
            uri, base = self._embedded_at(uri)
            if base:
                if target.is_anchor:
                    return self._anchored(Target(uri, fragment), base)
                return Target(uri, base + fragment)
        if target.is_anchor:
            return self._anchored(Target(uri, fragment), "")
        if uri == self.root_uri and self._root_pointer:
            fragment = self._root_pointer(fragment)
        return Target(uri, fragment)

    def get(self, target: Target) -> tuple[Any, Target]:
        """The value that a target leads to, with its actual place.

        A pointer that meets a `$ref` continues in its target.
        """
        for _ in range(MAX_HOPS):
            found = self._walk(self.locate(target))
            if isinstance(found, Target):
                target = found
            else:
                return found
        raise UnresolvableReference(f"the references at {target.fragment or 'the root'} form a circle")

    def _walk(self, target: Target) -> tuple[Any, Target] | Target:
        value = self.value(target.uri)
        target = target._replace(uri=self._moved.get(target.uri, target.uri))
        tokens = tokens_of(target.fragment)
        for i, token in enumerate(tokens):
            step = _member(value, token)
            if step is _NOTHING:
                if isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
                    rest = "".join("/" + t.replace("~", "~0").replace("/", "~1") for t in tokens[i:])
                    base = target_of(value["$ref"], target.uri)
                    return Target(base.uri, base.fragment + rest)
                hint = did_you_mean(token, map(str, value)) if isinstance(value, Mapping) else ""
                where = f"#{target.fragment}" if target.uri == self.root_uri else f"{target.uri}#{target.fragment}"
                raise UnresolvableReference(f"the reference {where} leads nowhere: there is no {token!r}.{hint}")
            value = step
        return value, target

    # anchors and embedded resources: rare, so looked up only when needed

    def _anchored(self, target: Target, below: str) -> Target:
        if target.uri not in self._anchors:
            self._anchors[target.uri] = dict(_iter_named(self.value(target.uri), ("$anchor", "$dynamicAnchor")))
        for pointer, name in self._anchors[target.uri].items():
            if name == target.fragment and f"{pointer}/".startswith(f"{below}/"):
                return Target(target.uri, pointer)
        raise UnresolvableReference(f"nothing in {target.uri or 'the document'} has the anchor {target.fragment!r}")

    def _embedded_at(self, uri: str) -> tuple[str, str]:
        """The place of the schema whose `$id` is `uri`; the URI itself if there is none."""
        for holder in [uri for uri in self._values if uri not in self._searched]:
            self._searched.add(holder)
            for pointer, name in _iter_named(self._values[holder], ("$id",)):
                with suppress(UnresolvableReference):  # an `$id` that is not a valid address names nothing
                    self._embedded.setdefault(target_of(name, holder).uri, (holder, pointer))
        return self._embedded.get(uri, (uri, ""))


def _member(value: Any, token: str) -> Any:
    if isinstance(value, Mapping):
        if token in value:
            return value[token]
        if token.isascii() and token.isdigit():  # a mapping from Python may have 200 where JSON has "200"
            return value.get(int(token), _NOTHING)
        return _NOTHING
    if isinstance(value, list) and token.isascii() and token.isdigit() and int(token) < len(value):
        return value[int(token)]
    return _NOTHING


def _iter_named(value: Any, keywords: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(pointer, text) of every keyword given, without recursion and visiting shared values once."""
    stack: list[tuple[Any, str]] = [(value, "")]
    seen: set[int] = set()
    while stack:
        node, pointer = stack.pop()
        if not isinstance(node, (Mapping, list)) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            for keyword in keywords:
                if isinstance(node.get(keyword), str):
                    yield pointer, node[keyword]
            members = [(str(key), member) for key, member in node.items()]
        else:
            members = [(str(i), member) for i, member in enumerate(node)]
        stack.extend(
            (member, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}") for key, member in reversed(members)
        )
