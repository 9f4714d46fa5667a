"""The life of one item of a resource: create → retrieve → list → modify → delete → 404, by a client."""

from __future__ import annotations

from random import Random
from typing import Any

from dynaclient import Client, NotFound
from dynaclient.document import Document
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.resource_model import ITEM, Place, ResourceModel, SandboxModel, emptied
from dynaclient.sandbox.values import Values
from dynaclient.types import MISSING
from tests.sampling import sample_arguments

from .conftest import client_of


def _as(parameter: Any, key: Any) -> Any:
    """A key in the type of a path's parameter."""
    if parameter.type == "integer" and isinstance(key, str) and key.lstrip("-").isdigit():
        return int(key)
    return str(key) if parameter.type == "string" else key


def walkable(model: SandboxModel) -> list[ResourceModel]:
    """The resources whose items say their key, and can be made, and read or listed."""
    return [
        resource
        for resource in model.resources.values()
        if resource.operation("create") and resource.operation("retrieve", "list") and resource.key
    ]


def pick(value: Any, place: Place | None) -> Any:
    """The part of an answer at a place, or `MISSING`."""
    for name in place or ():
        if name == ITEM and isinstance(value, list) and value:
            value = value[0]
        elif isinstance(value, dict) and name in value:
            value = value[name]
        else:
            return MISSING
    return MISSING if place is None else value


class Walk:
    """One resource's life in a fresh sandbox, by the operations that its paths have."""

    def __init__(self, document: Document, path: str, values: Values | None = None) -> None:
        self.sandbox = Sandbox(document)
        self.client: Client = client_of(self.sandbox, validate_responses=False)
        self.resource = self.sandbox.model.resource(path)
        self.values = values or Values(document)
        self.steps: list[str] = []
        self.sent: Any = MISSING
        self.made: dict[str, Any] = {}
        self.filtered = ""

    def operation(self, resource: ResourceModel, *roles: str) -> str | None:
        """The operation with a role on the resource's own path: not one on a word behind it."""
        depth = resource.path.count("/")
        for role in roles:
            for name, own in resource.operations.items():
                if own == role and self.client.operations[name].path.rstrip("/").count("/") <= depth + 1:
                    return name
        return None

    def call(self, name: str, keys: dict[str, Any]) -> Any:
        """The answer to an operation, with the keys of collections in its path."""
        operation = self.client.operations[name]
        params, body = sample_arguments(self.client.document, operation, Random(3), values=self.values)
        for parameter in operation.parameters:
            given = f"{parameter.location}:{parameter.name}" in params
            if parameter.location == "query" and given and name == self.filtered and parameter.name in self.made:
                params[f"query:{parameter.name}"] = self.made[parameter.name]  # filters by what was made
            elif parameter.location == "path":  # the same key at the same place of every path
                place = emptied(operation.path.partition(f"{{{parameter.name}}}")[0])
                key = keys.setdefault(place, params[f"path:{parameter.name}"])
                params[f"path:{parameter.name}"] = _as(parameter, key)
            elif parameter.name.lower() in ("limit", "per_page", "page_size"):
                params.pop(f"query:{parameter.name}", None)
        self.sent = body
        return self.client.call(name, params, body=body).data

    def key_of(self, name: str, answer: Any) -> Any:
        """The key in an answer or, if it answers with nothing, the one that was sent."""
        part, own = self.sandbox.model.operations[name], self.resource_of(name).key
        key = pick(pick(answer, part.item), part.key or own)
        if key is MISSING:
            key = pick(pick(self.sent[0] if isinstance(self.sent, list) else self.sent, part.sent), own)
        assert key is not MISSING, f"{name}: no key in {answer}"
        return key

    def resource_of(self, name: str) -> ResourceModel:
        found = self.sandbox.model.operations[name].resource
        assert found is not None
        return found

    def parents(self) -> dict[str, Any]:
        """Make everything that the resource's items are part of."""
        create = self.operation(self.resource, "create")
        assert create is not None
        keys: dict[str, Any] = {}
        for resource, _ in self.sandbox.model.operations[create].ancestors:
            maker = self.operation(resource, "create")
            if maker is not None:
                keys[resource.collection] = self.key_of(maker, self.call(maker, keys))
        return keys

    def listed(self, name: str, keys: dict[str, Any]) -> list[str]:
        part = self.sandbox.model.operations[name]
        entries = pick(self.call(name, keys), part.items)
        return [str(pick(pick(entry, part.wrapped), self.resource.key)) for entry in entries]

    def walk(self) -> list[str]:
        resource, keys = self.resource, self.parents()
        create, retrieve = self.operation(resource, "create"), self.operation(resource, "retrieve")
        listing, modify = self.operation(resource, "list"), self.operation(resource, "modify", "replace")
        delete = self.operation(resource, "delete")
        assert create is not None
        made = self.call(create, keys)
        key = keys[resource.collection] = self.key_of(create, made)
        self.steps.append("create")
        one = pick(made, self.sandbox.model.operations[create].item)
        self.made, self.filtered = one if isinstance(one, dict) else {}, listing or ""
        if retrieve:
            found = self.call(retrieve, keys)
            assert str(self.key_of(retrieve, found)) == str(key)
            other = pick(found, self.sandbox.model.operations[retrieve].item)
            same = {name: item for name, item in one.items() if name in other} if isinstance(one, dict) else {}
            assert {name: other[name] for name in same} == same, "what was made is what is read"
            self.steps.append("retrieve")
        if listing:
            assert self.listed(listing, keys).count(str(key)) == 1
            self.steps.append("list")
        if modify:
            self.call(modify, keys)
            if retrieve:
                assert str(self.key_of(retrieve, self.call(retrieve, keys))) == str(key)
            self.steps.append("modify")
        if delete:
            self.call(delete, keys)
            self.steps.append("delete")
            if retrieve:
                self._is_gone(retrieve, keys)
                self.steps.append("404")
            self._is_gone(delete, keys)
            if listing:
                assert str(key) not in self.listed(listing, keys)
        return self.steps

    def _is_gone(self, name: str, keys: dict[str, Any]) -> None:
        try:
            self.call(name, keys)
        except NotFound:
            return
        raise AssertionError(f"{name} still finds {keys}")


def walk(document: Document, path: str, values: Values | None = None) -> list[str]:
    """The steps of one resource's life; an AssertionError or a client's error where it ends early."""
    return Walk(document, path, values).walk()
