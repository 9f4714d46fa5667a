"""Two hundred questions of two kinds, asked of our search, of plain BM25, and of FastMCP: what is found, and its cost.

FastMCP is installed into an environment of its own under `.venv-bench/`. Tokens are bytes divided by 4. Ours are those
of the tool's answer and of the description of the right operation; FastMCP's answer has the schemas in it. A line for
each document is printed as soon as it has been asked; the table of all is at the end.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from measuring import ROOT, table

from dynaclient import Client
from dynaclient.document.read import load_object
from dynaclient.mcp import Settings
from dynaclient.mcp.serving import workshop_of
from dynaclient.mcp.text import tokens_of

SPECS = ROOT.parent / "shared" / "specs"
SETS = [ROOT / "tests" / "search" / name for name in ("questions.tsv", "questions_2.tsv")]
ENVIRONMENT = ROOT / ".venv-bench" / "fastmcp"
FIRST = 3
KINDS = {2: "a model's words", 3: "a person's words"}
BY_DOCUMENT = ["document", "questions", "ours: model / person", "plain BM25", "FastMCP", "its tokens, median"]
OVER_ALL = ["search", "words", "asked", "right", "nothing found", "tokens, median", "tokens, most"]


class Answer(NamedTuple):
    """What a search answers.

    Attributes:
        found: operationIds, best first.
        tokens: what a model reads until it knows the right operation; None if nobody would.
    """

    found: Sequence[str]
    tokens: int | None = None


Answers = dict[tuple[str, int], list[tuple[bool, Answer]]]
"""(search, kind of words) → of each question, whether the answer is right, and the answer."""


class Question(NamedTuple):
    """A question about a document.

    Attributes:
        right: operations any of which is right.
        texts: the question by kind of words.
    """

    document: str
    right: list[str]
    texts: dict[int, str]


class Missing(Exception):
    """FastMCP cannot search a document; why not."""


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

    Args:
        path: the document.
        limit: the seconds of processor time that it gets, for all questions.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self.limit = limit
        self.document = load_object(path.read_bytes(), source=path.name)
        program = ROOT / "tools" / "bench" / "peers" / "fastmcp_search.py"
        self.process = subprocess.Popen(
            [ENVIRONMENT / "bin" / "python", program, str(limit)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def wait(self) -> None:
        """Wait until it can be asked.

        Raises:
            Missing: if it does not take the document.
        """
        if why := self._ask(self.document):
            raise Missing(why)

    def _ask(self, what: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(BrokenPipeError):
            self.process.stdin.write(f"{json.dumps(what)}\n")
            self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Missing(f"not within {self.limit} s" if self.process.wait() == -signal.SIGKILL else "it ended")
        return json.loads(line)

    def __call__(self, question: str, right: str) -> Answer:
        """Ask the process.

        Raises:
            Missing: if it reaches its limit.
        """
        found, size = self._ask(question)
        return Answer(found, -(-size // 4))

    def __enter__(self) -> FastMCP:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.process.kill()
        with suppress(BrokenPipeError):
            self.process.communicate()


def installed() -> bool:
    """Whether FastMCP is there; installs it once."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "fastmcp"], check=False)
    return subprocess.run([python, "-c", "import fastmcp"], capture_output=True, check=False).returncode == 0


def questions(path: Path) -> Iterator[Question]:
    """The questions of a set."""
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            document, operations, *texts = line.split("\t")
            yield Question(document, operations.split("|"), dict(zip(KINDS, texts, strict=True)))


def main() -> int:
    """Ask everything; print a table for each document as soon as it has been asked, and one for all of a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, default=SETS, help="files of questions")
    parser.add_argument("--documents", nargs="*", default=[], help="only what is asked about these")
    parser.add_argument("--no-fastmcp", action="store_true", help="leave it out: it takes minutes for a document")
    parser.add_argument("--limit", type=int, default=600, metavar="SECONDS",
                        help="processor time that FastMCP gets for a document (default: 600)")  # fmt: skip
    given = parser.parse_args()
    limit = given.limit if not given.no_fastmcp and installed() else 0
    for path in given.sets:
        asked = [row for row in questions(path) if not given.documents or row.document in given.documents]
        print(f"\n{path.name}: {len(asked)} questions, the right operation among the first {FIRST}\n")
        print(table(BY_DOCUMENT, []), flush=True)
        everywhere: Answers = {}
        with_fastmcp: Answers = {}
        for name in dict.fromkeys(question.document for question in asked):
            answers, missing = ask_all(name, [row for row in asked if row.document == name], limit)
            print(f"| {' | '.join(_document_row(name, answers, missing))} |", flush=True)
            for total in (everywhere, with_fastmcp)[: 1 if missing else 2]:
                for key, given_answers in answers.items():
                    total.setdefault(key, []).extend(given_answers)
        ours_only = {key: value for key, value in everywhere.items() if key[0] != "FastMCP"}
        print(f"\n{table(OVER_ALL, _rows(ours_only))}", flush=True)
        if with_fastmcp:
            print(f"\nThe documents that FastMCP searched:\n\n{table(OVER_ALL, _rows(with_fastmcp))}", flush=True)
    return 0


def ask_all(name: str, asked: Sequence[Question], limit: int) -> tuple[Answers, str]:
    """What each search answers to the questions about a document, and why FastMCP does not; it answers all or none."""
    client = Client(SPECS / name, base_url="http://127.0.0.1:9", credentials=False)
    answers = _answers("ours", Ours(client), asked) | _answers("plain BM25", Plain(client), asked)
    if not limit:
        return answers, "not asked"
    try:
        with FastMCP(SPECS / name, limit) as fastmcp:
            fastmcp.wait()
            return answers | _answers("FastMCP", fastmcp, asked), ""
    except Missing as why:
        return answers, str(why)


def _answers(name: str, search: Search, asked: Sequence[Question]) -> Answers:
    answers: Answers = {(name, kind): [] for kind in KINDS}
    for question in asked:
        for kind, text in question.texts.items():
            answer = search(text, question.right[0])
            answers[name, kind].append((not set(question.right).isdisjoint(answer.found[:FIRST]), answer))
    return answers


def _document_row(name: str, answers: Answers, missing: str) -> list[str]:
    """What is right for a model's words / a person's, for each search."""
    shares = [" / ".join(_share(answers[search, kind]) for kind in KINDS) for search in ("ours", "plain BM25")]
    fastmcp = [missing, ""]
    if not missing:
        both = [answer for kind in KINDS for answer in answers["FastMCP", kind]]
        fastmcp = [" / ".join(_share(answers["FastMCP", kind]) for kind in KINDS), _tokens(both)[0]]
    return [name, str(len(answers["ours", next(iter(KINDS))])), *shares, *fastmcp]


def _rows(answers: Answers) -> list[list[str]]:
    """One for each search and kind of words."""
    rows = []
    for (search, kind), given in answers.items():
        nothing = sum(not answer.found for _, answer in given)
        rows.append([search, KINDS[kind], str(len(given)), _share(given), str(nothing), *_tokens(given)])
    return sorted(rows, key=lambda row: row[1])


def _share(given: Sequence[tuple[bool, Answer]]) -> str:
    return f"{sum(is_right for is_right, _ in given) / len(given):.1%}"


def _tokens(given: Sequence[tuple[bool, Answer]]) -> list[str]:
    """The median, and the most."""
    tokens = [answer.tokens for _, answer in given if answer.tokens is not None]
    return [f"{median(tokens):,.0f}", f"{max(tokens):,}"] if tokens else ["", ""]


if __name__ == "__main__":
    sys.exit(main())
