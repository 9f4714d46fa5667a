"""Schemas under media types, headers and parameters → their normal form.

Knows nothing about operations. What cannot be used is left out and reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.headers import essence
from .._support.wording import kind_of, shown
from ..errors import UnresolvableReference
from .names import FOLLOWED, ITEM_POINTER, NULL_TEXT, POINTER, UNRESOLVABLE, WHOLE
from .place import Place, ReportProblem
from .schema_form import SchemaForm
from .version import Dialect

NEVER_DEMANDED = frozenset(("accept", "content-type", "authorization"))
"""Header parameters that a client ignores by the standard. Source: OAS 3.1.1 Parameter Object, `name`."""

DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
"""Source: OAS 3.1.1 Parameter Object, `style`."""

LOCATIONS = frozenset((*DEFAULT_STYLES, "querystring"))
"""The values of `in`. Source: OAS 3.2.0 Parameter Object."""

_FORM = "application/x-www-form-urlencoded"

STYLES = {
    "path": frozenset(("matrix", "label", "simple", "pipeDelimited", "spaceDelimited", "tabDelimited")),
    "query": frozenset(("form", "spaceDelimited", "pipeDelimited", "deepObject", "tabDelimited")),
    "header": frozenset(("simple", "pipeDelimited", "spaceDelimited", "tabDelimited")),
    "cookie": frozenset(("form", "cookie")),
}
"""Styles by location: OAS 3.2.0 "Style Values", and the delimiters that 2.0's `collectionFormat` allows elsewhere."""


EXPLODED = frozenset(("form", "cookie"))
"""Styles that are exploded unless the document says otherwise. Source: OAS 3.2.0 Parameter Object, `explode`."""

_FLAGS = {
    "path": ("allowReserved",),
    "query": ("allowReserved", "allowEmptyValue"),
    "cookie": ("allowReserved",),
}
"""Location → the flags that a style can have there. Source: OAS 3.2.0 Parameter Object."""


_OF_ITEMS = frozenset(("itemSchema", "prefixEncoding", "itemEncoding"))


class Resolver:
    """What this module needs from the document: following references to objects other than schemas."""

    def reference_at(self, place: Place) -> str:
        """The reference that leads to a place from the root document."""
        raise NotImplementedError

    def follow(self, raw: Any, place: Place) -> tuple[Mapping[str, Any], Place]:
        """The object itself or the one it refers to, with its place; raises `UnresolvableReference`."""
        raise NotImplementedError

    @property
    def dialect(self) -> Dialect:
        """How the document is written."""
        raise NotImplementedError

    def scheme_name(self, written: str, place: Place) -> str:
        """The name of the security scheme that a key of a requirement means, or ""."""
        raise NotImplementedError

    def operation_ids(self) -> Mapping[str, Any]:
        """Every operationId."""
        raise NotImplementedError

    def operation_id_at(self, reference: str, place: Place) -> str:
        """The id of the operation that a reference leads to, or ""; raises `UnresolvableReference`."""
        raise NotImplementedError


def read_table(raw: Any, place: Place, resolver: Resolver, report: ReportProblem) -> tuple[Any, Place]:
    """A map whose values may be references; if there is one in place of the map itself, what it leads to.

    Publishers split documents that way, and their bundlers resolve it.
    """
    if not (isinstance(raw, Mapping) and isinstance(raw.get("$ref"), str)):
        return raw, place
    try:
        found = resolver.follow(raw, place)
    except UnresolvableReference as error:
        report(place, UNRESOLVABLE, error.message, "it is left out")
        return {}, place
    report(place, "misplaced-reference", "the standard has no reference in place of a map", FOLLOWED)
    return found


class ContentForm:
    """Converts the content of Parameter, Header, Request Body and Response Objects to the normal form."""

    def __init__(self, resolver: Resolver, schemas: SchemaForm, report: ReportProblem) -> None:
        self._resolver = resolver
        self._follow = resolver.follow
        self._reference_at = resolver.reference_at
        self._schemas = schemas
        self._report = report

    def header_like(self, raw: Mapping[str, Any], place: Place, name: str, location: str) -> dict[str, Any]:
        """What Parameter and Header Objects share."""
        required = location == "path" or raw.get("required") is True
        if location == "header" and name.lower() in NEVER_DEMANDED:
            required = False
        out: dict[str, Any] = {"required": required, "deprecated": raw.get("deprecated") is True}
        if isinstance(raw.get("description"), str):
            out["description"] = raw["description"]
        content, content_place = self._table(raw.get("content"), place.child("content"))
        has_content = isinstance(content, Mapping) and bool(content)
        if has_content and (len(content) > 1 or "schema" in raw):
            self._report_choice(content, place, name, location, has_schema="schema" in raw)
        if has_content and (location == "querystring" or "schema" not in raw):
            media_type = next(iter(content))
            out["content"] = {str(media_type): self.media_type(content[media_type], content_place.child(media_type))}
        elif location == "querystring":
            what = f"{name!r} is `in: querystring`, which needs `content`"
            self._report(place, "missing-field", what, "it is written as a form")
            out["content"] = {_FORM: self.media_type({"schema": raw["schema"]} if "schema" in raw else {}, place)}
        else:
            out["schema"] = self._schemas.read(raw.get("schema", {}), place.child("schema"))
            out[POINTER] = self._reference_at(place.child("schema"))
            out |= self._style(raw, place, name, location)
        out |= self._examples(raw, place)
        return out

    def _report_choice(
        self, content: Mapping[str, Any], place: Place, name: str, location: str, *, has_schema: bool
    ) -> None:
        """Report that a parameter says twice how it is written. Source: OAS 3.2.0 Parameter Object."""
        if has_schema:
            what = f"{name!r} has a `schema` and `content`, which exclude each other"
            consequence = "`schema` is ignored" if location == "querystring" else "`content` is ignored"
        else:
            what = f"{name!r} has {len(content)} media types, and only one is allowed"
            consequence = f"it is written as {next(iter(content))}"
        self._report(place.child("content"), "conflicting-content", what, consequence)

    def _style(self, raw: Mapping[str, Any], place: Place, name: str, location: str) -> dict[str, Any]:
        style = raw.get("style", DEFAULT_STYLES[location])
        if not isinstance(style, str) or style not in STYLES[location]:
            self._report(
                place,
                "unknown-style",
                f"style {shown(style)} of {name!r} is not defined for {location} parameters",
                f"it is sent in style {DEFAULT_STYLES[location]}",
            )
            style = DEFAULT_STYLES[location]
        explode = raw.get("explode")
        out = {"style": style, "explode": explode if isinstance(explode, bool) else style in EXPLODED}
        if location == "query" and isinstance(raw.get(NULL_TEXT), str):
            out[NULL_TEXT] = raw[NULL_TEXT]
        out |= {word: True for word in _FLAGS.get(location, ()) if raw.get(word) is True}
        return out

    def _examples(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        out: dict[str, Any] = {}
        if "example" in raw:
            out["example"] = raw["example"]
        examples, place = self._table(raw.get("examples"), place.child("examples"))
        if isinstance(examples, Mapping):
            found = {}
            for name, item in examples.items():
                example = self._followed(item, place.child(name), "the example is left out")
                if example is not None:
                    found[str(name)] = dict(example[0])
            if found:
                out["examples"] = found
        return out

    def content(self, raw: Any, place: Place) -> dict[str, Any]:
        """A map from media types to Media Type Objects."""
        if raw is None:
            return {}
        raw, place = self._table(raw, place)
        if not isinstance(raw, Mapping):
            self._report(place, "wrong-type", f"`content` must be an object, this is {kind_of(raw)}", "it is left out")
            return {}
        found = {str(name): self.media_type(item, place.child(name)) for name, item in raw.items()}
        for name, item in found.items():
            if not _OF_ITEMS.isdisjoint(item):
                self._report_misplaced(name, item, place.child(name))
        return found

    def _report_misplaced(self, name: str, item: Mapping[str, Any], place: Place) -> None:
        """Report what describes items or parts of a media type that has none.

        Source: OAS 3.2.0 Media Type Object, `itemSchema`, `prefixEncoding`, `itemEncoding`.
        """
        kind = essence(name)
        for word in sorted(_OF_ITEMS & item.keys()):
            is_json = kind.endswith(("/json", "+json"))
            if is_json if word == "itemSchema" else not kind.startswith("multipart/"):
                of = "a sequence of items" if word == "itemSchema" else "a multipart body"
                what = f"`{word}` is for {of}, and {name} is none"
                self._report(place.child(word), "misplaced-items", what, "it is ignored")

    def media_type(self, raw: Any, place: Place) -> dict[str, Any]:
        """One Media Type Object."""
        found = self._followed(raw, place, "values here are not checked") if raw is not None else None
        if found is None:
            return {}
        raw, place = found
        out: dict[str, Any] = {}
        if "schema" in raw:
            out["schema"] = self._schemas.read(raw["schema"], place.child("schema"))
            out[POINTER] = self._reference_at(place.child("schema"))
        if "itemSchema" in raw:
            out["itemSchema"] = self._schemas.read(raw["itemSchema"], place.child("itemSchema"))
            out[ITEM_POINTER] = self._reference_at(place.child("itemSchema"))
        return out | self._encodings(raw, place) | self._examples(raw, place)

    def _encodings(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        """The Encoding Objects of a Media Type or an Encoding Object, by name and by position."""
        out: dict[str, Any] = {}
        if isinstance(raw.get("encoding"), Mapping):
            out["encoding"] = {
                str(name): self._encoding(item, place.child("encoding", name))
                for name, item in raw["encoding"].items()
                if isinstance(item, Mapping)
            }
        if isinstance(raw.get("prefixEncoding"), list):
            out["prefixEncoding"] = [
                self._encoding(item, place.child("prefixEncoding", str(index))) if isinstance(item, Mapping) else {}
                for index, item in enumerate(raw["prefixEncoding"])
            ]
        if isinstance(raw.get("itemEncoding"), Mapping):
            out["itemEncoding"] = self._encoding(raw["itemEncoding"], place.child("itemEncoding"))
        return out

    def _encoding(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        """One Encoding Object. It has a `style` if its author chose one, or any other field of a style.

        Source: OAS 3.2.0 Encoding Object, "Fixed Fields for RFC6570-style Serialization".
        """
        out = self._encodings(raw, place)
        if isinstance(raw.get("contentType"), str):
            out["contentType"] = raw["contentType"]
        for key in ("explode", "allowReserved"):
            if isinstance(raw.get(key), bool):
                out[key] = raw[key]
        style = raw.get("style")
        if isinstance(style, str) and style in STYLES["query"]:
            out["style"] = style
        elif style is not None:
            what = f"style {shown(style)} is not defined for fields of a form"
            self._report(place.child("style"), "unknown-style", what, "it is ignored")
        if "style" not in out and not out.keys().isdisjoint(("explode", "allowReserved")):
            out["style"] = DEFAULT_STYLES["query"]
        if "contentType" in out and "style" not in out and self._resolver.dialect.is_before("3.2"):
            out[WHOLE] = True
        headers = self._headers(raw, place)
        return out | ({"headers": headers} if headers else {})

    def _headers(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        table, place = self._table(raw.get("headers"), place.child("headers"))
        if not isinstance(table, Mapping):
            return {}
        out = {}
        for name, item in table.items():
            found = self._followed(item, place.child(name), "the header is not described")
            if found is not None:
                out[str(name)] = self.header(found[0], found[1], str(name))
        return out

    def header(self, raw: Mapping[str, Any], place: Place, name: str) -> dict[str, Any]:
        """One Header Object."""
        return self.header_like(raw, place, name, "header")

    def _table(self, raw: Any, place: Place) -> tuple[Any, Place]:
        return read_table(raw, place, self._resolver, self._report)

    def _followed(self, raw: Any, place: Place, consequence: str) -> tuple[Mapping[str, Any], Place] | None:
        try:
            return self._follow(raw, place)
        except UnresolvableReference as error:
            self._report(place, UNRESOLVABLE, error.message, consequence)
            return None
