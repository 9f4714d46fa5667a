"""The transcript of the command line in the README is what a reader would see."""

from __future__ import annotations

from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_readme_shows_word_for_word_what_the_commands_print(program) -> None:
    """Replayed in a terminal, by the installed command, against a sandbox that has just been started."""
    pytest.importorskip("pexpect", reason="pexpect is not installed")
    pytest.importorskip("dynaclient.sandbox", reason="the sandbox is not there")
    text = README.read_text("utf-8") if README.exists() else ""
    from tools.transcript import blocks_of, replay

    if not any("$ dynaclient" in block for block in blocks_of(text)):
        pytest.skip("the README has no transcript of the command line")
    assert replay(text) == text
