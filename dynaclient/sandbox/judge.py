"""Whether a request fits the document: openapi-core decides, parsing the request itself wherever it can.

A request that `quick_verdict` accepts is not shown to openapi-core, except for a share of them that the seed chooses:
so a call takes microseconds, and each of the two engines is held against the other.

What openapi-core cannot parse, and the module that does so instead (openapi-core then judges the value as JSON):

- parameters of a style it does not read (matrix, label, spaceDelimited, tabDelimited, exploded objects, nested
  deepObject), of more than one type, empty ones, and delimited ones with an encoded delimiter in an item: `decode`;
- forms (its email parser changes the bytes of files, and it knows one level of brackets): `forms`;
- which media type, media range or suffix a Content-Type falls under, and bodies that are not JSON: here; it judges
  text as text, and only the presence of bytes; XML: `xml_reading`;
- OAuth 2, OpenID Connect (judged as bearer tokens) and client certificates (not visible here);
- formats, which are annotations in JSON Schema 2020-12, and patterns that are not ECMA-262 (`ecma_pattern`).
"""

from __future__ import annotations

import itertools
import threading
import warnings
import zlib
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..document import Document
from ..model import MediaType, Operation
from ..model.media_types import declared_for, family_of
from ..model.xml_content import is_xml_value
from ..types import MISSING
from .decode import Decoder
from .forms import Unreadable, Upload, read_form
from .given_parameters import GivenParameters, ParameterReader
from .json_text import dump_json, load_json
from .judged_document import ANY, JSON, judged_document
from .media import codec_for, kind_of_media
from .message import Arrival
from .quick_verdict import QuickVerdict
from .refusal import Refusal, refusal_of
from .routes import Match
from .schema_validator import TooManySteps, limited_steps, validators_factory
from .sequences import content_reason, read_items, value_of_part
from .values import Values
from .xml_reading import value_of_xml

RECHECKED = 0.01
"""The share of the requests accepted by `quick_verdict` that openapi-core judges too."""


class EnginesDisagree(RuntimeWarning):
    """The engine that only says yes accepted what openapi-core refuses. The refusal stands; one of them is wrong."""


class Accepted(NamedTuple):
    """The values of an accepted request.

    Attributes:
        parameters: location → wire name → value.
        body: the JSON value, form, text or bytes; `MISSING` if there is none.
    """

    operation: Operation
    parameters: dict[str, dict[str, Any]]
    body: Any = MISSING
    media_type: str = ""
    uploads: tuple[Upload, ...] = ()


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
        seed: chooses the accepted requests that openapi-core judges too.
    """

    def __init__(self, document: Document, values: Values, *, strict: bool = False, seed: int = 0) -> None:
        self._document = document
        self._strict = strict
        self._seed = seed
        self._decoder = Decoder(document, values)
        self._values = values
        self._parameters = ParameterReader(document, self._decoder)
        self._engines: dict[tuple[str, frozenset[tuple[str, str]]], Any] = {}
        self._quick: dict[tuple[str, str], QuickVerdict] = {}
        self._accepted = itertools.count()
        self._lock = threading.Lock()

    def judge(self, match: Match, arrival: Arrival) -> Accepted | list[Refusal]:
        """The values of a request, or every reason to refuse it."""
        operation = match.operation
        media_type, refusal = _media_type(operation, arrival)
        given = self._parameters.read(match, arrival)
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
        accepted = Accepted(operation, given.values, body, media_type.name if media_type else "", uploads)
        is_accepted = refusal is None and self._quick_verdict(operation, place).accepts(
            given, MISSING if text == b"" else body
        )
        if is_accepted and not self._is_rechecked():
            return accepted
        found = self._reasons(operation, given, place, text)
        if is_accepted and found:
            warnings.warn(
                f"{operation.operation_id}: one engine accepts a request that openapi-core refuses: {found[0]}",
                EnginesDisagree,
                stacklevel=2,
            )
        if refusal is not None:
            found.insert(1 if found and found[0].status == 401 else 0, refusal)
        return found or accepted

    def _reasons(self, operation: Operation, given: GivenParameters, place: str, text: bytes | None) -> list[Refusal]:
        """Every reason of openapi-core to refuse a request."""
        request = _Asked(given.for_openapi_core(), b"null" if text is None else text, place)
        engine = self._engine(operation, given.by_hand)
        try:
            with limited_steps():
                return [refusal_of(error) for error in engine.iter_errors(request)]
        except (TooManySteps, RecursionError):
            return [Refusal(400, "The schemas of this request are too complex to check it.", code="too_complex")]

    def _is_rechecked(self) -> bool:
        if RECHECKED >= 1:
            return True
        return zlib.crc32(b"%d:%d" % (self._seed, next(self._accepted))) < RECHECKED * 2**32

    def _quick_verdict(self, operation: Operation, place: str) -> QuickVerdict:
        key = operation.operation_id, place
        found = self._quick.get(key)
        if found is None:
            document = judged_document(self._document, operation, frozenset(), strict=self._strict)
            found = self._quick[key] = QuickVerdict(document, place)
        return found

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

    # bodies

    def _body(self, media_type: MediaType, arrival: Arrival) -> tuple[Any, bytes | None, tuple[Upload, ...]]:
        """The value of a body, and the JSON text that openapi-core judges; None if any body is valid."""
        given = arrival.content_type
        family = family_of(given)
        if family.read is not None:
            try:
                value = family.read(arrival.body, given)
                return value, dump_json(value), ()
            except (ValueError, RecursionError) as error:
                raise Unreadable(f"the body is not {given}: {error}") from None
        kind = family.name
        if media_type.items is not None:
            value, uploads = read_items(self._document, self._decoder, media_type.items, arrival.body, given)
            reason = content_reason(self._document, self._values, media_type.items, value)
            if reason:
                raise Unreadable(reason)
            return value, dump_json(value), uploads
        if kind == "json":
            try:
                return load_json(arrival.body), arrival.body, ()
            except (ValueError, RecursionError) as error:
                raise Unreadable(f"the body is not valid JSON: {error}") from None
        if family.holds == "fields":
            form = read_form(self._document, self._decoder, media_type, arrival.body, given, value_of_part)
            return form.value, dump_json(form.value), form.uploads
        if kind == "xml" and is_xml_value(self._document, media_type.schema):
            try:
                value = value_of_xml(self._document, self._decoder, media_type.schema, arrival.body, given)
            except ValueError as error:
                raise Unreadable(f"the body cannot be read: {error}") from None
            return value, dump_json(value), ()
        if kind == "text":
            text = arrival.body.decode(codec_for(given), "replace")
            value = self._decoder.coerced(media_type.schema or {}, text)
            return value, dump_json(value), ()
        return arrival.body, None, ()


def _media_type(operation: Operation, arrival: Arrival) -> tuple[MediaType | None, Refusal | None]:
    """The declared media type that covers the body; 415 if there is none."""
    body = operation.request_body
    if body is None or not body.content or not (arrival.body or arrival.content_type):
        return None, None
    if not arrival.body and kind_of_media(arrival.content_type) in ("json", "text", "xml"):
        return None, None  # a Content-Type without a body counts as no body
    if arrival.content_type in body.content:
        return body.content[arrival.content_type], None
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
