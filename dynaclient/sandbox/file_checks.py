"""A file of corrections and its errors: each names the file, what is wrong in it, and what could be there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.wording import did_you_mean, shown
from ..errors import DocumentError


class ModelFileError(DocumentError):
    """The file of corrections does not fit the document, or is not one."""


class CheckedFile:
    """Checks the values of a file.

    Args:
        source: the file's name in errors; "" for the table that comes with the sandbox.
    """

    def __init__(self, source: str) -> None:
        self.source = source

    def fail(self, message: str, pointer: str = "") -> ModelFileError:
        """The error that the file has."""
        return ModelFileError(message, source=self.source, pointer=pointer)

    def mapping(self, value: Any, where: str) -> Mapping[str, Any]:
        """The value, which has to be an object."""
        if not isinstance(value, Mapping):
            raise self.fail(f"{where} must be an object, not {shown(value)}")
        return value

    def known(self, value: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
        """Refuse names that have no meaning."""
        for name in value:
            if name not in names:
                hint = did_you_mean(str(name), names)
                raise self.fail(f"{where} has no {name!r}.{hint} It has {', '.join(names)}")

    def number(self, given: Mapping[str, Any], name: str, default: Any, where: str) -> Any:
        """A number from 0, or the default."""
        value = given.get(name, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
            raise self.fail(f"{where}: {name} must be a number from 0, not {shown(value)}")
        return value
