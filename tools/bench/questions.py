"""Two hundred questions of two kinds, asked of our search, of plain BM25, and of FastMCP: what is found, and its cost.

FastMCP is installed into an environment of its own under `.venv-bench/`. Tokens are bytes divided by 4. Ours are those
of the tool's answer and of the description of the right operation; FastMCP's answer has the schemas in it.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from measuring import ROOT, table

from dynaclient import Client
from dynaclient.mcp import Settings
from dynaclient.mcp.serving import workshop_of
from dynaclient.mcp.text import tokens_of

SPECS = ROOT.parent / "shared" / "specs"
SETS = [ROOT / "tests" / "search" / name for name in ("questions.tsv", "questions_2.tsv")]
ENVIRONMENT = ROOT / ".venv-bench" / "fastmcp"
FIRST = 3
KINDS = {2: "a model's words", 3: "a person's words"}


class Answer(NamedTuple):
    """What a search answers.

    Attributes:
        found: operationIds, best first.
        tokens: what a model reads until it knows the right operation; None if nobody would.
    """

    found: Sequence[str]
    tokens: int | None = None


Search = Callable[[str, str], Answer]
"""(a question, the right operation) → the answer."""


class Plain:
    """BM25 over id, path, summary and description, and nothing else. Source: Robertson and Zaragoza, 2009."""

    def __init__(self, client: Client) -> None:
        self.ids = list(client.operations)
        texts = [f"{o.operation_id} {o.path} {o.summary} {o.description}" for o in client.operations.values()]
        self.words = [Counter(_words(text)) for text in texts]
        self.usual = sum(map(Counter.total, self.words)) / len(self.words)
        self.known = Counter(word for words in self.words for word in words)

    def __call__(self, question: str, right: str) -> Answer:
        """Rank all operations."""
        scores = {}
        for operation_id, words in zip(self.ids, self.words, strict=True):
            length = 0.25 + 0.75 * words.total() / self.usual
            scores[operation_id] = sum(
                math.log(1 + (len(self.ids) - self.known[word] + 0.5) / (self.known[word] + 0.5))
                * words[word] * 2.2 / (words[word] + 1.2 * length)
                for word in _words(question)
            )  # fmt: skip
        return Answer([name for name in sorted(scores, key=lambda name: -scores[name]) if scores[name] > 0])


def _words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", text)]


class Ours:
    """`search` and `describe` of the MCP server."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.workshop = workshop_of(client, Settings())

    def __call__(self, question: str, right: str) -> Answer:
        """Search, and describe the right operation."""
        text = self.workshop.search(question).text + self.workshop.describe(right).text
        return Answer(list(self.client.operations.search(question)), tokens_of(text))


class FastMCP:
    """Its search over the tools that it makes of a document, in a process of its own.

    Attributes:
        missing: why there is none; "" if there is one.
    """

    def __init__(self, path: Path) -> None:
        program = ROOT / "tools" / "bench" / "peers" / "fastmcp_search.py"
        self.process = subprocess.Popen(
            [ENVIRONMENT / "bin" / "python", program, path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.missing = json.loads(self._line()) or ""

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline() or '"it ended"'

    def __call__(self, question: str, right: str) -> Answer:
        """Ask the process."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps(question)}\n")
        self.process.stdin.flush()
        found, size = json.loads(self._line())
        return Answer(found, -(-size // 4))

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()


def installed() -> bool:
    """Whether FastMCP is there; installs it once."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "fastmcp", "pyyaml"], check=False)
    return subprocess.run([python, "-c", "import fastmcp"], capture_output=True, check=False).returncode == 0


def questions(path: Path) -> Iterator[tuple[str, list[str], dict[int, str]]]:
    """(document, operations any of which is right, the texts by kind) of each question."""
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            document, operations, *texts = line.split("\t")
            yield document, operations.split("|"), dict(zip(KINDS, texts, strict=True))


def main() -> int:
    """Ask everything and print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, default=SETS, help="files of questions")
    parser.add_argument("--documents", nargs="*", default=[], help="only what is asked about these")
    parser.add_argument("--no-fastmcp", action="store_true", help="leave it out: it takes minutes for a document")
    given = parser.parse_args()
    has_fastmcp = not given.no_fastmcp and installed()
    for path in given.sets:
        asked = [row for row in questions(path) if not given.documents or row[0] in given.documents]
        answers: dict[tuple[str, int], list[tuple[bool, Answer]]] = {}
        missing: dict[str, str] = {}
        for name in dict.fromkeys(document for document, _, _ in asked):
            client = Client(SPECS / name, base_url="http://127.0.0.1:9", credentials=False)
            searches: dict[str, Search] = {"ours": Ours(client), "plain BM25": Plain(client)}
            fastmcp = FastMCP(SPECS / name) if has_fastmcp else None
            if fastmcp is not None and not fastmcp.missing:
                searches["FastMCP"] = fastmcp
            elif fastmcp is not None:
                missing[name] = fastmcp.missing
            for document, right, texts in asked:
                for kind, text in texts.items() if document == name else ():
                    for search, ask in searches.items():
                        answer = ask(text, right[0])
                        is_right = not set(right).isdisjoint(answer.found[:FIRST])
                        answers.setdefault((search, kind), []).append((is_right, answer))
            if fastmcp is not None:
                fastmcp.close()
            print(f"{name} was asked", file=sys.stderr, flush=True)
        print(f"\n{path.name}: {len(asked)} questions, the right operation among the first {FIRST}\n")
        print(
            table(
                ["search", "words", "asked", "right", "nothing found", "tokens, median", "tokens, most"], _rows(answers)
            )
        )
        for name, why in missing.items():
            print(f"FastMCP takes no {name}: {why}")
    return 0


def _rows(answers: dict[tuple[str, int], list[tuple[bool, Answer]]]) -> list[list[str]]:
    rows = []
    for (search, kind), given in answers.items():
        tokens = [answer.tokens for _, answer in given if answer.tokens is not None]
        cost = [f"{median(tokens):,.0f}", f"{max(tokens):,}"] if tokens else ["", ""]
        share = sum(is_right for is_right, _ in given) / len(given)
        nothing = sum(not answer.found for _, answer in given)
        rows.append([search, KINDS[kind], str(len(given)), f"{share:.1%}", str(nothing), *cost])
    return sorted(rows, key=lambda row: row[1])


if __name__ == "__main__":
    sys.exit(main())
