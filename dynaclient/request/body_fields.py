"""What the media types of a body declare, and which of them the names of its fields choose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from .._support.record import record
from .._support.wording import either
from ..document import Document
from ..document.pointer import pointer_to
from ..errors import Violation
from ..model import MediaType, Operation
from ..model.media_types import family_of
from ..schema.view import extra_of, holds_file, properties_of, types_of


@record
class DeclaredFields:
    """The fields of one media type.

    Attributes:
        properties: schemas by name.
        extra: what the schema says of other names, as `extra_of`.
    """

    media_type: MediaType
    properties: Mapping[str, Any]
    extra: Any

    def declares(self, names: Iterable[str]) -> bool:
        """Whether it declares every one of these names."""
        return all(name in self.properties for name in names)

    def admits(self, name: str) -> bool:
        """Whether a field of this name can be meant for it."""
        if name in self.properties:
            return True
        return self.extra not in (None, False) or (self.extra is None and not self.properties)

    def lacks(self, names: Iterable[str]) -> int:
        """How many of these names it does not declare."""
        return sum(name not in self.properties for name in names)


class BodyFields:
    """The fields of an operation's body, in each media type that is an object of fields.

    XML of the same schema as JSON has no fields of its own: JSON is preferred.

    Attributes:
        properties: those of every media type; a name that several declare has the schema of the first.
    """

    def __init__(self, document: Document, operation: Operation) -> None:
        self._document = document
        content = operation.request_body.content.values() if operation.request_body else ()
        others = [item.schema for item in content if family_of(item.name).holds == "json"]
        self.declared = tuple(
            DeclaredFields(item, properties_of(document, item.schema), extra_of(document, item.schema))
            for item in content
            if _has_own(document, item, others)
        )
        self.properties: dict[str, Any] = {}
        for fields in self.declared:
            for name, schema in fields.properties.items():
                self.properties.setdefault(name, schema)

    @property
    def takes_members(self) -> bool:
        """Whether an undeclared name is taken as a member: the body is described by `additionalProperties` alone."""
        return any(item.extra not in (None, False) and not item.properties for item in self.declared)

    @property
    def has_choice(self) -> bool:
        """Whether names can choose among several media types."""
        return len(self.declared) > 1

    def candidates(self, names: Collection[str], accepts: Any) -> list[MediaType]:
        """The media types that a body with these names may have; one or more.

        Those that declare every name, if any does; else, among those that can be written, those that declare most.

        Args:
            accepts: whether the value can be written as a media type of this name.
        """
        whole = [item for item in self.declared if item.declares(names)]
        able = [item for item in self.declared if accepts(item.media_type.name)]
        fitting = [item for item in whole if item in able]
        if not fitting:
            fitting = [item for item in able if all(map(item.admits, names))] if whole else able
        if not fitting:
            return [item.media_type for item in whole or self.declared]
        fewest = min(item.lacks(names) for item in fitting)
        return [item.media_type for item in fitting if item.lacks(names) == fewest]

    def holding_paths(self, offered: list[MediaType], values: Mapping[str, Any]) -> list[MediaType]:
        """Those media types that can have what the text in these values means: one or more.

        Where a form has a file, text is its path. A media type without files does not have it, unless plain text fits.
        """
        among = [item for item in self.declared if item.media_type in offered]
        paths = [
            name
            for name, value in values.items()
            if _is_text(value) and any(self._has_file(item, name) for item in among)
        ]
        left = [item.media_type for item in among if all(self._takes_text(item, name) for name in paths)]
        return left or offered

    def _has_file(self, fields: DeclaredFields, name: str) -> bool:
        takes_files = family_of(fields.media_type.name).takes_files
        return takes_files and name in fields.properties and holds_file(self._document, fields.properties[name])

    def _takes_text(self, fields: DeclaredFields, name: str) -> bool:
        """Whether text is a value of a field, be it a path or not."""
        if family_of(fields.media_type.name).takes_files or name not in fields.properties:
            return True
        schema = fields.properties[name]
        types = types_of(self._document, schema)
        is_plain = not types or "string" in types or "array" in types
        return is_plain and not holds_file(self._document, schema)

    def names_decide(self, names: Collection[str]) -> bool:
        """Whether these names leave out one of the media types."""
        return len({item.lacks(names) for item in self.declared}) > 1

    def of(self, name: str) -> DeclaredFields | None:
        """The fields of the media type with this name."""
        return next((item for item in self.declared if item.media_type.name == name), None)

    def foreign(self, chosen: MediaType, values: Mapping[str, Any], *, asked: bool) -> dict[str, Violation]:
        """A violation for each field that other media types declare, but not the chosen one.

        Args:
            asked: whether the caller asked for that media type.
        """
        fields = next((item for item in self.declared if item.media_type.pointer == chosen.pointer), None)
        why = ", as was asked for" if asked else ""
        if fields is None:
            return {}
        own = "" if asked else next((name for name in values if self._is_only_of(fields, name)), "")
        return {
            name: Violation(
                "body", f"/body{pointer_to((name,))}", "unknown", self._foreign(name, chosen, why, own), value
            )
            for name, value in values.items()
            if name in self.properties and not fields.admits(name)
        }

    def _is_only_of(self, fields: DeclaredFields, name: str) -> bool:
        """Whether one media type declares a name, and the others do not."""
        return [item for item in self.declared if name in item.properties] == [fields]

    def _foreign(self, name: str, chosen: MediaType, why: str, own: str) -> str:
        """Why a field is refused.

        Args:
            own: a field that was given too, and is one of the chosen media type only; or "".
        """
        homes = [item.media_type.name for item in self.declared if name in item.properties]
        if own:
            return (
                f"this is a field of {either(homes, word='and')}, and {own!r} is one of {chosen.name}; a body has one "
                "media type, so that one of the two has to go"
            )
        return (
            f"this is a field of {either(homes, word='and')}, but the body goes as {chosen.name}{why}; "
            f"with_options(content_type={homes[0]!r}) chooses another"
        )


def _has_own(document: Document, item: MediaType, others: Collection[Any]) -> bool:
    """Whether a media type has fields, other than XML that has those of JSON."""
    family = family_of(item.name)
    if family.holds != "xml":
        return family.has_fields
    from ..model.xml_content import has_fields  # few bodies are XML

    return item.schema not in others and has_fields(document, item)


def _is_text(value: Any) -> bool:
    """Whether a value is text, or a list with text in it."""
    return isinstance(value, str) or (isinstance(value, (list, tuple)) and any(isinstance(item, str) for item in value))
