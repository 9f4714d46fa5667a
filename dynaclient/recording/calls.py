"""Reads requests as calls: an operation and its arguments, whatever their order, encoding, address and credentials.

A request of a client and one that a browser recorded are read in the same way, so that the one finds the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ..document import Document
from ..document.names import written_method
from ..document.operation_form import NEVER_DEMANDED
from ..model import Operation, Operations, build_security_schemes
from ..model.media_types import family_of
from ..request.idempotency import is_key_header
from ..sandbox.routes import Match, Router
from .exchange import KeptBody, SentRequest, value_of

_MOST_SEGMENTS = 12
"""Segments that may precede a path of the document in the path of a URL."""


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """A call as it is recognised.

    Attributes:
        operation_id: the operation; the method and path of a request that is of none.
        arguments: by location and name (`query:limit`, `body:name`); values as text, or JSON values of a JSON body.
        key: equal for calls that are the same.
    """

    operation_id: str
    arguments: Mapping[str, Any]
    key: str

    @classmethod
    def of(cls, operation_id: str, arguments: Mapping[str, Any]) -> RecordedCall:
        """A call with its key."""
        text = json.dumps([operation_id, arguments], sort_keys=True, ensure_ascii=False)
        return cls(operation_id, arguments, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


class CallReader:
    """Reads requests as calls of one document. Thread-safe."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.operations = Operations(document)
        self._router: Router | None = None
        self._routers: dict[str, Router] = {}
        schemes = build_security_schemes(document).values()
        places = [place for scheme in schemes if (place := scheme.place) is not None]
        self._secret = {
            location: frozenset(name.lower() for where, name in places if where == location)
            for location in ("query", "header", "cookie")
        }

    def match(self, method: str, url: str, operation_id: str = "") -> Match | None:
        """The operation of a request, and the texts of its path.

        Whatever precedes the document's path in the URL is the address of the server.

        Args:
            operation_id: the operation, if it is known; None is returned if the request is not one of it.
        """
        router = self._router_of(operation_id)
        for path, query in _paths(url) if router is not None else ():
            found, _ = router.find(written_method(method), path, query)  # type: ignore[union-attr]
            if found:
                return found[0]
        return None

    def methods(self, url: str) -> tuple[str, ...]:
        """The methods that the document has for a URL; none if it does not have its path."""
        router = self._router_of("")
        assert router is not None
        return next((found for path, query in _paths(url) if (found := router.find("", path, query)[1])), ())

    def _router_of(self, operation_id: str) -> Router | None:
        if not operation_id:
            if self._router is None:
                self._router = Router(self.operations.values())
            return self._router
        if operation_id not in self.operations:
            return None
        if operation_id not in self._routers:
            self._routers[operation_id] = Router((self.operations[operation_id],))
        return self._routers[operation_id]

    def read(self, request: SentRequest, operation_id: str = "") -> RecordedCall | None:
        """The call that a request makes; None if the document has no such operation.

        Args:
            request: masked, so that no secret is in the result.
        """
        match = self.match(request.method, request.url, operation_id)
        if match is None:
            return None
        operation = match.operation
        arguments = {f"path:{name}": unquote(text) for name, text in match.texts.items()}
        arguments |= self._query(request)
        arguments |= self._headers(request, operation)
        arguments |= body_arguments(request.body, request.content_type)
        return RecordedCall.of(operation.operation_id, arguments)

    def _query(self, request: SentRequest) -> dict[str, Any]:
        pairs = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
        return _grouped("query", [pair for pair in pairs if pair[0].lower() not in self._secret["query"]])

    def _headers(self, request: SentRequest, operation: Operation) -> Iterator[tuple[str, Any]]:
        cookies = dict(part.strip().partition("=")[::2] for part in value_of(request.headers, "Cookie").split(";"))
        for parameter in operation.parameters:
            name = parameter.name
            if parameter.location == "header" and not self._is_aside(name):
                text = value_of(request.headers, name)
                if text:
                    yield f"header:{name}", text
            elif parameter.location == "cookie" and name.lower() not in self._secret["cookie"] and name in cookies:
                yield f"cookie:{name}", cookies[name]

    def _is_aside(self, name: str) -> bool:
        """Whether a header is not an argument: a credential, what the body says, or another key each time."""
        low = name.lower()
        return low in NEVER_DEMANDED or low in self._secret["header"] or is_key_header(name)


def _paths(url: str) -> Iterator[tuple[str, str]]:
    """What may be the path of a URL in the document, with its query: the whole, then without its first segments."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    segments = parts.path.split("/")[1:] or [""]
    for start in range(min(len(segments), _MOST_SEGMENTS)):
        yield "/" + "/".join(segments[start:]), parts.query


def plain_call(request: SentRequest, operation_id: str = "") -> RecordedCall:
    """A request that is of no operation, as a call of its method and path."""
    parts = urlsplit(request.url)
    arguments = _grouped("query", parse_qsl(parts.query, keep_blank_values=True))
    arguments |= body_arguments(request.body, request.content_type)
    return RecordedCall.of(operation_id or f"{request.method.upper()} {parts.path or '/'}", arguments)


def token_call(request: SentRequest) -> RecordedCall:
    """A request that obtains a credential, as a call of its address: what it sends is secret, or another each time."""
    parts = urlsplit(request.url)
    fields = body_arguments(request.body, request.content_type)
    kept = {name: value for name, value in fields.items() if name in _OF_TOKENS}
    return RecordedCall.of(f"{request.method.upper()} {parts.path or '/'}", kept)


_OF_TOKENS = frozenset(("body:grant_type", "body:scope", "body:audience", "body:resource", "body:client_id"))
"""The fields of a token request that tell it from another. Source: RFC 6749; RFC 8693; RFC 8707."""


def _grouped(location: str, pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Pairs by name; a name that comes more than once has a list."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        key = f"{location}:{name}"
        known = found.get(key)
        found[key] = value if known is None else [*known, value] if isinstance(known, list) else [known, value]
    return found


def body_arguments(body: KeptBody, content_type: str) -> dict[str, Any]:
    """A body as arguments: its members or fields where it has some, else the whole."""
    if not body.size:
        return {}
    if body.data is None:
        return {"body": f"{body.size} bytes {body.digest}"}
    family = family_of(content_type)
    try:
        if family.name == "json":
            value = json.loads(body.data)
            return _members(value) if isinstance(value, dict) else {"body": value}
        if family.name == "form":
            return _grouped("body", parse_qsl(body.data.decode(), keep_blank_values=True))
        if family.name == "multipart":
            return _parts(body.data, content_type)
        if family.is_readable:
            return {"body": body.data.decode()}
    except (ValueError, RecursionError):
        pass
    return {"body": f"{body.size} bytes {body.digest}"}


def _members(value: Mapping[str, Any]) -> dict[str, Any]:
    return {f"body:{name}": item for name, item in value.items()} or {"body": {}}


def _parts(data: bytes, content_type: str) -> dict[str, Any]:
    """The parts of a multipart body: text as it is, files by their name and digest."""
    from ..sandbox.forms import Unreadable, read_multipart  # werkzeug, which few bodies need

    try:
        parts = read_multipart(data, content_type)
    except Unreadable as error:
        raise ValueError(str(error)) from None
    return _grouped("body", ((part.name, _shown(part)) for part in parts))


def _shown(part: Any) -> Any:
    if not part.filename:
        return part.data.decode("utf-8", "replace")
    digest = hashlib.sha256(part.data).hexdigest()
    return {"filename": part.filename, "bytes": len(part.data), "sha256": digest}
