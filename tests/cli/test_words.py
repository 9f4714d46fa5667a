"""What the first word of a line means: an operation, a command, or a word that other programs use."""

from __future__ import annotations

from pathlib import Path

import pytest

from dynaclient.cli.commands import COMMANDS, FAMILIAR, FIRST

from .conftest import HERE
from .test_terminal import ended

WORDS = str(HERE / "words.yaml")
CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"


@pytest.fixture
def login(monkeypatch):
    """A command that was added after people called an operation by its name; it does what `completion` does."""
    monkeypatch.setitem(COMMANDS, "login", "completion:completion_command")


def requested(done) -> str:
    """The target of the request that a dry run shows."""
    assert done.code == 0, done.err
    return done.out.split()[1]


# an operation wins over a command that is not one of the first


@pytest.mark.usefixtures("login")
@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(["--spec", WORDS, "login", "--dry-run"], id="document-before"),
        pytest.param(["login", "--dry-run", "--spec", WORDS], id="document-after"),
        pytest.param(["login", f"--spec={WORDS}", "--dry-run"], id="document-joined"),
    ],
)
def test_an_operation_is_called_although_a_command_has_its_name(run, argv) -> None:
    assert requested(run(*argv)) == "/api/open"


@pytest.mark.usefixtures("login")
def test_the_document_of_a_profile_decides_too(run, env, tmp_path) -> None:
    (tmp_path / "config.toml").write_text(f'[profile.words]\nspec = "{WORDS}"\n')
    env["DYNACLIENT_CONFIG"] = str(tmp_path / "config.toml")
    assert requested(run("login", "--profile", "words", "--dry-run")) == "/api/open"
    assert requested(run("login", "--dry-run", DYNACLIENT_SPEC=WORDS)) == "/api/open"


@pytest.mark.usefixtures("login")
def test_the_snake_case_name_of_an_operation_counts(run, tmp_path) -> None:
    path = tmp_path / "named.yaml"
    path.write_text(Path(WORDS).read_text().replace("operationId: login", "operationId: Login"))
    assert requested(run("--spec", str(path), "login", "--dry-run")) == "/api/open"


@pytest.mark.usefixtures("login")
@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(["login", "fish"], id="no-such-operation"),
        pytest.param(["--spec", WORDS, "--command", "login", "fish"], id="asked-for"),
        pytest.param(["--spec", "/no/such/document", "login", "fish"], id="no-document"),
    ],
)
def test_otherwise_the_command_runs(run, argv) -> None:
    done = run(*argv)
    assert (done.code, done.err) == (0, "")
    assert done.out == run("completion", "fish").out


@pytest.mark.usefixtures("login")
def test_help_for_the_operation_and_its_refusals_say_how_to_run_the_command(run) -> None:
    said = "`dynaclient --command login` is the command of that name."
    page = run("--spec", WORDS, "login", "--help").out
    assert page.startswith("login  GET /open\nLog in\n")
    assert page.endswith(f"{said}\n")
    refused = run("--spec", WORDS, "login", "work")
    assert (refused.code, said in refused.err) == (2, True)


@pytest.mark.usefixtures("login")
def test_help_for_the_command_can_be_asked_for(run) -> None:
    assert run("--spec", WORDS, "--command", "login", "--help").out.startswith("Usage: dynaclient login")


@pytest.mark.usefixtures("login")
def test_completion_follows_the_same_rule(run) -> None:
    assert "--select" in run("--spec", WORDS, "__complete", "dynaclient login --sel").out
    assert run("__complete", "dynaclient login --sel").out == ""
    assert run("--spec", WORDS, "__complete", "dynaclient --command login --sel").out == ""


def test_call_reaches_every_operation(run) -> None:
    for name, target in (("list", "/api/blob"), ("help", "/api/slow"), ("login", "/api/open")):
        assert requested(run("--spec", WORDS, "call", name, "--dry-run")) == target


def test_the_first_commands_win_over_an_operation_and_their_help_says_so(run) -> None:
    assert run("--spec", WORDS, "list", "Mock").out == "Mock\tGET\t/cut\tMock it\n"
    page = run("--spec", WORDS, "list", "--help").out
    assert page.startswith("Usage: dynaclient list")
    assert page.endswith("This document also has an operation `list`: `dynaclient call list` calls it.\n")
    assert "also has an operation" not in run("list", "--help").out


def test_on_a_terminal_the_first_commands_name_the_operation_that_they_hide(terminal) -> None:
    code, text = ended(terminal("--spec", WORDS, "list"))
    assert code == 0
    assert text.endswith("This document also has an operation `list`: `dynaclient call list` calls it.\n")
    assert "also has an operation" not in ended(terminal("list"))[1]


def test_every_command_is_in_the_changelog() -> None:
    """Where the rule is too, so that nobody is surprised by a word that got a meaning."""
    text = CHANGELOG.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not name.startswith("_") and f"`{name}`" not in text] == []
    assert "dynaclient --command NAME" in text


def test_the_first_commands_are_commands() -> None:
    assert set(COMMANDS) >= FIRST
    assert FAMILIAR.isdisjoint(COMMANDS)


# words of other programs


@pytest.mark.parametrize(("word", "target"), [("test", "/api/text"), ("help", "/api/slow"), ("mock", "/api/cut")])
def test_an_operation_wins_over_a_familiar_word(run, word, target) -> None:
    assert requested(run("--spec", WORDS, word, "--dry-run")) == target


def test_help_is_the_help_of_the_program_of_a_command_and_of_an_operation(run) -> None:
    assert run("help").out == run("--help").out
    assert run("help", "list").out == run("list", "--help").out
    assert run("help", "createItem").out == run("createItem", "--help").out
    assert run("help", "mock").out == run("sandbox", "--help").out
    assert run("help", "createItm").code == 2


def test_mock_is_the_sandbox(run) -> None:
    assert run("mock", "--help").out == run("sandbox", "--help").out
    assert "'many' is not a valid integer" in run("mock", "--port", "many").err


def test_test_says_what_may_be_meant(run) -> None:
    done = run("test", "createItem")
    assert done.code == 2
    for command in ("`dynaclient check`", "--dry-run`", "`dynaclient sandbox`"):
        assert command in done.err


def test_a_command_that_is_not_there_is_named(run) -> None:
    done = run("--command", "lst")
    assert (done.code, done.out) == (2, "")
    assert done.err == "dynaclient: there is no command 'lst'. Did you mean 'list'? See `dynaclient --help`.\n"


# OPERATION --help


@pytest.mark.parametrize("argv", [["createItem", "--help"], ["create_item", "-h"], ["call", "createItem", "--help"]])
def test_help_after_an_operation_describes_it(run, argv) -> None:
    page = run("show", "createItem").out
    assert run(*argv).out == f"{page}\n`dynaclient call --help` lists the options of a call.\n"


def test_help_describes_it_with_arguments_and_options_too(run) -> None:
    done = run("createItem", "name=pen", "--retries", "2", "--help", "--spec", str(HERE / "shop.yaml"))
    assert done.out.startswith("createItem  POST /items\n")


def test_help_of_call_itself_and_of_an_unknown_word(run) -> None:
    assert run("call", "--help").out.startswith("Usage: dynaclient call")
    done = run("createItm", "--help")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean 'createItem'" in done.err
