"""`dynaclient stubs` as a function of plain values."""

from __future__ import annotations

from ..document import Document
from ..document.document_source import Source
from .names import pascal
from .write import write


def stubs_command(spec: Source | Document | None, name: str | None, output: str) -> str:
    """Write a typed interface and say what was written.

    Args:
        spec: the document; None for the bundled description.
        name: the name of the class; None derives one from the document's title.
        output: the `.pyi` file.

    Raises:
        DynaclientError: the document, the name or the path cannot be used.
        OSError: the file cannot be written.
    """
    from ..openai import load_or_bundled

    document = load_or_bundled(spec)
    chosen = name or pascal(document.title)
    written = write(document, chosen, output)
    size = written[0].stat().st_size
    files = ", ".join(map(str, written))
    return f"{chosen} with {len(document.entries)} operations written to {files} ({size / 1e3:.0f} kB)"
