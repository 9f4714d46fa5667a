"""A short mutation run: changes of the core, drawn by a seed, and whether the tests of their room notice each.

    tools/mutants --seed 7 --sample 40 [--room schema]

For people who change the core. Works in a copy, so the tree it is started in is never touched. A mutant that survives
is either equal to the original in every case, or a hole: something that no test holds.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mutation_sites import Mutation, mutations_of

CORE = ("document", "schema", "model", "request", "transport", "response", "client")
FURTHER = {
    "schema": ["request/test_checking.py"],
    "transport": ["runtime"],
    "response": ["runtime"],
    "client": ["runtime", "response"],
    "model": ["request"],
}
"""Tests of a room that are kept in another folder, run after its own."""

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")


def run_tests(root: Path, tests: list[str], seconds: float | None) -> tuple[str, str]:
    """Run the tests of a room in a copy: "passed", "failed" or "late", and the last lines that pytest wrote."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "-m",
        "not slow",
        *tests,
    ]
    names = {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command, cwd=root, env={**os.environ, **names}, stdout=output, stderr=output, start_new_session=True
        )
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the session that was started above, and nothing else
            process.wait()
            return "late", ""
        output.seek(0)
        return "failed" if status else "passed", output.read()[-2000:]


def tests_of(root: Path, room: str) -> list[str]:
    """The tests of a room: those of its own folder first, since most mutants fail there."""
    return [f"tests/{name}" for name in (room, *FURTHER.get(room, ())) if (root / "tests" / name).exists()]


def verdict(root: Path, module: str, mutation: Mutation, tests: list[str], seconds: float) -> str:
    """What becomes of one mutant in a copy, which is left as it was."""
    path = root / module
    source = path.read_bytes()
    path.write_bytes(mutation.applied(source))
    try:
        return {"passed": "survived", "late": "late"}.get(run_tests(root, tests, seconds)[0], "killed")
    finally:
        path.write_bytes(source)


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/mutants", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=0, help="draws the sample; the same seed draws the same mutants")
    parser.add_argument("--sample", type=int, default=20, help="how many mutants are tried (20)")
    parser.add_argument(
        "--room", action="append", help=f"one folder of the package; may be repeated ({', '.join(CORE)})"
    )
    parser.add_argument("--seconds", type=float, help="for each mutant; three times what the tests need without one")
    parser.add_argument("--jobs", type=int, default=1, help="how many at once, each in a copy of its own (1)")
    parser.add_argument("--package", default="dynaclient", help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1], help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Draw, try, and tell. Returns 1 where the tests fail without any mutant, and 0 whatever survived."""
    options = parsed(arguments)
    drawn = draw(options.root, options.package, options.room or CORE, options.seed, options.sample)
    if not drawn:
        print("there is nothing to change there", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(max(1, options.jobs)):
            copies.put(Path(shutil.copytree(options.root, f"{folder}/{number}", ignore=LEFT_OUT, symlinks=True)))
        seconds: dict[str, float] = {}
        for room in dict.fromkeys(room for room, _, _ in drawn):
            started, copy = time.monotonic(), copies.queue[0]
            outcome, output = run_tests(copy, tests_of(copy, room), None)
            if outcome != "passed":
                print(f"the tests of {room} do not pass as they are:\n{output}", file=sys.stderr)
                return 1
            seconds[room] = options.seconds or 3 * (time.monotonic() - started) + 10

        def attempt(room: str, module: str, mutation: Mutation) -> tuple[str, Mutation, str]:
            copy = copies.get()
            try:
                return module, mutation, verdict(copy, module, mutation, tests_of(copy, room), seconds[room])
            finally:
                copies.put(copy)

        counted: Counter[tuple[str, str]] = Counter()
        with ThreadPoolExecutor(max(1, options.jobs)) as pool:
            # One thread prints them all, since two at once could tear each other's lines.
            for tried in as_completed([pool.submit(attempt, *one) for one in drawn]):
                module, mutation, found = tried.result()
                counted[module, found] += 1
                print(f"{found:<9} {module}:{mutation.line}  {mutation.what}", flush=True)
    print(table(counted))
    return 0


def draw(
    root: Path, package: str, rooms: list[str] | tuple[str, ...], seed: int, size: int
) -> list[tuple[str, str, Mutation]]:
    """A sample of (room, module, mutation) in the order of the modules."""
    every = [
        (room, path.relative_to(root).as_posix(), mutation)
        for room in rooms
        for path in sorted((root / package / room).rglob("*.py"))
        for mutation in mutations_of(path.read_bytes())
    ]
    chosen = sorted(random.Random(seed).sample(range(len(every)), min(size, len(every))))
    print(f"{len(chosen)} of {len(every):,} possible mutants, seed {seed}", flush=True)
    return [every[i] for i in chosen]


def table(counted: Counter[tuple[str, str]]) -> str:
    """Killed, survived and late by module; a mutant that is late counts as killed, since a test would have hung."""
    modules = sorted({module for module, _ in counted})
    width = max(len("together"), *map(len, modules))
    rows = [f"\n{'module':<{width}}  killed  late  survived"]
    for name, members in [*((module, [module]) for module in modules), ("together", modules)]:
        numbers = [sum(counted[module, kind] for module in members) for kind in ("killed", "late", "survived")]
        rows.append(f"{name:<{width}}  {numbers[0]:>6}  {numbers[1]:>4}  {numbers[2]:>8}")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
