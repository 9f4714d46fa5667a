"""The bundled description agrees with the publisher's own document, and shares no wording with it.

The publisher's document and the two scripts that compare are kept outside the repository, in a folder beside it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from .contents import DESCRIPTION, FOLDER, ONLY_IN_LIBRARY, OPERATION_IDS, README, ROOT

SHARED = ROOT.parent / "shared"
REFERENCE = SHARED / "specs/openai-2026-08.yaml"

pytestmark = pytest.mark.skipif(
    not REFERENCE.exists(), reason=f"the publisher's document is not on this machine: there is no {REFERENCE}"
)

COMPARED = [operation_id for operation_id in OPERATION_IDS if operation_id not in ONLY_IN_LIBRARY]

LEAST = {
    "operations": 1.0,
    "routes": 0.99,
    "parameters": 0.99,
    "contracts": 0.97,
    "request bodies": 0.99,
    "response bodies": 0.985,
}
"""What has to agree at least, as a share of what is compared."""

CONTRACT = re.compile(r"^(\S+): (?:request media types|success status|response media types) ", re.MULTILINE)


def run(script: str, *arguments: object) -> list[str]:
    """The lines that a script of the shared folder prints."""
    command = [sys.executable, SHARED / "tools" / script, *arguments]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the comparison prints: a line for each difference, and a summary at the end."""
    ids = tmp_path_factory.mktemp("agreement") / "ids.json"
    listed = [{"operationId": operation_id} for operation_id in COMPARED]
    ids.write_text(json.dumps({"operations": listed}), "utf-8")
    return run("spec_agreement.py", DESCRIPTION, REFERENCE, "--only", ids, "--samples", 40)


@pytest.fixture(scope="module")
def counts(report: list[str]) -> dict[str, tuple[int, int]]:
    """The summary: subject of the comparison → (agreements, total)."""
    found = re.findall(r"([a-z ]+?) (\d+)/(\d+)", report[-1])
    return {name.strip(): (int(same), int(all_)) for name, same, all_ in found}


@pytest.mark.parametrize("what", LEAST)
def test_description_agrees_with_the_publishers(what: str, counts: dict[str, tuple[int, int]]) -> None:
    """Routes, parameters, media types and the judgement of sampled and spoilt bodies agree as far as we promise."""
    same, all_ = counts[what]
    assert same / all_ >= LEAST[what]


def test_enough_was_compared(counts: dict[str, tuple[int, int]]) -> None:
    """All of the publisher's API was compared but for its beta copies, with some thousand bodies in each direction."""
    operations = len(COMPARED)
    assert {name: counts[name][1] for name in ("operations", "routes", "contracts")} == {
        "operations": operations,
        "routes": operations,
        "contracts": 3 * operations,
    }
    assert counts["parameters"][1] >= 185
    assert counts["request bodies"][1] >= 4000
    assert counts["response bodies"][1] >= 8000


def test_readme_quotes_the_figures(counts: dict[str, tuple[int, int]]) -> None:
    """The figures in spec/README.md are those that the comparison gives today."""
    text = " ".join(README.read_text("utf-8").split()).lower()
    for name in ("operations", "routes", "parameters", "contracts"):
        assert f"{name} {counts[name][0]}/{counts[name][1]}" in text


def test_readme_names_every_difference_in_contracts(report: list[str]) -> None:
    """The README's table lists each operation whose media types or status differ, and no other."""
    differing = CONTRACT.findall("\n".join(report))
    table = README.read_text("utf-8").partition("### Contracts")[2].partition("\n### ")[0]
    assert sorted(re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)) == sorted(differing)


def test_readme_names_every_difference_in_routes(report: list[str]) -> None:
    """The README's table lists each operation that is elsewhere than in the publisher's document, and no other."""
    differing = re.findall(r"^(\S+): route ", "\n".join(report), re.MULTILINE)
    table = README.read_text("utf-8").partition("### Routes")[2].partition("\n### ")[0]
    assert sorted(re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)) == sorted(differing)


def test_wording_is_our_own() -> None:
    """No run of eight words of any summary, description or title occurs in the publisher's document."""
    *shared_runs, total = run("own_words.py", FOLDER, REFERENCE)
    assert shared_runs == []
    assert re.fullmatch(r"0 shared runs of 8 words in (\d+) texts", total)
    assert int(total.split()[-2]) >= 1900


LOAD = """
import sys, time
from dynaclient import Client
from dynaclient.document import Document
import dynaclient.document.loaded, dynaclient.document.read, yaml
def load():
    start = time.process_time()
    document = Document(sys.argv[1], cache=False)
    assert len(document.entries) > 280
    Client(document, base_url="http://h", credentials=False).validate("createChatCompletion", model="m")
    return time.process_time() - start
print(min(load() for _ in range(3)))
"""
"""Reads a document without its compiled form, until a call is checked; prints the seconds of the processor."""


@pytest.mark.slow
def test_loading_costs_less_than_the_publishers_document() -> None:
    """At most two fifths, though both have all operations: an area that is not called is not read."""
    seconds = [
        float(
            subprocess.run([sys.executable, "-c", LOAD, str(path)], capture_output=True, text=True, check=True).stdout
        )
        for path in (DESCRIPTION, REFERENCE)
    ]
    assert seconds[0] / seconds[1] <= 0.4, seconds
