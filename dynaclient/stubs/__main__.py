"""`python -m dynaclient.stubs [--spec S] [--name MyApi] -o FILE.pyi`."""

from __future__ import annotations

import sys

from ..program import run, writer_of_files
from .command import stubs_command


def main(arguments: list[str] | None = None) -> int:
    """Read the arguments, write the stub; 0 when it is written, 3 when the document or a name cannot be used."""
    parser = writer_of_files(
        "stubs", "Write a typed interface for a document.", output="FILE.pyi", into="the file to write"
    )
    parser.add_argument("--name", help="name of the class; else made of the document's title")
    options = parser.parse_args(arguments)
    return run(options, lambda spec: stubs_command(spec, options.name, options.output))


if __name__ == "__main__":
    sys.exit(main())
