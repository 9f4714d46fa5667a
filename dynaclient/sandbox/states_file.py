"""The `states` of a resource in a file of corrections, as its `Life`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.wording import did_you_mean, shown
from ..document import Document
from ..schema.view import properties_of, values_of
from .file_checks import CheckedFile
from .life_model import READS, SECONDS, Course, Life
from .resource_model import ResourceModel

_STATES = ("member", "path", "paths", "reads", "seconds", "on", "acts", "headers", "counted", "waits")
_ON = ("set", "make", "finish", "send")
_SEND = ("webhook", "if", "with")


def webhooks_of(document: Document) -> list[str]:
    """The names of the webhooks that a document declares."""
    return [entry.name for entry in document.outgoing() if entry.kind == "webhook"]


class StatesReader(CheckedFile):
    """Reads the lives of a file's resources. What does not fit is an error, or left out of the table."""

    def __init__(self, document: Document, source: str) -> None:
        super().__init__(source)
        self._document = document

    def life(self, resource: ResourceModel, given: Mapping[str, Any]) -> Life | None:
        """The life that `states` describes, over the one that the resource has; None if the table does not fit."""
        where = f"{resource.path}: states"
        self.known(given, _STATES, where)
        known = resource.life
        member = given.get("member", known.member if known is not None else "")
        described = properties_of(self._document, resource.schema).get(member)
        if described is None:
            if not self.source:
                return None
            raise self.fail(f"{where}: a {resource.noun} has no member {member!r}; name the one that holds its state")
        courses = self._courses(given, where) or (known.courses if known is not None else ())
        values = values_of(self._document, described)[0]
        if not self.source:
            courses = tuple(
                Course(tuple(state for state in course.states if not values or state in values), course.when)
                for course in courses
            )
        for state in (state for course in courses for state in course.states):
            if values and state not in values:
                hint = did_you_mean(state, [str(value) for value in values])
                raise self.fail(f"{where}: {member} is never {state!r}.{hint} It is {', '.join(map(str, values))}")
        if not courses or not any(course.states for course in courses):
            if not self.source:
                return None
            raise self.fail(f"{where}: give `path`, a list of states in their order")
        on = self.mapping(given.get("on", known.on if known is not None else {}), f"{where}: on")
        for state, todo in on.items():
            self.known(self.mapping(todo, f"{where}: on {state}"), _ON, f"{where}: on {state}")
            self._check_sent(todo.get("send", ()), f"{where}: on {state}: send")
        acts = {name: tuple(states) for name, states in self.mapping(given.get("acts", {}), f"{where}: acts").items()}
        return Life(
            member,
            courses,
            reads=self.number(given, "reads", known.reads if known is not None else READS, where),
            seconds=self.number(given, "seconds", known.seconds if known is not None else SECONDS, where),
            on=on,
            acts=acts or (known.acts if known is not None else {}),
            headers=given.get("headers", known.headers if known is not None else {}),
            counted=given.get("counted", known.counted if known is not None else {}),
            waits=tuple(given.get("waits", known.waits if known is not None else ())),
        )

    def _check_sent(self, entries: Any, where: str) -> None:
        """Refuse what names no webhook of the document."""
        if not isinstance(entries, (list, tuple)):
            raise self.fail(f"{where}: must be a list of webhooks, such as [{{webhook: jobDone}}]")
        for entry in entries:
            self.known(self.mapping(entry, where), _SEND, where)
            name = entry.get("webhook")
            names = webhooks_of(self._document) if self.source else [name]
            if name not in names:
                hint = did_you_mean(str(name), names)
                raise self.fail(f"{where}: the document declares no webhook {name!r}.{hint}")

    def _courses(self, given: Mapping[str, Any], where: str) -> tuple[Course, ...]:
        paths = given.get("paths", [{"path": given["path"]}] if "path" in given else [])
        found = []
        for entry in paths if isinstance(paths, list) else [paths]:
            states = entry.get("path") if isinstance(entry, Mapping) else None
            if not isinstance(states, list) or not states or not all(isinstance(state, str) for state in states):
                raise self.fail(f"{where}: `path` must be a list of states, not {shown(states)}")
            found.append(Course(tuple(states), entry.get("when", {})))
        return tuple(found)
