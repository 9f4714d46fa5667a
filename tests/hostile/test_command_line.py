"""Command lines, files and variables that nobody would write on purpose."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from dynaclient.cli import main

from .conftest import SECRET, Raw
from .test_answers import DOCUMENT, RAW
from .test_documents import TEXTS

CODES = {0, 2, 3, 4, 5, 6}
"""Exit codes with a meaning; 1 is a bug of this package."""


def run(*argv: str, stdin: bytes = b"", **env: str) -> tuple[int, str]:
    """Run a command in this process; returns its exit code and all that it printed."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="surrogateescape"), io.StringIO()
    given = {"HOME": "/no/such/home", "KEY": SECRET, "DYNACLIENT_CONFIG": "/no/such/file", **env}
    code = main(argv, given, io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"), out, err)
    out.flush()
    return code, out.buffer.getvalue().decode("utf-8", "replace") + err.getvalue()  # type: ignore[attr-defined]


@pytest.fixture
def spec(tmp_path: Path) -> str:
    """A document, as a file."""
    path = tmp_path / "document.json"
    path.write_text(json.dumps(DOCUMENT))
    return str(path)


def survives(outcome: tuple[int, str]) -> bool:
    """Whether a command did what it was to do, or says what is wrong, with a code for it and without a secret."""
    code, printed = outcome
    assert code in CODES, printed[:2000]
    assert "Traceback" not in printed
    assert SECRET not in printed
    return code == 0 or bool(printed.strip())


WORDS: dict[str, tuple[str, ...]] = {
    "an empty word": ("",),
    "a zero byte": ("\x00",),
    "half a pair": ("\ud800",),
    "a byte that is no text": ("\udcff",),
    "a very long word": ("x" * 100_000,),
    "a dash": ("-",),
    "dashes": ("--", "--"),
    "no such option": ("--nothing",),
    "an escape": ("\x1b[2J",),
    "an operation without name": ("call", ""),
    "no value": ("x", "="),
    "no name": ("x", "=1"),
    "no JSON": ("x", "a:={"),
    "deep JSON": ("x", "a:=" + "[" * 50_000),
    "a long number": ("x", "a:=" + "9" * 50_000),
    "not a number": ("x", "a:=NaN"),
    "no file": ("x", "a=@/no/such/file"),
    "a folder as a file": ("x", "a@/"),
    "a device as a file": ("x", "a=@/dev/null"),
    "no file of JSON": ("x", "a:=@/dev/null"),
    "nowhere": ("x", "nowhere:a=1"),
    "only a place": ("x", "query:=1"),
    "a header of lines": ("-H", "A: b\r\nC: d", "x"),
    "a header without a colon": ("-H", "A", "x"),
    "no timeout": ("x", "--timeout", "nan"),
    "an endless timeout": ("x", "--timeout", "inf"),
    "a huge timeout": ("x", "--timeout", "1e300"),
    "a negative deadline": ("x", "--deadline", "-1"),
    "a huge deadline": ("x", "--deadline", "1e300"),
    "negative retries": ("x", "--retries", "-1"),
    "huge retries": ("x", "--retries", "9" * 400),
    "no selection": ("x", "--select", "[["),
    "no pointer": ("x", "--select", "/~2"),
    "no rule": ("x", "--all", "--page-rule", "="),
    "another rule": ("x", "--all", "--page-rule", "kind=nothing"),
    "no credential": ("--credential", "k", "x"),
    "a credential of nothing": ("--credential", "=", "x"),
    "a credential of no variable": ("--credential", "k=env:", "x"),
    "a credential of no command": ("--credential", "k=command:/no/such/program", "x"),
    "a credential of half a command": ("--credential", "k=command:'", "x"),
    "another scheme": ("--credential", "z=env:KEY", "x"),
    "no server": ("--base-url", "http://[", "x"),
    "a server of text": ("--base-url", "x", "x"),
    "a server with a port of text": ("--base-url", "http://h:x", "x"),
    "no profile": ("--profile", "nothing", "x"),
    "show nothing": ("show", "nothing"),
    "search nothing": ("search", ""),
    "search a pattern": ("search", "(["),
    "explain nothing": ("explain", "x", "a"),
    "complete nothing": ("completion", "nothing"),
}


@pytest.mark.parametrize("words", WORDS)
def test_a_command_line(spec: str, words: str) -> None:
    assert survives(run("--spec", spec, *WORDS[words]))


@pytest.mark.parametrize("text", TEXTS)
def test_a_document_that_is_hardly_one(text: str, tmp_path: Path) -> None:
    path = tmp_path / "document.yaml"
    path.write_bytes(TEXTS[text])
    for command in ("list", "check"):
        assert survives(run("--spec", str(path), command))


@pytest.mark.parametrize("reply", RAW)
def test_an_answer_that_is_hardly_one(raw: Raw, spec: str, reply: str) -> None:
    raw.reply = RAW[reply]
    given = ("--credential", "k=env:KEY", "--base-url", raw.url, "x", "--retries", "0", "--deadline", "3")
    assert survives(run("--spec", spec, *given))


PROFILES = {
    "nothing": b"",
    "no TOML": b"[",
    "no UTF-8": b"\xff",
    "a list": b"profile = []",
    "a number": b"[profile]\np = 5",
    "a wrong setting": b"[profile.p]\nspec = 5",
    "an unknown setting": b"[profile.p]\nx = 5",
    "a huge limit": b"[profile.p]\ntimeout = 1e300",
    "a negative limit": b"[profile.p]\nmax_body = -1",
    "no number": b"[profile.p]\ntimeout = nan",
    "no source": b"[profile.p]\ncredentials.k = 'x'",
    "two sources": b"[profile.p]\ncredentials.k = {env = 'A', command = ['b']}",
    "headers": b"[profile.p]\nheaders = {'a\\nb' = 'c'}",
}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_that_is_hardly_one(profile: str, spec: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(PROFILES[profile])
    assert survives(run("--spec", spec, "--profile", "p", "x", "--dry-run", DYNACLIENT_CONFIG=str(path)))


@pytest.mark.parametrize(
    "stdin", [b"", b"\x00", b"\xff\xfe", b"[" * 100_000, b"9" * 100_000, b"{}"], ids=lambda s: repr(s)[:12]
)
@pytest.mark.parametrize("words", [("x", "a=@-"), ("x", "a:=@-"), ("x", "-b", "@-")], ids=" ".join)
def test_standard_input_of_any_kind(spec: str, stdin: bytes, words: Any) -> None:
    assert survives(run("--spec", spec, *words, "--dry-run", stdin=stdin))
