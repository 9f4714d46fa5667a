"""Says yes to a valid request in microseconds: the schemas of one operation, compiled once by jsonschema-rs.

Only a yes counts. What it does not accept, it leaves to openapi-core, and so everything that it cannot compile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..schema.complexity import checked_depths, exceeds
from ..types import MISSING
from .given_parameters import GivenParameters
from .limited_validator import limited_validator
from .reliefs import SCHEMAS

_BACKTRACKS = 100_000
"""Backtracking steps allowed for one match."""

_LOCATIONS = ("path", "query", "header", "cookie")


class QuickVerdict:
    """Accepts valid requests for one path of a judged document.

    Args:
        document: what `judged_document` made of the operation.
        path: one of its paths.
    """

    def __init__(self, document: Mapping[str, Any], path: str) -> None:
        raw = document["paths"][path]["post"]
        named = document["components"]["schemas"]
        self._security: Sequence[Mapping[str, Any]] = raw["security"]
        self._schemes: Mapping[str, Any] = document["components"]["securitySchemes"]
        schema = {**_request_schema(raw), "components": {"schemas": named}}
        self._depths = checked_depths(schema, lambda reference: named.get(reference.removeprefix(SCHEMAS)))
        self._validator = limited_validator(schema, _BACKTRACKS)

    def accepts(self, given: GivenParameters, body: Any) -> bool:
        """Whether the request is valid beyond doubt.

        Args:
            body: `MISSING` if there is none; anything if its value does not matter.
        """
        if self._validator is None or not self._has_credentials(given):
            return False
        value = given.values if body is MISSING else {**given.values, "body": body}
        if exceeds(value, self._depths.checked):
            return False
        try:
            return bool(self._validator.is_valid(value))
        except (ValueError, TypeError, RecursionError):
            return False

    def _has_credentials(self, given: GivenParameters) -> bool:
        if not self._security:
            return True
        return any(all(_is_sent(self._schemes[name], given) for name in names) for names in self._security)


def _request_schema(raw: Mapping[str, Any]) -> dict[str, Any]:
    """One schema for an object with the parameters by location, and the body."""
    properties: dict[str, Any] = {}
    for location in _LOCATIONS:
        own = [parameter for parameter in raw["parameters"] if parameter["in"] == location]
        properties[location] = {
            "properties": {parameter["name"]: parameter["schema"] for parameter in own},
            "required": [parameter["name"] for parameter in own if parameter["required"]],
        }
    required = list(_LOCATIONS)
    if "requestBody" in raw:
        ((_, media_type),) = raw["requestBody"]["content"].items()
        properties["body"] = media_type.get("schema", True)
        if raw["requestBody"]["required"]:
            required.append("body")
    return {"properties": properties, "required": required}


def _is_sent(scheme: Mapping[str, Any], given: GivenParameters) -> bool:
    """Whether the request has a credential of a scheme, as `SecurityScheme.received` describes it."""
    if scheme["type"] == "http":
        word, _, credential = (given.header("Authorization") or "").partition(" ")
        return bool(credential) and word.lower() == scheme["scheme"]
    name = scheme["name"]
    if scheme["in"] == "header":
        return given.header(name) is not None
    if scheme["in"] == "cookie":
        return name in given.cookies
    return any(name == other for other, _ in given.query)
