"""Structured output: where an operation takes a JSON Schema for its answer, and where the answer has the text.

Both are found in the document, by the members that it declares. Knows no operation by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .._support.wording import either, shown
from ..document import Document
from ..errors import IncompleteAnswer, RefusedAnswer, UndecodableBody
from ..model import Operation
from ..model.media_types import family_of
from ..schema.view import items_of, properties_of, values_of, variants
from ..types import MISSING, ResponseLike
from .class_schema import WRAPPED, ClassSchema

_FORMAT = "json_schema"
"""The `type` of an answer format that takes a schema."""

_DEEPEST = 3
"""Levels of a body at which such a format is looked for."""


class SchemaSlot(NamedTuple):
    """Where an operation takes the schema of its answer.

    Attributes:
        path: the members of the body that lead to the format: `response_format`, `text` and `format`.
        wrapper: the member of the format that holds the schema and its name, or "" if the format itself does.
        members: the members beside the schema that the document declares.
    """

    path: tuple[str, ...]
    wrapper: str
    members: frozenset[str]

    def filled(self, schema: ClassSchema, given: Any) -> Any:
        """The value of the first member of the path, with the schema in it.

        Args:
            given: what the caller passed for it, or `MISSING`; it is kept if it has a format already.
        """
        beside = {"name": schema.name, "strict": schema.is_strict}
        described = {name: value for name, value in beside.items() if name in self.members}
        described["schema"] = schema.schema
        form = {"type": _FORMAT, **({self.wrapper: described} if self.wrapper else described)}
        return _merged(self.path[1:], form, given)


def _merged(path: tuple[str, ...], form: Any, given: Any) -> Any:
    if given is MISSING or given is None:
        given = {} if path else MISSING
    if not path:
        return form if given is MISSING else given
    if not isinstance(given, Mapping):
        return given
    return {**given, path[0]: _merged(path[1:], form, given.get(path[0], MISSING))}


def schema_slot(document: Document, operation: Operation) -> SchemaSlot | None:
    """Where an operation takes the schema of its answer, or None."""
    content = operation.request_body.content if operation.request_body else {}
    for name, media_type in content.items():
        if family_of(name).name != "json":
            continue
        level: list[tuple[tuple[str, ...], Any]] = [((), media_type.schema)]
        for _ in range(_DEEPEST):
            level = [
                ((*path, member), inner)
                for path, schema in level
                for member, inner in properties_of(document, schema).items()
            ]
            found = (_slot_at(document, path, schema) for path, schema in level)
            slot = next((one for one in found if one is not None), None)
            if slot is not None:
                return slot
    return None


def _slot_at(document: Document, path: tuple[str, ...], schema: Any) -> SchemaSlot | None:
    for item in variants(document, schema):
        members = item.properties
        if "type" not in members or _FORMAT not in values_of(document, members["type"])[0]:
            continue
        inner = properties_of(document, members[_FORMAT]) if _FORMAT in members else {}
        for wrapper, names in (("", members), (_FORMAT, inner)):
            if "schema" in names:
                return SchemaSlot(path, wrapper, frozenset(names))
    return None


class WrittenText(NamedTuple):
    """The text that a model wrote into an answer.

    Attributes:
        place: where it is in the body, as a JSON Pointer.
        refusal: the model's words if it refused, or "".
        stopped: why the text ends, in the server's word; "" if it is complete.
        tools: the tools that the model calls instead of answering.
    """

    text: str
    place: str
    refusal: str = ""
    stopped: str = ""
    tools: tuple[str, ...] = ()


def _of_chat(data: Any) -> WrittenText:
    """A chat completion. Source: OpenAI API reference, "The chat completion object"."""
    choice = _member(_first(_member(data, "choices")), None)
    message = _member(choice, "message")
    ended = _text(_member(choice, "finish_reason"))
    tools = tuple(_text(_member(_member(call, "function"), "name")) for call in _list(_member(message, "tool_calls")))
    return WrittenText(
        _text(_member(message, "content")),
        "/choices/0/message/content",
        _text(_member(message, "refusal")),
        ended if ended in ("length", "content_filter") else "",
        tools,
    )


def _of_response(data: Any) -> WrittenText:
    """A response. Source: OpenAI API reference, "The response object"."""
    text, place, refusal, tools = "", "/output", "", []
    for i, item in enumerate(_list(_member(data, "output"))):
        if _text(_member(item, "type")).endswith("function_call"):
            tools.append(_text(_member(item, "name")))
        for j, part in enumerate(_list(_member(item, "content")) if _member(item, "type") == "message" else ()):
            refusal += _text(_member(part, "refusal"))
            if _member(part, "type") == "output_text":
                place = f"/output/{i}/content/{j}/text" if not text else place
                text += _text(_member(part, "text"))
    status = _text(_member(data, "status"))
    why = _text(_member(_member(data, "incomplete_details"), "reason")) or _text(
        _member(_member(data, "error"), "message")
    )
    stopped = "" if status in ("", "completed") else why or status
    return WrittenText(text, place, refusal, stopped, tuple(tools))


def _of_message(data: Any) -> WrittenText:
    """A message. Source: Anthropic API reference, "Messages"."""
    parts = _list(_member(data, "content"))
    at = next((i for i, part in enumerate(parts) if _member(part, "type") == "text"), 0)
    text = "".join(_text(_member(part, "text")) for part in parts if _member(part, "type") == "text")
    ended = _text(_member(data, "stop_reason"))
    tools = tuple(_text(_member(part, "name")) for part in parts if _member(part, "type") == "tool_use")
    refusal = (text or "no reason is given") if ended == "refusal" else ""
    return WrittenText(text, f"/content/{at}/text", refusal, ended if ended == "max_tokens" else "", tools)


class AnswerForm(NamedTuple):
    """A form of answers in which a model writes text: the members that declare it, and what reads it."""

    path: tuple[str, ...]
    read: Callable[[Any], WrittenText]


FORMS = (
    AnswerForm(("choices", "message", "content"), _of_chat),
    AnswerForm(("output", "content", "text"), _of_response),
    AnswerForm(("content", "text"), _of_message),
)
"""Add a line here for another API whose models answer in a form."""


def answer_form(document: Document, operation: Operation) -> AnswerForm | None:
    """The form in which an operation's answer has a model's text, or None."""
    schemas = [
        media_type.schema
        for status, response in operation.responses.items()
        for media_type in (response.content.values() if status.startswith("2") else ())
        if family_of(media_type.name).name == "json"
    ]
    return next((form for form in FORMS for schema in schemas if _declares(document, schema, form.path)), None)


def _declares(document: Document, schema: Any, path: tuple[str, ...]) -> bool:
    for name in path:
        items = items_of(document, schema)
        schema = properties_of(document, schema if items is MISSING else items).get(name)
        if schema is None:
            return False
    return True


def value_of_text(response: ResponseLike, form: AnswerForm, *, is_wrapped: bool) -> tuple[Any, str]:
    """The JSON value that a model wrote, and its place in the body.

    Raises:
        RefusedAnswer: the model refused.
        IncompleteAnswer: the text was cut, or there is none.
        UndecodableBody: it is not JSON.
    """
    written = form.read(response.data)
    about: dict[str, Any] = {"response": response, "operation_id": response.operation_id}
    if written.refusal:
        raise RefusedAnswer(response.masked(written.refusal), **about)
    if written.stopped or not written.text:
        raise IncompleteAnswer(
            response.masked(_why_incomplete(written)), reason=written.stopped, text=written.text, **about
        )
    value = reason = None
    try:
        value = json.loads(written.text)
    except (ValueError, RecursionError) as error:
        reason = str(error)
    if reason is not None:
        text = f"what the model wrote is not JSON ({reason}): {shown(written.text, limit=200)}"
        raise UndecodableBody(response.masked(f"/body{written.place}: {text}"), **about)
    if is_wrapped and isinstance(value, dict) and WRAPPED in value:
        return value[WRAPPED], f"/body{written.place}/{WRAPPED}"
    return value, f"/body{written.place}"


def _why_incomplete(written: WrittenText) -> str:
    begins = f" It begins with {shown(written.text)}" if written.text else ""
    if written.stopped in ("length", "max_output_tokens", "max_tokens"):
        return f"the answer was cut ({written.stopped}): allow more tokens, or ask for less.{begins}"
    if written.stopped:
        return f"the answer is incomplete: {written.stopped}.{begins}"
    if written.tools:
        return (
            f"the model calls {either(list(written.tools), word='and')} instead of answering; use `call` to run tools"
        )
    return "the answer has no text"


def _member(value: Any, name: str | None) -> Any:
    if name is None:
        return value
    return value.get(name) if isinstance(value, Mapping) else None


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
