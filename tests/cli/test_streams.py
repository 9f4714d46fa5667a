"""Streams: the text of their events, each event in a format, the server's own bytes, and what ends them."""

from __future__ import annotations

import json
import subprocess

import pytest

from .conftest import HERE
from .talk import STREAMS


@pytest.fixture
def talk(fair, shop):
    """Calls an operation that answers with the stream of a kind, all of it at once."""
    shop.go_on.set()

    def talk(kind: str, *argv: str):
        return fair("talk", f"kind={kind}", "--stream", *argv)

    return talk


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        pytest.param("chat", "Two\nlines \x1b[31m\n", id="chat-completions"),
        pytest.param("completion", "Once\n", id="completions"),
        pytest.param("responses", "First\nNo.\n", id="responses"),
        pytest.param("thread", "Hello\n", id="assistants"),
        pytest.param("transcript", "So \n", id="transcriptions"),
        pytest.param("blocks", "Hi\n", id="messages"),
        pytest.param("candidates", "Gems\n", id="candidates"),
        pytest.param("choices", "one!\n", id="first-of-several-choices"),
        pytest.param("prices", '{"price": 1.50}\n{"price": 2}\nclosed\n', id="events-without-text"),
        pytest.param("lines", '{"n":1.50}\n{"n":2}\n', id="json-lines"),
    ],
)
def test_a_stream_is_printed_as_a_person_wants_to_read_it(talk, kind, printed) -> None:
    """The text that events carry as one text; events that carry none as they are."""
    done = talk(kind)
    assert (done.code, done.out) == (0, printed)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        pytest.param("tools", "1 events and no text; --format ndjson shows them", id="no-text"),
        pytest.param("responses", "The text is incomplete: max_output_tokens.", id="cut-short"),
        pytest.param("choices", "The first of 2 choices is shown", id="several-choices"),
    ],
)
def test_what_the_text_does_not_show_is_said_beside_it(talk, kind, said) -> None:
    """So that a part is not taken for the whole."""
    assert said in talk(kind).err


def test_raw_is_every_byte_that_the_server_sent(talk) -> None:
    """Names, comments and the end mark included."""
    assert talk("thread", "--format", "raw").out == "".join(event + "\n\n" for event in STREAMS["thread"])


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        pytest.param(["--format", "ndjson"], '{"price": 1.5}\n{"price": 2}\n"closed"\n', id="ndjson"),
        pytest.param(["--select", "price"], "1.5\n2\n", id="select"),
        pytest.param(["--select", "/price", "--format", "ndjson"], "1.5\n2\n", id="pointer"),
        pytest.param(["--select", "price", "--format", "json"], "[\n  1.5,\n  2\n]\n", id="json"),
        pytest.param(["--select", "price", "--format", "yaml"], "- 1.5\n- 2\n", id="yaml"),
        pytest.param(["--select", "price", "--format", "table"], "value\n1.5\n2\n", id="table"),
        pytest.param(["--select", "nothing", "--format", "json"], "[]\n", id="nothing"),
    ],
)
def test_select_and_format_are_for_each_event(talk, options, printed) -> None:
    """Events in which the path finds nothing are left out."""
    done = talk("prices", *options)
    assert (done.code, done.out) == (0, printed)


def test_a_raw_selection_joins_the_pieces_of_any_stream(talk) -> None:
    """So the text of an API that is not known here is one option away."""
    assert talk("chat", "--select", "choices[0].delta.content", "--format", "raw").out == "Two\nlines \x1b[31m"


def test_json_lines_can_be_selected_from_too(talk) -> None:
    """They are values as events are."""
    assert talk("lines", "--select", "n").out == "1.5\n2\n"


@pytest.mark.parametrize("options", [[], ["--format", "ndjson"], ["--format", "raw"], ["--select", "type"]])
@pytest.mark.parametrize(("kind", "why"), [("failed", "the model is gone"), ("error", "overloaded")])
def test_an_event_that_tells_of_a_failure_ends_with_its_paragraph_and_code(talk, kind, why, options) -> None:
    """However the events before it are printed, and on a line of its own."""
    done = talk(kind, *options)
    assert done.code == 5
    assert done.err == f"dynaclient: talk: the server ended the stream with an error: {why}.\n"
    assert done.out == "" or done.out.endswith("\n")


def test_a_line_that_is_no_json_is_the_servers_fault(talk) -> None:
    """Everything before it is printed."""
    done = talk("half", "--format", "ndjson")
    assert (done.code, done.out) == (5, '{"n": 1}\n')
    assert "item 1 of the stream is not JSON" in done.err


def test_a_stream_goes_to_a_file_as_it_would_be_printed(talk, tmp_path) -> None:
    """Text or events, by the same options; and nothing is left of one that failed."""
    assert talk("chat", "-o", str(tmp_path / "text")).code == 0
    assert talk("prices", "--format", "raw", "-o", str(tmp_path / "raw")).code == 0
    assert talk("error", "-o", str(tmp_path / "half")).code == 5
    assert (tmp_path / "text").read_text() == "Two\nlines \x1b[31m\n"
    assert (tmp_path / "raw").read_text() == "".join(event + "\n\n" for event in STREAMS["prices"])
    assert {path.name for path in tmp_path.iterdir()} == {"home", "text", "raw"}


def test_a_stream_is_not_asked_for_where_the_document_knows_none(fair, shop) -> None:
    """The option would do nothing, and the person would wait for it."""
    done = fair("listInks", "--stream")
    assert (done.code, shop.seen) == (2, [])
    assert "listInks has no field `stream`" in done.err


@pytest.mark.parametrize(
    ("kind", "options", "first", "rest"),
    [
        pytest.param("error", [], b"Half", b"\n", id="text"),
        pytest.param("prices", ["--format", "ndjson"], b'{"price": 1.5}\n', b'{"price": 2}\n"closed"\n', id="ndjson"),
        pytest.param("prices", ["--select", "price"], b"1.5\n", b"2\n", id="select"),
        pytest.param("prices", [], b'{"price": 1.50}\n', b'{"price": 2}\nclosed\n', id="whole"),
        pytest.param("lines", [], b'{"n":1.50}\n', b'{"n":2}\n', id="lines"),
    ],
)
def test_each_event_is_out_before_the_next_one_comes(program, env, shop, kind, options, first, rest) -> None:
    """The server sends the second event only when the first one has come out of the pipe."""
    argv = [program, "--spec", str(HERE / "fair.yaml"), "--base-url", shop.url, "talk", f"kind={kind}", *options]
    with subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.read(len(first)) == first
        shop.go_on.set()
        assert child.stdout.read() == rest


def test_a_deadline_ends_a_stream_that_never_does(fair, shop) -> None:
    """A timeout would not: bytes keep coming."""
    done = fair("drip", "--deadline", "1.5")
    assert done.code == 6
    assert "the deadline of 1.5 s ran out, after status 200" in done.err
    assert "--deadline SECONDS allows more time." in done.err


def test_a_failed_stream_is_an_error_for_machines_too(talk) -> None:
    """With the data of the event in it."""
    error = json.loads(talk("error", "--json-errors").err)["error"]
    assert (error["type"], error["exit_code"], error["data"]["error"]["message"]) == ("ErrorEvent", 5, "overloaded")
