"""Operations and what hangs on them → their 3.1 form, with every reference but those to schemas followed.

What cannot be used is left out and reported; the rest of the operation stays. Swagger 2.0 differs in how
parameters, bodies and responses are written, and overrides just that (`swagger2`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import UnresolvableReference
from ..wording import kind_of, shown
from .place import Place, Report
from .schema_form import SchemaForm

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The fixed fields of a Path Item that hold operations."""

TEMPLATE = re.compile(r"\{([^{}/?#]+)\}")
"""A template expression in a path key."""

NEVER_DEMANDED = frozenset(("accept", "content-type", "authorization"))
"""Header parameters that the standard has a client ignore. Source: OAS 3.1.1 Parameter Object, `name`."""

DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
"""Source: OAS 3.1.1 Parameter Object, `style`."""

STYLES = {
    "path": frozenset(("matrix", "label", "simple", "pipeDelimited", "spaceDelimited", "tabDelimited")),
    "query": frozenset(("form", "spaceDelimited", "pipeDelimited", "deepObject", "tabDelimited")),
    "header": frozenset(("simple", "pipeDelimited", "spaceDelimited", "tabDelimited")),
    "cookie": frozenset(("form",)),
}
"""Styles by location: OAS 3.1.1 "Style Values", and the delimiters that 2.0's `collectionFormat` allows elsewhere."""


POINTER = "x-pointer"
"""Added to parameters and media types: where their schema stands, as a reference into the document."""


class Resolver:
    """What this module needs of the document: following references to objects that are no schemas."""

    def reference_at(self, place: Place) -> str:
        """The reference that leads to a place from the root document."""
        raise NotImplementedError

    def follow(self, raw: Any, place: Place) -> tuple[Mapping[str, Any], Place]:
        """The object itself or the one it refers to, and where that stands; raises `UnresolvableReference`."""
        raise NotImplementedError


class OperationForm:
    """Brings the parts of a 3.x operation to their 3.1 form."""

    def __init__(self, resolver: Resolver, schemas: SchemaForm, report: Report) -> None:
        self._follow = resolver.follow
        self._reference_at = resolver.reference_at
        self._schemas = schemas
        self._report = report

    def operation(
        self, raw: Mapping[str, Any], place: Place, item: Mapping[str, Any], item_place: Place, path: str
    ) -> dict[str, Any]:
        """One operation with all that its path item gives it. `path` is the key in `paths`."""
        shared = self._list(item.get("parameters"), item_place.child("parameters"))
        own = self._list(raw.get("parameters"), place.child("parameters"))
        out = self._texts(raw)
        out["parameters"], body = self.parameters(shared, own, path, raw, place)
        if "requestBody" in raw:
            body = self.request_body(raw["requestBody"], place.child("requestBody"))
        if body is not None:
            out["requestBody"] = body
        out["responses"] = self.responses(raw, place)
        if "security" in raw:
            out["security"] = raw["security"]
        servers = self._list(raw.get("servers"), place.child("servers")) or self._list(
            item.get("servers"), item_place.child("servers")
        )
        if servers:
            out["servers"] = [server for server, _ in servers]
        out.update({key: value for key, value in raw.items() if str(key).startswith("x-")})
        return out

    @staticmethod
    def _texts(raw: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {key: raw[key] for key in ("summary", "description") if isinstance(raw.get(key), str)}
        tags = raw.get("tags")
        out["tags"] = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
        out["deprecated"] = raw.get("deprecated") is True
        return out

    def _list(self, raw: Any, place: Place) -> list[tuple[Any, Place]]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            self._report(place, f"a list is needed here, this is {kind_of(raw)}", "it is left out")
            return []
        return [(item, place.child(i)) for i, item in enumerate(raw)]

    # parameters

    def parameters(
        self,
        shared: list[tuple[Any, Place]],
        own: list[tuple[Any, Place]],
        path: str,
        raw: Mapping[str, Any],
        place: Place,
    ) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
        """The parameters in force, and the body where parameters describe one (2.0 only)."""
        chosen: dict[tuple[str, str], dict[str, Any]] = {}
        for item, item_place in [*shared, *own]:
            parameter = self._followed(item, item_place, "the parameter is left out")
            if parameter is None:
                continue
            read = self.parameter(*parameter)
            if read is not None:
                chosen[identity_of(read)] = read
        return self._templated(list(chosen.values()), path, place), None

    def _templated(self, parameters: list[dict[str, Any]], path: str, place: Place) -> list[dict[str, Any]]:
        """Hold path parameters against the template: the names in it are exactly the path parameters there are."""
        names = list(dict.fromkeys(TEMPLATE.findall(path)))
        kept = []
        for parameter in parameters:
            if parameter["in"] == "path" and parameter["name"] not in names:
                self._report(
                    place, f"the path has no {{{parameter['name']}}}", "the path parameter of that name is left out"
                )
            else:
                kept.append(parameter)
        declared = {parameter["name"] for parameter in kept if parameter["in"] == "path"}
        for name in names:
            if name not in declared:
                self._report(place, f"nothing declares {{{name}}} of the path", "it is taken for a required string")
                undeclared = {"name": name, "in": "path", "schema": {"type": "string"}}
                kept.append(self.parameter(undeclared, place) or undeclared)
        return kept

    def parameter(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any] | None:
        """One Parameter Object, or None when it cannot be used."""
        name, location = raw.get("name"), raw.get("in")
        if not isinstance(name, str) or not name:
            self._report(place, "a parameter needs a name", "the parameter is left out")
            return None
        if location not in DEFAULT_STYLES:
            self._report(
                place, f"parameter {name!r} is `in: {location}`, not path, query, header or cookie", "it is left out"
            )
            return None
        return {"name": name, "in": location, **self.header_like(raw, place, name, location)}

    def header_like(self, raw: Mapping[str, Any], place: Place, name: str, location: str) -> dict[str, Any]:
        """What Parameter and Header Objects share."""
        required = location == "path" or raw.get("required") is True
        if location == "header" and name.lower() in NEVER_DEMANDED:
            required = False
        out: dict[str, Any] = {"required": required, "deprecated": raw.get("deprecated") is True}
        if isinstance(raw.get("description"), str):
            out["description"] = raw["description"]
        content = raw.get("content")
        if isinstance(content, Mapping) and content and "schema" not in raw:
            media_type = next(iter(content))
            out["content"] = {str(media_type): self.media_type(content[media_type], place.child("content", media_type))}
        else:
            out["schema"] = self._schemas.read(raw.get("schema", {}), place.child("schema"))
            out[POINTER] = self._reference_at(place.child("schema"))
            out |= self._style(raw, place, name, location)
        out |= self._examples(raw, place)
        return out

    def _style(self, raw: Mapping[str, Any], place: Place, name: str, location: str) -> dict[str, Any]:
        style = raw.get("style", DEFAULT_STYLES[location])
        if style not in STYLES[location]:
            self._report(
                place,
                f"style {shown(style)} of {name!r} is not defined for {location} parameters",
                f"it is sent in style {DEFAULT_STYLES[location]}",
            )
            style = DEFAULT_STYLES[location]
        explode = raw.get("explode")
        out = {"style": style, "explode": explode if isinstance(explode, bool) else style == "form"}
        if location == "query":
            out |= {word: True for word in ("allowReserved", "allowEmptyValue") if raw.get(word) is True}
        return out

    def _examples(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        out: dict[str, Any] = {}
        if "example" in raw:
            out["example"] = raw["example"]
        if isinstance(raw.get("examples"), Mapping):
            found = {}
            for name, item in raw["examples"].items():
                example = self._followed(item, place.child("examples", name), "the example is left out")
                if example is not None:
                    found[str(name)] = dict(example[0])
            if found:
                out["examples"] = found
        return out

    # bodies

    def request_body(self, raw: Any, place: Place) -> dict[str, Any] | None:
        """One Request Body Object."""
        found = self._followed(raw, place, "the operation is called without a body")
        if found is None:
            return None
        raw, place = found
        out: dict[str, Any] = {"required": raw.get("required") is True}
        if isinstance(raw.get("description"), str):
            out["description"] = raw["description"]
        out["content"] = self.content(raw.get("content"), place.child("content"))
        return out

    def content(self, raw: Any, place: Place) -> dict[str, Any]:
        """A map from media types to Media Type Objects."""
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            self._report(place, f"`content` must be an object, this is {kind_of(raw)}", "it is left out")
            return {}
        return {str(name): self.media_type(item, place.child(name)) for name, item in raw.items()}

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
        if isinstance(raw.get("encoding"), Mapping):
            out["encoding"] = {
                str(name): self._encoding(item, place.child("encoding", name))
                for name, item in raw["encoding"].items()
                if isinstance(item, Mapping)
            }
        return out | self._examples(raw, place)

    def _encoding(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        out: dict[str, Any] = {}
        if isinstance(raw.get("contentType"), str):
            out["contentType"] = raw["contentType"]
        if raw.get("style") in STYLES["query"]:
            out["style"] = raw["style"]
        for key in ("explode", "allowReserved"):
            if isinstance(raw.get(key), bool):
                out[key] = raw[key]
        headers = self._headers(raw, place)
        return out | ({"headers": headers} if headers else {})

    # responses

    def responses(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        """The responses of an operation by status: `200`, `4XX`, `default`."""
        table = raw.get("responses")
        place = place.child("responses")
        if table is None:
            return {}
        if not isinstance(table, Mapping):
            self._report(place, f"`responses` must be an object, this is {kind_of(table)}", "it is left out")
            return {}
        out = {}
        for status, item in table.items():
            if str(status).startswith("x-"):
                continue
            found = self._followed(item, place.child(status), "responses of this status are not described")
            if found is not None:
                out[str(status)] = self.response(found[0], found[1], raw)
        return out

    def response(self, raw: Mapping[str, Any], place: Place, operation: Mapping[str, Any]) -> dict[str, Any]:
        """One Response Object. `operation` is the raw operation around it."""
        out: dict[str, Any] = {"description": raw["description"] if isinstance(raw.get("description"), str) else ""}
        content = self.content(raw.get("content"), place.child("content"))
        if content:
            out["content"] = content
        headers = self._headers(raw, place)
        if headers:
            out["headers"] = headers
        if isinstance(raw.get("links"), Mapping):
            out["links"] = {
                str(name): dict(found[0])
                for name, item in raw["links"].items()
                if (found := self._followed(item, place.child("links", name), "the link is left out"))
            }
        return out

    def _headers(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        if not isinstance(raw.get("headers"), Mapping):
            return {}
        out = {}
        for name, item in raw["headers"].items():
            found = self._followed(item, place.child("headers", name), "the header is not described")
            if found is not None:
                out[str(name)] = self.header(found[0], found[1], str(name))
        return out

    def header(self, raw: Mapping[str, Any], place: Place, name: str) -> dict[str, Any]:
        """One Header Object."""
        return self.header_like(raw, place, name, "header")

    def _followed(self, raw: Any, place: Place, consequence: str) -> tuple[Mapping[str, Any], Place] | None:
        try:
            return self._follow(raw, place)
        except UnresolvableReference as error:
            self._report(place, error.message, consequence)
            return None


def identity_of(parameter: Mapping[str, Any]) -> tuple[str, str]:
    """What makes two parameters the same one. Header names do not differ by case (RFC 9110 section 5.1)."""
    name, location = parameter["name"], parameter["in"]
    return (name.lower() if location == "header" else name), location
