"""Errors as people read them, whole, collected in `errors.txt`: a table of commands and calls with their exact texts.

Each names the place, says what is wrong in plain words, and what to do. Whoever changes one reads it beside the others.
"""

from __future__ import annotations

import asyncio
import shlex
import sys

import pytest

from dynaclient import AsyncClient, Client, DynaclientError, OpenAI

from .conftest import HERE

BLOCKS = (HERE / "errors.txt").read_text(encoding="utf-8").strip().split("\n\n")
TEXTS = [block.partition("\n")[::2] for block in BLOCKS]
COMMANDS = [(line.removeprefix("$ dynaclient "), text) for line, text in TEXTS if line.startswith("$")]
CALLS = [(line.removeprefix(">>> "), text) for line, text in TEXTS if line.startswith(">>>")]
NAMES = {"AsyncClient": AsyncClient, "Client": Client, "OpenAI": OpenAI, "SHOP": HERE / "shop.yaml", "asyncio": asyncio}


def filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


@pytest.mark.parametrize(("line", "text"), COMMANDS)
def test_what_a_command_says(run, shop, line, text) -> None:
    given = {"url": shop.url, "here": str(HERE)}
    done = run(*shlex.split(filled(line, given)))
    assert (done.out, done.err) == ("", f"{filled(text, given)}\n")
    assert done.code not in (0, 1)


@pytest.mark.parametrize(("call", "text"), CALLS)
def test_what_the_library_says(monkeypatch, call, text) -> None:
    """As where aiohttp is not installed."""
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    for name in ("aiohttp_sender", "aiohttp_body"):
        monkeypatch.delitem(sys.modules, f"dynaclient.transport.{name}", raising=False)
    with pytest.raises(DynaclientError) as caught:
        eval(call, dict(NAMES))  # a line of the table
    assert str(caught.value) == text


def test_the_table_is_read_whole() -> None:
    assert len(COMMANDS) + len(CALLS) == len(BLOCKS) >= 20


def test_no_text_of_the_command_line_speaks_of_python() -> None:
    for _, text in COMMANDS:
        assert text.endswith((".", "?"))
        assert [word for word in ("None", "=)", "client.", "with_options", "dict", "Pass ") if word in text] == []
