"""Strict conformance: what openapi-spec-validator, an independent implementation, finds in a document.

Only `dynaclient check` uses this, for authors of documents; calls accept real documents as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .._support.headers import is_token
from .._support.wording import shown
from .dialects import is_own_dialect
from .document import Document
from .place import Place, Problem
from .pointer import pointer_to
from .written import iter_written

_CONSEQUENCE = "the standard forbids it; calls work anyway"


def iter_departures(document: Document) -> Iterator[Problem]:
    """The departures of a document from the standard, in the validator's order, without repetitions."""
    import openapi_spec_validator

    dialect = document.dialect
    kind: Any = getattr(openapi_spec_validator, dialect.validator)
    written, _ = document.follow({"$ref": "#"}, Place(document.uri))
    root = _without_dialect(written)
    seen: set[tuple[str, str]] = set()
    try:
        for error in kind(root, base_uri=document.uri).iter_errors():
            found = _innermost(error)
            where, what = _place(root, found), _words(found)
            if (where, what) not in seen:
                seen.add((where, what))
                yield Problem(where, what, _CONSEQUENCE, "standard")
    except Exception as error:  # noqa: BLE001  # a document may crash the validator; the rest of the check goes on
        reason = str(error).partition("\n")[0].partition(" within ")[0]
        what = f"openapi-spec-validator gave up: {type(error).__name__}: {reason}"
        yield Problem("#", what, _CONSEQUENCE, "standard")
    yield from _names_of_headers(root, document, is_2=dialect.is_2)


def _names_of_headers(root: Mapping[str, Any], document: Document, *, is_2: bool) -> Iterator[Problem]:
    """Headers with names that none can have, which the validator overlooks. Source: OAS 3.2.0, 4.12.1 and 4.21."""
    for kind, value, place in iter_written(root, document.uri, is_2=is_2):
        if kind == "parameter" and value.get("in") == "header":
            names = [(value.get("name"), place.child("name"))]
        elif kind in ("response", "encoding") and isinstance(value.get("headers"), Mapping):
            names = [(name, place.child("headers", name)) for name in value["headers"]]
        else:
            continue
        for name, at in names:
            if isinstance(name, str) and not is_token(name):
                what = f"{shown(name)} cannot be the name of a header: it is not a token"
                yield Problem(document.reference_at(at), what, _CONSEQUENCE, "standard")


def _without_dialect(root: Any) -> Any:
    """The document without `jsonSchemaDialect` and `$schema` where they name a dialect of OpenAPI itself.

    The validator knows some dates of it.
    """

    def is_own(item: tuple[Any, Any]) -> bool:
        return item[0] in ("jsonSchemaDialect", "$schema") and isinstance(item[1], str) and is_own_dialect(item[1])

    def copied(value: Any) -> Any:
        if isinstance(value, list):
            return [copied(item) for item in value]
        if isinstance(value, dict):
            return {key: copied(item) for key, item in value.items() if not is_own((key, item))}
        return value

    return copied(root) if isinstance(root.get("jsonSchemaDialect"), str) else root


def _innermost(error: Any) -> Any:
    """The most useful reason: the one from the closest alternative, not that no alternative fits."""
    from jsonschema.exceptions import ValidationError, best_match

    return best_match([error]) if isinstance(error, ValidationError) and error.context else error


def _place(root: Any, error: Any) -> str:
    """The place of the error. For schemas inside a document, the validator only gives the place within the schema."""
    value, path = root, list(error.absolute_path)
    for token in path:
        try:
            value = value[token]
        except (KeyError, IndexError, TypeError):
            value = None
            break
    if path:
        return f"in a schema, {pointer_to(path)}" if value is None else f"#{pointer_to(path)}"
    schema = getattr(error, "schema", None)
    if isinstance(schema, (dict, bool)) and error.instance != root:
        return f"the default of {shown(schema, limit=100)}"
    return "#"


def _words(error: Any) -> str:
    """What is wrong, and the rule of the standard that says so."""
    message = str(getattr(error, "message", error)).partition("\n")[0]  # one engine adds a long explanation
    rule = _rule(list(getattr(error, "absolute_schema_path", ())))
    if len(message) > 300 and hasattr(error, "instance"):  # the library prints the whole value
        return f"{shown(error.instance)} does not fit{rule or ' the standard'}"
    return f"{message}{f' (the rule{rule})' if rule else ''}"


def _rule(path: list[Any]) -> str:
    """A place in the standard's own schema in words: ` minProperties of responses`; "" if it is not known."""
    if not path:
        return ""
    names = [path[i + 1] for i in range(len(path) - 1) if path[i] == "$defs"]
    return f" `{path[-1]}`{f' of {names[-1]}' if names else ''}"
