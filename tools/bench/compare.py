"""The figures of this tree beside those of another commit, in one run.

    .venv/bin/python tools/bench/compare.py REV [--rounds 9] [--document DOCUMENT] [--only TEXT]

REV is checked out into a folder of its own. Every round measures both trees in turn, so that whatever else the machine
does meets both; the order changes from round to round. A ratio is the median over the rounds of this tree's figure to
the other's, with its quartiles behind it. What is more than 5 % worse is marked WORSE, and the exit code is then 1.
"worse?" means that the rounds contradict each other: take more of them, or a quieter machine.

Both trees are measured by the scripts of this one, which use the public API only: the trees may differ inside as they
like. Both run in the environment of the interpreter that runs this, which must hold what either needs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from measuring import CHECK_ONE_CALL, HERE, ROOT, default_document, growing, run, server, table

PROGRAM = Path(sysconfig.get_path("scripts")) / "dynaclient"
CHAT = ["model=gpt-4o", 'messages:=[{"role": "user", "content": "Hello"}]']
WORSE = 1.05
"""Beyond this ratio a figure is marked."""


class Figure(NamedTuple):
    """What is measured. Less is better, unless `more_is_better`."""

    name: str
    unit: str
    more_is_better: bool = False

    def show(self, value: float) -> str:
        """A value with its unit; seconds as milliseconds."""
        if self.unit == "s":
            return f"{value * 1000:.1f} ms"
        return f"{value:.1f} MB" if self.unit == "MB" else f"{value:.2f} {self.unit}"


@dataclass(frozen=True)
class Tree:
    """A checked out commit, with a cache of its own."""

    name: str
    folder: Path
    cache: Path

    def env(self, cache: str = "warm", **more: str) -> dict[str, str]:
        """The environment of a process that imports this tree's package."""
        env = {**os.environ, "PYTHONPATH": str(self.folder), "DYNACLIENT_CACHE": str(self.cache / cache), **more}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        return env

    def cold(self) -> dict[str, str]:
        """The same with an empty cache."""
        shutil.rmtree(self.cache / "cold", ignore_errors=True)
        return self.env("cold")


class Failed(Exception):
    """A process that was to be measured did not end well."""


Found = Iterator[tuple[Figure, float]]
Measurement = Callable[[Tree], Found]


def process(name: str, command: list[Any], env: dict[str, str], *, memory: bool = True) -> Found:
    """Wall time and peak memory of a whole process."""
    wall, peak, complaint = run(command, env)
    if complaint:
        raise Failed(f"{name}: {complaint}")
    yield Figure(name, "s"), wall
    if memory:
        yield Figure(f"{name}, memory", "MB"), peak


def from_json(name: str, command: list[Any], env: dict[str, str]) -> Any:
    """What a script of this folder prints."""
    done = subprocess.run(list(map(str, command)), env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{name}: {(done.stderr.strip().splitlines() or ['failed'])[-1][:100]}")
    return json.loads(done.stdout)


def measurements(base_url: str, document: Path, documents: dict[str, tuple[Path, str]]) -> dict[str, Measurement]:
    """Everything that is measured in a round, by name."""
    python = sys.executable

    def starts(tree: Tree) -> Found:
        command = [python, HERE / "one_call.py", "dynaclient", base_url, document]
        yield from process("first call", command, tree.env())
        yield from process("first call, cache cold", command, tree.cold())
        yield from process("import", [python, "-c", "import dynaclient"], tree.env())

    def calls(tree: Tree) -> Found:
        found = from_json("calls", [python, HERE / "many_calls.py", "dynaclient", base_url, document, 3], tree.env())
        for name, figures in found["calls"].items():
            if "error" in figures:
                raise Failed(f"{name}: {figures['error']}")
            yield Figure(name, "× of bare"), figures["ratio"]
        yield Figure("refused", "s"), found["refused"]
        yield Figure("calls of 32 threads", "× of bare", more_is_better=True), found["threads"]["ratio"]

    def growth(tree: Tree) -> Found:
        for name, (file, operation) in documents.items():
            command = [python, "-c", CHECK_ONE_CALL, file, operation]
            yield from process(f"{name}, cold", command, tree.cold())
            yield from process(f"{name}, warm", command, tree.env("cold"))

    def tasks(tree: Tree) -> Found:
        found = from_json("tasks", [python, HERE / "async_throughput.py", "--rounds", 3, "--json"], tree.env())
        rate = found["dynaclient"] / found["aiohttp"]
        yield Figure("calls of 32 tasks", "× of aiohttp", more_is_better=True), rate

    def command_line(tree: Tree) -> Found:
        env = tree.env(DYNACLIENT_SPEC=str(document), OPENAI_API_KEY="key")
        for name, arguments in {
            "--version": ["--version"],
            "list": ["list"],
            "show": ["show", "createChatCompletion"],
            "call": ["--base-url", base_url, "call", "createChatCompletion", *CHAT],
        }.items():
            yield from process(f"dynaclient {name}", [PROGRAM, *arguments], env, memory=False)

    return {"starts": starts, "calls": calls, "growth": growth, "tasks": tasks, "command line": command_line}


@contextmanager
def checked_out(revision: str, folder: Path) -> Iterator[Path]:
    """A worktree of the revision, taken away afterwards."""
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(folder), revision], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def check_import(tree: Tree) -> None:
    """What is measured is the package of this tree, not the one that is installed."""
    command = [sys.executable, "-c", "import dynaclient; print(dynaclient.__file__)"]
    found = subprocess.run(command, env=tree.env(), capture_output=True, text=True, check=True).stdout.strip()
    if Path(found).resolve().parent.parent != tree.folder.resolve():
        sys.exit(f"{tree.name}: {found} is imported instead of the package in {tree.folder}")


Samples = dict[Figure, dict[str, list[float]]]


def measure(trees: tuple[Tree, Tree], parts: dict[str, Measurement], rounds: int) -> tuple[Samples, dict[str, str]]:
    """Every figure of both trees in every round, and why parts failed. The round before the first fills caches."""
    samples: Samples = {}
    failures: dict[str, str] = {}
    for number in range(rounds + 1):
        for part, measurement in parts.items():
            found: dict[str, dict[Figure, float]] = {}
            for tree in trees if number % 2 else reversed(trees):
                if part in failures:
                    continue
                try:
                    found[tree.name] = dict(measurement(tree))
                except Failed as error:
                    failures[part] = f"{tree.name}: {error}"
            if part in failures or not number:
                continue
            for tree in trees:
                for figure, value in found[tree.name].items():
                    samples.setdefault(figure, {}).setdefault(tree.name, []).append(value)
            print(f"\rround {number} of {rounds}: {part:<20}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return samples, failures


def compared(figure: Figure, ours: list[float], theirs: list[float]) -> list[str]:
    """A row of the table; the last cell says whether this tree is worse."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    ratio = statistics.median(ratios)
    low, _, high = statistics.quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else (ratio, ratio, ratio)
    loss, least = (1 / ratio, 1 / high) if figure.more_is_better else (ratio, low)
    mark = "" if loss <= WORSE else "WORSE" if least > 1 else "worse?"
    values = [figure.show(statistics.median(values)) for values in (theirs, ours)]
    return [figure.name, *values, f"{ratio:.3f} ({low:.2f} to {high:.2f})", mark]


def main() -> int:
    """Measure both trees, print one table."""
    cli = argparse.ArgumentParser(prog="python tools/bench/compare.py", description=(__doc__ or "").splitlines()[0])
    cli.add_argument("revision", metavar="REV")
    cli.add_argument("--rounds", type=int, default=9)
    cli.add_argument("--document", type=Path, default=default_document())
    cli.add_argument("--only", default="", metavar="TEXT", help="parts with this in their names")
    args = cli.parse_args()
    document = args.document.resolve()
    with tempfile.TemporaryDirectory() as name, server() as base_url:
        folder = Path(name)
        os.chdir(folder)  # `python -c` would import the package of the folder it runs in
        with checked_out(args.revision, folder / "other") as other:
            trees = (Tree("this tree", ROOT, folder / "ours"), Tree(args.revision, other, folder / "theirs"))
            for tree in trees:
                check_import(tree)
            parts = measurements(base_url, document, growing(folder, document))
            parts = {name: part for name, part in parts.items() if args.only in name}
            if not parts:
                sys.exit(f"no part has {args.only!r} in its name")
            samples, failures = measure(trees, parts, args.rounds)
    rows = [compared(figure, *(taken[tree.name] for tree in trees)) for figure, taken in samples.items()]
    worse = sum(row[-1] == "WORSE" for row in rows)
    python, load = sys.version.split()[0], os.getloadavg()[0]
    print(f"{document.name}, {args.rounds} rounds, Python {python}, {os.cpu_count()} cores, load {load:.1f}\n")
    print(table(["figure", args.revision, "this tree", "ratio (quartiles)", ""], rows))
    for part, why in failures.items():
        print(f"\n{part}: not measured to the end; {why}")
    print(f"\n{worse} of {len(rows)} figures are more than {WORSE - 1:.0%} worse.")
    return 1 if worse or failures else 0


if __name__ == "__main__":
    sys.exit(main())
