"""Find and load the description of the OpenAI API that is bundled with the package."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..document import Document, load_document
from ..document.document_source import Source

if TYPE_CHECKING:
    from ..document.overlays import OverlaySource

_PACKAGE = Path(__file__).resolve().parents[1]


def bundled_description() -> Path:
    """The root file of the bundled description."""
    packaged = _PACKAGE / "spec" / "openapi.yaml"
    return packaged if packaged.is_file() else _PACKAGE.parent / "spec" / "openapi.yaml"


def load_bundled(overlays: Sequence[OverlaySource] = ()) -> Document:
    """Load the bundled description, from its compiled form if the package was installed with one."""
    path = bundled_description()
    return Document(path, compiled=path.with_suffix(".compiled"), overlays=overlays)


def load_or_bundled(
    source: Source | Document | None,
    *,
    allow_references: Sequence[str | os.PathLike[str]] = (),
    overlays: Sequence[OverlaySource] = (),
) -> Document:
    """Load a document; None means the bundled description."""
    if source is None:
        return load_bundled(overlays)
    return load_document(source, allow_references=allow_references, overlays=overlays)
