"""Nothing leaves on an error: for every way in which a call is wrong, a real server that counts stays at zero."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import (
    ArgumentConflict,
    Client,
    MissingCredentials,
    RequestError,
    UnknownOperation,
    UnknownParameter,
    ValidationError,
)

KINDS = [
    pytest.param(UnknownOperation, "opp", {}, {}, id="UnknownOperation"),
    pytest.param(UnknownParameter, "op", {"id": "x", "limti": 1}, {}, id="UnknownParameter"),
    pytest.param(UnknownParameter, "op", {"id": "x", "path:nmae": 1}, {}, id="UnknownParameter-in-the-path"),
    pytest.param(ArgumentConflict, "op", {"id": "x", "path:id": "y"}, {}, id="ArgumentConflict"),
    pytest.param(MissingCredentials, "op", {"id": "x"}, {}, id="MissingCredentials"),
    pytest.param(ValidationError, "op", {}, {}, id="ValidationError-missing"),
    pytest.param(ValidationError, "op", {"id": ".."}, {"validate": False}, id="ValidationError-unsafe-path"),
    pytest.param(ValidationError, "op", {"id": "x", "limit": "many"}, {}, id="ValidationError-value"),
    pytest.param(ValidationError, "op", {"id": "x", "name": 1j}, {"validate": "warn"}, id="ValidationError-no-JSON"),
    pytest.param(RequestError, "op", {"id": "x"}, {"base_url": None, "server": -1}, id="server-index"),
    pytest.param(RequestError, "op", {"id": "x"}, {"credentials": {"key": "a\nb"}}, id="credential"),
    pytest.param(RequestError, "op", {"id": "x"}, {"content_type": "a\nb"}, id="content-type"),
    pytest.param(RequestError, "op", {"id": "x"}, {"nonsense": 1}, id="unknown-option"),
]


@pytest.mark.parametrize(("kind", "operation", "params", "options"), KINDS)
def test_nothing_is_sent(
    document: Any, counting_server: Any, kind: type[RequestError], operation: str, params: Any, options: Any
) -> None:
    """The error is of its kind, says so in words, and the server saw nothing; a good call then does reach it."""
    source = document(
        "/x/{id}",
        parameters=[{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
        body={"type": "object", "properties": {"name": {}}},
        security=[{"key": []}],
        components={"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    )
    client = Client(source, base_url=counting_server.url, credentials={"key": "k"})
    without = Client(source, base_url=counting_server.url)
    with pytest.raises(kind) as caught:
        (without if kind is MissingCredentials else client).with_options(**options).call(operation, params)
    assert type(caught.value) is kind
    assert str(caught.value)
    assert counting_server.requests == []
    client.call("op", id="x", name="n")
    assert [request[:2] for request in counting_server.requests] == [("POST", "/x/x")]
