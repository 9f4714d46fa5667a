"""What a request contains about its resource: its path, its fields, its filters, the action it asks for."""

from __future__ import annotations

import json
from typing import Any

from ..document import Document
from ..schema.view import properties_of, view
from ..types import MISSING
from .families import Family
from .judge import Accepted


def path_text(accepted: Accepted, name: str) -> str:
    """The value of a path parameter, as a key."""
    value = accepted.parameters["path"].get(name, "")
    return value if isinstance(value, str) else json.dumps(value)


def fields_of(accepted: Accepted) -> dict[str, Any]:
    """The members of the body if it is an object, without files."""
    body = accepted.body if isinstance(accepted.body, dict) else {}
    files = {upload.name for upload in accepted.uploads}
    return {name: value for name, value in body.items() if name not in files}


def resource_facts(accepted: Accepted) -> dict[str, Any]:
    """The path parameters and the body's fields; a field wins over a path parameter of the same name."""
    return {**accepted.parameters["path"], **fields_of(accepted)}


def matches(value: Any, accepted: Accepted) -> bool:
    """Whether an item passes the filters of a list request: `status=open` selects the open ones."""
    if not isinstance(value, dict):
        return True
    for name, wanted in accepted.parameters["query"].items():
        found = value.get(name, MISSING)
        if not isinstance(found, (str, bool)) or not isinstance(wanted, (str, bool, list)):
            continue
        if found not in (wanted if isinstance(wanted, list) else [wanted]):
            return False
    return True


def states_after(document: Document, schema: Any, value: dict[str, Any], verb: str) -> dict[str, Any]:
    """The members that an action changes: `cancel` sets a `status` to `cancelled` if that is one of its values."""
    found: dict[str, Any] = {}
    for name, described in properties_of(document, schema).items():
        if name not in value or not isinstance(value[name], str):
            continue
        choices = [v for v in view(document, described).values if isinstance(v, str)]
        alike = [choice for choice in choices if len(verb) > 3 and choice.lower().startswith(verb[:-1])]
        if alike:
            found[name] = max(
                alike, key=lambda choice: (choice.lower().startswith(verb), choice.endswith("ed"), -len(choice))
            )
    return found


def names_of(family: Family) -> list[str]:
    """The names that a member describing an item of the family may have."""
    return [family.noun, family.collection.rpartition("/")[2]]
