"""What an operation does to the sandbox's resources, and the value it answers with: one handler for each role.

Knows roles and resources; other modules read and judge requests and write answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..document import Document
from ..model import MediaType, Operation
from ..types import MISSING
from . import overlay
from .answers import Answers
from .families import Families, Family, PathPart, Role
from .judge import Accepted
from .lists import items_of, list_place
from .media import kind_of_media
from .memory import Memory, Resource, parent_of
from .pages import Page, UnknownCursor, enveloped, page_of
from .refusal import Refusal
from .request_facts import fields_of, matches, names_of, path_text, resource_facts, states_after
from .resource_store import Refused, ResourceStore
from .values import Values

INVENTED = 2
"""How many items a list shows if no operation can add to it."""


@dataclass(frozen=True, slots=True)
class BehaviourContent:
    """Bytes to send unchanged."""

    data: bytes
    content_type: str


class Behaviour:
    """Carries operations out."""

    def __init__(
        self,
        document: Document,
        families: Families,
        values: Values,
        answers: Answers,
        memory: Memory,
        store: ResourceStore,
    ) -> None:
        self._document = document
        self._families = families
        self._values = values
        self._answers = answers
        self._memory = memory
        self._store = store
        self._handlers: dict[Role, Callable[[PathPart, Accepted, MediaType | None], Any]] = {
            "plain": self._plain,
            "create": self._create,
            "through": self._through,
            "retrieve": self._retrieve,
            "modify": self._modify,
            "replace": self._replace,
            "upsert": self._upsert,
            "act": self._act,
            "delete": self._delete,
            "content": self._content,
            "list": self._list,
        }

    def is_creation(self, operation: Operation) -> bool:
        """Whether an operation creates a resource."""
        return self._families.part(operation.operation_id).role in ("create", "through")

    def carry_out(self, accepted: Accepted, media_type: MediaType | None) -> Any:
        """Carry the operation out. Returns the answer's value, `Content`, or `MISSING` if the document describes none.

        Raises:
            Refused: the request names a resource that does not exist.
        """
        part = self._families.part(accepted.operation.operation_id)
        with self._memory.together():
            for i, (family, name) in enumerate(part.ancestors):
                keys = [path_text(accepted, template) for _, template in part.ancestors[:i]]
                self._store.existing(family, parent_of(keys), path_text(accepted, name), accepted)
            return self._handlers[part.role](part, accepted, media_type)

    # handlers

    def _plain(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        value = self._answers.value(accepted.operation, media_type)
        if media_type is None or media_type.schema is None:
            return value
        return overlay.overlaid(self._document, self._values, media_type.schema, value, resource_facts(accepted))

    def _create(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        keys = [path_text(accepted, name) for _, name in part.ancestors]
        return self._made(_family(part), keys, resource_facts(accepted), accepted, media_type)

    def _through(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        """Create the parents first, each from the body's member of the same name."""
        keys = [path_text(accepted, name) for _, name in part.ancestors]
        facts = resource_facts(accepted)
        for above in part.through:
            inner: dict[str, Any] = next((facts[n] for n in names_of(above) if isinstance(facts.get(n), dict)), {})
            _, key = self._store.add(above, keys, inner, schema=above.schema)
            keys.append(key)
            facts[above.key_name] = key
        return self._made(_family(part), keys, facts, accepted, media_type)

    def _made(
        self,
        family: Family,
        keys: list[str],
        facts: Mapping[str, Any],
        accepted: Accepted,
        media_type: MediaType | None,
    ) -> Any:
        value, _ = self._store.add(
            family,
            keys,
            facts,
            operation=accepted.operation,
            media_type=accepted.media_type,
            schema=media_type.schema if media_type is not None else None,
            upload=accepted.uploads[0] if accepted.uploads else None,
            content=accepted.body if isinstance(accepted.body, bytes) else None,
        )
        return value

    def _retrieve(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        resource = self._found(part, accepted)
        return self._projected(accepted.operation, media_type, resource.value, accepted)

    def _projected(self, operation: Operation, media_type: MediaType | None, value: Any, accepted: Accepted) -> Any:
        """The stored resource in the shape of this operation's answer."""
        schema = media_type.schema if media_type is not None else None
        base = self._answers.value(operation, media_type)
        if schema is None:
            return base
        if value is not MISSING and self._values.is_valid(schema, value):
            return value
        facts = {**(value if isinstance(value, dict) else {}), **accepted.parameters["path"]}
        return overlay.overlaid(self._document, self._values, schema, base, facts)

    def _modify(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        resource = self._found(part, accepted)
        return self._changed(part, accepted, media_type, resource, fields_of(accepted))

    def _changed(
        self,
        part: PathPart,
        accepted: Accepted,
        media_type: MediaType | None,
        resource: Resource,
        facts: Mapping[str, Any],
    ) -> Any:
        family = _family(part)
        schema = family.schema
        place = overlay.key_place(resource.value, family.key_name)
        facts = {name: value for name, value in facts.items() if place != (name,)}
        value = resource.value
        if schema is not None:
            value = overlay.overlaid(self._document, self._values, schema, value, facts)
        elif isinstance(value, dict):
            value = {**value, **facts}
        content = accepted.body if isinstance(accepted.body, bytes) else None
        self._memory.put(family.collection, self._parent(part, accepted), resource.key, value, content)
        return self._projected(accepted.operation, media_type, value, accepted)

    def _replace(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        """PUT: update the resource, or create it if it does not exist."""
        family = _family(part)
        parent, key = self._parent(part, accepted), self._key(accepted)
        resource = self._memory.get(family.collection, parent, key)
        if (resource is None or resource.deleted) and "create" in family.roles.values():
            resource = self._store.existing(family, parent, key, accepted)
        if resource is None or resource.deleted:
            resource = self._store.invent(family, parent, key, accepted)
        return self._changed(part, accepted, media_type, resource, fields_of(accepted))

    def _upsert(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        """PUT on a collection: the body contains the key."""
        family = _family(part)
        parent = self._parent(part, accepted)
        key = overlay.at(accepted.body, overlay.key_place(accepted.body, family.key_name))
        if key is MISSING:
            return self._plain(part, accepted, media_type)
        resource = self._memory.get(family.collection, parent, str(key))
        if resource is None or resource.deleted:
            return self._create(part, accepted, media_type)
        return self._changed(part, accepted, media_type, resource, fields_of(accepted))

    def _act(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        """`…/cancel`: update the item, and set a status named after the action, such as `cancelled`."""
        family, resource = _family(part), self._found(part, accepted)
        verb = accepted.operation.path.rstrip("/").rpartition("/")[2].lower()
        facts = dict(fields_of(accepted))
        if isinstance(resource.value, dict):
            facts = {**states_after(self._document, family.schema, resource.value, verb), **facts}
        return self._changed(part, accepted, media_type, resource, facts)

    def _delete(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        family = _family(part)
        resource = self._found(part, accepted)
        self._memory.delete(family.collection, self._parent(part, accepted), resource.key)
        value = self._answers.value(accepted.operation, media_type)
        if media_type is None or media_type.schema is None:
            return value
        facts = dict(accepted.parameters["path"])
        if media_type.schema is family.schema and isinstance(resource.value, dict):
            facts = {**resource.value, **facts}
        value = overlay.overlaid(self._document, self._values, media_type.schema, value, facts)
        place = overlay.key_place(value, family.key_name)
        value = overlay.with_key(self._values, media_type.schema, value, place, resource.key)
        return overlay.overlaid(self._document, self._values, media_type.schema, value, {"deleted": True})

    def _content(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        """The uploaded bytes, if there are any."""
        resource = self._found(part, accepted)
        if resource.content is None or media_type is None:
            return self._answers.value(accepted.operation, media_type)
        if kind_of_media(media_type.name) == "json":
            return resource.content.decode("utf-8", "replace")
        declared = media_type.name if "*" not in media_type.name else resource.content_type
        return BehaviourContent(resource.content, declared or "application/octet-stream")

    def _list(self, part: PathPart, accepted: Accepted, media_type: MediaType | None) -> Any:
        family = _family(part)
        operation = accepted.operation
        schema = media_type.schema if media_type is not None else None
        place = list_place(self._document, schema)
        base = self._answers.value(operation, media_type)
        if place is None or (place and not isinstance(base, dict)):
            return base
        parent = self._parent(part, accepted)
        items_schema = items_of(self._document, schema)
        if not family.can_be_made and not self._memory.is_touched(family.collection, parent):
            shown = overlay.at(base, place) if place else base
            self._store.invent_items(family, parent, accepted, items_schema, shown, INVENTED)
        items = [item for item in self._memory.items(family.collection, parent) if matches(item.value, accepted)]
        try:
            page = page_of(operation, accepted.parameters["query"], items, strict=not self._store.believes)
        except UnknownCursor as error:
            name = str(error)
            raise Refused(
                Refusal(400, f"No item has the cursor given as '{name}'.", name, "query", "invalid_cursor")
            ) from None
        shaped = [self._store.item(items_schema, item, family) for item in page.items]
        kept = [(item, value) for item, value in zip(page.items, shaped, strict=True) if value is not MISSING]
        page = Page([item for item, _ in kept], page.more, page.total)
        return enveloped(self._values, schema, base, place, [value for _, value in kept], page)

    # locations

    def _parent(self, part: PathPart, accepted: Accepted) -> str:
        return parent_of([path_text(accepted, name) for _, name in part.ancestors])

    def _key(self, accepted: Accepted) -> str:
        """The item's own key: the value of the path's last template."""
        path = accepted.operation.path
        names = [parameter.name for parameter in accepted.operation.parameters if parameter.location == "path"]
        return path_text(accepted, max(names, key=lambda name: path.rfind(f"{{{name}}}")))

    def _found(self, part: PathPart, accepted: Accepted) -> Resource:
        return self._store.existing(_family(part), self._parent(part, accepted), self._key(accepted), accepted)


def _family(part: PathPart) -> Family:
    if part.family is None:
        raise LookupError(f"role {part.role!r} needs a family")
    return part.family
