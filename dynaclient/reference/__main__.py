"""`python -m dynaclient.reference [--spec S] --format markdown|html|json -o DIR`."""

from __future__ import annotations

import sys

from ..program import run, writer_of_files
from .build import FORMATS
from .command import reference_command


def main(arguments: list[str] | None = None) -> int:
    """Read the arguments, write the reference; 0 when it is written, 3 when the document cannot be used."""
    parser = writer_of_files(
        "reference", "Write a document's reference.", output="DIR", into="the folder to write into"
    )
    parser.add_argument("--format", choices=FORMATS, default="html")
    options = parser.parse_args(arguments)
    return run(options, lambda spec: reference_command(spec, options.format, options.output))


if __name__ == "__main__":
    sys.exit(main())
