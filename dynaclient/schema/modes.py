"""The modes of `validate=` and `validate_responses=`: what is checked, and what becomes of a violation.

What the reliefs are that a mode grants is known to `policy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._support.record import record, replaced
from .._support.wording import did_you_mean, either, shown_option
from .formats import DEFAULT_FORMATS, NO_FORMATS, STRICT_FORMATS, Formats, chosen_formats


@record
class Mode:
    """How values are checked and how violations are treated.

    Attributes:
        checks: whether values are checked against their schemas.
        relieves: whether the reliefs of `policy` apply.
        raises: whether a violation is an error.
        logs: whether a violation is logged and the call continues.
        formats: the names in `schema.formats` of those that are asserted.
    """

    checks: bool
    relieves: bool
    raises: bool = False
    logs: bool = False
    formats: frozenset[str] = NO_FORMATS

    @staticmethod
    def of(validate: Any, formats: Formats = True) -> Mode:
        """The mode for `validate=` and `formats=`."""
        return REQUEST_MODES[validate].with_formats(formats)

    @staticmethod
    def of_answers(validate_responses: Any, formats: Formats = True, *, strict: bool = False) -> Mode:
        """The mode for `validate_responses=`, `formats=` and `strict_responses=`."""
        mode = RESPONSE_MODES[validate_responses]
        if strict:
            mode = replaced(mode, relieves=False, formats=STRICT_FORMATS)
        return mode.with_formats(formats)

    def with_formats(self, formats: Formats) -> Mode:
        """This mode with the formats of the option, which True leaves to the mode."""
        if formats is True:
            return self
        return replaced(self, formats=chosen_formats(formats, is_strict=not self.relieves))


REQUEST_MODES: Mapping[Any, Mode] = {
    True: Mode(checks=True, relieves=True, raises=True, formats=DEFAULT_FORMATS),
    "strict": Mode(checks=True, relieves=False, raises=True, formats=STRICT_FORMATS),
    "warn": Mode(checks=True, relieves=True, logs=True, formats=DEFAULT_FORMATS),
    False: Mode(checks=False, relieves=True),  # defaults of required parameters are still sent
}
"""`validate=` → its mode. A value that cannot be sent, or not safely, is an error in every mode."""

RESPONSE_MODES: Mapping[Any, Mode] = {
    True: Mode(checks=True, relieves=True, raises=True, formats=DEFAULT_FORMATS),
    "raise": Mode(checks=True, relieves=True, raises=True, formats=DEFAULT_FORMATS),
    "warn": Mode(checks=True, relieves=True, logs=True, formats=DEFAULT_FORMATS),
    "record": Mode(checks=True, relieves=True, formats=DEFAULT_FORMATS),
    False: Mode(checks=False, relieves=True),
}
"""`validate_responses=` → its mode. Every mode that checks fills `response.violations`."""


def unknown_mode(option: str, given: Any, modes: Iterable[Any]) -> str:
    """What to say of a value that is not one of the modes of an option."""
    hint = did_you_mean(given if isinstance(given, str) else "", [mode for mode in modes if isinstance(mode, str)])
    return f"{option}= must be {either(list(map(repr, modes)))}, not {shown_option(given)}.{hint}"
