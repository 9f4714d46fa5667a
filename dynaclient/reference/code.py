"""Values and calls as Python source, wrapped like a formatter would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .examples import File

WIDTH = 88


def python_value(value: Any, indent: int = 0, used: int = 0) -> str:
    """A JSON value as a Python expression.

    Args:
        indent: the indentation of the line it begins on.
        used: the number of characters before it on that line.
    """
    short = _short(value)
    if len(short) + indent + used <= WIDTH or not isinstance(value, (Mapping, list)) or not value:
        return short
    inner = " " * (indent + 4)
    if isinstance(value, Mapping):
        members = [f"{_short(str(k))}: {python_value(v, indent + 4, len(str(k)) + 5)}" for k, v in value.items()]
        opening, closing = "{", "}"
    else:
        members = [python_value(item, indent + 4, 1) for item in value]
        opening, closing = "[", "]"
    lines = "".join(f"{inner}{member},\n" for member in members)
    return f"{opening}\n{lines}{' ' * indent}{closing}"


def _short(value: Any) -> str:
    if isinstance(value, File):
        return f"Path({_short(value.name)})"
    if isinstance(value, str):
        plain = repr(value)
        swapped = plain[1:-1].replace("\\'", "'")
        return f'"{swapped}"' if '"' not in value else plain
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_short(str(k))}: {_short(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_short, value)) + "]"
    return repr(value)


def python_call(name: str, arguments: Iterable[tuple[str, str]]) -> str:
    """A call; arguments are (keyword or "", expression) pairs."""
    written = [f"{keyword}={text}" if keyword else text for keyword, text in arguments if keyword or text]
    line = f"{name}({', '.join(written)})"
    if len(line) <= WIDTH - 12 and "\n" not in line:
        return line
    lines = "".join("    " + text.replace("\n", "\n    ") + ",\n" for text in written)
    return f"{name}(\n{lines})"
