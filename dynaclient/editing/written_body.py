"""The body that writes a change: the whole value, a patch, or the members that differ, without what only a server sets.

Sends nothing. Source: RFC 9110 section 9.3.4; RFC 5789; RFC 7396; RFC 6902.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.record import record
from ..document import Document
from ..document.pointer import pointer_to
from ..errors import RequestError, ValidationError, Violation
from ..model import Operation
from ..response.answer_schema import answer_schema
from ..schema.view import extra_of, items_of, properties_of, view
from ..types import MISSING
from .differences import changes, fits_merge_patch, json_patch, merge_patch
from .pairs import body_schema, is_json_patch, is_merge_patch

_HOLDERS = ("data", "result", "item")
"""Members that wrap a resource in its answer."""


@record
class WrittenBody:
    """A body, and the media type to send it as; None leaves the choice to the value."""

    body: Any
    content_type: str | None = None


class BodyWriter:
    """Makes the bodies of one write from the value that its read shows.

    Args:
        write: the operation that writes.
        read: the operation that reads.
    """

    def __init__(self, document: Document, write: Operation, read: Operation) -> None:
        self._document = document
        self._write = write
        self._takes = body_schema(write)
        self._shows = answer_schema(read)
        self._holder = self._find_holder()

    def value_of(self, data: Any) -> Any:
        """The part of an answer that the write takes: all of it, or what its only envelope holds."""
        if self._holder and isinstance(data, Mapping) and isinstance(data.get(self._holder), Mapping):
            return data[self._holder]
        return data

    def _find_holder(self) -> str:
        taken = properties_of(self._document, self._takes).keys()
        shown = properties_of(self._document, self._shows)
        if not taken or not taken.isdisjoint(shown):
            return ""
        inside = (name for name in _HOLDERS if name in shown)
        return next((name for name in inside if taken & properties_of(self._document, shown[name]).keys()), "")

    def writable(self, value: Any) -> Any:
        """The value without the members that only the server sets."""
        shows = properties_of(self._document, self._shows)[self._holder] if self._holder else self._shows
        return self._without(self._takes, shows, value)

    def _without(self, takes: Any, shows: Any, value: Any) -> Any:
        if isinstance(value, list):
            inner = items_of(self._document, takes), items_of(self._document, shows)
            return [self._without(*inner, item) for item in value]
        if not isinstance(value, dict):
            return value
        taken, shown = properties_of(self._document, takes), properties_of(self._document, shows)
        extra = extra_of(self._document, takes)
        out = {}
        for name, item in value.items():
            # Source: OAS 3.1.1 Schema Object; JSON Schema 2020-12 Validation, section 9.4
            if view(self._document, taken.get(name, shown.get(name))).read_only:
                continue
            if name not in taken and (extra is False or (extra is None and taken and name in shown)):
                continue
            out[name] = self._without(taken.get(name, MISSING), shown.get(name, MISSING), item)
        return out

    def written(self, before: Any, after: Any) -> WrittenBody | None:
        """The body that turns one value into another; None if nothing that can be written differs.

        Raises:
            ValidationError: a member that only the server sets was changed.
            RequestError: the write cannot express the change.
        """
        old, new = self.writable(before), self.writable(after)
        found = list(changes(old, new))
        places = {path for path, _ in found}
        lost = [path for path, value in changes(before, after) if path not in places and value is not MISSING]
        if lost:
            raise ValidationError(
                operation_id=self._write.operation_id,
                violations=[Violation("body", f"/body{pointer_to(path)}", "readOnly", _ONLY_SERVER) for path in lost],
            )
        if not found:
            return None
        if self._write.method == "put":
            return WrittenBody(new)
        content = self._write.request_body.content if self._write.request_body is not None else {}
        merging = next((name for name in content if is_merge_patch(name)), None)
        stepping = next((name for name in content if is_json_patch(name)), None)
        both_objects = isinstance(old, dict) and isinstance(new, dict)
        if merging is not None and both_objects and (stepping is None or fits_merge_patch(old, new)):
            return WrittenBody({**self._demanded(new), **merge_patch(old, new)}, merging)
        if stepping is not None:
            return WrittenBody(json_patch(old, new), stepping)
        return WrittenBody(self._members(old, new)) if both_objects else WrittenBody(new)

    def _demanded(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """The members that the schema of the body requires, changed or not."""
        required = view(self._document, self._takes).required
        return {name: value[name] for name in required if name in value}

    def _members(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
        """The members that differ, each as a whole: how the server merges what is inside them is not known.

        Raises:
            RequestError: a member was taken out, and the schema of it does not allow null instead.
        """
        out = self._demanded(new)
        taken = properties_of(self._document, self._takes)
        for path, _ in changes(old, new):
            name = path[0]
            if name in new:
                out[name] = new[name]
            elif name in taken and not view(self._document, taken[name]).nullable:
                raise RequestError(
                    f"{self._write.method.upper()} {self._write.path} cannot take out the member {name!r}: the "
                    "document offers no merge patch for it, and the member cannot be null. Nothing was written",
                    operation_id=self._write.operation_id,
                )
            else:
                out[name] = None
        return out


_ONLY_SERVER = "only the server sets this member, so a change of it cannot be written: leave it as it was"
