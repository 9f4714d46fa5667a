"""Values with `${names}` in them, as the tables of the sandbox have them, filled in. Knows nothing about documents.

A text that is nothing but `${item.id}` becomes that value; inside a longer text it is written out. A member whose value
is missing is left out. `{"$each": "${list}", "$do": …}` becomes a list, with `${each}` and `${index}` for each entry;
`{"$if": "${value}", "$then": …, "$else": …}` one of the two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ..types import MISSING

_WHOLE = re.compile(r"\$\{([^{}]+)\}")


def filled(template: Any, names: Mapping[str, Any]) -> Any:
    """The template with its names replaced; `MISSING` if it is a name that has no value."""
    if isinstance(template, str):
        whole = _WHOLE.fullmatch(template)
        if whole:
            return named(names, whole[1])
        return _WHOLE.sub(lambda match: _text(named(names, match[1])), template)
    if isinstance(template, Mapping):
        if "$each" in template:
            return _each(template, names)
        if "$if" in template:
            chosen = "$then" if filled(template["$if"], names) not in (MISSING, None, False, [], {}, "") else "$else"
            return filled(template.get(chosen, MISSING), names)
        made = {key: filled(item, names) for key, item in template.items()}
        return {key: item for key, item in made.items() if item is not MISSING}
    if isinstance(template, list):
        out: list[Any] = []
        for item in template:
            made = filled(item, names)
            if isinstance(item, Mapping) and "$each" in item:
                out.extend(made)
            elif made is not MISSING:
                out.append(made)
        return out
    return template


def named(names: Mapping[str, Any], path: str) -> Any:
    """The value of a name with dots: `item.id`, `each.0`."""
    value: Any = names
    for token in path.split("."):
        if isinstance(value, Mapping) and token in value:
            value = value[token]
        elif isinstance(value, list) and re.fullmatch(r"-?\d+", token) and -len(value) <= int(token) < len(value):
            value = value[int(token)]
        else:
            return MISSING
    return value


def _each(template: Mapping[str, Any], names: Mapping[str, Any]) -> list[Any]:
    entries = filled(template["$each"], names)
    out: list[Any] = []
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        inner = Layered({"each": entry, "index": index}, names)
        made = filled(template["$do"], inner)
        if made is not MISSING:
            out.extend(made) if isinstance(template["$do"], list) else out.append(made)
    return out


class Layered(Mapping[str, Any]):
    """Some names before others."""

    def __init__(self, own: Mapping[str, Any], others: Mapping[str, Any]) -> None:
        self._own = own
        self._others = others

    def __getitem__(self, name: str) -> Any:
        return self._own[name] if name in self._own else self._others[name]

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._others

    def __iter__(self) -> Any:
        return iter({**dict.fromkeys(self._own), **dict.fromkeys(self._others)})

    def __len__(self) -> int:
        return len({*self._own, *self._others})


def _text(value: Any) -> str:
    if value is MISSING or value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def fits(pattern: Any, value: Any) -> bool:
    """Whether a value is as a pattern has it: every member of an object, some item of a list; `"*"` is anything."""
    if pattern == "*":
        return value not in (MISSING, None, [], {})
    if isinstance(pattern, Mapping):
        return isinstance(value, Mapping) and all(fits(item, value.get(key, MISSING)) for key, item in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(fits(item, other) for other in value) for item in pattern)
    return type(pattern) is type(value) and bool(pattern == value)
