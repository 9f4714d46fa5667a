"""Raw requests of a client: one with their options sends them, without credentials where another server answers."""

# ruff: noqa: SLF001  # written as a part of the client

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._support.record import replaced
from .._support.wording import shown_option
from ..errors import RequestError
from ..model import Operation
from ..request import Credentials, WireRequest
from ..request.plan import CallPlan
from ..request.raw import RawContent, RawTarget, raw_wire
from ..request.writing.template import PathTemplate
from ..types import MISSING
from .options import OPTION_NAMES
from .own_names import no_operation
from .shared import ActiveDocument
from .unknown_options import hint_for

_OWN = ("json", "data", "files", "query", "headers")

_OF_SERVER = ("base_url", "credentials")
"""Options that are for the document's server only."""

_CHECKS = ("validate", "formats", "validate_responses", "strict_responses")
"""Options that compare a call with the document."""

_OTHER_WORDS = {
    "body": "json=, or data= for what is not JSON",
    "content": "data=",
}
"""What other libraries call the body → its name here."""


def raw_call(
    client: Any,
    method: Any,
    path: Any,
    content: tuple[Any, Any, Any],
    query: Mapping[str, Any] | None,
    headers: Mapping[str, str | None] | None,
    options: Mapping[str, Any],
    others: Sequence[Any] = (),
) -> tuple[Any, ActiveDocument, Operation, WireRequest]:
    """Build a raw request: the client that sends it, the document, a stand-in for its operation, the request.

    Args:
        content: json, data and files.
        others: what else was passed by place.

    Raises:
        RequestError: an argument is wrong.
    """
    if others:
        raise RequestError(
            f"request takes a method and a path by place, not {len(others) + 2} arguments: pass the body as json= or "
            "data=, and the query as query="
        )
    active: ActiveDocument = client._slot.current
    if method is MISSING or path is MISSING:
        if {"request", "prepare_request"} & {*active.operations, *active.operations.aliases}:
            raise no_operation(type(client), active.operations, method)
        raise RequestError(_incomplete(method))
    _check_names(options)
    if options.get("extra_body") and all(part is MISSING for part in content):
        content = ({}, MISSING, MISSING)
    target = RawTarget.of(method, path)
    operation = target.operation(active.document)
    sender = _at(client, active, target, operation, options).with_options(headers=headers, query=query)
    request = sender._request_options(operation, active)
    wire = raw_wire(active.document, operation, request, RawContent(*content), sender._options.idempotency)
    return sender, active, operation, wire


def _incomplete(method: Any) -> str:
    """What a request lacks that has no path, or nothing at all."""
    if method is MISSING:
        return "request takes a method and a path, as in client.request('GET', '/models')"
    if isinstance(method, str) and "/" in method:
        return f"the method is missing: write client.request('GET', {shown_option(method)})"
    return f"the path is missing: write client.request({shown_option(method)}, '/path')"


def _at(
    client: Any, active: ActiveDocument, target: RawTarget, operation: Operation, options: Mapping[str, Any]
) -> Any:
    """The client with these options, for the server of an absolute URL if one was given."""
    changed = client.with_options(**options)
    if not target.origin:
        return changed
    base = _base_url(changed, active, operation)
    if not (base and target.is_at(base)):
        others = {name: value for name, value in options.items() if name not in _OF_SERVER}
        return _elsewhere(client).with_options(**others, base_url=target.origin)
    _, mark, query = (changed._options.request.base_url or "").partition("?")
    return changed.with_options(base_url=f"{target.origin}{mark}{query}")


def _check_names(options: Mapping[str, Any]) -> None:
    for name in options:
        if name not in OPTION_NAMES:
            other = _OTHER_WORDS.get(name)
            hint = f" Write {other}." if other else hint_for(name, (*_OWN, *OPTION_NAMES))
            raise RequestError(
                f"request has no argument {name!r}.{hint} It takes {', '.join(_OWN)} and the options of with_options."
            )
        if name in _CHECKS and options[name]:
            raise RequestError(
                f"nothing of this request is checked against the document: leave out {name}=. "
                "response.unmarshal(into=…) checks an answer against a class"
            )


def _base_url(client: Any, active: ActiveDocument, operation: Operation) -> str:
    """The server of the document or of the options; "" if there is none."""
    options = client._request_options(operation, active)
    try:
        plan = CallPlan(active.document, operation, PathTemplate.parse("/"), options)
        return plan.base_url()
    except RequestError:
        return ""


def _elsewhere(client: Any) -> Any:
    """A copy without anything that may hold a credential: those of the client, its headers, query and session."""
    copy = client.with_options()
    request = copy._options.request
    copy._options = replaced(
        copy._options,
        request=replaced(
            request,
            credentials=Credentials(False, request.credentials.schemes),
            base_url=None,
            headers={},
            query={},
            extra_body={},
        ),
    )
    copy._core = copy._core.elsewhere()
    return copy
