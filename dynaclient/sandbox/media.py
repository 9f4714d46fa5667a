"""Media types on the server's side: what an Accept header accepts.

Independent of the client's reading and writing, which the sandbox judges.
"""

from __future__ import annotations

from collections.abc import Iterable

from .._support.charsets import codec_of
from ..model.media_types import covers, essence, family_of, parameters_of

EVENTS = "text/event-stream"


def kind_of_media(name: str) -> str:
    """How to read a body of this media type: as events, or by the name of its family."""
    return "events" if essence(name) == EVENTS else family_of(name).name


def acceptable(names: Iterable[str], accept: str) -> list[str]:
    """The names that an Accept header accepts, best first; all of them if it accepts none or is missing."""
    names = list(names)
    ranked: list[tuple[tuple[int, bool], float, int, str]] = []
    for place, item in enumerate(accept.split(",") if accept else ()):
        quality = 1.0
        for parameter in item.split(";")[1:]:
            key, _, value = parameter.strip().partition("=")
            if key == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        if quality > 0:
            wide = essence(item).count("*"), not parameters_of(item)
            ranked.extend((wide, -quality, place, name) for name in names if covers(item, name))
    ranked.sort(key=lambda item: (item[1], item[0], item[2]))
    return list(dict.fromkeys(name for *_, name in ranked)) or names


def codec_for(content_type: str) -> str:
    """Python's codec for the charset in a Content-Type; UTF-8 if it names none that is known."""
    return codec_of(parameters_of(content_type).get("charset", "")) or "utf-8"
