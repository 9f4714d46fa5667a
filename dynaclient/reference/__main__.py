"""`python -m dynaclient.reference [--spec S] --format markdown|html|json -o DIR`."""

from __future__ import annotations

import argparse
import os
import sys

from ..errors import DynaclientError
from .build import FORMATS
from .command import reference_command


def main(arguments: list[str] | None = None) -> int:
    """Read the arguments, write the reference; 0 when it is written, 3 when the document cannot be used."""
    parser = argparse.ArgumentParser(prog="dynaclient.reference", description="Write a document's reference.")
    parser.add_argument("--spec", help="path or address of the document; else DYNACLIENT_SPEC; else the bundled one")
    parser.add_argument("--format", choices=FORMATS, default="html")
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help="the folder to write into")
    options = parser.parse_args(arguments)
    spec = options.spec or os.environ.get("DYNACLIENT_SPEC") or None
    try:
        sys.stdout.write(reference_command(spec, options.format, options.output) + "\n")
    except (DynaclientError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 3 if isinstance(error, DynaclientError) else 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
