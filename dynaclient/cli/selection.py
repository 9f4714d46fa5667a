"""`--select`: a part of a value, by JMESPath or JSON Pointer. Knows nothing about where the value came from."""

from __future__ import annotations

from typing import Any

from .._support.wording import either
from ..document.pointer import tokens_of
from .failures import CommandError


class NothingThere(CommandError):
    """A JSON Pointer leads nowhere."""


def select(value: Any, path: str) -> Any:
    """The part of `value` that a path names.

    Args:
        path: a JSON Pointer where it begins with `/`, else JMESPath.

    Source: RFC 6901; jmespath.org/specification.
    """
    return _by_pointer(value, path) if path.startswith("/") else _by_jmespath(value, path)


def check_path(path: str) -> None:
    """Refuse an invalid path before anything is sent."""
    if not path.startswith("/"):
        _compiled(path)


def _by_pointer(value: Any, pointer: str) -> Any:
    for token in tokens_of(pointer):
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isascii() and token.isdigit() and int(token) < len(value):
            value = value[int(token)]
        else:
            has = f"it has {', '.join(map(str, list(value)[:12]))}" if isinstance(value, dict) else _extent(value)
            raise NothingThere(
                f"--select {pointer}: the answer has no {token!r} there; {has}.",
                fix="The call itself was made.",
            )
    return value


def _extent(value: Any) -> str:
    return f"it is a list of {len(value)}" if isinstance(value, list) else "it is neither an object nor a list"


def _by_jmespath(value: Any, path: str) -> Any:
    import jmespath

    try:
        return _compiled(path).search(value)
    except jmespath.exceptions.JMESPathError as error:
        raise CommandError(
            f"--select {path!r} cannot be applied to the answer: {_reason(error)}.", fix="The call itself was made."
        ) from None


def _reason(error: Any) -> str:
    """Why an expression cannot be applied: mostly a function of it, which takes other types."""
    import jmespath

    if isinstance(error, jmespath.exceptions.JMESPathTypeError):
        return f"{error.function_name}() takes {either(error.expected_types)}, not {error.actual_type}"
    return str(error).splitlines()[0].rstrip(".")


def _compiled(path: str) -> Any:
    import jmespath

    try:
        return jmespath.compile(path)
    except jmespath.exceptions.JMESPathError as error:
        reason = str(error).splitlines()[0].removeprefix("Invalid jmespath expression: ").rstrip(".:")
        raise CommandError(
            f"--select {path!r} is not valid JMESPath: {reason}.",
            fix="Quote a name that is not a word: '\"x-name\"'. A path that begins with / is a JSON Pointer.",
        ) from None
