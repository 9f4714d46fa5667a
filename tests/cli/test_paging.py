"""`--all`: the items of every page as they arrive, and the message if pages cannot be followed."""

from __future__ import annotations

import json
import signal
import subprocess

import pytest

from .conftest import HERE
from .shop import PENS

ITEMS = [{"id": f"pen_{number}", "name": name, "note": None} for number, name in enumerate(PENS)]
LINES = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in ITEMS)


@pytest.fixture
def every(fair, shop):
    """Calls an operation with --all, its pages coming at once."""
    shop.go_on.set()

    def every(operation: str, *argv: str):
        return fair(operation, "--all", *argv)

    return every


def test_the_items_of_all_pages_are_lines_of_json(every, shop) -> None:
    """One request for each page, each from where the one before it ended."""
    done = every("listPens")
    assert (done.code, done.out, done.err) == (0, LINES, "")
    assert [seen.query for seen in shop.seen] == [{}, {"after": "pen_1"}, {"after": "pen_3"}]


def test_it_begins_where_the_caller_says(every) -> None:
    """The cursor is an argument like any other."""
    assert every("listPens", "after=pen_2").out == "".join(LINES.splitlines(keepends=True)[3:])


def test_pages_without_items_are_no_lines(every) -> None:
    """An empty list is not an error."""
    assert (every("listNothing").code, every("listNothing").out) == (0, "")


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        pytest.param(["--select", "name"], "".join(f"{name}\n" for name in PENS), id="text"),
        pytest.param(["--select", "/id", "--format", "ndjson"], "".join(f'"pen_{n}"\n' for n in range(5)), id="ndjson"),
        pytest.param(["--select", "note"], "null\n" * 5, id="null"),
        pytest.param(["--format", "json"], json.dumps(ITEMS, ensure_ascii=False, indent=2) + "\n", id="json"),
        pytest.param(
            ["--select", "{n: name}", "--format", "yaml"], "".join(f"- n: {name}\n" for name in PENS), id="yaml"
        ),
        pytest.param(
            ["--select", "{n: name}", "--format", "table"], "n\n" + "".join(f"{n}\n" for n in PENS), id="table"
        ),
    ],
)
def test_select_and_format_are_for_each_item(every, options, printed) -> None:
    """The output is complete in every format."""
    done = every("listPens", *options)
    assert (done.code, done.out) == (0, printed)


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_nothing_is_an_empty_list(every, form) -> None:
    """So that what reads it need not ask first."""
    assert every("listNothing", "--format", form).out == "[]\n"


def test_a_path_that_leads_nowhere_in_an_item_is_said_at_the_first(every, shop) -> None:
    """Before all pages are asked for in vain."""
    done = every("listPens", "--select", "/nmae")
    assert (done.code, done.out, len(shop.seen)) == (2, "", 1)
    assert "it has id, name, note" in done.err


def test_lines_go_to_a_file_that_appears_when_it_is_complete(every, tmp_path) -> None:
    """And a list that breaks off leaves the old file."""
    target = tmp_path / "pens"
    assert every("listPens", "-o", str(target)).code == 0
    assert target.read_text("utf-8") == LINES
    done = every("listBreaks", "-o", str(target))
    assert done.code == 4
    assert "were written" not in done.err
    assert target.read_text("utf-8") == LINES


@pytest.mark.parametrize(
    ("operation", "code", "said", "printed"),
    [
        pytest.param("listLoops", 5, "the server repeats a cursor, so paging would never end", 4, id="loop"),
        pytest.param("listBreaks", 4, "the server answered 404", 1, id="status"),
    ],
)
def test_a_list_that_cannot_be_finished_says_why_and_how_far_it_came(every, operation, code, said, printed) -> None:
    """Pages that go in circles are the server's fault, as an answer that cannot be read is: code 5."""
    done = every(operation)
    assert (done.code, len(done.out.splitlines())) == (code, printed)
    assert said in done.err
    assert f"{printed} item{'s were' if printed > 1 else ' was'} written before that." in done.err


def test_machines_are_told_how_far_it_came(every) -> None:
    """As a number."""
    error = json.loads(every("listLoops", "--json-errors").err)["error"]
    assert (error["type"], error["items_written"]) == ("PagingError", 4)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param(["listInks"], "does not show how to get the next page", id="no-paging"),
        pytest.param(["listInks", "--dry-run"], "does not show how to get the next page", id="dry-run"),
        pytest.param(["listPens", "--format", "raw"], "--format raw prints one answer unchanged", id="raw"),
        pytest.param(["talk", "kind=chat", "--stream"], "--stream the events of one", id="stream"),
        pytest.param(["listPens", "--page-rule", "kind"], "--page-rule takes FIELD=VALUE", id="rule"),
        pytest.param(["listPens", "--page-rule", "itms=/x"], "no field 'itms'. Did you mean 'items'?", id="field"),
        pytest.param(["listInks", "--page-rule", "kind=page"], "needs --page-rule parameter=NAME", id="parameter"),
        pytest.param(["listPens", "--select", "a["], "is not valid JMESPath", id="select"),
        pytest.param(["listPens", "limit=3"], "limit", id="argument"),
    ],
)
def test_what_makes_no_sense_with_all_is_refused_before_anything_is_sent(every, shop, argv, said) -> None:
    """In words, with what to do instead."""
    done = every(*argv)
    assert (done.code, done.out, shop.seen) == (2, "", [])
    assert said in done.err


def test_a_page_rule_without_all_is_refused(fair, shop) -> None:
    """It would do nothing."""
    done = fair("listPens", "--page-rule", "kind=link")
    assert (done.code, shop.seen) == (2, [])
    assert "Add --all." in done.err


def test_a_page_rule_says_what_the_document_does_not(every) -> None:
    """Here the pages follow by Link headers, which the document leaves out."""
    assert every("listInks", "--page-rule", "kind=link").out == "1\n2\n3\n"


@pytest.mark.parametrize(("option", "shown"), [("--dry-run", "GET /api/pens HTTP/1.1\n"), ("--curl", "curl http")])
def test_the_request_that_is_shown_is_the_first(every, shop, option, shown) -> None:
    """A note says so; later requests are made from the answers."""
    done = every("listPens", option)
    assert (done.code, shop.seen) == (0, [])
    assert done.out.startswith(shown)
    assert "the request for the first page" in done.err


def test_verbose_shows_every_page(every) -> None:
    """Each request and each response."""
    lines = every("listPens", "-v").err.splitlines()
    assert [line for line in lines if line.startswith("> GET")] == [
        "> GET /api/pens HTTP/1.1",
        "> GET /api/pens?after=pen_1 HTTP/1.1",
        "> GET /api/pens?after=pen_3 HTTP/1.1",
    ]
    assert lines.count("< HTTP/1.1 200 OK") == 3


@pytest.fixture
def command(program, shop):
    """The installed command that lists all pens."""
    return [program, "--spec", str(HERE / "fair.yaml"), "--base-url", shop.url, "listPens", "--all"]


def test_a_page_is_out_before_the_next_one_comes(command, env, shop) -> None:
    """The server sends the second page only when the items of the first have come out of the pipe."""
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        first = [child.stdout.readline() for _ in range(2)]
        shop.go_on.set()
        assert b"".join([*first, child.stdout.read()]).decode() == LINES
        assert child.wait(600) == 0


def test_a_reader_that_has_enough_ends_it_without_an_error(command, env, shop) -> None:
    """`| head -1`: pages that are not read are not requested."""
    line = f"{' '.join(command)} | head -1; echo ${{PIPESTATUS[0]}}"
    with subprocess.Popen(["bash", "-c", line], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline().decode() == LINES.splitlines(keepends=True)[0]
        shop.go_on.set()
        out, err = child.communicate(timeout=600)
    assert (out, err) == (b"0\n", b"")
    assert len(shop.seen) <= 2


def test_an_interruption_between_two_pages_has_its_code(command, env) -> None:
    """What arrived stays, and there is no message."""
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline().decode() == LINES.splitlines(keepends=True)[0]
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=600)
    assert (child.returncode, err.strip()) == (130, b"")


def test_a_page_that_cannot_be_fetched_says_how_to_go_on(fair, shop) -> None:
    """With an argument of the operation; the error as JSON has it too."""
    done = fair("listBreaks", "--all")
    assert done.code == 4
    assert "\n1 item was written before that. Go on with after=a.\n" in done.err
    done = fair("listBreaks", "--all", "--json-errors")
    record = json.loads(done.err)["error"]
    assert (record["items_written"], record["next_page"]) == (1, "after=a")
    assert fair("listBreaks", "--all", record["next_page"]).code == 4
    assert shop.last.query["after"] == "a"


def test_a_circle_has_nowhere_to_go_on(fair) -> None:
    """Another call with the same cursor would go round it again."""
    assert "Go on with" not in fair("listLoops", "--all").err
