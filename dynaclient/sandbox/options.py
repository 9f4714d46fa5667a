"""The options of a sandbox, checked. An error names the option, what it takes, and the value given."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from .._support.wording import either, shown_option
from ..errors import RequestError
from .faults import BadTrouble, Trouble, checked_trouble
from .model_file import ModelSource
from .resource_store import Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxOptions:
    """The options of `Sandbox` that its parts are made with."""

    db: str
    seed: int
    unknown: Unknown
    trouble: tuple[Trouble, ...]
    strict: bool
    remember: bool
    model: ModelSource | None
    clock: Callable[[], float] | None
    allow_hosts: tuple[str, ...]


def checked_options(*, admin: bool, trouble: Any, allow_hosts: Any, **given: Any) -> SandboxOptions:
    """The options as a sandbox keeps them.

    Raises:
        RequestError: one of them has a value that it cannot have.
    """
    listed = {"trouble": _listed(trouble, Trouble), "allow_hosts": _listed(allow_hosts, str)}
    for name, value in {**given, **listed, "admin": admin}.items():
        wanted, holds = _TAKEN[name]
        if not holds(value):
            raise RequestError(f"{name}= must be {wanted}, not {shown_option(value)}")
    try:
        troubles = tuple(checked_trouble(item) for item in listed["trouble"])
    except BadTrouble as error:
        raise RequestError(f"trouble=: {error}") from None
    return SandboxOptions(
        **{**given, "db": os.fspath(given["db"])}, trouble=troubles, allow_hosts=tuple(listed["allow_hosts"])
    )


def _listed(given: Any, kind: type) -> Any:
    """One of a kind as a list; anything else as it is."""
    return (given,) if isinstance(given, kind) else given


def _are_all(kind: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, Sequence) and all(isinstance(item, kind) for item in value)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


_TAKEN: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "db": ('a file, or ":memory:"', lambda value: isinstance(value, (str, os.PathLike))),
    "seed": ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    "unknown": (either([f'"{name}"' for name in get_args(Unknown)]), lambda value: value in get_args(Unknown)),
    "trouble": ("a Trouble, or a list of them", _are_all(Trouble)),
    "strict": ("True or False", _is_bool),
    "remember": ("True or False", _is_bool),
    "model": (
        "a YAML or JSON file, a mapping or None",
        lambda value: value is None or isinstance(value, (str, os.PathLike, Mapping)),
    ),
    "clock": (
        "a function that gives seconds since 1970, such as time.time, or None",
        lambda value: value is None or callable(value),
    ),
    "admin": ("True or False", _is_bool),
    "allow_hosts": ("a host, or a list of them", _are_all(str)),
}
"""Option → what it takes, and whether a value is that."""
