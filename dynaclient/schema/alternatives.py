"""Guess which alternative of a union a value is meant for: by distinguishing constants, then by type, then by fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote

from .._support.record import record
from ..document.pointer import tokens_of
from .closure import Closure
from .failure import Failure
from .parts import is_null_schema

_ANYTHING: Mapping[str, Any] = {}


@record
class Alternative:
    """One branch of a union with its references followed, and why the value failed it."""

    schema: Mapping[str, Any]
    failures: tuple[Failure, ...]


@record
class Choice:
    """The main reason why a union failed.

    Attributes:
        best: the alternative that was probably meant, or None.
        tag: the property whose constants distinguish the alternatives, if its value is wrong.
        constants: the values that `tag` may have.
        alternatives: all alternatives, with nested unions flattened.
    """

    best: Alternative | None = None
    tag: str | None = None
    constants: tuple[Any, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


def choose(closure: Closure, branches: list[Any], failure: Failure, value: Any) -> Choice:
    """Choose the branch that the value is probably meant for."""
    every = tuple(_spread(closure, branches, failure))
    fitting = [item for item in every if not _wrong_type(item, failure)]
    if not fitting:
        return Choice(alternatives=every)
    if isinstance(value, Mapping):
        tags = _tags(closure, fitting)
        for tag, by_alternative in tags:
            constants = tuple(dict.fromkeys(c for found in by_alternative for c in found or ()))
            if tag not in value:
                without = [item for item in fitting if not _lacks(item, tag, failure)]
                if not without:
                    return Choice(tag=tag, constants=constants, alternatives=every)
                if len(without) < len(fitting):  # a value without the tag is meant for one that does not demand it
                    fitting = without
                    break
                continue
            given = value[tag]
            meant = [
                item
                for item, found in zip(fitting, by_alternative, strict=True)
                if found is None or any(_same(given, constant) for constant in found)
            ]
            if not meant:
                return Choice(tag=tag, constants=constants, alternatives=every)
            if len(meant) < len(fitting):
                fitting = meant
                break
    elif all(_only_constants(item) for item in fitting):
        return Choice(alternatives=tuple(fitting))
    return Choice(best=min(fitting, key=lambda item: _distance(item, failure)), alternatives=every)


@record
class Discriminated:
    """What the discriminator of a union says.

    Attributes:
        name: its property.
        branches: the index of the branch that each of its values names.
        default: the index of the branch for any other value, and for none; None if there is none.
    """

    name: str
    branches: Mapping[str, int]
    default: int | None = None


def discriminated(closure: Closure, union: Mapping[str, Any], branches: list[Any]) -> Discriminated | None:
    """What a union's discriminator says about its branches.

    None without one, where a branch may have other values, or where constants say more than names do.

    Source: OAS 3.2.0 Discriminator Object: the names of the schemas, those of `mapping`, and `defaultMapping`.
    """
    if "discriminator" not in union:
        return None
    found: Discriminated | None = closure.once(
        "discriminated", branches, lambda: _discriminated(closure, union["discriminator"], branches)
    )
    return found


def _discriminated(closure: Closure, described: Mapping[str, Any], branches: list[Any]) -> Discriminated | None:
    name = described["propertyName"]
    found: dict[str, int] = {}
    fallback = described.get("defaultMapping")
    default = next((i for i, branch in enumerate(branches) if fallback and closure.origin_of(branch) == fallback), None)
    has_constants = default is None
    for i, branch in enumerate(branches):
        if not is_null_schema(branch):
            values = _values(closure, branch, described)
            if not values and i != default:
                return None
            has_constants = has_constants and bool(_constants(closure, closure.followed(branch)).get(name))
            found.update((value, i) for value in values if isinstance(value, str))
    return None if has_constants or not found else Discriminated(name, found, default)


def _values(closure: Closure, branch: Any, described: Mapping[str, Any], depth: int = 0) -> list[Any]:
    """The values of a discriminator that name a branch, or one of the branches in it; empty if any may."""
    schema = closure.view(closure.followed(branch))
    constants = closure.view(schema.properties.get(described["propertyName"])).constants
    origin = closure.origin_of(branch)
    mapped = [value for value, reference in described.get("mapping", {}).items() if reference == origin]
    if constants or not schema.alternatives:
        return [*constants, *mapped] or tokens_of(unquote(origin.partition("#")[2]))[-1:]
    if depth == _MAX_DEPTH:
        return []
    within = schema.discriminator or described
    found = [_values(closure, item, within, depth + 1) for item in schema.alternatives]
    return [*mapped, *(value for values in found for value in values)] if all(found) else []


_MAX_DEPTH = 4
"""Levels of unions within unions that are searched for the values of a discriminator."""


def _spread(closure: Closure, branches: list[Any], failure: Failure) -> Iterator[Alternative]:
    for branch, failures in zip(branches, failure.context, strict=True):
        only = failures[0] if len(failures) == 1 else None
        if only is not None and only.context and only.path == failure.path and all(only.context):
            inner = closure.node(only.schema_path)
            if isinstance(inner, list) and len(inner) == len(only.context):
                yield from _spread(closure, inner, only)
                continue
        schema = closure.followed(branch)
        yield Alternative(schema if isinstance(schema, dict) else _ANYTHING, failures)


def _wrong_type(item: Alternative, failure: Failure) -> bool:
    return any(inner.keyword == "type" and inner.path == failure.path for inner in item.failures)


def _only_constants(item: Alternative) -> bool:
    return all(inner.keyword in ("enum", "const") for inner in item.failures)


def _lacks(item: Alternative, tag: str, failure: Failure) -> bool:
    return any(
        inner.keyword == "required" and tag in inner.names and inner.path == failure.path for inner in item.failures
    )


def _tags(closure: Closure, items: list[Alternative]) -> list[tuple[str, list[list[Any] | None]]]:
    """Properties for which at least two alternatives list constants, the most distinctive first."""
    tables = [closure.once("constants", item.schema, partial(_constants, closure, item.schema)) for item in items]
    names = dict.fromkeys(name for table in tables for name in table)
    tags = [(name, [table.get(name) for table in tables]) for name in names]
    tags = [(name, found) for name, found in tags if sum(item is not None for item in found) >= min(2, len(items))]
    return sorted(tags, key=lambda tag: -sum(item is not None for item in tag[1]))


def _constants(closure: Closure, schema: Any) -> dict[str, list[Any]]:
    """The constants of each property that has any, and only scalars."""
    found = {name: closure.view(described).constants for name, described in closure.view(schema).properties.items()}
    return {
        name: list(constants)
        for name, constants in found.items()
        if constants and not any(isinstance(constant, (list, dict)) for constant in constants)
    }


def _same(given: Any, constant: Any) -> bool:
    return type(given) is type(constant) and bool(given == constant)


def _distance(item: Alternative, failure: Failure) -> tuple[int, int]:
    """How far the value is from the alternative: deeper failures mean that more of the value was right."""
    names = sum(max(1, len(inner.names)) for inner in item.failures)
    depth = max((len(inner.path) for inner in item.failures), default=0)
    return names, -depth
