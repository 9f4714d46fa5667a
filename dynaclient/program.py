"""What `python -m dynaclient.reference` and `python -m dynaclient.stubs` have in common: a document in, files out."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from .errors import DynaclientError


def writer_of_files(package: str, description: str, *, output: str, into: str) -> argparse.ArgumentParser:
    """A parser with the document to read and the place to write to.

    Args:
        output: what stands for that place in the help.
        into: what it is.
    """
    parser = argparse.ArgumentParser(prog=f"dynaclient.{package}", description=description)
    parser.add_argument("--spec", help="path or address of the document; else DYNACLIENT_SPEC; else the bundled one")
    parser.add_argument("-o", "--output", required=True, metavar=output, help=into)
    return parser


def run(options: argparse.Namespace, write: Callable[[str | None], str]) -> int:
    """Write, and say what was written.

    Args:
        write: takes the document's address, None for the bundled one.

    Returns:
        0 when it is written, 3 when the document or an argument cannot be used, 2 when a file cannot be written.
    """
    try:
        sys.stdout.write(write(options.spec or os.environ.get("DYNACLIENT_SPEC") or None) + "\n")
    except (DynaclientError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 3 if isinstance(error, DynaclientError) else 2
    return 0
