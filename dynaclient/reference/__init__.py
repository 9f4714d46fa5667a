"""Document → pages to read: `build(document, "html", "site")`. Works for any document."""

from .build import FORMATS, ReferenceFailed, build, writer
from .pages import read_reference
from .values import Reference

__all__ = ["FORMATS", "Reference", "ReferenceFailed", "build", "read_reference", "writer"]
