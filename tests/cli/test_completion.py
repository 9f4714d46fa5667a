"""Completion: what is offered for a line that is being typed, and the scripts of the shells that are installed."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from dynaclient.cli.candidates import split_line


def offered(run, line: str, breaks: str = "") -> list[str]:
    done = run("__complete", "--", line, breaks)
    assert done.err == ""
    return [text.partition("\t")[0] for text in done.out.splitlines()]


@pytest.mark.parametrize(
    ("line", "words", "last"),
    [
        ("dynaclient ", [], ""),
        ("dynaclient li", [], "li"),
        ("dynaclient list --tag ", ["list", "--tag"], ""),
        ("dynaclient call x 'a b", ["call", "x"], "a b"),
        ("dynaclient call x a\\ b", ["call", "x"], "a b"),
        ("dynaclient call x 'a b' c", ["call", "x", "a b"], "c"),
        ("dynaclient call x name=#1", ["call", "x"], "name=#1"),
    ],
)
def test_a_line_is_split_as_a_shell_splits_it(line, words, last) -> None:
    assert split_line(line) == (words, last)


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("dynaclient s", ["show", "search", "stubs", "sandbox", "skill", "slow"]),
        ("dynaclient --spec x.yaml co", ["completion"]),
        ("dynaclient cache ", ["show", "clear", "prune"]),
        ("dynaclient call get", ["getItem", "getBlob", "getOdd", "getText"]),
        ("dynaclient getItem ", ["id=", "id="]),
        ("dynaclient createItem name=a price=1 ", ["colour=", "tags=", "sold=", "note=", "owner="]),
        ("dynaclient createItem colour=", ["colour=red", "colour=green", "colour=blue"]),
        ("dynaclient createItem body:colour=r", ["body:colour=red"]),
        ("dynaclient listItems exact=", ["exact=true", "exact=false"]),
        ("dynaclient createItem nothing=", []),
        ("dynaclient listItems --format ", ["json", "yaml", "table", "raw", "ndjson"]),
        ("dynaclient noSuchOperation a", []),
        ("dynaclient list --ta", ["--tag", "--tags"]),
        ("dynaclient list --tag ", ["files", "items"]),
    ],
)
def test_what_may_come_next_is_offered(run, env, line, texts) -> None:
    if "x.yaml" in line:
        line = line.replace("x.yaml", env["DYNACLIENT_SPEC"])
    assert offered(run, line) == texts


@pytest.mark.parametrize(
    ("line", "breaks", "texts"),
    [
        ("dynaclient createItem colour=r", "=:", ["red"]),
        ("dynaclient createItem body:colour=r", "=:", ["red"]),
        ("dynaclient createItem col", "=:", ["colour="]),
    ],
)
def test_what_the_shell_has_split_off_is_left_out(run, line, breaks, texts) -> None:
    assert offered(run, line, breaks) == texts


def test_a_broken_document_offers_nothing_and_says_nothing(run) -> None:
    done = run("--spec", "/no/such", "__complete", "--", "dynaclient show x")
    assert (done.code, done.out, done.err) == (1, "", "")


def test_profiles_are_offered_by_name(run, env, tmp_path) -> None:
    (tmp_path / "config.toml").write_text("[profile.work]\n[profile.home]\n")
    env["DYNACLIENT_CONFIG"] = str(tmp_path / "config.toml")
    assert offered(run, "dynaclient --profile ") == ["work", "home"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_its_shell_can_read(run, shell) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = run("completion", shell).out
    done = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, check=False, timeout=600)
    assert (done.returncode, done.stderr) == (0, "")


def test_fish_completes(run, env, program) -> None:
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    env["PATH"] = f"{program.rpartition('/')[0]}:{env['PATH']}"
    script = "dynaclient completion fish | source; complete -C'dynaclient createItem colour=gr'"
    done = subprocess.run(
        ["fish", "-N", "-c", script], env=env, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.stdout.split() == ["colour=green"]
