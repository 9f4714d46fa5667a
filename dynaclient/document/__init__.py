"""Bytes → Document: reads YAML and JSON, follows references, and converts every version to the 3.1 form."""

from .document import Document, load_document
from .place import Problem

__all__ = ["Document", "Problem", "load_document"]
