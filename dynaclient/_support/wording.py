"""How names and values appear in messages: closest names, shortened values, no secrets.

Owns only the wording; what is wrong is decided by the stage that found it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

_LONGEST_OPTION = 80
_CAMEL = r"(?<=[a-z0-9])(?=[A-Z])"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?`, or "" if no known name is similar."""
    from .spelling import nearest  # only errors need it

    names = nearest(name, known)
    return f" Did you mean {either([repr(n) for n in names])}?" if names else ""


def either(items: Sequence[str], *, word: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def shown(value: Any, *, limit: int = 60) -> str:
    """A value as JSON if possible, cut to `limit` characters; bytes are counted, not printed."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"{len(value)} bytes"
    text = _bounded(value, limit)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def shown_option(value: Any) -> str:
    """The repr of any object that may have been given as an option, however large or strange."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001  # of an object's own code, and of integers of thousands of digits
        return f"a value of type {type(value).__name__}"
    return text if len(text) <= _LONGEST_OPTION else f"{text[:_LONGEST_OPTION]}…"


def _bounded(value: Any, limit: int) -> str:
    """JSON text of at least the part of `value` that is shown, without serialising all of a large value."""
    try:
        if isinstance(value, str):
            return json.dumps(value[: limit + 1], ensure_ascii=False)
        if isinstance(value, list) and len(value) > limit:
            value = value[:limit]
        elif isinstance(value, dict) and len(value) > limit:
            value = {key: value[key] for key, _ in zip(value, range(limit), strict=False)}
        return json.dumps(value, ensure_ascii=False, default=repr)
    except (TypeError, ValueError, RecursionError):
        return f"a {type(value).__name__}"


def duration(seconds: float) -> str:
    """A time in a unit that people read: `20 s`, `3 h`, `26,000 days`."""
    for most, unit, name in ((7200, 1, "s"), (172_800, 3600, "h")):
        if seconds < most:
            return f"{seconds / unit:.3g} {name}" if unit > 1 else f"{seconds:g} s"
    return f"{seconds / 86_400:,.0f} days"


def kind_of(value: Any) -> str:
    """The JSON type of a value, or its Python type if it has none."""
    if value is None:
        return "null"
    for types, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string")):
        if isinstance(value, types):
            return name
    if isinstance(value, (list, tuple)):
        return "array"
    if isinstance(value, dict):
        return "object"
    return type(value).__name__


_CONTROL = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "\ufffd")


def clean(text: str) -> str:
    """Text without control characters, so that documents and servers cannot control a terminal."""
    return text if text.isprintable() else text.translate(_CONTROL)


def masked(text: str, secrets: Iterable[str]) -> str:
    """`text` without the secrets, in whatever encoding; see `masking`. Very short ones stay: they match too much."""
    from .masking import Masking  # only messages need it

    return Masking(secrets).text(text)


def variable_name(name: str) -> str:
    """The environment variable that goes by a name: `apiKey` → `API_KEY`."""
    return re.sub(r"[^A-Z0-9]+", "_", re.sub(_CAMEL, "_", name).upper()).strip("_") or "API_KEY"
