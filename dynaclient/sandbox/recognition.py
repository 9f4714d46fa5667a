"""A document → the resources and the roles of operations that its paths, schemas and Links show.

A collection is a path, an item that path and one template below it: `/threads/{}/messages` and
`/threads/{}/messages/{}`. Keeps no state and generates no values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..document import Document
from ..model import Operation
from ..model.media_types import family_of
from ..schema.view import properties_of, types_of
from .answers import media_type_of, success_of
from .envelopes import has_key, item_place, items_of, list_place, same_schema, schema_at
from .keys import key_place
from .life_model import read_life
from .media import kind_of_media
from .resource_model import ITEM, OperationModel, Place, ResourceModel, Role, SandboxModel, emptied, singular
from .routes import path_of

_TEMPLATE = re.compile(r"\{([^{}/]+)\}")

_ITEM_ROLES: Mapping[str, Role] = {
    "get": "retrieve",
    "head": "retrieve",
    "post": "modify",
    "patch": "modify",
    "put": "replace",
    "delete": "delete",
}
_COLLECTION_ROLES: Mapping[str, Role] = {"post": "create", "put": "upsert"}
_MAKING: frozenset[Role] = frozenset(("create", "replace", "upsert", "through"))


def recognise(document: Document, operations: Iterable[Operation]) -> SandboxModel:
    """The model of an API."""
    return _Recognition(document, list(operations)).model()


def answer_schema(operation: Operation, *, created: bool = False) -> Any:
    """The schema of the successful answer in JSON, or None."""
    media_type = media_type_of(success_of(operation, created=created)[1], "")
    return media_type.schema if media_type is not None and family_of(media_type.name).answer == "schema" else None


def body_schema(operation: Operation) -> Any:
    """The schema of the first body that has fields, or None."""
    contents = operation.request_body.content.values() if operation.request_body else ()
    return next((item.schema for item in contents if item.schema is not None), None)


class _Recognition:
    def __init__(self, document: Document, operations: list[Operation]) -> None:
        self._document = document
        self._operations = operations
        self._resources: dict[str, ResourceModel] = {}
        self._paths = {id(operation): emptied(path_of(operation)) for operation in operations}

    def model(self) -> SandboxModel:
        self._find_resources()
        parts = {operation.operation_id: self._part(operation) for operation in self._operations}
        for operation in self._operations:
            part = parts[operation.operation_id]
            if part.resource is not None:
                part.resource.operations[operation.operation_id] = part.role
                if part.role in _MAKING and operation.method in ("post", "put"):
                    part.resource.can_be_made = True
            for resource in part.through:
                resource.can_be_made = True
        by_id = {operation.operation_id: operation for operation in self._operations}
        for resource in self._resources.values():
            self._describe_life(resource, by_id)
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
            resource.key = self._linked_key(resource) or key_place(
                self._document,
                resource.schema,
                resource.key_name,
                resource.noun,
                is_text=self._is_text(resource),
            )

    def _is_text(self, resource: ResourceModel) -> bool:
        """Whether the key in the resource's paths is a text by its schema, and its name does not call it an id."""
        if resource.key_name.lower().endswith("id"):
            return False
        item = f"{resource.collection}/{{}}"
        for operation in self._operations:
            if self._paths[id(operation)] == item:
                for parameter in operation.parameters:
                    if parameter.location == "path" and parameter.name == resource.key_name:
                        return parameter.type == "string"
        return False

    def _find_keyless(self) -> None:
        """Lists that no operation adds to, things that are created and never read, and things of which there is one."""
        methods: dict[str, dict[str, Operation]] = {}
        for operation in self._operations:
            methods.setdefault(self._paths[id(operation)], {}).setdefault(operation.method, operation)
        for operation in self._operations:
            path = path_of(operation).rstrip("/")
            empty = emptied(path)
            if empty in self._resources or path.endswith("}") or self._part(operation).resource is not None:
                continue
            if operation.method == "get" and self._lists(operation, path):
                resource = self._resource(path)
                resource.schema = items_of(self._document, answer_schema(operation), _names(resource))
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
                place = item_place(self._document, created, _names(resource))
                resource.schema = schema_at(self._document, created, place)

    def _resource(self, path: str) -> ResourceModel:
        collection = emptied(path)
        return self._resources.setdefault(
            collection, ResourceModel(collection, path=path, parents=tuple(_TEMPLATE.findall(path)))
        )

    def _has_id(self, operation: Operation) -> bool:
        schema = answer_schema(operation, created=True)
        place = item_place(self._document, schema, (_noun(path_of(operation)),))
        return place is not None and has_key(properties_of(self._document, schema_at(self._document, schema, place)))

    def _lists(self, operation: Operation, path: str) -> bool:
        names = (path.rstrip("/").rpartition("/")[2],)
        return items_of(self._document, answer_schema(operation), names) is not None

    def _describe(self, operation: Operation) -> None:
        """Find the schema of an item: from what reads one, else from what changes or creates one, else from a list."""
        path = self._paths[id(operation)]
        resource = self._resources.get(path.rpartition("/")[0]) if path.endswith("/{}") else None
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
            names = _names(resource)
            resource.schema = items_of(self._document, answer_schema(operation), names)

    def _opened(self, resource: ResourceModel, schema: Any) -> Any:
        place = item_place(self._document, schema, _names(resource))
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

    def _describe_life(self, resource: ResourceModel, operations: Mapping[str, Operation]) -> None:
        creator = resource.operation("create", "through", "upsert", "replace")
        readers = resource.operation("retrieve")
        if creator is not None and readers is not None:
            sent = body_schema(operations[creator])
            resource.life = read_life(self._document, resource.schema, sent)

    # operations

    def _part(self, operation: Operation) -> OperationModel:
        role, resource, ancestors, through = self._role(operation)
        if resource is None:
            return OperationModel(role, None, ancestors)
        names = _names(resource)
        schema = answer_schema(operation, created=role in ("create", "through"))
        item = items = None
        wrapped: Place = ()
        if role == "list":
            items = list_place(self._document, schema, names)
            entry = items_of(self._document, schema, names)
            if resource.schema is not None and not same_schema(self._document, entry, resource.schema):
                wrapped = self._wrapped(entry, resource)
        elif role not in ("content", "plain"):
            item = item_place(self._document, schema, names, resource.schema)
        sent = item_place(self._document, body_schema(operation), names) or ()
        sent = sent if ITEM not in sent and len(sent) == 1 and sent[0].lower() in names else ()
        return OperationModel(role, resource, ancestors, through, item, items, wrapped, sent)

    def _wrapped(self, entry: Any, resource: ResourceModel) -> Place:
        """Where an entry of a list has the item: most are items themselves."""
        for name, inner in properties_of(self._document, entry).items():
            if same_schema(self._document, inner, resource.schema):
                return (name,)
        return ()

    def _role(
        self, operation: Operation
    ) -> tuple[Role, ResourceModel | None, tuple[tuple[ResourceModel, str], ...], tuple[ResourceModel, ...]]:
        path = self._paths[id(operation)]
        ancestors = self._ancestors(operation)
        head = path.rpartition("/")[0]
        if path.endswith("/{}") and head in self._resources:
            return _ITEM_ROLES.get(operation.method, "plain"), self._resources[head], ancestors[:-1], ()
        if path in self._resources:
            return self._on_collection(operation, self._resources[path]), self._resources[path], ancestors, ()
        if head.endswith("/{}") and head.rpartition("/")[0] in self._resources:
            return self._beside(operation, self._resources[head.rpartition("/")[0]], ancestors)
        if head in self._resources and not self._resources[head].is_single:
            resource = self._resources[head]
            if operation.method == "get" and self._lists(operation, head):
                if same_schema(self._document, self._listed(operation, resource), resource.schema):
                    return "list", resource, ancestors, ()
            elif operation.method == "post" and self._answers_with(operation, resource):
                return "create", resource, ancestors, ()
        if operation.method == "post":
            return self._shortcut(operation, ancestors)
        return "plain", None, ancestors, ()

    def _on_collection(self, operation: Operation, resource: ResourceModel) -> Role:
        if resource.is_single:
            return "retrieve" if operation.method in ("get", "head") else _ITEM_ROLES.get(operation.method, "plain")
        if operation.method == "get":
            return "list" if self._lists(operation, path_of(operation)) else "plain"
        role = _COLLECTION_ROLES.get(operation.method, "plain")
        answers = answer_schema(operation, created=True) is not None
        if role == "create" and resource.key_name and operation.request_body is None and not answers:
            return "plain"
        return role

    def _listed(self, operation: Operation, resource: ResourceModel) -> Any:
        return items_of(self._document, answer_schema(operation), _names(resource))

    def _answers_with(self, operation: Operation, resource: ResourceModel) -> bool:
        """Whether the answer has an item of the resource."""
        schema = answer_schema(operation, created=True)
        place = item_place(self._document, schema, _names(resource), resource.schema)
        return same_schema(self._document, schema_at(self._document, schema, place), resource.schema)

    def _beside(
        self, operation: Operation, resource: ResourceModel, ancestors: tuple[tuple[ResourceModel, str], ...]
    ) -> tuple[Role, ResourceModel | None, tuple[tuple[ResourceModel, str], ...], tuple[ResourceModel, ...]]:
        """An operation on an item's path plus one word: an action, its content, or something else."""
        if operation.method == "get":
            media_type = media_type_of(success_of(operation)[1], "")
            if media_type is not None and _is_bytes(self._document, media_type.name, media_type.schema):
                return "content", resource, ancestors[:-1], ()
        elif self._answers_with(operation, resource):
            return "act", resource, ancestors[:-1], ()
        return "plain", None, ancestors, ()

    def _shortcut(
        self, operation: Operation, ancestors: tuple[tuple[ResourceModel, str], ...]
    ) -> tuple[Role, ResourceModel | None, tuple[tuple[ResourceModel, str], ...], tuple[ResourceModel, ...]]:
        """`/threads/runs` creates what `/threads/{}/runs` creates, and a thread on the way."""
        path = self._paths[id(operation)]
        for resource in self._resources.values():
            if "/{}" in resource.collection and resource.collection.replace("/{}", "") == path.replace("/{}", ""):
                left = resource.collection.count("{}") - path.count("{}")
                if left == 1 and self._answers_with(operation, resource):
                    above = self._resources.get(resource.collection.rpartition("/{}")[0])
                    if above is not None:
                        return "through", resource, ancestors, (above,)
        return "plain", None, ancestors, ()

    def _ancestors(self, operation: Operation) -> tuple[tuple[ResourceModel, str], ...]:
        """The resources whose items the path names, outermost first, with the template of each."""
        segments = path_of(operation).rstrip("/").split("/")
        found = []
        for i, segment in enumerate(segments):
            template = _TEMPLATE.fullmatch(segment)
            resource = self._resources.get(emptied("/".join(segments[:i]))) if template else None
            if template and resource is not None:
                found.append((resource, template[1]))
        return tuple(found)


def _noun(path: str) -> str:
    return singular(path.rstrip("/").rpartition("/")[2])


def _names(resource: ResourceModel) -> tuple[str, ...]:
    """What members that hold an item, or the items, may be called."""
    word = resource.collection.rpartition("/")[2]
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word)
    names = (resource.noun, word, resource.noun.replace("-", "_"), word.replace("-", "_"), singular(snake), snake)
    tail = word.replace("-", "_").rpartition("_")[2]
    return tuple(dict.fromkeys(name.lower() for name in (*names, tail, singular(tail)) if name and name != "{}"))


def _writer(methods: Mapping[str, Operation]) -> Operation | None:
    return next((methods[method] for method in ("put", "patch", "post") if method in methods), None)


def _is_bytes(document: Document, name: str, schema: Any) -> bool:
    """Whether an answer is a resource's content rather than its description."""
    if kind_of_media(name) in ("binary", "text"):
        return True
    return kind_of_media(name) == "json" and types_of(document, schema) == ("string",)
