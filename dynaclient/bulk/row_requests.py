"""The requests of rows: what is wrong with a row, and its request, with a key that is the same whenever it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from ..errors import ArgumentConflict, ValidationError, Violation
from ..request import WireRequest
from ..request.values import Arguments
from .rows import Row

_MOST_KEPT = 12_000
_MOST_BYTES = 8_000_000
"""Requests that are kept until they are sent, and the bytes of their bodies. Those of larger jobs are built twice."""


class RowRequests:
    """Builds the requests of one operation.

    Args:
        client: whose options they have.
        operation_id: the operation.

    Attributes:
        run: what the idempotency keys are made of, besides the row.
        keeps: whether rows that were checked are kept with their requests, to be sent.
    """

    def __init__(self, client: Any, operation_id: str, run: str) -> None:
        self.run = run
        self.keeps = False
        self._client = client
        self._operation_id = operation_id
        builder, plan, _ = self._planned()
        names = {*builder.properties, *(parameter.name for parameter in builder.operation.parameters)}
        self._has_own_body = "body" in names
        self._can_keep = plan.options.credentials.are_constant and not plan.mode.logs
        self._checker = client.with_options(validate=False) if plan.mode.logs else client
        self._kept: dict[int, Row] = {}
        self._bytes = 0

    def problems(self, row: Row) -> Sequence[Violation | str]:
        """What is wrong with the arguments of a row.

        Raises:
            RequestError: no row can be sent, such as without credentials.
        """
        if self.keeps and self._can_keep and not row.problems:
            return self._build_first(row)
        given = self._arguments(row)
        try:
            found: Sequence[Violation] = self._checker.validate(self._operation_id, given.params, body=given.body)
        except ArgumentConflict as error:
            return (error.message,)
        return found

    def _build_first(self, row: Row) -> Sequence[Violation | str]:
        try:
            wire = self._build(row)
        except ValidationError as error:
            return error.violations
        except ArgumentConflict as error:
            return (error.message,)
        if wire.body is None or type(wire.body) is bytes:
            self._bytes += len(wire.body or b"")
            self._kept[row.number] = row
            row.request, row.values, row.arguments = wire, None, None
            if self._bytes > _MOST_BYTES or len(self._kept) > _MOST_KEPT:
                self._can_keep = False
                self.forget()
        elif hasattr(wire.body, "close"):
            wire.body.close()
        return ()

    def forget(self) -> None:
        """Keep nothing: the rows or the run have changed."""
        self._kept.clear()

    def kept(self, number: int) -> Row | None:
        """A checked row with its request, without its values; once, and None if it was not kept."""
        return self._kept.pop(number, None)

    def request(self, row: Row) -> WireRequest:
        """The request of a row.

        Raises:
            RequestError: it cannot be made.
        """
        return row.request or self._build(row)

    def _build(self, row: Row) -> WireRequest:
        builder, plan, _ = self._planned()
        wire: WireRequest = builder.build(plan, self._arguments(row), lambda: self._key(row))
        return wire

    def _planned(self) -> Any:
        client = self._client  # this is a part of it, hence its private methods
        return client._planned(self._operation_id, client._current_plans())  # noqa: SLF001

    def _arguments(self, row: Row) -> Arguments:
        """The arguments of a row; `body` is the whole body, as in a call."""
        given = row.arguments or {}
        if "body" not in given or self._has_own_body:
            return Arguments(given)
        return Arguments({name: value for name, value in given.items() if name != "body"}, given["body"])

    def _key(self, row: Row) -> str:
        """The idempotency key of a row: the same one whenever this run sends it, until it was refused for good."""
        text = f"{self.run} {row.number} {row.round}"
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
