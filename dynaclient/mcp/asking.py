"""Asks the person before a call that may change something, in both generations of the protocol.

Up to 2025-11-25 the server asks the client on its own and waits. From 2026-07-28 on, the result asks for input, and the
client makes the call again with the answer. Source: MCP, "Elicitation" and "Multi Round-Trip Requests".
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from typing import Any

import mcp_types as types
from mcp.shared.exceptions import MCPError, NoBackChannelError
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from .._support.urls import without_secrets
from .._support.wording import masked
from ..errors import DynaclientError
from .checking import CheckedCall
from .results import ToolResult
from .text import cut, visible

_KEY = "approval"
_MOST_BODY = 2_000
"""Characters of a body that the person is shown."""

_MOST_WAITING = 1_000

_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"send": {"type": "boolean", "title": "Send this request", "default": False}},
    "required": ["send"],
}

_waiting: OrderedDict[str, str] = OrderedDict()
"""A number that is used once → the question that was asked under it."""


class Refusal(Exception):  # a result, not a bug
    """The person did not agree, or could not be asked. Nothing was sent."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.result = ToolResult(f"{text} Nothing was sent.", is_error=True)
        self.since = time.monotonic()


def question_of(call: CheckedCall) -> str:
    """What the person is shown: the request without its keys."""
    request: Any = None
    try:
        with call.files():
            request = call.client.prepare(call.offered.line.operation_id, dict(call.params), body=call.body)
    except DynaclientError:  # an async client may have to await its keys first
        pass
    credentials = call.client._options.request.credentials.texts()  # noqa: SLF001
    operation = call.offered.operation
    if request is None:
        head, body = f"{operation.sent_method} {operation.path}", dict(call.params)
    else:
        head, body = f"{request.method} {without_secrets(str(request.url))}", request.body
    lines = [f"{call.offered.name} may change data. Send this request?", head]
    if body:
        lines.append(_body_text(body))
    return visible(masked("\n".join(lines), credentials))


def _body_text(body: Any) -> str:
    if isinstance(body, bytes):
        text = body.decode("utf-8", "replace")
        return cut(text, _MOST_BODY) if "\ufffd" not in text else f"({len(body):,} bytes)"
    if isinstance(body, (str, dict)):
        return cut(str(body), _MOST_BODY)
    parts = [str(getattr(part, "name", "")) for part in getattr(body, "parts", ())]
    return f"(parts: {', '.join(parts)})" if parts else "(a file)"


def _can_ask(ctx: Any) -> bool:
    """Whether the client declares that it can show a form. Source: MCP, ElicitationCapability."""
    capabilities = ctx.session.client_capabilities
    found = capabilities.elicitation if capabilities is not None else None
    return found is not None and (found.form is not None or found.url is None)


async def ask_person(ctx: Any, params: Any, call: CheckedCall) -> types.InputRequiredResult | None:
    """Ask for a call; returns if it may be sent, or what the client has to be answered with first.

    Raises:
        Refusal: it may not.
    """
    if not _can_ask(ctx):
        raise Refusal(
            f"{call.offered.name} may change data, so a person has to agree, and this client cannot ask. Whoever runs "
            "the server can allow such calls with --writes yes."
        )
    question = question_of(call)
    form = types.ElicitRequestFormParams(message=question, requested_schema=_SCHEMA)
    if ctx.protocol_version in MODERN_PROTOCOL_VERSIONS:
        state = params.request_state
        known = _waiting.pop(state, None) if isinstance(state, str) else None
        answer = (params.input_responses or {}).get(_KEY)
        if known != question or answer is None:
            return _input_required(question, form)
    else:
        try:
            answer = await ctx.session.send_request(
                types.ElicitRequest(params=form), types.ElicitResult, metadata=_same_stream(ctx)
            )
        except NoBackChannelError:
            raise Refusal(f"{call.offered.name} may change data, and there is no channel to ask a person.") from None
        except MCPError as error:
            raise Refusal(f"The client could not ask the person: {visible(str(error))[:200]}.") from None
    _require_consent(answer)
    return None


def _input_required(question: str, form: Any) -> types.InputRequiredResult:
    state = secrets.token_urlsafe(16)
    _waiting[state] = question
    while len(_waiting) > _MOST_WAITING:
        _waiting.popitem(last=False)
    return types.InputRequiredResult(input_requests={_KEY: types.ElicitRequest(params=form)}, request_state=state)


def _same_stream(ctx: Any) -> Any:
    from mcp.shared.message import ServerMessageMetadata

    return ServerMessageMetadata(related_request_id=ctx.request_id)


def _require_consent(answer: Any) -> None:
    action = getattr(answer, "action", None)
    content = getattr(answer, "content", None) or {}
    if action == "accept" and content.get("send") is True:
        return
    raise Refusal("The person did not agree to this call. Do not try it again in another form.")
