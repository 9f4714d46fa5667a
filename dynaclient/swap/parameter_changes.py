"""What changed in the parameters of an operation: added, removed, renamed, moved, and each by itself."""

from __future__ import annotations

from collections.abc import Iterator

from ..document.names import TEMPLATE
from ..model.media_types import essence
from ..model.values import Parameter
from ..schema.view import properties_of
from .changes import Change
from .sides import OperationPair, node_of, place_of
from .similar import similar_pairs

Key = tuple[str, str]


def parameter_changes(pair: OperationPair) -> Iterator[Change]:
    """The changes of all parameters of an operation."""
    old = {_key(parameter): parameter for parameter in pair.old.parameters}
    new = {_key(parameter): parameter for parameter in pair.new.parameters}
    lost = [key for key in old if key not in new]
    gained = [key for key in new if key not in old]
    for before, after in [*_moved(lost, gained), *_renamed(pair, old, new, lost, gained)]:
        if before in lost and after in gained:
            lost.remove(before)
            gained.remove(after)
            yield from _same(pair, old[before], new[after])
            yield from _apart(pair, old[before], new[after])
    for key in lost:
        yield _change(pair, "parameter-removed", "it is gone", old[key])
    for key in gained:
        yield from _gained(pair, new[key])
    for key, parameter in old.items():
        if key in new:
            yield from _same(pair, parameter, new[key])


def _key(parameter: Parameter) -> Key:
    name = parameter.name.lower() if parameter.location == "header" else parameter.name
    return parameter.location, name


def _moved(lost: list[Key], gained: list[Key]) -> list[tuple[Key, Key]]:
    """The same name in another location."""
    return [
        (before, after)
        for before in lost
        for after in gained
        if before[1].lower() == after[1].lower() and before != after
    ]


def _renamed(
    pair: OperationPair, old: dict[Key, Parameter], new: dict[Key, Parameter], lost: list[Key], gained: list[Key]
) -> Iterator[tuple[Key, Key]]:
    """Another name in the same location: in the path by its place, elsewhere by its schema."""
    before_names, after_names = TEMPLATE.findall(pair.old.path), TEMPLATE.findall(pair.new.path)
    if len(before_names) == len(after_names):
        yield from (
            (("path", before), ("path", after))
            for before, after in zip(before_names, after_names, strict=True)
            if ("path", before) in lost and ("path", after) in gained
        )
    for location in ("query", "querystring", "header", "cookie"):
        befores = [name for place, name in lost if place == location]
        afters = [name for place, name in gained if place == location]

        def is_same(before: str, after: str, location: str = location) -> bool:
            one, other = old[location, before], new[location, after]
            values = pair.sides.requests.pair(node_of(one), node_of(other))
            return one.required == other.required and pair.sides.requests.is_equal(values)

        for before, after in similar_pairs(
            befores, afters, is_same, needs_likeness=not _is_telling(befores, old, location)
        ):
            yield (location, before), (location, after)


def _is_telling(names: list[str], table: dict[Key, Parameter], location: str) -> bool:
    """Whether a schema says enough to know a parameter by it: more than a type."""
    return all(len(set(table[location, name].schema) - {"type", "description", "title"}) > 0 for name in names)


def _apart(pair: OperationPair, old: Parameter, new: Parameter) -> Iterator[Change]:
    """The change of name or location."""
    if old.location != new.location:
        text = f"it is in the {new.location} now, and was in the {old.location}"
        yield _change(pair, "parameter-moved", text, old, new)
    elif _key(old) != _key(new):
        yield _change(pair, "parameter-renamed", f"it is called {new.name!r} now", old, new)


def _gained(pair: OperationPair, new: Parameter) -> Iterator[Change]:
    if not new.required:
        kind = "parameter-added"
    elif new.must_be_given:
        kind = "required-parameter-added"
    else:
        kind = "required-parameter-with-default-added"
    required = ", and required" if new.required else ""
    argument = f"{new.location}:{new.name}"
    yield _change(pair, kind, f"it is new{required}", None, new)
    body = pair.old.request_body
    others = {other.name for other in pair.old.parameters}
    for media_type in body.content.values() if body else ():
        others.update(properties_of(pair.sides.old, media_type.schema))
    if new.name in others or new.python_name in others:
        text = f"the name {new.name!r} alone no longer means what it did: write {argument!r} for the new parameter"
        yield _change(pair, "parameter-name-clash", text, None, new)


def _same(pair: OperationPair, old: Parameter, new: Parameter) -> Iterator[Change]:
    """The changes of a parameter apart from its name and location."""
    if old.must_be_given != new.must_be_given:
        is_needed = new.must_be_given
        text = "it is required now" if is_needed else "it is no longer required"
        yield _change(pair, "parameter-required" if is_needed else "parameter-optional", text, old, new)
    if old.deprecated != new.deprecated:
        kind = "parameter-deprecated" if new.deprecated else "flag-removed"
        yield _change(pair, kind, f"it is {'now' if new.deprecated else 'no longer'} deprecated", old, new)
    if old.location == new.location:
        yield from _form(pair, old, new)
    pair.sides.collected.texts += (old.description != new.description) + (old.example != new.example)
    requests = pair.sides.requests
    values = requests.pair(node_of(old), node_of(new), place_of(old, pair.old), place_of(new, pair.new))
    for change in pair.values(requests, values, f"{old.location} {old.name}", f"{old.location}:{old.name}"):
        if change.kind in _OF_NULL and change.where == f"{old.location} {old.name}" and not old.content:
            continue  # null is not sent in a parameter. Source: OAS 3.1.1 Parameter Object, "Style Examples"
        yield change


_OF_NULL = ("null-refused", "null-admitted")


def _form(pair: OperationPair, old: Parameter, new: Parameter) -> Iterator[Change]:
    """How the value is written."""
    before, after = _style(old), _style(new)
    if before != after:
        yield _change(pair, "style-changed", f"it is written as {after} now, and was written as {before}", old, new)
    if old.allow_empty_value != new.allow_empty_value:
        kind = "empty-value-allowed" if new.allow_empty_value else "empty-value-refused"
        yield _change(pair, kind, f"an empty value is {'now' if new.allow_empty_value else 'no longer'} sent", old, new)
    if old.allow_reserved != new.allow_reserved:
        text = f"reserved characters are {'no longer' if new.allow_reserved else 'now'} encoded"
        yield _change(pair, "reserved-changed", text, old, new)


def _style(parameter: Parameter) -> str:
    """The form of a value; scalars look the same in several styles, and with and without `explode`."""
    if parameter.content:
        return essence(parameter.content)
    kinds = parameter.type if isinstance(parameter.type, tuple) else (parameter.type,)
    if {"array", "object", None}.isdisjoint(kinds):
        return parameter.style if parameter.location == "path" else "a plain value"
    return f"{parameter.style}, {'each value by itself' if parameter.explode else 'all values in one'}"


def _change(pair: OperationPair, kind: str, text: str, old: Parameter | None, new: Parameter | None = None) -> Change:
    one = old or new
    assert one is not None  # a change is about a parameter of one side at least
    return pair.change(
        kind,
        text,
        f"{one.location} {one.name}",
        argument=f"{one.location}:{one.name}",
        old_pointer=place_of(old, pair.old) if old else "",
        new_pointer=place_of(new, pair.new) if new else "",
    )
