"""A document read from its text: each part is converted to the normal form when it is first used.

What cannot be used is reported and does not affect the rest. `Document` uses this, or the compiled form of the same
document (`compiled_parts`), which answers the same questions without loading this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from .._support.wording import kind_of, shown
from ..errors import UnresolvableReference
from . import swagger2
from .addresses import Addresses
from .content_form import read_table
from .entries import ListedEntry, RawEntry, opened, read_entries
from .kinds import member_kind
from .lists import read_security, read_servers
from .names import OPERATION_IDS, Schema, normal_pointer, raw_pointer
from .operation_form import OperationForm, Resolver
from .outgoing import OutgoingEntry, iter_outgoing
from .place import Entry, Place, ReportProblem
from .pointer import Target, escape, pointer_to, reference_to, target_of, tokens_of
from .resources import MAX_HOPS, Resources, member_at
from .retrieve import ReferencePolicy
from .schema_form import SchemaForm
from .security_form import SecuritySchemes
from .version import Dialect, dialect_of, version_of

_DESCRIPTION = ("openapi", "swagger", "paths", "components")
"""Members of which a text has one if it is a description; another text is a schema, or has some."""


_SCHEME_TYPES = ("apiKey", "http", "mutualTLS", "oauth2", "openIdConnect")
"""Source: OAS 3.2.0 Security Scheme Object."""


class LoadedDocument(Resolver):
    """The parts of a document, built from its raw value.

    Args:
        root: the raw value, which is not changed.
        uri: its address, or "".
        source: its name in errors.
        policy: what its references may reach.
        addresses: knows the addresses to read from.
        report: records a problem at a place.
        note: records an oddity in a text: (uri, kind of problem, what, line).

    Raises:
        DocumentError: it is not an OpenAPI document.
        UnsupportedVersion: its version is not supported.
    """

    def __init__(
        self,
        root: Mapping[str, Any],
        uri: str,
        *,
        source: str,
        policy: ReferencePolicy,
        addresses: Addresses,
        report: ReportProblem,
        note: Any,
    ) -> None:
        self.version = version_of(root, source)
        self.uri = uri
        self._root = root
        self._report = report
        self._dialect = dialect_of(self.version)
        self._is_2 = self._dialect.is_2
        is_json_schema = self._dialect.is_json_schema
        self._resources = Resources(
            root,
            uri,
            policy,
            addresses,
            rebases=is_json_schema,
            root_pointer=raw_pointer if self._is_2 else None,
            note=note,
        )
        self._place = self._resources.root_place
        self._children: Mapping[str, list[tuple[str, str]]] | None = None
        schemas = SchemaForm(
            version=self.version,
            subtypes=None if is_json_schema else self._subtypes,
            reference=self.canonical,
            named=self._named_schema,
            report=report,
        )
        self._schemas = schemas
        self._forms = (
            swagger2.Swagger2Form(self, schemas, report, root=root, uri=uri)
            if self._is_2
            else OperationForm(self, schemas, report)
        )
        self._raw_entries: dict[str, RawEntry | ListedEntry] | None = None
        self._security_schemes: SecuritySchemes | None = None

    @property
    def dialect(self) -> Dialect:
        """How the text is written."""
        return self._dialect

    @property
    def catalogue(self) -> None:
        """None: it is built from the operations."""

    @property
    def resources(self) -> Resources:
        """The texts that make up the document, as far as they have been read."""
        return self._resources

    def report_words(self) -> None:
        """Report the words of each text that the version it declares does not have, and a dialect that is not read."""
        from .newer_words import report_newer_words

        report_newer_words(self._versioned_texts(), self._report)
        if "jsonSchemaDialect" in self._root and self._dialect.is_json_schema:
            from .dialects import report_dialect

            report_dialect(self._root["jsonSchemaDialect"], self._place.child("jsonSchemaDialect"), self._report)

    def _versioned_texts(self) -> Iterator[tuple[str, Mapping[str, Any], str]]:
        """(address, value, version) of each text with an OpenAPI Object that has been read; the root is the first."""
        yield self.uri, self._root, self.version
        for uri, value in self._resources.texts():
            version = value.get("openapi", value.get("swagger")) if isinstance(value, Mapping) else None
            if uri != self.uri and isinstance(version, str):
                yield uri, value, version

    # references

    def reference_at(self, place: Place) -> str:
        """The reference that leads to a place from the root document."""
        return reference_to(Target(place.uri, place.pointer), self.uri)

    def written(self, reference: str) -> str:
        """A reference of the normal form as the document itself writes it: 2.0 keeps schemas under `definitions`."""
        return f"#{raw_pointer(reference[1:])}" if self._is_2 and reference.startswith("#") else reference

    def canonical(self, reference: str, place: Place) -> str:
        """A reference, wherever it was written, in the form that leads to the same target from the root document.

        `$id`s and anchors become JSON Pointers, unless nothing has them: following the reference says so.
        """
        target = target_of(reference, place.base)
        if target.uri == place.base_uri and not target.is_anchor:  # below an `$id`: relative to that schema
            target = Target(place.uri, place.base_pointer + target.fragment)
        elif target.is_anchor or target.uri != place.uri:
            with suppress(UnresolvableReference):
                target = self._resources.locate(target)
        if self._is_2 and target.uri == self.uri:
            target = target._replace(fragment=normal_pointer(target.fragment))
        return reference_to(target, self.uri)

    def _named_schema(self, name: str, place: Place) -> tuple[str, Place]:
        """The reference to the schema of a name: the document's own, wherever it is written; else that of the text.

        Source: OAS 3.2.0 "Resolving Implicit Connections".
        """
        components = self._root if self._is_2 else self._root.get("components")
        table = components.get("definitions" if self._is_2 else "schemas") if isinstance(components, Mapping) else None
        is_ours = isinstance(table, Mapping) and name in table
        return f"#/components/schemas/{escape(name)}", Place(self.uri if is_ours else place.uri)

    def _subtypes(self, place: Place) -> Mapping[str, str]:
        """The schemas that inherit from the one at a place through `allOf`, and itself; empty if none does.

        Source: OAS 3.0.4 Discriminator Object, "Models with Polymorphism Support"; OAS 2.0 Schema Object.
        """
        if self._children is None:
            self._children = self._read_children()
        pointer = normal_pointer(place.pointer) if self._is_2 and place.uri == self.uri else place.pointer
        base = reference_to(Target(place.uri, pointer), self.uri)
        order = [base]
        found: dict[str, str] = {}
        for parent in order:  # grows during the loop
            for name, child in self._children.get(parent, ()):
                if child not in order:
                    order.append(child)
                    found[name] = child
        return {tokens_of(pointer)[-1]: base, **found} if found else {}

    def _read_children(self) -> dict[str, list[tuple[str, str]]]:
        """A schema's reference → the schemas whose `allOf` refers to it: the value that names each, its reference."""
        components = self._root if self._is_2 else self._root.get("components")
        section = "definitions" if self._is_2 else "schemas"
        table = components.get(section) if isinstance(components, Mapping) else None
        place = (self._place if self._is_2 else self._place.child("components")).child(section)
        found: dict[str, list[tuple[str, str]]] = {}
        for name, raw in table.items() if isinstance(table, Mapping) else ():
            here = place.child(name)
            own = reference_to(Target(self.uri, normal_pointer(here.pointer) if self._is_2 else here.pointer), self.uri)
            parts = raw.get("allOf") if isinstance(raw, Mapping) else None
            value = str(raw.get("x-ms-discriminator-value", name)) if isinstance(raw, Mapping) else ""
            for part in parts if isinstance(parts, list) else ():
                if isinstance(part, Mapping) and isinstance(part.get("$ref"), str):
                    with suppress(UnresolvableReference):
                        found.setdefault(self.canonical(part["$ref"], here), []).append((value, own))
        return found

    @property
    def is_dynamic(self) -> bool:
        """Whether a schema read so far has a `$dynamicRef`."""
        return self._schemas.is_dynamic

    def dynamic_anchors(self, reference: str) -> Mapping[str, str]:
        """The dynamic anchors of the schema resource that a reference leads into: name → reference."""
        raw, place = self._resources.get(target_of(reference, self.uri))
        if isinstance(raw, Mapping) and isinstance(raw.get("$id"), str):
            with suppress(UnresolvableReference):
                place = place.within(raw["$id"])
        found = self._resources.dynamic_anchors(place)
        return {name: reference_to(Target(place.uri, pointer), self.uri) for name, pointer in found.items()}

    def follow(self, raw: Any, place: Place) -> tuple[Mapping[str, Any], Place]:
        """The object itself, or the one that its `$ref`s lead to, with its place.

        A `summary` or `description` beside a `$ref` replaces that of the target.
        Source: OAS 3.1.1 Reference Object.
        """
        beside: dict[str, Any] = {}
        for _ in range(MAX_HOPS):
            if not isinstance(raw, Mapping):
                raise UnresolvableReference(f"an object is needed at {place.pointer or 'the root'}, not {kind_of(raw)}")
            reference = raw.get("$ref")
            if not isinstance(reference, str):
                return ({**raw, **beside} if beside else raw), place
            beside = {k: raw[k] for k in ("summary", "description") if isinstance(raw.get(k), str)} | beside
            raw, place = self._resources.get(target_of(reference, place.base))
        raise UnresolvableReference(f"the references at {place.pointer} form a circle")

    def schema(self, reference: str) -> Schema:
        """The schema that a reference from the root document leads to, in its normal form."""
        return self._schemas.read(*self._resources.get(target_of(reference, self.uri)))

    def component(self, reference: str) -> Any:
        """What a reference leads to, in the normal form of its kind; a value of another kind as it is written."""
        raw, place = self._resources.get(target_of(reference, self.uri))
        kind, schema, rest = self._kind_at(place)
        if schema is not None:
            form: Any = self._schemas.read(*self._resources.get(Target(place.uri, pointer_to(schema))))
            return member_at(form, rest, raw)
        if not isinstance(raw, Mapping):
            return raw
        if kind in self._readers:
            return self._readers[kind](*self.follow(raw, place)) or raw
        here = self.reference_at(place)
        found = next((name for name, entry in self.entries.items() if entry.pointer == here), None)
        return raw if found is None else self.operation(found)

    @property
    def _readers(self) -> Mapping[str, Callable[[Mapping[str, Any], Place], Any]]:
        """The kinds of components besides schemas that have a normal form."""
        return {
            "parameter": self._forms.parameter,
            "requestBody": self._forms.request_body,
            "response": lambda raw, place: self._forms.response(raw, place, {}),
            "mediaType": self._forms.media_type,
            "header": lambda raw, place: self._forms.header(raw, place, tokens_of(place.pointer)[-1]),
        }

    def _kind_at(self, place: Place) -> tuple[str, list[str] | None, list[str]]:
        """The kind of the value at a place, the tokens that lead to the innermost schema there, and those after it."""
        tokens = tokens_of(place.pointer)
        value = self._resources.value(place.uri)
        is_description = isinstance(value, Mapping) and not value.keys().isdisjoint(_DESCRIPTION)
        kind, is_map, schema = "root" if is_description else "schema", False, None
        for i in range(len(tokens) + 1):
            if kind == "schema" and not is_map and isinstance(value, (Mapping, bool)):
                schema = tokens[:i]
            if i < len(tokens):
                inner = member_at(value, tokens[i : i + 1], None)
                if is_map:
                    is_map = False
                elif isinstance(value, Mapping):
                    kind, is_map = member_kind(kind, tokens[i], is_2=self._is_2, is_object=isinstance(inner, Mapping))
                value = inner
        if is_map and schema is None:
            kind = "other"
        return kind, schema, tokens[len(schema or ()) :]

    # the parts of the root

    @property
    def info(self) -> Mapping[str, Any]:
        """The Info Object; empty if there is none."""
        info = self._root.get("info")
        return info if isinstance(info, Mapping) else {}

    @property
    def tags(self) -> tuple[Mapping[str, Any], ...]:
        """The Tag Objects in the document's order."""
        tags = self._root.get("tags")
        return tuple(tag for tag in tags if isinstance(tag, Mapping)) if isinstance(tags, list) else ()

    @property
    def servers(self) -> tuple[Mapping[str, Any], ...]:
        """The root's Server Objects; without any, the server is `/`."""
        if self._is_2:
            return tuple(swagger2.servers(self._root, self.uri))
        return tuple(read_servers(self._root.get("servers"), self._place.child("servers"), self._report))

    @property
    def security(self) -> list[Mapping[str, list[str]]] | None:
        """The root's Security Requirement Objects that can be met; None if it has none."""
        place = self._place.child("security")
        return read_security(self._root.get("security"), place, self.scheme_name, self._report)

    @property
    def security_schemes(self) -> Mapping[str, Mapping[str, Any]]:
        """Security Scheme Objects by name."""
        return self._known_schemes.table

    def scheme_name(self, written: str, place: Place) -> str:
        """The name of the security scheme that a key of a requirement means; "" for none."""
        return self._known_schemes.name_of(written, place)

    @property
    def _known_schemes(self) -> SecuritySchemes:
        if self._security_schemes is None:
            found = SecuritySchemes(self.version, self.follow, self._report)
            components = self._root if self._is_2 else self._root.get("components")
            section = "securityDefinitions" if self._is_2 else "securitySchemes"
            if components is not None and not isinstance(components, Mapping):
                what = f"this must be an object, not {kind_of(components)}"
                self._report(self._place.child("components"), "wrong-type", what, "it is left out")
            given = components.get(section) if isinstance(components, Mapping) else None
            section_place = (self._place if self._is_2 else self._place.child("components")).child(section)
            table, place = read_table(given, section_place, self, self._report)
            for name, raw in table.items() if isinstance(table, Mapping) else ():
                try:
                    scheme, there = self.follow(raw, place.child(name))
                except UnresolvableReference as error:
                    found.add_lost(str(name), raw, place.child(name), error)
                    continue
                read = swagger2.security_scheme(scheme) if self._is_2 else scheme
                if read.get("type") not in _SCHEME_TYPES:
                    what = f"the security scheme {name!r} has the type {shown(read.get('type'))}, which is not known"
                    self._report(
                        place.child(name), "unknown-scheme-type", what, "its credential is sent as a bearer token"
                    )
                found.add(str(name), read, place.child(name), there)
            self._security_schemes = found
            if not self._is_2:
                self._find_named_by_address(found)
        return self._security_schemes

    def _find_named_by_address(self, found: SecuritySchemes) -> None:
        """Find the schemes that requirements name by address: credentials are given by name before a call."""
        written = [(self._root.get("security"), self._place.child("security"))]
        written += [
            (entry.raw.get("security"), entry.place.child("security"))
            for entry in self._entries.values()
            if isinstance(entry, RawEntry)
        ]
        for requirements, place in written:
            for i, item in enumerate(requirements if isinstance(requirements, list) else ()):
                for name in item if isinstance(item, Mapping) else ():
                    if name not in found.table:
                        with suppress(UnresolvableReference):  # reading the requirement reports it
                            found.name_of(str(name), place.child(i))

    # operations

    @property
    def entries(self) -> dict[str, Entry]:
        """The table of operations by id."""
        return {
            name: Entry(name, raw.method, raw.path, self.reference_at(raw.place)) for name, raw in self._entries.items()
        }

    @property
    def _entries(self) -> dict[str, RawEntry | ListedEntry]:
        if self._raw_entries is None:
            place = self._place.child("paths")
            paths, listed = self._root.get("paths"), self._root.get(OPERATION_IDS)
            self._raw_entries = read_entries(paths, listed, place, self, self._report)
        return self._raw_entries

    def operation_ids(self) -> Mapping[str, Any]:
        """Every operationId."""
        return self._entries

    def operation_id_at(self, reference: str, place: Place) -> str:
        """The id of the operation that a reference leads to; "" if it leads to something else.

        Two paths may share a path item, so that the path which is written in the reference counts first.
        """
        target = target_of(reference, place.base)
        if target.uri in (self.uri, self._place.base):
            written = self._place.child("paths").pointer
            for name, entry in self._entries.items():
                path = f"{written}/{escape(entry.path)}/"
                rest = target.fragment.removeprefix(path)
                if rest in (entry.method, f"additionalOperations/{escape(entry.method)}") and rest != target.fragment:
                    return name
        _, there = self._resources.get(target)
        known = ((name, entry.place) for name, entry in self._entries.items())
        return next((name for name, at in known if (at.uri, at.pointer) == (there.uri, there.pointer)), "")

    @property
    def opens_late(self) -> bool:
        """Whether some operations are in texts that a call of another operation does not need."""
        return any(isinstance(entry, ListedEntry) for entry in self._entries.values())

    def _opened(self, operation_id: str) -> RawEntry:
        found = self._entries[operation_id] = opened(self._entries[operation_id], self, self._report)
        return found

    def operation(self, operation_id: str) -> Mapping[str, Any]:
        """One Operation Object in its normal form."""
        raw = self._opened(operation_id)
        return self._forms.operation(raw.raw, raw.place, raw.item, raw.item_place, raw.path)

    @property
    def outgoing(self) -> Iterator[OutgoingEntry]:
        """The requests that the API itself sends."""
        found = iter_outgoing(self._root, self._place, self._all_opened(), self, self._report)
        for kind, name, operation_id, raw in found if not self._is_2 else ():
            form = self._forms.operation(raw.raw, raw.place, raw.item, raw.item_place, "")
            expression = raw.path if kind == "callback" else ""
            pointer = self.reference_at(raw.place)
            yield OutgoingEntry(kind, name, operation_id, expression, raw.method, pointer, raw.operation_id, form)

    def _all_opened(self) -> Iterator[tuple[str, RawEntry]]:
        """Every operation that is there, with its id."""
        for name in self._entries:
            with suppress(UnresolvableReference):  # `problems` has those that are not
                yield name, self._opened(name)
