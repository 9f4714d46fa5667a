"""A document → the resources and the roles of operations that its paths, schemas and Links show.

A collection is a path, an item that path and one template below it: `/threads/{}/messages` and
`/threads/{}/messages/{}`. Keeps no state and generates no values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .._support.spelling import plain_name
from ..document import Document
from ..model import Operation
from ..schema.view import properties_of, types_of
from .answers import answer_schema, body_schema
from .envelopes import has_key, item_place, items_of, same_schema, schema_at
from .keys import key_place
from .life_model import read_life
from .method_names import named_methods
from .operation_roles import OperationRoles
from .resource_model import (
    ITEM,
    OperationModel,
    Place,
    ResourceModel,
    Role,
    SandboxModel,
    Shown,
    emptied,
    singular,
    templates_of,
)
from .routes import path_of

_TEMPLATE = re.compile(r"\{([^{}/]+)\}")

_MAKING: frozenset[Role] = frozenset(("create", "replace", "upsert", "through"))


def recognise(document: Document, operations: Iterable[Operation]) -> SandboxModel:
    """The model of an API."""
    return _Recognition(document, list(operations)).model()


class _Recognition:
    def __init__(self, document: Document, operations: list[Operation]) -> None:
        self._document = document
        self._operations = operations
        self._resources: dict[str, ResourceModel] = {}
        named = named_methods(document, operations)
        self._resources.update((resource.collection, resource) for resource, _ in named)
        methods = {name: part for _, parts in named for name, part in parts.items()}
        self._roles = OperationRoles(document, operations, self._resources, methods)
        self._parts: dict[str, OperationModel] = {}
        self._by_id = {operation.operation_id: operation for operation in operations}
        self._paths = {id(operation): emptied(path_of(operation)) for operation in operations}

    def model(self) -> SandboxModel:
        self._find_resources()
        self._parts = parts = {name: self._roles.part(operation) for name, operation in self._by_id.items()}
        for operation in self._operations:
            part = parts[operation.operation_id]
            if part.resource is not None:
                part.resource.operations[operation.operation_id] = part.role
                if part.role in _MAKING and operation.method in ("post", "put"):
                    part.resource.can_be_made = True
            for resource in part.through:
                resource.can_be_made = True
        self._find_shown()
        for resource in self._resources.values():
            self._describe_life(resource)
        return SandboxModel(self._resources, parts)

    # resources

    def _find_resources(self) -> None:
        posted = {self._paths[id(operation)] for operation in self._operations if operation.method == "post"}
        for operation in self._operations:
            segments = path_of(operation).rstrip("/").split("/")
            for i, segment in enumerate(segments):
                template = _TEMPLATE.fullmatch(segment)
                collection = "/".join(segments[:i])
                is_last = i == len(segments) - 1
                if template and i > 1 and (is_last or emptied(collection) in posted):
                    resource = self._resource(collection)
                    if is_last or not resource.key_name:
                        resource.key_name = template[1]
        for operation in self._operations:
            self._describe(operation)
        self._find_keyless()
        for resource in self._resources.values():
            resource.key_schema = self._key_schema(resource)
            is_text = types_of(self._document, resource.key_schema) == ("string",)
            resource.key = self._linked_key(resource) or key_place(
                self._document,
                resource.schema,
                resource.key_name,
                resource.noun,
                is_text=is_text and not resource.key_name.lower().endswith("id"),
            )

    def _key_schema(self, resource: ResourceModel) -> Any:
        """The schema of the key in the resource's paths, or None."""
        item = f"{resource.collection}/{{}}"
        for operation in self._operations:
            if self._paths[id(operation)] == item:
                for parameter in operation.parameters:
                    if parameter.location == "path" and parameter.name == resource.key_name:
                        return parameter.schema
        return None

    def _find_keyless(self) -> None:
        """Lists that no operation adds to, things that are created and never read, and things of which there is one."""
        methods: dict[str, dict[str, Operation]] = {}
        for operation in self._operations:
            methods.setdefault(self._paths[id(operation)], {}).setdefault(operation.method, operation)
        for operation in self._operations:
            path = path_of(operation).rstrip("/")
            empty = emptied(path)
            if empty in self._resources or path.endswith("}") or self._roles.part(operation).resource is not None:
                continue
            if operation.method == "get" and self._roles.lists(operation, path):
                resource = self._resource(path)
                resource.schema = items_of(self._document, answer_schema(operation), resource.names)
            elif operation.method == "get" and (writer := _writer(methods[empty])) is not None:
                read, written = answer_schema(operation), answer_schema(writer)
                shared = set(properties_of(self._document, body_schema(writer))) & set(
                    properties_of(self._document, read)
                )
                if read is not None and (same_schema(self._document, read, written) or shared):
                    resource = self._resource(path)
                    resource.is_single, resource.schema = True, read
            elif operation.method == "post" and self._has_id(operation):
                resource = self._resource(path)
                created = answer_schema(operation, created=True)
                place = item_place(self._document, created, resource.names)
                resource.schema = schema_at(self._document, created, place)

    def _resource(self, path: str) -> ResourceModel:
        collection = emptied(path)
        return self._resources.setdefault(collection, ResourceModel(collection, path=path, parents=templates_of(path)))

    def _has_id(self, operation: Operation) -> bool:
        schema = answer_schema(operation, created=True)
        place = item_place(self._document, schema, (_noun(path_of(operation)),))
        return place is not None and has_key(properties_of(self._document, schema_at(self._document, schema, place)))

    def _describe(self, operation: Operation) -> None:
        """Find the schema of an item: from what reads one, else from what changes or creates one, else from a list."""
        path = self._paths[id(operation)]
        item = path.rpartition("/")[0] if self._roles.reads(operation) else path
        resource = self._resources.get(item.rpartition("/")[0]) if item.endswith("/{}") else None
        if resource is not None and operation.method in ("get", "put", "patch", "post"):
            schema = self._opened(resource, answer_schema(operation))
            if schema is not None and (resource.schema is None or operation.method == "get"):
                resource.schema = schema
        resource = self._resources.get(path)
        if resource is None or resource.schema is not None:
            return
        if operation.method == "post":
            resource.schema = self._opened(resource, answer_schema(operation, created=True))
        elif operation.method == "get":
            names = resource.names
            resource.schema = items_of(self._document, answer_schema(operation), names)

    def _opened(self, resource: ResourceModel, schema: Any) -> Any:
        place = item_place(self._document, schema, resource.names)
        found = schema_at(self._document, schema, place)
        return found if found is not None and "object" in types_of(self._document, found) else None

    def _linked_key(self, resource: ResourceModel) -> Place | None:
        """The member that the document's Links take as this resource's key. Source: OAS 3.1.1 Link Object."""
        for operation in self._operations:
            if operation.method != "post" or self._paths[id(operation)] != resource.collection:
                continue
            responses = self._document.operation(operation.operation_id).get("responses", {})
            for response in responses.values():
                for link in (response.get("links") or {}).values() if isinstance(response, Mapping) else ():
                    found = (link.get("parameters") or {}) if isinstance(link, Mapping) else {}
                    value = found.get(resource.key_name, found.get(f"path.{resource.key_name}"))
                    if isinstance(value, str) and value.startswith("$response.body#/"):
                        place = tuple(value.removeprefix("$response.body#/").split("/"))
                        return place if schema_at(self._document, resource.schema, place) is not None else None
        return None

    def _find_shown(self) -> None:
        """Find the collections whose items another one shows too: what has the same name, schema and ancestors."""
        above = {name: self._collections_above(name) for name in self._resources}
        makers = [item for item in self._resources.values() if self._makes_one(item)]
        for resource in self._resources.values():
            found = []
            for other in makers:
                if other is resource or other.noun != resource.noun or not self._is_whole(resource):
                    continue
                if not same_schema(self._document, resource.schema, other.schema):
                    continue
                missing = above[resource.collection] - above[other.collection]
                member = self._member_for(resource, other) if len(missing) == 1 else ""
                if not missing and self._is_apart(resource, other):
                    continue
                if not missing or member:
                    found.append(Shown(other.collection, member, resource.parents[-1] if member else ""))
                    if not other.key_name and not missing:
                        other.key = resource.key
            resource.shows = tuple(found)

    def _makes_one(self, resource: ResourceModel) -> bool:
        name = resource.operation("create")
        return name is not None and resource.schema is not None and ITEM not in (self._parts[name].item or ())

    def _is_apart(self, resource: ResourceModel, other: ResourceModel) -> bool:
        """Whether two collections each make and show their own items, which do not say where they belong."""
        own = resource.operation("create") and other.operation("retrieve")
        return bool(own) and not self._member_for(other, other)

    def _is_whole(self, resource: ResourceModel) -> bool:
        """Whether a collection shows items rather than says which of them belong to something."""
        readers = [name for name, role in resource.operations.items() if role == "retrieve"]
        shows = any(answer_schema(self._by_id[name]) is not None for name in readers)
        return shows or (not readers and resource.operation("delete", "replace", "upsert") is None)

    def _collections_above(self, collection: str) -> frozenset[str]:
        return frozenset(name for name in self._resources if f"{collection}/".startswith(f"{name}/{{}}/"))

    def _member_for(self, resource: ResourceModel, other: ResourceModel) -> str:
        """The member of another collection's items that names the resource's innermost parent, or ""."""
        template = resource.parents[-1] if resource.parents else ""
        owner = singular(resource.collection.rpartition("/{}/")[0].rpartition("/")[2])
        wanted = [plain_name(name) for name in (template, f"{owner}_id", owner) if plain_name(name) not in ("", "id")]
        members = {plain_name(name): name for name in properties_of(self._document, other.schema)}
        return next((members[name] for name in wanted if name in members), "")

    def _describe_life(self, resource: ResourceModel) -> None:
        creator = resource.operation("create", "through", "upsert", "replace")
        shown = {item.collection for other in self._resources.values() for item in other.shows}
        if creator is not None and (resource.operation("retrieve") or resource.collection in shown):
            sent = body_schema(self._by_id[creator])
            resource.life = read_life(self._document, resource.schema, sent)


def _noun(path: str) -> str:
    return singular(path.rstrip("/").rpartition("/")[2])


def _writer(methods: Mapping[str, Operation]) -> Operation | None:
    return next((methods[method] for method in ("put", "patch", "post") if method in methods), None)
