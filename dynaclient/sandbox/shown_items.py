"""The items that the document itself shows, in examples of its answers and paths. Keeps what it has found."""

from __future__ import annotations

from typing import Any

from ..model import Operations
from ..types import MISSING
from .envelopes import at
from .item_maker import examples_of
from .resource_model import ITEM, ResourceModel, SandboxModel


class ShownItems:
    """The examples of a document's resources."""

    def __init__(self, operations: Operations, model: SandboxModel) -> None:
        self._operations = operations
        self._model = model
        self._shown: dict[str, frozenset[str]] = {}
        self._samples: dict[str, Any] = {}

    def sample(self, resource: ResourceModel) -> Any:
        """An example of an item, from an operation that answers with one; `MISSING` if the document shows none."""
        if resource.collection not in self._samples:
            self._samples[resource.collection] = self._sample(resource)
        return self._samples[resource.collection]

    def _sample(self, resource: ResourceModel) -> Any:
        for wanted in ("retrieve", "create", "modify", "replace", "act", "list"):
            for name, role in resource.operations.items():
                part = self._model.operations[name]
                place = (*(part.items or ()), ITEM, *part.wrapped) if role == "list" else part.item
                if role != wanted or (role == "list" and part.items is None):
                    continue
                for example in examples_of(self._operations[name], place):
                    if isinstance(example, dict):
                        return example
        return MISSING

    def keys(self, resource: ResourceModel) -> frozenset[str]:
        """The keys that the document shows as examples, in its paths and its answers."""
        if resource.collection not in self._shown:
            found = set()
            for name in resource.operations:
                operation, part = self._operations[name], self._model.operations[name]
                for parameter in operation.parameters:
                    if parameter.location == "path" and parameter.name == resource.key_name:
                        found.add(str(parameter.example))
                for example in examples_of(operation, ()):
                    listed = at(example, part.items) if part.items is not None else [at(example, part.item or ())]
                    for entry in listed if isinstance(listed, list) else ():
                        key = at(at(entry, part.wrapped), resource.key)
                        found |= set() if key is MISSING else {str(key)}
            self._shown[resource.collection] = frozenset(found)
        return self._shown[resource.collection]
