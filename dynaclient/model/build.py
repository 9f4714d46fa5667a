"""Build the frozen values of the model from Operation Objects in their normal form, which has no broken parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..document import Document
from ..document.names import BODY_NAME, NULL_TEXT, POINTER, UNFOUND
from ..document.place import Entry
from ..schema.view import SchemaView, types_of, view
from ..types import MISSING
from .media_types import family_of
from .naming import python_name, snake_case
from .schemes import OAuthFlow, SecurityScheme
from .values import (
    DeclaredResponse,
    Encoding,
    Link,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    SecurityRequirement,
    Server,
    ServerVariable,
    Type,
)


def build_operation(document: Document, operation_id: str) -> Operation:
    """The operation with this id, which must be in `document.entries`. It knows its document, for notebooks."""
    return operation_of(document, document.entries[operation_id], document.operation(operation_id))


def operation_of(document: Document, entry: Entry, raw: Mapping[str, Any]) -> Operation:
    """The operation that an Operation Object in the normal form describes, with the names and the place of an entry."""
    operation_id = entry.operation_id
    body = raw.get("requestBody")
    operation = Operation(
        operation_id=operation_id,
        python_name=snake_case(operation_id),
        method=entry.method,
        path=entry.path,
        summary=raw.get("summary", ""),
        description=raw.get("description", ""),
        tags=tuple(raw["tags"]),
        parameters=_parameters(document, raw["parameters"]),
        request_body=None if body is None else _request_body(document, body),
        responses={status: _response(document, status, item) for status, item in raw["responses"].items()},
        security=_security(raw.get("security", document.security)),
        servers=tuple(read_servers(raw.get("servers") or document.servers)),
        deprecated=raw["deprecated"],
        pointer=entry.pointer,
        extensions={key: value for key, value in raw.items() if key.startswith("x-")},
    )
    object.__setattr__(operation, "_document", document)
    return operation


def _parameters(document: Document, raw: Iterable[Mapping[str, Any]]) -> tuple[Parameter, ...]:
    items = list(raw)
    names = [python_name(item["name"]) for item in items]
    taken: set[str] = set()
    out = []
    for item, name in zip(items, names, strict=True):
        if names.count(name) > 1:  # the same name in two locations: add the location
            name = f"{item['in']}_{name}"
        while name in taken:
            name += "_"
        taken.add(name)
        out.append(_parameter(document, item, name))
    return tuple(out)


def _parameter(document: Document, raw: Mapping[str, Any], name: str) -> Parameter:
    content = next(iter(raw["content"]), None) if "content" in raw else None
    media_type = raw["content"][content] if content is not None else {}
    schema = as_mapping(media_type.get("schema", raw.get("schema", {})))
    described = view(document, schema)
    return Parameter(
        name=raw["name"],
        python_name=name,
        location=raw["in"],
        required=raw["required"],
        schema=schema,
        type=_type(document, schema),
        default=described.default,
        enum=described.constants or None,
        example=_first_example(raw, described),
        style=raw.get("style", "simple"),
        explode=raw.get("explode", False),
        allow_reserved=raw.get("allowReserved", False),
        allow_empty_value=raw.get("allowEmptyValue", False),
        content=content,
        description=raw.get("description", ""),
        deprecated=raw["deprecated"],
        pointer=media_type.get(POINTER, raw.get(POINTER, "")),
        null_text=raw.get(NULL_TEXT),
        encoding={key: Encoding.of(item) for key, item in media_type.get("encoding", {}).items()},
    )


def as_mapping(schema: Any) -> Mapping[str, Any]:
    """A schema as a mapping: `true` is `{}`, `false` is `{"not": {}}`. Source: JSON Schema 2020-12 core, 4.3.2."""
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    return schema  # type: ignore[no-any-return]


def _type(document: Document, schema: Any) -> Type:
    types = types_of(document, schema)
    return types[0] if len(types) == 1 else types or None


def _first_example(raw: Mapping[str, Any], described: SchemaView) -> Any:
    return next(iter((*_examples(raw).values(), *described.examples)), MISSING)


def _examples(raw: Mapping[str, Any], media_type: str = "") -> dict[str, Any]:
    out = {"example": raw["example"]} if "example" in raw else {}
    for name, item in raw.get("examples", {}).items():
        if (value := _value_of(item, media_type)) is not MISSING:
            out[name] = value
    return out


def _value_of(example: Mapping[str, Any], media_type: str) -> Any:
    """The value of an Example Object, or `MISSING`: one that is elsewhere has none, nor one in a form with no reader.

    Args:
        media_type: of the body that it is an example of; "" for a parameter.
    Source: OAS 3.2.0 Example Object.
    """
    value = example.get("value", example.get("dataValue", MISSING))
    written = example.get("serializedValue")
    if value is not MISSING or not media_type or not isinstance(written, str):
        return value
    holds = family_of(media_type).holds
    if holds != "json":
        return written if holds == "text" else MISSING
    import json

    try:
        return json.loads(written)
    except ValueError:
        return MISSING


def _request_body(document: Document, raw: Mapping[str, Any]) -> RequestBody:
    content = _content(document, raw["content"])
    return RequestBody(raw["required"], content, raw.get("description", ""), raw.get(BODY_NAME, ""))


def _content(document: Document, raw: Mapping[str, Any]) -> dict[str, MediaType]:
    return {name: _media_type(document, name, item) for name, item in raw.items()}


_SCHEMAS = ("schema", "itemSchema")


def _media_type(document: Document, name: str, raw: Mapping[str, Any]) -> MediaType:
    if family_of(name).framing:
        from .sequences import sequence_of, whole_schema  # most bodies are JSON

        rules = sequence_of(document, name, raw, *(as_mapping(raw[word]) if word in raw else None for word in _SCHEMAS))
        if rules is not None:
            schema, pointer = whole_schema(rules)
            return MediaType(name, schema, examples=_examples(raw, name), pointer=pointer, items=rules)
    return MediaType(
        name=name,
        schema=as_mapping(raw["schema"]) if "schema" in raw else None,
        encoding={key: Encoding.of(item) for key, item in raw.get("encoding", {}).items()},
        examples=_examples(raw, name),
        pointer=raw.get(POINTER, ""),
    )


def _response(document: Document, status: str, raw: Mapping[str, Any]) -> DeclaredResponse:
    return DeclaredResponse(
        status,
        raw.get("description", ""),
        _content(document, raw.get("content", {})),
        raw.get("headers", {}),
        raw.get("summary", ""),
        {name: _link(name, item) for name, item in raw["links"].items()} if "links" in raw else {},
    )


def _link(name: str, raw: Mapping[str, Any]) -> Link:
    return Link(
        name,
        raw.get("operationId", ""),
        raw.get("parameters", {}),
        raw.get("requestBody", MISSING),
        next(iter(read_servers([raw["server"]])), None) if "server" in raw else None,
        raw.get("description", ""),
        raw.get("operationRef", ""),
        raw.get(POINTER, ""),
        raw.get(UNFOUND, ""),
    )


def _security(raw: Iterable[Mapping[str, list[str]]] | None) -> tuple[SecurityRequirement, ...]:
    return tuple({name: tuple(map(str, scopes)) for name, scopes in item.items()} for item in raw or ())


def root_security(document: Document) -> tuple[SecurityRequirement, ...]:
    """The alternatives of the document's root, which apply to an operation without its own."""
    return _security(document.security)


def root_servers(document: Document) -> tuple[Server, ...]:
    """The servers of the document's root."""
    return tuple(read_servers(document.servers))


def build_security_schemes(document: Document) -> dict[str, SecurityScheme]:
    """The security schemes by name."""
    return {
        name: SecurityScheme(
            key=name,
            type=str(raw.get("type", "")),
            location=str(raw.get("in", "")),
            parameter=str(raw.get("name", "")),
            scheme=str(raw.get("scheme") or raw.get("x-amazon-apigateway-authtype", "")).lower(),
            description=str(raw.get("description", "")),
            flows=_flows(raw["flows"]) if "flows" in raw else (),
            openid_connect_url=_text(raw, "openIdConnectUrl"),
            metadata_url=_text(raw, "oauth2MetadataUrl"),
            address=document.address,
            deprecated=raw.get("deprecated") is True,
        )
        for name, raw in document.security_schemes.items()
    }


def secret_names(document: Document) -> frozenset[str]:
    """The names of the headers, query parameters and cookies that carry credentials, in lower case."""
    places = (scheme.place for scheme in build_security_schemes(document).values())
    return frozenset(place[1].lower() for place in places if place is not None and place[1])


def _flows(raw: Any) -> tuple[OAuthFlow, ...]:
    return tuple(
        OAuthFlow(
            str(name),
            _text(flow, "authorizationUrl"),
            _text(flow, "tokenUrl"),
            _text(flow, "refreshUrl"),
            _text(flow, "deviceAuthorizationUrl"),
            tuple(map(str, scopes)) if isinstance(scopes := flow.get("scopes"), Mapping) else (),
        )
        for name, flow in (raw.items() if isinstance(raw, Mapping) else ())
        if isinstance(flow, Mapping)
    )


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    return value.strip() if isinstance(value, str) else ""


MADE_UP = "sandbox-key"
"""A credential for a server that takes any, such as the sandbox."""


def made_up_credentials(document: Document) -> dict[str, Any]:
    """Something for every security scheme of a document, for a server that takes whatever is not empty."""
    found: dict[str, Any] = {}
    for name, scheme in build_security_schemes(document).items():
        texts = [MADE_UP for _ in scheme.kind.parts]
        if texts:
            found[name] = texts[0] if len(texts) == 1 else tuple(texts)
    return found


def read_servers(raw: Iterable[Any]) -> Iterable[Server]:
    """Server Objects as values."""
    for item in raw:
        table = item.get("variables")
        variables = {
            str(name): ServerVariable(
                str(variable.get("default", "")),
                tuple(map(str, enum)) if isinstance(enum := variable.get("enum"), list) else (),
                str(variable.get("description", "")),
            )
            for name, variable in (table.items() if isinstance(table, Mapping) else ())
            if isinstance(variable, Mapping)
        }
        name = item.get("name")
        yield Server(item["url"], str(item.get("description", "")), variables, name if isinstance(name, str) else "")
