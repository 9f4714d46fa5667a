"""The command line, `dynaclient`: a hundred operations away from curl.

Owns arguments, output and exit codes, and knows nothing of how a call is made: that is the library's.
Asking for the version loads nothing else.
"""

from __future__ import annotations

import gc
import os
import sys

from .commands import PROGRAM
from .interrupts import install

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

MOST_GARBAGE = 100_000
"""Objects that are made before Python looks for unreachable ones: more than a call makes, which saves a tenth of it."""


def main(
    argv: Sequence[str],
    env: Mapping[str, str] | None = None,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Run one command.

    Args:
        argv: the arguments, without the name of the program.
        env: the environment variables; those of the process where none are given, as with the streams.

    Returns:
        The exit code: 0 done, 2 usage or refused, 3 document, 4 HTTP 4xx, 5 HTTP 5xx, 6 network or deadline,
        130 interrupted, 1 a bug.
    """
    out = sys.stdout if stdout is None else stdout
    if list(argv) in (["--version"], ["-V"]):
        from .._version import __version__

        out.write(f"{PROGRAM} {__version__}\n")
        return 0
    from .application import run
    from .terminal import Terminal

    terminal = Terminal(
        env=os.environ if env is None else env,
        stdin=sys.stdin if stdin is None else stdin,
        stdout=out,
        stderr=sys.stderr if stderr is None else stderr,
    )
    return run(list(argv), terminal)


def main_script() -> None:
    """What the installed command runs."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started this; the next file to be opened would stand there
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # until the process ends
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # what a terminal's encoding lacks is escaped, not fatal
            stream.reconfigure(errors="backslashreplace")
    gc.set_threshold(MOST_GARBAGE)
    try:
        install()
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has gone, which is its right
        code = 0
        _discard_output()
    except KeyboardInterrupt:
        code = 130
    except OSError:  # what `main` could not write and has reported
        code = 2
        _discard_output()
    gc.disable()
    gc.freeze()  # the system takes back in no time what would be looked through piece by piece
    sys.exit(code)


def _discard_output() -> None:
    """Let the end of the process find a place for what is still held."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
