"""A document and everything that its references reach → one self-contained document of the same version.

The root is kept as written. What comes from elsewhere becomes a component with a name derived from its own. Knows
nothing about files: it follows references through the `Document`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from ..errors import UnresolvableReference
from .document import Document
from .kinds import member_kind
from .names import OPERATION_IDS
from .place import Place
from .pointer import escape, target_of, tokens_of

_SECTIONS = {
    "schema": "schemas",
    "response": "responses",
    "parameter": "parameters",
    "example": "examples",
    "requestBody": "requestBodies",
    "header": "headers",
    "securityScheme": "securitySchemes",
    "link": "links",
    "callback": "callbacks",
}
_SECTIONS_3_2 = {**_SECTIONS, "mediaType": "mediaTypes"}
"""Kind of object → its section in `components`; a kind without a section is copied to where it is used."""

_SECTIONS_2 = {"schema": "definitions", "response": "responses", "parameter": "parameters"}
"""The same for 2.0, where the sections are in the root."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def bundle(document: Document) -> dict[str, Any]:
    """One document whose references all lead into itself.

    Returns:
        Plain dicts and lists that share nothing with the document.

    Raises:
        UnresolvableReference: a reference leads nowhere, or to a place that may not be read.
    """
    return _Bundler(document).bundled()


class _Bundler:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._is_2 = document.dialect.is_2
        self._has_identifiers = document.dialect.is_json_schema
        self._names: dict[tuple[str, str, str], str] = {}
        self._added: dict[str, dict[str, Any]] = {}
        self._taken: dict[str, set[str]] = {}
        self._inlining: list[tuple[str, str]] = []

    def bundled(self) -> dict[str, Any]:
        root, place = self._document.follow({"$ref": "#"}, Place(self._document.uri))
        holder = root if self._is_2 else root.get("components")
        for section in self._sections.values():
            table = holder.get(section) if isinstance(holder, Mapping) else None
            self._taken[section] = {str(name) for name in table} if isinstance(table, Mapping) else set()
        self._declared_schemes = frozenset(self._taken.get("securitySchemes", ()))
        out: dict[str, Any] = self._object(root, place, "root")
        out.pop(OPERATION_IDS, None)  # nothing is read late
        target = out if self._is_2 else out.setdefault("components", {}) if self._added else {}
        for section, added in self._added.items():
            target[section] = {**target.get(section, {}), **added}
        return out

    @property
    def _sections(self) -> Mapping[str, str]:
        if not self._document.dialect.is_before("3.2"):
            return _SECTIONS_3_2
        return _SECTIONS_2 if self._is_2 else _SECTIONS

    def _copy(self, value: Any, place: Place, kind: str) -> Any:
        """A copy of a value of this kind at this place, with references into the bundle."""
        if isinstance(value, list):
            return [self._copy(item, place.child(index), kind) for index, item in enumerate(value)]
        if not isinstance(value, Mapping):
            return value
        if kind != "data" and isinstance(value.get("$ref"), str):
            return self._reference(value, self._within(value, place, kind), kind)
        return self._object(value, place, kind)

    def _object(self, value: Mapping[Any, Any], place: Place, kind: str) -> dict[str, Any]:
        place = self._within(value, place, kind)
        out = self._members(value, place, kind)
        discriminator = out.get("discriminator")
        if kind == "schema" and isinstance(discriminator, dict):
            if isinstance(mapping := discriminator.get("mapping"), dict):
                discriminator["mapping"] = {name: self._mapped(to, place) for name, to in mapping.items()}
            if "defaultMapping" in discriminator:
                discriminator["defaultMapping"] = self._mapped(discriminator["defaultMapping"], place)
        return out

    def _within(self, value: Mapping[Any, Any], place: Place, kind: str) -> Place:
        """The place of an object, as the base of the references in it."""
        if kind == "schema" and isinstance(value.get("$id"), str) and self._has_identifiers:
            with suppress(UnresolvableReference):  # an `$id` that is not a valid address names nothing
                return place.within(value["$id"])
        return place

    def _members(self, value: Mapping[Any, Any], place: Place, kind: str, without: str = "") -> dict[str, Any]:
        """The members of an object but one. A schema from elsewhere loses its `$id`: its references are rewritten."""
        left_out = {without, "$id" if kind == "schema" and place.uri != self._document.uri else ""}
        return {
            str(key): self._member(str(key), item, place.child(key), kind)
            for key, item in value.items()
            if not (key in left_out and isinstance(item, str))
        }

    def _member(self, key: str, item: Any, place: Place, kind: str) -> Any:
        if key == "security" and kind in ("root", "operation") and isinstance(item, list):
            return [self._requirement(one, place.child(index)) for index, one in enumerate(item)]
        inner, is_map = member_kind(kind, key, is_2=self._is_2, is_object=isinstance(item, Mapping))
        return self._table(item, place, inner) if is_map else self._copy(item, place, inner)

    def _table(self, table: Any, place: Place, kind: str) -> Any:
        if not isinstance(table, Mapping):
            return self._copy(table, place, "data")
        return {str(name): self._copy(item, place.child(name), kind) for name, item in table.items()}

    def _requirement(self, written: Any, place: Place) -> Any:
        """A Security Requirement Object; a scheme that it names by an address elsewhere becomes a component.

        Source: OAS 3.2.0 Security Requirement Object.
        """
        if not isinstance(written, Mapping) or self._is_2:
            return self._copy(written, place, "data")
        section = self._sections["securityScheme"]
        out = {}
        for key, scopes in written.items():
            name = str(key)
            if name not in self._declared_schemes and not name.startswith("#"):
                with suppress(UnresolvableReference):
                    name = self._name(name, place, "securityScheme", section)
            out[name] = scopes
        return out

    # references

    def _reference(self, value: Mapping[str, Any], place: Place, kind: str) -> Any:
        target = target_of(value["$ref"], place.base)
        beside = self._members(value, place, kind, without="$ref")
        if target.uri == self._document.uri and place.base_uri is None:
            return {"$ref": "#" + quote(target.fragment, safe="/~!$&'()*+,;=:@?-._"), **beside}
        is_in_root = place.uri == self._document.uri
        if self._has_identifiers and (known := self._document.canonical(value["$ref"], place)).startswith("#"):
            return {"$ref": value["$ref"] if is_in_root else known, **beside}  # to what has an `$id` in the root
        section = self._sections.get(kind)
        if section is None or (is_in_root and place.base_uri is not None):
            found, there = self._document.follow({"$ref": value["$ref"]}, place)
            return {**self._inlined(found, there, kind), **({} if kind == "mediaType" else beside)}
        return {"$ref": self._pointer(section, self._name(value["$ref"], place, kind, section)), **beside}

    def _inlined(self, found: Mapping[str, Any], there: Place, kind: str) -> dict[str, Any]:
        here = (there.uri, there.pointer)
        if here in self._inlining:
            raise UnresolvableReference(f"the reference to {there.uri}#{there.pointer} forms a circle")
        self._inlining.append(here)
        try:
            return self._object(found, there, kind)
        finally:
            self._inlining.pop()

    def _pointer(self, section: str, name: str) -> str:
        return f"#/{'' if self._is_2 else 'components/'}{section}/{quote(escape(name), safe='/~._-')}"

    def _name(self, reference: str, place: Place, kind: str, section: str) -> str:
        """The name of the component that a reference leads to; the component is added if it is new."""
        found, there = self._document.follow({"$ref": reference}, place)
        known = (section, there.uri, there.pointer)
        if known not in self._names:
            name = self._names[known] = self._free(section, there)
            self._added.setdefault(section, {})[name] = {}  # a schema may reach itself
            self._added[section][name] = self._object(found, there, kind)
        return self._names[known]

    def _free(self, section: str, there: Place) -> str:
        """An unused name in the section: the last token of the pointer, else the name of the file."""
        tokens = tokens_of(there.pointer)
        wanted = tokens[-1] if tokens else there.uri.rpartition("/")[2].partition(".")[0]
        for name in _candidates(_UNSAFE.sub("_", wanted).strip("_") or "part"):
            if name not in self._taken[section]:
                self._taken[section].add(name)
                return name
        raise AssertionError("there is always another candidate")

    def _mapped(self, to: Any, place: Place) -> Any:
        """A target of a discriminator: a reference is followed, a bare name is kept."""
        if not isinstance(to, str) or not ("/" in to or "#" in to or "." in to):
            return to
        target = target_of(to, place.base)
        if target.uri == self._document.uri:
            return f"#{target.fragment}"
        section = self._sections["schema"]
        return self._pointer(section, self._name(to, place, "schema", section))


def _candidates(wanted: str) -> Iterator[str]:
    yield wanted
    count = 2
    while True:
        yield f"{wanted}_{count}"
        count += 1
