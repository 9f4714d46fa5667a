"""Operations and their parts → the normal form, with all references followed except those to schemas.

What cannot be used is left out and reported; the rest of the operation is kept. Swagger 2.0 writes parameters, bodies
and responses differently, and overrides only that (`swagger2`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.wording import kind_of
from .content_form import LOCATIONS, NEVER_DEMANDED, ContentForm, Resolver
from .link_form import read_link
from .lists import read_list, read_security, read_servers
from .names import BODY_NAME, BODY_NAMES, POINTER, TEMPLATE, UNSENDABLE
from .place import Place

__all__ = ["NEVER_DEMANDED", "OperationForm", "Resolver", "identity_of"]


class OperationForm(ContentForm):
    """Converts the parts of a 3.x operation to the normal form."""

    def operation(
        self, raw: Mapping[str, Any], place: Place, item: Mapping[str, Any], item_place: Place, path: str
    ) -> dict[str, Any]:
        """One operation, including what its path item adds. `path` is the key in `paths`."""
        shared = read_list(item.get("parameters"), item_place.child("parameters"), self._report)
        own = read_list(raw.get("parameters"), place.child("parameters"), self._report)
        out = self._texts(raw)
        parameters, body = self.parameters(shared, own, path, raw, place)
        if lost := [parameter for parameter in parameters if UNSENDABLE in parameter]:
            parameters = [parameter for parameter in parameters if UNSENDABLE not in parameter]
        out["parameters"] = parameters
        if "requestBody" in raw:
            body = self.request_body(raw["requestBody"], place.child("requestBody"))
        if body is not None:
            out["requestBody"] = {**_body_name(raw), **body}
        out["responses"] = self.responses(raw, place)
        security = read_security(raw.get("security"), place.child("security"), self._resolver.scheme_name, self._report)
        if security is not None:
            out["security"] = security
        servers = read_servers(raw.get("servers"), place.child("servers"), self._report) or read_servers(
            item.get("servers"), item_place.child("servers"), self._report
        )
        if servers:
            out["servers"] = servers
        out.update({key: value for key, value in raw.items() if str(key).startswith("x-")})
        if lost:
            out[UNSENDABLE] = lost
        return out

    @staticmethod
    def _texts(raw: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {key: raw[key] for key in ("summary", "description") if isinstance(raw.get(key), str)}
        tags = raw.get("tags")
        out["tags"] = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
        out["deprecated"] = raw.get("deprecated") is True
        return out

    # parameters

    def parameters(
        self,
        shared: list[tuple[Any, Place]],
        own: list[tuple[Any, Place]],
        path: str,
        raw: Mapping[str, Any],
        place: Place,
    ) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
        """The parameters that apply, and the body if parameters describe one (2.0 only)."""
        chosen: dict[tuple[str, str], dict[str, Any]] = {}
        for item, item_place in [*shared, *own]:
            parameter = self._followed(item, item_place, "the parameter is left out")
            if parameter is None:
                continue
            read = self.parameter(*parameter)
            if read is not None:
                chosen[identity_of(read)] = read
        return self._templated(self._one_query(list(chosen.values()), place), path, place), None

    def _one_query(self, parameters: list[dict[str, Any]], place: Place) -> list[dict[str, Any]]:
        """The parameters with at most one that is the whole query. Source: OAS 3.2.0 Parameter Object, `in`."""
        wholes = [parameter for parameter in parameters if parameter["in"] == "querystring"]
        if not wholes:
            return parameters
        first, *others = wholes
        for other in others:
            what = f"{first['name']!r} and {other['name']!r} are both `in: querystring`"
            self._report(place, "conflicting-queries", what, f"{other['name']!r} is left out")
        for parameter in parameters:
            if parameter["in"] == "query":
                what = f"{parameter['name']!r} is `in: query` beside {first['name']!r}, which is the whole query"
                self._report(place, "conflicting-queries", what, "they are sent together where both are a form")
        return [parameter for parameter in parameters if parameter["in"] != "querystring" or parameter is first]

    def _templated(self, parameters: list[dict[str, Any]], path: str, place: Place) -> list[dict[str, Any]]:
        """Match path parameters with the template: its names are exactly the path parameters."""
        names = list(dict.fromkeys(TEMPLATE.findall(path)))
        kept = []
        for parameter in parameters:
            if parameter["in"] == "path" and parameter["name"] not in names:
                self._report(
                    place,
                    "unused-path-parameter",
                    f"the path has no {{{parameter['name']}}}",
                    "the path parameter of that name is left out",
                )
            else:
                kept.append(parameter)
        declared = {parameter["name"] for parameter in kept if parameter["in"] == "path"}
        for name in names:
            if name not in declared:
                self._report(
                    place,
                    "undeclared-path-parameter",
                    f"the path parameter {{{name}}} is not declared",
                    "it is treated as a required string",
                )
                undeclared = {"name": name, "in": "path", "schema": {"type": "string"}}
                kept.append({**(self.parameter(undeclared, place) or undeclared), POINTER: ""})
        return kept

    def parameter(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any] | None:
        """One Parameter Object, or None if it cannot be used.

        One that is required where requests have no place for it has `UNSENDABLE`.
        """
        name, location = raw.get("name"), raw.get("in")
        if location == "querystring" and not name:
            self._report(place, "missing-field", "a parameter needs a name", f"it is named {location!r}")
            name = location  # which is not sent
        if not isinstance(name, str) or not name:
            self._report(place, "missing-field", "a parameter needs a name", "the parameter is left out")
            return None
        if not isinstance(location, str) or location not in LOCATIONS:
            is_required = raw.get("required") is True
            self._report(
                place,
                "unknown-location",
                f"parameter {name!r} is `in: {location}`, not path, query, querystring, header or cookie",
                "calls are refused, since it is required" if is_required else "it is left out",
            )
            lost = {"name": name, "in": str(location), UNSENDABLE: self._reference_at(place)}
            return lost if is_required else None
        return {"name": name, "in": location, **self.header_like(raw, place, name, location)}

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
        out.update(_body_name(raw))
        return out

    # responses

    def responses(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        """The responses of an operation by status: `200`, `4XX`, `default`."""
        table, place = self._table(raw.get("responses"), place.child("responses"))
        if table is None:
            return {}
        if not isinstance(table, Mapping):
            self._report(
                place, "wrong-type", f"`responses` must be an object, this is {kind_of(table)}", "it is left out"
            )
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
        if isinstance(raw.get("summary"), str):
            out["summary"] = raw["summary"]
        content = self.content(raw.get("content"), place.child("content"))
        if content:
            out["content"] = content
        headers = self._headers(raw, place)
        if headers:
            out["headers"] = headers
        if isinstance(raw.get("links"), Mapping):
            out["links"] = {
                str(name): read_link(*found, self._resolver, self._report)
                for name, item in raw["links"].items()
                if (found := self._followed(item, place.child("links", name), "the link is left out"))
            }
        return out


def _body_name(raw: Mapping[str, Any]) -> dict[str, str]:
    """The name that a converter from 2.0 kept for a body, if any."""
    found = (raw.get(key) for key in BODY_NAMES)
    return next(({BODY_NAME: name} for name in found if isinstance(name, str) and name), {})


def identity_of(parameter: Mapping[str, Any]) -> tuple[str, str]:
    """The identity of a parameter. Header names are case-insensitive (RFC 9110 section 5.1)."""
    name, location = parameter["name"], parameter["in"]
    return (name.lower() if location == "header" else name), location
