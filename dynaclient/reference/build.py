"""Writes a reference in one of the formats into a folder. The only module of this package that writes files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from .._support.whole_file import write_whole
from .._support.wording import did_you_mean, either
from ..document import Document, load_document
from ..document.document_source import Source
from ..errors import DynaclientError, MissingExtra
from .pages import read_reference
from .values import Reference

Files = Iterator[tuple[str, str]]

_WRITERS = {"markdown": "markdown:markdown_files", "html": "html:html_files", "json": "data:json_files"}
FORMATS = tuple(_WRITERS)
"""The formats of a reference."""


class ReferenceFailed(DynaclientError):
    """A reference cannot be written; the message says why and what to do."""


def build(document: Source | Document, format: str, folder: str | os.PathLike[str]) -> list[Path]:  # noqa: A002
    """Write the reference of a document into a folder, and create the folder if necessary.

    Args:
        document: a `Document`, or what one is loaded from.
        format: "markdown", "html" or "json".

    Returns:
        The files written. Other files in the folder stay.

    Raises:
        DocumentError: the document cannot be read.
        ReferenceFailed: there is no such format.
        MissingExtra: what it needs is not installed.
        OSError: a file cannot be written.
    """
    write = writer(format)
    root = Path(folder)
    written = []
    for name, text in write(read_reference(load_document(document))):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        written.append(path)
    return written


def writer(format: str) -> Callable[[Reference], Files]:  # noqa: A002
    """The function that writes a format: (path, text) for each file."""
    if format not in _WRITERS:
        hint = did_you_mean(str(format), FORMATS)
        raise ReferenceFailed(f"a reference is written as {either(FORMATS)}, not {format!r}.{hint}")
    module, _, name = _WRITERS[format].partition(":")
    for needed in ("markdown_it", "nh3", "jinja2", "pygments"):
        try:
            import_module(needed)
        except ModuleNotFoundError as error:
            raise MissingExtra("writing a reference", error.name or needed) from None
    found: Callable[[Reference], Files] = getattr(import_module(f".{module}", __package__), name)
    return found
