"""What is sent and received, in the log at DEBUG: heads, and the beginning of bodies, after secrets are masked.

Its hooks stand around each attempt as the innermost, so that the log has what plugins made of a request.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from .._support.masking import Masking
from .._support.wording import clean
from ..model.build import secret_names

if TYPE_CHECKING:
    from ..document import Document
    from ..transport.delivery import Attempt, CallContext
    from ..transport.plugin_call import PluginAnswer, PluginCall

_log = logging.getLogger("dynaclient")

MOST_SHOWN = 2_000
"""Characters of a body in the log."""

WINDOW = 1 << 16
"""Bytes of a body that are looked at, so that no secret is cut in two before it is masked."""

_LONGEST_SPELLING = 12
"""Characters that an encoding may make of one."""


class WireLog:
    """The log of what one call sends and receives.

    Args:
        document: tells which headers and parameters are secret.
    """

    def __init__(self, document: Document) -> None:
        self._names = secret_names(document)

    def send(self, call: PluginCall, next: Callable[[PluginCall], PluginAnswer]) -> PluginAnswer:  # noqa: A002
        """Write what one attempt sends and receives."""
        self._sent(call)
        answer = next(call)
        self._received(call, answer)
        return answer

    async def asend(self, call: PluginCall, next: Callable[[PluginCall], Awaitable[PluginAnswer]]) -> PluginAnswer:  # noqa: A002
        """The same for an async client."""
        self._sent(call)
        answer = await next(call)
        self._received(call, answer)
        return answer

    def retried(self, attempt: Attempt) -> None:
        """Write why an attempt is followed by another."""
        what = attempt.error.message if attempt.error is not None else f"status {attempt.status_code}"
        _log.debug(
            "%s: attempt %d: %s, %.3f s: %s; the next one follows in %.3g s",
            attempt.operation_id,
            attempt.number,
            what,
            attempt.seconds,
            attempt.reason,
            attempt.wait or 0,
        )

    def streamed(self, context: CallContext, raw: Any, beginning: bytes, size: int) -> None:
        """Write the beginning of a body that was read as it arrived."""
        masking = Masking(context.secrets, self._names)
        text = shown_body(beginning, raw.headers.get("Content-Type") or "", masking, size)
        _log.debug("%s: < %s", context.operation_id, text)

    def _sent(self, call: PluginCall) -> None:
        masking = self._masking(call)
        lines = [f"> {call.method} {masking.url(call.url)}", *_head(masking, call.headers, ">")]
        body = call.body
        if isinstance(body, (bytes, str)):
            data = body.encode() if isinstance(body, str) else body
            kind = str(call.headers.get("Content-Type") or "")
            lines.append(f"> {shown_body(data[:WINDOW], kind, masking, len(data))}")
        elif body is not None:
            size = getattr(body, "known_size", None)
            lines.append(f"> (a body of {'unknown size' if size is None else f'{size:,} bytes'}, read as it is sent)")
        _log.debug("%s: attempt %d:\n%s", call.operation_id, call.number, "\n".join(lines))

    def _received(self, call: PluginCall, answer: PluginAnswer) -> None:
        masking = self._masking(call)
        history = () if answer.incoming is None else answer.incoming.raw.history
        lines = [f"< {raw.status_code}, redirected to {_target(masking, raw)}" for raw in history]
        lines.append(clean(f"< {answer.status_code} {masking.text(answer.reason)}").rstrip())
        lines += _head(masking, answer.headers, "<")
        body = answer.body if answer.is_read else None
        if isinstance(body, bytes) and body:
            kind = answer.headers.get("Content-Type") or ""
            lines.append(f"< {shown_body(body[:WINDOW], kind, masking, len(body))}")
        _log.debug("%s: attempt %d:\n%s", call.operation_id, call.number, "\n".join(lines))

    def _masking(self, call: PluginCall) -> Masking:
        return Masking(call.secrets, self._names)


def _head(masking: Masking, headers: Any, mark: str) -> list[str]:
    return [clean(f"{mark} {name}: {value}") for name, value in masking.headers(headers)]


def _target(masking: Masking, raw: Any) -> str:
    return clean(masking.header("Location", raw.headers.get("Location") or ""))


def shown_body(data: bytes, content_type: str, masking: Masking, size: int) -> str:
    """The beginning of a body as text without secrets; of one that is not text, its size.

    Args:
        data: the whole body or its beginning.
        size: bytes of the whole body.
    """
    text = masking.body(data, content_type).decode("utf-8", "replace")
    if size > len(data):  # the end may be half a secret
        text = text[: max(0, len(text) - _LONGEST_SPELLING * masking.longest)]
    if text.count("\ufffd") > (size > len(data)):
        return f"({size:,} bytes{f' of {clean(masking.text(content_type))}' if content_type else ''})"
    return clean(text) if len(text) <= MOST_SHOWN else f"{clean(text[:MOST_SHOWN])}… ({size:,} bytes)"
