"""The texts that make up a document, by URI, and the values in them that references lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from .._support.wording import did_you_mean
from ..errors import DocumentError, UnresolvableReference
from .addresses import Addresses
from .cache import digest
from .identifiers import Identifiers, own_address, read_identifiers
from .place import Place
from .pointer import Target, pointer_to, target_of, tokens_of
from .read import load_value
from .retrieve import ReferencePolicy, retrieve

MAX_HOPS = 64
"""How many references in a row are followed before they count as a circle."""

_NOTHING = object()


class Resources:
    """The root value and every other resource that references have reached so far.

    `digests` has the hash of each text read besides the root, by URI; None for one that could not be read.

    Args:
        addresses: knows the addresses to read from.
        rebases: whether a schema with an `$id` is a resource of its own, as in 3.1.
        root_pointer: maps a pointer into the root to where the root keeps it (2.0 keeps schemas elsewhere).
        note: called with (uri, kind of problem, what, line) for each oddity in a text.
    """

    def __init__(
        self,
        root: Any,
        uri: str,
        policy: ReferencePolicy,
        addresses: Addresses,
        *,
        rebases: bool = True,
        root_pointer: Callable[[str], str] | None = None,
        note: Callable[[str, str, str, int | None], None] | None = None,
    ) -> None:
        self.root_uri = uri
        self.digests: dict[str, str | None] = {}
        self._values: dict[str, Any] = {uri: root}
        self._moved: dict[str, str] = {}
        self._failed: dict[str, UnresolvableReference] = {}
        self._policy = policy
        self._addresses = addresses
        self._root_pointer = root_pointer
        self._note = note
        self._rebases = rebases
        self._known: dict[str, Identifiers] = {}

    def texts(self) -> Iterator[tuple[str, Any]]:
        """The texts read so far, each with its address."""
        return iter(list(self._values.items()))

    def value(self, uri: str) -> Any:
        """The whole resource at a URI, read on first use."""
        uri = self._moved.get(uri, uri)
        if uri in self._values:
            return self._values[uri]
        if uri in self._failed:
            raise self._failed[uri]
        if uri.startswith(_METASCHEMAS) and (known := _metaschema(uri)) is not None:
            return self._values.setdefault(uri, known)
        self.digests[uri] = None
        try:
            data, found_at = retrieve(self._addresses.real(self._beside(uri)), self._policy)
            found_at = self._addresses.shown(found_at)
            self.digests[uri] = digest([data])
            note = self._note
            text_note = (lambda kind, what, line: note(found_at, kind, what, line)) if note else None
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
        """The target as an existing text and a JSON Pointer into it; `$id`s and anchors are looked up.

        Raises:
            UnresolvableReference: nothing there has the anchor, or the text cannot be read.
        """
        target = target._replace(uri=self._addresses.shown(target.uri))
        uri, base = self._resource(target.uri)
        if target.is_anchor:
            found = self._identifiers(uri).anchors.get((base if self._rebases else "", target.fragment))
            if found is None:
                raise UnresolvableReference(
                    f"nothing in {target.uri or 'the document'} has the anchor {target.fragment!r}"
                )
            return Target(self._moved.get(uri, uri), found)
        if uri == self.root_uri and self._root_pointer:
            return Target(uri, self._root_pointer(base + target.fragment))
        return Target(uri, base + target.fragment)

    def get(self, target: Target) -> tuple[Any, Place]:
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

    def _walk(self, target: Target) -> tuple[Any, Place] | Target:
        value = self.value(target.uri)
        place = Place(self._moved.get(target.uri, target.uri))
        tokens = tokens_of(target.fragment)
        for i, token in enumerate(tokens):
            if isinstance(value, Mapping) and ("$id" in value or "$self" in value):
                place = self._within(place, value)
            step = _member(value, token)
            if step is _NOTHING:
                if isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
                    base = self.locate(target_of(value["$ref"], place.base))
                    return Target(base.uri, base.fragment + pointer_to(tokens[i:]))
                hint = did_you_mean(token, map(str, value)) if isinstance(value, Mapping) else ""
                where = f"#{target.fragment}" if target.uri == self.root_uri else f"{target.uri}#{target.fragment}"
                raise UnresolvableReference(f"the reference {where} leads nowhere: there is no {token!r}.{hint}")
            value = step
            place = place.child(token)
        return value, place

    def _within(self, place: Place, value: Any) -> Place:
        """The place of an object, as the base of references in it: its `$id`, or `$self` at the root of a text."""
        identifier = None if place.pointer else own_address(value)
        if identifier is None and self._rebases and isinstance(value, Mapping):
            identifier = value.get("$id")
        if isinstance(identifier, str):
            with suppress(UnresolvableReference):
                return place.within(identifier)
        return place

    @property
    def root_place(self) -> Place:
        """The place of the root, whose base is its `$self` if it has one."""
        return self._within(Place(self.root_uri), self._values[self.root_uri])

    def _beside(self, uri: str) -> str:
        """Where a text is looked for: beside the one in whose `$self` folder it is, wherever that was found."""
        for found_at, value in self._values.items():
            base = self._within(Place(found_at), value).base_uri if own_address(value) is not None else None
            if base and found_at and uri.startswith(folder := base[: base.rfind("/") + 1]):
                return found_at[: found_at.rfind("/") + 1] + uri[len(folder) :]
        return uri

    # anchors and embedded resources: rare, so looked up only when needed

    def dynamic_anchors(self, place: Place) -> Mapping[str, str]:
        """The dynamic anchors of the schema resource around a place: name → JSON Pointer in the same text."""
        return self._identifiers(place.uri).dynamic.get(place.base_pointer, {})

    def _identifiers(self, uri: str) -> Identifiers:
        if uri not in self._known:
            self._known[uri] = read_identifiers(self.value(uri), uri, rebases=self._rebases)
        return self._known[uri]

    def _resource(self, uri: str) -> tuple[str, str]:
        """The text and JSON Pointer of what has this `$id` or `$self`; the URI itself if nothing does."""
        if uri in self._values:
            return uri, ""
        found = self._identified(uri)
        if found is None and self._policy.texts:  # only reading them shows which addresses they give themselves
            for text in self._policy.texts:
                with suppress(UnresolvableReference):
                    self.value(self._addresses.shown(text))
            found = self._identified(uri)
        return found or (uri, "")

    def _identified(self, uri: str) -> tuple[str, str] | None:
        for holder in self._values:
            pointer = self._identifiers(holder).resources.get(uri)
            if pointer is not None:
                return holder, pointer
        return None


_METASCHEMAS = "https://json-schema.org/draft/2020-12/"
"""The addresses of the schemas of schemas, which are known without reading them."""


def _metaschema(uri: str) -> Any:
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    found = REGISTRY.get(uri)
    return None if found is None else found.contents


def member_at(value: Any, tokens: Sequence[str], otherwise: Any) -> Any:
    """The value that the tokens of a JSON Pointer lead to within another; `otherwise` if they lead nowhere."""
    for token in tokens:
        value = _member(value, token)
        if value is _NOTHING:
            return otherwise
    return value


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
