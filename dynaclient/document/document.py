"""The Document: one API description in its 3.1 form, whatever version it was written in.

Its parts come from the text (`loaded`) or from the compiled form in the cache (`compiled_parts`), which needs no
reading. Each part is built when it is first used, and only once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._support.urls import without_secrets
from .._support.wording import kind_of
from ..errors import DocumentError, UnresolvableReference
from .addresses import Addresses
from .compiled_parts import CompiledParts
from .names import SCOPE, Schema, raw_pointer
from .parts import DocumentParts, Unknown
from .place import Entry, Place, Problem
from .pointer import Target, reference_to
from .retrieve import ReferencePolicy, path_of_uri, retrieve, uri_of

if TYPE_CHECKING:
    from .dynamic_scope import DynamicScopes
    from .loaded import LoadedDocument

Source = str | os.PathLike[str] | bytes | Mapping[str, Any]

SMALLEST_CACHED = 32_768
"""Bytes below which reading one text is about as fast as reading its compiled form."""

_REACHES_OUT = rb"""\$ref["']?\s*:\s*["']?[^#"'\s]"""
"""A reference to another text."""


class Document:
    """An API description: its operations, schemas and problems.

    Args:
        source: a path, an http(s) URL, JSON or YAML text as bytes, or a mapping (which is not changed).
        allow_references: folders and URLs outside the document's own folder that its references may use; a prefix
            allows everything below it, `"*"` allows anything. Text and mappings have no folder.
        base_uri: the base of relative references and servers in text and mappings.
        compiled: a file known to be the compiled form of `source`, which is then not read.
        cache: whether to look for a compiled form in the user's cache, and store one there.

    Raises:
        DocumentError: the document cannot be read (`DocumentSyntaxError` and `UnsupportedVersion` are more specific).
    """

    def __init__(
        self,
        source: Source,
        *,
        allow_references: Sequence[str | os.PathLike[str]] = (),
        base_uri: str = "",
        compiled: str | os.PathLike[str] | None = None,
        cache: bool = True,
    ) -> None:
        self._problems: dict[tuple[str, str], Problem] = {}
        self._surveyed = False
        self._given = source
        self._may_cache = cache
        self._schema_cache: dict[str, Schema] = {}
        self._operation_cache: dict[str, Mapping[str, Any]] = {}
        self._entries: Mapping[str, Entry] | None = None
        self._dynamic_scopes: DynamicScopes | None = None
        self.source, uri = _named(source, base_uri)
        policy = ReferencePolicy.of(uri, allow_references)
        self._addresses = Addresses((uri, *policy.allowed))
        self.uri = self._addresses.shown(uri)
        self._policy = ReferencePolicy(self.uri, tuple(map(self._addresses.shown, policy.allowed)))
        self._parts: DocumentParts = self._bundled(compiled) or self._read()
        self.version: str = self._parts.version

    def __getstate__(self) -> dict[str, Any]:
        """Without the secrets of addresses: if there are any, all that they are needed for is read first."""
        if self._addresses.has_secrets:
            self._loaded()
            _ = self.problems
        state = {**self.__dict__, "_dynamic_scopes": None}
        state["_schema_cache"] = {name: schema for name, schema in self._schema_cache.items() if SCOPE not in name}
        if isinstance(self._given, str):
            state["_given"] = without_secrets(self._given)
        return state

    def __repr__(self) -> str:
        info = f"{self.title} {self.info.get('version', '')}".strip()
        return f"<Document {info!r} from {self.source}, OpenAPI {self.version}, {len(self.entries)} operations>"

    # where the parts come from

    def _bundled(self, compiled: str | os.PathLike[str] | None) -> CompiledParts | None:
        if compiled is None:
            return None
        from .cache import open_compiled

        file = open_compiled(os.fspath(compiled), trusted=True)
        return None if file is None else CompiledParts(file)

    def _read(self) -> DocumentParts:
        if isinstance(self._given, Mapping):
            return self._load(self._given)
        if not self._may_cache:
            return self._load(self._text())
        from .cache import digest, digest_of_file
        from .compiled_parts import find_compiled, keep_compiled

        address = "" if isinstance(self._given, (bytes, bytearray)) else uri_of(self._given)
        data = None if address.startswith("file:") else self._text()
        # a file is hashed in pieces: if the cache has it, it never needs to be in memory
        content = digest_of_file(path_of_uri(address)) if data is None else digest([data])
        found = find_compiled(content, self.uri, self._policy, self._addresses)
        if found is not None:
            return found
        data = self._text() if data is None else data
        parts = self._load(data)
        if len(data) >= SMALLEST_CACHED or re.search(_REACHES_OUT, data):
            self._parts, self.version = parts, parts.version  # the compiler reads its parts from this document
            keep_compiled(self, data, self._policy, self._addresses)
        return parts

    def _text(self) -> bytes:
        if isinstance(self._given, (bytes, bytearray)):
            return bytes(self._given)
        address = uri_of(self._given)  # type: ignore[arg-type]  # a mapping has no text to be read
        data, uri = retrieve(address)
        if uri != address and self.uri == self._addresses.shown(address):
            self.uri = self._addresses.shown(uri)  # redirected: references are relative to the final address
            self._policy = ReferencePolicy(self.uri, self._policy.allowed)
        return data

    def _load(self, given: bytes | Mapping[str, Any]) -> LoadedDocument:
        from .loaded import LoadedDocument
        from .read import check_mapping, load_object

        if isinstance(given, Mapping):
            given = check_mapping(given)
        else:
            given = load_object(given, source=self.source, note=lambda what, line: self._note_text("", what, line))
        return LoadedDocument(
            given,
            self.uri,
            source=self.source,
            policy=self._policy,
            addresses=self._addresses,
            report=self.report,
            note=self._note_text,
        )

    def _loaded(self) -> LoadedDocument:
        """The document read from its text, for what the compiled form does not contain."""
        from .loaded import LoadedDocument

        if not isinstance(self._parts, LoadedDocument):
            self._parts = self._load(self._given if isinstance(self._given, Mapping) else self._text())
        return self._parts

    def _ask(self, question: Callable[[DocumentParts], Any]) -> Any:
        """The answer from the compiled form, or from the text if that form does not contain it."""
        try:
            return question(self._parts)
        except Unknown:
            return question(self._loaded())

    @property
    def digests(self) -> Mapping[str, str | None]:
        """The hash of each text read besides the document's own, by URI; None for one that could not be read."""
        return self._loaded().resources.digests

    @property
    def address(self) -> str:
        """`uri` with its user information, if it has any: the base of relative servers."""
        return self._addresses.real(self.uri)

    # problems

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything in the document that cannot be used as written, found by walking all of it.

        The first access walks the document, unless a compiled form remembers the result. Calls do not need it.
        """
        if isinstance(self._parts, CompiledParts):
            for problem in self._parts.problems:
                self._problems.setdefault((problem.pointer, problem.what), problem)
        elif not self._surveyed:
            from .survey import survey

            self._surveyed = True
            survey(self)
        return tuple(self._problems.values())

    def report(self, place: Place, what: str, consequence: str) -> None:
        """Record a problem at a place; the same problem at the same place is recorded once."""
        self.report_schema(self.reference_at(place), what, consequence)

    def _note_text(self, uri: str, what: str, line: int | None) -> None:
        where = uri or "#" if line is None else f"{uri or '#'} (line {line})"
        self._problems.setdefault((where, what), Problem(where, what, "it is read anyway"))

    def report_schema(self, reference: str, what: str, consequence: str) -> None:
        """Record a problem at the place that a reference leads to."""
        reference = self.written(reference)
        self._problems.setdefault((reference, what), Problem(reference, what, consequence))

    # references

    def reference_at(self, place: Place) -> str:
        """The reference that leads to a place from the root document."""
        return reference_to(Target(place.uri, place.pointer), self.uri)

    def written(self, reference: str) -> str:
        """A reference of the 3.1 form as the document itself writes it: 2.0 keeps schemas under `definitions`."""
        reference = reference.partition(SCOPE)[0]
        return f"#{raw_pointer(reference[1:])}" if self.version.startswith("2") and reference[:1] == "#" else reference

    def schema(self, reference: str) -> Schema:
        """The schema that a reference from the root document leads to, in its 3.1 form.

        Raises:
            UnresolvableReference: it leads nowhere.
        """
        if reference not in self._schema_cache:
            self._schema_cache[reference] = (
                self._scopes.schema(reference)
                if SCOPE in reference
                else self._ask(lambda parts: parts.schema(reference))
            )
        return self._schema_cache[reference]

    @property
    def is_dynamic(self) -> bool:
        """Whether a schema read so far has a `$dynamicRef`, so that `in_dynamic_scope` changes what schemas mean."""
        return self._parts.is_dynamic

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
                self.schema, lambda reference: self._ask(lambda parts: parts.dynamic_anchors(reference))
            )
        return self._dynamic_scopes

    def resolve(self, reference: str | Mapping[str, Any]) -> Any:
        """Follow a reference, or a mapping with a `$ref`, to its value in the 3.1 form.

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
        return self._ask(lambda parts: parts.component(reference))

    def canonical(self, reference: str, place: Place) -> str:
        """A reference written at a place, as it leads to the same target from the root document."""
        return self._loaded().canonical(reference, place)

    def follow(self, raw: Any, place: Place) -> tuple[Mapping[str, Any], Place]:
        """The object itself, or the one that its `$ref`s lead to, with its place in the text.

        Raises:
            UnresolvableReference: it leads nowhere, or to something other than an object.
        """
        return self._loaded().follow(raw, place)

    # the parts of the root

    @property
    def info(self) -> Mapping[str, Any]:
        """The Info Object; empty if there is none."""
        return self._parts.info

    @property
    def title(self) -> str:
        """The API's title, or "untitled"."""
        title = self.info.get("title")
        return title if isinstance(title, str) and title else "untitled"

    @property
    def tags(self) -> tuple[Mapping[str, Any], ...]:
        """The Tag Objects in the document's order."""
        return self._parts.tags

    @property
    def servers(self) -> tuple[Any, ...]:
        """The root's Server Objects; without any, the server is `/`."""
        return self._parts.servers

    @property
    def security(self) -> Any:
        """The root's Security Requirement Objects that can be met, or None if it has none."""
        return self._parts.security

    @property
    def security_schemes(self) -> Mapping[str, Mapping[str, Any]]:
        """Security Scheme Objects by name."""
        return self._parts.security_schemes

    # operations

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The table of operations by id."""
        if self._entries is None:
            self._entries = self._parts.entries
        return self._entries

    def operation(self, operation_id: str) -> Mapping[str, Any]:
        """One Operation Object in its 3.1 form, including what its path item adds; schemas remain references."""
        if operation_id not in self._operation_cache:
            self._operation_cache[operation_id] = self._ask(lambda parts: parts.operation(operation_id))
        return self._operation_cache[operation_id]


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
    return without_secrets(name), base_uri or uri_of(source)


def load_document(
    source: Source | Document, *, allow_references: Sequence[str | os.PathLike[str]] = (), base_uri: str = ""
) -> Document:
    """A `Document` from any source; returns a `Document` as it is."""
    if isinstance(source, Document):
        return source
    return Document(source, allow_references=allow_references, base_uri=base_uri)
