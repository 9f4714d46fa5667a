"""Valid arguments for any operation of any document, made from its schemas by the sandbox's own generator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from dynaclient.document import Document
from dynaclient.document.operation_form import NEVER_DEMANDED
from dynaclient.model import MediaType, Operation, Parameter
from dynaclient.sandbox.media import kind_of_media
from dynaclient.sandbox.values import Values
from dynaclient.schema.view import holds_file, properties_of
from dynaclient.types import MISSING
from dynaclient.xml import Unwritable, write

FILE = ("sample.bin", b"\x00\x01 sample \r\n\xff", "application/octet-stream")
"""What is sent wherever a file belongs: a name, bytes that no text decoding survives, a media type."""

_OF_A_VERSION = ("if-match", "if-unmodified-since")
"""Headers that a server refuses by 412 unless they name the version that it holds, which no sample knows."""


class CannotSample(Exception):
    """No valid value is known for a part of the operation; the text says which and why."""


def sample_arguments(
    document: Document, operation: Operation, rng: Random, *, values: Values | None = None, optional: bool = False
) -> tuple[dict[str, Any], Any]:
    """Arguments that the document calls valid.

    Args:
        values: the generator, to share what it has compiled; one of these serves a whole document.
        optional: whether optional parameters and an optional body are given too.

    Returns:
        Parameters under names with their location (`path:id`), and the body or `MISSING`. Files are (name, bytes,
        type) tuples; everything else is a JSON value.

    Raises:
        CannotSample: there is no valid value for a required part.
    """
    values = values or Values(document, rng.randint(0, 1 << 30))
    params: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.location == "header" and parameter.name.lower() in (*NEVER_DEMANDED, *_OF_A_VERSION):
            continue
        if parameter.required or optional:
            value = sample_parameter(values, operation, parameter, rng)
            if value is MISSING and parameter.required:
                raise CannotSample(f"{operation.operation_id}: {parameter.location} {parameter.name}")
            if value is not MISSING:
                params[f"{parameter.location}:{parameter.name}"] = value
    body: Any = MISSING
    request_body = operation.request_body
    if request_body is not None and request_body.content and (request_body.required or optional):
        media_type = preferred(document, request_body.content)
        body = sample_body(document, values, operation, media_type, rng)
        if body is MISSING:
            raise CannotSample(f"{operation.operation_id}: body as {media_type.name}")
    return params, body


def preferred(document: Document, content: Mapping[str, MediaType]) -> MediaType:
    """The media type that a sample is made for: JSON where there is some without a file, else the first."""
    others = [item for item in content.values() if not _is_json(item.name)]
    for item in content.values():
        if _is_json(item.name):
            has_file = any(holds_file(document, inner) for inner in properties_of(document, item.schema).values())
            return others[0] if has_file and others else item
    return others[0]


def _is_json(name: str) -> bool:
    return kind_of_media(name) == "json" or name in ("*/*", "application/*")


def sample_parameter(values: Values, operation: Operation, parameter: Parameter, rng: Random) -> Any:
    """A valid value that can stand where the parameter stands: never an empty path segment or an empty list."""
    examples = [] if parameter.example is MISSING else [parameter.example]
    key = f"{operation.operation_id}/{parameter.location}/{parameter.name}"
    for attempt in range(12):
        examples = [example for example in examples if is_sendable(parameter, example)] if attempt == 0 else []
        made = values.value if attempt == 0 else values.made
        options: dict[str, Any] = {"examples": examples} if attempt == 0 else {}
        value = made(parameter.schema, "request", key=f"{key}/{attempt}", rng=rng if attempt else None, **options)
        if value is not MISSING and is_sendable(parameter, value):
            return value
    return MISSING


def is_sendable(parameter: Parameter, value: Any) -> bool:
    """Whether a value can be sent in its location: empty values, or non-Latin-1 text in a header, cannot."""
    if value is None or value in ("", [], {}):
        return False
    if parameter.location == "path":
        return value not in (".", "..")
    if parameter.location == "header":
        text = str(value)
        return text.isascii() and text == text.strip() and not any(c in text for c in "\r\n\0")
    return True


def sample_body(document: Document, values: Values, operation: Operation, media_type: MediaType, rng: Random) -> Any:
    """A body for one media type: a JSON value, a mapping of fields, text or bytes."""
    kind = "json" if _is_json(media_type.name) else kind_of_media(media_type.name)
    if media_type.schema is None:
        return {"json": {}, "form": {}, "multipart": {}, "text": "sample"}.get(kind, FILE[1])
    key = f"{operation.operation_id}/body/{media_type.name}"
    if kind == "binary":
        return FILE[1]
    if kind in ("multipart", "form"):  # examples of forms show files as text
        body = values.made(media_type.schema, "request", key=key)
        if not isinstance(body, dict):
            return body
        return with_files(document, media_type, without_empties(values, media_type, body))
    body = values.value(media_type.schema, "request", key=key, examples=media_type.examples.values())
    if kind == "xml" and not is_writable_as_xml(document, media_type.schema, body):
        return "<sample/>"
    return str(body) if kind == "text" and not isinstance(body, str) else body


def is_writable_as_xml(document: Document, schema: Any, value: Any) -> bool:
    """Whether XML has a form for a made value, whose undeclared names may be no names of elements."""
    try:
        write(document, schema, value)
    except Unwritable:
        return False
    return True


def without_empties(values: Values, media_type: MediaType, body: dict[str, Any]) -> dict[str, Any]:
    """A form without empty lists and objects, which leave no trace on the wire, as far as it stays valid."""
    for _ in range(8):
        places = [(node, key) for node, key, item in _members(body) if item in ([], {})]
        removed = False
        for node, key in reversed(places):
            before = node[key]
            del node[key]
            if values.is_valid(media_type.schema, body, "request"):
                removed = True
            elif isinstance(node, list):
                node.insert(key, before)
            else:
                node[key] = before
        if not removed:
            break
    return body


def _members(value: Any) -> Iterator[tuple[Any, Any, Any]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(members):
        yield value, key, item
        yield from _members(item)


def with_files(document: Document, media_type: MediaType, body: dict[str, Any]) -> dict[str, Any]:
    """A form with a file in each field that holds one."""
    properties = properties_of(document, media_type.schema)
    out = dict(body)
    for name, value in body.items():
        if name in properties and holds_file(document, properties[name]):
            out[name] = [FILE] * len(value) if isinstance(value, list) else FILE
    return out
