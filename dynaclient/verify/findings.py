"""One difference between an exchange and the document, and differences that are the same. Values only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Side = Literal["request", "answer"]

Kind = Literal["operation", "credentials", "parameter", "undeclared", "media-type", "body", "status", "header"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference.

    Attributes:
        operation_id: the operation; "" for a request that is of none.
        call: the request and its status: `GET /pets/1 → 200`, without the query.
        where: the place: `query limit`, `200 body /id`; "" for the whole.
        text: what is wrong.
        pointer: the place in the document, or "".
        exchange: the number of the exchange in its file, from 1; 0 for one that is of none.
        times: how many exchanges differ like this.
    """

    operation_id: str
    side: Side
    kind: Kind
    call: str
    where: str
    text: str
    pointer: str = ""
    exchange: int = 0
    times: int = 1

    def __str__(self) -> str:
        where = f" {self.where}" if self.where else ""
        return f"{self.side}{where}: {self.text}"


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Each kind of difference once, in the order of the first; the items of a list count as one."""
    first: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        what = finding.text if finding.kind != "body" else finding.text.partition(", given")[0]
        where = re.sub(r"/\d+(?=/|$)", "/*", finding.where)
        key = (finding.operation_id or finding.call, finding.side, finding.kind, where, what)
        known = first.get(key)
        first[key] = finding if known is None else replace(known, times=known.times + 1)
    return list(first.values())
