"""What an operation does with the resources that its path names: its role, and where its messages have the item.

Keeps no state and finds no resources: `recognition` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..document import Document
from ..model import Operation
from ..schema.view import properties_of, types_of
from .answers import answer_schema, body_schema, media_type_of, success_of
from .envelopes import item_place, items_of, list_place, same_schema, schema_at
from .keys import key_place
from .media import kind_of_media
from .resource_model import ITEM, OperationModel, Place, ResourceModel, Role, emptied
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
_CREATING = frozenset(("create", "add", "new"))
_LISTING = frozenset(("list", "all", "json"))
_SEARCHING = frozenset(("search", "query", "find", "filter", "lookup", "list"))
_READING = frozenset(("json", "info", "details", "get"))
"""The last words of paths that do with a collection, or with an item, what the path before them does elsewhere."""

_COLLECTION_ROLES: Mapping[str, Role] = {"post": "create", "put": "upsert"}

Ancestors = tuple[tuple[ResourceModel, str], ...]
_Found = tuple[Role, ResourceModel | None, Ancestors, tuple[ResourceModel, ...]]


class OperationRoles:
    """The roles of operations.

    Args:
        resources: by collection; those found later count too.
        named: what the operations do whose paths name a method, by operationId.
    """

    def __init__(
        self,
        document: Document,
        operations: Iterable[Operation],
        resources: Mapping[str, ResourceModel],
        named: Mapping[str, OperationModel],
    ) -> None:
        self._named = named
        self._document = document
        self._resources = resources
        self._methods = {(operation.method, emptied(path_of(operation))) for operation in operations}

    def part(self, operation: Operation) -> OperationModel:
        """What one operation does."""
        if operation.operation_id in self._named:
            return self._named[operation.operation_id]
        role, resource, ancestors, through = self._role(operation)
        if resource is None:
            return OperationModel(role, None, ancestors)
        names = resource.names
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
        if sent and self._is_reference(schema_at(self._document, body_schema(operation), sent), resource):
            sent = ()
        key = self._own_key(resource, schema_at(self._document, schema, item)) if item is not None else None
        return OperationModel(role, resource, ancestors, through, item, items, wrapped, sent, key)

    def _is_reference(self, schema: Any, resource: ResourceModel) -> bool:
        """Whether an object has just the key of an item: it names one that is there, such as what is to be edited."""
        members = properties_of(self._document, schema).keys()
        return bool(members) and members <= {resource.key_name, *(resource.key or ())[-1:]}

    def _own_key(self, resource: ResourceModel, schema: Any) -> Place | None:
        """Where an answer has the key if its items have it elsewhere: `{"Id": …}` for what has an `ID`."""
        if resource.key is None or schema_at(self._document, schema, resource.key) is not None:
            return None
        return key_place(self._document, schema, resource.key_name, resource.noun)

    def _wrapped(self, entry: Any, resource: ResourceModel) -> Place:
        """Where an entry of a list has the item: most are items themselves."""
        for name, inner in properties_of(self._document, entry).items():
            if same_schema(self._document, inner, resource.schema):
                return (name,)
        return ()

    def _role(self, operation: Operation) -> _Found:
        path = emptied(path_of(operation))
        ancestors = self._ancestors(operation)
        head, _, word = path.rpartition("/")
        if path.endswith("/{}") and head in self._resources:
            return _ITEM_ROLES.get(operation.method, "plain"), self._resources[head], ancestors[:-1], ()
        if path in self._resources:
            role = self._on_collection(operation, self._resources[path])
            return role, None if role == "plain" else self._resources[path], ancestors, ()
        if head.endswith("/{}") and head.rpartition("/")[0] in self._resources:
            return self._beside(operation, self._resources[head.rpartition("/")[0]], ancestors)
        if head in self._resources and not self._resources[head].is_single:
            resource = self._resources[head]
            if operation.method == "get" and self.lists(operation, head):
                is_same = same_schema(self._document, self._listed(operation, resource), resource.schema)
                if is_same or (word in _LISTING and ("get", head) not in self._methods):
                    return "list", resource, ancestors, ()
            elif operation.method == "post" and word in _SEARCHING:
                return ("list" if self.lists(operation, head) else "plain"), resource, ancestors, ()
            elif operation.method == "post":
                is_word = word in _CREATING and ("post", head) not in self._methods
                if is_word or self._answers_with(operation, resource):
                    return "create", resource, ancestors, ()
        if operation.method == "post":
            return self._shortcut(operation, ancestors)
        return "plain", None, ancestors, ()

    def _on_collection(self, operation: Operation, resource: ResourceModel) -> Role:
        if resource.is_single:
            return "retrieve" if operation.method in ("get", "head") else _ITEM_ROLES.get(operation.method, "plain")
        if operation.method == "get":
            return "list" if self.lists(operation, path_of(operation)) else "plain"
        role = _COLLECTION_ROLES.get(operation.method, "plain")
        if role == "create" and resource.key_name and answer_schema(operation, created=True) is None:
            answers = media_type_of(success_of(operation)[1], "") is not None
            if answers or operation.request_body is None:
                return "plain"  # nothing in the answer gives the key by which it could be found
        return role

    def lists(self, operation: Operation, path: str) -> bool:
        """Whether an operation answers with a list of what the last word of the path names."""
        names = (path.rstrip("/").rpartition("/")[2],)
        return items_of(self._document, answer_schema(operation), names) is not None

    def reads(self, operation: Operation) -> bool:
        """Whether an operation reads an item by a path that says so: `/containers/{}/json`."""
        head, _, word = emptied(path_of(operation)).rpartition("/")
        is_alone = operation.method == "get" and head.endswith("/{}") and ("get", head) not in self._methods
        return is_alone and word in _READING and "object" in types_of(self._document, answer_schema(operation))

    def _listed(self, operation: Operation, resource: ResourceModel) -> Any:
        return items_of(self._document, answer_schema(operation), resource.names)

    def _answers_with(self, operation: Operation, resource: ResourceModel) -> bool:
        """Whether the answer has an item of the resource."""
        schema = answer_schema(operation, created=True)
        place = item_place(self._document, schema, resource.names, resource.schema)
        return same_schema(self._document, schema_at(self._document, schema, place), resource.schema)

    def _beside(self, operation: Operation, resource: ResourceModel, ancestors: Ancestors) -> _Found:
        """An operation on an item's path plus one word: an action, its content, or something else."""
        if self.reads(operation):
            return "retrieve", resource, ancestors[:-1], ()
        if operation.method == "get":
            media_type = media_type_of(success_of(operation)[1], "")
            if media_type is not None and _is_bytes(self._document, media_type.name, media_type.schema):
                return "content", resource, ancestors[:-1], ()
        elif self._answers_with(operation, resource):
            return "act", resource, ancestors[:-1], ()
        return "plain", None, ancestors, ()

    def _shortcut(self, operation: Operation, ancestors: Ancestors) -> _Found:
        """`/threads/runs` creates what `/threads/{}/runs` creates, and a thread on the way."""
        path = emptied(path_of(operation))
        for resource in self._resources.values():
            if "/{}" in resource.collection and resource.collection.replace("/{}", "") == path.replace("/{}", ""):
                left = resource.collection.count("{}") - path.count("{}")
                if left == 1 and self._answers_with(operation, resource):
                    above = self._resources.get(resource.collection.rpartition("/{}")[0])
                    if above is not None:
                        return "through", resource, ancestors, (above,)
        return "plain", None, ancestors, ()

    def _ancestors(self, operation: Operation) -> Ancestors:
        """The resources whose items the path names, outermost first, with the template of each."""
        segments = path_of(operation).rstrip("/").split("/")
        found = []
        for i, segment in enumerate(segments):
            template = _TEMPLATE.fullmatch(segment)
            resource = self._resources.get(emptied("/".join(segments[:i]))) if template else None
            if template and resource is not None:
                found.append((resource, template[1]))
        return tuple(found)


def _is_bytes(document: Document, name: str, schema: Any) -> bool:
    """Whether an answer is a resource's content rather than its description."""
    if kind_of_media(name) in ("binary", "text"):
        return True
    return kind_of_media(name) == "json" and types_of(document, schema) == ("string",)
