"""What a script answers with, and the request that its functions see: values. Knows no document."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from .._support.wording import shown
from ..errors import DocumentError
from ..types import MISSING
from .faults import LONGEST_DELAY, Malformed, Trouble
from .message import arguments_by_name

if TYPE_CHECKING:
    from .request_headers import RequestHeaders


class ScriptError(DocumentError):
    """A script does not fit the document, or is not one. `line` and `column` are those of the file, if it is one.

    Attributes:
        place: the tokens that lead to what is wrong within its rule or answer.
    """

    def __init__(self, message: str, *, place: Sequence[str | int] = (), **known: Any) -> None:
        super().__init__(message, **known)
        self.place = tuple(place)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedAnswer:
    """One answer of a script. What is not given is as usual: the status, the body that the document has for a status.

    Attributes:
        body: the whole body: a JSON value, text, or bytes. Nothing is added to it.
        status: by default the operation's usual one for a success.
        headers: to send with it.
        delay: seconds before it begins.
        events: the events of a stream, for the requests that ask for one; the others pass this rule by.
        content_type: the media type, where the operation declares several or `force` is given.
        drop: close the connection before the answer.
        cut: close the connection after this many bytes of the body.
        trickle: seconds between pieces of the body.
        malformed: "truncated", "html" or "empty": a body that is not what its Content-Type says.
        times: how many requests get this answer before the next one of the sequence is due; by default one, and the
            last answer stays.
        force: allow what the document does not.
    """

    body: Any = MISSING
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    events: Sequence[Any] | None = None
    content_type: str = ""
    drop: bool = False
    cut: int | None = None
    trickle: float = 0.0
    malformed: Malformed | None = None
    times: int | None = None
    force: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether the operation is carried out as usual, since neither a body nor a status is given."""
        return self.body is MISSING and self.status is None and self.events is None

    @property
    def trouble(self) -> Trouble:
        """What goes wrong with it."""
        return Trouble(delay=self.delay, drop=self.drop, cut=self.cut, trickle=self.trickle, malformed=self.malformed)

    def over(self, below: ScriptedAnswer) -> ScriptedAnswer:
        """This answer, with what it leaves open taken from another one."""
        given = {item.name: getattr(self, item.name) for item in fields(self)}
        unset = {item.name: item.default for item in fields(self)}
        chosen = {name: value for name, value in given.items() if name != "headers" and value != unset[name]}
        return replace(below, headers={**below.headers, **self.headers}, **chosen)


@dataclass(frozen=True, slots=True)
class ScriptRequest:
    """A valid request, as the function of a script sees it.

    Attributes:
        parameters: location (path, query, header, cookie) → wire name → value.
        body: the JSON value, the fields of a form, text or bytes; `MISSING` without one.
        headers: all of them, by any case of their names.
        number: counts the requests that the rule has answered, from 1.
    """

    operation_id: str
    method: str
    path: str
    parameters: Mapping[str, Mapping[str, Any]]
    body: Any
    headers: RequestHeaders
    number: int
    _usual: Callable[[], ScriptedAnswer] = field(repr=False)

    @property
    def arguments(self) -> dict[str, Any]:
        """Parameters and the fields of the body by name, as a call passes them; a parameter goes before a field."""
        return arguments_by_name(self.parameters, self.body)

    def usual(self) -> ScriptedAnswer:
        """Carry the request out, and return what the sandbox answers without a script."""
        return self._usual()


Answering = Callable[[ScriptRequest], Any]
"""A function of a script: returns a body, or a `ScriptedAnswer`."""


def checked(answer: ScriptedAnswer) -> ScriptedAnswer:
    """The answer with values that cannot change afterwards, if its own values are possible at all.

    Raises:
        ScriptError: one of them is not.
    """
    status, headers, times, cut = answer.status, answer.headers, answer.times, answer.cut
    if status is not None and (isinstance(status, bool) or not isinstance(status, int) or not 200 <= status <= 599):
        raise ScriptError(f"status must be a number from 200 to 599, not {shown(status)}", place=["status"])
    for name, limit in (("delay", LONGEST_DELAY), ("trickle", LONGEST_DELAY)):
        value = getattr(answer, name)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= limit:
            raise ScriptError(f"{name} must be seconds from 0 to {limit:g}, not {shown(value)}", place=[name])
    for name, number, least in (("times", times, 1), ("cut", cut, 0)):
        if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < least):
            raise ScriptError(f"{name} must be a whole number from {least}, not {shown(number)}", place=[name])
    for name in ("drop", "force"):
        if not isinstance(getattr(answer, name), bool):
            raise ScriptError(f"{name} must be true or false, not {shown(getattr(answer, name))}", place=[name])
    if answer.malformed not in (None, "truncated", "html", "empty"):
        raise ScriptError(
            f"malformed must be truncated, html or empty, not {shown(answer.malformed)}", place=["malformed"]
        )
    if not isinstance(answer.content_type, str):
        raise ScriptError(
            f"content_type must be a media type, not {shown(answer.content_type)}", place=["content_type"]
        )
    if answer.events is not None and answer.body is not MISSING:
        raise ScriptError("an answer has a body or events, not both", place=["events"])
    if answer.events is not None and (
        isinstance(answer.events, (str, bytes)) or not isinstance(answer.events, Sequence)
    ):
        raise ScriptError(f"events must be a list of events, not {shown(answer.events)}", place=["events"])
    return replace(
        answer,
        headers=_headers(headers),
        body=_frozen(answer.body, "body"),
        events=None if answer.events is None else tuple(_frozen(answer.events, "events")),
    )


def _headers(headers: Any) -> dict[str, str]:
    if not isinstance(headers, Mapping):
        raise ScriptError(f"headers must be an object of names and values, not {shown(headers)}", place=["headers"])
    out = {}
    for name, value in headers.items():
        text = value if isinstance(value, str) else str(value) if type(value) in (int, float) else None
        if text is None or any(character in text for character in "\r\n\0") or not isinstance(name, str) or not name:
            raise ScriptError(
                f"the header {name!r} must be a text of one line, not {shown(value)}", place=["headers", name]
            )
        try:
            text.encode("latin-1")
            name.encode("ascii")
        except UnicodeEncodeError:
            raise ScriptError(
                f"the header {name!r} has characters that a header cannot carry", place=["headers", name]
            ) from None
        out[name] = text
    return out


def _frozen(value: Any, name: str) -> Any:
    """A copy, so that what the caller changes later changes no answer."""
    if value is MISSING or isinstance(value, (bytes, bytearray)):
        return bytes(value) if isinstance(value, bytearray) else value
    try:
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise ScriptError(f"the {name} must be a JSON value, text or bytes: {error}", place=[name]) from None
