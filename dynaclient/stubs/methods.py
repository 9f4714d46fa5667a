"""Operation → the source of its method: one overload for each way to call it. Types come from `types`.

The ways: arguments by name (twice where `stream` decides what comes back), the whole body as `body=`, and
parameters in a mapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..document import Document
from ..model import MediaType, Operation
from ..model.naming import python_name
from ..request.media import family, is_json
from ..schema.outline import outline
from ..schema.properties import properties_of
from ..types import MISSING
from .text import plain_of, summary_of, wrapped
from .types import TypeWriter

_RESERVED = frozenset(("self", "params", "body"))


@dataclass(frozen=True, slots=True)
class Argument:
    """One keyword argument."""

    name: str
    type: str
    required: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call. `opening` stands before the keyword arguments, `closing` after."""

    arguments: tuple[Argument, ...]
    returns: str
    opening: str = ""
    closing: str = ""


class MethodWriter:
    """Writes the methods of one class.

    Args:
        word: `def` or `async def`.
        answer, stream: the generic classes that a call returns.
    """

    def __init__(
        self,
        document: Document,
        types: TypeWriter,
        *,
        word: str = "def",
        answer: str = "Answer",
        stream: str = "EventStream",
    ) -> None:
        self._document = document
        self._types = types
        self._word = word
        self._answer = answer
        self._stream = stream

    def write(self, operation: Operation, name: str, alias: str = "") -> str:
        """The source of one method, and its alias below it."""
        signatures = list(self._signatures(operation))
        doc = self._docstring(operation, signatures[0])
        out = []
        for i, signature in enumerate(signatures):
            body = doc if i == 0 else " ..."
            decorator = "    @overload\n" if len(signatures) > 1 else ""
            out.append(f"{decorator}{self._head(name, signature)}{body}\n")
        if alias:
            out.append(f"    {alias} = {name}\n")
        return "".join(out)

    def _head(self, name: str, signature: Signature) -> str:
        ordered = sorted(signature.arguments, key=lambda a: not a.required)
        arguments = [f"{a.name}: {a.type}{'' if a.required else ' = ...'}" for a in ordered]
        items = ["self", *filter(None, [signature.opening])]
        if arguments:
            items += ["*", *arguments]
        items += filter(None, [signature.closing])
        line = f"    {self._word} {name}({', '.join(items)}) -> {signature.returns}:"
        if len(line) <= 120:
            return line
        return (
            f"    {self._word} {name}(\n" + "".join(f"        {i},\n" for i in items) + f"    ) -> {signature.returns}:"
        )

    # ways to call

    def _signatures(self, operation: Operation) -> Iterator[Signature]:
        title = operation.operation_id
        parameters = [
            Argument(
                p.python_name,
                self._types.write(p.schema, "request", f"{title} {p.name}"),
                p.required and p.default is MISSING,
                p.description,
            )
            for p in operation.parameters
        ]
        answer, stream = self._returned(operation)
        returned = answer or stream
        body = self._body_type(operation)
        required = operation.request_body is not None and operation.request_body.required
        fields, is_complete = self._fields(operation, {p.name for p in parameters})
        by_name = (*parameters, *fields)
        is_empty = operation.request_body is None or not required
        if is_complete and (fields or is_empty):
            yield from self._by_name(by_name, answer, stream or self._undeclared_stream(operation))
        if operation.request_body is not None:
            yield Signature((*parameters, Argument("body", body, required or bool(is_complete))), returned)
        closing = f"body: {body} = ..., **arguments: Any" if operation.request_body is not None else "**arguments: Any"
        yield Signature((), returned, "params: Mapping[str, Any], /", f"*, {closing}" if body else closing)

    def _by_name(self, arguments: tuple[Argument, ...], answer: str, stream: str) -> Iterator[Signature]:
        switch = next((a for a in arguments if a.name == "stream"), None)
        if not stream or not answer or switch is None:  # it never streams, always does, or nothing decides
            yield Signature(arguments, answer or stream)
            return
        off = replace(switch, type="Literal[False] | None", required=False)
        on = replace(switch, type="Literal[True]", required=True)
        yield Signature(tuple(off if a is switch else a for a in arguments), answer)
        yield Signature(tuple(on if a is switch else a for a in arguments), stream)

    def _undeclared_stream(self, operation: Operation) -> str:
        """Some documents have a field that asks for a stream and do not describe it."""
        for media_type in self._media_types(operation):
            said = outline(self._document, properties_of(self._document, media_type.schema).get("stream", {}))
            if said.types == ("boolean",):
                return f"{self._stream}[Any]"
        return ""

    def _media_types(self, operation: Operation) -> list[MediaType]:
        content = operation.request_body.content.values() if operation.request_body else ()
        return [m for m in content if family(m.name) in ("json", "form", "multipart")]

    def _fields(self, operation: Operation, taken: set[str]) -> tuple[list[Argument], bool]:
        """The body's properties as arguments, and whether a call by name can give all that is required."""
        found: dict[str, Any] = {}
        needed: set[str] | None = None
        for media_type in self._media_types(operation):
            for key, schema in properties_of(self._document, media_type.schema).items():
                found.setdefault(key, schema)
            demanded = self._demanded(media_type.schema)
            needed = demanded if needed is None else needed & demanded
        names = [python_name(key) for key in found]
        out, complete = [], True
        for (key, schema), name in zip(found.items(), names, strict=True):
            said = outline(self._document, schema)
            is_needed = key in (needed or ()) and said.default is MISSING and not said.read_only
            if said.read_only:
                continue
            if name in taken or key in taken or name in _RESERVED or names.count(name) > 1:
                complete = complete and not is_needed
                continue
            written = self._types.write(schema, "request", f"{operation.operation_id} {key}")
            body = operation.request_body
            out.append(Argument(name, written, is_needed and body is not None and body.required, said.description))
        if (needed or set()) - set(found):  # required and not described: only the whole body can carry it
            complete = complete and not self._undeclared_is_demanded(operation)
        return out, complete

    def _undeclared_is_demanded(self, operation: Operation) -> bool:
        return any(outline(self._document, m.schema).extra is not False for m in self._media_types(operation))

    def _demanded(self, schema: Any, depth: int = 0) -> set[str]:
        """Names that every value of a schema must have."""
        said = outline(self._document, schema)
        names = set(said.required)
        if said.alternatives and depth < 4:
            names |= set.intersection(*(self._demanded(branch, depth + 1) for branch in said.alternatives))
        return names

    def _body_type(self, operation: Operation) -> str:
        if operation.request_body is None:
            return ""
        types: dict[str, None] = {}
        for media_type in operation.request_body.content.values():
            kind = family(media_type.name)
            if kind == "binary" or media_type.schema is None:
                types["FileInput" if kind == "binary" else "Any"] = None
            else:
                written = self._types.write(media_type.schema, "request", f"{operation.operation_id} Body")
                types[written] = None
                if kind == "text":
                    types["FileInput"] = None
        return "Any" if "Any" in types or not types else " | ".join(types)

    def _returned(self, operation: Operation) -> tuple[str, str]:
        """What a call returns, and what it returns when it streams ("" when it never does)."""
        types: dict[str, None] = {}
        events = ""
        answers = [r for s, r in operation.responses.items() if s.startswith("2")]
        for answer in answers or [r for s, r in operation.responses.items() if s == "default"]:
            if not answer.content:
                types["None"] = None
            for media_type in answer.content.values():
                title = f"{operation.operation_id} Response"
                if "event-stream" in media_type.name:
                    events = self._events(media_type.schema, title)
                else:
                    types[self._returned_type(media_type, title)] = None
        written = "Any" if "Any" in types or not types else " | ".join(dict.fromkeys(types))
        stream = f"{self._stream}[{events}]" if events else ""
        return f"{self._answer}[{written}]" if types or not stream else "", stream

    def _returned_type(self, media_type: MediaType, title: str) -> str:
        kind = family(media_type.name)
        if is_json(media_type.name):
            return "Any" if media_type.schema is None else self._types.write(media_type.schema, "response", title)
        return self._types.builtin({"text": "str", "form": "str"}.get(kind, "bytes"))

    def _events(self, schema: Any, title: str) -> str:
        """The type of an event's data. Where the schema tells events apart by name, it is that of their `data`."""
        if schema is None:
            return "Any"
        inner: dict[str, None] = {}
        for branch in self._branches(schema):
            if set(branch.properties) != {"event", "data"}:
                return self._types.write(schema, "response", f"{title} Event")
            inner[self._types.write(branch.properties["data"], "response", f"{title} Data")] = None
        inner.pop("Literal['[DONE]']", None)  # ends the stream and is no event of it
        return "Any" if "Any" in inner or not inner else " | ".join(inner)

    def _branches(self, schema: Any, depth: int = 0) -> Iterable[Any]:
        said = outline(self._document, schema)
        if said.alternatives and depth < 4:
            return [inner for branch in said.alternatives for inner in self._branches(branch, depth + 1)]
        return [said]

    # words

    def _docstring(self, operation: Operation, signature: Signature) -> str:
        summary = summary_of(operation.summary) or f"{operation.method.upper()} {operation.path}"
        lines = [summary, "", f"{operation.method.upper()} {operation.path}" + (" (deprecated)" * operation.deprecated)]
        if operation.description.strip() and operation.description != operation.summary:
            text = summary_of(operation.description, 600)
            lines += ["", *wrapped(text, "")]
        described = [a for a in signature.arguments if a.description]
        if described:
            lines += ["", "Args:"]
            for argument in described:
                lines += wrapped(f"{argument.name}: {summary_of(argument.description)}", "    ", hanging="    ")
        body = "\n".join(f"        {line}".rstrip() for line in lines).strip()
        return f'\n        """{body}\n        """' if len(lines) > 1 else f'\n        """{plain_of(body)}"""'
