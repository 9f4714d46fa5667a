"""The transcript of the command line in a page: replayed in a real terminal against the sandbox, and written anew.

    python tools/transcript.py README.md

writes what the commands print now into every block that begins with ```console. A test replays the same and compares.
"""

from __future__ import annotations

import re
import shlex
import sys
import sysconfig
import tempfile
from pathlib import Path

import pexpect

from dynaclient.openai import bundled_description
from dynaclient.sandbox import Sandbox

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COLUMNS = 120
_END = "\x1e"
"""Stands between the output of two commands; no command prints it."""


def blocks_of(text: str) -> list[str]:
    """The transcripts in a page."""
    return BLOCK.findall(text)


def commands_of(block: str) -> list[str]:
    """The lines that a reader types: those after a `$`, with those that continue them."""
    return re.findall(r"^\$ ((?:.*\\\n)*.*)$", block, re.MULTILINE)


def replay(text: str) -> str:
    """The page with its commands run, in order, in one shell, and what they print put under them."""
    found = [commands_of(block) for block in blocks_of(text)]
    printed = iter(_run([command for commands in found for command in commands]))
    blocks = iter(
        "".join(f"$ {command}\n{next(printed)}" for command in commands).rstrip("\n") + "\n" for commands in found
    )
    return BLOCK.sub(lambda match: f"```console\n{next(blocks)}```", text)


def _run(commands: list[str]) -> list[str]:
    """What each command prints, in a terminal without colours, with a sandbox that has just been started."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(bundled_description()).serve() as server:
        env = {
            "PATH": f"{sysconfig.get_path('scripts')}:/usr/local/bin:/usr/bin:/bin",
            "HOME": folder,
            "TERM": "xterm",
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
            "OPENAI_BASE_URL": server.url,
            "OPENAI_API_KEY": "sandbox-key",
        }
        (Path(folder) / "letter.txt").write_text("Dear Ada,\n")
        script = "".join(f"{command}\n{{ code=$?; printf '{_END}'; (exit $code); }}\n" for command in commands)
        child = pexpect.spawn(
            "bash", ["-c", script], env=env, cwd=folder, encoding="utf-8", dimensions=(60, COLUMNS), timeout=120
        )
        output = child.read().replace("\r\n", "\n")
        child.close()
    printed = [part if not part or part.endswith("\n") else part + "\n" for part in output.split(_END)[:-1]]
    if len(printed) != len(commands):
        raise RuntimeError(f"{shlex.join(commands)}: the shell ended early:\n{output}")
    return printed


def main() -> int:
    """Write the page anew."""
    path = Path(sys.argv[1])
    path.write_text(replay(path.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
