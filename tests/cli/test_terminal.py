"""The installed command in a pseudo-terminal: what a person sees."""

from __future__ import annotations

import re
import shutil
import sys

import pytest

pexpect = pytest.importorskip("pexpect", reason="pexpect is not installed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def ended(child) -> tuple[int | None, str]:
    text = child.read().replace("\r\n", "\n")
    child.wait()
    return child.exitstatus, text


def test_the_list_is_a_table_with_a_head(spawn) -> None:
    code, text = ended(spawn("list"))
    lines = [line.rstrip() for line in ANSI.sub("", text).splitlines()]
    assert code == 0
    assert lines[0].split() == ["operation", "method", "path", "summary"]
    assert lines[1].split("  ")[0] == "createItem"
    assert {line.find("/") for line in lines[1:]} == {lines[0].find("path")}


def test_json_is_pretty_and_coloured(spawn) -> None:
    code, text = ended(spawn("listItems", "--select", "data[0]"))
    assert code == 0
    assert text == (
        '{\n  \x1b[34m"id"\x1b[0m: \x1b[32m"item_0"\x1b[0m,\n  \x1b[34m"name"\x1b[0m: \x1b[32m"pen"\x1b[0m\n}\n'
    )


@pytest.mark.parametrize("argv", [["list"], ["show", "createItem"], ["listItems"], ["listItems", "--format", "table"]])
@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_is_shown_where_none_is_wanted(spawn, argv, more) -> None:
    code, text = ended(spawn(*argv, **more))
    assert code == 0
    assert "\x1b" not in text


def test_numbers_words_and_null_have_their_colours(spawn) -> None:
    text = ended(spawn("getItem", "path:id=1"))[1]
    for part in ("\x1b[36m1.5\x1b[0m", "\x1b[35mtrue\x1b[0m", "\x1b[35mnull\x1b[0m"):
        assert part in text


def test_binary_is_refused_on_a_terminal_before_anything_is_sent(spawn, shop) -> None:
    code, text = ended(spawn("getBlob"))
    assert code == 2
    assert "Write it to a file with -o FILE." in text
    assert shop.seen == []


def test_binary_that_nobody_announced_is_not_shown_either(spawn) -> None:
    code, text = ended(spawn("getOdd"))
    assert code == 2
    assert "3 bytes of image/png" in text
    assert "\x00" not in text


def test_text_of_a_server_cannot_steer_the_terminal(spawn) -> None:
    code, text = ended(spawn("getText"))
    assert (code, text) == (0, "one\ntwo \ufffd[31mred\n")


def test_a_large_download_draws_a_bar_on_a_terminal_and_takes_it_away(spawn, tmp_path) -> None:
    code, text = ended(spawn("getBlob", "size=9000000", "-o", str(tmp_path / "blob")))
    assert code == 0
    assert "download" in text
    assert (tmp_path / "blob").stat().st_size == 9_000_000


def test_a_large_upload_draws_a_bar(spawn, tmp_path, shop) -> None:
    (tmp_path / "big").write_bytes(b"x" * 9_000_000)
    code, text = ended(spawn("uploadFile", f"file@{tmp_path / 'big'}"))
    assert code == 0
    assert "upload" in text
    assert len(shop.last.body) > 9_000_000


def test_a_small_download_and_a_pipe_draw_none(spawn, tmp_path, process, shop) -> None:
    assert "download" not in ended(spawn("getBlob", "size=1000", "-o", str(tmp_path / "blob")))[1]
    done = process("--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "getBlob", "size=9000000")
    assert (len(done.stdout), done.stderr) == (9_000_000, b"")


def test_ctrl_c_in_a_stream_ends_it(spawn) -> None:
    child = spawn("watch", "--stream")
    child.expect_exact("first")
    child.sendintr()
    code, text = ended(child)
    assert code == 130
    assert "Traceback" not in text


def test_a_stream_on_a_terminal_is_text_that_cannot_steer_it(spawn_fair, shop) -> None:
    shop.go_on.set()
    code, text = ended(spawn_fair("talk", "kind=chat", "--stream"))
    assert (code, text) == (0, "Two\nlines \ufffd[31m\n")


def test_a_selected_text_cannot_steer_the_terminal_either(spawn_fair, shop) -> None:
    shop.go_on.set()
    code, text = ended(spawn_fair("talk", "kind=chat", "--select", "choices[0].delta.content", "--format", "raw"))
    assert (code, text) == (0, "Two\nlines \ufffd[31m")


def test_items_of_pages_are_coloured_lines(spawn_fair, shop) -> None:
    shop.go_on.set()
    code, text = ended(spawn_fair("listPens", "--all", "--select", "{id: id}"))
    assert code == 0
    assert text.splitlines()[4] == '{\x1b[34m"id"\x1b[0m: \x1b[32m"pen_4"\x1b[0m}'


def test_pages_are_counted_where_their_items_go_elsewhere(spawn_fair, shop, tmp_path) -> None:
    """The server holds the second page back until the count was seen."""
    child = spawn_fair("listPens", "--all", "-o", str(tmp_path / "pens"))
    child.expect_exact("page 2, 2 items")
    shop.go_on.set()
    assert ended(child)[0] == 0
    assert len((tmp_path / "pens").read_text("utf-8").splitlines()) == 5


@pytest.mark.parametrize("options", [[], ["-o", "-"]])
def test_pages_are_not_counted_where_their_items_appear(spawn_fair, shop, options) -> None:
    shop.go_on.set()
    assert "page" not in ended(spawn_fair("listPens", "--all", *options))[1]


def test_ctrl_c_between_two_pages_ends_it(spawn_fair) -> None:
    child = spawn_fair("listPens", "--all")
    child.expect_exact("pen_1")
    child.sendintr()
    code, text = ended(child)
    assert code == 130
    assert "Traceback" not in text


@pytest.fixture
def shell(env, program, tmp_path):
    """A real bash with the completion loaded, in a folder with two files."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "letter.txt").write_text("x")
    (folder / "list of items.txt").write_text("x")
    (folder / "sub").mkdir()
    bin_folder = program.rpartition("/")[0]
    settings = {**env, "PATH": f"{bin_folder}:{env['PATH']}", "TERM": "dumb", "PS1": "READY> ", "LC_ALL": "C.UTF-8"}
    child = pexpect.spawn(
        "bash", ["--norc", "--noprofile"], env=settings, cwd=str(folder), encoding="utf-8", timeout=120
    )
    child.expect_exact("READY> ")
    child.sendline("bind 'set enable-bracketed-paste off'; bind 'set bell-style none'; bind 'set page-completions off'")
    child.expect_exact("READY> ")
    child.sendline('eval "$(dynaclient completion bash)"; echo LOADED')
    child.expect_exact("\nLOADED")
    child.expect_exact("READY> ")
    child.sendline(r"""bind -x '"\C-t": printf "\nLINE<%s>\n" "$READLINE_LINE"'; echo BOUND""")
    child.expect_exact("\nBOUND")
    child.expect_exact("READY> ")
    yield child
    child.close(force=True)


@pytest.mark.parametrize(
    ("typed", "became"),
    [
        pytest.param("dynaclient sea", "dynaclient search ", id="command"),
        pytest.param("dynaclient createI", "dynaclient createItem ", id="operation-alone"),
        pytest.param("dynaclient show uplo", "dynaclient show uploadFile ", id="operation"),
        pytest.param("dynaclient call createItem col", "dynaclient call createItem colour=", id="field"),
        pytest.param("dynaclient createItem colour=gr", "dynaclient createItem colour=green ", id="enum"),
        pytest.param("dynaclient createItem sold=t", "dynaclient createItem sold=true ", id="boolean"),
        pytest.param("dynaclient listItems lim", "dynaclient listItems limit=", id="parameter"),
        pytest.param("dynaclient listItems sort[]=pr", "dynaclient listItems sort[]=price ", id="items"),
        pytest.param("dynaclient uploadFile file@let", "dynaclient uploadFile file@letter.txt ", id="file"),
        pytest.param(
            "dynaclient listItems -o list", "dynaclient listItems -o list\\ of\\ items.txt ", id="file-with-spaces"
        ),
        pytest.param("dynaclient createItem note=@let", "dynaclient createItem note=@letter.txt ", id="text-file"),
        pytest.param("dynaclient uploadFile file@su", "dynaclient uploadFile file@sub/", id="folder"),
        pytest.param("dynaclient createItem --form", "dynaclient createItem --format ", id="option"),
        pytest.param("dynaclient listItems --format nd", "dynaclient listItems --format ndjson ", id="choice"),
        pytest.param("dynaclient --spec let", "dynaclient --spec letter.txt ", id="spec"),
        pytest.param("dynaclient list --tag it", "dynaclient list --tag items ", id="tag"),
        pytest.param("dynaclient completion f", "dynaclient completion fish ", id="shell"),
    ],
)
def test_a_tab_in_bash_completes(shell, typed, became) -> None:
    """What bash made of the line is read back from bash itself, by a key that prints it."""
    shell.send(typed + "\t\x14")
    shell.expect("LINE<(.*?)>\r\n")
    assert shell.match[1] == became
