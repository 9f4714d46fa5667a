"""Expand a path key with encoded values into the path and query of a URL, and find unsafe values.

HTTP libraries and servers remove `.` and `..` segments: a value that produces one would reach another operation.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..._support.record import record
from ...document.names import TEMPLATE
from .percent import encode

Pieces = tuple[str, ...]
"""Alternating text and template names, text first: `a{b}c` is ("a", "b", "c"). The text is encoded."""


@record
class PathTemplate:
    """A parsed path key.

    Attributes:
        path: the path as it is sent.
        templated: the segments between slashes that contain a template expression.
        query: the part after `?` in the key, which some documents use to distinguish operations.
        constant: the path as it is sent if it has no template expression, else "".
    """

    path: Pieces
    templated: tuple[Pieces, ...]
    query: Pieces = ()
    constant: str = ""

    @classmethod
    def parse(cls, path: str) -> PathTemplate:
        """Parse a path key; a `#fragment` only distinguishes operations and is never sent."""
        path = path.partition("#")[0]
        path, _, query = path.partition("?")
        path = f"/{path.removeprefix('/')}"
        templated = tuple(pieces for pieces in map(_split, path.split("/")) if len(pieces) > 1)
        whole = _split(path)
        return cls(whole, templated, _split(query) if query else (), "" if templated else whole[0])

    @property
    def is_constant(self) -> bool:
        """Whether the path has no values to fill in."""
        return not self.templated

    def expand(self, values: Mapping[str, str]) -> str:
        """The path with every template expression replaced by its encoded value; literal text is encoded if needed."""
        return self.constant or _filled(self.path, values)

    def expand_query(self, values: Mapping[str, str]) -> str:
        """The query in the path key."""
        return _filled(self.query, values)

    def unsafe(self, values: Mapping[str, str]) -> dict[str, str]:
        """Template names whose values would change the path, each with the segment that it produces."""
        found: dict[str, str] = {}
        for pieces in self.templated:
            text = _filled(pieces, values)
            if text in ("", ".", ".."):
                found.update(dict.fromkeys(pieces[1::2], text))
        return found


def _split(text: str) -> Pieces:
    pieces = TEMPLATE.split(text)
    return tuple(piece if i % 2 else _literal(piece) for i, piece in enumerate(pieces))


def _filled(pieces: Pieces, values: Mapping[str, str]) -> str:
    out = list(pieces)
    for i in range(1, len(out), 2):
        out[i] = values[out[i]]
    return "".join(out)


def _literal(text: str) -> str:
    """Text of the document: keeps what a path may contain (`:`, `@`, `,`, triplets) and encodes the rest."""
    return encode(text, allow_reserved=True).replace("[", "%5B").replace("]", "%5D") if text else ""
