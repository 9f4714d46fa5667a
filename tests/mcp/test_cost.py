"""What finding and reading an operation costs a model, over the four hundred questions about real documents."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from dynaclient import Client
from dynaclient.mcp.settings import checked_settings
from dynaclient.mcp.text import tokens_of
from dynaclient.mcp.work import Workshop

QUESTIONS = Path(__file__).parents[1] / "search"
SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"
pytestmark = pytest.mark.skipif(not SPECS.is_dir(), reason="../shared/specs is not here")


@pytest.mark.slow  # ten documents are read
@pytest.mark.parametrize("name", ["questions.tsv", "questions_2.tsv"])
def test_search_and_describe_cost_little(name) -> None:
    """At most 4,000 tokens in the median and 8,000 at most, for the right operation after the words for it."""
    workshops: dict[str, Workshop] = {}
    found = []
    for line in (QUESTIONS / name).read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        document, right, words, question = line.split("\t")
        if document not in workshops:
            workshops[document] = Workshop([Client(SPECS / document)], checked_settings())
        for text in (words, question):
            listed = workshops[document].search(text)
            described = workshops[document].describe(right.split("|")[0])
            assert not described.is_error
            found.append(tokens_of(listed.text) + tokens_of(described.text))
    print(f"median {median(found):,.0f}, at most {max(found):,}")  # noqa: T201  # shown with -s
    assert len(found) == 400
    assert median(found) <= 4_000
    assert max(found) <= 8_000
