"""Scripts as YAML or JSON: a list of rules, each with its place in the file, for errors.

    - on: createPet
      when: {name: Rex}
      answer: {status: 503, headers: {Retry-After: "1"}}
      then: {body: {id: 1, name: Rex}}

`then` is one answer or a list of them. An answer has the arguments of `ScriptRule.answer`. Knows no document.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from .._support.wording import did_you_mean, kind_of, shown
from ..document.read import load_value
from ..errors import DocumentError, UnknownOperation
from .script_answers import ScriptedAnswer, ScriptError

ScriptSource = str | os.PathLike[str] | Sequence[Mapping[str, Any]] | Mapping[str, Any]
"""A file, a list of rules, or one rule."""

Place = tuple[str | int, ...]

_RULE = ("on", "when", "answer", "then")
_STEP = tuple(item.name for item in fields(ScriptedAnswer))


def sources_of(given: Any) -> list[ScriptSource]:
    """The sources that are given as one: none, one, or a list of files."""
    if given is None:
        return []
    is_list = isinstance(given, Sequence) and not isinstance(given, (str, bytes))
    if is_list and all(isinstance(item, (str, os.PathLike)) for item in given):
        return list(given)
    return [given]


class ScriptText:
    """Where a script is from: finds lines, which only errors need."""

    def __init__(self, name: str, text: bytes | None) -> None:
        self.name = name
        self._text = text

    def error(self, message: str, place: Place) -> ScriptError:
        """An error at a place, or at what is nearest around it."""
        if self._text is None:
            pointer = "".join(f"/{token}" for token in place)
            return ScriptError(message, source=self.name, pointer=pointer, place=place)
        line, column = _position(self._text, place)
        return ScriptError(message, source=self.name, line=line, column=column, place=place)


@dataclass(frozen=True, slots=True)
class Located:
    """A part of a script, with its place."""

    text: ScriptText
    place: Place

    @contextmanager
    def located(self) -> Iterator[None]:
        """Within this, what the document does not allow is an error with its place in the script."""
        try:
            yield
        except ScriptError as error:
            raise self.text.error(error.message, (*self.place, *error.place)) from None
        except UnknownOperation as error:
            hint = error.hint or " `dynaclient list` shows those that there are."
            message = f"the document has no operation {error.operation_id!r}.{hint}"
            raise self.text.error(message, (*self.place, "on")) from None


@dataclass(frozen=True, slots=True)
class StepText(Located):
    """An answer as written."""

    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleText(Located):
    """A rule as written."""

    operation_id: str
    when: Mapping[str, Any] | None
    steps: tuple[StepText, ...]


def read_rules(source: ScriptSource) -> list[RuleText]:
    """The rules of a script.

    Raises:
        ScriptError: the file cannot be read, or is not a script.
    """
    text, value = _value(source)
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        raise text.error(f"a script is a list of rules (`- on: operation`), not {kind_of(value)}", ())
    return [_rule(text, (i,), entry) for i, entry in enumerate(value)]


def _value(source: ScriptSource) -> tuple[ScriptText, Any]:
    if not isinstance(source, (str, os.PathLike)):
        return ScriptText("script=", None), source
    name = os.fspath(source)
    try:
        data = Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ScriptError(f"cannot be read: {reason}", source=name) from None
    try:
        return ScriptText(name, data), load_value(data, source=name)
    except DocumentError as error:
        raise ScriptError(error.message, source=name, line=error.line, column=error.column) from None


def _rule(text: ScriptText, place: Place, entry: Any) -> RuleText:
    _check_names(text, place, entry, _RULE, "a rule")
    if not isinstance(entry.get("on"), str):
        raise text.error("a rule needs `on`, the operation that it is for", place)
    when = entry.get("when")
    if when is not None and not isinstance(when, Mapping):
        raise text.error(f"`when` must be an object of arguments and values, not {shown(when)}", (*place, "when"))
    steps = [_step(text, (*place, "answer"), entry["answer"])] if "answer" in entry else []
    then = entry.get("then", [])
    if isinstance(then, Mapping):
        steps.append(_step(text, (*place, "then"), then))
    elif isinstance(then, list):
        steps += [_step(text, (*place, "then", i), item) for i, item in enumerate(then)]
    else:
        raise text.error(f"`then` must be an answer or a list of them, not {shown(then)}", (*place, "then"))
    if "answer" not in entry:
        raise text.error("a rule needs `answer`, an object with a body, a status, …", place)
    return RuleText(text, place, entry["on"], when, tuple(steps))


def _step(text: ScriptText, place: Place, given: Any) -> StepText:
    _check_names(text, place, given, _STEP, "an answer")
    return StepText(text, place, given)


def _check_names(text: ScriptText, place: Place, given: Any, names: Sequence[str], what: str) -> None:
    if not isinstance(given, Mapping):
        hint = " Write the whole answer as `body: …`." if what == "an answer" else ""
        raise text.error(f"{what} must be an object with {', '.join(names[:4])}, …, not {shown(given)}.{hint}", place)
    for name in given:
        if name not in names:
            raise text.error(
                f"{what} has no {name!r}.{did_you_mean(str(name), names)} It has {', '.join(names)}", (*place, name)
            )


def _position(data: bytes, place: Place) -> tuple[int | None, int | None]:
    """The line and column of a place, from 1; of JSON too, which YAML contains."""
    import yaml

    from ..document.read import decode_text

    try:
        node: Any = yaml.compose(decode_text(data), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, DocumentError, RecursionError):
        return None, None
    if isinstance(node, yaml.MappingNode) and place[:1] == (0,):  # one rule instead of a list
        place = place[1:]
    mark = node.start_mark if node is not None else None
    for token in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(token)), None)
            if found is None:
                break
            mark, node = found[0].start_mark, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(token, int) and token < len(node.value):
            node = node.value[token]
            mark = node.start_mark
        else:
            break
    return (None, None) if mark is None else (mark.line + 1, mark.column + 1)
