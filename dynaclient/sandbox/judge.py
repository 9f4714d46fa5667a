"""Whether a request fits the document: openapi-core decides, parsing the request itself wherever it can.

What openapi-core cannot parse, and the module that does so instead (openapi-core then judges the value as JSON):

- parameters of a style it does not read (matrix, label, spaceDelimited, tabDelimited, exploded objects, nested
  deepObject), of more than one type, empty ones, and delimited ones with an encoded delimiter in an item: `decode`;
- forms (its email parser changes the bytes of files, and it knows one level of brackets): `forms`;
- which media type, media range or suffix a Content-Type falls under, and bodies that are not JSON: here; it judges
  text as text, and only the presence of bytes and XML;
- OAuth 2, OpenID Connect (judged as bearer tokens) and client certificates (not visible here);
- formats, which are annotations in JSON Schema 2020-12, and patterns that are not ECMA-262 (`ecma_pattern`).
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, unquote_plus

from werkzeug.datastructures import Headers, ImmutableMultiDict

from ..document import Document
from ..errors import UnresolvableReference
from ..model import MediaType, Operation, Parameter, build_security_schemes
from ..model.media_types import declared_for, family_of
from ..types import MISSING
from .decode import Decoder
from .forms import Unreadable, Upload, read_form
from .judged_document import ANY, JSON, judged_document
from .media import codec_for, kind_of_media
from .message import Arrival
from .refusal import Refusal, refusal_of
from .routes import Match
from .schema_validator import TooManySteps, limited_steps, validators_factory
from .values import Values

_SCHEMES = frozenset(("", "basic", "bearer", "digest", "negotiate", "token"))
_PLAIN = frozenset(("string", "integer", "number", "boolean"))


@dataclass(frozen=True, slots=True)
class Accepted:
    """The values of an accepted request.

    Attributes:
        parameters: location → wire name → value.
        body: the JSON value, form, text or bytes; `MISSING` if there is none.
    """

    operation: Operation
    parameters: dict[str, dict[str, Any]]
    body: Any = MISSING
    media_type: str = ""
    uploads: tuple[Upload, ...] = field(default=())


@dataclass(slots=True)
class _Asked:
    """The request for openapi-core: implements its `Request` protocol."""

    parameters: Any
    body: bytes | None
    path: str
    content_type: str = JSON
    host_url: str = "http://localhost"
    method: str = "post"


class Judge:
    """Judges requests for the operations of a document. Thread-safe.

    Args:
        strict: follow the letter of the document, without the reliefs.
    """

    def __init__(self, document: Document, values: Values, *, strict: bool = False) -> None:
        self._document = document
        schemes = build_security_schemes(document).values()
        self._credential_places = [place for scheme in schemes if (place := scheme.kind.place(scheme)) is not None]
        self._strict = strict
        self._decoder = Decoder(document, values)
        self._engines: dict[tuple[str, frozenset[tuple[str, str]]], Any] = {}
        self._lock = threading.Lock()

    def judge(self, match: Match, arrival: Arrival) -> Accepted | list[Refusal]:
        """The values of a request, or every reason to refuse it."""
        operation = match.operation
        media_type, refusal = _media_type(operation, arrival)
        parameters, asked, by_hand = self._parameters(match, arrival)
        body: Any = MISSING
        text: bytes | None = b""
        uploads: tuple[Upload, ...] = ()
        if refusal is not None:
            text = None
        elif media_type is not None:
            try:
                body, text, uploads = self._body(media_type, arrival)
            except Unreadable as error:
                refusal, text = Refusal(400, str(error), location="body", code="invalid_body"), None
        declared = list(operation.request_body.content) if operation.request_body else []
        place = f"/{declared.index(media_type.name)}" if media_type is not None and text else ANY
        request = _Asked(asked, b"null" if text is None else text, place)
        engine = self._engine(operation, by_hand)
        try:
            with limited_steps():
                found = [refusal_of(error) for error in engine.iter_errors(request)]
        except (TooManySteps, RecursionError):
            found = [Refusal(400, "The schemas of this request are too complex to check it.", code="too_complex")]
        if refusal is not None:
            found.insert(1 if found and found[0].status == 401 else 0, refusal)
        if found:
            return found
        return Accepted(operation, parameters, body, media_type.name if media_type else "", uploads)

    def _engine(self, operation: Operation, by_hand: frozenset[tuple[str, str]]) -> Any:
        from jsonschema_path import SchemaPath
        from openapi_core import V31RequestValidator

        key = operation.operation_id, by_hand
        with self._lock:
            if key not in self._engines:
                document = judged_document(self._document, operation, by_hand, strict=self._strict)
                self._engines[key] = V31RequestValidator(
                    SchemaPath.from_dict(document), schema_validators_factory=validators_factory()
                )
            return self._engines[key]

    # parameters

    def _parameters(
        self, match: Match, arrival: Arrival
    ) -> tuple[dict[str, dict[str, Any]], Any, frozenset[tuple[str, str]]]:
        """All given values; the same values for openapi-core; and the parameters that it gets as JSON."""
        from openapi_core.datatypes import RequestParameters

        operation = match.operation
        raw_query = [_pair(part) for part in arrival.query.split("&") if part]
        decoded = arrival.pairs
        values: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
        headers = self._headers(operation, arrival)
        query = [(name, value) for name, value in decoded if value or not self._is_secret(name)]
        cookies = {name: value for name, value in arrival.cookies.items() if value or not self._is_secret(name)}
        paths: dict[str, Any] = {}
        by_hand = set()
        for parameter in operation.parameters:
            value, text = self._read(parameter, match, arrival, raw_query, decoded)
            if not self._is_plain(parameter):  # even if it was not given: openapi-core fails on the schema itself
                by_hand.add((parameter.location, parameter.name))
            if value is MISSING:
                continue
            values[parameter.location][parameter.name] = value
            if text is None:
                by_hand.add((parameter.location, parameter.name))
                text = json.dumps(value)
                if parameter.location == "query":
                    query = [(name, item) for name, item in query if name != parameter.name]
                    query.append((parameter.name, text))
                elif parameter.location == "header":
                    headers[parameter.name] = text
                elif parameter.location == "cookie":
                    cookies[parameter.name] = text
            if parameter.location == "path":
                paths[parameter.name] = text
        asked = RequestParameters(
            query=ImmutableMultiDict(query), header=headers, cookie=ImmutableMultiDict(cookies), path=paths or {"": ""}
        )
        return values, asked, frozenset(by_hand)

    def _headers(self, operation: Operation, arrival: Arrival) -> Headers:
        """The headers under the names that the document gives them: WSGI does not distinguish `_` from `-`."""
        headers = Headers([(name, value) for name, value in arrival.headers if _is_given(name, value)])
        names = [parameter.name for parameter in operation.parameters if parameter.location == "header"]
        names += [name for location, name in self._credential_places if location == "header"]
        for name in names:
            value = headers.get(name.replace("_", "-"))
            if value is not None and "_" in name:
                headers[name] = value
        return headers

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

    def _is_plain(self, parameter: Parameter) -> bool:
        """Whether openapi-core parses this parameter as the standard requires."""
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

    # bodies

    def _body(self, media_type: MediaType, arrival: Arrival) -> tuple[Any, bytes | None, tuple[Upload, ...]]:
        """The value of a body, and the JSON text that openapi-core judges; None if any body is valid."""
        given = arrival.content_type
        family = family_of(given)
        if family.read is not None:
            try:
                value = family.read(arrival.body, given)
            except ValueError as error:
                raise Unreadable(f"the body is not {given}: {error}") from None
            return value, json.dumps(value).encode(), ()
        kind = family.name
        if kind == "json":
            try:
                return json.loads(arrival.body), arrival.body, ()
            except (ValueError, RecursionError) as error:
                raise Unreadable(f"the body is not valid JSON: {error}") from None
        if family.holds == "fields":
            form = read_form(self._document, self._decoder, media_type, arrival.body, given)
            return form.value, json.dumps(form.value).encode(), form.uploads
        if kind == "text" and not given.split(";")[0].strip().lower().endswith("xml"):
            text = arrival.body.decode(codec_for(given), "replace")
            value = self._decoder.coerced(media_type.schema or {}, text)
            return value, json.dumps(value).encode(), ()
        return arrival.body, None, ()


def _is_given(name: str, value: str) -> bool:
    """An `Authorization` header with only a scheme has no credentials."""
    return name.lower() != "authorization" or value.strip().lower() not in _SCHEMES


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return unquote_plus(name), value


def _media_type(operation: Operation, arrival: Arrival) -> tuple[MediaType | None, Refusal | None]:
    """The declared media type that covers the body; 415 if there is none."""
    body = operation.request_body
    if body is None or not body.content or not (arrival.body or arrival.content_type):
        return None, None
    if not arrival.body and kind_of_media(arrival.content_type) in ("json", "text"):
        return None, None  # a Content-Type without a body counts as no body
    first = next(iter(body.content.values()))
    declared = declared_for(body.content, arrival.content_type) if arrival.content_type else None
    if declared is not None:
        return body.content[declared], None
    given = arrival.content_type or "no Content-Type"
    return first, Refusal(
        415,
        f"Unsupported media type {given}; expected {' or '.join(body.content)}.",
        location="body",
        code="unsupported_media_type",
    )
