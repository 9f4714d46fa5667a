"""The README shows only what works: its error texts are held against what the package says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dynaclient import OpenAI, RequestError

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")

CALLS = {
    "misspelt": ("createRun", {"thred_id": "thread_1", "assistant_id": "asst_1"}),
    "values": (
        "createChatCompletion",
        {"model": "gpt-4o", "messages": [{"role": "usr", "content": "Hi"}], "temperature": 3},
    ),
    "path": ("getThread", {"thread_id": ".."}),
}


@pytest.mark.parametrize("name", CALLS)
def test_readme_errors_are_what_the_package_says(name: str) -> None:
    """Each error in the README is the text of a real one, character for character."""
    shown = re.search(rf"<!-- error: {name} -->\n```\n(.*?)\n```", README, re.DOTALL)
    assert shown is not None
    operation_id, arguments = CALLS[name]
    with pytest.raises(RequestError) as caught:
        OpenAI(api_key="sk-test").call(operation_id, arguments)
    assert f"{type(caught.value).__name__}: {caught.value}" == shown[1]


def test_readme_opens_with_the_two_commands() -> None:
    """A stranger sees how to try it and how to test it before anything else."""
    first_block = README.split("```")[1]
    assert first_block.split("\n")[1].startswith("./tools/demo")
    assert first_block.split("\n")[2].startswith("./tools/test")
