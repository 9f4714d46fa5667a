"""The signatures of an operation, for any kind of client. Types come from `types`.

An operation may be called with arguments by name (two signatures if `stream` decides what is returned), with the whole
body as `body=`, and with parameters in a mapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..document import Document
from ..model import ItemRules, MediaType, Operation
from ..model.help import free_members
from ..model.media_types import Framing, family_of
from ..model.naming import field_name, python_name
from ..model.streams import StreamSwitch, stream_switch
from ..model.xml_content import has_fields, is_described
from ..schema.view import properties_of, view
from ..types import MISSING
from .kinds import ITEMS
from .types import TypeWriter

MAPPING = "params: Mapping[str, Any]"
"""The argument that takes parameters by wire name."""

_RESERVED = frozenset(("self", "params", "body"))


@dataclass(frozen=True, slots=True)
class SignatureArgument:
    """One keyword argument."""

    name: str
    type: str
    required: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a call returns: an answer with this type of data, or a stream of items with it."""

    data: str
    framing: Framing = ""

    @property
    def is_stream(self) -> bool:
        """Whether it is a stream of items."""
        return self.framing != ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call. `opening` comes before the keyword arguments, `closing` after; `returns` has alternatives.

    The signature that takes the parameters in a mapping has an `opening`, those that take them by name have none.
    """

    arguments: tuple[SignatureArgument, ...]
    returns: tuple[Returned, ...]
    opening: str = ""
    closing: str = ""


class SignatureReader:
    """Derives signatures from a document, and defines the types that they need, each once."""

    def __init__(self, document: Document, types: TypeWriter) -> None:
        self._document = document
        self._types = types

    def read(self, operation: Operation) -> tuple[Signature, ...]:
        """Every signature of one operation."""
        return tuple(self._signatures(operation))

    def _signatures(self, operation: Operation) -> Iterator[Signature]:
        title = operation.operation_id
        parameters = [
            SignatureArgument(
                p.python_name,
                self._types.write(p.schema, "request", f"{title} {p.name}"),
                p.must_be_given,
                p.description,
            )
            for p in operation.parameters
        ]
        switch = stream_switch(self._document, operation)
        answer, stream = self._returned(operation)
        if switch is not None and stream is None:  # some documents have the switch but do not describe the stream
            stream = Returned("Any", "events")
        returned = tuple(filter(None, (answer, stream if switch or not answer else None)))
        body = self._body_type(operation)
        required = operation.request_body is not None and operation.request_body.required
        fields, is_complete = self._fields(operation, {p.name for p in parameters})
        by_name = (*parameters, *fields)
        is_empty = operation.request_body is None or not required
        if is_complete and (fields or is_empty):
            yield from self._by_name(by_name, returned, switch)
        if operation.request_body is not None:
            is_needed = required or bool(is_complete)
            yield Signature((*parameters, SignatureArgument("body", body, is_needed)), returned)
            name = python_name(operation.request_body.name or "body")
            if name not in {"self", "body", *(a.name for a in by_name)}:
                yield Signature((*parameters, SignatureArgument(name, body, True)), returned)
        members = self._members(operation)
        if members and not fields:  # the last of these, since it takes any name, `body` too
            yield Signature(tuple(parameters), returned, closing=f"**members: {members}")
        whole = (SignatureArgument("body", body, required=False),) if operation.request_body is not None else ()
        yield Signature(whole, returned, f"{MAPPING}, /", "**arguments: Any")

    @staticmethod
    def _by_name(
        arguments: tuple[SignatureArgument, ...], returned: tuple[Returned, ...], switch: StreamSwitch | None
    ) -> Iterator[Signature]:
        at = next((i for i, a in enumerate(arguments) if switch and a.name == python_name(switch.name)), None)
        if len(returned) == 1 or switch is None or at is None:  # it never streams, always does, or nothing decides
            yield Signature(arguments, returned)
            return
        answer, stream = returned

        def typed(*written: str, required: bool) -> tuple[SignatureArgument, ...]:
            changed = [replace(arguments[at], type=each, required=required) for each in written if each]
            return (*arguments[:at], *changed, *arguments[at + 1 :])

        others = f"Literal[{', '.join(map(repr, switch.others))}]" if switch.others else ""
        yield Signature(typed("Literal[False] | None" if switch.value is True else others, required=False), (answer,))
        yield Signature(typed(f"Literal[{switch.value!r}]", required=True), (stream,))
        yield Signature(typed(arguments[at].type, required=True), (answer, stream))

    def _members(self, operation: Operation) -> str:
        """The type of the body's members where they may have any name, or ""."""
        schema = free_members(self._document, operation)
        if schema is MISSING:
            return ""
        return "Any" if schema is True else self._types.write(schema, "request", f"{operation.operation_id} Member")

    def _media_types(self, operation: Operation) -> list[MediaType]:
        content = operation.request_body.content.values() if operation.request_body else ()
        return [m for m in content if has_fields(self._document, m)]

    def _fields(self, operation: Operation, taken: set[str]) -> tuple[list[SignatureArgument], bool]:
        """The body's properties as arguments, and whether a call by name can pass all required ones."""
        found: dict[str, Any] = {}
        needed: set[str] | None = None
        for media_type in self._media_types(operation):
            for key, schema in properties_of(self._document, media_type.schema).items():
                found.setdefault(key, schema)
            demanded = self._demanded(media_type.schema)
            needed = demanded if needed is None else needed & demanded
        names = [field_name(key, found) for key in found]
        out, complete = [], True
        for (key, schema), name in zip(found.items(), names, strict=True):
            outline = view(self._document, schema)
            is_needed = key in (needed or ()) and outline.default is MISSING and not outline.read_only
            if outline.read_only:
                continue
            if name in taken or key in taken or name in _RESERVED or names.count(name) > 1:
                complete = complete and not is_needed
                continue
            written = self._types.write(schema, "request", f"{operation.operation_id} {key}")
            body = operation.request_body
            out.append(
                SignatureArgument(name, written, is_needed and body is not None and body.required, outline.description)
            )
        if (needed or set()) - set(found):  # required but not described: only the whole body can have it
            complete = complete and not self._undeclared_is_demanded(operation)
        return out, complete

    def _undeclared_is_demanded(self, operation: Operation) -> bool:
        return any(view(self._document, m.schema).extra is not False for m in self._media_types(operation))

    def _demanded(self, schema: Any, depth: int = 0) -> set[str]:
        """Names that every value of a schema must have."""
        outline = view(self._document, schema)
        names = set(outline.required)
        if outline.alternatives and depth < 4:
            names |= set.intersection(*(self._demanded(branch, depth + 1) for branch in outline.alternatives))
        return names

    def _body_type(self, operation: Operation) -> str:
        if operation.request_body is None:
            return ""
        types: dict[str, None] = {}
        for media_type in operation.request_body.content.values():
            family = family_of(media_type.name)
            if media_type.items is not None or family.holds == "items":
                types[f"{ITEMS}[{self._item_input(media_type, operation)}]"] = None
                types["FileInput"] = None
            elif family.holds == "bytes" or media_type.schema is None:
                types["FileInput" if family.holds == "bytes" else "Any"] = None
            else:
                written = self._types.write(media_type.schema, "request", f"{operation.operation_id} Body")
                types[written] = None
                if family.name == "xml":
                    types[self._types.builtin("str")] = None
                if "raw" in family.accepts:
                    types["FileInput"] = None
        return "Any" if "Any" in types or not types else " | ".join(types)

    def _item_input(self, media_type: MediaType, operation: Operation) -> str:
        """The type of the items of a body."""
        rules = media_type.items
        if rules is None or rules.framing == "parts":
            return "Any"
        if rules.framing == "events":
            return f"Mapping[{self._types.builtin('str')}, Any] | {self._types.builtin('str')}"
        schema = self._item_schema(rules)
        return "Any" if schema is None else self._types.write(schema, "request", f"{operation.operation_id} Item")

    def _item_schema(self, rules: ItemRules) -> Any:
        """The schema of the items, or None."""
        if rules.schema is not None or rules.whole is None:
            return rules.schema
        described = view(self._document, rules.whole)
        return None if described.items is MISSING or described.prefix_items else described.items

    def _returned(self, operation: Operation) -> tuple[Returned | None, Returned | None]:
        """What a call returns when it does not stream, and when it does; None when it never does."""
        types: dict[str, None] = {}
        stream: Returned | None = None
        answers = [r for s, r in operation.responses.items() if s.startswith("2")]
        for answer in answers or [r for s, r in operation.responses.items() if s == "default"]:
            if not answer.content:
                types["None"] = None
            for media_type in answer.content.values():
                title = f"{operation.operation_id} Response"
                found = self._streamed(media_type, title)
                if found is not None:
                    stream = stream or found
                else:
                    types[self._returned_type(media_type, title)] = None
        written = "Any" if "Any" in types or not types else " | ".join(dict.fromkeys(types))
        return Returned(written) if types or not stream else None, stream

    def _returned_type(self, media_type: MediaType, title: str) -> str:
        family = family_of(media_type.name)
        answer = "text" if family.name == "xml" else family.answer
        if is_described(self._document, media_type.name, media_type.schema):
            return "Any" if media_type.schema is None else self._types.write(media_type.schema, "response", title)
        return self._types.builtin("str" if answer == "text" else "bytes")

    def _streamed(self, media_type: MediaType, title: str) -> Returned | None:
        """The stream that an answer in this media type is, or None."""
        rules, framing = media_type.items, family_of(media_type.name).framing
        if framing == "events":
            found = self._events(media_type.schema, title) if rules is None else self._event_data(rules.schema, title)
            return Returned(found, framing)
        if framing == "" or rules is None:
            return None
        schema = self._item_schema(rules)
        return Returned("Any" if schema is None else self._types.write(schema, "response", f"{title} Item"), framing)

    def _event_data(self, schema: Any, title: str) -> str:
        """The type of the data of events that are described by their fields: that of the JSON in it, if it is any."""
        found: dict[str, None] = {}
        for branch in self._branches(schema or {}):
            inner = view(self._document, branch.properties.get("data", {})).first("contentSchema")
            found["Any" if inner is None else self._types.write(inner, "response", f"{title} Data")] = None
        return "Any" if "Any" in found or not found else " | ".join(found)

    def _events(self, schema: Any, title: str) -> str:
        """The type of an event's data. If the schema distinguishes events by name, it is the type of their `data`."""
        if schema is None:
            return "Any"
        inner: dict[str, None] = {}
        for branch in self._branches(schema):
            if set(branch.properties) != {"event", "data"}:
                return self._types.write(schema, "response", f"{title} Event")
            inner[self._types.write(branch.properties["data"], "response", f"{title} Data")] = None
        inner.pop("Literal['[DONE]']", None)  # ends the stream, and is not an event
        return "Any" if "Any" in inner or not inner else " | ".join(inner)

    def _branches(self, schema: Any, depth: int = 0) -> Iterable[Any]:
        outline = view(self._document, schema)
        if outline.alternatives and depth < 4:
            return [inner for branch in outline.alternatives for inner in self._branches(branch, depth + 1)]
        return [outline]
