"""What gives the ids that an operation takes, found by paths alone, so that it costs little in a large document.

`/threads/{thread_id}/runs` takes what the operations on `/threads` make or list, as far as they are offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from .offer import Offered

_PARAMETER = re.compile(r"\{([^{}]*)\}")
_MOST = 3


@lru_cache(maxsize=16)
def _by_path(document: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for line in document.catalogue.overviews:
        found.setdefault(_bare(line.path), []).append(line)
    return found


def _bare(path: str) -> str:
    return _PARAMETER.sub("{}", path).rstrip("/")


def sources_of(offered: Offered) -> Iterator[tuple[str, list[str]]]:
    """(parameter of the path, operations that list or make what it identifies)."""
    path = offered.line.path
    lines = _by_path(offered.client.document)
    for found in _PARAMETER.finditer(path):
        before = _bare(path[: found.start()])
        ids = [
            offered.names[line.operation_id]
            for line in sorted(lines.get(before, ()), key=lambda line: line.method != "get")
            if line.method in ("get", "post") and line is not offered.line and line.operation_id in offered.names
        ]
        if before and ids:
            yield found[1], ids[:_MOST]
