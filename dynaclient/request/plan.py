"""Decide once what is the same for every call of an operation with the same options, and build requests from it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.headers import Headers
from .._support.record import made, record, replaced
from ..document import Document
from ..model import Operation, Parameter, Place, SecurityRequirement, SecurityScheme
from ..schema import Mode
from .body_values import BodyValue
from .idempotency import NO_KEY, NOTHING_ADDED, Idempotency, key_rule
from .options import RequestOptions
from .security import Applied, apply_security, choose_security
from .servers import check_choice, server_url
from .values import BoundArguments, JudgedArguments, Renewal, WireRequest
from .writing.headers import accept_of, cookie_names
from .writing.styles import write_cookie, write_query
from .writing.template import PathTemplate

if TYPE_CHECKING:
    from .own_query import OwnQuery


@record(hidden=("applied", "headers", "secrets", "query", "ready"))
class RequestBasis:
    """The parts of a request that do not depend on its arguments.

    Attributes:
        base_url: without a trailing slash.
        own: places that the caller fills directly.
        applied: what the credentials add.
        headers: the default headers, overridden by the client's.
        secrets: texts of the credentials and of the client's query that must not be shown.
        query: the client's own query.
        ready: all headers by Content-Type, for calls without headers of their own.
    """

    base_url: str
    own: Collection[Place]
    applied: Applied
    headers: Headers
    secrets: frozenset[str]
    query: OwnQuery = ()
    ready: dict[str | None, dict[str, str]] = made(dict)


def random_key() -> str:
    """A unique key: 128 random bits."""
    return os.urandom(16).hex()


class CallPlan:
    """What is the same for every call of one operation with the same options.

    The URL, the security alternative with its credentials, and the headers are computed for the first request and
    kept; computed again for each request if a function returns the credentials or an argument replaces them.

    Attributes:
        options: the options of the request stage, including what the session adds.
        mode: how arguments are judged.
        content_type: the media type that the options ask for, or else a header of the client; or None.
        last: the first request without arguments besides its body, which later ones differ from in that; or None.
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
        self.mode = Mode.of(options.validate, options.formats)
        self.content_type = options.content_type
        if self.content_type is None and options.headers:
            self.content_type = Headers(options.headers.items()).get("Content-Type") or None
        self._changes_bodies = bool(self.content_type or options.extra_body)
        self._document = document
        self._template = template
        self._method = operation.sent_method
        self._key_rule = key_rule(operation, idempotency, options.headers)
        self._basis: RequestBasis | None = None
        self.last: WireRequest | None = None
        self._supplied: Collection[Place] | None = None
        schemes = options.credentials.schemes
        self._places = frozenset(schemes[name].place for names in operation.security for name in names)
        self._is_constant = options.credentials.are_constant

    def add_key(self, bound: BoundArguments, new_key: Callable[[], str] = random_key) -> Mapping[str, str]:
        """Add an idempotency key if one is due: to the arguments, or to the headers that are returned."""
        rule = self._key_rule
        if rule.header and not bound.undeclared:
            return {rule.header: new_key()}
        return NOTHING_ADDED if rule is NO_KEY else rule.add_key(bound, new_key)

    @property
    def adds_key(self) -> bool:
        """Whether every call carries an idempotency key, its own or one that is added."""
        return self._key_rule is not NO_KEY

    # decisions

    def base_url(self) -> str:
        """The base URL, without a trailing slash and without a query."""
        options, operation = self.options, self.operation
        if options.base_url is not None:
            return options.base_url.partition("?")[0]
        if options.server or options.server_variables:
            check_choice(self._document, operation, options.server, options.server_variables)
        return server_url(
            operation, options.server, options.server_variables, self._document.address, options.fallback_url
        )

    def own_query(self) -> OwnQuery:
        """What the client adds to the query of every request: from `base_url`, and from its options."""
        options = self.options
        of_address = options.base_url.partition("?")[2] if options.base_url is not None else ""
        if not of_address and not options.query:
            return ()
        from .own_query import own_query

        return own_query(of_address, options.query)

    def supplies(self, parameter: Parameter) -> bool:
        """Whether the client's headers or query fill a parameter that the call leaves out."""
        if self._supplied is None:
            self._supplied = self._own(())
        return place_taken(parameter) in self._supplied

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
        own.update(("query", name) for name, _ in self.own_query())
        return own

    def _basis_for(self, given: Collection[Place], answers: Mapping[str, Any] | None) -> RequestBasis:
        is_kept = self._is_constant and (not given or self._places.isdisjoint(given))
        if is_kept and self._basis is not None:
            return self._basis
        own = self._own(() if is_kept else given)
        headers = Headers([("Accept", accept_of(self.operation))])
        for name, value in self.options.headers.items():
            headers.set(name, value)
        base = self.base_url()
        applied = apply_security(self._security(own), self.options.credentials, own, answers, base)
        query = self.own_query()
        secrets = frozenset(applied.secrets)
        if query:
            from .own_query import secret_values

            secrets = secrets.union(secret_values(query))
        basis = RequestBasis(base, own, applied, headers, secrets, query)
        if is_kept:
            self._basis = basis
        return basis

    # requests

    def request(
        self,
        judged: JudgedArguments,
        added: Mapping[str, str] = NOTHING_ADDED,
        answers: Mapping[str, Any] | None = None,
        written: tuple[Any, str | None] | None = None,
    ) -> WireRequest:
        """The request with these arguments.

        Args:
            added: headers for this call only.
            answers: what the functions among the credentials returned, by scheme; None to ask them.
            written: the body and its type, if they are written already.

        Raises:
            MissingCredentials: no security alternative can be satisfied.
            RequestError: there is no URL to send to.
        """
        basis = self._basis_for(judged.given, answers)
        applied, values, body = basis.applied, judged.values, judged.body
        query: list[tuple[str, str]] = []
        cookies: list[tuple[str, str]] = []
        headers: list[tuple[str, str]] = []
        whole: tuple[Parameter, str] | None = None
        if applied.places and len(values) > len(judged.given):  # a credential overrides a default
            own = basis.own
            values = [(p, v) for p, v in values if (place := place_taken(p)) in own or place not in applied.places]
        for parameter, value in values:
            if parameter.location == "query":
                query += write_query(parameter, value)
            elif parameter.location == "querystring":
                from .whole_query import whole_query

                whole = parameter, whole_query(parameter, value)
            elif parameter.location == "header":
                headers.append((parameter.name, judged.headers[parameter.name]))
            elif parameter.location == "cookie":
                cookies += write_cookie(parameter, value)
        content, content_type = written or ((None, None) if body is None else body.written or _written(body))
        if self.options.compress and content:
            from .writing.compression import compressed

            content, added = compressed(content, (*basis.headers, *(name for name, _ in headers)), added)
        wire = WireRequest(
            self.operation.operation_id,
            self._method,
            self._url(basis, judged.paths, [*query, *applied.query], whole),
            self._headers(basis, headers, content, content_type, added),
            (*cookies, *applied.cookies),
            content,
            applied.auth,
            applied.cert,
            basis.secrets,
            basis.query,
            None,
            self.operation.path if self.operation.pointer else "",
            self.options.credentials.texts,
        )
        if applied.answers:
            wire.renewal = Renewal(
                applied.answers,
                lambda answers: self.request(judged, added, answers, (content, content_type)),
                self.options.credentials.refuse,
            )
        elif (
            self.last is None
            and basis is self._basis
            and not (values or self.content_type or self.options.extra_body or self.options.compress)
        ):
            self.last = replaced(wire, body=None)
        return wire

    def request_like(
        self, last: WireRequest, content: bytes, content_type: str, new_key: Callable[[], str]
    ) -> WireRequest | None:
        """A request that differs from another one of this plan in its body and its idempotency key only.

        Args:
            last: see the attribute.
        """
        basis, rule = self._basis, self._key_rule
        ready = None if basis is None else basis.ready.get(content_type)
        if ready is None or rule.parameter:
            return None
        return WireRequest(
            last.operation_id,
            last.method,
            last.url,
            {**ready, rule.header: new_key()} if rule.header else {**ready},
            last.cookies,
            content,
            last.auth,
            last.cert,
            last.secrets,
            last.own_query,
            None,
            last.path,
            last.texts,
        )

    def _url(
        self,
        basis: RequestBasis,
        paths: Mapping[str, str],
        query: list[tuple[str, str]],
        whole: tuple[Parameter, str] | None,
    ) -> str:
        template = self._template
        url = basis.base_url + (template.constant or template.expand(paths))
        if not query and not template.query and not basis.query and whole is None:
            return url
        pairs = [f"{name}={value}" for name, value in query]
        if template.query:
            pairs.insert(0, template.expand_query(paths))
        if basis.query:
            from .own_query import without_taken

            pairs = [*without_taken(basis.query, pairs), *pairs]
        if whole is not None:
            from .whole_query import with_others

            pairs = with_others(*whole, pairs, self.operation.operation_id)
        return f"{url}?{'&'.join(pairs)}" if pairs else url

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
    elif replaces or "Content-Type" not in headers or content_type.startswith("multipart/"):
        headers.set("Content-Type", content_type)
    return {**dict(headers.items()), **basis.applied.headers}


def place_taken(parameter: Parameter) -> Place:
    """The place that a parameter fills; header names in lower case."""
    return parameter.location, parameter.name.lower() if parameter.location == "header" else parameter.name
