"""Headers that describe a request, apart from parameters and credentials."""

from __future__ import annotations

from ...model import Operation
from ...model.media_types import essence, is_json


def accept_of(operation: Operation) -> str:
    """The media types of successful responses, JSON first; `*/*` if none is declared."""
    successes = [r for status, r in operation.responses.items() if status.startswith(("2", "d"))]
    names = dict.fromkeys(essence(name) for response in successes for name in response.content)
    ordered = sorted(names, key=lambda name: not is_json(name))
    return ", ".join(ordered) if ordered and "*/*" not in ordered else "*/*"


def cookie_names(text: str) -> set[str]:
    """The names in a Cookie header. Source: RFC 6265 section 4.2.1."""
    return {pair.partition("=")[0].strip() for pair in text.split(";") if pair.strip()}
