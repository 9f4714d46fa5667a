"""What Swagger 2.0 writes differently: parameters without schemas, bodies as parameters, hosts, flat security.

Each rule converts straight to the normal form, so later stages know nothing about 2.0.
Source: OpenAPI Specification 2.0, section "Schema".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from .._support.urls import host_and_port
from .names import BODY_NAME, POINTER
from .operation_form import OperationForm, identity_of
from .place import Place

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

COLLECTION_STYLES: dict[str, tuple[str | None, bool]] = {
    "csv": (None, False),
    "ssv": ("spaceDelimited", False),
    "tsv": ("tabDelimited", False),
    "pipes": ("pipeDelimited", False),
    "multi": ("form", True),
}
"""`collectionFormat` → style (None: the location's default, comma separated) and explode."""

_NOT_SCHEMA = frozenset(
    ("name", "in", "description", "required", "collectionFormat", "allowEmptyValue", "x-example", "x-examples")
)


def servers(root: Mapping[str, Any], uri: str) -> list[dict[str, Any]]:
    """Server Objects from `schemes`, `host` and `basePath`.

    Without a host they have that of the document's address, `uri`; without a web address they are relative.
    """
    base = root.get("basePath")
    path = base if isinstance(base, str) else ""
    schemes = [s for s in root.get("schemes") or () if isinstance(s, str) and s in ("http", "https")]
    schemes.sort(key=lambda scheme: scheme != "https")  # https first, because credentials are sent
    host = root.get("host")
    if not isinstance(host, str) or not host:
        address = urlsplit(uri)
        host = host_and_port(address.netloc) if schemes and address.scheme in ("http", "https") else ""
    if not host:
        return [{"url": path}] if path else []
    path = path if not path or path.startswith("/") else f"/{path}"
    if not schemes:
        return [{"url": f"//{host}{path}"}]
    return [{"url": f"{scheme}://{host}{path}"} for scheme in schemes]


def security_scheme(raw: Mapping[str, Any]) -> dict[str, Any]:
    """One Security Scheme Object of 2.0 in its normal form."""
    out = dict(raw)
    if raw.get("type") == "basic":
        out |= {"type": "http", "scheme": "basic"}
    elif raw.get("type") == "oauth2":
        flow = {"accessCode": "authorizationCode", "application": "clientCredentials"}.get(
            str(raw.get("flow")), str(raw.get("flow"))
        )
        known = ("authorizationUrl", "tokenUrl", "scopes")
        out["flows"] = {flow: {key: out.pop(key) for key in known if key in out}}
        out.pop("flow", None)
    return out


class Swagger2Form(OperationForm):
    """The parts of a 2.0 operation in the normal form. `root` has the default media types, `uri` the address."""

    def __init__(self, *args: Any, root: Mapping[str, Any], uri: str) -> None:
        super().__init__(*args)
        self._root = root
        self._uri = uri

    def operation(
        self, raw: Mapping[str, Any], place: Place, item: Mapping[str, Any], item_place: Place, path: str
    ) -> dict[str, Any]:
        """One operation; its own `schemes` replace the document's."""
        out = super().operation(raw, place, item, item_place, path)
        if isinstance(raw.get("schemes"), list) and raw["schemes"]:
            out["servers"] = servers({**self._root, "schemes": raw["schemes"]}, self._uri)
        return out

    def parameters(
        self,
        shared: list[tuple[Any, Place]],
        own: list[tuple[Any, Place]],
        path: str,
        raw: Mapping[str, Any],
        place: Place,
    ) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
        """The parameters, and the body that `body` and `formData` parameters describe."""
        chosen: dict[tuple[str, str], tuple[Mapping[str, Any], Place]] = {}
        for item, item_place in [*shared, *own]:
            found = self._followed(item, item_place, "the parameter is left out")
            if found is None:
                continue
            parameter, at = found
            name = str(parameter.get("name") or "")
            location = str(parameter.get("in") or "")
            key = ("", "body") if location == "body" else identity_of({"name": name, "in": location})
            chosen[key] = (parameter, at)
        body = chosen.pop(("", "body"), None)
        form = {key: value for key, value in chosen.items() if key[1] == "formData"}
        proper = [
            read for key, found in chosen.items() if key not in form and (read := self.parameter(*found)) is not None
        ]
        kept = self._templated(proper, path, place)
        consumes = self._media_types("consumes", raw)
        if form:
            if body is not None:
                what = "an operation has either a body or form fields"
                self._report(place, "conflicting-body", what, "the body is left out")
            return kept, self._form_body(list(form.values()), consumes)
        return kept, None if body is None else self._body(*body, consumes)

    def _media_types(self, key: str, operation: Mapping[str, Any]) -> list[str]:
        value = operation[key] if key in operation else self._root.get(key)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def _body(self, raw: Mapping[str, Any], place: Place, consumes: list[str]) -> dict[str, Any]:
        schema = self._schemas.read(raw.get("schema", {}), place.child("schema"))
        media_type: dict[str, Any] = {"schema": schema, POINTER: self._reference_at(place.child("schema"))}
        for key in ("x-example", "example"):
            if key in raw:
                media_type["example"] = raw[key]
        out: dict[str, Any] = {
            "required": raw.get("required") is True,
            "content": dict.fromkeys(consumes or ["application/json"], media_type),
        }
        if isinstance(raw.get("description"), str):
            out["description"] = raw["description"]
        if isinstance(raw.get("name"), str) and raw["name"]:
            out[BODY_NAME] = raw["name"]
        return out

    def _form_body(self, fields: list[tuple[Mapping[str, Any], Place]], consumes: list[str]) -> dict[str, Any]:
        """Form fields as one object schema. A `file` among them needs multipart, whatever `consumes` says."""
        schema: dict[str, Any] = {"type": "object", "properties": {}}
        encoding: dict[str, Any] = {}
        required = []
        for raw, place in fields:
            name = str(raw.get("name") or "")
            field = self._inline_schema(raw, place)
            if isinstance(raw.get("description"), str):
                field = {**field, "description": raw["description"]}
            schema["properties"][name] = field
            if raw.get("required") is True:
                required.append(name)
            if raw.get("type") == "array":
                style, explode = COLLECTION_STYLES.get(str(raw.get("collectionFormat", "csv")), (None, False))
                encoding[name] = {"style": style or "form", "explode": explode}
        if required:
            schema["required"] = required
        media_type: dict[str, Any] = {"schema": schema} | ({"encoding": encoding} if encoding else {})
        has_file = any(raw.get("type") == "file" for raw, _ in fields)
        names = [name for name in consumes if name in (FORM, MULTIPART)]
        if has_file:
            names = [MULTIPART]
        others = [] if has_file else [name for name in consumes if name not in (FORM, MULTIPART)]
        return {
            "required": bool(required),
            "content": dict.fromkeys([*(names or [FORM]), *others], media_type),
        }

    def _inline_schema(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        """The schema that a 2.0 parameter, header or form field has among its own fields."""
        written = {key: value for key, value in raw.items() if key not in _NOT_SCHEMA}
        read = self._schemas.read(raw.get("schema", written), place)
        return read if isinstance(read, dict) else {}

    def header_like(self, raw: Mapping[str, Any], place: Place, name: str, location: str) -> dict[str, Any]:
        """A 2.0 parameter or header: its schema is written inline, `collectionFormat` is its style."""
        style, explode = COLLECTION_STYLES.get(str(raw.get("collectionFormat", "csv")), (None, False))
        modern = {key: raw[key] for key in ("description", "required", "allowEmptyValue") if key in raw}
        if "x-example" in raw:
            modern["example"] = raw["x-example"]
        modern["schema"] = {}
        modern |= {"style": style} if style else {}
        modern["explode"] = explode
        out = super().header_like(modern, place, name, location)
        out["schema"] = self._inline_schema(raw, place)
        out[POINTER] = self._reference_at(place)
        return out

    def response(self, raw: Mapping[str, Any], place: Place, operation: Mapping[str, Any]) -> dict[str, Any]:
        """A 2.0 response: one schema for every media type in `produces`, examples by media type."""
        out = super().response({key: raw[key] for key in raw if key != "content"}, place, operation)
        examples = raw.get("examples") if isinstance(raw.get("examples"), Mapping) else {}
        produces = self._media_types("produces", operation)
        if "schema" in raw:
            schema = self._schemas.read(raw["schema"], place.child("schema"))
            is_file = isinstance(raw["schema"], Mapping) and raw["schema"].get("type") == "file"
            default = ["application/octet-stream"] if is_file else ["application/json"]
            media_type = {"schema": schema, POINTER: self._reference_at(place.child("schema"))}
            out["content"] = {name: dict(media_type) for name in produces or default}
        for name, example in (examples or {}).items():
            out.setdefault("content", {}).setdefault(str(name), {})["example"] = example
        return out
