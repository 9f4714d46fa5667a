"""The script of a sandbox at work: finds the rule for an accepted request, and gives its answer. Wiring."""

from __future__ import annotations

from collections.abc import Callable

from .._support.wording import shown
from ..document import Document
from ..model import Operation, Operations
from .faults import Trouble
from .judge import Accepted
from .message import Arrival, SandboxAnswer
from .script_answers import ScriptError, ScriptRequest
from .script_check import ScriptCheck
from .script_file import ScriptSource, read_rules
from .script_writer import ScriptWriter, Usual, as_scripted
from .scripts import Given, ScriptRule, Scripts


class Scripting:
    """The rules of one sandbox, and how they answer.

    Args:
        creates: whether an operation creates something.
    """

    def __init__(
        self,
        document: Document,
        operations: Operations,
        check: ScriptCheck,
        writer: ScriptWriter,
        creates: Callable[[Operation], bool],
    ) -> None:
        self._operations = operations
        self._writer = writer
        self._creates = creates
        self._scripts = Scripts(
            document,
            lambda operation, answer: check.check(operation, answer, created=creates(operation)),
        )
        self._sources: list[ScriptSource] = []

    def on(self, operation_id: str, when: Given) -> ScriptRule:
        """A rule for the requests of an operation; it answers from its `answer` on.

        Raises:
            UnknownOperation: the document does not have it.
            ScriptError: `when` names what the operation does not have.
        """
        if not isinstance(operation_id, str):
            raise ScriptError(f"a rule is for an operation, named by its operationId, not {shown(operation_id)}")
        operation_id = self._operations.aliases.get(operation_id, operation_id)
        return ScriptRule(self._scripts, self._operations[operation_id], when)

    def load(self, source: ScriptSource) -> list[ScriptRule]:
        """The rules of a file, or of a list of such, made; none if one of them is wrong.

        Raises:
            ScriptError: it is not a script, or the document does not allow it.
        """
        made: list[ScriptRule] = []
        try:
            for rule in read_rules(source):
                with rule.located():
                    known = self.on(rule.operation_id, rule.when)
                    made.append(known)
                for step in rule.steps:
                    with step.located():
                        known.then(**step.given)
        except Exception:
            for known in made:
                known.remove()
            raise
        return made

    def keep(self, source: ScriptSource) -> None:
        """Load a source that `reset` loads again."""
        self.load(source)
        self._sources.append(source)

    def reset(self) -> None:
        """Forget the rules that were made since the sandbox was, and begin the others anew."""
        self._scripts.clear()
        for source in self._sources:
            self.load(source)

    def answer(
        self, accepted: Accepted, arrival: Arrival, usual: Usual, *, streams: bool
    ) -> tuple[SandboxAnswer, Trouble] | None:
        """The scripted answer to a request, and what is to go wrong with it; None if no rule is for it.

        Args:
            usual: carries the request out as without a script.
            streams: whether it asks for a stream.
        """
        if not self._scripts:
            return None
        try:
            found = self._scripts.due(accepted, arrival, streams, lambda: _seen(accepted, arrival, usual, 0))
        except Exception as error:  # noqa: BLE001  # of a caller's own `when`
            return self._writer.failed(accepted, error), Trouble()
        if found is None:
            return None
        _, step, number = found
        seen = _seen(accepted, arrival, usual, number)
        created = self._creates(accepted.operation)
        answer, scripted = self._writer.written(step, seen, accepted, arrival, usual, created=created, streams=streams)
        return answer, scripted.trouble


def _seen(accepted: Accepted, arrival: Arrival, usual: Usual, number: int) -> ScriptRequest:
    return ScriptRequest(
        accepted.operation.operation_id,
        arrival.method.upper(),
        arrival.path,
        accepted.parameters,
        accepted.body,
        arrival.headers,
        number,
        lambda: as_scripted(usual()),
    )
