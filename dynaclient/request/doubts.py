"""Names in a value that are probably misspelt, as violations. The schema allows them, or says so itself."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from ..document.pointer import pointer_to
from ..errors import Violation
from ..schema.misspellings import Place, find_misspellings


def doubtful_names(place: Place, value: Any, location: str, path: str, explained: Container[str]) -> list[Violation]:
    """A violation for each name that is probably misspelt.

    Args:
        value: plain JSON.
        path: that of the value.
        explained: the paths of violations that are known; one of them explains a misspelt name at its own path, or at
            that of the name that is missing.
    """
    found = []
    for at, given, meant in find_misspellings(place, value):
        own, other = (f"{path}{pointer_to((*at, name))}" for name in (given, meant))
        if own not in explained and other not in explained:
            text = f"the document does not declare {given!r} here. Did you mean {meant!r}?"
            found.append(Violation(location, own, "unknown", text, None))
    return found
