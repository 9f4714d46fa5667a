"""Bytes → Document: reads YAML and JSON, follows references, and reads every version into one form, that of 3.2."""

from .document import Document, load_document
from .place import Problem

__all__ = ["Document", "Problem", "load_document"]
