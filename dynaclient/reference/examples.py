"""One working call of each operation: arguments from the document's examples, checked like a real call.

Knows the arguments, not how a language writes them: that is `snippets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..client.sync import Client
from ..errors import RequestError
from ..model import MediaType, Operation, Parameter
from ..model.media_types import family_of
from ..model.naming import python_name
from ..model.xml_content import has_fields
from ..request.media import choose_media_type
from ..schema.view import view
from ..types import MISSING
from .samples import sample

_FILE_NAME = re.compile(r"[\w-]+\.[A-Za-z][A-Za-z0-9]{1,5}\b")


@dataclass(frozen=True, slots=True)
class File:
    """A file that the example sends. `name` is its path, relative to where the example runs."""

    name: str


@dataclass(frozen=True, slots=True)
class ExampleArgument:
    """One argument of the example. A `File` in the value represents a file.

    Attributes:
        name: on the wire.
        python_name: as a keyword argument.
        location: path, query, header, cookie or body.
        types: the JSON types its schema admits, as far as it names them.
    """

    name: str
    python_name: str
    location: str
    value: Any
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A call.

    Attributes:
        arguments: parameters, and the properties of the body if they can be given by name.
        body: the whole body if they cannot; else `MISSING`.
        media_type: what the body is sent as, or "".
        flaws: why the document's own description refuses the example; empty if it accepts it.
        source: whose values these are: the "document" or ours ("made").
    """

    arguments: tuple[ExampleArgument, ...] = ()
    body: Any = MISSING
    media_type: str = ""
    flaws: tuple[str, ...] = ()
    source: str = "document"

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files that the example sends."""
        found: dict[str, None] = {}
        for value in (*(a.value for a in self.arguments), self.body):
            found.update((file.name, None) for file in _iter_files(value))
        return tuple(found)


def _iter_files(value: Any) -> Iterator[File]:
    if isinstance(value, File):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _iter_files(item)


@dataclass(frozen=True, slots=True)
class ExampleMaker:
    """Makes the example of each operation.

    Args:
        client: for the document; it checks the arguments and sends nothing.
    """

    client: Client

    def example(self, operation: Operation) -> Example:
        """The first example that the description accepts; else the first, with its flaws."""
        first: Example | None = None
        for candidate in self._candidates(operation):
            flaws = flaws_of(self.client, operation, candidate)
            if not flaws:
                return candidate
            if first is None:
                first = Example(candidate.arguments, candidate.body, candidate.media_type, flaws, candidate.source)
        return first or Example()

    def _candidates(self, operation: Operation) -> Iterator[Example]:
        for given in (True, False):  # the document's values, then our own
            arguments = [
                ExampleArgument(p.name, p.python_name, p.location, self._value(p, given=given), _types(p))
                for p in operation.parameters
                if p.required
            ]
            if operation.request_body is None:
                yield Example(tuple(arguments), source="document" if given else "made")
                continue
            for media_type, body, source in self._bodies(operation, given=given):
                if body is MISSING:
                    yield Example(tuple(arguments), source=source)
                else:
                    yield self._with_body(operation, arguments, media_type, body, source)

    def _value(self, parameter: Parameter, *, given: bool) -> Any:
        if given and parameter.example is not MISSING:
            return parameter.example
        value = sample(self.client.document, parameter.schema, parameter.name)
        return parameter.name if value is MISSING else value

    def _bodies(self, operation: Operation, *, given: bool) -> Iterator[tuple[MediaType, Any, str]]:
        body = operation.request_body
        if body is None or not body.content:
            return
        first = choose_media_type(body, {}, None) or next(iter(body.content.values()))
        for media_type in dict.fromkeys((first.name, *body.content)):
            declared = body.content[media_type]
            if given:
                for value in declared.examples.values():
                    yield declared, value, "document"
            value = sample(self.client.document, declared.schema) if declared.schema is not None else MISSING
            if value is not MISSING:
                yield declared, value, "made"
        if not body.required:
            yield first, MISSING, "made"

    def _with_body(
        self, operation: Operation, arguments: list[ExampleArgument], media_type: MediaType, body: Any, source: str
    ) -> Example:
        family = family_of(media_type.name)
        document = self.client.document
        outline = view(document, media_type.schema or {})
        if family.holds == "bytes" or (family.holds in ("text", "xml") and outline.is_binary):
            return Example(tuple(arguments), File(_file_name(body, "body", "bin")), media_type.name, source=source)
        if not isinstance(body, Mapping):
            return Example(tuple(arguments), body, media_type.name, source=source)
        if family.takes_files:
            answer_name = _answered_file_name(operation)
            body = {
                name: self._part(name, value, outline.properties.get(name, {}), answer_name)
                for name, value in body.items()
            }
        names = [python_name(name) for name in body]
        taken = {a.python_name for a in arguments} | {a.name for a in arguments}
        taken |= {p.name for p in operation.parameters} | {p.python_name for p in operation.parameters}
        bindable = (
            body
            and has_fields(document, media_type)
            and len(set(names)) == len(names)
            and taken.isdisjoint(names)
            and taken.isdisjoint(body)
            and not {"body", "params", "self"} & set(names)
        )
        if not bindable:
            return Example(tuple(arguments), dict(body), media_type.name, source=source)
        fields = [
            ExampleArgument(
                name, python_name(name), "body", value, _declared(document, outline.properties.get(name, {}))
            )
            for name, value in body.items()
        ]
        return Example((*arguments, *fields), MISSING, media_type.name, source=source)

    def _part(self, name: str, value: Any, schema: Any, answer_name: str) -> Any:
        """A form field's value, with a file where the schema declares bytes, which YAML can only write as text.

        Args:
            answer_name: the file's name in the example of the answer, or "".
        """
        outline = view(self.client.document, schema)
        if outline.is_binary or any(view(self.client.document, b).is_binary for b in outline.alternatives):
            return File(_file_name(value, name, "bin", answer_name))
        if outline.items is not MISSING and view(self.client.document, outline.items).is_binary:
            values = value if isinstance(value, list) else [value]
            return [File(_file_name(item, f"{python_name(name)}{i}", "bin")) for i, item in enumerate(values)]
        return value


def flaws_of(client: Client, operation: Operation, example: Example) -> tuple[str, ...]:
    """Why the description refuses an example. Sends nothing."""
    arguments = {f"{a.location}:{a.name}": stand_in(a.value) for a in example.arguments}
    try:
        client = client.with_options(credentials=False)
        if example.media_type:
            client = client.with_options(content_type=example.media_type)
        found = client.validate(operation.operation_id, arguments, body=stand_in(example.body))
    except RequestError as error:
        return (str(error),)
    return tuple(str(violation) for violation in found)


def answer_file(operation: Operation, example: Example) -> str:
    """The file to save a binary answer to, named after the requested format; "" if the answer is not binary."""
    names = [name for s, answer in operation.responses.items() if s[:1] == "2" for name in answer.content]
    if not names or family_of(names[0]).is_readable:
        return ""
    formats = (a.value for a in example.arguments if a.name.endswith("format") and isinstance(a.value, str))
    endings = (*formats, names[0].partition("/")[2])
    return f"answer.{next(filter(re.compile('[a-z0-9]{2,5}').fullmatch, endings), 'bin')}"


def stand_in(value: Any) -> Any:
    """The value with bytes instead of each file, so that it can be checked without the files."""
    if isinstance(value, File):
        return (value.name, b"content")
    if isinstance(value, list):
        return [stand_in(item) for item in value]
    return value


def _file_name(value: Any, name: str, ending: str, answer_name: str = "") -> str:
    found = _FILE_NAME.search(value) if isinstance(value, str) else None
    return found[0] if found else answer_name or f"{python_name(name).strip('_') or 'file'}.{ending}"


def _answered_file_name(operation: Operation) -> str:
    """The name of the uploaded file in the document's example of the answer, or ""."""
    for status, answer in operation.responses.items():
        for media_type in answer.content.values() if status.startswith("2") else ():
            for example in media_type.examples.values():
                name = example.get("filename") if isinstance(example, Mapping) else None
                if isinstance(name, str) and _FILE_NAME.fullmatch(name):
                    return name
    return ""


def _types(parameter: Parameter) -> tuple[str, ...]:
    return parameter.type if isinstance(parameter.type, tuple) else (parameter.type,) if parameter.type else ()


def _declared(document: Any, schema: Any) -> tuple[str, ...]:
    outline = view(document, schema)
    found = dict.fromkeys(outline.types)
    for branch in outline.alternatives:
        found.update(dict.fromkeys(_declared(document, branch)))
    return tuple(found)
