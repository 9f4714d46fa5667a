"""Bodies and answers in XML, from and to plain values, by the XML Objects of a document.

Knows schemas and bytes, not operations. Only the sandbox reads and writes XML without it, to judge it.
"""

from .reader import Departure, read
from .writer import Unwritable, write

__all__ = ["Departure", "Unwritable", "read", "write"]
