"""Turn a response body into typed values with openapi-core, which is imported on first use."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from ..document import Document
from ..document.names import ADDITIONAL
from ..document.pointer import pointer_to
from ..document.walk import DATA, NAMED
from ..errors import InvalidResponse, Violation
from ..model.excerpt import excerpt
from ..model.media_types import family_of
from ..types import ResponseLike

_HOST = "http://localhost"

_METHOD = "post"
"""Under which openapi-core gets every operation: it finds none of the `additionalOperations`."""


@dataclass(frozen=True)
class _Request:
    """The request by which openapi-core finds the operation."""

    path: str
    method: str
    host_url: str = _HOST
    content_type: str = ""
    body: bytes | None = None
    parameters: Any = None

    @property
    def full_url_pattern(self) -> str:
        return self.host_url + self.path

    @property
    def path_pattern(self) -> str:
        return self.path


@dataclass(frozen=True)
class _Answer:
    status_code: int
    data: bytes
    content_type: str
    headers: dict[str, Any] = field(default_factory=dict)


_MODEL = "dynaclient.response.models.Model"

_readers: WeakKeyDictionary[Document, dict[str, tuple[Any, str]]] = WeakKeyDictionary()
"""By document and operation: openapi-core's reader, and the path of the operation in it."""


def unmarshal(document: Document, response: ResponseLike) -> Any:
    """The typed value of a response's body.

    Raises:
        InvalidResponse: the body does not fit the document.
    """
    operation = response.operation
    reader, path = _reader(document, operation.operation_id)
    request = _Request(path, _METHOD)
    content = response.content
    if content and family_of(response.content_type).name == "xml":  # openapi-core reads its value as JSON
        content = json.dumps(response.data).encode()
    answer = _Answer(response.status_code, content, response.content_type)
    try:
        result = reader.unmarshal_response(request, answer)
        errors = list(result.errors)
    except Exception as error:  # noqa: BLE001  # openapi-core may raise anything on a faulty document
        errors = [error]
    if errors:
        found = [_violation(item, response) for error in errors for item in _reasons(error)]
        if not response.content:
            found = [Violation("body", "/body", "type", "the body is empty")]
        raise InvalidResponse(violations=found, response=response, operation_id=operation.operation_id)
    return result.data


def _reader(document: Document, operation_id: str) -> tuple[Any, str]:
    known = _readers.setdefault(document, {})
    if operation_id not in known:
        from openapi_core import Config, OpenAPI
        from openapi_core.unmarshalling.response.unmarshallers import V31ResponseDataUnmarshaller

        described = excerpt(document, operation_id, server=_HOST, finish=with_model)
        config = Config(
            spec_validator_cls=None,  # type: ignore[arg-type]  # the excerpt was read tolerantly already
            extra_media_type_deserializers=dict.fromkeys(_xml_types(document, operation_id), _json),
            response_unmarshaller_cls=V31ResponseDataUnmarshaller,
        )
        (path, item), *_ = described["paths"].items()
        (operation,) = item.get(ADDITIONAL, item).values()
        described["paths"] = {path: {_METHOD: operation}}
        known[operation_id] = OpenAPI.from_dict(described, config=config), path
    return known[operation_id]


def _xml_types(document: Document, operation_id: str) -> set[str]:
    responses = document.operation(operation_id).get("responses", {}).values()
    return {name for answer in responses for name in answer.get("content", {}) if family_of(name).name == "xml"}


def _json(content: bytes, **_: Any) -> Any:
    return json.loads(content)


def with_model(schema: dict[str, Any]) -> dict[str, Any]:
    """Name the class of a schema's objects, if it declares members; turn boolean schemas in it into objects.

    openapi-core reads the class from `x-model-path`; objects without declared members become dicts. It reads no
    `nullable`, which 3.1 documents have left over.
    """
    if isinstance(schema.get("discriminator"), dict) and "defaultMapping" in schema["discriminator"]:
        del schema["discriminator"]  # openapi-core knows no default: whatever alternative fits is meant
        if "anyOf" not in schema and "oneOf" in schema:
            schema["anyOf"] = schema.pop("oneOf")
    if schema.get("nullable") is True and "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        schema["type"] = list(dict.fromkeys([*kinds, "null"]))
    for key, item in schema.items():
        if key in ("schema", "items"):
            schema[key] = _spelt_out(item)
        elif key in NAMED and isinstance(item, dict):
            schema[key] = {name: _spelt_out(inner) for name, inner in item.items()}
        elif isinstance(item, list) and key not in DATA:
            schema[key] = [_spelt_out(inner) for inner in item]
    if not schema.keys().isdisjoint(("properties", "allOf", "anyOf", "oneOf")):
        schema["x-model-path"] = _MODEL
    return schema


def _spelt_out(schema: Any) -> Any:
    """A boolean schema as an object, the only form that openapi-core reads; anything else unchanged."""
    return ({} if schema else {"not": {}}) if isinstance(schema, bool) else schema


def _reasons(error: Any) -> list[Any]:
    return list(getattr(error.__cause__, "schema_errors", None) or [error])


def _violation(error: Any, response: ResponseLike) -> Violation:
    path = pointer_to(getattr(error, "absolute_path", ()))
    keyword = getattr(error, "validator", None) or "unknown"
    text = getattr(error, "message", None) or str(error) or type(error).__name__
    return Violation("body", f"/body{path}", keyword, response.masked(text), getattr(error, "instance", None))
