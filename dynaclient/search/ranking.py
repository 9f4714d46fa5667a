"""Ranks operations for a question: any word may match; what an operation is about, and what it does, decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Protocol

from .index import SCALE, Shard, last_segment, shard_of
from .trade import GENERAL, MANY, METHODS, ONE, RELATED
from .words import EMPTY, stem, stems_of, words_of


class Candidate(Protocol):
    """An operation that may be ranked."""

    @property
    def operation_id(self) -> str:
        """Its id."""

    @property
    def method(self) -> str:
        """Its method, in any case."""

    @property
    def path(self) -> str:
        """Its path, with parameters in braces."""

    @property
    def deprecated(self) -> bool:
        """Whether another one should be called."""


_RERANKED = 300
"""Operations with the best matches of which the id, path and method are looked at too."""

_TAIL = 0.3
"""An operation with a smaller share of the best one's score is left out."""

_MOST = 100
"""Operations that are found at most."""

_GENERAL = 0.6
"""How much a verb counts that many operations have."""

_MISSPELT = 0.8
"""How much a word counts that is nearly the one in the question."""

_ALIKE = 0.3
"""The share of three-letter pieces that words of a question without any match must have in common with others."""

# what a score is multiplied by
_RIGHT_METHOD, _WRONG_METHOD = 1.3, 0.85
_NO_WORD = 0.6
"""A question of which no word matches, if that could be; each word that matches brings it nearer to 1."""
_OTHER_SUBJECT = 0.8
_SUBJECT_REST = 0.15
_ID_REST = 0.25
_ONE_OF_MANY, _ONE, _POST_TO_ONE = 0.85, 1.1, 0.9
_DEPRECATED = 0.7


class SearchIndex:
    """An index, of which a question reads the parts that have its words, each once.

    Args:
        words: all stems, each between two spaces.
        shards: how many parts there are.
        read: a part by its number.
    """

    def __init__(self, words: str, shards: int, read: Callable[[int], Shard]) -> None:
        self._text = words
        self._words = frozenset(words.split())
        self._count = shards
        self._read = cache(read)

    def weights(self, word: str) -> Iterable[tuple[int, float]]:
        """(number of an operation, weight) of each operation that has a stem."""
        places = self._read(shard_of(word, self._count))[word] if word in self._words else ()
        return zip(places[::2], (weight / SCALE for weight in places[1::2]), strict=True)

    def has(self, word: str) -> bool:
        """Whether any operation has a stem."""
        return word in self._words

    def similar(self, word: str) -> list[str]:
        """Stems that differ from a word as a misspelling does; a first letter is hardly ever wrong."""
        import difflib

        if len(word) <= 3:
            return []
        near = (known for known in self._words if known[0] == word[0] and abs(len(known) - len(word)) <= 2)
        return difflib.get_close_matches(word, near, 3, 0.8)

    def alike(self, word: str) -> dict[str, float]:
        """The three stems that share the most pieces of three letters with a word, and the share."""
        pieces = _pieces(word)
        common = Counter(known for piece in pieces for known in self._with(piece))
        shares = {known: 2 * count / (len(pieces) + max(1, len(known) - 1)) for known, count in common.items()}
        best = sorted(shares, key=lambda known: (-shares[known], known))[:3]
        return {known: shares[known] for known in best if shares[known] >= _ALIKE}

    def _with(self, piece: str) -> Iterator[str]:
        """The stems that have a piece; one that begins with a space is a beginning."""
        at = self._text.find(piece)
        while at >= 0:
            end = self._text.find(" ", at + 1)
            yield self._text[self._text.rfind(" ", 0, at + 1) + 1 : end]
            at = self._text.find(piece, end)


def ranked(
    index: SearchIndex, candidates: Sequence[Candidate], question: str, among: Collection[int] | None = None
) -> list[int]:
    """The numbers of the operations that answer a question best, best first.

    Args:
        among: the numbers that may be found; None for all of them.
    """
    asked = _Question(index, question, _meant)
    scores, hits = _matches(index, asked, among)
    if not scores:
        asked = _Question(index, question, _perhaps_meant, without=())
        scores, hits = _matches(index, asked, among)
    if not scores:
        scores = asked.by_method(candidates, range(len(candidates)) if among is None else among)
    best = sorted(scores, key=lambda number: (-scores[number], number))[:_RERANKED]
    final = {number: scores[number] * asked.fit(candidates[number], hits[number]) for number in best}
    least = _TAIL * max(final.values(), default=0.0)
    return [number for number in sorted(final, key=lambda number: (-final[number], number)) if final[number] >= least][
        :_MOST
    ]


def _matches(
    index: SearchIndex, asked: _Question, among: Collection[int] | None
) -> tuple[dict[int, float], dict[int, int]]:
    """Operation → what its words count for a question, and how many words of the question match."""
    scores: dict[int, float] = defaultdict(float)
    hits: dict[int, int] = defaultdict(int)
    for meant in asked.meant:
        for number, weight in _best(index, meant).items():
            if among is None or number in among:
                scores[number] += weight
                hits[number] += 1
    return scores, hits


def _best(index: SearchIndex, meant: Mapping[str, float]) -> dict[int, float]:
    """Operation → the best that any word for the same thing counts for it."""
    found: dict[int, float] = {}
    for word, share in meant.items():
        for number, weight in index.weights(word):
            if share * weight > found.get(number, 0.0):
                found[number] = share * weight
    return found


class _Question:
    """What a question asks for.

    Args:
        meanings: what a word may mean.
        without: words that are left out, unless there are no others.

    Attributes:
        meant: for each of its words, the stems that may be meant, and how much each counts.
    """

    def __init__(
        self,
        index: SearchIndex,
        text: str,
        meanings: Callable[[SearchIndex, str], dict[str, float]],
        without: Collection[str] = EMPTY,
    ) -> None:
        words = words_of(text)
        said = dict.fromkeys(stem(word) for word in words if word not in without)
        said = said or dict.fromkeys(map(stem, words))
        self.meant = [meanings(index, word) for word in said]
        self._known = frozenset(word for meant in self.meant for word in meant)
        verbs = frozenset(map(stem, words))
        self._methods = frozenset(method for method, known in METHODS.items() if not verbs.isdisjoint(known))
        self._wants_many = not verbs.isdisjoint(MANY)
        self._wants_one = not self._wants_many and not verbs.isdisjoint(ONE)

    def by_method(self, candidates: Sequence[Candidate], among: Iterable[int]) -> dict[int, float]:
        """The operations that do what the question asks for, whatever it is about; short paths come first."""
        if not self._methods:
            return {}
        fitting = (number for number in among if candidates[number].method.lower() in self._methods)
        return {number: 1 / max(1, candidates[number].path.count("/")) for number in fitting}

    def fit(self, candidate: Candidate, hits: int) -> float:
        """How well an operation's method, path and id fit, as a factor."""
        is_of_one = candidate.path.rstrip("/").endswith("}")
        factor = _NO_WORD + (1 - _NO_WORD) * hits / len(self.meant)
        if self._methods:
            factor *= _RIGHT_METHOD if candidate.method.lower() in self._methods else _WRONG_METHOD
        subject = frozenset(stems_of(last_segment(candidate.path)))
        if subject:
            rest = self._rest(subject)
            factor *= _OTHER_SUBJECT if rest == 1 else 1 - _SUBJECT_REST * rest
        factor *= 1 - _ID_REST * self._rest(frozenset(stems_of(candidate.operation_id)))
        if is_of_one:
            factor *= _ONE_OF_MANY if self._wants_many else _ONE if self._wants_one else 1
            factor *= _POST_TO_ONE if "post" in self._methods else 1
        return factor * (_DEPRECATED if candidate.deprecated else 1)

    def _rest(self, words: Collection[str]) -> float:
        """The share of words that the question has nothing to do with."""
        return sum(word not in self._known for word in words) / len(words) if words else 0.0


def _meant(index: SearchIndex, word: str) -> dict[str, float]:
    share = _GENERAL if word in GENERAL else 1.0
    found = {other: weight * share for other, weight in RELATED.get(word, {}).items()}
    if not index.has(word):
        found |= dict.fromkeys(index.similar(word), _MISSPELT * share)
    return {word: share, **{other: weight for other, weight in found.items() if other != word}}


def _perhaps_meant(index: SearchIndex, word: str) -> dict[str, float]:
    """What a word may mean if no word of its question matches: what related words are related to, or words like it."""
    related = RELATED.get(word, {})
    further = {
        other: share * weight for near, share in related.items() for other, weight in RELATED.get(near, {}).items()
    }
    if any(map(index.has, (*related, *further))):
        return {**further, **related, word: 1.0}
    return {} if word in EMPTY else index.alike(word)


def _pieces(word: str) -> frozenset[str]:
    """The pieces of three letters of a word, before which there is a space."""
    return frozenset(f" {word}"[i : i + 3] for i in range(len(word) - 1))
