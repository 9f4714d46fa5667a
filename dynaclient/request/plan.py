"""Checked arguments → the request as it goes out: URL, headers, cookies, credentials.

What the options alone decide is worked out when they are first seen, and used for every call made with them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from .._support.record import made, record
from ..document import Document
from ..model import Operation, Parameter, SecurityRequirement, SecurityScheme
from .judging import JudgedArguments
from .options import RequestOptions
from .security import Applied, Place, apply_security, choose_security, place_of
from .servers import server_url
from .wire import WireRequest
from .writing.bodies import EncodedBody
from .writing.headers import Headers, accept_of, cookie_names
from .writing.multipart import MultipartBody
from .writing.styles import write_cookie, write_header, write_query
from .writing.template import PathTemplate


@record(hidden=("applied", "headers", "secrets", "ready"))
class Settled:
    """What a request is before its arguments are known.

    Attributes:
        base_url: without a trailing slash.
        own: places that the caller fills in person.
        applied: what the credentials add.
        headers: the defaults with the client's headers laid over them.
        secrets: texts of the credentials that must not be seen.
        ready: all headers by Content-Type, for calls that have none of their own.
    """

    base_url: str
    own: Collection[Place]
    applied: Applied
    headers: Headers
    secrets: frozenset[str]
    ready: dict[str | None, dict[str, str]] = made(dict)


class Assembler:
    """Makes the requests of one operation."""

    def __init__(self, document: Document, operation: Operation, template: PathTemplate) -> None:
        self._document = document
        self._operation = operation
        self._template = template
        self._method = operation.method.upper()
        self._accept = accept_of(operation)
        self._settled: tuple[RequestOptions, Settled] | None = None
        self._places: frozenset[Place | None] | None = None

    def base_url(self, options: RequestOptions) -> str:
        """The base URL that holds, without a trailing slash."""
        if options.base_url is not None:
            return options.base_url
        return server_url(
            self._operation, options.server, options.server_variables, self._document.uri, options.fallback_url
        )

    def security(self, own: Collection[Place], options: RequestOptions) -> SecurityRequirement | None:
        """The security alternative that holds; raises `MissingCredentials` when none can be satisfied.

        Args:
            own: places that the caller fills in person.
        """

        def satisfied(scheme: SecurityScheme) -> bool:
            if scheme.type == "mutualTLS":
                return options.has_own_cert
            return options.has_own_auth or place_of(scheme) in own

        return choose_security(self._operation, options.credentials, satisfied)

    @staticmethod
    def own(given: Collection[Place], options: RequestOptions) -> set[Place]:
        """Where the caller has put something already, by argument (`given`), by header or in the session."""
        own = {*given, *(("header", name) for name in options.session_headers)}
        for name, value in options.headers.items():
            if value is not None:
                own.add(("header", name.lower()))
                if name.lower() == "cookie":
                    own |= {("cookie", cookie) for cookie in cookie_names(value)}
        return own

    def _settle(self, given: Collection[Place], options: RequestOptions) -> Settled:
        own = self.own(given, options)
        headers = Headers({"Accept": self._accept})
        for name, value in options.headers.items():
            headers.set(name, value)
        base = self.base_url(options)
        applied = apply_security(self.security(own, options), options.credentials, own)
        return Settled(base, own, applied, headers, frozenset(applied.secrets))

    def _settled_for(self, checked: JudgedArguments, options: RequestOptions) -> Settled:
        """What holds for a call: the same for all, unless an argument or a function decides about the credentials."""
        if self._places is None:
            schemes, alternatives = options.credentials.schemes, self._operation.security
            self._places = frozenset(place_of(schemes[name]) for names in alternatives for name in names)
        if not (options.credentials.are_constant and self._places.isdisjoint(checked.given)):
            return self._settle(checked.given, options)
        last = self._settled
        if last is None or last[0] is not options:
            last = self._settled = (options, self._settle((), options))
        return last[1]

    def assemble(self, checked: JudgedArguments, options: RequestOptions, added: Mapping[str, str]) -> WireRequest:
        """The request.

        Args:
            added: headers of this call alone.

        Raises:
            MissingCredentials: no security alternative can be satisfied.
            RequestError: there is no address to send to.
        """
        settled = self._settled_for(checked, options)
        applied, own, values = settled.applied, settled.own, checked.values
        query: list[tuple[str, str]] = []
        cookies: list[tuple[str, str]] = []
        if values:
            if applied.places:  # a credential beats a default
                values = [(p, v) for p, v in values if (place := place_taken(p)) in own or place not in applied.places]
            query = [pair for p, value in values if p.location == "query" for pair in write_query(p, value)]
            cookies = [pair for p, value in values if p.location == "cookie" for pair in write_cookie(p, value)]
        template = self._template
        url = settled.base_url + (template.constant or template.expand(checked.paths))
        own_query = template.query and template.expand_query(checked.paths)
        if own_query or query or applied.query:
            pairs = (f"{name}={value}" for name, value in [*query, *applied.query])
            url = f"{url}?{'&'.join([*([own_query] if own_query else []), *pairs])}"
        return WireRequest(
            self._operation.operation_id,
            self._method,
            url,
            self._headers(settled, values, checked, added),
            (*cookies, *applied.cookies),
            None if checked.body is None else checked.body.content,
            applied.auth,
            applied.cert,
            settled.secrets,
        )

    def _headers(
        self, settled: Settled, values: list[tuple[Parameter, Any]], checked: JudgedArguments, added: Mapping[str, str]
    ) -> dict[str, str]:
        """Defaults, then the client's headers, then those of this call; names keep their case."""
        own = [(p.name, write_header(p, value)) for p, value in values if p.location == "header"]
        content = None if checked.body is None else checked.body.content
        if own or isinstance(content, MultipartBody):
            return _laid_over(settled, [*added.items(), *own], checked.body)
        kind = None if checked.body is None else checked.body.content_type
        ready = settled.ready.get(kind)
        if ready is None:
            ready = _laid_over(settled, (), checked.body)
            if len(settled.ready) < _MOST_READY:
                settled.ready[kind] = ready
        return {**ready, **added}


_MOST_READY = 16
"""Content-Types for which the headers of a call are kept."""


def _laid_over(settled: Settled, own: Iterable[tuple[str, str]], body: EncodedBody | None) -> dict[str, str]:
    """The settled headers with others laid over them, the body's type and the credentials."""
    headers = settled.headers.copy()
    for name, text in own:
        headers.set(name, text)
    if body is None:
        headers.set("Content-Type", None)  # no body, no Content-Type
    elif isinstance(body.content, MultipartBody) or not headers.has("Content-Type"):
        headers.set("Content-Type", body.content_type)
    return {**headers.items, **settled.applied.headers}


def place_taken(parameter: Parameter) -> Place:
    """Where a parameter's value travels; header names in lower case."""
    return parameter.location, parameter.name.lower() if parameter.location == "header" else parameter.name
