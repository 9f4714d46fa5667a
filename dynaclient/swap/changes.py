"""Changes: each with a verdict, both places and what to do; and what was found of them, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .kinds import BREAKING, RISKY, SAFE, VERDICTS, Verdict


@dataclass(slots=True, frozen=True)
class Change:
    """One change to one operation.

    Attributes:
        verdict: "breaking", "risky" or "safe".
        kind: what kind of change; `swap.kinds.KINDS` lists them.
        operation_id: in the old document; of a new operation, in the new one.
        where: the part of the operation: `query limit`, `body /messages/*/role`, `answer 200 /id`; "" for all of it.
        text: what is different.
        advice: what to do, or "".
        old_pointer: the place in the old document, as a reference; the place around it if it is new.
        new_pointer: the place in the new document; the place around it if it is gone.
        argument: the argument of a call that it is about: `query:limit`, `body:messages`, `body`; "" for any call.
    """

    verdict: Verdict
    kind: str
    operation_id: str
    where: str
    text: str
    advice: str = ""
    old_pointer: str = ""
    new_pointer: str = ""
    argument: str = ""

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        return f"{self.operation_id}: {self.verdict}: {where}{self.text}"


@dataclass(slots=True, frozen=True)
class Changes:
    """What changed between two documents; `Report` says what they are, and adds the forms to read them in."""

    old_title: str
    new_title: str
    changes: tuple[Change, ...] = ()
    added: tuple[str, ...] = ()
    texts: int = 0
    compared: int = 0
    used: bool = False
    old_source: str = ""
    new_source: str = ""

    @property
    def breaking(self) -> tuple[Change, ...]:
        """The changes that break calls."""
        return self.of(BREAKING)

    @property
    def risky(self) -> tuple[Change, ...]:
        """The changes that may matter to a program."""
        return self.of(RISKY)

    @property
    def safe(self) -> tuple[Change, ...]:
        """The changes that do not."""
        return self.of(SAFE)

    def of(self, verdict: Verdict) -> tuple[Change, ...]:
        """The changes with a verdict."""
        return tuple(change for change in self.changes if change.verdict == verdict)

    def fails(self, on: Verdict) -> bool:
        """Whether there is a change with this verdict or a worse one."""
        worst = VERDICTS.index(on)
        return any(VERDICTS.index(change.verdict) <= worst for change in self.changes)

    @property
    def operations(self) -> Mapping[str, tuple[Change, ...]]:
        """Operation → its changes."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.operation_id, []).append(change)
        return {name: tuple(changes) for name, changes in found.items()}


@dataclass(slots=True)
class Collected:
    """The changes found so far, and how many texts are different; each pair of schemas counts its texts once."""

    changes: list[Change] = field(default_factory=list)
    texts: int = 0
    counted: set[int] = field(default_factory=set)

    def add(self, changes: Iterable[Change]) -> None:
        """Add the changes of an operation, each once."""
        self.changes += dict.fromkeys(changes)
