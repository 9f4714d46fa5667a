"""What the bundled description contains, each part with its place. Collects, and judges nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, unquote

from dynaclient.document import Document
from dynaclient.document.names import POINTER
from dynaclient.document.pointer import pointer_to, tokens_of

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "spec"
DESCRIPTION = FOLDER / "openapi.yaml"
README = FOLDER / "README.md"
FACTS = json.loads((ROOT / "tests/data/seed-operations.json").read_text("utf-8"))["operations"]
"""The operations and parameters that the older reference documents, as plain facts."""

FACT_IDS = [fact["operationId"] for fact in FACTS]
OPERATION_IDS = list(Document(DESCRIPTION).entries)
ONLY_IN_LIBRARY = {
    "listWebhookEndpoints",
    "createWebhookEndpoint",
    "getWebhookEndpoint",
    "updateWebhookEndpoint",
    "deleteWebhookEndpoint",
    "rotateWebhookEndpointSecret",
    "testWebhookEndpoint",
    "listWebhookEventTypes",
}
"""Operations that the publisher's document of August 2026 lacks, and its newest library has."""

Side = Literal["parameter", "request", "response"]

_ONE = frozenset(("items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties", "propertyNames"))
_ONE |= {"contains", "not", "if", "then", "else"}
_MANY = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_NAMED = frozenset(("properties", "patternProperties", "dependentSchemas"))
PARTS = ("allOf", "anyOf", "oneOf")
"""The keywords whose schemas describe the same value as the schema around them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A schema and its place.

    Attributes:
        reference: leads there from the root document.
        family: the schemas around it that describe the same value, when it is written inside their `allOf`,
            `anyOf` or `oneOf`.
    """

    reference: str
    schema: Any
    family: tuple[Any, ...] = ()

    def child(self, *tokens: str | int) -> str:
        """The reference that leads to a part of this schema."""
        return self.reference + quote(pointer_to(tokens), safe="/~!$&'()*+,;=:@?")


@dataclass(frozen=True, slots=True)
class Holder:
    """What has a schema and may have examples: a parameter, a header, or a body of one media type.

    Attributes:
        where: for people: the operation, and what it is in it.
        status: of a response, else "".
        media_type: of a body, else "".
        spot: the schema.
        examples: the values by name; a single `example` has the name "example".
        raw: the object itself in its normal form.
    """

    where: str
    side: Side
    spot: Spot
    examples: Mapping[str, Any]
    raw: Mapping[str, Any] = field(repr=False)
    status: str = ""
    media_type: str = ""


def iter_holders(document: Document, operation_id: str) -> Iterator[Holder]:
    """All parameters, headers and bodies of an operation: its own, its path's, and those of its answers."""
    raw = document.operation(operation_id)
    for parameter in raw["parameters"]:
        yield _holder(parameter, f"{operation_id} {parameter['in']} parameter {parameter['name']}", "parameter")
    for name, media_type in raw.get("requestBody", {}).get("content", {}).items():
        yield _holder(media_type, f"{operation_id} request {name}", "request", media_type=name)
    for status, response in raw["responses"].items():
        for name, header in response.get("headers", {}).items():
            yield _holder(header, f"{operation_id} {status} header {name}", "response", status=status)
        for name, media_type in response.get("content", {}).items():
            yield _holder(media_type, f"{operation_id} {status} {name}", "response", status=status, media_type=name)


def _holder(raw: Mapping[str, Any], where: str, side: Side, *, status: str = "", media_type: str = "") -> Holder:
    examples = {"example": raw["example"]} if "example" in raw else {}
    examples |= {name: example["value"] for name, example in raw.get("examples", {}).items()}
    return Holder(where, side, Spot(raw[POINTER], raw["schema"]), examples, raw, status, media_type)


def iter_schemas(document: Document, roots: Iterable[Spot]) -> Iterator[Spot]:
    """Every schema that the roots reach, each once: nested, in arrays and unions, and through references."""
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        spot = waiting.pop()
        if spot.reference in seen or not isinstance(spot.schema, dict):
            continue
        seen.add(spot.reference)
        yield spot
        for key, value in spot.schema.items():
            family = (spot.schema, *spot.family) if key in PARTS else ()
            if key == "$ref":
                waiting.append(Spot(value, document.schema(value)))
            elif key in _ONE:
                waiting.append(Spot(spot.child(key), value))
            elif key in _MANY:
                waiting.extend(Spot(spot.child(key, i), item, family) for i, item in enumerate(value))
            elif key in _NAMED:
                waiting.extend(Spot(spot.child(key, name), item) for name, item in value.items())


def iter_parts(document: Document, schema: Any, keywords: Iterable[str] = PARTS) -> Iterator[dict[str, Any]]:
    """The schema, its targets, and their parts that describe the same value, each once."""
    keywords = tuple(keywords)
    seen: set[int] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop(0)
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        if "$ref" in part:
            waiting.append(document.schema(part["$ref"]))
        for keyword in keywords:
            waiting.extend(part.get(keyword, ()))


def fragment_of(value: Any, reference: str) -> Any:
    """The part of a document (as plain values) that the fragment of a reference leads to."""
    for token in tokens_of(unquote(reference.partition("#")[2])):
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value
