"""Every error that dynaclient raises, as records whose text is made when it is asked for.

The tree says who is to blame: the document, the caller (then nothing was sent), the network, or the server.
Catch `DynaclientError` to catch them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ._support.record import record
from ._support.wording import did_you_mean, either
from .types import AttemptLike, ResponseLike


class DynaclientError(Exception):
    """The base of every error of this package. Can be pickled; a `response`, with the key it was got by, stays."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> Any:
        state = self.__dict__.copy()
        if "response" in state:
            state["response"] = None
        return (_rebuild, (type(self), self.args, state))


def _rebuild(kind: type[DynaclientError], args: tuple[Any, ...], state: dict[str, Any]) -> DynaclientError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


@record(hidden=("value",))
class Violation:
    """One reason why a value does not fit its description.

    Attributes:
        location: path, query, header, cookie or body.
        path: the parameter's wire name or `body`, then the JSON Pointer into the value: `/limit`, `/body/messages/0`.
        keyword: the schema keyword that failed, or `unknown` for a name that the operation does not have.
        message: what was expected, what was given, and the nearest valid choice.
        value: what was given; kept out of the repr, since it may be large or secret.
        schema_pointer: where the document says so, as a reference into it.
    """

    location: str
    path: str
    keyword: str
    message: str
    value: Any = None
    schema_pointer: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"

    def _repr_html_(self) -> str:
        return Violations([self])._repr_html_()


class Violations(list[Violation]):
    """A list of violations that a notebook shows as a table."""

    def _repr_html_(self) -> str:
        from ._support.notebook import table_html

        if not self:
            return "<p>No violations.</p>"
        return table_html(("where", "what", "keyword"), [(v.path, v.message, v.keyword) for v in self])


# The document is wrong.


class DocumentError(DynaclientError):
    """The document cannot be used. `source` names it; `line` and `column` count from 1 where they are known."""

    def __init__(
        self, message: str, *, source: str = "", pointer: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.pointer = pointer
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = self.source
        if self.line is not None:
            place += f"{', ' if place else ''}line {self.line}, column {self.column}"
        if self.pointer:
            place += f"{' ' if place else ''}at {self.pointer}"
        return f"{place}: {self.message}" if place else self.message


class DocumentSyntaxError(DocumentError):
    """The text is neither YAML nor JSON, or not an OpenAPI document at all."""


class UnsupportedVersion(DocumentError):
    """The document declares a version of the standard that is not read here."""


class UnresolvableReference(DocumentError):
    """A `$ref` leads nowhere, in a circle, or to a place that may not be read."""


# The caller is wrong; nothing was sent.


class RequestError(DynaclientError):
    """The call is wrong. Nothing was sent.

    Attributes:
        operation_id: the operation that was called, or "".
        violations: each reason, in the order: path, query, header, cookie, body.
    """

    def __init__(self, message: str = "", *, operation_id: str = "", violations: Sequence[Violation] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.operation_id = operation_id
        self.violations = tuple(violations)

    def __str__(self) -> str:
        return f"{self.operation_id}: {self.message}" if self.operation_id else self.message


class UnknownOperation(RequestError, AttributeError, KeyError):
    """The document has no operation of this name.

    An AttributeError and a KeyError too, since `client.name` and `client.operations["name"]` raise it.
    """

    def __init__(self, operation_id: str, known: Iterable[str] = ()) -> None:
        super().__init__(operation_id=operation_id)
        self.known = tuple(known)

    @property
    def hint(self) -> str:
        """The nearest names. Looked for when it is asked for, since `hasattr` makes this error for nothing."""
        return did_you_mean(self.operation_id, self.known)

    def __str__(self) -> str:
        hint = self.hint or " See client.operations, or look with client.operations.search(…)."
        return f"the document has no operation {self.operation_id!r}.{hint}"


class ArgumentConflict(RequestError):
    """An argument is given twice, or its name means two things: nothing is guessed."""


class MissingCredentials(RequestError):
    """The operation needs credentials that were not given. `alternatives` lists the sets of schemes that would do."""

    def __init__(self, *, operation_id: str, alternatives: Sequence[Sequence[str]], hint: str = "") -> None:
        super().__init__(operation_id=operation_id)
        self.alternatives = tuple(tuple(names) for names in alternatives)
        self.hint = hint

    def __str__(self) -> str:
        sets = either([" together with ".join(repr(name) for name in names) for names in self.alternatives])
        example = ", ".join(f'"{name}": "…"' for name in (self.alternatives[0] if self.alternatives else ()))
        return (
            f"{self.operation_id}: credentials for {sets} are needed and were not given. "
            f"{self.hint or f'Pass credentials={{{example}}}.'} Nothing was sent."
        )


class ValidationError(RequestError):
    """The arguments do not fit the document. Every reason is in `violations`."""

    def __str__(self) -> str:
        count = len(self.violations)
        head = f"{self.operation_id}: {count} argument{'s do' if count != 1 else ' does'} not fit. Nothing was sent."
        return "\n".join([head, *(f"  {violation}" for violation in self.violations)])

    def _repr_html_(self) -> str:
        return Violations(self.violations)._repr_html_()


class UnknownParameter(ValidationError):
    """An argument that the operation does not have; `violations` lists it together with all else that is wrong."""


# The network failed.


class TransportError(DynaclientError):
    """No complete answer was received.

    Attributes:
        sent: whether bytes of the request may have reached the server.
        lasting: whether it is sure to happen again.
        status_code: the status, where one was received before the failure.
        received: bytes of the body that were received.
        attempts: every attempt of the call, this one last.
    """

    def __init__(
        self,
        message: str,
        *,
        operation_id: str = "",
        method: str = "",
        url: str = "",
        sent: bool = True,
        lasting: bool = False,
        status_code: int | None = None,
        received: int = 0,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.operation_id = operation_id
        self.method = method
        self.url = url
        self.sent = sent
        self.lasting = lasting
        self.status_code = status_code
        self.received = received
        self.attempts: tuple[AttemptLike, ...] = ()

    def __str__(self) -> str:
        call = f"{self.operation_id}: " if self.operation_id else ""
        had = f", after status {self.status_code} and {self.received:,} bytes" if self.status_code else ""
        tried = f" (attempt {len(self.attempts)})" if len(self.attempts) > 1 else ""
        return f"{call}{self.method} {self.url}: {self.message}{had}{tried}"


class ConnectionFailed(TransportError):
    """The connection could not be made, or broke before the answer was complete."""


class DeadlineExceeded(TransportError):
    """The answer did not come in time.

    Attributes:
        ran_out: "connect" or "read", the parts of `timeout`, or "deadline", the time for all of it.
        seconds: how long that was, where it is known.
        last: the last answer of a polling that ran out of time.
    """

    def __init__(
        self,
        message: str,
        *,
        ran_out: str = "read",
        seconds: float | None = None,
        last: ResponseLike | None = None,
        **known: Any,
    ) -> None:
        super().__init__(message, **known)
        self.ran_out = ran_out
        self.seconds = seconds
        self.last = last


# The server is wrong.


class ResponseError(DynaclientError):
    """An answer was received and is not what it should be. `response` holds it."""

    def __init__(self, message: str = "", *, response: ResponseLike | None = None, operation_id: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.response = response
        self.operation_id = operation_id

    def __str__(self) -> str:
        return f"{self.operation_id}: {self.message}" if self.operation_id else self.message


class UndecodableBody(ResponseError):
    """The body is not what its Content-Type says."""


class DamagedBody(ResponseError):
    """The body is shorter than announced, or its digest is another one. Nothing was kept of it."""


class ErrorEvent(ResponseError):
    """An event of a stream says that the server failed.

    Attributes:
        event: the event.
        data: its decoded data.
        detail: the server's own words.
    """

    def __init__(
        self, *, event: Any, detail: str = "", response: ResponseLike | None = None, operation_id: str = ""
    ) -> None:
        super().__init__(response=response, operation_id=operation_id)
        self.event = event
        self.data = event.data
        self.detail = detail

    def __str__(self) -> str:
        said = f": {self.detail}" if self.detail else ""
        return f"{self.operation_id}: the server ended the stream with an error{said}"


class PagingError(ResponseError):
    """The pages of a list do not come to an end: a cursor came twice, or an empty page claims that more follow."""


class UnexpectedState(ResponseError):
    """What was polled for came to an end other than the one waited for."""


class InvalidResponse(ResponseError):
    """The body does not fit the document. Every reason is in `violations`."""

    def __init__(
        self, *, violations: Sequence[Violation], response: ResponseLike | None = None, operation_id: str = ""
    ) -> None:
        super().__init__(response=response, operation_id=operation_id)
        self.violations = tuple(violations)

    def __str__(self) -> str:
        head = f"{self.operation_id}: the response does not fit the document."
        return "\n".join([head, *(f"  {violation}" for violation in self.violations)])


class HTTPStatusError(ResponseError):
    """The server answered with a 4xx or 5xx status.

    Attributes:
        status_code: the status.
        data: the decoded error body, or its text where it cannot be decoded.
        detail: the server's own words, found in the usual places of an error body.
        excerpt: the start of the body, which the text shows where there is no `detail`.
    """

    def __init__(
        self,
        *,
        response: ResponseLike | None = None,
        operation_id: str = "",
        status_code: int = 0,
        reason: str = "",
        data: Any = None,
        detail: str = "",
        excerpt: str = "",
    ) -> None:
        super().__init__(response=response, operation_id=operation_id)
        self.status_code = status_code
        self.reason = reason
        self.data = data
        self.detail = detail
        self.excerpt = excerpt

    @property
    def attempts(self) -> tuple[AttemptLike, ...]:
        """Every attempt of the call, the last one last."""
        return () if self.response is None else self.response.attempts

    def __str__(self) -> str:
        said = self.detail or self.excerpt
        status = f"{self.status_code} {self.reason}".rstrip()
        tried = f" (attempt {len(self.attempts)})" if len(self.attempts) > 1 else ""
        return f"{self.operation_id}: the server answered {status}{tried}{f': {said}' if said else ''}"


class BadRequest(HTTPStatusError):
    """400: the server did not understand the request."""


class Unauthorized(HTTPStatusError):
    """401: the credentials are missing or wrong."""


class Forbidden(HTTPStatusError):
    """403: the credentials do not allow this."""


class NotFound(HTTPStatusError):
    """404: what was asked for does not exist."""


class Conflict(HTTPStatusError):
    """409: the state of the resource forbids this now."""


class UnprocessableEntity(HTTPStatusError):
    """422: understood, and refused for what it says."""


class RateLimited(HTTPStatusError):
    """429: too many requests, or the quota is used up."""


class ServerError(HTTPStatusError):
    """5xx: the server failed."""
