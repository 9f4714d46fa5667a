"""The states that an item passes through, as values: which member holds them, which follow which, and when.

Read from enumerations and descriptions by `read_life`, or from a table. `lives` moves items along them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..document import Document
from ..schema.view import properties_of, types_of, values_of, view

READS = 1
"""After how many reads an item leaves a state, unless a table says otherwise."""

SECONDS = 10.0
"""After how many seconds of the sandbox's clock it does."""


@dataclass(frozen=True, slots=True)
class Course:
    """One way through the states, for the items that `when` fits: its members have these values, or hold an item so."""

    states: tuple[str, ...]
    when: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Life:
    """The states of a resource's items.

    Attributes:
        member: the member that holds the state.
        courses: ways through the states; the first that fits an item is its own.
        reads, seconds: when an item leaves a state: after so many reads, or so long, whichever comes first.
        on: state → what happens when it is entered: `set` members, `make` other resources, `send` webhooks; see
            `state_effects`.
        acts: operationId → the states that follow it at once and then.
        headers: of answers that show an item which has not reached its last state.
        waits: states from which only an action leads on.
        counted: member → the collection inside the item whose items it counts by state.
    """

    member: str
    courses: tuple[Course, ...]
    reads: int = READS
    seconds: float = SECONDS
    on: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    acts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, str] = field(default_factory=dict)
    waits: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether a webhook tells of a state."""
        return any("send" in todo for todo in self.on.values())

    def __str__(self) -> str:
        ways = "; or ".join(" → ".join(course.states) for course in self.courses)
        if all(len(course.states) == 1 for course in self.courses):
            return f"{self.member}: {ways}"
        reads = "a read" if self.reads == 1 else f"{self.reads} reads"
        return f"{self.member}: {ways}; one step after {reads} or {self.seconds:g} s"

    def as_dict(self) -> dict[str, Any]:
        """In the form of the file that corrects the model."""
        out: dict[str, Any] = {"member": self.member, "reads": self.reads, "seconds": self.seconds}
        if len(self.courses) == 1 and not self.courses[0].when:
            return {**out, "path": list(self.courses[0].states)}
        return {**out, "paths": [{"when": dict(c.when), "path": list(c.states)} for c in self.courses]}


_MEMBERS = ("status", "state", "phase", "lifecycle_state", "processing_status", "job_status")
_FIRST = ("validating", "validating_files", "new", "created", "draft", "submitted", "received", "accepted", "queued",
          "pending", "waiting", "scheduled", "requested", "uploaded", "not_started", "preparing")  # fmt: skip
_MIDDLE = ("starting", "in_progress", "inprogress", "in-progress", "running", "processing", "started", "working",
           "provisioning", "building", "deploying", "indexing", "executing", "finalizing", "stopping")  # fmt: skip
_LAST = ("completed", "complete", "succeeded", "success", "successful", "done", "finished", "processed", "ready",
         "available", "active", "online", "deployed", "delivered", "sent")  # fmt: skip
_ARROW = re.compile(r"\s*(?:→|->|=>|⟶)\s*")


def states_in(document: Document, schema: Any) -> list[str]:
    """The states that a member can have: those of its enumeration, else those that its description quotes."""
    found = [value for value in values_of(document, schema)[0] if isinstance(value, str)]
    return found or _CODE.findall(view(document, schema).description)


_CODE = re.compile(r"`([a-z][a-z_-]{2,24})`")


def read_life(document: Document, schema: Any, sent: Any) -> Life | None:
    """The life that a schema describes: by its enumeration of states, in the order of its description or of words.

    Args:
        schema: of an item.
        sent: the schema of what creates one. A state that the caller sets does not move by itself.
    """
    if schema is None:
        return None
    members = properties_of(document, sent) if sent is not None else {}
    settable = {name for name, described in members.items() if not view(document, described).read_only}
    for name, described in properties_of(document, schema).items():
        if name.lower() not in _MEMBERS or name in settable or "string" not in types_of(document, described):
            continue
        values = states_in(document, described)
        states = _in_words(view(document, described).description, values) or _by_kind(values)
        if len(states) >= 2:
            return Life(name, (Course(tuple(states)),))
    return None


def _in_words(text: str, values: list[str]) -> list[str]:
    """The states of the longest chain of arrows in a description."""
    best: list[str] = []
    for line in text.splitlines():
        parts = _ARROW.split(line)
        if len(parts) < 2:
            continue
        words = [re.findall(r"[\w-]+", part) for part in parts]
        ends = [word[-1] if i == 0 else word[0] for i, word in enumerate(words) if word]
        chain = [word for word in ends if not values or word in values]
        if len(chain) > len(best) and len(chain) == len(ends):
            best = chain
    return best


def _by_kind(values: list[str]) -> list[str]:
    """A first state, those in between, and a good last one; none without a first or a middle, and a last."""
    plain = {value.lower().replace(" ", "_"): value for value in values}
    first = [plain[word] for word in _FIRST if word in plain][:2]
    middle = [plain[word] for word in _MIDDLE if word in plain][:2]
    last = [plain[word] for word in _LAST if word in plain][:1]
    return [*first, *middle, *last] if last and (first or middle) else []
