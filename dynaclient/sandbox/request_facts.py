"""What a request contains about its resource: its path, its fields, its filters, the action it asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ..document import Document
from ..model import Operation
from ..schema.view import properties_of
from ..types import MISSING
from .judge import Accepted
from .life_model import states_in
from .pages import is_paging


def path_text(accepted: Accepted, name: str) -> str:
    """The value of a path parameter, as a key."""
    value = accepted.parameters["path"].get(name, "")
    return value if isinstance(value, str) else json.dumps(value)


def fields_of(accepted: Accepted) -> dict[str, Any]:
    """The members of the body if it is an object, without files."""
    body = accepted.body if isinstance(accepted.body, dict) else {}
    files = {upload.name for upload in accepted.uploads}
    return {name: value for name, value in body.items() if name not in files}


def filters(operation: Operation, accepted: Accepted) -> Callable[[Any], bool]:
    """Whether an item passes the filters of a list request: `status=open` selects the open ones."""
    wanted = {
        name: value
        for name, value in accepted.parameters["query"].items()
        if isinstance(value, (str, bool, list)) and not is_paging(name)
    }

    def passes(item: Any) -> bool:
        if not isinstance(item, dict):
            return True
        for name, value in wanted.items():
            found = item.get(name, MISSING)
            if found is None and isinstance(value, str) and name.endswith("_id"):
                return False
            if isinstance(found, (str, bool)) and found not in (value if isinstance(value, list) else [value]):
                return False
        return True

    return passes


def states_after(document: Document, schema: Any, value: dict[str, Any], verb: str) -> dict[str, Any]:
    """The members that an action changes: `cancel` sets a `status` to `cancelled` if that is one of its values."""
    found: dict[str, Any] = {}
    for name, described in properties_of(document, schema).items():
        if name not in value or not isinstance(value[name], str):
            continue
        choices = states_in(document, described)
        alike = [choice for choice in choices if len(verb) > 3 and choice.lower().startswith(verb[:-1])]
        if alike:
            found[name] = max(
                alike, key=lambda choice: (choice.lower().startswith(verb), choice.endswith("ed"), -len(choice))
            )
    return found
