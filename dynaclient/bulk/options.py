"""What a job was asked to do: its options, checked before anything is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._support.wording import shown_option
from ..errors import RequestError
from .columns import refuse_unknown
from .results import Select


@dataclass(slots=True)
class JobOptions:
    """What a job was asked to do; see `mapping.map_rows`.

    Attributes:
        first_workers: how many workers "auto" begins with; None for a few.
        run: the id of a job that is a part of another; "" for a new one.
        is_checked: whether the rows were checked by the job that this one is a part of.
    """

    key: Any = None
    into: Any = None
    arguments: Any = None
    constants: Mapping[str, Any] = field(default_factory=dict)
    workers: Any = "auto"
    skip_bad: bool = False
    order: str | None = None
    form: str | None = None
    max_failures: Any = None
    coerce: bool | None = None
    select: Select | None = None
    select_name: str = ""
    resend_unknown: bool = False
    first_workers: int | None = None
    run: str = ""
    is_checked: bool = False


def check_columns(client: Any, operation_id: str, options: JobOptions) -> None:
    """Check `key=`, `select=`, `arguments=` and `constants=`.

    Raises:
        RequestError: one of them cannot be what it is, or names an argument that the operation does not have.
    """
    key, given = options.key, options.arguments
    if key is not None and not (isinstance(key, str) or callable(key)):
        raise RequestError(
            f"key= must be the name of a column or a function of the row, not {shown_option(key)}",
            operation_id=operation_id,
        )
    if options.select is not None and not callable(options.select):
        raise RequestError(
            f"select= must be a function of the data, not {shown_option(options.select)}", operation_id=operation_id
        )
    if callable(given):
        given = {}
    if given is not None and not isinstance(given, Mapping):
        raise RequestError(
            "arguments= must be a function of the row, or a mapping from arguments to columns, "
            f"not {shown_option(given)}",
            operation_id=operation_id,
        )
    for argument, column in (given or {}).items():
        if not isinstance(argument, str) or not isinstance(column, str) or not column:
            raise RequestError(
                f"arguments= must map names to columns, not {shown_option(argument)} to {shown_option(column)}",
                operation_id=operation_id,
            )
    refuse_unknown(client, operation_id, [*(given or {}), *options.constants])


def checked_failures(given: Any) -> int | float | None:
    """The value of `max_failures=`: a count, or the share of a text such as "1%" as a float.

    Raises:
        RequestError: it is neither.
    """
    if given is None or (isinstance(given, int) and not isinstance(given, bool) and given >= 0):
        return given
    if isinstance(given, str) and given.strip().isdecimal():
        return int(given)
    if isinstance(given, str) and given.strip().endswith("%"):
        try:
            share = float(given.strip()[:-1])
        except ValueError:
            share = -1.0
        if 0 <= share <= 100:
            return share / 100
    raise RequestError(f"max_failures= must be a count from 0, or a share such as '1%', not {shown_option(given)}")
