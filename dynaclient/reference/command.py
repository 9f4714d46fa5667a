"""`dynaclient reference` as a function of plain values."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ..document import Document
from ..document.document_source import Source
from .build import build


def reference_command(spec: Source | Document | None, format: str, output: str) -> str:  # noqa: A002
    """Write the reference of a document and say what was written.

    Args:
        spec: the document; None for the bundled description.
        format: "markdown", "html" or "json".
        output: the folder.

    Raises:
        DynaclientError: the document or the format cannot be used.
        OSError: a file cannot be written.
    """
    from ..openai import load_or_bundled

    document = load_or_bundled(spec)
    written = build(document, format, output)
    kinds = Counter(path.parent.name for path in written if path.parts[-2:] != ("schemas", "index.html"))
    first = next(path for path in written if path.name in ("README.md", "index.html", "index.json"))
    size = sum(Path(path).stat().st_size for path in written)
    return (
        f"{kinds['operations']} operations and {kinds['schemas']} schemas of {document.title} written: "
        f"{len(written)} files, {size / 1e6:.1f} MB. Begin at {first}"
    )
