"""Resource families, inferred from paths: which operations create, list, read, change and delete which resources.

Knows paths, methods and which schemas are the same; keeps no state and generates no values. A family is a collection
path and the item path below it: `/threads/{}/messages` and `/threads/{}/messages/{}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..document import Document
from ..model import Operation
from ..model.media_types import family_of
from ..schema.view import properties_of, types_of, view
from .answers import media_type_of, success_of
from .lists import items_of
from .media import kind_of_media
from .routes import path_of

Role = Literal[
    "create", "list", "retrieve", "modify", "replace", "delete", "act", "content", "upsert", "through", "plain"
]
_TEMPLATE = re.compile(r"\{([^{}/]+)\}")


@dataclass(slots=True)
class Family:
    """One kind of resource.

    Attributes:
        collection: the collection's path with its templates emptied.
        key_name: the template name of the item's own key, or "" if no path has one.
        parents: the names of the templates before it.
        can_be_made: whether any operation creates one; if not, every key is assumed to exist.
        schema: the schema of an item, if some operation answers with one.
    """

    collection: str
    key_name: str = ""
    parents: tuple[str, ...] = ()
    can_be_made: bool = False
    schema: Any = None
    roles: dict[str, Role] = field(default_factory=dict)

    @property
    def noun(self) -> str:
        """The singular: `messages` → `message`."""
        word = next((s for s in reversed(self.collection.split("/")) if s and s != "{}"), "item")
        return re.sub(r"ies$", "y", word) if word.endswith("ies") else re.sub(r"(?<=[^s])s$", "", word)


@dataclass(frozen=True, slots=True)
class PathPart:
    """What one operation does, and in which family.

    Attributes:
        ancestors: families of the resources earlier in the path, with the template of each one's key.
        through: for the role `through`, the families created on the way, outermost first.
    """

    role: Role
    family: Family | None = None
    ancestors: tuple[tuple[Family, str], ...] = ()
    through: tuple[Family, ...] = ()


def empty(path: str) -> str:
    """A path with empty templates."""
    return _TEMPLATE.sub("{}", path).rstrip("/") or "/"


def answer_schema(operation: Operation) -> Any:
    """The schema of the successful answer in JSON, or None."""
    media_type = media_type_of(success_of(operation)[1], "")
    return media_type.schema if media_type is not None and family_of(media_type.name).answer == "schema" else None


class Families:
    """The families of a document, and the role of each operation."""

    def __init__(self, document: Document, operations: Iterable[Operation]) -> None:
        self._document = document
        self._operations = list(operations)
        self.by_collection: dict[str, Family] = {}
        self._parts: dict[str, PathPart] = {}
        self._find_families()
        for operation in self._operations:
            self._parts[operation.operation_id] = part = self._part(operation)
            if part.family is not None:
                part.family.roles[operation.operation_id] = part.role
                if part.role in ("create", "replace", "upsert", "through") and operation.method in ("post", "put"):
                    part.family.can_be_made = True
            for family in part.through:
                family.can_be_made = True

    def part(self, operation_id: str) -> PathPart:
        """What an operation does."""
        return self._parts[operation_id]

    def _find_families(self) -> None:
        posted = {empty(path_of(operation)) for operation in self._operations if operation.method == "post"}
        for operation in self._operations:
            segments = path_of(operation).rstrip("/").split("/")
            for i, segment in enumerate(segments):
                template = _TEMPLATE.fullmatch(segment)
                collection = empty("/".join(segments[:i]))
                if template and i > 1 and (i == len(segments) - 1 or collection in posted):
                    self._family(collection, "/".join(segments[:i])).key_name = template[1]
        for operation in self._operations:
            self._describe(operation)
        for (
            operation
        ) in self._operations:  # lists that no operation adds to, and resources that are created and never read
            path = path_of(operation).rstrip("/")
            if empty(path) in self.by_collection or path.endswith("}") or self._part(operation).family is not None:
                continue
            if operation.method == "get" and self._lists(operation):
                self._family(empty(path), path).schema = items_of(self._document, answer_schema(operation))
            elif operation.method == "post" and self._has_id(operation):
                self._family(empty(path), path).schema = answer_schema(operation)

    def _family(self, collection: str, path: str) -> Family:
        names = tuple(_TEMPLATE.findall(path))
        return self.by_collection.setdefault(collection, Family(collection, parents=names))

    def _has_id(self, operation: Operation) -> bool:
        schema = answer_schema(operation)
        return schema is not None and "string" in types_of(
            self._document, properties_of(self._document, schema).get("id")
        )

    def _lists(self, operation: Operation) -> bool:
        return items_of(self._document, answer_schema(operation)) is not None

    def _describe(self, operation: Operation) -> None:
        """Find the schema of an item: from the operation that reads one, else from the one that creates one."""
        path = empty(path_of(operation))
        family = self.by_collection.get(path.rpartition("/")[0]) if path.endswith("/{}") else None
        if family is not None and operation.method in ("get", "put", "patch", "post"):
            schema = answer_schema(operation)
            if schema is not None and (family.schema is None or operation.method == "get"):
                family.schema = schema
        family = self.by_collection.get(path)
        if family is not None and operation.method == "post" and family.schema is None:
            family.schema = answer_schema(operation)

    def _part(self, operation: Operation) -> PathPart:
        path = empty(path_of(operation))
        ancestors = self._ancestors(operation)
        head = path.rpartition("/")[0]
        if path.endswith("/{}") and head in self.by_collection:
            return PathPart(_ITEM_ROLES.get(operation.method, "plain"), self.by_collection[head], ancestors[:-1])
        if path in self.by_collection:
            family = self.by_collection[path]
            if operation.method == "get":
                return PathPart("list" if self._lists(operation) else "plain", family, ancestors)
            role = _COLLECTION_ROLES.get(operation.method, "plain")
            if (
                role == "create"
                and family.key_name
                and answer_schema(operation) is None
                and (operation.request_body is None or media_type_of(success_of(operation)[1], "") is not None)
            ):
                role = "plain"  # nothing in the answer says under which key it could be found
            return PathPart(role, family, ancestors)
        if head.endswith("/{}") and head.rpartition("/")[0] in self.by_collection:
            return self._beside(operation, self.by_collection[head.rpartition("/")[0]], ancestors)
        if operation.method == "get" and head in self.by_collection and self._lists(operation):
            family = self.by_collection[head]
            if self._same(items_of(self._document, answer_schema(operation)), family.schema):
                return PathPart("list", family, ancestors)
        if operation.method == "post":
            return self._shortcut(operation, ancestors)
        return PathPart("plain", None, ancestors)

    def _beside(self, operation: Operation, family: Family, ancestors: tuple[tuple[Family, str], ...]) -> PathPart:
        """An operation on an item's path plus one word: an action, its content, or something else."""
        if operation.method == "get":
            media_type = media_type_of(success_of(operation)[1], "")
            if media_type is not None and is_bytes(self._document, media_type.name, media_type.schema):
                return PathPart("content", family, ancestors[:-1])
        elif self._same(answer_schema(operation), family.schema):
            return PathPart("act", family, ancestors[:-1])
        return PathPart("plain", None, ancestors)

    def _shortcut(self, operation: Operation, ancestors: tuple[tuple[Family, str], ...]) -> PathPart:
        """`/threads/runs` creates what `/threads/{}/runs` creates, and a thread on the way."""
        path = empty(path_of(operation))
        for family in self.by_collection.values():
            if "/{}" in family.collection and family.collection.replace("/{}", "") == path.replace("/{}", ""):
                left = family.collection.count("{}") - path.count("{}")
                if left == 1 and self._same(answer_schema(operation), family.schema):
                    above = self.by_collection.get(family.collection.rpartition("/{}")[0])
                    if above is not None:
                        return PathPart("through", family, ancestors, (above,))
        return PathPart("plain", None, ancestors)

    def _ancestors(self, operation: Operation) -> tuple[tuple[Family, str], ...]:
        """The families whose items the path names, outermost first, with the template of each."""
        segments = path_of(operation).rstrip("/").split("/")
        found = []
        for i, segment in enumerate(segments):
            template = _TEMPLATE.fullmatch(segment)
            family = self.by_collection.get(empty("/".join(segments[:i]))) if template else None
            if template and family is not None:
                found.append((family, template[1]))
        return tuple(found)

    def _same(self, one: Any, other: Any) -> bool:
        """Whether two schemas describe the same thing: the same place in the document."""
        if one is None or other is None:
            return False
        first, second = view(self._document, one).parts, view(self._document, other).parts
        return bool(first and second) and (first[-1] is second[-1] or first[-1] == second[-1])


_ITEM_ROLES: Mapping[str, Role] = {
    "get": "retrieve",
    "head": "retrieve",
    "post": "modify",
    "patch": "modify",
    "put": "replace",
    "delete": "delete",
}
_COLLECTION_ROLES: Mapping[str, Role] = {"post": "create", "put": "upsert"}


def is_bytes(document: Document, name: str, schema: Any) -> bool:
    """Whether an answer is a resource's content rather than its description."""
    if kind_of_media(name) in ("binary", "text"):
        return True
    return kind_of_media(name) == "json" and types_of(document, schema) == ("string",)
