"""`explain`: which server, security alternative, styles, media type and defaults were chosen, and why."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client

CONTENT = ("application/x-www-form-urlencoded", "application/json")


@pytest.fixture
def source(document: Any) -> dict[str, Any]:
    return document(
        "/x/{id}",
        parameters=[
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "tags", "in": "query", "style": "pipeDelimited", "schema": {"type": "array"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 20}},
            {"name": "sort", "in": "query", "required": True, "schema": {"type": "string", "default": "asc"}},
            {"name": "X-Meta", "in": "header", "content": {"application/json": {"schema": {}}}},
            {"name": "api_key", "in": "cookie", "schema": {"type": "string"}},
        ],
        content={name: {"schema": {"properties": {"a": {"type": "integer"}}}} for name in CONTENT},
        servers=[
            {"url": "https://one.test"},
            {"url": "https://{region}.test", "variables": {"region": {"default": "eu"}}},
        ],
        security=[{"basic": []}, {"key": [], "bearer": []}],
        components={
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "key": {"type": "apiKey", "in": "query", "name": "k"},
                "bearer": {"type": "http", "scheme": "bearer"},
            }
        },
    )


def test_everything_that_was_chosen_is_said(source: dict[str, Any]) -> None:
    """The whole text, for a call that would be sent."""
    client = Client(source, server=1, credentials={"key": "sentinel", "bearer": "sentinel"})
    explanation = client.explain("op", id="a/b", tags=["x", "y"], api_key="hidden", a=5, **{"X-Meta": {}})
    assert str(explanation).splitlines() == [
        "op: POST /x/{id}",
        "server: https://eu.test (server 1 of 2: https://{region}.test)",
        "security: key: query k and bearer: header Authorization, bearer (alternative 2 of 2)",
        'parameter id in path: "a/b" (style simple)',
        'parameter tags in query: ["x", "y"] (style pipeDelimited)',
        "parameter limit in query: not sent, the server assumes 20",
        'parameter sort in query: "asc" (its default, style form, exploded)',
        "parameter X-Meta in header: {} (as application/json)",
        "parameter api_key in cookie: *** (style form, exploded)",
        f"body: application/json, from fields given by name (declared: {', '.join(CONTENT)})",
    ]
    assert explanation.violations == ()


@pytest.mark.parametrize(
    ("options", "field", "said"),
    [
        pytest.param(
            {"base_url": "https://u:p@b.test/v1"},
            "server",
            "https://b.test/v1 (base_url overrides the document's servers)",
            id="base_url",
        ),
        pytest.param({}, "server", "https://one.test (server 0 of 2: https://one.test)", id="server"),
        pytest.param({"credentials": False}, "security", "none, since credentials=False", id="credentials-false"),
        pytest.param(
            {"credentials": {"basic": "a:b"}},
            "security",
            "basic: header Authorization, basic (alternative 1 of 2)",
            id="first",
        ),
        pytest.param(
            {"headers": {"Authorization": "x"}},
            "security",
            "basic: by a header or session of your own (alternative 1 of 2)",
            id="own-header",
        ),
    ],
)
def test_a_choice_is_said_with_its_reason(
    source: dict[str, Any], options: dict[str, Any], field: str, said: str
) -> None:
    """One choice at a time."""
    assert getattr(Client(source, **options).explain("op", id="x"), field) == said


def test_what_is_wrong_is_said_too(source: dict[str, Any]) -> None:
    """An explanation never raises for values: missing credentials and violations are part of it."""
    explanation = Client(source).explain("op", limit="many", body={"a": 1j})
    assert explanation.security.startswith("missing: op: credentials for 'basic' or 'key' together with 'bearer'")
    assert [violation.path for violation in explanation.violations] == ["/id", "/limit", "/body/a"]
    assert explanation.body == "refused (declared: application/x-www-form-urlencoded, application/json)"
    assert "parameter id in path: missing or refused" in str(explanation)
    assert "refused: /limit: " in str(explanation)


@pytest.mark.parametrize(
    ("fields", "options", "field", "said"),
    [
        pytest.param(
            {"servers": None}, {}, "server", "none: the server of the document, '/', has no host", id="no-host"
        ),
        pytest.param(
            {"servers": None},
            {"app": lambda environ, start: []},
            "server",
            "http://localhost (the document has no server, so `/` is used)",
            id="app",
        ),
        pytest.param({}, {}, "security", "none is needed", id="no-security"),
        pytest.param({}, {}, "body", "none is declared", id="no-body"),
        pytest.param(
            {"body": {}, "required": True},
            {},
            "body",
            "none given, and one is required (declared: application/json)",
            id="body-missing",
        ),
        pytest.param({"body": {}}, {}, "body", "none given (declared: application/json)", id="body-optional"),
        pytest.param(
            {"security": [{}]},
            {},
            "security",
            "none, which the document allows (credentials are optional here)",
            id="optional",
        ),
    ],
)
def test_what_is_absent_is_said(document: Any, fields: dict[str, Any], options: Any, field: str, said: str) -> None:
    """No server, no security, no body."""
    source = document(**fields)
    if source["servers"] is None:
        del source["servers"]
    assert getattr(Client(source, **options).explain("op"), field).startswith(said)
