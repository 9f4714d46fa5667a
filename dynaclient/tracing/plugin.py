"""The plugin that makes a span of each call, with one for each of its attempts, and counts how long these take."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .._version import __version__
from ..client.plugins import CallEvent, CallFinished, CallStarted
from ..errors import MissingExtra, TransportError
from ..model.build import secret_names
from .attributes import (
    Attributes,
    answer_attributes,
    description_of,
    error_type,
    metric_attributes,
    request_attributes,
    server_attributes,
    span_name,
)

if TYPE_CHECKING:
    from ..document import Document
    from ..transport.plugin_call import PluginAnswer, PluginCall

_SCHEMA = "https://opentelemetry.io/schemas/1.23.0"
"""The version of the conventions in which those of HTTP became stable."""

_BOUNDARIES = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""Seconds. Source: semantic conventions of HTTP metrics, `http.client.request.duration`."""


class Tracing:
    """Traces calls with OpenTelemetry.

    A call is a span with the name of its operation; each attempt is a child of it, a client span of the semantic
    conventions of HTTP. The server receives `traceparent` and what else the propagators of the program write. How long
    attempts take goes into the histogram `http.client.request.duration`, in seconds. Both end when the answer has
    arrived; of a stream, when it begins. No span has a secret.

    Args:
        tracer_provider: None for the program's own.
        meter_provider: None for the program's own.

    Raises:
        MissingExtra: `opentelemetry-api` is not installed.
    """

    def __init__(self, *, tracer_provider: Any = None, meter_provider: Any = None) -> None:
        try:
            from opentelemetry import context, metrics, propagate, trace
        except ModuleNotFoundError as error:
            raise MissingExtra("the plugin Tracing", error.name or "opentelemetry") from None
        self._trace, self._context, self._inject = trace, context, propagate.inject
        self._tracer = trace.get_tracer("dynaclient", __version__, tracer_provider, _SCHEMA)
        meter = metrics.get_meter("dynaclient", __version__, meter_provider, _SCHEMA)
        self._durations = meter.create_histogram(
            "http.client.request.duration",
            "s",
            "Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_BOUNDARIES,
        )
        self._calls: dict[int, Any] = {}
        self._names: frozenset[str] = frozenset()

    def document(self, document: Document) -> None:
        """Learn which parameters of a document carry credentials."""
        self._names |= secret_names(document)

    def event(self, event: CallEvent) -> None:
        """Begin and end the span of a call."""
        if isinstance(event, CallStarted):
            attributes = server_attributes(event.url)
            if event.path:
                attributes["url.template"] = event.path
            name = event.operation_id if event.path else event.method  # of a raw request, the name has its path
            self._calls[event.call_id] = self._tracer.start_span(name, attributes=attributes)
        elif isinstance(event, CallFinished):
            span = self._calls.pop(event.call_id, None)
            if span is not None:
                self._end(span, event)

    def send(self, call: PluginCall, next: Callable[[PluginCall], PluginAnswer]) -> PluginAnswer:  # noqa: A002
        """Send an attempt within its span."""
        with self._attempt(call) as (traced, answered):
            answer = next(traced)
            answered(answer)
        return answer

    async def asend(self, call: PluginCall, next: Callable[[PluginCall], Awaitable[PluginAnswer]]) -> PluginAnswer:  # noqa: A002
        """The same for an async client."""
        with self._attempt(call) as (traced, answered):
            answer = await next(traced)
            answered(answer)
        return answer

    @contextmanager
    def _attempt(self, call: PluginCall) -> Iterator[tuple[PluginCall, Callable[[PluginAnswer], None]]]:
        """The span of an attempt; gives the call to send on, and what takes the answer."""
        trace, context = self._trace, self._context
        attributes = request_attributes(call, self._names)
        parent = self._calls.get(call.call_id)
        around = context.get_current() if parent is None else trace.set_span_in_context(parent)
        span = self._tracer.start_span(span_name(call), around, trace.SpanKind.CLIENT, attributes)
        within = self._without_others(trace.set_span_in_context(span, around))
        token = context.attach(within)
        began = time.perf_counter()

        def add(found: Attributes, description: str | None = None) -> None:
            attributes.update(found)
            span.set_attributes(found)
            if "error.type" in found:
                span.set_status(trace.StatusCode.ERROR, description)

        try:
            yield self._traced(call, within), lambda answer: add(answer_attributes(answer))
        except BaseException as error:
            status = error.status_code if isinstance(error, TransportError) else None
            head: Attributes = {} if status is None else {"http.response.status_code": status}
            add({**head, "error.type": error_type(error)}, description_of(error))
            raise
        finally:
            self._durations.record(time.perf_counter() - began, metric_attributes(attributes), within)
            context.detach(token)
            span.end()

    def _traced(self, call: PluginCall, within: Any) -> PluginCall:
        """The call with the headers of the trace."""
        headers: dict[str, str] = {}
        self._inject(headers, within)
        if not headers:
            return call
        request: Any = call.request.copy()
        request.operation_id = call.operation_id
        request.headers.update(headers)
        return call.with_request(request)

    def _without_others(self, within: Any) -> Any:
        """The context in which instrumentations of the sending libraries make no span of their own."""
        key = getattr(self._context, "_SUPPRESS_HTTP_INSTRUMENTATION_KEY", None)
        return within if key is None else self._context.set_value(key, True, within)

    def _end(self, span: Any, event: CallFinished) -> None:
        if event.error is not None:
            span.set_attribute("error.type", error_type(event.error))
            span.set_status(self._trace.StatusCode.ERROR, description_of(event.error))
        elif event.status_code is not None and event.status_code >= 400:
            span.set_attribute("error.type", str(event.status_code))
            span.set_status(self._trace.StatusCode.ERROR)
        span.end()

    def __reduce__(self) -> Any:
        """Pickle without the providers: another process has its own."""
        return _again, (self._names,)


def _again(names: frozenset[str]) -> Tracing:
    made = Tracing()
    made._names = names  # noqa: SLF001
    return made
