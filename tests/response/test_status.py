"""A 4xx or 5xx raises the class for its status, with the server's own words in it."""

from __future__ import annotations

import json
import pickle
import tracemalloc
from typing import Any

import pytest

import dynaclient
from dynaclient import Client, HTTPStatusError, ProblemDetails, Response

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {"securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}}},
    "security": [{"Key": []}],
    "paths": {"/x": {"get": {"operationId": "op", "responses": {}}}},
}
SECRET = "sentinel-key-0123456789"
JSON = "application/json"


def client_for(status: str, body: Any = b"", content_type: str = JSON, key: str = SECRET, **options: Any) -> Client:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response(status, [("Content-Type", content_type)])
        return [content]

    return Client(DOCUMENT, app=app, credentials={"Key": key}, retries=0, **options)


def error_of(status: str, body: Any = b"", content_type: str = JSON, **options: Any) -> HTTPStatusError:
    with pytest.raises(HTTPStatusError) as caught:
        client_for(status, body, content_type, **options).call("op")
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "BadRequest"),
        (401, "Unauthorized"),
        (402, "HTTPStatusError"),
        (403, "Forbidden"),
        (404, "NotFound"),
        (405, "HTTPStatusError"),
        (409, "Conflict"),
        (410, "Gone"),
        (412, "PreconditionFailed"),
        (413, "ContentTooLarge"),
        (418, "HTTPStatusError"),
        (422, "UnprocessableEntity"),
        (428, "PreconditionRequired"),
        (429, "RateLimited"),
        (499, "HTTPStatusError"),
        (500, "ServerError"),
        (501, "ServerError"),
        (503, "ServerError"),
        (599, "ServerError"),
    ],
)
def test_each_status_has_its_class(status: int, kind: str) -> None:
    """The ones that a program tells apart by name; the others by `status_code`."""
    error = error_of(f"{status} Odd", {"message": "no"})
    assert type(error) is getattr(dynaclient, kind)
    assert isinstance(error, dynaclient.ResponseError)
    assert (error.status_code, error.reason, error.operation_id) == (status, "Odd", "op")
    assert (error.data, error.detail) == ({"message": "no"}, "no")
    assert isinstance(error.response, Response)
    assert error.response.status_code == status
    assert str(error) == f"op: the server answered {status} Odd: no"
    assert repr(error) == f"{kind}('op: the server answered {status} Odd: no')"


@pytest.mark.parametrize("status", ["200 OK", "201 Created", "204 No Content", "304 Not Modified", "399 Odd"])
def test_below_400_nothing_is_raised(status: str) -> None:
    """Whatever it means."""
    assert client_for(status).call("op").ok


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        pytest.param({"error": {"message": "m", "type": "t", "code": "c"}}, "m", id="OpenAI"),
        pytest.param({"message": "Not Found", "documentation_url": "https://x"}, "Not Found", id="GitHub"),
        pytest.param({"type": "about:blank", "title": "T", "detail": "d", "status": 400}, "d", id="RFC 9457"),
        pytest.param({"type": "about:blank", "title": "T"}, "T", id="RFC 9457 with a title alone"),
        pytest.param({"error": "invalid_grant", "error_description": "expired"}, "expired", id="RFC 6749"),
        pytest.param({"error": "invalid_grant"}, "invalid_grant", id="RFC 6749 with a code alone"),
        pytest.param({"ok": False, "error": "channel_not_found"}, "channel_not_found", id="Slack"),
        pytest.param({"errors": [{"message": "a"}, {"message": "b"}]}, "a; b", id="GraphQL and JSON:API"),
        pytest.param({"errors": [{"title": "t", "detail": "d"}]}, "d", id="JSON:API detail"),
        pytest.param({"errors": ["a", "b", "c", "d"]}, "a; b; c; d", id="list of texts"),
        pytest.param([{"message": "a"}], "a", id="list"),
        pytest.param({"detail": [{"loc": ["body"], "msg": "field required"}]}, "body: field required", id="FastAPI"),
        pytest.param(
            {"detail": [{"loc": ["body", "lines", 0, "at"], "msg": "no"}, {"loc": ["query", "q"], "msg": "Required"}]},
            "body.lines.0.at: no; query.q: Required",
            id="FastAPI, several and nested",
        ),
        pytest.param(
            {"title": "Invalid", "errors": [{"detail": "must be positive", "pointer": "#/age"}]},
            "Invalid; /age: must be positive",
            id="RFC 9457, section 3",
        ),
        pytest.param(
            {"errors": [{"title": "Invalid", "detail": "too short", "source": {"pointer": "/data/attributes/name"}}]},
            "/data/attributes/name: too short",
            id="JSON:API, pointer",
        ),
        pytest.param(
            {"errors": [{"detail": "unknown", "source": {"parameter": "sort"}}]}, "sort: unknown", id="JSON:API, query"
        ),
        pytest.param(
            {"message": "Validation Failed", "errors": [{"resource": "Issue", "field": "title", "code": "missing"}]},
            "Validation Failed; title: missing",
            id="GitHub's fields",
        ),
        pytest.param(
            {"title": "Wrong", "status": 400, "errors": {"Name": ["is required.", "is short."], "At": ["x"]}},
            "Wrong; Name: is required.; is short.; At: x",
            id="ASP.NET",
        ),
        pytest.param(
            {"message": "The given data was invalid.", "errors": {"email": ["must be valid."]}},
            "The given data was invalid.; email: must be valid.",
            id="Laravel",
        ),
        pytest.param({"price": ["This field is required."]}, "price: This field is required.", id="Django REST"),
        pytest.param({"errors": {"name": "can't be blank"}}, "name: can't be blank", id="Rails"),
        pytest.param(
            {"error": {"message": "bad", "details": [{"fieldViolations": [{"field": "n", "description": "no"}]}]}},
            "bad; n: no",
            id="Google",
        ),
        pytest.param(
            {"error": {"code": 400, "message": "bad", "status": "INVALID_ARGUMENT", "details": [
                {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [
                    {"field": "pet.name", "description": "must not be empty"}]},
                {"@type": "type.googleapis.com/google.rpc.Help", "links": [{"url": "https://h"}]}]}},
            "INVALID_ARGUMENT: bad; pet.name: must not be empty",
            id="Google with its status",
        ),
        pytest.param(
            {"error": {"code": 429, "message": "no", "status": "RESOURCE_EXHAUSTED", "details": [
                {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [
                    {"subject": "project:1", "description": "Daily limit"}]}]}},
            "RESOURCE_EXHAUSTED: no; project:1: Daily limit",
            id="Google, a quota",
        ),
        pytest.param({"error": {"message": "m", "status": "400"}}, "m", id="a status that is not a code"),
        pytest.param(
            {"status": 400, "error": "Bad Request", "message": "Validation failed", "path": "/pets", "errors": [
                {"defaultMessage": "must not be blank", "objectName": "pet", "field": "name", "code": "NotBlank",
                 "codes": ["NotBlank.pet.name"], "rejectedValue": ""}]},
            "Validation failed; name: must not be blank",
            id="Spring, field errors",
        ),
        pytest.param({"status": 404, "error": "Not Found", "path": "/pets/9"}, "Not Found", id="Spring, its defaults"),
        pytest.param({"errors": [{"path": "at", "msg": "no", "location": "body"}]}, "at: no", id="express-validator"),
        pytest.param({"message": "no", "path": "/x"}, "no", id="Spring: the path of the request is not a field"),
        pytest.param({"detail": [{"loc": None, "msg": "no"}, 5, None]}, "no", id="odd members"),
        pytest.param({"fault": {"faultstring": "f"}}, "", id="unknown shape"),
        pytest.param({"message": ""}, "", id="empty message"),
        pytest.param({"message": 5}, "", id="number for a message"),
        pytest.param({}, "", id="empty object"),
    ],
)  # fmt: skip
def test_the_servers_words_are_found(body: Any, detail: str) -> None:
    """In the places where error bodies keep them."""
    assert error_of("400 Bad Request", body).detail == detail


@pytest.mark.parametrize(
    ("body", "content_type", "text", "data"),
    [
        pytest.param({"code": 5}, JSON, '400 Bad: {"code": 5}', {"code": 5}, id="unknown shape"),
        pytest.param(b"<html>no</html>", "text/html", '400 Bad: "<html>no</html>"', "<html>no</html>", id="HTML"),
        pytest.param(b"upstream gone", JSON, '400 Bad: "upstream gone"', "upstream gone", id="broken JSON"),
        pytest.param(b"\xff\x00", "image/png", "400 Bad: 2 bytes", b"\xff\x00", id="bytes"),
        pytest.param(b"", JSON, "400 Bad", None, id="nothing"),
        pytest.param([], JSON, "400 Bad", [], id="empty list"),
        pytest.param(0, JSON, "400 Bad: 0", 0, id="zero"),
    ],
)
def test_without_words_the_start_of_the_body_is_shown(body: Any, content_type: str, text: str, data: Any) -> None:
    """Decoded where it can be, as text where it cannot."""
    error = error_of("400 Bad", body, content_type)
    assert str(error) == f"op: the server answered {text}"
    assert error.data == data


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"error": {"message": "x" * 10_000_000}}, id="message"),
        pytest.param({"unknown": "x" * 10_000_000}, id="text"),
        pytest.param({"unknown": [{"a": i} for i in range(300_000)]}, id="list"),
        pytest.param(b"<p>" * 3_000_000, id="page"),
    ],
)
def test_a_huge_body_makes_a_small_error(body: Any) -> None:
    """The text is bounded, and making it takes no memory to speak of."""
    error = error_of("500 Oops", body, "text/html" if isinstance(body, bytes) else JSON)
    tracemalloc.start()
    text = str(error) + repr(error)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(text) < 2 * 600
    assert peak < 100_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"error": {"message": f"Incorrect API key provided: {SECRET}."}}, id="message"),
        pytest.param({"key": SECRET}, id="unknown shape"),
        pytest.param(f"key {SECRET}".encode(), id="broken JSON"),
        pytest.param({"message": "x" * (500 - 5) + SECRET}, id="cut within the message"),
        pytest.param({"a": "x" * (200 - 15) + SECRET}, id="cut within the body"),
    ],
)
def test_a_key_that_the_server_sends_back_is_masked(body: Any) -> None:
    """Services do that; also where the text is cut in the middle of it."""
    error = error_of("401 Unauthorized", body)
    for text in (str(error), repr(error), error.detail, error.excerpt):
        assert SECRET[:5] not in text


def test_a_key_given_as_a_header_is_masked_too() -> None:
    """However it got there."""
    client = client_for(f"401 {SECRET}", {"message": f"bad key {SECRET}"})
    with pytest.raises(HTTPStatusError) as caught:
        client.with_options(credentials=False, headers={"Authorization": f"Bearer {SECRET}"}).call("op")
    assert str(caught.value) == "op: the server answered 401 ***: bad key ***"


def test_without_raise_for_status_it_is_returned() -> None:
    """And the error can be had, not raised."""
    client = client_for("404 Not Found", {"message": "gone"})
    response = client.with_options(raise_for_status=False).call("op")
    assert (response.status_code, response.ok, response["message"]) == (404, False, "gone")
    error = response.error()
    assert (type(error), str(error)) == (dynaclient.NotFound, "op: the server answered 404 Not Found: gone")
    assert error.response is response


def test_a_stream_that_fails_raises_with_its_body() -> None:
    """The body of an error is read, so that the connection is free and the words are known."""
    with pytest.raises(dynaclient.ServerError, match="op: the server answered 500 Oops: no") as caught:
        client_for("500 Oops", {"message": "no"}).with_options(stream=True).call("op")
    assert caught.value.response is not None
    assert caught.value.response.raw.raw.closed
    assert caught.value.response.data == {"message": "no"}


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        pytest.param([[["a"]]], "a", id="three lists"),
        pytest.param([[[["a"]]]], "a", id="four lists"),
        pytest.param([[[[["a"]]]]], "", id="five lists"),
        pytest.param({"errors": {"errors": {"errors": {"message": "a"}}}}, "a", id="four objects"),
        pytest.param({"errors": {"errors": {"errors": {"errors": {"message": "a"}}}}}, "", id="five objects"),
        pytest.param({"errors": [{"errors": [{"message": "a"}, {"message": "b"}]}]}, "a; b", id="five in turn"),
        pytest.param({"errors": [{"errors": [{"errors": [{"errors": [{"errors": ["a"]}]}]}]}]}, "", id="ten in turn"),
        pytest.param({"errors": [{"errors": ["a", "b"]}, {"errors": ["c"]}]}, "a; b; c", id="four in turn"),
    ],
)
def test_the_servers_words_are_looked_for_four_levels_deep(body: Any, detail: str) -> None:
    """In lists and in objects."""
    assert error_of("400 Bad Request", body).detail == detail


CREDIT = {
    "type": "https://example.com/probs/out-of-credit",
    "title": "You do not have enough credit.",
    "detail": "Your current balance is 30, but that costs 50.",
    "instance": "/account/12345/msgs/abc",
    "balance": 30,
    "accounts": ["/account/12345", "/account/67890"],
}
"""Source: RFC 9457 section 3, the first example."""

PROBLEM = "application/problem+json; charset=utf-8"
XML_PROBLEM = "application/problem+xml; charset=utf-8"

PROBLEMS: list[Any] = [
    pytest.param(
        CREDIT,
        PROBLEM,
        ProblemDetails(
            type="https://example.com/probs/out-of-credit",
            title="You do not have enough credit.",
            detail="Your current balance is 30, but that costs 50.",
            instance="/account/12345/msgs/abc",
            extensions={"balance": 30, "accounts": ["/account/12345", "/account/67890"]},
        ),
        id="RFC 9457 section 3",
    ),
    pytest.param(
        b"""<?xml version="1.0" encoding="UTF-8"?>
        <problem xmlns="urn:ietf:rfc:7807">
          <type>https://example.com/probs/out-of-credit</type>
          <title>You do not have enough credit.</title>
          <status>403</status>
          <detail>Your current balance is <![CDATA[30]]>, but that costs 50.</detail>
          <balance>30</balance>
          <accounts><i>/account/12345</i><i>/account/67890</i></accounts>
          <costs><each>50</each></costs>
        </problem>""",
        XML_PROBLEM,
        ProblemDetails(
            type="https://example.com/probs/out-of-credit",
            title="You do not have enough credit.",
            status=403,
            detail="Your current balance is 30, but that costs 50.",
            extensions={"balance": "30", "accounts": ["/account/12345", "/account/67890"], "costs": {"each": "50"}},
        ),
        id="RFC 9457 appendix B",
    ),
    pytest.param(
        b'<problem xmlns="urn:ietf:rfc:7807"><detail>\n  <![CDATA[ 5 < 6 ]]>\n</detail></problem>',
        XML_PROBLEM,
        ProblemDetails(detail=" 5 < 6 "),
        id="white space around a CDATA section",
    ),
    pytest.param(b"<problem><title>T</title></problem>", XML_PROBLEM, None, id="XML of no namespace"),
    pytest.param(b"<problem", XML_PROBLEM, None, id="broken XML"),
    pytest.param(b"<!DOCTYPE problem []><problem/>", XML_PROBLEM, None, id="XML with a DOCTYPE"),
    pytest.param(
        f'<problem xmlns="urn:ietf:rfc:7807"><status>{"9" * 5000}</status><title>{SECRET}</title></problem>'.encode(),
        XML_PROBLEM,
        ProblemDetails(title="***"),
        id="XML with a secret, and a status that is none",
    ),
    pytest.param({}, PROBLEM, ProblemDetails(), id="nothing but its media type"),
    pytest.param(
        {"type": 5, "title": None, "status": "403", "detail": ["x"], "a": 1},
        PROBLEM,
        ProblemDetails(extensions={"a": 1}),
        id="members of the wrong type are ignored",
    ),
    pytest.param(
        {"title": "Bad Request", "status": 403, "traceId": "1"},
        JSON,
        ProblemDetails(title="Bad Request", status=403, extensions={"traceId": "1"}),
        id="another media type, with the status",
    ),
    pytest.param(
        {"type": "about:blank", "title": "T"}, JSON, ProblemDetails(title="T"), id="another media type, with a type"
    ),
    pytest.param({"title": "T", "status": 400}, JSON, None, id="another status, another form"),
    pytest.param({"detail": "d", "status": 403}, JSON, None, id="no title"),
    pytest.param([CREDIT], PROBLEM, None, id="a list"),
    pytest.param(b"{", PROBLEM, None, id="broken"),
    pytest.param(
        {"title": SECRET, "type": "t", SECRET: [SECRET]},
        JSON,
        ProblemDetails(type="t", title="***", extensions={"***": ["***"]}),
        id="secrets",
    ),
]


@pytest.mark.parametrize(("body", "content_type", "problem"), PROBLEMS)
def test_problem_details_are_read(body: Any, content_type: str, problem: ProblemDetails | None) -> None:
    """Also those of servers that send them under another media type."""
    error = error_of("403 Forbidden", body, content_type)
    assert error.problem == problem
    assert pickle.loads(pickle.dumps(error)).problem == problem
