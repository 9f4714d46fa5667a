"""The resources of one sandbox: finds them, creates new ones, and invents those that the document shows.

Knows families, memory and values; `behaviour` knows what each operation does with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from random import Random
from typing import Any, Literal

from ..document import Document
from ..model import Operation, Operations
from ..types import MISSING
from . import overlay
from .answers import Answers
from .families import Families, Family
from .forms import Upload
from .judge import Accepted
from .lists import list_place
from .memory import Memory, Resource, parent_of
from .refusal import Refusal
from .values import Values

Unknown = Literal["auto", "refuse", "invent"]


class Refused(Exception):
    """The request is valid, but names a resource that does not exist."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


class ResourceStore:
    """The resources in a memory.

    Args:
        unknown: how to treat a key that no request created: "auto" answers 404 if the API can create such resources,
            except for keys that the document shows as examples; "refuse" always answers 404; "invent" always makes
            the resource up.
    """

    def __init__(
        self,
        document: Document,
        operations: Operations,
        families: Families,
        values: Values,
        answers: Answers,
        memory: Memory,
        *,
        seed: int,
        unknown: Unknown,
    ) -> None:
        self._document = document
        self._operations = operations
        self._families = families
        self._values = values
        self._answers = answers
        self._memory = memory
        self._seed = seed
        self._unknown = unknown
        self._shown: dict[str, frozenset[str]] = {}

    @property
    def believes(self) -> bool:
        """Whether every key in a request is assumed to exist."""
        return self._unknown == "invent"

    def existing(self, family: Family, parent: str, key: str, accepted: Accepted) -> Resource:
        """The resource with this key.

        Raises:
            Refused: there is no such resource (404).
        """
        resource = self._memory.get(family.collection, parent, key)
        if resource is not None and not resource.deleted:
            return resource
        believed = self.believes or (
            self._unknown == "auto" and (not family.can_be_made or key in self._shown_keys(family))
        )
        if resource is not None or not believed:
            text = f"There is no {family.noun} '{key}'."
            raise Refused(Refusal(404, text, family.key_name or "id", "path", "not_found"))
        return self.invent(family, parent, key, accepted)

    def add(
        self,
        family: Family,
        keys: Sequence[str],
        facts: Mapping[str, Any],
        *,
        operation: Operation | None = None,
        media_type: str = "",
        schema: Any = None,
        upload: Upload | None = None,
        content: bytes | None = None,
    ) -> tuple[Any, str]:
        """Create and store a resource, with the resources inside it that the request lists.

        Args:
            keys: the keys of its parents, outermost first.
            facts: the request's path parameters and fields.
            operation: the one that creates it, if not the family's own; `media_type` is that of its body.
            schema: the schema of the answer; None if the answer is empty.

        Returns:
            Its value (`MISSING` if the document does not describe it), and its key.
        """
        operation = operation or self._creator(family)
        number = self._memory.next_number()
        rng = Random(f"{self._seed}:{family.collection}:{number}")  # noqa: S311  # repeatable, no secret
        value = MISSING if schema is None else self._base(operation, family, schema)
        if schema is not None:
            body = operation.request_body if operation is not None else None
            if body is not None and body.content:
                request = (body.content.get(media_type) or next(iter(body.content.values()))).schema
                value = overlay.without_unset(self._document, self._values, schema, value, request, facts)
            value = overlay.overlaid(self._document, self._values, schema, value, facts)
            value = overlay.filled_in(self._document, self._values, schema, value, number, upload)
        place = overlay.key_place(value, family.key_name)
        chosen = _chosen_key(facts, place, family)
        key = overlay.new_key(overlay.at(value, place), number, rng) if chosen is None else chosen
        if schema is not None and place is not None:
            value = overlay.with_key(self._values, schema, value, place, key)
            key = str(overlay.at(value, place))
        kept = dict(facts) if value is MISSING else value
        content = upload.data if upload is not None else content
        content_type = upload.content_type if upload is not None else ""
        self._memory.put(family.collection, parent_of(keys), key, kept, content, content_type)
        self._add_inside(family, [*keys, key], facts)
        return value, key

    def _add_inside(self, family: Family, keys: Sequence[str], facts: Mapping[str, Any]) -> None:
        """Create nested resources: each item of a thread's `messages` becomes an item of the family of that name."""
        for member, items in facts.items():
            inner = self._families.by_collection.get(f"{family.collection}/{{}}/{member}")
            if inner is not None and inner.schema is not None and isinstance(items, list):
                above = dict(zip(inner.parents, keys, strict=False))
                for item in items:
                    if isinstance(item, dict):
                        self.add(inner, keys, {**above, **item}, schema=inner.schema)

    def _creator(self, family: Family) -> Operation | None:
        return next((self._operations[key] for key, role in family.roles.items() if role == "create"), None)

    def _base(self, operation: Operation | None, family: Family, schema: Any) -> Any:
        """The initial value of a new resource: the document's example, if it has one."""
        for response in operation.responses.values() if operation is not None else ():
            for media_type in response.content.values():
                if media_type.schema is schema and operation is not None:
                    return self._answers.value(operation, media_type)
        return self._values.value(schema, examples=self._examples(family), key=family.collection)

    def item(self, schema: Any, resource: Resource, family: Family) -> Any:
        """A resource in the shape that a list shows; `MISSING` if no valid value of that shape is found."""
        if schema is None or self._values.is_valid(schema, resource.value):
            return resource.value
        base = self._values.value(schema, key=f"{family.collection}/{resource.key}")
        if base is MISSING or not isinstance(resource.value, dict):
            return base
        value = overlay.overlaid(self._document, self._values, schema, base, resource.value)
        return overlay.with_key(self._values, schema, value, overlay.key_place(value, family.key_name), resource.key)

    def invent(self, family: Family, parent: str, key: str, accepted: Accepted) -> Resource:
        """Store a made-up resource with this key."""
        value: Any = MISSING
        if family.schema is not None:
            at = f"{family.collection}{parent}/{key}"
            value = self._values.value(family.schema, examples=self._examples(family), key=at)
            facts = {name: accepted.parameters["path"].get(name) for name in family.parents}
            facts = {name: item for name, item in facts.items() if item is not None}
            value = overlay.overlaid(self._document, self._values, family.schema, value, facts)
            place = overlay.key_place(value, family.key_name)
            value = overlay.with_key(self._values, family.schema, value, place, key)
        self._memory.put(family.collection, parent, key, {} if value is MISSING else value)
        return self._memory.get(family.collection, parent, key) or Resource(0, key, {})

    def invent_items(
        self, family: Family, parent: str, accepted: Accepted, schema: Any, shown: Any, count: int
    ) -> None:
        """Store made-up items for a list that no operation adds to, beginning with the document's own examples."""
        shown = shown if isinstance(shown, list) else []
        for i in range(max(count, len(shown))):
            number = self._memory.next_number()
            rng = Random(f"{self._seed}:{family.collection}:{parent}:{i}")  # noqa: S311  # repeatable, no secret
            value = deepcopy(shown[i]) if i < len(shown) else self._values.value(schema, key=f"{parent}/{i}")
            if value is MISSING:
                return
            value = overlay.overlaid(self._document, self._values, schema, value, accepted.parameters["path"])
            place = overlay.key_place(value, family.key_name)
            like = overlay.at(value, place)
            is_shown = i < len(shown) and not parent and like is not MISSING
            key = str(like) if is_shown else overlay.new_key(like, number, rng)
            value = overlay.with_key(self._values, schema, value, place, key)
            self._memory.put(family.collection, parent, str(overlay.at(value, place)) if place else key, value)

    # the document's examples

    def _examples(self, family: Family) -> list[Any]:
        """Examples of an item, from the operation that reads one."""
        found = []
        for operation_id, role in family.roles.items():
            if role == "retrieve":
                for response in self._operations[operation_id].responses.values():
                    found += [e for media_type in response.content.values() for e in media_type.examples.values()]
        return found

    def _shown_keys(self, family: Family) -> frozenset[str]:
        """The keys that the document shows as examples, in its paths and its answers."""
        if family.collection not in self._shown:
            found = set()
            for operation_id in family.roles:
                operation = self._operations[operation_id]
                for parameter in operation.parameters:
                    if parameter.location == "path" and parameter.name == family.key_name:
                        found.add(str(parameter.example))
                for response in operation.responses.values():
                    for media_type in response.content.values():
                        for example in media_type.examples.values():
                            found |= _keys_in(self._document, media_type.schema, example, family)
            self._shown[family.collection] = frozenset(found)
        return self._shown[family.collection]


def _keys_in(document: Document, schema: Any, example: Any, family: Family) -> set[str]:
    place = list_place(document, schema) if schema is not None else None
    listed = overlay.at(example, place) if place else example
    items = listed if isinstance(listed, list) else [example]
    return {
        str(key) for item in items if (key := overlay.at(item, overlay.key_place(item, family.key_name))) is not MISSING
    }


def _chosen_key(facts: Mapping[str, Any], place: overlay.Path | None, family: Family) -> str | None:
    """The key that the request itself gives to the new resource, if any."""
    for path in ((family.key_name,), place):
        value = overlay.at(facts, path) if path else MISSING
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value):
            return str(value)
    return None
