"""Spans and durations of calls, as OpenTelemetry's own SDK takes them in."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from dynaclient import AsyncClient, Client, ConnectionFailed, MissingExtra, NotFound
from dynaclient.tracing import Tracing
from tests.runtime.conftest import THINGS, document, operation
from tests.runtime.server import CUT, Loopback, Reply, Seen, as_json, events

Make = Callable[..., Any]
Serve = Callable[[Callable[[Seen], Reply]], Loopback]

ONE = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
PETS = {
    **document(
        **{"/pets/{id}": {"get": operation("getPet", parameters=[ONE]), "post": operation("feedPet", parameters=[ONE])}}
    ),
    "components": {
        "securitySchemes": {
            "query": {"type": "apiKey", "in": "query", "name": "k"},
            "bearer": {"type": "http", "scheme": "bearer"},
        }
    },
    "security": [{"query": []}],
}


class Seer:
    """Takes in what the plugin makes."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.reader = InMemoryMetricReader()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.meters = MeterProvider([self.reader])
        self.plugin = Tracing(tracer_provider=self.tracers, meter_provider=self.meters)

    def spans(self) -> list[ReadableSpan]:
        """Those that have ended, in the order of their ends."""
        return list(self.exporter.get_finished_spans())

    def points(self) -> list[Any]:
        """The points of the histogram."""
        data: Any = self.reader.get_metrics_data()
        (metric,) = data.resource_metrics[0].scope_metrics[0].metrics
        assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
        return list(metric.data.data_points)


@pytest.fixture
def seer() -> Seer:
    return Seer()


def test_a_call_is_a_span_and_its_attempt_a_child_that_the_server_hears_of(
    serve: Serve, caller: Make, seer: Seer
) -> None:
    """By the semantic conventions of HTTP clients, version 1.23 and later."""
    seen: list[Seen] = []
    server = serve(lambda request: (seen.append(request), as_json({}))[1])  # type: ignore[func-returns-value]
    tracer = seer.tracers.get_tracer("program")
    with tracer.start_as_current_span("program"):
        caller(server, PETS, plugins=[seer.plugin], credentials=False).call("getPet", id="a b")
    attempt, call, program = seer.spans()
    port = int(server.url.rpartition(":")[2])
    assert (call.name, call.kind, call.status.status_code) == ("getPet", SpanKind.INTERNAL, StatusCode.UNSET)
    assert call.parent is not None and call.parent.span_id == program.context.span_id  # noqa: PT018
    assert (attempt.name, attempt.kind) == ("GET /pets/{id}", SpanKind.CLIENT)
    assert attempt.parent is not None and attempt.parent.span_id == call.context.span_id  # noqa: PT018
    assert attempt.status.status_code == StatusCode.UNSET
    assert dict(attempt.attributes or {}) == {
        "http.request.method": "GET",
        "server.address": "127.0.0.1",
        "server.port": port,
        "url.full": f"{server.url}/pets/a%20b",
        "url.template": "/pets/{id}",
        "http.response.status_code": 200,
        "network.protocol.version": "1.1",
    }
    (request,) = seen
    flags = int(attempt.context.trace_flags)
    sent = f"00-{attempt.context.trace_id:032x}-{attempt.context.span_id:016x}-{flags:02x}"
    assert request.headers["traceparent"] == sent
    assert attempt.instrumentation_scope is not None
    assert attempt.instrumentation_scope.name == "dynaclient"
    (point,) = seer.points()
    assert dict(point.attributes) == {
        "http.request.method": "GET",
        "server.address": "127.0.0.1",
        "server.port": port,
        "url.template": "/pets/{id}",
        "http.response.status_code": 200,
        "network.protocol.version": "1.1",
    }
    assert point.count == 1
    assert 0 < point.sum < 30
    assert point.explicit_bounds[:2] == (0.005, 0.01)


def test_a_retried_call_has_a_span_for_each_attempt(serve: Serve, caller: Make, seer: Seer) -> None:
    """They count from the second one on; each has a traceparent of its own."""
    seen: list[Seen] = []

    def answer(request: Seen) -> Reply:
        seen.append(request)
        return as_json({}, 503 if len(seen) < 3 else 200)

    caller(serve(answer), plugins=[seer.plugin]).call("listThings")
    first, second, third, call = seer.spans()
    counts = [(span.attributes or {}).get("http.request.resend_count") for span in (first, second, third)]
    assert counts == [None, 1, 2]
    for span in (first, second):
        assert span.status.status_code == StatusCode.ERROR
        assert not span.status.description
        assert (span.attributes or {})["error.type"] == "503"
    assert third.status.status_code == call.status.status_code == StatusCode.UNSET
    assert {span.parent.span_id for span in (first, second, third) if span.parent} == {call.context.span_id}
    parents = [request.headers["traceparent"].split("-")[2] for request in seen]
    assert parents == [f"{span.context.span_id:016x}" for span in (first, second, third)]
    assert sum(point.count for point in seer.points()) == 3


def test_a_status_that_is_an_error_marks_both_spans(serve: Serve, caller: Make, seer: Seer) -> None:
    """With the status as its type."""
    with pytest.raises(NotFound):
        caller(serve(lambda seen: as_json({"message": "none"}, 404)), plugins=[seer.plugin]).call("listThings")
    for span in seer.spans():
        assert (span.status.status_code, (span.attributes or {})["error.type"]) == (StatusCode.ERROR, "404")


@pytest.mark.parametrize("has_head", [False, True])
def test_a_network_failure_is_named_by_its_class(serve: Serve, caller: Make, seer: Seer, has_head: bool) -> None:
    """With the status, if the answer had begun."""
    server: Any = serve(lambda seen: Reply(200, [b"{", CUT])) if has_head else "http://127.0.0.1:9"
    with pytest.raises(ConnectionFailed):
        caller(server, plugins=[seer.plugin], retries=0).call("listThings")
    attempt, call = seer.spans()
    for span in (attempt, call):
        assert span.status.status_code == StatusCode.ERROR
        assert (span.attributes or {})["error.type"] == "dynaclient.ConnectionFailed"
        assert span.status.description
    assert (attempt.attributes or {}).get("http.response.status_code") == (200 if has_head else None)
    (point,) = seer.points()
    assert point.attributes["error.type"] == "dynaclient.ConnectionFailed"


def test_the_error_of_a_hook_ends_the_span_without_its_text(caller: Make, seer: Seer) -> None:
    """It may say anything."""

    def fail(attempt: Any) -> None:
        raise ZeroDivisionError("with a secret")

    with pytest.raises(ZeroDivisionError):
        caller("http://127.0.0.1:9", plugins=[seer.plugin], on_retry=fail).call("listThings")
    _, call = seer.spans()
    assert (call.attributes or {})["error.type"] == "ZeroDivisionError"
    assert not call.status.description


def test_a_stream_ends_its_spans_when_it_begins(serve: Serve, caller: Make, seer: Seer) -> None:
    """What is not read to its end leaves no span open."""
    described = document(**{"/s": {"get": {**operation("stream"), "responses": {"200": {"description": "",
        "content": {"text/event-stream": {}}}}}}})  # fmt: skip
    one = caller(serve(lambda seen: events(b"data: 1\n\n", b"data: 2\n\n")), described, plugins=[seer.plugin])
    response = one.call("stream")
    assert [span.name for span in seer.spans()] == ["GET /s", "stream"]
    response.close()


def test_a_method_beyond_the_conventions(serve: Serve, seer: Seer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept beside `_OTHER`, unless the program makes it known."""
    server = serve(lambda seen: as_json({}))
    client = Client(THINGS, base_url=server.url, plugins=[seer.plugin])
    client.request("PURGE", "/things")
    monkeypatch.setenv("OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS", "GET, PURGE")
    client.request("PURGE", "/things")
    client.close()
    first, call, second, _ = seer.spans()
    assert (first.name, call.name) == ("HTTP", "PURGE")
    assert (first.attributes or {})["http.request.method"] == "_OTHER"
    assert (first.attributes or {})["http.request.method_original"] == "PURGE"
    assert (second.name, (second.attributes or {})["http.request.method"]) == ("PURGE", "PURGE")


def test_no_address_shows_a_secret(serve: Serve, caller: Make, seer: Seer) -> None:
    """By the names of schemes, by telling names, and by value in any place; the parameters remain."""
    server = serve(lambda seen: as_json({}))
    url = server.url.replace("//", "//user:sentinel-password@")
    client = caller(
        url, PETS, plugins=[seer.plugin], credentials={"query": "sentinel/key"}, query={"sig": "sentinel-sig", "a": 1}
    )
    client.call("getPet", id="sentinel/key")
    attempt, call = seer.spans()
    assert (attempt.attributes or {})["url.full"] == f"{server.url}/pets/REDACTED?sig=REDACTED&a=1&k=REDACTED"
    assert "sentinel" not in attempt.to_json() + call.to_json()


def test_concurrent_calls_keep_their_spans_apart(serve: Serve, seer: Seer) -> None:
    """Each attempt is a child of its own call, and the program's own span is current again afterwards."""
    server = serve(lambda seen: as_json({}))

    async def main() -> None:
        tracer = seer.tracers.get_tracer("program")
        async with AsyncClient(PETS, base_url=server.url, plugins=[seer.plugin], credentials=False) as client:

            async def one(number: int) -> None:
                with tracer.start_as_current_span(f"program {number}") as own:
                    await client.call("getPet", id=str(number))
                    assert trace.get_current_span() is own

            await asyncio.gather(*map(one, range(20)))

    asyncio.run(main())
    by_id = {span.context.span_id: span for span in seer.spans()}
    attempts = [span for span in by_id.values() if span.kind == SpanKind.CLIENT]
    assert len(attempts) == 20
    for attempt in attempts:
        assert attempt.parent is not None
        call = by_id[attempt.parent.span_id]
        assert call.parent is not None
        number = str((attempt.attributes or {})["url.full"]).rpartition("/")[2]
        assert by_id[call.parent.span_id].name == f"program {number}"


def test_other_instrumentations_make_no_second_span(serve: Serve, caller: Make, seer: Seer) -> None:
    """Those of requests and aiohttp look for this mark in the context."""
    from opentelemetry import context

    marks = []

    class Inner:
        def send(self, call: Any, next: Any) -> Any:  # noqa: A002
            marks.append(context.get_value(context._SUPPRESS_HTTP_INSTRUMENTATION_KEY))
            return next(call)

        async def asend(self, call: Any, next: Any) -> Any:  # noqa: A002
            marks.append(context.get_value(context._SUPPRESS_HTTP_INSTRUMENTATION_KEY))
            return await next(call)

    caller(serve(lambda seen: as_json({})), plugins=[seer.plugin, Inner()]).call("listThings")
    assert marks == [True]
    assert context.get_value(context._SUPPRESS_HTTP_INSTRUMENTATION_KEY) is None


def test_the_plugin_works_without_an_sdk_and_comes_back_from_a_pickle(serve: Serve, caller: Make) -> None:
    """The API alone does nothing, and breaks nothing."""
    plugin = pickle.loads(pickle.dumps(Tracing()))
    assert caller(serve(lambda seen: as_json({"a": 1})), plugins=[plugin]).call("listThings").data == {"a": 1}


def test_who_does_not_plug_it_in_does_not_load_it() -> None:
    """Neither it nor OpenTelemetry."""
    program = (
        "import sys; from dynaclient import Client, OpenAI; client = OpenAI(api_key='k'); client.prepare('listModels');"
        "print([name for name in sys.modules if 'opentelemetry' in name or 'tracing' in name])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the line that installs it."""
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(MissingExtra, match=r"pip install 'dynaclient\[tracing\]'"):
        Tracing()
