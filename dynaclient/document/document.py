"""The Document: one API description in its normal form, whatever version it was written in.

Its parts come from the text or from a compiled form (`parts_reader`). Each part is built when it is first used, and
only once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .._support.record import replaced
from ..errors import UnresolvableReference, Violation
from .document_source import DocumentSource, Source
from .names import SCOPE, Schema, raw_pointer
from .parts import Unknown
from .parts_reader import PartsReader
from .place import STALE, Entry, Place, Problem
from .pointer import Target, reference_to, target_of

if TYPE_CHECKING:
    from .applied_overlays import AppliedOverlays
    from .catalogue import Catalogue
    from .dynamic_scope import DynamicScopes
    from .outgoing import OutgoingEntry
    from .overlays import Overlay, OverlaySource
    from .version import Dialect

T = TypeVar("T")


class Document:
    """An API description: its operations, schemas and problems.

    Args:
        source: a path, an http(s) URL, JSON or YAML text as bytes, or a mapping (which is not changed).
        allow_references: folders and URLs outside the document's own folder that its references may use; a prefix
            allows everything below it, `"*"` allows anything. Text and mappings have no folder.
        base_uri: the base of relative references and servers in text and mappings.
        compiled: a file known to be the compiled form of `source`, which is then not read.
        cache: whether to look for a compiled form in the user's cache, and store one there.
        overlays: Overlay documents to apply, in order, before references are followed: paths, addresses, texts or
            mappings. One that `extends` another document is an error.
        replaces: the address of the document that this one replaces, which overlays may extend too.
        text: what is at `source`, if it was read already.

    Attributes:
        overlays: the overlays that were applied, as values.
        extended_as: the address that overlays of this document may extend: its own, or that of the one it replaces.

    Raises:
        DocumentError: the document cannot be read (`DocumentSyntaxError` and `UnsupportedVersion` are more specific).
        OverlayError: an overlay cannot be read or applied.
    """

    def __init__(
        self,
        source: Source,
        *,
        allow_references: Sequence[str | os.PathLike[str]] = (),
        base_uri: str = "",
        compiled: str | os.PathLike[str] | None = None,
        cache: bool = True,
        overlays: Sequence[OverlaySource | Overlay] = (),
        replaces: str = "",
        text: bytes | None = None,
    ) -> None:
        self._problems: dict[tuple[str, str, int | None], Problem] = {}
        self._surveyed = False
        self._may_cache = cache
        self._schema_cache: dict[str, Schema] = {}
        self._operation_cache: dict[str, Mapping[str, Any]] = {}
        self._entries: Mapping[str, Entry] | None = None
        self._dynamic_scopes: DynamicScopes | None = None
        self._catalogue: Catalogue | None = None
        self._outgoing: tuple[OutgoingEntry, ...] | None = None
        self._derived: dict[Any, Any] = {}
        self._from = DocumentSource(source, base_uri, allow_references, text)
        self.source = self._from.name
        self.extended_as = replaces or self.uri
        self._overlaid = self._with_overlays(overlays, replaces) if overlays else None
        self.overlays: tuple[Overlay, ...] = self._overlaid.values if self._overlaid else ()
        self._reader = PartsReader(self._from, self._overlaid, self)
        self._reader.read(compiled, cache=cache)

    def __getstate__(self) -> dict[str, Any]:
        """Without the secrets of addresses: if there are any, all that they are needed for is read first."""
        if self._from.addresses.has_secrets:
            self._reader.loaded()
            _ = self.problems
        kept = {name: schema for name, schema in self._schema_cache.items() if SCOPE not in name}
        return {**self.__dict__, "_dynamic_scopes": None, "_catalogue": None, "_schema_cache": kept, "_derived": {}}

    def derived(self, make: Callable[[Document], T]) -> T:
        """What a later stage makes of the document: made once, and kept with it. It is not pickled."""
        found = self._derived.get(make)
        if found is None:
            found = self._derived.setdefault(make, make(self))
        return found  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        info = f"{self.title} {self.info.get('version', '')}".strip()
        return f"<Document {info!r} from {self.source}, OpenAPI {self.version}, {len(self.entries)} operations>"

    # where it comes from

    @property
    def uri(self) -> str:
        """The address that references are relative to, without its secrets; "" if there is none."""
        return self._from.uri

    @property
    def address(self) -> str:
        """`uri` with its user information, if it has any: the base of relative servers."""
        return self._from.address

    @property
    def origin(self) -> str:
        """The address that the document was read from, before redirects; "" if it was given as a text or a mapping."""
        return self._from.origin

    @property
    def allowed_references(self) -> tuple[str, ...]:
        """The folders and addresses besides its own that its references may reach."""
        return self._from.allowed_references

    @property
    def digest(self) -> str:
        """The hash of the document's own text, without overlays; of a mapping, of its content as JSON."""
        return self._from.digest

    @property
    def digests(self) -> Mapping[str, str | None]:
        """The hash of each text that references have reached, by URI; None for one that could not be read."""
        return self._reader.digests

    def texts(self) -> dict[str, str | None]:
        """The hash of each text with an address that the document is made of, by address: overlays, then references."""
        real = self._from.addresses.real
        overlays = self._overlaid.texts() if self._overlaid else {}
        return overlays | {real(uri): known for uri, known in self.digests.items()}

    def read_whole(self) -> None:
        """Read every text that references reach, so that what changes there later does not matter."""
        if self._reader.known_problems is not None:
            return
        from .walk import iter_references

        root, _ = self.follow({"$ref": "#"}, Place(self.uri))
        if any(not reference.startswith("#") for reference in iter_references(root)):
            _ = self.problems

    # overlays

    def _with_overlays(self, given: Sequence[OverlaySource | Overlay], replaces: str) -> AppliedOverlays:
        from .applied_overlays import AppliedOverlays

        return AppliedOverlays(given, self.uri, replaces)

    def with_overlays(self, overlays: Sequence[OverlaySource | Overlay], *, replaces: str = "") -> Document:
        """This document, read again, with more overlays after its own."""
        if isinstance(overlays, (list, tuple)):
            overlays = [*self.overlays, *overlays]
        return Document(
            self._from.given,
            allow_references=self.allowed_references,
            base_uri=self._from.base,
            cache=self._may_cache,
            overlays=overlays,
            replaces=replaces,
            text=self._from.text_given,
        )

    def overlays_again(self) -> tuple[Overlay, ...]:
        """The overlays of this document, read again."""
        return self._overlaid.read_again() if self._overlaid else ()

    @property
    def stale_actions(self) -> tuple[Problem, ...]:
        """The problems of actions that change nothing, which need no walk through the document."""
        known = self._reader.known_problems
        known = tuple(self._problems.values()) if known is None else known
        return tuple(problem for problem in known if problem.kind == STALE)

    @property
    def origins(self) -> Mapping[str, str]:
        """JSON Pointer into the root → the overlay that brought in what is there."""
        return self._reader.origins

    def overlay_of(self, reference: str) -> str:
        """The overlay that brought in what a reference from the root document leads to; "" if it was there before."""
        if not self.overlays or not reference.startswith("#"):
            return ""
        from .origins import origin_of

        return origin_of(target_of(self.written(reference), "").fragment, self.origins)

    def attributed(self, violations: list[Violation]) -> list[Violation]:
        """Violations that name the overlay which brought their rule in."""
        if not self.overlays:
            return violations
        from .origins import overlay_of_violation

        return [replaced(found, overlay=overlay_of_violation(self, found)) for found in violations]

    # problems

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything in the document that cannot be used as written, found by walking all of it.

        The first access walks the document, unless a compiled form remembers the result. Calls do not need it.
        """
        known = self._reader.known_problems
        if known is not None:
            for problem in known:
                self.record(problem)
        elif not self._surveyed:
            from .survey import survey

            self._surveyed = True
            survey(self)
            self._reader.loaded().report_words()
        return tuple(self._problems.values())

    def report(self, place: Place, kind: str, what: str, consequence: str) -> None:
        """Record a problem at a place; the same problem at the same place is recorded once."""
        self.report_schema(self.reference_at(place), kind, what, consequence)

    def note(self, uri: str, kind: str, what: str, line: int | None) -> None:
        """Record a problem that a text has as a text; it is read anyway."""
        self.record(Problem(uri or "#", what, "it is read anyway", kind, line=line))

    def report_schema(self, reference: str, kind: str, what: str, consequence: str) -> None:
        """Record a problem at the place that a reference leads to."""
        reference = self.written(reference)
        self.record(Problem(reference, what, consequence, kind, self.overlay_of(reference)))

    def record(self, problem: Problem) -> None:
        """Record a problem, once."""
        self._problems.setdefault((problem.pointer, problem.what, problem.line), problem)

    # references

    def reference_at(self, place: Place) -> str:
        """The reference that leads to a place from the root document."""
        return reference_to(Target(place.uri, place.pointer), self.uri)

    def written(self, reference: str) -> str:
        """A reference of the normal form as the document itself writes it: 2.0 keeps schemas under `definitions`."""
        reference = reference.partition(SCOPE)[0]
        return f"#{raw_pointer(reference[1:])}" if reference[:1] == "#" and self.dialect.is_2 else reference

    def schema(self, reference: str) -> Schema:
        """The schema that a reference from the root document leads to, in its normal form.

        Raises:
            UnresolvableReference: it leads nowhere.
        """
        if reference not in self._schema_cache:
            self._schema_cache[reference] = (
                self._scopes.schema(reference)
                if SCOPE in reference
                else self._reader.ask(lambda parts: parts.schema(reference))
            )
        return self._schema_cache[reference]

    @property
    def is_dynamic(self) -> bool:
        """Whether a schema read so far has a `$dynamicRef`, so that `in_dynamic_scope` changes what schemas mean."""
        return self._reader.parts.is_dynamic

    def in_dynamic_scope(self, schema: Any, origin: str) -> Any:
        """A copy of a schema in which every reference, dynamic ones too, leads where it does from this place.

        Args:
            origin: the place of the schema, as a reference; "" if it has none.
        """
        return self._scopes.entered(schema, origin)

    @property
    def _scopes(self) -> DynamicScopes:
        if self._dynamic_scopes is None:
            from .dynamic_scope import DynamicScopes  # rare

            self._dynamic_scopes = DynamicScopes(
                self.schema, lambda reference: self._reader.ask(lambda parts: parts.dynamic_anchors(reference))
            )
        return self._dynamic_scopes

    def resolve(self, reference: str | Mapping[str, Any]) -> Any:
        """Follow a reference, or a mapping with a `$ref`, to its value in the normal form.

        Returns a mapping without `$ref` as it is. Follows references that lead to other references.

        Raises:
            UnresolvableReference: it leads nowhere, in a circle, or to a place that may not be read.
        """
        value: Any = {"$ref": reference} if isinstance(reference, str) else reference
        seen: set[str] = set()
        while isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
            following = value["$ref"]
            if following in seen:
                raise UnresolvableReference(f"the reference {following} leads back to itself")
            seen.add(following)
            value = self._component(following)
        return value

    def _component(self, reference: str) -> Any:
        return self._reader.ask(lambda parts: parts.component(reference))

    def canonical(self, reference: str, place: Place) -> str:
        """A reference written at a place, as it leads to the same target from the root document."""
        return self._reader.loaded().canonical(reference, place)

    def follow(self, raw: Any, place: Place) -> tuple[Mapping[str, Any], Place]:
        """The object itself, or the one that its `$ref`s lead to, with its place in the text.

        Raises:
            UnresolvableReference: it leads nowhere, or to something other than an object.
        """
        return self._reader.loaded().follow(raw, place)

    # the parts of the root

    @property
    def version(self) -> str:
        """The version of OpenAPI that it was written in."""
        return self._reader.parts.version

    @property
    def dialect(self) -> Dialect:
        """How its text is written: for messages, and for whoever writes text of the same version."""
        from .version import dialect_of

        return dialect_of(self.version)

    @property
    def keeps_xml_names(self) -> bool:
        """Whether a component keeps its name in XML wherever it is used; else only as the root element."""
        return self.dialect.keeps_xml_names

    @property
    def info(self) -> Mapping[str, Any]:
        """The Info Object; empty if there is none."""
        return self._reader.parts.info

    @property
    def title(self) -> str:
        """The API's title, or "untitled"."""
        title = self.info.get("title")
        return title if isinstance(title, str) and title else "untitled"

    @property
    def tags(self) -> tuple[Mapping[str, Any], ...]:
        """The Tag Objects in the document's order."""
        return self._reader.parts.tags

    @property
    def servers(self) -> tuple[Any, ...]:
        """The root's Server Objects; without any, the server is `/`."""
        return self._reader.parts.servers

    @property
    def security(self) -> Any:
        """The root's Security Requirement Objects that can be met, or None if it has none."""
        return self._reader.parts.security

    @property
    def security_schemes(self) -> Mapping[str, Mapping[str, Any]]:
        """Security Scheme Objects by name."""
        return self._reader.parts.security_schemes

    # operations

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The table of operations by id."""
        if self._entries is None:
            self._entries = self._reader.parts.entries
        return self._entries

    @property
    def catalogue(self) -> Catalogue:
        """A line for each operation, and the index by which they are searched."""
        if self._catalogue is None:
            from .cataloguing import catalogue_of  # calls need neither

            try:
                self._catalogue = self._reader.parts.catalogue or catalogue_of(self)
            except Unknown:  # a damaged compiled form; the text has it
                self._catalogue = catalogue_of(self)
        return self._catalogue

    def search(self, question: str, among: Collection[str] | None = None) -> list[str]:
        """The ids of the operations that answer a question best, best first.

        Args:
            among: the ids that may be found; None for all of them.
        """
        try:
            return self.catalogue.search(question, among)
        except Unknown:  # a damaged index in a compiled form
            from .cataloguing import catalogue_of

            self._catalogue = catalogue_of(self)
            return self._catalogue.search(question, among)

    def operation(self, operation_id: str) -> Mapping[str, Any]:
        """One Operation Object in its normal form, including what its path item adds; schemas remain references."""
        if operation_id not in self._operation_cache:
            self._operation_cache[operation_id] = self._reader.ask(lambda parts: parts.operation(operation_id))
        return self._operation_cache[operation_id]

    def outgoing(self) -> tuple[OutgoingEntry, ...]:
        """The requests that the API itself sends: webhooks, and the callbacks of operations. Read from the text."""
        if self._outgoing is None:
            self._outgoing = tuple(self._reader.loaded().outgoing)
        return self._outgoing

    @property
    def webhooks(self) -> Mapping[str, OutgoingEntry]:
        """The requests that the API sends by itself, by name: `document.webhooks["batch_completed"].request_schema`."""
        from .outgoing import by_name

        return by_name(entry for entry in self.outgoing() if entry.kind == "webhook")

    def callbacks(self, operation_id: str) -> Mapping[str, OutgoingEntry]:
        """The requests that the API sends after a call of an operation, by name."""
        from .outgoing import by_name

        return by_name(entry for entry in self.outgoing() if entry.operation_id == operation_id)


def load_document(
    source: Source | Document,
    *,
    allow_references: Sequence[str | os.PathLike[str]] = (),
    base_uri: str = "",
    overlays: Sequence[OverlaySource | Overlay] = (),
) -> Document:
    """A `Document` from any source; returns a `Document` as it is, or read again with more overlays."""
    if isinstance(source, Document):
        return source.with_overlays(overlays) if overlays else source
    return Document(source, allow_references=allow_references, base_uri=base_uri, overlays=overlays)
