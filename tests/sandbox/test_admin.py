"""`/_sandbox/`: the controls over HTTP, for programs on this machine and not for web pages."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dynaclient._support.hosts import is_loopback
from dynaclient.sandbox import Sandbox, Serving

from .conftest import ROOT

PETS = ROOT / "docs" / "petstore.yaml"
KEY = {"X-API-Key": "k"}


@pytest.fixture
def serving() -> Iterator[Serving]:
    with Sandbox(PETS).serve() as serving:
        yield serving


def ask(serving: Serving, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
    """Status, value and headers of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)
    data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"Content-Type": "application/json"} if data is not None else {}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, data, given)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    is_json = (answer.headers["Content-Type"] or "").startswith("application/json")
    return answer.status, json.loads(text) if is_json else text, answer.headers


def test_a_story_told_over_http(serving: Serving) -> None:
    """A rule, the requests, the clock, the model, and everything forgotten."""
    rule = {"on": "getPetById", "when": {"petId": 7}, "answer": {"body": {"id": 7, "name": "Rex"}}}
    assert ask(serving, "POST", "/_sandbox/on", rule)[:2] == (200, {"rules": 1})
    assert ask(serving, "GET", "/pets/7", **KEY)[1] == {"id": 7, "name": "Rex"}
    ask(serving, "POST", "/pets", {"name": "Max"}, **KEY)
    requests = ask(serving, "GET", "/_sandbox/requests")[1]["requests"]
    assert [item["operation_id"] for item in requests] == ["getPetById", "createPet"]
    assert requests[0]["answered_by"] == "script"
    assert requests[0]["headers"]["X-Api-Key"] == "***"
    assert [item["number"] for item in ask(serving, "GET", "/_sandbox/requests?last=1")[1]["requests"]] == [2]
    listed = ask(serving, "GET", "/_sandbox/requests?operation=createPet")[1]["requests"]
    assert listed[0]["body"] == {"name": "Max"}
    now = ask(serving, "GET", "/_sandbox/clock")[1]["now"]
    assert ask(serving, "POST", "/_sandbox/clock", {"advance": 60})[:2] == (200, {"now": now + 60})
    assert "/pets" in json.dumps(ask(serving, "GET", "/_sandbox/model")[1])
    assert ask(serving, "POST", "/_sandbox/reset")[:2] == (200, {})
    assert ask(serving, "GET", "/_sandbox/requests")[1] == {"requests": []}
    assert ask(serving, "GET", "/pets/7", **KEY)[0] == 404
    assert "/_sandbox/reset" in ask(serving, "GET", "/_sandbox")[1]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"),
    [
        ("GET", "/_sandbox/request", None, 404, "Did you mean 'requests'"),
        ("DELETE", "/_sandbox/requests", None, 405, "DELETE is not allowed at /_sandbox/requests; GET is."),
        ("GET", "/_sandbox/requests?ops=x", None, 400, "'ops', which is unknown"),
        ("GET", "/_sandbox/requests?last=-1", None, 400, "last=-1: it is a number"),
        ("POST", "/_sandbox/clock", None, 400, "The body needs advance."),
        ("POST", "/_sandbox/clock", {"advance": -1}, 400, "the clock only goes forward"),
        ("POST", "/_sandbox/clock", {"advance": True}, 400, "advance cannot be true"),
        ("POST", "/_sandbox/clock", {"advanc": 1}, 400, "Did you mean 'advance'?"),
        ("POST", "/_sandbox/clock", [1], 400, "The body must be an object with advance, not array."),
        ("POST", "/_sandbox/clock", b"{", 400, "The body is not JSON"),
        ("POST", "/_sandbox/reset", {"all": True}, 400, "'all', which is unknown"),
        ("POST", "/_sandbox/on", None, 400, "The body must be a rule"),
        ("POST", "/_sandbox/on", {"on": "getPet"}, 400, "a rule needs `answer`"),
        (
            "POST",
            "/_sandbox/on",
            {"on": "getPetById", "answer": {"status": 418}},
            400,
            "declares no answer with the status 418",
        ),
        ("POST", "/_sandbox/on", "script.yaml", 400, "The body must be a rule"),
    ],
)
def test_wrong_use_is_explained(serving: Serving, method: str, path: str, body: Any, status: int, message: str) -> None:
    """In the same words as in Python. No file of this machine is read for a request."""
    found, value, headers = ask(serving, method, path, body)
    assert found == status
    assert message in value["error"]["message"]
    assert status != 405 or headers["Allow"] == "GET"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:8765"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
    ],
    ids=str,
)
def test_a_web_page_cannot_use_them(serving: Serving, headers: dict[str, str]) -> None:
    """Of another origin, of a name that leads here (DNS rebinding), or with a form. Nothing is done, nothing shown."""
    ask(serving, "POST", "/pets", {"name": "Max"}, **KEY)
    assert ask(serving, "POST", "/_sandbox/reset", {}, **headers)[0] in (403, 421)
    kept = ask(serving, "GET", "/_sandbox/requests")[1]["requests"]
    assert [request["operation_id"] for request in kept] == ["createPet"]
    if "Content_Type" not in headers:
        found, value, _ = ask(serving, "GET", "/_sandbox/requests", **headers)
        assert found in (403, 421)
        assert "createPet" not in str(value)


def test_a_refusal_says_whom_the_controls_answer() -> None:
    """In process too, where no server has looked at the request before."""
    from werkzeug.test import Client as WSGIClient

    client = WSGIClient(Sandbox(PETS))
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.get("/_sandbox/requests", headers=headers)
        assert answer.status_code == 403
        assert "programs on this machine only" in answer.get_json()["error"]["message"]
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_sandboxs_own_page_may(serving: Serving) -> None:
    """Its origin is that of the sandbox."""
    own = {"Origin": serving.url, "Sec_Fetch_Site": "same-origin"}
    assert ask(serving, "POST", "/_sandbox/reset", {}, **own)[0] == 200


def test_another_machine_cannot() -> None:
    """The address of the connection decides, whatever Host it names."""
    from werkzeug.test import Client as WSGIClient

    client = WSGIClient(Sandbox(PETS))
    far = client.get("/_sandbox/requests", base_url="http://127.0.0.1/", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert far.status_code == 403
    assert "This request comes from 192.0.2.7." in far.get_json()["error"]["message"]
    near = client.get("/_sandbox/requests", base_url="http://localhost/", environ_base={"REMOTE_ADDR": "::1"})
    assert near.status_code == 200


def test_they_can_be_off() -> None:
    """Then it is a path like any other."""
    with Sandbox(PETS, admin=False).serve() as serving:
        found, value, _ = ask(serving, "GET", "/_sandbox/requests")
        assert found == 404
        assert "There is nothing at /_sandbox/requests" in value["error"]["message"]


def test_a_document_with_such_paths_keeps_them(make: Callable[..., Sandbox]) -> None:
    """All of them; the sandbox says which. A template that could match is none of them."""
    answer = {"responses": {"200": {"description": "", "content": {"text/plain": {"example": "mine"}}}}}
    own = make({"/_sandbox/requests": {"get": {"operationId": "mine", **answer}}})
    assert own.admin_paths_taken == ("/_sandbox/requests",)
    with own.serve() as serving:
        connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)
        connection.request("GET", "/_sandbox/requests")
        assert connection.getresponse().read() == b"mine"
        connection.close()
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in ("a", "b")]
    open_ = make({"/{a}/{b}": {"get": {"operationId": "any", "parameters": parameters, **answer}}})
    assert open_.admin_paths_taken == ()
    with open_.serve() as serving:
        assert ask(serving, "GET", "/_sandbox/requests")[1] == {"requests": []}


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("api.localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("notlocalhost", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("2130706433", False),
        ("0x7f.1", False),
        ("", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, is_own: bool) -> None:
    """Without a lookup; other ways to write a number are none."""
    assert is_loopback(host) == is_own
