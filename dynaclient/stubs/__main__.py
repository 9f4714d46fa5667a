"""`python -m dynaclient.stubs [--spec S] [--name MyApi] -o FILE.pyi`."""

from __future__ import annotations

import argparse
import os
import sys

from ..errors import DynaclientError
from .command import stubs_command


def main(arguments: list[str] | None = None) -> int:
    """Read the arguments, write the stub; 0 when it is written, 3 when the document or a name cannot be used."""
    parser = argparse.ArgumentParser(prog="dynaclient.stubs", description="Write a typed interface for a document.")
    parser.add_argument("--spec", help="path or address of the document; else DYNACLIENT_SPEC; else the bundled one")
    parser.add_argument("--name", help="name of the class; else made of the document's title")
    parser.add_argument("-o", "--output", required=True, metavar="FILE.pyi", help="the file to write")
    options = parser.parse_args(arguments)
    spec = options.spec or os.environ.get("DYNACLIENT_SPEC") or None
    try:
        sys.stdout.write(stubs_command(spec, options.name, options.output) + "\n")
    except (DynaclientError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 3 if isinstance(error, DynaclientError) else 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
