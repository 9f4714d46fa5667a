"""An operation as text for a model, within a budget: what it takes, what gives its ids, an example, what it answers.

Required things come first. What does not fit is folded to a pointer that `describe(operation, at=…)` opens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .._support.wording import shown
from ..document import Document
from ..model import Operation
from ..schema.wording import facts_of
from ..types import MISSING
from .example import example_of
from .fields import Value, answers_of, arguments_of, body_of, body_value, value_at
from .ids import sources_of
from .offer import Offered
from .text import BYTES_PER_TOKEN, json_line, quoted, visible


class _Detail(NamedTuple):
    """How much is said of a value.

    Attributes:
        depth: levels of properties that are opened.
        words: characters of a description.
        values: constants that are listed.
        optional: whether optional values get a line of their own; else only their names are listed.
    """

    depth: int
    words: int
    values: int
    optional: bool = True


_DETAILS = (
    _Detail(6, 400, 40),
    _Detail(4, 240, 30),
    _Detail(3, 160, 20),
    _Detail(2, 120, 14),
    _Detail(2, 60, 10),
    _Detail(1, 90, 10),
    _Detail(1, 40, 6),
    _Detail(1, 0, 4),
    _Detail(1, 60, 6, optional=False),
    _Detail(0, 0, 3, optional=False),
)
"""From everything to nearly nothing; the first one that fits the budget is taken."""

_LONGEST_EXAMPLE = 1_200
"""Characters of an example; a longer one is made anew from what is required."""

_MOST_NAMES = 60
"""Names of optional values that are listed."""


class _Full(Exception):  # never seen by a caller
    """The text is larger than the budget."""


def describe(offered: Offered, budget: int, *, at: str | None = None, depth: int | None = None, note: str = "") -> str:
    """The text of an operation, or of the value in it that `at` points to.

    Args:
        budget: tokens.
        depth: levels of properties to open at most.
        note: what else to say of the operation, such as that it is refused.

    Raises:
        RequestError: `at` leads nowhere.
    """
    operation, document = offered.operation, offered.client.document
    value = None if at in (None, "", "/") else value_at(document, operation, str(at))
    for number, detail in enumerate(_DETAILS):
        if depth is not None and detail.depth > depth and number < len(_DETAILS) - 1:
            detail = detail._replace(depth=depth)
        page = _Page(offered.name, document, operation, detail)
        lines = page.whole(offered, note) if value is None else page.part(value)
        try:
            return _joined(lines, budget)
        except _Full:
            continue
    return _cut_to(page.whole(offered, note) if value is None else page.part(value), budget)


def _joined(lines: Iterator[str], budget: int) -> str:
    left = budget * BYTES_PER_TOKEN
    found: list[str] = []
    for line in lines:
        left -= len(line.encode("utf-8", "surrogatepass")) + 1
        if left < 0:
            raise _Full
        found.append(line)
    return "\n".join(found)


def _cut_to(lines: Iterator[str], budget: int) -> str:
    note = "… more does not fit; ask with at= for a part of it."
    left = budget * BYTES_PER_TOKEN - len(note.encode()) - 1
    found: list[str] = []
    for line in lines:
        left -= len(line.encode("utf-8", "surrogatepass")) + 1
        if left < 0:
            return "\n".join([*found, note])
        found.append(line)
    return "\n".join(found)


class _Page:
    def __init__(self, name: str, document: Document, operation: Operation, detail: _Detail) -> None:
        self._name = name
        self._document = document
        self._operation = operation
        self._detail = detail

    def whole(self, offered: Offered, note: str) -> Iterator[str]:
        """The lines of the operation."""
        operation, detail = self._operation, self._detail
        state = "  (deprecated)" if operation.deprecated else ""
        yield f"{self._name}  {operation.method.upper()} {visible(operation.path)}{state}"
        for text in dict.fromkeys((operation.summary.strip(), operation.description.strip())):
            if words := quoted(text, max(120, 2 * detail.words)):
                yield words
        if note:
            yield note
        arguments = arguments_of(self._document, operation)
        body = body_value(self._document, operation)
        if not arguments and body is None:
            yield "It takes no arguments."
        if arguments:
            yield "arguments:"
            yield from self._values(arguments, 1, detail.depth)
        if body is not None:
            yield from self._body(body)
        yield from self._ids(offered)
        example = example_of(offered.client, operation)
        if example is not None and len(text := json_line(example)) <= _LONGEST_EXAMPLE:
            yield f"example: call({{operation: {json_line(self._name)}, arguments: {text}}})"
        yield from self._answers()

    def part(self, value: Value) -> Iterator[str]:
        """The lines of one value."""
        in_answer = value.at.startswith("/responses/")
        yield f"{self._name} {value.at}: {self._facts(value)}"
        yield from self._below(value, 1, max(1, self._detail.depth), in_answer=in_answer)

    def _body(self, body: Value) -> Iterator[str]:
        needed = "required" if body.required else "optional"
        media_type = body_of(self._operation)
        name = media_type.name if media_type is not None else "any type"
        members = body.children()
        how = "; give its members in arguments by name, or the whole as body" if members else "; give it as body"
        yield f"body ({needed}, {name}{how}): {self._kind(body)}"
        yield from self._below(body, 1, self._detail.depth)

    def _values(self, values: list[Value], indent: int, depth: int, *, in_answer: bool = False) -> Iterator[str]:
        rest: list[str] = []
        for value in values:
            if not (self._detail.optional or value.required):
                rest.append(value.name)
                continue
            folded = depth <= 1 and value.is_deep
            fold = f" → at={json_line(value.at)}" if folded else ""
            yield f"{'  ' * indent}{visible(value.name)}: {self._facts(value)}{fold}"
            if not folded:
                yield from self._below(value, indent + 1, depth - 1, in_answer=in_answer)
        if rest:
            more = f", … {len(rest) - _MOST_NAMES} more" if len(rest) > _MOST_NAMES else ""
            yield f"{'  ' * indent}optional: {visible(', '.join(rest[:_MOST_NAMES]))}{more}"

    def _below(self, value: Value, indent: int, depth: int, *, in_answer: bool = False) -> Iterator[str]:
        members, others = value.children(in_answer=in_answer), value.alternatives()
        if depth <= 0:
            if members or others:
                yield f"{'  ' * indent}→ at={json_line(value.at)}"
            return
        yield from self._values(members, indent, depth, in_answer=in_answer)
        inside = [other for other in others if other.is_deep]
        if inside:
            yield f"{'  ' * indent}one of:"
            yield from self._values(inside, indent + 1, depth, in_answer=in_answer)

    def _kind(self, value: Value) -> str:
        return visible(facts_of(self._document, value.schema, lambda described: described.title[:40]).type)

    def _facts(self, value: Value) -> str:
        facts = facts_of(self._document, value.schema, lambda described: described.title[:40])
        words = [facts.type]
        words += [f"in {value.place}"] if value.place else []
        words += ["required"] if value.required else []
        words += [facts.format] if facts.format else []
        words += ["deprecated"] if facts.deprecated else []
        words += facts.limits
        words += [f"default {shown(facts.default)}"] if facts.default is not MISSING else []
        if facts.values:
            most = self._detail.values
            listed = ", ".join(shown(item) for item in facts.values[:most])
            left = len(facts.values) - most
            more = f", … {left} more" if left > 0 else ""
            words.append(f"{'such as' if facts.is_open else 'one of'} {listed}{more}")
        text = visible(", ".join(words))
        about = quoted(value.description or facts.description, self._detail.words) if self._detail.words else ""
        return f"{text} {about}" if about else text

    def _ids(self, offered: Offered) -> Iterator[str]:
        for name, ids in sources_of(offered):
            yield f"{name} comes from: {', '.join(ids)}"

    def _answers(self) -> Iterator[str]:
        for value in answers_of(self._document, self._operation):
            if value.name[:1] == "2" or value.name == "default":
                names = [member.name for member in value.children(in_answer=True)]
                members = f": {visible(', '.join(names[:12]))}{', …' if len(names) > 12 else ''}" if names else ""
                fold = f" → at={json_line(value.at)}" if value.is_deep else ""
                yield f"answers {value.name} with {self._kind(value)}{members}{fold}"
                return
        statuses = ", ".join(self._operation.responses)
        yield f"answers: {visible(statuses)}" if statuses else "The document does not describe the answer."


def needed_of(operation: Operation, document: Document) -> list[str]:
    """The names of the arguments that a call has to have."""
    names = [p.name for p in operation.parameters if p.must_be_given]
    body = body_value(document, operation)
    if body is not None:
        found: Any = body.inner()
        members = [name for name in found.required if name in found.properties]
        members = [name for name in members if not Value(document, name, found.properties[name], "").view.read_only]
        names += members or (["body"] if body.required else [])
    return names
