"""Type checkers know the items of sequences: what a body takes, and what an answer yields."""

from __future__ import annotations

from pathlib import Path

from dynaclient.stubs import write
from tests.sequences.described import document

from .conftest import Check

PROGRAM = """\
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from typing_extensions import assert_type

from sequences import AsyncSequences, Sequences


def rows() -> Iterator[dict[str, Any]]:
    yield {"a": 1}


client = Sequences({})
for item in client.lines(body=rows()):
    assert_type(item["a"], int)
client.lines(body=[{"a": 1}, {"a": 2, "note": "x"}])
client.lines(body=Path("items.jsonl"))
assert_type(client.lines(body=[]).data[0]["a"], int)
for part in client.pair(body=[{"author": "x"}, (None, b"png", "image/png")]):
    print(part.data, part.headers["x"], part.content_type)
for event in client.events(body=["text", {"data": {"foo": 1}}]):
    print(event.data, event.event)
for record in client.records(body=({"a": n} for n in range(3))):
    print(record["a"] + 1)


async def later() -> AsyncIterator[dict[str, Any]]:
    yield {"a": 1}


async def main(client: AsyncSequences) -> None:
    async for item in await client.lines(body=later()):
        assert_type(item["a"], int)
    await client.lines(body=rows())


client.lines(body=5)  # refused
client.lines(body=later())  # refused
for item in client.lines(body=[]):
    item["b"]  # refused
"""


def test_items_have_types(tmp_path: Path, check: Check) -> None:
    """Exactly the lines that the client would refuse are errors."""
    write(document(), "Sequences", tmp_path / "sequences.pyi")
    (tmp_path / "program.py").write_text(PROGRAM)
    wrong = {number for number, line in enumerate(PROGRAM.splitlines(), 1) if line.endswith("# refused")}
    assert set(check(tmp_path, "program.py")) == wrong
