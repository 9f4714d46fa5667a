"""The rules of polling as pure functions: how long to wait, and which values of a field are final."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client, RequestError, Response
from dynaclient.response.polling import Polling


def client_for(schema: Any = None, headers: dict[str, str] | None = None, **components: Any) -> Client:
    """A client of a job whose answer has this schema; the server answers with these headers."""
    content = {"application/json": {"schema": schema or {}}}
    answers = {"200": {"description": "", "content": content}}
    document = {
        "openapi": "3.1.0",
        "paths": {"/job": {"get": {"operationId": "job", "responses": answers}}},
        "components": {"schemas": components},
    }

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json"), *(headers or {}).items()])
        return [b"{}"]

    return Client(document, app=app)


def polling(client: Client, until: Any = lambda response: False, interval: float | None = None) -> Polling:
    return Polling(client.document, client.operations["job"], until, interval)


def answer(**headers: str) -> Response:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return client_for(headers=named).call("job")


@pytest.mark.parametrize(
    ("number", "seconds"), [(1, 1.0), (2, 1.5), (3, 2.25), (6, 7.59375), (7, 10.0), (30, 10.0), (100_000, 10.0)]
)
def test_the_wait_grows_by_half_to_ten_seconds(number: int, seconds: float) -> None:
    """Where neither the server nor the caller names one."""
    client = client_for()
    assert polling(client).wait(client.call("job"), number) == seconds


@pytest.mark.parametrize("interval", [0.0, 0.25, 60.0])
@pytest.mark.parametrize("number", [1, 30])
def test_the_callers_interval_does_not_grow(number: int, interval: float) -> None:
    """Nor is it shortened."""
    client = client_for()
    assert polling(client, interval=interval).wait(client.call("job"), number) == interval


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"openai_poll_after_ms": "1500"}, 1.5),
        ({"x_poll_after_ms": "1500"}, 1.5),
        ({"poll_after_ms": "1500"}, 1.5),
        ({"poll_after_ms": "-5"}, 7.0),
        ({"poll_after_ms": "inf"}, 7.0),
        ({"poll_after_ms": "9" * 5000}, 7.0),
        ({"poll_after_ms": "9" * 18}, 1e9),
        ({"poll_after_ms": "nan"}, 7.0),
        ({"poll_after_ms": "soon"}, 7.0),
        ({"poll_after_ms": "inf", "retry_after": "3"}, 3.0),
        ({"poll_after_ms": "2000", "retry_after": "3"}, 2.0),
        ({"openai_poll_after_ms": "x", "poll_after_ms": "2000"}, 2.0),
        ({"retry_after": "0"}, 0.0),
    ],
    ids=str,
)
def test_the_servers_wait_comes_before_the_callers(headers: dict[str, str], seconds: float) -> None:
    """A hint in milliseconds before Retry-After; an invalid time is ignored."""
    assert polling(client_for(), interval=7.0).wait(answer(**headers), 1) == seconds


ENUM = {"enum": ["running", "completed", "failed"]}


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param(ENUM, id="enum"),
        pytest.param({"anyOf": [ENUM, {"type": "null"}]}, id="anyOf"),
        pytest.param({"oneOf": [{"const": "running"}, {"const": "completed"}, {"const": "failed"}]}, id="constants"),
        pytest.param({"anyOf": [{"enum": ["running", "completed"]}, {"enum": ["failed"]}]}, id="spread over anyOf"),
        pytest.param({"allOf": [{"type": "string"}, ENUM]}, id="allOf"),
        pytest.param({"$ref": "#/components/schemas/Status"}, id="reference"),
        pytest.param({"anyOf": [{"$ref": "#/components/schemas/Status"}]}, id="reference in anyOf"),
    ],
)
@pytest.mark.parametrize("field", ["status", "/status", "/run/status", "/run/inner/status"])
def test_final_values_are_found(field: str, schema: Any) -> None:
    """In a union, through a reference, and in an object inside the answer."""
    for name in reversed(field.strip("/").split("/")):
        schema = {"type": "object", "properties": {name: schema, "other": {"enum": ["done"]}}}
    client = client_for(schema, Status=ENUM)
    assert polling(client, field)._final[field] == ["completed", "failed"]
    assert polling(client, {field: "completed"})._wanted[field] == ["completed"]
    with pytest.raises(RequestError, match="never becomes"):
        polling(client, {field: "done"})


@pytest.mark.parametrize("field", ["/run/state", "run", "/status/run"])
def test_a_field_that_is_not_there_has_no_final_values(field: str) -> None:
    """And the caller is asked for them."""
    schema = {"properties": {"run": {"properties": {"status": ENUM}}}}
    with pytest.raises(RequestError, match="lists no values for it"):
        polling(client_for(schema), field)
