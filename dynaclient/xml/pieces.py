"""Some of what is in an element: bags of it, its texts, what is between its elements. Knows no schemas."""

from __future__ import annotations

from collections.abc import Iterable

from .scalars import is_blank
from .tree import CData, Element


def bag_of(children: Iterable[Element | str]) -> Element:
    """An element without a name, around some of what is in another."""
    bag = Element("")
    bag.children = list(children)
    return bag


def runs_of(children: Iterable[Element | str]) -> list[Element | list[str]]:
    """Elements, and between them the pieces of each text that is not only white space."""
    out: list[Element | list[str]] = []
    for child in children:
        if isinstance(child, Element):
            out.append(child)
        elif out and isinstance(out[-1], list):
            out[-1].append(child)
        else:
            out.append([child])
    return [item for item in out if isinstance(item, Element) or not is_blank("".join(item))]


def whole_text(children: Iterable[Element | str]) -> str:
    """The text of some children, without white space around CDATA sections."""
    texts = [child for child in children if isinstance(child, str)]
    sections = [i for i, text in enumerate(texts) if isinstance(text, CData)]
    if sections and is_blank("".join((*texts[: sections[0]], *texts[sections[-1] + 1 :]))):
        texts = texts[sections[0] : sections[-1] + 1]
    return "".join(texts)
