"""Values of other modules as plain ones: dates, durations, decimals, and scalars and arrays of numpy and pandas.

A module is looked up among those that the program imported, and never imported: without it there is no such value.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def as_plain(value: Any) -> Any:
    """The equivalent of a value in types that `plain` converts; the value itself if its type is not known here.

    Raises:
        ValueError: the type is known, but this value of it has no text.
    """
    for module, names, convert in _TYPES:
        loaded = sys.modules.get(module)
        if loaded is not None and isinstance(value, tuple(getattr(loaded, name) for name in names)):
            return convert(value)
    return value


def _missing(value: Any) -> None:
    """NA and NaT: no value."""


def _moment(value: Any) -> str:
    return str(value.isoformat())


def _decimal(value: Any) -> int | float:
    if not value.is_finite():
        raise ValueError(f"JSON has no {value}")
    if value.adjusted() > _LARGEST_EXPONENT:
        raise ValueError(f"a decimal of {value.adjusted() + 1:,} digits is too long to be written")
    return int(value) if value == value.to_integral_value() else float(value)


_LARGEST_EXPONENT = 4300
"""Beyond it, the integer would be too long to be written (`plain` says so), and take long to make."""


def duration(value: Any) -> str:
    """A timedelta in days and smaller units: `P1DT2H3M4.5S`. Source: RFC 3339 appendix A; ISO 8601."""
    if value.days < 0:
        return f"-{duration(-value)}"
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    days = f"{value.days}D" if value.days else ""
    times = [(hours, "H"), (minutes, "M"), (f"{seconds}{fraction}" if seconds or fraction else 0, "S")]
    time = "".join(f"{number}{unit}" for number, unit in times if number)
    return f"P{days}T{time}" if time else f"P{days}" if days else "PT0S"


def _numpy_scalar(value: Any) -> Any:
    """The scalar of Python; a time of numpy has one for some units only, so microseconds are taken for the others."""
    found = value.item()
    if value.dtype.kind in "mM" and isinstance(found, int):
        return value.astype(f"{value.dtype.kind}8[us]").item()
    if type(found) is type(value):
        raise ValueError(f"a value of type {type(value).__name__} is not JSON; pass float(value)")
    return found


def _numpy_array(value: Any) -> Any:
    if value.ndim == 0:
        return value[()]
    return list(value) if value.dtype.kind in "mM" else value.tolist()


def _listed(value: Any) -> Any:
    return value.tolist()


_TYPES: tuple[tuple[str, tuple[str, ...], Callable[[Any], Any]], ...] = (
    ("pandas._libs.tslibs.nattype", ("NaTType",), _missing),  # also a datetime
    ("datetime", ("date", "time"), _moment),  # a datetime is a date
    ("datetime", ("timedelta",), duration),
    ("uuid", ("UUID",), str),
    ("decimal", ("Decimal",), _decimal),
    ("numpy", ("generic",), _numpy_scalar),
    ("numpy", ("ndarray",), _numpy_array),
    ("pandas", ("Series", "Index"), _listed),
    ("pandas", ("Period",), str),
    ("pandas._libs.missing", ("NAType",), _missing),
    ("array", ("array",), _listed),
)
"""(module, names of its classes, what converts their values), the first that fits."""
