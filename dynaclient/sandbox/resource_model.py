"""What the sandbox believes about an API: its resources, and what each operation does with them. Frozen facts.

Made by `recognition` from the document, corrected by `model_file`, shown by `Sandbox.model`. Keeps no state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from .life_model import Life

Role = Literal[
    "create", "list", "retrieve", "modify", "replace", "delete", "act", "content", "upsert", "through", "plain"
]
ROLES: tuple[Role, ...] = (
    "create", "list", "retrieve", "modify", "replace", "delete", "act", "content", "upsert", "through", "plain",
)  # fmt: skip
"""What an operation does: `act` changes an item's state (`…/cancel`), `content` gives its bytes, `upsert` is a PUT on
the collection, `through` creates an item and its parents, `plain` touches no resource."""

ON_ITEM: frozenset[Role] = frozenset(("retrieve", "modify", "replace", "delete", "act", "content"))
"""Roles of operations on one item, which the path or an argument names."""

Place = tuple[str, ...]
"""The way to a part of a value: names of members, and `*` for the first item of a list."""

ITEM = "*"


def shown_place(place: Place | None) -> str:
    """A place as JSON Pointer; `/` for the whole value."""
    return "" if place is None else "/" + "/".join(place)


@dataclass(frozen=True, slots=True)
class Shown:
    """Another collection whose items a resource shows too: `/pets/{id}` those made by `POST /owners/{ownerId}/pets`.

    Attributes:
        member, parent: only items whose member has the value of this template of the resource's path; "" for all.
    """

    collection: str
    member: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a new item takes from another one that it names: a run the model of its assistant.

    Attributes:
        member: of the new item; it holds the other's key.
        collection: of the other.
        members: those taken, where the request does not set them.
    """

    member: str
    collection: str
    members: tuple[str, ...]


@dataclass(slots=True)
class ResourceModel:
    """One kind of resource: a collection and its items.

    Attributes:
        collection: the collection's path with its templates emptied: `/threads/{}/messages`.
        path: the same path as the document writes it.
        key_name: the template of an item's own key in paths, or "" if no path has one.
        parents: the names of the templates before it.
        key: the member of an item that holds its key; None if items do not say their key.
        key_schema: the schema of the key in paths, or None.
        schema: the schema of an item, if some operation answers with one.
        can_be_made: whether any operation creates one; if not, every key is assumed to exist.
        is_single: whether there is just one: a path without a key that can be read and written.
        life: the states that its items pass through, if they do.
        inherits: what new items take from others that they name.
        shows: other collections whose items are found and listed here too.
        operations: operationId → what it does.
    """

    collection: str
    path: str = ""
    key_name: str = ""
    parents: tuple[str, ...] = ()
    key: Place | None = None
    key_schema: Any = None
    schema: Any = None
    can_be_made: bool = False
    is_single: bool = False
    life: Life | None = None
    inherits: tuple[Inherited, ...] = ()
    shows: tuple[Shown, ...] = ()
    operations: dict[str, Role] = field(default_factory=dict)

    @property
    def noun(self) -> str:
        """The singular: `messages` → `message`."""
        return _noun(self.collection)

    @property
    def names(self) -> tuple[str, ...]:
        """What members that hold an item, or the items, may be called: in lower case, best first."""
        word = self.collection.rpartition("/")[2]
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word)
        plain = word.replace("-", "_")
        tail = plain.rpartition("_")[2]
        found = (self.noun, word, self.noun.replace("-", "_"), plain, singular(snake), snake, tail, singular(tail))
        return tuple(dict.fromkeys(name.lower() for name in found if name and name != "{}"))

    def operation(self, *roles: Role) -> str | None:
        """The first operation with one of these roles."""
        return next((name for role in roles for name, own in self.operations.items() if own == role), None)


@lru_cache(maxsize=4096)
def _noun(collection: str) -> str:
    word = next((part for part in reversed(collection.split("/")) if part and part != "{}"), "item")
    return singular(word)


def singular(word: str) -> str:
    """`entries` → `entry`, `messages` → `message`, `status` → `status`."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else re.sub(r"(?<=[^s])s$", "", word)


@dataclass(frozen=True, slots=True)
class OperationModel:
    """What one operation does.

    Attributes:
        ancestors: resources whose items the path names before its own, outermost first, with the template of each.
        through: for the role `through`, the resources created on the way, outermost first.
        item: where the answer has the item; None if it has none.
        items: where the answer has the list of items; None if it has none.
        wrapped: where each entry of that list has the item.
        sent: where the request's body has the item.
        key: where the item has its key in this answer, if not where the resource's items have it.
        sets: members that the operation changes, beside those of the request.
        argument: what names the item in the query or the body, if the path does not; "" otherwise.
        members: the arguments that are members of the item, if the path names a method; None for the body's fields.
    """

    role: Role
    resource: ResourceModel | None = None
    ancestors: tuple[tuple[ResourceModel, str], ...] = ()
    through: tuple[ResourceModel, ...] = ()
    item: Place | None = None
    items: Place | None = None
    wrapped: Place = ()
    sent: Place = ()
    key: Place | None = None
    sets: Mapping[str, Any] = field(default_factory=dict)
    argument: str = ""
    members: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SandboxModel:
    """The resources of an API by collection, and its operations by operationId. `str()` explains it."""

    resources: Mapping[str, ResourceModel]
    operations: Mapping[str, OperationModel]

    def resource(self, name: str) -> ResourceModel:
        """The resource of a collection, by its path with or without the names of the templates.

        Raises:
            KeyError: no resource has this collection.
        """
        return self.resources[emptied(name)]

    def as_dict(self) -> dict[str, Any]:
        """The model in the form of the file that corrects it."""
        return {
            "resources": {item.path: self._resource_dict(item) for item in self.resources.values()},
            "operations": {name: {"role": "plain"} for name, item in self.operations.items() if item.resource is None},
        }

    def _resource_dict(self, resource: ResourceModel) -> dict[str, Any]:
        out: dict[str, Any] = {}
        if resource.key:
            out["key"] = shown_place(resource.key)
        if resource.life is not None:
            out["states"] = resource.life.as_dict()
        if resource.inherits:
            out["inherits"] = {
                item.member: {"resource": self.resources[item.collection].path, "members": list(item.members)}
                for item in resource.inherits
            }
        if resource.shows:
            out["shows"] = [
                {"resource": self.resources[shown.collection].path, "member": shown.member, "parent": shown.parent}
                if shown.member
                else self.resources[shown.collection].path
                for shown in resource.shows
            ]
        out["operations"] = dict(resource.operations)
        return out

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def __repr__(self) -> str:
        return f"<SandboxModel of {len(self.resources)} resources, {len(self.operations)} operations>"

    def _lines(self) -> Iterator[str]:
        if not self.resources:
            yield "no resources: no path is that of an item or a list, nor names a method that creates or reads one"
        for resource in self.resources.values():
            key = shown_place(resource.key) or ("there is just one" if resource.is_single else "not in the item")
            yield f"{resource.path}  (key: {key})"
            for name, role in resource.operations.items():
                yield f"  {role:<9} {name}{_places(self.operations[name])}"
            for item in resource.inherits:
                yield f"  inherits  {', '.join(item.members)} from {self.resources[item.collection].path}"
            for shown in resource.shows:
                where = f" where {shown.member} is {{{shown.parent}}}" if shown.member else ""
                yield f"  shows     {self.resources[shown.collection].path}{where}"
            if resource.life is not None:
                yield f"  states    {resource.life}"
        plain = [name for name, item in self.operations.items() if item.resource is None]
        if plain:
            yield "without a resource"
            yield from (f"  plain     {name}" for name in plain)


def _places(operation: OperationModel) -> str:
    parts = [
        ("item", operation.item),
        ("items", operation.items),
        ("each", operation.wrapped),
        ("sent", operation.sent),
    ]
    said = [f"{name} at {shown_place(place)}" for name, place in parts if place]
    said += [f"named by {operation.argument}"] if operation.argument else []
    return f"  ({', '.join(said)})" if said else ""


_TEMPLATE = re.compile(r"\{([^{}/]*)\}")


@lru_cache(maxsize=4096)
def templates_of(path: str) -> tuple[str, ...]:
    """The names of a path's templates, in their order."""
    return tuple(_TEMPLATE.findall(path))


@lru_cache(maxsize=4096)
def emptied(path: str) -> str:
    """A path with empty templates."""
    return _TEMPLATE.sub("{}", path).rstrip("/") or "/"
