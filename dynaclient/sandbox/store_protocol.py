"""What `lives` and the names of a table need of the store that they serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from .memory import Memory, Resource
from .new_items import Adding
from .resource_model import ResourceModel, SandboxModel


class Store(Protocol):
    """The resources of one sandbox; `ResourceStore` is one."""

    memory: Memory
    model: SandboxModel

    def add(
        self,
        resource: ResourceModel,
        keys: Sequence[str],
        facts: Mapping[str, Any],
        adding: Adding = ...,
        *,
        content: bytes | None = None,
    ) -> Resource:
        """Create and store an item."""

    def change(
        self,
        resource: ResourceModel,
        parent: str,
        item: Resource,
        *wishes: Mapping[str, Any],
        life: dict[str, Any] | None = None,
        touch: bool = True,
    ) -> Resource:
        """Change members of an item, one wish after the other, and store it."""

    def made_for(self, schema: Any, seed: str) -> Any:
        """A value of a JSON Schema that a request brings with it."""

    def announce(self, webhook: str, fields: Mapping[str, Any]) -> None:
        """Let a webhook tell what has happened, once it is certain."""

    def call(self, method: str, path: str, body: Any) -> Any:
        """Carry out a request for an item's sake: its status and value."""
