"""The signature and help text of an operation as a Python function, from the document."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .._support.wording import shown
from ..document import Document
from ..schema.view import free_members_of, view
from ..schema.wording import FieldFacts, facts_of
from ..types import MISSING
from . import Operation, Parameter
from .naming import field_name, python_name
from .xml_content import has_fields

_MAX_VALUES = 12
"""The number of enum values that help lists."""

_TYPES = {"string": str, "integer": int, "number": float, "boolean": bool, "array": list, "object": dict}


class OperationHelp(NamedTuple):
    """The help and signature of an operation; the same for every client of a document."""

    text: str
    signature: inspect.Signature


def help_of(document: Document, operation: Operation, properties: Mapping[str, Any]) -> OperationHelp:
    """The help text and signature of an operation.

    Args:
        properties: the body's properties that may be passed by name.
    """
    takes_members = free_members(document, operation) is not MISSING
    return OperationHelp(
        describe(document, operation, properties),
        signature_of(operation, properties, takes_members=takes_members),
    )


def signature_of(
    operation: Operation, properties: Mapping[str, Any], *, takes_members: bool = False
) -> inspect.Signature:
    """The operation's arguments as keyword-only parameters, required ones first; `body` last.

    Args:
        takes_members: whether the body's members may have any name.
    """
    kind = inspect.Parameter.KEYWORD_ONLY
    parameters = {
        p.python_name: inspect.Parameter(p.python_name, kind, default=_default(p), annotation=_annotation(p.type))
        for p in sorted(operation.parameters, key=lambda p: not p.required)
    }
    for name in properties:
        alias = field_name(name, properties)
        if alias not in parameters and alias != "body":
            parameters[alias] = inspect.Parameter(alias, kind, default=MISSING)
    if operation.request_body is not None:
        name = python_name(operation.request_body.name or "body")
        if name not in parameters:
            parameters[name] = inspect.Parameter(name, kind, default=MISSING)
        parameters["body"] = inspect.Parameter("body", kind, default=MISSING)
    mapping = "params"
    while mapping in parameters:  # positional-only, so its name may be anything
        mapping = f"_{mapping}"
    first = inspect.Parameter(mapping, inspect.Parameter.POSITIONAL_ONLY, default=None)
    members = [inspect.Parameter("members", inspect.Parameter.VAR_KEYWORD)] if takes_members else []
    return inspect.Signature([first, *parameters.values(), *members])


def _default(parameter: Parameter) -> Any:
    if parameter.must_be_given:
        return inspect.Parameter.empty
    return parameter.default


def _annotation(declared: Any) -> Any:
    return _TYPES.get(declared, inspect.Parameter.empty) if isinstance(declared, str) else inspect.Parameter.empty


def describe(document: Document, operation: Operation, properties: Mapping[str, Any]) -> str:
    """The help text of an operation: what it does, its parameters, and the fields of its body."""
    lines = [operation.summary.strip() or f"{operation.sent_method} {operation.path}", ""]
    lines += [f"{operation.sent_method} {operation.path}{' (deprecated)' if operation.deprecated else ''}", ""]
    if operation.description.strip() and operation.description.strip() != operation.summary.strip():
        lines += [*_wrapped(operation.description, ""), ""]
    if operation.parameters:
        lines += ["Parameters:", *_parameters(document, operation.parameters), ""]
    if operation.request_body is not None:
        needed = "required" if operation.request_body.required else "optional"
        name = operation.request_body.name
        lines += [f"Body ({needed}, {', '.join(operation.request_body.content) or 'any type'}):"]
        lines += list(_fields(document, operation, properties)) or _whole_body(document, operation)
        lines += [f"    or as a whole: {python_name(name)}="] if name and name != "body" else []
        lines += [""]
    answers = [f"{r.status} {', '.join(r.content)}".rstrip() for r in operation.responses.values()]
    if answers:
        lines += [f"Answers: {'; '.join(answers)}"]
    return "\n".join(lines).rstrip() + "\n"


def _parameters(document: Document, parameters: Iterable[Parameter]) -> Iterable[str]:
    for p in parameters:
        facts = facts_of(document, p.schema)
        words = _facts(facts, f"in {p.location}", required=p.required, deprecated=p.deprecated)
        name = p.python_name if p.python_name == p.name else f"{p.python_name} ({p.name})"
        yield f"    {name}: {', '.join(words)}"
        yield from _wrapped(p.description or facts.description, "        ")


def _fields(document: Document, operation: Operation, properties: Mapping[str, Any]) -> Iterable[str]:
    needed = required_of(document, operation)
    for name, schema in properties.items():
        facts = facts_of(document, schema)
        yield f"    {name}: {', '.join(_facts(facts, '', required=name in needed))}"
        yield from _wrapped(facts.description, "        ")


def _whole_body(document: Document, operation: Operation) -> list[str]:
    """How to pass a body without declared fields."""
    members = free_members(document, operation)
    if members is MISSING:
        content = operation.request_body.content.values() if operation.request_body is not None else ()
        found = next((item for item in content if item.items is not None), None)
        if found is None:
            return ["    pass it as body="]
        kind = facts_of(document, found.schema or {}).type
        words = f" ({kind})" if found.schema is not None else ""
        return [f"    a list or another iterable of items, each checked before it is sent, as body={words}"]
    words = ", ".join(_facts(facts_of(document, members), "", required=False)) if members is not True else "any value"
    return [f"    any name: {words}"]


def free_members(document: Document, operation: Operation) -> Any:
    """The schema of the body's members, if they may have any name; True for any value; else `MISSING`."""
    content = operation.request_body.content.values() if operation.request_body is not None else ()
    found = (free_members_of(document, item.schema) for item in content if has_fields(document, item))
    return next((schema for schema in found if schema is not MISSING), MISSING)


def required_of(document: Document, operation: Operation) -> set[str]:
    """The properties that are required in every media type of the body."""
    content = operation.request_body.content.values() if operation.request_body is not None else ()
    needed = [set(view(document, media_type.schema).required) for media_type in content]
    return set.intersection(*needed) if needed else set()


def _facts(facts: FieldFacts, place: str, *, required: bool, deprecated: bool = False) -> Iterable[str]:
    yield facts.type + (f" ({facts.format})" if facts.format else "")
    if place:
        yield place
    if required:
        yield "required"
    if facts.deprecated or deprecated:
        yield "deprecated"
    if facts.read_only:
        yield "only in answers"
    if facts.write_only:
        yield "only in requests"
    if facts.default is not MISSING:
        yield f"default {shown(facts.default)}"
    yield from facts.limits
    if facts.values:
        listed = ", ".join(shown(value) for value in facts.values[:_MAX_VALUES])
        more = ", …" if len(facts.values) > _MAX_VALUES else ""
        yield f"{'such as' if facts.is_open else 'one of'} {listed}{more}"


def _wrapped(text: str, indent: str) -> list[str]:
    paragraph = text.strip().split("\n\n")[0]
    return textwrap.wrap(paragraph, 100, initial_indent=indent, subsequent_indent=indent)
