"""The answer of the search tool: a line for each operation, with what a call of it needs."""

from __future__ import annotations

from .access import may_change
from .describing import needed_of
from .offer import Offer, Offered
from .settings import Settings
from .text import one_line, quoted, tokens_of, visible

MOST = 25
DEFAULT_LIMIT = 6

_SUMMARY = 100
_MOST_NEEDED = 8


def search(offer: Offer, settings: Settings, text: str, limit: int = DEFAULT_LIMIT, tag: str | None = None) -> str:
    """The operations that answer a question best, as text within the budget."""
    found = offer.search(text, tag)
    if not found:
        tags = ", ".join(one_line(name, 30) for name in offer.tags()[:20])
        within = f" with the tag {one_line(tag, 40)!r}" if tag else ""
        return f"Nothing{within} shares a word with that. Tags: {tags or 'none'}. Try other words."
    lines = [f"{len(found)} of {len(offer)} operations of {one_line(offer.title, 80)} fit, best first:"]
    for hit in found[: min(limit, MOST)]:
        line = _line(hit, settings)
        if tokens_of("\n".join([*lines, line])) > settings.budget:
            break
        lines.append(line)
    return "\n".join(lines)


def _line(hit: Offered, settings: Settings) -> str:
    operation = hit.operation
    needed = needed_of(operation, hit.client.document)
    listed = visible(", ".join(needed[:_MOST_NEEDED])) + (", …" if len(needed) > _MOST_NEEDED else "")
    parts = [hit.name, f"{hit.line.method.upper()} {visible(hit.line.path)}"]
    parts += [quoted(hit.line.summary or operation.description, _SUMMARY)]
    parts += [f"needs: {listed}"] if needed else []
    parts += ["deprecated"] if hit.line.deprecated else []
    parts += [refused] if (refused := refused_note(hit, settings)) else []
    return "  ".join(filter(None, parts))


def refused_note(hit: Offered, settings: Settings) -> str:
    """What a model should know before it calls what may change something; "" for anything else."""
    if settings.writes == "yes" or not may_change(hit.operation, settings):
        return ""
    return "(changes data: refused here)" if settings.writes == "no" else "(changes data: a person is asked)"
