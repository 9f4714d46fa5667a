"""The webhooks and callbacks of a document, by name, and which of them a body belongs to."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any

from ..document import Document
from ..document.outgoing import chosen_content
from ..errors import InvalidEvent, UnknownWebhook, Violation
from ..model import MediaType, Operation
from ..model.outgoing import OutgoingRequest, build_outgoing
from ..schema import SchemaChecker, rules_for
from ..schema.formats import DEFAULT_FORMATS
from ..schema.parts import same_value
from ..schema.view import SchemaView, variants, view
from .scheme import Headers

Tags = Mapping[str, tuple[tuple[Any, ...], bool]]
"""Member of a body → the constants that it can have, and whether it must be there."""


class DeclaredWebhooks(Mapping[str, OutgoingRequest]):
    """The requests that a document says its API sends: webhooks by name, callbacks as `operationId.name`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._by_name: dict[str, OutgoingRequest] = {}
        for item in build_outgoing(document):
            name = f"{item.operation_id}.{item.name}" if item.operation_id else item.name
            self._by_name.setdefault(name, item)
        self._tags = {name: self._read_tags(item) for name, item in self._by_name.items()}
        self._checkers: dict[str, SchemaChecker] = {}
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __getitem__(self, name: str) -> OutgoingRequest:
        return self._by_name[self.name_of(name)]

    def name_of(self, given: str) -> str:
        """The name that one of these means: the name itself, an operationId, the `type` of an event, a callback.

        Raises:
            UnknownWebhook: there is none, or there are several.
        """
        if given in self._by_name:
            return given
        found = [
            name
            for name, item in self._by_name.items()
            if given in (item.name, item.operation.operation_id) or self._has_type(name, given)
        ]
        if len(found) != 1:
            raise UnknownWebhook(given, list(self._by_name), found)
        return found[0]

    def _has_type(self, name: str, given: str) -> bool:
        return any(given in tags["type"][0] for tags in self._tags[name] if "type" in tags)

    # what a body is

    def matching(self, value: Any, headers: Headers) -> str | None:
        """The name of the webhook that a body belongs to; None if the document describes no such event.

        Of several that fit, the one with the most constants in its schema, and then the one whose headers fit.

        Raises:
            InvalidEvent: nothing tells several apart.
        """
        kinds = {item.kind for item in self._by_name.values()}
        kinds = {"webhook"} if "webhook" in kinds else kinds
        ranked: dict[str, int] = {}
        for name, item in self._by_name.items():
            met = [_met(tags, value) for tags in self._tags[name]]
            best = max((count for count in met if count is not None), default=None)
            constants = self._header_constants(item, headers)
            if best is not None and constants is not None and item.kind in kinds:
                ranked[name] = best * 100 + constants
        most = max(ranked.values(), default=0)
        found = [name for name, count in ranked.items() if count == most]
        if len(found) > 1:
            names = ", ".join(found[:6])
            raise InvalidEvent(
                f"the body could be of {len(found)} webhooks ({names}): unwrap it with client.webhooks[name]"
            )
        return found[0] if found else None

    def belongs(self, name: str, value: Any) -> bool:
        """Whether a body has the constants of a webhook."""
        return any(_met(tags, value) is not None for tags in self._tags[name])

    @staticmethod
    def _header_constants(item: OutgoingRequest, headers: Headers) -> int | None:
        """How many constants of its header parameters are met; None if one is not."""
        count = 0
        for parameter in item.operation.parameters:
            if parameter.location == "header" and parameter.enum:
                values = headers.get(parameter.name.lower(), ())
                if values and not any(value in map(str, parameter.enum) for value in values):
                    return None
                count += bool(values)
        return count

    def _read_tags(self, item: OutgoingRequest) -> list[Tags]:
        """The constants of each form that a body can have."""
        media_type = media_type_of(item.operation)
        if media_type is None or media_type.schema is None:
            return [{}]
        own, *others = variants(self.document, media_type.schema)
        shared = self._constants(own)
        if others and own.unions:
            return [{**shared, **self._constants(other)} for other in others]
        return [shared]

    def _constants(self, described: SchemaView) -> Tags:
        read = {name: view(self.document, schema).values for name, schema in described.properties.items()}
        return {name: (values, name in described.required) for name, values in read.items() if values}

    # whether it is right

    def violations(self, name: str, value: Any) -> list[Violation]:
        """Where a body does not fit its schema."""
        media_type = media_type_of(self._by_name[name].operation)
        if media_type is None or media_type.schema is None:
            return []
        with self._lock:
            if name not in self._checkers:
                rules = rules_for("response", relieves=True)
                self._checkers[name] = SchemaChecker(
                    self.document, media_type.schema, rules, media_type.pointer, DEFAULT_FORMATS
                )
        findings = self._checkers[name].findings(value)
        return [
            Violation("body", f"/body{item.path}", item.keyword, item.message, item.value, item.schema_pointer)
            for item in findings
        ]


def media_type_of(operation: Operation) -> MediaType | None:
    """The media type of the body that is meant: the first that is JSON, else the first."""
    return chosen_content(operation.request_body.content) if operation.request_body else None


def _met(tags: Tags, value: Any) -> int | None:
    """How many of the constants a body has; None if one of its members is another."""
    count = 0
    for name, (constants, is_required) in tags.items():
        if not isinstance(value, Mapping) or name not in value:
            if is_required:
                return None
        elif any(same_value(value[name], constant) for constant in constants):
            count += 1
        else:
            return None
    return count
