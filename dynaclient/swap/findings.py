"""What changed between two schemas, found once for a pair of them wherever it is used, and how pairs hang together."""

from __future__ import annotations

from dataclasses import dataclass, field

from .admitted import Admitted, Case


@dataclass(slots=True, frozen=True)
class Finding:
    """One change.

    Attributes:
        kind: a key of `kinds.KINDS`.
        text: what is different, as a sentence without its subject's place.
        old: the place in the old document, as a reference; `new` in the new one.
        step: the pointer from the value to the member that it is about, or "".
        other: the other name, if something was renamed.
    """

    kind: str
    text: str
    old: str
    new: str
    step: str = ""
    other: str = ""


@dataclass(slots=True, eq=False)
class Pair:
    """Two schemas, or two cases of them, and what was found; `edges` lead to the pairs of their members.

    Attributes:
        texts: how many texts are different.
        is_closed: whether everything that it leads to is explored, so that the following are known.
        differs: whether there is a finding in it, or in a pair that it leads to.
        is_changed: whether there is a finding or a different text.
    """

    old: Admitted | Case
    new: Admitted | Case
    old_pointer: str
    new_pointer: str
    is_explored: bool = False
    is_exploring: bool = False
    is_closed: bool = False
    differs: bool = False
    is_changed: bool = False
    findings: list[Finding] = field(default_factory=list)
    edges: list[tuple[str, Pair]] = field(default_factory=list)
    texts: int = 0
