#!/usr/bin/env python3
"""How many of our modules and of our Python calls one call of an operation passes.

    python tools/bench/way.py [--list]

Counts the frames that Python enters in files of the package, while `createChatCompletion` posts a small body to a
server on loopback: for the first call of a process (the document is loaded, nothing else is), for the second (values
are still judged by reading the schema), and for one after the engine has been loaded. Unlike a time, the figure does
not depend on the machine, so that a change of the way of a call can be held against it. A module that is loaded by the
way counts as a module, its own lines do not count as calls.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import dynaclient
from dynaclient import OpenAI

PACKAGE = Path(dynaclient.__file__).resolve().parent
SERVER = Path(__file__).resolve().parent / "server.py"
BODY = {"model": "m", "messages": [{"role": "user", "content": "Say hello."}]}
UNTIL_WARM = 300
"""Calls after which the engine is loaded and everything that is kept is there."""


def counted(act: Callable[[], Any]) -> Counter[tuple[str, str]]:
    """(module, function) → how often it was entered while `act` ran."""
    found: Counter[tuple[str, str]] = Counter()
    prefix = f"{PACKAGE}/"

    def profile(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(prefix):
            found[
                code.co_filename[len(prefix) :], code.co_qualname if sys.version_info >= (3, 11) else code.co_name
            ] += 1

    sys.setprofile(profile)
    try:
        act()
    finally:
        sys.setprofile(None)
    return found


def ways(base_url: str) -> dict[str, Counter[tuple[str, str]]]:
    """What each kind of call passes."""
    with OpenAI(api_key="k", base_url=base_url, retries=0) as client:

        def call() -> None:
            assert client.call("createChatCompletion", body=BODY)["id"]

        found = {"first": counted(call), "second": counted(call)}
        for _ in range(UNTIL_WARM):
            call()
        found["warm"] = counted(call)
    return found


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--list", action="store_true", help="also list what a warm call enters")
    given = options.parse_args()
    with subprocess.Popen([sys.executable, SERVER], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            found = ways(f"http://127.0.0.1:{int(server.stdout.readline())}/v1")
        finally:
            server.kill()
    print(f"{'call':<8}{'modules':>8}{'calls':>8}")
    for name, frames in found.items():
        calls = sum(times for (_, function), times in frames.items() if function != "<module>")
        print(f"{name:<8}{len({module for module, _ in frames}):>8}{calls:>8}")
    if given.list:
        for (module, function), times in found["warm"].items():
            print(f"{times:>4}  {module:<32} {function}")


if __name__ == "__main__":
    main()
