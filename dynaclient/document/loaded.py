"""A document read from its text: each part is converted to the 3.1 form when it is first used.

What cannot be used is reported and does not affect the rest. `Document` uses this, or the compiled form of the same
document (`compiled_parts`), which answers the same questions without loading this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.wording import kind_of
from ..errors import UnresolvableReference
from . import swagger2
from .entries import RawEntry, read_entries
from .lists import read_security, read_servers
from .names import Schema, normal_pointer, raw_pointer
from .operation_form import OperationForm, Resolver
from .place import Entry, Place, ReportProblem
from .pointer import Target, reference_to, target_of
from .resources import MAX_HOPS, Resources
from .retrieve import ReferencePolicy
from .schema_form import SchemaForm
from .version import version_of


class LoadedDocument(Resolver):
    """The parts of a document, built from its raw value.

    Args:
        root: the raw value, which is not changed.
        uri: its address, or "".
        source: its name in errors.
        report: records a problem at a place.
        note: records an oddity in a text: (uri, what, line).

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
        report: ReportProblem,
        note: Any,
    ) -> None:
        self.version = version_of(root, source)
        self.uri = uri
        self._root = root
        self._report = report
        self._is_2 = self.version.startswith("2")
        self._resources = Resources(root, uri, policy, root_pointer=raw_pointer if self._is_2 else None, note=note)
        schemas = SchemaForm(
            keeps_siblings=not self._is_2 and not self.version.startswith("3.0"),
            reference=self._canonical,
            report=report,
        )
        self._schemas = schemas
        self._forms = (
            swagger2.Swagger2Form(self, schemas, report, root=root, uri=uri)
            if self._is_2
            else OperationForm(self, schemas, report)
        )
        self._raw_entries: dict[str, RawEntry] | None = None
        self._security_schemes: dict[str, Mapping[str, Any]] | None = None

    @property
    def resources(self) -> Resources:
        """The texts that make up the document, as far as they have been read."""
        return self._resources

    # references

    def reference_at(self, place: Place) -> str:
        """The reference that leads to a place from the root document."""
        return reference_to(Target(place.uri, place.pointer), self.uri)

    def written(self, reference: str) -> str:
        """A reference of the 3.1 form as the document itself writes it: 2.0 keeps schemas under `definitions`."""
        return f"#{raw_pointer(reference[1:])}" if self._is_2 and reference.startswith("#") else reference

    def _canonical(self, reference: str, place: Place) -> str:
        """A reference, wherever it was written, in the form that leads to the same target from the root document."""
        target = target_of(reference, place.base)
        if place.base_uri is None:
            if self._is_2 and target.uri == self.uri:
                target = target._replace(fragment=normal_pointer(target.fragment))
        elif target.uri == place.base_uri and not target.is_anchor:  # below an `$id`: relative to that schema
            target = Target(place.uri, place.base_pointer + target.fragment)
        return reference_to(target, self.uri)

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
            raw, found = self._resources.get(target_of(reference, place.base))
            place = Place(found.uri, found.fragment)
        raise UnresolvableReference(f"the references at {place.pointer} form a circle")

    def schema(self, reference: str) -> Schema:
        """The schema that a reference from the root document leads to, in its 3.1 form."""
        raw, found = self._resources.get(target_of(reference, self.uri))
        return self._schemas.read(raw, Place(found.uri, found.fragment))

    def component(self, reference: str) -> Any:
        """What a reference leads to, in the 3.1 form of the kind of component it names; a schema otherwise."""
        target = target_of(reference, self.uri)
        if target.uri == self.uri:
            for section, read in (
                ("/components/parameters/", self._forms.parameter),
                ("/components/requestBodies/", self._forms.request_body),
                ("/components/responses/", lambda raw, place: self._forms.response(raw, place, {})),
            ):
                if target.fragment.startswith(section):
                    return read(*self.follow({"$ref": reference}, Place(self.uri)))
        return self.schema(reference)

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
        return tuple(read_servers(self._root.get("servers"), Place(self.uri, "/servers"), self._report))

    @property
    def security(self) -> list[Mapping[str, list[str]]] | None:
        """The root's Security Requirement Objects that can be met; None if it has none."""
        place = Place(self.uri, "/security")
        return read_security(self._root.get("security"), place, self.security_schemes, self._report)

    @property
    def security_schemes(self) -> Mapping[str, Mapping[str, Any]]:
        """Security Scheme Objects by name."""
        if self._security_schemes is None:
            found: dict[str, Mapping[str, Any]] = {}
            components = self._root if self._is_2 else self._root.get("components")
            section = "securityDefinitions" if self._is_2 else "securitySchemes"
            if components is not None and not isinstance(components, Mapping):
                what = f"this must be an object, not {kind_of(components)}"
                self._report(Place(self.uri, "/components"), what, "it is left out")
            table = components.get(section) if isinstance(components, Mapping) else None
            place = Place(self.uri, "" if self._is_2 else "/components").child(section)
            for name, raw in table.items() if isinstance(table, Mapping) else ():
                try:
                    scheme, _ = self.follow(raw, place.child(name))
                except UnresolvableReference as error:
                    self._report(place.child(name), error.message, "no credentials can be sent for it")
                    continue
                found[str(name)] = swagger2.security_scheme(scheme) if self._is_2 else scheme
            self._security_schemes = found
        return self._security_schemes

    # operations

    @property
    def entries(self) -> dict[str, Entry]:
        """The table of operations by id."""
        if self._raw_entries is None:
            place = Place(self.uri, "/paths")
            self._raw_entries = read_entries(self._root.get("paths"), place, self, self._report)
        return {
            name: Entry(name, raw.method, raw.path, self.reference_at(raw.place))
            for name, raw in self._raw_entries.items()
        }

    def operation(self, operation_id: str) -> Mapping[str, Any]:
        """One Operation Object in its 3.1 form."""
        _ = self._raw_entries or self.entries
        raw = (self._raw_entries or {})[operation_id]
        return self._forms.operation(raw.raw, raw.place, raw.item, raw.item_place, raw.path)
