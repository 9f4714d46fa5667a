"""Types that every stage shares. Owns no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

JSON: TypeAlias = Any
"""A JSON value: None, bool, int, float, str, list or dict with string keys."""

JSONObject: TypeAlias = Mapping[str, Any]
"""A JSON object that its reader does not change."""

Location: TypeAlias = Literal["path", "query", "header", "cookie"]
"""Where a parameter travels: the `in` of a Parameter Object."""


class Missing:
    """The type of `MISSING`: no value was given, which is neither `None` nor empty."""

    __slots__ = ()
    _instance: Missing | None = None

    def __new__(cls) -> Missing:
        """The one instance there is."""
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()
"""Stands for an argument that was not given. `None` is JSON null and is sent as such."""
