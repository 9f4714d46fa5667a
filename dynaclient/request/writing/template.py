"""A path key and encoded values → the path and query of a URL. Owns the safety of paths.

HTTP libraries and servers remove `.` and `..` segments: a value that made one would reach another operation.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ..._support.record import record
from ...document.names import TEMPLATE
from .percent import encode


@record
class PathTemplate:
    """A path key, split.

    Attributes:
        segments: the texts between slashes.
        query: what stands behind `?` in the key (which some documents use to tell operations apart).
        constant: the path as it is sent, where it holds no template, else "".
    """

    segments: tuple[str, ...]
    query: str = ""
    constant: str = ""

    @classmethod
    def parse(cls, path: str) -> PathTemplate:
        """Split a path key; its `#fragment` is for telling operations apart and is never sent."""
        path = path.partition("#")[0]
        path, _, query = path.partition("?")
        segments = tuple(f"/{path.removeprefix('/')}".split("/"))
        constant = "" if TEMPLATE.search(path) else "/".join(map(_literal, segments))
        return cls(segments, query, constant)

    @property
    def is_constant(self) -> bool:
        """Whether no value stands in the path."""
        return bool(self.constant)

    def expand(self, values: Mapping[str, str]) -> str:
        """The path with every template replaced by its encoded value; literal text is encoded where it must be."""
        return self.constant or "/".join(_expand(segment, values) for segment in self.segments)

    def expand_query(self, values: Mapping[str, str]) -> str:
        """The query that the path key itself carries."""
        return _expand(self.query, values) if self.query else ""

    def unsafe(self, values: Mapping[str, str]) -> dict[str, str]:
        """Template names whose values would change the path, each with the segment that they make."""
        found: dict[str, str] = {}
        for segment in self.segments:
            names = TEMPLATE.findall(segment)
            if names:
                text = _expand(segment, values)
                if text in ("", ".", ".."):
                    found.update(dict.fromkeys(names, text))
        return found


def _expand(text: str, values: Mapping[str, str]) -> str:
    out, last = [], 0
    for match in TEMPLATE.finditer(text):
        out.append(_literal(text[last : match.start()]))
        out.append(values[match[1]])
        last = match.end()
    return "".join([*out, _literal(text[last:])])


@lru_cache(4096)
def _literal(text: str) -> str:
    """Text of the document: what a path may hold stays (`:`, `@`, `,`, triplets), the rest is encoded."""
    return encode(text, allow_reserved=True).replace("[", "%5B").replace("]", "%5D") if text else ""
