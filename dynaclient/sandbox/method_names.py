"""Resources of APIs whose paths name methods: `/pets.add` creates what `/pets.list` and `/pets.info` show.

Recognised where it is clear: at least two such methods of one name, one of which answers with an item that has an id.
An argument that is called as the item is names one. Other methods of that name touch no resource. Keeps no state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..document import Document
from ..model import Operation
from ..schema.view import properties_of, types_of
from .answers import answer_schema, body_schema
from .envelopes import has_key, list_place, schema_at
from .keys import key_place
from .resource_model import ITEM, OperationModel, Place, ResourceModel, Role
from .routes import path_of

_METHODS: Mapping[str, Role] = {
    **dict.fromkeys(("create", "add", "new", "upload"), "create"),
    **dict.fromkeys(("info", "get", "retrieve", "show"), "retrieve"),
    **dict.fromkeys(("update", "edit", "rename"), "modify"),
    **dict.fromkeys(("delete", "remove"), "delete"),
    "list": "list",
}
"""The last word of a path → what the method does."""

_NAMED: frozenset[Role] = frozenset(("retrieve", "modify", "delete"))
"""Roles for which an argument names the item."""

_SHOWING: tuple[Role, ...] = ("retrieve", "create", "modify", "list")
"""Roles whose answers have an item, best first."""

NamedMethods = tuple[ResourceModel, dict[str, OperationModel]]
"""A resource, and operationId → what the operation does with it."""


def named_methods(document: Document, operations: Iterable[Operation]) -> list[NamedMethods]:
    """The resources whose operations are named by their paths."""
    groups: dict[str, dict[Role, Operation]] = {}
    paths = set()
    for operation in operations:
        path = path_of(operation)
        paths.add(path)
        name, dot, word = path.rpartition(".")
        if dot and "{" not in name and word in _METHODS:
            groups.setdefault(name, {}).setdefault(_METHODS[word], operation)
    found = []
    for name, methods in groups.items():
        collection = name.replace(".", "/")
        if len(methods) > 1 and collection not in paths:
            found.append(_read(document, ResourceModel(collection, path=collection), methods))
    return [item for item in found if item is not None]


def _read(document: Document, resource: ResourceModel, methods: Mapping[Role, Operation]) -> NamedMethods | None:
    """What the methods of one name do; None if it is not clear that they are about a resource."""
    places: dict[Role, Place] = {}
    for role in _SHOWING:
        place = _place(document, resource, methods[role], role) if role in methods else None
        if place is not None:
            places[role] = place
            if resource.schema is None:
                resource.schema = schema_at(document, answer_schema(methods[role], created=role == "create"), place)
                resource.key_name = "" if place[-1:] in ((), (ITEM,)) else place[-1]
    arguments = {role: _argument(document, resource, methods[role]) for role in methods.keys() & _NAMED}
    names = [name for name in arguments.values() if name]
    resource.key_name = names[0] if names else resource.key_name
    resource.key = key_place(document, resource.schema, resource.key_name, resource.noun)
    parts: dict[str, OperationModel] = {}
    for role, operation in methods.items():
        if role in _NAMED and not arguments[role]:
            continue
        if role == "list" and role not in places:
            continue
        parts[operation.operation_id] = OperationModel(
            role,
            resource,
            item=places.get(role, ()) if role != "list" else None,
            items=places[role][:-1] if role == "list" else None,
            argument=arguments.get(role, ""),
            members=member_arguments(document, operation, resource),
        )
    is_clear = resource.key is not None and len(parts) > 1 and places.keys() & {"retrieve", "create", "list"}
    return (resource, parts) if is_clear else None


def _place(document: Document, resource: ResourceModel, operation: Operation, role: Role) -> Place | None:
    """Where an answer has the item, or the first of a list; None if no such part of it has an id."""
    schema = answer_schema(operation, created=role == "create")
    if role == "list":
        items = list_place(document, schema, resource.names)
        place = None if items is None else (*items, ITEM)
        entry = schema_at(document, schema, place)
        return place if entry is not None and has_key(properties_of(document, entry)) else None
    members = properties_of(document, schema) if schema is not None else {}
    if has_key(members):
        return ()
    objects = [
        name
        for name, inner in members.items()
        if "object" in types_of(document, inner) and has_key(properties_of(document, inner))
    ]
    called = [name for name in objects if name.lower() in resource.names]
    return (called[0],) if called else (objects[0],) if len(objects) == 1 else None


def arguments_of(document: Document, operation: Operation) -> list[str]:
    """The names that an operation takes in its query and its body."""
    names = [parameter.name for parameter in operation.parameters if parameter.location == "query"]
    return [*names, *properties_of(document, body_schema(operation))]


def _argument(document: Document, resource: ResourceModel, operation: Operation) -> str:
    """The argument that names the item, or ""."""
    noun = resource.noun
    wanted = [name for name in (resource.key_name, noun, f"{noun}_id", f"{noun}Id", "id") if name]
    given = arguments_of(document, operation)
    return next((name for name in wanted if name in given), "")


def member_arguments(document: Document, operation: Operation, resource: ResourceModel) -> tuple[str, ...]:
    """The arguments of a method that are members of the items."""
    members = properties_of(document, resource.schema) if resource.schema is not None else {}
    return tuple(name for name in arguments_of(document, operation) if name in members)
