"""The values of the request stage: arguments as given, bound and judged, and the finished request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .._support.record import record
from .._support.urls import without_userinfo
from ..errors import Violation
from ..model import Parameter, Place
from ..model.naming import python_name
from ..types import MISSING
from .body_values import BodyValue

NONE: Mapping[str, Any] = {}

LOCATIONS = ("path", "query", "querystring", "header", "cookie", "body")
"""Prefixes that set the location of a name, in the order in which violations are listed."""

Key = tuple[str, str]
"""(location, wire name): the identity of a parameter, since a name may occur in several locations."""

_put = object.__setattr__


@record
class Arguments:
    """The arguments of a call as the caller passed them.

    Attributes:
        params: a mapping from names (with or without a prefix such as `path:`) to values, or None.
        body: the whole body, or `MISSING`.
        named: keyword arguments. A value of `MISSING` counts as not given.
    """

    params: Any = None
    body: Any = MISSING
    named: Mapping[str, Any] = NONE

    def __init__(self, params: Any = None, body: Any = MISSING, named: Mapping[str, Any] = NONE) -> None:
        _put(self, "params", params)
        _put(self, "body", body)
        _put(self, "named", named)

    def get(self, names: Iterable[str], *, in_body: bool = False) -> Any:
        """The first value given under one of these names, or `MISSING`.

        Args:
            in_body: whether to look in the body too.
        """
        body = self.body if in_body and isinstance(self.body, Mapping) else NONE
        params = self.params if isinstance(self.params, Mapping) else NONE  # anything else is refused by binding
        given = {**body, **self.named, **params}
        return next((given[name] for name in names if name in given), MISSING)

    def with_params(self, added: Mapping[str, Any], instead_of: frozenset[str] = frozenset()) -> Arguments:
        """These arguments with others added, and without those with the names `instead_of`.

        Body properties (`body:…`) are added to `body` if there is one.
        """
        if any(name.startswith("header:") for name in added):  # whose names have no case
            folded = {python_name(name).lower() for name in instead_of}
            given = filter(lambda name: isinstance(name, str), (*(self.params or NONE), *self.named))
            instead_of = instead_of.union(name for name in given if python_name(name).lower() in folded)
        params = {name: value for name, value in (self.params or NONE).items() if name not in instead_of}
        named = {name: value for name, value in self.named.items() if name not in instead_of}
        body = self.body
        if isinstance(body, Mapping):
            fields = {name.removeprefix("body:"): value for name, value in added.items() if name.startswith("body:")}
            body = {**body, **fields} if fields else body
            added = {name: value for name, value in added.items() if not (fields and name.startswith("body:"))}
        return Arguments({**params, **added}, body, named)


@record(frozen=False)
class BoundArguments:
    """Arguments by location.

    Attributes:
        parameters: values by (location, wire name).
        properties: values of the body's properties by wire name.
        body: the whole body, or `MISSING`.
        undeclared: parameters that the document does not declare, given with their location on purpose; their values
            are in `parameters`.
        members: names of such properties of the body.
        located: names of declared properties of the body that were given with their location.
        unknown: a violation for each name that the operation does not have.
        bare: those of them that were given without a location.
    """

    parameters: dict[Key, Any]
    properties: dict[str, Any]
    body: Any
    undeclared: list[Parameter]
    members: list[str]
    located: list[str]
    unknown: list[Violation]
    bare: list[str]

    def __init__(self, body: Any = MISSING) -> None:
        self.parameters = {}
        self.properties = {}
        self.body = body
        self.undeclared = []
        self.members = []
        self.located = []
        self.unknown = []
        self.bare = []


@record(frozen=False)
class JudgedArguments:
    """Plain arguments, ready to be written, and what is wrong with the others.

    Attributes:
        values: parameters with their values, including defaults of required ones.
        paths: the text of each path parameter, by name.
        headers: the text of each header parameter, by name.
        given: the places that the caller filled.
        body: the body, or None.
        media_type: the name of the media type of the body, if the operation declares several of objects with fields.
        chosen_by: what chose it.
        violations: violations of schemas; the validation mode decides whether to raise or log them.
        fatal: violations that are errors in every mode: unsafe paths, and values that cannot be written.
        doubts: names that are probably misspelt, though the schema allows them.
    """

    values: list[tuple[Parameter, Any]]
    paths: dict[str, str]
    headers: dict[str, str]
    given: set[Place]
    body: BodyValue | None
    media_type: str
    chosen_by: str
    violations: list[Violation]
    fatal: list[Violation]
    doubts: list[Violation]

    def __init__(self) -> None:
        self.values = []
        self.paths = {}
        self.headers = {}
        self.given = set()
        self.body = None
        self.media_type = self.chosen_by = ""
        self.violations = []
        self.fatal = []
        self.doubts = []


def must_be_obtained(answer: Any) -> bool:
    """Whether a source gave a coroutine to await, or a flow to carry out, instead of a credential."""
    return hasattr(answer, "__await__") or hasattr(answer, "obtain")


@record(hidden=("answers", "again"))
class Renewal:
    """How to make a request again, with credentials of sources.

    Attributes:
        answers: what the sources gave, by scheme. Some must be awaited or obtained.
        again: makes the same request with other answers; None asks the sources again.
        refuse: takes the answers of a request that the server refused, so that the sources renew them.
    """

    answers: Mapping[str, Any]
    again: Callable[[Mapping[str, Any] | None], WireRequest]
    refuse: Callable[[Mapping[str, Any]], None]

    @property
    def pending(self) -> dict[str, Any]:
        """The answers to await or to obtain before the request can be sent."""
        return {name: answer for name, answer in self.answers.items() if must_be_obtained(answer)}


@record(frozen=False, hidden=("body", "auth", "cert", "secrets", "own_query", "renewal", "path", "texts"))
class WireRequest:
    """The finished request, encoded and independent of the library that sends it.

    The repr shows no headers, since one may be secret.

    Attributes:
        operation_id: the operation that is called.
        method: in upper case.
        url: absolute and encoded, including the query.
        headers: by name; no two names differ only in case.
        cookies: encoded (name, value) pairs of this request, merged with the session's when it is sent.
        body: bytes, a binary file, an iterable of bytes, or None.
        auth: an authentication handler of the sending library, if a credential is one.
        cert: a client certificate in the form of the sending library.
        secrets: texts that must not be shown, and query names that carry them (for redirects and messages).
        own_query: what the client itself adds to every query, as in `own_query.OwnQuery`.
        renewal: how to ask for its credentials again; None unless a function returned them.
        path: the path template of the operation; "" of a request that the document does not describe.
        texts: returns every text of the client's credentials, also of those that this request does not carry.
    """

    operation_id: str
    method: str
    url: str
    headers: Mapping[str, str]
    cookies: tuple[tuple[str, str], ...] = ()
    body: Any = None
    auth: Any = None
    cert: Any = None
    secrets: frozenset[str] = frozenset()
    own_query: tuple[tuple[str, str], ...] = ()
    renewal: Renewal | None = None
    path: str = ""
    texts: Callable[[], frozenset[str]] = frozenset

    def __init__(  # written out for speed: every call makes one, and a record's constructor takes ten times as long
        self,
        operation_id: str,
        method: str,
        url: str,
        headers: Mapping[str, str],
        cookies: tuple[tuple[str, str], ...] = (),
        body: Any = None,
        auth: Any = None,
        cert: Any = None,
        secrets: frozenset[str] = frozenset(),
        own_query: tuple[tuple[str, str], ...] = (),
        renewal: Renewal | None = None,
        path: str = "",
        texts: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        self.operation_id = operation_id
        self.method = method
        self.url = url
        self.headers = headers
        self.cookies = cookies
        self.body = body
        self.auth = auth
        self.cert = cert
        self.secrets = secrets
        self.own_query = own_query
        self.renewal = renewal
        self.path = path
        self.texts = texts

    def __repr__(self) -> str:
        address = without_userinfo(self.url.partition("?")[0])
        return f"<WireRequest {self.operation_id}: {self.method} {address}>"
