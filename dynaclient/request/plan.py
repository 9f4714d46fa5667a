"""Decide once what is the same for every call of an operation with the same options, and build requests from it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from .._support.headers import Headers
from .._support.record import made, record
from ..document import Document
from ..model import Operation, Parameter, Place, SecurityRequirement, SecurityScheme
from ..schema import Mode
from .body_values import BodyValue
from .idempotency import Idempotency, key_rule
from .options import RequestOptions
from .security import Applied, apply_security, choose_security
from .servers import server_url
from .values import Arguments, JudgedArguments, WireRequest
from .writing.headers import accept_of, cookie_names
from .writing.styles import write_cookie, write_query
from .writing.template import PathTemplate


@record(hidden=("applied", "headers", "secrets", "ready"))
class RequestBasis:
    """The parts of a request that do not depend on its arguments.

    Attributes:
        base_url: without a trailing slash.
        own: places that the caller fills directly.
        applied: what the credentials add.
        headers: the default headers, overridden by the client's.
        secrets: texts of the credentials that must not be shown.
        ready: all headers by Content-Type, for calls without headers of their own.
    """

    base_url: str
    own: Collection[Place]
    applied: Applied
    headers: Headers
    secrets: frozenset[str]
    ready: dict[str | None, dict[str, str]] = made(dict)


def _new_key() -> str:
    """A unique key: 128 random bits."""
    return os.urandom(16).hex()


NOTHING_ADDED: Mapping[str, str] = {}


class CallPlan:
    """What is the same for every call of one operation with the same options.

    The URL, the security alternative with its credentials, and the headers are computed for the first request and
    kept; computed again for each request if a function returns the credentials or an argument replaces them.

    Attributes:
        options: the options of the request stage, including what the session adds.
        mode: how arguments are judged.
        content_type: the media type that the options ask for, or else a header of the client; or None.
    """

    def __init__(
        self,
        document: Document,
        operation: Operation,
        template: PathTemplate,
        options: RequestOptions,
        idempotency: Idempotency = False,
    ) -> None:
        self.operation = operation
        self.options = options
        self.mode = Mode.of(options.validate)
        self.content_type = options.content_type
        if self.content_type is None and options.headers:
            self.content_type = Headers(options.headers.items()).get("Content-Type") or None
        self._document_uri = document.uri
        self._template = template
        self._method = operation.method.upper()
        self._key_rule = key_rule(operation, idempotency, options.headers)
        self._basis: RequestBasis | None = None
        schemes = options.credentials.schemes
        self._places = frozenset(schemes[name].place for names in operation.security for name in names)
        self._is_constant = options.credentials.are_constant

    def with_key(self, arguments: Arguments) -> tuple[Arguments, Mapping[str, str]]:
        """Add an idempotency key if one is due: to the arguments, or to the headers that are returned with them."""
        rule = self._key_rule
        if rule.header:
            return arguments, {rule.header: _new_key()}
        if rule.argument and rule.is_due(arguments):
            return arguments.with_params({rule.argument: _new_key()}), NOTHING_ADDED
        return arguments, NOTHING_ADDED

    # decisions

    def base_url(self) -> str:
        """The base URL, without a trailing slash."""
        options = self.options
        if options.base_url is not None:
            return options.base_url
        return server_url(
            self.operation, options.server, options.server_variables, self._document_uri, options.fallback_url
        )

    def security(self, given: Collection[Place]) -> SecurityRequirement | None:
        """The security alternative to use; raises `MissingCredentials` if none can be satisfied.

        Args:
            given: the places that arguments fill.
        """
        return self._security(self._own(given))

    def _security(self, own: Collection[Place]) -> SecurityRequirement | None:
        options = self.options

        def satisfied(scheme: SecurityScheme) -> bool:
            place = scheme.place
            return options.has_own_cert if place is None else options.has_own_auth or place in own

        return choose_security(self.operation, options.credentials, satisfied)

    def _own(self, given: Collection[Place]) -> set[Place]:
        """The places that the caller fills, by argument (`given`), by header or in the session."""
        own = {*given, *(("header", name) for name in self.options.session_headers)}
        for name, value in self.options.headers.items():
            if value is not None:
                own.add(("header", name.lower()))
                if name.lower() == "cookie":
                    own |= {("cookie", cookie) for cookie in cookie_names(value)}
        return own

    def _basis_for(self, given: Collection[Place]) -> RequestBasis:
        is_kept = self._is_constant and (not given or self._places.isdisjoint(given))
        if is_kept and self._basis is not None:
            return self._basis
        own = self._own(() if is_kept else given)
        headers = Headers([("Accept", accept_of(self.operation))])
        for name, value in self.options.headers.items():
            headers.set(name, value)
        base = self.base_url()
        applied = apply_security(self._security(own), self.options.credentials, own)
        basis = RequestBasis(base, own, applied, headers, frozenset(applied.secrets))
        if is_kept:
            self._basis = basis
        return basis

    # requests

    def request(self, judged: JudgedArguments, added: Mapping[str, str] = NOTHING_ADDED) -> WireRequest:
        """The request with these arguments.

        Args:
            added: headers for this call only.

        Raises:
            MissingCredentials: no security alternative can be satisfied.
            RequestError: there is no URL to send to.
        """
        basis = self._basis_for(judged.given)
        applied, values, body = basis.applied, judged.values, judged.body
        query: list[tuple[str, str]] = []
        cookies: list[tuple[str, str]] = []
        headers: list[tuple[str, str]] = []
        if applied.places and len(values) > len(judged.given):  # a credential overrides a default
            own = basis.own
            values = [(p, v) for p, v in values if (place := place_taken(p)) in own or place not in applied.places]
        for parameter, value in values:
            if parameter.location == "query":
                query += write_query(parameter, value)
            elif parameter.location == "header":
                headers.append((parameter.name, judged.headers[parameter.name]))
            elif parameter.location == "cookie":
                cookies += write_cookie(parameter, value)
        content, content_type = (None, None) if body is None else body.written or _written(body)
        return WireRequest(
            self.operation.operation_id,
            self._method,
            self._url(basis, judged.paths, [*query, *applied.query]),
            self._headers(basis, headers, content, content_type, added),
            (*cookies, *applied.cookies),
            content,
            applied.auth,
            applied.cert,
            basis.secrets,
        )

    def _url(self, basis: RequestBasis, paths: Mapping[str, str], query: list[tuple[str, str]]) -> str:
        template = self._template
        url = basis.base_url + (template.constant or template.expand(paths))
        if not query and not template.query:
            return url
        own = [template.expand_query(paths)] if template.query else []
        return f"{url}?{'&'.join([*own, *(f'{name}={value}' for name, value in query)])}"

    @staticmethod
    def _headers(
        basis: RequestBasis,
        own: list[tuple[str, str]],
        content: Any,
        content_type: str | None,
        added: Mapping[str, str],
    ) -> dict[str, str]:
        """Defaults, then the client's headers, then those of this call; names keep their case."""
        has_boundary = type(content) is not bytes and hasattr(content, "boundary")  # a different one for each call
        if own or has_boundary:
            return _laid_over(basis, [*added.items(), *own], content_type, replaces=has_boundary)
        ready = basis.ready.get(content_type)
        if ready is None:
            ready = _laid_over(basis, (), content_type)
            if len(basis.ready) < _MOST_READY:
                basis.ready[content_type] = ready
        return {**ready, **added}


def _written(body: BodyValue) -> tuple[Any, str]:
    from .writing.bodies import write_body  # most bodies are JSON, and written already

    return write_body(body)


_MOST_READY = 16
"""Number of Content-Types whose headers are kept."""


def _laid_over(
    basis: RequestBasis, own: Iterable[tuple[str, str]], content_type: str | None, *, replaces: bool = False
) -> dict[str, str]:
    """Merge headers with others, the body's type and the credentials.

    Args:
        replaces: whether the body's type overrides the caller's, because only it has the boundary.
    """
    headers = basis.headers.copy()
    for name, text in own:
        headers.set(name, text)
    if content_type is None:
        headers.set("Content-Type", None)  # no body, no Content-Type
    elif replaces or "Content-Type" not in headers:
        headers.set("Content-Type", content_type)
    return {**dict(headers.items()), **basis.applied.headers}


def place_taken(parameter: Parameter) -> Place:
    """The place that a parameter fills; header names in lower case."""
    return parameter.location, parameter.name.lower() if parameter.location == "header" else parameter.name
