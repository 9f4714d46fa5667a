"""The links of an answer: Link Objects with their runtime expressions evaluated, as calls that are ready to be made.

Where an expression has no value, its parameter is not passed, and the call is refused if it needs it.
Source: OAS 3.2.0 Link Object and "Runtime Expressions".
"""

# ruff: noqa: SLF001  # written as a part of the response

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .._support.wording import clean, did_you_mean, shown
from ..document.runtime_expressions import Exchange, NoValue, Unknowable, evaluated
from ..errors import LinkError, UndecodableBody
from ..model import Link, Server
from ..model.media_types import declared_for, family_of
from ..request.values import LOCATIONS
from ..types import MISSING
from .decoders import decode
from .sent_values import path_values, query_values

if TYPE_CHECKING:
    import requests


class PreparedLink:
    """A call that can follow an answer, with the values that it takes from the answer and from its request.

    Attributes:
        name: the name of the link.
        link: the Link Object.
        arguments: by name, with the location in front (`path:id`) where it is known.
        body: the body of the call, or `MISSING`.
        missing: the parameters (and `body`) whose expressions have no value, each with what is missing.
    """

    def __init__(self, link: Link, response: Any) -> None:
        self.name = link.name
        self.link = link
        self.arguments: dict[str, Any] = {}
        self.body: Any = MISSING
        self.missing: dict[str, NoValue] = {}
        self._response = response
        exchange = exchange_of(response)
        parameters = response.document.operation(link.operation_id)["parameters"] if link.operation_id else ()
        for name, given in link.parameters.items():
            key = qualified(name, parameters)
            try:
                value = evaluated(given, exchange)
            except NoValue as error:
                self.missing[key] = error
                continue
            if value is None:
                self.missing[key] = NoValue(str(given), "it is null")
            else:
                self.arguments[key] = value
        if link.request_body is not MISSING:
            try:
                self.body = evaluated(link.request_body, exchange)
            except NoValue as error:
                self.missing["body"] = error

    @property
    def operation_id(self) -> str:
        """The operation that it leads to; "" if the document has none."""
        return self.link.operation_id

    @property
    def description(self) -> str:
        """What the document says about it."""
        return self.link.description

    @property
    def server(self) -> Server | None:
        """The server to call, if it is not the operation's own."""
        return self.link.server

    def __call__(self, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **changes: Any) -> Any:
        """Make the call; see `Response.follow`."""
        return self._response.follow(self.name, params, body=body, **changes)

    def prepare(
        self, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **changes: Any
    ) -> requests.PreparedRequest:
        """The request of the call, with its credentials. Sends nothing."""
        from ..request.values import Arguments

        prepared: requests.PreparedRequest = self._response._maker()._prepared_link(
            self._response, self.name, Arguments(params, body, changes)
        )
        return prepared

    def __repr__(self) -> str:
        values = [f"{name}={shown(value)}" for name, value in self.arguments.items()]
        values += [f"body={shown(self.body)}"] if self.body is not MISSING else []
        values += [f"{name} missing" for name in self.missing]
        masked: str = self._response.masked(
            f"<link {self.name} → {self.operation_id or 'nothing'}({', '.join(values)})>"
        )
        return masked


class Links(Mapping[str, PreparedLink]):
    """Name → `PreparedLink`: the links that the document declares for the status of an answer."""

    def __init__(self, declared: Mapping[str, Link], response: Any) -> None:
        self._declared = declared
        self._response = response

    def __getitem__(self, name: str) -> PreparedLink:
        if name not in self._declared:
            raise self.unknown(name)
        return PreparedLink(self._declared[name], self._response)

    def unknown(self, name: str) -> LinkError:
        """The error for a link that is not declared."""
        names = [*self._declared]
        hint = did_you_mean(str(name), names) or (f" It declares {', '.join(names)}." if names else "")
        what = f"the document declares no link {name!r} for status {self._response.status_code}"
        return LinkError(f"{what}.{hint}", operation_id=self._response.operation_id, link=str(name))

    def __contains__(self, name: object) -> bool:
        return name in self._declared

    def __iter__(self) -> Iterator[str]:
        return iter(self._declared)

    def __len__(self) -> int:
        return len(self._declared)

    def __repr__(self) -> str:
        shown_links = ", ".join(f"{name} → {link.operation_id or 'nothing'}" for name, link in self._declared.items())
        return clean(f"<links: {shown_links or 'none'}>")


def qualified(name: str, parameters: Any) -> str:
    """The name of a link's parameter as an argument: `path:id`, from `path.id` or from what the operation declares."""
    places = [item["in"] for item in parameters if item["name"] == name]
    if len(places) == 1:
        return f"{places[0]}:{name}"
    location, dot, rest = name.partition(".")
    return f"{location}:{rest}" if not places and dot and rest and location in LOCATIONS[:-1] else name


def exchange_of(response: Any) -> Exchange:
    """A response and its request, as runtime expressions see them; each part is read when it is asked for."""
    from ..request.server_addresses import without_credentials

    sent, wire = response.request, response.wire
    url = (sent.url if wire is None else wire.url) or ""
    secrets = response._find_secrets()
    method = (sent.method if wire is None else wire.method) or ""
    return Exchange(
        without_credentials(url, secrets), method, response.status_code, _Request(response, url), _Answer(response)
    )


class _Request:
    """The request of an answer. It is the one that the client built: a redirect does not change it."""

    def __init__(self, response: Any, url: str) -> None:
        self._response = response
        self._url = url

    @cached_property
    def headers(self) -> Mapping[str, str]:
        wire = self._response.wire
        found = self._response.request.headers if wire is None else {**self._response.request.headers, **wire.headers}
        return {str(name).lower(): str(value) for name, value in found.items()}

    @cached_property
    def path(self) -> Mapping[str, Any]:
        return path_values(self._response.operation, self._url) or {}

    @cached_property
    def query(self) -> Mapping[str, Any]:
        return query_values(self._response.operation, self._url)

    @cached_property
    def body(self) -> Any:
        wire = self._response.wire
        content = self._response.request.body if wire is None else wire.body
        if isinstance(content, str):
            content = content.encode()
        if content is None or content == b"":
            return MISSING
        if not isinstance(content, bytes):
            raise Unknowable("the body of the request is not kept, since it was sent in pieces")
        kind = self.headers.get("content-type", "")
        if family_of(kind).name == "form":
            from urllib.parse import parse_qs

            fields = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True)
            return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
        try:
            value = decode(content, kind)
            is_xml = isinstance(value, str) and family_of(kind).name == "xml"
            return self._value_of_xml(kind, value) if is_xml else value
        except ValueError as error:
            raise Unknowable(f"the body of the request cannot be read: {error}") from None

    def _value_of_xml(self, kind: str, text: str) -> Any:
        from ..model.xml_content import is_xml_value  # rare
        from ..xml import read

        described = self._response.operation.request_body
        name = None if described is None else declared_for(described.content, kind)
        document, schema = self._response.document, None if name is None else described.content[name].schema
        return read(document, schema, text)[0] if is_xml_value(document, schema) else text


class _Answer:
    """The answer itself."""

    query: Mapping[str, Any] | None = None
    path: Mapping[str, Any] | None = None

    def __init__(self, response: Any) -> None:
        self._response = response

    @property
    def headers(self) -> Mapping[str, str]:
        return {name.lower(): value for name, value in self._response.headers.items()}

    @property
    def body(self) -> Any:
        response = self._response
        if response.incoming is None:
            raise Unknowable("this is a copy of the answer, without its body")
        if not response.is_read and response._reads_with_await:
            raise Unknowable("the body is not read yet; await response.read() first")
        if response.incoming.is_stream and not response.is_read:
            raise Unknowable("the answer is a stream that is not read as a whole; response.data reads it")
        try:
            return response.data if response.content else MISSING
        except UndecodableBody as error:
            raise Unknowable(error.message) from None
