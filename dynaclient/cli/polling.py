"""`call --until`: asks again until an answer has the value waited for. The library knows when, and what to ask."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .._support.spelling import misspelt_among
from .._support.wording import shown
from ..errors import DeadlineExceeded, DynaclientError, RequestError
from ..request.values import Arguments
from ..response.answer_schema import answer_schema
from ..response.page_content import at
from ..response.polling import Polling, declared_values, pointer_of
from ..response.refusals import refuse_stream
from ..schema.view import properties_of
from .failures import CommandError
from .own_words import in_own_words

if TYPE_CHECKING:
    from ..client.sync import Client
    from ..document import Document
    from ..model import Operation
    from .output import Output
    from .prepared_call import PreparedCall
    from .setup import Setup

_DEFAULT_DEADLINE = 600.0

Until = str | dict[str, list[Any]]


def read_until(document: Document, call: PreparedCall, texts: Iterable[str]) -> Until:
    """What `--until` waits for: `status=completed`, several values of a field, or `status` for its final values.

    Raises:
        CommandError: a field without a value is not the only one.
        RequestError: the document shows that the field never has the value, or that the answer is a stream.
    """
    operation = call.operation
    refuse_stream(document, operation, Arguments(call.arguments, call.body), "is not polled, since it ends by itself")
    wanted: dict[str, list[Any]] = {}
    bare: list[str] = []
    for text in texts:
        field, separator, value = text.partition("=")
        if not field:
            raise CommandError(f"--until takes FIELD=VALUE, not {text!r}.", fix="Write --until status=completed.")
        if separator:
            wanted.setdefault(field, []).extend(_values(document, operation, field, value))
        else:
            bare.append(field)
    if len(bare) > 1 or (bare and wanted):
        raise CommandError(
            f"--until {bare[0]} waits for any final value, and cannot be combined with another --until.",
            fix=f"Write the values: --until {bare[0]}=VALUE.",
        )
    until: Until = bare[0] if bare else wanted
    fields = bare or list(wanted)
    if operation.method != "get":
        _refuse_misspelt(document, operation, fields)
    if operation.method == "get" or all(declared_values(document, operation, field) is not None for field in fields):
        Polling(document, operation, until, None)  # refuses values that never come before anything is sent
    return until


def _refuse_misspelt(document: Document, operation: Operation, fields: Iterable[str]) -> None:
    """Refuse a field that misspells one of the answer before the call changes anything; a JSON Pointer is meant."""
    names = properties_of(document, answer_schema(operation))
    for field in fields:
        meant = None if field in names or field.startswith("/") else misspelt_among(field, names)
        if meant is not None:
            raise CommandError(
                f"{operation.operation_id}: the document has no field {field!r} in the answer. "
                f"Did you mean {meant!r}? Nothing was sent.",
                fix=f"If the answer has it all the same, write --until {pointer_of(field)}=VALUE.",
            )


def _values(document: Document, operation: Operation, field: str, text: str) -> list[Any]:
    """The values that a text means: those that the document lists, else the text and the JSON value of that form."""
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    is_other = value is None or isinstance(value, (bool, int, float))
    declared = declared_values(document, operation, field)
    if declared is None:
        return [text, value] if is_other else [text]
    return [value] if is_other and text not in declared and value in declared else [text]


def write_polled(
    setup: Setup, call: PreparedCall, until: Until, deadline: float | None, output: Output, client: Client
) -> None:
    """Make the call, ask again until it is done, and write the last answer.

    A call that only reads is made again; after any other, the operation is called that reads what it made.
    """
    progress = _Progress(setup, until)
    options: dict[str, Any] = {"until": until, "deadline": deadline or _DEFAULT_DEADLINE, "progress": progress.show}
    operation_id = call.operation.operation_id
    if call.operation.method == "get":
        with output.opened(call.operation) as opened:
            opened.write(client.poll(operation_id, call.arguments, body=call.body, **options))
        return
    failure: DynaclientError | None = None
    with output.opened(call.operation) as opened:  # an error that leaves it would take the answer away
        printed = "printed" if opened.file is None else "in the file"
        last: Any = client.call(operation_id, call.arguments, body=call.body)
        progress.show(last)
        try:
            last = client.poll(last, **options)
        except RequestError as error:
            fix = f"The call itself was made; its answer is {printed}."
            failure = CommandError(f"{in_own_words(str(error))}.", fix=fix)
        except DeadlineExceeded as error:
            last, failure = error.last or last, error
            setup.waited_for = f" The call itself was made; its last answer is {printed}."
        opened.write(last)
    if failure is not None:
        raise failure


class _Progress:
    """Shows on a terminal what the fields that are waited for have become."""

    def __init__(self, setup: Setup, until: Until) -> None:
        self._terminal = setup.terminal
        self._fields = [until] if isinstance(until, str) else list(until)
        self._before = ""

    def _state(self, response: Any) -> str:
        """The fields that are waited for, with their values: `status: "queued"`."""
        return ", ".join(f"{field}: {shown(at(response.data, pointer_of(field)))}" for field in self._fields)

    def show(self, response: Any) -> None:
        """Show the fields if they have changed."""
        if not self._terminal.shows_progress:
            return
        now = self._state(response)
        if now != self._before:
            self._before = now
            self._terminal.note(now)
