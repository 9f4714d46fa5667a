"""The tags of a document as a tree. Source: OAS 3.2.0 Tag Object, `parent`, `kind` and `summary`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._support.record import record
from ..document import Document


@record
class Tag:
    """A tag of the document, or one that only operations name.

    Attributes:
        summary: a short title, or "".
        kind: what it is for, such as `nav`, `badge` or `audience`; or "".
        parent: the tag above it; "" if there is none.
        depth: how many tags are above it.
    """

    name: str
    summary: str = ""
    description: str = ""
    kind: str = ""
    parent: str = ""
    depth: int = 0


def tag_tree(document: Document, used: Iterable[str] = ()) -> list[Tag]:
    """The declared tags, each followed by those below it; then the ones that only operations have.

    A tag whose parent is not declared, or is below it, is at the top.

    Args:
        used: the tags of operations.
    """
    declared = {str(item.get("name")): item for item in document.tags}
    parents = {name: _parent(declared, name) for name in declared}
    below: dict[str, list[str]] = {}
    for name, parent in parents.items():
        below.setdefault(parent, []).append(name)
    found = list(_branch(declared, below, "", 0))
    return [*found, *(Tag(name) for name in dict.fromkeys(used) if name not in declared)]


def _branch(
    declared: Mapping[str, Mapping[str, Any]], below: Mapping[str, list[str]], parent: str, depth: int
) -> Iterator[Tag]:
    for name in below.get(parent, ()):
        raw = declared[name]
        yield Tag(name, _text(raw, "summary"), _text(raw, "description"), _text(raw, "kind"), parent, depth)
        yield from _branch(declared, below, name, depth + 1)


def _parent(declared: Mapping[str, Mapping[str, Any]], name: str) -> str:
    """The tag above one; "" if there is none, or if that leads back to the tag."""
    parent = _text(declared[name], "parent")
    seen = [name]
    above = parent
    while above in declared and above not in seen:
        seen.append(above)
        above = _text(declared[above], "parent")
    return parent if parent in declared and above not in declared else ""


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""
