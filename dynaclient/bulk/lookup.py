"""A value of a row or an item, by the exact name of a column, else by a JMESPath."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""A JMESPath that is a name: it means a column, and nothing else."""

ABSENT = object()
"""Nothing of this name is there."""

_compiled: dict[str, Any] = {}


def look_up(column: str, values: Any) -> Any:
    """The value of a column, or what a JMESPath finds; `ABSENT` if the text is neither."""
    if isinstance(values, Mapping) and column in values:
        return values[column]
    if PLAIN.fullmatch(column):
        return ABSENT
    path = _path(column)
    if path is None:
        return ABSENT
    import jmespath

    try:
        return path.search(values)
    except jmespath.exceptions.JMESPathError:
        return None


def _path(text: str) -> Any:
    """The compiled JMESPath, or None if the text is not one."""
    if text not in _compiled:
        import jmespath

        if len(_compiled) >= _MOST:
            _compiled.clear()
        try:
            _compiled[text] = jmespath.compile(text)
        except jmespath.exceptions.JMESPathError:
            _compiled[text] = None
    return _compiled[text]


_MOST = 100
