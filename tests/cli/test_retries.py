"""Retries: how many, how they are reported, and the advice if none succeeds."""

from __future__ import annotations

import json
import socket

import pytest

from dynaclient.cli.progress import WORTH_A_WORD


@pytest.mark.parametrize(("retries", "code", "attempts"), [("0", 5, 1), ("1", 5, 2), ("4", 0, 4)])
def test_a_call_is_tried_again_as_often_as_said(fair, shop, retries, code, attempts) -> None:
    """0 is never."""
    done = fair("trouble", "times=3", "--retries", retries)
    assert (done.code, len(shop.seen)) == (code, attempts)


def test_verbose_shows_each_failed_attempt_and_the_wait(fair) -> None:
    """Between the request and its answer."""
    done = fair("trouble", "times=2", "-v")
    assert json.loads(done.out) == {"attempts": 3}
    told = [line.partition(", ") for line in done.err.splitlines() if line.startswith("*")]
    assert [head for head, _, _ in told] == ["* attempt 1: status 503", "* attempt 2: status 503"]
    for _, _, rest in told:
        assert rest.endswith("s: the server refused it for now (503); trying again in 0.02 s")


def test_verbose_says_why_the_last_attempt_is_the_last(fair) -> None:
    """Beside the paragraph that counts them."""
    done = fair("trouble", "times=9", "-v", "--retries", "1")
    assert done.err.splitlines()[-2].endswith("(503); no retries are left")
    assert "answered 503 Service Unavailable (attempt 2): busy" in done.err.splitlines()[-1]


def test_verbose_masks_a_key_in_the_line_of_an_attempt(run, shop) -> None:
    """The key is in the address here, which the errors of the network name."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    at = ["--base-url", f"http://127.0.0.1:{port}/secret-key-1", "--credential", "key=env:SHOP_KEY"]
    done = run(*at, "listItems", "-v", "--retries", "1", SHOP_KEY="secret-key-1")
    assert done.code == 6
    assert "* attempt 1:" in done.err
    assert "secret-key-1" not in done.err


def test_a_wait_that_a_person_would_wonder_about_is_explained_on_a_terminal(spawn_fair) -> None:
    """Without -v too; Ctrl-C ends it."""
    child = spawn_fair("trouble", "times=1", f"wait={int(WORTH_A_WORD) + 20}")
    child.expect_exact("The server refused it for now (503); trying again in 23 s.")
    child.sendintr()
    child.read()
    child.wait()
    assert child.exitstatus == 130


@pytest.mark.parametrize(
    ("operation", "said"),
    [("cut", "It is safe to call again; --retries N"), ("postCut", "The server may have acted on it: check")],
)
def test_a_broken_connection_says_whether_calling_again_is_safe(fair, operation, said) -> None:
    """A GET may be repeated, a POST may have done its work."""
    done = fair(operation, "--retries", "0")
    assert done.code == 6
    assert said in done.err


def test_a_deadline_is_for_all_attempts_and_waits(fair, shop) -> None:
    """A wait that would outlast it is not begun."""
    done = fair("trouble", "times=1", "wait=50", "--deadline", "9")
    assert (done.code, len(shop.seen)) == (5, 1)
