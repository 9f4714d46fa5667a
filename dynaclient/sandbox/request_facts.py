"""What a request says of the resource that it is about: its path, its fields, its filters, the act that it asks for."""

from __future__ import annotations

import json
from typing import Any

from ..document import Document
from ..schema.view import properties_of, view
from ..types import MISSING
from .families import Family
from .judge import Accepted


def path_text(accepted: Accepted, name: str) -> str:
    """A path value as a key."""
    value = accepted.parameters["path"].get(name, "")
    return value if isinstance(value, str) else json.dumps(value)


def fields_of(accepted: Accepted) -> dict[str, Any]:
    """The members of the body, where it is an object; files are not echoed."""
    body = accepted.body if isinstance(accepted.body, dict) else {}
    files = {upload.name for upload in accepted.uploads}
    return {name: value for name, value in body.items() if name not in files}


def said_by(accepted: Accepted) -> dict[str, Any]:
    """All that a request says of a resource: the path it is under, then its body."""
    return {**accepted.parameters["path"], **fields_of(accepted)}


def matches(value: Any, accepted: Accepted) -> bool:
    """Whether an item is one of those that a list is asked for: `status=open` shows the open ones only."""
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
    """The members that an act changes: `cancel` makes a `status` `cancelled`, where it may be that."""
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
    """What a member may be called that describes an item of the family."""
    return [family.noun, family.collection.rpartition("/")[2]]
