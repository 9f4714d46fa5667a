"""Reasons to refuse a request, made from openapi-core's errors. Does not know the shape of an API's errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .._support.wording import shown

_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason.

    Attributes:
        status: the HTTP status; 400 means 400 or 422, whichever the operation declares.
        param: the field or parameter at fault, or "".
        location: path, query, header, cookie or body, or "".
        code: a machine-readable code.
        headers: headers to send with it.
    """

    status: int
    message: str
    param: str = ""
    location: str = ""
    code: str = "invalid_request"
    headers: tuple[tuple[str, str], ...] = ()
    is_schema: bool = False

    def __str__(self) -> str:
        return self.message


def refusal_of(error: Exception) -> Refusal:
    """One error of openapi-core as a refusal."""
    from openapi_core.validation.request import exceptions

    if isinstance(error, exceptions.SecurityValidationError):
        return Refusal(401, "You did not provide credentials that this operation accepts.", code="missing_credentials")
    location, name = getattr(error, "location", ""), getattr(error, "name", "")
    if isinstance(error, exceptions.MissingParameterError):
        return Refusal(
            400,
            f"Missing required {location} parameter: '{name}'.",
            name,
            location,
            "missing_parameter",
            is_schema=True,
        )
    if isinstance(error, exceptions.ParameterValidationError):
        what, path = _schema_message(error)
        return Refusal(400, f"Invalid {location} parameter '{name}{path}': {what}", name, location, is_schema=True)
    if isinstance(error, exceptions.MissingRequestBodyError):
        return Refusal(400, "A request body is required.", location="body", code="missing_body", is_schema=True)
    what, path = _schema_message(error)
    field = path.strip(".")
    return Refusal(400, f"Invalid body{f' at {field!r}' if field else ''}: {what}", field, "body", is_schema=True)


def _schema_message(error: Exception) -> tuple[str, str]:
    """The most specific schema error behind an error, and its place in the value."""
    cause: Any = error.__cause__ or error
    schema_errors = list(getattr(cause, "schema_errors", ()))
    return reason_among(schema_errors) if schema_errors else (_message_of(cause), "")


def reason_among(schema_errors: Iterable[Any]) -> tuple[str, str]:
    """The most specific of some errors of jsonschema in words, and its place in the value (`.a.b[0]`)."""
    from jsonschema.exceptions import best_match

    best = best_match(schema_errors)
    path = "".join(f"[{token}]" if isinstance(token, int) else f".{token}" for token in best.absolute_path)
    if best.validator == "required":
        missing = next((name for name in best.validator_value if name not in best.instance), "")
        return f"'{missing}' is required.", f"{path}.{missing}"
    if best.validator in _WORDS:
        return f"{shown(best.instance)} {_WORDS[best.validator]} {shown(best.validator_value, limit=200)}.", path
    return best.message[:_LIMIT], path


def _message_of(error: Exception) -> str:
    try:
        return str(error)[:_LIMIT]
    except AttributeError:  # openapi-core's text for a parameter that is not JSON shows its value as bytes
        return "it cannot be parsed as the declared type"


_WORDS = {
    "type": "is not of type",
    "enum": "is not one of",
    "const": "is not",
    "minimum": "is less than the minimum of",
    "maximum": "is greater than the maximum of",
    "minLength": "is shorter than",
    "maxLength": "is longer than",
    "pattern": "does not match",
}


class Refused(Exception):
    """The request is valid, but what it asks for is not there, or not possible."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal
