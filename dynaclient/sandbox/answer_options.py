"""The options of an answer of a script, with their types; for type checkers only, never imported to run.

`ScriptRule.answer` describes them, and `ScriptedAnswer` has them as fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import TypedDict

from .faults import Malformed


class AnswerOptions(TypedDict, total=False):
    """What `ScriptRule.answer` and `then` take besides the body."""

    status: int | None
    headers: Mapping[str, str] | None
    delay: float
    events: Sequence[Any] | None
    content_type: str
    drop: bool
    cut: int | None
    trickle: float
    malformed: Malformed | None
    times: int | None
    force: bool
