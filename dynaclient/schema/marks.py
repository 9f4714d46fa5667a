"""Keywords of our own that say where a copied schema differs from the document, for those who explain violations."""

from __future__ import annotations

WAS = "x-was"
"""Marks a copied schema whose keyword was renamed by a relief: {copied keyword: the document's keyword}."""

WRAPS = "x-wraps"
"""Marks a copied schema that wraps the document's own: the index of that one in `anyOf`."""

ADDED = "x-added"
"""Marks a copied schema that a relief moved into `allOf`: in the document its keywords are one level higher."""

UNSENT = "x-unsent"
"""Marks a copied property that a message must not have: `readOnly` or `writeOnly`."""

CHOOSES = "x-chooses"
"""Marks the copied constants of a property by which a base schema names the schema of its values."""

EXCLUSIVE = "x-exclusive"
"""Marks copied `allOf`s of which one `then` or `else` at most applies to a value."""
