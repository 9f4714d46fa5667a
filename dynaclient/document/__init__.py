"""Bytes → Document: reading YAML and JSON, following references, bringing every version to the 3.1 form."""

from .document import Document, load_document
from .place import Problem

__all__ = ["Document", "Problem", "load_document"]
