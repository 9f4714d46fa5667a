"""Explain failures to people: what was expected, what was given, and the closest valid choice.

The failure of a union is explained by the alternative that the value was meant for (see `alternatives`), never by "is
not valid under any of the given schemas".
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from .._support.secret_names import MASK, is_secret_name
from .._support.spelling import is_misspelling, nearest
from .._support.wording import did_you_mean, either, kind_of, shown
from ..document.pointer import pointer_to
from .alternatives import Alternative, Discriminated, choose, discriminated
from .closure import Closure
from .failure import Failure, Finding, Path
from .formats import FORMATS
from .marks import CHOOSES, UNSENT, WAS, WRAPS
from .view import SchemaView
from .wording import limit_text

MAX_LISTED = 25
"""Enum values that a message lists before it only counts the rest."""

_NULL = {"type": "null"}
_NONE: Mapping[str, str] = {}

_MESSAGES = {"readOnly": "request", "writeOnly": "response"}
"""The flag of a property → the message that must not have it."""


def explain(closure: Closure, value: Any, failures: Iterable[Failure], name: str = "") -> list[Finding]:
    """The findings for a value that failed, without repetitions. `name` is the name of the value."""
    explainer = _Explainer(closure, value, name)
    found: dict[tuple[str, str, str], Finding] = {}
    for failure in failures:
        for finding in explainer.findings(failure):
            found.setdefault((finding.path, finding.keyword, finding.message), finding)
    return list(found.values())


class _Explainer:
    def __init__(self, closure: Closure, value: Any, name: str) -> None:
        self._closure = closure
        self._value = value
        self._name = name

    def _given(self, path: Path, value: Any) -> str:
        """The value in words; a value with a secret name is masked."""
        names = [token for token in (self._name, *path)[-2:] if isinstance(token, str)]
        return MASK if isinstance(value, str) and any(map(is_secret_name, names)) else _in_words(value)

    def findings(self, failure: Failure) -> list[Finding]:
        if failure.keyword in ("anyOf", "oneOf"):
            return self._union(failure)
        value = _at(self._value, failure.path)
        parent = self._closure.node(failure.schema_path[:-1]) if failure.schema_path else {}
        limit = parent.get(failure.keyword) if isinstance(parent, dict) else None
        if failure.keyword in ("required", "dependentRequired"):
            return [self._missing(failure, name) for name in failure.names]
        if failure.keyword in ("additionalProperties", "unevaluatedProperties") and failure.names:
            return [self._unexpected(failure, name, value, parent) for name in failure.names]
        keyword = failure.keyword
        if isinstance(parent, dict) and UNSENT in parent:
            return [self._unsent(failure, value, parent[UNSENT])]
        if isinstance(parent, dict) and CHOOSES in parent:
            base = failure.schema_path[:-5]  # … allOf, its index, properties, a name, enum
            return [self._unknown_subtype(base, failure.path, parent["enum"], value)]
        if isinstance(parent, dict) and parent.get(WAS, _NONE).get(keyword) == "format":  # the limits of a format
            keyword, limit = "format", parent["format"]
        say = _SAYINGS.get(keyword, _otherwise)
        text = say(limit, value, self._given(failure.path, value))
        return [self._finding(failure, failure.path, text, value, keyword)]

    def _finding(self, failure: Failure, path: Path, text: str, value: Any, keyword: str = "") -> Finding:
        return Finding(
            pointer_to(path), keyword or failure.keyword, text, value, self._closure.reference(failure.schema_path)
        )

    def _unsent(self, failure: Failure, value: Any, keyword: str) -> Finding:
        text = f"this is `{keyword}`: it is not part of a {_MESSAGES[keyword]}; leave it out"
        return Finding(
            pointer_to(failure.path), keyword, text, value, self._closure.reference(failure.schema_path[:-1])
        )

    def _unknown_subtype(self, base: Path, path: Path, values: Iterable[Any], given: Any) -> Finding:
        """The value of a discriminator names no schema. `base` is the path of the schema that has the discriminator."""
        text = _enum(list(values), given, self._given(path, given), f" by the discriminator {shown(path[-1])}")
        return Finding(
            pointer_to(path), "discriminator", text, given, self._closure.reference((*base, "discriminator"))
        )

    def _missing(self, failure: Failure, name: str) -> Finding:
        parent = self._closure.node(failure.schema_path[:-1])
        described = self._closure.view(parent).properties.get(name, True)
        near = self._misspelt(_at(self._value, failure.path), name, self._closure.property_names(parent))
        return self._finding(
            failure, (*failure.path, name), f"this is required and missing: {self.describe(described)}{near}", None
        )

    @staticmethod
    def _misspelt(value: Any, name: str, known: Container[str]) -> str:
        """What to say if a value has a missing name misspelt."""
        given = (key for key in value if isinstance(key, str) and key not in known) if isinstance(value, dict) else ()
        found = next((key for key in given if is_misspelling(key, name)), None)
        return f"; {found!r}, which is given, looks like a misspelling of it" if found is not None else ""

    def _unexpected(self, failure: Failure, name: str, value: Any, parent: Mapping[str, Any]) -> Finding:
        known = [key for key in self._closure.property_names(parent) if key not in value]
        hint = did_you_mean(name, known)
        if not hint and known:
            listed = ", ".join(known[:MAX_LISTED])
            hint = f" Known here: {listed}{', …' if len(known) > MAX_LISTED else ''}."
        return self._finding(failure, (*failure.path, name), f"there is no such property here.{hint}", value.get(name))

    def _union(self, failure: Failure) -> list[Finding]:
        value = _at(self._value, failure.path)
        keyword = failure.schema_path[-1]
        parent = self._closure.node(failure.schema_path[:-1])
        branches = parent[keyword]
        if WRAPS in parent:  # "or null": the value is not null, so the other alternative was meant
            return [finding for inner in failure.context[parent[WRAPS]] for finding in self.findings(inner)]
        if any(not context for context in failure.context) or len(failure.context) != len(branches):
            text = "this fits more than one of the alternatives, but exactly one is allowed"
            return [self._finding(failure, failure.path, text, value)]
        named = discriminated(self._closure, parent, branches)
        if named is not None and isinstance(value, Mapping):
            return self._discriminated(failure, value, named)
        choice = choose(self._closure, branches, failure, value)
        if choice.tag is not None:
            path = (*failure.path, choice.tag)
            given = value.get(choice.tag) if isinstance(value, Mapping) else None
            if isinstance(value, Mapping) and choice.tag not in value:
                text = f"this is required and missing: {_one_of(choice.constants)}"
                text += self._misspelt(value, choice.tag, self._closure.property_names(parent))
                return [self._finding(failure, path, text, None, "required")]
            text = _enum(list(choice.constants), given, self._given(path, given))
            return [self._finding(failure, path, text, given, "enum")]
        if choice.best is None:
            return [self._no_alternative(failure, choice.alternatives, value)]
        out = []
        for inner in choice.best.failures:
            out.extend(self.findings(inner))
        return out

    def _discriminated(self, failure: Failure, value: Mapping[str, Any], by: Discriminated) -> list[Finding]:
        """The failures of the alternative that a discriminator names, or that it names none."""
        name, by_value = by.name, by.branches
        path, base = (*failure.path, name), failure.schema_path[:-1]
        given = value.get(name)
        is_named = isinstance(given, str) and given in by_value
        if by.default is not None and not is_named:
            return [finding for inner in failure.context[by.default] for finding in self.findings(inner)]
        if name not in value:
            text = f"this is required and missing: {_one_of(by_value)} by the discriminator"
            parent = self._closure.node(base)
            text += self._misspelt(value, name, self._closure.property_names(parent))
            return [self._finding(failure, path, text, None, "required")]
        if not is_named:
            return [self._unknown_subtype(base, path, by_value, given)]
        return [finding for inner in failure.context[by_value[str(given)]] for finding in self.findings(inner)]

    def _no_alternative(self, failure: Failure, alternatives: tuple[Alternative, ...], value: Any) -> Finding:
        """No alternative has the type or constants of the value: describe them all."""
        values = [constant for item in alternatives for constant in self._closure.view(item.schema).constants]
        given = self._given(failure.path, value)
        if values and isinstance(value, str):
            return self._finding(failure, failure.path, _enum(values, value, given), value, "enum")
        text = f"expected {self._either(item.schema for item in alternatives)}, given {given}{_id_of(value)}"
        return self._finding(failure, failure.path, text, value, "type")

    def _either(self, schemas: Iterable[Any]) -> str:
        """Alternatives in a few words; constants are omitted if any value of their type is allowed."""
        read = [self._closure.view(schema) for schema in schemas]
        any_of = {kind for each in read if not each.constants for kind in _types(each)}
        listed = [each for each in read if not each.constants or not any_of.issuperset(map(kind_of, each.constants))]
        return either(list(dict.fromkeys(map(self._in_words, listed))))

    def describe(self, schema: Any) -> str:
        """A schema in a few words: `string`, `array of integers`, `one of "a", "b"`."""
        return self._in_words(self._closure.view(schema))

    def _in_words(self, described: SchemaView) -> str:
        if described.constants:
            return _one_of(described.constants)
        if described.alternatives:
            return self._either([*described.alternatives, *([_NULL] if described.nullable else [])])
        kinds = _types(described)
        if kinds == ["array"]:
            inner = _types(self._closure.view(described.items))
            return f"array of {inner[0]}s" if len(inner) == 1 and inner != ["null"] else "array"
        return either(kinds) or "a value"


def _types(described: SchemaView) -> list[str]:
    return [*described.types, "null"] if described.nullable else list(described.types)


def _at(value: Any, path: Path) -> Any:
    for token in path:  # an engine may return a name of digits as a number
        value = value[int(token)] if isinstance(value, list) else value[str(token)]
    return value


def _in_words(value: Any) -> str:
    if isinstance(value, (dict, list, tuple)):
        return f"{_article(kind_of(value))} {kind_of(value)}" + (f" of {len(value)}" if value else " that is empty")
    return f"{kind_of(value)} {shown(value)}" if value is not None and not isinstance(value, bool) else shown(value)


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _one_of(values: Iterable[Any]) -> str:
    texts = list(dict.fromkeys(shown(value) for value in values))
    if len(texts) == 1:
        return texts[0]
    more = f" or {len(texts) - MAX_LISTED} more" if len(texts) > MAX_LISTED else ""
    return f"one of {', '.join(texts[:MAX_LISTED])}{more}"


def _enum(values: list[Any], value: Any, given: str, why: str = "") -> str:
    if not values:
        return f"the document lists no value that is allowed here, given {given}"
    hint = ""
    if isinstance(value, str) and given != MASK:
        close = nearest(value, [known for known in values if isinstance(known, str)], limit=1)
        hint = f". Did you mean {shown(close[0])}?" if close else ""
    return f"expected {_one_of(values)}{why}, given {given}{hint}"


def _length(keyword: str) -> Callable[[Any, Any, str], str]:
    return lambda limit, value, given: f"expected {limit_text(keyword, limit)}, given {len(value)}"


def _bound(keyword: str, before: str = "") -> Callable[[Any, Any, str], str]:
    return lambda limit, value, given: f"expected {before}{limit_text(keyword, limit)}, given {given}"


def _type(limit: Any, value: Any, given: str) -> str:
    expected = either(list(limit)) if isinstance(limit, list) else str(limit)
    hint = "; leave it out if you mean no value" if value is None else _id_of(value)
    return f"expected {expected}, given {given}{hint}"


def _id_of(value: Any) -> str:
    """What to do with an object where its id was probably meant."""
    has_id = isinstance(value, Mapping) and isinstance(value.get("id"), (str, int))
    return "; pass its 'id', not the whole of it" if has_id else ""


def _otherwise(limit: Any, value: Any, given: str) -> str:
    return f"not allowed here: {given}"


_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_LENGTHS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_SAYINGS: dict[str, Callable[[Any, Any, str], str]] = {
    "type": _type,
    "enum": lambda limit, value, given: _enum(list(limit), value, given),
    "const": lambda limit, value, given: _enum([limit], value, given),
    **{keyword: _bound(keyword) for keyword in _BOUNDS},
    **{keyword: _length(keyword) for keyword in _LENGTHS},
    "pattern": _bound("pattern", "text that "),
    "format": lambda limit, value, given: f"expected {FORMATS[limit].words}, given {given}",
    "uniqueItems": lambda limit, value, given: "expected items that all differ, but some repeat",
    "propertyNames": lambda limit, value, given: "one of the property names is not allowed here",
    "contains": lambda limit, value, given: "no item fits `contains`, but at least one must",
}
