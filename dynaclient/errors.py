"""Every error that dynaclient raises. Errors hold values; `str()` builds their message.

The class says what is wrong: the document, the call (then nothing was sent), the network, or the server's answer.
Catch `DynaclientError` to catch them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ._support.record import made, record, replaced
from ._support.wording import clean, did_you_mean, either
from .types import AttemptLike, ResponseLike


class DynaclientError(Exception):
    """The base of every error of this package.

    Pickles without what may hold credentials: responses, the values of arguments, and secrets that a server sent back.
    """

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> Any:
        # the attributes are a state of their own, since an error's attempts lead back to the error
        return _rebuild, (type(self), self.args), self._picklable()

    def _picklable(self) -> dict[str, Any]:
        """The attributes that are pickled."""
        state = self.__dict__.copy()
        if "violations" in state:
            state["violations"] = _bare(state["violations"])
        return state


def _rebuild(kind: type[DynaclientError], args: tuple[Any, ...]) -> DynaclientError:
    error = kind.__new__(kind, *args)
    error.args = args
    return error


@record(hidden=("value",))
class Violation:
    """One reason why a value does not fit its description.

    Attributes:
        location: path, query, header, cookie or body; of an answer header, body or status.
        path: the parameter's wire name or `body`, then the JSON Pointer into the value: `/limit`, `/body/messages/0`.
        keyword: the schema keyword that failed, or `unknown` for a name that the operation does not have, and a status
            or media type that it does not declare.
        message: what was expected, what was given, and the closest valid choice.
        value: the value given; not in the repr, since it may be large or secret.
        schema_pointer: the rule's place in the document, as a reference.
        operation_id: the operation whose answer it is about, or "".
        status_code: the status of that answer, or None.
        overlay: the overlay that brought the rule into the document, or "".
    """

    location: str
    path: str
    keyword: str
    message: str
    value: Any = None
    schema_pointer: str = ""
    operation_id: str = ""
    status_code: int | None = None
    overlay: str = ""

    def __str__(self) -> str:
        brought = f" (from the overlay {self.overlay})" if self.overlay else ""
        return clean(f"{self.path}: {self.message}{brought}")

    def _repr_html_(self) -> str:
        return Violations([self])._repr_html_()


class Violations(list[Violation]):
    """A list of violations that a notebook shows as a table."""

    def _repr_html_(self) -> str:
        from ._support.notebook import table_html

        if not self:
            return "<p>No violations.</p>"
        return table_html(("where", "what", "keyword"), [(v.path, v.message, v.keyword) for v in self])


def _bare(violations: Sequence[Violation], mask: Callable[[str], str] = str) -> tuple[Violation, ...]:
    """Violations without the values, which may be secret, large or impossible to pickle."""
    return tuple(
        Violation(v.location, v.path, v.keyword, mask(v.message), None, v.schema_pointer, overlay=v.overlay)
        for v in violations
    )


_DEEPEST = 64
"""Levels of a decoded body that are pickled."""


def masked_data(value: Any, mask: Callable[[str], str], depth: int = 0) -> Any:
    """A decoded body with the secrets in its texts masked."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, bytes):
        text = value.decode("latin-1")
        return value if mask(text) == text else mask(text).encode("latin-1")
    if isinstance(value, (dict, list)) and depth == _DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {mask(str(key)): masked_data(item, mask, depth + 1) for key, item in value.items()}
    return [masked_data(item, mask, depth + 1) for item in value] if isinstance(value, list) else value


class DynaclientWarning(UserWarning):
    """The base of every warning of this package: a call goes on, but may not do what was meant."""


class DynaclientDeprecationWarning(DynaclientWarning, DeprecationWarning):
    """A program uses a deprecated operation or argument: the document marks it, or the server announces its end.

    A process warns once of each operation, and of each deprecated argument of an operation that is not deprecated.

    A filter that turns all warnings into errors leaves this one alone, since a newer description of an API would break
    programs that still work; a filter that names this class raises it.
    """


# The document is wrong.


class DocumentError(DynaclientError):
    """The document cannot be used. `source` names it; `line` and `column`, if known, count from 1."""

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
        return clean(f"{place}: {self.message}" if place else self.message)


class DocumentSyntaxError(DocumentError):
    """The text is not YAML or JSON, or not an OpenAPI document."""


class UnsupportedVersion(DocumentError):
    """The document declares a version of the standard that is not supported."""


class UnresolvableReference(DocumentError):
    """A `$ref` has no target, is circular, or points to a place that may not be read."""


class OverlayError(DocumentError):
    """An overlay cannot be applied, and the document is as it was.

    Attributes:
        source: the overlay.
        line: the line of the action in it, if it is known.
        target: the JSONPath of the action; "" if the error is not about one action.
    """

    def __init__(
        self, message: str, *, source: str = "", line: int | None = None, column: int | None = None, target: str = ""
    ) -> None:
        super().__init__(message, source=source, line=line, column=column)
        self.target = target

    def __str__(self) -> str:
        place = [self.source] if self.source else []
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column is not None:
            place.append(f"column {self.column}")
        if self.target:
            place.append(f"target {_shortened(self.target)}")
        return clean(f"{', '.join(place)}: {self.message}" if place else self.message)


_LONGEST_TARGET = 200
"""Characters of a target that an error shows."""


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TARGET else f"{text[:_LONGEST_TARGET]}…"


class LockBroken(DocumentError):
    """The document breaks calls that a lock says are used. Nothing was sent.

    Attributes:
        report: what broke, and everything else that changed for what is used.
        document: the name of the document that was refused.
    """

    def __init__(self, message: str = "", *, report: Any, source: str = "", document: str = "") -> None:
        super().__init__(message, source=source)
        self.report = report
        self.document = document

    def __str__(self) -> str:
        return self.described("Nothing was sent.")

    def described(self, consequence: str) -> str:
        """What broke, as text, with what that means for the caller."""
        names = list(dict.fromkeys(change.operation_id for change in self.report.breaking))
        count = f"{len(names)} operation{'s' if len(names) != 1 else ''}"
        lines = [f"{self.source}: {self.document or 'the document'} breaks {count} in use. {consequence}"]
        lines += [f"  {change}. {change.advice}".rstrip() for change in self.report.breaking[:_MOST_BROKEN]]
        left = len(self.report.breaking) - _MOST_BROKEN
        if left > 0:
            lines.append(f"  … and {left} more")
        return clean("\n".join(lines))


_MOST_BROKEN = 20
"""Changes that the text of an error lists."""


# The caller is wrong; nothing was sent.


class RequestError(DynaclientError):
    """The call is wrong. Nothing was sent; only an `InvalidItem` of a body that is sent item by item comes later.

    Attributes:
        operation_id: the operation that was called, or "".
        violations: each reason, ordered by location: path, query, header, cookie, body.
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

    Also an AttributeError and a KeyError, since `client.name` and `client.operations["name"]` raise it.

    Attributes:
        operation_id: the name that was given; "" for none.
        reason: why it names none, if that is not that the document has no such operation.
        gone_from: the title of the document in use, if an earlier one had the operation; else "".
    """

    gone_from = ""

    def __init__(self, operation_id: str, known: Iterable[str] = (), *, reason: str = "") -> None:
        super().__init__(operation_id=operation_id)
        self.known = tuple(known)
        self.reason = reason

    @property
    def hint(self) -> str:
        """The names that are near. Computed on demand, since `hasattr` creates this error without showing it."""
        return did_you_mean(self.operation_id, self.known)

    def __str__(self) -> str:
        if self.reason:
            return self.reason
        if not self.operation_id:
            return f"the id of an operation is missing: it is the first argument.{_ALL}"
        if self.gone_from:
            hint = self.hint or _ALL
            return f"the operation {self.operation_id!r} is gone: {self.gone_from!r}, now in use, has none.{hint}"
        hint = self.hint or f"{_ALL}{_NEWER}"
        return f"the document has no operation {self.operation_id!r}.{hint}"


_ALL = " See client.operations, or search with client.operations.search(…)."
_NEWER = (
    " A newer document may have it: give the client its path or URL, as in Client('newer.yaml'), or "
    "send the request itself with client.request('POST', '/path', json={…})."
)


class ArgumentConflict(RequestError):
    """An argument is given twice, or its name is ambiguous."""


class LinkError(RequestError, KeyError):
    """A link of an answer cannot be followed. Nothing was sent.

    Attributes:
        operation_id: the operation whose answer has the link.
        link: its name.
        expression: the runtime expression that has no value, or "".
    """

    def __init__(self, message: str = "", *, operation_id: str = "", link: str = "", expression: str = "") -> None:
        super().__init__(message, operation_id=operation_id)
        self.link = link
        self.expression = expression

    __str__ = RequestError.__str__


class MissingCredentials(RequestError):
    """The operation needs credentials that were not given. `alternatives` lists the sets of schemes that it accepts."""

    def __init__(self, *, operation_id: str, alternatives: Sequence[Sequence[str]], hint: str = "") -> None:
        super().__init__(operation_id=operation_id)
        self.alternatives = tuple(tuple(names) for names in alternatives)
        self.hint = hint

    def __str__(self) -> str:
        sets = either([" together with ".join(repr(name) for name in names) for names in self.alternatives])
        example = ", ".join(f'"{name}": "…"' for name in (self.alternatives[0] if self.alternatives else ()))
        return (
            f"{self.operation_id}: credentials for {sets} are required but were not given. "
            f"{self.hint or f'Pass credentials={{{example}}}.'} Nothing was sent."
        )


class MissingExtra(RequestError):
    """What was asked for needs an optional package that is not installed.

    Attributes:
        purpose: what needs the package: "an async client".
        module: what cannot be imported.
    """

    def __init__(self, purpose: str, module: str) -> None:
        super().__init__()
        self.purpose = purpose
        self.module = module

    def __str__(self) -> str:
        from ._support.extras import install_line

        return f"{self.purpose} needs {self.module}, which is not installed: {install_line(self.module)}"


class TokenError(RequestError):
    """No access token could be obtained, so the call was not sent. After a 401 it is the cause of the `Unauthorized`.

    Attributes:
        scheme: the security scheme that needs the token.
        url: the address that was asked, without its query; "" if none was.
        status_code: the status of its answer, or None.
        error: its code, such as `invalid_client`; "" if it gave none.
        description: its words, without secrets.
        may_pass: whether asking again later may succeed: the server could not be reached, or failed.
    Source: RFC 6749 section 5.2.
    """

    def __init__(
        self,
        message: str = "",
        *,
        scheme: str = "",
        url: str = "",
        status_code: int | None = None,
        error: str = "",
        description: str = "",
        may_pass: bool = False,
        operation_id: str = "",
    ) -> None:
        super().__init__(message, operation_id=operation_id)
        self.scheme = scheme
        self.url = url
        self.status_code = status_code
        self.error = error
        self.description = description
        self.may_pass = may_pass

    def again(self) -> TokenError:
        """A copy, for another call that waited for the same token."""
        copy = TokenError(*self.args)
        copy.__dict__.update(self.__dict__)
        return copy

    def __str__(self) -> str:
        call = f"{self.operation_id}: " if self.operation_id else ""
        return f"{call}no access token for {self.scheme!r}: {self.message}"


class ValidationError(RequestError):
    """The arguments do not fit the document. Every reason is in `violations`.

    Attributes:
        media_type: the media type that the body was judged as, if the operation declares several for its fields.
    """

    def __init__(
        self, message: str = "", *, operation_id: str = "", violations: Sequence[Violation] = (), media_type: str = ""
    ) -> None:
        super().__init__(message, operation_id=operation_id, violations=violations)
        self.media_type = media_type

    def __str__(self) -> str:
        count = len(self.violations)
        body = f" The body goes as {self.media_type}." if self.media_type else ""
        head = f"{self.operation_id}: {count} argument{'s do' if count != 1 else ' does'} not fit.{body}"
        return "\n".join([f"{head} Nothing was sent.", *(f"  {violation}" for violation in self.violations)])

    def _repr_html_(self) -> str:
        return Violations(self.violations)._repr_html_()


class InvalidItem(ValidationError):
    """An item of a body that is sent as it is made does not fit, so that the request was broken off.

    The items before it may have arrived. Nothing after them was sent, not even the end of the body.

    Attributes:
        index: the place of the item, from 0; as many items were sent before it.
    """

    def __init__(self, *, index: int, operation_id: str = "", violations: Sequence[Violation] = ()) -> None:
        super().__init__(operation_id=operation_id, violations=violations)
        self.index = index

    def __str__(self) -> str:
        before = f"{self.index:,} item{'s' if self.index != 1 else ''} before it" if self.index else "No item"
        verb = "were" if self.index > 1 else "was"
        text = f"item {self.index} of the body does not fit. {before} {verb} sent, and the request was broken off."
        head = f"{self.operation_id}: {text}" if self.operation_id else text
        return "\n".join([head, *(f"  {violation}" for violation in self.violations)])


class UnknownParameter(ValidationError):
    """The operation has no such argument; `violations` also lists everything else that is wrong.

    Attributes:
        bare: the first unknown name that was given without its location, or "".
        has_body: whether the operation takes a body.
    """

    def __init__(
        self,
        *,
        operation_id: str = "",
        violations: Sequence[Violation] = (),
        bare: str = "",
        has_body: bool = False,
        media_type: str = "",
    ) -> None:
        super().__init__(operation_id=operation_id, violations=violations, media_type=media_type)
        self.bare = bare
        self.has_body = has_body

    def __str__(self) -> str:
        text = super().__str__()
        if not self.bare:
            return text
        places = ("query", "header", "cookie", *(["body"] if self.has_body else []))
        return (
            f"{text}\nTo send {self.bare!r} although the document does not declare it, write its place in front: "
            f"{either([f'{place}:{self.bare}' for place in places])}."
        )


# The network failed.


class TransportError(DynaclientError):
    """No complete answer was received.

    Attributes:
        sent: whether bytes of the request may have reached the server.
        lasting: whether another attempt is certain to fail too.
        status_code: the status, if one was received before the failure.
        received: number of body bytes received.
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
        is_raw = self.operation_id.startswith(f"{self.method} ")  # `client.request`, whose name is the request itself
        call = f"{self.operation_id}: " if self.operation_id and not is_raw else ""
        had = f", after status {self.status_code} and {self.received:,} bytes" if self._broke_off() else ""
        tried = f" (attempt {len(self.attempts)})" if len(self.attempts) > 1 else ""
        return f"{call}{self.method} {self.url}: {self.message}{had}{tried}"

    def _broke_off(self) -> bool:
        """Whether an answer had begun, and did not end."""
        return bool(self.status_code)


class ConnectionFailed(TransportError):
    """The connection could not be opened, or broke before the answer was complete."""


class DeadlineExceeded(TransportError):
    """The answer did not arrive in time.

    Attributes:
        ran_out: "connect" or "read" (the parts of `timeout`), or "deadline" (the time for the whole call).
        seconds: the limit that was exceeded, if known.
        last: the last answer, if polling ran out of time.
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
        self._was_whole = last is not None

    def _broke_off(self) -> bool:
        return bool(self.status_code) and not self._was_whole

    def _picklable(self) -> dict[str, Any]:
        return {**super()._picklable(), "last": None}


class BodyTooLarge(TransportError):
    """The body of the answer is larger than `max_body`, which limits a body that is held in memory.

    Attributes:
        limit: `max_body` in bytes, after decompression.
    """

    def __init__(self, message: str, *, limit: int = 0, **known: Any) -> None:
        super().__init__(message, **known)
        self.limit = limit


# A recording cannot be used.


class RecordingError(DynaclientError):
    """A recording cannot be read or written.

    Attributes:
        path: the file.
    """

    def __init__(self, message: str = "", *, path: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class NotRecorded(RequestError):
    """A call is replayed, and the recording has no exchange for it. Nothing was sent.

    Attributes:
        path: the file.
        nearest: the number of the recorded exchange that is nearest to the call, from 1; 0 if there is none.
    """

    def __init__(self, message: str = "", *, operation_id: str = "", path: str = "", nearest: int = 0) -> None:
        super().__init__(message, operation_id=operation_id)
        self.path = path
        self.nearest = nearest


# A job of many calls ended before its end.


class BulkError(DynaclientError):
    """A bulk job did not reach its end: rows do not fit, the credentials were refused, or too many rows failed.

    Attributes:
        report: what came of it, as `job.report`: counts, bad rows, unknown rows.
        operation_id: the operation that was to be called for each row.
        nothing_sent: whether nothing was sent.
    """

    def __init__(
        self, message: str = "", *, report: Any = None, operation_id: str = "", nothing_sent: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.report = report
        self.operation_id = operation_id
        self.nothing_sent = nothing_sent

    def __str__(self) -> str:
        return f"{self.operation_id}: {self.message}" if self.operation_id else self.message


# The server is wrong.


class ResponseError(DynaclientError):
    """The server's answer is wrong. `response` holds it."""

    def __init__(self, message: str = "", *, response: ResponseLike | None = None, operation_id: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.response = response
        self.operation_id = operation_id

    def __str__(self) -> str:
        return f"{self.operation_id}: {self.message}" if self.operation_id else self.message

    def _picklable(self) -> dict[str, Any]:
        state = {**super()._picklable(), "response": None}
        mask = str if self.response is None else self.response.masked
        if "data" in state:
            state["data"] = masked_data(state["data"], mask)
        if "violations" in state:
            state["violations"] = _bare(state["violations"], mask)
        return state


class UndecodableBody(ResponseError):
    """The body does not match its Content-Type."""


class RefusedAnswer(ResponseError):
    """A model refused what it was asked for.

    Attributes:
        refusal: its words.
    """

    def __init__(self, refusal: str = "", *, response: ResponseLike | None = None, operation_id: str = "") -> None:
        super().__init__(f"the model refused: {refusal}", response=response, operation_id=operation_id)
        self.refusal = refusal


class IncompleteAnswer(ResponseError):
    """A model's answer was cut before its end, or has no text.

    Attributes:
        reason: the server's word for why it ended, such as "length"; "" if it gave none.
        text: what there is of it.
    """

    def __init__(
        self,
        message: str = "",
        *,
        reason: str = "",
        text: str = "",
        response: ResponseLike | None = None,
        operation_id: str = "",
    ) -> None:
        super().__init__(message, response=response, operation_id=operation_id)
        self.reason = reason
        self.text = text

    def _picklable(self) -> dict[str, Any]:
        mask = str if self.response is None else self.response.masked
        return {**super()._picklable(), "text": mask(self.text)}


class DamagedBody(ResponseError):
    """The length or digest of the body does not match its headers. Nothing was saved."""


class ErrorEvent(ResponseError):
    """The server reported a failure in an event of a stream.

    Attributes:
        event: the event.
        data: its decoded data.
        detail: the server's message.
    """

    def __init__(
        self, *, event: Any, detail: str = "", response: ResponseLike | None = None, operation_id: str = ""
    ) -> None:
        super().__init__(response=response, operation_id=operation_id)
        self.event = event
        self.data = event.data
        self.detail = detail

    def _picklable(self) -> dict[str, Any]:
        state = super()._picklable()
        mask = str if self.response is None else self.response.masked
        return {**state, "event": replaced(self.event, data=state["data"], text=mask(self.event.text))}

    def __str__(self) -> str:
        detail = f": {self.detail}" if self.detail else ""
        return f"{self.operation_id}: the server ended the stream with an error{detail}"


class PagingError(ResponseError):
    """The next page cannot be requested, or the pages would never end: a repeated cursor, an empty page with more."""


class PagingWarning(DynaclientWarning):
    """A list ended after its first page, although nothing shows whether more pages follow; `rule=` says how they do."""


class UnexpectedState(ResponseError):
    """Polling ended in a final state other than the one waited for."""


class InvalidResponse(ResponseError):
    """The body does not fit the document, or the class that it is read into.

    Attributes:
        violations: every reason.
        expected: the name of the class; "" for the document.
    """

    def __init__(
        self,
        *,
        violations: Sequence[Violation],
        response: ResponseLike | None = None,
        operation_id: str = "",
        expected: str = "",
    ) -> None:
        super().__init__(response=response, operation_id=operation_id)
        self.violations = tuple(violations)
        self.expected = expected

    def __str__(self) -> str:
        head = f"{self.operation_id}: the response does not fit {self.expected or 'the document'}."
        return "\n".join([head, *(f"  {violation}" for violation in self.violations)])


@record
class ProblemDetails:
    """What a server says about an error in the standard form. Secrets that it sends back are masked.

    Attributes:
        type: a URI that identifies the kind of problem.
        title: the kind in words, or "".
        status: the status that the server meant to send, or None.
        detail: what is wrong this time, or "".
        instance: a URI that identifies this occurrence, or "".
        extensions: any other members, by name.
    Source: RFC 9457 section 3.
    """

    type: str = "about:blank"
    title: str = ""
    status: int | None = None
    detail: str = ""
    instance: str = ""
    extensions: Mapping[str, Any] = made(dict)


class HTTPStatusError(ResponseError):
    """The server answered with a 4xx or 5xx status.

    Attributes:
        status_code: the status.
        data: the decoded error body, or its text if it cannot be decoded.
        detail: the server's message, from the usual places in an error body.
        excerpt: the start of the body, shown in the message if there is no `detail`.
        problem: the body as problem details, or None if it has another form.
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
        problem: ProblemDetails | None = None,
    ) -> None:
        super().__init__(response=response, operation_id=operation_id)
        self.status_code = status_code
        self.reason = reason
        self.data = data
        self.detail = detail
        self.excerpt = excerpt
        self.problem = problem
        self._attempts: tuple[AttemptLike, ...] = ()

    @property
    def attempts(self) -> tuple[AttemptLike, ...]:
        """Every attempt of the call, in order."""
        return self._attempts if self.response is None else self.response.attempts

    def _picklable(self) -> dict[str, Any]:
        return {**super()._picklable(), "_attempts": self.attempts}

    def __str__(self) -> str:
        detail = self.detail or self.excerpt
        status = f"{self.status_code} {self.reason}".rstrip()
        tried = f" (attempt {len(self.attempts)})" if len(self.attempts) > 1 else ""
        return f"{self.operation_id}: the server answered {status}{tried}{f': {detail}' if detail else ''}"


class BadRequest(HTTPStatusError):
    """400: the server did not understand the request."""


class Unauthorized(HTTPStatusError):
    """401: the credentials are missing or wrong."""


class Forbidden(HTTPStatusError):
    """403: the credentials do not allow this."""


class NotFound(HTTPStatusError):
    """404: the resource does not exist."""


class Conflict(HTTPStatusError):
    """409: the current state of the resource does not allow this."""


class Gone(HTTPStatusError):
    """410: the resource existed, and is not coming back."""


class PreconditionFailed(HTTPStatusError):
    """412: the resource is not in the state that the request demands; often it has changed since it was read."""


class EditConflict(PreconditionFailed):
    """`client.edit`: somebody else changed the same members meanwhile. Their change is kept, and yours is not written.

    Attributes:
        before: the value as it was read.
        yours: the value as you changed it.
        theirs: the value as it is at the server now.
        members: JSON Pointers of the members that both changed; empty if the changes do not meet, but it changed once
            more during the second attempt, or `on_conflict="raise"`.
    """

    def __init__(
        self, *, before: Any = None, yours: Any = None, theirs: Any = None, members: Sequence[str] = (), **known: Any
    ) -> None:
        super().__init__(**known)
        self.before = before
        self.yours = yours
        self.theirs = theirs
        self.members = tuple(members)

    def _picklable(self) -> dict[str, Any]:
        mask = str if self.response is None else self.response.masked
        shown = {name: masked_data(getattr(self, name), mask) for name in ("before", "theirs")}
        return {**super()._picklable(), **shown, "yours": None}

    def __str__(self) -> str:
        if self.members:
            both = either([repr(member) for member in self.members[:_MOST_BROKEN]], word="and")
            what = f"somebody else changed {both} too"
        else:
            what = "somebody else changed it meanwhile"
        return (
            f"{self.operation_id}: {what}, so nothing was written. error.yours, error.theirs and error.before have the "
            "values; edit it again from what it is now"
        )


class ContentTooLarge(HTTPStatusError):
    """413: the body of the request is larger than the server accepts."""


class UnprocessableEntity(HTTPStatusError):
    """422: the server understood the request but rejected its content."""


class PreconditionRequired(HTTPStatusError):
    """428: the server wants the request to say which state of the resource it is for, as with If-Match."""


class RateLimited(HTTPStatusError):
    """429: too many requests, or the quota is used up."""


class ServerError(HTTPStatusError):
    """5xx: the server failed."""


# What the API itself sends: webhooks and callbacks.


class WebhookError(DynaclientError):
    """A webhook cannot be read: no secret is set, or the body is not the original bytes. The message has no secret."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class UnknownWebhook(WebhookError, KeyError):
    """The document declares no webhook or callback of this name.

    Attributes:
        name: what was asked for.
        known: the names that there are.
        meant: those that it could mean, if there are several.
    """

    def __init__(self, name: str, known: Sequence[str] = (), meant: Sequence[str] = ()) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)
        self.meant = tuple(meant)

    def __str__(self) -> str:
        if self.meant:
            return f"{self.name!r} could mean {either(self.meant)}: write one of these"
        if not self.known:
            return f"there is no webhook {self.name!r}: the document declares no webhooks and no callbacks"
        hint = did_you_mean(self.name, self.known)
        names = "" if hint else f" It has {', '.join(self.known[:20])}{', …' if len(self.known) > 20 else ''}"
        return f"the document declares no webhook or callback {self.name!r}.{hint or names}"


class InvalidSignature(WebhookError):
    """The signature does not prove that the message comes from the API: answer 400, and ignore the message."""


class InvalidEvent(WebhookError):
    """The signature is right, but the content is not what the document describes.

    Attributes:
        name: of the webhook, or "".
        violations: every reason.
    """

    def __init__(self, message: str = "", *, name: str = "", violations: Sequence[Violation] = ()) -> None:
        super().__init__(message)
        self.name = name
        self.violations = tuple(violations)

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {violation}" for violation in self.violations)])
