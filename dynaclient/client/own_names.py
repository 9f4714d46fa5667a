"""Operations that a client does not have as attributes, because an attribute of its own has that name."""

from __future__ import annotations

from ..errors import UnknownOperation
from ..model import Operations
from ..types import MISSING


def hidden_operations(client: type, operations: Operations) -> list[str]:
    """The ids of the operations that attributes of a client class hide, in alphabetical order of these."""
    names = (name for name in dir(client) if not name.startswith("_"))
    found = (name if name in operations else operations.aliases.get(name) for name in names)
    return list(dict.fromkeys(name for name in found if name is not None))


def no_operation(client: type, operations: Operations, given: object) -> UnknownOperation:
    """The error of a call that does not name its operation, such as `client.validate()`."""
    name = "" if given is MISSING else repr(given)[:60]
    return UnknownOperation(name, hidden=hidden_operations(client, operations))
