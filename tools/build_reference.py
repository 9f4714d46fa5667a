"""Writes what is made from the bundled description: its reference as Markdown, and its types.

A test fails when either is older than the description.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from dynaclient.document import load_document
from dynaclient.openai import bundled_description
from dynaclient.reference import build
from dynaclient.stubs.module import stub_text

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "spec" / "reference"
TYPES = ROOT / "dynaclient" / "openai_types.pyi"


def types_text() -> str:
    """The stub that ships with the package: of the bundled description, open to operations of newer ones."""
    return stub_text(load_document(bundled_description()), "BundledOpenAI", is_open=True, package=".")


def main() -> int:
    """Write both, the reference into an empty folder, so that no page of a removed operation stays."""
    shutil.rmtree(REFERENCE, ignore_errors=True)
    files = build(bundled_description(), "markdown", REFERENCE)
    TYPES.write_text(types_text(), encoding="utf-8", newline="\n")
    print(f"{len(files)} pages in {REFERENCE.relative_to(ROOT)}, types in {TYPES.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
