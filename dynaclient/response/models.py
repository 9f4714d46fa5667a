"""An object of a typed response: its members are attributes, by wire name or Python name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model.naming import python_name


class Model:
    """One object. `model.name` and `model["name"]` are the same; `vars(model)` is a dict of all members.

    It has no methods of its own, so no member's name can collide with one.
    """

    def __init__(self, /, **members: Any) -> None:
        self.__dict__.update(members)

    def __getattr__(self, name: str) -> Any:
        for key, value in self.__dict__.items():
            if python_name(key) == name:
                return value
        raise AttributeError(f"the object has no {name!r}; it has {', '.join(self.__dict__) or 'nothing'}")

    def __getitem__(self, key: str) -> Any:
        return self.__dict__[key]

    def __contains__(self, key: object) -> bool:
        return key in self.__dict__

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__)

    def __len__(self) -> int:
        return len(self.__dict__)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]  # mutable, like a dict

    def __repr__(self) -> str:
        return f"Model({', '.join(f'{key}={value!r}' for key, value in self.__dict__.items())})"
