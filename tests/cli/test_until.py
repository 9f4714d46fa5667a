"""`--until`: asking again; `--validate-responses`: holding answers against the document; answers that are empty."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient.sandbox import Sandbox
from tests.runtime import conftest
from tests.runtime.server import Reply, Seen, as_json
from tests.runtime.test_poll_answers import JOBS, working

CLOSED = {
    "type": "object",
    "properties": {
        "state": {"type": "string"},
        "more": {"type": "object", "patternProperties": {"^x_": {}}, "additionalProperties": False},
    },
    "additionalProperties": False,
}

DOCUMENT = {
    **JOBS,
    "paths": {
        **JOBS["paths"],
        "/closed": {
            "get": {
                "operationId": "getClosed",
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": CLOSED}}}},
            }
        },
        "/free": {"get": {"operationId": "getFree", "responses": {"200": {"description": ""}}}},
        "/count": {
            "get": {
                "operationId": "count",
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "properties": {"percent": {"enum": [50, 100]}}}
                            }
                        },
                    }
                },
            }
        },
    },
}


serve = conftest.serve


@pytest.fixture
def jobs(run: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Calls an operation of the jobs."""
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps(DOCUMENT))
    return lambda server, *argv: run("--spec", str(path), "--base-url", server.url, *argv)


def going_through(*bodies: Any) -> Callable[[Seen], Reply]:
    waiting = iter(bodies)
    return lambda seen: as_json(next(waiting, bodies[-1]), retry_after_ms="1")


GET_JOB = ("getJob", "team_id=t", "job_id=j")


LATE = 'status was still "queued" when the deadline of 0.9 s ran out. --deadline SECONDS allows more time.'


@pytest.mark.parametrize(
    ("arguments", "states", "asked"),
    [
        pytest.param(("--until", "status=done"), ["queued", "done"], 2, id="a value"),
        pytest.param(("--until", "status"), ["queued", "queued", "done"], 3, id="its final values"),
        pytest.param(("--until", "status=queued", "--until", "status=done"), ["queued"], 1, id="values"),
    ],
)
def test_a_call_that_reads_is_made_again(serve, jobs, arguments: Any, states: list[str], asked: int) -> None:
    """And the last answer printed, as any answer is."""
    server = serve(going_through(*({"status": state} for state in states)))
    done = jobs(server, *GET_JOB, *arguments, "--select", "status")
    assert (done.code, done.out.strip(), done.err) == (0, states[-1], "")
    assert len(server.seen) == asked


def test_a_call_that_makes_something_is_made_once(serve, jobs) -> None:
    """What it made is read until it is done."""
    server = serve(working)
    done = jobs(server, "makeJob", "team=t", "--until", "status=done", "--select", "status")
    assert (done.code, done.out, done.err) == (0, "done\n", "")
    assert [(seen.method, seen.path) for seen in server.seen] == [
        ("POST", "/teams/t/jobs"),
        ("GET", "/teams/t/jobs/j1"),
    ]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("percent=100", [{"percent": 50}, {"percent": 100}]),
        ("ready=true", [{"ready": False}, {"ready": True}]),
        ("ready=true", [{"ready": "false"}, {"ready": "true"}]),
        ("job/state=up", [{"job/state": "down"}, {"job/state": "up"}]),
        ("/job/state=up", [{"job": {"state": "down"}}, {"job": {"state": "up"}}]),
        ("end=null", [{"end": 5}, {"end": None}]),
    ],
)
def test_the_type_of_a_value_is_that_of_the_document(serve, jobs, text: str, bodies: list[Any]) -> None:
    """Or, where the document says nothing, that of the answer."""
    server = serve(going_through(*bodies))
    done = jobs(server, "count" if "percent" in text else "getFree", "--until", text)
    assert (done.code, json.loads(done.out)) == (0, bodies[-1])
    assert len(server.seen) == 2


ANSWER = {"id": "j", "status": "failed"}


MISSPELT = (
    "getJob: the answer has no field 'stauts' to wait for. Did you mean 'status'? It has id, status. "
    "--until may also name a JSON Pointer, as in --until /job/status=done."
)
NOT_LISTED = (
    "getFree: cannot tell which values of status are final: the document lists no values for it. "
    "Name them: --until status=VALUE."
)
BARE = (
    "--until a waits for any final value, and cannot be combined with another --until. "
    "Write the values: --until a=VALUE."
)
BOTH = "--all prints the items of a list, but --until polls for one answer. Leave one of them out."
STREAMS = "watch: it answers with a stream of events, which is not polled, since it ends by itself; leave --until out."
NOT_READ = (
    "doNothing: cannot tell how to read again what the answer is about: the document shows no operation for that. "
    "Call the operation that reads it, with --until. The call itself was made; its answer is printed."
)
NEVER = 'status never becomes "don". Did you mean \'done\'? The document has "queued", "done", "failed".'
VALUE_ALONE = "getJob: 'done' is a value of status. To wait for it: --until status=done."
ENDED = 'getJob: status is now "failed" and will not become "done".'
SHAPE = "--until takes FIELD=VALUE, not '=x'. Write --until status=completed."


@pytest.mark.parametrize(
    ("argv", "body", "code", "said", "sent"),
    [
        ((*GET_JOB, "--until", "status=don"), ANSWER, 2, f"getJob: {NEVER}", 0),
        (("makeJob", "team=t", "--until", "status=don"), ANSWER, 2, f"makeJob: {NEVER}", 0),
        ((*GET_JOB, "--until", "stauts=done"), ANSWER, 5, MISSPELT, 1),
        ((*GET_JOB, "--until", "status=done"), ANSWER, 5, ENDED, 1),
        (("getFree", "--until", "status"), ANSWER, 2, NOT_LISTED, 0),
        ((*GET_JOB, "--until", "done"), ANSWER, 2, VALUE_ALONE, 0),
        (("getFree", "--until", "=x"), ANSWER, 2, SHAPE, 0),
        (("getFree", "--until", "a", "--until", "b=1"), ANSWER, 2, BARE, 0),
        (("getFree", "--until", "a=1", "--all"), ANSWER, 2, BOTH, 0),
        (("watch", "--until", "a=1"), ANSWER, 2, STREAMS, 0),
        (("doNothing", "--until", "a=1"), {"x": 1}, 2, NOT_READ, 1),
        ((*GET_JOB, "--until", "status=done", "--deadline", "0.9"), {"status": "queued"}, 6, LATE, 1),
    ],
)
def test_a_wait_that_cannot_end(serve, jobs, argv: Any, body: Any, code: int, said: str, sent: int) -> None:
    """Says so, in the words of the command line."""
    server = serve(lambda seen: as_json(body))
    done = jobs(server, *argv)
    assert done.code == code, done.err
    assert said in done.err
    assert len(server.seen) == sent
    assert (done.out == "") is (argv[0] != "doNothing")


RULED_OUT = "getClosed: by the document, the answer never has a field 'stat'. Did you mean 'state'? It has state, more."
NOT_IN_THE_DOCUMENT = (
    "makeJob: the document has no field 'stauts' in the answer. Did you mean 'status'? Nothing was sent. "
    "If the answer has it all the same, write --until /stauts=VALUE."
)


@pytest.mark.parametrize(
    ("argv", "code", "said", "sent"),
    [
        (("getClosed", "--until", "stat=up"), 2, RULED_OUT, 0),
        (("getClosed", "--until", "/state/deep=up"), 2, "the answer never has a field '/state/deep'", 0),
        (("getClosed", "--until", "/more/x_1=up"), 5, "the answer has no field '/more/x_1' to wait for", 1),
        (("makeJob", "team=t", "--until", "stauts=done"), 2, NOT_IN_THE_DOCUMENT, 0),
        (("makeJob", "team=t", "--until", "/stauts=done"), 5, "the answer has no field '/stauts' to wait for", 2),
        (("makeJob", "team=t", "--until", "other=done"), 5, "the answer has no field 'other' to wait for", 2),
        ((*GET_JOB, "--until", "stauts"), 2, "no field 'stauts' in the answer. Did you mean 'status'?", 0),
    ],
)
def test_a_field_that_cannot_come_costs_no_request(serve, jobs, argv: Any, code: int, said: str, sent: int) -> None:
    """What the document rules out is refused before anything is sent, anything else by the first answer."""
    server = serve(lambda seen: as_json({"id": "j", "state": "down"}))
    done = jobs(server, *argv)
    assert done.code == code
    assert said in done.err
    assert len(server.seen) == sent


def test_a_wait_that_is_too_long_leaves_what_was_made(serve, jobs, tmp_path: Path) -> None:
    """On standard output or in the file; the error names the state, and neither status nor bytes."""
    server = serve(lambda seen: as_json({"id": "j1", "status": "queued"}, retry_after_ms="1"))
    done = jobs(server, "makeJob", "team=t", "--until", "status=done", "--deadline", "0.9", "--select", "id")
    assert (done.code, done.out) == (6, "j1\n")
    assert done.err == (
        'dynaclient: getJob: status was still "queued" when the deadline of 0.9 s ran out. '
        "The call itself was made; its last answer is printed. "
        "--deadline SECONDS allows more time.\n"
    )
    path = tmp_path / "job"
    done = jobs(server, "makeJob", "team=t", "--until", "status=done", "--deadline", "0.9", "-o", str(path))
    assert (done.code, json.loads(path.read_text())["id"]) == (6, "j1")
    assert "its last answer is in the file." in done.err


def test_what_cannot_be_read_again_is_in_the_file(serve, jobs, tmp_path: Path) -> None:
    server = serve(lambda seen: as_json({"x": 1}))
    done = jobs(server, "doNothing", "--until", "a=1", "-o", str(tmp_path / "x"))
    assert (done.code, json.loads((tmp_path / "x").read_text())) == (2, {"x": 1})
    assert "The call itself was made; its answer is in the file." in done.err


@pytest.mark.parametrize(
    ("mode", "code", "said"),
    [
        ("raise", 5, ("dynaclient: getJob: the response does not fit the document.\n"
         '  /body/status: expected one of "queued", "done", "failed", given string "dome". Did you mean "done"?')),
        ("warn", 0, 'getJob: response /body/status: expected one of "queued"'),
        ("off", 0, ""),
        ("wran", 2, "'wran' is not one of 'warn', 'raise', 'off'"),
    ],
)  # fmt: skip
def test_answers_are_held_against_the_document(serve, jobs, mode: str, code: int, said: str) -> None:
    """By an option, which may stand before the operation or after it."""
    server = serve(lambda seen: as_json({"status": "dome"}))
    done = jobs(server, *GET_JOB, "--validate-responses", mode)
    assert done.code == code
    assert said in done.err
    assert bool(done.err) is bool(said)
    assert (done.out == "") is (code != 0)


def test_the_option_wins_over_the_profile(serve, run, tmp_path: Path) -> None:
    """`off` turns off what the profile asks for."""
    server = serve(lambda seen: as_json({"status": "dome"}))
    (tmp_path / "jobs.json").write_text(json.dumps(DOCUMENT))
    config = tmp_path / "config.toml"
    config.write_text(
        f'[profile.jobs]\nspec = "jobs.json"\nbase_url = "{server.url}"\n'
        'validate_responses = "raise"\nstrict_responses = true\n'
    )
    env = {"DYNACLIENT_CONFIG": str(config)}
    assert run("--profile", "jobs", *GET_JOB, **env).code == 5
    assert run("--profile", "jobs", *GET_JOB, "--validate-responses", "off", **env).code == 0
    warned = run("--profile", "jobs", *GET_JOB, "--validate-responses", "warn", **env)
    assert (warned.code, "response /body/status" in warned.err) == (0, True)


def test_an_empty_answer_is_called_empty(serve, jobs) -> None:
    """Not null, and not a value of the wrong type."""
    server = serve(lambda seen: Reply(200, b"", {"Content-Type": "application/json"}))
    done = jobs(server, *GET_JOB, "--validate-responses", "raise")
    assert done.code == 5
    assert "/body: expected object, given an empty body" in done.err
    done = jobs(server, *GET_JOB, "--select", "status")
    assert (done.code, done.out) == (2, "")
    assert "--select status: the answer is empty, so it has no such part. The call itself was made." in done.err
    done = jobs(server, *GET_JOB)
    assert (done.code, done.out, done.err) == (0, "", "")
    done = jobs(server, *GET_JOB, "--until", "status=done")
    assert done.code == 5
    assert "the answer has no field 'status' to wait for. The answer is empty." in done.err


def test_the_command_that_a_user_types(run) -> None:
    """Against the sandbox: make a run, and wait for a state of it."""
    from dynaclient.openai import load_bundled

    with Sandbox(load_bundled()).serve() as server:
        env = {"DYNACLIENT_SPEC": "", "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "k"}
        thread = run("createThread", "--select", "id", **env).out.strip()
        made = run(
            "createRun", f"thread_id={thread}", "assistant_id=a", "--until", "status=queued", "--select", "id", **env
        )
        assert (made.code, made.out[:4], made.err) == (0, "run_", "")
