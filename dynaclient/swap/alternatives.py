"""Which alternatives of two unions belong together: by what distinguishes them, by name, by members."""

from __future__ import annotations

from dataclasses import replace

from .admitted import Case
from .cases import admits
from .reading import SchemaReader

_MOST_TAGS = 3
"""Values of a member that may still name the kind of an object."""


def affinity(one: Case, other: Case, reader: SchemaReader, other_reader: SchemaReader) -> float:
    """How much two cases of the same type are the same alternative; below 0 if they cannot be."""
    score = 0.0
    if one.name and one.name == other.name:
        score += 4
    if one.type == "object":
        tags, others = _tags(one, reader), _tags(other, other_reader)
        for name in tags.keys() & others.keys():
            if tags[name].isdisjoint(others[name]):
                return -1
            score += 4
        names = one.properties.keys() | other.properties.keys()
        common = one.properties.keys() & other.properties.keys()
        return score + (3 * len(common) / len(names) if names else 2)
    if one.values is not None and other.values is not None:
        common_values = [value for value in one.values if value in other.values]
        return score + 3 * len(common_values) / max(len(one.values), len(other.values), 1)
    return score + (1 if (one.values is None) == (other.values is None) else 0.5)


def _tags(case: Case, reader: SchemaReader) -> dict[str, frozenset[str]]:
    """The members whose few constants are texts, and these."""
    found = {}
    for name, node in case.properties.items():
        cases = reader.read(node).cases
        texts = cases.get("string")
        if texts is None or len(cases) > 1 or len(texts) > 1 or not texts[0].values:
            continue
        if len(texts[0].values) <= _MOST_TAGS and name in case.required:
            found[name] = frozenset(texts[0].values)
    return found


def split_values(old: list[Case], new: list[Case]) -> tuple[list[Case], list[Case]]:
    """Cases of scalars, in which the constants that a case of the other side admits are a case of their own."""
    return _split(old, new), _split(new, old)


def _split(cases: list[Case], others: list[Case]) -> list[Case]:
    found = []
    for case in cases:
        if case.values is None or len(others) < 2:
            found.append(case)
            continue
        groups: dict[int, list[object]] = {}
        for value in case.values:
            index = next((i for i, other in enumerate(others) if admits(other, value)), -1)
            groups.setdefault(index, []).append(value)
        found += [case] if len(groups) < 2 else [replace(case, values=tuple(group)) for group in groups.values()]
    return found
