"""A call as a model writes it, checked completely: all that is wrong, or a call that may be sent. Sends nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .._support.record import replaced
from .._support.wording import kind_of, shown
from ..errors import RequestError, ValidationError, Violation
from ..types import MISSING
from .access import may_change, overriding
from .fields import body_of, body_value
from .offer import Offer, Offered
from .selecting import Selection
from .settings import Settings

BODY = "body"
FILE = "file"
"""The only member of a body that names a file, where the whole body is bytes: `{"body": {"file": "photo.png"}}`."""

MOST_ITEMS = 10_000
"""Items of a list that one call collects at most."""

_LOCATIONS = ("path", "query", "header", "cookie", "body")


@dataclass(frozen=True, slots=True)
class CheckedCall:
    """A call that may be sent.

    Attributes:
        params: its arguments by name.
        body: the whole body, or `MISSING`.
        select: the part of the answer that is shown.
        limit: how many items of a list are collected over its pages; None for one page.
        changes: whether it may change something at the server.
    """

    offered: Offered
    params: Mapping[str, Any]
    body: Any
    select: Selection | None
    limit: int | None
    changes: bool
    settings: Settings

    @property
    def client(self) -> Any:
        """The client, pinned to the document that the call was checked against."""
        return self.offered.client

    @contextmanager
    def files(self) -> Iterator[None]:
        """Paths are those of files in the folder of the settings meanwhile, and no others."""
        with files_below(self.settings):
            yield


@contextmanager
def files_below(settings: Settings) -> Iterator[None]:
    """Admit no path of a file outside the folder of the settings."""
    from ..request.writing.files import FOLDER

    token = FOLDER.set(settings.files or "")
    try:
        yield
    finally:
        FOLDER.reset(token)


class WriteRefused(RequestError):
    """The call may change something, and this server does not send such calls."""


def checked_call(
    offer: Offer,
    settings: Settings,
    operation: Any,
    arguments: Any = None,
    select: Any = None,
    limit: Any = None,
) -> CheckedCall:
    """Check a call.

    Raises:
        RequestError: what is wrong, completely, and what to write instead. Nothing was sent.
    """
    offered = offer.find(operation)
    if arguments is None:
        arguments = {}
    if not isinstance(arguments, Mapping):
        raise RequestError(f"arguments is an object of names and values, not {kind_of(arguments)}. Nothing was sent.")
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST_ITEMS):
        raise RequestError(
            f"limit is a number of items from 1 to {MOST_ITEMS:,}, not {shown(limit)}. Nothing was sent."
        )
    selection = None if select is None else Selection(select)
    changes = may_change(offered.operation, settings)
    refuse_write(offered, settings, changes=changes)
    params, body = _split(offered, arguments)
    _refuse_undeclared(offered, params, body, settings)
    call = CheckedCall(offered, params, body, selection, limit, changes, settings)
    with call.files():
        found = offered.client.validate(offered.operation.operation_id, params, body=body)
        if found:
            raise ValidationError(operation_id=offered.name, violations=[_for_models(offered, v) for v in found])
        if not offered.client._is_async:  # noqa: SLF001  # an async client may have to await its keys
            offered.client.prepare(offered.operation.operation_id, params, body=body)  # raises if keys are missing
    return call


_OPTION = re.compile(r" (Did you mean the option|This is an option of the client).*", re.DOTALL)
"""Advice for programs: a model has no options."""


def _for_models(offered: Offered, violation: Violation) -> Violation:
    """A violation with what the operation takes instead of an option of the client."""
    text = _OPTION.sub("", violation.message)
    if text == violation.message:
        return violation
    names = [p.name for p in offered.operation.parameters]
    body = body_value(offered.client.document, offered.operation)
    names += [] if body is None else [member.name for member in body.children()]
    known = ", ".join(names[:20]) or "no arguments"
    return replaced(violation, message=f"{text} It takes {known}.")


def refuse_write(offered: Offered, settings: Settings, *, changes: bool) -> None:
    """Refuse what may change something if the settings say so.

    Raises:
        WriteRefused: they do; the text names the flag.
    """
    if changes and settings.writes == "no":
        operation = offered.operation
        raise WriteRefused(
            f"{offered.name}: {operation.method.upper()} {operation.path} may change data, and this server only reads. "
            "Nothing was sent. The person who runs it can allow that with --writes ask or --writes yes, or, if it "
            f"changes nothing, with --read-only-operation {offered.line.operation_id!r}. Do not look for a way around."
        )


def _split(offered: Offered, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
    """The arguments by name, and the whole body if it is given."""
    params = dict(arguments)
    operation = offered.operation
    if BODY not in params or operation.request_body is None or any(p.name == BODY for p in operation.parameters):
        return params, MISSING
    media_type = body_of(operation)
    from ..schema.view import properties_of

    is_member = media_type is not None and BODY in properties_of(offered.client.document, media_type.schema)
    if is_member and not (isinstance(params[BODY], Mapping) and len(params) == 1 and BODY in params[BODY]):
        return params, MISSING  # a property of that name, unless it is clear that the whole is meant
    return params, _body(offered, params.pop(BODY))


def _body(offered: Offered, body: Any) -> Any:
    """The whole body; one of bytes may be a file."""
    from ..model.media_types import family_of

    media_type = body_of(offered.operation)
    is_bytes = media_type is not None and family_of(media_type.name).holds == "bytes"
    if is_bytes and isinstance(body, Mapping) and set(body) == {FILE} and isinstance(body[FILE], str):
        return _Path(body[FILE])
    return body


class _Path(os.PathLike[str]):
    """A path that a model wrote, which the folder for files is asked about when it is read."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __fspath__(self) -> str:
        return self._path


def _refuse_undeclared(offered: Offered, params: Mapping[str, Any], body: Any, settings: Settings) -> None:
    """Refuse what the document does not declare, even with its place before it, and another method in disguise."""
    operation = offered.operation
    given = {**params, **({BODY: body} if isinstance(body, Mapping) else {})}
    name = overriding(given) if settings.writes != "yes" else ""
    if name:
        raise RequestError(
            f"{offered.name}: {name!r} asks the server for another method than {operation.method.upper()}, which this "
            "server does not send. Nothing was sent. Call the operation that has that method."
        )
    found: list[Violation] = []
    for name, value in params.items():
        location, separator, rest = name.partition(":")
        if not separator or location not in _LOCATIONS[:-1] or _declares(offered, location, rest):
            continue
        if any(parameter.name == name for parameter in operation.parameters):
            continue
        text = f"the document declares no {location} parameter {rest!r}, and others are not sent from here"
        found.append(Violation(location, f"/{rest}", "unknown", text, value))
    if found:
        raise ValidationError(operation_id=offered.name, violations=found)


def _declares(offered: Offered, location: str, name: str) -> bool:
    same = (p for p in offered.operation.parameters if p.location == location)
    if location == "header":
        return any(name.lower() in (p.name.lower(), p.python_name.lower()) for p in same)
    return any(name in (p.name, p.python_name) for p in same)
