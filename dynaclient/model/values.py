"""Operations and all they are made of, as frozen values. The nouns are those of the OpenAPI Specification 3.1.

A `schema` is a plain mapping in the 3.1 form; its references are followed with `document.resolve`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.record import made, record
from .._support.wording import shown
from ..types import MISSING, JSONObject, Location

Type = str | tuple[str, ...] | None
"""A JSON type, several of them, or None where the schema says nothing."""


@record
class Parameter:
    """One parameter of an operation.

    Attributes:
        name: as it stands on the wire.
        python_name: as a keyword argument; unique within the operation.
        location: path, query, header or cookie.
        content: the media type its value is written in, where the document says so instead of a style.
        default: the schema's default, or `MISSING`; a default is what the server assumes and is not sent.
        example: the first example that the document gives, or `MISSING`.
        pointer: where its schema stands, as a reference into the document.
    """

    name: str
    python_name: str
    location: Location
    required: bool
    schema: JSONObject
    type: Type = None
    default: Any = MISSING
    enum: tuple[Any, ...] | None = None
    example: Any = MISSING
    style: str = "simple"
    explode: bool = False
    allow_reserved: bool = False
    allow_empty_value: bool = False
    content: str | None = None
    description: str = ""
    deprecated: bool = False
    pointer: str = ""

    def __repr__(self) -> str:
        kind = " or ".join(self.type) if isinstance(self.type, tuple) else self.type or "any"
        default = "" if self.default is MISSING else f" = {shown(self.default)}"
        return f"<Parameter {self.name}: {kind}{default} in {self.location}{', required' if self.required else ''}>"


@record
class Encoding:
    """How one property of a form body is written. `style` None means: by the property's type."""

    content_type: str | None = None
    style: str | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: Mapping[str, JSONObject] = made(dict)


@record
class MediaType:
    """What a body of one media type holds.

    Attributes:
        schema: None where the document says nothing.
        examples: values by name; a single `example` has the name "example".
    """

    name: str
    schema: JSONObject | None = None
    encoding: Mapping[str, Encoding] = made(dict)
    examples: Mapping[str, Any] = made(dict)
    pointer: str = ""

    def __repr__(self) -> str:
        return f"<MediaType {self.name}>"


@record
class RequestBody:
    """The body of an operation's request, by media type in the document's order."""

    required: bool
    content: Mapping[str, MediaType]
    description: str = ""

    def __repr__(self) -> str:
        return f"<RequestBody {', '.join(self.content)}{', required' if self.required else ''}>"


@record
class DeclaredResponse:
    """The document's description of the answers with one status: `200`, `4XX` or `default`."""

    status: str
    description: str = ""
    content: Mapping[str, MediaType] = made(dict)
    headers: Mapping[str, JSONObject] = made(dict)

    def __repr__(self) -> str:
        return f"<DeclaredResponse {self.status}: {', '.join(self.content) or 'no content'}>"


@record
class ServerVariable:
    """A variable in a server's URL."""

    default: str
    enum: tuple[str, ...] = ()
    description: str = ""


@record
class Server:
    """A base URL, perhaps with `{variables}`, perhaps relative to the document's own address."""

    url: str
    description: str = ""
    variables: Mapping[str, ServerVariable] = made(dict)


SecurityRequirement = Mapping[str, tuple[str, ...]]
"""Scheme names with the scopes needed, all of them together; an empty one means no credentials."""


@record
class Operation:
    """One operation, with all that it inherits from its path item and the document.

    Attributes:
        operation_id: the declared id, or the one made of method and path where none is declared or it is taken.
        python_name: the id in snake case.
        method: in lower case, as the document writes it.
        path: the key in `paths`, templates and all.
        responses: what the document says of answers, by status.
        security: the alternatives in order; none means that no credentials are needed.
        servers: the operation's own, its path's, or the document's.
        pointer: where it stands, as a reference into the document.
        extensions: the `x-…` fields.
    """

    operation_id: str
    python_name: str
    method: str
    path: str
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    request_body: RequestBody | None = None
    responses: Mapping[str, DeclaredResponse] = made(dict)
    security: tuple[SecurityRequirement, ...] = ()
    servers: tuple[Server, ...] = ()
    deprecated: bool = False
    pointer: str = ""
    extensions: Mapping[str, Any] = made(dict)

    def __repr__(self) -> str:
        summary = f": {self.summary}" if self.summary else ""
        return f"<Operation {self.operation_id} {self.method.upper()} {self.path}{summary}>"

    def _repr_html_(self) -> str:
        from .display import operation_html

        return operation_html(self)

    def parameter(self, name: str, location: str | None = None) -> Parameter:
        """The parameter of this wire name; KeyError when there is none, or more than one and no location."""
        found = [p for p in self.parameters if p.name == name and location in (None, p.location)]
        if len(found) != 1:
            raise KeyError(f"{self.operation_id} has {len(found)} parameters named {name!r}")
        return found[0]
