"""The parameters of a request: their values, and the same as openapi-core is to parse them.

What openapi-core cannot parse, it gets as JSON (`judge` says which that is).
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import unquote, unquote_plus

from ..document import Document
from ..errors import UnresolvableReference
from ..model import MediaType, Operation, Parameter, build_security_schemes
from ..model.media_types import FORM, is_json
from ..types import MISSING
from .decode import Decoder
from .forms import Unreadable, read_form
from .json_text import load_json
from .message import Arrival
from .request_headers import RequestHeaders
from .routes import Match

_SCHEMES = frozenset(("", "basic", "bearer", "digest", "negotiate", "token"))
_PLAIN = frozenset(("string", "integer", "number", "boolean"))


class GivenParameters(NamedTuple):
    """The parameters of one request.

    Attributes:
        values: location → wire name → value.
        changed_headers: those that openapi-core gets otherwise than they arrived: under other names, or as JSON.
        by_hand: (location, name) of those that openapi-core gets as JSON, and not as they arrived.
    """

    values: dict[str, dict[str, Any]]
    query: list[tuple[str, str]]
    arrived_headers: RequestHeaders
    changed_headers: dict[str, str]
    cookies: dict[str, str]
    paths: dict[str, Any]
    by_hand: frozenset[tuple[str, str]]

    def header(self, name: str) -> str | None:
        """A header under the name that the document gives it: WSGI does not distinguish `_` from `-`."""
        value = self.arrived_headers.get(name.replace("_", "-"))
        return value if value is not None and _is_given(name, value) else None

    def for_openapi_core(self) -> Any:
        """The parameters in the form that openapi-core reads."""
        from openapi_core.datatypes import RequestParameters
        from werkzeug.datastructures import Headers, ImmutableMultiDict

        headers = Headers([(name, value) for name, value in self.arrived_headers.items() if _is_given(name, value)])
        headers.update(self.changed_headers)
        return RequestParameters(
            query=ImmutableMultiDict(self.query),
            header=headers,
            cookie=ImmutableMultiDict(self.cookies),
            path=self.paths or {"": ""},
        )


class ParameterReader:
    """Reads the parameters of requests. Thread-safe."""

    def __init__(self, document: Document, decoder: Decoder) -> None:
        self._document = document
        self._decoder = decoder
        schemes = build_security_schemes(document).values()
        self._credential_places = [place for scheme in schemes if (place := scheme.kind.place(scheme)) is not None]
        self._plain: dict[int, tuple[Parameter, bool]] = {}
        header_names = [name for location, name in self._credential_places if location == "header"]
        self._underscored = [name for name in header_names if "_" in name]

    def read(self, match: Match, arrival: Arrival) -> GivenParameters:
        """All parameters that the request has."""
        operation = match.operation
        raw_query = [_pair(part) for part in arrival.query.split("&") if part] if arrival.query else []
        decoded = arrival.pairs
        values: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
        headers = self._renamed_headers(operation, arrival)
        query = [(name, value) for name, value in decoded if value or not self._is_secret(name)]
        cookies = {name: value for name, value in arrival.cookies.items() if value or not self._is_secret(name)}
        paths: dict[str, Any] = {}
        by_hand = set()
        for parameter in operation.parameters:
            value, text = self._read(parameter, match, arrival, raw_query, decoded)
            if text is not None and _holds_words(parameter, value):
                text = None
            if not self._is_plain(parameter):  # even if it was not given: openapi-core fails on the schema itself
                by_hand.add((parameter.location, parameter.name))
            if value is MISSING:
                continue
            is_query = parameter.location in ("query", "querystring")
            values["query" if is_query else parameter.location][parameter.name] = value
            if text is None:
                by_hand.add((parameter.location, parameter.name))
                text = json.dumps(value)
                if is_query:
                    query = [(name, item) for name, item in query if name != parameter.name]
                    query.append((parameter.name, text))
                elif parameter.location == "header":
                    headers[parameter.name] = text
                elif parameter.location == "cookie":
                    cookies[parameter.name] = text
            if parameter.location == "path":
                paths[parameter.name] = text
        return GivenParameters(values, query, arrival.headers, headers, cookies, paths, frozenset(by_hand))

    def _renamed_headers(self, operation: Operation, arrival: Arrival) -> dict[str, str]:
        """The headers whose names have a `_` in the document, which WSGI does not distinguish from `-`."""
        names = [p.name for p in operation.parameters if p.location == "header" and "_" in p.name]
        found = {name: arrival.headers.get(name.replace("_", "-")) for name in (*names, *self._underscored)}
        return {name: value for name, value in found.items() if value is not None and _is_given(name, value)}

    def _is_secret(self, name: str) -> bool:
        return any(name == other for _, other in self._credential_places)

    def _read(
        self, parameter: Parameter, match: Match, arrival: Arrival, raw_query: Any, decoded: Any
    ) -> tuple[Any, str | None]:
        """The value, or `MISSING`, and its text if openapi-core parses that itself."""
        name, operation = parameter.name, match.operation
        if parameter.location == "path":
            text = match.texts.get(name, "")
            value = self._decoder.path(parameter, text)
            plain = parameter.style == "simple" and "%2C" not in text.upper() and self._is_plain(parameter)
            return value, unquote(text) if plain else None
        if parameter.location == "header":
            text_or_none = arrival.headers.get(name.replace("_", "-"))
            if text_or_none is None:
                return MISSING, None
            value = self._decoder.header(parameter, text_or_none)
            return value, text_or_none if parameter.style == "simple" and self._is_plain(
                parameter
            ) and text_or_none else None
        if parameter.location == "querystring":
            return self._whole_query(parameter, arrival.query), None
        taken = [other.name for other in operation.parameters if other.location == parameter.location]
        if parameter.location == "cookie":
            pairs = list(arrival.cookies.items())
            value = self._decoder.query(parameter, pairs, taken)
            plain = (
                len(pairs) == len(dict(pairs))
                and self._is_plain(parameter)
                and "%" not in arrival.cookies.get(name, "%")
            )
            return value, arrival.cookies.get(name) if plain and arrival.cookies.get(name) else None
        value = self._decoder.query(parameter, raw_query, taken)
        own = [text for key, text in decoded if key == name]
        encoded = [text for key, text in raw_query if key == name]
        plain = parameter.style == "form" and self._is_plain(parameter) and bool(own) and all(own)
        if parameter.type == "array" and not parameter.explode and any("%2C" in text.upper() for text in encoded):
            plain = False
        if parameter.type != "array" and len(own) != 1:
            plain = False
        return value, own[0] if plain else None

    def _whole_query(self, parameter: Parameter, query: str) -> Any:
        """The value that the whole query is. Source: OAS 3.2.0 Parameter Object, `in: querystring`."""
        if not query:
            return MISSING
        text = unquote(query)
        with suppress(Unreadable, ValueError, RecursionError):  # the schema judges the text
            if parameter.content == FORM:
                media_type = MediaType(FORM, parameter.schema, parameter.encoding)
                return read_form(self._document, self._decoder, media_type, query.encode(), FORM).value
            if is_json(parameter.content or ""):
                return load_json(text)
        return text

    def _is_plain(self, parameter: Parameter) -> bool:
        """Whether openapi-core parses this parameter as the standard requires."""
        known = self._plain.get(id(parameter))  # keeps the parameter alive, so that its id is not reused
        if known is None:
            known = self._plain[id(parameter)] = parameter, self._parses(parameter)
        return known[1]

    def _parses(self, parameter: Parameter) -> bool:
        schema = parameter.schema
        if parameter.content is not None or parameter.style not in ("simple", "form"):
            return False
        if any(word in schema for word in ("anyOf", "oneOf", "allOf", "nullable")):
            return False
        if "$ref" in schema and not self._is_alone(schema):
            return False
        if parameter.type == "array":
            items = schema.get("items", {})
            return isinstance(items, dict) and items.get("type") in _PLAIN and "nullable" not in items
        return parameter.type in _PLAIN

    def _is_alone(self, reference: Any) -> bool:
        """Whether the reference and its target have no keywords beside a `$ref`; openapi-core would ignore those."""
        try:
            target = self._document.schema(reference["$ref"])
        except UnresolvableReference:
            return False
        return len(reference) == 1 and isinstance(target, dict) and "$ref" not in target


def _holds_words(parameter: Parameter, value: Any) -> bool:
    """Whether a number is none that JSON has, such as 1e999 or NaN, which openapi-core reads as Python's float does."""
    if parameter.type == "array":
        items = parameter.schema.get("items", {})
        return items.get("type") == "number" and isinstance(value, list) and any(isinstance(v, str) for v in value)
    return parameter.type == "number" and isinstance(value, str)


def _is_given(name: str, value: str) -> bool:
    """An `Authorization` header with only a scheme has no credentials."""
    return name.lower() != "authorization" or value.strip().lower() not in _SCHEMES


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return unquote_plus(name), value
