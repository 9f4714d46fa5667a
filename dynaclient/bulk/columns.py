"""A row of values as its key and the arguments of an operation. Knows nothing of where rows come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from .._support.wording import clean, did_you_mean, kind_of, shown
from ..errors import RequestError, UnknownParameter
from ..model import Operation
from .lookup import ABSENT, PLAIN, look_up
from .rows import Row, Unreadable

Key = "str | Callable[[Any], Any] | None"
Arguments = "Callable[[Any], Mapping[str, Any]] | Mapping[str, str] | None"


class RowReader:
    """Turns rows into keys and arguments; what is wrong with a row is noted on it.

    Args:
        names: the arguments of the operation, by every name that it takes.
        key: the column, or a JMESPath of the row, or a function of it; None for the number of the row.
        arguments: a function of the row; or argument → column, or a JMESPath of the row. A column with the name of an
            argument is that argument, unless it is another one here, or a function returns them all.
        constants: arguments that are the same in every row, whatever columns there are.
        is_file: leave out columns that match no argument; otherwise they are arguments that the operation refuses.
        typed: gives the text of cells the types of the document; None leaves it as it is.

    Attributes:
        unused: the columns that were left out.
    """

    def __init__(
        self,
        names: Collection[str],
        *,
        key: Any = None,
        arguments: Any = None,
        constants: Mapping[str, Any] | None = None,
        is_file: bool = False,
        typed: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
    ) -> None:
        given = {} if arguments is None or callable(arguments) else arguments
        self._by_name = frozenset(names).difference(given.values())
        self._key = key
        self._function = arguments if callable(arguments) else None
        self._columns: Mapping[str, str] = given
        self._constants = dict(constants or {})
        self._leaves_out = is_file or bool(self._columns)
        self._typed = typed
        columns = [*self._columns.values(), *([key] if isinstance(key, str) else [])]
        self._used = {*columns, *(found[0] for column in columns if (found := PLAIN.match(column)))}
        self._unused: dict[str, None] = {}

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns that no argument and no key came from."""
        return tuple(self._unused)

    def column_of(self, argument: str) -> str:
        """The column that an argument comes from; its own name if there is none."""
        return self._columns.get(argument, argument)

    def read(self, number: int, values: Any) -> Row:
        """A row with its key, arguments and problems."""
        row = Row(number, values, number)
        if isinstance(values, Unreadable):
            row.key = None if self._key is not None else number
            row.problems.append((values.column, values.reason))
            return row
        if self._key is not None:
            self._read_key(row)
        if self._function is not None:
            self._call(row)
        else:
            self._take(row)
        if self._constants and row.arguments is not None:
            row.arguments = {**row.arguments, **self._constants}
        return row

    def _read_key(self, row: Row) -> None:
        if callable(self._key):
            try:
                found = self._key(row.values)
            except Exception as error:  # noqa: BLE001  # the caller's function
                row.key = None
                row.problems.append(("", f"key= raised {type(error).__name__}: {clean(str(error))}"))
                return
            column = "the key"
        else:
            found, column = look_up(self._key, row.values), self._key
        row.key = found if isinstance(found, (str, int)) and found != "" and not isinstance(found, bool) else None
        if found is ABSENT:
            row.problems.append((column, self._no_column(column, row.values)))
        elif found is None or found == "":
            row.problems.append((column, "the key is missing"))
        elif row.key is None:
            if hasattr(found, "isoformat") or type(found).__name__ in ("UUID", "Decimal"):
                row.key = str(found)
            elif hasattr(found, "item") and not isinstance(found.item(), bool):
                row.key = found.item()
            else:
                row.problems.append((column, f"the key must be text or an integer, not {shown(found)}"))

    def _call(self, row: Row) -> None:
        try:
            found = self._function(row.values)  # type: ignore[misc]  # it is not None
        except Exception as error:  # noqa: BLE001  # the caller's function
            row.problems.append(("", f"arguments= raised {type(error).__name__}: {clean(str(error))}"))
            return
        if not isinstance(found, Mapping):
            row.problems.append(("", f"arguments= must return a mapping, not {kind_of(found)}"))
            return
        row.arguments = found

    def _take(self, row: Row) -> None:
        """The arguments by the names of columns."""
        values, found, is_whole = row.values, {}, True
        for argument, column in self._columns.items():
            value = look_up(column, values)
            if value is ABSENT:
                row.problems.append((column, self._no_column(column, values)))
                is_whole = False
            elif value is not None or column in values:
                found[argument] = value
        for column, value in values.items():
            if column in self._by_name:
                found.setdefault(column, value)
            elif column in self._used:
                continue
            elif self._leaves_out:
                if len(self._unused) < _MOST_NAMES:
                    self._unused[str(column)] = None
            else:
                found[column] = value
        if self._typed is not None and is_whole:
            try:
                found = dict(self._typed(found))
            except RequestError as error:
                row.problems.append(("", error.message))
                is_whole = False
        if is_whole:
            row.arguments = found

    @staticmethod
    def _no_column(column: str, values: Mapping[str, Any]) -> str:
        names = [str(name) for name in values]
        hint = did_you_mean(column, names)
        listed = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
        return f"there is no column {column!r}.{hint or f' The row has {listed}.'}"


_MOST_NAMES = 20


def argument_names(operation: Operation, properties: Collection[str]) -> frozenset[str]:
    """The names that an operation's arguments have; not those that need their location."""
    counts = Counter(name for p in operation.parameters for name in {p.name, p.python_name})
    names = {name for name, count in counts.items() if count == 1}
    body = operation.request_body
    return frozenset(
        {*names, *properties, *(["body", *([body.name] if body.name else [])] if body is not None else [])}
    )


def refuse_unknown(client: Any, operation_id: str, names: Collection[str]) -> None:
    """Refuse arguments that the operation does not have, whatever the rows are.

    Raises:
        UnknownParameter: one of them is none.
    """
    if not names:
        return
    found = client.validate(operation_id, dict.fromkeys(names, ""))
    unknown = [violation for violation in found if violation.keyword == "unknown"]
    if unknown:
        raise UnknownParameter(operation_id=operation_id, violations=unknown)
