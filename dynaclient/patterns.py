"""Whether a `pattern` of a document can be used. Descriptions write ECMA-262, which Python's `re` reads in part."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def usable_pattern(pattern: str) -> bool:
    """Whether the engine that checks values can compile this pattern."""
    try:
        import jsonschema_rs
    except ImportError:
        try:
            re.compile(pattern)
        except re.error:
            return False
        return True
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return False
    return True
