"""What a person sees in terminals of 60, 80 and 120 columns: nothing is lost, and no word is broken."""

from __future__ import annotations

import re
import sys

import pytest

from dynaclient.cli.wrapping import cells, cut, wrap

from .test_terminal import ANSI, ended

pytest.importorskip("pexpect", reason="pexpect is not installed")
in_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")

WIDTHS = pytest.mark.parametrize("columns", [60, 80, 120])
WIDE = """
openapi: 3.1.0
info: {title: Wide, version: "1"}
servers: [{url: "http://localhost:1"}]
paths:
  /organizations/{organization_id}/projects/{project_id}/members:
    get:
      operationId: listMembersOfTheProject
      summary: List the members of a project
      responses: {"200": {description: ok}}
  /short: {get: {operationId: getShort, summary: "日本語の短い要約", responses: {"200": {description: ok}}}}
  /silent: {delete: {operationId: removeSilent, deprecated: true, responses: {"200": {description: ok}}}}
"""


def plain(text: str) -> list[str]:
    """The lines without colours."""
    return [line.rstrip() for line in ANSI.sub("", text).splitlines()]


@pytest.fixture
def wide(terminal, tmp_path):
    (tmp_path / "wide.yaml").write_text(WIDE, encoding="utf-8")
    return lambda *argv, **more: ended(terminal("--spec", str(tmp_path / "wide.yaml"), *argv, **more))


@in_terminal
@pytest.mark.parametrize("command", [["list"], ["search", "members"]])
@WIDTHS
def test_operation_method_and_summary_are_kept_at_every_width(wide, command, columns) -> None:
    code, text = wide(*command, columns=columns)
    lines = plain(text)
    assert code == 0
    assert max(map(cells, lines)) <= columns
    assert "listMembersOfTheProject" in text
    assert "GET" in text
    assert "List the members of a project" in text


@in_terminal
def test_an_id_that_leaves_no_room_has_the_method_and_path_below_it(terminal, tmp_path) -> None:
    """The id stays whole, so that it can be copied, and the path is not lost."""
    name = "removeTheClassificationOfAFolderOfTheEnterprise"
    path = tmp_path / "long.yaml"
    path.write_text(WIDE.replace("listMembersOfTheProject", name), encoding="utf-8")
    code, text = ended(terminal("--spec", str(path), "list", "folder", columns=60))
    assert code == 0
    assert plain(text) == [
        name,
        "    GET  /organizations/{organization_id}/projects/{project…",
        "    List the members of a project",
    ]


@in_terminal
def test_the_path_gives_way_at_80_columns_with_the_columns_aligned(wide) -> None:
    lines = plain(wide("list", columns=80)[1])
    assert lines == [
        "operation                method  path              summary",
        "getShort                 GET     /short            日本語の短い要約",
        "listMembersOfTheProject  GET     /organizations/…  List the members of a project",
        "removeSilent             DELETE  /silent           (deprecated)",
    ]


@in_terminal
def test_each_operation_has_two_lines_at_60_columns(wide) -> None:
    """No head: there are no columns that it could name."""
    assert plain(wide("list", columns=60)[1]) == [
        "getShort  GET  /short",
        "    日本語の短い要約",
        "listMembersOfTheProject  GET  /organizations/{organization_…",
        "    List the members of a project",
        "removeSilent  DELETE  /silent",
        "    (deprecated)",
    ]


@in_terminal
def test_nothing_is_cut_where_there_is_room(wide) -> None:
    assert re.split(r"\s{2,}", plain(wide("list", columns=140)[1])[2]) == [
        "listMembersOfTheProject",
        "GET",
        "/organizations/{organization_id}/projects/{project_id}/members",
        "List the members of a project",
    ]


@in_terminal
@WIDTHS
@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(["show", "createRun"], id="show"),
        pytest.param(["createRun", "--help"], id="operation"),
        pytest.param(["--help"], id="program"),
        pytest.param(["call", "--help"], id="command"),
        pytest.param(["createRun", "thread_1", "assistant=asst_1"], id="refusal"),
        pytest.param(["listModels"], id="missing-key"),
        pytest.param(["createRn"], id="unknown"),
        pytest.param(["explain", "createRun", "thread_1", "assistant=asst_1"], id="explain"),
    ],
)
def test_words_are_whole_at_every_width(terminal, env, run, shop, argv, columns) -> None:
    """The same words in the same order as where nothing is broken into lines; JSON is left as it is, to be copied."""
    del env["DYNACLIENT_SPEC"]
    code, text = ended(terminal(*argv, columns=columns, PAGER="cat"))
    expected = run("--base-url", shop.url, *argv)
    lines = plain(text)
    assert code == expected.code
    assert " ".join(lines).split() == (expected.out + expected.err).split()
    texts = [line for line in lines if not re.match(r'\s*["{}\[\]]', line)]
    assert all(cells(line) <= columns for line in texts if " " in line.strip())


@in_terminal
def test_an_error_is_red_on_a_terminal_and_plain_where_no_colour_is_wanted(spawn) -> None:
    coloured = ended(spawn("createItem"))[1]
    assert coloured.startswith("\x1b[1;31mdynaclient:\x1b[0m createItem: 1 argument does not fit. Nothing was sent.\n")
    for more in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in ended(spawn("createItem", **more))[1]


def test_an_error_is_plain_in_a_pipe(process) -> None:
    assert process("createItem").stderr.startswith(b"dynaclient: createItem: 1 argument does not fit.")


# pages


@pytest.fixture
def pager(tmp_path):
    """A pager that says that it ran, and stops reading after a line, as a person may."""
    script = tmp_path / "a pager"
    script.write_text('#!/bin/sh\nread -r first\nprintf "PAGED<%s>%s\\n" "$first" "$1"\n', encoding="utf-8")
    script.chmod(0o755)
    return f"'{script}' --option"


@in_terminal
def test_a_long_page_goes_through_the_pager(spawn, pager) -> None:
    code, text = ended(spawn("list", lines=10, PAGER=pager, NO_COLOR="1"))
    assert code == 0
    assert re.fullmatch(r"PAGED<operation +method +path +summary>--option\n", text)


@in_terminal
@pytest.mark.parametrize("argv", [["show", "createItem"], ["createItem", "--help"], ["--help"], ["list", "--help"]])
def test_so_do_descriptions_and_help(spawn, pager, argv) -> None:
    assert ended(spawn(*argv, lines=10, PAGER=pager))[1].startswith("PAGED<")


@in_terminal
@pytest.mark.parametrize(
    ("argv", "more"),
    [
        pytest.param(["list"], {"lines": 40}, id="it-fits"),
        pytest.param(["list", "--no-pager"], {"lines": 10}, id="option"),
        pytest.param(["list", "--json"], {"lines": 10}, id="json"),
        pytest.param(["list"], {"lines": 10, "TERM": "dumb"}, id="dumb"),
        pytest.param(["listItems"], {"lines": 5}, id="answer"),
    ],
)
def test_other_output_does_not(spawn, pager, argv, more) -> None:
    code, text = ended(spawn(*argv, PAGER=pager, **more))
    assert code == 0
    assert "PAGED" not in text


@in_terminal
@pytest.mark.parametrize("pager", ["", "cat", "'unfinished"])
def test_no_pager_is_one_too(spawn, pager) -> None:
    assert len(plain(ended(spawn("list", lines=10, PAGER=pager))[1])) == 15


@in_terminal
def test_a_pager_that_is_not_there_is_named_and_the_page_is_shown(spawn) -> None:
    code, text = ended(spawn("list", lines=10, PAGER="/no/such/pager"))
    assert code == 0
    assert "createItem" in text
    assert "The pager '/no/such/pager' of PAGER cannot be run: No such file or directory." in text


@in_terminal
def test_ctrl_c_belongs_to_the_pager(spawn, tmp_path) -> None:
    script = tmp_path / "patient"
    script.write_text('#!/bin/sh\ntrap "echo CAUGHT" INT\necho READY\nread -r line </dev/tty\necho DONE\n')
    script.chmod(0o755)
    child = spawn("list", lines=10, PAGER=str(script))
    child.expect_exact("READY")
    child.sendintr()
    child.expect_exact("CAUGHT")
    child.sendline("")
    code, text = ended(child)
    assert (code, "Traceback" in text) == (0, False)


def test_a_pipe_has_no_pager(process, env, pager) -> None:
    env["PAGER"] = pager
    assert b"PAGED" not in process("--help").stdout


# the words themselves


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "  three"]),
        ("aa `b c d` e", 9, ["aa", "  `b c d`", "  e"]),
        ("a `b c d` e", 6, ["a `b c", "  d` e"]),
        ("name  string, required", 40, ["name  string, required"]),
        ("https://example.com/very/long x", 10, ["https://example.com/very/long", "  x"]),
        ("line\nbreak", 20, ["line break"]),
        ("日本語 日本語", 7, ["日本語", "  日本語"]),
        ("", 10, []),
    ],
)
def test_lines_break_between_words_and_outside_of_backticks(text, width, lines) -> None:
    assert list(wrap(text, width, then="  ")) == lines


@pytest.mark.parametrize(
    ("text", "width", "kept"),
    [("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…")],
)
def test_a_text_is_cut_by_columns(text, width, kept) -> None:
    assert cut(text, width) == kept
    assert cells(kept) <= width
