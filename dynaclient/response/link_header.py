"""The Link header: its links and their relations, read in one pass, in time that grows with its length.

Source: RFC 8288 section 3 and appendix B.
"""

from __future__ import annotations

from typing import NamedTuple

_BLANK = " \t"
_BETWEEN_PAGES = frozenset(("next", "prev", "previous", "first", "last"))


class Link(NamedTuple):
    """One link: its target as it is written, and its parameters by name in lower case; the first of a name counts."""

    target: str
    parameters: dict[str, str]

    @property
    def relations(self) -> list[str]:
        """The relation types, in lower case."""
        return self.parameters.get("rel", "").lower().split()


class PageLinks(NamedTuple):
    """The target of `rel="next"`, or None; and whether the header links pages to each other at all."""

    next: str | None
    is_paged: bool


def page_links(header: str) -> PageLinks:
    """The links between pages. A link whose context is another resource (`anchor`) is ignored."""
    found: dict[str, str] = {}
    for link in read_links(header):
        for relation in () if link.parameters.get("anchor") else link.relations:
            found.setdefault(relation, link.target)
    return PageLinks(found.get("next"), not _BETWEEN_PAGES.isdisjoint(found))


def read_links(header: str) -> list[Link]:
    """Every link in a Link header, also one in which several fields are joined by commas. Skips what is not a link."""
    links: list[Link] = []
    at = 0
    while at < len(header):
        if header[at] == "<":
            end = header.find(">", at)
            if end < 0:
                break
            parameters, after = _parameters(header, end + 1)
            links.append(Link(header[at + 1 : end].strip(), parameters))
            at = after
        elif header[at] in _BLANK or header[at] == ",":
            at += 1
        else:
            comma = header.find(",", at)
            at = len(header) if comma < 0 else comma
    return links


def _parameters(header: str, at: int) -> tuple[dict[str, str], int]:
    """The parameters that begin at a place, and the place after them. Source: RFC 8288 appendix B.3."""
    found: dict[str, str] = {}
    at = _past_blanks(header, at)
    while header[at : at + 1] == ";":
        start = _past_blanks(header, at + 1)
        at = start
        while at < len(header) and header[at] not in " \t=;,":
            at += 1
        name, value = header[start:at].lower(), ""
        at = _past_blanks(header, at)
        if header[at : at + 1] == "=":
            value, at = _value(header, _past_blanks(header, at + 1))
        if name:
            found.setdefault(name, value)
        at = _past_blanks(header, at)
        while at < len(header) and header[at] not in ";,":  # not a parameter
            at += 1
    return found, at


def _value(header: str, at: int) -> tuple[str, int]:
    """A token, or a quoted string without its quotes, and the place after it. Source: RFC 8288 appendix B.4."""
    start = at
    if header[at : at + 1] != '"':
        while at < len(header) and header[at] not in ";,":
            at += 1
        return header[start:at].rstrip(_BLANK), at
    out: list[str] = []
    at += 1
    while at < len(header) and header[at] != '"':
        if header[at] == "\\" and at + 1 < len(header):
            at += 1
        out.append(header[at])
        at += 1
    return "".join(out), at + 1


def _past_blanks(header: str, at: int) -> int:
    while at < len(header) and header[at] in _BLANK:
        at += 1
    return at
