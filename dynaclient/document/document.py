"""The Document: one API description in its 3.1 form, whatever version it was written in.

Reads each part when it is asked for. What cannot be used is noted in `problems` and breaks nothing around it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import DocumentError, UnresolvableReference
from ..wording import kind_of
from . import swagger2
from .entries import Entry, read_entries
from .lists import read_security, read_servers
from .operation_form import OperationForm, Resolver
from .place import Place, Problem
from .pointer import Target, reference_to, target_of
from .read import check_mapping, load_object
from .resources import MAX_HOPS, Resources
from .retrieve import ReferencePolicy, retrieve, uri_of
from .schema_form import Schema, SchemaForm
from .version import version_of

Source = str | os.PathLike[str] | bytes | Mapping[str, Any]


class Document(Resolver):
    """An API description, ready to be asked for its operations and schemas.

    Args:
        source: a path, an http(s) address, JSON or YAML text as bytes, or a mapping (which is not changed).
        allow_references: folders and addresses outside the document's own folder that its references may
            reach; a prefix allows all below it, `"*"` anything. Text and mappings have no folder.
        base_uri: what relative references and servers of text and mappings are relative to.

    Raises:
        DocumentError: nothing can be read at all (`DocumentSyntaxError`, `UnsupportedVersion` say more).
    """

    def __init__(
        self,
        source: Source,
        *,
        allow_references: Sequence[str | os.PathLike[str]] = (),
        base_uri: str = "",
    ) -> None:
        self._problems: dict[tuple[str, str], Problem] = {}
        self._surveyed = False
        self.source, self.uri, root = self._load(source, base_uri)
        self._root = root
        self.version = version_of(root, self.source)
        is_2 = self.version.startswith("2")
        self._is_2 = is_2
        self._resources = Resources(
            root,
            self.uri,
            ReferencePolicy.of(self.uri, allow_references),
            root_pointer=swagger2.raw_pointer if is_2 else None,
            note=self._note_text,
        )
        self._schemas = SchemaForm(
            keeps_siblings=not is_2 and not self.version.startswith("3.0"),
            reference=self._canonical,
            report=self.report,
        )
        self._forms = (
            swagger2.Swagger2Form(self, self._schemas, self.report, root=root)
            if is_2
            else OperationForm(self, self._schemas, self.report)
        )
        self._schema_cache: dict[str, Schema] = {}
        self._operation_cache: dict[str, Mapping[str, Any]] = {}
        self._entries: dict[str, Entry] | None = None
        self._security_schemes: dict[str, Mapping[str, Any]] | None = None

    def _load(self, source: Source, base_uri: str) -> tuple[str, str, Mapping[str, Any]]:
        if isinstance(source, Mapping):
            return "a mapping", base_uri, check_mapping(source)
        if isinstance(source, (bytes, bytearray)):
            root = load_object(bytes(source), source="the text given", note=lambda w, n: self._note_text("", w, n))
            return "the text given", base_uri, root
        if not isinstance(source, (str, os.PathLike)):
            raise DocumentError(
                f"a document is a path, an address, bytes or a mapping, not {kind_of(source)} ({type(source).__name__})"
            )
        name = os.fspath(source)
        if isinstance(source, str) and ("\n" in name or name.lstrip().startswith("{")):
            raise DocumentError("this is the text of a document; pass it as bytes, or pass its path", source=name[:30])
        data, uri = retrieve(uri_of(source))
        root = load_object(data, source=name, note=lambda what, line: self._note_text("", what, line))
        return name, base_uri or uri, root

    def __repr__(self) -> str:
        info = f"{self.title} {self.info.get('version', '')}".strip()
        return f"<Document {info!r} from {self.source}, OpenAPI {self.version}, {len(self.entries)} operations>"

    # problems

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything in the document that cannot be used as it stands, from a walk through all of it.

        The first access does the walk; calls do not need it.
        """
        if not self._surveyed:
            from .survey import survey

            self._surveyed = True
            survey(self)
        return tuple(self._problems.values())

    def report(self, place: Place, what: str, consequence: str) -> None:
        """Take note of a problem at a place; once for the same thing there."""
        pointer = self.reference_at(place)
        self._problems.setdefault((pointer, what), Problem(pointer, what, consequence))

    def reference_at(self, place: Place) -> str:
        """The reference that leads to a place from the root document."""
        return reference_to(Target(place.uri, place.pointer), self.uri)

    def _note_text(self, uri: str, what: str, line: int | None) -> None:
        where = uri or "#" if line is None else f"{uri or '#'} (line {line})"
        self._problems.setdefault((where, what), Problem(where, what, "it is read so"))

    def report_schema(self, reference: str, what: str, consequence: str) -> None:
        """Take note of a problem that shows only when a schema is compiled. `reference` says where."""
        reference = self.written(reference)
        self._problems.setdefault((reference, what), Problem(reference, what, consequence))

    # references

    def written(self, reference: str) -> str:
        """A reference in the 3.1 form as the document itself has it: 2.0 keeps schemas under `definitions`."""
        return f"#{swagger2.raw_pointer(reference[1:])}" if self._is_2 and reference.startswith("#") else reference

    def _canonical(self, reference: str, place: Place) -> str:
        """A reference as it can be followed from the root document, wherever it was written."""
        target = target_of(reference, place.base)
        if place.base_uri is None:
            if self._is_2 and target.uri == self.uri:
                target = target._replace(fragment=swagger2.normal_pointer(target.fragment))
        elif target.uri == place.base_uri and not target.is_anchor:  # below an `$id`: relative to that schema
            target = Target(place.uri, place.base_pointer + target.fragment)
        return reference_to(target, self.uri)

    def follow(self, raw: Any, place: Place) -> tuple[Mapping[str, Any], Place]:
        """The object itself, or the one that its `$ref`s lead to, and where that stands.

        A `summary` or `description` beside a `$ref` takes the place of the other's.
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
        raise UnresolvableReference(f"the references at {place.pointer} go round in a circle")

    def schema(self, reference: str) -> Schema:
        """The schema that a reference from the root document leads to, in its 3.1 form.

        Raises:
            UnresolvableReference: it leads nowhere.
        """
        if reference not in self._schema_cache:
            raw, found = self._resources.get(target_of(reference, self.uri))
            self._schema_cache[reference] = self._schemas.read(raw, Place(found.uri, found.fragment))
        return self._schema_cache[reference]

    def resolve(self, reference: str | Mapping[str, Any]) -> Any:
        """Follow a reference, or a mapping that holds `$ref`, to the value it means, in its 3.1 form.

        A mapping without `$ref` is given back as it is. References that lead to another reference go on.

        Raises:
            UnresolvableReference: it leads nowhere, in a circle, or where it may not.
        """
        value: Any = {"$ref": reference} if isinstance(reference, str) else reference
        seen: set[str] = set()
        while isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
            following = value["$ref"]
            if following in seen:
                raise UnresolvableReference(f"the reference {following} leads back to itself")
            seen.add(following)
            value = self._resolve_once(following)
        return value

    def _resolve_once(self, reference: str) -> Any:
        target = target_of(reference, self.uri)
        for section, read in (
            ("/components/parameters/", self._forms.parameter),
            ("/components/requestBodies/", self._forms.request_body),
        ):
            if target.uri == self.uri and target.fragment.startswith(section):
                raw, place = self.follow({"$ref": reference}, Place(self.uri))
                return read(raw, place)
        if target.uri == self.uri and target.fragment.startswith("/components/responses/"):
            raw, place = self.follow({"$ref": reference}, Place(self.uri))
            return self._forms.response(raw, place, {})
        return self.schema(reference)

    # the parts of the root

    @property
    def info(self) -> Mapping[str, Any]:
        """The Info Object, empty where there is none."""
        info = self._root.get("info")
        return info if isinstance(info, Mapping) else {}

    @property
    def title(self) -> str:
        """The API's title, or "untitled"."""
        title = self.info.get("title")
        return title if isinstance(title, str) and title else "untitled"

    @property
    def tags(self) -> tuple[Mapping[str, Any], ...]:
        """The Tag Objects in the document's order."""
        tags = self._root.get("tags")
        return tuple(tag for tag in tags if isinstance(tag, Mapping)) if isinstance(tags, list) else ()

    @property
    def servers(self) -> tuple[Mapping[str, Any], ...]:
        """The root's Server Objects; none means `/`."""
        if self._is_2:
            return tuple(swagger2.servers(self._root))
        return tuple(read_servers(self._root.get("servers"), Place(self.uri, "/servers"), self.report))

    @property
    def security(self) -> list[Mapping[str, list[str]]] | None:
        """The root's Security Requirement Objects that can be met; None where it has none."""
        place = Place(self.uri, "/security")
        return read_security(self._root.get("security"), place, self.security_schemes, self.report)

    @property
    def security_schemes(self) -> Mapping[str, Mapping[str, Any]]:
        """Security Scheme Objects by name."""
        if self._security_schemes is None:
            found: dict[str, Mapping[str, Any]] = {}
            components = self._root if self._is_2 else self._root.get("components")
            section = "securityDefinitions" if self._is_2 else "securitySchemes"
            if components is not None and not isinstance(components, Mapping):
                self.report(
                    Place(self.uri, "/components"),
                    f"this must be an object, not {kind_of(components)}",
                    "it is left out",
                )
            table = components.get(section) if isinstance(components, Mapping) else None
            place = Place(self.uri, "" if self._is_2 else "/components").child(section)
            for name, raw in table.items() if isinstance(table, Mapping) else ():
                try:
                    scheme, _ = self.follow(raw, place.child(name))
                except UnresolvableReference as error:
                    self.report(place.child(name), error.message, "no credentials can be sent for it")
                    continue
                found[str(name)] = swagger2.security_scheme(scheme) if self._is_2 else scheme
            self._security_schemes = found
        return self._security_schemes

    # operations

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The table of operations by id."""
        if self._entries is None:
            place = Place(self.uri, "/paths")
            self._entries = read_entries(self._root.get("paths"), place, self, self.report)
        return self._entries

    def operation(self, operation_id: str) -> Mapping[str, Any]:
        """One Operation Object in its 3.1 form: what its path item gives is in it, schemas are still references."""
        if operation_id not in self._operation_cache:
            entry = self.entries[operation_id]
            self._operation_cache[operation_id] = self._forms.operation(
                entry.raw, entry.place, entry.item, entry.item_place, entry.path
            )
        return self._operation_cache[operation_id]


def load_document(
    source: Source | Document, *, allow_references: Sequence[str | os.PathLike[str]] = (), base_uri: str = ""
) -> Document:
    """A `Document` from anything that names one; a `Document` is given back as it is."""
    if isinstance(source, Document):
        return source
    return Document(source, allow_references=allow_references, base_uri=base_uri)
