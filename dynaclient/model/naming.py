"""Turn names in the document into Python names."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection

_NOT_IDENTIFIER = re.compile(r"\W", re.ASCII)
_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def python_name(name: str) -> str:
    """An identifier for a wire name: other characters become `_`, a keyword gets a trailing `_`.

    `include[]` → `include__`, `import` → `import_`, `2fa` → `_2fa`.
    """
    out = _NOT_IDENTIFIER.sub("_", name)
    if not out or out[0].isdigit():
        out = "_" + out
    return out + "_" if keyword.iskeyword(out) else out


def field_name(name: str, names: Collection[str]) -> str:
    """The Python name of a field of a body: `include[]` is `include`, unless there is a field `include` as well.

    Args:
        names: the wire names of all fields.
    """
    bare = name.removesuffix("[]")
    return python_name(name if bare in names else bare)


def snake_case(name: str) -> str:
    """An operationId in snake case: `createThreadAndRun` → `create_thread_and_run`."""
    words = _WORD_STARTS.sub("_", _NOT_IDENTIFIER.sub("_", name)).lower()
    return python_name(re.sub(r"__+", "_", words).strip("_") or name)
