"""Strict conformance: what openapi-spec-validator, an independent implementation, finds in a document.

Only `dynaclient check` uses this, for authors of documents; calls accept real documents as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .._support.wording import shown
from .document import Document
from .place import Place, Problem
from .pointer import pointer_to

_CONSEQUENCE = "the standard forbids it; calls work anyway"


def iter_departures(document: Document) -> Iterator[Problem]:
    """The departures of a document from the standard, in the validator's order, without repetitions."""
    from openapi_spec_validator import OpenAPIV2SpecValidator, OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

    validators = {"2": OpenAPIV2SpecValidator, "3.0": OpenAPIV30SpecValidator}
    kind: Any = validators.get("2" if document.version.startswith("2") else document.version[:3])
    root, _ = document.follow({"$ref": "#"}, Place(document.uri))
    seen: set[tuple[str, str]] = set()
    try:
        for error in (kind or OpenAPIV31SpecValidator)(root, base_uri=document.uri).iter_errors():
            found = _innermost(error)
            where, what = _place(root, found), _words(found)
            if (where, what) not in seen:
                seen.add((where, what))
                yield Problem(where, what, _CONSEQUENCE, "standard")
    except Exception as error:  # noqa: BLE001  # a document may crash the validator; the rest of the check goes on
        reason = str(error).partition("\n")[0].partition(" within ")[0]
        what = f"openapi-spec-validator gave up: {type(error).__name__}: {reason}"
        yield Problem("#", what, _CONSEQUENCE, "standard")


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
    if path and value is not None:
        return f"#{pointer_to(path)}"
    if path:
        return f"in a schema, {pointer_to(path)}"
    return f"the default of {shown(getattr(error, 'schema', None), limit=100)}"


def _words(error: Any) -> str:
    message = str(getattr(error, "message", error)).partition("\n")[0]  # one engine adds a long explanation
    if len(message) > 300 and hasattr(error, "instance"):  # the library prints the whole value
        return f"{shown(error.instance)} does not fit `{error.validator}: {shown(error.validator_value)}`"
    return message
