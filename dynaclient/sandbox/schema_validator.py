"""The schema validator behind openapi-core: JSON Schema 2020-12, with ECMA-262 patterns.

With `regress` installed, openapi-schema-validator does so for `pattern`, but without a limit, and not for
`patternProperties` and its dependents. A discriminator is only a hint: the alternatives decide (OAS 3.1.1
Discriminator Object).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from .ecma_pattern import TooComplex, matches

Errors = Iterator[Any]

STEPS = 50_000
"""References that the check of one request may follow: a few seconds."""


class TooManySteps(Exception):
    """A check follows more references than allowed."""


_left: ContextVar[list[int] | None] = ContextVar("left", default=None)
"""The steps that are left for the check in progress."""


@contextmanager
def limited_steps(steps: int = STEPS) -> Iterator[None]:
    """Within this, a check that follows more references raises `TooManySteps`."""
    token = _left.set([steps])
    try:
        yield
    finally:
        _left.reset(token)


def _step() -> None:
    left = _left.get()
    if left is not None:
        left[0] -= 1
        if left[0] < 0:
            raise TooManySteps


@cache
def validator_class() -> Any:
    """The validator class, created on first use."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from openapi_schema_validator import OAS31Validator

    keywords = {word: Draft202012Validator.VALIDATORS[word] for word in ("allOf", "anyOf", "oneOf")}
    follow = OAS31Validator.VALIDATORS["$ref"]

    def reference(validator: Any, target: str, instance: Any, schema: Any) -> Any:
        _step()
        return follow(validator, target, instance, schema)

    return extend(OAS31Validator, {**keywords, **_KEYWORDS, "$ref": reference})  # type: ignore[no-untyped-call]


@cache
def validators_factory() -> Any:
    """The factory that openapi-core creates its validators with."""
    from openapi_core.validation.schemas.factories import SchemaValidatorsFactory

    class Factory(SchemaValidatorsFactory):
        def get_format_checker(self, *_: Any) -> Any:
            """Share one format checker, since formats are not checked; openapi-core would copy its own each time."""
            return self.format_checker

    return Factory(validator_class())


def _error(message: str, **details: Any) -> Any:
    from jsonschema import ValidationError

    return ValidationError(message, **details)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, str):
        try:
            if matches(pattern, instance) is False:
                yield _error(f"{instance!r} does not match {pattern!r}")
        except TooComplex:
            yield _error(f"the pattern {pattern!r} is too complex to check against this text", validator="steps")


def _names_matching(patterns: Iterable[str], names: Iterable[str]) -> dict[str, list[str]]:
    """Pattern → the names it matches. A name that takes too long to match does not count."""
    return {pattern: [name for name in names if _is_found(pattern, name)] for pattern in patterns}


def _is_found(pattern: str, name: str) -> bool:
    try:
        return matches(pattern, name) is True
    except TooComplex:
        return False


def _pattern_properties(validator: Any, described: Mapping[str, Any], instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for pattern, names in _names_matching(described, instance).items():
            for name in names:
                yield from validator.descend(instance[name], described[pattern], path=name, schema_path=pattern)


def _declared(instance: Mapping[str, Any], schema: Mapping[str, Any]) -> set[str]:
    """The members that `properties` and `patternProperties` of one schema cover."""
    properties = schema.get("properties", {})
    found = _names_matching(schema.get("patternProperties", ()), instance)
    return {name for names in found.values() for name in names} | {n for n in instance if n in properties}


def _additional_properties(validator: Any, further: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        declared = _declared(instance, schema)
        extras = [name for name in instance if name not in declared]
        if further is False and extras:
            yield _error(f"{', '.join(map(repr, extras))}: additional properties are not allowed")
        elif further is not False:
            for name in extras:
                yield from validator.descend(instance[name], further, path=name)


def _unevaluated_properties(validator: Any, further: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        known = _evaluated(validator, instance, {**schema, "unevaluatedProperties": None})
        extras = [name for name in instance if name not in known]
        refused = [name for name in extras if not _fits(validator, instance[name], further)]
        if refused:
            yield _error(f"{', '.join(map(repr, refused))}: unevaluated properties are not allowed")


def _fits(validator: Any, value: Any, schema: Any) -> bool:
    return bool(validator.evolve(schema=schema).is_valid(value))


def _evaluated(validator: Any, instance: Mapping[str, Any], schema: Any) -> set[str]:
    """The members that are evaluated by a keyword of the schema or of a valid subschema.

    Source: JSON Schema 2020-12 core, section 11.3.
    """
    if not isinstance(schema, Mapping):
        return set()
    found = _declared(instance, schema)
    for word in ("additionalProperties", "unevaluatedProperties"):
        if schema.get(word) is not None:
            found |= instance.keys()  # the schema is valid, so this keyword evaluated the rest
    if "$ref" in schema:
        _step()
        target = validator._resolver.lookup(schema["$ref"])  # noqa: SLF001  # as its own keywords do
        inner = validator.evolve(schema=target.contents, _resolver=target.resolver)
        found |= _evaluated(inner, instance, target.contents)
    parts = [part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ())]
    parts += [part for name, part in schema.get("dependentSchemas", {}).items() if name in instance]
    if "if" in schema:
        holds = _fits(validator, instance, schema["if"])
        parts += [schema["if"], schema.get("then")] if holds else [schema.get("else")]
    for part in parts:
        if part is not None and _fits(validator, instance, part):
            found |= _evaluated(validator, instance, part)
    return found


_KEYWORDS = {
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "unevaluatedProperties": _unevaluated_properties,
}
