"""Errors: a paragraph with the fix, a JSON object for machines, and an exit code that tells them apart."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest

import dynaclient
from dynaclient.cli import application, main
from dynaclient.cli.error_report import exit_code_of
from dynaclient.cli.own_words import _IN_PYTHON
from dynaclient.errors import (
    ConnectionFailed,
    DeadlineExceeded,
    DocumentSyntaxError,
    DynaclientError,
    HTTPStatusError,
    InvalidResponse,
    MissingCredentials,
    NotFound,
    ServerError,
    UndecodableBody,
    UnknownOperation,
    UnresolvableReference,
    ValidationError,
)

from .conftest import HERE, KEY


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnknownOperation("x"), 2),
        (ValidationError(), 2),
        (MissingCredentials(operation_id="x", alternatives=[["key"]]), 2),
        (DocumentSyntaxError("x"), 3),
        (UnresolvableReference("x"), 3),
        (NotFound(status_code=404), 4),
        (HTTPStatusError(status_code=418), 4),
        (ServerError(status_code=503), 5),
        (UndecodableBody(), 5),
        (InvalidResponse(violations=[]), 5),
        (ConnectionFailed("x"), 6),
        (DeadlineExceeded("x"), 6),
        (ZeroDivisionError(), 1),
        (DynaclientError(), 1),
    ],
)
def test_every_kind_of_error_has_its_exit_code(error, code) -> None:
    assert exit_code_of(error) == code


def test_an_unknown_word_is_neither_command_nor_operation(run) -> None:
    done = run("serch", "x")
    assert done.code == 2
    assert "no operation 'serch'" in done.err
    assert "Did you mean 'search'?" in done.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "needs credentials for key, and none are given. Nothing was sent. Put the key into a variable and"),
        ([], "`--credential key=env:KEY`"),
        (
            ["--credential", "key=env:OTHER"],
            "for key, and OTHER is not set. Nothing was sent. Set OTHER",
        ),
        ([], "start `dynaclient sandbox`"),
        (["--spec", str(HERE / "shop.yaml")], f"start `dynaclient --spec {HERE / 'shop.yaml'} sandbox`"),
    ],
)
def test_a_missing_key_names_the_variable_and_the_sandbox(run, shop, options, said) -> None:
    done = run("--base-url", shop.url, *options, "listItems")
    assert done.code == 2
    assert said in done.err
    assert shop.seen == []


@pytest.mark.parametrize(
    ("operation", "variable"), [("listModels", "OPENAI_API_KEY"), ("list-users", "OPENAI_ADMIN_KEY")]
)
def test_a_missing_openai_key_names_the_variable_that_is_needed(run, env, operation, variable) -> None:
    del env["DYNACLIENT_SPEC"]
    done = run(operation, OPENAI_API_KEY="")
    assert done.code == 2
    assert f"{variable} is not set. Nothing was sent. Set {variable}, or" in done.err
    assert "start `dynaclient sandbox`" in done.err


def test_the_openai_key_goes_to_no_other_api(run, shop) -> None:
    """A description whose servers are not OpenAI's is called without OpenAI's key, even where it is all there is."""
    done = run("--base-url", shop.url, "listItems", OPENAI_API_KEY="sk-openai-key-1234")
    assert done.code == 2
    assert shop.seen == []


@pytest.mark.parametrize(
    ("status", "code", "fix"),
    [(404, 4, "Check the ids"), (401, 4, "key was refused"), (429, 4, "wait 7 s"), (503, 5, "wait 7 s")],
)
def test_a_refusal_of_the_server_has_its_own_code_and_prints_nothing(call, status, code, fix) -> None:
    done = call("fail", f"code={status}", "--retries", "0")
    assert (done.code, done.out) == (code, "")
    assert f"the server answered {status}" in done.err
    assert "as asked" in done.err
    assert fix in done.err


def test_what_a_server_says_cannot_steer_the_terminal(call) -> None:
    assert "\x1b" not in call("fail", "code=400").err


def test_an_unreachable_host_is_a_network_error(run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    done = run("--base-url", f"http://127.0.0.1:{port}", "openToAll", "--retries", "0")
    assert done.code == 6
    assert f"http://127.0.0.1:{port}/open" in done.err
    assert "Connection refused" in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no such file"),
        ("{", "not JSON"),
        ("hello: world", "not an OpenAPI document"),
        ("openapi: 9.0.0", "version 9.0.0 is not supported"),
    ],
)
def test_a_document_that_cannot_be_read_has_its_own_code(run, tmp_path, text, said) -> None:
    path = tmp_path / "document"
    if text is not None:
        path.write_text(text)
    done = run("--spec", str(path), "list")
    assert done.code == 3
    assert said in done.err


def test_an_address_without_a_server_says_what_the_system_says(run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    done = run("--spec", f"http://127.0.0.1:{port}/openapi.yaml", "list")
    assert done.code == 3
    assert "the address cannot be read: Connection refused." in done.err


@pytest.mark.parametrize(
    "argv",
    [["list", "--no-such"], ["call"], ["call", "x", "--format", "xml"], ["completion", "tcsh"], ["show"], ["--spec"]],
)
def test_a_line_that_makes_no_sense_is_refused_and_points_to_the_help(run, argv) -> None:
    done = run(*argv)
    assert (done.code, done.out) == (2, "")
    assert "--help`" in done.err


def test_machines_get_errors_as_one_json_object(call) -> None:
    done = call("createItem", "colour=pink", "--json-errors")
    assert done.code == 2
    error = json.loads(done.err)["error"]
    assert (error["type"], error["exit_code"], error["operation_id"]) == ("ValidationError", 2, "createItem")
    assert [(v["path"], v["keyword"]) for v in error["violations"]] == [
        ("/body/name", "required"),
        ("/body/colour", "enum"),
    ]
    refused = json.loads(call("fail", "code=409", "--retries", "0", "--json-errors").err)["error"]
    assert (refused["exit_code"], refused["status_code"]) == (4, 409)
    assert refused["data"]["error"]["message"].startswith("as asked")


def test_machines_get_json_also_for_what_is_wrong_with_an_earlier_word(call) -> None:
    error = json.loads(call("listItems", "--format", "xml", "--json-errors").err)["error"]
    assert (error["type"], error["exit_code"]) == ("BadParameter", 2)


def test_nobody_is_told_to_skip_validation_where_that_does_not_help(run, shop) -> None:
    """A path is checked in every mode."""
    done = run("--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "getItem", "path:id=..", "--no-validate")
    assert done.code == 2
    assert "--no-validate" not in done.err


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--timeout", "nan", "'nan' is not a number of seconds above 0 and up to 1,000,000,000."),
        ("--timeout", "0", "'0' is not a number of seconds above 0 and up to 1,000,000,000."),
        ("--deadline", "soon", "'soon' is not a number of seconds above 0 and up to 1,000,000,000."),
        ("--retries", "-1", "'-1' is not a whole number from 0."),
        ("--format", "xml", "'xml' is not one of 'json', 'yaml', 'table', 'raw', 'ndjson'."),
    ],
)
def test_a_number_that_is_none_says_what_is_wanted(call, shop, option, value, said) -> None:
    done = call("listItems", option, value)
    assert (done.code, shop.seen) == (2, [])
    assert f"dynaclient: {option}: {said} Try `dynaclient call --help`." in done.err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["show"], "OPERATION is missing. Try `dynaclient show --help`."),
        (["stubs"], "--output is missing. Try `dynaclient stubs --help`."),
        (["list", "--jsn"], "there is no option --jsn. Did you mean '--json'? Try `dynaclient list --help`."),
        (["overlay", "fx"], "no such command 'fx'. Did you mean 'fix'? Try `dynaclient overlay --help`."),
        (["list", "a", "b"], "got unexpected extra argument (b). Try `dynaclient list --help`."),
        (["listItems", "--all=3"], "option '--all' does not take a value. Try `dynaclient"),
        (["listItems", "--rate", "5/y"], "--rate must be a number of requests a second above 0, or a text such as "),
    ],
)
def test_what_is_wrong_with_a_line_is_a_sentence(call, run, argv, said) -> None:
    done = (call if argv[0] == "listItems" else run)(*argv)
    assert done.code == 2
    assert done.err.startswith(f"dynaclient: {said}")


def test_a_rate_may_be_a_number(call, shop) -> None:
    """Requests a second, as in Python."""
    assert call("listItems", "--rate", "5").code == 0
    assert len(shop.seen) == 1


def test_a_bug_says_that_it_is_one_and_hides_the_key(call, monkeypatch) -> None:
    def broken(*args: object, **named: object) -> None:
        raise ZeroDivisionError(f"with {KEY} in it")

    monkeypatch.setattr("dynaclient.client.sync.Client.call", broken)
    done = call("listItems")
    assert done.code == 1
    assert "this is a bug of dynaclient itself: ZeroDivisionError" in done.err
    assert KEY not in done.err
    assert "Traceback" not in done.err
    assert "Traceback" in call("listItems", DYNACLIENT_DEBUG="1").err


def test_an_interruption_has_its_own_code(run, monkeypatch) -> None:
    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(application.Commands, "get_command", interrupted)
    assert run("list").code == 130


def test_streams_and_environment_of_the_process_are_the_defaults(capsys, monkeypatch, env) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert main(["list", "getText"]) == 0
    assert capsys.readouterr().out == "getText\tGET\t/text\tGet text\n"


def test_every_text_that_the_command_line_translates_is_one_of_the_library() -> None:
    """Otherwise a reworded error would show Python's arguments on the command line."""
    folder = Path(dynaclient.__file__).parent
    modules = [path for path in folder.rglob("*.py") if path.name != "own_words.py"]
    source = "".join(path.read_text(encoding="utf-8") for path in modules).replace("{{", "{").replace("}}", "}")
    source = re.sub(r'"\s*\n\s*f?"', "", source)  # a text on several lines is one
    assert [text for text, _ in _IN_PYTHON if text.removeprefix("rule=") not in source] == []
