"""`client.edit`: a context manager that reads on entering, and writes the changed value on leaving.

The steps are a generator, shared by both kinds of client: read, hand out the value, write with a condition, and after a
412 read once more and put both changes together.
Source: RFC 9110 sections 13.1.1 and 13.1.4.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator, Mapping
from copy import deepcopy
from typing import Any, Literal

from .._support.record import record
from .._support.wording import either, shown_option
from ..client.own_names import no_operation
from ..document.pointer import pointer_to
from ..errors import (
    ArgumentConflict,
    EditConflict,
    PreconditionFailed,
    RequestError,
    UnknownParameter,
    ValidationError,
    Violation,
)
from ..request.plain import NotJSON, plain
from ..request.values import Arguments
from ..transport.attempts import Wait, carry_out, carry_out_async
from ..types import MISSING, Missing
from .conditions import REVALIDATE, condition_of, is_recent
from .differences import is_same, merged
from .pairs import path_names, reading_of
from .written_body import BodyWriter, WrittenBody

OnConflict = Literal["merge", "raise"]
_CONDITIONS = ("if-match", "if-unmodified-since", "if-none-match", "if-modified-since")

Steps = Generator[Any, Any, None]


@record
class ReadStep:
    """Read the resource."""


@record
class WriteStep:
    """Write a body under a condition, given as headers."""

    written: WrittenBody
    headers: Mapping[str, str]


class EditBase:
    """What both kinds of edit share. `value` is what the block changes; it may be replaced too.

    Attributes:
        operation_id: the operation that writes.
        reads: the operation that reads, found by the path.
        value: the value, from entering the block on.
        read: the answer that it was read from; None before.
        response: the answer to the write; None if nothing was written. After a conflict that was settled without a
            write, because the server has the change already, the answer that shows it.
    """

    def __init__(
        self,
        client: Any,
        operation_id: Any,
        arguments: Arguments,
        read: str | None,
        unconditional: bool,
        on_conflict: OnConflict,
    ) -> None:
        if on_conflict not in ("merge", "raise"):
            raise RequestError(f"on_conflict= must be 'merge' or 'raise', not {shown_option(on_conflict)}")
        self._client = client = client._pinned()  # noqa: SLF001  # a part of the client
        active = client._current_plans().active  # noqa: SLF001
        builder = client._builder(operation_id, active)  # noqa: SLF001
        write = self._write = builder.operation
        self.operation_id = write.operation_id
        reading = reading_of(active.document, active.operations, write, read)
        self.reads = reading.operation_id
        bound = builder.bind(arguments)
        reader = client._builder(reading, active).bind(arguments)  # noqa: SLF001
        self._refuse(bound, reader)
        self._write_arguments = {f"{place}:{name}": value for (place, name), value in bound.parameters.items()}
        names = path_names(write, reading)
        self._read_arguments = {
            **{f"{place}:{name}": value for (place, name), value in reader.parameters.items() if place != "path"},
            **{f"path:{name}": bound.parameters[own] for name, theirs in names.items()
               if (own := ("path", theirs)) in bound.parameters},
        }  # fmt: skip
        missing = [name for name in names.values() if ("path", name) not in bound.parameters]
        if missing:
            text = "this is required and missing"
            found = [Violation("path", f"/{name}", "required", text) for name in missing]
            raise ValidationError(operation_id=write.operation_id, violations=found)
        self._bodies = BodyWriter(active.document, write, reading)
        self._unconditional = unconditional
        self._on_conflict = on_conflict
        self._before: Any = MISSING
        self.value: Any = MISSING
        self.read: Any = None
        self.response: Any = None

    def _refuse(self, bound: Any, reader: Any) -> None:
        """Refuse arguments that neither operation has, and those that are not for the caller."""
        both = {_name(violation) for violation in reader.unknown}
        unknown = [violation for violation in bound.unknown if _name(violation) in both]
        members = list(bound.properties) or ["body"] * ("body" in bound.bare or bound.body is not MISSING)
        if members:
            names = either([repr(name) for name in members], word="and")
            raise ArgumentConflict(
                f"{names} is for the body: change it in the block, as in value['name'] = …",
                operation_id=self.operation_id,
            )
        if unknown:
            bare = [name for name in bound.bare if name in reader.bare]
            raise UnknownParameter(
                operation_id=self.operation_id, violations=unknown, bare=bare[0] if bare else "", has_body=False
            )
        given = [name for place, name in bound.parameters if place == "header" and name.lower() in _CONDITIONS]
        if given:
            raise ArgumentConflict(f"edit sends {given[0]} itself: leave it out", operation_id=self.operation_id)

    def __getitem__(self, key: Any) -> Any:
        raise self._not_entered()

    def __setitem__(self, key: Any, value: Any) -> None:
        raise self._not_entered()

    def __delitem__(self, key: Any) -> None:
        raise self._not_entered()

    def _not_entered(self) -> RequestError:
        return RequestError(f"an edit is not the value: write `{self._block}`", operation_id=self.operation_id)

    @property
    def _block(self) -> str:
        """How a block of this kind begins."""
        word = "async with" if self._client._is_async else "with"  # noqa: SLF001
        return f"{word} client.edit({self.operation_id!r}, …) as value:"

    def _wrong_kind(self) -> RequestError:
        return RequestError(f"this is an edit of the other kind of client: write `{self._block}`")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.operation_id}, read by {self.reads}>"

    # what is written

    @property
    def before(self) -> Any:
        """The value as it was read, without the members that only the server sets."""
        return self._bodies.writable(self._before)

    @property
    def writable(self) -> Any:
        """The value without the members that only the server sets."""
        return self._bodies.writable(self._plain(self.value))

    @property
    def written(self) -> WrittenBody | None:
        """What would be written now; None if nothing differs.

        Raises:
            ValidationError: a member that only the server sets was changed.
            RequestError: the write cannot express the change, or the value is not JSON.
        """
        return self._bodies.written(self._before, self._plain(self.value))

    def violations(self) -> list[Any]:
        """Everything wrong with what would be written now."""
        written = self.written
        if written is None:
            return []
        found: list[Any] = self._writing(written, condition_of(self.read) or {}).validate(
            self.operation_id, self._write_arguments, body=written.body
        )
        return found

    def _plain(self, value: Any) -> Any:
        if isinstance(value, (bytes, bytearray)):
            return value
        try:
            return plain(value)
        except NotJSON as error:
            where = pointer_to(error.path)
            reason = f"the changed value cannot be written: {where}{': ' if where else ''}{error.what}"
        raise RequestError(reason, operation_id=self.operation_id)

    # the steps

    def _begin(self) -> Steps:
        self._before = self.value = MISSING
        self.read = self.response = None
        response = yield ReadStep()
        condition = condition_of(response)
        if condition is None and not self._unconditional and is_recent(response):
            yield Wait(1.0)  # then Last-Modified, which counts seconds, tells this version from the next one
            response = yield ReadStep()
            condition = condition_of(response)
        if condition is None and not self._unconditional:
            raise RequestError(
                f"{self.reads} gave neither an ETag nor a Last-Modified time, so a change that somebody else makes "
                "meanwhile would get lost. unconditional=True writes all the same. Nothing was written",
                operation_id=self.operation_id,
            )
        self.read = response
        self._take(response)

    def _take(self, response: Any) -> None:
        self._before = self._bodies.value_of(response.data)
        self.value = deepcopy(self._before)

    def _end(self) -> Steps:
        written = self.written
        if written is None:
            return
        condition = condition_of(self.read)
        try:
            self.response = yield WriteStep(written, condition or {})
        except PreconditionFailed as error:
            refused = error
        else:
            return
        yield from self._again(refused)

    def _again(self, refused: PreconditionFailed) -> Steps:
        """After a 412: read once more, put both changes together, and write the result."""
        current = yield ReadStep()
        theirs = self._bodies.value_of(current.data)
        before, ours, now = (self._bodies.writable(value) for value in (self._before, self._plain(self.value), theirs))
        if len(refused.attempts) > 1 and is_same(ours, now):  # an earlier attempt had arrived
            self.response = current
            return
        value, places = merged(before, ours, now)
        unchanged = is_same(before, now)
        if places or (self._on_conflict == "raise" and not unchanged):
            raise self._conflict(refused, before, ours, now, places)
        unchanged = unchanged and current.etag == self.read.etag
        condition = condition_of(current, without_weak=unchanged)
        written = self._bodies.written(theirs, value)
        if written is None or (condition is None and not self._unconditional):
            raise refused
        try:
            self.response = yield WriteStep(written, condition or {})
        except PreconditionFailed as error:
            if unchanged:
                raise
            refused = error
        else:
            self.value = value
            return
        raise self._conflict(refused, before, ours, now, ())

    def _conflict(self, refused: PreconditionFailed, before: Any, ours: Any, theirs: Any, places: Any) -> EditConflict:
        names = ("response", "status_code", "reason", "data", "detail", "excerpt")
        return EditConflict(
            before=before,
            yours=ours,
            theirs=theirs,
            members=[refused.response.masked(pointer_to(path) or "/") if refused.response else "" for path in places],
            operation_id=self.operation_id,
            **{name: getattr(refused, name) for name in names},
        )

    # the calls

    def _reading(self) -> Any:
        """The client that reads: a cache on the way has to ask the server."""
        return self._client.with_options(raise_for_status=True, stream=False, headers=REVALIDATE)

    def _writing(self, written: WrittenBody, headers: Mapping[str, str]) -> Any:
        options: dict[str, Any] = {} if written.content_type is None else {"content_type": written.content_type}
        return self._client.with_options(raise_for_status=True, stream=False, headers=headers, **options)

    def _read(self, step: ReadStep) -> Any:
        return self._reading().call(self.reads, self._read_arguments)

    def _send(self, step: WriteStep) -> Any:
        client = self._writing(step.written, step.headers)
        return client.call(self.operation_id, self._write_arguments, body=step.written.body)


def _name(violation: Any) -> str:
    return str(violation.path.rpartition("/")[2])


class Edit(EditBase):
    """An edit of a sync client: `with client.edit("updatePet", petId=1) as value: value["name"] = "Rex"`."""

    def __enter__(self) -> Any:
        self._carry_out(self._begin())
        return self.value

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.write()

    async def __aenter__(self) -> Any:
        raise self._wrong_kind()

    async def __aexit__(self, *_: object) -> None: ...

    def open(self) -> Any:
        """Read the value, as entering the block does."""
        return self.__enter__()

    def write(self) -> None:
        """Write the changed value, as leaving the block does.

        Raises:
            EditConflict: somebody else changed the same members meanwhile.
        """
        self._carry_out(self._end())

    def _carry_out(self, steps: Steps) -> None:
        carry_out(
            steps,
            {ReadStep: self._read, WriteStep: self._send, Wait: lambda step: time.sleep(step.seconds)},
        )


class AsyncEdit(EditBase):
    """An edit of an async client: `async with client.edit("updatePet", petId=1) as value: …`."""

    async def __aenter__(self) -> Any:
        await self._carry_out(self._begin())
        return self.value

    async def __aexit__(self, kind: object, *_: object) -> None:
        if kind is None:
            await self.write()

    def __enter__(self) -> Any:
        raise self._wrong_kind()

    def __exit__(self, *_: object) -> None: ...

    async def open(self) -> Any:
        """Read the value, as entering the block does."""
        return await self.__aenter__()

    async def write(self) -> None:
        """Write the changed value, as leaving the block does."""
        await self._carry_out(self._end())

    async def _carry_out(self, steps: Steps) -> None:
        await carry_out_async(
            steps,
            {ReadStep: self._read, WriteStep: self._send, Wait: lambda step: asyncio.sleep(step.seconds)},
        )


def edit(
    client: Any,
    operation_id: str | Missing = MISSING,
    params: Mapping[str, Any] | None = None,
    /,
    *,
    read: str | None = None,
    unconditional: bool = False,
    on_conflict: OnConflict = "merge",
    **arguments: Any,
) -> Edit | AsyncEdit:
    """Read a resource, change its value in a `with` block, and write it so that no change of others gets lost.

        with client.edit("updatePet", petId=1) as value:
            value["name"] = "Rex"

    Nothing is written if nothing changed, or if the block raises. A PUT writes the whole value; a PATCH writes a merge
    patch or a JSON Patch where the document offers one, else the members that differ, as a POST does. Members that only
    the server sets (`readOnly`, and those that the body does not have) are left out of what is written.

    The write goes under the condition that nobody else changed the resource: If-Match with the ETag, or
    If-Unmodified-Since if the server gives only a Last-Modified time that is more than a second old. If somebody did,
    it is read once more: changes of different members go together, and those of the same ones raise.

    Args:
        operation_id: the operation that writes: a PUT, PATCH or POST.
        params: arguments for both operations, by name, as in `call`.
        read: the operation that reads; by default the GET of the same path.
        unconditional: write without a condition if the server gives neither an ETag nor a Last-Modified time.
        on_conflict: "merge" puts changes of different members together; "raise" raises for any other change.
        arguments: parameters of both operations. The body is what the block changes.

    Returns:
        An `Edit`, of an async client an `AsyncEdit`: a context whose block gets the value. Afterwards its `response` is
        the answer to the write, or None if nothing was written.

    Raises:
        RequestError: there is no operation that reads; or there is nothing to make the write conditional with.
        EditConflict: somebody else changed the same members meanwhile.
    """
    if isinstance(operation_id, Missing):  # see `operation_first` of the clients
        raise no_operation(type(client), client.operations, MISSING)
    kind = AsyncEdit if client._is_async else Edit  # noqa: SLF001  # a part of the client
    return kind(client, operation_id, Arguments(params, MISSING, arguments), read, unconditional, on_conflict)
