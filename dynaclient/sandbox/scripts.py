"""Scripts: what the sandbox answers to the requests that a test names, instead of what it makes up.

`Sandbox.on` makes a `ScriptRule`; of several that fit a request, the one made last answers it. Knows which answer
is due; `script_writer` writes it.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from .._support.wording import did_you_mean, shown
from ..document import Document
from ..model import Operation
from ..types import MISSING
from .judge import Accepted
from .message import Arrival
from .script_answers import Answering, ScriptedAnswer, ScriptError, checked
from .script_conditions import condition

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .answer_options import AnswerOptions

_OPTIONS = tuple(item.name for item in fields(ScriptedAnswer) if item.name != "body")

Check = Callable[[Operation, ScriptedAnswer], None]
Given = Mapping[str, Any] | Callable[..., bool] | None


class Step:
    """One answer of a rule's sequence.

    Attributes:
        function: makes the answer when it is due, over which `answer` puts what was given with it.
    """

    __slots__ = ("answer", "function")

    def __init__(self, answer: ScriptedAnswer, function: Answering | None) -> None:
        self.answer = answer
        self.function = function


class ScriptRule:
    """What an operation's requests are answered with, from the call of `answer` on. Made by `Sandbox.on`.

    Attributes:
        operation_id: the operation.
        count: how many requests it has answered.
    """

    def __init__(self, scripts: Scripts, operation: Operation, when: Given) -> None:
        self._scripts = scripts
        self._operation = operation
        self._when = when
        self._holds = None if when is None or callable(when) else condition(scripts.document, operation, when)
        self._steps: list[Step] = []
        self.operation_id = operation.operation_id
        self.count = 0

    def __repr__(self) -> str:
        when = "" if self._when is None else f" when {shown(self._when) if not callable(self._when) else '…'}"
        return f"<ScriptRule {self.operation_id}{when}: {len(self._steps)} answers, {self.count} given>"

    def answer(self, body: Any = MISSING, **options: Unpack[AnswerOptions]) -> ScriptRule:
        """Answer the requests with this; what `answer` and `then` said before no longer holds.

        Requests are judged first: a wrong one is refused as ever. A body, a status or events replace what the operation
        does: nothing is created or changed. With none of them, the operation is carried out as usual, and the rest
        applies to its answer.

        Args:
            body: the whole body: a JSON value, text or bytes. Or a function of a `ScriptRequest` that returns one, or a
                `ScriptedAnswer`.
            status: without a body, the answer that the document has for it.
            headers: to send with it.
            delay: seconds before it begins.
            events: the events of a stream, for the requests that ask for one; others pass this rule by. A request that
                asks for a stream gets a body as events too.
            content_type: the media type, where the operation declares several.
            drop: close the connection instead.
            cut: close the connection after this many bytes of the body.
            trickle: seconds between pieces of the body.
            malformed: "truncated", "html" or "empty": a body that is not what its Content-Type says.
            times: so many requests get this answer, before the next one of the sequence is due. By default one, and the
                last answer stays. After an end, other rules or the sandbox itself answer again.
            force: allow what the document does not.

        Raises:
            ScriptError: the document does not allow this answer.
        """
        return self._put([], body, options)

    def then(self, body: Any = MISSING, **options: Unpack[AnswerOptions]) -> ScriptRule:
        """The next answer of the sequence, as for `answer`.

        Raises:
            ScriptError: the document does not allow this answer.
        """
        return self._put(self._steps, body, options)

    def remove(self) -> None:
        """Let this rule answer no more."""
        self._scripts.remove(self)

    def _put(self, before: list[Step], body: Any, options: AnswerOptions) -> ScriptRule:
        for name in options:
            if name not in _OPTIONS:
                hint = did_you_mean(name, _OPTIONS)
                raise TypeError(f"an answer has no option {name!r}.{hint} It has {', '.join(_OPTIONS)}")
        given: dict[str, Any] = {**options, "headers": options.get("headers") or {}}
        if isinstance(body, ScriptedAnswer):
            step = Step(checked(ScriptedAnswer(**given).over(body)), None)
        elif callable(body):
            if inspect.iscoroutinefunction(body):
                raise ScriptError(f"{self.operation_id}: the function of an answer cannot be `async`", place=["body"])
            step = Step(checked(ScriptedAnswer(**given)), body)
        else:
            step = Step(checked(ScriptedAnswer(body=body, **given)), None)
        self._scripts.check(self._operation, step.answer)
        self._scripts.put(self, [*before, step])
        return self

    # asked by `Scripts`, by one thread at a time

    def fits(self, accepted: Accepted, arrival: Arrival, seen: Callable[[], Any]) -> bool:
        """Whether a request is one of those that this rule answers.

        Args:
            seen: gives the request as a function sees it.
        """
        if accepted.operation.operation_id != self.operation_id:
            return False
        if callable(self._when):
            return bool(self._when(seen()))
        return self._holds is None or self._holds(accepted, arrival)

    def due(self, *, streams: bool) -> Step | None:
        """The answer that is due, counted as given; None if the sequence has ended, or does not suit the request.

        Args:
            streams: whether the request asks for a stream.
        """
        left = self.count
        for step, times in zip(self._steps, _times(self._steps), strict=True):
            if times is None or left < times:
                if step.answer.events is not None and not streams:
                    return None
                self.count += 1
                return step
            left -= times
        return None

    def restart(self, steps: list[Step]) -> None:
        """Take another sequence, or go on with a longer one."""
        is_longer = bool(self._steps) and steps[: len(self._steps)] == self._steps
        most = sum(times or 1 for times in _times(steps)[: len(self._steps)])
        self.count = min(self.count, most) if is_longer else 0
        self._steps = steps


def _times(steps: Sequence[Step]) -> list[int | None]:
    """How often each answer of a sequence is given; None without end."""
    return [
        step.answer.times if step.answer.times is not None else None if i == len(steps) - 1 else 1
        for i, step in enumerate(steps)
    ]


class Scripts:
    """The rules of one sandbox. Thread-safe."""

    def __init__(self, document: Document, check: Check) -> None:
        self.document = document
        self.check = check
        self._rules: list[ScriptRule] = []
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._rules)

    def put(self, rule: ScriptRule, steps: list[Step]) -> None:
        """Let a rule answer with a sequence."""
        with self._lock:
            rule.restart(steps)
            if rule not in self._rules:
                self._rules.append(rule)

    def remove(self, rule: ScriptRule) -> None:
        """Forget a rule."""
        with self._lock:
            self._rules = [other for other in self._rules if other is not rule]

    def clear(self) -> None:
        """Forget all rules."""
        with self._lock:
            self._rules = []

    def due(
        self, accepted: Accepted, arrival: Arrival, streams: bool, seen: Callable[[], Any]
    ) -> tuple[ScriptRule, Step, int] | None:
        """The rule that answers a request, its answer, and how many it has given with it; None if no rule does.

        Args:
            streams: whether the request asks for a stream.
        """
        for rule in reversed(self._rules):
            if not rule.fits(accepted, arrival, seen):
                continue
            with self._lock:
                step = rule.due(streams=streams)
                number = rule.count
            if step is not None:
                return rule, step, number
        return None
