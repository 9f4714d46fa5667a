"""The transcripts in a page: commands run in a real terminal against the sandbox, and their output written down.

    python tools/transcript.py README.md docs/*.md

writes what the commands print today into every block that begins with ```console. A test runs the same and compares.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

import pexpect

from dynaclient.openai import bundled_description
from dynaclient.sandbox import Sandbox

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COLUMNS = 120
PAGES = Path(__file__).resolve().parents[1] / "docs"
_END = "\x1e"
"""Separates the output of two commands; no command prints it."""


def blocks_of(text: str) -> list[str]:
    """The transcripts in a page."""
    return BLOCK.findall(text)


def commands_of(block: str) -> list[str]:
    """The lines that a reader types: those after a `$`, with their continuation lines."""
    return re.findall(r"^\$ ((?:.*\\\n)*.*)$", block, re.MULTILINE)


def furnish(folder: Path) -> None:
    """Put the files there that the examples of the pages use."""
    for name in ("petstore.yaml", "petstore-fix.yaml", "letter.txt"):
        shutil.copy(PAGES / name, folder)


def replay(text: str, folder: Path) -> str:
    """The page with its commands run, in order, in one shell, and what they print put under them.

    Args:
        folder: where the commands run; it has the files of `furnish`.
    """
    found = [commands_of(block) for block in blocks_of(text)]
    printed = iter(_run([command for commands in found for command in commands], folder))
    blocks = iter(
        "".join(f"$ {command}\n{next(printed)}" for command in commands).rstrip("\n") + "\n" for commands in found
    )
    return BLOCK.sub(lambda match: f"```console\n{next(blocks)}```", text)


def _run(commands: list[str], folder: Path) -> list[str]:
    """What each command prints, in a terminal without colours, with a sandbox that has just been started."""
    if not commands:
        return []
    with Sandbox(bundled_description()).serve() as server:
        env = {
            "PATH": f"{sysconfig.get_path('scripts')}:/usr/local/bin:/usr/bin:/bin",
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "HOME": str(folder),
            "TERM": "xterm",
            "NO_COLOR": "1",
            "PAGER": "cat",
            "LC_ALL": "C.UTF-8",
            "OPENAI_BASE_URL": server.url,
            "OPENAI_API_KEY": "sandbox-key",
        }
        script = "".join(f"{command}\n{{ code=$?; printf '{_END}'; (exit $code); }}\n" for command in commands)
        child = pexpect.spawn(
            "bash", ["-c", script], env=env, cwd=str(folder), encoding="utf-8", dimensions=(60, COLUMNS), timeout=120
        )
        output = child.read().replace("\r\n", "\n")
        child.close()
    printed = [part if not part or part.endswith("\n") else part + "\n" for part in output.split(_END)[:-1]]
    if len(printed) != len(commands):
        raise RuntimeError(f"{shlex.join(commands)}: the shell ended early:\n{output}")
    return printed


def main() -> int:
    """Write the pages anew."""
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            furnish(Path(folder))
            path = Path(name)
            path.write_text(replay(path.read_text("utf-8"), Path(folder)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
