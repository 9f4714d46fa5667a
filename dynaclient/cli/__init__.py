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
"""The garbage collector's threshold: more objects than a call creates, which saves a tenth of its time."""


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
        The exit code: 0 done, 2 usage or refused, 3 document, 4 HTTP 4xx, 5 HTTP 5xx, 6 network or deadline, 7 a
        comparison or check failed, 8 rows of a bulk job failed, 130 interrupted, 1 a bug.
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
    """The entry point of the installed command."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if (
            getattr(sys, name) is None
        ):  # closed by the parent process; the next file that is opened would get its number
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # until the process ends
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # characters that the encoding lacks are escaped instead of failing
            stream.reconfigure(errors="backslashreplace")
    gc.set_threshold(MOST_GARBAGE)
    try:
        install()
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # the reader closed the pipe, which is not an error
        code = 0
        _discard_output()
    except KeyboardInterrupt:
        code = 130
    except OSError:  # `main` has already reported that it could not write
        code = 2
        _discard_output()
    gc.disable()
    gc.freeze()  # the system frees the memory at once; Python would go through it object by object
    sys.exit(code)


def _discard_output() -> None:
    """Let the process end even if buffered output cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
