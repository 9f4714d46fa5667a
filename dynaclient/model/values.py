"""Operations and their parts as frozen values, named as in the OpenAPI Specification 3.1.

A `schema` is a plain mapping in the normal form; follow its references with `document.resolve`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._support.record import made, record
from .._support.wording import clean, shown
from ..document.names import WHOLE, sent_method
from ..types import MISSING, JSONObject, Location

if TYPE_CHECKING:
    from ..document import Document
    from ..document.outgoing import OutgoingEntry
    from .media_types import Framing

Type = str | tuple[str, ...] | None
"""A JSON type, several of them, or None if the schema has none."""


@record
class Encoding:
    """How one property or part of a body is written. If `style` is None, the property's type decides.

    Attributes:
        whole: whether a list is written in the content type as one value; by default each of its items is.
        encoding: how the members of its value are written, if that is a form.
        prefix, rest: how the parts of its value are written, by position, if that is a multipart body.
    """

    content_type: str | None = None
    style: str | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: Mapping[str, JSONObject] = made(dict)
    whole: bool = False
    encoding: Mapping[str, Encoding] = made(dict)
    prefix: tuple[Encoding, ...] = ()
    rest: Encoding | None = None

    @staticmethod
    def of(raw: Mapping[str, Any]) -> Encoding:
        """The value of an Encoding Object in its normal form, with those that are nested in it."""
        return Encoding(
            raw.get("contentType"),
            raw.get("style"),
            raw.get("explode"),
            raw.get("allowReserved", False),
            raw.get("headers", {}),
            raw.get(WHOLE, False),
            {name: Encoding.of(item) for name, item in raw["encoding"].items()} if "encoding" in raw else {},
            tuple(map(Encoding.of, raw.get("prefixEncoding", ()))),
            Encoding.of(raw["itemEncoding"]) if "itemEncoding" in raw else None,
        )


@record
class Parameter:
    """One parameter of an operation.

    Attributes:
        name: the name on the wire.
        python_name: the name as a keyword argument; unique within the operation.
        location: path, query, querystring (its value is the whole query), header or cookie.
        content: the media type of its value, if the document gives one instead of a style.
        encoding: how the members of its value are written, if that is a form: the whole query may be one.
        default: the schema's default, or `MISSING`; the server assumes it, so it is not sent.
        example: the document's first example, or `MISSING`.
        pointer: the place of its schema, as a reference into the document.
        null_text: the text that None is sent as (`x-null` of a query parameter); without one None is not sent.
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
    null_text: str | None = None
    encoding: Mapping[str, Encoding] = made(dict)

    @property
    def must_be_given(self) -> bool:
        """Whether a call without it is refused: its default replaces it, but never in a path (`schema.policy`)."""
        return self.required and (self.default is MISSING or self.location == "path")

    def __repr__(self) -> str:
        kind = " or ".join(self.type) if isinstance(self.type, tuple) else self.type or "any"
        default = "" if self.default is MISSING else f" = {shown(self.default)}"
        required = ", required" if self.required else ""
        return clean(f"<Parameter {self.name}: {kind}{default} in {self.location}{required}>")


@record
class ItemRules:
    """What a document says about the items of a body that is a sequence of them.

    Attributes:
        framing: how the items follow each other, as that of `MediaFamily`.
        schema: what fits each item, or None.
        pointer: the place of that schema, as a reference into the document.
        whole: the schema of the list of all items, if the document has one.
        whole_pointer: its place.
        prefix: how the first parts of a multipart body are written.
        rest: how the parts after those are written; None for the standard's defaults.
    Source: OAS 3.2.0 Media Type Object, `itemSchema`, `prefixEncoding`, `itemEncoding`.
    """

    framing: Framing
    schema: JSONObject | None = None
    pointer: str = ""
    whole: JSONObject | None = None
    whole_pointer: str = ""
    prefix: tuple[Encoding, ...] = ()
    rest: Encoding | None = None

    def encoding_at(self, index: int) -> Encoding | None:
        """How the part at an index is written. Source: OAS 3.2.0 "Encoding By Position"."""
        return self.prefix[index] if index < len(self.prefix) else self.rest


@record
class MediaType:
    """The content of a body in one media type.

    Attributes:
        schema: None if the document has none. Of a sequence it describes the list of its items, or one event of a
            stream of events; if the document describes the items alone, it is made of that.
        examples: values by name; a single `example` is named "example".
        items: what the document says about the items, if the body is a sequence and they are not written by name.
    """

    name: str
    schema: JSONObject | None = None
    encoding: Mapping[str, Encoding] = made(dict)
    examples: Mapping[str, Any] = made(dict)
    pointer: str = ""
    items: ItemRules | None = None

    def __repr__(self) -> str:
        return clean(f"<MediaType {self.name}>")


@record
class RequestBody:
    """The body of an operation's request, by media type in the document's order.

    Attributes:
        name: the name by which it can be passed, as a 2.0 body parameter has one, or "".
    """

    required: bool
    content: Mapping[str, MediaType]
    description: str = ""
    name: str = ""

    def __repr__(self) -> str:
        return clean(f"<RequestBody {', '.join(self.content)}{', required' if self.required else ''}>")


@record
class DeclaredResponse:
    """The document's description of responses with one status: `200`, `4XX` or `default`.

    Attributes:
        summary: a few words; "" before OpenAPI 3.2.
        links: the calls that can follow, by name.
    """

    status: str
    description: str = ""
    content: Mapping[str, MediaType] = made(dict)
    headers: Mapping[str, JSONObject] = made(dict)
    summary: str = ""
    links: Mapping[str, Link] = made(dict)

    def __repr__(self) -> str:
        return clean(f"<DeclaredResponse {self.status}: {', '.join(self.content) or 'no content'}>")


@record
class ServerVariable:
    """A variable in a server's URL."""

    default: str
    enum: tuple[str, ...] = ()
    description: str = ""


@record
class Link:
    """A call that can follow an answer; `response.links` has it with the values of that answer.

    Attributes:
        operation_id: the operation that it leads to; "" if the document has none.
        parameters: constants and runtime expressions by name, which may begin with the location: `path.id`.
        request_body: a constant or a runtime expression, or `MISSING`.
        server: the server to call, if it is not the operation's own.
        operation_ref: the reference that names the operation, as it is written, or "".
        pointer: the place of the link, as a reference into the document.
        unfound: why the document has no such operation, in a sentence, or "".
    """

    name: str
    operation_id: str = ""
    parameters: Mapping[str, Any] = made(dict)
    request_body: Any = MISSING
    server: Server | None = None
    description: str = ""
    operation_ref: str = ""
    pointer: str = ""
    unfound: str = ""

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={shown(value)}" for name, value in self.parameters.items())
        return clean(f"<Link {self.name} → {self.operation_id or 'nothing'}({values})>")


@record
class Server:
    """A base URL, which may contain `{variables}` and may be relative to the document's URL.

    Attributes:
        name: by which it can be chosen, or "" (OAS 3.2.0).
    """

    url: str
    description: str = ""
    variables: Mapping[str, ServerVariable] = made(dict)
    name: str = ""


SecurityRequirement = Mapping[str, tuple[str, ...]]
"""Scheme name → scopes; all schemes are needed together. An empty one means no credentials."""


@record(aside=("_document",))
class Operation:
    """One operation, including what it inherits from its path item and the document.

    Attributes:
        operation_id: the declared id; one made from method and path if none is declared or it is taken.
        python_name: the id in snake case.
        method: as the document writes it: the name of a field of the Path Item ("get"), or a key of its
            `additionalOperations` ("COPY").
        path: the key in `paths`, with its template expressions.
        responses: the declared responses, by status.
        security: the alternatives in order; empty if no credentials are needed.
        servers: the operation's own, its path's, or the document's.
        pointer: the place of the operation, as a reference into the document.
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

    @property
    def sent_method(self) -> str:
        """The method as it is sent: "GET", "COPY"."""
        return sent_method(self.method)

    @property
    def callbacks(self) -> Mapping[str, OutgoingEntry]:
        """What the API sends after a call, by the name of the callback. Source: OAS 3.1.1 Callback Object."""
        document: Document | None = getattr(self, "_document", None)
        entry = document.entries.get(self.operation_id) if document is not None else None
        is_own = document is not None and entry is not None and entry.pointer == self.pointer
        return document.callbacks(self.operation_id) if document is not None and is_own else {}

    def __repr__(self) -> str:
        summary = f": {self.summary}" if self.summary else ""
        return clean(f"<Operation {self.operation_id} {self.sent_method} {self.path}{summary}>")

    def _repr_html_(self) -> str:
        from .display import operation_html

        return operation_html(self)

    def parameter(self, name: str, location: str | None = None) -> Parameter:
        """The parameter with this wire name; KeyError if there is none, or several and no location is given."""
        found = [p for p in self.parameters if p.name == name and location in (None, p.location)]
        if len(found) != 1:
            raise KeyError(f"{self.operation_id} has {len(found)} parameters named {name!r}")
        return found[0]
