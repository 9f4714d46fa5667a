"""The index of a document's operations: the weight of each stem in each operation. Built once, read in parts.

Weights are those of BM25F: a word counts by the field it is in, less in a long field, and more if it is rare. Source:
Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.6.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .words import stem, stems_of, words_of


class Row(NamedTuple):
    """What is known of one operation.

    Attributes:
        names: of its parameters and of the members of its body.
    """

    operation_id: str
    path: str
    summary: str = ""
    tags: Sequence[str] = ()
    names: Sequence[str] = ()
    description: str = ""


class _Field(NamedTuple):
    """How a field counts: its weight, how much its length takes away (0 to 1), and whether a repetition counts."""

    weight: float
    by_length: float
    repeats: bool
    text: Callable[[Row], str]


LONGEST = 1_500
"""Characters of a description that are read: what an operation is about is said at the beginning."""

_FIELDS = (
    _Field(4.0, 0.6, False, lambda row: row.operation_id),
    _Field(3.0, 0.3, False, lambda row: last_segment(row.path)),
    _Field(2.0, 0.4, False, lambda row: row.path),
    _Field(3.5, 0.4, True, lambda row: row.summary),
    _Field(1.2, 0.2, False, lambda row: " ".join(row.tags)),
    _Field(0.7, 0.6, True, lambda row: " ".join(row.names)),
    _Field(1.0, 0.6, True, lambda row: row.description[:LONGEST]),
)

_SATURATION = 1.2
"""How soon it makes no difference that a word is there once more."""

SCALE = 1_000
"""Weights are stored as whole numbers, this many for 1."""

_PER_SHARD = 400
"""Operations for which the index gets one more part."""

_MOST_SHARDS = 64

Shard = Mapping[str, Sequence[int]]
"""Stem → number of an operation, weight, number, weight, …"""


def last_segment(path: str) -> str:
    """The last part of a path that is not a parameter: what an operation is about, or what it does."""
    return next((part for part in reversed(path.split("/")) if part and "{" not in part), "")


def shard_of(word: str, count: int) -> int:
    """The part of an index that has a stem."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) % count


def build_shards(rows: Sequence[Row]) -> list[dict[str, list[int]]]:
    """The index of some operations, in parts."""
    counted = [[_counted(field, row) for field in _FIELDS] for row in rows]
    lengths = [
        max(1.0, sum(sum(fields[i].values()) for fields in counted) / max(1, len(rows))) for i in range(len(_FIELDS))
    ]
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, fields in enumerate(counted):
        for word, weight in _weights(fields, lengths).items():
            found[word].append((number, weight))
    count = min(_MOST_SHARDS, 1 + len(rows) // _PER_SHARD)
    shards: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for word, places in found.items():
        rarity = math.log(1 + (len(rows) - len(places) + 0.5) / (len(places) + 0.5))
        shards[shard_of(word, count)][word] = [
            part
            for number, weight in places
            for part in (number, max(1, round(SCALE * rarity * weight / (_SATURATION + weight))))
        ]
    return shards


def words_in(shards: Sequence[Shard]) -> str:
    """All stems of an index, each between two spaces: what is not there is not looked for in any part."""
    return f" {' '.join(word for shard in shards for word in shard)} "


def _counted(field: _Field, row: Row) -> Counter[str]:
    words = list(_both_forms(field.text(row)))
    return Counter(words if field.repeats else list(dict.fromkeys(words)))


def _both_forms(text: str) -> Iterator[str]:
    """The stems of a text; of a text that is one word of no meaning otherwise, that word."""
    stems = stems_of(text)
    yield from stems or map(stem, words_of(text))


def _weights(fields: Sequence[Counter[str]], lengths: Sequence[float]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for counted, field, usual in zip(fields, _FIELDS, lengths, strict=True):
        by_length = 1 - field.by_length + field.by_length * sum(counted.values()) / usual
        for word, times in counted.items():
            found[word] += field.weight * times / by_length
    return found
