"""Corrections of a `SandboxModel`, from a YAML or JSON file: what was recognised wrongly, and how states move.

The table for the OpenAI API (`openai.yaml` beside this module) is such a file, used where a document has its paths.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from .._support.wording import did_you_mean, shown
from ..document import Document
from ..document.read import load_value
from ..model import Operations
from .envelopes import schema_at
from .file_checks import CheckedFile, ModelFileError
from .method_names import arguments_of, member_arguments
from .resource_model import (
    ON_ITEM,
    ROLES,
    Inherited,
    OperationModel,
    Place,
    ResourceModel,
    Role,
    SandboxModel,
    Shown,
    emptied,
    templates_of,
)
from .routes import path_of
from .states_file import StatesReader

ModelSource = str | os.PathLike[str] | Mapping[str, Any]
"""A file, or what it has."""

_TOP = ("resources", "operations", "answers", "streams")
_RESOURCE = ("key", "states", "shows", "inherits", "operations")
_OPERATION = ("role", "resource", "argument", "item", "items", "each", "sent", "sets")


def corrected(
    document: Document, operations: Operations, model: SandboxModel, source: ModelSource | None
) -> SandboxModel:
    """The model with the table's states for the APIs that it knows, then with the corrections of a file.

    Raises:
        ModelFileError: the file names what the document does not have, or has unknown keys.
    """
    table = table_for(operations)
    if table:
        model = _Correction(document, operations, model, "", table).model()
    if source is None:
        return model
    if isinstance(source, Mapping):
        return _Correction(document, operations, model, "model=", source).model()
    name = os.fspath(source)
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise ModelFileError(f"cannot be read: {error.strerror}", source=name) from None
    given = load_value(data, source=name)
    if not isinstance(given, Mapping):
        raise ModelFileError("has no `resources` or `operations` at its top", source=name)
    return _Correction(document, operations, model, name, given).model()


def table_for(operations: Operations) -> Mapping[str, Any]:
    """The table for the API, if the document has one of the paths by which the table's API is known."""
    return _api_table() if any(operation.path in _KNOWN_BY for operation in operations.values()) else {}


_KNOWN_BY = frozenset(("/chat/completions", "/threads/{thread_id}/runs"))


@cache
def _api_table() -> Mapping[str, Any]:
    """The table for the OpenAI API, read when it is first needed."""
    value = load_value(Path(__file__).with_name("openai.yaml").read_bytes(), source="openai.yaml")
    return value if isinstance(value, Mapping) else {}


class _Correction(CheckedFile):
    """One file, applied to a model. Without a source it is the table, of which what does not fit is left out."""

    def __init__(
        self, document: Document, operations: Operations, model: SandboxModel, source: str, given: Mapping[str, Any]
    ) -> None:
        super().__init__(source)
        self._document = document
        self._called = operations
        self._states = StatesReader(document, source)
        self._resources = {name: replace(item) for name, item in model.resources.items()}
        self._operations = dict(model.operations)
        self._given = given

    def model(self) -> SandboxModel:
        self.known(self._given, _TOP, "the file")
        for path, entry in self.mapping(self._given.get("resources", {}), "resources").items():
            self._resource(path, entry)
        for name, entry in self.mapping(self._given.get("operations", {}), "operations").items():
            self._operation(name, entry)
        for name, part in self._operations.items():  # the resources are copies
            own = self._resources.get(part.resource.collection) if part.resource is not None else None
            self._operations[name] = replace(
                part,
                resource=own,
                ancestors=tuple((self._resources[item.collection], key) for item, key in part.ancestors),
                through=tuple(self._resources[item.collection] for item in part.through),
            )
        return SandboxModel(self._resources, self._operations)

    def _resource(self, path: str, entry: Any) -> None:
        entry = self.mapping(entry, path)
        self.known(entry, _RESOURCE, path)
        resource = self._resources.get(emptied(path))
        if resource is None:
            if not self.source:
                return
            hint = did_you_mean(path, [item.path for item in self._resources.values()])
            raise self.fail(f"there is no resource {path}.{hint} `Sandbox.model` shows those that there are")
        if "key" in entry:
            resource.key = self._place(entry["key"], resource.schema, f"{path}: key")
        if "states" in entry:
            life = self._states.life(resource, self.mapping(entry["states"], f"{path}: states"))
            if life is not None:
                resource.life = life
        if "shows" in entry:
            resource.shows = tuple(self._shows(entry["shows"], path))
        if "inherits" in entry:
            resource.inherits = tuple(self._inherited(entry["inherits"], path))
        for name, role in self.mapping(entry.get("operations", {}), f"{path}: operations").items():
            self._operation(name, {"role": role, "resource": path})

    def _shows(self, given: Any, path: str) -> Iterator[Shown]:
        for entry in given if isinstance(given, list) else [given]:
            found = entry if isinstance(entry, Mapping) else {"resource": entry}
            self.known(found, ("resource", "member", "parent"), f"{path}: shows")
            other = self._resources.get(emptied(str(found.get("resource"))))
            if other is None:
                raise self.fail(f"{path}: shows: there is no resource {shown(found.get('resource'))}")
            yield Shown(other.collection, found.get("member", ""), found.get("parent", ""))

    def _inherited(self, given: Any, path: str) -> Iterator[Inherited]:
        for member, entry in self.mapping(given, f"{path}: inherits").items():
            found = self.mapping(entry, f"{path}: inherits {member}")
            self.known(found, ("resource", "members"), f"{path}: inherits {member}")
            other = self._resources.get(emptied(str(found.get("resource"))))
            if other is not None:
                yield Inherited(member, other.collection, tuple(found.get("members", ())))
            elif self.source:
                raise self.fail(f"{path}: inherits: there is no resource {shown(found.get('resource'))}")

    def _named_by(
        self, name: str, entry: Mapping[str, Any], role: Role, resource: ResourceModel | None
    ) -> tuple[str, tuple[str, ...] | None]:
        """The argument that names the item, "" if the path does; and the arguments that are members of it."""
        operation, part = self._called[name], self._operations[name]
        if resource is None or "argument" not in entry:
            is_named = part.argument or templates_of(path_of(operation))
            if resource is not None and role in ON_ITEM and not resource.is_single and not is_named:
                raise self.fail(f"{name}: the role {role!r} needs an `argument`, which names the item")
            return part.argument, part.members
        given, known = entry["argument"], arguments_of(self._document, operation)
        if given not in known:
            hint = did_you_mean(str(given), known)
            raise self.fail(f"{name}: there is no argument {shown(given)} in its query or body.{hint}")
        return given, member_arguments(self._document, operation, resource)

    def _place(self, pointer: Any, schema: Any, where: str) -> Place:
        if not isinstance(pointer, str) or not (pointer == "" or pointer.startswith("/")):
            raise self.fail(f"{where} must be a JSON Pointer such as /id, not {shown(pointer)}")
        place = tuple(pointer.split("/")[1:]) if pointer.strip("/") else ()
        if schema is not None and place and schema_at(self._document, schema, place) is None:
            raise self.fail(f"{where}: the schema has nothing at {pointer}")
        return place

    def _operation(self, name: str, entry: Any) -> None:
        entry = self.mapping(entry, name)
        self.known(entry, _OPERATION, name)
        if name not in self._operations:
            if not self.source:
                return
            hint = did_you_mean(name, list(self._operations))
            raise self.fail(f"the document has no operation {name!r}.{hint}")
        part = self._operations[name]
        role = entry.get("role", part.role)
        if role not in ROLES:
            raise self.fail(f"{name}: there is no role {shown(role)}.{did_you_mean(str(role), ROLES)}")
        resource = part.resource
        if "resource" in entry:
            resource = self._resources.get(emptied(str(entry["resource"])))
            if resource is None:
                raise self.fail(f"{name}: there is no resource {shown(entry['resource'])}")
        if role == "plain":
            resource = None
        elif resource is None:
            raise self.fail(f"{name}: the role {role!r} needs a `resource`")
        if part.resource is not None:
            self._resources[part.resource.collection].operations = {
                own: known for own, known in part.resource.operations.items() if own != name
            }
        if resource is not None:
            resource = self._resources[resource.collection]
            resource.operations = {**resource.operations, name: role}
            resource.can_be_made = resource.can_be_made or role in ("create", "upsert", "through")
        places: dict[str, Any] = {
            "item": part.item, "items": part.items, "wrapped": part.wrapped, "sent": part.sent,
        }  # fmt: skip
        for key, field in (("item", "item"), ("items", "items"), ("each", "wrapped"), ("sent", "sent")):
            if key in entry:
                places[field] = self._place(entry[key], None, f"{name}: {key}")
        if part.resource is None and role not in ("plain", "list", "content") and "item" not in entry:
            places["item"] = ()
        argument, members = self._named_by(name, entry, role, resource)
        above = part.ancestors
        if resource is not None and part.resource is None:  # its own item is no longer one above it
            above = tuple(item for item in above if item[0].collection != resource.collection)
        self._operations[name] = OperationModel(
            role,
            resource,
            above,
            part.through,
            key=part.key,
            sets=self.mapping(entry.get("sets", part.sets), name),
            argument=argument,
            members=members,
            **places,
        )
