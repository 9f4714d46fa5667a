"""`--follow`: the calls that links of an answer lead to, and addresses that the server names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.runtime import conftest
from tests.runtime.server import Reply, Seen, as_json
from tests.runtime.test_links import KEY, answers, described, json_body, parameter

serve = conftest.serve

DOCUMENT = described(
    {
        "/users": {
            "post": answers(
                {
                    "made": {"operationId": "getUser", "parameters": {"id": "$response.body#/id"}},
                    "lost": {"operationId": "getUser", "parameters": {"id": "$response.body#/ident"}},
                    "away": {"operationId": "getUsers"},
                },
                operationId="createUser",
                requestBody=json_body({"type": "object", "properties": {"name": {"type": "string"}}}),
            )
        },
        "/users/{id}": {
            "get": answers(
                {"home": {"operationId": "getAddress", "parameters": {"user": "$request.path.id"}}},
                operationId="getUser",
                parameters=[parameter("id", "path")],
                security=[{"apiKey": []}],
            )
        },
        "/users/{user}/address": {"get": answers(operationId="getAddress", parameters=[parameter("user", "path")])},
    },
    components={"securitySchemes": KEY},
)


@pytest.fixture
def users(run: Callable[..., Any], env: dict[str, str], tmp_path: Path) -> Callable[..., Any]:
    """Calls an operation of the users, with a key in the environment."""
    path = tmp_path / "users.json"
    path.write_text(json.dumps(DOCUMENT))
    env["USERS_KEY"] = "K"
    key = ("--credential", "apiKey=env:USERS_KEY")
    return lambda server, *argv: run("--spec", str(path), *argv, "--base-url", server.url, *key)


def answer(seen: Seen) -> Reply:
    if seen.method == "POST":
        return as_json({"id": "u1"}, 200, Location="/users/u2?view=all")
    return as_json({"path": seen.path})


@pytest.mark.parametrize(
    ("names", "paths"),
    [
        (["made"], ["/users/u1"]),
        (["made", "home"], ["/users/u1", "/users/u1/address"]),
        (["Location"], ["/users/u2?view=all"]),
        (["location", "home"], ["/users/u2?view=all", "/users/u2/address"]),
    ],
)
def test_it_follows_a_chain_with_the_keys_that_it_needs(serve, users, names: list[str], paths: list[str]) -> None:
    server = serve(answer)
    done = users(server, "createUser", "name=ada", *(word for name in names for word in ("--follow", name)))
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == {"path": paths[-1]}
    assert [seen.path for seen in server.seen[1:]] == paths
    assert server.seen[1].headers["X-Key"] == "K"


LOST = (
    "createUser: the link 'lost' cannot be followed: getUser needs path:id, which is $response.body#/ident, and the "
    "body of the answer has no 'ident'; it has id. Call that operation yourself, with the value. "
    "The call itself was made; its answer is printed."
)


AWAY = (
    "createUser: the link 'away' leads to no operation of this document: there is no \"getUsers\". Did you mean "
    "'getUser'? Nothing was sent. It is at #/paths/~1users/post/responses/200/links/away."
)


@pytest.mark.parametrize(
    ("argv", "text", "sent"),
    [
        (
            ("--follow", "mad"),
            "createUser has no link 'mad'. Did you mean 'made'? Nothing was sent. Write --follow made.",
            0,
        ),
        (
            ("--follow", "away"),
            AWAY,
            0,
        ),
        (("--follow", "made", "--all"), "--follow goes on from one answer. Leave one of them out.", 0),
        (("--follow", "made", "--stream"), "--follow goes on from one answer. Leave one of them out.", 0),
        (("--follow", "made", "--until", "a=1"), "but --follow for what you name. Leave one of them out.", 0),
        (("--follow", "lost"), LOST, 1),
        (
            ("--follow", "operation-location"),
            "the answer has no header Operation-Location. The call itself was made",
            1,
        ),
        (("--follow", "made", "--follow", "next"), "The calls before it were made; the last answer is printed.", 2),
    ],
)
def test_what_goes_wrong(serve, users, argv: tuple[str, ...], text: str, sent: int) -> None:
    server = serve(answer)
    done = users(server, "createUser", "name=ada", *argv)
    assert done.code == 2
    assert text in done.err
    assert len(server.seen) == sent
    assert bool(done.out) is (sent > 0)


def test_a_dry_run_shows_the_call_itself(serve, users) -> None:
    server = serve(answer)
    done = users(server, "createUser", "name=ada", "--follow", "made", "--dry-run")
    assert done.code == 0
    assert "what --follow asks for depends on its answer" in done.err
    assert server.seen == []


def test_the_last_answer_goes_to_the_file(serve, users, tmp_path: Path) -> None:
    done = users(serve(answer), "createUser", "name=ada", "--follow", "made", "-o", str(tmp_path / "x"))
    assert (done.code, done.out) == (0, "")
    assert json.loads((tmp_path / "x").read_text()) == {"path": "/users/u1"}


def test_the_names_of_links_are_completed(users, serve, run, tmp_path: Path) -> None:
    document = str(tmp_path / "users.json")
    done = run("__complete", "--", f"dynaclient --spec {document} call createUser --follow ")
    assert [line.partition("\t")[0] for line in done.out.splitlines()] == [
        "made",
        "lost",
        "away",
        "Location",
        "Operation-Location",
    ]
