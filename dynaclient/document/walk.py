"""Walking values in the 3.1 form: which members are maps of names, and which are data that is never looked into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

NAMED = frozenset(
    [
        "properties",
        "patternProperties",
        "dependentSchemas",
        "$defs",
        "responses",
        "content",
        "headers",
        "encoding",
        "links",
        "schemas",
        "securitySchemes",
        "paths",
        "variables",
    ]
)
"""Members whose keys are names of the document's own, not keywords: a property may be called `default` or `$ref`."""

DATA = frozenset(("example", "examples", "default", "enum", "const"))
"""Members that hold values of the API: a `$ref` in them is none."""


def iter_references(value: Any) -> Iterator[str]:
    """Every `$ref` in a value."""
    stack: list[tuple[Any, bool]] = [(value, False)]
    while stack:
        node, names = stack.pop()
        if isinstance(node, Mapping):
            if not names and isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for key, item in node.items():
                if names or key not in DATA:
                    stack.append((item, not names and key in NAMED))
        elif isinstance(node, list):
            stack.extend((item, False) for item in node)
