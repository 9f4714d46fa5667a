"""The headers of answers that OpenAPI 3.2 shows: what is read of them, and what fits.

Source: OAS 3.2.0 Header Object.
"""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client

INTEGER = {"schema": {"type": "integer"}}
ETAG = {"required": True, "schema": {"type": "string", "pattern": '^"'}}
LINKS = {
    "type": "object",
    "required": ["linkset"],
    "properties": {"linkset": {"type": "array", "items": {"type": "object"}}},
}
LINK = {"required": True, "content": {"application/linkset": {"schema": LINKS}}}
LINK_AS_JSON = {"content": {"application/linkset+json": {"schema": LINKS}}}
COUNT = {"content": {"text/plain": {"schema": {"type": "integer", "minimum": 1}}}}
COLOURS = {
    "style": "simple",
    "explode": True,
    "schema": {"type": "object", "additionalProperties": {"type": "integer"}},
}
COOKIES = {"style": "simple", "explode": True, "schema": {"type": "object", "required": ["lang"]}}


@pytest.mark.parametrize(
    ("name", "described", "sent", "wrong"),
    [
        pytest.param("X-Rate-Limit-Limit", INTEGER, "5", "five", id="a number"),
        pytest.param("ETag", ETAG, '"xyzzy"', 'W/"xyzzy"', id="quotes are part of the value"),
        pytest.param("ETag", ETAG, '"a%41"', None, id="what looks encoded is not decoded, and it is required"),
        pytest.param("Link", LINK, '<https://a.test/2>; rel="next"', None, id="links, which are text"),
        pytest.param("X-Links", LINK_AS_JSON, '{"linkset": []}', '{"linkset": 1}', id="links as JSON"),
        pytest.param("X-Links", LINK_AS_JSON, '{"linkset": []}', "<https://a.test>", id="what is no JSON"),
        pytest.param("X-Count", COUNT, "3", "0", id="text that means a number"),
        pytest.param("color", COLOURS, "R=100,G=200", "R=1,G=x", id="an exploded object"),
        pytest.param("Set-Cookie", COOKIES, "foo=bar; Expires=Wed, 09 Jun 2021 10:18:14 GMT", None, id="cookies"),
    ],
)
def test_a_header_is_read_as_the_text_shows(name: str, described: Any, sent: str, wrong: str | None) -> None:
    given = {name: sent}

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain"), *given.items()])
        return [b"ok"]

    answers = {"200": {"description": "", "headers": {name: described}}}
    document = {
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"get": {"operationId": "op", "responses": answers}}},
    }
    client = Client(document, app=app, validate_responses="record")
    assert client.call("op").violations == ()
    given.clear()
    if wrong is not None:
        given[name] = wrong
    found = [violation.location for violation in client.call("op").violations]
    assert found == (["header"] if wrong is not None or described.get("required") else [])
