"""Sixty right and forty wrong uses in one program: each line gets the verdict that its writer expects."""

from __future__ import annotations

from pathlib import Path

from dynaclient.stubs import write

from .conftest import Check
from .verdicts import HEAD, RIGHT, STORE, WRONG


def test_every_use_gets_the_verdict_that_it_deserves(check: Check, tmp_path: Path) -> None:
    """By mypy --strict and by pyright: an error on each wrong line, and on no other."""
    assert (len(RIGHT), len(WRONG)) == (60, 40)
    write(STORE, "Store", tmp_path / "store.pyi")
    head = HEAD.splitlines()
    lines = [*head, *(line for pair in zip(RIGHT, [*WRONG, *[""] * 20], strict=True) for line in pair)]
    (tmp_path / "uses.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = check(tmp_path, "uses.py")
    accepted = [line for line in WRONG if lines.index(line) + 1 not in found]
    refused = {lines[n - 1]: text for n, text in found.items() if lines[n - 1] not in WRONG}
    assert (accepted, refused) == ([], {})
