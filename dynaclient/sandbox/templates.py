"""Values with `${names}` in them, as the tables of the sandbox have them, filled in. Knows nothing about documents.

A text that is nothing but `${item.id}` becomes that value; inside a longer text it is written out. A member whose value
is missing is left out. `${text|pieces}` gives the words of a text. Objects that begin with `$`:

- `{"$each": "${list}", "$do": …}` becomes a list, with `${each}` and `${index}` for each entry, or with `"$as": "part"`
  `${part}` and `${part_index}`;
- `{"$if": "${value}", "$then": …, "$else": …}` is one of the two; `"$is": …` compares instead of asking for anything;
- `{"$with": "${object}", …}` is that object with other members.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from ..types import MISSING
from .language import tokens_of

_SINGLE = frozenset((int, float, bool, type(None)))
_WHOLE = re.compile(r"\$\{([^{}]+)\}")


def filled(template: Any, names: Mapping[str, Any]) -> Any:
    """The template with its names replaced; `MISSING` if it is a name that has no value."""
    if template.__class__ in _SINGLE:
        return template
    if isinstance(template, str):
        whole = _whole_name(template)
        if whole:
            return named(names, whole)
        return _WHOLE.sub(lambda match: _text(named(names, match[1])), template) if "${" in template else template
    if _is_mapping(template.__class__):
        if "$each" in template:
            return _each(template, names)
        if "$if" in template:
            found = filled(template["$if"], names)
            holds = found == template["$is"] if "$is" in template else found not in (MISSING, None, False, [], {}, "")
            return filled(template.get("$then" if holds else "$else", MISSING), names)
        made = {key: filled(item, names) for key, item in template.items() if key != "$with"}
        own = {key: item for key, item in made.items() if item is not MISSING}
        base = filled(template["$with"], names) if "$with" in template else {}
        return {**base, **own} if isinstance(base, Mapping) else MISSING
    if isinstance(template, list):
        return _list(template, names)
    return template


def is_constant(template: Any) -> bool:
    """Whether a template is the same whatever the names are."""
    if isinstance(template, Mapping):
        return all(not name.startswith("$") and is_constant(item) for name, item in template.items())
    return all(map(is_constant, template)) if isinstance(template, list) else "${" not in str(template)


def _list(template: list[Any], names: Mapping[str, Any]) -> list[Any]:
    """A list, of which what a condition or a loop gives becomes a part."""
    out: list[Any] = []
    for item in template:
        made = filled(item, names)
        if isinstance(item, Mapping) and not item.keys().isdisjoint(("$each", "$if")) and isinstance(made, list):
            out.extend(made)
        elif made is not MISSING:
            out.append(made)
    return out


def named(names: Mapping[str, Any], path: str) -> Any:
    """The value of a name with dots: `item.id`, `each.0`, `item.text|pieces`."""
    value: Any = names
    way, filter_ = _way(path)
    for token in way:
        if _is_mapping(value.__class__) and token in value:
            value = value[token]
        elif isinstance(value, list) and re.fullmatch(r"-?\d+", token) and -len(value) <= int(token) < len(value):
            value = value[int(token)]
        else:
            return MISSING
    return _FILTERS[filter_](value) if filter_ else value


@lru_cache(maxsize=4096)
def _whole_name(text: str) -> str:
    """The name that a text is nothing but, or ""."""
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else ""


def way_of(template: Any) -> tuple[str, ...]:
    """The tokens of the name that a template is nothing but, or ()."""
    whole = _whole_name(template) if isinstance(template, str) else ""
    return _way(whole)[0] if whole else ()


@lru_cache(maxsize=256)
def _is_mapping(kind: type) -> bool:
    """Whether values of a class are mappings; asking an abstract class takes longer each time."""
    return issubclass(kind, Mapping)


@lru_cache(maxsize=4096)
def _way(path: str) -> tuple[tuple[str, ...], str]:
    """The tokens of a name, and the filter behind them."""
    way, _, filter_ = path.partition("|")
    return tuple(way.split(".")), filter_


_FILTERS: Mapping[str, Callable[[Any], Any]] = {
    "pieces": lambda value: tokens_of(value) if isinstance(value, str) else [],
}
"""What may follow a name after `|`."""


def _each(template: Mapping[str, Any], names: Mapping[str, Any]) -> list[Any]:
    entries = filled(template["$each"], names)
    out: list[Any] = []
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        own = template.get("$as")
        inner = Layered({own: entry, f"{own}_index": index} if own else {"each": entry, "index": index}, names)
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
